//! One printed time of day: what it says, or that it stands there and cannot be read.

use crate::domain::ClockTime;

use super::numerals::{has, number};

/// A printed time of day that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Printed {
    hour: u16,
    minute: u16,
    afternoon: Option<bool>,
    /// Whether the half of the day is printed behind the time.
    behind: bool,
}

impl Printed {
    /// The time on a clock of 24 hours.
    pub(super) fn clock(self) -> Option<ClockTime> {
        // 午後12時30分 is half past noon, as 午後0時30分 is.
        let hour = match (self.afternoon, self.behind) {
            (Some(true), _) if self.hour < 12 => self.hour + 12,
            // 12:10AM is ten past midnight; 午前12時 is noon to many and stays as it is.
            (Some(false), true) if self.hour == 12 => 0,
            _ => self.hour,
        };
        ClockTime::new(hour, self.minute)
    }

    /// 午後６時40分～８時35分: the second time leaves out what it shares with the first.
    pub(super) fn after(self, start: Option<Self>) -> Self {
        match start {
            Some(start) if self.afternoon.is_none() && start.afternoon == Some(true) => Self {
                afternoon: Some(self.hour < 12),
                ..self
            },
            _ => self,
        }
    }

    /// 6:30-8:00PM: the first time leaves out what is printed behind the second.
    pub(super) fn before(self, end: Option<Self>) -> Self {
        match end {
            Some(end)
                if end.behind
                    && self.afternoon.is_none()
                    && self.hour < 12
                    && self.hour <= end.hour =>
            {
                Self {
                    afternoon: end.afternoon,
                    ..self
                }
            }
            _ => self,
        }
    }
}

/// The time of day printed at `at` in compact text, `None` in it where it cannot be read (`25時`, `18:75`, `○時○分`), and
/// where it ends.
pub(super) fn at(chars: &[char], at: usize) -> Option<(Option<Printed>, usize)> {
    if has(chars, at, "正午") {
        let noon = Printed {
            hour: 12,
            minute: 0,
            afternoon: None,
            behind: false,
        };
        return Some((Some(noon), at + 2));
    }
    let (afternoon, body) = half_day(chars, at);
    if at > 0 && afternoon.is_none() && chars[at - 1].is_ascii_digit() {
        return None;
    }
    // 午後　時　分: a form that nobody filled in.
    let empty = afternoon.is_some() && chars.get(body) == Some(&'時');
    let (hour, end) = if empty {
        (Part::Unreadable, body)
    } else {
        part(chars, body)?
    };
    let (minute, end) = minute(chars, end, hour)?;
    // 〇 is a nought in 午後〇時三十分, and a blank where the minutes are one as well.
    let blank = has(chars, body, "〇時〇分") && afternoon.is_none();
    let (behind, end) = match afternoon {
        None => half_day_behind(chars, end),
        Some(_) => (None, end),
    };
    let printed = (|| {
        Some(Printed {
            hour: hour.up_to(24).filter(|_| !blank)?,
            minute: minute.up_to(59)?,
            afternoon: afternoon.or(behind),
            behind: behind.is_some(),
        })
    })();
    Some((printed, end))
}

/// The hour or the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number(u32),
    Unreadable,
}

impl Part {
    fn up_to(self, most: u32) -> Option<u16> {
        match self {
            Self::Number(value) if value <= most => u16::try_from(value).ok(),
            _ => None,
        }
    }
}

/// No hour and no minute has more digits, and no blank for them is wider.
const LARGEST: u32 = 99;
const WIDEST_BLANK: usize = 4;

/// The number at `at`, or what stands in its place.
fn part(chars: &[char], at: usize) -> Option<(Part, usize)> {
    let (value, end) = match number(chars, at) {
        Some((value, end)) if value <= LARGEST => (Part::Number(value), end),
        Some(_) => return None,
        None => (Part::Unreadable, at),
    };
    let blank = chars
        .get(end..)?
        .iter()
        .take(WIDEST_BLANK + 1)
        .take_while(|c| is_blank(**c))
        .count();
    let digit_follows = chars.get(end + blank).is_some_and(char::is_ascii_digit);
    match blank {
        0 if value == Part::Unreadable => None,
        0 => Some((value, end)),
        // ○18:30: the mark of a list.
        1..=WIDEST_BLANK if !digit_follows => Some((Part::Unreadable, end + blank)),
        _ => None,
    }
}

/// Marks that stand where a number is left out.
fn is_blank(c: char) -> bool {
    "○〇◯●◎△▲□■×✕Xx*?_＿…".contains(c)
}

fn half_day(chars: &[char], at: usize) -> (Option<bool>, usize) {
    half(
        chars,
        at,
        &[
            ("午前", false),
            ("午後", true),
            ("AM", false),
            ("PM", true),
            ("am", false),
            ("pm", true),
        ],
    )
}

/// 6:30PM, but not the PM of 6:30PM8:00, which may belong to either.
fn half_day_behind(chars: &[char], at: usize) -> (Option<bool>, usize) {
    let words = [
        ("AM", false),
        ("PM", true),
        ("am", false),
        ("pm", true),
        ("a.m.", false),
        ("p.m.", true),
        ("A.M.", false),
        ("P.M.", true),
    ];
    match half(chars, at, &words) {
        (_, end) if chars.get(end).is_some_and(char::is_ascii_digit) => (None, at),
        found => found,
    }
}

fn half(chars: &[char], at: usize, words: &[(&str, bool)]) -> (Option<bool>, usize) {
    words
        .iter()
        .find(|(word, _)| has(chars, at, word))
        .map_or((None, at), |(word, afternoon)| {
            (Some(*afternoon), at + word.chars().count())
        })
}

/// The minutes after the hour that ends at `at`; none printed is 0.
fn minute(chars: &[char], at: usize, hour: Part) -> Option<(Part, usize)> {
    match chars.get(at)? {
        ':' => {
            let (minute, end) = part(chars, at + 1)?;
            let both = minute == Part::Unreadable || end == at + 3;
            let known = matches!(hour, Part::Number(_));
            // ○：20:00 is a mark before a time.
            (known || both && chars.get(end) != Some(&':')).then_some((minute, end))
        }
        '時' if chars.get(at + 1) == Some(&'間') => None,
        // ○時点, ×時期: no hour is meant.
        '時' if hour == Part::Unreadable
            && chars
                .get(at + 1)
                .is_some_and(|c| "期点代刻限局事".contains(*c)) =>
        {
            None
        }
        '時' if chars.get(at + 1) == Some(&'半') => Some((Part::Number(30), at + 2)),
        '時' if chars.get(at + 1) == Some(&'分') => Some((Part::Unreadable, at + 2)),
        '時' => Some(
            part(chars, at + 1)
                .filter(|(_, end)| chars.get(*end) == Some(&'分'))
                .map_or((Part::Number(0), at + 1), |(minute, end)| (minute, end + 1)),
        ),
        _ => None,
    }
}
