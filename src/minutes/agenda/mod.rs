//! Topics: the list before the discussion, and what can be the title of one.

mod titles;

pub(super) use titles::{
    closes, counts_votes, is_frame, is_group, is_part, is_title, is_unfinished, key, welcomes,
    without_bracket,
};

use super::cues::{Cue, NumberStyle, is_lone_named, is_lone_number};
use super::directions;
use super::lines::Line;
use super::parsed::{ParsedTopic, Span};
use super::wording::{Joint, append, brackets_after, open_brackets};
use crate::text::fold;
use titles::{unquoted, without_outcome};

/// The topics that a list under 議題 names: its numbered lines if it has any, else each line.
///
/// Under a line that only groups (議事, 報告事項) its numbered lines are the topics, and what else stands beside the group is
/// none, save その他. Under a line that is a topic itself they are parts of it.
pub(super) fn list(value: &str, lines: &[Line<'_>]) -> Vec<ParsedTopic> {
    let items = items(value, lines);
    // Numbers that only stand deeper than titles without are those of parts.
    let outer = items
        .first()
        .filter(|item| value.is_empty() && item.cue == Cue::None);
    let numbered = items
        .iter()
        .any(|item| item.is_numbered() && outer.is_none_or(|outer| item.indent <= outer.indent));
    let items: Vec<Item> = match outer.map(|outer| outer.indent) {
        Some(indent) if !numbered => items
            .into_iter()
            .filter(|item| item.indent <= indent || !item.is_numbered())
            .collect(),
        _ => items,
    };
    let groups: Vec<usize> = (0..items.len())
        .filter(|at| is_group_at(&items, *at))
        .collect();
    let top = groups
        .first()
        .map_or_else(|| first_level(&items), |at| items[*at].level());
    let mut topics = Vec::new();
    let mut in_group = false;
    let mut child = None;
    for (at, item) in items.iter().enumerate() {
        if groups.binary_search(&at).is_ok() {
            in_group = true;
            child = items.get(at + 1).and_then(Item::level);
            continue;
        }
        let level = item.level();
        let is_topic = if groups.is_empty() {
            !numbered || level.is_some() && level == top
        } else {
            let other = fold(item.title()) == fold("その他");
            let is_child = in_group && level == child;
            in_group &= is_child || level != top;
            is_child || (level == top && other && at > groups[0])
        };
        let title = without_outcome(item.title());
        // 移転の課題について調査する。: a whole sentence, where nothing is numbered.
        let sentence = (!numbered && item.cue == Cue::None)
            .then(|| title.strip_suffix('。'))
            .flatten();
        let titled = is_title(sentence.unwrap_or(title));
        if is_topic && !is_frame(item.title()) && titled && !is_lone_named(&item.text) {
            topics.push(topic(&item.text, item.cue, item.source));
        }
    }
    topics
}

/// How many of `lines` belong to a numbered list: what stands apart under it without a number is no title.
pub(super) fn end(value: &str, lines: &[Line<'_>]) -> usize {
    let text = |at: usize| if at == 0 { value } else { lines[at].text };
    let cue = |at: usize| numbered_in_bullet(text(at)).1;
    let numbered = |at: &usize| style_of(cue(*at)).is_some();
    let Some(last) = (0..lines.len()).rev().find(numbered) else {
        return lines.len();
    };
    (last + 1..lines.len())
        .find(|at| lines[*at].gap)
        .filter(|from| (*from..lines.len()).all(|at| cue(at) == Cue::None && !heads(text(at))))
        .unwrap_or(lines.len())
}

/// 閉会, その他, 報告事項: what a list may hold without a number.
fn heads(text: &str) -> bool {
    is_frame(text) || is_group(text) || fold(text) == fold("その他")
}

/// The marks or numbers of one level of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Mark(char),
    Style(NumberStyle),
}

struct Item {
    text: String,
    cue: Cue,
    source: Span,
    indent: usize,
    /// How many brackets are open at its end.
    open_brackets: usize,
}

impl Item {
    fn title(&self) -> &str {
        self.cue.rest(&self.text)
    }

    fn level(&self) -> Option<Level> {
        match self.cue {
            Cue::None => None,
            Cue::Bullet { mark, .. } => Some(Level::Mark(mark)),
            Cue::Number { style, .. } => Some(Level::Style(style)),
        }
    }

    fn is_numbered(&self) -> bool {
        matches!(self.cue, Cue::Number { .. })
    }
}

/// The lines of a list, a wrapped title joined.
fn items(value: &str, lines: &[Line<'_>]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let text = if index == 0 { value } else { line.text };
        let text = text.trim_matches(|c: char| super::labels::is_rule(c) || c.is_whitespace());
        let source = span(line, line);
        let mut parts = titles_in(text);
        let text = parts.remove(0);
        let (text, cue) = numbered_in_bullet(text);
        // 事務局から説明: what happened under a title, and no title.
        let event = text.starts_with('〔') && directions::is_bracketed_event(text);
        let happened = cue == Cue::None && (directions::announces_voice(text) || event);
        if text.is_empty() || super::limits::of(text).is_some() || happened {
            continue;
        }
        match items.last_mut() {
            Some(open) if is_lone_number(&open.text) || is_lone_named(&open.text) => {
                open.text.push(' ');
                open.text.push_str(text);
                open.cue = Cue::of(&open.text);
                open.open_brackets = brackets_after(open.open_brackets, text);
                open.source.last_line = line.number;
            }
            Some(open)
                if cue == Cue::None
                    && !is_frame(open.title())
                    && !is_group(open.title())
                    && continues(open, line) =>
            {
                append(&mut open.text, text, Joint::Wrapped);
                open.open_brackets = brackets_after(open.open_brackets, text);
                open.source.last_line = line.number;
            }
            _ => items.push(Item {
                text: text.to_owned(),
                cue,
                source,
                indent: line.indent,
                open_brackets: open_brackets(text),
            }),
        }
        items.extend(parts.into_iter().map(|text| Item {
            text: text.to_owned(),
            cue: Cue::of(text),
            source,
            indent: line.indent,
            open_brackets: open_brackets(text),
        }));
    }
    count_glued(&mut items);
    items
}

/// （２）計画について　（３）その他: a line of a list, cut before each next number.
fn titles_in(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    let Cue::Number {
        style, mut value, ..
    } = Cue::of(text)
    else {
        return parts;
    };
    if text.len() > LONGEST_LINE {
        return parts;
    }
    let mut start = 0;
    // A cell of a table may print its lines with <br> between them.
    let mut breaks: Vec<(usize, usize)> = text
        .match_indices(char::is_whitespace)
        .chain(text.match_indices("<br>"))
        .map(|(at, found)| (at, found.len()))
        .collect();
    breaks.sort_unstable();
    for (at, length) in breaks {
        let rest = text[at + length..].trim_start();
        if matches!(Cue::of(rest), Cue::Number { style: next, value: number, .. }
            if next == style && number == value + 1)
        {
            parts.pop();
            parts.extend([text[start..at].trim_end(), rest]);
            start = text.len() - rest.len();
            value += 1;
        }
    }
    parts
}

/// The longest line of a list that holds several titles, in bytes.
const LONGEST_LINE: usize = 900;

/// ・1計画, ・2予算: numbers that nothing sets off from the titles number them where they count on from 1.
fn count_glued(items: &mut [Item]) {
    let digits = |item: &Item| -> Option<(u32, usize)> {
        let title = item.title();
        let end = title.find(|c: char| !super::numerals::narrow(c).is_ascii_digit())?;
        let bullet = matches!(item.cue, Cue::Bullet { .. });
        let number: String = title[..end].chars().map(super::numerals::narrow).collect();
        let value = number.parse().ok().filter(|value| bullet && *value < 100)?;
        Some((value, end))
    };
    let mut at = 0;
    while at < items.len() {
        let count = (1..)
            .zip(&items[at..])
            .take_while(|(value, item)| digits(item).is_some_and(|(own, _)| own == *value))
            .count();
        if count >= 2 {
            for item in &mut items[at..at + count] {
                let Some((value, printed)) = digits(item) else {
                    continue;
                };
                item.text = item.title().to_owned();
                item.cue = Cue::Number {
                    style: NumberStyle::Bare,
                    value,
                    printed,
                    length: printed,
                };
            }
        }
        at += count.max(1);
    }
}

/// ・（１）計画: a number behind a bullet is what tells.
pub(super) fn numbered_in_bullet(text: &str) -> (&str, Cue) {
    let cue = Cue::of(text);
    let inner = cue.rest(text);
    match (cue, Cue::of(inner)) {
        (Cue::Bullet { .. }, number @ Cue::Number { .. }) => (inner, number),
        // 1. (1) 計画: the number of a list that was typed behind that of the page.
        (Cue::Number { value, .. }, number @ Cue::Number { value: own, .. }) if value == own => {
            (inner, number)
        }
        _ => (text, cue),
    }
}

/// Whether an unnumbered line goes on with the title above it: it is indented beyond its number, or a bracket is open.
fn continues(open: &Item, line: &Line<'_>) -> bool {
    let numbered = open.cue != Cue::None;
    is_unfinished(&open.text, line.text) && !line.gap
        || open.open_brackets > 0
        || (numbered && line.indent >= open.indent + 2 && !line.gap)
}

/// Whether the item only groups the items under it, which have another mark or other numbers.
fn is_group_at(items: &[Item], at: usize) -> bool {
    let own = items[at].level();
    let Some(under) = items.get(at + 1).map(Item::level) else {
        return false;
    };
    let title = items[at].title();
    // １ 審議事項, with titles without numbers under it.
    let heads = is_group(title) && (under.is_some() || own.is_some());
    (heads || is_frame(title) && under.is_some()) && under != own
}

fn first_level(items: &[Item]) -> Option<Level> {
    items
        .iter()
        .filter(|item| item.is_numbered() && !is_frame(item.title()))
        .find_map(Item::level)
}

/// The topic that a line opens.
pub(super) fn topic(text: &str, cue: Cue, source: Span) -> ParsedTopic {
    ParsedTopic {
        number: match cue {
            Cue::Number { printed, .. } => Some(text[..printed].to_owned()),
            _ => None,
        },
        title: unquoted(without_group(without_outcome(cue.rest(text)), cue)).replace("<br>", ""),
        source,
    }
}

/// 報告事項　計画について: the group before a title without a number is none of it.
fn without_group(title: &str, cue: Cue) -> &str {
    match title.split_once(char::is_whitespace) {
        Some((group, rest))
            if cue == Cue::None
                && is_group(group)
                && !rest.trim_start().starts_with(['（', '(']) =>
        {
            rest.trim_start()
        }
        _ => title,
    }
}

/// The style of the number in a cue.
pub(super) fn style_of(cue: Cue) -> Option<NumberStyle> {
    match cue {
        Cue::Number { style, .. } => Some(style),
        _ => None,
    }
}

fn span(first: &Line<'_>, last: &Line<'_>) -> Span {
    Span {
        first_line: first.number,
        last_line: last.number,
        page: first.page,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{files::decode, lines};
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        let document = decode(format!("次第\n{text}").as_bytes()).unwrap();
        let topics = list("", &lines::of(&document));
        topics.into_iter().map(|topic| topic.title).collect()
    }

    #[test]
    fn the_topics_of_a_list_stand_under_its_groups() {
        assert_eq!(
            titles("１ 開会\n２ 議事\n（１）計画\n（２）予算\n３ その他\n４ 閉会"),
            ["計画", "予算", "その他"]
        );
        assert_eq!(
            titles("１ 計画\n　ア　目的\n　イ　期間\n２ 予算"),
            ["計画", "予算"]
        );
        assert_eq!(
            titles("計画について\n予算について"),
            ["計画について", "予算について"]
        );
    }

    #[test]
    fn a_wrapped_title_is_one() {
        assert_eq!(
            titles("（１）計画の策定と\n　　　その評価\n（２）予算"),
            ["計画の策定とその評価", "予算"]
        );
    }

    #[test]
    fn a_title_is_the_same_however_it_is_printed() {
        for title in [
            "計画について",
            "「計画」について",
            "計画について【資料１】",
            "計 画（資料2-1）",
        ] {
            assert_eq!(key(title), key("計画"), "{title}");
        }
    }
}
