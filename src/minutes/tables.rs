//! Tables with a column for what was asked and one for what was answered: every cell is a statement of its own.
//!
//! What kind of statement a column holds, the row of its heads tells. Turns in a table (発言者　発言内容) are read as any others.

use super::files::Document;
use super::labels::is_rule;
use super::lines::{Cell, Line, is_terminated};
use crate::domain::OpinionKind;

/// What the head of a column begins with, for each kind of statement.
const HEADS: [(OpinionKind, &str); 3] = [
    (
        OpinionKind::Answer,
        "回答 答弁 事務局回答 事務局の回答 事務局の考え方 市の考え方 町の考え方 県の考え方 対応 それに対する回答 説明 事務局説明
         考え方 回答等 県の回答 市の回答 町の回答 事務局 実施機関の説明 担当課の回答",
    ),
    (
        OpinionKind::Question,
        "質問 質疑 委員からの質問 意見・質問 質問・意見 意見質問 委員からの意見・質問 意見等 質問等 委員意見 委員質問 ご質問",
    ),
    (OpinionKind::Opinion, "意見 ご意見 御意見 委員からの意見 委員の意見 委員意見"),
];

/// `lines` with the rows of such tables cut into their cells. A cell of several lines is kept together.
pub(super) fn cut<'a>(lines: Vec<Line<'a>>, document: &Document) -> Vec<Line<'a>> {
    if !lines.iter().any(|line| heads(line.text).is_some()) {
        return lines;
    }
    let skipped: Vec<usize> = document.lines().map(tabs_before).collect();
    let mut result = Vec::with_capacity(lines.len());
    let mut table: Option<Table<'a>> = None;
    for line in lines {
        let skipped = usize::try_from(line.number - 1)
            .ok()
            .and_then(|at| skipped.get(at).copied())
            .unwrap_or_default();
        if let Some(kinds) = heads(line.text) {
            if let Some(mut open) = table.replace(Table::of(kinds)) {
                open.flush(&mut result);
            }
            result.push(Line {
                cell: Some(Cell::Head),
                ..line
            });
        } else if let Some(open) = &mut table {
            open.take(line, skipped, &mut result);
        } else {
            result.push(line);
        }
    }
    if let Some(mut open) = table {
        open.flush(&mut result);
    }
    result
}

/// How many cells at the beginning of a line are empty.
fn tabs_before(text: &str) -> usize {
    let blank = text.len() - text.trim_start().len();
    text[..blank].matches('\t').count()
}

/// The kind of statement in each column, where a line heads a question and an answer.
fn heads(text: &str) -> Option<Vec<Option<OpinionKind>>> {
    if text.len() > LONGEST_HEADS {
        return None;
    }
    let kinds: Vec<Option<OpinionKind>> = cells(text).map(kind_of).collect();
    let answers = |kind: &OpinionKind| *kind == OpinionKind::Answer;
    let first = kinds.iter().position(Option::is_some)?;
    let asks = kinds.iter().flatten().any(|kind| !answers(kind));
    let of_statements = kinds[first..].iter().all(Option::is_some);
    (asks && kinds.iter().flatten().any(answers) && of_statements).then_some(kinds)
}

fn kind_of(cell: &str) -> Option<OpinionKind> {
    let cell: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let is = |words: &str| {
        words
            .split_whitespace()
            .any(|word| cell.trim_end_matches('等') == word)
    };
    HEADS
        .iter()
        .find(|(_, words)| is(words))
        .map(|(kind, _)| *kind)
}

fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c == '\t' || is_rule(c)).map(str::trim)
}

/// A table whose rows are being read.
struct Table<'a> {
    kinds: Vec<Option<OpinionKind>>,
    /// The lines of the open row, for each column.
    row: Vec<Vec<Line<'a>>>,
}

impl<'a> Table<'a> {
    fn of(kinds: Vec<Option<OpinionKind>>) -> Self {
        let row = vec![Vec::new(); kinds.len()];
        Self { kinds, row }
    }

    /// Takes a line whose first `skipped` cells are empty. A line that is no row of the table is left as it is.
    fn take(&mut self, line: Line<'a>, skipped: usize, result: &mut Vec<Line<'a>>) {
        let found: Vec<&'a str> = cells(line.text).collect();
        let fits = found.len() + skipped <= self.kinds.len() && found.len() + skipped > 1;
        if !fits {
            self.flush(result);
            result.push(line);
            return;
        }
        // What was said above in the column has ended, and more is said there: another row.
        let asks = self.kinds.iter().position(Option::is_some).unwrap_or(0);
        let asked = self.row[asks].last();
        let ended = asked.is_none_or(|line| is_terminated(line.text));
        let begins = |column: &usize| *column == asks || self.kinds[*column].is_none();
        let filled = (skipped..).zip(&found).filter(|(_, text)| !text.is_empty());
        if ended
            && filled
                .map(|(column, _)| column)
                .any(|column| begins(&column))
        {
            self.flush(result);
        }
        for (column, text) in (skipped..).zip(found) {
            if !text.is_empty() {
                self.row[column].push(Line { text, ..line });
            }
        }
    }

    /// Hands out the cells of the open row, column by column.
    fn flush(&mut self, result: &mut Vec<Line<'a>>) {
        for (kind, cell) in self.kinds.iter().zip(&mut self.row) {
            for (at, line) in cell.drain(..).enumerate() {
                let opens = |kind| {
                    if at == 0 {
                        Cell::Opens(kind)
                    } else {
                        Cell::GoesOn
                    }
                };
                result.push(Line {
                    cell: kind.map(opens),
                    gap: line.gap && at == 0,
                    ..line
                });
            }
        }
    }
}

/// The longest row of heads, in bytes.
const LONGEST_HEADS: usize = 160;

#[cfg(test)]
mod tests {
    use super::super::{files::decode, lines};
    use super::*;

    #[test]
    fn every_cell_is_a_statement_and_one_of_several_lines_is_kept_together() {
        let text = "No\t質問\t回答\n1\t増えるか。\t増える見込みです。\n\t\t来年も同じです。\n2\tなぜか。\t人が増えるためです。\n以上";
        let document = decode(text.as_bytes()).unwrap();
        let cut = cut(lines::of(&document), &document);
        let cells: Vec<(Option<Cell>, &str)> =
            cut.iter().map(|line| (line.cell, line.text)).collect();
        let (asks, answers) = (
            Some(Cell::Opens(OpinionKind::Question)),
            Some(Cell::Opens(OpinionKind::Answer)),
        );
        assert_eq!(
            cells,
            [
                (Some(Cell::Head), "No\t質問\t回答"),
                (None, "1"),
                (asks, "増えるか。"),
                (answers, "増える見込みです。"),
                (Some(Cell::GoesOn), "来年も同じです。"),
                (None, "2"),
                (asks, "なぜか。"),
                (answers, "人が増えるためです。"),
                (None, "以上"),
            ]
        );
    }
}
