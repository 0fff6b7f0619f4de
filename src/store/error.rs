//! What can go wrong below `app`, told apart by what a caller can do about it.

use std::path::PathBuf;

use sqlx::error::DatabaseError;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A value that has to be unique exists already.
    #[error("a row with the same unique value exists")]
    Duplicate,
    /// Another row refers to this one, or the row referred to does not exist.
    #[error("a reference between rows does not hold")]
    Reference,
    /// The row has changed since the caller read it, or is gone.
    #[error("the row has changed since it was read")]
    Stale,
    /// There is no room: the disk, or a limit of the database.
    #[error("the database is full")]
    Full,
    /// The database cannot be reached, or did not answer in time. Trying again later may work.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A file of the database was deleted, moved or replaced while it is open. What is written now would be lost.
    #[error("{} was deleted, moved or replaced while it is open", .0.display())]
    FileGone(PathBuf),
    /// The database's file is not there, but what SQLite puts beside it is, with writes that are in no other file: opening
    /// would start a new database, and destroy them.
    #[error("{} is not there, but its -wal or -shm is", .0.display())]
    FileMissing(PathBuf),
    /// The database's file is damaged or is no database.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A row holds what this program never writes.
    #[error("the database holds an unreadable value: {0}")]
    Corrupt(String),
    /// The database has migrations that this program does not know, or differs from the ones it knows.
    #[error("the database's schema does not fit this version of giji: {0}")]
    Schema(String),
    /// The database URL is of no kind that giji knows.
    #[error("the database URL has to start with sqlite: or postgres:")]
    UnknownScheme,
    /// The database URL is of a kind that giji knows, but cannot be read.
    #[error("the database URL cannot be read: {0}")]
    BadUrl(String),
    /// Anything else that the database said.
    #[error("the database failed: {0}")]
    Database(String),
}

/// What a store function returns.
pub type StoreResult<T> = Result<T, StoreError>;

// SQLite's primary result codes, https://sqlite.org/rescode.html; extended codes carry them in the low byte.
const SQLITE_BUSY: i64 = 5;
const SQLITE_LOCKED: i64 = 6;
const SQLITE_IOERR: i64 = 10;
const SQLITE_CORRUPT: i64 = 11;
const SQLITE_FULL: i64 = 13;
const SQLITE_CANTOPEN: i64 = 14;
const SQLITE_NOTADB: i64 = 26;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => from_database(error.as_ref()),
            // What could not be read may be wording, which belongs into no log.
            sqlx::Error::ColumnDecode { index, .. } => Self::Corrupt(format!("in column {index}")),
            sqlx::Error::Decode(_)
            | sqlx::Error::ColumnNotFound(_)
            | sqlx::Error::TypeNotFound { .. } => Self::Corrupt(error.to_string()),
            sqlx::Error::Configuration(error) => Self::BadUrl(error.to_string()),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            other => Self::Database(other.to_string()),
        }
    }
}

fn from_database(error: &dyn DatabaseError) -> StoreError {
    if error.is_unique_violation() {
        return StoreError::Duplicate;
    }
    if error.is_foreign_key_violation() {
        return StoreError::Reference;
    }
    let code = error.code().unwrap_or_default().into_owned();
    let message = error.message().to_owned();
    // PostgreSQL's SQLSTATE has five characters, SQLite's code is a number below that length.
    if code.len() == 5 {
        return match &code[..2] {
            "53" if code == "53100" => StoreError::Full,
            // 28 and 3D: it lets nobody in by this name, or has no such database; 55: it takes no connections just now.
            "08" | "28" | "3D" | "40" | "53" | "55" | "57" => StoreError::Unavailable(message),
            "XX" => StoreError::Damaged(message),
            _ => StoreError::Database(message),
        };
    }
    match code.parse::<i64>().map(|code| code & 0xff) {
        Ok(SQLITE_FULL) => StoreError::Full,
        Ok(SQLITE_CORRUPT | SQLITE_NOTADB) => StoreError::Damaged(message),
        Ok(SQLITE_BUSY | SQLITE_LOCKED | SQLITE_IOERR | SQLITE_CANTOPEN) => {
            StoreError::Unavailable(message)
        }
        _ => StoreError::Database(message),
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::Execute(error) => error.into(),
            MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Self::Schema(other.to_string()),
        }
    }
}
