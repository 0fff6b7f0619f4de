//! The words of a row, with the white space between them and the brackets behind them.

use super::super::labels::is_rule;
use super::super::lines::columns;
use super::super::people;
use super::super::wording::Brackets;

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
    let mut cutter = Cutter {
        text,
        brackets: Brackets::of(text),
        words: Vec::new(),
        at: 0,
        gap: 0,
        column: 0,
        measured: 0,
    };
    while let Some(c) = text[cutter.at..].chars().next() {
        if is_space(c) {
            cutter.pass_space(c);
        } else if let Some((inner, after)) = cutter.bracket(c) {
            cutter.take_bracket(inner, after);
        } else {
            cutter.take_word();
        }
    }
    cutter.words.into_iter().flat_map(roles_apart).collect()
}

/// 委員長青木, 総務部長青木: a role that is printed right before a name is a word of its own.
fn roles_apart(word: Word<'_>) -> Vec<Word<'_>> {
    let Some(end) = people::leading_role(word.text) else {
        return vec![word];
    };
    let (role, name) = word.text.split_at(end);
    let column = word.column + columns(role);
    vec![
        Word {
            text: role,
            brackets: Vec::new(),
            ..word
        },
        Word {
            text: name,
            start: word.start + end,
            gap: 1,
            brackets: word.brackets,
            column,
        },
    ]
}

/// Goes through a row once.
struct Cutter<'a> {
    text: &'a str,
    brackets: Brackets,
    words: Vec<Word<'a>>,
    /// Where it stands, in bytes.
    at: usize,
    /// Columns of white space right before that.
    gap: usize,
    /// Columns of the text before `measured`.
    column: usize,
    measured: usize,
}

impl<'a> Cutter<'a> {
    fn pass_space(&mut self, c: char) {
        let end = self.at + c.len_utf8();
        self.gap += if c == '\t' || is_rule(c) {
            4
        } else {
            columns(&self.text[self.at..end])
        };
        self.at = end;
    }

    /// The inside of the bracket that opens here, and what follows it.
    fn bracket(&self, c: char) -> Option<(&'a str, &'a str)> {
        opens_bracket(c).then(|| self.brackets.leading(self.text, self.at))?
    }

    fn take_bracket(&mut self, inner: &'a str, after: &'a str) {
        let end = self.text.len() - after.len();
        let bracket = &self.text[self.at..end];
        let followed = after
            .chars()
            .next()
            .is_some_and(|c| !is_space(c) && c != '、');
        let is_initial =
            inner.chars().nth(2).is_none() && bracket.trim_end().len() == bracket.len() && followed;
        if let Some(word) = self.words.last_mut() {
            if is_initial && self.gap == 0 {
                // 青木（花）委員
                let more = after
                    .char_indices()
                    .find(|(_, c)| is_space(*c) || matches!(c, '（' | '('))
                    .map_or(after.len(), |(end, _)| end);
                self.at = end + more;
                word.text = &self.text[word.start..self.at];
                return;
            }
            word.brackets.push(inner);
        }
        self.at = end;
        // `after` begins behind the white space that follows the bracket.
        let passed = end - self.text[..end].trim_end().len();
        self.gap = columns(&self.text[end - passed..end]).max(1);
    }

    fn take_word(&mut self) {
        let rest = &self.text[self.at..];
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| is_space(*c) || opens_bracket(*c))
            .map_or(rest.len(), |(end, _)| end);
        // 青木○, 井上×: whether somebody was there.
        let end = match rest[..end].strip_suffix(['○', '〇', '×', '✕']) {
            Some(name) if !name.is_empty() && !name.ends_with(['○', '〇']) => name.len(),
            _ => end,
        };
        self.column += columns(&self.text[self.measured..self.at]);
        self.measured = self.at;
        self.words.push(Word {
            text: &rest[..end],
            start: self.at,
            gap: self.gap,
            brackets: Vec::new(),
            column: self.column,
        });
        self.gap = 0;
        self.at += end;
    }
}

fn opens_bracket(c: char) -> bool {
    matches!(c, '（' | '(' | '〔' | '［' | '【')
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
