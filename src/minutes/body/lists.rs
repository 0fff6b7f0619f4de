//! Titles that stand more than once: a line of a list, and a number that calls the title it was printed with above.

use std::collections::HashMap;

use super::super::agenda;
use super::super::cues::{Cue, is_lone_named};
use super::super::directions;
use super::super::entries::Entry;
use super::super::numerals::narrow;
use super::announce;
use super::topics::{Known, Opening};

/// 【議案第２号】 where the discussion itself lists the titles: each number alone calls the topic that it opened above.
pub(super) fn call_again(
    entries: &[Entry<'_>],
    can_open: &[bool],
    known: &Known<'_>,
    openings: &mut [Opening],
) {
    let mut opened: HashMap<String, usize> = HashMap::new();
    // Topics that the agenda does not list come after those that it lists, in their order.
    let mut next = known.agenda.len();
    for at in 0..entries.len() {
        let entry = &entries[at];
        match openings[at] {
            Opening::Topic { listed: None, .. } => {
                let number = agenda::topic(&entry.text, entry.cue, entry.span()).number;
                for wording in number.as_deref().map(announce::numbers).unwrap_or_default() {
                    opened.entry(wording).or_insert(next);
                }
                next += 1;
            }
            Opening::Nothing if can_open[at] => {
                if let Some(index) = number_key(&entry.text).and_then(|key| opened.get(&key)) {
                    openings[at] = Opening::Topic {
                        listed: Some(*index),
                        entries: 1,
                    };
                }
            }
            _ => {}
        }
    }
}

/// What a line that is nothing but the number of a title calls.
pub(super) fn number_key(title: &str) -> Option<String> {
    is_lone_named(title).then(|| {
        title
            .split_whitespace()
            .flat_map(str::chars)
            .map(narrow)
            .collect()
    })
}

/// 質疑応答、意見等: a line between a list of topics and the first of them.
fn heads_list(entry: &Entry<'_>) -> bool {
    entry.cue == Cue::None
        && directions::read(&entry.text) == Some(directions::Direction::Collective)
}

/// A title that comes again later, with nothing said under it the first time, is a line of a list.
pub(super) fn set_lists_apart(entries: &[Entry<'_>], openings: &mut [Opening]) {
    let mut last_of: HashMap<String, usize> = HashMap::new();
    for at in 0..entries.len() {
        if let Opening::Topic { .. } = openings[at] {
            last_of.insert(agenda::key(entries[at].content()), at);
        }
    }
    let mut at = 0;
    while at < entries.len() {
        let Opening::Topic { entries: count, .. } = openings[at] else {
            at += 1;
            continue;
        };
        let again = last_of.get(&agenda::key(entries[at].content())) != Some(&at);
        let under = openings[at + count..]
            .iter()
            .position(|next| *next != Opening::Nothing)
            .map_or(usize::MAX, |under| at + count + under);
        // Below the last line of a list may stand what heads the discussion.
        let empty = under.saturating_sub(at + count) <= 2
            && entries
                .get(at + count..under)
                .is_some_and(|between| between.iter().all(|entry| heads_list(entry)));
        let empty = empty || at + count >= openings.len();
        if again && empty {
            openings[at] = Opening::Listed;
        }
        at += count;
    }
}
