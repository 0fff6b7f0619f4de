//! The pair of times that opens and closes a meeting.
//!
//! Which of them a time is, the words around it say: から and 開始 open, 〜 before it, まで and 終了 close. A time that cannot be
//! read keeps its place, so that the other never stands in for it.

use crate::domain::ClockTime;

use super::clock::{self, Printed};
use super::numerals::{Compact, has};

/// What a text says of the hours of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hours {
    /// When it begins.
    pub start: Option<ClockTime>,
    /// When it ends.
    pub end: Option<ClockTime>,
    /// Whether something stands where the beginning is printed and is no time.
    pub start_unread: bool,
    /// The same for the end.
    pub end_unread: bool,
    /// 翌日: whether it ends on the day after.
    pub overnight: bool,
}

/// The hours that `text` prints.
pub(super) fn of(text: &str) -> Hours {
    hours(Compact::of(text).chars())
}

/// The first time of day of `text`, whatever it is the time of.
pub(super) fn first(text: &str) -> Option<ClockTime> {
    let compact = Compact::of(text);
    let times = mentions(compact.chars());
    times
        .iter()
        .find_map(|time| time.printed.and_then(Printed::clock))
}

/// Whether `text` prints a time of day that can be read or cannot.
pub(super) fn is_printed(text: &str) -> bool {
    !mentions(Compact::of(text).chars()).is_empty()
}

/// Where the time at `at` ends, if one stands there.
pub(super) fn end_at(chars: &[char], at: usize) -> Option<usize> {
    clock::at(chars, at).map(|(_, end)| end)
}

/// A time and what the words around it say of it.
#[derive(Debug, Clone)]
struct Mention {
    printed: Option<Printed>,
    role: Option<Role>,
    /// Whether 翌日 or a day of its own stands before it.
    other_day: bool,
    overnight: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Start,
    End,
    /// 受付 and the like: no time of the meeting.
    Other,
}

/// No text has more times that say anything of its hours.
const MOST: usize = 16;
/// No words that say what a time is are farther from it, in characters.
const NEAR: usize = 16;
const OPENING: [&str; 5] = ["開始", "開会", "開議", "開式", "始"];
const CLOSING: [&str; 6] = ["終了", "閉会", "散会", "閉議", "終会", "閉式"];
const OTHER: [&str; 3] = ["受付", "開場", "集合"];

fn hours(chars: &[char]) -> Hours {
    let (mut start, mut end): (Option<Mention>, Option<Mention>) = (None, None);
    for time in mentions(chars) {
        let slot = match time.role {
            Some(Role::Start) => &mut start,
            Some(Role::End) => &mut end,
            Some(Role::Other) => continue,
            None if start.is_none() && end.is_none() => &mut start,
            None => &mut end,
        };
        slot.get_or_insert(time);
    }
    let first = start.as_ref().and_then(|time| time.printed);
    let last = end.as_ref().and_then(|time| time.printed);
    let shared = end.as_ref().is_some_and(|time| !time.other_day);
    let begins = first.and_then(|time| time.before(last.filter(|_| shared)).clock());
    let ends = last.and_then(|time| time.after(first.filter(|_| shared)).clock());
    Hours {
        start: begins,
        end: ends,
        start_unread: begins.is_none() && (start.is_some() || end.is_some()),
        end_unread: ends.is_none() && end.is_some(),
        overnight: end.is_some_and(|time| time.overnight),
    }
}

fn mentions(chars: &[char]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let (mut at, mut from) = (0, 0);
    while at < chars.len() && found.len() < MOST {
        let Some((printed, end)) = clock::at(chars, at) else {
            at += 1;
            continue;
        };
        let gap = &chars[from.max(at.saturating_sub(NEAR))..at];
        let gap: String = gap.iter().collect();
        let (role, next) = role(&gap, chars, end);
        let overnight = gap.contains('翌');
        found.push(Mention {
            printed,
            role,
            other_day: overnight || gap.contains('日'),
            overnight: overnight && !found.is_empty(),
        });
        (at, from) = (next, next);
    }
    found
}

/// What the time between `gap` and `end` is the time of, and where the words after it that say so end.
fn role(gap: &str, chars: &[char], end: usize) -> (Option<Role>, usize) {
    let near = |c: char| "頃ころごに(".contains(c);
    let after = (end..chars.len())
        .find(|at| !near(chars[*at]))
        .unwrap_or(end);
    let word = |words: &[&str], at: usize| word_after(chars, at, words);
    let before = gap.trim_end_matches([':', 'は', '/', ')', '、', '(']);
    let before = ["時刻", "時間", "予定"]
        .iter()
        .fold(before, |text, word| text.trim_end_matches(word));
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    let particle = word(&["から", "より", "~"], after);
    let beside = particle.unwrap_or(after);
    if let Some(next) = word(&OTHER, beside) {
        return (Some(Role::Other), next);
    }
    if ends(&OTHER) {
        return (Some(Role::Other), particle.unwrap_or(end));
    }
    if let Some(next) = particle {
        return (Some(Role::Start), next);
    }
    if let Some(next) = word(&["まで"], after) {
        return (Some(Role::End), next);
    }
    if ends(&CLOSING) || follows_range(gap) {
        return (Some(Role::End), end);
    }
    if ends(&OPENING) {
        return (Some(Role::Start), end);
    }
    match (word(&OPENING, after), word(&CLOSING, after)) {
        (Some(next), _) => (Some(Role::Start), next),
        (None, Some(next)) => (Some(Role::End), next),
        // 25時－20時: what the second time ends.
        (None, None) if chars.get(end) == Some(&'-') => (Some(Role::Start), end + 1),
        (None, None) => (None, end),
    }
}

