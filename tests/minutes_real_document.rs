//! The acceptance test of the reader: one real document that is not part of this repository, beside it in
//! `../shared/minutes` (or where `GIJI_SHARED_DIR` says). Where it is not there, nothing is checked, and stderr says so.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use giji::domain::{
    AttendanceStatus, Attribution, Capacity, Certainty, MeetingMode, OpinionKind, Strength,
};
use giji::minutes::{ParsedMinutes, ParsedOpinion, Tagger, decode, default_vocabulary, parse};
use serde_json::Value;

/// Topic, heading by index, first lines, and what all statements of the row share.
type Row = (
    usize,
    Option<usize>,
    &'static [i64],
    Attribution,
    Certainty,
    OpinionKind,
);

const ABOUT_PORTAL: usize = 3;

fn shared(name: &str) -> Option<Vec<u8>> {
    let directory = std::env::var_os("GIJI_SHARED_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = directory.join("minutes").join(name);
    let bytes = std::fs::read(&path);
    if bytes.is_err() {
        // Not eprintln!, which the test harness keeps to itself when the test passes.
        let mut stderr = std::io::stderr();
        let _ = writeln!(stderr, "NOT CHECKED: {} is not there", path.display());
    }
    bytes.ok()
}

/// The document as read, its text, and what is expected of it.
fn real_document() -> Option<(ParsedMinutes, String, Value)> {
    let bytes = shared("tokyo-r4-2.txt")?;
    let expected = shared("tokyo-r4-2.expected.json")?;
    let document = decode(&bytes).expect("the document is text");
    let parsed = parse(&document, &Tagger::new(&default_vocabulary()));
    let expected = serde_json::from_slice(&expected).expect("the expectations are JSON");
    Some((parsed, document.text().to_owned(), expected))
}

fn text_of<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value[key].as_str()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).expect("a list")
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let text = |entry: &Value| entry.as_str().expect("a text").to_owned();
    list(value, key).iter().map(text).collect()
}

fn first_lines(opinions: &[&ParsedOpinion]) -> Vec<i64> {
    opinions
        .iter()
        .map(|opinion| opinion.source.first_line)
        .collect()
}

fn tagged(parsed: &ParsedMinutes, key: &str) -> Vec<i64> {
    let has = |opinion: &&ParsedOpinion| opinion.issues.iter().any(|tag| tag.key == key);
    first_lines(&parsed.opinions.iter().filter(has).collect::<Vec<_>>())
}

#[test]
fn the_header_is_read() {
    let Some((parsed, _, expected)) = real_document() else {
        return;
    };
    assert_eq!(parsed.council.as_deref(), text_of(&expected, "council"));
    assert_eq!(parsed.fiscal_year, expected["fiscal_year"].as_i64());
    assert_eq!(parsed.round, expected["round"].as_i64());
    let date = parsed.date.map(|date| date.to_string());
    assert_eq!(date.as_deref(), text_of(&expected, "date"));
    let time = |time: Option<giji::domain::ClockTime>| time.map(|time| time.to_string());
    assert_eq!(
        time(parsed.start_time).as_deref(),
        text_of(&expected, "start_time")
    );
    assert_eq!(
        time(parsed.end_time).as_deref(),
        text_of(&expected, "end_time")
    );
    assert_eq!(parsed.end_date, None);
    assert_eq!(parsed.venue.as_deref(), text_of(&expected, "venue"));
    assert_eq!(parsed.mode, Some(MeetingMode::Online));
    assert_eq!(parsed.online, expected["is_online"].as_bool());
    assert_eq!(parsed.warnings, Vec::<String>::new());
}

