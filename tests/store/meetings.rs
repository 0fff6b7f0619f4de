//! Meetings and the history of their minutes.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, day, read},
    support::databases::on_both,
    viewers::{Meetings, WHO_SEES_WHAT, who_sees},
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
        assert_eq!(count_meetings(&mut conn).await.unwrap(), 2);
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
fn minutes_are_seen_by_whom_their_state_says() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Anonymous).await;
        for (meeting, (status, [public, _, _])) in stage.meetings.iter().zip(WHO_SEES_WHAT) {
            let found = who_sees(&stage.viewers(), async |viewer| {
                find_meeting(&mut read(db).await, viewer, meeting.id)
                    .await
                    .unwrap()
                    .is_some()
            })
            .await;
            assert_eq!(found, public, "find, {status}");
            for filter in [
                MeetingFilter::default(),
                MeetingFilter {
                    status: Some(status),
                    ..Default::default()
                },
            ] {
                let listed = who_sees(&stage.viewers(), async |viewer| {
                    let page = list_meetings(&mut read(db).await, viewer, &filter, None, 10)
                        .await
                        .unwrap();
                    page.items.contains(meeting)
                })
                .await;
                assert_eq!(listed, public, "list, {status}");
            }
        }
    });
}

#[test]
fn meetings_are_listed_newest_day_first_and_those_without_a_day_last() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let days = [
            None,
            Some(day(2022, 6, 1)),
            Some(day(2023, 3, 31)),
            Some(day(2022, 6, 1)),
            None,
            Some(day(2021, 1, 1)),
        ];
        let meetings: Vec<Meeting> = days
            .map(|date| Meeting {
                date,
                ..rows.meeting(&council)
            })
            .into();
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            for meeting in &meetings {
                insert_meeting(conn, meeting).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let expected: Vec<MeetingId> = [2, 3, 1, 5, 4, 0]
            .map(|index: usize| meetings[index].id)
            .into();
        for limit in 1..=7 {
            let mut seen = Vec::new();
            let mut position = None;
            loop {
                let filter = MeetingFilter::default();
                let page =
                    list_meetings(&mut read(db).await, &Viewer::ALL, &filter, position, limit)
                        .await
                        .unwrap();
                seen.extend(page.items.iter().map(|meeting| meeting.id));
                position = page.items.last().map(MeetingPosition::of);
                if !page.more {
                    break;
                }
            }
            assert_eq!(seen, expected, "{limit} a page");
        }
    });
}

#[test]
fn meetings_are_filtered_by_council_year_state_and_day() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, other) = (rows.council("協議会"), rows.council("別の協議会"));
        let first = Meeting {
            fiscal_year: Some(2022),
            date: Some(day(2022, 4, 1)),
            ..rows.meeting(&council)
        };
        let second = Meeting {
            fiscal_year: Some(2022),
            date: Some(day(2023, 3, 31)),
            minutes_status: MinutesStatus::Published,
            ..rows.meeting(&council)
        };
        let third = Meeting {
            fiscal_year: Some(2023),
            date: Some(day(2023, 4, 1)),
            ..rows.meeting(&other)
        };
        let undated = rows.meeting(&other);
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_council(conn, &other).await?;
            for meeting in [&first, &second, &third, &undated] {
                insert_meeting(conn, meeting).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let list = async |filter: MeetingFilter| {
            let page = list_meetings(&mut read(db).await, &Viewer::ALL, &filter, None, 10)
                .await
                .unwrap();
            page.items
                .into_iter()
                .map(|meeting| meeting.id)
                .collect::<Vec<_>>()
        };
        let all = MeetingFilter::default;
        assert_eq!(
            list(MeetingFilter {
                council_id: Some(other.id),
                ..all()
            })
            .await,
            [third.id, undated.id]
        );
        assert_eq!(
            list(MeetingFilter {
                fiscal_year: Some(2022),
                ..all()
            })
            .await,
            [second.id, first.id]
        );
        let published = Some(MinutesStatus::Published);
        assert_eq!(
            list(MeetingFilter {
                status: published,
                ..all()
            })
            .await,
            [second.id]
        );
        assert_eq!(
            list(MeetingFilter {
                from: Some(day(2023, 3, 31)),
                ..all()
            })
            .await,
            [third.id, second.id]
        );
        assert_eq!(
            list(MeetingFilter {
                to: Some(day(2023, 3, 31)),
                ..all()
            })
            .await,
            [second.id, first.id]
        );
        let between = MeetingFilter {
            from: Some(day(2022, 4, 2)),
            to: Some(day(2023, 3, 31)),
            ..all()
        };
        assert_eq!(list(between).await, [second.id]);
    });
}

#[test]
fn the_same_round_of_the_same_year_is_found_whoever_may_see_it() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, other) = (rows.council("協議会"), rows.council("別の協議会"));
        let meeting = Meeting {
            fiscal_year: Some(2022),
            round: Some(2),
            ..rows.meeting(&council)
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_council(conn, &other).await?;
            insert_meeting(conn, &meeting).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        assert_eq!(
            find_same_meeting(&mut conn, council.id, 2022, 2)
                .await
                .unwrap(),
            Some(meeting.id)
        );
        assert_eq!(
            find_same_meeting(&mut conn, council.id, 2022, 1)
                .await
                .unwrap(),
            None
        );
        assert_eq!(
            find_same_meeting(&mut conn, council.id, 2021, 2)
                .await
                .unwrap(),
            None
        );
        assert_eq!(
            find_same_meeting(&mut conn, other.id, 2022, 2)
                .await
                .unwrap(),
            None
        );
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
        assert_eq!(count_meetings(&mut conn).await.unwrap(), 0);
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
