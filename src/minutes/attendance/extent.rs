//! How far an attendance list goes: which of the lines under its label name people.

use super::super::cues::Cue;
use super::super::lines::Line;
use super::super::{agenda, people, rows};
use super::groups::group_alone;
use super::notes::is_note;
use super::pieces::COMMAS;

/// How many of the lines under a label belong to its list: up to a gap after which nothing looks like a list of people, or to
/// a numbered line that frames the meeting.
pub(in crate::minutes) fn extent(own: &[Line<'_>]) -> usize {
    (1..own.len())
        .find(|at| {
            let line = &own[*at];
            let cue = Cue::of(line.text);
            let title = cue.rest(line.text);
            let frames = matches!(cue, Cue::Number { .. })
                && (agenda::is_frame(title) || agenda::is_group(title));
            frames || agenda::is_part(line.text) || (line.gap && !lists_people(line))
        })
        .unwrap_or(own.len())
}

fn lists_people(line: &Line<'_>) -> bool {
    let text = line.text;
    let indented = line.indent >= 2;
    let titled = matches!(Cue::of(text), Cue::Number { .. }) && !text.contains(COMMAS);
    let says =
        |word: &str| people::is_role(word) || people::is_post(word) || people::is_named(word);
    let named = text
        .split(|c: char| c.is_whitespace() || COMMAS.contains(&c))
        .any(says);
    let grouped = text.contains("委員") || text.contains("構成員");
    let is_name = grouped
        || rows::short_names(text).is_some() && text.chars().count() <= 12
        || people::is_organization(text)
        || people::is_post(text);
    !titled
        && (is_name
            || indented
            || named
            || text.contains(COMMAS)
            || is_note(text)
            || group_alone(text).is_some())
}
