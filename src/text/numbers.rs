//! Numbers: digits side by side are one unit, with the thousands separators left out and a decimal point kept.
//!
//! 1,000 and １０００ are one number and 1.5 is one; 2022.12.21 and 1,2,3 are three each. So a search for 35 does not find
//! 135, 3,535 or 3.35. Kanji numerals are not converted: 三十五 is three characters, as printed.

use super::glyphs::{Glyph, Role};

/// Joins digits to numbers.
pub(super) fn join_numbers(glyphs: &mut [Glyph]) {
    let mut at = 0;
    while at < glyphs.len() {
        at = if glyphs[at].c.is_ascii_digit() {
            join_chain(glyphs, at)
        } else {
            at + 1
        };
    }
}

/// One group of digits, and the separator before it.
struct Group {
    separator: Option<char>,
    start: usize,
    end: usize,
}

/// Joins the digits from `start` on that only points and commas part, and returns where they end. The chain is judged
/// as a whole, so that 2022.12.21 does not end as 2022 and 12.21.
fn join_chain(glyphs: &mut [Glyph], start: usize) -> usize {
    let mut groups = vec![group(glyphs, None, start)];
    let mut end = groups[0].end;
    while let Some(next) = next_group(glyphs, end) {
        end = next.end;
        groups.push(next);
    }
    let number = is_number(glyphs, &groups);
    for group in &groups {
        match group.separator {
            Some(',') if number => glyphs[group.start - 1].role = Role::Absorbed,
            Some(_) if number => glyphs[group.start - 1].role = Role::Joined,
            _ => {}
        }
        let joined = if number && group.separator.is_some() {
            group.start
        } else {
            group.start + 1
        };
        for glyph in &mut glyphs[joined..group.end] {
            glyph.role = Role::Joined;
        }
    }
    end
}

fn next_group(glyphs: &[Glyph], at: usize) -> Option<Group> {
    let separator = glyphs.get(at)?;
    let digit = glyphs.get(at + 1)?;
    let follows = matches!(separator.c, ',' | '.')
        && separator.attached
        && digit.c.is_ascii_digit()
        && digit.attached;
    follows.then(|| group(glyphs, Some(separator.c), at + 1))
}

fn group(glyphs: &[Glyph], separator: Option<char>, start: usize) -> Group {
    let more = glyphs[start + 1..]
        .iter()
        .take_while(|glyph| glyph.c.is_ascii_digit() && glyph.attached)
        .count();
    Group {
        separator,
        start,
        end: start + 1 + more,
    }
}

/// Whether the groups are one number: digits, groups of three after commas, at most one point, and that last.
fn is_number(glyphs: &[Glyph], groups: &[Group]) -> bool {
    let thousands = groups
        .iter()
        .filter(|group| group.separator == Some(','))
        .count();
    let first = &groups[0];
    let grouped = thousands == 0 || (first.end - first.start <= 3 && glyphs[first.start].c != '0');
    grouped
        && groups[1..].iter().enumerate().all(|(i, group)| {
            if i < thousands {
                group.separator == Some(',') && group.end - group.start == 3
            } else {
                i + 2 == groups.len()
            }
        })
}

#[cfg(test)]
mod tests {
    use crate::text::tests::units;

    #[test]
    fn digits_side_by_side_are_one_unit() {
        assert_eq!(units("３５単位"), ["35", "単", "位"]);
        assert_eq!(units("12 月 21"), ["12", "月", "21"]);
        assert_eq!(units("12 21"), ["12", "21"]);
    }

    #[test]
    fn thousands_separators_are_left_out() {
        for text in ["1,000円", "１，０００円", "1000円"] {
            assert_eq!(units(text), ["1000", "円"], "{text}");
        }
        assert_eq!(units("1,234,567.8"), ["1234567.8"]);
    }

    #[test]
    fn other_commas_part_numbers() {
        assert_eq!(units("1,2"), ["1", "、", "2"]);
        assert_eq!(units("1,0000"), ["1", "、", "0000"]);
        assert_eq!(units("1000,000"), ["1000", "、", "000"]);
        assert_eq!(units("0,123"), ["0", "、", "123"]);
        assert_eq!(units("1,2,300"), ["1", "、", "2", "、", "300"]);
        assert_eq!(units("1, 000"), ["1", "、", "000"]);
        assert_eq!(units("1 ,000"), ["1", "、", "000"]);
        assert_eq!(units("1、000"), ["1", "、", "000"]);
    }

    #[test]
    fn one_point_is_decimal_and_several_are_not() {
        assert_eq!(units("４．５人"), ["4.5", "人"]);
        assert_eq!(units("2022.12.21"), ["2022", "、", "12", "、", "21"]);
        assert_eq!(units("1.医療"), ["1", "、", "医", "療"]);
        assert_eq!(units("1.500,000"), ["1", "、", "500", "、", "000"]);
    }

    #[test]
    fn an_enclosed_number_is_complete() {
        assert_eq!(units("①２０"), ["1", "20"]);
        assert_eq!(units("⑫"), ["12"]);
        assert_eq!(units("10²"), ["10", "2"]);
    }

    #[test]
    fn kanji_numerals_are_not_converted() {
        assert_eq!(units("三十五"), ["三", "十", "五"]);
    }
}
