//! Attendance lists that are tables with a head over each column: 所属　役職　氏名　出欠.
//!
//! Only rows with as many cells as there are heads are read by them; any other row is read word by word.

use super::super::labels::is_rule;
use super::super::people;
use super::super::rows::Found;
use super::brackets::is_count;
use super::groups::standing_of_group;

/// Which column holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    count: usize,
    name: usize,
    role: Option<usize>,
    organization: Option<usize>,
    presence: Option<usize>,
    group: Option<usize>,
}

/// What one row says.
pub(super) struct TableRow {
    pub found: Found,
    /// The group that the person belongs to, where it is one that tells of their part in the meeting.
    pub group: Option<String>,
    /// Whether the role is that of the row above.
    pub same_role: bool,
}

impl Columns {
    /// The columns that the row of heads `text` names; `None` where it names no column of names, or no other.
    pub(super) fn of(text: &str) -> Option<Self> {
        let cells = cells(text);
        let at = |words: &[&str]| {
            cells
                .iter()
                .position(|cell| words.contains(&compact(cell).as_str()))
        };
        (cells.len() >= 2).then_some(())?;
        Some(Self {
            count: cells.len(),
            name: at(&["氏名", "名前", "委員名", "委員氏名", "出席者", "出席者氏名"])?,
            role: at(&[
                "役職",
                "役職名",
                "職名",
                "職",
                "役割",
                "役職等",
                "職名等",
                "肩書",
            ]),
            organization: at(&[
                "所属",
                "所属等",
                "団体名",
                "所属団体",
                "所属団体等",
                "所属機関",
                "選出団体",
                "機関名",
                "所属団体名",
            ]),
            presence: at(&["出欠", "出席", "出欠席", "出欠状況"]),
            group: at(&["区分", "選出区分", "種別"]),
        })
    }

    /// What the row `text` says of a person; `None` where it is no row of this table.
    pub(super) fn row(&self, text: &str) -> Option<TableRow> {
        let cells = cells(text);
        if cells.len() != self.count {
            return None;
        }
        let cell = |column: Option<usize>| {
            column
                .map(|at| cells[at])
                .filter(|cell| !cell.is_empty() && !is_ditto(cell))
        };
        let (name, mut brackets) = apart(cell(Some(self.name))?);
        let person = people::take_apart(name);
        let own = person.role.filter(|role| !people::is_courtesy(role));
        if !person.name.is_some_and(people::is_name) || is_count(name) {
            return None;
        }
        if let Some(presence) = cell(self.presence) {
            let (mark, beside) = apart(presence);
            brackets.extend(beside);
            if matches!(mark, "×" | "✕" | "欠" | "欠席" | "－" | "-") {
                brackets.push("欠席".to_owned());
            } else if mark.starts_with('代') {
                brackets.push("代理".to_owned());
            }
        }
        let group = cell(self.group).filter(|group| standing_of_group(group).is_some());
        Some(TableRow {
            found: Found {
                name: person.name?.to_owned(),
                role: own.or_else(|| cell(self.role)).map(str::to_owned),
                organization: cell(self.organization).map(str::to_owned),
                brackets,
            },
            group: group.map(str::to_owned),
            same_role: own.is_none() && self.role.is_some_and(|at| is_ditto(cells[at])),
        })
    }
}

/// A cell and what stands in brackets at its end.
fn apart(cell: &str) -> (&str, Vec<String>) {
    let at = cell.find(['（', '(']).unwrap_or(cell.len());
    let inner = super::super::wording::inside_brackets(&cell[at..]);
    match inner {
        Some(inner) => (cell[..at].trim(), vec![inner.to_owned()]),
        None => (cell, Vec::new()),
    }
}

fn is_ditto(cell: &str) -> bool {
    matches!(cell, "〃" | "″" | "”" | "同上" | "々" | "同")
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn cells(text: &str) -> Vec<&str> {
    text.split(|c: char| c == '\t' || is_rule(c))
        .map(str::trim)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_by_the_heads_of_its_columns() {
        let columns = Columns::of("区分\t所属\t役職\t氏　名\t出欠").unwrap();
        let row = columns
            .row("住民\t自治会\t会長\t青木　花子\t○（副会長）")
            .unwrap();
        assert_eq!(row.found.name, "青木　花子");
        assert_eq!(row.found.role.as_deref(), Some("会長"));
        assert_eq!(row.found.organization.as_deref(), Some("自治会"));
        assert_eq!(row.found.brackets, ["副会長"]);
        let row = columns.row("〃\t建設課\t課長\t井上\t×").unwrap();
        assert_eq!(row.found.brackets, ["欠席"]);
        assert!(columns.row("事務局\t青木課長").is_none());
        assert_eq!(Columns::of("日時\t場所"), None);
    }
}
