//! Corrections of published minutes: several changes at once, one reason, one revision.

use super::{Change, newest};
use crate::{
    app::{
        App, AppError, AppResult, AttendanceChange, Call, MeetingChange, OpinionChange,
        TopicChange,
        attendance::amend_attendance,
        meetings::editable_meeting,
        topics::amend_topic,
        validate::{Validation, limits},
    },
    domain::{
        AttendanceId, EntityKind, Meeting, MeetingId, MinutesStatus, OpinionId, Revision, TopicId,
        Viewer,
    },
    store,
};

/// What is to be corrected of published minutes, and why.
#[derive(Debug, Clone, Default)]
pub struct MinutesCorrection {
    /// Why, for the 正誤表.
    pub reason: String,
    /// The number of the revision that is corrected, where the caller says which it read.
    pub revision: Option<i64>,
    /// Of the heading of the document.
    pub meeting: Option<MeetingChange>,
    /// Of opinions.
    pub opinions: Vec<OpinionCorrection>,
    /// Of topics.
    pub topics: Vec<TopicCorrection>,
    /// Of the attendance list.
    pub attendance: Vec<AttendanceCorrection>,
}

/// What is to be corrected of an opinion.
#[derive(Debug, Clone)]
pub struct OpinionCorrection {
    /// The opinion.
    pub id: OpinionId,
    /// What to change of it.
    pub change: OpinionChange,
}

/// What is to be corrected of a topic.
#[derive(Debug, Clone)]
pub struct TopicCorrection {
    /// The topic.
    pub id: TopicId,
    /// What to change of it.
    pub change: TopicChange,
}

/// What is to be corrected of a line of the attendance list.
#[derive(Debug, Clone)]
pub struct AttendanceCorrection {
    /// The line.
    pub id: AttendanceId,
    /// What to change of it.
    pub change: AttendanceChange,
}

impl App {
    /// Corrects published minutes: their next revision, with its errata.
    pub async fn correct_minutes(
        &self,
        call: &Call,
        id: MeetingId,
        correction: MinutesCorrection,
    ) -> AppResult<Revision> {
        let mut change = self.change(call).await?;
        let meeting = editable_meeting(&mut change, call, id).await?;
        store::lock_meeting(&mut change.conn, id).await?;
        if meeting.minutes_status != MinutesStatus::Published {
            return Err(AppError::NotPublished(meeting.minutes_status));
        }
        let changes =
            correction.opinions.len() + correction.topics.len() + correction.attendance.len();
        Validation::default()
            .required("reason", &correction.reason, limits::NOTE)
            .check(
                changes <= limits::LIST,
                "opinions",
                format!("合わせて {} 件までです", limits::LIST),
                format!(
                    "must be at most {} with topics and attendance",
                    limits::LIST
                ),
            )
            .finish()?;
        // Minutes that were published before revisions were kept get their first one now, as they are.
        change.settle_publication(id).await?;
        let before = number_of_newest(&mut change, id).await?;
        if correction.revision.is_some_and(|read| read != before) {
            return Err(AppError::Stale);
        }
        change.correction = Some(correction.reason.clone());
        self.apply_correction(&mut change, call, meeting, correction)
            .await?;
        change.settle_publication(id).await?;
        let issued = newest(&mut change.conn, id).await?;
        let revision = issued
            .map(|issued| issued.revision)
            .filter(|revision| revision.number > before)
            .ok_or_else(|| {
                AppError::invalid(
                    "opinions",
                    "公開されている内容が変わりません",
                    "change nothing of what is published",
                )
            })?;
        change.commit().await?;
        Ok(revision)
    }

    async fn apply_correction(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        meeting: Meeting,
        correction: MinutesCorrection,
    ) -> AppResult<()> {
        let (id, council) = (meeting.id, meeting.council_id);
        for one in correction.opinions {
            let found = store::find_opinion(&mut change.conn, &Viewer::ALL, one.id).await?;
            let before = found
                .filter(|opinion| opinion.meeting_id == id)
                .ok_or(AppError::NotFound(EntityKind::Opinion))?;
            self.change_opinion(change, call, before, one.change)
                .await?;
        }
        for one in correction.topics {
            let found = store::find_topic(&mut change.conn, &Viewer::ALL, one.id).await?;
            let before = found
                .filter(|topic| topic.meeting_id == id)
                .ok_or(AppError::NotFound(EntityKind::Topic))?;
            amend_topic(change, council, before, one.change).await?;
        }
        for one in correction.attendance {
            let found = store::find_attendance(&mut change.conn, &Viewer::ALL, one.id).await?;
            let before = found
                .filter(|line| line.meeting_id == id)
                .ok_or(AppError::NotFound(EntityKind::Attendance))?;
            amend_attendance(change, call, council, before, one.change).await?;
        }
        if let Some(new) = correction.meeting {
            self.amend_meeting(change, meeting, new).await?;
        }
        Ok(())
    }
}

async fn number_of_newest(change: &mut Change<'_>, id: MeetingId) -> AppResult<i64> {
    let revision = store::find_latest_revision(&mut change.conn, id).await?;
    Ok(revision.map_or(0, |revision| revision.number))
}