/// Where the first of `words` that stands at `at` ends, behind a time that it says something of.
fn word_after(chars: &[char], at: usize, words: &[&str]) -> Option<usize> {
    let found = words.iter().find(|word| has(chars, at, word))?;
    let next = at + found.chars().count();
    // 20:00（開場18:00）: the word in the bracket is of the time in it.
    let of_next = at > 0 && chars[at - 1] == '(' && {
        let colon = usize::from(chars.get(next) == Some(&':'));
        clock::at(chars, next + colon).is_some()
    };
    (!of_next).then_some(next)
}

/// Whether `gap` ends with the sign of a range, but for 翌日 or a bracket.
fn follows_range(gap: &str) -> bool {
    let gap = match gap.rsplit_once('(') {
        Some((before, inside)) if inside.ends_with(')') => before,
        _ => gap,
    };
    let gap = ["翌日", "同日", "翌朝", "翌"]
        .iter()
        .fold(gap, |text, word| text.trim_end_matches(word));
    ["~", "から", "より", "至"]
        .iter()
        .any(|mark| gap.ends_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `start|end`, `?` for what is printed and cannot be read.
    fn read(text: &str) -> String {
        let hours = of(text);
        let show = |time: Option<ClockTime>, unread: bool| match time {
            Some(time) => time.to_string(),
            None if unread => "?".to_owned(),
            None => String::new(),
        };
        format!(
            "{}|{}",
            show(hours.start, hours.start_unread),
            show(hours.end, hours.end_unread)
        )
    }

    #[test]
    fn what_cannot_be_read_keeps_its_place() {
        for (text, hours) in [
            ("令和５年８月31日（木）○時○分～20時00分", "?|20:00"),
            ("令和５年８月31日（木）〇時〇分～20時00分", "?|20:00"),
            ("（開始時刻未記入）～20:00", "?|20:00"),
            ("午後●時から午後８時まで", "?|20:00"),
            ("午後　時　分から午後８時まで", "?|20:00"),
            ("18:75～20:00", "?|20:00"),
            ("午後25時から午後８時まで", "?|20:00"),
            ("午後６時６１分から午後８時まで", "?|20:00"),
            ("18時○分～20時", "?|20:00"),
            ("25時－20時", "?|20:00"),
            ("20:00終了", "?|20:00"),
            ("18:30～28:00", "18:30|?"),
            ("18:30～○時", "18:30|?"),
            ("～26:00", "?|?"),
            ("18:30～", "18:30|"),
        ] {
            assert_eq!(read(text), hours, "{text}");
        }
    }

    #[test]
    fn the_words_around_a_time_say_what_it_is_the_time_of() {
        for (text, hours) in [
            ("18:00開始（16:00から受付）20:00終了", "18:00|20:00"),
            ("受付17:30 開始18:00 終了20:00", "18:00|20:00"),
            ("（受付は17時30分から）18時～20時", "18:00|20:00"),
            ("18:30から20:00（開場18:00）", "18:30|20:00"),
            ("18:30（受付：18:00）から20:00", "18:30|20:00"),
            ("18:00開会 20:00閉会", "18:00|20:00"),
            ("閉会20:00 開会18:00", "18:00|20:00"),
            ("8月31日～9月1日 13:00から15:00", "13:00|15:00"),
            ("６時30分PMから", "18:30|"),
            ("6:30PM～8:00PM", "18:30|20:00"),
            ("6:30-8:00 p.m.", "18:30|20:00"),
            ("10:00-1:00PM", "10:00|13:00"),
            ("午後11時から翌日１時まで", "23:00|01:00"),
            ("○18:30～20:00", "18:30|20:00"),
            ("午後〇時三十分から", "12:30|"),
        ] {
            assert_eq!(read(text), hours, "{text}");
        }
        assert!(of("午後６時から翌日午前１時まで").overnight);
        assert!(!of("午後６時から午後８時まで").overnight);
        assert!(!is_printed("○時間外の対応は×時点で未定"));
    }

    #[test]
    fn start_and_end_are_read_in_every_common_print() {
        for (text, start, end) in [
            ("午後６時 40 分から午後８時 35 分まで", "18:40", "20:35"),
            ("午後6時40分～8時35分", "18:40", "20:35"),
            ("午前10時～正午", "10:00", "12:00"),
            ("午前９時半～午後０時０５分", "09:30", "12:05"),
            ("13 時 30 分～15 時", "13:30", "15:00"),
            ("10:30~12:00", "10:30", "12:00"),
            ("１８：００～２０：１５", "18:00", "20:15"),
            ("PM6:30－PM8:00", "18:30", "20:00"),
            ("12月21日 18:30～20:00", "18:30", "20:00"),
            ("午前11時から午後１時まで（２時間）", "11:00", "13:00"),
            ("午後12時30分～2時", "12:30", "14:00"),
        ] {
            assert_eq!(read(text), format!("{start}|{end}"), "{text}");
        }
        assert_eq!(of("２時間程度"), Hours::default());
    }
}
