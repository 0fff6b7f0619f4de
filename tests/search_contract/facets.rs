//! Facets: exact, over all hits and not over the page.

use giji::domain::{Attribution, MeetingId, OpinionKind};
use giji::search::{DocumentType, Facet, SearchDocument, SearchEngine, SearchRequest};

use crate::corpus::*;

fn documents() -> Vec<SearchDocument> {
    let mut documents: Vec<SearchDocument> =
        (1..=5).map(|number| opinion(number, "研修")).collect();
    for (document, issues) in documents.iter_mut().zip([
        &["fees"][..],
        &["fees", "training"],
        &["training"],
        &["nurses"],
        &[],
    ]) {
        document.issues = issues.iter().map(|&issue| issue.to_owned()).collect();
    }
    documents[0].council_id = Some(OTHER_COUNCIL);
    documents[1].speaker = Some("山本委員".to_owned());
    documents[2].speaker = Some("山本委員".to_owned());
    documents[3].opinion_kind = Some(OpinionKind::Question);
    documents[3].fiscal_year = Some(2023);
    documents[1].role = Some("委員".to_owned());
    documents[1].attribution = Some(Attribution::Named);
    documents[1].has_action_item = Some(true);
    documents[2].has_action_item = Some(false);
    documents[3].meeting_id = Some(MeetingId(id(0xa2)));
    documents[4].kind = DocumentType::Topic;
    documents[4].opinion_kind = None;
    documents[4].fiscal_year = None;
    documents.push(opinion(6, "夜間"));
    documents
}

pub async fn facets_count_all_hits(engine: &dyn SearchEngine) {
    fill(engine, documents()).await;
    let page = answer(
        engine,
        SearchRequest {
            limit: 1,
            ..request("研修")
        },
    )
    .await;
    assert_eq!(
        (page.hits.len(), page.total, page.total_exact, page.more),
        (1, 5, true, true)
    );
    let facets = page.facets;
    assert_eq!(
        counts(&facets[&Facet::Issue]),
        [("fees", 2), ("training", 2), ("nurses", 1)]
    );
    assert_eq!(
        counts(&facets[&Facet::Type]),
        [("opinion", 4), ("topic", 1)]
    );
    assert_eq!(counts(&facets[&Facet::Speaker]), [("山本委員", 2)]);
    assert_eq!(counts(&facets[&Facet::Role]), [("委員", 1)]);
    assert_eq!(counts(&facets[&Facet::Attribution]), [("named", 1)]);
    let came_of_it = [("false", 1), ("true", 1)];
    assert_eq!(counts(&facets[&Facet::HasActionItem]), came_of_it);
    let meetings = [0xa1, 0xa2].map(|number| MeetingId(id(number)).to_string());
    assert_eq!(
        counts(&facets[&Facet::Meeting]),
        [(meetings[0].as_str(), 4), (meetings[1].as_str(), 1)]
    );
    assert_eq!(
        counts(&facets[&Facet::Kind]),
        [("opinion", 3), ("question", 1)]
    );
    assert_eq!(
        counts(&facets[&Facet::FiscalYear]),
        [("2022", 3), ("2023", 1)]
    );
    let councils = [(COUNCIL.to_string(), 4), (OTHER_COUNCIL.to_string(), 1)];
    assert_eq!(
        counts(&facets[&Facet::Council]),
        councils
            .each_ref()
            .map(|(council, count)| (council.as_str(), *count))
    );
}

pub async fn a_facet_ignores_its_own_filter(engine: &dyn SearchEngine) {
    fill(engine, documents()).await;
    let filtered = SearchRequest {
        issues: vec!["nurses".to_owned()],
        kinds: vec![OpinionKind::Question],
        ..request("研修")
    };
    let answer = answer(engine, filtered).await;
    assert_eq!(answer.total, 1);
    assert_eq!(
        counts(&answer.facets[&Facet::Issue]),
        [("nurses", 1)],
        "of the questions"
    );
    assert_eq!(
        counts(&answer.facets[&Facet::Kind]),
        [("question", 1)],
        "of those on nurses"
    );
    assert_eq!(
        counts(&answer.facets[&Facet::FiscalYear]),
        [("2023", 1)],
        "of all hits"
    );
    let by_issue = SearchRequest {
        issues: vec!["nurses".to_owned()],
        ..request("研修")
    };
    let facets = engine.search(by_issue).await.expect("an answer").facets;
    assert_eq!(
        counts(&facets[&Facet::Issue]),
        [("fees", 2), ("training", 2), ("nurses", 1)]
    );
}

pub async fn a_repeated_value_counts_once(engine: &dyn SearchEngine) {
    let twice = SearchDocument {
        issues: vec!["fees".to_owned(), "fees".to_owned()],
        ..opinion(1, "研修")
    };
    fill(engine, vec![twice]).await;
    assert_eq!(
        counts(&answer(engine, request("")).await.facets[&Facet::Issue]),
        [("fees", 1)]
    );
}

pub async fn what_is_not_asked_for_is_not_counted(engine: &dyn SearchEngine) {
    fill(engine, documents()).await;
    let asked = SearchRequest {
        facets: vec![Facet::Kind, Facet::Kind],
        ..request("研修")
    };
    let facets = answer(engine, asked).await.facets;
    assert_eq!(facets.keys().collect::<Vec<_>>(), [&Facet::Kind]);
    assert_eq!(
        counts(&facets[&Facet::Kind]),
        [("opinion", 3), ("question", 1)]
    );
}

/// More values than a facet lists, several of them in as many documents.
pub async fn the_most_frequent_values_are_listed(engine: &dyn SearchEngine) {
    let spoken = |number: u128| SearchDocument {
        speaker: Some(format!("発言者{:03}", number % 150)),
        ..opinion(number, "研修")
    };
    fill(engine, (0..220).map(spoken).collect()).await;
    let speakers = &answer(engine, request("研修")).await.facets[&Facet::Speaker];
    let expected: Vec<(String, u64)> = (0..70)
        .map(|number| (number, 2))
        .chain((70..100).map(|number| (number, 1)))
        .map(|(number, count)| (format!("発言者{number:03}"), count))
        .collect();
    let listed: Vec<(String, u64)> = speakers
        .iter()
        .map(|count| (count.value.clone(), count.count))
        .collect();
    assert_eq!(listed, expected);
}
