//! Carrying out what becomes of a meeting when its file reads otherwise: the rows, the suggestions about them, the audit trail,
//! the index; in the transaction of whoever asks for it.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::{
    App, AppError, AppResult,
    change::Change,
    draft_rows::{DraftRows, Known},
    merge::{Fate, Plan, Sides, plan},
    parts::{self},
    proposals::Proposed,
};
use crate::{
    domain::{
        AuditAction, EntityKind, Import, IndexScope, Meeting, MinutesStatus, Opinion, PageRequest,
        Suggestion, SuggestionKind, SuggestionStatus, Viewer,
    },
    minutes::ParsedMinutes,
    store::{self, Conn, SuggestionFilter},
};

/// Everything of one meeting.
const EVERYTHING: PageRequest = PageRequest {
    after: None,
    limit: 1_000_000,
};

/// An import, and what it reads as.
pub(super) type ReadAs<'a> = (&'a Import, &'a ParsedMinutes);

impl App {
    /// What becomes of a meeting whose file reads as `theirs`, and was read as `base` before.
    pub(super) async fn plan_merge(
        &self,
        conn: &mut Conn,
        meeting: &Meeting,
        base: Option<ReadAs<'_>>,
        theirs: ReadAs<'_>,
    ) -> AppResult<(Plan, Known)> {
        let known = Known::of(conn, meeting.council_id, theirs.1.date).await?;
        let rows =
            |(import, parsed): ReadAs<'_>| self.rows_of(import, parsed, &known, Some(meeting.id));
        let accepted = suggestions_of(conn, meeting)
            .await?
            .into_iter()
            .filter(|one| one.status == SuggestionStatus::Accepted)
            .filter_map(|one| Some((one.opinion_id?, one.issue_key?)));
        let sides = Sides {
            base: base.map(rows),
            theirs: rows(theirs),
            accepted: accepted.collect(),
            referred: store::list_referred_opinions(conn, meeting.id)
                .await?
                .into_iter()
                .collect(),
            ours: DraftRows::stored(conn, meeting).await?,
        };
        Ok((plan(sides), known))
    }

    /// Lets a meeting follow a file that reads as `theirs`.
    pub(super) async fn merge(
        &self,
        change: &mut Change<'_>,
        meeting: &Meeting,
        base: Option<ReadAs<'_>>,
        theirs: ReadAs<'_>,
    ) -> AppResult<()> {
        check_open(meeting)?;
        let (mut plan, known) = self
            .plan_merge(&mut change.conn, meeting, base, theirs)
            .await?;
        self.store_rows(change, &mut plan).await?;
        self.follow_with_suggestions(change, &plan, &known, theirs)
            .await?;
        let council = Some(meeting.council_id);
        let detail = json!({ "import_id": theirs.0.id });
        change
            .record(
                AuditAction::Update,
                EntityKind::Meeting,
                meeting.id,
                council,
                detail,
            )
            .await?;
        change
            .enqueue(IndexScope::Meeting, meeting.id.0, council)
            .await
    }

    async fn store_rows(&self, change: &mut Change<'_>, plan: &mut Plan) -> AppResult<()> {
        let now = self.clock.now();
        store_topics(&mut change.conn, plan).await?;
        store_headings(&mut change.conn, plan).await?;
        self.store_opinions(change, plan).await?;
        let conn = &mut change.conn;
        for fate in &plan.narratives {
            match fate {
                Fate::Insert(row) => store::insert_narrative(conn, row).await?,
                Fate::Become(rows) if rows.0 != rows.1 => {
                    store::update_narrative(conn, &rows.1).await?;
                }
                Fate::Become(_) | Fate::Stay(_) => {}
                Fate::Delete(row) => store::delete_narrative(conn, row.id).await?,
            }
        }
        store::insert_materials(conn, &plan.materials).await?;
        for fate in &plan.headings {
            if let Fate::Delete(row) = fate {
                store::delete_heading(conn, row.id).await?;
            }
        }
        for fate in &plan.topics {
            if let Fate::Delete(row) = fate {
                store::delete_topic(conn, row.id, row.version).await?;
            }
        }
        store_attendances(change, plan).await?;
        let (before, after) = &mut plan.meeting;
        if before != after {
            after.updated_at = now;
            store::update_meeting(&mut change.conn, after).await?;
        }
        Ok(())
    }

