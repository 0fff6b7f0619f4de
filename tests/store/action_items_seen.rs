//! Who sees an action item, its opinions and its reviews.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, commit, day, first, read},
    support::databases::on_both,
    viewers::{
        EVERYBODY, ITS_COUNCIL, ITS_SECRETARIAT, Meetings, VISIBILITIES, WHO_SEES_WHAT, who_sees,
    },
};

#[test]
fn action_items_are_seen_by_whom_state_and_visibility_say() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Anonymous).await;
        // What was raised between meetings waits for no minutes: its visibility alone decides.
        let between = [EVERYBODY, ITS_COUNCIL, ITS_SECRETARIAT];
        let raised = stage.meetings.iter().map(Some).chain([None]);
        let table = WHO_SEES_WHAT
            .map(|(_, seers)| seers)
            .into_iter()
            .chain([between]);
        for (meeting, seers) in raised.zip(table) {
            for (visibility, expected) in VISIBILITIES.into_iter().zip(seers) {
                let item = ActionItem {
                    visibility,
                    ..rows.action_item(&stage.own, meeting)
                };
                commit(db, async |conn| insert_action_item(conn, &item).await)
                    .await
                    .unwrap();
                let what = format!(
                    "{visibility}, {:?}",
                    meeting.map(|meeting| meeting.minutes_status)
                );
                let found = who_sees(&stage.viewers(), async |viewer| {
                    find_action_item(&mut read(db).await, viewer, item.id)
                        .await
                        .unwrap()
                        .is_some()
                })
                .await;
                assert_eq!(found, expected, "find, {what}");
                let filter = ActionItemFilter::default();
                let listed = who_sees(&stage.viewers(), async |viewer| {
                    let page =
                        list_action_items(&mut read(db).await, viewer, &filter, &first(100)).await;
                    page.unwrap().items.contains(&item)
                })
                .await;
                assert_eq!(listed, expected, "list, {what}");
            }
        }
    });
}

#[test]
fn an_action_item_names_only_opinions_that_the_viewer_sees() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        let published = stage.in_state(MinutesStatus::Published);
        let topic = Topic {
            visibility: Visibility::Secretariat,
            ..rows.topic(published, 0)
        };
        let open = rows.opinion(published, None, 0);
        let internal = Opinion {
            visibility: Visibility::Council,
            ..rows.opinion(published, None, 1)
        };
        let in_hidden_topic = rows.opinion(published, Some(&topic), 2);
        let in_draft = rows.opinion(stage.in_state(MinutesStatus::Draft), None, 3);
        let opinions = [open, internal, in_hidden_topic, in_draft];
        let ids = opinions.each_ref().map(|opinion| opinion.id);
        let item = ActionItem {
            opinion_ids: ids.to_vec(),
            ..rows.action_item(&stage.own, Some(published))
        };
        commit(db, async |conn| {
            insert_topic(conn, &topic).await?;
            insert_opinions(conn, &opinions).await?;
            insert_action_item(conn, &item).await
        })
        .await
        .unwrap();
        for (name, viewer) in stage.viewers() {
            let expected = match name {
                _ if ITS_SECRETARIAT.contains(&name) => &ids[..],
                _ if ITS_COUNCIL.contains(&name) => &ids[..2],
                _ => &ids[..1],
            };
            let conn = &mut read(db).await;
            let found = find_action_item(conn, &viewer, item.id)
                .await
                .unwrap()
                .expect("the item is public");
            assert_eq!(found.opinion_ids, expected, "find, {name}");
            let filter = ActionItemFilter::default();
            let page = list_action_items(conn, &viewer, &filter, &first(10))
                .await
                .unwrap();
            assert_eq!(page.items[0].opinion_ids, expected, "list, {name}");
        }
    });
}

#[test]
fn reviews_come_back_in_order_and_are_public_where_a_published_meeting_recorded_them() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        let published = stage.in_state(MinutesStatus::Published);
        let item = rows.action_item(&stage.own, Some(published));
        let mut reviews: Vec<Review> = stage
            .meetings
            .iter()
            .map(|meeting| rows.review(&item, Some(meeting)))
            .collect();
        let between = Review {
            to_status: ActionItemStatus::DoneClaimed,
            note: Some("実施した".to_owned()),
            evidence: Some("https://example.org/".to_owned()),
            token_id: Some(rows.id()),
            ..rows.review(&item, None)
        };
        reviews.push(between);
        commit(db, async |conn| {
            insert_action_item(conn, &item).await?;
            for review in &reviews {
                insert_review(conn, review).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let public: Vec<Review> = reviews
            .iter()
            .filter(|review| review.meeting_id == Some(published.id))
            .cloned()
            .collect();
        // Members and staff read every report, but not that there is a meeting whose minutes they may not see.
        let hidden = [MinutesStatus::Draft, MinutesStatus::Withdrawn]
            .map(|status| Some(stage.in_state(status).id));
        let mut unnamed = reviews.clone();
        for review in &mut unnamed {
            review.meeting_id = review.meeting_id.filter(|id| !hidden.contains(&Some(*id)));
        }
        for (name, viewer) in stage.viewers() {
            let expected = if ITS_SECRETARIAT.contains(&name) {
                &reviews
            } else if ITS_COUNCIL.contains(&name) {
                &unnamed
            } else {
                &public
            };
            let seen = list_reviews(&mut read(db).await, &viewer, item.id).await;
            assert_eq!(&seen.unwrap(), expected, "{name}");
        }
    });
}

