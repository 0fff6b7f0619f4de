//! A scrub takes words that were published by mistake out of every revision, for good. What remains is that something was there,
//! why it is gone, and every hash.

use serde_json::json;
use uuid::Uuid;

use super::{Change, compose::unwritable, newest};
use crate::{
    app::{
        App, AppError, AppResult, Call, OpinionChange,
        meetings::editable_meeting,
        validate::{Validation, limits},
    },
    domain::{
        AuditAction, EntityKind, Meeting, MeetingId, MinutesStatus, Opinion, OpinionId, PartKind,
        Redaction, RevisionPart, Scrub, ScrubId, Viewer, row_digest,
    },
    store,
};

/// What stands in public for an opinion of which every word is left out, where the reason is too long for a mark.
const WHOLE: &str = "削除";

/// Words to be taken out of every revision.
#[derive(Debug, Clone)]
pub struct NewScrub {
    /// What they are of.
    pub kind: PartKind,
    /// The id of that thing.
    pub subject_id: Uuid,
    /// Why, for everybody to read.
    pub reason: String,
}

/// What is scrubbed, and why.
pub(super) struct ScrubOf {
    pub kind: PartKind,
    pub subject_id: Uuid,
    pub reason: String,
}

impl App {
    /// Takes the words of one thing out of every revision of a meeting. An opinion that is still published as it was is left out
    /// in public from now on, in a revision that says so; anything else has to be corrected first.
    pub async fn scrub(&self, call: &Call, id: MeetingId, new: NewScrub) -> AppResult<Scrub> {
        let mut change = self.change(call).await?;
        let meeting = editable_meeting(&mut change, call, id).await?;
        Validation::default()
            .required("reason", &new.reason, limits::NOTE)
            .finish()?;
        store::lock_meeting(&mut change.conn, id).await?;
        let is_of = |part: &RevisionPart| part.kind == new.kind;
        let parts = store::list_parts_about(&mut change.conn, id, new.subject_id).await?;
        if !parts.iter().any(is_of) {
            return Err(AppError::NotFound(EntityKind::Revision));
        }
        if new.kind == PartKind::Opinion {
            self.leave_out(&mut change, call, &new).await?;
        }
        let parts = store::list_parts_about(&mut change.conn, id, new.subject_id).await?;
        let parts = scrubbed_of(&mut change, &meeting, new.kind, parts).await?;
        let scrub = ScrubOf {
            kind: new.kind,
            subject_id: new.subject_id,
            reason: new.reason,
        };
        if !parts.is_empty() {
            change.scrub(&meeting, scrub, &parts).await?;
        }
        let scrubs = store::list_scrubs(&mut change.conn, id).await?;
        let done = scrubs
            .into_iter()
            .rfind(|it| it.subject_id == new.subject_id);
        let done = done.ok_or(AppError::AlreadySettled)?;
        change.commit().await?;
        Ok(done)
    }

    /// Leaves every word of an opinion out in public, where it is still there; published minutes get their next revision.
    async fn leave_out(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        new: &NewScrub,
    ) -> AppResult<()> {
        let id = OpinionId(new.subject_id);
        let Some(before) = store::find_opinion(&mut change.conn, &Viewer::ALL, id).await? else {
            return Ok(());
        };
        let meeting = before.meeting_id;
        let whole = OpinionChange {
            redactions: Some(vec![whole_text(&before, &new.reason)]),
            ..OpinionChange::default()
        };
        change.correction = Some(new.reason.clone());
        self.change_opinion(change, call, before, whole).await?;
        change.settle_publication(meeting).await
    }
}

fn whole_text(opinion: &Opinion, reason: &str) -> Redaction {
    let fits = reason.chars().count() <= limits::KEY && !reason.contains(&opinion.text);
    Redaction {
        start: 0,
        end: opinion.text.chars().count() as i64,
        reason: if fits { reason } else { WHOLE }.to_owned(),
    }
}

/// The parts whose words go: all, once the minutes are withdrawn; else those of the revisions before the newest, which must say
/// something else by now.
async fn scrubbed_of(
    change: &mut Change<'_>,
    meeting: &Meeting,
    kind: PartKind,
    parts: Vec<RevisionPart>,
) -> AppResult<Vec<RevisionPart>> {
    let parts = parts.into_iter().filter(|part| part.content.is_some());
    if meeting.minutes_status != MinutesStatus::Published {
        return Ok(parts.collect());
    }
    let newest = newest(&mut change.conn, meeting.id).await?;
    let newest = newest.map(|issued| issued.revision.id);
    let (now, before): (Vec<_>, Vec<_>) =
        parts.partition(|part| Some(part.revision_id) == newest && part.kind != PartKind::Erratum);
    let is_published = |part: &RevisionPart| {
        part.kind == kind && now.iter().any(|now| now.content == part.content)
    };
    if kind == PartKind::Erratum {
        return Ok(before
            .into_iter()
            .filter(|part| part.kind == kind)
            .collect());
    }
    // An opinion was left out just now; anything else is corrected first.
    if kind != PartKind::Opinion && (before.iter().any(is_published) || before.is_empty()) {
        return Err(AppError::StillPublished);
    }
    let gone = before.into_iter().filter(|part| {
        // The newest errata are of the correction that took the words out, and repeat none.
        Some(part.revision_id) != newest && !is_published(part)
    });
    Ok(gone.collect())
}

impl Change<'_> {
    /// Takes the words of these parts out, with the decision in the audit trail.
    pub(super) async fn scrub(
        &mut self,
        meeting: &Meeting,
        of: ScrubOf,
        parts: &[RevisionPart],
    ) -> AppResult<()> {
        let scrub = Scrub {
            id: ScrubId(self.app.clock.new_id()),
            meeting_id: meeting.id,
            kind: of.kind,
            subject_id: of.subject_id,
            reason: of.reason,
            token_id: self.call.caller.token,
            at: self.app.clock.now(),
        };
        store::insert_scrub(&mut self.conn, &scrub).await?;
        store::scrub_parts(&mut self.conn, parts, scrub.id).await?;
        let detail = json!({
            "scrub": scrub.id,
            "kind": scrub.kind,
            "subject_id": scrub.subject_id,
            "parts": parts.len(),
            "digest": row_digest(&scrub).map_err(unwritable)?,
        });
        let council = Some(meeting.council_id);
        self.record(
            AuditAction::Scrub,
            EntityKind::Revision,
            meeting.id,
            council,
            detail,
        )
        .await
    }
}
