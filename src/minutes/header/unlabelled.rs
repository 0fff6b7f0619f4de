//! What stands above the first label without one: the hours under the day, the place under them, the people.

use super::super::attendance::{self, ListLine};
use super::super::cues::Cue;
use super::super::labels::Label;
use super::super::lines::Line;
use super::super::{dates, people, times};
use super::{Header, title, values};

/// Reads the lines from the one that tells the day on.
pub(super) fn read(header: &mut Header, lines: &[Line<'_>], when: usize) {
    let mut at = when + 1;
    if header.start_time.is_none()
        && let Some(line) = lines.get(at).filter(|line| is_hours(line.text))
    {
        values::take_hours(header, times::of(line.text));
        header.mark("time", line, line);
        at += 1;
    }
    if header.venue.is_none()
        && let Some(line) = lines.get(at).filter(|line| is_place(line.text))
    {
        header.venue = Some(Cue::of(line.text).rest(line.text).to_owned());
        header.mark("venue", line, line);
        at += 1;
    }
    read_people(header, lines.get(at..).unwrap_or_default());
}

fn is_hours(text: &str) -> bool {
    let hours = times::of(text);
    let begins = hours.start.is_some() || hours.start_unread;
    let ends = hours.end.is_some() || hours.end_unread;
    begins && ends && text.chars().count() <= 24
}

/// 第四委員会室: whether a line can only be the room of the meeting, wherever in the title it stands.
pub(super) fn is_room(text: &str) -> bool {
    let short = text.chars().count() <= 24;
    let rooms = [
        "会議室",
        "委員会室",
        "研修室",
        "集会室",
        "講義室",
        "学習室",
        "講座室",
        "多目的室",
        "ホール",
        "講堂",
        "議場",
    ];
    let room = rooms.iter().any(|word| text.ends_with(word));
    short && room && is_place(text) && !text.contains(['、', '：', ':'])
}

/// Whether a line under the day can only be the place.
fn is_place(text: &str) -> bool {
    let rooms = [
        "室",
        "館",
        "ホール",
        "センター",
        "庁舎",
        "プラザ",
        "講堂",
        "会場",
        "役場",
        "役所",
        "階",
        "県庁",
        "公会堂",
        "議場",
    ];
    let short = text.chars().count() <= 40;
    let named = rooms
        .iter()
        .any(|room| text.trim_end_matches(['）', ')']).ends_with(room));
    let title = title::read(text);
    short && named && !text.contains('。') && dates::of(text).is_none() && title.council.is_none()
}

/// Rows of people with their roles, one after another.
fn read_people(header: &mut Header, lines: &[Line<'_>]) {
    let rows: Vec<&Line<'_>> = lines
        .iter()
        .take_while(|line| lists_people(line.text))
        .collect();
    let (Some(first), Some(last), Some(standing)) = (
        rows.first(),
        rows.last(),
        attendance::standing(Label::Present),
    ) else {
        return;
    };
    let list: Vec<ListLine<'_>> = rows
        .iter()
        .map(|line| ListLine {
            text: line.text,
            line,
        })
        .collect();
    header
        .attendees
        .extend(attendance::read("", &list, standing));
    header.mark("attendance", first, last);
}

/// Whether most of what commas part in a line is a name with its role.
fn lists_people(text: &str) -> bool {
    let inner = text.trim_matches(['（', '）', '(', ')']);
    let inner = inner
        .strip_prefix("欠席")
        .map_or(inner, |rest| rest.trim_start_matches(['者', '：', ':']));
    let pieces: Vec<&str> = inner.split(['、', '，', ',']).collect();
    let named = pieces
        .iter()
        .filter(|piece| people::is_named(piece))
        .count();
    let few = text.starts_with(['（', '(']) && text.contains("欠席");
    !text.contains('。') && named * 5 >= pieces.len() * 4 && (named >= FEWEST || few && named > 0)
}

/// So many names with roles on one line are a list.
const FEWEST: usize = 3;
