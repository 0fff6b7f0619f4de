//! Topics: the list before the discussion, and what can be the title of one.

use super::cues::{Cue, NumberStyle, is_lone_number};
use super::directions;
use super::lines::Line;
use super::parsed::{ParsedTopic, Span};
use super::wording::{Joint, append, brackets_after, leading_bracket, open_brackets};
use crate::text::fold;

/// The longest title of a topic, in characters.
const LONGEST_TITLE: usize = 90;

/// The topics that a list under 議題 names: its numbered lines if it has any, else each line.
///
/// Under a line that only groups (議事, 報告事項) its numbered lines are the topics, and what else stands beside the group is
/// none, save その他. Under a line that is a topic itself they are parts of it.
pub(super) fn list(value: &str, lines: &[Line<'_>]) -> Vec<ParsedTopic> {
    let items = items(value, lines);
    let numbered = items.iter().any(Item::is_numbered);
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
            !numbered || level == top
        } else {
            let other = fold(item.title()) == fold("その他");
            let is_child = in_group && level == child;
            in_group &= is_child || level != top;
            is_child || (level == top && other && at > groups[0])
        };
        if is_topic && !is_frame(item.title()) && is_title(item.title()) {
            topics.push(topic(&item.text, item.cue, item.source));
        }
    }
    topics
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
        // 事務局から説明: what happened under a title, and no title.
        if text.is_empty() || super::limits::of(text).is_some() || directions::announces_voice(text)
        {
            continue;
        }
        let (text, cue) = numbered_in_bullet(text);
        let source = span(line, line);
        match items.last_mut() {
            Some(open) if is_lone_number(&open.text) => {
                open.text.push(' ');
                open.text.push_str(text);
                open.cue = Cue::of(&open.text);
                open.open_brackets = brackets_after(open.open_brackets, text);
                open.source.last_line = line.number;
            }
            Some(open) if cue == Cue::None && continues(open, line) => {
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
    }
    items
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
    open.open_brackets > 0 || (numbered && line.indent >= open.indent + 2 && !line.gap)
}

/// Whether the item only groups the items under it, which have another mark or other numbers.
fn is_group_at(items: &[Item], at: usize) -> bool {
    let own = items[at].level();
    let under = items.get(at + 1).and_then(Item::level);
    let title = items[at].title();
    (is_group(title) || is_frame(title)) && under.is_some() && under != own
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
        title: unquoted(cue.rest(text)).to_owned(),
        source,
    }
}

/// 議題１「計画について」: the quotation marks around a whole title are print.
fn unquoted(title: &str) -> &str {
    let inner = title
        .strip_prefix('「')
        .and_then(|rest| rest.strip_suffix('」'))
        .filter(|inner| !inner.contains(['「', '」']));
    inner.unwrap_or(title)
}

/// What stands in a bracket after a title and is no part of it.
const BESIDE_TITLES: [&str; 9] = [
    "資料", "別紙", "公開", "報告", "協議", "審議", "承認", "可決", "説明",
];

/// What two printings of one title share: folded, without the material it names, quotation marks and について.
pub(super) fn key(title: &str) -> String {
    let mut title = title.trim();
    while let Some(at) = title.rfind(['【', '（', '(', '［']) {
        let names_material = leading_bracket(&title[at..]).is_some_and(|(inner, rest)| {
            rest.is_empty() && BESIDE_TITLES.iter().any(|word| inner.contains(word))
        });
        if !names_material {
            break;
        }
        title = title[..at].trim_end();
    }
    let folded = fold(title);
    let plain: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    plain
        .strip_suffix(fold("について").as_str())
        .unwrap_or(&plain)
        .to_owned()
}

/// Whether the text of a line can be a title: short, and no sentence.
pub(super) fn is_title(text: &str) -> bool {
    let votes = text.contains(['名', '票'])
        && ["賛成", "承認", "可決"]
            .iter()
            .any(|word| text.starts_with(word));
    !text.ends_with(['。', '、', '，'])
        && !text.contains('。')
        && !votes
        && text.chars().nth(LONGEST_TITLE).is_none()
}

/// Whether a title only frames the meeting (開会, 閉会) or the agenda (議題): nothing is discussed under it.
pub(super) fn is_frame(title: &str) -> bool {
    let title = compact(title);
    matches!(
        title.as_str(),
        "開会"
            | "閉会"
            | "散会"
            | "開議"
            | "議題"
            | "議事"
            | "次第"
            | "挨拶"
            | "あいさつ"
            | "開会挨拶"
            | "閉会挨拶"
            | "開会の辞"
            | "閉会の辞"
            | "開会宣言"
            | "閉会宣言"
    ) || (title.ends_with("挨拶") || title.ends_with("あいさつ") || title.ends_with("の挨拶"))
        && title.chars().count() <= 10
}

/// Whether a title names a group of topics and no topic.
pub(super) fn is_group(title: &str) -> bool {
    matches!(
        compact(title).as_str(),
        "議題"
            | "議事"
            | "議案"
            | "報告"
            | "協議"
            | "審議"
            | "報告事項"
            | "協議事項"
            | "審議事項"
            | "検討事項"
            | "説明事項"
            | "議事事項"
            | "案件"
            | "内容"
            | "議事（議題）"
            | "報告・協議事項"
            | "協議・報告事項"
            | "協議・調整事項"
            | "報告・連絡事項"
            | "意見交換"
    )
}

/// Whether a line names a part of the meeting (第１部　審議) in which the topics are counted anew.
pub(super) fn is_part(text: &str) -> bool {
    let chars: Vec<char> = text.chars().take(5).map(super::numerals::narrow).collect();
    chars.first() == Some(&'第')
        && super::numerals::number(&chars, 1)
            .is_some_and(|(_, end)| matches!(chars.get(end), Some('部')))
        && is_title(text)
        && text.chars().count() <= 30
}

fn compact(title: &str) -> String {
    title
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(14)
        .collect()
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
