//! Years by their many names: 令和4年度, R4年度, 2022年度 and 令和四年度 are one, computed and not stored.

use std::ops::Range;

use crate::text::Normalised;

/// The eras of the years that councils speak of: name, letter, the year before the first, and the last year.
const ERAS: [(&str, &str, i64, i64); 3] = [
    ("令和", "r", 2018, 2099),
    ("平成", "h", 1988, 2019),
    ("昭和", "s", 1925, 1989),
];

/// How long an era goes on in plans that were written before it ended: 平成34年度.
const PLANNED_AHEAD: i64 = 15;

/// The first and the last year that a number alone is taken for.
const YEARS_ALONE: std::ops::RangeInclusive<i64> = 1989..=2099;

/// A year that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct YearInText {
    /// The year, in our era.
    pub year: i64,
    /// 年, 年度 or nothing.
    pub suffix: &'static str,
    /// Where it stands, in bytes.
    pub place: Range<usize>,
}

impl YearInText {
    /// The first year that `text` holds. A number alone is one only where nothing else is typed.
    pub fn find(text: &str) -> Option<Self> {
        let normalised = Normalised::of(text);
        let units: Vec<&str> = normalised
            .units()
            .iter()
            .map(|unit| normalised.unit_text(unit))
            .collect();
        for start in 0..units.len() {
            let Some((year, length, needs_suffix)) = year_at(&units[start..]) else {
                continue;
            };
            let (suffix, of_suffix) = suffix_at(&units[start + length..]);
            let alone =
                units.len() == 1 && YEARS_ALONE.contains(&year) && text.trim().chars().count() == 4;
            if needs_suffix && suffix.is_empty() && !alone {
                continue;
            }
            let end = start + length + of_suffix;
            return Some(Self {
                year,
                suffix,
                place: normalised.original(start..end),
            });
        }
        None
    }

    /// Every other way to write the year: short ones first, because what holds a longer one holds them too.
    pub fn other_names(&self) -> Vec<String> {
        let Self { year, suffix, .. } = self;
        let western = if suffix.is_empty() { "年" } else { suffix };
        let mut names = vec![format!("{year}{western}")];
        let mut long = Vec::new();
        for (era, letter, before, last) in ERAS {
            let number = year - before;
            if number < 1 || *year > last {
                continue;
            }
            let letter = letter.to_uppercase();
            names.push(format!("{era}{number}{suffix}"));
            names.push(format!("{letter}{number}"));
            long.push(format!("{letter}{number}{suffix}"));
            if number == 1 {
                names.push(format!("{era}元{suffix}"));
                names.push(format!("{letter}元{suffix}"));
            } else if !suffix.is_empty() {
                long.push(format!("{era}{}{suffix}", kanji(number)));
            }
        }
        names.extend(long);
        names
    }
}

/// The year that `text` names, and nothing else.
pub(super) fn year_named(text: &str) -> Option<i64> {
    let found = YearInText::find(text)?;
    let rest = [&text[..found.place.start], &text[found.place.end..]].concat();
    rest.trim().is_empty().then_some(found.year)
}

/// A year at the start of some units: the year, how many units name it, and whether 年 has to follow for it to be one.
fn year_at(units: &[&str]) -> Option<(i64, usize, bool)> {
    if let Some(number) = units.first().and_then(|unit| unit.parse::<i64>().ok()) {
        let is_year = units[0].len() == 4 && (1868..=2099).contains(&number);
        return is_year.then_some((number, 1, true));
    }
    for (era, letter, before, last) in ERAS {
        let named = units.len() > 2 && era.chars().map(String::from).eq(units[..2].iter().copied());
        let prefix = match (named, units.first() == Some(&letter)) {
            (true, _) => 2,
            (_, true) => 1,
            _ => continue,
        };
        let (number, length) = number_at(&units[prefix..])?;
        let in_kanji = units[prefix].parse::<i64>().is_err();
        let year = before + number;
        return (number >= 1 && year <= last + PLANNED_AHEAD).then_some((
            year,
            prefix + length,
            in_kanji,
        ));
    }
    None
}

/// A number up to 99, in digits or in kanji, at the start of some units, and how many of them it takes.
fn number_at(units: &[&str]) -> Option<(i64, usize)> {
    let first = *units.first()?;
    if first == "元" {
        return Some((1, 1));
    }
    if let Ok(number) = first.parse() {
        return (0..=99).contains(&number).then_some((number, 1));
    }
    let (mut tens, mut ones, mut length) = (0, 0, 0);
    for unit in units {
        match (DIGITS.iter().position(|digit| digit == unit), *unit) {
            (Some(digit), _) if ones == 0 => ones = i64::try_from(digit).ok()? + 1,
            (None, "十") if tens == 0 => {
                tens = ones.max(1);
                ones = 0;
            }
            _ => break,
        }
        length += 1;
    }
    (length > 0).then_some((tens * 10 + ones, length))
}

const DIGITS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn kanji(number: i64) -> String {
    let digit = |digit: i64| {
        let place = usize::try_from(digit - 1).ok();
        place
            .and_then(|place| DIGITS.get(place))
            .copied()
            .unwrap_or_default()
    };
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

fn suffix_at(units: &[&str]) -> (&'static str, usize) {
    match units {
        ["年", "度", ..] => ("年度", 2),
        ["年", ..] => ("年", 1),
        _ => ("", 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let found = YearInText::find(text);
        found.map_or_else(Vec::new, |found| found.other_names())
    }

    #[test]
    fn a_year_is_known_by_each_of_its_names() {
        for text in [
            "令和4年度",
            "令和４年度",
            "R4年度",
            "ｒ４年度",
            "2022年度",
            "２０２２年度",
            "令和四年度",
        ] {
            let found = YearInText::find(text).expect(text);
            assert_eq!((found.year, found.suffix), (2022, "年度"), "{text}");
            assert_eq!(found.place, 0..text.len(), "{text}");
            assert_eq!(
                names(text),
                ["2022年度", "令和4年度", "R4", "R4年度", "令和四年度"]
            );
        }
        assert_eq!(names("R4"), ["2022年", "令和4", "R4", "R4"]);
    }

    #[test]
    fn the_year_in_which_an_era_turned_has_names_of_both() {
        for text in [
            "H31年",
            "令和元年",
            "R1年",
            "平成31年",
            "2019年",
            "平成三十一年",
        ] {
            assert_eq!(
                YearInText::find(text).map(|found| found.year),
                Some(2019),
                "{text}"
            );
        }
        let names = names("2019年");
        for name in ["令和元年", "令和1年", "R1", "平成31年", "H31"] {
            assert!(names.contains(&name.to_owned()), "{name} in {names:?}");
        }
    }

    #[test]
    fn what_is_no_year_is_none() {
        for text in [
            "35単位",
            "2022単位",
            "1,022年",
            "令和",
            "R",
            "r100",
            "2,022",
            "令和四",
            "HR4x",
            "R4倍x",
        ] {
            let found = YearInText::find(text);
            let is_letter = text.starts_with("R4");
            assert_eq!(found.is_some(), is_letter, "{text}: {found:?}");
        }
        assert_eq!(YearInText::find("2022").map(|found| found.year), Some(2022));
        assert_eq!(YearInText::find("1500"), None);
    }

    #[test]
    fn a_year_inside_a_term_has_its_place() {
        let text = "来たる令和４年度予算";
        let found = YearInText::find(text).expect("a year");
        assert_eq!(&text[found.place], "令和４年度");
        assert_eq!(year_named(text), None);
        assert_eq!(year_named("R4"), Some(2022));
    }
}
