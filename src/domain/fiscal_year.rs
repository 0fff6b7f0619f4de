//! 年度: the fiscal year of Japanese public bodies.

use chrono::{Datelike, NaiveDate};

/// The fiscal year that holds `date`: 1 April to 31 March, named by the year in which it begins
/// (会計年度, 地方自治法 第208条).
pub fn fiscal_year_of(date: NaiveDate) -> i64 {
    let year = i64::from(date.year());
    if date.month() >= 4 { year } else { year - 1 }
}

/// The fiscal year as it is printed: 令和4年度, 令和元年度, 平成30年度; with the Western year where no era is known here.
/// The fiscal year 2019 began in 平成 and is printed 令和元年度 by most bodies.
pub fn printed_fiscal_year(year: i64) -> String {
    let (era, first) = match year {
        2019.. => ("令和", 2019),
        1989..=2018 => ("平成", 1989),
        1926..=1988 => ("昭和", 1926),
        _ => return format!("{year}年度"),
    };
    match year - first + 1 {
        1 => format!("{era}元年度"),
        n => format!("{era}{n}年度"),
    }
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

    #[test]
    fn the_first_year_of_an_era_is_printed_as_gannen() {
        assert_eq!(printed_fiscal_year(2018), "平成30年度");
        assert_eq!(printed_fiscal_year(2019), "令和元年度");
        assert_eq!(printed_fiscal_year(2022), "令和4年度");
    }
}
