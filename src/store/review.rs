//! Reviews of action items.

use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    engine::on,
    visibility::{Guarded, push_seen_by},
};
use crate::domain::{ActionItemId, CouncilId, MinutesStatus, Review, Viewer};

// A review is seen by whom its item is; that is decided by the meeting that raised the item.
const REVIEWED_ITEM: Guarded = Guarded {
    council: "a.council_id",
    minutes_status: "CASE WHEN a.meeting_id IS NULL THEN 'published' ELSE raised.minutes_status END",
    visibilities: &["a.visibility"],
};

// The public reads what a published meeting recorded; staff read every report, also one for a meeting whose minutes are
// still a draft.
const REVIEW: Guarded = Guarded {
    council: "a.council_id",
    minutes_status: "CASE WHEN m.minutes_status = 'published' THEN 'published' ELSE 'approved' END",
    visibilities: &[],
};

const INSERT_REVIEW: &str = "\
    INSERT INTO review (id, action_item_id, meeting_id, reviewed_on, from_status, to_status, note, evidence, token_id,
        created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const REVIEW_COLUMNS: &str = "\
    SELECT r.id, r.action_item_id, r.meeting_id, r.reviewed_on, r.from_status, r.to_status, r.note, r.evidence,
        r.token_id, r.created_at, a.council_id, m.minutes_status
    FROM review r
    JOIN action_item a ON a.id = r.action_item_id
    LEFT JOIN meeting raised ON raised.id = a.meeting_id
    LEFT JOIN meeting m ON m.id = r.meeting_id
    WHERE r.action_item_id = ";

/// Adds a review to the history of an action item.
pub async fn insert_review(conn: &mut Conn, review: &Review) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT_REVIEW)
        .bind(review.id)
        .bind(review.action_item_id)
        .bind(review.meeting_id)
        .bind(review.reviewed_on)
        .bind(review.from_status)
        .bind(review.to_status)
        .bind(&review.note)
        .bind(&review.evidence)
        .bind(review.token_id)
        .bind(review.created_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The reviews of an action item that `viewer` may see, oldest first. The public sees those of published meetings; what
/// was recorded between meetings is the council's.
pub async fn list_reviews(
    conn: &mut Conn,
    viewer: &Viewer,
    item: ActionItemId,
) -> StoreResult<Vec<Review>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(REVIEW_COLUMNS);
        query.push_bind(item);
        push_seen_by(&mut query, viewer, REVIEWED_ITEM);
        push_seen_by(&mut query, viewer, REVIEW);
        query.push(" ORDER BY r.id");
        let rows: Vec<ReviewRow> = query.build_query_as().fetch_all(c).await?;
        Ok(rows.into_iter().map(|row| row.seen_by(viewer)).collect())
    })
}

/// A review beside what decides whether its meeting may be named.
#[derive(sqlx::FromRow)]
struct ReviewRow {
    #[sqlx(flatten)]
    review: Review,
    council_id: CouncilId,
    minutes_status: Option<MinutesStatus>,
}

impl ReviewRow {
    /// Staff read a report for a meeting whose minutes are a draft, but not that there is such a meeting.
    fn seen_by(self, viewer: &Viewer) -> Review {
        let level = viewer.level(self.council_id);
        let named = self
            .minutes_status
            .is_some_and(|status| level.sees_minutes(status));
        Review {
            meeting_id: self.review.meeting_id.filter(|_| named),
            ..self.review
        }
    }
}
