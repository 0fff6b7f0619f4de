//! Documents and requests for the scenarios.

use chrono::NaiveDate;
use giji::domain::{CouncilId, Level, MeetingId, OpinionKind, TextEnum, Viewer};
use giji::search::{
    DocumentKey, DocumentType, EngineAnswer, Facet, IndexChange, Query, SearchDocument,
    SearchEngine, SearchRequest,
};
use uuid::Uuid;

pub const COUNCIL: CouncilId = CouncilId(Uuid::from_u128(0xc1));
pub const OTHER_COUNCIL: CouncilId = CouncilId(Uuid::from_u128(0xc2));

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// An opinion that everybody sees.
pub fn opinion(number: u128, text: &str) -> SearchDocument {
    SearchDocument {
        kind: DocumentType::Opinion,
        id: id(number),
        version: 1,
        seen_at: vec![Level::Public, Level::Council, Level::Secretariat],
        council_id: Some(COUNCIL),
        seats: vec![],
        meeting_id: Some(MeetingId(id(0xa1))),
        topic_id: Some(id(0xb1)),
        text: text.to_owned(),
        topic: None,
        heading: None,
        speaker: None,
        speaker_keys: vec![],
        role: None,
        attribution: None,
        has_action_item: None,
        issues: vec![],
        opinion_kind: Some(OpinionKind::Opinion),
        fiscal_year: Some(2022),
        date: Some(day("2022-12-21")),
        position: 0,
    }
}

pub fn upsert(document: SearchDocument) -> IndexChange {
    IndexChange {
        remove: DocumentKey::One(document.kind, document.id),
        add: vec![document],
    }
}

pub fn remove(key: DocumentKey) -> IndexChange {
    IndexChange {
        remove: key,
        add: vec![],
    }
}

pub async fn fill(engine: &dyn SearchEngine, documents: Vec<SearchDocument>) {
    engine
        .apply(documents.into_iter().map(upsert).collect())
        .await
        .expect("applied");
}

/// What everybody asks who asks for nothing but `query`, with full rights.
pub fn request(query: &str) -> SearchRequest {
    SearchRequest {
        query: Query::parse(query),
        limit: 100,
        facets: Facet::ALL.to_vec(),
        viewer: Viewer::ALL,
        ..SearchRequest::default()
    }
}

pub async fn answer(engine: &dyn SearchEngine, request: SearchRequest) -> EngineAnswer {
    engine.search(request).await.expect("an answer")
}

/// The numbers of the hits, in order.
pub async fn hits(engine: &dyn SearchEngine, request: SearchRequest) -> Vec<u128> {
    let answer = answer(engine, request).await;
    assert!(answer.more || answer.total >= answer.hits.len() as u64);
    answer.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

/// The numbers of what `query` finds, sorted.
pub async fn found(engine: &dyn SearchEngine, query: &str) -> Vec<u128> {
    let mut numbers = hits(engine, request(query)).await;
    numbers.sort_unstable();
    numbers
}

/// A facet as pairs.
pub fn counts(facet: &[giji::search::FacetCount]) -> Vec<(&str, u64)> {
    facet
        .iter()
        .map(|count| (count.value.as_str(), count.count))
        .collect()
}
