//! Who speaks, as printed at the start of a turn: `○青木委員　…`, `【会長】…`, `会長：…`.

use std::collections::HashMap;

use super::cues::Cue;
use super::parsed::{ParsedAttendee, ParsedSpeaker};
use super::people;
use super::wording::leading_bracket;

/// The longest label of a speaker, in characters.
const LONGEST_LABEL: usize = 30;

/// A line that opens a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn<'a> {
    /// Who speaks.
    pub speaker: ParsedSpeaker,
    /// What is said on the same line.
    pub rest: &'a str,
}

/// Whether `line`, with a mark before it or in brackets, opens a turn: plain enough to end the header.
pub(super) fn opens_turn(line: &str) -> bool {
    let cue = Cue::of(line);
    let marked = cue.mark().is_some() || leading_bracket(line).is_some();
    marked && turn(cue.rest(line), true).is_some_and(|turn| !turn.rest.is_empty())
}

/// The turn that `text`, from which a mark has been taken, opens. Without a mark (`marked` false) only a bracket or a
/// colon shows that the words before it are a speaker.
pub(super) fn turn(text: &str, marked: bool) -> Option<Turn<'_>> {
    if let Some((inner, rest)) = leading_bracket(text) {
        let label = inner.split(['・', '　', ' ']).next().unwrap_or(inner);
        let label = if people::is_speaker(inner) {
            inner
        } else {
            label
        };
        return people::is_speaker(label).then(|| Turn {
            speaker: speaker(label),
            rest: after_label(rest),
        });
    }
    let (label, rest) = label(text)?;
    let has_colon = rest.starts_with([':', '：']);
    let opens = marked || has_colon;
    let with_name = label_with_bracket(label);
    let known = with_name.is_some() || people::is_speaker(&without_spaces(label));
    (opens && known).then(|| Turn {
        speaker: with_name.unwrap_or_else(|| speaker(&without_spaces(label))),
        rest: after_label(rest),
    })
}

/// The names of the attendance list, by the way they end a longer label.
#[derive(Debug, Default)]
pub(super) struct Roster {
    speakers: HashMap<String, ParsedSpeaker>,
}

impl Roster {
    /// The people of an attendance list, by name and role together.
    pub(super) fn of(attendees: &[ParsedAttendee]) -> Self {
        let speakers = attendees.iter().filter_map(|attendee| {
            let role = attendee.role.as_deref()?;
            let speaker = ParsedSpeaker {
                name: Some(attendee.name.clone()),
                role: attendee.role.clone(),
            };
            Some((format!("{}{role}", attendee.name), speaker))
        });
        Self {
            speakers: speakers.collect(),
        }
    }

    /// The speaker that a label such as 青木副会長 or 大学病院青木課長 means: the longest entry of the list that the label ends in,
    /// else what the label shows by itself.
    pub(super) fn resolve(&self, label: &str) -> Option<ParsedSpeaker> {
        if label.len() > LONGEST_LABEL * 8 {
            return None;
        }
        let listed = label
            .char_indices()
            .find_map(|(at, _)| self.speakers.get(&label[at..]));
        listed
            .cloned()
            .or_else(|| people::is_speaker(label).then(|| speaker(label)))
    }
}

fn speaker(label: &str) -> ParsedSpeaker {
    let person = people::take_apart(label);
    ParsedSpeaker {
        name: person.name.map(str::to_owned),
        role: person.role.map(str::to_owned),
    }
}

/// 会長（青木）: role and name, or name and role, in either order.
fn label_with_bracket(label: &str) -> Option<ParsedSpeaker> {
    let at = label.find(['（', '('])?;
    let (inner, rest) = leading_bracket(&label[at..])?;
    let outer = label[..at].trim_end();
    if !rest.is_empty() {
        return None;
    }
    let (role, name) = if people::is_role(outer) {
        (outer, inner)
    } else if people::is_role(inner) {
        (inner, people::take_apart(outer).name?)
    } else {
        return None;
    };
    let name = people::take_apart(name).name?;
    people::is_name(name).then(|| ParsedSpeaker {
        name: Some(name.to_owned()),
        role: Some(role.to_owned()),
    })
}

/// The words before a colon or before the first white space, brackets included, and the rest with that separator.
fn label(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut space = None;
    for (at, c) in text.char_indices().take(LONGEST_LABEL) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            ':' | '：' if depth == 0 => return Some(text.split_at(at)),
            '。' | '、' | '「' | '」' => break,
            c if c.is_whitespace() && depth == 0 => space = space.or(Some(at)),
            _ => {}
        }
    }
    match space {
        Some(at) => Some(text.split_at(at)),
        None if text.chars().count() <= LONGEST_LABEL => {
            let quote = text.find('「').unwrap_or(text.len());
            Some(text.split_at(quote))
        }
        None => None,
    }
}

fn after_label(rest: &str) -> &str {
    rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'))
}

fn without_spaces(label: &str) -> String {
    label.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<String>, Option<String>, &str)> {
        let cue = Cue::of(text);
        let turn = turn(cue.rest(text), cue.mark().is_some())?;
        Some((turn.speaker.name, turn.speaker.role, turn.rest))
    }

    #[test]
    fn a_turn_is_recognised_by_its_mark_bracket_or_colon() {
        let some = |text: &str| Some(text.to_owned());
        for (text, name, role, rest) in [
            (
                "○青木委員　賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            ("○青木委員", some("青木"), some("委員"), ""),
            ("【会長】 始めます。", None, some("会長"), "始めます。"),
            ("会長：始めます。", None, some("会長"), "始めます。"),
            ("議 長：始めます。", None, some("議長"), "始めます。"),
            (
                "（青木委員）賛成です。",
                some("青木"),
                some("委員"),
                "賛成です。",
            ),
            (
                "○会長（青木）　始めます。",
                some("青木"),
                some("会長"),
                "始めます。",
            ),
            (
                "○青木委員「賛成です。」",
                some("青木"),
                some("委員"),
                "「賛成です。」",
            ),
        ] {
            assert_eq!(read(text), Some((name, role, rest)), "{text}");
        }
        for text in [
            "・青木委員の意見に賛成です。",
            "目的：支援",
            "○養成研修",
            "青木委員 賛成",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
