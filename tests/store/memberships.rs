//! Seats, who may know of them, and who sat where on a day.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, after, assert_is, commit, day, first, read},
    support::databases::{TestDatabase, on_both},
    viewers::{EVERYBODY, ITS_COUNCIL, viewers, who_sees},
};

/// A council of one person, who has the seat.
async fn one_seat(db: &TestDatabase, rows: &Rows) -> (Council, Person, Membership) {
    let (council, person) = (rows.council("協議会"), rows.person("相沢 一郎"));
    let seat = Membership {
        role: "会長".to_owned(),
        organization: Some("県立病院".to_owned()),
        starts_on: Some(day(2022, 4, 1)),
        ends_on: Some(day(2024, 3, 31)),
        ..rows.membership(&council, &person)
    };
    commit(db, async |conn| {
        insert_council(conn, &council).await?;
        insert_person(conn, &person).await?;
        insert_membership(conn, &seat).await
    })
    .await
    .expect("a seat can be stored");
    (council, person, seat)
}

#[test]
fn a_seat_is_stored_changed_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (_, _, seat) = one_seat(db, &rows).await;
        let find = async || {
            find_membership(&mut read(db).await, &Viewer::ALL, seat.id)
                .await
                .unwrap()
        };
        assert_eq!(find().await.as_ref(), Some(&seat));

        let changed = Membership {
            role: "副会長".to_owned(),
            organization: None,
            starts_on: None,
            ends_on: Some(day(2023, 3, 31)),
            updated_at: rows.now(),
            ..seat.clone()
        };
        commit(db, async |conn| update_membership(conn, &changed).await)
            .await
            .unwrap();
        assert_eq!(
            find().await,
            Some(Membership {
                version: 2,
                ..changed
            })
        );
        let late = commit(db, async |conn| update_membership(conn, &seat).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_membership(conn, seat.id, 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| delete_membership(conn, seat.id, 2).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
    });
}

#[test]
fn a_seat_of_nobody_or_nowhere_is_refused() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person, seat) = one_seat(db, &rows).await;
        let of_nobody = rows.membership(&council, &rows.person("未登録"));
        let refused = commit(db, async |conn| insert_membership(conn, &of_nobody).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        let nowhere = rows.membership(&rows.council("未登録"), &person);
        let refused = commit(db, async |conn| insert_membership(conn, &nowhere).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        let again = commit(db, async |conn| insert_membership(conn, &seat).await).await;
        assert_is!(again, Err(StoreError::Duplicate));
    });
}

#[test]
fn a_seat_is_public_where_the_council_publishes_names() {
    on_both(async |db| {
        let rows = Rows::new();
        let other = rows.council("別の協議会");
        commit(db, async |conn| insert_council(conn, &other).await)
            .await
            .unwrap();
        for policy in [
            AttributionPolicy::Named,
            AttributionPolicy::RoleOnly,
            AttributionPolicy::Anonymous,
        ] {
            let council = rows.council_with(policy.as_str(), policy);
            let person = rows.person("相沢 一郎");
            let seat = rows.membership(&council, &person);
            commit(db, async |conn| {
                insert_council(conn, &council).await?;
                insert_person(conn, &person).await?;
                insert_membership(conn, &seat).await
            })
            .await
            .unwrap();
            let expected = if policy == AttributionPolicy::Named {
                EVERYBODY
            } else {
                ITS_COUNCIL
            };
            let viewers = viewers(&council, &other);
            let found = who_sees(&viewers, async |viewer| {
                find_membership(&mut read(db).await, viewer, seat.id)
                    .await
                    .unwrap()
                    .is_some()
            })
            .await;
            assert_eq!(found, expected, "find, {policy}");
            let listed = who_sees(&viewers, async |viewer| {
                let filter = MembershipFilter::default();
                let page = list_memberships(&mut read(db).await, viewer, &filter, &first(10))
                    .await
                    .unwrap();
                page.items.contains(&seat)
            })
            .await;
            assert_eq!(listed, expected, "list, {policy}");
        }
    });
}

