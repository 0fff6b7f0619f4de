//! Where the discussion begins when no label says so.
//!
//! A document need not label its discussion. What shows the border is speech (`speech`); the lines right above it that only
//! head it (a topic, a heading) belong to it.

use std::collections::HashSet;

use super::agenda;
use super::cues::Cue;
use super::directions::{self, Direction};
use super::entries::title_inside;
use super::labels;
use super::lines::Line;
use super::speakers;
use crate::text::fold;

/// Index of the first line of the discussion where no label says so: the heads right above `speech`, not above `floor`.
///
/// One numbered title right above what is said is its topic; several in a row are a list, of which none is reached yet,
/// unless the list stands above as well. `beside` is what stands beside the label of the agenda, where the
/// lines from `floor` on stand under it.
pub(super) fn above_speech(
    lines: &[Line<'_>],
    floor: usize,
    speech: usize,
    listed: &HashSet<String>,
    beside: Option<&str>,
) -> usize {
    let in_agenda = beside.is_some();
    let mut start = speech;
    let mut seen = Vec::new();
    while start > floor {
        let printed = lines[start - 1].text;
        let text = title_inside(printed);
        // ◎青木委員, under the title that stands again and over what is said.
        if in_agenda && start == speech && names_speaker_of(printed, lines.get(speech)) {
            start -= 1;
            continue;
        }
        let (text, cue) = agenda::numbered_in_bullet(text);
        let title = cue.rest(text);
        if listed.contains(&fold(title)) {
            start -= 1;
            continue;
        }
        // ５ 閉会, above the first that is said: the last line of a list.
        if cue != Cue::None && agenda::closes(title) {
            return speech;
        }
        let heads = cue != Cue::None && agenda::is_title(text) && labels::read(text).is_none();
        let columns = directions::heads_columns(text) || lines[start - 1].cell.is_some();
        let frame = agenda::is_frame(title) || columns;
        let marked = cue.mark().is_some() && (start < speech || in_agenda);
        let alone = frame || heads && !marked && (!seen.contains(&agenda::style_of(cue)));
        if !(alone
            || (directions::announces_voice(text) && labels::read(text).is_none())
            || directions::tells_outcome(text)
            || is_heading_in_brackets(printed)
            || agenda::is_part(text))
        {
            break;
        }
        if alone && !frame {
            seen.push(agenda::style_of(cue));
        }
        start -= 1;
    }
    // The last line of a list that something else begins, with a gap before what is said.
    let ends_list = start < speech
        && start > floor
        && lines.get(speech).is_some_and(|line| line.gap)
        && lines[start..speech].iter().all(|line| !line.gap)
        && lines[floor..start]
            .iter()
            .all(|line| agenda::is_title(line.text))
        && in_agenda;
    if ends_list && listed.is_empty() {
        return speech;
    }
    // The same numbers go on above: these are the last lines of a list.
    let under_label = start == floor && in_agenda && floor > 0;
    let above = if under_label {
        // 議題　１ 計画, with ２ 予算 under it.
        beside.unwrap_or_default()
    } else {
        start.checked_sub(1).map_or("", |above| lines[above].text)
    };
    let above_cue = agenda::numbered_in_bullet(above).1;
    let list_above = (start > floor || under_label) && start < speech && {
        let above = above_cue;
        let next = lines[start..speech]
            .iter()
            .map(|line| agenda::numbered_in_bullet(line.text).1)
            .find(|cue| agenda::style_of(*cue) == agenda::style_of(above));
        match (above, next) {
            (Cue::Number { value: one, .. }, Some(Cue::Number { value: next, .. })) => {
                next == one + 1
            }
            // ○計画の件: titles with a mark each.
            (Cue::Bullet { mark: one, .. }, Some(Cue::Bullet { mark: next, .. })) => {
                one == next && agenda::is_title(lines[start - 1].text) && !under_label
            }
            _ => false,
        }
    };
    if !list_above {
        return start;
    }
    let style_at = |at: usize| agenda::style_of(agenda::numbered_in_bullet(lines[at].text).1);
    let style = agenda::style_of(above_cue);
    if !in_agenda && let Some(first) = first_of_course(lines, floor, speech) {
        return first;
    }
    let listed = |at: &usize| style_at(*at) == style;
    (start..speech)
        .rev()
        .find(listed)
        .map_or(start, |last| last + 1)
}

/// ３ 計画, right above what is said on it, with ２ and １ above it and ４ under it: no list, but the course of the meeting. Where its
/// first number stands.
fn first_of_course(lines: &[Line<'_>], floor: usize, speech: usize) -> Option<usize> {
    let number = |at: usize| match agenda::numbered_in_bullet(lines[at].text).1 {
        Cue::Number { style, value, .. } if agenda::is_title(lines[at].text) => {
            Some((style, value))
        }
        _ => None,
    };
    let (style, last) = number(speech.checked_sub(1)?)?;
    let mut first = speech - 1;
    for value in (1..last).rev() {
        let above = first.checked_sub(1).filter(|above| *above >= floor)?;
        (number(above)? == (style, value)).then_some(())?;
        first = above;
    }
    let goes_on = (speech..lines.len())
        .find_map(|at| number(at).filter(|(other, _)| *other == style))
        .is_some_and(|(_, value)| value == last + 1);
    (goes_on && last > 1).then_some(first)
}

/// Whether a line is nothing but a speaker, set off by a mark or brackets, over `said`, which has another mark.
fn names_speaker_of(text: &str, said: Option<&Line<'_>>) -> bool {
    let mark = |text: &str| Cue::of(text).mark();
    let over = said.is_some_and(|said| mark(said.text).is_some() && mark(said.text) != mark(text));
    over && speakers::is_label(text)
}

fn is_heading_in_brackets(text: &str) -> bool {
    matches!(directions::read(text), Some(Direction::Bracketed(_)))
        && text.starts_with(['【', '＜', '〈', '《', '［', '〔', '['])
}
