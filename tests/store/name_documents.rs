//! Meetings and persons for the index: who has which seats, who may know of it, and what action items tell of opinions.

use giji::{domain::*, store::*};
use uuid::Uuid;

use crate::{
    rows::{Rows, commit, read},
    support::databases::on_both,
};

const ALL: DocumentScope<'static> = DocumentScope::Everything;

#[test]
fn meetings_are_read_as_their_minutes_are_seen() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let draft = rows.meeting_in(&council, MinutesStatus::Draft);
        let published = Meeting {
            round: Some(3),
            fiscal_year: Some(2022),
            ..rows.meeting_in(&council, MinutesStatus::Published)
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &draft).await?;
            insert_meeting(conn, &published).await
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let mut listed = async |viewer: Option<Viewer>, scope, after| -> Vec<MeetingId> {
            let found = list_meeting_documents(conn, viewer.as_ref(), scope, after, 10).await;
            found.unwrap().into_iter().map(|row| row.id).collect()
        };
        let both = [draft.id, published.id];
        assert_eq!(listed(None, ALL, None).await, both);
        assert_eq!(listed(None, ALL, Some(draft.id.0)).await, [published.id]);
        assert_eq!(
            listed(Some(Viewer::PUBLIC), ALL, None).await,
            [published.id]
        );
        let ids = [draft.id.0];
        assert_eq!(
            listed(Some(Viewer::PUBLIC), DocumentScope::Ids(&ids), None).await,
            []
        );
        assert_eq!(
            listed(None, DocumentScope::Ids(&ids), None).await,
            [draft.id]
        );
        assert_eq!(
            listed(None, DocumentScope::Meeting(published.id.0), None).await,
            [published.id]
        );
        assert_eq!(
            listed(None, DocumentScope::Council(council.id.0), None).await,
            both
        );
        assert_eq!(
            listed(None, DocumentScope::Topic(rows.id()), None).await,
            []
        );

        let found =
            list_meeting_documents(conn, None, DocumentScope::Meeting(published.id.0), None, 1)
                .await;
        let found = found.unwrap();
        assert_eq!(
            (found[0].round, found[0].version),
            (Some(3), published.version)
        );
        assert_eq!(found[0].around.meeting_title, Some(published.title));
        assert_eq!(found[0].around.fiscal_year, Some(2022));
    });
}

