//! The cells of one row of a roster, read into what they hold, and what is wrong with them.

use chrono::NaiveDate;

use super::{
    columns::{Columns, Field},
    rows::RosterRow,
    table::TableRow,
    terms::{printed_first_day, printed_last_day, printed_term},
};
use crate::app::{InvalidField, limits};

/// A row, and where to say what is wrong with it.
pub(super) struct Cells<'a> {
    pub row: &'a TableRow,
    pub columns: &'a Columns,
    pub errors: &'a mut Vec<InvalidField>,
}

impl Cells<'_> {
    pub fn text(&self, field: Field) -> Option<String> {
        self.columns.cell(self.row, field).map(str::to_owned)
    }

    pub fn term(&mut self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let mut term = (None, None);
        if let Some(cell) = self.columns.cell(self.row, Field::Term) {
            match printed_term(cell) {
                Some(read) => term = read,
                None => self.refuse_date(Field::Term, "term"),
            }
        }
        if let Some(cell) = self.columns.cell(self.row, Field::StartsOn) {
            match printed_first_day(cell) {
                Some(day) => term.0 = day.or(term.0),
                None => self.refuse_date(Field::StartsOn, "starts_on"),
            }
        }
        if let Some(cell) = self.columns.cell(self.row, Field::EndsOn) {
            match printed_last_day(cell) {
                Some(day) => term.1 = day.or(term.1),
                None => self.refuse_date(Field::EndsOn, "ends_on"),
            }
        }
        if let (Some(first), Some(last)) = term
            && first > last
        {
            self.refuse(
                if self.columns.index(Field::EndsOn).is_some() {
                    Field::EndsOn
                } else {
                    Field::Term
                },
                "ends_on",
                "任期の初日以後の日付にしてください",
                "must not be before the first day of the term",
            );
        }
        term
    }

    pub fn check(&mut self, read: &RosterRow) {
        if read.name.is_empty() {
            self.refuse(Field::Name, "name", "空にはできません", "must not be empty");
        }
        let texts = [
            (Field::Name, "name", Some(&read.name)),
            (Field::Reading, "reading", read.reading.as_ref()),
            (
                Field::Organization,
                "organization",
                read.organization.as_ref(),
            ),
            (Field::Role, "role", read.role.as_ref()),
        ];
        for (field, name, text) in texts {
            if text.is_some_and(|text| text.chars().count() > limits::NAME) {
                let limit = limits::NAME;
                self.refuse(
                    field,
                    name,
                    &format!("{limit} 文字までです"),
                    &format!("must have at most {limit} characters"),
                );
            }
        }
    }

    fn refuse_date(&mut self, field: Field, name: &str) {
        self.refuse(
            field,
            name,
            "日付として読み取れません（例：令和6年4月1日、2024-04-01）",
            "is no date that can be read (write 2024-04-01 or 令和6年4月1日)",
        );
    }

    pub fn refuse(&mut self, field: Field, name: &str, japanese: &str, english: &str) {
        let (row, title) = (self.row.number, self.columns.title(field));
        self.errors.push(InvalidField {
            field: format!("rows[{row}].{name}").into(),
            japanese: format!("{row} 行目「{title}」：{japanese}"),
            english: format!("row {row}, {title}: {english}"),
        });
    }
}
