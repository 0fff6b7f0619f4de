//! Two persons that turned out to be one: what is moved, and what comes back.

use std::collections::BTreeSet;

use giji::{domain::*, store::*};
use sqlx::Connection;

use crate::{
    rows::{Rows, assert_is, commit, first, read},
    support::databases::{Engine, on, on_both},
};

/// A merge that is stored with nothing moved yet.
fn merge_of(rows: &Rows, merged: &Person, kept: &Person) -> PersonMerge {
    PersonMerge {
        id: rows.id(),
        merged_id: merged.id,
        kept_id: kept.id,
        names: vec![merged.name.clone()],
        reason: Some("同一人物".to_owned()),
        token_id: None,
        merged_at: rows.now(),
        undone_at: None,
    }
}

#[test]
fn every_column_that_names_a_person_is_moved() {
    // The schema is the same on both engines; SQLite tells of its foreign keys in one query.
    on(Engine::Sqlite, async |db| {
        let mut connection = sqlx::SqliteConnection::connect(&db.url)
            .await
            .expect("a second connection");
        let columns: Vec<(String, String)> = sqlx::query_as(
            "SELECT m.name, f.\"from\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table' AND f.\"table\" = 'person' AND m.name <> 'person_merge'",
        )
        .fetch_all(&mut connection)
        .await
        .expect("the schema can be read");
        let in_schema: BTreeSet<String> = columns
            .into_iter()
            .map(|(table, column)| format!("{table}.{column}"))
            .collect();
        let moved: BTreeSet<String> = columns_that_name_a_person().map(str::to_owned).collect();
        assert_eq!(moved, in_schema);
        assert!(moved.len() >= 6, "{moved:?}");
    });
}

