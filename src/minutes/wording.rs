//! Printed wording put together from physical lines (DESIGN.md, rule 1: no character inside is altered).

use std::collections::HashMap;

/// How a physical line joins what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// The line before was wrapped.
    Wrapped,
    /// A new paragraph.
    Paragraph,
}

/// Adds one physical line to `text`. Wrapped Japanese joins with nothing, wrapped Latin words and numbers with a space.
pub(super) fn append(text: &mut String, line: &str, joint: Joint) {
    if text.is_empty() {
        text.push_str(line);
        return;
    }
    let between_words = text
        .chars()
        .last()
        .is_some_and(|c| c.is_ascii_alphanumeric())
        && line.starts_with(|c: char| c.is_ascii_alphanumeric());
    match joint {
        Joint::Paragraph => text.push('\n'),
        Joint::Wrapped if between_words => text.push(' '),
        Joint::Wrapped => {}
    }
    text.push_str(line);
}

/// Byte ranges of the sentences of `text`. A full stop inside 「」 ends none.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut quotes = 0_usize;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match c {
            '「' | '『' => quotes += 1,
            '」' | '』' => quotes = quotes.saturating_sub(1),
            // A quotation that is never closed must not swallow the next paragraph.
            '\n' => quotes = 0,
            _ => {}
        }
        if c == '\n' || (quotes == 0 && matches!(c, '。' | '！' | '？')) {
            sentences.push(text[start..end].trim());
            start = end;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The text inside the quotation marks that `text` starts with, and what follows them.
pub(super) fn leading_quotation(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('「')?;
    let mut depth = 1_usize;
    for (at, c) in inner.char_indices() {
        match c {
            '「' => depth += 1,
            '」' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + c.len_utf8()..]));
        }
    }
    None
}

/// The text inside a pair of brackets that encloses all of `text`.
pub(super) fn inside_brackets(text: &str) -> Option<&str> {
    let (inner, rest) = leading_bracket(text)?;
    rest.is_empty().then_some(inner)
}

/// The text inside the bracket that `text` starts with, and what follows the bracket.
pub(super) fn leading_bracket(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let close = closing(open)?;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open || closing(c) == Some(close) {
            depth += 1;
        } else if is_closing(close, c) {
            depth -= 1;
            if depth == 0 {
                let inner = text[open.len_utf8()..at].trim();
                return Some((inner, text[at + c.len_utf8()..].trim_start()));
            }
        }
    }
    None
}

/// Where the brackets of a text close. Asking at each bracket of a long line takes time in proportion to the line, where
/// [`leading_bracket`] would look through the rest of it every time.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    /// For the place of each opening bracket that is closed, the place of the closing one.
    closings: HashMap<usize, usize>,
}

impl Brackets {
    /// The brackets of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut closings = HashMap::new();
        // The open brackets of each kind, by what closes them.
        let mut open: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, c) in text.char_indices() {
            if let Some(close) = closing(c) {
                open.entry(close).or_default().push(at);
            } else if let Some(start) = closed_by(c).and_then(|close| open.get_mut(&close)?.pop()) {
                closings.insert(start, at);
            }
        }
        Self { closings }
    }

    /// The same as [`leading_bracket`] of `text[at..]`.
    pub(super) fn leading<'t>(&self, text: &'t str, at: usize) -> Option<(&'t str, &'t str)> {
        let end = *self.closings.get(&at)?;
        let open = text[at..].chars().next()?.len_utf8();
        let close = text[end..].chars().next()?.len_utf8();
        Some((
            text[at + open..end].trim(),
            text[end + close..].trim_start(),
        ))
    }
}

/// How many more brackets of the kind that `text` starts with are opened than closed in it.
pub(super) fn unclosed(text: &str) -> usize {
    let Some(close) = text.chars().next().and_then(closing) else {
        return 0;
    };
    text.chars().fold(0, |depth: usize, c| {
        if closing(c) == Some(close) {
            depth + 1
        } else if is_closing(close, c) {
            depth.saturating_sub(1)
        } else {
            depth
        }
    })
}

/// How many round brackets and quotation marks of `text` are opened and not closed.
pub(super) fn open_brackets(text: &str) -> usize {
    brackets_after(0, text)
}

/// The same after more text, where `depth` of them are open already.
pub(super) fn brackets_after(depth: usize, text: &str) -> usize {
    text.chars().fold(depth, |depth, c| match c {
        '（' | '(' | '「' | '『' => depth + 1,
        '）' | ')' | '」' | '』' => depth.saturating_sub(1),
        _ => depth,
    })
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '（' | '(' => '）',
        '【' => '】',
        '〔' => '〕',
        '〈' | '＜' | '<' => '〉',
        '《' => '》',
        '［' | '[' => '］',
        _ => return None,
    })
}

fn is_closing(close: char, c: char) -> bool {
    closed_by(c) == Some(close)
}

/// The closing bracket that `c` is, look-alikes made one.
fn closed_by(c: char) -> Option<char> {
    Some(match c {
        '）' | ')' => '）',
        '〉' | '＞' | '>' => '〉',
        '］' | ']' => '］',
        '】' | '〕' | '》' => c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_japanese_joins_with_nothing_and_latin_words_with_a_space() {
        let mut text = String::new();
        append(&mut text, "支援を", Joint::Wrapped);
        append(&mut text, "行う。Peer", Joint::Wrapped);
        append(&mut text, "support", Joint::Wrapped);
        append(&mut text, "次の段落", Joint::Paragraph);
        assert_eq!(text, "支援を行う。Peer support\n次の段落");
    }

    #[test]
    fn a_full_stop_in_a_quotation_ends_no_sentence() {
        assert_eq!(
            sentences("「困る。」という声。対応すべき。\n次"),
            ["「困る。」という声。", "対応すべき。", "次"]
        );
    }

    #[test]
    fn brackets_nest() {
        assert_eq!(
            inside_brackets("（窓口（区部）について）"),
            Some("窓口（区部）について")
        );
        assert_eq!(inside_brackets("（一）と（二）"), None);
        assert_eq!(leading_bracket("【会長】　はい"), Some(("会長", "はい")));
        let text = "（（一）二(三］）[四] 】（五";
        let brackets = Brackets::of(text);
        for (at, _) in text.char_indices() {
            assert_eq!(
                brackets.leading(text, at),
                leading_bracket(&text[at..]),
                "{at}"
            );
        }
        assert_eq!(unclosed("（窓口（区部）"), 1);
    }
}
