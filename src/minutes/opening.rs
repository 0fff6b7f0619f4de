//! Where the header ends: the first line that says something, rather than naming it.
//!
//! A document need not label its discussion. What shows the border is speech: a turn with a sentence, a bullet with a
//! sentence, a stage direction, prose. The lines right above it that only head it (a topic, a heading) belong to it.

use std::collections::HashSet;

use super::cues::Cue;
use super::directions::{self, Direction};
use super::labels::{self, Label};
use super::lines::Line;
use super::speakers;
use super::{agenda, attendance};
use crate::text::fold;

/// Prose shorter than this, in characters, may be a remark beside a field.
const SHORTEST_PROSE: usize = 18;
/// How many lines after a name may hold the first full stop of what is said.
const LOOK_AHEAD: usize = 4;
/// How many labels of fields after a line show that the header still goes on, and within how many lines.
const HEADER_GOES_ON: usize = 12;

/// Index of the first line that says something; the number of lines where none does.
pub(super) fn first_speech(lines: &[Line<'_>]) -> usize {
    let mut in_list = false;
    for at in 0..lines.len() {
        if is_speech(lines, at) && !(in_list && discussion_follows(lines, at)) {
            return at;
        }
        if let Some(found) = labels::read(lines[at].text) {
            in_list = attendance::standing(found.label).is_some()
                || matches!(
                    found.label,
                    Label::Materials | Label::Aside | Label::Audience
                );
        }
    }
    lines.len()
}

/// Whether the label of the agenda or the discussion follows within the next lines: then a sentence in a list of the
/// header is a remark.
fn discussion_follows(lines: &[Line<'_>], at: usize) -> bool {
    lines[at + 1..].iter().take(HEADER_GOES_ON).any(|line| {
        labels::read(line.text).is_some_and(|found| {
            found.value.is_empty()
                && found.cue != Cue::None
                && matches!(found.label, Label::Agenda | Label::Body)
        })
    })
}

fn is_speech(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    if line.text.starts_with(['※', '＊', '注']) {
        return false;
    }
    // 【委員】, 事務局: the label of a list, or of what is said under it.
    let speaks = || labels::names_speaker(line.text) && says_something(lines, at);
    if is_field(line.text) && !speaks() {
        return false;
    }
    if is_direction(line.text) {
        return !fields_follow(lines, at);
    }
    let sentence = || says_something(lines, at);
    if speakers::shows_turn(line.text) && sentence() {
        return !fields_follow(lines, at);
    }
    let cue = Cue::of(line.text);
    let prose = line.text.chars().count() >= SHORTEST_PROSE;
    (cue.mark().is_some() || prose)
        && sentence()
        && line.text.chars().count() >= 6
        && !fields_follow(lines, at)
}

/// Whether a field of the header is labelled within the next lines: then this line is a remark of the header.
fn fields_follow(lines: &[Line<'_>], at: usize) -> bool {
    lines[at + 1..]
        .iter()
        .take(HEADER_GOES_ON)
        .any(|line| is_plain_field(line.text))
}

/// Whether `text` labels a field that stands in headers alone.
fn is_plain_field(text: &str) -> bool {
    labels::read(text).is_some_and(|found| {
        matches!(
            found.label,
            Label::When | Label::Venue | Label::Present | Label::Absent
        ) && (found.value.is_empty() || !found.value.contains('。'))
            && text.chars().count() < 60
    })
}

fn is_field(text: &str) -> bool {
    labels::read(text).is_some_and(|found| {
        !matches!(found.label, Label::Body | Label::Secretariat) || found.value.is_empty()
    })
}

/// Whether the sentence that begins in line `at` is one: it ends in a full stop there or in one of the next lines, before
/// anything else begins.
fn says_something(lines: &[Line<'_>], at: usize) -> bool {
    if has_full_stop(lines[at].text) {
        return true;
    }
    lines[at + 1..]
        .iter()
        .take(LOOK_AHEAD)
        .take_while(|line| {
            Cue::of(line.text) == Cue::None
                && labels::read(line.text).is_none()
                && !speakers::shows_turn(line.text)
        })
        .any(|line| has_full_stop(line.text))
}

fn has_full_stop(text: &str) -> bool {
    // Some write Japanese with Western stops.
    let western = text.contains(". ") || text.ends_with('.');
    text.contains('。') || text.ends_with(['．', '？', '！']) || western && text.len() > 40
}

fn is_direction(text: &str) -> bool {
    matches!(
        directions::read(text),
        Some(Direction::Party { .. } | Direction::Collective)
    ) && labels::read(text).is_none()
}

/// Index of the first line of the discussion where no label says so: the heads right above `speech`, not above `floor`.
///
/// One numbered title right above what is said is its topic; several in a row are a list, of which none is reached yet,
/// unless the list stands above as well.
pub(super) fn above_speech(
    lines: &[Line<'_>],
    floor: usize,
    speech: usize,
    listed: &HashSet<String>,
) -> usize {
    let mut start = speech;
    let mut seen = Vec::new();
    while start > floor {
        let text = lines[start - 1].text;
        let cue = Cue::of(text);
        let title = cue.rest(text);
        if listed.contains(&fold(title)) {
            start -= 1;
            continue;
        }
        let heads = cue != Cue::None && agenda::is_title(text) && labels::read(text).is_none();
        let frame = agenda::is_frame(title) || super::directions::heads_columns(text);
        let marked = cue.mark().is_some() && start < speech;
        let alone = frame || heads && !marked && (!seen.contains(&agenda::style_of(cue)));
        if !(alone
            || is_direction(text)
            || super::directions::tells_outcome(text)
            || is_heading_in_brackets(text)
            || agenda::is_part(text))
        {
            break;
        }
        if alone && !frame {
            seen.push(agenda::style_of(cue));
        }
        start -= 1;
    }
    // The same numbers go on above: these are the last lines of a list.
    let list_above = start > floor
        && start < speech
        && {
            let above = Cue::of(lines[start - 1].text);
            let next = lines[start..speech]
                .iter()
                .map(|line| Cue::of(line.text))
                .find(|cue| agenda::style_of(*cue) == agenda::style_of(above));
            matches!(
                (above, next),
                (Cue::Number { value: one, .. }, Some(Cue::Number { value: next, .. })) if next == one + 1
            )
        };
    if list_above { speech } else { start }
}

fn is_heading_in_brackets(text: &str) -> bool {
    matches!(directions::read(text), Some(Direction::Bracketed(_)))
        && text.starts_with(['【', '＜', '〈', '《', '［', '〔'])
}

#[cfg(test)]
mod tests {
    use super::super::{files::decode, lines};
    use super::*;

    fn speech(text: &str) -> Option<i64> {
        let document = decode(text.as_bytes()).unwrap();
        let lines = lines::of(&document);
        lines.get(first_speech(&lines)).map(|line| line.number)
    }

    #[test]
    fn the_discussion_begins_where_something_is_said() {
        assert_eq!(
            speech("日時 令和5年\n出席者\n会長 青木\n○会長　始めます。"),
            Some(4)
        );
        assert_eq!(speech("議題\n（１）計画\n・案に賛成である。"), Some(3));
        assert_eq!(speech("次第\n１ 計画\n事務局から説明"), Some(3));
        assert_eq!(
            speech("※会議は公開とする。\n日時 令和5年\n青木委員\n　それでは、\n始めます。"),
            Some(3)
        );
    }

    #[test]
    fn a_sentence_above_the_fields_is_a_remark() {
        assert_eq!(
            speech(
                "次のとおり会議を開催しましたのでお知らせします。\n日時 令和5年\n場所 市役所\n・賛成である。"
            ),
            Some(4)
        );
    }
}
