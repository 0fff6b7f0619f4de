//! Physical lines with what can be seen of them without understanding a word: indentation, width, gaps, pages.

use super::files::Document;
use crate::domain::OpinionKind;

/// A line, or the part of a line on one page, that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Its number in the file, from 1.
    pub number: i64,
    /// Its text without the white space at both ends.
    pub text: &'a str,
    /// Columns of white space before the text; a full-width space is two.
    pub indent: usize,
    /// Columns of indentation and text together; a full-width character is two.
    pub width: usize,
    /// Whether a blank line or a page break stands before it.
    pub gap: bool,
    /// The page from 1, where the document has page breaks.
    pub page: Option<i64>,
    /// What it is in a table of questions and answers.
    pub cell: Option<Cell>,
}

/// A line of a cell of a table whose columns are kinds of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// The heads of the columns.
    Head,
    /// The first line of a statement.
    Opens(OpinionKind),
    /// Another line of it.
    GoesOn,
}

/// The lines that are not blank, in order. A form feed inside a line divides it, and both parts keep the line's number.
pub(super) fn of(document: &Document) -> Vec<Line<'_>> {
    let has_pages = document.text().contains('\u{c}');
    // Where a blank line stands between all lines (text taken from HTML), only several of them set anything apart.
    let blank_lines = if is_double_spaced(document) { 2 } else { 1 };
    let mut page = 1;
    let mut blank = blank_lines;
    let mut lines = Vec::new();
    for (number, physical) in (1..).zip(document.lines()) {
        for (index, part) in physical.split('\u{c}').enumerate() {
            if index > 0 {
                page += 1;
                blank = blank_lines;
            }
            let text = without_rules(part.trim());
            if text.is_empty() {
                blank += usize::from(index == 0);
                continue;
            }
            let indent = columns(&part[..part.len() - part.trim_start().len()]);
            lines.push(Line {
                number,
                text,
                indent,
                width: indent + columns(text),
                gap: blank >= blank_lines,
                page: has_pages.then_some(page),
                cell: None,
            });
            blank = 0;
        }
    }
    lines
}

/// A row of a table without the rules at its ends; a row of nothing but rules as it is.
fn without_rules(text: &str) -> &str {
    // ### 議事: the mark of a heading.
    let words = text.trim_start_matches('#');
    let text = if words.len() < text.len() && words.starts_with(' ') {
        words.trim_start()
    } else {
        text
    };
    let inner = text.trim_matches(|c: char| c.is_whitespace() || super::labels::is_rule(c));
    if inner.is_empty() { text } else { inner }
}

/// Whether most lines of text have a blank line before them.
fn is_double_spaced(document: &Document) -> bool {
    let (mut all, mut apart, mut blank) = (0_usize, 0_usize, false);
    for line in document.lines() {
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        all += 1;
        apart += usize::from(blank);
        blank = false;
    }
    all >= 6 && apart * 10 >= all * 7
}

/// How many columns `text` takes on a page with a fixed pitch.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{ff61}'..='\u{ff9f}' => 1,
            _ if u32::from(c) < 0x2000 => 1,
            _ => 2,
        })
        .sum()
}

/// Whether `text` ends where a sentence may end.
pub(super) fn is_terminated(text: &str) -> bool {
    text.ends_with([
        '。', '．', '！', '？', '!', '?', '」', '』', '）', ')', '】',
    ])
}

/// Where the lines of a document end on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// The column at which text is wrapped; `None` where it is not (text taken from HTML).
    wrap: Option<usize>,
}

/// How far short of the margin a wrapped line may end, in columns: a nested list is narrower by two characters on
/// each side, and a line never starts with a full stop.
const RAGGED: usize = 8;
/// Lines shorter than this say nothing about the margin.
const SHORTEST_FULL: usize = 40;
/// No page is wider than this.
const WIDEST: usize = 200;

impl Layout {
    /// Looks for the margin: the column just before which at least a quarter of the long lines end, and beyond which
    /// hardly any does.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let mut ending = [0_usize; WIDEST + 1];
        for line in lines.iter().filter(|line| line.width >= SHORTEST_FULL) {
            ending[line.width.min(WIDEST)] += 1;
        }
        let long: usize = ending.iter().sum();
        let at_margin = |w: usize| ending[w - RAGGED..=w].iter().sum::<usize>();
        let beyond = |w: usize| ending[w + 1..].iter().sum::<usize>();
        let wrap = (SHORTEST_FULL + RAGGED..WIDEST)
            .filter(|w| at_margin(*w) >= 4 && at_margin(*w) * 4 >= long && beyond(*w) * 50 <= long)
            .max_by_key(|w| (at_margin(*w), std::cmp::Reverse(*w)));
        Self { wrap }
    }

    /// Whether `line` reaches the margin, so that its sentence may go on in the next line.
    pub(super) fn is_full(self, line: &Line<'_>) -> bool {
        self.is_full_width(line.width)
    }

    /// The same for a line of which only the width is known.
    pub(super) fn is_full_width(self, width: usize) -> bool {
        self.wrap.is_some_and(|wrap| width + RAGGED >= wrap)
    }

    /// Whether the document is wrapped at a margin at all.
    pub(super) fn is_wrapped(self) -> bool {
        self.wrap.is_some()
    }
}
