//! Connections, transactions, and what can go wrong with a database.

use std::{fs, path::Path, time::Duration};

use chrono::{TimeZone, Utc};
use giji::{domain::*, store::*};
use sqlx::{AssertSqlSafe, Executor};

use crate::{
    rows::{Rows, assert_is, commit, first, read},
    support::databases::{Engine, TestDatabase, block_on, on, on_both},
};

/// Runs SQL behind the store's back.
async fn execute(db: &Db, sql: &str) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    match db {
        Db::Sqlite { write, .. } => write.execute(sql).await.map(drop),
        Db::Postgres(pool) => pool.execute(sql).await.map(drop),
    }
}

async fn count_councils(db: &Db) -> usize {
    let page = list_councils(&mut read(db).await, &first(100)).await;
    page.expect("councils can be listed").items.len()
}

fn sqlite_url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

#[test]
fn a_snapshot_that_is_settled_shows_nothing_of_what_comes_after() {
    on_both(async |db| {
        let rows = Rows::new();
        let mut snapshot = db.snapshot().await.unwrap();
        snapshot.settle_snapshot().await.unwrap();
        let council = rows.council("協議会");
        let inserted = commit(db, async |conn| insert_council(conn, &council).await).await;
        inserted.unwrap();
        // PostgreSQL settles with the first statement that reads.
        let seen = list_councils(&mut snapshot, &first(10))
            .await
            .unwrap()
            .items
            .len();
        assert!(seen == 0 || matches!(**db, Db::Postgres(_)), "{seen}");
        let again = list_councils(&mut snapshot, &first(10))
            .await
            .unwrap()
            .items
            .len();
        assert_eq!(again, seen);
    });
}

#[test]
fn a_transaction_that_is_dropped_leaves_nothing() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let mut conn = db.write().await.unwrap();
        insert_council(&mut conn, &council).await.unwrap();
        insert_audit(&mut conn, &rows.audit_entry(EntityKind::Council, "1"))
            .await
            .unwrap();
        assert!(find_council(&mut conn, council.id).await.unwrap().is_some());
        drop(conn);
        assert_eq!(count_councils(db).await, 0);
        let audit = list_audit(&mut read(db).await, &AuditFilter::default(), &first(10))
            .await
            .unwrap();
        assert!(audit.items.is_empty());
        commit(db, async |conn| insert_council(conn, &council).await)
            .await
            .unwrap();
    });
}

#[test]
fn a_snapshot_goes_on_seeing_what_it_saw_first() {
    on_both(async |db| {
        let rows = Rows::new();
        let mut snapshot = db.snapshot().await.unwrap();
        let mut count = async || {
            let councils = list_councils(&mut snapshot, &first(100)).await;
            councils.unwrap().items.len()
        };
        assert_eq!(count().await, 0);
        commit(db, async |conn| {
            insert_council(conn, &rows.council("一")).await
        })
        .await
        .unwrap();
        assert_eq!(count().await, 0);
        drop(snapshot);
        let mut later = db.snapshot().await.unwrap();
        let councils = list_councils(&mut later, &first(100)).await;
        assert_eq!(councils.unwrap().items.len(), 1);
    });
}

#[test]
fn a_change_that_is_refused_takes_the_whole_transaction_with_it() {
    on_both(async |db| {
        let rows = Rows::new();
        let outcome = commit(db, async |conn| {
            insert_council(conn, &rows.council("一")).await?;
            insert_council(conn, &rows.council("一")).await
        })
        .await;
        assert_is!(outcome, Err(StoreError::Duplicate));
        assert_eq!(count_councils(db).await, 0);
    });
}

#[test]
fn readers_see_what_is_committed_and_nothing_else() {
    on_both(async |db| {
        let rows = Rows::new();
        let mut reader = read(db).await;
        let mut writer = db.write().await.unwrap();
        insert_council(&mut writer, &rows.council("一"))
            .await
            .unwrap();
        assert!(
            list_councils(&mut reader, &first(10))
                .await
                .unwrap()
                .items
                .is_empty()
        );
        writer.commit().await.unwrap();
        assert_eq!(
            list_councils(&mut reader, &first(10))
                .await
                .unwrap()
                .items
                .len(),
            1
        );
        reader.commit().await.unwrap();
    });
}

