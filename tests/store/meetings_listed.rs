//! Who sees a meeting, and which meetings a list holds.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, commit, day, read},
    support::databases::on_both,
    viewers::{Meetings, WHO_SEES_WHAT, who_sees},
};

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
                if !page.more || seen.len() > expected.len() {
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
