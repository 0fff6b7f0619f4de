//! Dates and times as a Japanese public body prints them. Nothing here asks for the time.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeZone, Utc};

use crate::domain::ClockTime;

/// The first day of each era, the newest first (元号を改める政令).
const ERAS: [(&str, i32, u32, u32); 5] = [
    ("令和", 2019, 5, 1),
    ("平成", 1989, 1, 8),
    ("昭和", 1926, 12, 25),
    ("大正", 1912, 7, 30),
    // The Gregorian calendar holds from 明治6年 (太政官布告 明治5年第337号).
    ("明治", 1873, 1, 1),
];

/// The year from which 明治 counts; it began before its dates can be written in the Gregorian calendar.
const MEIJI: i32 = 1868;

/// A day in the Japanese calendar: 令和6年6月5日, 令和元年5月1日; with the Western year where no era is known here.
pub fn wareki(date: NaiveDate) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let era = ERAS
        .iter()
        .find(|(_, y, m, d)| (year, month, day) >= (*y, *m, *d));
    match era {
        Some((era, first, ..)) => {
            let first = if *era == "明治" { MEIJI } else { *first };
            match year - first + 1 {
                1 => format!("{era}元年{month}月{day}日"),
                n => format!("{era}{n}年{month}月{day}日"),
            }
        }
        None => format!("{year}年{month}月{day}日"),
    }
}

/// 令和6年6月5日（水曜日）.
pub(super) fn wareki_with_weekday(date: NaiveDate) -> String {
    const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    format!("{}（{weekday}曜日）", wareki(date))
}

/// 2024年6月5日.
pub(super) fn western(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// 2024-06-05, which a spreadsheet takes for a date.
pub(super) fn cell(date: NaiveDate) -> String {
    date.to_string()
}

/// 18時30分.
pub(super) fn clock(time: ClockTime) -> String {
    let text = time.to_string();
    let (hour, minute) = text.split_once(':').unwrap_or((&text, "00"));
    let hour = hour.strip_prefix('0').unwrap_or(hour);
    format!("{hour}時{minute}分")
}

/// A moment in the time of Japan, where the councils are.
pub(super) fn in_japan(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let japan = FixedOffset::east_opt(9 * 3600).expect("nine hours are a valid offset");
    japan.from_utc_datetime(&at.naive_utc())
}

/// 令和6年6月20日（木曜日） 10時05分.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    let at = in_japan(at);
    format!(
        "{} {}",
        wareki_with_weekday(at.date_naive()),
        at.format("%-H時%M分")
    )
}

/// 2024-06-20T10:05+09:00: what `<time datetime>` takes (HTML, 3.2.1.4 "global date and time").
pub(super) fn machine_moment(at: DateTime<Utc>) -> String {
    in_japan(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn eras_turn_on_their_days() {
        for (date, printed) in [
            (day(2024, 6, 5), "令和6年6月5日"),
            (day(2020, 1, 1), "令和2年1月1日"),
            (day(2019, 5, 1), "令和元年5月1日"),
            (day(2019, 4, 30), "平成31年4月30日"),
            (day(1989, 1, 8), "平成元年1月8日"),
            (day(1989, 1, 7), "昭和64年1月7日"),
            (day(1926, 12, 25), "昭和元年12月25日"),
            (day(1926, 12, 24), "大正15年12月24日"),
            (day(1912, 7, 29), "明治45年7月29日"),
            (day(1873, 1, 1), "明治6年1月1日"),
            (day(1872, 12, 31), "1872年12月31日"),
        ] {
            assert_eq!(wareki(date), printed);
        }
    }

    #[test]
    fn weekdays_and_times_are_written_out() {
        assert_eq!(
            wareki_with_weekday(day(2024, 6, 5)),
            "令和6年6月5日（水曜日）"
        );
        assert_eq!(clock("18:30".parse().unwrap()), "18時30分");
        assert_eq!(clock("09:05".parse().unwrap()), "9時05分");
        assert_eq!(clock("00:00".parse().unwrap()), "0時00分");
    }

    #[test]
    fn a_moment_is_of_the_day_that_it_is_in_japan() {
        let at = "2024-06-19T15:30:00Z".parse().unwrap();
        assert_eq!(moment(at), "令和6年6月20日（木曜日） 0時30分");
        assert_eq!(machine_moment(at), "2024-06-20T00:30:00+09:00");
    }

    proptest! {
        #[test]
        fn every_day_has_words(days in -800_000i32..800_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(days);
            prop_assume!(date.is_some());
            let printed = wareki(date.unwrap());
            prop_assert!(printed.ends_with('日'));
            prop_assert!(!printed.contains("年0") && !printed.contains("月0"));
        }
    }
}
