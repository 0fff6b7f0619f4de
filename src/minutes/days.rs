//! A day that is all that a cell of a list holds.

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
}
