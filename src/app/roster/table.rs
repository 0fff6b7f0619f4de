//! Bytes of a roster → the cells of its tables. Owns formats, encodings and the limits of hostile files; leaves what the
//! cells mean to `columns` and `rows`.

use std::io::{Cursor, Read};

use calamine::{DataRef, Dimensions, Reader, Xlsx};
use encoding_rs::{Encoding, SHIFT_JIS};

/// The largest file that is read, in bytes.
pub const MAX_ROSTER_BYTES: usize = 2 * 1024 * 1024;
/// What the parts of a workbook may hold once they are unpacked, together.
const MAX_UNPACKED_BYTES: u64 = 32 * 1024 * 1024;
/// How many files a workbook may hold.
const MAX_PARTS: usize = 1_000;
/// How many sheets are looked at.
const MAX_SHEETS: usize = 10;
/// How many rows a table may have: far more members than any council has.
pub const MAX_ROSTER_ROWS: usize = 2_000;
/// How many columns are looked at.
const MAX_COLUMNS: usize = 100;
/// What the cells of a table may hold together; a workbook can refer to one long text again and again.
const MAX_CELL_BYTES: usize = 8 * 1024 * 1024;

/// Why a file is no roster.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// It is larger than [`MAX_ROSTER_BYTES`], or grows beyond bounds when it is unpacked.
    #[error("the roster is too large")]
    TooLarge,
    /// It has more than [`MAX_ROSTER_ROWS`] rows.
    #[error("the roster has too many rows")]
    TooManyRows,
    /// It is neither UTF-8 nor CP932 nor a workbook.
    #[error("the roster is in no encoding that is read")]
    Encoding,
    /// It is a workbook of another kind than .xlsx, or locked by a password.
    #[error("the workbook is of an old kind, or locked")]
    OldWorkbook,
    /// The workbook is damaged.
    #[error("the workbook cannot be read")]
    Workbook,
    /// No row names the columns.
    #[error("no row of the roster names its columns")]
    NoHeader,
    /// There is nobody in it.
    #[error("the roster has no rows")]
    Empty,
}

/// One row with its number in the file, from 1, and its cells without the white space at their ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The line of a text file, the row of a sheet.
    pub number: u64,
    /// The cells; a blank cell is empty.
    pub cells: Vec<String>,
}

/// The tables of a file: one of a text file, one for each sheet of a workbook.
pub fn read(bytes: &[u8]) -> Result<Vec<Vec<TableRow>>, RosterError> {
    if bytes.len() > MAX_ROSTER_BYTES {
        return Err(RosterError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return read_workbook(bytes);
    }
    // The head of a compound file: .xls, or an .xlsx with a password.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(RosterError::OldWorkbook);
    }
    read_text(&decode(bytes)?).map(|table| vec![table])
}

/// UTF-8, with or without a byte order mark, UTF-16 with one, else CP932: what spreadsheets write.
fn decode(bytes: &[u8]) -> Result<String, RosterError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .map(|text| text.into_owned()),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => SHIFT_JIS
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(|text| text.into_owned()),
        },
    };
    text.filter(|text| !text.contains('\0'))
        .ok_or(RosterError::Encoding)
}

fn read_text(text: &str) -> Result<Vec<TableRow>, RosterError> {
    let head: Vec<&str> = text.lines().take(10).collect();
    let count = |mark| {
        head.iter()
            .map(|line| line.matches(mark).count())
            .sum::<usize>()
    };
    let delimiter = if count('\t') > count(',') {
        b'\t'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut lines = Lines {
        text: text.as_bytes(),
        seen: 0,
        line: 1,
    };
    for record in reader.records() {
        let record = record.map_err(|_| RosterError::Encoding)?;
        if rows.len() == MAX_ROSTER_ROWS {
            return Err(RosterError::TooManyRows);
        }
        rows.push(TableRow {
            number: lines.line_at(record.position().map_or(0, csv::Position::byte)),
            cells: record.iter().take(MAX_COLUMNS).map(unmarked).collect(),
        });
    }
    Ok(rows)
}

/// Counts lines: the reader's own count lags behind where lines end in CRLF.
struct Lines<'a> {
    text: &'a [u8],
    seen: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line, from 1, of the record that begins at this byte or behind the line ends that stand there.
    fn line_at(&mut self, byte: u64) -> u64 {
        let mut at = usize::try_from(byte).unwrap_or(usize::MAX).max(self.seen);
        while matches!(self.text.get(at), Some(b'\r' | b'\n')) {
            at += 1;
        }
        let passed = self.text.get(self.seen..at).unwrap_or_default();
        for _ in passed.iter().filter(|byte| **byte == b'\n') {
            self.line += 1;
        }
        self.seen = at;
        self.line
    }
}

