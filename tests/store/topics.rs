//! Topics and what stands in them: headings, narratives, materials.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, read},
    support::databases::{TestDatabase, on_both},
};

/// A stored meeting with one stored topic.
async fn one_topic(db: &TestDatabase, rows: &Rows) -> (Meeting, Topic) {
    let council = rows.council("協議会");
    let meeting = rows.meeting(&council);
    let topic = Topic {
        first_line: Some(20),
        last_line: Some(21),
        ..rows.topic(&meeting, 1)
    };
    commit(db, async |conn| {
        insert_council(conn, &council).await?;
        insert_meeting(conn, &meeting).await?;
        insert_topic(conn, &topic).await
    })
    .await
    .expect("a topic can be stored");
    (meeting, topic)
}

#[test]
fn a_topic_is_stored_changed_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (_, topic) = one_topic(db, &rows).await;
        let find = async || {
            find_topic(&mut read(db).await, &Viewer::ALL, topic.id)
                .await
                .unwrap()
        };
        assert_eq!(find().await.as_ref(), Some(&topic));
        let changed = Topic {
            position: 7,
            number: None,
            title: "その他".to_owned(),
            visibility: Visibility::Secretariat,
            first_line: None,
            last_line: None,
            ..topic.clone()
        };
        commit(db, async |conn| update_topic(conn, &changed).await)
            .await
            .unwrap();
        assert_eq!(
            find().await,
            Some(Topic {
                version: 2,
                ..changed
            })
        );
        let late = commit(db, async |conn| update_topic(conn, &topic).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_topic(conn, topic.id, 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| delete_topic(conn, topic.id, 2).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
    });
}

#[test]
fn a_heading_is_stored_changed_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (meeting, topic) = one_topic(db, &rows).await;
        let heading = Heading {
            first_line: Some(30),
            last_line: Some(31),
            ..rows.heading(&meeting, Some(&topic), 0)
        };
        commit(db, async |conn| insert_heading(conn, &heading).await)
            .await
            .unwrap();
        let find = async || {
            find_heading(&mut read(db).await, &Viewer::ALL, heading.id)
                .await
                .unwrap()
        };
        assert_eq!(find().await.as_ref(), Some(&heading));
        let changed = Heading {
            topic_id: None,
            position: 2,
            title: "養成研修".to_owned(),
            first_line: None,
            last_line: None,
            ..heading.clone()
        };
        commit(db, async |conn| update_heading(conn, &changed).await)
            .await
            .unwrap();
        assert_eq!(find().await, Some(changed));
        commit(db, async |conn| delete_heading(conn, heading.id).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
        let late = commit(db, async |conn| update_heading(conn, &heading).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_heading(conn, heading.id).await).await;
        assert_is!(late, Err(StoreError::Stale));
    });
}

#[test]
fn a_narrative_is_stored_changed_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (meeting, topic) = one_topic(db, &rows).await;
        let narrative = Narrative {
            first_line: Some(23),
            last_line: Some(23),
            ..rows.narrative(&meeting, Some(&topic), 0)
        };
        commit(db, async |conn| insert_narrative(conn, &narrative).await)
            .await
            .unwrap();
        let find = async || {
            find_narrative(&mut read(db).await, &Viewer::ALL, narrative.id)
                .await
                .unwrap()
        };
        assert_eq!(find().await.as_ref(), Some(&narrative));
        let changed = Narrative {
            topic_id: None,
            position: 2,
            text: "会長から説明".to_owned(),
            first_line: None,
            last_line: None,
            ..narrative.clone()
        };
        commit(db, async |conn| update_narrative(conn, &changed).await)
            .await
            .unwrap();
        assert_eq!(find().await, Some(changed));
        commit(db, async |conn| delete_narrative(conn, narrative.id).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
        let late = commit(db, async |conn| update_narrative(conn, &narrative).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_narrative(conn, narrative.id).await).await;
        assert_is!(late, Err(StoreError::Stale));
    });
}

#[test]
fn a_material_is_stored_changed_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (meeting, topic) = one_topic(db, &rows).await;
        let material = Material {
            url: Some("https://example.org/資料1.pdf".to_owned()),
            ..rows.material(&meeting, Some(&topic), 0)
        };
        commit(db, async |conn| insert_material(conn, &material).await)
            .await
            .unwrap();
        let find = async || {
            find_material(&mut read(db).await, &Viewer::ALL, material.id)
                .await
                .unwrap()
        };
        assert_eq!(find().await.as_ref(), Some(&material));
        let changed = Material {
            topic_id: None,
            position: 2,
            number: None,
            title: "名簿".to_owned(),
            url: None,
            ..material.clone()
        };
        commit(db, async |conn| update_material(conn, &changed).await)
            .await
            .unwrap();
        assert_eq!(
            find().await,
            Some(Material {
                version: 2,
                ..changed
            })
        );
        let late = commit(db, async |conn| update_material(conn, &material).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_material(conn, material.id, 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| delete_material(conn, material.id, 2).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
    });
}

