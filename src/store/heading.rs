//! Headings inside topics. What stands in a hidden topic is hidden with it.

use super::{
    Conn, StoreResult,
    meeting_part::{change_part, find_part, insert_parts, list_parts},
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

/// Stores a new heading. [`StoreError::Reference`](super::StoreError::Reference) where its meeting or topic is unknown.
pub async fn insert_heading(conn: &mut Conn, heading: &Heading) -> StoreResult<()> {
    insert_headings(conn, std::slice::from_ref(heading)).await
}

/// Stores new headings, many at a time.
pub async fn insert_headings(conn: &mut Conn, headings: &[Heading]) -> StoreResult<()> {
    insert_parts!(conn, INSERT, 7, headings, |row, heading| row
        .push_bind(heading.id)
        .push_bind(heading.meeting_id)
        .push_bind(heading.topic_id)
        .push_bind(heading.position)
        .push_bind(&heading.title)
        .push_bind(heading.first_line)
        .push_bind(heading.last_line));
    Ok(())
}

/// The heading with this id, if `viewer` sees its meeting and its topic.
pub async fn find_heading(
    conn: &mut Conn,
    viewer: &Viewer,
    id: HeadingId,
) -> StoreResult<Option<Heading>> {
    Ok(find_part!(conn, viewer, SELECT, "h.id", id))
}

/// The headings of a meeting that `viewer` may see, in order.
pub async fn list_headings(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Heading>> {
    Ok(list_parts!(conn, viewer, SELECT, "h", meeting))
}

/// Stores the changed fields of a heading. It has no version: it is edited as a part of its meeting, whose version tells
/// whether somebody else was faster.
pub async fn update_heading(conn: &mut Conn, heading: &Heading) -> StoreResult<()> {
    change_part!(
        conn,
        UPDATE,
        heading.id,
        heading.topic_id,
        heading.position,
        &heading.title,
        heading.first_line,
        heading.last_line
    )
}

/// Deletes a heading that nothing refers to; [`StoreError::Reference`](super::StoreError::Reference) where something does.
pub async fn delete_heading(conn: &mut Conn, id: HeadingId) -> StoreResult<()> {
    change_part!(conn, DELETE, id)
}
