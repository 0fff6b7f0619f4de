//! Which entries of the discussion open a topic.
//!
//! A title that the agenda lists opens its topic wherever it stands again. Beyond that, numbers do (`numbering`), and a few
//! wordings.

mod signs;

use std::collections::HashMap;

use super::super::agenda;
use super::super::cues::{Cue, NumberStyle};
use super::super::directions;
use super::super::entries::Entry;
use super::super::lines::{Layout, is_terminated};
use super::super::parsed::ParsedTopic;
use super::super::wording::{Joint, append, open_brackets};
use super::announce;
use super::lists::{call_again, number_key, set_lists_apart};
use super::numbering::Numbering;
use signs::{
    is_other, is_part_of_document, is_plain_frame, is_plain_other, is_unnumbered_title,
    names_numbers,
};

/// What an entry opens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Opening {
    /// No topic.
    #[default]
    Nothing,
    /// 開会, 議事: a part of the meeting, and no topic.
    Frame,
    /// A topic.
    Topic {
        /// Its index in the agenda.
        listed: Option<usize>,
        /// How many entries its title takes.
        entries: usize,
    },
    /// A line of a list: the same title comes again where it is discussed.
    Listed,
}

/// How many entries a title takes at most.
const LONGEST: usize = 3;

/// What the rest of the document knows of topics.
pub(super) struct Known<'a> {
    /// The agenda.
    pub agenda: &'a [ParsedTopic],
    /// The style of the labels of the header, one level above the topics.
    pub label_style: Option<NumberStyle>,
    /// How lines are wrapped.
    pub layout: Layout,
}

