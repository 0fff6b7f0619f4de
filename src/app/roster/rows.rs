//! The rows of a roster with their meaning: who, with which reading, organisation, role and term. Printed wording stays as it
//! is printed; only the reading is brought into hiragana, which is what a reading is here.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    cells::Cells,
    columns::{Columns, Field},
    legend::{Legend, MARKS, only_mark},
    names::{hiragana, letters, name_and_reading, on_one_line},
    no_members::{OTHER_ROLES, filled_down, group_of, is_no_member},
    table::{RosterError, TableRow},
};
use crate::app::InvalidField;

/// How many errors are told of; whoever mends these sees the next.
pub(super) const MAX_ERRORS: usize = 100;

/// Roles that are told as a note.
const CHAIRS: [&str; 10] = [
    "会長",
    "副会長",
    "委員長",
    "副委員長",
    "座長",
    "副座長",
    "部会長",
    "議長",
    "副議長",
    "会長職務代理者",
];

/// One member as the file has it; `None` where it does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RosterRow {
    /// The row in the file, from 1.
    pub number: u64,
    pub name: String,
    pub reading: Option<String>,
    pub organization: Option<String>,
    pub role: Option<String>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    /// A mark stands here that no legend explains.
    pub unexplained_mark: bool,
    /// The row before that names the same member for the same term.
    pub repeats: Option<u64>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roster {
    pub rows: Vec<RosterRow>,
    /// The titles of the columns that are not read.
    pub ignored_columns: Vec<String>,
    /// What cannot be taken.
    pub errors: Vec<InvalidField>,
}

/// Reads the first of the tables that names its columns.
pub(super) fn read(tables: &[Vec<TableRow>]) -> Result<Roster, RosterError> {
    let (table, columns) = tables
        .iter()
        .find_map(|table| Some((table, Columns::find(table)?)))
        .ok_or(RosterError::NoHeader)?;
    let legend = Legend::of(table, columns.header);
    let mut roster = Roster {
        rows: Vec::new(),
        ignored_columns: columns.ignored(),
        errors: Vec::new(),
    };
    let mut group_role = None;
    let mut above = Vec::new();
    for row in &table[columns.header + 1..] {
        if let Some(group) = group_of(row, &columns) {
            group_role = OTHER_ROLES.contains(&group).then(|| group.to_owned());
            continue;
        }
        if is_no_member(row, &columns) {
            continue;
        }
        let row = filled_down(row, &above);
        above.clone_from(&row.cells);
        let mut read = read_row(&row, &columns, &legend, &mut roster.errors);
        if let Some(read) = &mut read {
            read.role = read.role.take().or_else(|| group_role.clone());
        }
        roster.rows.extend(read);
        if roster.errors.len() >= MAX_ERRORS {
            break;
        }
    }
    if roster.rows.is_empty() && roster.errors.is_empty() {
        return Err(RosterError::Empty);
    }
    note_repeated(&mut roster);
    Ok(roster)
}

fn read_row(
    row: &TableRow,
    columns: &Columns,
    legend: &Legend,
    errors: &mut Vec<InvalidField>,
) -> Option<RosterRow> {
    let mut cells = Cells {
        row,
        columns,
        errors,
    };
    let Some(cell) = columns.cell(row, Field::Name) else {
        cells.refuse(Field::Name, "name", "空にはできません", "must not be empty");
        return None;
    };
    let mut mark = row.cells.iter().find_map(|cell| only_mark(cell));
    let mut cell = cell.to_owned();
    if let Some(rest) = cell.strip_prefix(MARKS) {
        mark = cell.chars().next();
        cell = rest.trim().to_owned();
    }
    // Where readings have a column of their own, kana in brackets is a part of the name.
    let (name, reading_beside) = match columns.index(Field::Reading) {
        Some(_) => (on_one_line(&cell), None),
        None => name_and_reading(&cell),
    };
    let role = columns
        .cell(row, Field::Role)
        .filter(|cell| only_mark(cell).is_none())
        .map(str::to_owned);
    let by_mark = mark.and_then(|mark| legend.role(mark));
    let unexplained_mark = mark.is_some() && by_mark.is_none() && role.is_none();
    let (starts_on, ends_on) = cells.term();
    let read = RosterRow {
        number: row.number,
        reading: cells
            .text(Field::Reading)
            .or(reading_beside)
            .map(|text| hiragana(&text)),
        organization: organization(row, columns),
        role: by_mark.or(role).or_else(|| role_in_notes(row, columns)),
        name,
        starts_on,
        ends_on,
        unexplained_mark,
        repeats: None,
    };
    cells.check(&read);
    Some(read)
}

