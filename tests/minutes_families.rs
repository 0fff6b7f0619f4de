//! The reader against labelled documents in every family of layouts (docs/minutes-layouts.md). The labels were written by
//! somebody who did not know the reader. Each measure is over all documents; `--nocapture` prints what is missed.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use giji::domain::{AttendanceStatus, Capacity};
use giji::minutes::{
    ParsedAttendee, ParsedMinutes, ParsedOpinion, Tagger, decode, default_vocabulary, parse,
};
use giji::text::fold;
use serde_json::Value;

/// No measure may fall below this.
const FLOOR: f64 = 0.95;

struct Case {
    name: String,
    lines: Vec<String>,
    expected: Value,
    parsed: ParsedMinutes,
}

fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/minutes/families");
    let tagger = Tagger::new(&default_vocabulary());
    let mut cases: Vec<Case> = fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| {
            let document = decode(&fs::read(&path).expect("a fixture")).expect("text");
            let labels = fs::read(path.with_extension("expected.json")).expect("labels");
            Case {
                name: path
                    .file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                lines: document.lines().map(str::to_owned).collect(),
                expected: serde_json::from_slice(&labels).expect("labels are JSON"),
                parsed: parse(&document, &tagger),
            }
        })
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(cases.len() >= 60, "{} fixtures", cases.len());
    cases
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text as two readers of it would compare it: widths, white space and quotation marks aside.
fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value[key].as_str()
}

/// How many of how many are right.
#[derive(Default)]
struct Measure {
    right: usize,
    all: usize,
}

impl Measure {
    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// Found things against labelled ones: twice the common part over both together.
    fn compare(&mut self, common: usize, found: usize, labelled: usize) {
        self.right += 2 * common;
        self.all += found + labelled;
    }

    fn share(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]
        let share = self.right as f64 / self.all.max(1) as f64;
        share
    }
}

fn hold(measure: &Measure, what: &str) {
    println!("{what}: {:.3}", measure.share());
    assert!(measure.share() >= FLOOR, "{what}: {:.3}", measure.share());
}

#[test]
fn header_fields_are_read_in_every_family() {
    let mut measure = Measure::default();
    for case in cases() {
        let parsed = serde_json::to_value(&case.parsed).expect("JSON");
        for key in [
            "council",
            "fiscal_year",
            "round",
            "date",
            "end_date",
            "start_time",
            "end_time",
            "venue",
        ] {
            let Some(want) = case.expected.get(key) else {
                continue;
            };
            let alternatives = list(&case.expected, &format!("{key}_alternatives"));
            let right = std::iter::once(want).chain(alternatives).any(|want| {
                match (want.as_str(), parsed[key].as_str()) {
                    (Some(want), Some(got)) => without_round(want) == without_round(got),
                    _ => *want == parsed[key],
                }
            });
            if !right {
                println!("{}: {key}: want {want}, got {}", case.name, parsed[key]);
            }
            measure.count(right);
        }
    }
    hold(&measure, "header fields");
}

/// A council may be printed with the number of its term or meeting in the middle of its name.
fn without_round(text: &str) -> String {
    let plain = squeeze(&fold(text));
    let mut result = String::new();
    let mut rest = plain.as_str();
    while let Some(at) = rest.find('第') {
        let digits = rest[at + '第'.len_utf8()..].trim_start_matches(|c: char| c.is_ascii_digit());
        let counter = digits.strip_prefix(['回', '期']);
        result.push_str(&rest[..at]);
        match counter {
            Some(after) => rest = after,
            None => {
                result.push('第');
                rest = &rest[at + '第'.len_utf8()..];
            }
        }
    }
    result + rest
}

fn status(one: &ParsedAttendee) -> &'static str {
    match (one.capacity, one.status) {
        (Capacity::Secretariat, _) => "secretariat",
        (_, AttendanceStatus::Absent) => "absent",
        (_, AttendanceStatus::Proxy) => "proxy",
        (Capacity::Guest, _) | (_, AttendanceStatus::Observer) => "observer",
        _ => "present",
    }
}

fn person(name: &str) -> String {
    let name = squeeze(&fold(name));
    let short = ["委員", "氏"]
        .iter()
        .find_map(|word| name.strip_suffix(word));
    short
        .filter(|short| !short.is_empty())
        .unwrap_or(&name)
        .to_owned()
}

