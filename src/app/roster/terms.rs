//! The term of a member as rosters print it: from day to day, from month to month, of fiscal years, for so many years.

use chrono::{Datelike, Days, Months, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::minutes::printed_day;

/// What is printed where an end is open or not known.
const OPEN: [&str; 7] = ["", "未定", "現在", "在任中", "在職中", "-", "任期満了"];
/// Eras as they are printed before a year.
const ERAS: [&str; 8] = ["令和", "平成", "昭和", "大正", "R", "H", "S", "令"];

/// The first and the last day of a term; neither where nothing but its length is printed (２年), for which no day is made up.
pub(super) type Term = (Option<NaiveDate>, Option<NaiveDate>);

/// The term that a cell prints; `None` where it prints anything else beside it.
pub(super) fn printed_term(cell: &str) -> Option<Term> {
    let compact = compact(cell);
    let text = compact.trim_start_matches("任期").trim_start_matches(':');
    let text = text.strip_prefix('自').unwrap_or(text);
    if let Some((first, last)) = text.split_once('至') {
        return both(first.trim_end_matches(['~', '-', ',', '、']), last);
    }
    if let Some(day) = first_day(text) {
        return Some((Some(day), last_of_year(text)));
    }
    if is_length(text) {
        return Some((None, None));
    }
    // 2024-04-01-2026-03-31: the first mark with a term on both sides is the one between them.
    let marks = text.char_indices().filter_map(|(at, _)| {
        let mark = ["~", "-", "→", "から", "より"]
            .into_iter()
            .find(|mark| text[at..].starts_with(mark))?;
        Some((&text[..at], &text[at + mark.len()..]))
    });
    marks
        .filter(|(first, last)| !(first.is_empty() && last.is_empty()))
        .find_map(|(first, last)| both(first, last))
}

/// The first day of a term, in a column of its own; `Some(None)` where the cell says that there is none.
pub(super) fn printed_first_day(cell: &str) -> Option<Option<NaiveDate>> {
    let text = compact(cell);
    let text = text.trim_end_matches("から").trim_start_matches('自');
    open(text).or_else(|| first_day(text).map(Some))
}

/// The last day of a term, in a column of its own; the last of the month where a month is printed.
pub(super) fn printed_last_day(cell: &str) -> Option<Option<NaiveDate>> {
    let text = compact(cell);
    last_side(text.trim_start_matches('至'))
}

/// Without white space, in narrow letters, each dash and wave as one, and without the notes in brackets behind it: （２期目）.
fn compact(cell: &str) -> String {
    let narrow = cell.nfkc().filter(|c| !c.is_whitespace()).map(|c| match c {
        '〜' | '∼' | '～' => '~',
        '−' | '–' | '—' | '―' | '‐' | '‑' | 'ー' | '─' => '-',
        other => other,
    });
    let mut text: String = narrow.collect();
    while let Some(at) = text.ends_with(')').then(|| text.rfind('(')).flatten() {
        text.truncate(at);
    }
    text
}

fn open(text: &str) -> Option<Option<NaiveDate>> {
    OPEN.contains(&text).then_some(None)
}

fn both(first: &str, last: &str) -> Option<Term> {
    let start = match open(first) {
        Some(none) => none,
        None => Some(first_day(first)?),
    };
    let end = match start {
        Some(start) => after(last, start, first)?,
        None => last_side(last)?,
    };
    (start.is_some() || end.is_some()).then_some((start, end))
}

/// The end of a term that begins on a day: whatever of it is left out is that of the first day.
fn after(last: &str, start: NaiveDate, first: &str) -> Option<Option<NaiveDate>> {
    if let Some(found) = last_side(last) {
        return Some(found);
    }
    if let Some(months) = length_in_months(last) {
        let day_after = start.checked_add_months(Months::new(months))?;
        return Some(day_after.pred_opt());
    }
    let era = ERAS
        .into_iter()
        .find(|era| first.starts_with(era))
        .unwrap_or_default();
    let year = first
        .find(['年', '.', '/', '-'])
        .map_or("", |at| &first[..=at + mark_end(&first[at..])]);
    let rest = last.trim_start_matches("同年");
    [format!("{era}{last}"), format!("{year}{rest}")]
        .iter()
        .filter_map(|text| last_side(text).flatten())
        .find(|end| *end >= start)
        .map(Some)
}

/// How far behind its first byte the mark ends that a text begins with.
fn mark_end(text: &str) -> usize {
    text.chars().next().map_or(0, |mark| mark.len_utf8() - 1)
}

fn last_side(text: &str) -> Option<Option<NaiveDate>> {
    let text = text.trim_end_matches("まで").trim_end_matches('迄');
    let text = text.trim_end_matches('日').trim_end_matches('末');
    let with_day = format!("{text}日");
    open(text).or_else(|| {
        printed_day(text)
            .or_else(|| printed_day(&with_day))
            .or_else(|| in_digits(text))
            .or_else(|| last_of_month(text))
            .or_else(|| last_of_year(text))
            .map(Some)
    })
}

fn first_day(text: &str) -> Option<NaiveDate> {
    printed_day(text)
        .or_else(|| in_digits(text))
        .or_else(|| month(text))
        .or_else(|| year(text))
}

/// 20240401.
fn in_digits(text: &str) -> Option<NaiveDate> {
    (text.len() == 8).then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())?
}

/// The first day of a month: 令和6年4月, R6.4, 2024/4.
fn month(text: &str) -> Option<NaiveDate> {
    if text.ends_with('月') {
        return printed_day(&format!("{text}1日"));
    }
    let mut marks = text.chars().filter(|c| matches!(c, '.' | '/' | '-'));
    match (marks.next(), marks.next()) {
        (Some(mark), None) => printed_day(&format!("{text}{mark}1")),
        _ => None,
    }
}