/// The organisation, and what the person is there where that has a column of its own.
fn organization(row: &TableRow, columns: &Columns) -> Option<String> {
    let organization = columns.cell(row, Field::Organization);
    let post = columns.cell(row, Field::Post);
    match (organization, post) {
        (Some(organization), Some(post)) => Some(format!("{organization}　{post}")),
        (text, None) | (None, text) => text.map(str::to_owned),
    }
}

/// 備考 names the chair where there is no better column for it.
fn role_in_notes(row: &TableRow, columns: &Columns) -> Option<String> {
    let note = columns.cell(row, Field::Notes)?;
    CHAIRS.contains(&note).then(|| note.to_owned())
}

/// Notes which rows name a member again for a term that a row before has.
fn note_repeated(roster: &mut Roster) {
    let mut seen = HashMap::new();
    for row in &mut roster.rows {
        let key = (letters(&row.name), row.reading.clone(), row.starts_on);
        row.repeats = seen.insert(key, row.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roster(text: &str) -> Roster {
        let tables = super::super::table::read(text.as_bytes()).unwrap();
        read(&tables).unwrap()
    }

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_roster_is_read_with_its_legend_terms_and_readings() {
        let roster = roster(
            "みどり市緑地審議会　委員名簿,,,,\n※◎は会長、○は副会長,,,,\n\
             番号,氏 名,フリガナ,所属,任期\n\
             1,◎青木　一,ｱｵｷ ﾊｼﾞﾒ,緑地協会,令和6年4月1日～令和8年3月31日\n\
             2,〇飯田 二子,イイダ　ニコ,,令和6年4月1日～\n\
             3,上野 三郎,うえの さぶろう,公募,\n\
             ※敬称略,,,,\n,,,,\n",
        );
        assert_eq!(roster.errors, []);
        assert_eq!(roster.ignored_columns, ["番号"]);
        let roles: Vec<Option<&str>> = roster.rows.iter().map(|row| row.role.as_deref()).collect();
        assert_eq!(roles, [Some("会長"), Some("副会長"), None]);
        let first = &roster.rows[0];
        assert_eq!(first.number, 4);
        assert_eq!(first.name, "青木　一");
        assert_eq!(first.reading.as_deref(), Some("あおき はじめ"));
        assert_eq!(
            (first.starts_on, first.ends_on),
            (day("2024-04-01"), day("2026-03-31"))
        );
        assert_eq!(roster.rows[1].organization, None);
        assert_eq!(roster.rows[1].ends_on, None);
    }

    #[test]
    fn a_mark_without_a_legend_is_no_role() {
        let roster = roster("氏名,役職\n◎青木 一,\n飯田 二,○\n上野 三,委員\n");
        let marks: Vec<bool> = roster.rows.iter().map(|row| row.unexplained_mark).collect();
        assert_eq!(marks, [true, true, false]);
        assert_eq!(roster.rows[0].name, "青木 一");
        assert_eq!(roster.rows[1].role, None);
    }

    #[test]
    fn a_reading_may_stand_in_the_cell_of_the_name() {
        let roster = roster(
            "氏名,所属,職名\n青木 一（あおき はじめ）,病院,院長\n\"いいだ に\n飯田 二\",,教授\n",
        );
        let read: Vec<(&str, Option<&str>, Option<&str>)> = roster
            .rows
            .iter()
            .map(|row| {
                (
                    row.name.as_str(),
                    row.reading.as_deref(),
                    row.organization.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                ("青木 一", Some("あおき はじめ"), Some("病院　院長")),
                ("飯田 二", Some("いいだ に"), Some("教授")),
            ]
        );
    }

    #[test]
    fn errors_name_the_row_and_the_column() {
        let roster = roster(
            "氏名,就任日,退任日\n青木 一,4月から,2026-03-31\n,2024-04-01,2026-03-31\n飯田 二,2024-04-01,2023-03-31\n青木一,,\n上野 三,,\n上野　三,,\n",
        );
        let errors: Vec<(&str, &str)> = roster
            .errors
            .iter()
            .map(|error| (error.field.as_ref(), error.english.as_str()))
            .collect();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| *field).collect();
        assert_eq!(
            fields,
            ["rows[2].starts_on", "rows[3].name", "rows[4].ends_on"]
        );
        assert!(errors[0].1.starts_with("row 2, 就任日: "), "{errors:?}");
        assert!(roster.errors[1].japanese.starts_with("3 行目「氏名」："));
    }

    #[test]
    fn what_is_no_member_is_no_row() {
        let roster = roster(
            "緑地審議会委員名簿,,,,,\n令和6年4月1日現在,,,,,\n,,,,,\n\
             No.,氏　名,所属・職名,任　期,,備　考\n,,,自,至,\n\
             【学識経験者】,,,,,\n\
             1,青　木　　一,みどり大学　教授,R6.4.1,R8.3.31,会長\n\
             2,\"飯田　\n二子\",〃,〃,〃,再任\n\
             ,,,,,\n関係団体,,,,,\n\
             3,（欠員）,緑地協会,,,\n\
             4,上野　三郎,緑地協会,令和6年4月,令和8年3月,\n\
             事務局,,,,,\n\
             ,江口 四郎,緑地課　課長,,,\n\
             計,,4名,,,\n",
        );
        assert_eq!(roster.errors, []);
        assert_eq!(roster.ignored_columns, ["No.", "備　考"]);
        let read: Vec<(&str, Option<&str>, Option<&str>)> = roster
            .rows
            .iter()
            .map(|row| {
                (
                    row.name.as_str(),
                    row.organization.as_deref(),
                    row.role.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                ("青　木　　一", Some("みどり大学　教授"), Some("会長")),
                ("飯田 二子", Some("みどり大学　教授"), None),
                ("上野　三郎", Some("緑地協会"), None),
                ("江口 四郎", Some("緑地課　課長"), Some("事務局")),
            ]
        );
        for row in &roster.rows[..3] {
            let term = (row.starts_on, row.ends_on);
            assert_eq!(term, (day("2024-04-01"), day("2026-03-31")), "{}", row.name);
        }
    }

    #[test]
    fn a_table_of_names_alone_has_members_in_each_row() {
        let roster = roster("委員氏名\n青木委員\n行政 一\n");
        assert_eq!(roster.rows.len(), 2);
        assert_eq!(roster.rows[0].name, "青木委員");
    }

    #[test]
    fn a_member_who_is_named_again_for_the_same_term_is_noted() {
        let roster = roster("氏名,任期\n上野 三,R6.4.1～\n上野　三,R6.4.1～\n上野三,R8.4.1～\n");
        let repeats: Vec<Option<u64>> = roster.rows.iter().map(|row| row.repeats).collect();
        assert_eq!(repeats, [None, Some(2), None]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(
            rows in "((氏名|よみ|任期|◎|○会長|※|,|\n|\"|令和6年4月1日|～|（あ）|[ -~ぁ-ん一-龠]){0,6}\n){0,6}",
            bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..64),
        ) {
            for file in [rows.as_bytes(), &bytes] {
                if let Ok(tables) = super::super::table::read(file) {
                    let _ = read(&tables);
                }
            }
        }
    }

    #[test]
    fn variants_of_a_name_are_two_people() {
        let roster = roster("氏名\n齋藤 一\n斎藤 一\n");
        assert_eq!(roster.errors, []);
        assert_eq!(roster.rows.len(), 2);
    }

    #[test]
    fn a_file_without_columns_or_members_is_no_roster() {
        let tables = |text: &str| super::super::table::read(text.as_bytes()).unwrap();
        assert_eq!(read(&tables("a,b\n1,2\n")), Err(RosterError::NoHeader));
        assert_eq!(read(&tables("氏名,所属\n,\n")), Err(RosterError::Empty));
    }
}
