//! Synonyms.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, read},
    support::databases::on_both,
};

#[test]
fn a_group_is_stored_changed_listed_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let group = |words: &[&str]| SynonymGroup {
            id: rows.id(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            archived_at: None,
            version: 1,
            created_at: rows.now(),
            updated_at: rows.now(),
        };
        let (first, second) = (group(&["看護師", "ナース"]), group(&["\"引用\"", "\\"]));
        commit(db, async |conn| {
            insert_synonym_group(conn, &first).await?;
            insert_synonym_group(conn, &second).await
        })
        .await
        .unwrap();
        let state = async || get_synonyms_state(&mut read(db).await).await.unwrap();
        let entered = state().await;
        assert_eq!(state().await, entered);
        let list = async |archived| {
            list_synonym_groups(&mut read(db).await, archived)
                .await
                .unwrap()
        };
        assert_eq!(list(false).await, [first.clone(), second.clone()]);

        let changed = SynonymGroup {
            words: vec!["看護師".to_owned(), "看護婦".to_owned()],
            archived_at: Some(rows.now()),
            updated_at: rows.now(),
            ..first.clone()
        };
        commit(db, async |conn| update_synonym_group(conn, &changed).await)
            .await
            .unwrap();
        let updated = state().await;
        assert_ne!(updated, entered);
        let stored = SynonymGroup {
            version: 2,
            ..changed
        };
        assert_eq!(list(false).await, std::slice::from_ref(&second));
        assert_eq!(list(true).await, [stored.clone(), second.clone()]);
        let found = find_synonym_group(&mut read(db).await, first.id)
            .await
            .unwrap();
        assert_eq!(found, Some(stored));

        let late = commit(db, async |conn| update_synonym_group(conn, &first).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| {
            delete_synonym_group(conn, first.id, 1).await
        })
        .await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| {
            delete_synonym_group(conn, first.id, 2).await
        })
        .await
        .unwrap();
        assert_eq!(list(true).await, [second]);
        let deleted = state().await;
        assert!(deleted != updated && deleted != entered);
    });
}
