//! The header: everything before the discussion, cut into sections by its labels, and what each section says.
//!
//! `sections` and `stacked` cut, `values` reads; `title` and `venue` know the words of two fields that no label need name.

mod sections;
mod stacked;
mod title;
mod unlabelled;
mod values;
mod venue;

use std::collections::HashSet;

use crate::domain::{ClockTime, MeetingMode, fiscal_year_of};
use chrono::NaiveDate;

use super::attendance;
use super::cues::NumberStyle;
use super::fields::Fields;
use super::labels::Label;
use super::lines::Line;
use super::parsed::{ParsedAttendee, ParsedTopic, Span};
use super::{dates, directions, limits, speech};
use sections::Section;

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
    /// Whether something unreadable stands where the beginning is printed.
    pub start_unread: bool,
    /// The same for the end.
    pub end_unread: bool,
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

/// The longest name that is looked up in another list, in characters.
const LONGEST_NAME: usize = 12;
/// How many lines a title takes at most.
const TITLE_LINES: usize = 12;

/// Reads the header of a document.
pub(super) fn read(lines: &[Line<'_>]) -> Header {
    let mut header = Header::default();
    let speech = speech::first(lines);
    let (sections, body) = sections::cut(lines, speech, &mut header);
    header.body = body;
    let sections = stacked::unstack(sections, lines);
    for (at, section) in sections.iter().enumerate() {
        if is_roll(section) && sections[at + 1..].iter().any(lists_present) {
            let own = &lines[section.lines.clone()];
            header.mark("roll", &own[0], &own[own.len() - 1]);
            continue;
        }
        // 議事 with more fields after it lists what was discussed.
        let lists = section.label == Label::Body && at + 1 < sections.len();
        let section = Section {
            label: if lists { Label::Agenda } else { section.label },
            ..section.clone()
        };
        values::read(&mut header, &section, lines);
    }
    let title_end = sections.first().map_or(body, |section| section.lines.start);
    read_title(&mut header, &lines[..title_end.min(TITLE_LINES)]);
    if header.council.is_none() && header.round.is_none() {
        // Some print the title under the fields.
        for section in sections.iter().filter(|section| !lists(section.label)) {
            let own = &lines[section.lines.start + 1..section.lines.end];
            read_title(&mut header, &own[..own.len().min(TITLE_LINES)]);
        }
    }
    for line in lines[..body]
        .iter()
        .filter(|line| directions::heads_columns(line.text))
    {
        header.mark("columns", line, line);
    }
    let room = lines[..title_end.min(TITLE_LINES)]
        .iter()
        .find(|line| unlabelled::is_room(line.text));
    if let Some(line) = room.filter(|_| header.venue.is_none()) {
        header.venue = Some(line.text.to_owned());
        header.mark("venue", line, line);
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

/// 委員氏名, above 出席者は左のとおり: who belongs to the council, rather than who was there.
fn is_roll(section: &Section<'_>) -> bool {
    let printed: String = section.printed.split_whitespace().collect();
    section.label == Label::Present
        && matches!(printed.as_str(), "委員氏名" | "委員名簿" | "構成員名簿")
}

fn lists_present(section: &Section<'_>) -> bool {
    section.label == Label::Present && section.printed.contains("出席")
}

/// Whether what stands under a label is a list of its own.
fn lists(label: Label) -> bool {
    attendance::standing(label).is_some()
        || matches!(label, Label::Agenda | Label::Materials | Label::Body)
}

/// The lines above the first label: the title of the document, and the day where it stands there.
fn read_title(header: &mut Header, lines: &[Line<'_>]) {
    let mut when = None;
    let mut named_at = None;
    for (at, line) in lines.iter().enumerate() {
        let found = title::read(line.text);
        let mut says_more = false;
        let is_title = found != title::TitleLine::default();
        if let Some(name) = found.council {
            let below = named_at.is_some_and(|named| named + 1 == at);
            if let Some(name) = title::fuller(header.council.as_deref(), &name, below) {
                header.council = Some(name);
                header.mark("council", line, line);
                named_at = Some(at);
                says_more = true;
            }
        }
        if header.fiscal_year.is_none() && found.fiscal_year.is_some() {
            header.fiscal_year = found.fiscal_year;
            header.mark("fiscal_year", line, line);
            says_more = true;
        }
        if header.round.is_none() && found.round.is_some() {
            header.round = found.round;
            header.mark("round", line, line);
            says_more = true;
        }
        // 議事要旨 alone, or the title once more.
        if found.names_document || (is_title && !says_more) {
            header.mark("title", line, line);
        }
        if title::is_publication(line.text) && dates::of(line.text).is_some() && !is_title {
            header.mark("remark", line, line);
        }
        if when.is_none() && dates::of(line.text).is_some() && !title::is_publication(line.text) {
            when = Some(at);
        }
    }
    if let Some(at) = when
        && header.date.is_none()
    {
        values::read_when(header, lines[at].text);
        header.mark("date", &lines[at], &lines[at]);
        unlabelled::read(header, lines, at);
    }
}

impl Header {
    /// Takes over when the meeting was opened and closed, where no field says so.
    pub(super) fn limit(&mut self, lines: &[Line<'_>], limits: &limits::Limits) {
        if let Some((time, index)) = limits.opened {
            self.start_time.get_or_insert(time);
            self.date = self
                .date
                .or_else(|| dates::of(lines[index].text).map(|(date, _)| date));
            self.mark("start_time", &lines[index], &lines[index]);
        }
        if let Some((time, index)) = limits.closed {
            self.end_time.get_or_insert(time);
            self.mark("end_time", &lines[index], &lines[index]);
        }
        for index in &limits.lines {
            self.mark("time", &lines[*index], &lines[*index]);
        }
    }

    /// Takes the name and the round from words that name the meeting, where no line of the header does.
    pub(super) fn name_by(&mut self, named: &str, source: Span) {
        let found = title::read(named);
        if self.council.is_none() && found.council.is_some() {
            self.council = found.council;
            self.fields.insert("council", source);
        }
        if self.round.is_none() && found.round.is_some() {
            self.round = found.round;
            self.fields.insert("round", source);
        }
    }

    /// Adds who is listed under the discussion, save those who are listed above it.
    pub(super) fn add_closing_list(&mut self, lines: &[Line<'_>]) {
        let known = std::mem::take(&mut self.attendees);
        let style = self.label_style;
        for section in sections::all(lines, self) {
            values::read(self, &section, lines);
        }
        self.label_style = style;
        let compact = |name: &str| name.split_whitespace().collect::<String>();
        let names: HashSet<String> = known.iter().map(|one| compact(&one.name)).collect();
        let listed = std::mem::replace(&mut self.attendees, known);
        self.attendees.extend(listed.into_iter().filter(|one| {
            let name = compact(&one.name);
            // The list above may give the surname alone.
            let begins = name.char_indices().skip(1).map(|(at, _)| &name[..at]);
            !begins
                .chain([name.as_str()])
                .take(LONGEST_NAME)
                .any(|part| names.contains(part))
        }));
    }

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