/// For each entry, what it opens. `turns` says which entries open turns: those are no titles.
pub(super) fn openings(entries: &[Entry<'_>], turns: &[bool], known: &Known<'_>) -> Vec<Opening> {
    let entries: Vec<Entry<'_>> = entries.iter().map(Entry::as_title).collect();
    let entries = &entries[..];
    let can_open: Vec<bool> = (0..entries.len())
        .map(|at| {
            let wrapped = at > 0 && goes_on(&entries[at - 1], known.layout);
            !turns[at] && (!wrapped || turns[at - 1])
        })
        .collect();
    let mut openings = listed(entries, &can_open, known);
    numbered(entries, turns, &can_open, known, &mut openings);
    head_parts(entries, &can_open, &mut openings);
    set_lists_apart(entries, &mut openings);
    call_again(entries, &can_open, known, &mut openings);
    for at in 0..entries.len() {
        // 日程第２及び日程第３, alone over the turn in which the title is spoken.
        let over_turn = can_open[at] && turns.get(at + 1) == Some(&true);
        if over_turn && openings[at] == Opening::Nothing && names_numbers(&entries[at].text) {
            openings[at] = Opening::Frame;
        }
    }
    openings
}

/// Ⅰ 議事要旨の確認, right over the １．that opens a topic: a part of the meeting.
fn head_parts(entries: &[Entry<'_>], can_open: &[bool], openings: &mut [Opening]) {
    for at in 0..entries.len().saturating_sub(1) {
        let style = agenda::style_of(entries[at].cue);
        let under = agenda::style_of(entries[at + 1].cue);
        let over_topic = matches!(openings[at + 1], Opening::Topic { .. })
            && style.is_some()
            && under.is_some_and(|under| Some(under) != style)
            && matches!(entries[at + 1].cue, Cue::Number { value: 1, .. });
        // ５．諮問, right over ６．議題
        let over_next = openings[at + 1] != Opening::Nothing
            && entries[at].content().chars().count() <= LONGEST_PART
            && matches!((entries[at].cue, entries[at + 1].cue),
                (Cue::Number { style, value, .. }, Cue::Number { style: next, value: other, .. })
                    if style == next && value + 1 == other);
        let ended = at == 0
            || openings[at - 1] != Opening::Nothing
            || is_terminated(entries[at - 1].last.text);
        if (over_topic || over_next)
            && ended
            && openings[at] == Opening::Nothing
            && can_open[at]
            && agenda::is_title(entries[at].content())
        {
            openings[at] = Opening::Frame;
        }
    }
}

/// The longest name of a part of the meeting, in characters.
const LONGEST_PART: usize = 20;

/// Whether the sentence of `entry` goes on in the next line: it reaches the margin and has not ended.
fn goes_on(entry: &Entry<'_>, layout: Layout) -> bool {
    !is_terminated(entry.last.text) && layout.is_full(&entry.last)
}

/// The titles of the agenda where they stand again.
fn listed(entries: &[Entry<'_>], can_open: &[bool], known: &Known<'_>) -> Vec<Opening> {
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (index, topic) in known.agenda.iter().enumerate() {
        by_key.entry(agenda::key(&topic.title)).or_insert(index);
    }
    // 計画の変更について（市決定）: the bracket need not be printed again.
    for (index, topic) in known.agenda.iter().enumerate() {
        if let Some(short) = agenda::without_bracket(&topic.title) {
            by_key.entry(agenda::key(short)).or_insert(index);
        }
    }
    by_key.remove("");
    for (index, topic) in known.agenda.iter().enumerate() {
        for number in topic
            .number
            .as_deref()
            .map(announce::numbers)
            .unwrap_or_default()
        {
            by_key.entry(number).or_insert(index);
        }
    }
    let mut openings = vec![Opening::Nothing; entries.len()];
    let mut at = 0;
    while at < entries.len() {
        let found = can_open[at]
            .then(|| listed_at(entries, at, &by_key))
            .flatten();
        match found {
            Some((index, count)) => {
                openings[at] = Opening::Topic {
                    listed: Some(index),
                    entries: count,
                };
                at += count;
            }
            None => at += 1,
        }
    }
    openings
}

fn listed_at(
    entries: &[Entry<'_>],
    at: usize,
    by_key: &HashMap<String, usize>,
) -> Option<(usize, usize)> {
    let mut title = String::new();
    for count in 1..=LONGEST {
        let entry = entries.get(at + count - 1)?;
        if count > 1 && (entry.cue != Cue::None || entry.first.gap) {
            return None;
        }
        let text = if count == 1 {
            entry.content()
        } else {
            &entry.text
        };
        append(&mut title, text, Joint::Wrapped);
        if !agenda::is_title(&title) {
            return None;
        }
        let own = agenda::key(&title);
        // 日程第３　議案第12号　…について: the list may leave the second number out.
        let inner = Cue::of(&title);
        let without = agenda::key(inner.rest(&title));
        // 報告事項　計画について: the group before the title.
        let grouped = title
            .split_once(char::is_whitespace)
            .filter(|(group, _)| agenda::is_group(group))
            .map(|(_, title)| agenda::key(title));
        let short = || agenda::without_bracket(inner.rest(&title)).map(agenda::key);
        let index = by_key
            .get(&own)
            .or_else(|| by_key.get(&without))
            .or_else(|| by_key.get(&short()?).filter(|_| count == 1))
            .or_else(|| by_key.get(&grouped?))
            // 【議案第２号】, without its title.
            .or_else(|| by_key.get(&number_key(&title)?));
        if let Some(index) = index {
            return Some((*index, count));
        }
    }
    None
}

/// Numbered titles in the style that topics have in this document.
fn numbered(
    entries: &[Entry<'_>],
    turns: &[bool],
    can_open: &[bool],
    known: &Known<'_>,
    openings: &mut [Opening],
) {
    let mut of_listed: Vec<NumberStyle> = Vec::new();
    for (entry, opening) in entries.iter().zip(&*openings) {
        if let (Opening::Topic { .. }, Some(style)) = (opening, agenda::style_of(entry.cue))
            && !of_listed.contains(&style)
            // その他 may stand one level above the topics.
            && !is_other(entry)
        {
            of_listed.push(style);
        }
    }
    let mut numbering = Numbering::of(entries, can_open, known.label_style, &of_listed);
    let speaks = turns.iter().any(|turn| *turn);
    let parts = styles_of_parts(entries, can_open);
    for at in 0..entries.len() {
        let entry = &entries[at];
        if let Opening::Topic { .. } = openings[at] {
            numbering.count(entry.cue);
            continue;
        }
        let unnumbered_frame = entry.cue == Cue::None && is_plain_frame(entry);
        if !can_open[at] {
            continue;
        }
        if unnumbered_frame {
            openings[at] = Opening::Frame;
            continue;
        }
        let other = is_plain_other(entries, turns, at) && speaks;
        if entry.cue == Cue::None && (is_unnumbered_title(entries, turns, at) || other) {
            openings[at] = Opening::Topic {
                listed: None,
                entries: 1,
            };
            continue;
        }
        // ５ 審議結果, ６ 主な意見: what the labels of the header go on to is a part of the document.
        if agenda::style_of(entry.cue).is_some()
            && agenda::style_of(entry.cue) == known.label_style
            && is_part_of_document(entry)
        {
            openings[at] = Opening::Frame;
            continue;
        }
        // In a record of turns a short numbered line may be spoken: something has to begin under a title.
        let spoken = speaks && in_speech(turns, openings, at);
        let ended = at == 0 || is_terminated(entries[at - 1].last.text);
        let heads = !spoken
            || at + 1 == entries.len()
            || heads_something(entries, turns, at)
            || (ended && (numbering.goes_on(entry) || is_other(entry)));
        let content = entry.content();
        let next = entries.get(at + 1);
        let children = next.is_some_and(|next| {
            agenda::style_of(next.cue).is_some()
                && agenda::style_of(next.cue) != agenda::style_of(entry.cue)
        });
        // ３ 協議事項, over numbers of another style that are the topics.
        let quoted =
            next.is_some_and(|next| next.text.starts_with('「') && next.text.ends_with('」'));
        let groups = agenda::is_group(content)
            && (children || quoted)
            && agenda::style_of(entry.cue).is_some();
        let welcome = agenda::style_of(entry.cue).is_some()
            && agenda::is_title(content)
            && agenda::welcomes(content).is_some();
        // １ 開会, ２ 出席者数の報告: a part of the meeting beside those that only frame it.
        let part = agenda::style_of(entry.cue).is_some_and(|style| {
            parts.contains(&style) && !of_listed.contains(&style) && !of_listed.is_empty()
        }) && agenda::is_title(content)
            && !is_other(entry)
            && agenda::welcomes(content).is_none();
        if heads && (ended || !spoken) && next.is_some() && (part || numbering.follows_frame(entry))
        {
            openings[at] = Opening::Frame;
            continue;
        }
        if groups
            || (heads || welcome) && (numbering.opens_topic(entry) || is_other(entry) || welcome)
        {
            openings[at] = if agenda::is_frame(content) || groups {
                Opening::Frame
            } else {
                Opening::Topic {
                    listed: None,
                    entries: title_entries(entries, turns, at, known.layout),
                }
            };
        }
    }
}

/// The styles of the numbers that 議事 and the like have over the topics.
fn styles_of_parts(entries: &[Entry<'_>], can_open: &[bool]) -> Vec<NumberStyle> {
    let mut styles = Vec::new();
    for (at, entry) in entries.iter().enumerate().filter(|(at, _)| can_open[*at]) {
        let style = agenda::style_of(entry.cue);
        let under = entries
            .get(at + 1)
            .and_then(|next| agenda::style_of(next.cue));
        if let (Some(style), Some(under)) = (style, under)
            && style != under
            && (agenda::is_group(entry.content()) || agenda::is_frame(entry.content()))
            && !styles.contains(&style)
        {
            styles.push(style);
        }
    }
    styles
}

/// Whether something was said since the last title.
fn in_speech(turns: &[bool], openings: &[Opening], at: usize) -> bool {
    (0..at)
        .rev()
        .take_while(|before| openings[*before] == Opening::Nothing)
        .take(LONGEST_SPEECH)
        .any(|before| turns[before])
}

/// How far back a turn is looked for, in entries.
const LONGEST_SPEECH: usize = 200;

/// Whether a turn, a title, a mark or a bracket follows, or the line stands apart.
fn heads_something(entries: &[Entry<'_>], turns: &[bool], at: usize) -> bool {
    let next_turns = turns.get(at + 1).copied().unwrap_or(true);
    let later_turns = turns.get(at + 2).copied().unwrap_or(true);
    let next = entries.get(at + 1);
    next_turns
        || entries[at].first.gap
        || next.is_some_and(|next| {
            let child = agenda::style_of(next.cue) != agenda::style_of(entries[at].cue);
            let directed = matches!(
                directions::read(&next.text),
                Some(directions::Direction::Party { .. } | directions::Direction::Collective)
            );
            (next.cue != Cue::None && child)
                || directed
                || next.text.starts_with(['（', '(', '【', '※'])
        })
        || (later_turns
            && next.is_some_and(|next| next.cue == Cue::None && agenda::is_title(&next.text)))
}

/// How many entries a title takes that is wrapped over several lines.
fn title_entries(entries: &[Entry<'_>], turns: &[bool], at: usize, layout: Layout) -> usize {
    let mut count = 1;
    while count < LONGEST {
        let last = &entries[at + count - 1];
        let Some(next) = entries.get(at + count) else {
            break;
        };
        let open = open_brackets(&entries[at].text) > 0 && count == 1;
        let unfinished = agenda::is_unfinished(&last.text, &next.text);
        let wrapped = layout.is_full(&last.last) || open || unfinished;
        let goes_on = next.cue == Cue::None
            && !next.first.gap
            && !turns[at + count]
            && agenda::is_title(&next.text)
            && !next.text.starts_with(['（', '(', '※']);
        if !(wrapped && goes_on) {
            break;
        }
        count += 1;
    }
    count
}