#[test]
fn writers_that_read_first_do_not_fail_each_other() {
    on_both(async |db| {
        let rows = Rows::new();
        // A second handle on the same database is what another process has.
        let other = Db::open(&db.url).await.unwrap();
        let write = async |db: &Db, number: usize| {
            let mut conn = db.write().await?;
            list_councils(&mut conn, &first(10)).await?;
            tokio::time::sleep(Duration::from_millis(2)).await;
            insert_council(&mut conn, &rows.council(&format!("第{number}"))).await?;
            conn.commit().await
        };
        let many = async |db: &Db, from: usize| {
            for number in from..from + 10 {
                write(db, number).await.unwrap();
            }
        };
        let (db, other_db): (&Db, &Db) = (db, &other);
        tokio::join!(
            many(db, 0),
            many(other_db, 10),
            many(db, 20),
            many(other_db, 30)
        );
        assert_eq!(count_councils(db).await, 40);
        other.close().await;
    });
}

#[test]
fn a_write_that_is_given_up_midway_leaves_nothing_and_holds_up_nobody() {
    on_both(async |db| {
        let rows = Rows::new();
        for number in 0..20 {
            let given_up = async {
                let mut conn = db.write().await?;
                for step in 0..1_000_000 {
                    insert_council(&mut conn, &rows.council(&format!("{number}-{step}"))).await?;
                }
                conn.commit().await
            };
            // A request that takes too long is dropped wherever it has got to.
            let outcome = tokio::time::timeout(Duration::from_micros(number * 100), given_up).await;
            assert!(outcome.is_err(), "a million rows take longer");
        }
        commit(db, async |conn| {
            insert_council(conn, &rows.council("一")).await
        })
        .await
        .unwrap();
        assert_eq!(count_councils(db).await, 1);
    });
}

#[test]
fn moments_keep_their_microseconds_and_days_their_date() {
    on_both(async |db| {
        let rows = Rows::new();
        for micros in [0, 1, 10, 999_999, 500_000, 123_456] {
            let moment = Utc
                .timestamp_opt(1_671_615_000, micros * 1_000)
                .single()
                .unwrap();
            let council = Council {
                created_at: moment,
                updated_at: moment,
                archived_at: Some(moment),
                ..rows.council(&micros.to_string())
            };
            commit(db, async |conn| insert_council(conn, &council).await)
                .await
                .unwrap();
            let stored = find_council(&mut read(db).await, council.id).await.unwrap();
            assert_eq!(stored, Some(council));
        }
    });
}

#[test]
fn a_database_opens_again_with_what_was_in_it() {
    on_both(async |db| {
        let rows = Rows::new();
        commit(db, async |conn| {
            insert_council(conn, &rows.council("一")).await
        })
        .await
        .unwrap();
        let again = Db::open(&db.url).await.unwrap();
        assert_eq!(count_councils(&again).await, 1);
        assert_eq!(again.engine_name(), db.engine_name());
        again.close().await;
    });
}

#[test]
fn a_closed_database_is_unavailable() {
    on_both(async |db| {
        let other = Db::open(&db.url).await.unwrap();
        other.close().await;
        assert_is!(
            other.read().await.map(drop),
            Err(StoreError::Unavailable(_))
        );
        assert_is!(
            other.write().await.map(drop),
            Err(StoreError::Unavailable(_))
        );
    });
}

