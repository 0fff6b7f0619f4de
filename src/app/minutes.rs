//! The minutes of a meeting as one document, and their life cycle.

use chrono::NaiveDate;
use serde_json::json;

use super::{
    App, AppError, AppResult, Call,
    action_items::enqueue_opinions,
    change::Change,
    meetings::editable_meeting,
    publication::{unseen_meeting, unwritable},
    validate::{Validation, limits},
};
use crate::{
    domain::{
        Attendance, AuditAction, EntityKind, Heading, IndexScope, Material, Meeting, MeetingId,
        MinutesStatus, MinutesTransition, Narrative, Opinion, Topic, TransitionId, row_digest,
    },
    store,
};

/// How often a change of state is tried again when somebody else was faster.
const ATTEMPTS: usize = 3;

/// The minutes of a meeting, as far as the caller may see them.
#[derive(Debug, Clone)]
pub struct MinutesDocument {
    /// The meeting.
    pub meeting: Meeting,
    /// Who was there.
    pub attendance: Vec<Attendance>,
    /// The agenda.
    pub topics: Vec<Topic>,
    /// The sub-headings.
    pub headings: Vec<Heading>,
    /// The stage directions.
    pub narratives: Vec<Narrative>,
    /// What was said.
    pub opinions: Vec<Opinion>,
    /// What was handed out.
    pub materials: Vec<Material>,
}

impl App {
    /// The minutes of a meeting, as far as the caller may see them.
    pub async fn get_minutes(&self, call: &Call, id: MeetingId) -> AppResult<MinutesDocument> {
        let viewer = call.viewer();
        let mut conn = self.snapshot().await?;
        let Some(meeting) = store::find_meeting(&mut conn, &viewer, id).await? else {
            return Err(unseen_meeting(&mut conn, id).await?);
        };
        Ok(MinutesDocument {
            meeting,
            attendance: store::list_attendances(&mut conn, &viewer, id).await?,
            topics: store::list_topics(&mut conn, &viewer, id).await?,
            headings: store::list_headings(&mut conn, &viewer, id).await?,
            narratives: store::list_narratives(&mut conn, &viewer, id).await?,
            opinions: store::list_opinions_of_meeting(&mut conn, &viewer, id).await?,
            materials: store::list_materials(&mut conn, &viewer, id).await?,
        })
    }

    /// Takes the minutes of a meeting to another state. With `deadline` members are asked to have checked them by that day.
    pub async fn transition_minutes(
        &self,
        call: &Call,
        id: MeetingId,
        to: MinutesStatus,
        reason: Option<String>,
        deadline: Option<NaiveDate>,
    ) -> AppResult<MinutesTransition> {
        for _ in 1..ATTEMPTS {
            match self
                .try_transition(call, id, to, reason.clone(), deadline)
                .await
            {
                Err(AppError::Stale) => {}
                result => return result,
            }
        }
        self.try_transition(call, id, to, reason, deadline).await
    }

    async fn try_transition(
        &self,
        call: &Call,
        id: MeetingId,
        to: MinutesStatus,
        reason: Option<String>,
        deadline: Option<NaiveDate>,
    ) -> AppResult<MinutesTransition> {
        let mut change = self.change(call).await?;
        let mut meeting = editable_meeting(&mut change, call, id).await?;
        Validation::default()
            .optional("reason", reason.as_deref(), limits::NOTE)
            .finish()?;
        let from = meeting.minutes_status;
        if !from.next().contains(&to) {
            return Err(AppError::MinutesTransition { from, to });
        }
        if reason.is_none() && matches!(to, MinutesStatus::Draft | MinutesStatus::Withdrawn) {
            return Err(AppError::invalid(
                "reason",
                "差し戻しと取下げには理由が必要です",
                "is required to take minutes back or to withdraw them",
            ));
        }
        self.close_round(&mut change, &meeting).await?;
        if to == MinutesStatus::Published {
            let lines = store::list_unsettled_lines(&mut change.conn, id).await?;
            let suggestions = store::count_open_suggestions(&mut change.conn, id).await?;
            let corrections = store::count_open_correction_requests(&mut change.conn, id).await?;
            if !lines.is_empty() || !suggestions.is_empty() || corrections > 0 {
                return Err(AppError::Undecided {
                    lines: lines.into_iter().map(|line| line.line).collect(),
                    suggestions,
                    corrections,
                });
            }
        }
        let now = self.clock.now();
        meeting.minutes_status = to;
        meeting.updated_at = now;
        store::update_meeting(&mut change.conn, &meeting).await?;
        let transition = MinutesTransition {
            id: TransitionId(self.clock.new_id()),
            meeting_id: id,
            from_status: from,
            to_status: to,
            reason,
            token_id: call.caller.token,
            at: now,
        };
        store::insert_transition(&mut change.conn, &transition).await?;
        self.open_round(&mut change, &meeting, deadline).await?;
        let digest = row_digest(&transition).map_err(unwritable)?;
        if to == MinutesStatus::Published {
            change.republishes = Some(id);
            change.correction = Some(why_again(&mut change, &transition).await?);
        }
        let council = Some(meeting.council_id);
        change
            .record(
                AuditAction::Transition,
                EntityKind::Minutes,
                id,
                council,
                json!({ "from": from, "to": to, "digest": digest }),
            )
            .await?;
        change.enqueue(IndexScope::Meeting, id.0, council).await?;
        // Whether an action item of this meeting is seen decides how opinions of other meetings are counted.
        let elsewhere = store::list_opinions_elsewhere(&mut change.conn, id).await?;
        enqueue_opinions(&mut change, &elsewhere, meeting.council_id).await?;
        change.commit().await?;
        Ok(transition)
    }

    /// The history of a meeting's minutes, oldest first; for the secretariat.
    pub async fn list_transitions(
        &self,
        call: &Call,
        id: MeetingId,
    ) -> AppResult<Vec<MinutesTransition>> {
        let mut conn = self.read().await?;
        let meeting = store::find_meeting(&mut conn, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Meeting))?;
        call.require_secretariat(meeting.council_id)?;
        Ok(store::list_transitions(&mut conn, id).await?)
    }
}

/// Why minutes that were published before are published again: the reason given, or that of their withdrawal.
async fn why_again(change: &mut Change<'_>, now: &MinutesTransition) -> AppResult<String> {
    if let Some(reason) = &now.reason {
        return Ok(reason.clone());
    }
    let history = store::list_transitions(&mut change.conn, now.meeting_id).await?;
    let withdrawal = history
        .into_iter()
        .rfind(|transition| transition.to_status == MinutesStatus::Withdrawn);
    let reason = withdrawal.and_then(|transition| transition.reason);
    Ok(reason.unwrap_or_else(|| "再公開".to_owned()))
}
