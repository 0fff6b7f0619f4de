//! What a line starts with: a bullet mark or a number. Says nothing about the role that the mark plays; that is for the
//! document as a whole to show.

use super::numerals::{narrow, number};

/// The way a number is printed. Numbers of one style form one level of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NumberStyle {
    /// （１） or (1).
    Parenthesised,
    /// １) or 1）.
    HalfParenthesised,
    /// 1. or １．
    Dotted,
    /// １、
    Comma,
    /// １ followed by white space.
    Bare,
    /// 一 followed by white space.
    Kanji,
    /// ①
    Circled,
    /// Ⅰ
    Roman,
    /// 議題１, 報告事項２, 第３: a word and a number.
    Named,
    /// ア followed by white space.
    Kana,
}

/// What a line starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// Nothing of note.
    None,
    /// A bullet mark.
    Bullet {
        /// The mark, look-alikes made one.
        mark: char,
        /// Bytes up to what follows it.
        length: usize,
    },
    /// A number.
    Number {
        /// How it is printed.
        style: NumberStyle,
        /// Its value.
        value: u32,
        /// Bytes of the number as printed.
        printed: usize,
        /// Bytes up to what follows it.
        length: usize,
    },
}

impl Cue {
    /// The cue at the start of `text`.
    pub(super) fn of(text: &str) -> Self {
        bullet(text)
            .or_else(|| numbered(text))
            .unwrap_or(Self::None)
    }

    /// `text` without its cue.
    pub(super) fn rest(self, text: &str) -> &str {
        match self {
            Self::None => text,
            Self::Bullet { length, .. } | Self::Number { length, .. } => &text[length..],
        }
    }

    /// The bullet mark.
    pub(super) fn mark(self) -> Option<char> {
        match self {
            Self::Bullet { mark, .. } => Some(mark),
            _ => None,
        }
    }
}

/// Whether `text` is nothing but a number that an item is printed with, so that the item stands on the next line.
pub(super) fn is_lone_number(text: &str) -> bool {
    let dressed = text.chars().nth(5).is_none()
        && text.contains([
            '(', '（', ')', '）', '.', '．', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨',
        ]);
    dressed
        && matches!(Cue::of(&format!("{text}　項")), Cue::Number { length, .. } if length >= text.len())
}

/// 議案第２号, 議題２: a word and a number with no title behind them.
pub(super) fn is_lone_named(text: &str) -> bool {
    text.chars().nth(10).is_none()
        && matches!(Cue::of(&format!("{text}　項")), Cue::Number { style: NumberStyle::Named, printed, .. }
            if printed == text.len())
}

fn bullet(text: &str) -> Option<Cue> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let mark = match first {
        '\u{f0b7}' | '\u{f0a7}' | '\u{f06c}' | '\u{f06e}' | '\u{f0d8}' | '・' | '･' | '•' | '∙'
        | '·' | '‧' => '・',
        '○' | '〇' | '◯' | '⚪' => '○',
        '●' | '◎' | '◇' | '◆' | '□' | '■' | '▪' | '△' | '▲' | '▽' | '▼' | '☆' | '★' | '▶' | '►'
        | '➢' | '✓' | '◦' => first,
        '→' | '⇒' => '→',
        // A dash is a bullet only where something sets it apart from a word, a number or a rule.
        '-' | '－' | '–' | '―' | '*' | '＊' if rest.starts_with(char::is_whitespace) => {
            narrow(first)
        }
        _ => return None,
    };
    let content = rest.trim_start();
    if content.is_empty() || content.starts_with(first) {
        return None;
    }
    Some(Cue::Bullet {
        mark,
        length: text.len() - content.len(),
    })
}

/// Words that number the items of an agenda together with a digit.
const NAMED: &str = "議題 報告議案 陳情 請願 承認 同意 諮問 認定 協議案 協議題 協議議題 説明事項 連絡事項 会議日程 議決事項 \
    承認事項 付議事項 諮問事項 審査事項 議案 議事 次第 日程 案件 報告事項 協議事項 審議事項 検討事項 報告 協議 \
    その他 第";

