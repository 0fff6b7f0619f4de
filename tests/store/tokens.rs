//! Access tokens.

use chrono::TimeDelta;
use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, after, assert_is, commit, first, read},
    support::databases::on_both,
};

#[test]
fn a_token_comes_back_as_it_was_stored() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person) = (rows.council("協議会"), rows.person("相沢 一郎"));
        let token = Token {
            hash: (0..=31).collect(),
            role: Role::Member,
            council_id: Some(council.id),
            person_id: Some(person.id),
            expires_at: Some(rows.now() + TimeDelta::days(30)),
            ..rows.token("相沢さんの手元")
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_person(conn, &person).await?;
            insert_token(conn, &token).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        assert_eq!(
            find_token(&mut conn, token.id).await.unwrap().as_ref(),
            Some(&token)
        );
        assert_eq!(find_token(&mut conn, rows.id()).await.unwrap(), None);
        let found = find_token_by_hash(&mut conn, &token.hash, rows.now())
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(&token));
        assert_eq!(
            find_token_by_hash(&mut conn, &[0; 32], rows.now())
                .await
                .unwrap(),
            None
        );
        assert_eq!(
            find_token_by_hash(&mut conn, &[], rows.now())
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn a_hash_is_stored_once_and_a_token_needs_its_council_and_person() {
    on_both(async |db| {
        let rows = Rows::new();
        let token = rows.token("一");
        commit(db, async |conn| insert_token(conn, &token).await)
            .await
            .unwrap();
        let same = Token {
            hash: token.hash.clone(),
            ..rows.token("二")
        };
        let refused = commit(db, async |conn| insert_token(conn, &same).await).await;
        assert_is!(refused, Err(StoreError::Duplicate));
        let homeless = Token {
            council_id: Some(rows.id()),
            ..rows.token("三")
        };
        let refused = commit(db, async |conn| insert_token(conn, &homeless).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        let nobodys = Token {
            person_id: Some(rows.id()),
            ..rows.token("四")
        };
        let refused = commit(db, async |conn| insert_token(conn, &nobodys).await).await;
        assert_is!(refused, Err(StoreError::Reference));
    });
}

#[test]
fn an_expired_token_is_not_found_by_its_hash() {
    on_both(async |db| {
        let rows = Rows::new();
        // Whole seconds, milliseconds and microseconds: SQLite compares their texts.
        for micros in [0, 500_000, 500_001, 999_999] {
            let expires_at = rows.now() + TimeDelta::microseconds(micros);
            let token = Token {
                expires_at: Some(expires_at),
                ..rows.token("期限付き")
            };
            commit(db, async |conn| insert_token(conn, &token).await)
                .await
                .unwrap();
            let mut conn = read(db).await;
            for (offset, live) in [
                (-1_000_000, true),
                (-1, true),
                (0, false),
                (1, false),
                (1_000_000, false),
            ] {
                let now = expires_at + TimeDelta::microseconds(offset);
                let found = find_token_by_hash(&mut conn, &token.hash, now)
                    .await
                    .unwrap();
                assert_eq!(found.is_some(), live, "{offset} µs after {expires_at}");
            }
            assert!(find_token(&mut conn, token.id).await.unwrap().is_some());
        }
    });
}

#[test]
fn a_token_is_revoked_once() {
    on_both(async |db| {
        let rows = Rows::new();
        let token = rows.token("失効する");
        commit(db, async |conn| insert_token(conn, &token).await)
            .await
            .unwrap();
        let at = rows.now();
        assert!(
            commit(db, async |conn| revoke_token(conn, token.id, at).await)
                .await
                .unwrap()
        );
        let mut conn = read(db).await;
        assert_eq!(
            find_token_by_hash(&mut conn, &token.hash, rows.now())
                .await
                .unwrap(),
            None
        );
        let later = rows.now();
        assert!(
            !commit(db, async |conn| revoke_token(conn, token.id, later).await)
                .await
                .unwrap()
        );
        let stored = find_token(&mut conn, token.id).await.unwrap();
        assert_eq!(
            stored,
            Some(Token {
                revoked_at: Some(at),
                ..token
            })
        );
        assert!(
            !commit(db, async |conn| revoke_token(conn, rows.id(), later).await)
                .await
                .unwrap()
        );
    });
}

#[test]
fn tokens_are_listed_by_council_and_page() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let everywhere = rows.token("全体");
        let own: Vec<Token> = ["一", "二", "三"]
            .map(|name| Token {
                role: Role::Staff,
                council_id: Some(council.id),
                ..rows.token(name)
            })
            .into();
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_token(conn, &everywhere).await?;
            for token in &own {
                insert_token(conn, token).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let page = list_tokens(&mut conn, None, &first(2)).await.unwrap();
        assert_eq!(
            (page.items, page.more),
            (vec![everywhere, own[0].clone()], true)
        );
        let page = list_tokens(&mut conn, Some(council.id), &after(own[0].id.0, 2))
            .await
            .unwrap();
        assert_eq!((page.items.as_slice(), page.more), (&own[1..], false));
        let page = list_tokens(&mut conn, Some(rows.id()), &first(2))
            .await
            .unwrap();
        assert!(page.items.is_empty());
    });
}
