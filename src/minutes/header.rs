//! The header: everything before the discussion, cut into sections by its labels, and what each section says.

use std::collections::HashSet;
use std::ops::Range;

use crate::domain::{ClockTime, MeetingMode, fiscal_year_of};
use chrono::NaiveDate;

use super::attendance::{self, ListLine};
use super::cues::{Cue, NumberStyle};
use super::fields::Fields;
use super::labels::{self, Label};
use super::lines::Line;
use super::parsed::{ParsedAttendee, ParsedTopic, Span};
use super::{agenda, dates, limits, opening, speech, stacked, times, title, venue};
use crate::text::fold;

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
#[derive(Debug, Clone)]
pub(super) struct Section<'a> {
    /// Which field.
    pub label: Label,
    /// What is printed beside the label.
    pub value: &'a str,
    /// The label and the lines under it.
    pub lines: Range<usize>,
    /// The label as printed.
    pub printed: &'a str,
}

/// How many lines a title takes at most.
const TITLE_LINES: usize = 12;

/// Reads the header of a document.
pub(super) fn read(lines: &[Line<'_>]) -> Header {
    let mut header = Header::default();
    let speech = speech::first(lines);
    let (sections, body) = sections(lines, speech, &mut header);
    header.body = body;
    let sections = stacked::unstack(sections, lines);
    for (at, section) in sections.iter().enumerate() {
        // 議事 with more fields after it lists what was discussed.
        let lists = section.label == Label::Body && at + 1 < sections.len();
        let section = Section {
            label: if lists { Label::Agenda } else { section.label },
            ..section.clone()
        };
        read_section(&mut header, &section, lines);
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
    if header.fiscal_year.is_none() {
        // 会計年度: the date decides it, so it is computed and not made up.
        header.fiscal_year = header.date.map(fiscal_year_of);
    }
    if header.mode.is_none() && header.venue.is_some() {
        header.mode = Some(MeetingMode::InPerson);
    }
    header
}

/// Cuts the document at its labels, up to the discussion.
fn sections<'a>(
    lines: &[Line<'a>],
    speech: usize,
    header: &mut Header,
) -> (Vec<Section<'a>>, usize) {
    let mut found: Vec<Section<'a>> = Vec::new();
    let first_field = first_field(&lines[..speech]);
    let mut body_label = None;
    for (index, line) in lines[..speech].iter().enumerate() {
        let in_list = found
            .last()
            .is_some_and(|open| attendance::standing(open.label).is_some());
        let labelled = labels::read(line.text)
            .filter(|one| is_section(one, index, first_field, in_list))
            .or_else(|| (!in_list).then(|| labels::chair(line.text)).flatten());
        let Some(labelled) = labelled else {
            continue;
        };
        if let Cue::Number { style, .. } = labelled.cue {
            header.label_style = Some(style);
        }
        if labelled.label == Label::Body {
            body_label = Some(found.len());
        }
        close(&mut found, index);
        found.push(Section {
            label: labelled.label,
            value: labelled.value,
            lines: index..index + 1,
            printed: labelled.printed,
        });
    }
    close(&mut found, speech);
    // What the agenda lists as 議事 is followed by 閉会 in the same list; the discussion is not.
    let body_label = body_label.filter(|at| {
        let start = found[*at].lines.start;
        !lines[start..speech]
            .iter()
            .any(|line| is_closing_frame(line.text))
    });
    let body_label = merge_lists(&mut found, body_label);
    if let Some(at) = body_label
        && found[at..]
            .iter()
            .all(|section| !is_plain_field(section.label))
    {
        let start = found[at].lines.start;
        found.truncate(at + 1);
        found[at].lines.end = start + 1;
        // 議事録（要旨） right above the first speech is a label; with words of its own beside it, those are spoken.
        return (found, start + 1);
    }
    let body = body_without_label(lines, &found, speech);
    found.retain(|section| section.lines.start < body);
    close(&mut found, body);
    if !found.iter().any(|section| section.label == Label::Agenda)
        && let Some(list) = unlabelled_list(&lines[..body])
    {
        close(&mut found, list.start);
        found.retain(|section| section.lines.start < list.start);
        found.push(Section {
            label: Label::Agenda,
            value: lines[list.start].text,
            lines: list,
            printed: "",
        });
    }
    (found, body)
}

/// The numbered titles right above the discussion, where they count from 1 and are several: a list of topics without a label.
fn unlabelled_list(lines: &[Line<'_>]) -> Option<Range<usize>> {
    let numbered = |line: &Line<'_>| match Cue::of(line.text) {
        Cue::Number { style, value, .. }
            if agenda::is_title(line.text) && labels::read(line.text).is_none() =>
        {
            Some((style, value))
        }
        _ => None,
    };
    let mut start = lines.len();
    while start > 0 && numbered(&lines[start - 1]).is_some() {
        start -= 1;
    }
    let (style, first) = numbered(lines.get(start)?)?;
    let same = lines[start..]
        .iter()
        .filter(|line| numbered(line).is_some_and(|(other, _)| other == style))
        .count();
    (first == 1 && same >= 2).then_some(start..lines.len())
}

/// 次第 with ３ 議事 in it is one list: a label of the discussion that is none belongs to the agenda above it. Returns where
/// the label of the discussion stands afterwards.
fn merge_lists(sections: &mut Vec<Section<'_>>, body_label: Option<usize>) -> Option<usize> {
    let mut moved = None;
    let mut merged: Vec<Section<'_>> = Vec::with_capacity(sections.len());
    for (at, section) in sections.drain(..).enumerate() {
        let is_body = body_label == Some(at);
        match merged.last_mut() {
            Some(list)
                if section.label == Label::Body && list.label == Label::Agenda && !is_body =>
            {
                list.lines.end = section.lines.end;
            }
            _ => merged.push(section),
        }
        if is_body {
            moved = Some(merged.len() - 1);
        }
    }
    *sections = merged;
    moved
}

/// Whether a label opens a section: a time for 開会 and 閉会, and no 議事要旨 that is only the title of the document.
fn is_section(
    found: &labels::Labelled<'_>,
    index: usize,
    first_field: Option<usize>,
    in_list: bool,
) -> bool {
    match found.label {
        Label::Opening | Label::Closing => {
            found.value.is_empty() && found.cue == Cue::None || times::first(found.value).is_some()
        }
        Label::Body => first_field.is_none_or(|at| at < index),
        // A row of a list of people that begins with their role.
        Label::Present if labels::is_member_word(found.printed) => !in_list,
        // 代理　青木: a row of the list.
        Label::Proxy => !in_list || found.value.is_empty() || found.printed.chars().count() > 2,
        _ => true,
    }
}

fn is_plain_field(label: Label) -> bool {
    matches!(
        label,
        Label::When | Label::Venue | Label::Present | Label::Absent | Label::Council
    )
}

fn is_closing_frame(text: &str) -> bool {
    let cue = Cue::of(text);
    let title: String = cue
        .rest(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    cue != Cue::None && matches!(title.as_str(), "閉会" | "散会")
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

/// The first line of the discussion where no label says so: the heads right above the first thing said.
fn body_without_label(lines: &[Line<'_>], sections: &[Section<'_>], speech: usize) -> usize {
    let floor = sections
        .iter()
        .rev()
        .find(|section| section.lines.start < speech)
        .map_or(0, |section| section.lines.start + 1);
    let listed: HashSet<String> = sections
        .iter()
        .rev()
        .skip(1)
        .filter(|section| section.label == Label::Agenda)
        .flat_map(|section| agenda::list(section.value, &lines[section.lines.clone()]))
        .map(|topic| fold(&topic.title))
        .collect();
    opening::above_speech(lines, floor, speech, &listed)
}

/// Whether what stands under a label is a list of its own.
fn lists(label: Label) -> bool {
    attendance::standing(label).is_some()
        || matches!(label, Label::Agenda | Label::Materials | Label::Body)
}

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
        if when.is_none() && dates::of(line.text).is_some() && !title::is_publication(line.text) {
            when = Some(line);
        }
    }
    if let Some(line) = when
        && header.date.is_none()
    {
        read_when(header, line.text);
        header.mark("date", line, line);
    }
}

fn read_section(header: &mut Header, section: &Section<'_>, lines: &[Line<'_>]) {
    let own = &lines[section.lines.clone()];
    let (Some(first), Some(last)) = (own.first(), own.last()) else {
        return;
    };
    match section.label {
        Label::When => {
            read_when(header, &value_of(section, own));
            let named: String = section.printed.split_whitespace().collect();
            if named.contains("場所") {
                header.venue = header
                    .venue
                    .take()
                    .or_else(|| place_beside_time(section, own));
            }
            header.mark("date", first, last);
        }
        Label::Opening | Label::Closing => read_limit(header, section, own),
        Label::Venue => {
            let (value, last) = short_value(section, own);
            header.mode = header.mode.or_else(|| venue::mode_in_words(&value));
            if header.venue.is_none() && !value.is_empty() {
                header.venue = Some(value);
            }
            header.mark("venue", first, last);
        }
        Label::Mode => {
            let (value, last) = short_value(section, own);
            header.mode = venue::mode_in_words(&value).or(header.mode);
            header.mark("mode", first, last);
        }
        Label::Council => {
            let (value, last) = short_value(section, own);
            read_council(header, &value, first);
            header.mark("council", first, last);
        }
        Label::Agenda => {
            header.agenda.extend(agenda::list(section.value, own));
            header.mark("agenda", first, last);
        }
        Label::Body => header.mark("proceedings", first, first),
        Label::Materials => header.mark("materials", first, last),
        Label::Audience => {
            let (_, last) = short_value(section, own);
            header.mark("audience", first, last);
        }
        Label::Aside => {
            let (_, last) = short_value(section, own);
            header.mark("remark", first, last);
        }
        Label::Present | Label::Absent | Label::Proxy | Label::Observers | Label::Secretariat => {
            read_attendance(header, section, own)
        }
    }
}

/// What 会議名 names: the council, and perhaps year and round.
fn read_council(header: &mut Header, value: &str, line: &Line<'_>) {
    let found = title::read(value);
    if header.council.is_none() {
        header.council = found.council.or_else(|| title::plain_name(value));
    }
    if header.round.is_none() && found.round.is_some() {
        header.round = found.round;
        header.mark("round", line, line);
    }
    if header.fiscal_year.is_none() && found.fiscal_year.is_some() {
        header.fiscal_year = found.fiscal_year;
        header.mark("fiscal_year", line, line);
    }
}

/// 日時及び場所: the line that names neither a day nor a time.
fn place_beside_time(section: &Section<'_>, own: &[Line<'_>]) -> Option<String> {
    std::iter::once(section.value)
        .chain(own.iter().skip(1).map(|line| line.text))
        .find(|text| !text.is_empty() && dates::of(text).is_none() && times::first(text).is_none())
        .map(str::to_owned)
}