#[test]
fn what_named_the_merged_person_names_the_kept_one_and_comes_back() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting(&council);
        let (merged, kept) = (rows.person("斎藤 一"), rows.person("齋藤 一"));
        let earlier = Person {
            merged_into: Some(merged.id),
            ..rows.person("斉藤 一")
        };
        let seat = rows.membership(&council, &merged);
        let own_seat = rows.membership(&council, &kept);
        let attendance = Attendance {
            person_id: Some(merged.id),
            ..rows.attendance(&meeting, 0, "斎藤")
        };
        let opinion = |position, person: &Person| Opinion {
            person_id: Some(person.id),
            ..rows.opinion(&meeting, None, position)
        };
        let (said, given_away, own) = (opinion(0, &merged), opinion(1, &merged), opinion(2, &kept));
        let item = ActionItem {
            owner_person_id: Some(merged.id),
            ..rows.action_item(&council, None)
        };
        let token = Token {
            role: Role::Member,
            person_id: Some(merged.id),
            ..rows.token("委員用")
        };
        let round = rows.check_round(&meeting);
        let answer = CheckAnswer {
            round_id: round.id,
            opinion_id: said.id,
            person_id: merged.id,
            answer: CheckAnswerKind::Confirmed,
            at: rows.now(),
            token_id: None,
        };
        let request = rows.correction_request(&round, &said);
        let source = rows.source("議事録.txt");
        let import = rows.import(&council, &source);
        let suggestion = Suggestion {
            kind: SuggestionKind::Person,
            strength: None,
            person_id: Some(merged.id),
            ..rows.suggestion(&import, &said)
        };
        let merge = merge_of(&rows, &merged, &kept);
        let moved = commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            for person in [&merged, &kept, &earlier] {
                insert_person(conn, person).await?;
            }
            insert_membership(conn, &seat).await?;
            insert_membership(conn, &own_seat).await?;
            insert_attendances(conn, std::slice::from_ref(&attendance)).await?;
            insert_opinions(conn, &[said.clone(), given_away.clone(), own.clone()]).await?;
            insert_action_item(conn, &item).await?;
            insert_source(conn, &source).await?;
            insert_import(conn, &import).await?;
            insert_suggestions(conn, std::slice::from_ref(&suggestion)).await?;
            insert_token(conn, &token).await?;
            insert_check_round(conn, &round).await?;
            put_check_answers(conn, std::slice::from_ref(&answer)).await?;
            insert_correction_request(conn, &request).await?;
            insert_person_merge(conn, &merge).await?;
            move_rows_of_person(conn, &merge).await
        })
        .await
        .unwrap();
        let expected = MovedRows {
            memberships: 1,
            attendances: 1,
            opinions: 2,
            action_items: 1,
            suggestions: 1,
            check_answers: 1,
            correction_requests: 1,
            tokens: 1,
            persons: 1,
        };
        assert_eq!(moved, expected);
        let persons_of = async || {
            let mut conn = read(db).await;
            let seen = find_membership(&mut conn, &Viewer::ALL, seat.id).await;
            let listed = list_attendances(&mut conn, &Viewer::ALL, meeting.id).await;
            let opinion = find_opinion(&mut conn, &Viewer::ALL, said.id).await;
            let owned = find_action_item(&mut conn, &Viewer::ALL, item.id).await;
            let meant = find_suggestion(&mut conn, &Viewer::ALL, suggestion.id).await;
            let tied = find_token_by_hash(&mut conn, &token.hash, rows.now()).await;
            let answered = list_check_answers(&mut conn, round.id, &[said.id]).await;
            let asked = find_correction_request(&mut conn, &Asker::ALL, request.id).await;
            let pointer = find_person(&mut conn, &Viewer::ALL, earlier.id).await;
            [
                Some(seen.unwrap().unwrap().person_id),
                listed.unwrap()[0].person_id,
                opinion.unwrap().unwrap().person_id,
                owned.unwrap().unwrap().owner_person_id,
                meant.unwrap().unwrap().person_id,
                tied.unwrap().unwrap().person_id,
                Some(answered.unwrap()[0].person_id),
                Some(asked.unwrap().unwrap().person_id),
                pointer.unwrap().unwrap().merged_into,
            ]
        };
        assert_eq!(persons_of().await, [Some(kept.id); 9]);
        let version = find_opinion(&mut read(db).await, &Viewer::ALL, said.id)
            .await
            .unwrap()
            .unwrap()
            .version;
        assert_eq!(version, 2, "who read it before may not overwrite it");

        let mut conn = read(db).await;
        let found = find_person_merge(&mut conn, merged.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&merge));
        assert_eq!(find_person_merge(&mut conn, kept.id).await.unwrap(), None);
        drop(conn);

        // In the meantime somebody gives one of the opinions to nobody.
        let nobodys = Opinion {
            person_id: None,
            version: 2,
            ..given_away.clone()
        };
        let back = commit(db, async |conn| {
            update_opinion(conn, &nobodys).await?;
            let back = bring_back_rows_of_person(conn, &merge).await?;
            set_person_merge_undone(conn, merge.id, rows.now()).await?;
            Ok(back)
        })
        .await
        .unwrap();
        assert_eq!(
            back,
            MovedRows {
                opinions: 1,
                ..expected
            }
        );
        assert_eq!(persons_of().await, [Some(merged.id); 9]);
        let mut conn = read(db).await;
        for (id, person) in [(own.id, Some(kept.id)), (given_away.id, None)] {
            let opinion = find_opinion(&mut conn, &Viewer::ALL, id).await.unwrap();
            assert_eq!(opinion.unwrap().person_id, person);
        }
        let own = find_membership(&mut conn, &Viewer::ALL, own_seat.id).await;
        assert_eq!(own.unwrap().unwrap().person_id, kept.id);
        assert_eq!(find_person_merge(&mut conn, merged.id).await.unwrap(), None);
        drop(conn);
        let twice = commit(db, async |conn| {
            set_person_merge_undone(conn, merge.id, rows.now()).await
        })
        .await;
        assert_is!(twice, Err(StoreError::Stale));
    });
}

