//! Marks beside names, and what the roster says that they stand for.

use super::table::TableRow;

/// Marks that stand for a role where a legend says so.
pub(super) const MARKS: [char; 4] = ['◎', '○', '〇', '●'];
/// How the words of a legend end; a name ends otherwise.
const ROLE_ENDS: [&str; 3] = ["長", "代理", "代行"];

/// The mark that is all that a cell holds.
pub(super) fn only_mark(cell: &str) -> Option<char> {
    let mut chars = cell.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if MARKS.contains(&c) => Some(c),
        _ => None,
    }
}

/// What marks stand for, as the roster itself says: ◎会長　○副会長.
pub(super) struct Legend(Vec<(char, String)>);

impl Legend {
    /// Above the table, or in a row with nothing else: ◎ in front of a name is no legend.
    pub fn of(table: &[TableRow], header: usize) -> Self {
        let filled = |row: &TableRow| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let entries = table
            .iter()
            .enumerate()
            .filter(|(index, row)| *index < header || filled(row) == 1)
            .flat_map(|(_, row)| &row.cells)
            .flat_map(|cell| legend_entries(cell));
        Self(entries.collect())
    }

    /// What a mark stands for.
    pub fn role(&self, mark: char) -> Option<String> {
        // 〇 (a numeral) and ○ (a circle) are the same to whoever types them.
        let circle = |mark| if mark == '〇' { '○' } else { mark };
        let found = self
            .0
            .iter()
            .find(|(known, _)| circle(*known) == circle(mark));
        found.map(|(_, role)| role.clone())
    }
}

/// What a legend says, where a cell is one.
pub(super) fn legend_entries(cell: &str) -> Vec<(char, String)> {
    let mut entries = Vec::new();
    for (at, mark) in cell.char_indices().filter(|(_, c)| MARKS.contains(c)) {
        let rest = &cell[at + mark.len_utf8()..];
        let rest = rest.trim_start_matches([
            ' ', '　', 'は', '：', ':', '＝', '=', '…', '・', '印', '－', '-',
        ]);
        let role: String = rest
            .chars()
            .take_while(|c| {
                !c.is_whitespace() && !MARKS.contains(c) && !"、，,。）)を".contains(*c)
            })
            .collect();
        let is_role = ROLE_ENDS.iter().any(|end| role.ends_with(end)) && role.chars().count() <= 10;
        if is_role {
            entries.push((mark, role));
        }
    }
    entries
}
