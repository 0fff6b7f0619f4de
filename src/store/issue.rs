//! The vocabulary. Issues hide nothing, so that no viewer is asked for.

use sqlx::types::Json;

use super::{Conn, StoreResult, engine::on, visibility::changed_one};
use crate::domain::Issue;

const INSERT: &str = "\
    INSERT INTO issue (key, label_ja, label_en, aliases, broader, archived_at, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const FIND: &str = "\
    SELECT key, label_ja, label_en, aliases, broader, archived_at, version, created_at, updated_at
    FROM issue WHERE key = $1";

const LIST: &str = "\
    SELECT key, label_ja, label_en, aliases, broader, archived_at, version, created_at, updated_at
    FROM issue ORDER BY key";

const LIST_IN_USE: &str = "\
    SELECT key, label_ja, label_en, aliases, broader, archived_at, version, created_at, updated_at
    FROM issue WHERE archived_at IS NULL ORDER BY key";

const UPDATE: &str = "\
    UPDATE issue SET label_ja = $3, label_en = $4, aliases = $5, broader = $6, archived_at = $7, updated_at = $8,
        version = version + 1
    WHERE key = $1 AND version = $2";

const DELETE: &str = "DELETE FROM issue WHERE key = $1 AND version = $2";

/// Stores a new issue. [`StoreError::Duplicate`](super::StoreError::Duplicate) where its key is taken,
/// [`StoreError::Reference`](super::StoreError::Reference) where its wider issue is unknown.
pub async fn insert_issue(conn: &mut Conn, issue: &Issue) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(&issue.key)
        .bind(&issue.label_ja)
        .bind(&issue.label_en)
        .bind(Json(&issue.aliases))
        .bind(&issue.broader)
        .bind(issue.archived_at)
        .bind(issue.version)
        .bind(issue.created_at)
        .bind(issue.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The issue with this key.
pub async fn find_issue(conn: &mut Conn, key: &str) -> StoreResult<Option<Issue>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND)
        .bind(key)
        .fetch_optional(c)
        .await?))
}

/// All issues by key, in the order of their code points; with or without those that are no longer used for new tags.
pub async fn list_issues(conn: &mut Conn, with_archived: bool) -> StoreResult<Vec<Issue>> {
    let list = if with_archived { LIST } else { LIST_IN_USE };
    Ok(on!(conn, |c, D| sqlx::query_as(list).fetch_all(c).await?))
}

/// Stores the changed fields of an issue that was read at `issue.version`, which rises by one. Its key stays.
pub async fn update_issue(conn: &mut Conn, issue: &Issue) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(&issue.key)
        .bind(issue.version)
        .bind(&issue.label_ja)
        .bind(&issue.label_en)
        .bind(Json(&issue.aliases))
        .bind(&issue.broader)
        .bind(issue.archived_at)
        .bind(issue.updated_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes an issue that nothing refers to; [`StoreError::Reference`](super::StoreError::Reference) where something does.
pub async fn delete_issue(conn: &mut Conn, key: &str, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(key)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
