//! Judged queries over invented documents: how much of what a careful member expects is found, and how much else.
//!
//! The queries go through the same understanding as in a search of the app: read, widened by the default synonyms and by the
//! other names of years, names resolved, and asked again where nothing is found.

use std::collections::BTreeSet;

use giji::domain::{CouncilId, Level, MeetingId, OpinionKind, TextEnum};
use giji::search::{
    DEFAULT_SYNONYMS, DocumentType, Query, SearchDocument, SearchEngine, SearchRequest, Synonyms,
    search_tolerantly,
};

use crate::corpus::*;

const DOCUMENTS: &str = include_str!("golden/documents.txt");
const QUERIES: &str = include_str!("golden/queries.txt");

/// The least of what is expected that has to be found, and of what is found that has to be expected.
const FLOOR: f64 = 0.98;

const COUNCILS: [(&str, &str); 3] = [
    ("A", "医療的ケア児支援協議会"),
    ("B", "緑ヶ丘市子ども会議"),
    ("C", "防災福祉審議会"),
];
const ISSUES: [(&str, &str); 3] = [
    ("training", "研修・養成"),
    ("fees", "報酬・加算"),
    ("respite", "レスパイト・短期入所"),
];

fn lines(file: &str) -> impl Iterator<Item = &str> {
    let lines = file.lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn council(place: usize) -> CouncilId {
    CouncilId(id(0xc0 + place as u128))
}

fn document(line: &str) -> SearchDocument {
    let fields: Vec<&str> = line.split('|').collect();
    let [
        number,
        kind,
        of,
        year,
        topic,
        heading,
        name,
        role,
        whole,
        reading,
        issue,
        said,
        text,
    ] = fields[..]
    else {
        panic!("{} fields in {line}", fields.len());
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let place = COUNCILS.iter().position(|(letter, _)| *letter == of);
    let keys = [name, role, whole, reading].into_iter();
    let mut keys: Vec<String> = keys
        .chain(whole.split(' '))
        .chain(reading.split(' '))
        .filter_map(some)
        .collect();
    keys.push(format!("{name}{role}"));
    SearchDocument {
        kind: DocumentType::from_text(kind).expect("a type"),
        seen_at: vec![Level::Public, Level::Council, Level::Secretariat],
        council_id: place.map(council),
        meeting_id: place.map(|place| MeetingId(id(0xa0 + place as u128))),
        topic_id: None,
        topic: some(topic),
        heading: some(heading),
        speaker: some(&format!("{name}{role}")),
        speaker_keys: keys,
        role: some(role),
        issues: some(issue).into_iter().collect(),
        opinion_kind: OpinionKind::from_text(said),
        fiscal_year: year.parse().ok(),
        ..opinion(
            number.parse().expect("a number"),
            &text.replace("\\n", "\n"),
        )
    }
}

/// Reads a query as the app does.
fn understood(text: &str) -> Query {
    let mut query = Query::parse(text);
    query.resolve(
        |name| {
            let named = ISSUES
                .iter()
                .filter(|(key, label)| *key == name || *label == name);
            named.map(|(key, _)| (*key).to_owned()).collect()
        },
        |name| {
            let named = COUNCILS
                .iter()
                .enumerate()
                .filter(|(_, (_, council))| council.contains(name));
            named.map(|(place, _)| council(place)).collect()
        },
    );
    let groups = DEFAULT_SYNONYMS.iter().enumerate();
    let groups: Vec<Synonyms> = groups
        .map(|(index, words)| Synonyms::new(index, words))
        .collect();
    query.expand(&groups, &[]);
    query
}

pub async fn judged_queries_find_what_is_expected_and_little_else(engine: &dyn SearchEngine) {
    let documents: Vec<SearchDocument> = lines(DOCUMENTS).map(document).collect();
    fill(engine, documents).await;
    let (mut queries, mut expected, mut found, mut right) = (0, 0, 0, 0);
    for line in lines(QUERIES) {
        let (text, numbers) = line.split_once(" |").expect("a query and numbers");
        let wanted: BTreeSet<u128> = numbers
            .split_whitespace()
            .map(|number| number.parse().expect("a number"))
            .collect();
        let asked = SearchRequest {
            query: understood(text.trim_start_matches('~')),
            ..request("")
        };
        let answer = search_tolerantly(engine, &asked).await.expect("an answer");
        let hits: BTreeSet<u128> = answer
            .answer
            .hits
            .iter()
            .map(|hit| hit.id.as_u128())
            .collect();
        if hits != wanted {
            println!(
                "{text}: missing {:?}, unexpected {:?}",
                &wanted - &hits,
                &hits - &wanted
            );
        }
        queries += 1;
        expected += wanted.len();
        found += hits.len();
        right += (&wanted & &hits).len();
    }
    let part = |of: usize| right as f64 / of as f64;
    let (recall, precision) = (part(expected), part(found));
    println!("{queries} judged queries: recall {recall:.4}, precision {precision:.4}");
    assert!(
        queries >= 100 && recall >= FLOOR && precision >= FLOOR,
        "recall {recall:.4}, precision {precision:.4}"
    );
}
