//! Rows to store, complete and valid, each with an id of its own. A scenario changes the fields that it is about.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use giji::{
    clock::{Clock, TestClock},
    domain::*,
    store::{Conn, Db, StoreResult},
};
use uuid::Uuid;

/// Asserts that a result is what a pattern says, and shows it where it is not.
macro_rules! assert_is {
    ($value:expr, $pattern:pat) => {{
        let value = $value;
        assert!(
            matches!(value, $pattern),
            "expected {}, got {value:?}",
            stringify!($pattern)
        );
    }};
}
pub(crate) use assert_is;

/// Runs a change in one transaction and commits it.
pub async fn commit<T>(
    db: &Db,
    change: impl AsyncFnOnce(&mut Conn) -> StoreResult<T>,
) -> StoreResult<T> {
    let mut conn = db.write().await?;
    let value = change(&mut conn).await?;
    conn.commit().await?;
    Ok(value)
}

/// A connection to read from.
pub async fn read(db: &Db) -> Conn {
    db.read().await.expect("the database gives a connection")
}

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the test names a day of the calendar")
}

/// A page of the first rows.
pub fn first<Place>(limit: i64) -> PageRequest<Place> {
    PageRequest { after: None, limit }
}

/// A page of the rows after one.
pub fn after(id: impl Into<Uuid>, limit: i64) -> PageRequest {
    PageRequest {
        after: Some(id.into()),
        limit,
    }
}

/// Where the rows of one scenario come from.
pub struct Rows {
    clock: TestClock,
}

impl Rows {
    /// Rows from the first day of fiscal year 2022 on.
    pub fn new() -> Self {
        let start = Utc
            .with_ymd_and_hms(2022, 4, 1, 0, 0, 0)
            .single()
            .expect("a moment");
        Self {
            clock: TestClock::starting_at(start),
        }
    }

