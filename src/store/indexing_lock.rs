//! One process keeps the search index of a database: it alone empties the outbox.

use sqlx::{Connection, PgConnection};

use super::{Db, StoreResult};

/// Held as long as a process keeps the index.
#[derive(Debug)]
pub struct IndexingLock {
    /// The session that holds PostgreSQL's advisory lock; the lock goes when it does.
    session: Option<PgConnection>,
}

// One lock for each schema, so that several databases of giji in one PostgreSQL database do not hinder one another.
const TRY_LOCK: &str =
    "SELECT pg_try_advisory_lock(hashtextextended('giji indexing ' || current_schema(), 0))";

impl Db {
    /// Takes the right to keep the index; `None` where another process has it. A SQLite database is one machine's, where
    /// the lock file of the index itself decides.
    pub async fn lock_indexing(&self) -> StoreResult<Option<IndexingLock>> {
        let Self::Postgres(pool) = self else {
            return Ok(Some(IndexingLock { session: None }));
        };
        let mut session = pool.acquire().await?.detach();
        let locked: bool = sqlx::query_scalar(TRY_LOCK).fetch_one(&mut session).await?;
        if locked {
            Ok(Some(IndexingLock {
                session: Some(session),
            }))
        } else {
            session.close().await?;
            Ok(None)
        }
    }
}

impl IndexingLock {
    /// Whether it is still held: the server, or what lies between, may have ended the session that holds it.
    pub async fn is_held(&mut self) -> bool {
        match &mut self.session {
            None => true,
            Some(session) => session.ping().await.is_ok(),
        }
    }
}