#[test]
fn attendance_is_read_in_every_family() {
    let mut measure = Measure::default();
    for case in cases()
        .iter()
        .filter(|case| case.expected.get("attendees").is_some())
    {
        let mut found: Vec<(String, &str)> = case
            .parsed
            .attendees
            .iter()
            .map(|one| (person(&one.name), status(one)))
            .collect();
        let mut want: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
        for (key, statuses) in [
            ("attendees", ["present", "present"]),
            ("proxies", ["proxy", "proxy"]),
            ("absent", ["absent", "absent"]),
            ("observers", ["observer", "secretariat"]),
            ("secretariat", ["secretariat", "secretariat"]),
        ] {
            for one in list(&case.expected, key) {
                let name = one.as_str().or_else(|| text(one, "name")).expect("a name");
                let names = [Some(name), text(one, "for")].into_iter().flatten();
                want.push((names.map(person).collect(), statuses.to_vec()));
            }
        }
        let optional: HashSet<String> = list(&case.expected, "optional_attendees")
            .iter()
            .filter_map(Value::as_str)
            .chain(
                list(&case.expected, "proxies")
                    .iter()
                    .filter_map(|one| text(one, "for")),
            )
            .map(person)
            .collect();
        let mut common = 0;
        for (names, statuses) in &want {
            let at = found
                .iter()
                .position(|(name, status)| names.contains(name) && statuses.contains(status));
            match at {
                Some(at) => {
                    found.remove(at);
                    common += 1;
                }
                None => println!(
                    "{}: attendance: {names:?} {statuses:?} is missing",
                    case.name
                ),
            }
        }
        found.retain(|(name, _)| !optional.iter().any(|one| one.contains(name.as_str())));
        for extra in &found {
            println!("{}: attendance: {extra:?} is no one", case.name);
        }
        measure.compare(common, common + found.len(), want.len());
    }
    hold(&measure, "attendance");
}

/// A title without the material and the kind of business that is printed beside it, and without the number of a paper.
fn title(text: &str) -> String {
    let mut title = fold(text);
    while let Some(at) = title.rfind(['【', '（', '(', '[']) {
        let beside = ["資料", "別紙", "報告", "協議", "審議", "説明"];
        if !beside.iter().any(|word| title[at..].contains(word)) || at == 0 {
            break;
        }
        title.truncate(at);
    }
    let plain = plain(&title);
    ["議案", "報告", "承認", "協議"]
        .iter()
        .find_map(|paper| {
            let rest = plain.strip_prefix(paper)?.strip_prefix('第')?;
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
                .strip_prefix('号')
        })
        .unwrap_or(&plain)
        .to_owned()
}

#[test]
fn topics_are_read_in_every_family() {
    let mut measure = Measure::default();
    for case in cases()
        .iter()
        .filter(|case| case.expected.get("topics").is_some())
    {
        let titles = |key| -> Vec<String> {
            let all = list(&case.expected, key).iter();
            all.filter_map(Value::as_str).map(title).collect()
        };
        let (want, optional) = (titles("topics"), titles("optional_topics"));
        let mut found: Vec<String> = case
            .parsed
            .topics
            .iter()
            .map(|one| title(&one.title))
            .collect();
        found.retain(|one| want.contains(one) || !optional.contains(one));
        let common = want.iter().filter(|one| found.contains(one)).count();
        if common < want.len() || common < found.len() {
            println!("{}: topics: want {want:?}, got {found:?}", case.name);
        }
        measure.compare(common, found.len(), want.len());
    }
    hold(&measure, "topics");
}

fn unquoted(text: &str) -> String {
    squeeze(text).trim_matches(['「', '」']).to_owned()
}

/// The labelled statements with the opinion that each was read as.
fn statements(case: &Case) -> Vec<(&Value, Option<&ParsedOpinion>)> {
    let mut left: Vec<&ParsedOpinion> = case.parsed.opinions.iter().collect();
    list(&case.expected, "statements")
        .iter()
        .map(|want| {
            let start = unquoted(text(want, "starts_with").unwrap_or_default());
            let end = unquoted(text(want, "ends_with").unwrap_or_default());
            let at = left.iter().position(|one| {
                let text = unquoted(&one.text);
                text.starts_with(&start) && text.ends_with(&end)
            });
            (want, at.map(|at| left.remove(at)))
        })
        .collect()
}

