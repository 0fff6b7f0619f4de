//! The header: everything before the discussion, cut into sections by its labels, and what each section says.

use std::ops::Range;

use crate::domain::{ClockTime, MeetingMode, fiscal_year_of};
use chrono::NaiveDate;

use super::attendance::{self, ListLine};
use super::cues::{Cue, NumberStyle};
use super::fields::Fields;
use super::labels::{self, Label};
use super::lines::Line;
use super::numerals::Compact;
use super::parsed::{ParsedAttendee, ParsedTopic, Span};
use super::{agenda, dates, speakers, times, title, venue};

/// What the header says.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    pub council: Option<String>,
    pub fiscal_year: Option<i64>,
    pub round: Option<i64>,
    pub date: Option<NaiveDate>,
    pub end_date: Option<NaiveDate>,
    pub start_time: Option<ClockTime>,
    pub end_time: Option<ClockTime>,
    pub venue: Option<String>,
    pub mode: Option<MeetingMode>,
    pub attendees: Vec<ParsedAttendee>,
    /// Where each field stands.
    pub fields: Fields,
    /// The list of topics, where one is printed apart from the discussion.
    pub agenda: Vec<ParsedTopic>,
    /// The style of the numbers that labels are printed with: one level above the topics.
    pub label_style: Option<NumberStyle>,
    /// Index of the first line of the discussion.
    pub body: usize,
}

/// A label with the lines under it.
struct Section<'a> {
    label: Label,
    value: &'a str,
    lines: Range<usize>,
}

/// How many lines a title takes at most.
const TITLE_LINES: usize = 12;

/// Reads the header of a document.
pub(super) fn read(lines: &[Line<'_>]) -> Header {
    let mut header = Header::default();
    let (sections, body) = sections(lines, &mut header);
    header.body = body;
    let title_end = sections.first().map_or(body, |section| section.lines.start);
    read_title(&mut header, &lines[..title_end.min(TITLE_LINES)]);
    for section in &sections {
        read_section(&mut header, section, lines);
    }
    if header.fiscal_year.is_none() {
        // 会計年度: the date decides it, so it is computed and not made up.
        header.fiscal_year = header.date.map(fiscal_year_of);
    }
    if header.mode.is_none() && header.venue.is_some() {
        header.mode = Some(MeetingMode::InPerson);
    }
    header
}

/// Cuts the document at its labels, up to the one that opens the discussion.
fn sections<'a>(lines: &[Line<'a>], header: &mut Header) -> (Vec<Section<'a>>, usize) {
    let mut sections: Vec<Section<'a>> = Vec::new();
    let mut body = None;
    let first_field = first_field(lines);
    for (index, line) in lines.iter().enumerate() {
        let in_list = sections
            .last()
            .is_some_and(|open| attendance::standing(open.label).is_some());
        let found = labels::read(line.text)
            .filter(|found| found.label != Label::Body || first_field.is_none_or(|at| at < index));
        if let Some(found) = found {
            if let Cue::Number { style, .. } = found.cue {
                header.label_style = Some(style);
            }
            close(&mut sections, index);
            sections.push(Section {
                label: found.label,
                value: found.value,
                lines: index..index + 1,
            });
            if found.label == Label::Body {
                body = Some(index + 1);
                break;
            }
        } else if !in_list && speakers::opens_turn(line.text) {
            body = Some(index);
            break;
        }
    }
    let body = body.unwrap_or_else(|| body_without_label(lines, &sections));
    close(&mut sections, body);
    (sections, body)
}

