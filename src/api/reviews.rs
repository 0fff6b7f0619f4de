//! `/action-items/{id}/reviews`

use chrono::NaiveDate;
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    Section,
    convert::text,
    problem::{Creating, Problem, Reading},
    response::{List, Recorded},
    types::{Date, Moment, Text},
};
use crate::{
    app::{App, Call, NewReview, limits},
    domain::{ActionItemId, ActionItemStatus, MeetingId, Review, ReviewId},
};

/// What one meeting, or a day between meetings, recorded about an action item (進捗確認).
#[derive(Debug, Object)]
#[oai(rename = "Review")]
pub struct ReviewBody {
    id: ReviewId,
    /// The action item.
    action_item_id: ActionItemId,
    /// The meeting that recorded it.
    meeting_id: Option<MeetingId>,
    /// The day that it was recorded for.
    reviewed_on: NaiveDate,
    /// The state before.
    from_status: ActionItemStatus,
    /// The state after; the same where nothing changed.
    to_status: ActionItemStatus,
    /// What was reported.
    note: Option<String>,
    /// What shows that it is done: a link, a document, an opinion.
    evidence: Option<String>,
    created_at: Moment,
}

impl From<Review> for ReviewBody {
    fn from(review: Review) -> Self {
        Self {
            id: review.id,
            action_item_id: review.action_item_id,
            meeting_id: review.meeting_id,
            reviewed_on: review.reviewed_on,
            from_status: review.from_status,
            to_status: review.to_status,
            note: review.note,
            evidence: review.evidence,
            created_at: review.created_at.into(),
        }
    }
}

/// A review to be recorded: a state, a note or evidence.
#[derive(Debug, Object)]
#[oai(rename = "NewReview", deny_unknown_fields)]
pub struct NewReviewBody {
    /// The meeting that records it, of the same council.
    meeting_id: Option<MeetingId>,
    /// The day that it is recorded for; that of the meeting, or today, when left out.
    reviewed_on: Option<Date>,
    /// The state after; unchanged when left out.
    status: Option<ActionItemStatus>,
    /// What is reported.
    note: Option<Text<{ limits::NOTE }>>,
    /// What shows that it is done: a link, a document, an opinion.
    evidence: Option<Text<{ limits::NOTE }>>,
}

impl From<NewReviewBody> for NewReview {
    fn from(body: NewReviewBody) -> Self {
        Self {
            meeting_id: body.meeting_id,
            reviewed_on: body.reviewed_on.map(Into::into),
            status: body.status,
            note: text(body.note),
            evidence: text(body.evidence),
        }
    }
}

/// The reviews.
pub struct ReviewsApi;

#[OpenApi(tag = "Section::ActionItems")]
impl ReviewsApi {
    /// List the reviews of an action item, oldest first
    ///
    /// The public sees those of published meetings.
    #[oai(
        path = "/action-items/:id/reviews",
        method = "get",
        operation_id = "list_reviews"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ActionItemId>,
    ) -> Result<Json<List<ReviewBody>>, Problem<Reading>> {
        let reviews = app.list_reviews(&call, id.0).await?;
        let reviews = reviews.into_iter().map(ReviewBody::from).collect();
        Ok(Json(List::whole(reviews)))
    }

    /// Record what became of an action item
    ///
    /// proposed → open → in_progress → done_claimed → closed; also declined, transferred, superseded, reopened. Staff report
    /// and claim that it is done; the secretariat may do all the rest. Closing an item takes a meeting or a day, and evidence or
    /// a note.
    #[oai(
        path = "/action-items/:id/reviews",
        method = "post",
        operation_id = "create_review"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ActionItemId>,
        body: Json<NewReviewBody>,
    ) -> Result<Recorded<ReviewBody>, Problem<Creating>> {
        let review = app.review_action_item(&call, id.0, body.0.into()).await?;
        Ok(Recorded {
            location: format!("/api/v1/action-items/{}/reviews", review.action_item_id),
            body: review.into(),
        })
    }
}
