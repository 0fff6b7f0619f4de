//! Headings inside topics. What stands in a hidden topic is hidden with it.

use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    bulk::rows_per_statement,
    engine::on,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{Heading, HeadingId, MeetingId, Viewer};

const INSERT: &str = "\
    INSERT INTO heading (id, meeting_id, topic_id, position, title, first_line, last_line) ";

const SELECT: &str = "\
    SELECT h.id, h.meeting_id, h.topic_id, h.position, h.title, h.first_line, h.last_line
    FROM heading h JOIN meeting m ON m.id = h.meeting_id LEFT JOIN topic t ON t.id = h.topic_id
    WHERE ";

const UPDATE: &str = "\
    UPDATE heading SET topic_id = $2, position = $3, title = $4, first_line = $5, last_line = $6
    WHERE id = $1";

const DELETE: &str = "DELETE FROM heading WHERE id = $1";

const GUARDED: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &["t.visibility"],
};

/// Stores a new heading. [`StoreError::Reference`](super::StoreError::Reference) where its meeting or topic is unknown.
pub async fn insert_heading(conn: &mut Conn, heading: &Heading) -> StoreResult<()> {
    insert_headings(conn, std::slice::from_ref(heading)).await
}

/// Stores new headings, many at a time.
pub async fn insert_headings(conn: &mut Conn, headings: &[Heading]) -> StoreResult<()> {
    for chunk in headings.chunks(rows_per_statement(7)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(INSERT);
            query.push_values(chunk, |mut row, heading| {
                row.push_bind(heading.id)
                    .push_bind(heading.meeting_id)
                    .push_bind(heading.topic_id)
                    .push_bind(heading.position)
                    .push_bind(&heading.title)
                    .push_bind(heading.first_line)
                    .push_bind(heading.last_line);
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

/// The heading with this id, if `viewer` sees its meeting and its topic.
pub async fn find_heading(
    conn: &mut Conn,
    viewer: &Viewer,
    id: HeadingId,
) -> StoreResult<Option<Heading>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("h.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        query.build_query_as().fetch_optional(c).await?
    }))
}

/// The headings of a meeting that `viewer` may see, in order.
pub async fn list_headings(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Heading>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("h.meeting_id = ").push_bind(meeting);
        push_seen_by(&mut query, viewer, GUARDED);
        query.push(" ORDER BY h.position, h.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// Stores the changed fields of a heading. It has no version: it is edited as a part of its meeting, whose version tells
/// whether somebody else was faster.
pub async fn update_heading(conn: &mut Conn, heading: &Heading) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(heading.id)
        .bind(heading.topic_id)
        .bind(heading.position)
        .bind(&heading.title)
        .bind(heading.first_line)
        .bind(heading.last_line)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a heading that nothing refers to; [`StoreError::Reference`](super::StoreError::Reference) where something does.
pub async fn delete_heading(conn: &mut Conn, id: HeadingId) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