/// 開会 午後２時00分.
fn read_limit(header: &mut Header, section: &Section<'_>, own: &[Line<'_>]) {
    let value = value_of(section, own);
    let Some(time) = times::first(&value) else {
        return;
    };
    let (field, slot) = match section.label {
        Label::Opening => ("start_time", &mut header.start_time),
        _ => ("end_time", &mut header.end_time),
    };
    slot.get_or_insert(time);
    if header.date.is_none() {
        header.date = dates::of(&value).map(|(date, _)| date);
    }
    let last = own.iter().take(2).next_back().unwrap_or(&own[0]);
    let last = if section.value.is_empty() {
        last
    } else {
        &own[0]
    };
    header.mark(field, &own[0], last);
}

/// The value beside a label and under it, joined as printed.
fn value_of(section: &Section<'_>, own: &[Line<'_>]) -> String {
    std::iter::once(section.value)
        .chain(own.iter().skip(1).map(|line| line.text))
        .map(|part| part.trim_matches(|c: char| labels::is_rule(c) || c.is_whitespace()))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The value of a field that takes a line or two: what is printed beside the label and its continuation, or else the first
/// line under it and its continuation; and the last line that it takes.
fn short_value<'a>(section: &Section<'a>, own: &'a [Line<'a>]) -> (String, &'a Line<'a>) {
    let mut end = 1;
    if section.value.is_empty() && own.len() > 1 {
        end = 2;
    }
    while end < own.len() && continues(&own[end - 1], &own[end], &own[0]) {
        end += 1;
    }
    let value = value_of(section, &own[..end]);
    (value, &own[end - 1])
}

