//! Wording that is like other wording: at most one unit differs, see [`Atom::Similar`](super::Atom::Similar).

use std::ops::Range;

use crate::text::Normalised;

/// The fewest kanji and kana of a term that may be misspelt: of two, one that differs is half of it.
const LEAST_UNITS: usize = 3;
/// The fewest letters of a Latin word that may be misspelt.
const LEAST_LETTERS: usize = 4;

/// Whether `text` is long enough for something like it to mean the same.
pub(super) fn may_be_misspelt(text: &str) -> bool {
    let normalised = Normalised::of(text);
    let units: Vec<&str> = texts(&normalised);
    let fixed = units.iter().filter(|unit| is_fixed(unit)).count();
    units.len() - fixed >= LEAST_UNITS || units.iter().any(|unit| is_long_word(unit))
}

/// The first wording in `text` that is like `needle`.
pub fn first_like(text: &str, needle: &str) -> Option<String> {
    let places = find_similar(&Normalised::of(text), &Normalised::of(needle));
    places
        .into_iter()
        .next()
        .map(|place| text[place].split_whitespace().collect())
}

/// The bytes of the original wherever something like `needle` stands in it, in order and not overlapping. Where several
/// overlap, what is nearest to the needle counts.
pub(super) fn find_similar(text: &Normalised, needle: &Normalised) -> Vec<Range<usize>> {
    let (units, sought) = (texts(text), texts(needle));
    let mut found: Vec<(u8, Range<usize>)> = (0..units.len())
        .filter_map(|start| {
            let (distance, length) = likeness(&units[start..], &sought)?;
            Some((distance, start..start + length))
        })
        .collect();
    found.sort_by_key(|(distance, place)| (*distance, place.start));
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (_, place) in found {
        let overlaps = |other: &Range<usize>| place.start < other.end && other.start < place.end;
        if !taken.iter().any(overlaps) {
            taken.push(place);
        }
    }
    taken.sort_by_key(|place| place.start);
    taken
        .into_iter()
        .map(|place| text.original(place))
        .collect()
}

fn texts(text: &Normalised) -> Vec<&str> {
    let units = text.units().iter();
    units.map(|unit| text.unit_text(unit)).collect()
}

/// How far the start of `units` is from `sought` (0 the same, 1 another unit or two that changed places, 2 one more, 3 one fewer), and how many units
/// that takes.
fn likeness(units: &[&str], sought: &[&str]) -> Option<(u8, usize)> {
    let same = units.iter().zip(sought).take_while(|(a, b)| a == b).count();
    if same == sought.len() {
        return (same > 0).then_some((0, same));
    }
    let (rest, sought_rest) = (&units[same..], &sought[same..]);
    let missing = sought_rest[0];
    if let [other, after @ ..] = rest
        && is_like(other, missing)
        && after.starts_with(&sought_rest[1..])
    {
        return Some((1, sought.len()));
    }
    if let ([first, second, after @ ..], [_, other, sought_after @ ..]) = (rest, sought_rest)
        && (first, second) == (other, &missing)
        && !is_fixed(first)
        && !is_fixed(second)
        && after.starts_with(sought_after)
    {
        return Some((1, sought.len()));
    }
    if same > 0
        && let [more, after @ ..] = rest
        && !is_fixed(more)
        && !is_word(more)
        && after.starts_with(sought_rest)
    {
        return Some((2, sought.len() + 1));
    }
    let enough = sought.len() > LEAST_UNITS && !is_fixed(missing) && !is_word(missing);
    (enough && rest.starts_with(&sought_rest[1..])).then_some((3, sought.len() - 1))
}

/// Whether one unit may stand in the place of another.
fn is_like(other: &str, sought: &str) -> bool {
    match (is_word(other), is_word(sought)) {
        (true, true) => is_long_word(sought) && differ_by_a_letter(other, sought),
        (false, false) => !is_fixed(other) && !is_fixed(sought),
        _ => false,
    }
}

/// Numbers and punctuation: another one is another matter.
pub(super) fn is_fixed(unit: &str) -> bool {
    unit.starts_with(|c: char| c.is_ascii_digit() || c == '、')
}

/// Whether it is a Latin word; of the other units only numbers have several characters.
pub(super) fn is_word(unit: &str) -> bool {
    !is_fixed(unit)
        && (unit.chars().count() > 1 || unit.starts_with(|c: char| c.is_ascii_alphabetic()))
}

pub(super) fn is_long_word(unit: &str) -> bool {
    is_word(unit) && unit.chars().count() >= LEAST_LETTERS
}

/// Whether one letter is another, one more or one fewer.
pub(super) fn differ_by_a_letter(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    let after = |letters: &'_ [char]| letters.get(1..).unwrap_or_default().to_vec();
    after(one) == after(other) || after(one) == other || one == after(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a str, needle: &str) -> Vec<&'a str> {
        let places = find_similar(&Normalised::of(text), &Normalised::of(needle));
        places.into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn one_unit_may_be_another_one_more_or_one_fewer() {
        assert_eq!(
            found("保健帥と保健師の連携", "保健師"),
            ["保健帥", "保健師"]
        );
        assert_eq!(
            found("コーデイネーターの養成", "コーディネーター"),
            ["コーデイネーター"]
        );
        assert_eq!(found("個別の避難計画", "個別避難計画"), ["個別の避難計画"]);
        assert_eq!(found("個別避計画", "個別避難計画"), ["個別避計画"]);
        assert_eq!(found("夜間の電源", "夜の間電源"), ["夜間の電源"]);
        assert!(found("個別計画", "個別避難計画").is_empty());
    }

    #[test]
    fn too_little_is_left_of_three_units() {
        assert!(found("看護", "看護師").is_empty());
        assert!(!may_be_misspelt("研修"));
        assert!(may_be_misspelt("看護師"));
        assert!(!may_be_misspelt("35単位"));
    }

    #[test]
    fn numbers_and_punctuation_stay() {
        assert!(found("135単位数", "35単位数").is_empty());
        assert!(found("単位数", "35単位数").is_empty());
        assert!(found("研修、養成", "研修と養成").is_empty());
    }

    #[test]
    fn a_latin_word_differs_by_one_letter() {
        for text in ["NICUから", "nicから", "NICUUから", "nixuから"] {
            assert_eq!(found(text, "NICU").len(), 1, "{text}");
        }
        assert!(found("PICUUから", "NICU").is_empty());
        assert!(found("ICTの", "ICU").is_empty(), "too short");
        assert!(may_be_misspelt("nicuu") && !may_be_misspelt("icu"));
    }

    #[test]
    fn what_is_nearest_counts() {
        assert_eq!(found("の看護師が", "看護師"), ["看護師"]);
        assert_eq!(
            first_like("看護\n帥の", "看護師"),
            Some("看護帥".to_owned())
        );
    }
}