/// A cell without the white space at its ends, and without the mark that giji and others put before what a spreadsheet
/// would take for a formula.
fn unmarked(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if super::file::is_marked(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn read_workbook(bytes: &[u8]) -> Result<Vec<Vec<TableRow>>, RosterError> {
    check_unpacked_size(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| RosterError::Workbook)?;
    let mut left = MAX_CELL_BYTES;
    let names: Vec<String> = workbook
        .sheet_names()
        .into_iter()
        .take(MAX_SHEETS)
        .collect();
    names
        .iter()
        .map(|name| read_sheet(&mut workbook, name, &mut left))
        .collect()
}

/// Unpacks everything once and keeps nothing of it: what the archive says of its sizes may be a lie.
fn check_unpacked_size(bytes: &[u8]) -> Result<(), RosterError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| RosterError::Workbook)?;
    if archive.len() > MAX_PARTS {
        return Err(RosterError::TooLarge);
    }
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| RosterError::Workbook)?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|_| RosterError::Workbook)?;
        left = left.checked_sub(size).ok_or(RosterError::TooLarge)?;
    }
    Ok(())
}

/// Reads cell by cell: a sheet with two cells at its far corners would be billions of cells as a whole.
fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut usize,
) -> Result<Vec<TableRow>, RosterError> {
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else {
        // A chart has no cells.
        return Ok(Vec::new());
    };
    let mut rows: Vec<TableRow> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| RosterError::Workbook)? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let text = cell_text(cell.get_value());
        if text.is_empty() || column >= MAX_COLUMNS {
            continue;
        }
        *left = left.checked_sub(text.len()).ok_or(RosterError::TooLarge)?;
        let number = u64::from(row) + 1;
        if rows.last().is_none_or(|last| last.number != number) {
            if rows.len() == MAX_ROSTER_ROWS {
                return Err(RosterError::TooManyRows);
            }
            rows.push(TableRow {
                number,
                cells: Vec::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    drop(cells);
    // A sheet that says nonsense of its merged cells has none.
    if let Ok(merged) = workbook.merge_cells_by_sheet_name(name) {
        for region in merged.iter().take(MAX_ROSTER_ROWS) {
            fill_down(&mut rows, region, left)?;
        }
    }
    Ok(rows)
}

/// What stands in cells that are merged from top to bottom stands in each of their rows.
fn fill_down(
    rows: &mut [TableRow],
    region: &Dimensions,
    left: &mut usize,
) -> Result<(), RosterError> {
    let column = usize::try_from(region.start.1).unwrap_or(usize::MAX);
    let (first, last) = (u64::from(region.start.0) + 1, u64::from(region.end.0) + 1);
    let top = rows.iter().find(|row| row.number == first);
    let Some(text) = top.and_then(|row| row.cells.get(column)).cloned() else {
        return Ok(());
    };
    let below = rows
        .iter_mut()
        .filter(|row| (first + 1..=last).contains(&row.number));
    for row in below {
        *left = left.checked_sub(text.len()).ok_or(RosterError::TooLarge)?;
        if row.cells.len() <= column {
            row.cells.resize(column + 1, String::new());
        }
        row.cells[column].clone_from(&text);
    }
    Ok(())
}

fn cell_text(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) | DataRef::Empty => {
            String::new()
        }
    };
    text.replace('\0', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &[TableRow]) -> Vec<(u64, Vec<&str>)> {
        table
            .iter()
            .map(|row| (row.number, row.cells.iter().map(String::as_str).collect()))
            .collect()
    }

    #[test]
    fn the_encodings_that_spreadsheets_write_are_read_alike() {
        let text = "氏名,所属\r\n\"髙橋　一郎\",\"県立病院,\n小児科\"\r\n﨑山 二子,'=SUM(A1)\r\n";
        let (cp932, _, lost) = SHIFT_JIS.encode(text);
        assert!(!lost);
        let with_mark = format!("\u{feff}{text}");
        let utf16: Vec<u8> = with_mark
            .encode_utf16()
            .flat_map(|unit| unit.to_le_bytes())
            .collect();
        for bytes in [text.as_bytes(), with_mark.as_bytes(), &cp932, &utf16] {
            let tables = read(bytes).unwrap();
            assert_eq!(
                cells(&tables[0]),
                [
                    (1, vec!["氏名", "所属"]),
                    (2, vec!["髙橋　一郎", "県立病院,\n小児科"]),
                    (4, vec!["﨑山 二子", "=SUM(A1)"]),
                ]
            );
        }
        let tabs = read("氏名\t所属\n山田\t病院, 本院".as_bytes()).unwrap();
        assert_eq!(cells(&tabs[0])[1], (2, vec!["山田", "病院, 本院"]));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(read(&[0x82, 0x00, 0xff]), Err(RosterError::Encoding));
        assert_eq!(read(b"a\0b"), Err(RosterError::Encoding));
        assert_eq!(
            read(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]),
            Err(RosterError::OldWorkbook)
        );
        assert_eq!(read(b"PK\x03\x04rest"), Err(RosterError::Workbook));
        let large = vec![b'a'; MAX_ROSTER_BYTES + 1];
        assert_eq!(read(&large), Err(RosterError::TooLarge));
        let long = "a\n".repeat(MAX_ROSTER_ROWS + 1);
        assert_eq!(read(long.as_bytes()), Err(RosterError::TooManyRows));
    }

    #[test]
    fn a_workbook_that_grows_beyond_bounds_is_refused() {
        use std::io::Write;
        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        bomb.start_file("xl/sharedStrings.xml", options).unwrap();
        let block = vec![b' '; 1024 * 1024];
        for _ in 0..33 {
            bomb.write_all(&block).unwrap();
        }
        let bytes = bomb.finish().unwrap().into_inner();
        assert!(bytes.len() < MAX_ROSTER_BYTES);
        assert_eq!(read(&bytes), Err(RosterError::TooLarge));
    }

    #[test]
    fn cells_that_are_merged_from_top_to_bottom_stand_in_each_row() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        let plain = rust_xlsxwriter::Format::new();
        sheet.merge_range(0, 0, 0, 2, "名簿", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "氏名", &plain).unwrap();
        sheet.merge_range(1, 1, 1, 2, "任期", &plain).unwrap();
        sheet.write_string(2, 1, "自").unwrap();
        sheet.write_string(2, 2, "至").unwrap();
        sheet.write_string(3, 0, "青木 一").unwrap();
        sheet.write_string(4, 0, "飯田 二").unwrap();
        sheet.merge_range(3, 1, 4, 1, "R6.4.1", &plain).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let tables = read(&bytes).unwrap();
        assert_eq!(
            cells(&tables[0]),
            [
                (1, vec!["名簿"]),
                (2, vec!["氏名", "任期"]),
                (3, vec!["氏名", "自", "至"]),
                (4, vec!["青木 一", "R6.4.1"]),
                (5, vec!["飯田 二", "R6.4.1"]),
            ]
        );
    }

    #[test]
    fn a_sheet_with_cells_at_its_far_corners_is_read_cell_by_cell() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "氏名").unwrap();
        sheet.write_number(1, 1, 3.0).unwrap();
        sheet.write_string(1_048_575, 0, "終").unwrap();
        sheet.write_string(0, 16_383, "遠").unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let tables = read(&bytes).unwrap();
        assert_eq!(
            cells(&tables[0]),
            [
                (1, vec!["氏名"]),
                (2, vec!["", "3"]),
                (1_048_576, vec!["終"]),
            ]
        );
    }
}
