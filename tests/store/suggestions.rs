//! What an import leaves to a person: suggestions, and lines without a place.

use giji::{domain::*, store::*};

use crate::{
    imports::Stage,
    rows::{Rows, after, assert_is, commit, first, read},
    support::databases::on_both,
};

#[test]
fn a_suggestion_is_settled_once() {
    on_both(async |db| {
        let rows = Rows::new();
        let Stage {
            council,
            import,
            meeting,
            ..
        } = Stage::store(db, &rows).await;
        let opinion = rows.opinion(&meeting, None, 0);
        let suggestions = [
            rows.suggestion(&import, &opinion),
            Suggestion {
                strength: Some(Strength::Weak),
                ..rows.suggestion(&import, &opinion)
            },
        ];
        let item = rows.action_item(&council, Some(&meeting));
        commit(db, async |conn| {
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            insert_action_item(conn, &item).await?;
            insert_suggestions(conn, &[]).await?;
            insert_suggestions(conn, &suggestions).await
        })
        .await
        .unwrap();
        let settle = async |suggestion: &Suggestion, status, item| {
            commit(db, async |conn| {
                settle_suggestion(conn, suggestion.id, status, item).await
            })
            .await
        };
        let find = async |suggestion: &Suggestion| {
            find_suggestion(&mut read(db).await, &Viewer::ALL, suggestion.id)
                .await
                .unwrap()
        };
        let [accepted, rejected] = suggestions;
        settle(&accepted, SuggestionStatus::Edited, Some(item.id))
            .await
            .unwrap();
        settle(&rejected, SuggestionStatus::Rejected, None)
            .await
            .unwrap();
        assert_is!(
            settle(&accepted, SuggestionStatus::Rejected, None).await,
            Err(StoreError::Stale)
        );
        let status = SuggestionStatus::Edited;
        let stored = Suggestion {
            status,
            action_item_id: Some(item.id),
            ..accepted.clone()
        };
        assert_eq!(find(&accepted).await, Some(stored));
        let status = SuggestionStatus::Rejected;
        assert_eq!(
            find(&rejected).await,
            Some(Suggestion {
                status,
                ..rejected.clone()
            })
        );

        // What came of it may go; that it was taken stays.
        commit(db, async |conn| delete_action_item(conn, item.id, 1).await)
            .await
            .unwrap();
        let status = SuggestionStatus::Edited;
        assert_eq!(
            find(&accepted).await,
            Some(Suggestion {
                status,
                ..accepted.clone()
            })
        );
    });
}

#[test]
fn suggestions_are_filtered_and_paged() {
    on_both(async |db| {
        let rows = Rows::new();
        let Stage {
            council,
            import,
            meeting,
            ..
        } = Stage::store(db, &rows).await;
        let other_source = rows.source("別");
        let other_import = rows.import(&council, &other_source);
        let other_meeting = rows.meeting(&council);
        let opinion = rows.opinion(&meeting, None, 0);
        let other_opinion = rows.opinion(&other_meeting, None, 0);
        let open = rows.suggestion(&import, &opinion);
        let rejected = Suggestion {
            status: SuggestionStatus::Rejected,
            ..rows.suggestion(&import, &opinion)
        };
        let elsewhere = rows.suggestion(&other_import, &other_opinion);
        commit(db, async |conn| {
            insert_source(conn, &other_source).await?;
            insert_import(conn, &other_import).await?;
            insert_meeting(conn, &other_meeting).await?;
            insert_opinions(conn, &[opinion, other_opinion]).await?;
            insert_suggestions(conn, &[open.clone(), rejected.clone(), elsewhere.clone()]).await
        })
        .await
        .unwrap();
        let list = async |filter: SuggestionFilter, page: PageRequest| {
            list_suggestions(&mut read(db).await, &Viewer::ALL, &filter, &page)
                .await
                .unwrap()
        };
        let all = SuggestionFilter::default;
        let import_id = Some(import.id);
        let page = list(SuggestionFilter { import_id, ..all() }, first(10)).await;
        assert_eq!(page.items, [open.clone(), rejected.clone()]);
        let meeting_id = Some(other_meeting.id);
        let page = list(
            SuggestionFilter {
                meeting_id,
                ..all()
            },
            first(10),
        )
        .await;
        assert_eq!(page.items, std::slice::from_ref(&elsewhere));
        let status = Some(SuggestionStatus::Open);
        let page = list(SuggestionFilter { status, ..all() }, first(10)).await;
        assert_eq!(page.items, [open.clone(), elsewhere.clone()]);
        let page = list(all(), first(1)).await;
        assert_eq!((page.items, page.more), (vec![open.clone()], true));
        let page = list(all(), after(open.id.0, 2)).await;
        assert_eq!((page.items, page.more), (vec![rejected, elsewhere], false));
    });
}

