//! Action items and their reviews.

use giji::{domain::*, store::*};

use crate::{
    rows::{Rows, after, assert_is, commit, day, first, read},
    support::databases::{TestDatabase, on_both},
};

/// A stored council with a published meeting, two opinions in it, and the issues fees and training.
async fn one_meeting(db: &TestDatabase, rows: &Rows) -> (Council, Meeting, [Opinion; 2]) {
    let council = rows.council("協議会");
    let meeting = rows.meeting_in(&council, MinutesStatus::Published);
    let opinions = [
        rows.opinion(&meeting, None, 0),
        rows.opinion(&meeting, None, 1),
    ];
    commit(db, async |conn| {
        insert_council(conn, &council).await?;
        insert_issue(conn, &rows.issue("fees")).await?;
        insert_issue(conn, &rows.issue("training")).await?;
        insert_meeting(conn, &meeting).await?;
        insert_opinions(conn, &opinions).await
    })
    .await
    .expect("a meeting can be stored");
    (council, meeting, opinions)
}

#[test]
fn an_action_item_comes_back_with_its_opinions_and_issues() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting, opinions) = one_meeting(db, &rows).await;
        let person = rows.person("相沢 一郎");
        let full = ActionItem {
            text: "県は研修の\n受講枠を増やすこと".to_owned(),
            status: ActionItemStatus::DoneClaimed,
            owner: Some("県障害福祉課".to_owned()),
            owner_person_id: Some(person.id),
            due_on: Some(day(2023, 3, 31)),
            due_text: Some("年度内".to_owned()),
            visibility: Visibility::Council,
            opinion_ids: vec![opinions[0].id, opinions[1].id],
            issues: vec!["fees".to_owned(), "training".to_owned()],
            ..rows.action_item(&council, Some(&meeting))
        };
        let plain = rows.action_item(&council, None);
        commit(db, async |conn| {
            insert_person(conn, &person).await?;
            insert_action_item(conn, &full).await?;
            insert_action_item(conn, &plain).await
        })
        .await
        .unwrap();
        let mut conn = read(db).await;
        let found = find_action_item(&mut conn, &Viewer::ALL, full.id)
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(&full));
        let found = find_action_item(&mut conn, &Viewer::ALL, plain.id)
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(&plain));
        let filter = ActionItemFilter::default();
        let page = list_action_items(&mut conn, &Viewer::ALL, &filter, &first(10))
            .await
            .unwrap();
        assert_eq!(page.items, [full, plain]);
        assert_eq!(
            find_action_item(&mut conn, &Viewer::ALL, rows.id())
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn what_an_action_item_names_has_to_exist() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting, _) = one_meeting(db, &rows).await;
        let plain = rows.action_item(&council, Some(&meeting));
        let wrong = [
            ActionItem {
                council_id: rows.id(),
                ..plain.clone()
            },
            ActionItem {
                meeting_id: Some(rows.id()),
                ..plain.clone()
            },
            ActionItem {
                owner_person_id: Some(rows.id()),
                ..plain.clone()
            },
            ActionItem {
                opinion_ids: vec![rows.id()],
                ..plain.clone()
            },
            ActionItem {
                issues: vec!["unknown".to_owned()],
                ..plain.clone()
            },
        ];
        for item in wrong {
            let refused = commit(db, async |conn| insert_action_item(conn, &item).await).await;
            assert_is!(refused, Err(StoreError::Reference));
        }
        assert_eq!(
            find_action_item(&mut read(db).await, &Viewer::ALL, plain.id)
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn an_action_item_is_changed_at_the_version_that_was_read() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting, opinions) = one_meeting(db, &rows).await;
        let person = rows.person("相沢 一郎");
        let item = ActionItem {
            opinion_ids: vec![opinions[0].id],
            issues: vec!["fees".to_owned()],
            ..rows.action_item(&council, Some(&meeting))
        };
        commit(db, async |conn| {
            insert_person(conn, &person).await?;
            insert_action_item(conn, &item).await
        })
        .await
        .unwrap();
        let changed = ActionItem {
            text: "改めた文".to_owned(),
            status: ActionItemStatus::InProgress,
            owner: Some("市".to_owned()),
            owner_person_id: Some(person.id),
            due_on: Some(day(2024, 2, 29)),
            due_text: Some("来年度中".to_owned()),
            visibility: Visibility::Secretariat,
            opinion_ids: vec![opinions[1].id],
            issues: vec!["training".to_owned()],
            updated_at: rows.now(),
            ..item.clone()
        };
        let find = async || {
            find_action_item(&mut read(db).await, &Viewer::ALL, item.id)
                .await
                .unwrap()
        };
        commit(db, async |conn| update_action_item(conn, &changed).await)
            .await
            .unwrap();
        let changed = ActionItem {
            version: 2,
            ..changed
        };
        assert_eq!(find().await.as_ref(), Some(&changed));
        let late = commit(db, async |conn| update_action_item(conn, &item).await).await;
        assert_is!(late, Err(StoreError::Stale));

        let claimed = ActionItem {
            updated_at: rows.now(),
            ..changed.clone()
        };
        let status = ActionItemStatus::DoneClaimed;
        commit(db, async |conn| {
            update_action_item_status(conn, &claimed, status).await
        })
        .await
        .unwrap();
        assert_eq!(
            find().await,
            Some(ActionItem {
                version: 3,
                status,
                ..claimed.clone()
            })
        );
        let late = commit(db, async |conn| {
            update_action_item_status(conn, &claimed, status).await
        })
        .await;
        assert_is!(late, Err(StoreError::Stale));

        let review = rows.review(&claimed, None);
        commit(db, async |conn| insert_review(conn, &review).await)
            .await
            .unwrap();
        let late = commit(db, async |conn| delete_action_item(conn, item.id, 2).await).await;
        assert_is!(late, Err(StoreError::Stale));
        commit(db, async |conn| delete_action_item(conn, item.id, 3).await)
            .await
            .unwrap();
        assert_eq!(find().await, None);
        assert!(
            list_reviews(&mut read(db).await, &Viewer::ALL, item.id)
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn action_items_are_filtered_and_paged() {
    on_both(async |db| {
        let rows = Rows::new();
        let (council, meeting, _) = one_meeting(db, &rows).await;
        let other = rows.council("別の協議会");
        let fees = ActionItem {
            issues: vec!["fees".to_owned(), "training".to_owned()],
            owner: Some("県".to_owned()),
            ..rows.action_item(&council, Some(&meeting))
        };
        let closed = ActionItem {
            status: ActionItemStatus::Closed,
            owner: Some("県庁".to_owned()),
            ..rows.action_item(&council, None)
        };
        let proposed = ActionItem {
            status: ActionItemStatus::Proposed,
            ..rows.action_item(&other, None)
        };
        commit(db, async |conn| {
            insert_council(conn, &other).await?;
            for item in [&fees, &closed, &proposed] {
                insert_action_item(conn, item).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let list = async |filter: ActionItemFilter| {
            let page = list_action_items(&mut read(db).await, &Viewer::ALL, &filter, &first(10))
                .await
                .unwrap();
            page.items
                .into_iter()
                .map(|item| item.id)
                .collect::<Vec<_>>()
        };
        let all = ActionItemFilter::default;
        assert_eq!(list(all()).await, [fees.id, closed.id, proposed.id]);
        let council_id = Some(council.id);
        assert_eq!(
            list(ActionItemFilter {
                council_id,
                ..all()
            })
            .await,
            [fees.id, closed.id]
        );
        let meeting_id = Some(meeting.id);
        assert_eq!(
            list(ActionItemFilter {
                meeting_id,
                ..all()
            })
            .await,
            [fees.id]
        );
        let statuses = vec![ActionItemStatus::Closed, ActionItemStatus::Proposed];
        assert_eq!(
            list(ActionItemFilter { statuses, ..all() }).await,
            [closed.id, proposed.id]
        );
        let issue = Some("training".to_owned());
        assert_eq!(list(ActionItemFilter { issue, ..all() }).await, [fees.id]);
        let owner = Some("県".to_owned());
        assert_eq!(list(ActionItemFilter { owner, ..all() }).await, [fees.id]);

        let mut conn = read(db).await;
        let page = list_action_items(&mut conn, &Viewer::ALL, &all(), &first(1))
            .await
            .unwrap();
        assert_eq!((page.items, page.more), (vec![fees.clone()], true));
        let page = list_action_items(&mut conn, &Viewer::ALL, &all(), &after(fees.id.0, 2))
            .await
            .unwrap();
        assert_eq!((page.items, page.more), (vec![closed, proposed], false));
    });
}

#[test]
fn the_filter_for_overdue_items_agrees_with_the_rule() {
    on_both(async |db| {
        let rows = Rows::new();
        let council = rows.council("協議会");
        let today = day(2023, 4, 1);
        let due = [
            None,
            Some(day(2023, 3, 31)),
            Some(today),
            Some(day(2023, 4, 2)),
        ];
        let items: Vec<ActionItem> = ActionItemStatus::ALL
            .iter()
            .flat_map(|status| due.map(|due_on| (*status, due_on)))
            .map(|(status, due_on)| ActionItem {
                status,
                due_on,
                ..rows.action_item(&council, None)
            })
            .collect();
        commit(db, async |conn| {
            insert_council(conn, &council).await?;
            for item in &items {
                insert_action_item(conn, item).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let filter = ActionItemFilter {
            overdue_on: Some(today),
            ..Default::default()
        };
        let page = list_action_items(&mut read(db).await, &Viewer::ALL, &filter, &first(100))
            .await
            .unwrap();
        let expected: Vec<_> = items
            .into_iter()
            .filter(|item| item.is_overdue(today))
            .collect();
        assert!(!expected.is_empty());
        assert_eq!(page.items, expected);
    });
}
