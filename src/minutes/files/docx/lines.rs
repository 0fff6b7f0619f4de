//! The lines that come of paragraphs and tables, with the pages that begin in them.

use crate::minutes::files::{MAX_DOCUMENT_BYTES, MAX_LINES, error::DecodeError};

/// A line of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text.
    pub text: String,
    /// How many pages begin with it.
    pub pages: usize,
}

/// What may still be written, so that no small file makes a large text.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: usize,
    lines: usize,
}

impl Budget {
    /// All of it.
    pub(super) fn new() -> Self {
        Self {
            bytes: MAX_DOCUMENT_BYTES,
            lines: MAX_LINES,
        }
    }

    /// Takes `bytes` of it.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(DecodeError::TooMuch)?;
        Ok(())
    }

    /// Takes `lines` of it.
    pub(super) fn lines(&mut self, lines: usize) -> Result<(), DecodeError> {
        self.lines = self.lines.checked_sub(lines).ok_or(DecodeError::TooMuch)?;
        Ok(())
    }
}

/// A row of a table: its cells side by side, with a tab between them. A cell of several lines goes on in the lines below, in
/// its own column, as it does on paper.
pub(super) fn row(cells: Vec<Vec<Line>>, budget: &mut Budget) -> Result<Vec<Line>, DecodeError> {
    let mut rows: Vec<Line> = Vec::new();
    let mut columns: Vec<usize> = Vec::new();
    for (column, cell) in cells.into_iter().enumerate() {
        let filled = cell
            .iter()
            .rposition(|line| !line.text.trim().is_empty())
            .map_or(0, |last| last + 1);
        let lines = filled.max(1);
        if lines > rows.len() {
            budget.lines(lines - rows.len())?;
            rows.resize(lines, Line::default());
            columns.resize(lines, 0);
        }
        for (at, line) in cell.into_iter().enumerate() {
            rows[at.min(lines - 1)].pages += line.pages;
            if line.text.trim().is_empty() {
                continue;
            }
            let tabs = column - columns[at];
            budget.text(tabs + line.text.len())?;
            rows[at].text.extend(std::iter::repeat_n('\t', tabs));
            rows[at].text += &line.text;
            columns[at] = column;
        }
    }
    Ok(rows)
}

/// The lines as one text, each page after the first begun by a form feed.
pub(super) fn text(lines: &[Line]) -> String {
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.extend(std::iter::repeat_n('\u{c}', line.pages));
        text += &line.text;
    }
    text
}
