//! Topics of meetings.

use super::{
    Conn, StoreResult,
    meeting_part::{change_part, find_part, insert_parts, list_parts},
};
use crate::domain::{MeetingId, Topic, TopicId, Viewer};

const INSERT: &str = "\
    INSERT INTO topic (id, meeting_id, position, number, title, visibility, first_line, last_line, version) ";

const SELECT: &str = "\
    SELECT t.id, t.meeting_id, t.position, t.number, t.title, t.visibility, t.first_line, t.last_line, t.version
    FROM topic t JOIN meeting m ON m.id = t.meeting_id
    WHERE ";

const UPDATE: &str = "\
    UPDATE topic SET position = $3, number = $4, title = $5, visibility = $6, first_line = $7, last_line = $8,
        version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM topic WHERE id = $1 AND version = $2";

/// Stores a new topic. [`StoreError::Reference`](super::StoreError::Reference) where its meeting is unknown.
pub async fn insert_topic(conn: &mut Conn, topic: &Topic) -> StoreResult<()> {
    insert_topics(conn, std::slice::from_ref(topic)).await
}

/// Stores new topics, many at a time.
pub async fn insert_topics(conn: &mut Conn, topics: &[Topic]) -> StoreResult<()> {
    insert_parts!(conn, INSERT, 9, topics, |row, topic| row
        .push_bind(topic.id)
        .push_bind(topic.meeting_id)
        .push_bind(topic.position)
        .push_bind(&topic.number)
        .push_bind(&topic.title)
        .push_bind(topic.visibility)
        .push_bind(topic.first_line)
        .push_bind(topic.last_line)
        .push_bind(topic.version));
    Ok(())
}

/// The topic with this id, if `viewer` may see it.
pub async fn find_topic(
    conn: &mut Conn,
    viewer: &Viewer,
    id: TopicId,
) -> StoreResult<Option<Topic>> {
    Ok(find_part!(conn, viewer, SELECT, "t.id", id))
}

/// The topics of a meeting that `viewer` may see, in order.
pub async fn list_topics(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Topic>> {
    Ok(list_parts!(conn, viewer, SELECT, "t", meeting))
}

/// Stores the changed fields of a topic that was read at `topic.version`, which rises by one. Its meeting stays.
pub async fn update_topic(conn: &mut Conn, topic: &Topic) -> StoreResult<()> {
    change_part!(
        conn,
        UPDATE,
        topic.id,
        topic.version,
        topic.position,
        &topic.number,
        &topic.title,
        topic.visibility,
        topic.first_line,
        topic.last_line
    )
}

/// Deletes a topic that nothing refers to; [`StoreError::Reference`](super::StoreError::Reference) where something does.
pub async fn delete_topic(conn: &mut Conn, id: TopicId, version: i64) -> StoreResult<()> {
    change_part!(conn, DELETE, id, version)
}