    async fn store_opinions(&self, change: &mut Change<'_>, plan: &mut Plan) -> AppResult<()> {
        let now = self.clock.now();
        let (entity, council) = (EntityKind::Opinion, Some(plan.meeting.0.council_id));
        let mut new = Vec::new();
        for fate in &mut plan.opinions {
            match fate {
                Fate::Insert(row) => new.push(row.clone()),
                Fate::Become(rows) if rows.0 != rows.1 => {
                    let (before, after) = &mut **rows;
                    after.updated_at = now;
                    store::update_opinion(&mut change.conn, after).await?;
                    let detail = json!({ "fields": fields_of(before, after) });
                    change
                        .record(AuditAction::Update, entity, after.id, council, detail)
                        .await?;
                }
                Fate::Become(_) | Fate::Stay(_) => {}
                Fate::Delete(row) => {
                    store::delete_opinion(&mut change.conn, row.id, row.version).await?;
                    change
                        .record(AuditAction::Delete, entity, row.id, council, json!({}))
                        .await?;
                    change
                        .enqueue(IndexScope::Opinion, row.id.0, council)
                        .await?;
                }
            }
        }
        Ok(store::insert_opinions(&mut change.conn, &new).await?)
    }

    /// What people made of suggestions stays; what is uncertain now is proposed, unless it was before.
    async fn follow_with_suggestions(
        &self,
        change: &mut Change<'_>,
        plan: &Plan,
        known: &Known,
        (import, parsed): ReadAs<'_>,
    ) -> AppResult<()> {
        let meeting = &plan.meeting.1;
        let rows = rows_after(plan);
        let by_id: HashMap<_, &Opinion> = rows.opinions.iter().map(|row| (row.id, row)).collect();
        let asked = parsed.action_items.iter().filter_map(|item| {
            let id = plan.opinions_of_file.get(item.opinion)?;
            Some((*by_id.get(id)?, item))
        });
        let proposed = self.suggestions_for(&Proposed {
            import,
            meeting: meeting.id,
            attendances: &rows.attendances,
            headings: &rows.headings,
            opinions: &rows.opinions,
            asked: asked.collect(),
            people: known.people(),
            vocabulary: known.vocabulary(),
        });
        let conn = &mut change.conn;
        let before = suggestions_of(conn, meeting).await?;
        let now_proposed: HashSet<_> = proposed.iter().map(key_of).collect();
        let mut there = HashSet::new();
        for one in &before {
            let key = key_of(one);
            if one.status == SuggestionStatus::Open && !now_proposed.contains(&key) {
                store::delete_suggestion(conn, one.id).await?;
                continue;
            }
            let row = one.opinion_id.and_then(|id| by_id.get(&id));
            let lines = match row {
                Some(row) => (row.first_line, row.last_line),
                None => (one.first_line, one.last_line),
            };
            store::move_suggestion(conn, one.id, import.id, lines).await?;
            there.insert(key);
        }
        let new: Vec<Suggestion> = proposed
            .into_iter()
            .filter(|one| !there.contains(&key_of(one)))
            .collect();
        Ok(store::insert_suggestions(conn, &new).await?)
    }
}

/// Minutes that were approved or shown to the public are not changed by a file.
pub(super) fn check_open(meeting: &Meeting) -> AppResult<()> {
    match meeting.minutes_status {
        MinutesStatus::Draft | MinutesStatus::MemberCheck => Ok(()),
        status => Err(AppError::MinutesFixed(status)),
    }
}

async fn suggestions_of(conn: &mut Conn, meeting: &Meeting) -> AppResult<Vec<Suggestion>> {
    let filter = SuggestionFilter {
        meeting_id: Some(meeting.id),
        ..SuggestionFilter::default()
    };
    let page = store::list_suggestions(conn, &Viewer::ALL, &filter, &EVERYTHING).await?;
    Ok(page.items)
}