#[test]
fn a_schema_with_a_migration_from_the_future_does_not_fit() {
    on_both(async |db| {
        execute(
            db,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .unwrap();
        assert_is!(
            Db::open(&db.url).await.map(drop),
            Err(StoreError::Schema(_))
        );
    });
}

#[test]
fn a_schema_with_a_migration_of_other_content_does_not_fit() {
    on_both(async |db| {
        execute(
            db,
            "UPDATE _sqlx_migrations SET checksum = (SELECT x.checksum FROM _sqlx_migrations x WHERE x.version = 1)
            WHERE version = 2",
        )
        .await
        .unwrap();
        assert_is!(
            Db::open(&db.url).await.map(drop),
            Err(StoreError::Schema(_))
        );
    });
}

#[test]
fn a_value_that_giji_never_writes_is_told_from_one_that_is_not_there() {
    on_both(async |db| {
        let rows = Rows::new();
        let person = rows.person("相沢 一郎");
        commit(db, async |conn| insert_person(conn, &person).await)
            .await
            .unwrap();
        execute(
            db,
            "UPDATE person SET other_names = '{\"not\": \"a list\"}'",
        )
        .await
        .unwrap();
        let found = find_person(&mut read(db).await, &Viewer::ALL, person.id).await;
        assert_is!(found, Err(StoreError::Corrupt(_)));
    });
}

#[test]
fn only_two_kinds_of_url_are_known() {
    block_on(async {
        for url in [
            "",
            "mysql://localhost/giji",
            "giji.sqlite",
            "SQLITE:giji.sqlite",
            "file:giji.sqlite",
        ] {
            assert_is!(
                Db::open(url).await.map(drop),
                Err(StoreError::UnknownScheme)
            );
        }
    });
}

#[test]
fn a_server_that_does_not_answer_is_unavailable() {
    block_on(async {
        // Nobody listens on the discard port.
        let url = "postgres://giji@127.0.0.1:9/giji?sslmode=disable";
        assert_is!(
            Db::open(url).await.map(drop),
            Err(StoreError::Unavailable(_))
        );
    });
}

#[test]
fn a_file_that_cannot_be_made_is_unavailable() {
    block_on(async {
        let directory = tempfile::tempdir().unwrap();
        let url = sqlite_url(&directory.path().join("no/such/directory/giji.sqlite"));
        assert_is!(
            Db::open(&url).await.map(drop),
            Err(StoreError::Unavailable(_))
        );
    });
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    block_on(async {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("giji.sqlite");
        let content = "議事要旨 not a database at all ".repeat(200);
        fs::write(&path, &content).unwrap();
        assert_is!(
            Db::open(&sqlite_url(&path)).await.map(drop),
            Err(StoreError::Damaged(_))
        );
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            content,
            "the file is left as it was"
        );
    });
}

#[test]
fn a_full_disk_is_full_and_loses_nothing_that_was_committed() {
    on(Engine::Sqlite, async |db| {
        let rows = Rows::new();
        commit(db, async |conn| {
            insert_council(conn, &rows.council("一")).await
        })
        .await
        .unwrap();
        limit_to_its_size(db).await;
        let filled = commit(db, async |conn| {
            for number in 0..2_000 {
                insert_council(
                    conn,
                    &rows.council(&format!("{number} {}", "長い名前".repeat(100))),
                )
                .await?;
            }
            Ok(())
        })
        .await;
        assert_is!(filled, Err(StoreError::Full));
        assert_eq!(count_councils(db).await, 1);
        execute(db, "PRAGMA max_page_count = 1000000")
            .await
            .unwrap();
        commit(db, async |conn| {
            insert_council(conn, &rows.council("二")).await
        })
        .await
        .unwrap();
        assert_eq!(
            check_integrity(&mut read(db).await).await.unwrap(),
            Vec::<String>::new()
        );
    });
}

/// Takes all further pages away from the file; SQLite then says what it says on a full disk.
async fn limit_to_its_size(db: &TestDatabase) {
    execute(db, "PRAGMA max_page_count = 1")
        .await
        .expect("a limit below the size becomes the size");
}

