//! The parser: any text is read, without a panic and without losing a line.
#![no_main]

use std::{collections::BTreeSet, sync::LazyLock};

use giji::minutes::{ParsedMinutes, Span, Tagger, decode, default_vocabulary, parse};
use libfuzzer_sys::fuzz_target;

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::new(&default_vocabulary()));

fuzz_target!(|text: &str| {
    let Ok(document) = decode(text.as_bytes()) else {
        return;
    };
    let parsed = parse(&document, &TAGGER);
    assert_eq!(parsed, parse(&document, &TAGGER), "a pure function");
    let placed = placed(&parsed);
    for (number, line) in (1..).zip(document.lines()) {
        let is_blank = line.trim().is_empty();
        assert!(
            is_blank || placed.contains(&number),
            "line {number} is lost"
        );
    }
});

/// The lines that have a place.
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
