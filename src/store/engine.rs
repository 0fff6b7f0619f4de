//! One text of SQL, two engines: connections, transactions, and the macro that compiles a body once for each.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use sqlx::{
    Connection, Database, PgConnection, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    StoreError, StoreResult,
    database_files::{DatabaseFiles, check_before_opening},
};

/// Readers beside the one writer; more gained nothing.
const SQLITE_READERS: u32 = 4;
/// How long SQLite waits for another process's transaction.
const SQLITE_BUSY: Duration = Duration::from_secs(10);
/// How long a caller waits for a connection before the database counts as unavailable.
const ACQUIRE: Duration = Duration::from_secs(10);

/// A database: where connections and transactions come from.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file. Writes go through one connection: SQLite has one writer, and a transaction that reads first and then
    /// writes fails when another got in between.
    Sqlite {
        /// For reading.
        read: SqlitePool,
        /// For writing; holds one connection.
        write: SqlitePool,
        /// What is open, for as long as it is where it was.
        files: Arc<DatabaseFiles>,
    },
    /// A server.
    Postgres(PgPool),
}

/// A connection to read from, or a transaction to write in.
#[derive(Debug)]
pub enum Conn {
    /// Reads from SQLite.
    SqliteRead(PoolConnection<Sqlite>),
    /// Writes to SQLite, or reads in one snapshot; with the files that have to be there for what is written to be kept.
    SqliteWrite(Transaction<'static, Sqlite>, Arc<DatabaseFiles>),
    /// Reads from PostgreSQL.
    PostgresRead(PoolConnection<Postgres>),
    /// Writes to PostgreSQL, or reads in one snapshot.
    PostgresWrite(Transaction<'static, Postgres>),
}

/// The fragments of SQL that differ between the engines.
pub(super) trait Dialect: Database {
    /// The tags of opinion `o` as a JSON array of `{"key", "origin"}`, by key.
    const OPINION_TAGS: &'static str;
    /// The issue keys of action item `a` as a JSON array, in order.
    const ACTION_ITEM_ISSUES: &'static str;
    /// After a SELECT in a transaction that writes: nobody else writes the row until it ends.
    const AND_LOCK: &'static str;
    /// The words that the opinions of action item `a` leave out in public, as a JSON array of `{words, reason}`.
    const ACTION_ITEM_REDACTED: &'static str;
}

impl Dialect for Sqlite {
    // There is one writer.
    const AND_LOCK: &'static str = "";
    const OPINION_TAGS: &'static str = "(SELECT json_group_array(json_object('key', x.issue_key, 'origin', x.origin) ORDER BY x.issue_key) FROM opinion_issue x WHERE x.opinion_id = o.id)";
    const ACTION_ITEM_ISSUES: &'static str = "(SELECT json_group_array(x.issue_key ORDER BY x.issue_key) FROM action_item_issue x WHERE x.action_item_id = a.id)";
    const ACTION_ITEM_REDACTED: &'static str = "(SELECT json_group_array(json_object('words', substr(ro.text, (r.value ->> 'start') + 1, (r.value ->> 'end') - (r.value ->> 'start')), 'reason', r.value ->> 'reason')) FROM action_item_opinion rx JOIN opinion ro ON ro.id = rx.opinion_id JOIN json_each(ro.redactions) r WHERE rx.action_item_id = a.id)";
}

impl Dialect for Postgres {
    const AND_LOCK: &'static str = " FOR NO KEY UPDATE";
    const OPINION_TAGS: &'static str = "(SELECT coalesce(json_agg(json_build_object('key', x.issue_key, 'origin', x.origin) ORDER BY x.issue_key), '[]') FROM opinion_issue x WHERE x.opinion_id = o.id)";
    const ACTION_ITEM_ISSUES: &'static str = "(SELECT coalesce(json_agg(x.issue_key ORDER BY x.issue_key), '[]') FROM action_item_issue x WHERE x.action_item_id = a.id)";
    const ACTION_ITEM_REDACTED: &'static str = "(SELECT coalesce(json_agg(json_build_object('words', substr(ro.text, (r.value ->> 'start')::int + 1, (r.value ->> 'end')::int - (r.value ->> 'start')::int), 'reason', r.value ->> 'reason')), '[]') FROM action_item_opinion rx JOIN opinion ro ON ro.id = rx.opinion_id CROSS JOIN LATERAL jsonb_array_elements(ro.redactions) r(value) WHERE rx.action_item_id = a.id)";
}

/// Runs a body of SQL on whichever connection there is. The body is compiled once per engine with concrete types: no
/// bounds, no boxed types. `$D` names the engine.
macro_rules! on {
    ($conn:expr, |$c:ident, $D:ident| $body:expr) => {
        match $conn {
            $crate::store::Conn::SqliteRead(connection) => {
                #[allow(dead_code, clippy::allow_attributes)]
                type $D = sqlx::Sqlite;
                let $c = &mut **connection;
                $body
            }
            $crate::store::Conn::SqliteWrite(transaction, _) => {
                #[allow(dead_code, clippy::allow_attributes)]
                type $D = sqlx::Sqlite;
                let $c = &mut **transaction;
                $body
            }
            $crate::store::Conn::PostgresRead(connection) => {
                #[allow(dead_code, clippy::allow_attributes)]
                type $D = sqlx::Postgres;
                let $c = &mut **connection;
                $body
            }
            $crate::store::Conn::PostgresWrite(transaction) => {
                #[allow(dead_code, clippy::allow_attributes)]
                type $D = sqlx::Postgres;
                let $c = &mut **transaction;
                $body
            }
        }
    };
}
pub(super) use on;

impl Db {
    /// Opens the database that `url` names, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::UnknownScheme`], [`StoreError::Unavailable`] where it cannot be reached, [`StoreError::Schema`]
    /// where it was made by a newer giji, [`StoreError::Damaged`] where the file is no database,
    /// [`StoreError::FileMissing`] where only the files beside it are there.
    pub async fn open(url: &str) -> StoreResult<Self> {
        let db = if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::open_postgres(url).await?
        } else {
            return Err(StoreError::UnknownScheme);
        };
        db.migrate().await?;
        Ok(db)
    }

    async fn open_sqlite(url: &str) -> StoreResult<Self> {
        let (url, page_limit) = split_page_limit(url)?;
        let mut options = SqliteConnectOptions::from_str(&url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write survives power loss (DESIGN.md, rule 9); NORMAL would not promise that.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(SQLITE_BUSY);
        if let Some(pages) = page_limit {
            options = options.pragma("max_page_count", pages.to_string());
        }
        check_before_opening(options.get_filename())?;
        // A file cannot go away as a server can, so asking each connection whether it lives only costs a round trip
        // to sqlx's thread, about as long as a point read.
        // It does not go stale either. While one connection is open nobody deletes `…-shm`, which the change marker reads.
        let write = SqlitePoolOptions::new()
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .max_connections(1)
            .acquire_timeout(ACQUIRE)
            .test_before_acquire(false)
            // SQLite itself rolls back where the disk is full or fails. sqlx does not notice, and its own ROLLBACK then
            // fails: such a connection would refuse every further transaction.
            .before_acquire(|connection, _| {
                let idle = !connection.is_in_transaction();
                Box::pin(async move { Ok(idle) })
            })
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .idle_timeout(None)
            .max_lifetime(None)
            .max_connections(SQLITE_READERS)
            .acquire_timeout(ACQUIRE)
            .test_before_acquire(false)
            .connect_lazy_with(options);
        // Both pools keep what they open. With the first reader there are two connections, and not both of them are ever
        // closed for a failure: so SQLite does not delete the files beside the database and make them anew.
        sqlx::query("SELECT count(*) FROM sqlite_schema")
            .execute(&read)
            .await?;
        let files = Arc::new(DatabaseFiles::of(read.connect_options().get_filename()));
        Ok(Self::Sqlite { read, write, files })
    }

    async fn open_postgres(url: &str) -> StoreResult<Self> {
        let options = PgConnectOptions::from_str(url)?;
        // A pool asks a server that refuses again and again, and then only says that its time is over. One connection
        // ahead of it tells at once, and why.
        let connecting = PgConnection::connect_with(&options);
        let connection = tokio::time::timeout(ACQUIRE, connecting)
            .await
            .map_err(|_| StoreError::Unavailable("it does not answer".to_owned()))??;
        connection.close().await?;
        Self::connect_postgres(options).await
    }

    /// Connects without looking at the schema.
    async fn connect_postgres(options: PgConnectOptions) -> StoreResult<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(ACQUIRE)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    async fn migrate(&self) -> StoreResult<()> {
        match self {
            Self::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await?,
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// A connection to read from. Each statement sees the newest state.
    pub async fn read(&self) -> StoreResult<Conn> {
        Ok(match self {
            Self::Sqlite { read, files, .. } => {
                files.check()?;
                Conn::SqliteRead(read.acquire().await?)
            }
            Self::Postgres(pool) => Conn::PostgresRead(pool.acquire().await?),
        })
    }

    /// A connection to read from, on which all statements see one and the same state: the newest one when the first
    /// of them runs, or when [`Conn::settle_snapshot`] did.
    pub async fn snapshot(&self) -> StoreResult<Conn> {
        Ok(match self {
            Self::Sqlite { read, files, .. } => {
                files.check()?;
                Conn::SqliteWrite(read.begin().await?, Arc::clone(files))
            }
            Self::Postgres(pool) => Conn::PostgresWrite(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// A transaction to write in; dropped without [`Conn::commit`] it leaves no trace.
    pub async fn write(&self) -> StoreResult<Conn> {
        Ok(match self {
            // IMMEDIATE takes the write lock at once: a deferred transaction that reads first fails when another
            // process wrote in between, whatever the busy timeout.
            Self::Sqlite { write, files, .. } => {
                files.check()?;
                let transaction = write.begin_with("BEGIN IMMEDIATE").await?;
                Conn::SqliteWrite(transaction, Arc::clone(files))
            }
            Self::Postgres(pool) => Conn::PostgresWrite(pool.begin().await?),
        })
    }

    /// Closes all connections once they are idle.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// `sqlite` or `postgres`.
    pub fn engine_name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// Takes `max_page_count=N` out of the URL of a SQLite file: how many pages the file may have, before SQLite says what it
/// says on a full disk.
fn split_page_limit(url: &str) -> StoreResult<(String, Option<u32>)> {
    let Some((path, parameters)) = url.split_once('?') else {
        return Ok((url.to_owned(), None));
    };
    let (mut limit, mut others) = (None, Vec::new());
    for parameter in parameters.split('&') {
        match parameter.strip_prefix("max_page_count=") {
            Some(pages) => {
                let not_a_number =
                    |_| StoreError::BadUrl("max_page_count is not a number".to_owned());
                limit = Some(pages.parse().map_err(not_a_number)?);
            }
            None => others.push(parameter),
        }
    }
    Ok((format!("{path}?{}", others.join("&")), limit))
}

/// The file that `url` names for SQLite, where neither it nor its log is there: opening would make an empty database.
pub fn missing_database_file(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite:") || url.contains(":memory:") {
        return None;
    }
    let (url, _) = split_page_limit(url).ok()?;
    let options = SqliteConnectOptions::from_str(&url).ok()?;
    let file = options.get_filename();
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    (!file.exists() && !Path::new(&log).exists()).then(|| file.to_owned())
}

impl Conn {
    /// Settles which state a snapshot is of, before anything else is read on it: SQLite's BEGIN alone does not.
    pub async fn settle_snapshot(&mut self) -> StoreResult<()> {
        if let Self::SqliteWrite(transaction, _) = self {
            sqlx::query("SELECT 1 FROM sqlite_schema LIMIT 1")
                .fetch_optional(&mut **transaction)
                .await?;
        }
        Ok(())
    }

    /// Makes the transaction's changes durable. On a reading connection there is nothing to do.
    ///
    /// # Errors
    /// Among others [`StoreError::FileGone`], where the changes went into a file that nobody finds again.
    pub async fn commit(self) -> StoreResult<()> {
        match self {
            Self::SqliteWrite(transaction, files) => {
                transaction.commit().await?;
                files.check()?;
            }
            Self::PostgresWrite(transaction) => transaction.commit().await?,
            Self::SqliteRead(_) | Self::PostgresRead(_) => {}
        }
        Ok(())
    }
}