/// The first label that names a field. A 議事要旨 before it is the title of the document, not the label of the discussion.
fn first_field(lines: &[Line<'_>]) -> Option<usize> {
    lines.iter().position(|line| {
        labels::read(line.text)
            .is_some_and(|found| !matches!(found.label, Label::Body | Label::Agenda))
    })
}

fn close(sections: &mut [Section<'_>], end: usize) {
    if let Some(open) = sections.last_mut() {
        open.lines.end = end.max(open.lines.start + 1);
    }
}

/// The first line of the discussion where no label says so: after the label of the agenda if that is the last label,
/// else at the first numbered or marked line under the last label that comes after a gap. Under a label that lists nobody a
/// number in brackets needs no gap: a date or a venue is not continued by one.
fn body_without_label(lines: &[Line<'_>], sections: &[Section<'_>]) -> usize {
    let Some(last) = sections.last() else {
        return 0;
    };
    let after = last.lines.start + 1;
    if last.label == Label::Agenda {
        return after;
    }
    let lists_people = attendance::standing(last.label).is_some();
    (after..lines.len())
        .find(|at| match Cue::of(lines[*at].text) {
            Cue::None => false,
            cue => lines[*at].gap || (!lists_people && is_number_in_brackets(cue)),
        })
        .unwrap_or(lines.len())
}

fn is_number_in_brackets(cue: Cue) -> bool {
    use NumberStyle::{Circled, HalfParenthesised, Parenthesised};
    matches!(
        cue,
        Cue::Number {
            style: Parenthesised | HalfParenthesised | Circled,
            ..
        }
    )
}

fn read_title(header: &mut Header, lines: &[Line<'_>]) {
    for line in lines {
        let found = title::read(line.text);
        if header.council.is_none() && found.council.is_some() {
            header.council = found.council;
            header.mark("council", line, line);
        }
        if header.fiscal_year.is_none() && found.fiscal_year.is_some() {
            header.fiscal_year = found.fiscal_year;
            header.mark("fiscal_year", line, line);
        }
        if header.round.is_none() && found.round.is_some() {
            header.round = found.round;
            header.mark("round", line, line);
        }
        if found.names_document {
            header.mark("title", line, line);
        }
        let in_title = dates::first(Compact::of(line.text).chars()).is_some();
        if in_title && header.date.is_none() {
            read_when(header, line.text);
            header.mark("date", line, line);
        }
    }
}

fn read_section(header: &mut Header, section: &Section<'_>, lines: &[Line<'_>]) {
    let own = &lines[section.lines.clone()];
    let (Some(first), Some(last)) = (own.first(), own.last()) else {
        return;
    };
    let value = value_of(section, own);
    match section.label {
        Label::When => {
            read_when(header, &value);
            header.mark("date", first, last);
        }
        Label::Venue => {
            header.mode = header.mode.or_else(|| venue::mode_in_words(&value));
            header.venue = header
                .venue
                .take()
                .or_else(|| (!value.is_empty()).then_some(value));
            header.mark("venue", first, last);
        }
        Label::Mode => {
            header.mode = venue::mode_in_words(&value).or(header.mode);
            header.mark("mode", first, last);
        }
        Label::Agenda => {
            if section.lines.end < header.body || lines.len() == header.body {
                header.agenda.extend(agenda::list(section.value, own));
            }
            header.mark("agenda", first, last);
        }
        Label::Body => header.mark("proceedings", first, first),
        Label::Materials => header.mark("materials", first, last),
        Label::Audience => header.mark("audience", first, last),
        _ => read_attendance(header, section, own),
    }
}

/// The value beside a label and under it, joined as printed.
fn value_of(section: &Section<'_>, own: &[Line<'_>]) -> String {
    std::iter::once(section.value)
        .chain(own.iter().skip(1).map(|line| line.text))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn read_when(header: &mut Header, value: &str) {
    let compact = Compact::of(value);
    if header.date.is_none()
        && let Some((found, end)) = dates::first(compact.chars())
    {
        header.date = Some(found.date);
        header.end_date = end;
    }
    let (start, end) = times::start_and_end(compact.chars());
    header.start_time = header.start_time.or(start);
    header.end_time = header.end_time.or(end);
    header.mode = header
        .mode
        .or_else(|| venue::mode_in_words(value).filter(|mode| *mode == MeetingMode::Written));
}

fn read_attendance(header: &mut Header, section: &Section<'_>, own: &[Line<'_>]) {
    let Some((status, capacity)) = attendance::standing(section.label) else {
        return;
    };
    let list: Vec<ListLine<'_>> = own
        .iter()
        .enumerate()
        .map(|(index, line)| ListLine {
            text: if index == 0 { section.value } else { line.text },
            line,
        })
        .filter(|entry| !entry.text.is_empty() && !attendance::is_count(entry.text))
        .collect();
    header
        .attendees
        .extend(attendance::read(&list, status, capacity));
    if let (Some(first), Some(last)) = (own.first(), own.last()) {
        header.mark("attendance", first, last);
    }
}

impl Header {
    /// Notes where `field` stands. A second place of one field gets a number of its own.
    fn mark(&mut self, field: &str, first: &Line<'_>, last: &Line<'_>) {
        let span = Span {
            first_line: first.number,
            last_line: last.number,
            page: first.page,
        };
        self.fields.insert(field, span);
    }
}
