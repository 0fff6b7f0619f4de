//! Dates: eras and Western years, in any width of digits, and the last day of a range.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::numerals::{Compact, has, number};
use super::times;

/// The year before the first of each era.
const ERAS: [(&str, u32); 8] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("R", 2018),
    ("H", 1988),
    ("S", 1925),
];

/// A date in compact text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundDate {
    /// The day.
    pub date: NaiveDate,
    /// Where it stands, in characters.
    pub range: Range<usize>,
}

/// The first date of `text`, and the last day where a range of days begins with it.
pub(super) fn of(text: &str) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let (found, end) = first(Compact::of(text).chars())?;
    Some((found.date, end))
}

/// The first date, and the last day where a range of days begins with it.
pub(super) fn first(chars: &[char]) -> Option<(FoundDate, Option<NaiveDate>)> {
    let start = (0..chars.len()).find_map(|at| date(chars, at))?;
    let end = range_end(chars, &start);
    Some((start, end))
}

/// The year that is printed at `at` (`令和4年`, `R4.`, `2022年`) and where it ends, the 年 included.
pub(super) fn year(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let era = ERAS.iter().find(|(name, _)| has(chars, at, name));
    let (value, end) = match era {
        Some((name, before)) => {
            let (value, end) = number(chars, at + name.chars().count())?;
            (before + value, western_beside(chars, end).unwrap_or(end))
        }
        None if at > 0 && chars[at - 1].is_ascii_digit() => return None,
        None if chars.get(at).is_some_and(char::is_ascii_digit) => number(chars, at)?,
        None => return None,
    };
    let is_year = (1868..=2200).contains(&value);
    match chars.get(end) {
        Some('年') if is_year => Some((value, end + 1)),
        Some('.' | '/' | '-') if is_year => Some((value, end + 1)),
        _ => None,
    }
}

/// 令和6(2024)年: where the Western year in brackets ends that stands before 年.
fn western_beside(chars: &[char], at: usize) -> Option<usize> {
    let inside = chars.get(at) == Some(&'(') || chars.get(at) == Some(&'〔');
    let (value, end) = inside.then(|| number(chars, at + 1))??;
    let end = end + usize::from(chars.get(end) == Some(&'年'));
    let closed = matches!(chars.get(end), Some(')' | '〕'));
    (closed && value > 1000 && chars.get(end + 1) == Some(&'年')).then_some(end + 1)
}

fn date(chars: &[char], at: usize) -> Option<FoundDate> {
    let (year, end) = year(chars, at)?;
    // 令和4年（2022年）12月21日: the same year in the other reckoning.
    let end = skip_bracket(chars, end, 9).unwrap_or(end);
    let (date, end) = month_and_day(chars, end, year)?;
    Some(FoundDate {
        date,
        range: at..end,
    })
}

fn month_and_day(chars: &[char], at: usize, year: u32) -> Option<(NaiveDate, usize)> {
    let (month, end) = number(chars, at)?;
    if !matches!(chars.get(end), Some('月' | '.' | '/' | '-')) {
        return None;
    }
    let (day, end) = number(chars, end + 1)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((date, end + usize::from(chars.get(end) == Some(&'日'))))
}

fn skip_bracket(chars: &[char], at: usize, longest: usize) -> Option<usize> {
    (chars.get(at) == Some(&'(')).then_some(())?;
    let inside = chars.get(at..chars.len().min(at + longest))?;
    inside
        .iter()
        .position(|c| *c == ')')
        .map(|close| at + close + 1)
}

/// The day after 〜 or から, which may leave out what it shares with the first day (`12月21日～28日`). The hours of the first
/// day may stand before it.
fn range_end(chars: &[char], start: &FoundDate) -> Option<NaiveDate> {
    let at = skip_bracket(chars, start.range.end, 8).unwrap_or(start.range.end);
    let at = times::end_at(chars, at).unwrap_or(at);
    let at = ["~", "から", "-"]
        .iter()
        .find(|mark| has(chars, at, mark))
        .map(|mark| at + mark.chars().count())?;
    let year = u32::try_from(start.date.year()).ok()?;
    let (year, at) = if has(chars, at, "同年") {
        (year, at + 2)
    } else if has(chars, at, "翌年") {
        (year + 1, at + 2)
    } else {
        (year, at + usize::from(chars.get(at) == Some(&'翌')))
    };
    let same_month = || {
        let at = at + if has(chars, at, "同月") { 2 } else { 0 };
        let (day, end) = number(chars, at)?;
        // 30日間: how long, and not until when.
        let is_day = chars.get(end) == Some(&'日')
            && !chars.get(end + 1).is_some_and(|c| "間以".contains(*c));
        is_day.then(|| start.date.with_day(day)).flatten()
    };
    let end = date(chars, at)
        .map(|found| found.date)
        .or_else(|| month_and_day(chars, at, year).map(|(date, _)| date))
        .or_else(same_month)?;
    (end > start.date).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::numerals::Compact;
    use super::*;

    fn read(text: &str) -> Option<(String, Option<String>)> {
        let (found, end) = first(Compact::of(text).chars())?;
        Some((found.date.to_string(), end.map(|date| date.to_string())))
    }

    #[test]
    fn a_date_is_read_in_every_common_print() {
        for text in [
            "令和４年 12 月 21 日 (水)",
            "令和 ４ 年 １ ２ 月 ２ １ 日",
            "R4.12.21",
            "Ｒ４．１２．２１",
            "2022年12月21日",
            "２０２２年１２月２１日",
            "2022/12/21",
            "2022-12-21",
            "令和4年（2022年）12月21日",
            "2022年（令和4年）12月21日(水)",
            "令和四年十二月二十一日",
        ] {
            assert_eq!(read(text), Some(("2022-12-21".to_owned(), None)), "{text}");
        }
        let first_year = Some(("2019-05-01".to_owned(), None));
        assert_eq!(read("令和元年５月１日"), first_year);
        assert_eq!(read("平成31年5月1日"), first_year);
    }

    #[test]
    fn a_range_may_leave_out_what_both_days_share() {
        for text in [
            "令和5年2月1日～10日",
            "令和5年2月1日（水）から2月10日（金）まで",
            "令和5年2月1日～令和5年2月10日",
        ] {
            let expected = Some(("2023-02-01".to_owned(), Some("2023-02-10".to_owned())));
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn the_hours_of_the_first_day_may_stand_before_the_last_day() {
        for (text, first, last) in [
            (
                "令和５年８月31日（木）午後11時から９月１日（金）午前１時まで",
                "2023-08-31",
                "2023-09-01",
            ),
            (
                "平成31年４月30日 13:00～令和元年５月１日 12:00",
                "2019-04-30",
                "2019-05-01",
            ),
            (
                "令和５年８月31日（木） 13時から同年９月１日（金）12時まで",
                "2023-08-31",
                "2023-09-01",
            ),
            (
                "令和５年12月28日 13時から翌年１月５日 12時まで",
                "2023-12-28",
                "2024-01-05",
            ),
            (
                "令和５年８月30日 13時～31日 12時",
                "2023-08-30",
                "2023-08-31",
            ),
        ] {
            let expected = Some((first.to_owned(), Some(last.to_owned())));
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "令和５年８月１日 13時から15時まで",
            "令和５年８月１日 13:00-15:00",
            "令和５年８月１日 13時から30日間",
        ] {
            assert_eq!(read(text), Some(("2023-08-01".to_owned(), None)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_of_the_calendar_is_no_date() {
        for text in [
            "令和4年度",
            "令和4年13月1日",
            "令和5年2月30日",
            "12月21日",
            "1.2.3",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