/// Whether `line` goes on with the value of a field: indented beyond its label, or in brackets.
fn continues(before: &Line<'_>, line: &Line<'_>, label: &Line<'_>) -> bool {
    let indented = line.indent >= label.indent + 4 && !line.gap;
    let in_brackets = line.text.starts_with(['（', '(']) && !line.gap;
    let unclosed = super::wording::open_brackets(before.text) > 0;
    let marked = matches!(Cue::of(line.text), Cue::Number { .. });
    (indented && !marked) || in_brackets || unclosed
}

fn read_when(header: &mut Header, value: &str) {
    if header.date.is_none()
        && let Some((date, end)) = dates::of(value)
    {
        header.date = Some(date);
        header.end_date = end;
    }
    let (start, end) = times::of(value);
    header.start_time = header.start_time.or(start);
    header.end_time = header.end_time.or(end);
    header.mode = header
        .mode
        .or_else(|| venue::mode_in_words(value).filter(|mode| *mode == MeetingMode::Written));
}

fn read_attendance(header: &mut Header, section: &Section<'_>, own: &[Line<'_>]) {
    let Some(standing) = attendance::standing(section.label) else {
        return;
    };
    let own = &own[..attendance::extent(own)];
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
        .extend(attendance::read(own[0].text, &list, standing));
    if let (Some(first), Some(last)) = (own.first(), own.last()) {
        header.mark("attendance", first, last);
    }
}

impl Header {
    /// Takes over when the meeting was opened and closed, where no field says so.
    pub(super) fn limit(&mut self, lines: &[Line<'_>], limits: &limits::Limits) {
        if let Some((time, index)) = limits.opened {
            self.start_time.get_or_insert(time);
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
