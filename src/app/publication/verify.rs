//! Walks every chain of revisions, and says what is not as it was published.

use std::collections::HashMap;

use uuid::Uuid;

use super::{compose::parsed, printed::printed_form};
use crate::{
    app::{App, AppResult},
    domain::{
        AuditAction, AuditEntry, Manifest, ManifestPart, MeetingId, MinutesStatus,
        MinutesTransition, PartContent, Revision, RevisionPart, Scrub, TextEnum, Viewer, canonical,
        digest_of, hash_of, row_digest, same_print,
    },
    store::{self, Conn},
};

/// How many meetings are looked up at a time.
const PAGE: i64 = 200;

/// Something that is not as it was published. Holds no wording.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The number of the revision, where it is one's.
    pub revision: Option<i64>,
    /// The kind of row: `revision`, `part`, `scrub`, `transition`, `meeting`; `published` for what is read while published.
    pub row: &'static str,
    /// The id of the thing whose row it is, where it has one.
    pub subject_id: Option<Uuid>,
    /// What is wrong, for people.
    pub problem: String,
}

/// What became of walking the chains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// How many meetings have a chain.
    pub meetings: usize,
    /// How many revisions were walked.
    pub revisions: usize,
    /// What was scrubbed, in order; no fault.
    pub scrubs: Vec<Scrub>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl App {
    /// Walks the chains of all meetings, or of one. For whoever has the data directory in hand.
    pub async fn verify(&self, only: Option<MeetingId>) -> AppResult<Verification> {
        let mut verification = Verification::default();
        let mut after = None;
        loop {
            let mut conn = self.snapshot().await?;
            let page = store::list_published_meetings(&mut conn, after, PAGE).await?;
            for id in &page {
                if only.is_none_or(|only| only == *id) {
                    walk(&mut conn, *id, &mut verification).await?;
                }
            }
            match page.last() {
                Some(last) => after = Some(*last),
                None => return Ok(verification),
            }
        }
    }
}

/// The chain of one meeting while it is walked.
struct Chain<'a> {
    meeting: MeetingId,
    scrubs: &'a [Scrub],
    findings: &'a mut Vec<Finding>,
}

impl Chain<'_> {
    fn find(
        &mut self,
        row: &'static str,
        revision: Option<i64>,
        subject_id: Option<Uuid>,
        problem: impl Into<String>,
    ) {
        self.findings.push(Finding {
            meeting_id: self.meeting,
            revision,
            row,
            subject_id,
            problem: problem.into(),
        });
    }
}

async fn walk(conn: &mut Conn, id: MeetingId, verification: &mut Verification) -> AppResult<()> {
    let revisions = store::list_revisions(conn, id).await?;
    let scrubs = store::list_scrubs(conn, id).await?;
    let trail = store::list_audit_of_minutes(conn, id).await?;
    let transitions = store::list_transitions(conn, id).await?;
    let mut chain = Chain {
        meeting: id,
        scrubs: &scrubs,
        findings: &mut verification.findings,
    };
    chain.compare_with_trail(&revisions, &trail);
    chain.compare_states(&transitions, &trail);
    let mut previous: Option<&Revision> = None;
    let mut newest = Vec::new();
    for revision in &revisions {
        let parts = store::list_revision_parts(conn, revision.id).await?;
        chain.check_place(revision, previous);
        chain.check_manifest(revision, &parts);
        for part in &parts {
            chain.check_part(revision, part);
        }
        (previous, newest) = (Some(revision), parts);
    }
    chain.compare_with_rows(conn, previous, &newest).await?;
    verification.meetings += 1;
    verification.revisions += revisions.len();
    verification.scrubs.extend(scrubs);
    Ok(())
}

