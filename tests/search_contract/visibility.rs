//! What a viewer may not see shows nowhere: not in hits, not in totals, not in facets.

use giji::domain::{CouncilId, IndexScope, Level, MeetingId, OutboxEntry, Viewer};
use giji::search::{
    DocumentKey, DocumentType, Facet, IndexChange, SearchDocument, SearchEngine, SearchRequest,
};
use uuid::Uuid;

use crate::corpus::*;

fn member_of(council: CouncilId, level: Level) -> Viewer {
    Viewer {
        everywhere: Level::Public,
        council: Some((council, level)),
    }
}

fn seen_at(number: u128, council_id: CouncilId, seen_at: &[Level]) -> SearchDocument {
    SearchDocument {
        council_id: Some(council_id),
        seen_at: seen_at.to_vec(),
        issues: vec![format!("issue-{number}")],
        ..opinion(number, "研修の案")
    }
}

pub async fn levels_hold_for_their_council_only(engine: &dyn SearchEngine) {
    use Level::{Council, Public, Secretariat};
    let documents = vec![
        seen_at(1, COUNCIL, &[Public, Council, Secretariat]),
        seen_at(2, COUNCIL, &[Council, Secretariat]),
        seen_at(3, COUNCIL, &[Secretariat]),
        seen_at(4, OTHER_COUNCIL, &[Public, Council, Secretariat]),
        seen_at(5, OTHER_COUNCIL, &[Council, Secretariat]),
        seen_at(6, OTHER_COUNCIL, &[Secretariat]),
    ];
    fill(engine, documents).await;
    let everywhere = |level| Viewer {
        everywhere: level,
        council: None,
    };
    for (viewer, expected) in [
        (Viewer::PUBLIC, vec![1, 4]),
        (everywhere(Council), vec![1, 2, 4, 5]),
        (Viewer::ALL, vec![1, 2, 3, 4, 5, 6]),
        (member_of(COUNCIL, Council), vec![1, 2, 4]),
        (member_of(COUNCIL, Secretariat), vec![1, 2, 3, 4]),
        (member_of(OTHER_COUNCIL, Secretariat), vec![1, 4, 5, 6]),
    ] {
        for query in ["研修", "", "-夜間", "研修 OR -研修"] {
            let seen = answer(
                engine,
                SearchRequest {
                    viewer,
                    ..request(query)
                },
            )
            .await;
            let mut numbers: Vec<u128> = seen.hits.iter().map(|hit| hit.id.as_u128()).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, expected, "{viewer:?} {query}");
            assert_eq!(seen.total, expected.len() as u64);
            let mut issues: Vec<String> = seen.facets[&Facet::Issue]
                .iter()
                .map(|count| count.value.clone())
                .collect();
            issues.sort_unstable();
            let names: Vec<String> = expected
                .iter()
                .map(|number| format!("issue-{number}"))
                .collect();
            assert_eq!(issues, names, "facets show no more than the hits do");
        }
    }
}

pub async fn a_viewer_sees_the_form_for_their_level(engine: &dyn SearchEngine) {
    let public = SearchDocument {
        seen_at: vec![Level::Public, Level::Council],
        speaker: Some("委員".to_owned()),
        ..opinion(1, "研修を増やす")
    };
    let internal = SearchDocument {
        seen_at: vec![Level::Secretariat],
        speaker: Some("山本委員".to_owned()),
        speaker_keys: vec!["山本".to_owned()],
        ..opinion(1, "研修を増やす")
    };
    let change = IndexChange {
        remove: DocumentKey::One(DocumentType::Opinion, id(1)),
        add: vec![public, internal],
    };
    engine.apply(vec![change]).await.expect("applied");
    for (viewer, by_name, shown) in [
        (Viewer::PUBLIC, 0, "委員"),
        (member_of(COUNCIL, Level::Council), 0, "委員"),
        (member_of(OTHER_COUNCIL, Level::Secretariat), 0, "委員"),
        (member_of(COUNCIL, Level::Secretariat), 1, "山本委員"),
    ] {
        let named = answer(
            engine,
            SearchRequest {
                viewer,
                ..request("山本")
            },
        )
        .await;
        assert_eq!(named.total, by_name, "{viewer:?}");
        let speakers = vec!["山本".to_owned()];
        let filtered = answer(
            engine,
            SearchRequest {
                viewer,
                speakers,
                ..request("研修")
            },
        )
        .await;
        assert_eq!(filtered.total, by_name);
        assert_eq!(
            counts(&filtered.facets[&Facet::Speaker]),
            [(shown, 1)],
            "counted without its own filter"
        );
        let all = answer(
            engine,
            SearchRequest {
                viewer,
                ..request("研修")
            },
        )
        .await;
        assert_eq!(
            (all.total, counts(&all.facets[&Facet::Speaker])),
            (1, vec![(shown, 1)])
        );
    }
}

pub async fn what_is_hidden_moves_no_score(engine: &dyn SearchEngine) {
    let shown =
        (1..=9u128).map(|number| opinion(number, &"研修の計画と報酬。".repeat(number as usize)));
    fill(engine, shown.collect()).await;
    let public = |query: &str| SearchRequest {
        viewer: Viewer::PUBLIC,
        ..request(query)
    };
    let queries = [
        "研修",
        "研修 報酬",
        "\"研修の計画\" OR 夜間",
        "研修 -夜間",
        "",
    ];
    let mut before = vec![];
    for query in queries {
        before.push(answer(engine, public(query)).await);
    }
    let hidden = (100..150).map(|number| SearchDocument {
        speaker_keys: vec!["研修".to_owned(), "報酬".to_owned()],
        ..seen_at(number, COUNCIL, &[Level::Secretariat])
    });
    fill(engine, hidden.collect()).await;
    for (query, before) in queries.into_iter().zip(before) {
        assert_eq!(answer(engine, public(query)).await, before, "{query}");
    }
}

