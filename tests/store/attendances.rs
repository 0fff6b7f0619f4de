//! Attendance lists.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, read},
    support::databases::on_both,
    viewers::{ITS_SECRETARIAT, Meetings, WHO_SEES_WHAT, who_sees},
};

#[test]
fn a_line_of_the_list_is_stored_changed_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person) = (rows.council("協議会"), rows.person("相沢 一郎"));
        let meeting = rows.meeting(&council);
        let line = Attendance {
            person_id: Some(person.id),
            role: Some("副会長".to_owned()),
            status: AttendanceStatus::Proxy,
            capacity: Capacity::Guest,
            organization: Some("県立病院".to_owned()),
            note: Some("（代理：課長）".to_owned()),
            first_line: Some(8),
            last_line: Some(9),
            ..rows.attendance(&meeting, 0, "相沢")
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_person(conn, &person).await?;
            insert_meeting(conn, &meeting).await?;
            insert_attendance(conn, &line).await
        })
        .await
        .unwrap();
        let find = async || {
            find_attendance(&mut read(db).await, &Viewer::ALL, line.id)
                .await
                .unwrap()
        };
        assert_eq!(find().await.as_ref(), Some(&line));

        let changed = Attendance {
            position: 3,
            person_id: None,
            name: "相澤".to_owned(),
            role: None,
            status: AttendanceStatus::Absent,
            capacity: Capacity::Secretariat,
            organization: None,
            note: None,
            first_line: None,
            last_line: None,
            ..line.clone()
        };
        commit(db, async |conn| update_attendance(conn, &changed).await)
            .await
            .unwrap();
        assert_eq!(
            find().await,
            Some(Attendance {
                version: 2,
                ..changed
            })
        );
        let late = commit(db, async |conn| update_attendance(conn, &line).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_attendance(conn, line.id, 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| delete_attendance(conn, line.id, 2).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
    });
}

#[test]
fn a_long_list_is_stored_at_once_and_listed_in_printed_order() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting(&council);
        let mut lines: Vec<Attendance> = (0..3_000)
            .map(|position| rows.attendance(&meeting, position, &format!("委員{position}")))
            .collect();
        lines.reverse();
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_attendances(conn, &[]).await?;
            insert_attendances(conn, &lines).await
        })
        .await
        .unwrap();
        lines.reverse();
        let listed = list_attendances(&mut read(db).await, &Viewer::ALL, meeting.id)
            .await
            .unwrap();
        assert_eq!(listed, lines);
    });
}

#[test]
fn two_members_whose_names_are_variants_stay_two() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let meeting = rows.meeting(&council);
        let lines = [
            rows.attendance(&meeting, 0, "齋藤"),
            rows.attendance(&meeting, 1, "斎藤"),
        ];
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_meeting(conn, &meeting).await?;
            insert_attendances(conn, &lines).await
        })
        .await
        .unwrap();
        assert_eq!(
            list_attendances(&mut read(db).await, &Viewer::ALL, meeting.id)
                .await
                .unwrap(),
            lines
        );
    });
}

#[test]
fn the_list_is_seen_with_its_meeting_and_tells_persons_apart_only_where_names_are_published() {
    on_both(async |db| {
        let rows = Rows::new();
        for policy in [
            AttributionPolicy::Named,
            AttributionPolicy::RoleOnly,
            AttributionPolicy::Anonymous,
        ] {
            let stage = Meetings::store(db, &rows, policy).await;
            let person = rows.person("相沢 一郎");
            commit(db, async |conn| insert_person(conn, &person).await)
                .await
                .unwrap();
            for (meeting, (status, [public, _, _])) in stage.meetings.iter().zip(WHO_SEES_WHAT) {
                let line = Attendance {
                    person_id: Some(person.id),
                    ..rows.attendance(meeting, 0, "相沢")
                };
                commit(db, async |conn| insert_attendance(conn, &line).await)
                    .await
                    .unwrap();
                let knows_who: &[&str] = if policy == AttributionPolicy::Named {
                    public
                } else {
                    ITS_SECRETARIAT
                };
                for (name, viewer) in stage.viewers() {
                    let expected = public.contains(&name).then(|| Attendance {
                        person_id: line.person_id.filter(|_| knows_who.contains(&name)),
                        ..line.clone()
                    });
                    let found = find_attendance(&mut read(db).await, &viewer, line.id)
                        .await
                        .unwrap();
                    assert_eq!(found, expected, "find, {policy}, {status}, {name}");
                    let listed = list_attendances(&mut read(db).await, &viewer, meeting.id)
                        .await
                        .unwrap();
                    assert_eq!(
                        listed,
                        Vec::from_iter(expected),
                        "list, {policy}, {status}, {name}"
                    );
                }
                let seers = who_sees(&stage.viewers(), async |viewer| {
                    find_attendance(&mut read(db).await, viewer, line.id)
                        .await
                        .unwrap()
                        .is_some()
                })
                .await;
                assert_eq!(seers, public, "{policy}, {status}");
            }
        }
    });
}

#[test]
fn a_person_on_a_list_is_not_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, person) = (rows.council("協議会"), rows.person("相沢 一郎"));
        let meeting = rows.meeting(&council);
        let line = Attendance {
            person_id: Some(person.id),
            ..rows.attendance(&meeting, 0, "相沢")
        };
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            insert_person(conn, &person).await?;
            insert_meeting(conn, &meeting).await?;
            insert_attendance(conn, &line).await
        })
        .await
        .unwrap();
        let refused = commit(db, async |conn| delete_person(conn, person.id, 1).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        let of_nobody = Attendance {
            person_id: Some(rows.id()),
            ..rows.attendance(&meeting, 1, "無")
        };
        let refused = commit(db, async |conn| insert_attendance(conn, &of_nobody).await).await;
        assert_is!(refused, Err(StoreError::Reference));
    });
}
