//! The attendance list: the lines under 出席者, 欠席者 and the like → people.

use crate::domain::{AttendanceStatus, Capacity};

use super::labels::Label;
use super::lines::Line;
use super::parsed::{ParsedAttendee, Span};
use super::people::{self, Person};
use super::wording::{inside_brackets, leading_bracket};

/// One line of the list: what is printed beside the label, or a line under it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListLine<'a> {
    /// The text.
    pub text: &'a str,
    /// The physical line.
    pub line: &'a Line<'a>,
}

/// No entry of a list is longer than this, in bytes; what is longer is prose, and names nobody.
const LONGEST_ITEM: usize = 600;

/// The people that a label announces; `None` where the label is no part of the attendance.
pub(super) fn standing(label: Label) -> Option<(AttendanceStatus, Capacity)> {
    match label {
        Label::Present => Some((AttendanceStatus::Present, Capacity::Member)),
        Label::Absent => Some((AttendanceStatus::Absent, Capacity::Member)),
        Label::Proxy => Some((AttendanceStatus::Proxy, Capacity::Member)),
        Label::Observers => Some((AttendanceStatus::Observer, Capacity::Guest)),
        Label::Secretariat => Some((AttendanceStatus::Present, Capacity::Secretariat)),
        _ => None,
    }
}

/// Reads the list under one label.
pub(super) fn read(
    list: &[ListLine<'_>],
    status: AttendanceStatus,
    capacity: Capacity,
) -> Vec<ParsedAttendee> {
    let notes_from = list
        .iter()
        .position(|entry| entry.text.starts_with('※'))
        .unwrap_or(list.len());
    let (names, notes) = list.split_at(notes_from);
    let mut people = Vec::new();
    for item in items(names) {
        people.extend(read_item(&item, status, capacity));
    }
    people.extend(read_notes(notes));
    people
}

/// A piece of the list between two separators, and the line that it starts on.
struct Item {
    text: String,
    source: Span,
}

/// Cuts the list at its separators. A line end is one too, except in a list with 、 where the line does not end in one
/// and no name can end: there the name was wrapped.
fn items(list: &[ListLine<'_>]) -> Vec<Item> {
    let has_commas = list
        .iter()
        .any(|entry| entry.text.contains(['、', '，', ',']));
    let mut items: Vec<Item> = Vec::new();
    let mut wrapped = false;
    for entry in list {
        for piece in split_outside_brackets(entry.text) {
            let number = entry.line.number;
            match items.last_mut() {
                Some(open) if wrapped => {
                    open.text.push_str(piece);
                    open.source.last_line = number;
                }
                _ => items.push(Item {
                    text: piece.to_owned(),
                    source: Span {
                        first_line: number,
                        last_line: number,
                        page: entry.line.page,
                    },
                }),
            }
            wrapped = false;
        }
        let last = items
            .last()
            .map(|item| item.text.as_str())
            .unwrap_or_default();
        let last = &last[last.floor_char_boundary(last.len().saturating_sub(LONGEST_ITEM))..];
        let complete = people::take_apart(last).role.is_some() || last.ends_with(['）', ')']);
        let is_short = last.len() < LONGEST_ITEM;
        wrapped = has_commas && is_short && !entry.text.ends_with(['、', '，', ',']) && !complete;
    }
    items
}

fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '、' | '，' | ',' | '／' | '|' | '\t' if depth == 0 => {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// The people of one item: mostly one, several where only spaces stand between `姓委員 姓委員`.
fn read_item(item: &Item, status: AttendanceStatus, capacity: Capacity) -> Vec<ParsedAttendee> {
    if item.text.len() > LONGEST_ITEM {
        return Vec::new();
    }
    let text = without_group(&item.text)
        .trim_start_matches(['・', '○', '〇', '◎', '●', '◯', '･'])
        .trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let each_is_one = words.len() > 1
        && words.iter().all(|word| {
            let (label, _) = split_trailing_bracket(word);
            let person = people::take_apart(label);
            person.name.is_some() && person.role.is_some()
        });
    let parts = if each_is_one { words } else { vec![text] };
    parts
        .into_iter()
        .filter_map(|part| read_person(part, item.source, status, capacity))
        .collect()
}

/// `text` without a bracket before it that says what the people of the list are.
fn without_group(text: &str) -> &str {
    match leading_bracket(text) {
        Some(("委員" | "構成員" | "出席" | "敬称略" | "順不同", rest)) => rest,
        _ => text,
    }
}

fn read_person(
    text: &str,
    source: Span,
    status: AttendanceStatus,
    capacity: Capacity,
) -> Option<ParsedAttendee> {
    let (label, bracket) = split_trailing_bracket(text);
    let person = in_columns(label).unwrap_or_else(|| people::take_apart(label));
    let name = person.name.filter(|name| names_somebody(name))?;
    let mut attendee = ParsedAttendee {
        name: name.to_owned(),
        role: person.role.map(str::to_owned),
        status,
        capacity,
        organization: person.organization.map(str::to_owned),
        note: None,
        source,
    };
    match bracket {
        Some(role) if people::is_role(role) && role != "代理" => {
            attendee.role = Some(role.to_owned())
        }
        Some(note) => {
            if note.contains("代理") {
                attendee.status = AttendanceStatus::Proxy;
            }
            attendee.note = Some(note.to_owned());
        }
        None => {}
    }
    Some(attendee)
}

/// なし, a count and a full sentence name nobody.
fn names_somebody(name: &str) -> bool {
    let counts = name.ends_with(['名', '人']) && name.chars().any(|c| c.is_numeric());
    let nobody = matches!(
        name,
        "なし" | "無し" | "該当なし" | "ほか" | "他" | "以上" | "敬称略" | "－" | "-"
    );
    !counts && !nobody && name.chars().count() <= 20 && !name.contains('。')
}

/// 青木委員（副会長）: the label and what stands in brackets after it.
fn split_trailing_bracket(text: &str) -> (&str, Option<&str>) {
    let brackets = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '（' | '('))
        .map(|(at, _)| at);
    for at in brackets {
        if let Some(inner) = inside_brackets(&text[at..]) {
            return (text[..at].trim_end(), Some(inner));
        }
    }
    (text, None)
}

/// Organisation, role and name in columns: `みなと大学　教授　青木　花子`, `会長　青木花子`, `会長：青木花子`.
fn in_columns(text: &str) -> Option<Person<'_>> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ':' | '：');
    let words: Vec<&str> = text.split(is_gap).filter(|word| !word.is_empty()).collect();
    let role_at = words.iter().position(|word| people::is_role(word))?;
    if words.len() < 2 {
        return None;
    }
    // The role stands before the name where something follows it, else behind it.
    let (organization, name) = if role_at + 1 < words.len() {
        (
            span_of(text, &words[..role_at]),
            span_of(text, &words[role_at + 1..])?,
        )
    } else {
        let before = people::take_apart(span_of(text, &words[..role_at])?);
        (before.organization, before.name?)
    };
    Some(Person {
        organization,
        name: Some(name),
        role: Some(words[role_at]),
    })
}