#[test]
fn the_reviews_of_a_hidden_action_item_are_hidden() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        let published = stage.in_state(MinutesStatus::Published);
        let draft = stage.in_state(MinutesStatus::Draft);
        let hidden = ActionItem {
            visibility: Visibility::Secretariat,
            ..rows.action_item(&stage.own, Some(published))
        };
        let raised_in_draft = rows.action_item(&stage.own, Some(draft));
        for item in [&hidden, &raised_in_draft] {
            commit(db, async |conn| {
                insert_action_item(conn, item).await?;
                insert_review(conn, &rows.review(item, Some(published))).await
            })
            .await
            .unwrap();
            let seers = who_sees(&stage.viewers(), async |viewer| {
                !list_reviews(&mut read(db).await, viewer, item.id)
                    .await
                    .unwrap()
                    .is_empty()
            })
            .await;
            assert_eq!(
                seers, ITS_SECRETARIAT,
                "{}, {:?}",
                item.visibility, item.meeting_id
            );
        }
    });
}

/// At which meeting, if at one, a change of state was recorded, and which.
type Recorded<'a> = (Option<&'a Meeting>, [ActionItemStatus; 2]);

#[test]
fn the_public_is_told_the_state_that_published_meetings_recorded() {
    on_both(async |db| {
        let rows = Rows::new();
        let stage = Meetings::store(db, &rows, AttributionPolicy::Named).await;
        let published = stage.in_state(MinutesStatus::Published);
        let draft = stage.in_state(MinutesStatus::Draft);
        use ActionItemStatus::{Closed, DoneClaimed, InProgress, Open};
        // The stored state, the reviews that led to it, and what of it is public.
        let table: [(ActionItemStatus, Vec<Recorded>, ActionItemStatus); 5] = [
            (Open, vec![], Open),
            (InProgress, vec![(None, [Open, InProgress])], Open),
            (
                InProgress,
                vec![(Some(published), [Open, InProgress])],
                InProgress,
            ),
            (
                DoneClaimed,
                vec![
                    (Some(published), [Open, InProgress]),
                    (None, [InProgress, DoneClaimed]),
                ],
                InProgress,
            ),
            (
                Closed,
                vec![
                    (None, [Open, DoneClaimed]),
                    (Some(draft), [DoneClaimed, Closed]),
                ],
                Open,
            ),
        ];
        for (status, reviews, public) in table {
            let item = ActionItem {
                status,
                due_on: Some(day(2022, 4, 1)),
                ..rows.action_item(&stage.own, Some(published))
            };
            let reviews: Vec<Review> = reviews
                .into_iter()
                .map(|(meeting, [from_status, to_status])| Review {
                    from_status,
                    to_status,
                    ..rows.review(&item, meeting)
                })
                .collect();
            commit(db, async |conn| {
                insert_action_item(conn, &item).await?;
                for review in &reviews {
                    insert_review(conn, review).await?;
                }
                Ok(())
            })
            .await
            .unwrap();
            for (name, viewer) in stage.viewers() {
                let expected = if ITS_COUNCIL.contains(&name) {
                    status
                } else {
                    public
                };
                let conn = &mut read(db).await;
                let found = find_action_item(conn, &viewer, item.id).await.unwrap();
                assert_eq!(
                    found.map(|item| item.status),
                    Some(expected),
                    "find, {status}, {name}"
                );
                let ids = [item.id.0];
                let scope = DocumentScope::Ids(&ids);
                let documents = list_action_item_documents(conn, Some(&viewer), scope, None, 1)
                    .await
                    .unwrap();
                assert_eq!(
                    documents[0].item.status, expected,
                    "document, {status}, {name}"
                );
                // A filter finds it by the state that is told, and by no other.
                for statuses in ActionItemStatus::ALL.iter().map(|status| vec![*status]) {
                    let found_by = statuses[0];
                    let filter = ActionItemFilter {
                        statuses,
                        ..Default::default()
                    };
                    let page = list_action_items(conn, &viewer, &filter, &first(100))
                        .await
                        .unwrap();
                    let found = page.items.iter().any(|listed| listed.id == item.id);
                    assert_eq!(
                        found,
                        found_by == expected,
                        "{found_by} finds {status}, {name}"
                    );
                }
                let filter = ActionItemFilter {
                    overdue_on: Some(day(2022, 5, 1)),
                    ..Default::default()
                };
                let page = list_action_items(conn, &viewer, &filter, &first(100))
                    .await
                    .unwrap();
                let overdue = page.items.iter().any(|listed| listed.id == item.id);
                assert_eq!(overdue, expected.is_open(), "overdue, {status}, {name}");
            }
        }
    });
}