fn last_of_month(text: &str) -> Option<NaiveDate> {
    month(text)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// The first day of a fiscal year: 令和6年度.
fn year(text: &str) -> Option<NaiveDate> {
    printed_day(&format!("{}4月1日", text.strip_suffix('度')?))
}

fn last_of_year(text: &str) -> Option<NaiveDate> {
    let first = year(text)?;
    first
        .with_year(first.year() + 1)?
        .checked_sub_days(Days::new(1))
}

fn is_length(text: &str) -> bool {
    length_in_months(text).is_some()
}

/// 2年, 二年間, 6か月.
fn length_in_months(text: &str) -> Option<u32> {
    let text = text.trim_end_matches('間');
    let count = |digits: &str| -> Option<u32> {
        let written = ["一", "二", "三", "四", "五", "六"];
        let place = written.iter().position(|one| *one == digits);
        let place = place.and_then(|at| u32::try_from(at + 1).ok());
        place.or_else(|| digits.parse().ok().filter(|count| (1..=99).contains(count)))
    };
    if let Some(digits) = text.strip_suffix('月') {
        let digits = digits.trim_end_matches(['か', 'カ', 'ヶ', 'ケ', '箇', 'ヵ']);
        return (digits.len() + 3 < text.len())
            .then(|| count(digits))
            .flatten();
    }
    let digits = text.strip_suffix('年')?;
    Some(count(digits.trim_end_matches(['か', 'カ', 'ヶ', 'ケ', '箇', 'ヵ']))? * 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Option<(String, String)> {
        let (first, last) = printed_term(text)?;
        let text = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
        Some((text(first), text(last)))
    }

    fn days(first: &str, last: &str) -> Option<(String, String)> {
        Some((first.to_owned(), last.to_owned()))
    }

    #[test]
    fn a_term_of_two_years_is_read_as_it_is_printed_anywhere() {
        for text in [
            "令和6年4月1日～令和8年3月31日",
            "令和6年4月1日から令和8年3月31日まで",
            "令和6年4月1日より令和8年3月31日まで（2期目）",
            "R6.4.1〜R8.3.31",
            "R6.4.1-R8.3.31",
            "R6.4.1－R8.3.31",
            "R6.4.1～8.3.31",
            "Ｒ６．４．１～Ｒ８．３．３１",
            "2024-04-01 ～ 2026-03-31",
            "2024/04/01-2026/03/31",
            "2024-04-01-2026-03-31",
            "2024.4.1 – 2026.3.31",
            "令和6年4月1日-令和8年3月31日",
            "令和６年４月１日　～　令和８年３月３１日",
            "自令和6年4月1日至令和8年3月31日",
            "自　令和6年4月1日\n至　令和8年3月31日",
            "令和6年4月1日～8年3月31日",
            "令和6年4月～令和8年3月",
            "令和6年4月1日～令和8年3月末日",
            "2024年4月～2026年3月",
            "R6.4～R8.3",
            "2024/4-2026/3",
            "令和6年度～令和7年度",
            "令和6年4月1日から2年間",
            "令和6年4月1日～２年",
            "20240401-20260331",
        ] {
            assert_eq!(term(text), days("2024-04-01", "2026-03-31"), "{text}");
        }
    }

    #[test]
    fn a_term_may_be_open_at_either_end_or_have_only_a_length() {
        for text in [
            "令和6年4月1日～",
            "令和6年4月1日",
            "R6.4.1～現在",
            "令和6年4月～未定",
        ] {
            assert_eq!(term(text), days("2024-04-01", ""), "{text}");
        }
        for text in ["～令和8年3月31日", "至令和8年3月31日", "～2026.3"] {
            assert_eq!(term(text), days("", "2026-03-31"), "{text}");
        }
        for text in ["２年", "二年", "2年間", "任期２年", "6か月", "2カ年"] {
            assert_eq!(term(text), days("", ""), "{text}");
        }
        assert_eq!(term("令和6年度"), days("2024-04-01", "2025-03-31"));
        for same_year in [
            "令和6年4月1日～9月30日",
            "2024/4/1～9/30",
            "令和6年4月1日～同年9月30日",
        ] {
            assert_eq!(
                term(same_year),
                days("2024-04-01", "2024-09-30"),
                "{same_year}"
            );
        }
        for text in [
            "",
            "～",
            "前任者の残任期間",
            "4月から",
            "来年度から",
            "令和6年",
            "45383",
            "令和6年4月1日～後任まで",
        ] {
            assert_eq!(term(text), None, "{text}");
        }
    }

    #[test]
    fn an_end_in_a_column_of_its_own_is_the_last_day_that_is_printed() {
        let first = |text| printed_first_day(text).flatten().map(|day| day.to_string());
        let last = |text| printed_last_day(text).flatten().map(|day| day.to_string());
        assert_eq!(first("令和6年4月").as_deref(), Some("2024-04-01"));
        assert_eq!(first("自 R6.4.1").as_deref(), Some("2024-04-01"));
        for text in [
            "令和8年3月",
            "2026/3/31",
            "至 R8.3.31",
            "令和8年3月末",
            "令和7年度",
        ] {
            assert_eq!(last(text).as_deref(), Some("2026-03-31"), "{text}");
        }
        assert_eq!(printed_last_day("未定"), Some(None));
        assert_eq!(printed_last_day("後任まで"), None);
        assert_eq!(printed_first_day("4月から"), None);
    }
}
