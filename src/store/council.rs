//! Councils.

use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{Conn, StoreResult, engine::on, visibility::changed_one};
use crate::domain::{Council, CouncilId, Page, PageRequest};

const INSERT: &str = "\
    INSERT INTO council (id, name, name_en, attribution_policy, archived_at, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const FIND: &str = "\
    SELECT id, name, name_en, attribution_policy, archived_at, version, created_at, updated_at
    FROM council WHERE id = $1";

const FIND_BY_NAME: &str = "\
    SELECT id, name, name_en, attribution_policy, archived_at, version, created_at, updated_at
    FROM council WHERE name = $1";

const LIST: &str = "\
    SELECT id, name, name_en, attribution_policy, archived_at, version, created_at, updated_at
    FROM council WHERE id > $1 ORDER BY id LIMIT $2";

const UPDATE: &str = "\
    UPDATE council SET name = $3, name_en = $4, attribution_policy = $5, archived_at = $6, updated_at = $7,
        version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM council WHERE id = $1 AND version = $2";

/// Stores a new council. [`StoreError::Duplicate`](super::StoreError::Duplicate) where its name is taken.
pub async fn insert_council(conn: &mut Conn, council: &Council) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(council.id)
        .bind(&council.name)
        .bind(&council.name_en)
        .bind(council.attribution_policy)
        .bind(council.archived_at)
        .bind(council.version)
        .bind(council.created_at)
        .bind(council.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The council with this id. Councils hide nothing of themselves, so that no viewer is asked for.
pub async fn find_council(conn: &mut Conn, id: CouncilId) -> StoreResult<Option<Council>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND)
        .bind(id)
        .fetch_optional(c)
        .await?))
}

/// The names of the councils with these ids, in no order.
pub async fn list_council_names(
    conn: &mut Conn,
    ids: &[CouncilId],
) -> StoreResult<Vec<(CouncilId, String)>> {
    // SQLite takes an empty list for no rows, PostgreSQL for a mistake.
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT id, name FROM council WHERE id IN (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// The council with exactly this name.
pub async fn find_council_by_name(conn: &mut Conn, name: &str) -> StoreResult<Option<Council>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND_BY_NAME)
        .bind(name)
        .fetch_optional(c)
        .await?))
}

/// All councils, oldest first.
pub async fn list_councils(conn: &mut Conn, page: &PageRequest) -> StoreResult<Page<Council>> {
    let after = page.after.unwrap_or(Uuid::nil());
    let rows = on!(conn, |c, D| sqlx::query_as(LIST)
        .bind(after)
        .bind(page.limit + 1)
        .fetch_all(c)
        .await?);
    Ok(Page::from_rows(rows, page.limit))
}

/// Stores the changed fields of a council that was read at `council.version`, which rises by one.
pub async fn update_council(conn: &mut Conn, council: &Council) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(council.id)
        .bind(council.version)
        .bind(&council.name)
        .bind(&council.name_en)
        .bind(council.attribution_policy)
        .bind(council.archived_at)
        .bind(council.updated_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a council that nothing refers to; [`StoreError::Reference`](super::StoreError::Reference) where something does.
pub async fn delete_council(conn: &mut Conn, id: CouncilId, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
