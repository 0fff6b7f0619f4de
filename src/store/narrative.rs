//! Stage directions of topics. What stands in a hidden topic is hidden with it.

use super::{
    Conn, StoreResult,
    meeting_part::{change_part, find_part, insert_parts, list_parts},
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

/// Stores a new narrative. [`StoreError::Reference`](super::StoreError::Reference) where its meeting or topic is unknown.
pub async fn insert_narrative(conn: &mut Conn, narrative: &Narrative) -> StoreResult<()> {
    insert_narratives(conn, std::slice::from_ref(narrative)).await
}

/// Stores new narratives, many at a time.
pub async fn insert_narratives(conn: &mut Conn, narratives: &[Narrative]) -> StoreResult<()> {
    insert_parts!(conn, INSERT, 7, narratives, |row, narrative| row
        .push_bind(narrative.id)
        .push_bind(narrative.meeting_id)
        .push_bind(narrative.topic_id)
        .push_bind(narrative.position)
        .push_bind(&narrative.text)
        .push_bind(narrative.first_line)
        .push_bind(narrative.last_line));
    Ok(())
}

/// The narrative with this id, if `viewer` sees its meeting and its topic.
pub async fn find_narrative(
    conn: &mut Conn,
    viewer: &Viewer,
    id: NarrativeId,
) -> StoreResult<Option<Narrative>> {
    Ok(find_part!(conn, viewer, SELECT, "n.id", id))
}

/// The narratives of a meeting that `viewer` may see, in order.
pub async fn list_narratives(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Narrative>> {
    Ok(list_parts!(conn, viewer, SELECT, "n", meeting))
}

/// Stores the changed fields of a narrative. It has no version: it is edited as a part of its meeting, whose version tells
/// whether somebody else was faster.
pub async fn update_narrative(conn: &mut Conn, narrative: &Narrative) -> StoreResult<()> {
    change_part!(
        conn,
        UPDATE,
        narrative.id,
        narrative.topic_id,
        narrative.position,
        &narrative.text,
        narrative.first_line,
        narrative.last_line
    )
}

/// Deletes a narrative.
pub async fn delete_narrative(conn: &mut Conn, id: NarrativeId) -> StoreResult<()> {
    change_part!(conn, DELETE, id)
}
