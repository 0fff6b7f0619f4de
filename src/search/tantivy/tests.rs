//! That a run of units is found wherever it stands and nowhere else, however frequent it and its parts are.

use tempfile::TempDir;
use uuid::Uuid;

use super::documents::joined_parts;
use super::generation::Generation;
use super::runs::FrequentRuns;
use crate::domain::{Level, Viewer};
use crate::search::{Atom, DocumentType, Facet, Query, SearchDocument, SearchRequest, SearchSort};
use crate::text::Normalised;

/// More than the number from which sets of documents are kept between searches.
const DOCUMENTS: u64 = 6_000;

/// Numbers that look random and are the same in every run.
fn dice(state: &mut u64, bound: usize) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1);
    usize::try_from(*state >> 33).unwrap_or_default() % bound
}

/// Few parts, so that runs of any length are frequent and stand in places that almost match.
fn text(number: u64) -> String {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1;
    let parts = [
        "医療的ケア児",
        "医療的",
        "ケア児の",
        "支援",
        "の",
        "的ケア",
        "、",
    ];
    (0..3 + dice(&mut state, 6))
        .map(|_| parts[dice(&mut state, parts.len())])
        .collect()
}

fn document(number: u64) -> SearchDocument {
    SearchDocument {
        kind: DocumentType::Opinion,
        id: Uuid::from_u128(u128::from(number)),
        version: 1,
        seen_at: vec![Level::Secretariat],
        council_id: None,
        seats: Vec::new(),
        meeting_id: None,
        topic_id: None,
        text: text(number),
        topic: None,
        heading: None,
        speaker: None,
        speaker_keys: Vec::new(),
        role: None,
        attribution: None,
        has_action_item: None,
        issues: Vec::new(),
        opinion_kind: None,
        fiscal_year: None,
        date: None,
        position: 0,
    }
}

fn written(directory: &TempDir, frequent: bool) -> Generation {
    let generation = Generation::create(directory.path().to_owned()).expect("an empty index");
    if frequent {
        let sample: Vec<String> = (0..500)
            .map(|number| joined_parts(&document(number)))
            .collect();
        generation
            .set_frequent(FrequentRuns::of(&sample))
            .expect("noted");
    }
    let mut writer = generation.writer().expect("a writer");
    for number in 0..DOCUMENTS {
        writer
            .add_document(generation.fields.document(&document(number)))
            .expect("added");
        // Several segments, so that two threads search them.
        if number % 2_000 == 1_999 {
            writer.commit().expect("committed");
        }
    }
    writer.commit().expect("committed");
    generation.reload().expect("shown");
    generation
}

fn total(generation: &Generation, text: &str) -> u64 {
    let request = SearchRequest {
        query: Query::parse(&format!("\"{text}\"")),
        sort: SearchSort::DateDesc,
        limit: 1,
        facets: vec![Facet::Type],
        viewer: Viewer::ALL,
        ..SearchRequest::default()
    };
    let clauses = request.query.clauses();
    assert!(
        matches!(clauses, [clause] if matches!(&clause.any[..], [one] if matches!(one.atom, Atom::Text { .. })))
    );
    let answer = generation.search(&request).expect("an answer");
    let counted: u64 = answer.facets[&Facet::Type]
        .iter()
        .map(|facet| facet.count)
        .sum();
    assert_eq!(counted, answer.total, "{text}");
    answer.total
}

#[test]
fn runs_are_found_exactly_whether_frequent_or_not() {
    let folded: Vec<Normalised> = (0..DOCUMENTS)
        .map(|number| Normalised::of(&text(number)))
        .collect();
    let mut state = 5;
    let mut queries = vec!["医療的ケア児".to_owned(), "医療的ケア児の支援".to_owned()];
    while queries.len() < 60 {
        let chars: Vec<char> = text(dice(&mut state, 9_000) as u64).chars().collect();
        let length = 1 + dice(&mut state, chars.len());
        let start = dice(&mut state, chars.len() - length + 1);
        let query: String = chars[start..start + length].iter().collect();
        if !Normalised::of(&query).units().is_empty() {
            queries.push(query);
        }
    }
    let (learned, plain) = (
        TempDir::new().expect("a directory"),
        TempDir::new().expect("a directory"),
    );
    let generations = [written(&learned, true), written(&plain, false)];
    let again = Generation::open(learned.path().to_owned(), true).expect("opened again");
    let mut most = 0;
    for query in &queries {
        let sought = Normalised::of(query);
        let expected = folded.iter().filter(|text| text.contains(&sought)).count() as u64;
        most = most.max(expected);
        for generation in generations.iter().chain([&again]) {
            // The second time from what was kept.
            for _ in 0..2 {
                assert_eq!(total(generation, query), expected, "{query}");
            }
        }
    }
    assert!(most > DOCUMENTS / 4, "some are frequent: {most}");
}

#[test]
fn an_index_that_never_learned_what_is_frequent_is_outgrown_by_its_documents() {
    let directory = tempfile::tempdir().expect("a directory");
    let documents = written(&directory, false).document_count();
    for (frequent, outgrown) in [(false, true), (true, false)] {
        let directory = tempfile::tempdir().expect("a directory");
        drop(written(&directory, frequent));
        let path = directory.path().to_owned();
        let opened = Generation::open(path, false).expect("an index");
        assert_eq!(opened.is_outgrown(documents), outgrown);
        assert!(!opened.is_outgrown(documents + 1));
    }
}
