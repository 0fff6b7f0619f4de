//! What each section of the header says: the value beside a label and under it → the field of the header.

use crate::domain::MeetingMode;

use super::super::attendance::{self, ListLine};
use super::super::cues::Cue;
use super::super::labels::{self, Label};
use super::super::lines::Line;
use super::super::times::{self, Hours};
use super::super::{agenda, dates, wording};
use super::sections::Section;
use super::{Header, title, venue};

/// Reads one section.
pub(super) fn read(header: &mut Header, section: &Section<'_>, lines: &[Line<'_>]) {
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
            let own = &own[..agenda::end(section.value, own)];
            header.agenda.extend(agenda::list(section.value, own));
            header.mark("agenda", first, own.last().unwrap_or(first));
        }
        Label::Body => header.mark("proceedings", first, first),
        Label::Materials => header.mark("materials", first, last),
        Label::Audience => {
            let (_, last) = short_value(section, own);
            header.mark("audience", first, last);
        }
        Label::Aside => {
            // 委員の異動, and who came and went.
            let long = section.printed.ends_with("異動");
            let end = if long {
                last
            } else {
                short_value(section, own).1
            };
            header.mark("remark", first, end);
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
        header.council = found
            .council
            .or_else(|| title::plain_name(value))
            // 第１回定例会（第１号）: which meeting, and not whose.
            .filter(|name| !title::names_session(name));
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

/// 日時及び場所: the line that names neither a day nor a time, or what follows them on theirs.
fn place_beside_time(section: &Section<'_>, own: &[Line<'_>]) -> Option<String> {
    let tells_time = |text: &str| dates::of(text).is_some() || times::is_printed(text);
    let texts = || {
        std::iter::once(section.value)
            .chain(own.iter().skip(1).map(|line| line.text))
            .filter(|text| !text.is_empty())
    };
    let behind = |text: &'_ str| -> Option<String> {
        let (at, space) = text.match_indices(char::is_whitespace).find(|(at, _)| {
            !text[*at..].contains(is_digit_or_numeral) || !tells_time(&text[*at..])
        })?;
        let rest = text[at + space.len()..].trim_start();
        let before_tells = tells_time(&text[..at]);
        (before_tells
            && rest.chars().nth(1).is_some()
            && !rest.starts_with(['～', '〜', '~', '（', '(']))
        .then(|| rest.to_owned())
    };
    texts()
        .find(|text| !tells_time(text))
        .map(str::to_owned)
        .or_else(|| texts().find_map(behind))
}

fn is_digit_or_numeral(c: char) -> bool {
    c.is_numeric() || "一二三四五六七八九十正".contains(c)
}

/// 開会 午後２時00分.
fn read_limit(header: &mut Header, section: &Section<'_>, own: &[Line<'_>]) {
    let value = value_of(section, own);
    if !times::is_printed(&value) {
        // 《開会》, without a time.
        header.mark("frame", &own[0], &own[0]);
        return;
    }
    let hours = times::of(&value);
    let (field, slot, time) = match section.label {
        Label::Opening => ("start_time", &mut header.start_time, hours.start),
        _ => {
            let time = hours.end.or(hours.start.filter(|_| !hours.end_unread));
            header.end_unread |= time.is_none();
            ("end_time", &mut header.end_time, time)
        }
    };
    *slot = slot.or(time);
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
    let unclosed = wording::open_brackets(before.text) > 0;
    let marked = matches!(Cue::of(line.text), Cue::Number { .. });
    (indented && !marked) || in_brackets || unclosed
}

/// 日時: the day, or the first and the last of several, and the times.
pub(super) fn read_when(header: &mut Header, value: &str) {
    if header.date.is_none()
        && let Some((date, end)) = dates::of(value)
    {
        header.date = Some(date);
        header.end_date = end;
    }
    take_hours(header, times::of(value));
    header.mode = header
        .mode
        .or_else(|| venue::mode_in_words(value).filter(|mode| *mode == MeetingMode::Written));
}

/// Takes over the hours. Where something unreadable stood in the place of one, no later line gives it another.
pub(super) fn take_hours(header: &mut Header, hours: Hours) {
    if !header.start_unread {
        header.start_time = header.start_time.or(hours.start);
        header.start_unread = header.start_time.is_none() && hours.start_unread;
    }
    if !header.end_unread {
        header.end_time = header.end_time.or(hours.end);
        header.end_unread = header.end_time.is_none() && hours.end_unread;
    }
    if hours.overnight && header.end_date.is_none() {
        header.end_date = header.date.and_then(|date| date.succ_opt());
    }
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