/// What a suggestion is about: two of the same are one.
fn key_of(one: &Suggestion) -> (SuggestionKind, String) {
    let about = match one.kind {
        SuggestionKind::Person => {
            format!("{} {:?} {:?}", one.text, one.attendance_id, one.opinion_id)
        }
        _ => format!(
            "{:?} {}",
            one.opinion_id,
            one.issue_key.as_deref().unwrap_or_default()
        ),
    };
    (one.kind, about)
}

fn fields_of(before: &Opinion, after: &Opinion) -> serde_json::Value {
    let detail = super::change::changed_fields(&[
        ("text", after.text != before.text),
        ("kind", after.kind != before.kind),
        ("attribution", after.attribution != before.attribution),
        ("certainty", after.certainty != before.certainty),
        ("topic_id", after.topic_id != before.topic_id),
        ("heading_id", after.heading_id != before.heading_id),
        ("position", after.position != before.position),
        ("speaker_name", after.speaker_name != before.speaker_name),
        ("speaker_role", after.speaker_role != before.speaker_role),
        ("person_id", after.person_id != before.person_id),
        ("issues", after.issues != before.issues),
        ("first_line", after.first_line != before.first_line),
    ]);
    detail["fields"].clone()
}

fn rows_after(plan: &Plan) -> DraftRows {
    fn after<T: Clone>(fates: &[Fate<T>]) -> Vec<T> {
        fates.iter().filter_map(Fate::after).cloned().collect()
    }
    DraftRows {
        attendances: after(&plan.attendances),
        headings: after(&plan.headings),
        opinions: after(&plan.opinions),
        ..DraftRows::none(plan.meeting.1.clone())
    }
}

async fn store_topics(conn: &mut Conn, plan: &Plan) -> AppResult<()> {
    for fate in &plan.topics {
        match fate {
            Fate::Insert(row) => store::insert_topic(conn, row).await?,
            Fate::Become(rows) if rows.0 != rows.1 => store::update_topic(conn, &rows.1).await?,
            Fate::Stay(row) if row.first_line.is_some() => {
                let mut row = row.clone();
                (row.first_line, row.last_line) = (None, None);
                store::update_topic(conn, &row).await?;
            }
            Fate::Become(_) | Fate::Stay(_) | Fate::Delete(_) => {}
        }
    }
    Ok(())
}

async fn store_headings(conn: &mut Conn, plan: &Plan) -> AppResult<()> {
    for fate in &plan.headings {
        match fate {
            Fate::Insert(row) => store::insert_heading(conn, row).await?,
            Fate::Become(rows) if rows.0 != rows.1 => {
                store::update_heading(conn, &rows.1).await?;
            }
            Fate::Stay(row) if row.first_line.is_some() => {
                let mut row = row.clone();
                (row.first_line, row.last_line) = (None, None);
                store::update_heading(conn, &row).await?;
            }
            Fate::Become(_) | Fate::Stay(_) | Fate::Delete(_) => {}
        }
    }
    Ok(())
}

async fn store_attendances(change: &mut Change<'_>, plan: &Plan) -> AppResult<()> {
    let council = plan.meeting.0.council_id;
    for fate in &plan.attendances {
        let conn = &mut change.conn;
        match fate {
            Fate::Insert(row) => store::insert_attendance(conn, row).await?,
            Fate::Become(rows) if rows.0 != rows.1 => {
                store::update_attendance(conn, &rows.1).await?;
            }
            Fate::Stay(row) if row.first_line.is_some() => {
                let mut row = row.clone();
                (row.first_line, row.last_line) = (None, None);
                store::update_attendance(conn, &row).await?;
            }
            Fate::Delete(row) => {
                store::delete_attendance(conn, row.id, row.version).await?;
                parts::record(change, AuditAction::Delete, row, council, json!({})).await?;
            }
            Fate::Become(_) | Fate::Stay(_) => {}
        }
    }
    Ok(())
}
