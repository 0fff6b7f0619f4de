//! Changes: repeatable, covering what their key says, shown before `apply` returns.

use giji::domain::{Level, MeetingId};
use giji::search::{DocumentKey, DocumentType, Facet, IndexChange, SearchDocument, SearchEngine};

use crate::corpus::*;

pub async fn an_empty_index_answers(engine: &dyn SearchEngine) {
    for query in ["", "研修", "\"研修 報酬\" OR -加算"] {
        let answer = answer(engine, request(query)).await;
        assert_eq!(
            (answer.total, answer.hits.len(), answer.more),
            (0, 0, false),
            "{query}"
        );
        assert!(answer.facets[&Facet::Issue].is_empty());
    }
    assert_eq!(engine.document_count().await.expect("a count"), 0);
    assert_eq!(engine.list_versions().await.expect("versions"), []);
    engine
        .apply(vec![])
        .await
        .expect("no change is a change too");
}

pub async fn the_same_change_twice_is_one_document(engine: &dyn SearchEngine) {
    let change = upsert(opinion(1, "夜間の研修を増やす"));
    engine
        .apply(vec![change.clone(), change.clone()])
        .await
        .expect("applied");
    engine.apply(vec![change]).await.expect("applied");
    assert_eq!(found(engine, "研修").await, [1]);
    assert_eq!(answer(engine, request("")).await.total, 1);
    assert_eq!(engine.document_count().await.expect("a count"), 1);
}

pub async fn a_change_replaces_all_forms(engine: &dyn SearchEngine) {
    let form = |seen_at: Vec<Level>, version| SearchDocument {
        seen_at,
        version,
        ..opinion(1, "通学の支援")
    };
    let forms = vec![
        form(vec![Level::Public, Level::Council], 1),
        form(vec![Level::Secretariat], 1),
    ];
    let key = DocumentKey::One(DocumentType::Opinion, id(1));
    engine
        .apply(vec![IndexChange {
            remove: key,
            add: forms,
        }])
        .await
        .expect("applied");
    assert_eq!(engine.document_count().await.expect("a count"), 2);
    let one = form(vec![Level::Public, Level::Council, Level::Secretariat], 2);
    engine.apply(vec![upsert(one)]).await.expect("applied");
    assert_eq!(engine.document_count().await.expect("a count"), 1);
    let versions = engine.list_versions().await.expect("versions");
    assert_eq!(versions, [(DocumentType::Opinion, id(1), 2)]);
}

pub async fn a_deletion_covers_what_its_key_says(engine: &dyn SearchEngine) {
    let topic = SearchDocument {
        kind: DocumentType::Topic,
        topic_id: Some(id(0xb1)),
        ..opinion(0xb1, "議題")
    };
    let elsewhere = SearchDocument {
        topic_id: Some(id(0xb2)),
        meeting_id: Some(MeetingId(id(0xa2))),
        ..opinion(3, "意見")
    };
    let other_council = SearchDocument {
        council_id: Some(OTHER_COUNCIL),
        topic_id: None,
        meeting_id: None,
        ..opinion(4, "意見")
    };
    let action_item = SearchDocument {
        kind: DocumentType::ActionItem,
        ..opinion(2, "対応")
    };
    let all = vec![
        opinion(1, "意見"),
        opinion(2, "意見"),
        action_item,
        topic,
        elsewhere,
        other_council,
    ];
    for (key, left) in [
        (
            DocumentKey::One(DocumentType::ActionItem, id(2)),
            vec![1, 2, 3, 4, 0xb1],
        ),
        (
            DocumentKey::One(DocumentType::Opinion, id(1)),
            vec![2, 2, 3, 4, 0xb1],
        ),
        (DocumentKey::Topic(id(0xb1)), vec![3, 4]),
        (DocumentKey::Meeting(MeetingId(id(0xa1))), vec![3, 4]),
        (DocumentKey::Council(COUNCIL), vec![4]),
    ] {
        fill(engine, all.clone()).await;
        engine.apply(vec![remove(key)]).await.expect("applied");
        assert_eq!(found(engine, "").await, left, "{key:?}");
    }
}

pub async fn a_batch_applies_in_order(engine: &dyn SearchEngine) {
    let change = |text| upsert(opinion(1, text));
    let gone = remove(DocumentKey::Council(COUNCIL));
    engine
        .apply(vec![change("報酬"), gone, change("加算")])
        .await
        .expect("applied");
    assert_eq!(found(engine, "報酬").await, []);
    assert_eq!(found(engine, "加算").await, [1]);
}

pub async fn versions_are_listed_once_per_thing(engine: &dyn SearchEngine) {
    let form = |level, version| SearchDocument {
        seen_at: vec![level],
        version,
        ..opinion(2, "通学")
    };
    let forms = IndexChange {
        remove: DocumentKey::One(DocumentType::Opinion, id(2)),
        add: vec![form(Level::Public, 7), form(Level::Secretariat, 7)],
    };
    let topic = SearchDocument {
        kind: DocumentType::Topic,
        version: 3,
        ..opinion(1, "議題")
    };
    engine
        .apply(vec![forms, upsert(topic), upsert(opinion(1, "意見"))])
        .await
        .expect("applied");
    let versions = engine.list_versions().await.expect("versions");
    let expected = [
        (DocumentType::Opinion, id(1), 1),
        (DocumentType::Opinion, id(2), 7),
        (DocumentType::Topic, id(1), 3),
    ];
    assert_eq!(versions, expected);
}
