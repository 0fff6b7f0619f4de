//! What holds for every document, whichever reader it came from.

use std::{collections::BTreeSet, sync::LazyLock};

use giji::minutes::{Document, ParsedMinutes, Span, Tagger, default_vocabulary, parse};

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::new(&default_vocabulary()));

/// Parses `document` twice and checks that the answers are the same and that every line has a place.
pub fn check(document: &Document) {
    let parsed = parse(document, &TAGGER);
    assert_eq!(parsed, parse(document, &TAGGER), "a pure function");
    let placed = placed(&parsed);
    for (number, line) in (1..).zip(document.lines()) {
        let is_blank = line.trim().is_empty();
        assert!(is_blank || placed.contains(&number), "line {number} is lost");
    }
}

fn placed(parsed: &ParsedMinutes) -> BTreeSet<i64> {
    let mut spans: Vec<Span> = parsed.fields.values().copied().collect();
    spans.extend(parsed.opinions.iter().map(|one| one.source));
    spans.extend(parsed.topics.iter().map(|one| one.source));
    spans.extend(parsed.headings.iter().map(|one| one.source));
    spans.extend(parsed.narratives.iter().map(|one| one.source));
    spans.extend(parsed.attendees.iter().map(|one| one.source));
    let mut placed: BTreeSet<i64> = BTreeSet::new();
    for span in spans {
        placed.extend(span.first_line..=span.last_line);
    }
    placed.extend(&parsed.furniture_lines);
    placed.extend(&parsed.unmapped_lines);
    placed
}
