//! One process keeps the search index of a database: it alone empties the outbox.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use sqlx::{Connection, PgConnection};

use super::{Db, StoreError, StoreResult, database_files::beside};

/// Held as long as a process keeps the index.
#[derive(Debug)]
pub struct IndexingLock(Holding);

/// What holds the lock; it goes when this does.
#[derive(Debug)]
enum Holding {
    /// The session that has PostgreSQL's advisory lock.
    Session(PgConnection),
    /// The file beside a SQLite database.
    File(#[expect(dead_code, reason = "it is held, not read")] File),
    /// A database that is in no file is nobody else's.
    Nothing,
}

/// What the name of the file that is locked has after that of a SQLite database.
const INDEXING_LOCK: &str = "-index.lock";

// One lock for each schema, so that several databases of giji in one PostgreSQL database do not hinder one another.
const TRY_LOCK: &str =
    "SELECT pg_try_advisory_lock(hashtextextended('giji indexing ' || current_schema(), 0))";

impl Db {
    /// Takes the right to keep the index; `None` where another process has it, whatever directory its index is in.
    pub async fn lock_indexing(&self) -> StoreResult<Option<IndexingLock>> {
        let pool = match self {
            Self::Sqlite { read, .. } => {
                return lock_file(read.connect_options().get_filename());
            }
            Self::Postgres(pool) => pool,
        };
        let mut session = pool.acquire().await?.detach();
        let locked: bool = sqlx::query_scalar(TRY_LOCK).fetch_one(&mut session).await?;
        if locked {
            Ok(Some(IndexingLock(Holding::Session(session))))
        } else {
            session.close().await?;
            Ok(None)
        }
    }
}

/// Locks the file beside a SQLite database. It is a file of its own: closing the database's would let go of the locks that
/// SQLite has on that. The name is that of the file itself, so that a link to a database leads to the same lock.
fn lock_file(database: &Path) -> StoreResult<Option<IndexingLock>> {
    let Ok(database) = fs::canonicalize(database) else {
        return Ok(Some(IndexingLock(Holding::Nothing)));
    };
    let path = beside(&database, INDEXING_LOCK);
    let failed =
        |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", path.display()));
    let mut options = File::options();
    let options = options.write(true).create(true).truncate(false);
    let file = options.open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(IndexingLock(Holding::File(file)))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

impl IndexingLock {
    /// Whether it is still held: the server, or what lies between, may have ended the session that holds it.
    pub async fn is_held(&mut self) -> bool {
        match &mut self.0 {
            Holding::File(_) | Holding::Nothing => true,
            Holding::Session(session) => session.ping().await.is_ok(),
        }
    }
}
