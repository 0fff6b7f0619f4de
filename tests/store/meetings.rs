//! Meetings and the history of their minutes.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, day, read},
    support::databases::on_both,
};

#[test]
fn a_meeting_comes_back_as_it_was_stored() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let source = rows.source("原資料");
        let full = Meeting {
            title: "令和４年度 第２回".to_owned(),
            fiscal_year: Some(2022),
            round: Some(2),
            date: Some(day(2022, 12, 21)),
            end_date: Some(day(2022, 12, 22)),
            start_time: ClockTime::new(18, 30),
            end_time: ClockTime::new(0, 5),
            venue: Some("県庁\u{3000}大会議室".to_owned()),
            mode: Some(MeetingMode::InPerson),
            source_id: Some(source.id),
            minutes_status: MinutesStatus::MemberCheck,
            ..rows.meeting(&council)
        };
        let empty = rows.meeting(&council);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_source(conn, &source).await?;
            insert_meeting(conn, &full).await?;
            insert_meeting(conn, &empty).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        assert_eq!(
            find_meeting(&mut conn, &Viewer::ALL, full.id)
                .await
                .unwrap(),
            Some(full)
        );
        assert_eq!(
            find_meeting(&mut conn, &Viewer::ALL, empty.id)
                .await
                .unwrap(),
            Some(empty)
        );
        assert_eq!(
            find_meeting(&mut conn, &Viewer::ALL, rows.id())
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn a_meeting_of_no_council_is_refused() {
    on_both(async |db| {
        let rows = Rows::new();
        let meeting = rows.meeting(&rows.council("未登録"));
        let refused = commit(db, async |conn| insert_meeting(conn, &meeting).await).await;
        assert_is!(refused, Err(StoreError::Reference));
    });
}

#[test]
fn a_meeting_is_changed_at_the_version_that_was_read() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting(&council);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await
        })
        .await
        .unwrap();
        let changed = Meeting {
            title: "改題".to_owned(),
            fiscal_year: Some(2023),
            round: Some(1),
            date: Some(day(2023, 5, 1)),
            end_date: Some(day(2023, 5, 2)),
            start_time: ClockTime::new(9, 0),
            end_time: ClockTime::new(10, 0),
            venue: Some("会場".to_owned()),
            mode: Some(MeetingMode::Hybrid),
            minutes_status: MinutesStatus::Approved,
            updated_at: rows.now(),
            ..meeting.clone()
        };
        commit(db, async |conn| update_meeting(conn, &changed).await)
            .await
            .unwrap();
        let stored = find_meeting(&mut read(db).await, &Viewer::ALL, meeting.id)
            .await
            .unwrap();
        assert_eq!(
            stored,
            Some(Meeting {
                version: 2,
                ..changed
            })
        );
        let late = commit(db, async |conn| update_meeting(conn, &meeting).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_meeting(conn, meeting.id, 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
    });
}

