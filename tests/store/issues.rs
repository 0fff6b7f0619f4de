//! The vocabulary.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, read},
    support::databases::on_both,
};

#[test]
fn an_issue_is_stored_changed_and_deleted_by_its_key() {
    on_both(async |db| {
        let rows = Rows::new();
        let issue = Issue {
            label_ja: "研修・養成".to_owned(),
            label_en: "Training".to_owned(),
            aliases: vec![
                "研修".to_owned(),
                "養成".to_owned(),
                "\"引用\"\\".to_owned(),
            ],
            ..rows.issue("training")
        };
        commit(db, async |conn| insert_issue(conn, &issue).await)
            .await
            .unwrap();
        let find = async || find_issue(&mut read(db).await, "training").await.unwrap();
        assert_eq!(find().await.as_ref(), Some(&issue));

        let changed = Issue {
            label_ja: "研修".to_owned(),
            label_en: "Courses".to_owned(),
            aliases: vec!["講習".to_owned()],
            archived_at: Some(rows.now()),
            updated_at: rows.now(),
            ..issue.clone()
        };
        commit(db, async |conn| update_issue(conn, &changed).await)
            .await
            .unwrap();
        assert_eq!(
            find().await,
            Some(Issue {
                version: 2,
                ..changed
            })
        );
        let late = commit(db, async |conn| update_issue(conn, &issue).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_issue(conn, "training", 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| delete_issue(conn, "training", 2).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
    });
}

#[test]
fn a_key_is_taken_once() {
    on_both(async |db| {
        let rows = Rows::new();
        commit(db, async |conn| {
            insert_issue(conn, &rows.issue("fees")).await
        })
        .await
        .unwrap();
        let again = commit(db, async |conn| {
            insert_issue(conn, &rows.issue("fees")).await
        })
        .await;
        assert_is!(again, Err(StoreError::Duplicate));
    });
}

#[test]
fn a_wider_issue_has_to_exist_and_stays_while_narrower_ones_name_it() {
    on_both(async |db| {
        let rows = Rows::new();
        let wider = rows.issue("staff");
        let narrower = Issue {
            broader: Some("staff".to_owned()),
            ..rows.issue("nurses")
        };
        let refused = commit(db, async |conn| insert_issue(conn, &narrower).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        commit(db, async |conn| {
            insert_issue(conn, &wider).await?;
            insert_issue(conn, &narrower).await
        })
        .await
        .unwrap();
        let refused = commit(db, async |conn| delete_issue(conn, "staff", 1).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        commit(db, async |conn| {
            update_issue(
                conn,
                &Issue {
                    broader: None,
                    ..narrower
                },
            )
            .await?;
            delete_issue(conn, "staff", 1).await
        })
        .await
        .unwrap();
    });
}

#[test]
fn issues_are_listed_by_code_point_with_or_without_archived_ones() {
    on_both(async |db| {
        let rows = Rows::new();
        // A dictionary would put "a_b" and "ab" elsewhere than code points do, and "B" after "a".
        for key in ["ab", "a_b", "B", "aa", "研修"] {
            let archived_at = (key == "aa").then(|| rows.now());
            let issue = Issue {
                archived_at,
                ..rows.issue(key)
            };
            commit(db, async |conn| insert_issue(conn, &issue).await)
                .await
                .unwrap();
        }
        let keys = async |with_archived| {
            let issues = list_issues(&mut read(db).await, with_archived)
                .await
                .unwrap();
            issues
                .into_iter()
                .map(|issue| issue.key)
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(true).await, ["B", "a_b", "aa", "ab", "研修"]);
        assert_eq!(keys(false).await, ["B", "a_b", "ab", "研修"]);
    });
}
