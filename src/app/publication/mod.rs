//! What is published: a revision for each public form that minutes ever had, and never a change without one.
//!
//! While minutes are published, their public form is that of their newest revision. A change that would make it another one takes
//! a reason and makes the next revision in the same transaction ([`Change::settle_publication`]), or is refused.

mod compose;
mod corrections;
mod downloads;
mod printed;
mod redacting;
mod scrubs;
mod tombstone;
mod verify;

use serde_json::json;

use super::{App, AppError, AppResult, Call, change::Change};
use crate::{
    domain::{
        AuditAction, EntityKind, Meeting, MeetingId, PublishedMinutes, Revision, RevisionId,
        RevisionPart, Scrub, Viewer, assemble, diff, errata, same_print,
    },
    store::{self, StoreError},
};

pub use corrections::{
    AttendanceCorrection, MinutesCorrection, OpinionCorrection, TopicCorrection,
};
pub use downloads::{Download, DownloadFormat, RevisionNumber};
pub use scrubs::NewScrub;
pub use verify::{Finding, Verification};

pub(super) use compose::unwritable;
pub(super) use tombstone::{unseen_meeting, unseen_opinion};

use compose::{Draft, compose, parsed};
use printed::{Printed, printed_form};

/// A revision with its parts.
struct Issued {
    revision: Revision,
    parts: Vec<RevisionPart>,
}

impl Issued {
    fn minutes(&self, scrubs: &[Scrub]) -> AppResult<PublishedMinutes> {
        assemble(&self.revision, &self.parts, scrubs).map_err(|error| {
            let id = self.revision.id;
            AppError::Internal(format!("revision {id} cannot be read: {error}"))
        })
    }
}

impl App {
    /// Gives minutes that were published before revisions were kept their first one, as they are now.
    pub async fn issue_first_revisions(&self) -> AppResult<()> {
        let meetings = {
            let conn = &mut self.read().await?;
            store::list_meetings_without_revision(conn).await?
        };
        for meeting in meetings {
            let mut change = self.change(&Call::LOCAL).await?;
            change.touch(meeting);
            change.commit().await?;
        }
        Ok(())
    }
}

impl Change<'_> {
    /// Makes the next revision of minutes that are published, where their public form is another than that of the newest one.
    pub(super) async fn settle_publication(&mut self, id: MeetingId) -> AppResult<()> {
        store::lock_meeting(&mut self.conn, id).await?;
        let Some(meeting) = store::find_meeting(&mut self.conn, &Viewer::PUBLIC, id).await? else {
            return Ok(());
        };
        let before = newest(&mut self.conn, id).await?;
        let printed = printed_form(&mut self.conn, &meeting).await?;
        match before {
            None => self.issue(&meeting, printed, None).await,
            Some(before) => {
                let known = parsed(&before.parts)?;
                if self.republishes != Some(id) && same_print(&known, &printed.named_as(&known)) {
                    return Ok(());
                }
                self.issue(&meeting, printed, Some(before)).await
            }
        }
    }

    async fn issue(
        &mut self,
        meeting: &Meeting,
        printed: Printed,
        before: Option<Issued>,
    ) -> AppResult<()> {
        let reason = match (&before, &self.correction) {
            (None, _) => None,
            (Some(_), Some(reason)) => Some(reason.clone()),
            (Some(_), None) => return Err(AppError::MinutesPublished(meeting.id)),
        };
        let draft = Draft {
            id: RevisionId(self.app.clock.new_id()),
            meeting_id: meeting.id,
            previous: before.as_ref().map(|before| &before.revision),
            reason,
            token_id: self.call.caller.token,
            published_at: self.app.clock.now(),
        };
        let mut content = printed.0;
        if let (Some(before), Some(reason)) = (&before, &draft.reason) {
            let (revision, parts) = compose(&draft, &content)?;
            let next = Issued { revision, parts }.minutes(&[])?;
            let scrubs = store::list_scrubs(&mut self.conn, meeting.id).await?;
            let lines = errata(&diff(&before.minutes(&scrubs)?, &next), reason);
            content.extend(lines.into_iter().map(printed::of_erratum));
        }
        let (revision, parts) = compose(&draft, &content)?;
        store::insert_revision(&mut self.conn, &revision)
            .await
            .map_err(|error| match error {
                // Somebody else published the same number just now.
                StoreError::Duplicate => AppError::Stale,
                other => other.into(),
            })?;
        store::insert_revision_parts(&mut self.conn, &parts).await?;
        let detail = json!({ "number": revision.number, "hash": revision.hash });
        let council = Some(meeting.council_id);
        self.record(
            AuditAction::Create,
            EntityKind::Revision,
            meeting.id,
            council,
            detail,
        )
        .await?;
        if before.is_some() {
            self.take_redacted_words_out(meeting, &revision).await?;
        }
        Ok(())
    }
}

async fn newest(conn: &mut store::Conn, meeting: MeetingId) -> AppResult<Option<Issued>> {
    let Some(revision) = store::find_latest_revision(conn, meeting).await? else {
        return Ok(None);
    };
    let parts = store::list_revision_parts(conn, revision.id).await?;
    Ok(Some(Issued { revision, parts }))
}
