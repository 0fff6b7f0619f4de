//! Which column of a roster holds what, by the words that secretariats put above them.

use super::table::TableRow;
use crate::text;

/// How many rows may stand above the one that names the columns.
const TITLE_ROWS: usize = 30;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Reading,
    Organization,
    /// 職名: what the person is at the organisation.
    Post,
    Role,
    /// Both ends of the term in one cell.
    Term,
    StartsOn,
    EndsOn,
    /// 備考.
    Notes,
}

/// The words above a column, the most telling first: where two columns hold the same, the one with the earlier word is
/// read.
const HEADERS: &[(Field, &[&str])] = &[
    (
        Field::Name,
        &["氏名", "委員氏名", "委員名", "名前", "委員", "name"],
    ),
    (
        Field::Reading,
        &[
            "よみ",
            "読み",
            "ふりがな",
            "よみがな",
            "読み仮名",
            "氏名よみ",
            "氏名カナ",
            "カナ",
            "カナ氏名",
            "氏名ふりがな",
            "reading",
        ],
    ),
    (
        Field::Organization,
        &[
            "所属",
            "所属団体",
            "所属団体名",
            "団体名",
            "所属機関",
            "所属機関名",
            "所属・職名",
            "所属・役職",
            "所属及び職名",
            "所属等",
            "所属名",
            "勤務先",
            "推薦団体",
            "organization",
        ],
    ),
    (Field::Post, &["職名", "職名等"]),
    (
        Field::Role,
        &[
            "役職",
            "役職名",
            "役割",
            "役",
            "職",
            "区分",
            "委員区分",
            "role",
        ],
    ),
    (Field::Term, &["任期", "委嘱期間", "任命期間", "term"]),
    (
        Field::StartsOn,
        &[
            "任期開始",
            "任期開始日",
            "任期自",
            "自",
            "就任日",
            "就任年月日",
            "委嘱日",
            "委嘱年月日",
            "任命日",
            "開始日",
            "starts_on",
            "from",
        ],
    ),
    (
        Field::EndsOn,
        &[
            "任期終了",
            "任期終了日",
            "任期至",
            "至",
            "退任日",
            "退任年月日",
            "任期満了日",
            "任期満了",
            "終了日",
            "ends_on",
            "to",
        ],
    ),
    (Field::Notes, &["備考", "摘要", "その他"]),
];

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// The row that names them, counted from 0 in the table.
    pub header: usize,
    /// What is where.
    fields: Vec<(Field, usize)>,
    /// What is printed above each column, for messages.
    titles: Vec<String>,
}

impl Columns {
    /// The columns of the first row that names the most of them; a name has to be among them.
    pub fn find(table: &[TableRow]) -> Option<Self> {
        let candidates = table.iter().take(TITLE_ROWS).enumerate();
        let mut best: Option<Self> = None;
        for (header, row) in candidates {
            let below = table.get(header + 1).and_then(|below| two_rows(row, below));
            let two = below.map(|row| Self::of(header + 1, &row));
            for found in [Some(Self::of(header, row)), two].into_iter().flatten() {
                let more = |best: &Self| found.fields.len() > best.fields.len();
                if found.index(Field::Name).is_some() && best.as_ref().is_none_or(more) {
                    best = Some(found);
                }
            }
        }
        best
    }

    fn of(header: usize, row: &TableRow) -> Self {
        // Field, how telling the word is, column: the smallest of a field is the one that is read.
        let mut named: Vec<(Field, usize, usize)> = Vec::new();
        for (index, cell) in row.cells.iter().enumerate() {
            named.extend(named_by(cell).map(|(field, rank)| (field, rank, index)));
        }
        let read = |(field, _): &(Field, &[&str])| {
            let columns = named.iter().filter(|(named, ..)| named == field);
            let best = columns.min_by_key(|(_, rank, index)| (*rank, *index));
            best.map(|(field, _, index)| (*field, *index))
        };
        Self {
            header,
            fields: HEADERS.iter().filter_map(read).collect(),
            titles: row.cells.clone(),
        }
    }

    /// Where this is.
    pub fn index(&self, wanted: Field) -> Option<usize> {
        let found = self.fields.iter().find(|(field, _)| *field == wanted);
        found.map(|(_, index)| *index)
    }

    /// What is printed above the column that holds this.
    pub fn title(&self, wanted: Field) -> &str {
        let index = self.index(wanted);
        let title = index.and_then(|index| self.titles.get(index));
        title.map_or("氏名", String::as_str)
    }

