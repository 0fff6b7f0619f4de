//! The discussion as entries: lines with their cues, a bracket that runs over several lines made one.

use std::borrow::Cow;
use std::ops::Range;

use super::agenda;
use super::cues::{Cue, NumberStyle, is_lone_named, is_lone_number};
use super::lines::Line;
use super::parsed::Span;
use super::wording::{Joint, append, inside_brackets, unclosed};

/// How many lines a bracket that stands for itself may take.
const LONGEST_BRACKET: usize = 4;

/// One line of the discussion, or a bracket over several.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    /// Its text as printed.
    pub text: Cow<'a, str>,
    /// What it starts with.
    pub cue: Cue,
    /// Its first line.
    pub first: Line<'a>,
    /// Its last line.
    pub last: Line<'a>,
}

impl Entry<'_> {
    /// The text after the cue.
    pub(super) fn content(&self) -> &str {
        self.cue.rest(&self.text)
    }

    /// The entry as the title that brackets or a mark set apart: 【議題２　計画について】, ◇議題２「計画について」.
    pub(super) fn as_title(&self) -> Entry<'_> {
        let text = title_inside(&self.text);
        let cue = if text.len() == self.text.len() {
            self.cue
        } else {
            Cue::of(text)
        };
        Entry {
            text: Cow::Borrowed(text),
            cue,
            ..*self
        }
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        Span {
            first_line: self.first.number,
            last_line: self.last.number,
            page: self.first.page,
        }
    }
}

/// The title in a line that brackets or a mark set apart, where a number or a word of the meeting's course shows it to be
/// one; else the line.
pub(super) fn title_inside(text: &str) -> &str {
    let marked = Cue::of(text);
    let (inner, named) = match marked.mark() {
        Some('・' | '→' | '-' | '*') => return text,
        Some(_) => (marked.rest(text), true),
        None if text.starts_with(['（', '(', '「']) => return text,
        None => match inside_brackets(text) {
            Some(inner) => (inner, false),
            None => return text,
        },
    };
    let numbered = match Cue::of(inner) {
        Cue::Number { style, .. } => !named || style == NumberStyle::Named,
        _ => is_lone_named(inner),
    };
    let shown = numbered || agenda::is_frame(inner) || inner == "その他";
    if shown && agenda::is_title(inner) {
        inner
    } else {
        text
    }
}

/// The entries of the lines of a discussion.
pub(super) fn of<'a>(lines: &[Line<'a>]) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let numbered = is_lone_number(lines[at].text) && at + 1 < lines.len();
        let range = if numbered {
            at..at + 2
        } else {
            bracket(lines, at).unwrap_or(at..at + 1)
        };
        at = range.end;
        entries.push(entry(&lines[range]));
    }
    entries
}

fn entry<'a>(lines: &[Line<'a>]) -> Entry<'a> {
    let first = lines[0];
    let last = lines[lines.len() - 1];
    let text = if lines.len() == 1 {
        Cow::Borrowed(first.text)
    } else {
        let mut joined = String::new();
        for line in lines {
            if is_lone_number(&joined) {
                joined.push(' ');
            }
            append(&mut joined, line.text, Joint::Wrapped);
        }
        Cow::Owned(joined)
    };
    Entry {
        cue: Cue::of(&text),
        text,
        first,
        last,
    }
}

/// The lines of a bracket that the line `at` opens and does not close, and that closes where a line ends.
fn bracket(lines: &[Line<'_>], at: usize) -> Option<Range<usize>> {
    if unclosed(lines[at].text) == 0 {
        return None;
    }
    let mut text = lines[at].text.to_owned();
    for (line, end) in lines[at + 1..]
        .iter()
        .take(LONGEST_BRACKET - 1)
        .zip(at + 2..)
    {
        if Cue::of(line.text) != Cue::None {
            return None;
        }
        text.push_str(line.text);
        if unclosed(&text) == 0 {
            return super::wording::inside_brackets(&text).map(|_| at..end);
        }
    }
    None
}