#[test]
fn the_attendance_is_fourteen_present_three_absent_and_one_guest() {
    let Some((parsed, _, expected)) = real_document() else {
        return;
    };
    let of = |status| {
        parsed
            .attendees
            .iter()
            .filter(move |one| one.status == status)
    };
    let present: Vec<_> = of(AttendanceStatus::Present)
        .map(|one| (one.name.clone(), one.role.clone().unwrap_or_default()))
        .collect();
    let wanted: Vec<_> = list(&expected, "attendees")
        .iter()
        .map(|one| {
            let part = |key| text_of(one, key).unwrap_or_default().to_owned();
            (part("name"), part("role"))
        })
        .collect();
    assert_eq!(present.len(), 14);
    assert_eq!(present, wanted);
    let absent: Vec<_> = of(AttendanceStatus::Absent)
        .map(|one| one.name.clone())
        .collect();
    assert_eq!(absent, texts(&expected, "absent"));
    assert_eq!(absent.len(), 3);
    let chair = parsed
        .attendees
        .iter()
        .find(|one| one.role.as_deref() == Some("会長"));
    assert_eq!(
        chair.map(|one| one.name.as_str()),
        text_of(&expected, "chair")
    );
    let starting = |c: char| {
        present
            .iter()
            .filter(move |(name, _)| name.starts_with(c))
            .count()
    };
    assert_eq!(
        (starting('齋'), starting('斎')),
        (1, 1),
        "variants are two people"
    );

    let observers: Vec<_> = of(AttendanceStatus::Observer).collect();
    assert_eq!(observers.len(), 1);
    let guest = observers[0];
    let wanted = &list(&expected, "observers")[0];
    assert_eq!(Some(guest.name.as_str()), text_of(wanted, "name"));
    assert_eq!(guest.role.as_deref(), Some("統括課長代理"));
    let whole = format!(
        "{}{}",
        guest.organization.clone().unwrap_or_default(),
        guest.role.clone().unwrap_or_default()
    );
    assert_eq!(Some(whole.as_str()), text_of(wanted, "role"));
    assert_eq!(guest.capacity, Capacity::Guest);
    assert!(
        guest
            .note
            .as_deref()
            .is_some_and(|note| note.contains("区部"))
    );
    assert_eq!((guest.source.first_line, guest.source.last_line), (16, 17));
}

#[test]
fn topics_headings_and_narratives_are_read() {
    let Some((parsed, _, expected)) = real_document() else {
        return;
    };
    let titles: Vec<_> = parsed
        .topics
        .iter()
        .map(|topic| topic.title.clone())
        .collect();
    assert_eq!(titles, texts(&expected, "topics"));
    let numbers: Vec<_> = parsed
        .topics
        .iter()
        .map(|topic| topic.number.clone().unwrap())
        .collect();
    assert_eq!(numbers, ["（１）", "（２）", "（３）", "（４）"]);
    let titles: Vec<_> = parsed
        .headings
        .iter()
        .map(|heading| heading.title.clone())
        .collect();
    assert_eq!(titles, texts(&expected, "headings"));
    let topics: Vec<_> = parsed
        .headings
        .iter()
        .map(|heading| heading.topic.unwrap())
        .collect();
    assert_eq!(topics, [1, 1, 1, 1, 1, 1, 2, 2, ABOUT_PORTAL]);
    let narratives: Vec<_> = parsed
        .narratives
        .iter()
        .map(|one| one.text.clone())
        .collect();
    let wanted: Vec<_> = list(&expected, "optional_statements")
        .iter()
        .map(|one| text_of(one, "text").unwrap().to_owned())
        .collect();
    assert_eq!(narratives, wanted);
    let places: Vec<_> = parsed
        .narratives
        .iter()
        .map(|one| (one.topic, one.source.first_line))
        .collect();
    assert_eq!(
        places,
        [(Some(0), 23), (Some(1), 26), (Some(2), 89), (Some(3), 178)]
    );
}

