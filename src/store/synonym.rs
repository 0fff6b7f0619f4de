//! Synonyms. They hide nothing, so that no viewer is asked for.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{Conn, StoreResult, engine::on, visibility::changed_one};
use crate::domain::{SynonymGroup, SynonymGroupId};

const INSERT: &str = "\
    INSERT INTO synonym_group (id, words, archived_at, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6)";

const FIND: &str = "\
    SELECT id, words, archived_at, version, created_at, updated_at FROM synonym_group WHERE id = $1";

const LIST: &str = "\
    SELECT id, words, archived_at, version, created_at, updated_at FROM synonym_group ORDER BY id";

const LIST_IN_USE: &str = "\
    SELECT id, words, archived_at, version, created_at, updated_at FROM synonym_group
    WHERE archived_at IS NULL ORDER BY id";

// What PostgreSQL sums up is wider than what it sums.
const STATE: &str = "\
    SELECT COUNT(*) AS group_count, CAST(COALESCE(SUM(version), 0) AS BIGINT) AS versions, MAX(created_at) AS created_at,
        MAX(updated_at) AS updated_at
    FROM synonym_group";

const UPDATE: &str = "\
    UPDATE synonym_group SET words = $3, archived_at = $4, updated_at = $5, version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM synonym_group WHERE id = $1 AND version = $2";

/// What tells whether the groups are still what they were: one row instead of all of them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SynonymsState {
    group_count: i64,
    versions: i64,
    created_at: Option<DateTime<Utc>>,
    updated_at: Option<DateTime<Utc>>,
}

/// The state of the groups; another one after each change of any.
pub async fn get_synonyms_state(conn: &mut Conn) -> StoreResult<SynonymsState> {
    Ok(on!(conn, |c, D| sqlx::query_as(STATE).fetch_one(c).await?))
}

/// Stores a new group.
pub async fn insert_synonym_group(conn: &mut Conn, group: &SynonymGroup) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(group.id)
        .bind(Json(&group.words))
        .bind(group.archived_at)
        .bind(group.version)
        .bind(group.created_at)
        .bind(group.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The group with this id.
pub async fn find_synonym_group(
    conn: &mut Conn,
    id: SynonymGroupId,
) -> StoreResult<Option<SynonymGroup>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND)
        .bind(id)
        .fetch_optional(c)
        .await?))
}

/// All groups in the order in which they were entered; with or without those that are no longer used.
pub async fn list_synonym_groups(
    conn: &mut Conn,
    with_archived: bool,
) -> StoreResult<Vec<SynonymGroup>> {
    let list = if with_archived { LIST } else { LIST_IN_USE };
    Ok(on!(conn, |c, D| sqlx::query_as(list).fetch_all(c).await?))
}

/// Stores the changed fields of a group that was read at `group.version`, which rises by one.
pub async fn update_synonym_group(conn: &mut Conn, group: &SynonymGroup) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(group.id)
        .bind(group.version)
        .bind(Json(&group.words))
        .bind(group.archived_at)
        .bind(group.updated_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a group; nothing refers to one.
pub async fn delete_synonym_group(
    conn: &mut Conn,
    id: SynonymGroupId,
    version: i64,
) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