fn pending(scope: IndexScope, entity_id: Uuid) -> Vec<OutboxEntry> {
    vec![OutboxEntry {
        seq: 1,
        scope,
        entity_id,
        council_id: None,
    }]
}

fn below(
    number: u128,
    kind: DocumentType,
    council: CouncilId,
    meeting: u128,
    topic: u128,
) -> SearchDocument {
    SearchDocument {
        kind,
        meeting_id: Some(MeetingId(id(meeting))),
        topic_id: Some(id(topic)),
        ..seen_at(
            number,
            council,
            &[Level::Public, Level::Council, Level::Secretariat],
        )
    }
}

pub async fn pending_things_are_left_out_everywhere(engine: &dyn SearchEngine) {
    let documents = vec![
        below(1, DocumentType::Opinion, COUNCIL, 0xa1, 0xb1),
        below(0xb1, DocumentType::Topic, COUNCIL, 0xa1, 0xb1),
        below(3, DocumentType::ActionItem, COUNCIL, 0xa1, 0xb2),
        below(4, DocumentType::Opinion, COUNCIL, 0xa2, 0xb3),
        below(5, DocumentType::Opinion, OTHER_COUNCIL, 0xa3, 0xb4),
    ];
    fill(engine, documents).await;
    for (scope, entity, expected) in [
        (IndexScope::Opinion, id(1), vec![3, 4, 5, 0xb1]),
        (IndexScope::Opinion, id(3), vec![1, 3, 4, 5, 0xb1]),
        (IndexScope::ActionItem, id(3), vec![1, 4, 5, 0xb1]),
        (IndexScope::Topic, id(0xb1), vec![3, 4, 5]),
        (IndexScope::Meeting, id(0xa1), vec![4, 5]),
        (IndexScope::Council, COUNCIL.0, vec![5]),
    ] {
        for query in ["研修", ""] {
            let entries = pending(scope, entity);
            let seen = answer(
                engine,
                SearchRequest {
                    pending: entries,
                    ..request(query)
                },
            )
            .await;
            let mut numbers: Vec<u128> = seen.hits.iter().map(|hit| hit.id.as_u128()).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, expected, "{scope} {entity}");
            assert_eq!(seen.total, expected.len() as u64);
            let counted: u64 = seen.facets[&Facet::Type]
                .iter()
                .map(|count| count.count)
                .sum();
            assert_eq!(
                (counted, seen.facets[&Facet::Issue].len()),
                (seen.total, expected.len())
            );
        }
    }
}

pub async fn a_pending_rebuild_hides_nothing(engine: &dyn SearchEngine) {
    fill(engine, vec![opinion(1, "研修")]).await;
    let entries = pending(IndexScope::Everything, Uuid::nil());
    assert_eq!(
        hits(
            engine,
            SearchRequest {
                pending: entries,
                ..request("")
            }
        )
        .await,
        [1]
    );
}

pub async fn a_hidden_seat_is_counted_by_no_facet_and_no_filter(engine: &dyn SearchEngine) {
    let person = |number, seen_at: &[Level], seats: &[(CouncilId, Level)]| SearchDocument {
        kind: DocumentType::Person,
        council_id: None,
        meeting_id: None,
        topic_id: None,
        seen_at: seen_at.to_vec(),
        seats: seats.to_vec(),
        opinion_kind: None,
        fiscal_year: None,
        date: None,
        ..opinion(number, "齋藤 花子")
    };
    let (public, council) = (Level::Public, Level::Council);
    let everybody = [public, council, Level::Secretariat];
    let documents = vec![
        person(
            1,
            &everybody,
            &[(COUNCIL, public), (OTHER_COUNCIL, council)],
        ),
        person(2, &everybody[1..], &[(OTHER_COUNCIL, council)]),
        person(3, &everybody[2..], &[]),
    ];
    fill(engine, documents).await;
    for (viewer, expected) in [
        (Viewer::PUBLIC, vec![1]),
        (member_of(COUNCIL, Level::Secretariat), vec![1]),
        (member_of(OTHER_COUNCIL, council), vec![1, 2]),
        (Viewer::ALL, vec![1, 2, 3]),
    ] {
        let asked = SearchRequest {
            viewer,
            ..request("斎藤")
        };
        let mut seen = hits(engine, asked.clone()).await;
        seen.sort_unstable();
        assert_eq!(seen, expected, "{viewer:?}");
        if viewer.level(OTHER_COUNCIL) == public {
            let facets = answer(engine, asked.clone()).await.facets;
            let seen = COUNCIL.to_string();
            assert_eq!(
                counts(&facets[&Facet::Council]),
                [(seen.as_str(), 1)],
                "{viewer:?}"
            );
            let by_hidden_seat = SearchRequest {
                councils: vec![OTHER_COUNCIL],
                ..asked
            };
            assert_eq!(hits(engine, by_hidden_seat).await, [], "{viewer:?}");
        }
    }
}
