//! What holds for any text: no panic, no line lost, no character made up, time in proportion to length.

use std::collections::BTreeSet;
use std::time::Instant;

use giji::minutes::{ParsedMinutes, Span, Tagger, decode, default_vocabulary, parse};
use proptest::prelude::*;

fn spans(parsed: &ParsedMinutes) -> Vec<Span> {
    let mut spans: Vec<Span> = parsed.fields.values().copied().collect();
    spans.extend(parsed.opinions.iter().map(|one| one.source));
    spans.extend(parsed.topics.iter().map(|one| one.source));
    spans.extend(parsed.headings.iter().map(|one| one.source));
    spans.extend(parsed.narratives.iter().map(|one| one.source));
    spans.extend(parsed.attendees.iter().map(|one| one.source));
    spans
}

/// Whether the characters of `part` that are not white space stand in `whole` in the same order.
fn is_within(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars()
        .filter(|c| !c.is_whitespace())
        .all(|c| rest.any(|other| other == c))
}

fn check(text: &str) {
    let Ok(document) = decode(text.as_bytes()) else {
        return;
    };
    let tagger = Tagger::new(&default_vocabulary());
    let parsed = parse(&document, &tagger);
    assert_eq!(parsed, parse(&document, &tagger), "a pure function");
    let mut placed: BTreeSet<i64> = BTreeSet::new();
    for span in spans(&parsed) {
        assert!(
            1 <= span.first_line && span.first_line <= span.last_line,
            "{span:?}"
        );
        placed.extend(span.first_line..=span.last_line);
    }
    placed.extend(&parsed.furniture_lines);
    placed.extend(&parsed.unmapped_lines);
    let lines: Vec<&str> = document.lines().collect();
    for (number, line) in (1..).zip(&lines) {
        assert!(
            line.trim().is_empty() || placed.contains(&number),
            "line {number} is lost"
        );
    }
    assert!(
        placed
            .iter()
            .all(|number| usize::try_from(*number).is_ok_and(|at| at <= lines.len()))
    );
    for opinion in &parsed.opinions {
        let from = usize::try_from(opinion.source.first_line).expect("a line number") - 1;
        let to = usize::try_from(opinion.source.last_line).expect("a line number");
        assert!(
            is_within(&opinion.text, &lines[from..to].join("\n")),
            "{}",
            opinion.text
        );
        assert!(
            opinion
                .topic
                .is_none_or(|topic| topic < parsed.topics.len())
        );
    }
    for item in &parsed.action_items {
        assert!(is_within(&item.text, &parsed.opinions[item.opinion].text));
    }
}

/// Lines that look like minutes, in any order.
fn line() -> impl Strategy<Value = String> {
    let pieces = [
        "（１）",
        "１ ",
        "２．",
        "①",
        "議題１",
        "・",
        "〇",
        "○",
        "●",
        "→",
        "※",
        "【会長】",
        "（欠席）",
        "（主な意見等）",
        "日  時 ",
        "会場：",
        "出席者 ",
        "議事概要",
        "令和４年",
        "12月21日",
        "午後６時",
        "正午",
        "青木委員",
        "事務局",
        "から資料説明",
        "について補足",
        "、",
        "。",
        "（",
        "）",
        "「",
        "」",
        "研修が必要",
        "してほしい。",
        "\u{c}",
        "\u{3000}",
        "  ",
        "4",
        "以上",
        "第２回",
        "協議会",
        "ABC",
        "long",
        "𠮷",
        "緑地が減っている地域の取組を長い文で述べるために書いている文であり、",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..6)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_loss(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_order_of_lines_is_read_without_a_loss(lines in prop::collection::vec(line(), 0..40)) {
        check(&lines.join("\n"));
    }
}

#[test]
fn a_list_that_counts_from_zero_is_read() {
    check("議事\n０．計画\n１．予算\n");
}

/// A run with four times the input, as a ratio of the time for one: about 4 where the time is linear, 16 where it is
/// quadratic. `cargo test --release --test minutes_properties -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a check"]
fn time_grows_with_the_length_of_the_text() {
    let tagger = Tagger::new(&default_vocabulary());
    let time = |text: &str| {
        let document = decode(text.as_bytes()).expect("text");
        let start = Instant::now();
        std::hint::black_box(parse(&document, &tagger));
        start.elapsed().as_secs_f64()
    };
    for (name, unit) in [
        ("one line", "あ"),
        ("one line of brackets", "（"),
        ("one line of ends", "あ。必要"),
        ("bullets", "・研修が必要。\n"),
        ("unmarked lines", "あいう\n"),
        ("one bullet", "あいうえお\n"),
        ("labels", "日時 令和４年１月１日\n"),
        ("names", "青木、"),
        ("wrapped names", "青、木\n"),
        ("topics", "（１）議題\n"),
        ("voices", "（青木委員から窓口について補足）\n・窓口\n"),
        ("open brackets", "（あ\n"),
        ("pages", "1\n\u{c}頁\n"),
        ("letters apart", "あ "),
        ("names with dots", "青木委員・"),
        ("marks of a legend", "△"),
        ("times on one line", "午後2時開会 "),
        ("stacked labels", "会議名\n日時\n"),
    ] {
        let head = match name {
            "one bullet" => "議事\n・",
            "names" | "wrapped names" => "出席者 ",
            "names with dots" | "marks of a legend" => "出席者\n",
            _ => "議事\n",
        };
        let small = format!("{head}{}", unit.repeat(1_000_000 / unit.len()));
        let large = format!("{head}{}", unit.repeat(4_000_000 / unit.len()));
        let (one, four) = (time(&small), time(&large));
        println!(
            "{name:<24} 1 MB {one:>8.3} s   4 MB / 1 MB {:>5.1}",
            four / one
        );
    }
}
