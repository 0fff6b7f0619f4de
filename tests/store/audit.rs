//! The audit trail.

use giji::{domain::*, store::*};
use serde_json::json;
use sqlx::Executor;

use crate::{
    rows::{Rows, after, commit, first, read},
    support::databases::on_both,
};

#[test]
fn an_entry_comes_back_with_its_detail() {
    on_both(async |db| {
        let rows = Rows::new();
        let entry = AuditEntry {
            token_id: Some(rows.id()),
            role: Some(Role::Secretariat),
            action: AuditAction::Transition,
            council_id: Some(rows.id()),
            detail: json!({"from": "draft", "to": "published", "fields": ["題名", null, 1, -2.5, true, {}], "長": i64::MAX}),
            request_id: Some(rows.id()),
            ..rows.audit_entry(EntityKind::Minutes, "協議会/1")
        };
        let of_nobody = AuditEntry {
            role: None,
            detail: json!(null),
            ..rows.audit_entry(EntityKind::Issue, "training")
        };
        commit(db, async |conn| {
            insert_audit(conn, &entry).await?;
            insert_audit(conn, &of_nobody).await
        })
        .await
        .unwrap();
        let page = list_audit(&mut read(db).await, &AuditFilter::default(), &first(10))
            .await
            .unwrap();
        assert_eq!(page.items, [of_nobody, entry]);
    });
}

#[test]
fn entries_are_neither_changed_nor_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let entry = rows.audit_entry(EntityKind::Council, "1");
        commit(db, async |conn| insert_audit(conn, &entry).await)
            .await
            .unwrap();
        for sql in [
            "UPDATE audit SET entity_id = '2'",
            "DELETE FROM audit",
            "UPDATE audit SET role = NULL WHERE id = id",
        ] {
            let refused = match &**db {
                Db::Sqlite { write, .. } => write.execute(sql).await.map(drop),
                Db::Postgres(pool) => pool.execute(sql).await.map(drop),
            };
            let message = refused
                .expect_err("the audit trail refuses this")
                .to_string();
            assert!(message.contains("append-only"), "{sql}: {message}");
        }
        let page = list_audit(&mut read(db).await, &AuditFilter::default(), &first(10))
            .await
            .unwrap();
        assert_eq!(page.items, [entry]);
    });
}

#[test]
fn the_newest_entries_come_first_and_pages_go_back_in_time() {
    on_both(async |db| {
        let rows = Rows::new();
        let entries: Vec<AuditEntry> = (1..=5)
            .map(|number| rows.audit_entry(EntityKind::Opinion, &number.to_string()))
            .collect();
        commit(db, async |conn| {
            for entry in &entries {
                insert_audit(conn, entry).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let ids = |page: &Page<AuditEntry>| {
            page.items
                .iter()
                .map(|entry| entry.entity_id.clone())
                .collect::<Vec<_>>()
        };
        let mut conn = read(db).await;
        let all = AuditFilter::default();
        let page = list_audit(&mut conn, &all, &first(2)).await.unwrap();
        assert_eq!(
            (ids(&page), page.more),
            (vec!["5".to_owned(), "4".to_owned()], true)
        );
        let newer = rows.audit_entry(EntityKind::Opinion, "6");
        commit(db, async |conn| insert_audit(conn, &newer).await)
            .await
            .unwrap();
        let page = list_audit(&mut conn, &all, &after(entries[3].id.0, 3))
            .await
            .unwrap();
        assert_eq!(
            (ids(&page), page.more),
            (vec!["3".to_owned(), "2".to_owned(), "1".to_owned()], false)
        );
    });
}

#[test]
fn entries_are_filtered_by_council_and_thing() {
    on_both(async |db| {
        let rows = Rows::new();
        let council: CouncilId = rows.id();
        let of_council = AuditEntry {
            council_id: Some(council),
            ..rows.audit_entry(EntityKind::Meeting, "x")
        };
        let of_topic = rows.audit_entry(EntityKind::Topic, "x");
        let of_other = rows.audit_entry(EntityKind::Topic, "y");
        commit(db, async |conn| {
            for entry in [&of_council, &of_topic, &of_other] {
                insert_audit(conn, entry).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let list = async |filter: AuditFilter| {
            list_audit(&mut read(db).await, &filter, &first(10))
                .await
                .unwrap()
                .items
        };
        let all = AuditFilter::default();
        assert_eq!(
            list(AuditFilter {
                council_id: Some(council),
                ..all.clone()
            })
            .await,
            std::slice::from_ref(&of_council)
        );
        assert_eq!(
            list(AuditFilter {
                of_councils: true,
                ..all.clone()
            })
            .await,
            std::slice::from_ref(&of_council)
        );
        let entity_id = Some("x".to_owned());
        let things = list(AuditFilter {
            entity_id: entity_id.clone(),
            ..all.clone()
        })
        .await;
        assert_eq!(things, [of_topic.clone(), of_council.clone()]);
        let topics = list(AuditFilter {
            entity: Some(EntityKind::Topic),
            ..all.clone()
        })
        .await;
        assert_eq!(topics, [of_other, of_topic.clone()]);
        let topic = list(AuditFilter {
            entity: Some(EntityKind::Topic),
            entity_id,
            ..all.clone()
        })
        .await;
        assert_eq!(topic, [of_topic]);
        let of_councils = list(AuditFilter {
            of_councils: true,
            ..all
        })
        .await;
        assert_eq!(of_councils, [of_council]);
    });
}
