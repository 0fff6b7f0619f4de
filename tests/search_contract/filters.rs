//! Filters: all kinds apply, any value of one kind does.

use giji::domain::{Attribution, MeetingId, OpinionKind};
use giji::search::{DocumentType, SearchDocument, SearchEngine, SearchRequest};

use crate::corpus::*;

fn two() -> Vec<SearchDocument> {
    let second = SearchDocument {
        kind: DocumentType::ActionItem,
        council_id: Some(OTHER_COUNCIL),
        meeting_id: Some(MeetingId(id(0xa2))),
        speaker: Some("山本委員".to_owned()),
        speaker_keys: vec!["山本".to_owned(), "山本委員".to_owned()],
        issues: vec!["fees".to_owned(), "nurses".to_owned()],
        opinion_kind: Some(OpinionKind::Answer),
        role: Some("委員".to_owned()),
        attribution: Some(Attribution::Named),
        has_action_item: Some(true),
        fiscal_year: Some(2023),
        date: Some(day("2023-06-01")),
        ..opinion(2, "研修")
    };
    let first = SearchDocument {
        issues: vec!["training".to_owned()],
        role: Some("会長".to_owned()),
        attribution: Some(Attribution::Collective),
        has_action_item: Some(false),
        ..opinion(1, "研修")
    };
    vec![first, second]
}

pub async fn each_filter_applies(engine: &dyn SearchEngine) {
    fill(engine, two()).await;
    let set: [fn(&mut SearchRequest); 10] = [
        |request| request.types = vec![DocumentType::ActionItem],
        |request| request.issues = vec!["nurses".to_owned()],
        |request| request.councils = vec![OTHER_COUNCIL],
        |request| request.meetings = vec![MeetingId(id(0xa2))],
        |request| request.speakers = vec!["山本".to_owned()],
        |request| request.kinds = vec![OpinionKind::Answer],
        |request| request.roles = vec!["委員".to_owned()],
        |request| request.attributions = vec![Attribution::Named],
        |request| request.has_action_item = Some(true),
        |request| request.fiscal_years = vec![2023],
    ];
    let mut all = request("研修");
    for (number, set) in set.into_iter().enumerate() {
        let mut one = request("研修");
        set(&mut one);
        assert_eq!(hits(engine, one).await, [2], "filter {number}");
        set(&mut all);
    }
    assert_eq!(hits(engine, all.clone()).await, [2]);
    all.issues = vec!["training".to_owned()];
    assert_eq!(hits(engine, all).await, []);
}

pub async fn values_of_one_filter_are_alternatives(engine: &dyn SearchEngine) {
    fill(engine, two()).await;
    let issues = ["training", "fees", "unheard-of"]
        .map(str::to_owned)
        .to_vec();
    let either = SearchRequest {
        issues,
        ..request("")
    };
    assert_eq!(answer(engine, either).await.total, 2);
}

pub async fn days_bound_a_range(engine: &dyn SearchEngine) {
    let mut documents = two();
    documents.push(SearchDocument {
        date: None,
        ..opinion(3, "研修")
    });
    fill(engine, documents).await;
    let between = |from: Option<&str>, to: Option<&str>| SearchRequest {
        from: from.map(day),
        to: to.map(day),
        ..request("")
    };
    assert_eq!(
        hits(engine, between(Some("2022-12-21"), Some("2022-12-21"))).await,
        [1]
    );
    assert_eq!(hits(engine, between(Some("2022-12-22"), None)).await, [2]);
    assert_eq!(hits(engine, between(None, Some("2023-05-31"))).await, [1]);
    assert_eq!(answer(engine, between(None, None)).await.total, 3);
    assert_eq!(
        hits(engine, between(Some("2024-01-01"), Some("2023-01-01"))).await,
        []
    );
}

pub async fn speakers_are_folded_before_they_are_compared(engine: &dyn SearchEngine) {
    let speaker = SearchDocument {
        speaker_keys: vec!["ｽｽﾞｷ ABC".to_owned()],
        ..opinion(1, "研修")
    };
    fill(engine, vec![speaker]).await;
    let by_name = SearchRequest {
        speakers: vec!["スズキ　ａｂｃ".to_owned()],
        ..request("")
    };
    assert_eq!(hits(engine, by_name).await, [1]);
}