#[test]
fn suggestions_of_every_kind_are_stored_counted_moved_and_deleted() {
    on_both(async |db| {
        let rows = Rows::new();
        let Stage {
            council,
            import,
            meeting,
            ..
        } = Stage::store(db, &rows).await;
        let source = rows.source("正誤");
        let corrected = rows.import(&council, &source);
        let opinion = rows.opinion(&meeting, None, 0);
        let line = rows.attendance(&meeting, 0, "齋藤");
        let (meant, other) = (rows.person("斎藤 一"), rows.person("齊藤 一"));
        let issue = rows.issue("training");
        let of_name = Suggestion {
            kind: SuggestionKind::Person,
            reason: SuggestionReason::VariantName,
            opinion_id: None,
            attendance_id: Some(line.id),
            strength: None,
            person_id: Some(meant.id),
            alternatives: vec![other.id],
            ..rows.suggestion(&import, &opinion)
        };
        let unclear = Suggestion {
            reason: SuggestionReason::SeveralNames,
            person_id: None,
            alternatives: vec![meant.id, other.id],
            id: rows.id(),
            ..of_name.clone()
        };
        let of_kind = Suggestion {
            kind: SuggestionKind::Kind,
            reason: SuggestionReason::Inferred,
            opinion_kind: Some(OpinionKind::Answer),
            ..rows.suggestion(&import, &opinion)
        };
        let of_issue = Suggestion {
            kind: SuggestionKind::Issue,
            reason: SuggestionReason::Heading,
            issue_key: Some(issue.key.clone()),
            status: SuggestionStatus::Rejected,
            ..rows.suggestion(&import, &opinion)
        };
        commit(db, async |conn| {
            insert_source(conn, &source).await?;
            insert_import(conn, &corrected).await?;
            insert_person(conn, &meant).await?;
            insert_person(conn, &other).await?;
            insert_issue(conn, &issue).await?;
            insert_attendance(conn, &line).await?;
            insert_opinions(conn, std::slice::from_ref(&opinion)).await?;
            let all = [&of_name, &unclear, &of_kind, &of_issue].map(Clone::clone);
            insert_suggestions(conn, &all).await
        })
        .await
        .unwrap();
        let counted = count_open_suggestions(&mut read(db).await, meeting.id)
            .await
            .unwrap();
        let expected = [(SuggestionKind::Kind, 1), (SuggestionKind::Person, 2)];
        assert_eq!(counted, expected);
        let list = async |filter: SuggestionFilter| {
            list_suggestions(&mut read(db).await, &Viewer::ALL, &filter, &first(10))
                .await
                .unwrap()
                .items
        };
        let all = SuggestionFilter::default;
        let kind = Some(SuggestionKind::Person);
        let definite = SuggestionFilter {
            kind,
            definite: true,
            ..all()
        };
        assert_eq!(list(definite).await, std::slice::from_ref(&of_name));
        let opinion_id = Some(opinion.id);
        let about = SuggestionFilter {
            opinion_id,
            ..all()
        };
        assert_eq!(list(about).await, [of_kind.clone(), of_issue.clone()]);

        commit(db, async |conn| {
            move_suggestion(conn, of_issue.id, corrected.id, (Some(9), None)).await?;
            delete_suggestion(conn, of_kind.id).await
        })
        .await
        .unwrap();
        let moved = Suggestion {
            import_id: corrected.id,
            first_line: Some(9),
            last_line: None,
            ..of_issue
        };
        let import_id = Some(corrected.id);
        assert_eq!(list(SuggestionFilter { import_id, ..all() }).await, [moved]);
        for gone in [
            commit(db, async |conn| delete_suggestion(conn, of_kind.id).await).await,
            commit(db, async |conn| {
                move_suggestion(conn, of_kind.id, import.id, (None, None)).await
            })
            .await,
        ] {
            assert_is!(gone, Err(StoreError::Stale));
        }
    });
}

#[test]
fn lines_without_a_place_stand_before_publishing_until_they_are_settled() {
    on_both(async |db| {
        let rows = Rows::new();
        let Stage {
            import, meeting, ..
        } = Stage::store(db, &rows).await;
        let line = |line, text: &str| UnmappedLine {
            import_id: import.id,
            line,
            text: text.to_owned(),
            settled_as: None,
            settled_at: None,
        };
        let lines = [
            line(40, "\u{3000}読めない行"),
            line(7, ""),
            line(133, "－２－"),
        ];
        commit(db, async |conn| {
            insert_unmapped_lines(conn, &[]).await?;
            insert_unmapped_lines(conn, &lines).await
        })
        .await
        .unwrap();
        let again = commit(db, async |conn| {
            insert_unmapped_lines(conn, &lines[..1]).await
        })
        .await;
        assert_is!(again, Err(StoreError::Duplicate));

        let all = async || {
            list_unmapped_lines(&mut read(db).await, import.id)
                .await
                .unwrap()
        };
        let unsettled = async || {
            list_unsettled_lines(&mut read(db).await, meeting.id)
                .await
                .unwrap()
        };
        let [forty, seven, last] = lines;
        assert_eq!(all().await, [seven.clone(), forty.clone(), last.clone()]);
        assert!(
            unsettled().await.is_empty(),
            "the import is not this meeting's yet"
        );
        commit(db, async |conn| {
            set_import_applied(conn, import.id, meeting.id).await
        })
        .await
        .unwrap();
        assert_eq!(
            unsettled().await,
            [seven.clone(), forty.clone(), last.clone()]
        );

        let at = rows.now();
        let settle = async |line, settlement| {
            commit(db, async |conn| {
                settle_line(conn, import.id, line, settlement, at).await
            })
            .await
            .unwrap()
        };
        assert!(settle(7, Some(LineSettlement::Ignored)).await);
        assert!(settle(40, Some(LineSettlement::Entered)).await);
        assert!(
            !settle(8, Some(LineSettlement::Ignored)).await,
            "there is no such line"
        );
        let settled = |line: &UnmappedLine, settlement| UnmappedLine {
            settled_as: Some(settlement),
            settled_at: Some(at),
            ..line.clone()
        };
        let (ignored, entered) = (LineSettlement::Ignored, LineSettlement::Entered);
        assert_eq!(
            all().await,
            [
                settled(&seven, ignored),
                settled(&forty, entered),
                last.clone()
            ]
        );
        assert_eq!(unsettled().await, std::slice::from_ref(&last));
        assert!(settle(7, None).await, "a decision can be taken back");
        assert_eq!(unsettled().await, [seven, last]);
    });
}
