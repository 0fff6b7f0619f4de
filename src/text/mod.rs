//! The one normaliser: folds text for matching and keeps where each folded character came from.
//!
//! Serves indexing, querying, highlighting and name matching alike. Its result is for matching only and is never shown
//! or stored as wording (DESIGN.md, rule 1).

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// Rises when folding changes in any way, so that an index built with another version is rebuilt.
pub const NORMALISER_VERSION: u32 = 1;

/// One unit of matching: a digit run, a Latin run, or any other single character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Byte range in the folded text.
    pub folded: Range<usize>,
    /// Byte range in the original text.
    pub original: Range<usize>,
}

/// Text folded for matching, with its units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    text: String,
    units: Vec<Unit>,
}

impl Normalised {
    /// Folds `original`.
    pub fn of(original: &str) -> Self {
        // Placeholder until src/text is written out: one unit per character.
        let mut text = String::new();
        let mut units = Vec::new();
        for (start, c) in original.char_indices() {
            let from = text.len();
            text.extend(c.nfkc().flat_map(char::to_lowercase));
            if !c.is_whitespace() {
                units.push(Unit {
                    folded: from..text.len(),
                    original: start..start + c.len_utf8(),
                });
            }
        }
        Self { text, units }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The units, in order; white space and punctuation that does not matter for matching is in none of them.
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
    let normalised = Normalised::of(original);
    normalised
        .units()
        .iter()
        .map(|unit| normalised.unit_text(unit))
        .collect()
}