#[test]
fn one_process_keeps_the_index_of_a_database_and_notices_when_it_no_longer_does() {
    on(Engine::Postgres, async |db| {
        let mut lock = db.lock_indexing().await.unwrap().expect("nobody has it");
        let other = Db::open(&db.url).await.unwrap();
        assert!(other.lock_indexing().await.unwrap().is_none());
        assert!(lock.is_held().await);

        end_sessions_that_hold_a_lock(db).await;
        assert!(!lock.is_held().await);
        // The server lets go of the lock a moment after it ended the session.
        let taken = loop {
            match other.lock_indexing().await.unwrap() {
                Some(lock) => break lock,
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        assert!(db.lock_indexing().await.unwrap().is_none());
        drop(taken);
        other.close().await;
    });
    on(Engine::Sqlite, async |db| {
        let mut lock = db.lock_indexing().await.unwrap().expect("nobody has it");
        assert!(lock.is_held().await);
        let other = Db::open(&db.url).await.unwrap();
        assert!(other.lock_indexing().await.unwrap().is_none());
        drop(lock);
        assert!(other.lock_indexing().await.unwrap().is_some());
        other.close().await;
    });
}

/// Ends the sessions that hold this database's own advisory lock, and no other test's.
async fn end_sessions_that_hold_a_lock(db: &TestDatabase) {
    let Db::Postgres(pool) = &**db else {
        panic!("SQLite has no sessions");
    };
    let ended: Vec<bool> = sqlx::query_scalar(
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.granted
            AND (l.classid::BIGINT << 32 | l.objid::BIGINT)
                = hashtextextended('giji indexing ' || current_schema(), 0)",
    )
    .fetch_all(pool)
    .await
    .expect("the server answers");
    assert_eq!(ended, [true]);
}

#[test]
fn the_marker_of_a_sqlite_database_changes_with_every_commit_and_with_nothing_else() {
    on(Engine::Sqlite, async |db| {
        let rows = Rows::new();
        let marker = db.change_marker().expect("SQLite has one");
        let other = Db::open(&db.url).await.unwrap();
        let mut before = marker.read().expect("the database is open");
        for (number, writer) in [&**db, &other, &**db, &other].into_iter().enumerate() {
            assert_eq!(count_councils(db).await, number);
            assert_eq!(marker.read(), Some(before), "reading changes nothing");
            commit(writer, async |conn| {
                insert_council(conn, &rows.council(&format!("{number}"))).await
            })
            .await
            .unwrap();
            let after = marker.read().expect("the database is open");
            assert_ne!(after, before, "commit {number}");
            before = after;
        }
        other.close().await;
    });
    on(Engine::Postgres, async |db| {
        assert!(db.change_marker().is_none());
    });
}

#[test]
fn a_marker_read_before_all_connections_were_closed_is_never_read_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("giji.db");
    let url = sqlite_url(&path);
    block_on(async {
        let rows = Rows::new();
        let marker = {
            let db = Db::open(&url).await.unwrap();
            let marker = db.change_marker().unwrap();
            commit(&db, async |conn| {
                insert_council(conn, &rows.council("一")).await
            })
            .await
            .unwrap();
            let first = marker.read();
            assert!(first.is_some());
            db.close().await;
            (marker, first)
        };
        let (marker, first) = marker;
        // With the last connection goes the file; each new one begins with the same bytes as any other.
        for round in 0..3 {
            let db = Db::open(&url).await.unwrap();
            let own = db.change_marker().unwrap();
            let mut seen = vec![marker.read(), own.read()];
            commit(&db, async |conn| {
                insert_council(conn, &rows.council(&format!("{round}"))).await
            })
            .await
            .unwrap();
            seen.push(marker.read());
            assert!(!seen.contains(&first), "round {round}");
            assert!(own.read().is_some(), "round {round}");
            assert_ne!(own.read(), seen[1], "round {round}");
            db.close().await;
        }
    });
}

#[test]
fn a_missing_file_is_named_unless_its_log_is_there() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("a b.db");
    let url = sqlite_url(&file);
    assert_eq!(missing_database_file(&url), Some(file.clone()));
    assert_eq!(missing_database_file("postgres://localhost/x"), None);
    assert_eq!(missing_database_file("sqlite::memory:"), None);
    std::fs::write(directory.path().join("a b.db-wal"), "").unwrap();
    assert_eq!(missing_database_file(&url), None);
    std::fs::write(&file, "").unwrap();
    assert_eq!(missing_database_file(&url), None);
}

#[test]
fn a_server_that_takes_no_connections_is_unavailable() {
    on(Engine::Postgres, async |db| {
        let raised = "DO $$ BEGIN RAISE 'not currently accepting connections' USING ERRCODE = '55000'; END $$";
        let error = execute(db, raised).await.unwrap_err();
        assert!(matches!(
            StoreError::from(error),
            StoreError::Unavailable(_)
        ));
    });
}