fn numbered(text: &str) -> Option<Cue> {
    let chars: Vec<(usize, char)> = text
        .char_indices()
        .take(24)
        .map(|(at, c)| (at, narrow(c)))
        .collect();
    let plain: Vec<char> = chars.iter().map(|(_, c)| *c).collect();
    let (style, value, end) = bracketed(&plain)
        .or_else(|| circled(&plain))
        .or_else(|| parenthesised(&plain))
        .or_else(|| named(&plain))
        .or_else(|| kana(&plain))
        .or_else(|| plain_number(&plain))?;
    let printed = chars.get(end).map_or(text.len(), |(at, _)| *at);
    let rest = text[printed..].trim_start();
    if rest.is_empty() {
        return None;
    }
    Some(Cue::Number {
        style,
        value,
        printed,
        length: text.len() - rest.len(),
    })
}

fn circled(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    let first = u32::from(*chars.first()?);
    match first {
        0x2460..=0x2473 => Some((NumberStyle::Circled, first - 0x245f, 1)),
        0x2474..=0x2487 => Some((NumberStyle::Parenthesised, first - 0x2473, 1)),
        0x2160..=0x216b => Some((NumberStyle::Roman, first - 0x215f, 1)),
        _ => None,
    }
}

/// 【議題１】, ［報告事項２］.
fn bracketed(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    let close = match chars.first()? {
        '【' => '】',
        '[' => ']',
        '〔' => '〕',
        '<' => '>',
        '〈' => '〉',
        '《' => '》',
        _ => return None,
    };
    let (style, value, end) = named(chars.get(1..)?)?;
    (chars.get(end + 1) == Some(&close)).then_some((style, value, end + 2))
}

fn kana(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    let value = "アイウエオカキクケコサシスセソ"
        .chars()
        .zip(1..)
        .find_map(|(letter, value)| (chars.first() == Some(&letter)).then_some(value))?;
    matches!(chars.get(1), Some('\u{3000}' | '.' | ')' | ' ')).then(|| {
        (
            NumberStyle::Kana,
            value,
            1 + usize::from(matches!(chars[1], '.' | ')')),
        )
    })
}

fn parenthesised(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    (chars.first() == Some(&'(')).then_some(())?;
    let start = 1 + spaces(chars, 1);
    let (value, end) = number(chars, start)?;
    let end = end + spaces(chars, end);
    (chars.get(end) == Some(&')')).then_some((NumberStyle::Parenthesised, value, end + 1))
}

fn named(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    numbered_paper(chars).or_else(|| named_item(chars))
}

/// 第１号議案, 第２号報告.
fn numbered_paper(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    let start = super::numerals::has(chars, 0, "第").then_some(1)?;
    let (value, end) = number(chars, start + spaces(chars, start))?;
    let paper =
        super::numerals::has(chars, end, "号議案") || super::numerals::has(chars, end, "号報告");
    let end = end + 3;
    let ends = chars
        .get(end)
        .is_none_or(|c| c.is_whitespace() || *c == '「' || *c == ':');
    (paper && ends).then_some((NumberStyle::Named, value, end))
}