impl Chain<'_> {
    /// The audit trail was told of each revision and each scrub when it was made.
    fn compare_with_trail(&mut self, revisions: &[Revision], trail: &[AuditEntry]) {
        let text = |entry: &AuditEntry, name: &str| {
            entry
                .detail
                .get(name)
                .and_then(|value| value.as_str().map(str::to_owned))
        };
        let told: HashMap<i64, String> = trail
            .iter()
            .filter(|entry| entry.action == AuditAction::Create)
            .filter_map(|entry| Some((entry.detail.get("number")?.as_i64()?, text(entry, "hash")?)))
            .collect();
        for number in told.keys() {
            if !revisions.iter().any(|revision| revision.number == *number) {
                self.find(
                    "revision",
                    Some(*number),
                    None,
                    "it was published, and is gone",
                );
            }
        }
        for revision in revisions {
            if told.get(&revision.number) != Some(&revision.hash) {
                let problem = "the audit trail knows of no revision with this number and hash";
                self.find("revision", Some(revision.number), None, problem);
            }
        }
        let scrubbed: HashMap<String, Option<String>> = trail
            .iter()
            .filter(|entry| entry.action == AuditAction::Scrub)
            .filter_map(|entry| Some((text(entry, "scrub")?, text(entry, "digest"))))
            .collect();
        for scrub in self.scrubs {
            match scrubbed.get(&scrub.id.to_string()) {
                Some(Some(digest)) if row_digest(scrub).ok().as_ref() == Some(digest) => {}
                _ => {
                    let problem = "the audit trail knows of no such scrub";
                    self.find("scrub", None, Some(scrub.subject_id), problem);
                }
            }
        }
        for id in scrubbed.keys() {
            if !self.scrubs.iter().any(|scrub| scrub.id.to_string() == *id) {
                self.find("scrub", None, None, format!("scrub {id} is gone"));
            }
        }
    }

    /// The history of the states, which also says when and why minutes were withdrawn.
    fn compare_states(&mut self, transitions: &[MinutesTransition], trail: &[AuditEntry]) {
        let told: Vec<&AuditEntry> = trail
            .iter()
            .filter(|entry| entry.action == AuditAction::Transition)
            .collect();
        if told.len() != transitions.len() {
            let problem = "the audit trail knows of another number of changes of state";
            self.find("transition", None, None, problem);
        }
        for transition in transitions {
            let digest = row_digest(transition).ok();
            let is_told = told.iter().any(|entry| match entry.detail.get("digest") {
                Some(told) => told.as_str() == digest.as_deref(),
                // Entries of before digests were kept name the states alone.
                None => {
                    entry.detail.get("to").and_then(|to| to.as_str())
                        == Some(transition.to_status.as_str())
                }
            });
            if !is_told {
                let problem = format!(
                    "the audit trail knows of no such change to {}",
                    transition.to_status
                );
                self.find("transition", None, None, problem);
            }
        }
    }

    fn check_place(&mut self, revision: &Revision, previous: Option<&Revision>) {
        let number = previous.map_or(1, |previous| previous.number + 1);
        if revision.number != number {
            let problem = format!("revision {number} should stand in its place");
            self.find("revision", Some(revision.number), None, problem);
        }
        if revision.previous_hash != previous.map(|previous| previous.hash.clone()) {
            let problem = "it does not name the hash of the revision before";
            self.find("revision", Some(revision.number), None, problem);
        }
    }

    fn check_manifest(&mut self, revision: &Revision, parts: &[RevisionPart]) {
        let number = Some(revision.number);
        if hash_of(&revision.manifest) != revision.hash {
            self.find(
                "revision",
                number,
                None,
                "its hash is not that of its manifest",
            );
        }
        let Ok(manifest) = serde_json::from_str::<Manifest>(&revision.manifest) else {
            return self.find("revision", number, None, "its manifest cannot be read");
        };
        if manifest.canonical().ok().as_ref() != Some(&revision.manifest) {
            self.find("revision", number, None, "its manifest is not canonical");
        }
        let row = (
            revision.meeting_id,
            revision.number,
            &revision.previous_hash,
            revision.published_at,
            &revision.reason,
        );
        let hashed = (
            manifest.meeting_id,
            manifest.number,
            &manifest.previous_hash,
            manifest.published_at,
            &manifest.reason,
        );
        if row != hashed {
            self.find(
                "revision",
                number,
                None,
                "its row differs from its manifest",
            );
        }
        self.compare_parts(revision, &manifest.parts, parts);
    }

    fn compare_parts(
        &mut self,
        revision: &Revision,
        listed: &[ManifestPart],
        parts: &[RevisionPart],
    ) {
        let number = Some(revision.number);
        for (place, listed) in (0..).zip(listed) {
            match parts.iter().find(|part| part.ordinal == place) {
                None => self.find("part", number, Some(listed.id), "it is gone"),
                Some(part) if ManifestPart::from(part) != *listed => {
                    self.find(
                        "part",
                        number,
                        Some(listed.id),
                        "its row differs from the manifest",
                    );
                }
                Some(_) => {}
            }
        }
        let count = i64::try_from(listed.len()).unwrap_or(i64::MAX);
        for part in parts
            .iter()
            .filter(|part| !(0..count).contains(&part.ordinal))
        {
            let problem = "the manifest does not list it";
            self.find("part", number, Some(part.subject_id), problem);
        }
    }

    fn check_part(&mut self, revision: &Revision, part: &RevisionPart) {
        let (number, subject) = (Some(revision.number), Some(part.subject_id));
        match (&part.content, &part.salt, part.scrub_id) {
            (Some(content), Some(salt), None) => {
                if digest_of(salt, content) != part.digest {
                    let problem = "its digest is not that of its salt and content";
                    self.find("part", number, subject, problem);
                }
                let read = serde_json::from_str::<PartContent>(content);
                let is_canonical = read.is_ok_and(|read| {
                    read.kind() == part.kind && canonical(&read).ok().as_ref() == Some(content)
                });
                if !is_canonical {
                    self.find(
                        "part",
                        number,
                        subject,
                        "its content is not what its kind says",
                    );
                }
            }
            (None, None, Some(scrub)) => {
                let known = self
                    .scrubs
                    .iter()
                    .any(|known| known.id == scrub && known.subject_id == part.subject_id);
                if !known {
                    self.find(
                        "part",
                        number,
                        subject,
                        "it was scrubbed, and nothing says why",
                    );
                }
            }
            _ => {
                let problem = "words, salt and scrub do not go together";
                self.find("part", number, subject, problem);
            }
        }
    }

    /// While minutes are published, everybody reads the rows: they say what the newest revision says.
    async fn compare_with_rows(
        &mut self,
        conn: &mut Conn,
        newest: Option<&Revision>,
        parts: &[RevisionPart],
    ) -> AppResult<()> {
        let meeting = store::find_meeting(conn, &Viewer::ALL, self.meeting).await?;
        let last = store::list_transitions(conn, self.meeting).await?.pop();
        if let (Some(meeting), Some(last)) = (&meeting, last)
            && meeting.minutes_status != last.to_status
        {
            let problem = format!(
                "the minutes are {}, and became {} last",
                meeting.minutes_status, last.to_status
            );
            self.find("meeting", None, None, problem);
        }
        let published = meeting.filter(|it| it.minutes_status == MinutesStatus::Published);
        let Some(meeting) = published else {
            return Ok(());
        };
        let Some(newest) = newest else {
            self.find(
                "published",
                None,
                None,
                "the minutes are published, and no revision is kept",
            );
            return Ok(());
        };
        let Ok(known) = parsed(parts) else {
            return Ok(());
        };
        let known: Vec<_> = known
            .into_iter()
            .filter(|(_, content)| !matches!(content, PartContent::Erratum(_)))
            .collect();
        let printed = printed_form(conn, &meeting).await?.named_as(&known);
        for (id, content) in &printed {
            let before = known
                .iter()
                .find(|(known, it)| known == id && it.kind() == content.kind());
            let same = before.is_some_and(|before| {
                let now = (*id, content.clone());
                same_print(std::slice::from_ref(before), std::slice::from_ref(&now))
            });
            if !same {
                let problem = format!(
                    "the {} that is read now is not the one of this revision",
                    content.kind()
                );
                self.find("published", Some(newest.number), Some(*id), problem);
            }
        }
        for (id, content) in &known {
            if !printed
                .iter()
                .any(|(now, it)| now == id && it.kind() == content.kind())
            {
                let problem = format!("the {} of this revision is read no more", content.kind());
                self.find("published", Some(newest.number), Some(*id), problem);
            }
        }
        Ok(())
    }
}
