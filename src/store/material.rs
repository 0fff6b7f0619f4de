//! Materials of meetings and of their topics. What belongs to a hidden topic is hidden with it.

use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    bulk::rows_per_statement,
    engine::on,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{Material, MaterialId, MeetingId, Viewer};

const INSERT: &str = "\
    INSERT INTO material (id, meeting_id, topic_id, position, number, title, url, version) ";

const SELECT: &str = "\
    SELECT d.id, d.meeting_id, d.topic_id, d.position, d.number, d.title, d.url, d.version
    FROM material d JOIN meeting m ON m.id = d.meeting_id LEFT JOIN topic t ON t.id = d.topic_id
    WHERE ";

const UPDATE: &str = "\
    UPDATE material SET topic_id = $3, position = $4, number = $5, title = $6, url = $7, version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM material WHERE id = $1 AND version = $2";

const GUARDED: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &["t.visibility"],
};

/// Stores a new material. [`StoreError::Reference`](super::StoreError::Reference) where its meeting or topic is unknown.
pub async fn insert_material(conn: &mut Conn, material: &Material) -> StoreResult<()> {
    insert_materials(conn, std::slice::from_ref(material)).await
}

/// Stores new materials, many at a time.
pub async fn insert_materials(conn: &mut Conn, materials: &[Material]) -> StoreResult<()> {
    for chunk in materials.chunks(rows_per_statement(8)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(INSERT);
            query.push_values(chunk, |mut row, material| {
                row.push_bind(material.id)
                    .push_bind(material.meeting_id)
                    .push_bind(material.topic_id)
                    .push_bind(material.position)
                    .push_bind(&material.number)
                    .push_bind(&material.title)
                    .push_bind(&material.url)
                    .push_bind(material.version);
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

/// The material with this id, if `viewer` sees its meeting and its topic.
pub async fn find_material(
    conn: &mut Conn,
    viewer: &Viewer,
    id: MaterialId,
) -> StoreResult<Option<Material>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("d.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        query.build_query_as().fetch_optional(c).await?
    }))
}

/// The materials of a meeting that `viewer` may see, in printed order.
pub async fn list_materials(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Material>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("d.meeting_id = ").push_bind(meeting);
        push_seen_by(&mut query, viewer, GUARDED);
        query.push(" ORDER BY d.position, d.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// Stores the changed fields of a material that was read at `material.version`, which rises by one. Its meeting stays.
pub async fn update_material(conn: &mut Conn, material: &Material) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(material.id)
        .bind(material.version)
        .bind(material.topic_id)
        .bind(material.position)
        .bind(&material.number)
        .bind(&material.title)
        .bind(&material.url)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a material.
pub async fn delete_material(conn: &mut Conn, id: MaterialId, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