#[test]
fn a_topic_that_holds_something_is_not_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (meeting, topic) = one_topic(db, &rows).await;
        let refused = async || {
            let refused = commit(db, async |conn| delete_topic(conn, topic.id, 1).await).await;
            assert_is!(refused, Err(StoreError::Reference));
        };
        let heading = rows.heading(&meeting, Some(&topic), 0);
        commit(db, async |conn| insert_heading(conn, &heading).await)
            .await
            .unwrap();
        refused().await;
        let opinion = Opinion {
            heading_id: Some(heading.id),
            ..rows.opinion(&meeting, None, 0)
        };
        commit(db, async |conn| insert_opinions(conn, &[opinion]).await)
            .await
            .unwrap();
        let in_use = commit(db, async |conn| delete_heading(conn, heading.id).await).await;
        assert_is!(in_use, Err(StoreError::Reference));
        commit(db, async |conn| {
            update_heading(
                conn,
                &Heading {
                    topic_id: None,
                    ..heading.clone()
                },
            )
            .await
        })
        .await
        .unwrap();

        let narrative = rows.narrative(&meeting, Some(&topic), 0);
        commit(db, async |conn| insert_narrative(conn, &narrative).await)
            .await
            .unwrap();
        refused().await;
        commit(db, async |conn| delete_narrative(conn, narrative.id).await)
            .await
            .unwrap();

        let material = rows.material(&meeting, Some(&topic), 0);
        commit(db, async |conn| insert_material(conn, &material).await)
            .await
            .unwrap();
        refused().await;
        commit(db, async |conn| delete_material(conn, material.id, 1).await)
            .await
            .unwrap();

        let opinion = rows.opinion(&meeting, Some(&topic), 1);
        commit(db, async |conn| {
            insert_opinions(conn, std::slice::from_ref(&opinion)).await
        })
        .await
        .unwrap();
        refused().await;
        commit(db, async |conn| {
            delete_opinion(conn, opinion.id, 1).await?;
            delete_topic(conn, topic.id, 1).await
        })
        .await
        .unwrap();
    });
}

#[test]
fn what_belongs_to_no_meeting_or_an_unknown_topic_is_refused() {
    on_both(async |db| {
        let rows = Rows::new();
        let (meeting, _) = one_topic(db, &rows).await;
        let nowhere = rows.meeting(&rows.council("未登録"));
        let unknown = rows.topic(&meeting, 9);
        let refused = commit(db, async |conn| {
            insert_topic(conn, &rows.topic(&nowhere, 0)).await
        })
        .await;
        assert_is!(refused, Err(StoreError::Reference));
        let heading = rows.heading(&meeting, Some(&unknown), 0);
        let refused = commit(db, async |conn| insert_heading(conn, &heading).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        let narrative = rows.narrative(&meeting, Some(&unknown), 0);
        let refused = commit(db, async |conn| insert_narrative(conn, &narrative).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        let material = rows.material(&meeting, Some(&unknown), 0);
        let refused = commit(db, async |conn| insert_material(conn, &material).await).await;
        assert_is!(refused, Err(StoreError::Reference));
    });
}

#[test]
fn thousands_of_parts_are_stored_at_once_and_listed_in_order() {
    on_both(async |db| {
        let rows = Rows::new();
        let (meeting, first) = one_topic(db, &rows).await;
        let places = (0..1_500).rev();
        let mut topics: Vec<Topic> = places
            .clone()
            .map(|place| rows.topic(&meeting, place + 2))
            .collect();
        let mut headings: Vec<Heading> = places
            .clone()
            .map(|place| rows.heading(&meeting, Some(&first), place))
            .collect();
        let mut narratives: Vec<Narrative> = places
            .clone()
            .map(|place| rows.narrative(&meeting, Some(&first), place))
            .collect();
        let mut materials: Vec<Material> = places
            .map(|place| rows.material(&meeting, None, place))
            .collect();
        commit(db, async |conn| {
            insert_topics(conn, &[]).await?;
            insert_topics(conn, &topics).await?;
            insert_headings(conn, &headings).await?;
            insert_narratives(conn, &narratives).await?;
            insert_materials(conn, &materials).await
        })
        .await
        .unwrap();
        topics.push(first);
        topics.reverse();
        headings.reverse();
        narratives.reverse();
        materials.reverse();
        let mut conn = read(db).await;
        assert_eq!(
            list_topics(&mut conn, &Viewer::ALL, meeting.id)
                .await
                .unwrap(),
            topics
        );
        assert_eq!(
            list_headings(&mut conn, &Viewer::ALL, meeting.id)
                .await
                .unwrap(),
            headings
        );
        assert_eq!(
            list_narratives(&mut conn, &Viewer::ALL, meeting.id)
                .await
                .unwrap(),
            narratives
        );
        assert_eq!(
            list_materials(&mut conn, &Viewer::ALL, meeting.id)
                .await
                .unwrap(),
            materials
        );
    });
}
