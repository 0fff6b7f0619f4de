//! Reviews: what a meeting, or a day between meetings, recorded about an action item.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    App, AppError, AppResult, Call,
    action_items::visible_item,
    change::Change,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        ActionItem, ActionItemId, ActionItemStatus, AuditAction, CouncilId, EntityKind, IndexScope,
        MeetingId, Review, ReviewId, Role,
    },
    store,
};

/// How often a review is tried again when somebody else was faster.
const ATTEMPTS: usize = 3;

/// A review to be recorded.
#[derive(Debug, Clone, Default)]
pub struct NewReview {
    /// The meeting that records it.
    pub meeting_id: Option<MeetingId>,
    /// The day that it is recorded for; that of the meeting or today, where `None`.
    pub reviewed_on: Option<NaiveDate>,
    /// The state after; unchanged where `None`.
    pub status: Option<ActionItemStatus>,
    /// What is reported.
    pub note: Option<String>,
    /// What shows that it is done.
    pub evidence: Option<String>,
}

impl App {
    /// Records what became of an action item, and takes it to another state where the review says so. Staff report and
    /// claim that it is done; the secretariat may also do everything else.
    pub async fn review_action_item(
        &self,
        call: &Call,
        id: ActionItemId,
        new: NewReview,
    ) -> AppResult<Review> {
        for _ in 1..ATTEMPTS {
            match self.try_review(call, id, new.clone()).await {
                Err(AppError::Stale) => {}
                result => return result,
            }
        }
        self.try_review(call, id, new).await
    }

    async fn try_review(&self, call: &Call, id: ActionItemId, new: NewReview) -> AppResult<Review> {
        let mut change = self.change(call).await?;
        let mut item = visible_item(&mut change, call, id).await?;
        let to = new.status.unwrap_or(item.status);
        require_review(call, &item, to)?;
        if to != item.status && !item.status.next().contains(&to) {
            return Err(AppError::ActionItemTransition {
                from: item.status,
                to,
            });
        }
        validate_review(&new, item.status, to)?;
        let meeting_day = match new.meeting_id {
            None => None,
            Some(meeting) => {
                meeting_of_council(&mut change, call, meeting, item.council_id).await?
            }
        };
        let now = self.clock.now();
        let review = Review {
            id: ReviewId(self.clock.new_id()),
            action_item_id: id,
            meeting_id: new.meeting_id,
            reviewed_on: new
                .reviewed_on
                .or(meeting_day)
                .unwrap_or_else(|| self.clock.today()),
            from_status: item.status,
            to_status: to,
            note: new.note,
            evidence: new.evidence,
            token_id: call.caller.token,
            created_at: now,
        };
        item.updated_at = now;
        store::update_action_item_status(&mut change.conn, &item, to).await?;
        store::insert_review(&mut change.conn, &review).await?;
        let council = Some(item.council_id);
        let (action, detail) = audited(&review);
        change
            .record(action, EntityKind::ActionItem, id, council, detail)
            .await?;
        change
            .enqueue(IndexScope::ActionItem, id.0, council)
            .await?;
        change.commit().await?;
        Ok(review)
    }

    /// The reviews of an action item that the caller may see, oldest first.
    pub async fn list_reviews(&self, call: &Call, id: ActionItemId) -> AppResult<Vec<Review>> {
        let viewer = call.viewer();
        let mut conn = self.read().await?;
        store::find_action_item(&mut conn, &viewer, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::ActionItem))?;
        Ok(store::list_reviews(&mut conn, &viewer, id).await?)
    }
}

/// A review that leaves the state as it is, whether or not it names it, is a report and no transition.
fn audited(review: &Review) -> (AuditAction, Value) {
    let (from, to) = (review.from_status, review.to_status);
    if from == to {
        return (AuditAction::Update, json!({ "review_id": review.id }));
    }
    let detail = json!({ "from": from, "to": to, "review_id": review.id });
    (AuditAction::Transition, detail)
}

/// Who may take an item to `to`: staff between open, in progress and done claimed; the secretariat anywhere.
fn require_review(call: &Call, item: &ActionItem, to: ActionItemStatus) -> AppResult<()> {
    use ActionItemStatus::{DoneClaimed, InProgress, Open};
    let allowed = match call.caller.role_in(item.council_id) {
        Some(Role::Secretariat | Role::Admin) => true,
        Some(Role::Staff) => to == item.status || matches!(to, Open | InProgress | DoneClaimed),
        Some(Role::Member) | None => false,
    };
    // Opening what a member proposed is the secretariat's decision.
    let decides = item.status == ActionItemStatus::Proposed && to != item.status;
    call.require(allowed && (!decides || call.caller.is_secretariat_of(item.council_id)))
}

/// The day of a meeting of this council that the caller may see.
async fn meeting_of_council(
    change: &mut Change<'_>,
    call: &Call,
    id: MeetingId,
    council: CouncilId,
) -> AppResult<Option<NaiveDate>> {
    let meeting = store::find_meeting(&mut change.conn, &call.viewer(), id).await?;
    match meeting {
        Some(meeting) if meeting.council_id == council => Ok(meeting.date),
        _ => Err(AppError::invalid(
            "meeting_id",
            "この会議体の会議ではありません",
            "is no meeting of this council",
        )),
    }
}

/// Whether the values can be taken. To close an item is to say at which meeting or on which day, and by what it shows.
/// That an open item was looked at and is as it was says something; that a closed one still is does not.
fn validate_review(new: &NewReview, from: ActionItemStatus, to: ActionItemStatus) -> AppResult<()> {
    let closes = to == ActionItemStatus::Closed && from != to;
    let names_state = new.status.is_some() && (from != to || from.is_open());
    Validation::default()
        .check(
            !closes || new.meeting_id.is_some() || new.reviewed_on.is_some(),
            "meeting_id",
            "完了とした会議か日（reviewed_on）を入れてください",
            "say at which meeting, or on which day (reviewed_on), it was closed",
        )
        .check(
            !closes || new.evidence.is_some() || new.note.is_some(),
            "evidence",
            "完了の根拠（リンク、文書、意見又は報告）を入れてください",
            "say what shows that it is done: a link, a document, an opinion or a note",
        )
        .optional("note", new.note.as_deref(), limits::NOTE)
        .optional("evidence", new.evidence.as_deref(), limits::NOTE)
        .check(
            new.note.is_some() || new.evidence.is_some() || names_state,
            "note",
            "状態、報告、根拠のいずれかを入れてください",
            "say something: a status, a note or evidence",
        )
        .finish()
}