#[test]
fn statements_are_told_apart_in_every_family() {
    let mut measure = Measure::default();
    for case in cases() {
        let matched = statements(&case);
        for (want, _) in matched.iter().filter(|(_, found)| found.is_none()) {
            println!(
                "{}: statement {} is missing",
                case.name, want["starts_with"]
            );
        }
        let common = matched.iter().filter(|(_, found)| found.is_some()).count();
        let optional: Vec<String> = list(&case.expected, "optional_statements")
            .iter()
            .filter_map(|one| text(one, "text"))
            .map(unquoted)
            .collect();
        let found = case.parsed.opinions.iter().filter(|one| {
            let text = unquoted(&one.text);
            !optional
                .iter()
                .any(|other| other.contains(&text) || text.contains(other.as_str()))
        });
        measure.compare(common, found.count().max(common), matched.len());
    }
    hold(&measure, "statements");
}

#[test]
fn speakers_are_read_in_every_family() {
    let mut measure = Measure::default();
    for case in cases() {
        for (want, found) in statements(&case) {
            let Some(found) = found else { continue };
            let labels: Vec<&Value> = std::iter::once(&want["speaker"])
                .chain(list(want, "speaker_alternatives"))
                .collect();
            let right = labels.iter().any(|label| is_speaker(label.as_str(), found));
            if !right {
                println!(
                    "{}: want {}, got {:?}",
                    case.name, want["speaker"], found.speaker
                );
            }
            measure.count(right);
        }
    }
    hold(&measure, "speakers");
}

fn is_speaker(label: Option<&str>, found: &ParsedOpinion) -> bool {
    let (Some(label), Some(speaker)) = (label, &found.speaker) else {
        return label.is_none() && found.speaker.is_none();
    };
    let label = plain(label);
    let name = plain(speaker.name.as_deref().unwrap_or_default());
    let role = plain(speaker.role.as_deref().unwrap_or_default());
    let without_title = |text: &str| {
        let text = text.replace("君", "").replace("氏", "");
        text.strip_suffix("委員")
            .map_or(text.clone(), str::to_owned)
    };
    // ３番（青木委員）: the seat is printed, the member speaks.
    let seated = !name.is_empty() && label.ends_with(&format!("{name}{role}"));
    let same = |one: &str| without_title(one) == without_title(&label);
    seated || same(&format!("{name}{role}")) || same(&format!("{role}{name}"))
}

#[test]
fn statements_have_their_topic_in_every_family() {
    let mut measure = Measure::default();
    for case in cases()
        .iter()
        .filter(|case| case.expected.get("topics").is_some())
    {
        let known = |key| -> Vec<String> {
            let all = list(&case.expected, key).iter();
            all.filter_map(Value::as_str).map(title).collect()
        };
        let (parts, optional) = (known("sub_topics"), known("optional_topics"));
        for (want, found) in statements(case) {
            let Some(found) = found else { continue };
            let got = found.topic.map(|at| title(&case.parsed.topics[at].title));
            let labels = std::iter::once(&want["topic"]).chain(list(want, "topic_alternatives"));
            let mut labels = labels.map(|one| one.as_str().map(title));
            let loose = got.as_ref().is_some_and(|got| {
                parts.contains(got) || (want["topic"].is_null() && optional.contains(got))
            });
            let right = loose || labels.any(|label| label == got);
            if !right {
                println!("{}: want {}, got {got:?}", case.name, want["topic"]);
            }
            measure.count(right);
        }
    }
    hold(&measure, "topics of statements");
}

#[test]
fn no_line_is_lost_in_any_family() {
    for case in cases() {
        let parsed = &case.parsed;
        let mut placed: HashSet<i64> = parsed.furniture_lines.iter().copied().collect();
        placed.extend(&parsed.unmapped_lines);
        let spans = parsed.fields.values().copied();
        let spans = spans.chain(parsed.attendees.iter().map(|one| one.source));
        let spans = spans.chain(parsed.topics.iter().map(|one| one.source));
        let spans = spans.chain(parsed.headings.iter().map(|one| one.source));
        let spans = spans.chain(parsed.narratives.iter().map(|one| one.source));
        let spans = spans.chain(parsed.opinions.iter().map(|one| one.source));
        placed.extend(spans.flat_map(|span| span.first_line..=span.last_line));
        for (number, line) in (1..).zip(&case.lines) {
            let kept = line.trim().is_empty() || placed.contains(&number);
            assert!(kept, "{}: line {number} is lost: {line}", case.name);
        }
    }
}
