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
        let source = span(line, line);
        let mut parts = titles_in(text);
        let text = parts.remove(0);
        let (text, cue) = numbered_in_bullet(text);
        // 事務局から説明: what happened under a title, and no title.
        let happened = cue == Cue::None && directions::announces_voice(text);
        if text.is_empty() || super::limits::of(text).is_some() || happened {
            continue;
        }
        match items.last_mut() {
            Some(open) if is_lone_number(&open.text) => {
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

/// 支援に｜ついて: whether a title cannot end where its line does, or the next line cannot begin one.
pub(super) fn is_unfinished(title: &str, next: &str) -> bool {
    let particle = title.ends_with([
        'に', 'の', 'と', 'を', 'が', 'は', 'へ', '、', '，', '・', '及',
    ]) || title.ends_with("及び")
        || title.ends_with("並びに");
    let tail = [
        "ついて",
        "について",
        "に関する",
        "に係る",
        "に対する",
        "に伴う",
        "における",
        "の策定",
        "の一部",
        "のあり方",
    ];
    particle || tail.iter().any(|word| next.starts_with(word))
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
        title: unquoted(without_outcome(cue.rest(text))).replace("<br>", ""),
        source,
    }
}

/// 計画について（可決）: what came of a topic is printed beside its title and no part of it.
fn without_outcome(title: &str) -> &str {
    let end = title.trim_end();
    let Some(at) = end.rfind(['（', '(', '【']) else {
        return title;
    };
    let outcome = leading_bracket(&end[at..]).is_some_and(|(inner, rest)| {
        rest.is_empty() && OUTCOMES.contains(&compact(inner).as_str())
    });
    if outcome { end[..at].trim_end() } else { title }
}

/// What came of a topic, or how it came up.
const OUTCOMES: [&str; 22] = [
    "可決",
    "原案可決",
    "承認",
    "了承",
    "否決",
    "採択",
    "不採択",
    "趣旨採択",
    "継続",
    "継続審査",
    "継続審議",
    "新規",
    "同意",
    "認定",
    "原案同意",
    "原案承認",
    "議決",
    "修正可決",
    "取下げ",
    "報告済",
    "一括",
    "一括議題",
];

/// 議題１「計画について」: the quotation marks around a whole title are print.
fn unquoted(title: &str) -> &str {
    let inner = title
        .strip_prefix('「')
        .and_then(|rest| rest.strip_suffix('」'))
        .filter(|inner| !inner.contains(['「', '」']));
    inner.unwrap_or(title)
}

/// What stands in a bracket after a title and is no part of it.
const BESIDE_TITLES: [&str; 11] = [
    "新規", "継続", "資料", "別紙", "公開", "報告", "協議", "審議", "承認", "可決", "説明",
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
    let votes = counts_votes(text);
    !text.ends_with(['。', '、', '，'])
        && !text.contains('。')
        && !votes
        && text.chars().nth(LONGEST_TITLE).is_none()
}

/// 承認７　不承認０, 賛成 11名　反対 1名: how a meeting voted.
pub(super) fn counts_votes(text: &str) -> bool {
    let counted = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            text[at + word.len()..]
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ':' | '：' | '者' | '…')
                })
                .starts_with(char::is_numeric)
        })
    };
    // 計画について　承認７　不承認０
    let both = ["不承認", "反対", "不同意", "否決"]
        .iter()
        .any(|word| counted(word));
    if both
        && ["賛成", "承認", "可決", "同意"]
            .iter()
            .any(|word| counted(word))
    {
        return true;
    }
    let begins = ["賛成", "承認", "可決", "同意"]
        .iter()
        .find(|word| text.starts_with(**word));
    begins.is_some_and(|word| counted(word) || text.contains(['名', '票']))
}

/// Whether a title only frames the meeting (開会, 閉会) or the agenda (議題): nothing is discussed under it.
pub(super) fn is_frame(title: &str) -> bool {
    // 議事（２議案）, 開会（総務課長）
    let counted = title
        .find(['（', '('])
        .filter(|at| *at > 0 && title.ends_with(['）', ')']));
    let title = compact(&title[..counted.unwrap_or(title.len())]);
    // 開会　総務課長: who opens the meeting.
    let title = ["開会", "閉会"]
        .iter()
        .find(|word| {
            let who = title.strip_prefix(**word);
            who.is_some_and(|who| super::people::is_role(who) || super::people::is_post(who))
        })
        .map_or(title, |word| (*word).to_owned());
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
    ) || greets(&title)
}

/// Whether a title is that of the end of the meeting.
pub(super) fn closes(title: &str) -> bool {
    matches!(
        compact(title).as_str(),
        "閉会" | "散会" | "閉会の辞" | "閉会挨拶" | "閉会あいさつ" | "閉会宣言"
    )
}

/// 会長挨拶, 町長 あいさつ: who speaks words of welcome, as printed.
pub(super) fn welcomes(title: &str) -> Option<&str> {
    ["御挨拶", "ご挨拶", "挨拶", "ごあいさつ", "あいさつ"]
        .iter()
        .find_map(|word| title.trim_end().strip_suffix(word))
        .map(|who| who.trim_end().trim_end_matches('の'))
}

/// 会長挨拶, 主催者あいさつ: words of welcome, by nobody who would have come for them alone.
fn greets(title: &str) -> bool {
    welcomes(title).is_some_and(|who| {
        who.is_empty() || matches!(who, "開会" | "閉会" | "主催者") || super::people::is_chair(who)
    })
}

/// Whether a title names a group of topics and no topic.
pub(super) fn is_group(title: &str) -> bool {
    let title = compact(title);
    let short = title.chars().count() <= 8 && title.ends_with("事項");
    short
        || matches!(
            title.as_str(),
            "議題"
                | "議事"
                | "議案"
                | "執行部報告"
                | "審議案件"
                | "報告案件"
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