#[test]
fn a_person_is_merged_into_one_other_at_a_time() {
    on_both(async |db| {
        let rows = Rows::new();
        let (merged, kept) = (rows.person("斎藤 一"), rows.person("齋藤 一"));
        let merge = merge_of(&rows, &merged, &kept);
        commit(db, async |conn| {
            insert_person(conn, &merged).await?;
            insert_person(conn, &kept).await?;
            insert_person_merge(conn, &merge).await
        })
        .await
        .unwrap();
        let again = merge_of(&rows, &merged, &kept);
        let refused = commit(db, async |conn| insert_person_merge(conn, &again).await).await;
        assert_is!(refused, Err(StoreError::Duplicate));
        commit(db, async |conn| {
            set_person_merge_undone(conn, merge.id, rows.now()).await?;
            insert_person_merge(conn, &again).await
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_merged_person_is_known_where_the_kept_one_is_and_in_no_list() {
    on_both(async |db| {
        let rows = Rows::new();
        let hidden = rows.council_with("非公開", AttributionPolicy::Anonymous);
        let open = rows.council("公開");
        let (kept_open, kept_hidden) = (rows.person("青木 一"), rows.person("青木 二"));
        let into = |kept: &Person, name: &str| Person {
            merged_into: Some(kept.id),
            ..rows.person(name)
        };
        let (seen, unseen) = (into(&kept_open, "靑木 一"), into(&kept_hidden, "靑木 二"));
        commit(db, async |conn| {
            for council in [&hidden, &open] {
                insert_council(conn, council).await?;
            }
            for person in [&kept_open, &kept_hidden, &seen, &unseen] {
                insert_person(conn, person).await?;
            }
            insert_membership(conn, &rows.membership(&open, &kept_open)).await?;
            insert_membership(conn, &rows.membership(&hidden, &kept_hidden)).await
        })
        .await
        .unwrap();
        let secretariat = Viewer {
            everywhere: Level::Public,
            council: Some((open.id, Level::Secretariat)),
        };
        let mut conn = read(db).await;
        for viewer in [Viewer::PUBLIC, secretariat] {
            let found = find_person(&mut conn, &viewer, seen.id).await.unwrap();
            assert_eq!(found.as_ref(), Some(&seen));
            let found = find_person(&mut conn, &viewer, unseen.id).await.unwrap();
            assert_eq!(found, None);
        }
        let page = list_persons(&mut conn, &Viewer::ALL, &PersonFilter::default(), &first(9)).await;
        let listed: Vec<PersonId> = page.unwrap().items.iter().map(|person| person.id).collect();
        assert_eq!(listed, [kept_open.id, kept_hidden.id]);
        for (council, merged) in [(&open, &seen), (&hidden, &unseen)] {
            let known = list_persons_merged_into_members(&mut conn, council.id).await;
            let known: Vec<PersonId> = known.unwrap().iter().map(|person| person.id).collect();
            assert_eq!(known, [merged.id], "of the members of this council alone");
        }
    });
}

#[test]
fn the_councils_in_which_something_names_a_person_are_told_apart() {
    on_both(async |db| {
        let rows = Rows::new();
        let councils: Vec<Council> = ["座席", "出欠", "意見", "対応", "なし"]
            .map(|name| rows.council(name))
            .to_vec();
        let person = rows.person("斎藤 一");
        let meetings: Vec<Meeting> = councils
            .iter()
            .map(|council| rows.meeting(council))
            .collect();
        let attendance = Attendance {
            person_id: Some(person.id),
            ..rows.attendance(&meetings[1], 0, "斎藤")
        };
        let opinion = Opinion {
            person_id: Some(person.id),
            ..rows.opinion(&meetings[2], None, 0)
        };
        let item = ActionItem {
            owner_person_id: Some(person.id),
            ..rows.action_item(&councils[3], None)
        };
        commit(db, async |conn| {
            insert_person(conn, &person).await?;
            for (council, meeting) in councils.iter().zip(&meetings) {
                insert_council(conn, council).await?;
                insert_meeting(conn, meeting).await?;
            }
            insert_membership(conn, &rows.membership(&councils[0], &person)).await?;
            insert_attendances(conn, &[attendance]).await?;
            insert_opinions(conn, &[opinion]).await?;
            insert_action_item(conn, &item).await
        })
        .await
        .unwrap();
        let found = async || -> BTreeSet<Option<CouncilId>> {
            let list = list_councils_of_person(&mut read(db).await, person.id).await;
            list.unwrap().into_iter().collect()
        };
        let named: BTreeSet<_> = councils[..4]
            .iter()
            .map(|council| Some(council.id))
            .collect();
        assert_eq!(found().await, named);
        let everywhere = Token {
            person_id: Some(person.id),
            ..rows.token("委員用")
        };
        commit(db, async |conn| insert_token(conn, &everywhere).await)
            .await
            .unwrap();
        assert!(found().await.contains(&None));
    });
}

#[test]
fn who_was_merged_is_listed_with_who_was_kept() {
    on_both(async |db| {
        let rows = Rows::new();
        let kept = rows.person("齋藤 一");
        let merged = Person {
            merged_into: Some(kept.id),
            ..rows.person("斎藤 一")
        };
        commit(db, async |conn| {
            insert_person(conn, &kept).await?;
            insert_person(conn, &merged).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let all = vec![merged.id, kept.id, rows.id(), merged.id];
        let listed = list_kept_persons(&mut conn, all).await.unwrap();
        assert_eq!(
            listed.into_iter().collect::<Vec<_>>(),
            [(merged.id, kept.id)]
        );
        let none = list_kept_persons(&mut conn, Vec::new()).await.unwrap();
        assert!(none.is_empty());
    });
}