/// The part of `text` from the first of `words` to the last; both are parts of it.
fn span_of<'a>(text: &'a str, words: &[&'a str]) -> Option<&'a str> {
    let start = words.first()?.as_ptr() as usize - text.as_ptr() as usize;
    let last = words.last()?;
    let end = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
    text.get(start..end)
}

/// ※ notes that say who else took part: `※…のため、みなと病院青木課長が出席`.
fn read_notes(notes: &[ListLine<'_>]) -> Vec<ParsedAttendee> {
    let mut starts: Vec<usize> = (0..notes.len())
        .filter(|at| notes[*at].text.starts_with('※'))
        .collect();
    starts.push(notes.len());
    starts
        .windows(2)
        .filter_map(|bounds| read_note(&notes[bounds[0]..bounds[1]]))
        .collect()
}

fn read_note(lines: &[ListLine<'_>]) -> Option<ParsedAttendee> {
    let note: String = lines.iter().map(|entry| entry.text).collect();
    let note = note.trim_start_matches('※').trim().trim_end_matches('。');
    let (reason, who) = note
        .rsplit_once('、')
        .map_or((None, note), |(reason, who)| (Some(reason), who));
    let who = [
        "が出席",
        "が参加",
        "も出席",
        "も参加",
        "が同席",
        "が陪席",
        "がオブザーバーとして出席",
        "がオブザーバー参加",
    ]
    .iter()
    .find_map(|ending| who.strip_suffix(ending))?;
    let person = people::take_apart(who);
    Some(ParsedAttendee {
        name: person.name.filter(|name| people::is_name(name))?.to_owned(),
        role: person.role.map(str::to_owned),
        status: AttendanceStatus::Observer,
        capacity: Capacity::Guest,
        organization: person.organization.map(str::to_owned),
        note: reason.map(str::to_owned),
        source: Span {
            first_line: lines.first()?.line.number,
            last_line: lines.last()?.line.number,
            page: lines.first()?.line.page,
        },
    })
}

/// Whether a bracket at the start of `text` holds nothing but a count (`（14名）`).
pub(super) fn is_count(text: &str) -> bool {
    leading_bracket(text)
        .is_some_and(|(inner, rest)| rest.is_empty() && inner.ends_with(['名', '人']))
}