#[test]
fn seats_are_filtered_by_council_person_and_day() {
    on_both(async |db| {
        let rows = Rows::new();
        let councils = [rows.council("甲"), rows.council("乙")];
        let persons = [rows.person("一"), rows.person("二")];
        let seat = |council: usize, person: usize, from, to| Membership {
            starts_on: from,
            ends_on: to,
            ..rows.membership(&councils[council], &persons[person])
        };
        let always = seat(0, 0, None, None);
        let first_term = seat(0, 1, Some(day(2020, 4, 1)), Some(day(2022, 3, 31)));
        let second_term = seat(1, 1, Some(day(2022, 4, 1)), None);
        let until = seat(1, 0, None, Some(day(2022, 4, 1)));
        let seats = [&always, &first_term, &second_term, &until];
        commit(db, async |conn| {
            for council in &councils {
                insert_council(conn, council).await?;
            }
            for person in &persons {
                insert_person(conn, person).await?;
            }
            for seat in seats {
                insert_membership(conn, seat).await?;
            }
            Ok(())
        })
        .await
        .unwrap();

        let ids = async |filter: MembershipFilter| {
            let page =
                list_memberships(&mut read(db).await, &Viewer::PUBLIC, &filter, &first(10)).await;
            page.unwrap()
                .items
                .into_iter()
                .map(|seat| seat.id)
                .collect::<Vec<_>>()
        };
        let all = MembershipFilter::default();
        assert_eq!(ids(all).await, seats.map(|seat| seat.id));
        let council_id = Some(councils[0].id);
        assert_eq!(
            ids(MembershipFilter { council_id, ..all }).await,
            [always.id, first_term.id]
        );
        let person_id = Some(persons[1].id);
        assert_eq!(
            ids(MembershipFilter { person_id, ..all }).await,
            [first_term.id, second_term.id]
        );
        let on = |year, month, date| MembershipFilter {
            held_on: Some(day(year, month, date)),
            ..all
        };
        assert_eq!(
            ids(on(2022, 3, 31)).await,
            [always.id, first_term.id, until.id],
            "the last day"
        );
        assert_eq!(
            ids(on(2022, 4, 1)).await,
            [always.id, second_term.id, until.id],
            "the first day"
        );
        assert_eq!(ids(on(2022, 4, 2)).await, [always.id, second_term.id]);
        let both = MembershipFilter {
            council_id,
            person_id,
            held_on: Some(day(2022, 4, 1)),
        };
        assert!(ids(both).await.is_empty());

        let mut conn = read(db).await;
        let page = list_memberships(&mut conn, &Viewer::PUBLIC, &all, &after(first_term.id.0, 1))
            .await
            .unwrap();
        assert_eq!(
            (page.items.as_slice(), page.more),
            (&[second_term][..], true)
        );
    });
}

#[test]
fn the_members_of_a_day_come_with_their_persons() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person, seat) = one_seat(db, &rows).await;
        let newcomer = Person {
            other_names: vec!["旧姓".to_owned()],
            ..rows.person("新井 二郎")
        };
        let later = Membership {
            starts_on: Some(day(2024, 4, 1)),
            ..rows.membership(&council, &newcomer)
        };
        let elsewhere = rows.council("別の協議会");
        commit(db, async |conn| {
            insert_person(conn, &newcomer).await?;
            insert_council(conn, &elsewhere).await?;
            insert_membership(conn, &later).await?;
            insert_membership(conn, &rows.membership(&elsewhere, &newcomer)).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let on = list_members_on(&mut conn, council.id, Some(day(2022, 12, 21)))
            .await
            .unwrap();
        assert_eq!(on, [(seat.clone(), person.clone())]);
        let on = list_members_on(&mut conn, council.id, Some(day(2024, 4, 1)))
            .await
            .unwrap();
        assert_eq!(on, [(later.clone(), newcomer.clone())]);
        let at_any_time = list_members_on(&mut conn, council.id, None).await.unwrap();
        assert_eq!(at_any_time, [(seat, person), (later, newcomer)]);
    });
}

#[test]
fn the_roster_holds_the_seats_of_one_council_that_the_viewer_may_know_of() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person, seat) = one_seat(db, &rows).await;
        let hidden = rows.council_with("非公開", AttributionPolicy::Anonymous);
        let hidden_seat = rows.membership(&hidden, &person);
        commit(db, async |conn| {
            insert_council(conn, &hidden).await?;
            insert_membership(conn, &hidden_seat).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let own = list_roster(&mut conn, &Viewer::PUBLIC, council.id, None).await;
        assert_eq!(own.unwrap(), [(seat.clone(), person.clone())]);
        for (on, expected) in [(day(2022, 3, 31), 0), (day(2022, 4, 1), 1)] {
            let held = list_roster(&mut conn, &Viewer::ALL, council.id, Some(on)).await;
            assert_eq!(held.unwrap().len(), expected, "{on}");
        }
        for (viewer, expected) in [(Viewer::PUBLIC, 0), (Viewer::ALL, 1)] {
            let roster = list_roster(&mut conn, &viewer, hidden.id, None).await;
            assert_eq!(roster.unwrap().len(), expected);
        }
    });
}
