//! ※ notes of an attendance list: where one begins and ends, and who it says took part.

use crate::domain::{AttendanceStatus, Capacity};

use super::super::parsed::ParsedAttendee;
use super::super::people;
use super::ListLine;
use super::pieces::span;

/// How many lines a ※ note takes at most.
const LONGEST_NOTE: usize = 4;

pub(super) fn is_note(text: &str) -> bool {
    text.starts_with(['※', '＊', '*', '注'])
}

pub(super) fn end(list: &[ListLine<'_>], at: usize) -> usize {
    let ended = |text: &str| text.ends_with(['。', '）', ')', '席', '加', '略', '順']);
    let mut end = at + 1;
    while end < list.len()
        && end < at + LONGEST_NOTE
        && !ended(list[end - 1].text)
        && !list[end].line.gap
        && !is_note(list[end].text)
    {
        end += 1;
    }
    end
}

/// ※ notes that say who else took part: `※…のため、みなと病院青木課長が出席`.
pub(super) fn read(lines: &[ListLine<'_>]) -> Option<ParsedAttendee> {
    let note: String = lines.iter().map(|entry| entry.text).collect();
    let note = note
        .trim_start_matches(is_note_mark)
        .trim()
        .trim_end_matches('。');
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
        source: span(lines.first()?.line, lines.last()?.line),
    })
}

fn is_note_mark(c: char) -> bool {
    matches!(c, '※' | '＊' | '*')
}
