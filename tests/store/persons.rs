//! Persons, and who may know of them.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, after, assert_is, commit, first, read},
    support::databases::on_both,
    viewers::{EVERYBODY, ITS_COUNCIL, viewers, who_sees},
};

#[test]
fn a_person_comes_back_as_stored_with_every_other_name() {
    on_both(async |db| {
        let rows = Rows::new();
        let person = Person {
            reading: Some("さいとう はなこ".to_owned()),
            other_names: vec!["齋藤".to_owned(), "斎藤\"花子\"".to_owned(), String::new()],
            archived_at: Some(rows.now()),
            ..rows.person("齋藤 花子")
        };
        commit(db, async |conn| insert_person(conn, &person).await)
            .await
            .unwrap();
        let mut conn = read(db).await;
        let found = find_person(&mut conn, &Viewer::ALL, person.id)
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(&person));
        let unknown = find_person(&mut conn, &Viewer::ALL, rows.id()).await;
        assert_eq!(unknown.unwrap(), None);
    });
}

#[test]
fn a_person_is_changed_and_deleted_at_the_version_that_was_read() {
    on_both(async |db| {
        let rows = Rows::new();
        let read_at_first = rows.person("相沢 一郎");
        commit(db, async |conn| insert_person(conn, &read_at_first).await)
            .await
            .unwrap();
        let changed = Person {
            name: "相澤 一郎".to_owned(),
            reading: Some("あいざわ いちろう".to_owned()),
            other_names: vec!["相沢".to_owned()],
            archived_at: Some(rows.now()),
            updated_at: rows.now(),
            ..read_at_first.clone()
        };
        commit(db, async |conn| update_person(conn, &changed).await)
            .await
            .unwrap();
        let stored = find_person(&mut read(db).await, &Viewer::ALL, changed.id)
            .await
            .unwrap();
        assert_eq!(
            stored,
            Some(Person {
                version: 2,
                ..changed.clone()
            })
        );

        let late = commit(db, async |conn| update_person(conn, &read_at_first).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_person(conn, changed.id, 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| delete_person(conn, changed.id, 2).await)
            .await
            .unwrap();
        assert_eq!(
            find_person(&mut read(db).await, &Viewer::ALL, changed.id)
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn a_person_with_a_seat_is_not_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person) = (rows.council("協議会"), rows.person("相沢 一郎"));
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_person(conn, &person).await?;
            insert_membership(conn, &rows.membership(&council, &person)).await
        })
        .await
        .unwrap();
        let refused = commit(db, async |conn| delete_person(conn, person.id, 1).await).await;
        assert_is!(refused, Err(StoreError::Reference));
    });
}

#[test]
fn a_person_is_known_through_a_seat_that_is_seen() {
    on_both(async |db| {
        let rows = Rows::new();
        let open = rows.council("記名の協議会");
        let closed = rows.council_with("役職のみの協議会", AttributionPolicy::RoleOnly);
        let other = rows.council_with("匿名の協議会", AttributionPolicy::Anonymous);
        let in_open = rows.person("公開 一");
        let in_closed = rows.person("非公開 二");
        let in_both = rows.person("両方 三");
        let nowhere = rows.person("無所属 四");
        commit(db, async |conn| {
            for council in [&open, &closed, &other] {
                insert_council(conn, council).await?;
            }
            for person in [&in_open, &in_closed, &in_both, &nowhere] {
                insert_person(conn, person).await?;
            }
            for (council, person) in [
                (&open, &in_open),
                (&closed, &in_closed),
                (&open, &in_both),
                (&closed, &in_both),
            ] {
                insert_membership(conn, &rows.membership(council, person)).await?;
            }
            Ok(())
        })
        .await
        .unwrap();

        let viewers = viewers(&closed, &other);
        let secretariats = ["the secretariat", "a secretariat elsewhere", "an admin"];
        let table: [(&Person, &[&str]); 4] = [
            (&in_open, EVERYBODY),
            (&in_closed, ITS_COUNCIL),
            (&in_both, EVERYBODY),
            (&nowhere, &secretariats),
        ];
        for (person, expected) in table {
            let found = who_sees(&viewers, async |viewer| {
                find_person(&mut read(db).await, viewer, person.id)
                    .await
                    .unwrap()
                    .is_some()
            })
            .await;
            assert_eq!(found, expected, "find {}", person.name);
            let listed = who_sees(&viewers, async |viewer| {
                let page = list_persons(
                    &mut read(db).await,
                    viewer,
                    &PersonFilter::default(),
                    &first(10),
                )
                .await
                .unwrap();
                page.items.contains(person)
            })
            .await;
            assert_eq!(listed, expected, "list {}", person.name);
            let named = PersonFilter {
                name: Some(person.name.clone()),
                ..PersonFilter::default()
            };
            let listed = who_sees(&viewers, async |viewer| {
                let page = list_persons(&mut read(db).await, viewer, &named, &first(10))
                    .await
                    .unwrap();
                !page.items.is_empty()
            })
            .await;
            assert_eq!(listed, expected, "list by the name {}", person.name);
        }
    });
}

