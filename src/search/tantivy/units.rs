//! A text as the sequence of its units of matching, in the form in which it is indexed and looked up.

use std::ops::Range;

use crate::text::Normalised;

/// Stands between two units, so that 1 and 23 are not taken for 12 and 3. No unit holds it.
pub(in crate::search) const SEPARATOR: char = '\u{1f}';

/// The unit that the normaliser puts for punctuation between two others.
const BREAK: &str = "、";

/// The units of a text.
#[derive(Debug, Clone, Default)]
pub(in crate::search) struct UnitText {
    joined: String,
    spans: Vec<Range<usize>>,
    original_starts: Vec<usize>,
}

impl UnitText {
    /// The units of `text`.
    pub fn of(text: &str) -> Self {
        let normalised = Normalised::of(text);
        let mut units = Self {
            joined: String::with_capacity(normalised.as_str().len() + normalised.units().len()),
            ..Self::default()
        };
        for unit in normalised.units() {
            let folded = normalised.unit_text(unit);
            if !folded.contains(SEPARATOR) {
                units.push(folded, unit.original.start);
            }
        }
        units
    }

    /// Units that are told one by one.
    pub fn of_units(units: &[String]) -> Self {
        let mut text = Self::default();
        for unit in units {
            text.push(unit, 0);
        }
        text
    }

    fn push(&mut self, unit: &str, original_start: usize) {
        if !self.spans.is_empty() {
            self.joined.push(SEPARATOR);
        }
        let start = self.joined.len();
        self.joined.push_str(unit);
        self.spans.push(start..self.joined.len());
        self.original_starts.push(original_start);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// All of them, with the separator between any two.
    pub fn joined(&self) -> &str {
        &self.joined
    }

    /// The unit at `index`.
    pub fn unit(&self, index: usize) -> &str {
        &self.joined[self.spans[index].clone()]
    }

    /// Whether the unit at `index` stands for punctuation.
    pub fn is_break(&self, index: usize) -> bool {
        self.unit(index) == BREAK
    }

    /// `length` units from `start`, with the separator between any two.
    pub fn gram(&self, start: usize, length: usize) -> &str {
        &self.joined[self.spans[start].start..self.spans[start + length - 1].end]
    }

    /// Where the unit at `index` begins in the text it was made of, in bytes.
    pub fn original_start(&self, index: usize) -> usize {
        self.original_starts[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_joined_and_keep_their_place() {
        let text = "研修 12、の";
        let units = UnitText::of(text);
        assert_eq!((units.len(), units.gram(1, 2)), (5, "修\u{1f}12"));
        assert!(units.is_break(3));
        assert_eq!(&text[units.original_start(4)..], "の");
    }
}