#[test]
fn every_statement_is_read_from_its_first_to_its_last_character() {
    let Some((parsed, _, expected)) = real_document() else {
        return;
    };
    let wanted = list(&expected, "statements");
    assert_eq!(parsed.opinions.len(), 40);
    assert_eq!(parsed.opinions.len(), wanted.len());
    let topics = texts(&expected, "topics");
    for (opinion, wanted) in parsed.opinions.iter().zip(wanted) {
        let start = text_of(wanted, "starts_with").unwrap();
        assert!(
            opinion.text.starts_with(start),
            "{} starts with {start}",
            opinion.text
        );
        let end = text_of(wanted, "ends_with").unwrap();
        assert!(
            opinion.text.ends_with(end),
            "{} ends with {end}",
            opinion.text
        );
        let characters = opinion.text.chars().filter(|c| *c != '\n').count();
        assert_eq!(
            Some(characters as u64),
            wanted["chars"].as_u64(),
            "{}",
            opinion.text
        );
        assert_eq!(
            Some(topics[opinion.topic.unwrap()].as_str()),
            text_of(wanted, "topic")
        );
        assert_eq!(
            opinion.heading.as_deref(),
            text_of(wanted, "heading"),
            "{start}"
        );
        assert_eq!(
            serde_json::to_value(opinion.kind).unwrap(),
            wanted["kind"],
            "{start}"
        );
        let speaker = opinion.speaker.as_ref().map(|speaker| {
            format!(
                "{}{}",
                speaker.name.as_deref().unwrap(),
                speaker.role.as_deref().unwrap()
            )
        });
        assert_eq!(speaker.as_deref(), text_of(wanted, "speaker"), "{start}");
    }
}

#[test]
fn statements_stand_at_their_lines_with_their_attribution() {
    let Some((parsed, _, expected)) = real_document() else {
        return;
    };
    let headings = texts(&expected, "headings");
    let rows: [Row; 11] = {
        use Attribution::*;
        use Certainty::*;
        use OpinionKind::*;
        let named = &[111, 115, 117, 121, 123, 125, 136, 139, 141];
        [
            (1, Some(0), &[30, 32, 34, 36], Collective, Printed, Opinion),
            (
                1,
                Some(1),
                &[41, 44, 46, 51, 53, 55, 57, 59],
                Collective,
                Printed,
                Opinion,
            ),
            (1, Some(2), &[64, 66], Collective, Printed, Opinion),
            (1, Some(3), &[71], Collective, Printed, Opinion),
            (1, Some(4), &[76], Collective, Printed, Opinion),
            (1, Some(5), &[82], Collective, Printed, Opinion),
            (2, None, &[92, 95, 99, 102], Named, Inherited, Supplement),
            (2, None, named, Named, Inherited, Supplement),
            (2, Some(6), &[147, 154, 160], Unattributed, Printed, Opinion),
            (2, Some(7), &[167, 170, 175], Unattributed, Printed, Opinion),
            (
                ABOUT_PORTAL,
                Some(8),
                &[182, 190, 195, 199],
                Unattributed,
                Printed,
                Opinion,
            ),
        ]
    };
    let mut opinions = parsed.opinions.iter();
    for (topic, heading, lines, attribution, certainty, kind) in rows {
        for line in lines {
            let opinion = opinions.next().expect("an opinion");
            assert_eq!(opinion.source.first_line, *line);
            assert_eq!(opinion.topic, Some(topic), "line {line}");
            let title = heading.map(|at| headings[at].as_str());
            assert_eq!(opinion.heading.as_deref(), title, "line {line}");
            assert_eq!(opinion.attribution, attribution, "line {line}");
            assert_eq!(opinion.certainty, certainty, "line {line}");
            assert_eq!(opinion.kind, kind, "line {line}");
            assert_eq!(
                opinion.speaker.is_some(),
                attribution == Attribution::Named,
                "line {line}"
            );
        }
    }
    assert_eq!(opinions.next(), None);
    let roles: BTreeSet<_> = parsed
        .opinions
        .iter()
        .filter_map(|one| one.speaker.as_ref()?.role.as_deref())
        .collect();
    assert_eq!(roles, BTreeSet::from(["副会長", "統括課長代理"]));
}

#[test]
fn issues_come_from_heading_and_wording() {
    let Some((parsed, _, _)) = real_document() else {
        return;
    };
    assert_eq!(tagged(&parsed, "training"), [30, 32, 34, 36, 76, 82, 182]);
    assert_eq!(tagged(&parsed, "fees"), [46, 71, 190]);
    assert_eq!(tagged(&parsed, "respite"), [111, 167, 170, 175]);
    assert_eq!(
        tagged(&parsed, "nurses"),
        [55, 59, 64, 95, 102, 117, 141, 147, 154, 160]
    );
    let first = serde_json::to_value(&parsed.opinions[0].issues).unwrap();
    assert_eq!(
        first,
        serde_json::json!([{"key": "training", "origin": "heading"}])
    );
}

