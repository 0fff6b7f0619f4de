//! Times of day, and the pair of them that opens and closes a meeting.

use crate::domain::ClockTime;

use super::numerals::{Compact, has, number};

/// The first and the second time of day of `text`.
pub(super) fn of(text: &str) -> (Option<ClockTime>, Option<ClockTime>) {
    start_and_end(Compact::of(text).chars())
}

/// The first time of day of `text`.
pub(super) fn first(text: &str) -> Option<ClockTime> {
    of(text).0
}

/// The first and the second time of day in compact text.
pub(super) fn start_and_end(chars: &[char]) -> (Option<ClockTime>, Option<ClockTime>) {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() && found.len() < 2 {
        match time(chars, at) {
            Some((time, end)) => {
                found.push(time);
                at = end;
            }
            None => at += 1,
        }
    }
    let start = found.first().copied();
    let end = found.get(1).copied();
    (
        start.and_then(Printed::clock),
        end.and_then(|end| end.after(start).clock()),
    )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Printed {
    hour: u16,
    minute: u16,
    afternoon: Option<bool>,
}

impl Printed {
    fn clock(self) -> Option<ClockTime> {
        // 午後12時30分 is half past noon, as 午後0時30分 is.
        let hour = match self.afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            _ => self.hour,
        };
        ClockTime::new(hour, self.minute)
    }

    /// 午後６時40分～８時35分: the second time leaves out what it shares with the first.
    fn after(self, start: Option<Self>) -> Self {
        match start {
            Some(start) if self.afternoon.is_none() && start.afternoon == Some(true) => Self {
                afternoon: Some(self.hour < 12),
                ..self
            },
            _ => self,
        }
    }
}

fn time(chars: &[char], at: usize) -> Option<(Printed, usize)> {
    if has(chars, at, "正午") {
        let noon = Printed {
            hour: 12,
            minute: 0,
            afternoon: None,
        };
        return Some((noon, at + 2));
    }
    let (afternoon, at) = half_day(chars, at);
    if at > 0 && afternoon.is_none() && chars[at - 1].is_ascii_digit() {
        return None;
    }
    let (hour, end) = number(chars, at)?;
    let (minute, end) = minute(chars, end)?;
    let printed = Printed {
        hour: u16::try_from(hour).ok().filter(|hour| *hour < 25)?,
        minute: u16::try_from(minute).ok().filter(|minute| *minute < 60)?,
        afternoon,
    };
    Some((printed, end))
}

fn half_day(chars: &[char], at: usize) -> (Option<bool>, usize) {
    [
        ("午前", false),
        ("午後", true),
        ("AM", false),
        ("PM", true),
        ("am", false),
        ("pm", true),
    ]
    .iter()
    .find(|(word, _)| has(chars, at, word))
    .map_or((None, at), |(word, afternoon)| {
        (Some(*afternoon), at + word.chars().count())
    })
}

/// The minutes after the hour that ends at `at`; none printed is 0.
fn minute(chars: &[char], at: usize) -> Option<(u32, usize)> {
    match chars.get(at)? {
        ':' => number(chars, at + 1),
        '時' if chars.get(at + 1) == Some(&'間') => None,
        '時' if chars.get(at + 1) == Some(&'半') => Some((30, at + 2)),
        '時' => Some(
            number(chars, at + 1)
                .filter(|(_, end)| chars.get(*end) == Some(&'分'))
                .map_or((0, at + 1), |(minute, end)| (minute, end + 1)),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::numerals::Compact;
    use super::*;

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
            let (from, to) = start_and_end(Compact::of(text).chars());
            assert_eq!(
                from.map(|time| time.to_string()).as_deref(),
                Some(start),
                "{text}"
            );
            assert_eq!(
                to.map(|time| time.to_string()).as_deref(),
                Some(end),
                "{text}"
            );
        }
        assert_eq!(
            start_and_end(Compact::of("２時間程度").chars()),
            (None, None)
        );
    }
}
