//! Who sees a topic and what stands in it.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, commit, read},
    support::databases::on_both,
    viewers::{Meetings, VISIBILITIES, WHO_SEES_WHAT, who_sees},
};

#[test]
fn topics_and_all_that_stands_in_them_are_seen_by_whom_state_and_visibility_say() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::RoleOnly).await;
        for (meeting, (status, seers)) in stage.meetings.iter().zip(WHO_SEES_WHAT) {
            for (visibility, expected) in VISIBILITIES.into_iter().zip(seers) {
                let topic = Topic {
                    visibility,
                    ..rows.topic(meeting, 0)
                };
                let heading = rows.heading(meeting, Some(&topic), 0);
                let narrative = rows.narrative(meeting, Some(&topic), 0);
                let material = rows.material(meeting, Some(&topic), 0);
                commit(db, async |conn| {
                    insert_topic(conn, &topic).await?;
                    insert_heading(conn, &heading).await?;
                    insert_narrative(conn, &narrative).await?;
                    insert_material(conn, &material).await
                })
                .await
                .unwrap();
                // What each viewer is given of the four, found one by one and listed.
                for (name, viewer) in stage.viewers() {
                    let conn = &mut read(db).await;
                    let found = [
                        find_topic(conn, &viewer, topic.id).await.unwrap().is_some(),
                        find_heading(conn, &viewer, heading.id)
                            .await
                            .unwrap()
                            .is_some(),
                        find_narrative(conn, &viewer, narrative.id)
                            .await
                            .unwrap()
                            .is_some(),
                        find_material(conn, &viewer, material.id)
                            .await
                            .unwrap()
                            .is_some(),
                    ];
                    let listed = [
                        list_topics(conn, &viewer, meeting.id)
                            .await
                            .unwrap()
                            .contains(&topic),
                        list_headings(conn, &viewer, meeting.id)
                            .await
                            .unwrap()
                            .contains(&heading),
                        list_narratives(conn, &viewer, meeting.id)
                            .await
                            .unwrap()
                            .contains(&narrative),
                        list_materials(conn, &viewer, meeting.id)
                            .await
                            .unwrap()
                            .contains(&material),
                    ];
                    let expected = [expected.contains(&name); 4];
                    assert_eq!(found, expected, "find, {status}, {visibility}, {name}");
                    assert_eq!(listed, expected, "list, {status}, {visibility}, {name}");
                }
            }
        }
    });
}

#[test]
fn what_stands_in_no_topic_is_seen_with_its_meeting() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        for (meeting, (status, [public, _, _])) in stage.meetings.iter().zip(WHO_SEES_WHAT) {
            commit(db, async |conn| {
                insert_heading(conn, &rows.heading(meeting, None, 0)).await?;
                insert_narrative(conn, &rows.narrative(meeting, None, 0)).await?;
                insert_material(conn, &rows.material(meeting, None, 0)).await
            })
            .await
            .unwrap();
            let seers = who_sees(&stage.viewers(), async |viewer| {
                let conn = &mut read(db).await;
                let counts = [
                    list_headings(conn, viewer, meeting.id).await.unwrap().len(),
                    list_narratives(conn, viewer, meeting.id)
                        .await
                        .unwrap()
                        .len(),
                    list_materials(conn, viewer, meeting.id)
                        .await
                        .unwrap()
                        .len(),
                ];
                assert!(counts == [0; 3] || counts == [1; 3], "{counts:?}");
                counts == [1; 3]
            })
            .await;
            assert_eq!(seers, public, "{status}");
        }
    });
}