    /// The cell of a row that holds this, where it is not blank.
    pub fn cell<'a>(&self, row: &'a TableRow, wanted: Field) -> Option<&'a str> {
        let cell = row.cells.get(self.index(wanted)?)?;
        (!cell.is_empty()).then_some(cell.as_str())
    }

    /// Whether the table has one column.
    pub fn is_one(&self) -> bool {
        self.titles.iter().filter(|title| !title.is_empty()).count() < 2
    }

    /// The titles of the columns that are not read.
    pub fn ignored(&self) -> Vec<String> {
        // A note is read for one thing only.
        let is_read = |index: usize| {
            let mut of_index = self.fields.iter().filter(|(_, read)| *read == index);
            of_index.any(|(field, _)| *field != Field::Notes)
        };
        self.titles
            .iter()
            .enumerate()
            .filter(|(index, title)| !is_read(*index) && !title.is_empty())
            .map(|(_, title)| title.clone())
            .collect()
    }
}

/// Titles in two rows, 任期 above 自 and 至: the lower ones in the place of the upper, where it has nothing but titles and names
/// nobody.
fn two_rows(upper: &TableRow, lower: &TableRow) -> Option<TableRow> {
    let is_title = |cell: &String| {
        cell.is_empty() || named_by(cell).is_some_and(|(field, _)| field != Field::Name)
    };
    let is_blank = |cell: &String| cell.is_empty();
    if lower.cells.iter().all(is_blank) || !lower.cells.iter().all(is_title) {
        return None;
    }
    let mut cells = upper.cells.clone();
    cells.resize(cells.len().max(lower.cells.len()), String::new());
    for (cell, below) in cells.iter_mut().zip(&lower.cells) {
        if !below.is_empty() {
            cell.clone_from(below);
        }
    }
    Some(TableRow {
        number: lower.number,
        cells,
    })
}

/// What the column below a cell holds, and how telling the word is: white space, width and kana aside. What stands in
/// brackets behind it counts where it makes a word (任期（自）), and does not where it makes none (氏名（敬称略）).
fn named_by(cell: &str) -> Option<(Field, usize)> {
    let compact: String = cell.split_whitespace().collect();
    let bare = compact.split(['（', '(']).next().unwrap_or_default();
    let whole = compact.replace(['（', '）', '(', ')'], "");
    [whole.as_str(), bare].into_iter().find_map(|title| {
        let title = text::fold(title);
        HEADERS.iter().find_map(|(field, words)| {
            let rank = words.iter().position(|word| text::fold(word) == title)?;
            Some((*field, rank))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Vec<TableRow> {
        (1..)
            .zip(rows)
            .map(|(number, cells)| TableRow {
                number,
                cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            })
            .collect()
    }

    #[test]
    fn columns_are_found_below_a_title_in_any_order() {
        let table = table(&[
            &["みどり市緑地審議会委員名簿"],
            &[],
            &[
                "No.",
                "所属・職名",
                "氏　名（敬称略）",
                "フリガナ",
                "区分",
                "任期（自）",
                "任期(至)",
                "備考",
            ],
            &["1", "緑地協会", "青木 一", "アオキ ハジメ", "会長"],
        ]);
        let columns = Columns::find(&table).unwrap();
        assert_eq!(columns.header, 2);
        for (field, index) in [
            (Field::Organization, 1),
            (Field::Name, 2),
            (Field::Reading, 3),
            (Field::Role, 4),
            (Field::StartsOn, 5),
            (Field::EndsOn, 6),
        ] {
            assert_eq!(columns.index(field), Some(index), "{field:?}");
        }
        assert_eq!(columns.index(Field::Term), None);
        assert_eq!(columns.ignored(), ["No.", "備考"]);
        assert_eq!(columns.cell(&table[3], Field::Name), Some("青木 一"));
        assert_eq!(columns.cell(&table[3], Field::EndsOn), None);
    }

    #[test]
    fn the_more_telling_of_two_columns_is_read() {
        let table = table(&[&["区分", "氏名", "役職", "職名", "団体名", "委員名"]]);
        let columns = Columns::find(&table).unwrap();
        assert_eq!(columns.index(Field::Role), Some(2));
        assert_eq!(columns.index(Field::Name), Some(1));
        assert_eq!(columns.index(Field::Post), Some(3));
        assert_eq!(columns.ignored(), ["区分", "委員名"]);
    }

    #[test]
    fn a_table_without_names_has_no_columns() {
        assert_eq!(
            Columns::find(&table(&[&["番号", "所属"], &["1", "x"]])),
            None
        );
        assert_eq!(Columns::find(&[]), None);
    }
}
