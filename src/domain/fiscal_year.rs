//! 年度: the fiscal year of Japanese public bodies.

use chrono::{Datelike, NaiveDate};

/// The fiscal year that holds `date`: 1 April to 31 March, named by the year in which it begins
/// (会計年度, 地方自治法 第208条).
pub fn fiscal_year_of(date: NaiveDate) -> i64 {
    let year = i64::from(date.year());
    if date.month() >= 4 { year } else { year - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fiscal_year_turns_on_the_first_of_april() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a date");
        assert_eq!(fiscal_year_of(day(2023, 3, 31)), 2022);
        assert_eq!(fiscal_year_of(day(2023, 4, 1)), 2023);
    }
}
