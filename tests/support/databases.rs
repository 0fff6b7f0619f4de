//! A fresh database for each scenario: a SQLite file in a directory of its own, or a schema in PostgreSQL.

#[path = "schemas.rs"]
mod schemas;

use std::{
    future::Future,
    ops::Deref,
    panic::{AssertUnwindSafe, catch_unwind},
};

use giji::store::Db;
use tempfile::TempDir;

use schemas::Schema;

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
    Schema(Schema),
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
                let schema = Schema::create().await;
                (schema.url.clone(), Place::Schema(schema))
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
            Place::Schema(schema) => schema.remove().await,
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
