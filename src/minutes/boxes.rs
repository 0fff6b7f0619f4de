//! Tables that are drawn with rules, in which a label stands beside the middle of its value: the label is read before all rows of it.

use super::labels::{self, Label, is_rule};
use super::lines::Line;

/// No row of such a table takes more lines.
const TALLEST: usize = 40;

/// `lines` with each label of a drawn table before the rows that it stands beside. The label takes the place of the first of
/// them, and every row keeps its own.
pub(super) fn unfold<'a>(lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    if !lines.iter().any(|line| is_border(line.text)) {
        return lines;
    }
    let mut unfolded = Vec::with_capacity(lines.len());
    let mut from = 0;
    while from < lines.len() {
        let border = is_border(lines[from].text);
        let to = lines[from + 1..]
            .iter()
            .position(|line| is_border(line.text))
            .map_or(lines.len(), |at| from + 1 + at);
        if border {
            unfolded.push(lines[from]);
            unfold_row(&lines[from + 1..to], &mut unfolded);
        } else {
            unfolded.extend_from_slice(&lines[from..to]);
        }
        from = to;
    }
    unfolded
}

/// One row of a table: its lines between two borders.
fn unfold_row<'a>(row: &[Line<'a>], unfolded: &mut Vec<Line<'a>>) {
    let label = row
        .iter()
        .take(TALLEST)
        .enumerate()
        .find_map(|(at, line)| Some((at, labelled(line.text)?)));
    match label {
        Some((at, (label, value))) if at > 0 && row.len() <= TALLEST => {
            unfolded.push(Line {
                text: label,
                ..row[0]
            });
            let mut rows: Vec<Line<'a>> = row
                .iter()
                .map(|line| Line {
                    gap: false,
                    ..*line
                })
                .collect();
            rows[at].text = value;
            // A field with one value has it on the line of its label.
            if labels::read(label).is_some_and(|found| has_one_value(found.label)) {
                rows[..=at].rotate_right(1);
            }
            unfolded.extend(rows);
        }
        _ => unfolded.extend_from_slice(row),
    }
}

fn has_one_value(label: Label) -> bool {
    matches!(label, Label::Council | Label::Venue | Label::Mode)
}

/// The label in the first cell of a line, and what stands in the others.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.split_once(is_rule)?;
    let value = value.trim_matches(|c: char| c.is_whitespace() || is_rule(c));
    let label = label.trim();
    (!value.is_empty() && labels::read(label).is_some()).then_some((label, value))
}

/// ├───┼───┤: a line between two rows.
fn is_border(text: &str) -> bool {
    let drawn = |c: char| matches!(u32::from(c), 0x2500..=0x257f);
    let corner = |c: char| drawn(c) && !matches!(c, '─' | '━' | '│' | '┃');
    text.starts_with(corner)
        && text.ends_with(corner)
        && text.chars().all(|c| drawn(c) || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::super::{files::decode, lines};
    use super::*;

    #[test]
    fn a_label_beside_the_middle_of_its_value_comes_first() {
        let text = "┌──┬───┐\n│　　│開会　10時│\n│日時│令和５年　│\n├──┼───┤\n│会場│市役所│\n└──┴───┘\n○会長　始めます。";
        let document = decode(text.as_bytes()).unwrap();
        let unfolded = unfold(lines::of(&document));
        let texts: Vec<(i64, &str)> = unfolded
            .iter()
            .map(|line| (line.number, line.text))
            .collect();
        assert_eq!(
            texts[1..4],
            [(2, "日時"), (2, "開会　10時"), (3, "令和５年")]
        );
        assert_eq!(texts[5], (5, "会場│市役所"));
        assert_eq!(texts[7], (7, "○会長　始めます。"));
    }
}
