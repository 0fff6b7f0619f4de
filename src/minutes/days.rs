//! A day, or a term of days, that is all that a cell of a list holds.

use chrono::NaiveDate;

use super::{dates, numerals::Compact};

/// The day that `text` prints, in any era, width and notation; `None` where it prints anything else beside it.
pub fn printed_day(text: &str) -> Option<NaiveDate> {
    let compact = Compact::of(text);
    let chars = compact.chars();
    let (found, _) = dates::first(chars)?;
    let rest: String = chars[found.range.end..].iter().collect();
    // 令和6年4月1日(月): the weekday is no other day.
    let weekday = rest.starts_with('(') && rest.ends_with(')') && rest.chars().count() <= 5;
    (found.range.start == 0 && (rest.is_empty() || weekday)).then_some(found.date)
}

/// The first and the last day of the term that `text` prints: 令和6年4月1日～令和8年3月31日, either of them left out.
pub fn printed_term(text: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let compact: String = Compact::of(text).chars().iter().collect();
    let Some((first, last)) = ["~", "から", "-令和", "-平成"].iter().find_map(|mark| {
        let (first, last) = compact.split_once(mark)?;
        // An era belongs to the day behind it.
        let era = mark.trim_start_matches('-');
        let era = if era == *mark { "" } else { era };
        Some((first, format!("{era}{last}")))
    }) else {
        return printed_day(&compact).map(|day| (Some(day), None));
    };
    let last = last.trim_end_matches("まで");
    let day = |text: &str| match text {
        "" => Some(None),
        text => printed_day(text).map(Some),
    };
    match (day(first)?, day(last)?) {
        (None, None) => None,
        term => Some(term),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        printed_day(text).map(|day| day.to_string())
    }

    #[test]
    fn a_cell_is_a_day_or_nothing() {
        for text in [
            "令和6年4月1日",
            "令和６年４月１日（月）",
            "R6.4.1",
            "2024/4/1",
            "2024-04-01",
            "令和 6 年 4 月 1 日",
        ] {
            assert_eq!(day(text).as_deref(), Some("2024-04-01"), "{text}");
        }
        assert_eq!(day("令和元年5月1日").as_deref(), Some("2019-05-01"));
        for text in ["", "令和6年", "令和6年4月1日就任", "前期から", "45383"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_term_may_be_open_at_either_end() {
        let term = |text| {
            let (first, last) = printed_term(text)?;
            let text = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
            Some((text(first), text(last)))
        };
        let both = Some(("2024-04-01".to_owned(), "2026-03-31".to_owned()));
        for text in [
            "令和6年4月1日～令和8年3月31日",
            "令和6年4月1日から令和8年3月31日まで",
            "R6.4.1〜R8.3.31",
            "2024-04-01 ～ 2026-03-31",
            "令和6年4月1日-令和8年3月31日",
        ] {
            assert_eq!(term(text), both, "{text}");
        }
        let open = Some(("2024-04-01".to_owned(), String::new()));
        assert_eq!(term("令和6年4月1日～"), open);
        assert_eq!(term("令和6年4月1日"), open);
        let ended = Some((String::new(), "2026-03-31".to_owned()));
        assert_eq!(term("～令和8年3月31日"), ended);
        for text in ["", "～", "2年", "令和6年4月1日～未定"] {
            assert_eq!(term(text), None, "{text}");
        }
    }
}
