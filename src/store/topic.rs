//! Topics of meetings.

use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    bulk::rows_per_statement,
    engine::on,
    visibility::{Guarded, changed_one, push_seen_by},
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

const GUARDED: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &["t.visibility"],
};

/// Stores a new topic. [`StoreError::Reference`](super::StoreError::Reference) where its meeting is unknown.
pub async fn insert_topic(conn: &mut Conn, topic: &Topic) -> StoreResult<()> {
    insert_topics(conn, std::slice::from_ref(topic)).await
}

/// Stores new topics, many at a time.
pub async fn insert_topics(conn: &mut Conn, topics: &[Topic]) -> StoreResult<()> {
    for chunk in topics.chunks(rows_per_statement(9)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(INSERT);
            query.push_values(chunk, |mut row, topic| {
                row.push_bind(topic.id)
                    .push_bind(topic.meeting_id)
                    .push_bind(topic.position)
                    .push_bind(&topic.number)
                    .push_bind(&topic.title)
                    .push_bind(topic.visibility)
                    .push_bind(topic.first_line)
                    .push_bind(topic.last_line)
                    .push_bind(topic.version);
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

/// The topic with this id, if `viewer` may see it.
pub async fn find_topic(
    conn: &mut Conn,
    viewer: &Viewer,
    id: TopicId,
) -> StoreResult<Option<Topic>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("t.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        query.build_query_as().fetch_optional(c).await?
    }))
}

/// The topics of a meeting that `viewer` may see, in order.
pub async fn list_topics(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Topic>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("t.meeting_id = ").push_bind(meeting);
        push_seen_by(&mut query, viewer, GUARDED);
        query.push(" ORDER BY t.position, t.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// Stores the changed fields of a topic that was read at `topic.version`, which rises by one. Its meeting stays.
pub async fn update_topic(conn: &mut Conn, topic: &Topic) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(topic.id)
        .bind(topic.version)
        .bind(topic.position)
        .bind(&topic.number)
        .bind(&topic.title)
        .bind(topic.visibility)
        .bind(topic.first_line)
        .bind(topic.last_line)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a topic that nothing refers to; [`StoreError::Reference`](super::StoreError::Reference) where something does.
pub async fn delete_topic(conn: &mut Conn, id: TopicId, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
