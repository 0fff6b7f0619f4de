//! What the search index still has to be told. A change adds its entry in its own transaction; the one indexer reads
//! entries, brings the index up to the rows as they are by then, and deletes exactly the entries that it read.
//!
//! On PostgreSQL a lower `seq` may become visible after a higher one, when the transaction that took it commits later.
//! So an entry is done when it is gone, and nothing may be concluded from a higher one that was done.

use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{Conn, StoreResult, bulk::rows_per_statement, engine::on};
use crate::domain::{CouncilId, IndexScope, OutboxEntry};

const INSERT: &str = "INSERT INTO outbox (scope, entity_id, council_id) VALUES ($1, $2, $3)";

const LIST: &str = "SELECT seq, scope, entity_id, council_id FROM outbox ORDER BY seq LIMIT $1";

const DELETE: &str = "DELETE FROM outbox WHERE seq IN (";

const COUNT: &str = "SELECT COUNT(*) FROM outbox";

const OLDEST: &str = "SELECT MIN(seq) FROM outbox";

const NEWEST: &str = "SELECT MAX(seq) FROM outbox";

/// Adds an entry: the documents of `scope` at `entity_id` are no longer what the index holds. The id is nil for
/// [`IndexScope::Everything`].
pub async fn enqueue(
    conn: &mut Conn,
    scope: IndexScope,
    entity_id: Uuid,
    council_id: Option<CouncilId>,
) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(scope)
        .bind(entity_id)
        .bind(council_id)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The oldest entries, at most `limit`.
pub async fn list_pending(conn: &mut Conn, limit: i64) -> StoreResult<Vec<OutboxEntry>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST)
        .bind(limit)
        .fetch_all(c)
        .await?))
}

/// Deletes the entries that are done; those that are gone already do not matter.
pub async fn delete_entries(conn: &mut Conn, seqs: &[i64]) -> StoreResult<()> {
    for chunk in seqs.chunks(rows_per_statement(1)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(DELETE);
            let mut list = query.separated(", ");
            for seq in chunk {
                list.push_bind(*seq);
            }
            list.push_unseparated(")");
            query.build().persistent(false).execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// How many entries there are.
pub async fn count_pending(conn: &mut Conn) -> StoreResult<i64> {
    Ok(on!(conn, |c, D| sqlx::query_scalar(COUNT)
        .fetch_one(c)
        .await?))
}

/// The lowest `seq` that is pending. With [`pending_through`] it tells when the index has caught up with a moment: take
/// that moment's highest `seq`, and wait until the lowest is above it or there is none.
pub async fn pending_from(conn: &mut Conn) -> StoreResult<Option<i64>> {
    Ok(on!(conn, |c, D| sqlx::query_scalar(OLDEST)
        .fetch_one(c)
        .await?))
}

/// The highest `seq` that is pending.
pub async fn pending_through(conn: &mut Conn) -> StoreResult<Option<i64>> {
    Ok(on!(conn, |c, D| sqlx::query_scalar(NEWEST)
        .fetch_one(c)
        .await?))
}

/// The councils that pending entries concern, each once.
pub async fn list_pending_councils(conn: &mut Conn) -> StoreResult<Vec<CouncilId>> {
    const LIST_COUNCILS: &str = "\
        SELECT DISTINCT council_id FROM outbox WHERE council_id IS NOT NULL ORDER BY council_id";
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST_COUNCILS)
        .fetch_all(c)
        .await?))
}

/// The persons that pending entries concern, each once.
pub async fn list_pending_persons(conn: &mut Conn) -> StoreResult<Vec<Uuid>> {
    const LIST_PERSONS: &str =
        "SELECT DISTINCT entity_id FROM outbox WHERE scope = 'person' ORDER BY entity_id";
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST_PERSONS)
        .fetch_all(c)
        .await?))
}