fn named_item(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    NAMED.split_ascii_whitespace().find_map(|word| {
        let start = super::numerals::has(chars, 0, word).then(|| word.chars().count())?;
        let start = start + spaces(chars, start);
        // 日程第１, 議案第12号: the number of a paper counts as one of the list.
        let ordinal = word != "第" && chars.get(start) == Some(&'第');
        let start = start + usize::from(ordinal);
        let bracket = chars.get(start) == Some(&'(');
        let start = start + usize::from(bracket);
        let (value, end) = number(chars, start).filter(|(value, _)| *value < 100)?;
        let end = match (bracket, chars.get(end)) {
            (true, Some(')')) if chars.get(end + 1).is_some_and(|c| matches!(c, 'ぁ'..='ん')) => {
                return None;
            }
            (true, Some(')')) => end + 1,
            (true, _) => return None,
            (false, Some('号'))
                if ordinal
                    && !matches!(chars.get(end + 1), Some('ぁ'..='ん' | '、' | '。' | '「')) =>
            {
                end + 1
            }
            // 第１号　計画について
            (false, Some('号'))
                if word == "第" && chars.get(end + 1).is_some_and(|c| c.is_whitespace()) =>
            {
                end + 1
            }
            // 第２回, 第3期: an ordinal of something else. 議題1件: a count.
            (
                false,
                Some('回' | '期' | '条' | '次' | '項' | '号' | '章' | '件' | '年' | '部' | '者'),
            ) => return None,
            // 議題(1)について: a sentence about the item, not the item.
            (_, Some('ぁ'..='ん')) => return None,
            (false, Some('.' | '、' | ':' | ')')) => end + 1,
            // 陳情１第７号
            (false, Some('第')) => paper_number(chars, end)?,
            (false, _) => end,
        };
        (word != "第" || chars.get(end).is_none_or(|c| c.is_whitespace())).then_some((
            NumberStyle::Named,
            value,
            end,
        ))
    })
}

/// Where 第７号 at `at` ends.
fn paper_number(chars: &[char], at: usize) -> Option<usize> {
    let start = at + 1;
    let (_, end) = number(chars, start + spaces(chars, start))?;
    (chars.get(end) == Some(&'号')).then_some(end + 1)
}

fn plain_number(chars: &[char]) -> Option<(NumberStyle, u32, usize)> {
    let (value, end) = number(chars, 0).filter(|(value, _)| *value < 100)?;
    let is_digit = chars[0].is_ascii_digit();
    match chars.get(end)? {
        '.' if chars.get(end + 1).is_some_and(char::is_ascii_digit) => None,
        '.' => Some((NumberStyle::Dotted, value, end + 1)),
        '、' | ',' if chars[0] != '元' => Some((NumberStyle::Comma, value, end + 1)),
        ')' => Some((NumberStyle::HalfParenthesised, value, end + 1)),
        c if c.is_whitespace() && is_digit && !is_counter(chars, end) => {
            Some((NumberStyle::Bare, value, end))
        }
        // 一　文化財の候補について, and not 三　浦　太郎.
        '\u{3000}'
            if chars[0] != '元'
                && (first_word(chars, end + 1) >= SHORTEST_KANJI_TITLE
                    || super::numerals::has(chars, end + 1, "その他")) =>
        {
            Some((NumberStyle::Kanji, value, end))
        }
        _ => None,
    }
}

/// The shortest word that a numeral and a space number, in characters.
const SHORTEST_KANJI_TITLE: usize = 5;

/// How many characters the word at `at` has.
fn first_word(chars: &[char], at: usize) -> usize {
    chars[at.min(chars.len())..]
        .iter()
        .take_while(|c| !c.is_whitespace())
        .count()
}

/// Whether a unit follows, so that the number counts something (`12 月`) and numbers nothing.
fn is_counter(chars: &[char], at: usize) -> bool {
    if chars.get(at) != Some(&' ') {
        return false;
    }
    let next = at + spaces(chars, at);
    // 6 区議会事務局: a unit that a longer word begins with counts nothing.
    let inside = chars
        .get(next)
        .is_some_and(|c| "名人件校区市町村".contains(*c))
        && chars
            .get(next + 1)
            .is_some_and(|c| matches!(u32::from(*c), 0x4e00..=0x9fff));
    !inside
        && chars.get(next).is_some_and(|c| {
            "年月日時分秒回名人件校区市町村割点台％%歳か箇ヶ".contains(*c)
                && !super::numerals::has(chars, next, "日時")
                && !super::numerals::has(chars, next, "日 ")
                && !super::numerals::has(chars, next, "日\u{3000}")
        })
}

fn spaces(chars: &[char], at: usize) -> usize {
    chars[at.min(chars.len())..]
        .iter()
        .take_while(|c| c.is_whitespace())
        .count()
}

#[cfg(test)]
mod tests;
