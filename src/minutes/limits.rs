//! Lines that note when the meeting was opened and closed: `午前10時00分　開会`, （午後３時12分閉会）, 開会14:00.

use crate::domain::ClockTime;

use super::labels::{self, Label};
use super::lines::Line;
use super::numerals::{Compact, narrow};
use super::times;

/// Words for the beginning of a meeting.
const OPENING: [&str; 7] = ["開会", "開議", "開始", "開式", "はじまり", "開演", "開場"];
/// Words for its end.
const CLOSING: [&str; 6] = ["閉会", "散会", "終了", "閉議", "終会", "閉式"];
/// The longest such line, in characters without white space.
const LONGEST: usize = 28;

/// When the meeting was opened and closed, as lines of their own say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Limits {
    /// The index of every such line.
    pub lines: Vec<usize>,
    /// The time and the index of the line.
    pub opened: Option<(ClockTime, usize)>,
    /// The time and the index of the line: the last such line counts.
    pub closed: Option<(ClockTime, usize)>,
}

/// Looks through all lines.
pub(super) fn find(lines: &[Line<'_>]) -> Limits {
    let mut limits = Limits::default();
    for (index, line) in lines.iter().enumerate() {
        // 日時　令和５年５月１日　午前10時開会: a field of the header.
        if labels::read(line.text).is_some_and(|found| found.label == Label::When) {
            continue;
        }
        for part in parts(line.text) {
            match of(part) {
                Some((time, true)) if limits.opened.is_none() => {
                    limits.opened = Some((time, index));
                }
                Some((time, false)) => limits.closed = Some((time, index)),
                Some(_) => {}
                None => continue,
            }
            limits.lines.push(index);
        }
    }
    limits
}

/// 午後２時開会　午後３時10分閉会: each of two notes on one line, or the line.
fn parts(text: &str) -> Vec<&str> {
    let cut = places(text)
        .into_iter()
        .map(|at| text.split_at(at))
        .find(|(one, other)| of(one).is_some() && of(other.trim_start()).is_some());
    cut.map_or_else(|| vec![text], |(one, other)| vec![one, other.trim_start()])
}

/// The white space at which `text` may be cut in two notes: one place between any two characters that a note keeps, and none
/// in a text that has more of them than two notes.
fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut kept = 0;
    let mut since_place = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if since_place > 0 {
                places.push(at);
            }
            since_place = 0;
        } else if !is_dress(narrow(c)) {
            kept += 1;
            since_place += 1;
            if kept > 2 * LONGEST {
                return Vec::new();
            }
        }
    }
    places
}

/// Whether `c` is print around a note and no part of it.
fn is_dress(c: char) -> bool {
    "()〔〕[]【】○●■・※<>".contains(c)
}

/// The time that a line notes, and whether it is that of the opening.
pub(super) fn of(text: &str) -> Option<(ClockTime, bool)> {
    let narrow: String = Compact::of(text).chars().iter().collect();
    let narrow = narrow.trim_matches(is_dress);
    if narrow.chars().nth(LONGEST).is_some() {
        return None;
    }
    let word = |words: &[&'static str]| words.iter().find(|word| narrow.contains(**word)).copied();
    let (word, opens) = match (word(&OPENING), word(&CLOSING)) {
        (Some(word), None) => (word, true),
        (None, Some(word)) => (word, false),
        _ => return None,
    };
    let time = times::first(narrow)?;
    // Nothing else is on the line but the time, the word and what joins them.
    let rest = narrow.replacen(word, "", 1);
    let is_part = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || "年月日時分半午前後正令和平成元(火水木金土)曜頃に:を・、,.時刻間AMPMampm零〇一二三四五六七八九十".contains(c)
    };
    rest.chars().all(is_part).then_some((time, opens))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_only_notes_a_time_is_told_from_what_is_said() {
        let read = |text: &str| of(text).map(|(time, opens)| (time.to_string(), opens));
        for (text, time, opens) in [
            ("午前１０時００分開会", "10:00", true),
            ("（午後３時１２分　閉会）", "15:12", false),
            ("開会14:00", "14:00", true),
            ("９時５８分開始", "09:58", true),
            ("閉　会　午後２時２５分", "14:25", false),
        ] {
            assert_eq!(read(text), Some((time.to_owned(), opens)), "{text}");
        }
        for text in [
            "暫時休憩し、午後１時に開会します。",
            "開会",
            "正午　休憩",
            "10時開始の予定と聞いた",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
