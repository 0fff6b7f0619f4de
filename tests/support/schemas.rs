//! A fresh schema of the PostgreSQL database that TEST_DATABASE_URL names. A schema is far cheaper than a database, and
//! as separate for what giji does.

use std::{
    process,
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
};

use giji::clock::{Clock, SystemClock};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Schemas of test runs begin with this, followed by the milliseconds at which they were made.
const PREFIX: &str = "giji_test_";
/// A schema this old was left behind by a run that was killed.
const STALE_AFTER_MILLIS: i64 = 3_600_000;

/// An empty schema.
pub struct Schema {
    /// The URL of the database, with this schema as the one that is used.
    pub url: String,
    name: String,
}

impl Schema {
    /// Makes one.
    pub async fn create() -> Self {
        let mut connection = connect().await;
        let now = SystemClock.now().timestamp_millis();
        drop_stale_schemas(&mut connection, now - STALE_AFTER_MILLIS).await;
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{now}_{}_{count}", process::id());
        connection
            .execute(AssertSqlSafe(format!("CREATE SCHEMA {name}")))
            .await
            .expect("a schema can be made");
        connection.close().await.expect("the connection closes");
        let server = server_url();
        let separator = if server.contains('?') { '&' } else { '?' };
        Self {
            url: format!("{server}{separator}options[search_path]={name}"),
            name,
        }
    }

    /// Drops it with all that is in it.
    pub async fn remove(self) {
        drop_schema(&mut connect().await, &self.name).await;
    }
}

/// The database that tests may fill.
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

/// Once in a run.
async fn drop_stale_schemas(connection: &mut PgConnection, made_before: i64) {
    static ONCE: Once = Once::new();
    let mut first = false;
    ONCE.call_once(|| first = true);
    if !first {
        return;
    }
    let schemas: Vec<String> = sqlx::query_scalar(
        "SELECT nspname::TEXT FROM pg_namespace WHERE starts_with(nspname::TEXT, $1)",
    )
    .bind(PREFIX)
    .fetch_all(&mut *connection)
    .await
    .expect("schemas can be listed");
    for schema in schemas {
        let made = schema[PREFIX.len()..].split('_').next();
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
