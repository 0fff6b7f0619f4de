//! The one normaliser: folds text for matching and keeps where each folded character came from.
//!
//! Serves indexing, querying, highlighting and name matching alike. Its result is for matching only and is never shown
//! or stored as wording, and equal folds do not make two names one person (DESIGN.md, rules 1 and 2). What is folded,
//! what is not, and why: docs/decisions/0003-one-normaliser.md. Each rule has a file: `glyphs` (NFKC, case, marks,
//! invisible characters), `variants` (kanji), `numbers`, `counters` (ヶ月), `kana`, `units` (what matches whole).

mod chars;
mod counters;
mod find;
mod glyphs;
mod kana;
mod numbers;
#[cfg(test)]
mod properties;
mod units;
mod variants;

use std::ops::Range;

/// Rises when folding changes in any way, so that an index built with another version is rebuilt.
pub const NORMALISER_VERSION: u32 = 1;

/// One unit of matching: a number, a Latin word, a break (punctuation between two other units) or any other single
/// character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Byte range in the folded text.
    pub folded: Range<usize>,
    /// Byte range in the original text, on character boundaries and never empty. The ranges of a text are in order and
    /// do not overlap, except that units made of one printed character (㍿) have that character's range, all of them.
    pub original: Range<usize>,
}

/// Text folded for matching, with its units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    text: String,
    units: Vec<Unit>,
}

impl Normalised {
    /// Folds `original`, in time linear in its length.
    pub fn of(original: &str) -> Self {
        let mut glyphs = glyphs::glyphs(original);
        // The order matters: numbers and ー are told from punctuation and dashes before anything is left out, and
        // katakana is told from hiragana until the end.
        numbers::join_numbers(&mut glyphs);
        units::join_latin(&mut glyphs);
        counters::fold_counters(&mut glyphs);
        kana::tell_long_vowels(&mut glyphs);
        kana::drop_middle_dots(&mut glyphs);
        kana::drop_final_long_vowels(&mut glyphs);
        kana::katakana_to_hiragana(&mut glyphs);
        units::assemble(&glyphs)
    }

    /// The folded text: the units, with a space only between two numbers or two Latin words that nothing else parts.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The units, in order. White space is in none. Punctuation between two others is a unit of its own, the same for
    /// all of it, so that 研修養成 is not found in 「研修、養成」 by whoever compares units side by side.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The folded text of one unit.
    pub fn unit_text(&self, unit: &Unit) -> &str {
        &self.text[unit.folded.clone()]
    }
}

/// The folded form of `original` as a key: equal for any two texts that match each other whole.
pub fn fold(original: &str) -> String {
    Normalised::of(original).text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The folded texts of the units.
    pub(super) fn units(text: &str) -> Vec<String> {
        let normalised = Normalised::of(text);
        normalised
            .units()
            .iter()
            .map(|unit| normalised.unit_text(unit).to_owned())
            .collect()
    }

    /// What each unit came from.
    pub(super) fn originals(text: &str) -> Vec<&str> {
        Normalised::of(text)
            .units
            .into_iter()
            .map(|unit| &text[unit.original])
            .collect()
    }

    #[test]
    fn a_name_is_found_by_any_of_its_forms() {
        for (a, b) in [
            ("齋木委員", "斎木委員"),
            ("島﨑", "島崎"),
            ("米澤　太郎", "米沢太郎"),
            ("𠮷田", "吉田"),
            ("渡邉", "渡邊"),
            ("渡辺", "渡邊"),
            ("神谷", "神谷"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("坂本"), fold("阪本"));
    }

    #[test]
    fn an_opinion_folds_as_a_whole() {
        assert_eq!(
            fold("・ＮＩＣＵ退院後の医療的ケア児ｺｰﾃﾞｨﾈｰﾀｰ養成研\n修は、３ヶ月で１，０００人。"),
            "nicu退院後の医療的けあ児こーでぃねーた養成研修は、3か月で1000人"
        );
    }

    #[test]
    fn time_is_linear_enough_for_a_million_characters() {
        // Not timed: a quadratic step would not come back.
        for piece in ["ー", "・ア", "1,", "1.", "か\u{3099}", "-", "a", "、", "9"] {
            let text = piece.repeat(1_000_000 / piece.len());
            let normalised = Normalised::of(&text);
            assert!(normalised.find(&Normalised::of("アあー1")).is_empty());
        }
    }
}