    /// A later moment than the last.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A later id than the last.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.clock.new_id().into()
    }

    /// A council that publishes names.
    pub fn council(&self, name: &str) -> Council {
        let now = self.now();
        Council {
            id: self.id(),
            name: name.to_owned(),
            name_en: None,
            attribution_policy: AttributionPolicy::Named,
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// A council with another policy.
    pub fn council_with(&self, name: &str, policy: AttributionPolicy) -> Council {
        Council {
            attribution_policy: policy,
            ..self.council(name)
        }
    }

    /// A person.
    pub fn person(&self, name: &str) -> Person {
        let now = self.now();
        Person {
            id: self.id(),
            name: name.to_owned(),
            reading: None,
            other_names: Vec::new(),
            archived_at: None,
            merged_into: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// A seat without a term.
    pub fn membership(&self, council: &Council, person: &Person) -> Membership {
        let now = self.now();
        Membership {
            id: self.id(),
            council_id: council.id,
            person_id: person.id,
            role: "委員".to_owned(),
            organization: None,
            starts_on: None,
            ends_on: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// An issue.
    pub fn issue(&self, key: &str) -> Issue {
        let now = self.now();
        Issue {
            key: key.to_owned(),
            label_ja: format!("論点{key}"),
            label_en: format!("issue {key}"),
            aliases: Vec::new(),
            broader: None,
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// An admin's token without an end.
    pub fn token(&self, name: &str) -> Token {
        let id: TokenId = self.id();
        let mut hash = id.0.as_bytes().to_vec();
        hash.extend(id.0.as_bytes());
        Token {
            id,
            name: name.to_owned(),
            hash,
            role: Role::Admin,
            council_id: None,
            person_id: None,
            created_at: self.now(),
            expires_at: None,
            revoked_at: None,
        }
    }

    /// An audit entry about a thing.
    pub fn audit_entry(&self, entity: EntityKind, entity_id: &str) -> AuditEntry {
        AuditEntry {
            id: self.id(),
            at: self.now(),
            token_id: None,
            role: Some(Role::Admin),
            action: AuditAction::Create,
            entity,
            entity_id: entity_id.to_owned(),
            council_id: None,
            detail: serde_json::json!({}),
            request_id: None,
        }
    }
}

/// What belongs to meetings.
impl Rows {
    /// A meeting whose minutes are a draft.
    pub fn meeting(&self, council: &Council) -> Meeting {
        let now = self.now();
        Meeting {
            id: self.id(),
            council_id: council.id,
            title: "第１回協議会".to_owned(),
            fiscal_year: None,
            round: None,
            date: None,
            end_date: None,
            start_time: None,
            end_time: None,
            venue: None,
            mode: None,
            source_id: None,
            minutes_status: MinutesStatus::Draft,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// A meeting whose minutes are in some state.
    pub fn meeting_in(&self, council: &Council, minutes_status: MinutesStatus) -> Meeting {
        Meeting {
            minutes_status,
            ..self.meeting(council)
        }
    }

    /// A public topic at a place.
    pub fn topic(&self, meeting: &Meeting, position: i64) -> Topic {
        Topic {
            id: self.id(),
            meeting_id: meeting.id,
            position,
            number: Some(format!("（{position}）")),
            title: format!("議題{position}"),
            visibility: Visibility::Public,
            first_line: None,
            last_line: None,
            version: 1,
        }
    }

    /// A heading at a place.
    pub fn heading(&self, meeting: &Meeting, topic: Option<&Topic>, position: i64) -> Heading {
        Heading {
            id: self.id(),
            meeting_id: meeting.id,
            topic_id: topic.map(|topic| topic.id),
            position,
            title: format!("小見出し{position}"),
            first_line: None,
            last_line: None,
        }
    }

    /// A narrative at a place.
    pub fn narrative(&self, meeting: &Meeting, topic: Option<&Topic>, position: i64) -> Narrative {
        Narrative {
            id: self.id(),
            meeting_id: meeting.id,
            topic_id: topic.map(|topic| topic.id),
            position,
            text: format!("事務局から資料{position}を説明"),
            first_line: None,
            last_line: None,
        }
    }

    /// A material at a place.
    pub fn material(&self, meeting: &Meeting, topic: Option<&Topic>, position: i64) -> Material {
        Material {
            id: self.id(),
            meeting_id: meeting.id,
            topic_id: topic.map(|topic| topic.id),
            position,
            number: Some(format!("資料{position}")),
            title: "実施状況".to_owned(),
            url: None,
            version: 1,
        }
    }

    /// A member who was there, known only by the printed name.
    pub fn attendance(&self, meeting: &Meeting, position: i64, name: &str) -> Attendance {
        Attendance {
            id: self.id(),
            meeting_id: meeting.id,
            position,
            person_id: None,
            name: name.to_owned(),
            role: Some("委員".to_owned()),
            status: AttendanceStatus::Present,
            capacity: Capacity::Member,
            organization: None,
            note: None,
            first_line: None,
            last_line: None,
            version: 1,
        }
    }

    /// A public opinion of nobody in particular.
    pub fn opinion(&self, meeting: &Meeting, topic: Option<&Topic>, position: i64) -> Opinion {
        let now = self.now();
        Opinion {
            id: self.id(),
            council_id: meeting.council_id,
            meeting_id: meeting.id,
            topic_id: topic.map(|topic| topic.id),
            heading_id: None,
            position,
            text: format!("意見{position}\n二段落目"),
            kind: OpinionKind::Opinion,
            attribution: Attribution::Collective,
            certainty: Certainty::Printed,
            speaker_name: None,
            speaker_role: None,
            person_id: None,
            visibility: Visibility::Public,
            attribution_policy: None,
            redactions: Vec::new(),
            first_line: None,
            last_line: None,
            issues: Vec::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// A public action item that nobody owns.
    pub fn action_item(&self, council: &Council, meeting: Option<&Meeting>) -> ActionItem {
        let now = self.now();
        ActionItem {
            id: self.id(),
            council_id: council.id,
            meeting_id: meeting.map(|meeting| meeting.id),
            text: "研修の受講枠を増やしてほしい".to_owned(),
            status: ActionItemStatus::Open,
            owner: None,
            owner_person_id: None,
            due_on: None,
            due_text: None,
            visibility: Visibility::Public,
            opinion_ids: Vec::new(),
            issues: Vec::new(),
            redacted: Vec::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// A review that changes nothing.
    pub fn review(&self, item: &ActionItem, meeting: Option<&Meeting>) -> Review {
        Review {
            id: self.id(),
            action_item_id: item.id,
            meeting_id: meeting.map(|meeting| meeting.id),
            reviewed_on: day(2023, 1, 31),
            from_status: item.status,
            to_status: item.status,
            note: None,
            evidence: None,
            token_id: None,
            created_at: self.now(),
        }
    }

    /// A file whose hash is made up.
    pub fn source(&self, text: &str) -> Source {
        let id: SourceId = self.id();
        Source {
            id,
            sha256: format!("{:0>64}", id.0.simple()),
            filename: "議事要旨.txt".to_owned(),
            size: i64::try_from(text.len()).expect("a test's text is short"),
            text: text.to_owned(),
            created_at: self.now(),
        }
    }

    /// An import of which no meeting was made yet.
    pub fn import(&self, council: &Council, source: &Source) -> Import {
        Import {
            id: self.id(),
            council_id: council.id,
            source_id: source.id,
            filename: source.filename.clone(),
            status: ImportStatus::Draft,
            draft: serde_json::json!({}),
            meeting_id: None,
            created_at: self.now(),
        }
    }

    /// An open suggestion.
    pub fn suggestion(&self, import: &Import, opinion: &Opinion) -> Suggestion {
        Suggestion {
            id: self.id(),
            import_id: import.id,
            council_id: opinion.council_id,
            meeting_id: opinion.meeting_id,
            kind: SuggestionKind::ActionItem,
            reason: SuggestionReason::Wording,
            opinion_id: Some(opinion.id),
            attendance_id: None,
            text: opinion.text.clone(),
            strength: Some(Strength::Strong),
            opinion_kind: None,
            issue_key: None,
            person_id: None,
            alternatives: Vec::new(),
            first_line: Some(3),
            last_line: Some(4),
            status: SuggestionStatus::Open,
            action_item_id: None,
            created_at: self.now(),
        }
    }

    /// An open round of checks.
    pub fn check_round(&self, meeting: &Meeting) -> CheckRound {
        CheckRound {
            id: self.id(),
            council_id: meeting.council_id,
            meeting_id: meeting.id,
            deadline: day(2023, 1, 15),
            opened_at: self.now(),
            closed_at: None,
            token_id: None,
            version: 1,
        }
    }

    /// An open request of its speaker to have an opinion's wording corrected.
    pub fn correction_request(&self, round: &CheckRound, opinion: &Opinion) -> CorrectionRequest {
        CorrectionRequest {
            id: self.id(),
            council_id: opinion.council_id,
            meeting_id: opinion.meeting_id,
            round_id: round.id,
            opinion_id: Some(opinion.id),
            person_id: opinion.person_id.expect("a member asks for it"),
            kind: CorrectionRequestKind::Text,
            proposal: CorrectionProposal::default(),
            note: Some("録音と違う".to_owned()),
            basis: Some("0".repeat(64)),
            status: CorrectionRequestStatus::Open,
            decision_reason: None,
            decided_at: None,
            decided_by: None,
            created_at: self.now(),
            token_id: None,
            version: 1,
        }
    }

    /// A wording that was accepted once.
    pub fn reading_memory(&self, council: &Council, kind: ReadingMemoryKind) -> ReadingMemory {
        let now = self.now();
        ReadingMemory {
            id: self.id(),
            council_id: council.id,
            kind,
            text: "研修".to_owned(),
            subject: "training".to_owned(),
            accepted: 1,
            rejected: 0,
            created_at: now,
            updated_at: now,
        }
    }
}
