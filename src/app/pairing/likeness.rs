//! How like each other two texts are, folded for matching.

use std::collections::HashSet;

use crate::text::fold;

/// From which likeness on two texts are the same text, corrected: pairs of characters in common (Dice's coefficient). Half would
/// take two remarks about one thing for each other.
pub(super) const NEARLY: f64 = 0.6;
/// From which likeness on a text says what the other one said: a person who deleted that one need not be asked again.
const SAYS_THE_SAME: f64 = 0.8;
/// Up to this many characters a text is short.
const SHORT: usize = 24;
/// Up to this many letters a text may be one that is said again and again (はい, 異議なし): where it stands tells which it is.
const BRIEF: usize = 12;
/// A text of at least so many pairs of characters that stands whole in another is the same text, which grew.
const SHORTEST_WHOLE: usize = 4;
/// How much of a text is compared, in characters.
const LONGEST: usize = 2_000;

/// A text, ready to be compared.
pub(super) struct Compared {
    folded: Vec<char>,
    pairs: HashSet<(char, char)>,
}

impl Compared {
    pub(super) fn of(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let folded: Vec<char> = fold(&text).chars().collect();
        let pairs = folded.windows(2).map(|pair| (pair[0], pair[1])).collect();
        Self { folded, pairs }
    }

    /// How like each other two texts are, from 0 to 1.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let (one, two) = (self.pairs.len(), other.pairs.len());
        let common = self.common(other);
        let alike = self.in_common(other);
        // A paragraph that was added to a text leaves it the same text.
        let grown = one.min(two) >= SHORTEST_WHOLE && common == one.min(two);
        if grown { alike.max(NEARLY) } else { alike }
    }

    fn common(&self, other: &Self) -> usize {
        self.pairs.intersection(&other.pairs).count()
    }

    /// How much two texts have in common, whether one is a part of the other or not.
    fn in_common(&self, other: &Self) -> f64 {
        if self.folded.len().max(other.folded.len()) <= SHORT {
            short_likeness(&self.folded, &other.folded)
        } else {
            let all = self.pairs.len() + other.pairs.len();
            ratio(2 * self.common(other), all)
        }
    }
}

/// Whether a text is so short that it may be said by anybody, and again and again.
pub(super) fn is_brief(text: &str) -> bool {
    text.chars()
        .filter(|one| one.is_alphanumeric())
        .nth(BRIEF)
        .is_none()
}

/// Whether a brief text may be another one, corrected, where both stand in the same place: one begins as the other does, or
/// they are nearly the same.
pub(super) fn may_be_corrected(one: &str, other: &str) -> bool {
    let (one, other) = (Compared::of(one), Compared::of(other));
    let shorter = one.folded.len().min(other.folded.len());
    let both = one.folded.iter().zip(&other.folded);
    let first = both.take_while(|(a, b)| a == b).count();
    (first > 0 && 2 * first >= shorter) || one.likeness(&other) >= NEARLY
}

/// Whether a text says no more than another one said, though a word may have been mended: most of the letters are the same, and
/// there is no paragraph more.
pub(in crate::app) fn says_the_same(before: &str, now: &str) -> bool {
    let paragraphs = |text: &str| text.lines().count();
    let letters =
        |text: &str| -> String { text.chars().filter(|one| one.is_alphanumeric()).collect() };
    if paragraphs(now) > paragraphs(before) {
        return false;
    }
    let (before, now) = (letters(&fold(before)), letters(&fold(now)));
    let (one, other) = (before.chars().count(), now.chars().count());
    let grew = other.saturating_sub(one) > one / 5;
    before == now || !grew && Compared::of(&before).in_common(&Compared::of(&now)) >= SAYS_THE_SAME
}

/// Of short texts one changed character changes too many pairs: how many characters need not be changed counts (Levenshtein).
fn short_likeness(a: &[char], b: &[char]) -> f64 {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, one) in (1..).zip(a) {
        let mut corner = row[0];
        row[0] = at;
        for (n, other) in (1..).zip(b) {
            let change = corner + usize::from(one != other);
            corner = row[n];
            row[n] = change.min(row[n] + 1).min(row[n - 1] + 1);
        }
    }
    let longest = a.len().max(b.len());
    ratio(longest - row[b.len()], longest)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a text has far fewer than 2^52 characters"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_by_most_of_its_characters_or_as_a_part_of_another() {
        for (one, other, same) in [
            ("窓口が遠い。", "窓口は遠い。", true),
            ("窓口が遠い。", "駅が遠い話である。", false),
            ("賛成。", "反対。", false),
            (
                "窓口が遠くて通えない。",
                "春の山は静かである。夏の海は青い。\n窓口が遠くて通えない。",
                true,
            ),
        ] {
            let likeness = Compared::of(one).likeness(&Compared::of(other));
            assert_eq!(likeness >= NEARLY, same, "{one} {other} {likeness}");
        }
    }

    #[test]
    fn a_brief_text_in_the_same_place_is_known_by_how_it_begins() {
        for (one, other, same) in [
            ("はい", "はい。", true),
            ("はい。", "はい、承知しました。", true),
            ("異議なし", "異議ありません。", true),
            ("承知しました。", "了解しました。", true),
            ("賛成。", "反対。", false),
            ("窓口が遠い。", "駐車場が狭い。", false),
        ] {
            assert!(is_brief(one), "{one}");
            assert_eq!(may_be_corrected(one, other), same, "{one} {other}");
        }
        assert!(!is_brief("窓口が遠くて通えない人が多い。"));
    }

    #[test]
    fn words_that_nobody_judged_are_more_than_a_word_mended() {
        for (before, now, same) in [
            ("はい", "はい。", true),
            ("窓口が遠くて通えない。", "窓口が遠くて通えません。", false),
            (
                "相談の窓口が遠くて通えない人が多い。",
                "相談の窓口が遠くて通えない人がおおい。",
                true,
            ),
            ("窓口が遠い。", "窓口が遠い。\n春である。", false),
            ("窓口が遠い。", "窓口が遠い。駐車場も足りない。", false),
            ("窓口が遠い。\n春である。", "窓口が遠い。春である。", true),
        ] {
            assert_eq!(says_the_same(before, now), same, "{before} {now}");
        }
    }
}
