//! A roster as a file: CSV (RFC 4180) in UTF-8 or CP932, or a workbook. What these write, `table` reads again.

use chrono::NaiveDate;
use encoding_rs::SHIFT_JIS;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::{
    app::{AppError, AppResult},
    domain::{Membership, Person, TextEnum},
};

/// What is printed above the columns.
const TITLES: [&str; 6] = ["氏名", "よみ", "所属", "役職", "任期開始", "任期終了"];
/// How wide the columns of a workbook are, in characters.
const WIDTHS: [f64; 6] = [18.0, 22.0, 40.0, 14.0, 14.0, 14.0];

/// How a roster is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RosterFormat {
    /// CSV, CRLF at the ends of lines.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

/// How the text of a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RosterEncoding {
    /// With a byte order mark, by which spreadsheets know it.
    #[default]
    Utf8,
    /// Windows' code page 932 (Shift_JIS).
    Cp932,
}

macro_rules! words {
    ($name:ident, $title:literal: $($variant:ident = $text:literal),+) => {
        impl TextEnum for $name {
            const NAME: &'static str = $title;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::domain::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_text(text).ok_or_else(|| crate::domain::UnknownWord::of::<Self>(text))
            }
        }
    };
}
words!(RosterFormat, "RosterFormat": Csv = "csv", Xlsx = "xlsx");
words!(RosterEncoding, "RosterEncoding": Utf8 = "utf-8", Cp932 = "cp932");

/// The bytes of a roster.
pub(super) fn write(
    members: &[(Membership, Person)],
    format: RosterFormat,
    encoding: RosterEncoding,
) -> AppResult<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| AppError::Internal(error.to_string());
    match (format, encoding) {
        (RosterFormat::Xlsx, _) => workbook(members).map_err(|error| failed(&error)),
        (RosterFormat::Csv, RosterEncoding::Utf8) => {
            let text = csv_text(members).map_err(|error| failed(&error))?;
            Ok([b"\xef\xbb\xbf", text.as_bytes()].concat())
        }
        (RosterFormat::Csv, RosterEncoding::Cp932) => {
            let text = csv_text(members).map_err(|error| failed(&error))?;
            in_cp932(&text)
        }
    }
}

fn csv_text(members: &[(Membership, Person)]) -> Result<String, Box<dyn std::error::Error>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(TITLES)?;
    for (seat, person) in members {
        writer.write_record(cells(seat, person).map(|cell| no_formula(&cell)))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn workbook(members: &[(Membership, Person)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("委員名簿")?;
    let bold = Format::new().set_bold();
    for (column, (title, width)) in (0..).zip(TITLES.into_iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, (seat, person)) in (1..).zip(members) {
        for (column, cell) in (0..).zip(cells(seat, person)) {
            // As text, so that nothing in it is a formula, and a date looks the same everywhere.
            sheet.write_string(row, column, cell)?;
        }
    }
    workbook.save_to_buffer()
}

fn cells(seat: &Membership, person: &Person) -> [String; 6] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    [
        person.name.clone(),
        text(&person.reading),
        text(&seat.organization),
        seat.role.clone(),
        day(seat.starts_on),
        day(seat.ends_on),
    ]
}

/// A spreadsheet runs what begins like a formula (OWASP, CSV Injection): an apostrophe before it says that it is text.
fn no_formula(cell: &str) -> String {
    if is_marked(cell) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Whether an apostrophe stands before this in a file: before a formula, and before what looks like one that has it already.
pub(super) fn is_marked(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// Refuses where a character would be lost: printed wording is never altered.
fn in_cp932(text: &str) -> AppResult<Vec<u8>> {
    let (bytes, _, lost) = SHIFT_JIS.encode(text);
    if !lost {
        return Ok(bytes.into_owned());
    }
    let is_lost = |line: &&str| SHIFT_JIS.encode(line).2;
    let row = text
        .split("\r\n")
        .position(|line| is_lost(&line))
        .unwrap_or(0)
        + 1;
    Err(AppError::invalid(
        "encoding",
        format!("{row} 行目に CP932 で表せない文字があります。UTF-8 で書き出してください"),
        format!("row {row} has a character that CP932 does not have; use UTF-8"),
    ))
}