#[test]
fn action_items_are_suggested_by_their_wording() {
    let Some((parsed, _, expected)) = real_document() else {
        return;
    };
    let of = |strength| {
        let items = parsed
            .action_items
            .iter()
            .filter(move |item| item.strength == strength);
        let opinions: Vec<_> = items.map(|item| &parsed.opinions[item.opinion]).collect();
        first_lines(&opinions)
    };
    let strong = of(Strength::Strong);
    let weak = of(Strength::Weak);
    assert_eq!(strong, [32, 34, 36, 44, 46, 51, 182]);
    for line in [53, 57, 82] {
        assert!(weak.contains(&line), "{line} is a weak suggestion");
    }
    for line in [55, 64, 92, 111, 139] {
        assert!(!weak.contains(&line), "{line} only describes");
    }
    let asks = |start: &str| {
        let opinion = parsed
            .opinions
            .iter()
            .position(|one| one.text.starts_with(start));
        parsed
            .action_items
            .iter()
            .any(|item| Some(item.opinion) == opinion)
    };
    for key in ["action_items_hint", "action_items_maybe"] {
        for start in texts(&expected, key) {
            assert!(asks(&start), "{key}: {start}");
        }
    }
    let listed =
        list(&expected, "action_items_hint").len() + list(&expected, "action_items_maybe").len();
    // Line 190 says 必要 too, of plans in general.
    assert_eq!(parsed.action_items.len(), listed + 1);
    for item in &parsed.action_items {
        let opinion = &parsed.opinions[item.opinion].text;
        assert!(
            item.text.lines().all(|part| opinion.contains(part)),
            "{}",
            item.text
        );
    }
}

#[test]
fn no_line_is_lost_and_the_traps_hold() {
    let Some((parsed, text, _)) = real_document() else {
        return;
    };
    assert_eq!(parsed.unmapped_lines, Vec::<i64>::new());
    assert_eq!(parsed.furniture_lines, [133, 203]);
    let spans = parsed
        .opinions
        .iter()
        .map(|one| one.source)
        .chain(parsed.topics.iter().map(|one| one.source))
        .chain(parsed.headings.iter().map(|one| one.source))
        .chain(parsed.narratives.iter().map(|one| one.source))
        .chain(parsed.attendees.iter().map(|one| one.source))
        .chain(parsed.fields.values().copied());
    let mut placed: BTreeSet<i64> = spans
        .flat_map(|span| span.first_line..=span.last_line)
        .collect();
    placed.extend(&parsed.furniture_lines);
    for (number, line) in (1..).zip(text.lines()) {
        assert!(
            line.trim().is_empty() || placed.contains(&number),
            "line {number}"
        );
    }

    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let physical = |number: i64| lines[usize::try_from(number).unwrap() - 1];
    let at = |line| {
        let found = parsed
            .opinions
            .iter()
            .find(|one| one.source.first_line == line);
        found.expect("an opinion starts on this line")
    };
    let joined = |from, to, joint: &str| format!("{}{joint}{}", physical(from), physical(to));
    assert_eq!(at(71).source.last_line, 73);
    let misprint = joined(72, 73, "");
    assert!(at(71).text.ends_with(&misprint), "the misprint stays");
    let with_blank_line = joined(92, 94, "");
    assert_eq!(at(92).text, with_blank_line.trim_start_matches('・'));
    assert_eq!(at(92).source.last_line, 94);
    assert!(
        at(46).text.contains(&joined(48, 49, "")),
        "a space from a page break"
    );
    assert!(
        at(82).text.contains(&joined(85, 86, "\n")),
        "a second paragraph"
    );
    assert_eq!(at(82).source.last_line, 87);
    assert_eq!(
        at(125).source.last_line,
        129,
        "a page number after a statement"
    );
    let with_blank_line = joined(182, 184, "");
    assert!(
        at(182)
            .text
            .starts_with(with_blank_line.trim_start_matches('〇'))
    );
    let paragraphs = parsed
        .opinions
        .iter()
        .filter(|one| one.text.contains('\n'))
        .count();
    assert_eq!(paragraphs, 1);
}
