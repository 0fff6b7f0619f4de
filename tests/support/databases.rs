//! A fresh database for each scenario: a SQLite file in a directory of its own, and a schema of the PostgreSQL database
//! that TEST_DATABASE_URL names. A schema is far cheaper than a database, and as separate for what giji does.

use std::{
    future::Future,
    ops::Deref,
    panic::{AssertUnwindSafe, catch_unwind},
    process,
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
};

use giji::{
    clock::{Clock, SystemClock},
    store::Db,
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

/// Schemas of test runs begin with this, followed by the milliseconds at which they were made.
const SCHEMA_PREFIX: &str = "giji_test_";
/// A schema this old was left behind by a run that was killed.
const STALE_AFTER_MILLIS: i64 = 3_600_000;

/// One of the engines that giji runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// The server.
    Postgres,
}

/// An open database of its own, brought to the newest schema, which is gone after the scenario.
pub struct TestDatabase {
    /// What [`Db::open`] was given.
    pub url: String,
    db: Db,
    place: Place,
}

enum Place {
    Directory(TempDir),
    Schema(String),
}

impl Deref for TestDatabase {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl TestDatabase {
    /// Makes and opens a database.
    pub async fn create(engine: Engine) -> Self {
        let (url, place) = match engine {
            Engine::Sqlite => {
                let directory = tempfile::tempdir().expect("a temporary directory can be made");
                let url = format!("sqlite:{}", directory.path().join("giji.sqlite").display());
                (url, Place::Directory(directory))
            }
            Engine::Postgres => {
                let schema = create_schema().await;
                let server = server_url();
                let separator = if server.contains('?') { '&' } else { '?' };
                let url = format!("{server}{separator}options[search_path]={schema}");
                (url, Place::Schema(schema))
            }
        };
        let db = Db::open(&url).await.expect("a fresh database opens");
        Self { url, db, place }
    }

    /// Closes the database and removes it.
    pub async fn remove(self) {
        self.db.close().await;
        match self.place {
            Place::Directory(directory) => directory.close().expect("the temporary directory goes"),
            Place::Schema(schema) => {
                drop_schema(&mut connect().await, &schema).await;
            }
        }
    }
}

/// Runs a scenario on each engine, and says on which it failed.
pub fn on_both(scenario: impl AsyncFn(&TestDatabase)) {
    let failed: Vec<Engine> = [Engine::Sqlite, Engine::Postgres]
        .into_iter()
        .filter(|engine| catch_unwind(AssertUnwindSafe(|| on(*engine, &scenario))).is_err())
        .collect();
    assert!(
        failed.is_empty(),
        "the scenario failed on {failed:?}; see above"
    );
}

/// Runs a scenario on one engine, where it is about something that only this engine has.
pub fn on(engine: Engine, scenario: impl AsyncFn(&TestDatabase)) {
    // Shown by the test harness where the scenario fails, above what it says.
    println!("on {engine:?}:");
    let database = block_on(TestDatabase::create(engine));
    let outcome = catch_unwind(AssertUnwindSafe(|| block_on(scenario(&database))));
    block_on(database.remove());
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// Runs a future to its end.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    thread_local! {
        // One for all futures of a thread: a pool keeps tasks on the runtime that it was made on.
        static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

fn server_url() -> String {
    std::env::var("TEST_DATABASE_URL").expect(
        "TEST_DATABASE_URL has to name a PostgreSQL database that tests may fill; `make test` sets it, \
         and so does `scripts/with-postgres cargo test`",
    )
}

async fn connect() -> PgConnection {
    PgConnection::connect(&server_url())
        .await
        .expect("the PostgreSQL database that TEST_DATABASE_URL names answers")
}

async fn create_schema() -> String {
    static STALE_SCHEMAS: Once = Once::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let mut connection = connect().await;
    let now = SystemClock.now().timestamp_millis();
    let mut first = false;
    STALE_SCHEMAS.call_once(|| first = true);
    if first {
        drop_stale_schemas(&mut connection, now - STALE_AFTER_MILLIS).await;
    }
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let schema = format!("{SCHEMA_PREFIX}{now}_{}_{count}", process::id());
    connection
        .execute(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .await
        .expect("a schema can be made");
    connection.close().await.expect("the connection closes");
    schema
}

async fn drop_stale_schemas(connection: &mut PgConnection, made_before: i64) {
    let schemas: Vec<String> = sqlx::query_scalar(
        "SELECT nspname::TEXT FROM pg_namespace WHERE starts_with(nspname::TEXT, $1)",
    )
    .bind(SCHEMA_PREFIX)
    .fetch_all(&mut *connection)
    .await
    .expect("schemas can be listed");
    for schema in schemas {
        let made = schema[SCHEMA_PREFIX.len()..].split('_').next();
        if made
            .and_then(|made| made.parse().ok())
            .is_some_and(|made: i64| made < made_before)
        {
            drop_schema(connection, &schema).await;
        }
    }
}

async fn drop_schema(connection: &mut PgConnection, schema: &str) {
    connection
        .execute(AssertSqlSafe(format!(
            "DROP SCHEMA IF EXISTS {schema} CASCADE"
        )))
        .await
        .expect("a schema can be dropped");
}
