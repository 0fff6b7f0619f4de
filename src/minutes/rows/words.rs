//! The words of a row, with the white space between them and the brackets behind them.

use super::super::labels::is_rule;
use super::super::lines::columns;
use super::super::wording::leading_bracket;

/// A word of a row, and how far it stands from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// The word.
    pub text: &'a str,
    /// Where it starts in the row, in bytes.
    pub start: usize,
    /// Columns of white space before it.
    pub gap: usize,
    /// Brackets right after it.
    pub brackets: Vec<&'a str>,
    /// Column at which it starts.
    pub column: usize,
}

/// The words of a row; a table's rule parts words as white space does, and a bracket belongs to the word before it.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    let mut gap = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        if is_space(c) {
            gap += if c == '\t' || is_rule(c) {
                4
            } else {
                columns(&rest[..c.len_utf8()])
            };
            at += c.len_utf8();
            continue;
        }
        if matches!(c, '（' | '(' | '〔' | '［' | '【')
            && let Some((inner, after)) = leading_bracket(rest)
        {
            let initial = inner.chars().count() <= 2
                && rest[..rest.len() - after.len()].trim_end().len() == rest.len() - after.len()
                && after
                    .chars()
                    .next()
                    .is_some_and(|c| !is_space(c) && c != '、');
            if let Some(word) = words.last_mut() {
                if initial && gap == 0 {
                    // 青木（花）委員
                    let more = after
                        .char_indices()
                        .find(|(_, c)| is_space(*c) || matches!(c, '（' | '('))
                        .map_or(after.len(), |(end, _)| end);
                    let end = text.len() - after.len() + more;
                    word.text = &text[word.start..end];
                    at = end;
                    continue;
                }
                word.brackets.push(inner);
            }
            at = text.len() - after.len();
            // `leading_bracket` passes over the white space behind the bracket.
            let passed = text[..at].len() - text[..at].trim_end().len();
            gap = columns(&text[at - passed..at]).max(1);
            continue;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| is_space(*c) || matches!(c, '（' | '(' | '〔' | '［' | '【'))
            .map_or(rest.len(), |(end, _)| end);
        // 青木○, 井上×: whether somebody was there.
        let end = match rest[..end].strip_suffix(['○', '〇', '×', '✕']) {
            Some(name) if !name.is_empty() && !name.ends_with(['○', '〇']) => name.len(),
            _ => end,
        };
        words.push(Word {
            text: &rest[..end],
            start: at,
            gap,
            brackets: Vec::new(),
            column: columns(&text[..at]),
        });
        gap = 0;
        at += end;
    }
    words
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || is_rule(c) || matches!(c, ':' | '：' | '…' | '‥')
}

/// The part of `text` from the first of `words` to the last.
pub(super) fn slice<'a>(text: &'a str, words: &[Word<'a>]) -> &'a str {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => &text[first.start..last.start + last.text.len()],
        _ => "",
    }
}
