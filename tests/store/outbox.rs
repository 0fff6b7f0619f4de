//! What the index still has to be told.

use std::time::Duration;

use giji::{domain::*, store::*};
use sqlx::Executor;
use uuid::Uuid;

use crate::{
    rows::{Rows, commit, read},
    support::databases::{Engine, on, on_both},
};

#[test]
fn entries_are_listed_oldest_first_and_deleted_one_by_one() {
    on_both(async |db| {
        let rows = Rows::new();
        let council: CouncilId = rows.id();
        let ids: [Uuid; 3] = [rows.id(), rows.id(), rows.id()];
        commit(db, async |conn| {
            enqueue(conn, IndexScope::Opinion, ids[0], Some(council)).await?;
            enqueue(conn, IndexScope::Meeting, ids[1], Some(council)).await?;
            enqueue(conn, IndexScope::ActionItem, ids[2], None).await?;
            enqueue(conn, IndexScope::Everything, Uuid::nil(), None).await
        })
        .await
        .unwrap();

        let mut conn = read(db).await;
        let pending = list_pending(&mut conn, 10).await.unwrap();
        let seen: Vec<_> = pending
            .iter()
            .map(|entry| (entry.scope, entry.entity_id, entry.council_id))
            .collect();
        assert_eq!(
            seen,
            [
                (IndexScope::Opinion, ids[0], Some(council)),
                (IndexScope::Meeting, ids[1], Some(council)),
                (IndexScope::ActionItem, ids[2], None),
                (IndexScope::Everything, Uuid::nil(), None),
            ]
        );
        let seqs: Vec<i64> = pending.iter().map(|entry| entry.seq).collect();
        assert!(seqs.is_sorted_by(|one, next| one < next), "{seqs:?}");
        assert_eq!(list_pending_councils(&mut conn).await.unwrap(), [council]);
        assert_eq!(list_pending(&mut conn, 2).await.unwrap(), pending[..2]);
        assert_eq!(count_pending(&mut conn).await.unwrap(), 4);
        assert_eq!(pending_from(&mut conn).await.unwrap(), Some(seqs[0]));
        assert_eq!(pending_through(&mut conn).await.unwrap(), Some(seqs[3]));

        commit(db, async |conn| {
            delete_entries(conn, &[seqs[0], seqs[2], 999_999]).await
        })
        .await
        .unwrap();
        let left = list_pending(&mut conn, 10).await.unwrap();
        assert_eq!(left, [pending[1].clone(), pending[3].clone()]);
        commit(db, async |conn| delete_entries(conn, &[]).await)
            .await
            .unwrap();
        commit(db, async |conn| delete_entries(conn, &seqs).await)
            .await
            .unwrap();
        assert_eq!(count_pending(&mut conn).await.unwrap(), 0);
        assert_eq!(pending_from(&mut conn).await.unwrap(), None);
        assert_eq!(pending_through(&mut conn).await.unwrap(), None);
    });
}

#[test]
fn the_order_is_that_of_the_numbers_wherever_the_rows_lie() {
    on_both(async |db| {
        let rows = Rows::new();
        let ids: [Uuid; 3] = [rows.id(), rows.id(), rows.id()];
        commit(db, async |conn| {
            for id in ids {
                enqueue(conn, IndexScope::Opinion, id, None).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        // PostgreSQL writes a changed row behind the others.
        let moves = "UPDATE outbox SET scope = 'topic' WHERE seq = (SELECT MIN(seq) FROM outbox)";
        match &**db {
            Db::Sqlite { write, .. } => write.execute(moves).await.map(drop),
            Db::Postgres(pool) => pool.execute(moves).await.map(drop),
        }
        .unwrap();
        let pending = list_pending(&mut read(db).await, 10).await.unwrap();
        assert_eq!(
            pending
                .iter()
                .map(|entry| entry.entity_id)
                .collect::<Vec<_>>(),
            ids
        );
    });
}

#[test]
fn one_process_at_a_time_keeps_the_index_of_a_postgres_database() {
    on(Engine::Postgres, async |db| {
        let other = Db::open(&db.url).await.unwrap();
        let lock = db.lock_indexing().await.unwrap();
        assert!(lock.is_some());
        assert!(other.lock_indexing().await.unwrap().is_none());
        drop(lock);
        // The server notices the end of the session a moment later.
        let mut taken = None;
        for _ in 0..500 {
            taken = other.lock_indexing().await.unwrap();
            if taken.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(taken.is_some(), "the lock goes with its holder");
        other.close().await;
    });
}

#[test]
fn a_seq_is_never_given_twice() {
    on_both(async |db| {
        let mut last = 0;
        for _ in 0..3 {
            commit(db, async |conn| {
                enqueue(conn, IndexScope::Everything, Uuid::nil(), None).await
            })
            .await
            .unwrap();
            let seq = pending_through(&mut read(db).await)
                .await
                .unwrap()
                .expect("an entry is pending");
            assert!(seq > last, "{seq} after {last}");
            last = seq;
            commit(db, async |conn| delete_entries(conn, &[seq]).await)
                .await
                .unwrap();
        }
    });
}

#[test]
fn more_entries_are_deleted_at_once_than_a_statement_takes_values() {
    on_both(async |db| {
        let seqs: Vec<i64> = (1..=70_000).collect();
        commit(db, async |conn| {
            enqueue(conn, IndexScope::Everything, Uuid::nil(), None).await?;
            delete_entries(conn, &seqs).await
        })
        .await
        .unwrap();
        assert_eq!(count_pending(&mut read(db).await).await.unwrap(), 0);
    });
}

#[test]
fn an_entry_goes_with_the_transaction_of_its_change() {
    on_both(async |db| {
        let mut conn = db.write().await.unwrap();
        enqueue(&mut conn, IndexScope::Everything, Uuid::nil(), None)
            .await
            .unwrap();
        assert_eq!(count_pending(&mut conn).await.unwrap(), 1);
        drop(conn);
        assert_eq!(count_pending(&mut read(db).await).await.unwrap(), 0);
    });
}

// SQLite has one writer, so that entries become visible in the order of their numbers.
#[test]
fn on_postgres_an_entry_that_becomes_visible_late_is_still_listed_and_not_deleted_with_a_later_one()
{
    on(Engine::Postgres, async |db| {
        let rows = Rows::new();
        let mut slow = db.write().await.unwrap();
        let (early, late): (Uuid, Uuid) = (rows.id(), rows.id());
        enqueue(&mut slow, IndexScope::Opinion, early, None)
            .await
            .unwrap();
        commit(db, async |conn| {
            enqueue(conn, IndexScope::Opinion, late, None).await
        })
        .await
        .unwrap();
        let first = list_pending(&mut read(db).await, 10).await.unwrap();
        assert_eq!(
            first
                .iter()
                .map(|entry| entry.entity_id)
                .collect::<Vec<_>>(),
            [late]
        );
        slow.commit().await.unwrap();
        commit(db, async |conn| delete_entries(conn, &[first[0].seq]).await)
            .await
            .unwrap();
        let left = list_pending(&mut read(db).await, 10).await.unwrap();
        assert_eq!(
            left.iter().map(|entry| entry.entity_id).collect::<Vec<_>>(),
            [early]
        );
        assert!(left[0].seq < first[0].seq);
    });
}