#[test]
fn a_filter_by_council_does_not_tell_of_a_hidden_seat() {
    on_both(async |db| {
        let rows = Rows::new();
        let open = rows.council("記名の協議会");
        let closed = rows.council_with("匿名の協議会", AttributionPolicy::Anonymous);
        let person = rows.person("両方 三");
        commit(db, async |conn| {
            for council in [&open, &closed] {
                insert_council(conn, council).await?;
            }
            insert_person(conn, &person).await?;
            for council in [&open, &closed] {
                insert_membership(conn, &rows.membership(council, &person)).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let viewers = viewers(&closed, &open);
        for (council, expected) in [(&open, EVERYBODY), (&closed, ITS_COUNCIL)] {
            let filter = PersonFilter {
                council_id: Some(council.id),
                name: None,
            };
            let seers = who_sees(&viewers, async |viewer| {
                let page = list_persons(&mut read(db).await, viewer, &filter, &first(10))
                    .await
                    .unwrap();
                !page.items.is_empty()
            })
            .await;
            assert_eq!(seers, expected, "{}", council.name);
        }
    });
}

#[test]
fn persons_are_found_by_their_exact_name_or_reading() {
    on_both(async |db| {
        let rows = Rows::new();
        let aizawa = Person {
            reading: Some("あいざわ".to_owned()),
            ..rows.person("相沢")
        };
        let also_aizawa = Person {
            reading: Some("あいざわ".to_owned()),
            ..rows.person("藍沢")
        };
        let other = rows.person("相沢 一郎");
        commit(db, async |conn| {
            for person in [&aizawa, &also_aizawa, &other] {
                insert_person(conn, person).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let by = async |name: &str| {
            let filter = PersonFilter {
                name: Some(name.to_owned()),
                council_id: None,
            };
            let page = list_persons(&mut read(db).await, &Viewer::ALL, &filter, &first(10))
                .await
                .unwrap();
            page.items
        };
        assert_eq!(by("相沢").await, std::slice::from_ref(&aizawa));
        assert_eq!(by("あいざわ").await, [aizawa, also_aizawa]);
        assert!(
            by("相").await.is_empty()
                && by("アイザワ").await.is_empty()
                && by("%").await.is_empty()
        );
    });
}

#[test]
fn a_person_with_two_seats_stands_once_in_a_list_and_pages_go_on_by_id() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let persons: Vec<Person> = ["一", "二", "三"].map(|name| rows.person(name)).into();
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            for person in &persons {
                insert_person(conn, person).await?;
                insert_membership(conn, &rows.membership(&council, person)).await?;
                insert_membership(conn, &rows.membership(&council, person)).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let filter = PersonFilter {
            council_id: Some(council.id),
            name: None,
        };
        let mut conn = read(db).await;
        let page = list_persons(&mut conn, &Viewer::PUBLIC, &filter, &first(2))
            .await
            .unwrap();
        assert_eq!((page.items.as_slice(), page.more), (&persons[..2], true));
        let page = list_persons(
            &mut conn,
            &Viewer::PUBLIC,
            &filter,
            &after(persons[1].id.0, 2),
        )
        .await
        .unwrap();
        assert_eq!((page.items.as_slice(), page.more), (&persons[2..], false));
    });
}