#[test]
fn persons_are_read_with_the_levels_at_which_their_seats_are_known() {
    on_both(async |db| {
        let rows = Rows::new();
        let open = rows.council("公開の会");
        let closed = rows.council_with("非公開の会", AttributionPolicy::Anonymous);
        let (both, hidden, nowhere) = (
            rows.person("齋藤"),
            rows.person("冨岡"),
            rows.person("瀨戸"),
        );
        let merged = Person {
            merged_into: Some(both.id),
            ..rows.person("斎藤")
        };
        let seats = [
            (&open, &both),
            (&open, &both),
            (&closed, &both),
            (&closed, &hidden),
        ];
        let seats = seats.map(|(council, person)| rows.membership(council, person));
        commit(db, async |conn| {
            insert_council(conn, &open).await?;
            insert_council(conn, &closed).await?;
            for person in [&both, &hidden, &nowhere, &merged] {
                insert_person(conn, person).await?;
            }
            for seat in &seats {
                insert_membership(conn, seat).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let all = list_person_documents(conn, None, ALL, None, 10)
            .await
            .unwrap();
        let of = |person: &Person, seats: &[(CouncilId, Level)]| PersonDocument {
            person: person.clone(),
            seats: seats.to_vec(),
        };
        let expected = [
            of(
                &both,
                &[(open.id, Level::Public), (closed.id, Level::Council)],
            ),
            of(&hidden, &[(closed.id, Level::Council)]),
            of(&nowhere, &[]),
        ];
        assert_eq!(all, expected, "each seat once, and nobody who was merged");

        let mut listed =
            async |viewer: Option<Viewer>, scope, after: Option<Uuid>| -> Vec<PersonId> {
                let found = list_person_documents(conn, viewer.as_ref(), scope, after, 10).await;
                found
                    .unwrap()
                    .into_iter()
                    .map(|row| row.person.id)
                    .collect()
            };
        assert_eq!(listed(Some(Viewer::PUBLIC), ALL, None).await, [both.id]);
        let inside = |level| Viewer {
            everywhere: Level::Public,
            council: Some((closed.id, level)),
        };
        assert_eq!(
            listed(Some(inside(Level::Council)), ALL, None).await,
            [both.id, hidden.id]
        );
        assert_eq!(
            listed(Some(inside(Level::Secretariat)), ALL, None)
                .await
                .len(),
            3
        );
        assert_eq!(
            listed(None, DocumentScope::Council(closed.id.0), None).await,
            [both.id, hidden.id]
        );
        assert_eq!(
            listed(None, ALL, Some(both.id.0)).await,
            [hidden.id, nowhere.id]
        );
        let ids = [hidden.id.0, merged.id.0];
        assert_eq!(
            listed(None, DocumentScope::Ids(&ids), None).await,
            [hidden.id]
        );
        assert_eq!(listed(None, DocumentScope::Ids(&[]), None).await, []);
        assert_eq!(
            listed(None, DocumentScope::Meeting(rows.id()), None).await,
            []
        );
    });
}

#[test]
fn an_opinion_tells_from_which_level_on_an_action_item_is_seen() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let published = rows.meeting_in(&council, MinutesStatus::Published);
        let draft = rows.meeting_in(&council, MinutesStatus::Draft);
        let opinions: Vec<Opinion> = (0..5)
            .map(|at| rows.opinion(&published, None, at))
            .collect();
        let item = |of: usize, meeting: &Meeting, visibility| ActionItem {
            opinion_ids: vec![opinions[of].id],
            visibility,
            ..rows.action_item(&council, Some(meeting))
        };
        let items = [
            item(1, &published, Visibility::Secretariat),
            item(2, &published, Visibility::Secretariat),
            item(2, &published, Visibility::Council),
            item(3, &published, Visibility::Public),
            item(3, &published, Visibility::Secretariat),
            item(4, &draft, Visibility::Public),
        ];
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &published).await?;
            insert_meeting(conn, &draft).await?;
            insert_opinions(conn, &opinions).await?;
            for item in &items {
                insert_action_item(conn, item).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let found = list_opinion_documents(conn, None, ALL, None, 10)
            .await
            .unwrap();
        let levels: Vec<Option<i64>> = found.iter().map(|row| row.action_item_seen_from).collect();
        assert_eq!(levels, [None, Some(2), Some(1), Some(0), Some(2)]);
        assert!(
            found[2].has_action_item_at(Level::Council)
                && !found[2].has_action_item_at(Level::Public)
        );
        assert!(!found[0].has_action_item_at(Level::Secretariat));

        let elsewhere = list_opinions_elsewhere(conn, draft.id).await.unwrap();
        assert_eq!(elsewhere, [opinions[4].id]);
        assert_eq!(
            list_opinions_elsewhere(conn, published.id).await.unwrap(),
            []
        );
    });
}

#[test]
fn pending_persons_are_told_each_once() {
    on_both(async |db| {
        let rows = Rows::new();
        let (one, other): (Uuid, Uuid) = (rows.id(), rows.id());
        commit(db, async |conn| {
            for id in [other, one, other] {
                enqueue(conn, IndexScope::Person, id, None).await?;
            }
            enqueue(conn, IndexScope::Opinion, rows.id(), None).await
        })
        .await
        .unwrap();
        let pending = list_pending_persons(&mut read(db).await).await.unwrap();
        assert_eq!(pending, [one, other]);
    });
}