#[test]
fn the_history_of_minutes_is_listed_in_order_and_goes_with_the_meeting() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting(&council);
        let transition = |from_status, to_status, reason: Option<&str>| MinutesTransition {
            id: rows.id(),
            meeting_id: meeting.id,
            from_status,
            to_status,
            reason: reason.map(str::to_owned),
            token_id: reason.map(|_| rows.id()),
            at: rows.now(),
        };
        let history = [
            transition(MinutesStatus::Draft, MinutesStatus::Published, None),
            transition(
                MinutesStatus::Published,
                MinutesStatus::Withdrawn,
                Some("誤記のため"),
            ),
        ];
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_transition(conn, &history[0]).await?;
            insert_transition(conn, &history[1]).await
        })
        .await
        .unwrap();
        assert_eq!(
            list_transitions(&mut read(db).await, meeting.id)
                .await
                .unwrap(),
            history
        );
        commit(db, async |conn| delete_meeting(conn, meeting.id, 1).await)
            .await
            .unwrap();
        assert!(
            list_transitions(&mut read(db).await, meeting.id)
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn a_meeting_is_deleted_with_its_parts_and_its_import_can_be_applied_again() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let source = rows.source("原資料");
        let import = rows.import(&council, &source);
        let meeting = Meeting {
            source_id: Some(source.id),
            ..rows.meeting(&council)
        };
        let topic = rows.topic(&meeting, 0);
        let heading = rows.heading(&meeting, Some(&topic), 0);
        let issue = rows.issue("training");
        let opinion = Opinion {
            heading_id: Some(heading.id),
            issues: vec![Tag {
                key: issue.key.clone(),
                origin: TagOrigin::Heading,
            }],
            ..rows.opinion(&meeting, Some(&topic), 0)
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_issue(conn, &issue).await?;
            insert_source(conn, &source).await?;
            insert_import(conn, &import).await?;
            insert_meeting(conn, &meeting).await?;
            insert_attendance(conn, &rows.attendance(&meeting, 0, "相沢")).await?;
            insert_topic(conn, &topic).await?;
            insert_heading(conn, &heading).await?;
            insert_narrative(conn, &rows.narrative(&meeting, Some(&topic), 0)).await?;
            insert_material(conn, &rows.material(&meeting, Some(&topic), 0)).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            set_import_applied(conn, import.id, meeting.id).await?;
            insert_suggestions(conn, &[rows.suggestion(&import, &opinion)]).await
        })
        .await
        .unwrap();

        commit(db, async |conn| delete_meeting(conn, meeting.id, 1).await)
            .await
            .unwrap();
        let mut conn = read(db).await;
        let gone = find_meeting(&mut conn, &Viewer::ALL, meeting.id).await;
        assert_eq!(gone.unwrap(), None);
        assert!(
            list_topics(&mut conn, &Viewer::ALL, meeting.id)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            find_opinion(&mut conn, &Viewer::ALL, opinion.id)
                .await
                .unwrap(),
            None
        );
        let stored = find_import(&mut conn, &Viewer::ALL, import.id)
            .await
            .unwrap();
        assert_eq!(stored, Some(import));
        assert_eq!(
            check_integrity(&mut conn).await.unwrap(),
            Vec::<String>::new()
        );
    });
}

#[test]
fn a_meeting_that_raised_an_action_item_is_not_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let (raised, reviewed) = (rows.meeting(&council), rows.meeting(&council));
        let item = rows.action_item(&council, Some(&raised));
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &raised).await?;
            insert_meeting(conn, &reviewed).await?;
            insert_action_item(conn, &item).await?;
            insert_review(conn, &rows.review(&item, Some(&reviewed))).await
        })
        .await
        .unwrap();
        for meeting in [&raised, &reviewed] {
            let refused = commit(db, async |conn| delete_meeting(conn, meeting.id, 1).await).await;
            assert_is!(refused, Err(StoreError::Reference));
        }
    });
}

#[test]
fn a_meeting_is_found_by_its_day_unless_it_is_of_another_round() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, other) = (rows.council("協議会"), rows.council("別の協議会"));
        let held_on = |council: &Council, date, round| Meeting {
            date: Some(date),
            round,
            ..rows.meeting(council)
        };
        let (monday, tuesday) = (day(2023, 7, 3), day(2023, 7, 4));
        let second = held_on(&council, monday, Some(2));
        let unnumbered = held_on(&council, tuesday, None);
        let elsewhere = held_on(&other, day(2023, 7, 5), Some(2));
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_council(conn, &other).await?;
            for meeting in [&second, &unnumbered, &elsewhere] {
                insert_meeting(conn, meeting).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        for (date, round, found) in [
            (monday, Some(2), Some(second.id)),
            (monday, None, Some(second.id)),
            (monday, Some(3), None),
            (tuesday, Some(3), Some(unnumbered.id)),
            (day(2023, 7, 5), Some(2), None),
        ] {
            let meeting = find_meeting_on(conn, council.id, date, round).await;
            assert_eq!(meeting.unwrap(), found, "{date} {round:?}");
        }
    });
}
