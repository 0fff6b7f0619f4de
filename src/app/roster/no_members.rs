//! Rows of a roster that are no members: what sets groups apart, seats that nobody holds, notes, sums. And cells that stand for the
//! cell above.

use super::{
    columns::{Columns, Field},
    legend::legend_entries,
    names::letters,
    table::TableRow,
};

/// What stands where a name would, of a seat that nobody holds.
const VACANT: [&str; 8] = [
    "",
    "欠員",
    "空席",
    "未定",
    "選任中",
    "選考中",
    "調整中",
    "推薦依頼中",
];
/// What stands for the cell above.
const SAME_AS_ABOVE: [&str; 6] = ["〃", "″", "\"", "”", "同上", "々"];
/// How the words end that set groups of members apart, in a row of their own; no name ends so.
const GROUP_ENDS: [&str; 18] = [
    "公募委員",
    "市民委員",
    "推薦委員",
    "選出委員",
    "専門委員",
    "臨時委員",
    "特別委員",
    "経験者",
    "関係者",
    "代表",
    "代表者",
    "団体",
    "機関",
    "行政",
    "職員",
    "公募",
    "事務局",
    "オブザーバー",
];
/// Groups of people who are no members of the council but have this role in it.
pub(super) const OTHER_ROLES: [&str; 6] = [
    "事務局",
    "オブザーバー",
    "アドバイザー",
    "幹事",
    "顧問",
    "参与",
];

/// The words of a row that is only there to set the rows below it apart: 【学識経験者】, 事務局.
pub(super) fn group_of<'r>(row: &'r TableRow, columns: &Columns) -> Option<&'r str> {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    let (Some(only), None) = (filled.next(), filled.next()) else {
        return None;
    };
    let bare = only.trim_start_matches(['■', '□', '◆', '◇', '＜', '<', '【', '〔', '［', '[']);
    let is_marked = bare.len() < only.len();
    let bare = bare
        .trim_end_matches(['＞', '>', '】', '〕', '］', ']'])
        .trim();
    let is_group =
        is_marked || !columns.is_one() && GROUP_ENDS.iter().any(|end| bare.ends_with(end));
    (is_group && legend_entries(only).is_empty()).then_some(bare)
}

/// A row in which a cell that says "as above" has what stands above it.
pub(super) fn filled_down(row: &TableRow, above: &[String]) -> TableRow {
    let cells = row
        .cells
        .iter()
        .enumerate()
        .map(|(at, cell)| match above.get(at) {
            Some(above) if SAME_AS_ABOVE.contains(&cell.as_str()) => above.clone(),
            _ => cell.clone(),
        });
    TableRow {
        number: row.number,
        cells: cells.collect(),
    }
}

/// Blank rows, legends and notes below the table, seats that nobody holds, sums.
pub(super) fn is_no_member(row: &TableRow, columns: &Columns) -> bool {
    let name = columns
        .cell(row, Field::Name)
        .map(letters)
        .unwrap_or_default();
    let name = name.trim_matches(['（', '）', '(', ')', '－', '-', '―', '—']);
    if VACANT.contains(&name) && columns.cell(row, Field::Name).is_some() {
        return true;
    }
    let is_sum = |cell: &String| matches!(letters(cell).as_str(), "計" | "合計" | "総計");
    if name.is_empty() && row.cells.iter().any(is_sum) {
        return true;
    }
    let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
    match (filled.next(), filled.next()) {
        (None, _) => true,
        (Some(only), None) => {
            let has_name = columns.cell(row, Field::Name).is_some();
            only.starts_with(['※', '（', '(', '＊', '*'])
                || !legend_entries(only).is_empty()
                || !has_name
        }
        _ => false,
    }
}
