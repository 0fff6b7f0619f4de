//! Access tokens, by the hash of their secret. Who may list or revoke them is `app`'s.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::{Conn, StoreResult, engine::on};
use crate::domain::{CouncilId, Page, PageRequest, Token, TokenId};

const INSERT: &str = "\
    INSERT INTO token (id, name, hash, role, council_id, person_id, created_at, expires_at, revoked_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const FIND: &str = "\
    SELECT id, name, hash, role, council_id, person_id, created_at, expires_at, revoked_at
    FROM token WHERE id = $1";

// On SQLite times are compared as texts, which sort as the times do: all are UTC in one format.
const FIND_BY_HASH: &str = "\
    SELECT id, name, hash, role, council_id, person_id, created_at, expires_at, revoked_at
    FROM token
    WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";

const SELECT: &str = "\
    SELECT id, name, hash, role, council_id, person_id, created_at, expires_at, revoked_at
    FROM token WHERE id > ";

const REVOKE: &str = "UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";

/// Stores a new token. [`StoreError::Duplicate`](super::StoreError::Duplicate) where its hash is there already,
/// [`StoreError::Reference`](super::StoreError::Reference) where its council or person is unknown.
pub async fn insert_token(conn: &mut Conn, token: &Token) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(token.id)
        .bind(&token.name)
        .bind(&token.hash)
        .bind(token.role)
        .bind(token.council_id)
        .bind(token.person_id)
        .bind(token.created_at)
        .bind(token.expires_at)
        .bind(token.revoked_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The token with this id, live or not.
pub async fn find_token(conn: &mut Conn, id: TokenId) -> StoreResult<Option<Token>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND)
        .bind(id)
        .fetch_optional(c)
        .await?))
}

/// The token with this hash, if it is live at `now`: neither revoked nor expired.
pub async fn find_token_by_hash(
    conn: &mut Conn,
    hash: &[u8],
    now: DateTime<Utc>,
) -> StoreResult<Option<Token>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND_BY_HASH)
        .bind(hash)
        .bind(now)
        .fetch_optional(c)
        .await?))
}

/// Tokens, live or not, oldest first: all, or those for one council.
pub async fn list_tokens(
    conn: &mut Conn,
    council: Option<CouncilId>,
    page: &PageRequest,
) -> StoreResult<Page<Token>> {
    let rows = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push_bind(page.after.unwrap_or_default());
        if let Some(council) = council {
            query.push(" AND council_id = ").push_bind(council);
        }
        query.push(" ORDER BY id LIMIT ").push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, page.limit))
}

/// Revokes a token at `at`, once and for good. Whether there was a token to revoke.
pub async fn revoke_token(conn: &mut Conn, id: TokenId, at: DateTime<Utc>) -> StoreResult<bool> {
    let rows = on!(conn, |c, D| sqlx::query(REVOKE)
        .bind(id)
        .bind(at)
        .execute(c)
        .await?
        .rows_affected());
    Ok(rows == 1)
}
