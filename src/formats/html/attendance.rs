//! Who was there and who was not: a table for each way of taking part, in it a group for each capacity.

use maud::{Markup, html};

use crate::{
    domain::{AttendanceContent, AttendanceStatus, Capacity, Part, TextEnum},
    formats::{page, words},
};

pub(super) fn attendance(lines: &[Part<AttendanceContent>]) -> Markup {
    let contents: Vec<&AttendanceContent> = lines
        .iter()
        .filter_map(|line| line.content.as_ref())
        .collect();
    let scrubbed: Vec<_> = lines.iter().filter(|line| line.content.is_none()).collect();
    html! {
        @if !lines.is_empty() {
            section #attendance aria-labelledby="attendance-title" {
                h2 #attendance-title { "出欠" }
                @for status in AttendanceStatus::ALL { (table(*status, &contents)) }
                @if !scrubbed.is_empty() {
                    ul .plain { @for line in scrubbed { li { (page::scrubbed(line.scrubbed.as_ref())) } } }
                }
            }
        }
    }
}

/// Which columns a table has: those of which a line says something.
struct Columns {
    role: bool,
    organization: bool,
    note: bool,
}

impl Columns {
    fn of(lines: &[&AttendanceContent]) -> Self {
        Self {
            role: lines.iter().any(|line| line.role.is_some()),
            organization: lines.iter().any(|line| line.organization.is_some()),
            note: lines.iter().any(|line| line.note.is_some()),
        }
    }

    fn count(&self) -> usize {
        1 + [self.role, self.organization, self.note]
            .iter()
            .filter(|&&column| column)
            .count()
    }
}

fn table(status: AttendanceStatus, lines: &[&AttendanceContent]) -> Markup {
    let lines: Vec<&AttendanceContent> = lines
        .iter()
        .copied()
        .filter(|line| line.status == status)
        .collect();
    let columns = Columns::of(&lines);
    // One group needs no line above it: the caption names it.
    let one = lines.first().map(|line| line.capacity);
    let one = one.filter(|one| lines.iter().all(|line| line.capacity == *one));
    html! {
        @if !lines.is_empty() {
            div .table {
                table .attendance {
                    caption {
                        (words::status(status))
                        @if let Some(one) = one { "（" (words::capacity(one)) "）" }
                    }
                    thead { tr {
                        th scope="col" { "氏名" }
                        @if columns.role { th scope="col" { "役職" } }
                        @if columns.organization { th scope="col" { "所属" } }
                        @if columns.note { th scope="col" { "備考" } }
                    } }
                    @for capacity in Capacity::ALL { (group(*capacity, &lines, &columns, one.is_none())) }
                }
            }
        }
    }
}

fn group(
    capacity: Capacity,
    lines: &[&AttendanceContent],
    columns: &Columns,
    named: bool,
) -> Markup {
    let mut lines = lines
        .iter()
        .filter(|line| line.capacity == capacity)
        .peekable();
    html! {
        @if lines.peek().is_some() {
            tbody {
                @if named {
                    tr .group { th scope="rowgroup" colspan=(columns.count()) { (words::capacity(capacity)) } }
                }
                @for line in lines {
                    tr {
                        th scope="row" { (line.name) }
                        @if columns.role { (cell(line.role.as_deref())) }
                        @if columns.organization { (cell(line.organization.as_deref())) }
                        @if columns.note { (cell(line.note.as_deref())) }
                    }
                }
            }
        }
    }
}

fn cell(words: Option<&str>) -> Markup {
    html! { td { (words.unwrap_or_default()) } }
}
