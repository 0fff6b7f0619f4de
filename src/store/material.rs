//! Materials of meetings and of their topics. What belongs to a hidden topic is hidden with it.

use super::{
    Conn, StoreResult,
    meeting_part::{change_part, find_part, insert_parts, list_parts},
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

/// Stores a new material. [`StoreError::Reference`](super::StoreError::Reference) where its meeting or topic is unknown.
pub async fn insert_material(conn: &mut Conn, material: &Material) -> StoreResult<()> {
    insert_materials(conn, std::slice::from_ref(material)).await
}

/// Stores new materials, many at a time.
pub async fn insert_materials(conn: &mut Conn, materials: &[Material]) -> StoreResult<()> {
    insert_parts!(conn, INSERT, 8, materials, |row, material| row
        .push_bind(material.id)
        .push_bind(material.meeting_id)
        .push_bind(material.topic_id)
        .push_bind(material.position)
        .push_bind(&material.number)
        .push_bind(&material.title)
        .push_bind(&material.url)
        .push_bind(material.version));
    Ok(())
}

/// The material with this id, if `viewer` sees its meeting and its topic.
pub async fn find_material(
    conn: &mut Conn,
    viewer: &Viewer,
    id: MaterialId,
) -> StoreResult<Option<Material>> {
    Ok(find_part!(conn, viewer, SELECT, "d.id", id))
}

/// The materials of a meeting that `viewer` may see, in printed order.
pub async fn list_materials(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Material>> {
    Ok(list_parts!(conn, viewer, SELECT, "d", meeting))
}

/// Stores the changed fields of a material that was read at `material.version`, which rises by one. Its meeting stays.
pub async fn update_material(conn: &mut Conn, material: &Material) -> StoreResult<()> {
    change_part!(
        conn,
        UPDATE,
        material.id,
        material.version,
        material.topic_id,
        material.position,
        &material.number,
        &material.title,
        &material.url
    )
}

/// Deletes a material.
pub async fn delete_material(conn: &mut Conn, id: MaterialId, version: i64) -> StoreResult<()> {
    change_part!(conn, DELETE, id, version)
}
