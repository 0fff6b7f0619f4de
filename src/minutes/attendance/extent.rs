//! How far an attendance list goes: which of the lines under its label name people.

use super::super::cues::Cue;
use super::super::lines::Line;
use super::super::{agenda, labels, people, rows};
use super::groups::{group_alone, standing_of_group};
use super::notes::is_note;
use super::pieces::COMMAS;

/// How many of the lines under a label belong to its list: up to a gap after which nothing looks like a list of people, or to
/// a numbered line that frames the meeting.
pub(in crate::minutes) fn extent(own: &[Line<'_>]) -> usize {
    (1..next_number(own))
        .find(|at| {
            let line = &own[*at];
            let cue = Cue::of(line.text);
            let title = cue.rest(line.text);
            let frames = matches!(cue, Cue::Number { .. })
                && (agenda::is_frame(title) || agenda::is_group(title));
            // Under a label that stands alone comes its list, however far below.
            let first =
                *at == 1 && labels::read(own[0].text).is_some_and(|label| label.value.is_empty());
            frames || agenda::is_part(line.text) || (line.gap && !first && !lists_people(line))
        })
        .unwrap_or_else(|| next_number(own))
}

/// ３ 出席者, with ４ after it: the first line that counts on from the number of the label, where the list counts nothing that way.
fn next_number(own: &[Line<'_>]) -> usize {
    let number = |line: &Line<'_>| match Cue::of(line.text) {
        Cue::Number { style, value, .. } => Some((style, value)),
        _ => None,
    };
    let Some((style, value)) = own.first().and_then(number) else {
        return own.len();
    };
    let same = |line: &Line<'_>| number(line).filter(|(other, _)| *other == style);
    let next = (1..own.len()).find(|at| same(&own[*at]).is_some());
    let group = |at: usize| {
        let text = own[at].text;
        standing_of_group(Cue::of(text).rest(text)).is_some()
    };
    next.filter(|at| !group(*at))
        .filter(|at| same(&own[*at]) == Some((style, value + 1)))
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
    let bare = text.split(['（', '(']).next().unwrap_or(text);
    let letters = bare.chars().count();
    let full_name = (3..=6).contains(&letters)
        && Cue::of(text) == Cue::None
        && people::is_name(bare)
        && rows::ends_as_given_name(bare);
    let is_name = grouped
        || full_name
        || rows::short_names(bare).is_some() && bare.chars().count() <= 12
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
