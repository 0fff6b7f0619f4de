//! Stage directions of topics. What stands in a hidden topic is hidden with it.

use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    bulk::rows_per_statement,
    engine::on,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{MeetingId, Narrative, NarrativeId, Viewer};

const INSERT: &str = "\
    INSERT INTO narrative (id, meeting_id, topic_id, position, text, first_line, last_line) ";

const SELECT: &str = "\
    SELECT n.id, n.meeting_id, n.topic_id, n.position, n.text, n.first_line, n.last_line
    FROM narrative n JOIN meeting m ON m.id = n.meeting_id LEFT JOIN topic t ON t.id = n.topic_id
    WHERE ";

const UPDATE: &str = "\
    UPDATE narrative SET topic_id = $2, position = $3, text = $4, first_line = $5, last_line = $6
    WHERE id = $1";

const DELETE: &str = "DELETE FROM narrative WHERE id = $1";

const GUARDED: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &["t.visibility"],
};

/// Stores a new narrative. [`StoreError::Reference`](super::StoreError::Reference) where its meeting or topic is unknown.
pub async fn insert_narrative(conn: &mut Conn, narrative: &Narrative) -> StoreResult<()> {
    insert_narratives(conn, std::slice::from_ref(narrative)).await
}

/// Stores new narratives, many at a time.
pub async fn insert_narratives(conn: &mut Conn, narratives: &[Narrative]) -> StoreResult<()> {
    for chunk in narratives.chunks(rows_per_statement(7)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(INSERT);
            query.push_values(chunk, |mut row, narrative| {
                row.push_bind(narrative.id)
                    .push_bind(narrative.meeting_id)
                    .push_bind(narrative.topic_id)
                    .push_bind(narrative.position)
                    .push_bind(&narrative.text)
                    .push_bind(narrative.first_line)
                    .push_bind(narrative.last_line);
            });
            query
                .build()
                .persistent(chunk.len() == 1)
                .execute(c)
                .await
                .map(drop)?;
        });
    }
    Ok(())
}

/// The narrative with this id, if `viewer` sees its meeting and its topic.
pub async fn find_narrative(
    conn: &mut Conn,
    viewer: &Viewer,
    id: NarrativeId,
) -> StoreResult<Option<Narrative>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("n.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        query.build_query_as().fetch_optional(c).await?
    }))
}

/// The narratives of a meeting that `viewer` may see, in order.
pub async fn list_narratives(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Narrative>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("n.meeting_id = ").push_bind(meeting);
        push_seen_by(&mut query, viewer, GUARDED);
        query.push(" ORDER BY n.position, n.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// Stores the changed fields of a narrative. It has no version: it is edited as a part of its meeting, whose version tells
/// whether somebody else was faster.
pub async fn update_narrative(conn: &mut Conn, narrative: &Narrative) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(narrative.id)
        .bind(narrative.topic_id)
        .bind(narrative.position)
        .bind(&narrative.text)
        .bind(narrative.first_line)
        .bind(narrative.last_line)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a narrative.
pub async fn delete_narrative(conn: &mut Conn, id: NarrativeId) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
