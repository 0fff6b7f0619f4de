//! The embedded engine, straight through its port.

use std::time::{Duration, Instant};

use giji::domain::TextEnum;
use giji::search::{EmbeddedIndex, Facet, Query, SearchEngine, SearchRequest, SearchSort};

use crate::{corpus, timing::Times};

/// Counted, and the newest twenty: what the peers are asked too.
pub const COUNTED: &str = "single term of three characters or more, by date";

const ROUNDS: usize = 3;
/// The facets that are counted beside a filter.
pub const FIVE: [Facet; 5] = [
    Facet::Issue,
    Facet::Council,
    Facet::Speaker,
    Facet::Kind,
    Facet::FiscalYear,
];

/// Builds an index of `count` opinions and asks every kind of query.
pub async fn measure(count: u64) -> Vec<Times> {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let index = EmbeddedIndex::create_fresh(directory.path()).expect("an index");
    build(&index, count, directory.path()).await;
    let (terms, pairs, phrases) = (corpus::terms(), corpus::pairs(), corpus::phrases());
    let filtered = |query: &String| SearchRequest {
        facets: FIVE.to_vec(),
        issues: vec!["training".to_owned(), "fees".to_owned()],
        ..request(query)
    };
    let counted = |query: &String| SearchRequest {
        facets: Facet::ALL.to_vec(),
        ..request(query)
    };
    let sorted = |sort: SearchSort| {
        move |query: &String| SearchRequest {
            sort,
            ..request(query)
        }
    };
    let longer: Vec<String> = terms
        .iter()
        .filter(|term| term.chars().count() > 2)
        .cloned()
        .collect();
    let mut all = Vec::new();
    for (name, requests) in [
        (
            "single term",
            terms.iter().map(|query| request(query)).collect::<Vec<_>>(),
        ),
        (
            "two terms",
            pairs.iter().map(|query| request(query)).collect(),
        ),
        (
            "phrase",
            phrases.iter().map(|query| request(query)).collect(),
        ),
        ("filter, five facets", terms.iter().map(filtered).collect()),
        ("all ten facets", terms.iter().map(counted).collect()),
        (
            "newest first",
            terms.iter().map(sorted(SearchSort::DateDesc)).collect(),
        ),
        (
            "oldest first",
            terms.iter().map(sorted(SearchSort::DateAsc)).collect(),
        ),
        (
            COUNTED,
            longer.iter().map(sorted(SearchSort::DateDesc)).collect(),
        ),
    ] {
        all.push(ask(&index, name, requests).await);
    }
    let anonymous = status("RssAnon:") / 1024;
    eprintln!("{count}: {anonymous} MB of anonymous memory after all queries");
    all
}

/// What the public asks who asks for nothing but `query`.
fn request(query: &str) -> SearchRequest {
    SearchRequest {
        query: Query::parse(query),
        ..SearchRequest::default()
    }
}

async fn ask(index: &EmbeddedIndex, name: &'static str, requests: Vec<SearchRequest>) -> Times {
    let (mut milliseconds, mut hits) = (Vec::new(), 0);
    for round in 0..=ROUNDS {
        for request in &requests {
            let request = request.clone();
            let begun = Instant::now();
            let answer = index.search(request).await.expect("an answer");
            if round > 0 {
                milliseconds.push(begun.elapsed().as_secs_f64() * 1_000.0);
                hits += answer.total;
            }
        }
    }
    Times::of(name, milliseconds, hits)
}

async fn build(index: &EmbeddedIndex, count: u64, directory: &std::path::Path) {
    const BATCH: u64 = 1_000;
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let (mut text, mut making) = (0, Duration::ZERO);
    let mut rebuild = index.start_rebuild().await.expect("a rebuild");
    for first in (0..count).step_by(BATCH as usize) {
        let started = Instant::now();
        let numbers = first..(first + BATCH).min(count);
        let documents: Vec<_> = numbers.map(corpus::document).collect();
        text += documents
            .iter()
            .map(|document| document.text.len() as u64)
            .sum::<u64>();
        making += started.elapsed();
        rebuild.add(documents).await.expect("added");
    }
    rebuild.finish().await.expect("finished");
    let cpu = cpu_seconds() - cpu - making.as_secs_f64();
    let size = size_of(directory);
    eprintln!(
        "{count} opinions indexed in {:.0} s: {:.0} a CPU second; {} MB, {:.2} of the UTF-8 text",
        begun.elapsed().as_secs_f64(),
        count as f64 / cpu,
        size >> 20,
        size as f64 / text as f64
    );
}

fn size_of(directory: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(directory).expect("a directory").flatten();
    let size = entries.map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    size.sum()
}

/// What this process has used of the processors, in seconds; Linux only, where it counts hundredths.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let hundredths = |place: usize| {
        fields
            .get(place)
            .and_then(|field| field.parse::<f64>().ok())
    };
    (hundredths(11).unwrap_or(f64::NAN) + hundredths(12).unwrap_or(f64::NAN)) / 100.0
}

/// A number of /proc/self/status, in the unit that it is told in.
pub fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
