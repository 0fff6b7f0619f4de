//! What a search answer tells its reader.

use giji::{domain::*, store::*};
use uuid::Uuid;

use crate::{
    documents::Stage,
    rows::{Rows, commit, read},
    support::databases::on_both,
    viewers::{ITS_SECRETARIAT, Meetings, VISIBILITIES, WHO_SEES_WHAT, who_sees},
};

#[test]
fn a_search_answer_holds_what_its_reader_may_see() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        for (meeting, (status, seers)) in stage.meetings.iter().zip(WHO_SEES_WHAT) {
            for (visibility, expected) in VISIBILITIES.into_iter().zip(seers) {
                let topic = Topic {
                    visibility,
                    ..rows.topic(meeting, 0)
                };
                let in_topic = rows.opinion(meeting, Some(&topic), 0);
                let opinion = Opinion {
                    visibility,
                    ..rows.opinion(meeting, None, 1)
                };
                let item = ActionItem {
                    visibility,
                    ..rows.action_item(&stage.own, Some(meeting))
                };
                commit(db, async |conn| {
                    insert_topic(conn, &topic).await?;
                    insert_opinions(conn, &[in_topic.clone(), opinion.clone()]).await?;
                    insert_action_item(conn, &item).await
                })
                .await
                .unwrap();
                let ids = [topic.id.0, in_topic.id.0, opinion.id.0, item.id.0];
                let found = who_sees(&stage.viewers(), async |viewer| {
                    let (conn, viewer, scope) =
                        (&mut read(db).await, Some(viewer), DocumentScope::Ids(&ids));
                    let counts = [
                        list_opinion_documents(conn, viewer, scope, None, 10)
                            .await
                            .unwrap()
                            .len(),
                        list_topic_documents(conn, viewer, scope, None, 10)
                            .await
                            .unwrap()
                            .len(),
                        list_action_item_documents(conn, viewer, scope, None, 10)
                            .await
                            .unwrap()
                            .len(),
                    ];
                    assert!(
                        counts == [2, 1, 1] || counts == [0, 0, 0],
                        "{status}, {visibility}: {counts:?}"
                    );
                    counts == [2, 1, 1]
                })
                .await;
                assert_eq!(found, expected, "{status}, {visibility}");
            }
        }
    });
}

#[test]
fn a_search_answer_names_a_speaker_only_where_the_council_does() {
    on_both(async |db| {
        let rows = Rows::new();
        for policy in [
            AttributionPolicy::Named,
            AttributionPolicy::RoleOnly,
            AttributionPolicy::Anonymous,
        ] {
            let stage = Stage::store(db, &rows, policy.as_str(), policy).await;
            let other = rows.council(&format!("別、{policy}"));
            commit(db, async |conn| insert_council(conn, &other).await)
                .await
                .unwrap();
            let ids = [stage.opinion.id.0];
            for (name, viewer) in crate::viewers::viewers(&stage.council, &other) {
                let scope = DocumentScope::Ids(&ids);
                let found =
                    list_opinion_documents(&mut read(db).await, Some(&viewer), scope, None, 10)
                        .await
                        .unwrap();
                let row = &found[0];
                let named = policy == AttributionPolicy::Named || ITS_SECRETARIAT.contains(&name);
                assert_eq!(row.person_name.is_some(), named, "{policy}, {name}");
                assert_eq!(row.person_reading.is_some(), named, "{policy}, {name}");
                assert_eq!(
                    row.opinion.speaker_name.is_some(),
                    named,
                    "{policy}, {name}"
                );
                assert_eq!(row.opinion.person_id.is_some(), named, "{policy}, {name}");
            }
        }
    });
}

#[test]
fn a_heading_of_another_topic_is_not_told_with_an_opinion() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        let meeting = stage.in_state(MinutesStatus::Published);
        let topic = Topic {
            visibility: Visibility::Secretariat,
            ..rows.topic(meeting, 0)
        };
        let heading = rows.heading(meeting, Some(&topic), 0);
        let opinion = Opinion {
            heading_id: Some(heading.id),
            ..rows.opinion(meeting, None, 0)
        };
        let ids: [Uuid; 1] = [opinion.id.0];
        const NOBODY: &[&str] = &[];
        commit(db, async |conn| {
            insert_topic(conn, &topic).await?;
            insert_heading(conn, &heading).await?;
            insert_opinions(conn, &[opinion]).await
        })
        .await
        .unwrap();
        let told = who_sees(&stage.viewers(), async |viewer| {
            let scope = DocumentScope::Ids(&ids);
            let found = list_opinion_documents(&mut read(db).await, Some(viewer), scope, None, 10)
                .await
                .unwrap();
            found.iter().any(|row| row.heading_title.is_some())
        })
        .await;
        assert_eq!(told, NOBODY);
    });
}
