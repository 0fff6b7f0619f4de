//! Opinions and their tags.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, assert_is, commit, first, read},
    support::databases::{TestDatabase, on_both},
};

/// A page of three after this opinion.
fn after(position: Option<i64>, opinion: &Opinion) -> PageRequest<OpinionPlace> {
    PageRequest {
        after: Some(OpinionPlace {
            position,
            id: opinion.id,
        }),
        limit: 3,
    }
}

fn tag(key: &str, origin: TagOrigin) -> Tag {
    Tag {
        key: key.to_owned(),
        origin,
    }
}

/// A stored meeting, with the issues fees, nurses and training.
async fn one_meeting(db: &TestDatabase, rows: &Rows) -> (Council, Meeting) {
    let council = rows.council("協議会");
    let meeting = rows.meeting_in(&council, MinutesStatus::Published);
    commit(db, async |conn| {
        insert_council(conn, &council).await?;
        for key in ["fees", "nurses", "training"] {
            insert_issue(conn, &rows.issue(key)).await?;
        }
        insert_meeting(conn, &meeting).await
    })
    .await
    .expect("a meeting can be stored");
    (council, meeting)
}

#[test]
fn an_opinion_comes_back_to_the_letter_with_its_tags_by_key() {
    on_both(async |db| {
        let rows = Rows::new();
        let (_, meeting) = one_meeting(db, &rows).await;
        let person = rows.person("冨岡 和子");
        let topic = rows.topic(&meeting, 0);
        let heading = rows.heading(&meeting, Some(&topic), 0);
        let full = Opinion {
            heading_id: Some(heading.id),
            text:
                "医療的ケア児ケア児の件。\n　ｶﾀｶﾅ、㈱、👩‍⚕️、か\u{3099}、'引用'、\\、%_\u{7f}\t末尾 "
                    .to_owned(),
            kind: OpinionKind::Supplement,
            attribution: Attribution::Named,
            certainty: Certainty::Inherited,
            speaker_name: Some("冨岡".to_owned()),
            speaker_role: Some("副会長".to_owned()),
            person_id: Some(person.id),
            visibility: Visibility::Council,
            first_line: Some(92),
            last_line: Some(95),
            issues: vec![
                tag("nurses", TagOrigin::Keyword),
                tag("fees", TagOrigin::Heading),
            ],
            ..rows.opinion(&meeting, Some(&topic), 0)
        };
        let plain = rows.opinion(&meeting, None, 1);
        commit(db, async |conn| {
            insert_person(conn, &person).await?;
            insert_topic(conn, &topic).await?;
            insert_heading(conn, &heading).await?;
            insert_opinions(conn, &[full.clone(), plain.clone()]).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let by_key = vec![
            tag("fees", TagOrigin::Heading),
            tag("nurses", TagOrigin::Keyword),
        ];
        let found = find_opinion(&mut conn, &Viewer::ALL, full.id)
            .await
            .unwrap();
        assert_eq!(
            found,
            Some(Opinion {
                issues: by_key,
                ..full
            })
        );
        let found = find_opinion(&mut conn, &Viewer::ALL, plain.id)
            .await
            .unwrap();
        assert_eq!(found, Some(plain));
        assert_eq!(
            find_opinion(&mut conn, &Viewer::ALL, rows.id())
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn an_opinion_is_changed_with_its_tags_at_the_version_that_was_read() {
    on_both(async |db| {
        let rows = Rows::new();
        let (_, meeting) = one_meeting(db, &rows).await;
        let person = rows.person("相沢 一郎");
        let topic = rows.topic(&meeting, 0);
        let heading = rows.heading(&meeting, Some(&topic), 0);
        let opinion = Opinion {
            issues: vec![
                tag("fees", TagOrigin::Keyword),
                tag("training", TagOrigin::Keyword),
            ],
            ..rows.opinion(&meeting, None, 0)
        };
        commit(db, async |conn| {
            insert_person(conn, &person).await?;
            insert_topic(conn, &topic).await?;
            insert_heading(conn, &heading).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await
        })
        .await
        .unwrap();
        let changed = Opinion {
            topic_id: Some(topic.id),
            heading_id: Some(heading.id),
            position: 4,
            text: "直した文".to_owned(),
            kind: OpinionKind::Answer,
            attribution: Attribution::RoleOnly,
            certainty: Certainty::Confirmed,
            speaker_name: Some("相沢".to_owned()),
            speaker_role: Some("会長".to_owned()),
            person_id: Some(person.id),
            visibility: Visibility::Secretariat,
            issues: vec![
                tag("nurses", TagOrigin::Manual),
                tag("training", TagOrigin::Manual),
            ],
            updated_at: rows.now(),
            ..opinion.clone()
        };
        commit(db, async |conn| update_opinion(conn, &changed).await)
            .await
            .unwrap();
        let find = async || {
            find_opinion(&mut read(db).await, &Viewer::ALL, opinion.id)
                .await
                .unwrap()
        };
        assert_eq!(
            find().await,
            Some(Opinion {
                version: 2,
                ..changed.clone()
            })
        );

        let late = commit(db, async |conn| update_opinion(conn, &opinion).await).await;
        assert_is!(late, Err(StoreError::Stale));
        let late = commit(db, async |conn| delete_opinion(conn, opinion.id, 1).await).await;
        assert_is!(late, Err(StoreError::Stale));
        assert_eq!(
            find().await,
            Some(Opinion {
                version: 2,
                ..changed.clone()
            }),
            "the tags too"
        );
        commit(db, async |conn| delete_opinion(conn, opinion.id, 2).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
    });
}

#[test]
fn what_an_opinion_names_has_to_exist() {
    on_both(async |db| {
        let rows = Rows::new();
        let (_, meeting) = one_meeting(db, &rows).await;
        let plain = rows.opinion(&meeting, None, 0);
        let wrong = [
            Opinion {
                issues: vec![tag("unknown", TagOrigin::Manual)],
                ..plain.clone()
            },
            Opinion {
                topic_id: Some(rows.id()),
                ..plain.clone()
            },
            Opinion {
                heading_id: Some(rows.id()),
                ..plain.clone()
            },
            Opinion {
                person_id: Some(rows.id()),
                ..plain.clone()
            },
            Opinion {
                meeting_id: rows.id(),
                ..plain.clone()
            },
            Opinion {
                council_id: rows.id(),
                ..plain.clone()
            },
        ];
        for opinion in wrong {
            let refused = commit(db, async |conn| insert_opinions(conn, &[opinion]).await).await;
            assert_is!(refused, Err(StoreError::Reference));
        }
        let twice = vec![
            tag("fees", TagOrigin::Manual),
            tag("fees", TagOrigin::Keyword),
        ];
        let refused = commit(db, async |conn| {
            insert_opinions(
                conn,
                &[Opinion {
                    issues: twice,
                    ..plain
                }],
            )
            .await
        })
        .await;
        assert_is!(refused, Err(StoreError::Duplicate));
    });
}

#[test]
fn an_opinion_or_an_issue_that_something_came_of_is_not_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting) = one_meeting(db, &rows).await;
        let opinion = Opinion {
            issues: vec![tag("fees", TagOrigin::Manual)],
            ..rows.opinion(&meeting, None, 0)
        };
        let item = ActionItem {
            opinion_ids: vec![opinion.id],
            ..rows.action_item(&council, Some(&meeting))
        };
        commit(db, async |conn| {
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            insert_action_item(conn, &item).await
        })
        .await
        .unwrap();
        let refused = commit(db, async |conn| delete_opinion(conn, opinion.id, 1).await).await;
        assert_is!(refused, Err(StoreError::Reference));
        let refused = commit(db, async |conn| delete_issue(conn, "fees", 1).await).await;
        assert_is!(refused, Err(StoreError::Reference));
    });
}

#[test]
fn opinions_are_filtered_and_paged_by_id_and_those_of_one_meeting_or_topic_by_place() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting) = one_meeting(db, &rows).await;
        let (other_council, person) = (rows.council("別の協議会"), rows.person("相沢 一郎"));
        let other_meeting = rows.meeting_in(&other_council, MinutesStatus::Published);
        let topic = rows.topic(&meeting, 0);
        let question = Opinion {
            kind: OpinionKind::Question,
            ..rows.opinion(&meeting, Some(&topic), 5)
        };
        let tagged = Opinion {
            issues: vec![
                tag("fees", TagOrigin::Manual),
                tag("nurses", TagOrigin::Manual),
            ],
            ..rows.opinion(&meeting, None, 4)
        };
        let attributed = Opinion {
            person_id: Some(person.id),
            ..rows.opinion(&meeting, Some(&topic), 3)
        };
        let elsewhere = Opinion {
            issues: vec![tag("fees", TagOrigin::Manual)],
            ..rows.opinion(&other_meeting, None, 0)
        };
        let all = [&question, &tagged, &attributed, &elsewhere];
        commit(db, async |conn| {
            insert_council(conn, &other_council).await?;
            insert_person(conn, &person).await?;
            insert_meeting(conn, &other_meeting).await?;
            insert_topic(conn, &topic).await?;
            insert_opinions(conn, &all.map(Opinion::clone)).await
        })
        .await
        .unwrap();
        let list = async |filter: OpinionFilter| {
            let page = list_opinions(&mut read(db).await, &Viewer::PUBLIC, &filter, &first(10))
                .await
                .unwrap();
            page.items
        };
        let none = OpinionFilter::default;
        let expect = |opinions: &[&Opinion]| {
            opinions
                .iter()
                .map(|opinion| (*opinion).clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(list(none()).await, expect(&all));
        let council_id = Some(council.id);
        assert_eq!(
            list(OpinionFilter {
                council_id,
                ..none()
            })
            .await,
            expect(&all[..3])
        );
        let meeting_id = Some(other_meeting.id);
        assert_eq!(
            list(OpinionFilter {
                meeting_id,
                ..none()
            })
            .await,
            expect(&[&elsewhere])
        );
        let topic_id = Some(topic.id);
        assert_eq!(
            list(OpinionFilter { topic_id, ..none() }).await,
            expect(&[&attributed, &question])
        );
        let person_id = Some(person.id);
        assert_eq!(
            list(OpinionFilter {
                person_id,
                ..none()
            })
            .await,
            expect(&[&attributed])
        );
        let issue = Some("fees".to_owned());
        let fees = OpinionFilter { issue, ..none() };
        assert_eq!(list(fees.clone()).await, expect(&[&tagged, &elsewhere]));
        assert_eq!(
            list(OpinionFilter { council_id, ..fees }).await,
            expect(&[&tagged])
        );
        let kind = Some(OpinionKind::Question);
        assert_eq!(
            list(OpinionFilter { kind, ..none() }).await,
            expect(&[&question])
        );

        let mut conn = read(db).await;
        let page = list_opinions(&mut conn, &Viewer::PUBLIC, &none(), &first(3))
            .await
            .unwrap();
        assert_eq!((page.items, page.more), (expect(&all[..3]), true));
        let page = list_opinions(
            &mut conn,
            &Viewer::PUBLIC,
            &none(),
            &after(None, &attributed),
        )
        .await
        .unwrap();
        assert_eq!((page.items, page.more), (expect(&all[3..]), false));
        let minutes = OpinionFilter {
            meeting_id: Some(meeting.id),
            ..none()
        };
        let place = after(Some(attributed.position), &attributed);
        let page = list_opinions(&mut conn, &Viewer::PUBLIC, &minutes, &place)
            .await
            .unwrap();
        assert_eq!(page.items, expect(&[&tagged, &question]));
        let in_order = list_opinions_of_meeting(&mut conn, &Viewer::PUBLIC, meeting.id)
            .await
            .unwrap();
        assert_eq!(
            in_order,
            expect(&[&attributed, &tagged, &question]),
            "by place, not by id"
        );
    });
}

#[test]
fn thousands_of_opinions_are_stored_at_once_and_the_next_one_goes_after_them() {
    on_both(async |db| {
        let rows = Rows::new();
        let (_, meeting) = one_meeting(db, &rows).await;
        assert_eq!(
            next_opinion_position(&mut read(db).await, meeting.id)
                .await
                .unwrap(),
            0
        );
        let opinions: Vec<Opinion> = (0..2_001)
            .map(|position| Opinion {
                issues: vec![
                    tag("fees", TagOrigin::Keyword),
                    tag("nurses", TagOrigin::Heading),
                ],
                ..rows.opinion(&meeting, None, position)
            })
            .collect();
        commit(db, async |conn| {
            insert_opinions(conn, &[]).await?;
            insert_opinions(conn, &opinions).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        assert_eq!(
            list_opinions_of_meeting(&mut conn, &Viewer::ALL, meeting.id)
                .await
                .unwrap(),
            opinions
        );
        assert_eq!(
            next_opinion_position(&mut conn, meeting.id).await.unwrap(),
            2_001
        );
    });
}

#[test]
fn the_meetings_in_which_a_person_spoke_are_told_once_each() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting) = one_meeting(db, &rows).await;
        let person = rows.person("相沢 一郎");
        let draft = rows.meeting(&council);
        let by_person = |meeting: &Meeting, position| Opinion {
            person_id: Some(person.id),
            ..rows.opinion(meeting, None, position)
        };
        let silent = rows.meeting(&council);
        let opinions = [
            by_person(&meeting, 0),
            by_person(&meeting, 1),
            by_person(&draft, 0),
            rows.opinion(&silent, None, 0),
        ];
        commit(db, async |conn| {
            insert_person(conn, &person).await?;
            insert_meeting(conn, &draft).await?;
            insert_meeting(conn, &silent).await?;
            insert_opinions(conn, &opinions).await
        })
        .await
        .unwrap();
        let spoke = list_meetings_of_speaker(&mut read(db).await, person.id)
            .await
            .unwrap();
        assert_eq!(spoke, [(meeting.id, council.id), (draft.id, council.id)]);
    });
}

#[test]
fn opinions_that_an_action_item_came_of_are_told_once_each() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting) = one_meeting(db, &rows).await;
        let opinions = [0, 1].map(|position| rows.opinion(&meeting, None, position));
        let items = [0, 1].map(|_| ActionItem {
            opinion_ids: vec![opinions[1].id],
            ..rows.action_item(&council, Some(&meeting))
        });
        commit(db, async |conn| {
            insert_opinions(conn, &opinions).await?;
            for item in &items {
                insert_action_item(conn, item).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let conn = &mut read(db).await;
        let referred = list_referred_opinions(conn, meeting.id).await.unwrap();
        assert_eq!(referred, [opinions[1].id]);
        let none = list_referred_opinions(conn, rows.id()).await.unwrap();
        assert!(none.is_empty());
    });
}
