//! Who sees an opinion, and who is told who said it.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, commit, first, read},
    support::databases::on_both,
    viewers::{EVERYBODY, ITS_SECRETARIAT, Meetings, VISIBILITIES, WHO_SEES_WHAT, who_sees},
};

#[test]
fn opinions_are_seen_by_whom_state_visibility_and_topic_say() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        for (meeting, (status, seers)) in stage.meetings.iter().zip(WHO_SEES_WHAT) {
            for (index, visibility) in VISIBILITIES.into_iter().enumerate() {
                for (topic_index, topic_visibility) in VISIBILITIES.into_iter().enumerate() {
                    let topic = Topic {
                        visibility: topic_visibility,
                        ..rows.topic(meeting, 0)
                    };
                    let opinion = Opinion {
                        visibility,
                        ..rows.opinion(meeting, Some(&topic), 0)
                    };
                    commit(db, async |conn| {
                        insert_topic(conn, &topic).await?;
                        insert_opinions(conn, std::slice::from_ref(&opinion)).await
                    })
                    .await
                    .unwrap();
                    // The narrower of the two decides.
                    let expected = seers[index.max(topic_index)];
                    let what =
                        format!("{status}, {visibility} in a topic that is {topic_visibility}");
                    let found = who_sees(&stage.viewers(), async |viewer| {
                        find_opinion(&mut read(db).await, viewer, opinion.id)
                            .await
                            .unwrap()
                            .is_some()
                    })
                    .await;
                    assert_eq!(found, expected, "find, {what}");
                    let filter = OpinionFilter {
                        topic_id: Some(topic.id),
                        ..Default::default()
                    };
                    let listed = who_sees(&stage.viewers(), async |viewer| {
                        let conn = &mut read(db).await;
                        let page = list_opinions(conn, viewer, &filter, &first(10))
                            .await
                            .unwrap();
                        let all = list_opinions_of_meeting(conn, viewer, meeting.id)
                            .await
                            .unwrap();
                        let listed = page.items.contains(&opinion);
                        assert_eq!(listed, all.contains(&opinion), "{what}");
                        listed
                    })
                    .await;
                    assert_eq!(listed, expected, "list, {what}");
                }
            }
        }
    });
}

#[test]
fn who_said_it_is_told_in_the_form_that_the_council_publishes() {
    on_both(async |db| {
        let rows = Rows::new();
        for policy in [
            AttributionPolicy::Named,
            AttributionPolicy::RoleOnly,
            AttributionPolicy::Anonymous,
        ] {
            let stage = Meetings::store(db, &rows, policy).await;
            let person = rows.person("冨岡 和子");
            let meeting = stage.in_state(MinutesStatus::Published);
            let opinion = Opinion {
                attribution: Attribution::Named,
                speaker_name: Some("冨岡".to_owned()),
                speaker_role: Some("副会長".to_owned()),
                person_id: Some(person.id),
                ..rows.opinion(meeting, None, 0)
            };
            commit(db, async |conn| {
                insert_person(conn, &person).await?;
                insert_opinions(conn, std::slice::from_ref(&opinion)).await
            })
            .await
            .unwrap();
            let without_name = Opinion {
                speaker_name: None,
                person_id: None,
                ..opinion.clone()
            };
            let public = match policy {
                AttributionPolicy::Named => opinion.clone(),
                AttributionPolicy::RoleOnly => Opinion {
                    attribution: Attribution::RoleOnly,
                    ..without_name
                },
                AttributionPolicy::Anonymous => Opinion {
                    attribution: Attribution::Unattributed,
                    speaker_role: None,
                    ..without_name
                },
            };
            for (name, viewer) in stage.viewers() {
                let expected = if ITS_SECRETARIAT.contains(&name) {
                    &opinion
                } else {
                    &public
                };
                let conn = &mut read(db).await;
                let found = find_opinion(conn, &viewer, opinion.id).await.unwrap();
                assert_eq!(found.as_ref(), Some(expected), "{policy}, {name}");
                let filter = OpinionFilter {
                    meeting_id: Some(meeting.id),
                    ..Default::default()
                };
                let page = list_opinions(conn, &viewer, &filter, &first(10))
                    .await
                    .unwrap();
                assert_eq!(
                    page.items,
                    std::slice::from_ref(expected),
                    "{policy}, {name}"
                );
                let all = list_opinions_of_meeting(conn, &viewer, meeting.id)
                    .await
                    .unwrap();
                assert_eq!(all, std::slice::from_ref(expected), "{policy}, {name}");
            }
            let filter = OpinionFilter {
                person_id: Some(person.id),
                ..Default::default()
            };
            let seers = who_sees(&stage.viewers(), async |viewer| {
                let page = list_opinions(&mut read(db).await, viewer, &filter, &first(10))
                    .await
                    .unwrap();
                !page.items.is_empty()
            })
            .await;
            let expected = if policy == AttributionPolicy::Named {
                EVERYBODY
            } else {
                ITS_SECRETARIAT
            };
            assert_eq!(seers, expected, "a filter by person, {policy}");
        }
    });
}
