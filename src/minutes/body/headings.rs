//! Which entries are headings. One mark is a heading in one section and a bullet in the next, so the entries of a section
//! decide together: a heading is short, is no sentence, and something else stands under it.

use std::collections::HashMap;

use super::super::cues::{Cue, NumberStyle};
use super::super::directions::{self, Direction};
use super::super::entries::Entry;
use super::super::lines::{Layout, is_terminated};

/// The longest heading, in characters.
const LONGEST_HEADING: usize = 40;

/// A mark or a style of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sign {
    Mark(char),
    Style(NumberStyle),
}

fn sign(cue: Cue) -> Option<Sign> {
    match cue {
        Cue::None => None,
        Cue::Bullet { mark, .. } => Some(Sign::Mark(mark)),
        Cue::Number { style, .. } => Some(Sign::Style(style)),
    }
}

/// For each entry, whether it is a heading. `sections` gives the section of each entry; a topic is a section of its own.
/// `turns` says which entries open turns.
pub(super) fn of(
    entries: &[Entry<'_>],
    turns: &[bool],
    sections: &[usize],
    layout: Layout,
) -> Vec<bool> {
    let shaped: Vec<bool> = (0..entries.len())
        .map(|at| {
            let next = entries
                .get(at + 1)
                .filter(|_| sections.get(at + 1) == sections.get(at));
            // ア　質疑, over turns.
            let opens = |at: usize| at == 0 || sections.get(at - 1) != sections.get(at);
            let ended = at == 0 || opens(at - 1) || is_terminated(entries[at - 1].last.text);
            let over_turn = turns.get(at + 1) == Some(&true) && !turns[at] && ended;
            let bracketed = over_turn && is_bracketed(&entries[at]);
            bracketed || next.is_some_and(|next| is_shaped(&entries[at], next, over_turn, layout))
        })
        .collect();
    let mut votes: HashMap<(usize, Sign), (usize, usize)> = HashMap::new();
    for ((entry, section), shaped) in entries.iter().zip(sections).zip(&shaped) {
        if let Some(sign) = sign(entry.cue) {
            let (of, all) = votes.entry((*section, sign)).or_default();
            *of += usize::from(*shaped);
            *all += 1;
        }
    }
    let decided = |entry: &Entry<'_>, section: &usize| {
        sign(entry.cue)
            .and_then(|sign| votes.get(&(*section, sign)))
            .is_some_and(|(of, all)| of * 2 > *all)
    };
    entries
        .iter()
        .zip(sections)
        .zip(shaped)
        .map(|((entry, section), shaped)| {
            shaped && (entry.cue == Cue::None || decided(entry, section))
        })
        .collect()
}

/// 【応募者２】, over turns.
fn is_bracketed(entry: &Entry<'_>) -> bool {
    let happened = [
        "声", "挙手", "異議", "退席", "入室", "着席", "退室", "入場", "暫時",
    ];
    entry.text.starts_with('【')
        && matches!(directions::read(&entry.text), Some(Direction::Bracketed(title))
            if is_heading_text(title) && !happened.iter().any(|word| title.contains(word)))
}

/// Whether `entry` could be a heading over `next`, which opens a turn where `over_turn` says so.
fn is_shaped(entry: &Entry<'_>, next: &Entry<'_>, over_turn: bool, layout: Layout) -> bool {
    let Some(own) = sign(entry.cue) else {
        return false;
    };
    let under = match sign(next.cue) {
        Some(other) => other != own,
        // Unmarked text under a short line is its second line unless something sets it apart.
        None => over_turn || next.first.gap || layout.is_wrapped(),
    };
    under && is_heading_text(entry.content()) && !layout.is_full(&entry.first)
}

/// Whether `text` can be a heading: short, and no sentence.
pub(super) fn is_heading_text(text: &str) -> bool {
    let in_brackets = text.ends_with(['）', ')', '】', '」']);
    (in_brackets || !is_terminated(text))
        && !text.contains('。')
        && !text.ends_with(['、', '，', ','])
        && text.chars().nth(LONGEST_HEADING).is_none()
}
