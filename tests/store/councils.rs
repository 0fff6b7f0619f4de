//! Councils.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, after, assert_is, commit, first, read},
    support::databases::on_both,
};

#[test]
fn a_council_comes_back_as_it_was_stored() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = Council {
            name_en: Some("Council on \"Care\"; --".to_owned()),
            archived_at: Some(rows.now()),
            ..rows.council_with(
                "医療的ケア児支援\n地域協議会 🏥 'x'",
                AttributionPolicy::Anonymous,
            )
        };
        commit(db, async |conn| insert_council(conn, &council).await)
            .await
            .unwrap();

        let mut conn = read(db).await;
        assert_eq!(
            find_council(&mut conn, council.id).await.unwrap().as_ref(),
            Some(&council)
        );
        let named = (council.id, council.name.clone());
        for (ids, expected) in [(vec![rows.id(), council.id], vec![named]), (vec![], vec![])] {
            let names = list_council_names(&mut conn, &ids).await.unwrap();
            assert_eq!(names, expected);
        }
        assert_eq!(
            find_council_by_name(&mut conn, &council.name)
                .await
                .unwrap(),
            Some(council)
        );
        assert_eq!(find_council(&mut conn, rows.id()).await.unwrap(), None);
        assert_eq!(
            find_council_by_name(&mut conn, "医療的ケア児支援")
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn the_name_of_a_council_is_taken_once() {
    on_both(async |db| {
        let rows = Rows::new();
        commit(db, async |conn| {
            insert_council(conn, &rows.council("協議会")).await
        })
        .await
        .unwrap();
        let again = commit(db, async |conn| {
            insert_council(conn, &rows.council("協議会")).await
        })
        .await;
        assert_is!(again, Err(StoreError::Duplicate));

        let mut other = rows.council("審議会");
        commit(db, async |conn| insert_council(conn, &other).await)
            .await
            .unwrap();
        other.name = "協議会".to_owned();
        let renamed = commit(db, async |conn| update_council(conn, &other).await).await;
        assert_is!(renamed, Err(StoreError::Duplicate));
    });
}

#[test]
fn names_that_only_look_alike_are_different_names() {
    on_both(async |db| {
        let rows = Rows::new();
        for name in [
            "Care",
            "care",
            "ケア",
            "けあ",
            "齋藤会",
            "斎藤会",
            "ケア ",
            "か\u{3099}",
            "が",
        ] {
            commit(db, async |conn| {
                insert_council(conn, &rows.council(name)).await
            })
            .await
            .unwrap();
        }
    });
}

#[test]
fn a_change_raises_the_version_and_a_change_of_an_older_version_is_stale() {
    on_both(async |db| {
        let rows = Rows::new();
        let read_at_first = rows.council("協議会");
        commit(db, async |conn| insert_council(conn, &read_at_first).await)
            .await
            .unwrap();
        let changed = Council {
            name: "新協議会".to_owned(),
            attribution_policy: AttributionPolicy::RoleOnly,
            updated_at: rows.now(),
            ..read_at_first.clone()
        };
        commit(db, async |conn| update_council(conn, &changed).await)
            .await
            .unwrap();

        let stored = find_council(&mut read(db).await, changed.id).await.unwrap();
        assert_eq!(
            stored,
            Some(Council {
                version: 2,
                ..changed
            })
        );
        let late = commit(db, async |conn| update_council(conn, &read_at_first).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| {
            delete_council(conn, read_at_first.id, 1).await
        })
        .await;
        assert_is!(late, Err(StoreError::Stale));
        let unknown = commit(db, async |conn| {
            update_council(conn, &rows.council("無")).await
        })
        .await;
        assert_is!(unknown, Err(StoreError::Stale));
    });
}

#[test]
fn a_council_is_deleted_unless_something_refers_to_it() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person) = (rows.council("協議会"), rows.person("相沢 一郎"));
        let seat = rows.membership(&council, &person);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_person(conn, &person).await?;
            insert_membership(conn, &seat).await
        })
        .await
        .unwrap();

        let refused = commit(db, async |conn| delete_council(conn, council.id, 1).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        commit(db, async |conn| {
            delete_membership(conn, seat.id, 1).await?;
            delete_council(conn, council.id, 1).await
        })
        .await
        .unwrap();
        assert_eq!(
            find_council(&mut read(db).await, council.id).await.unwrap(),
            None
        );
    });
}

#[test]
fn pages_hold_every_council_once_while_others_are_added() {
    on_both(async |db| {
        let rows = Rows::new();
        let early = rows.council("先に番号を取り、後で入る");
        let mut expected = Vec::new();
        for number in 1..=5 {
            let council = rows.council(&format!("第{number}協議会"));
            commit(db, async |conn| insert_council(conn, &council).await)
                .await
                .unwrap();
            expected.push(council.id);
        }
        let mut conn = read(db).await;
        let page = list_councils(&mut conn, &first(2)).await.unwrap();
        assert!(page.more);
        let mut seen: Vec<_> = page.items.iter().map(|council| council.id).collect();

        let late = rows.council("後から");
        commit(db, async |conn| insert_council(conn, &late).await)
            .await
            .unwrap();
        commit(db, async |conn| insert_council(conn, &early).await)
            .await
            .unwrap();
        expected.push(late.id);
        loop {
            let last = seen.last().expect("the first page had rows").0;
            let page = list_councils(&mut conn, &after(last, 2)).await.unwrap();
            seen.extend(page.items.iter().map(|council| council.id));
            if !page.more || seen.len() > expected.len() {
                break;
            }
        }
        assert_eq!(seen, expected);
        let beyond = list_councils(&mut conn, &after(late.id.0, 2))
            .await
            .unwrap();
        assert!(beyond.items.is_empty() && !beyond.more);
    });
}

#[test]
fn a_page_that_holds_the_last_row_says_that_there_are_no_more() {
    on_both(async |db| {
        let rows = Rows::new();
        for name in ["一", "二"] {
            commit(db, async |conn| {
                insert_council(conn, &rows.council(name)).await
            })
            .await
            .unwrap();
        }
        let page = list_councils(&mut read(db).await, &first(2)).await.unwrap();
        assert_eq!((page.items.len(), page.more), (2, false));
    });
}
