//! A text as the sequence of its units of matching: what is indexed, looked up and marked.

use std::ops::Range;

use crate::text::Normalised;

/// Stands between two units, so that 1 and 23 are not taken for 12 and 3. No unit holds it.
pub(super) const SEPARATOR: char = '\u{1f}';

/// Stands for the end of a sentence, so that 研修。医療 does not hold 修医.
const SENTENCE_END: &str = "。";

/// The units of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct UnitText {
    joined: String,
    spans: Vec<Range<usize>>,
    originals: Vec<Range<usize>>,
}

impl UnitText {
    /// The units of `text`.
    pub fn of(text: &str) -> Self {
        let normalised = Normalised::of(text);
        let mut units = Self {
            joined: String::with_capacity(normalised.as_str().len() * 2),
            ..Self::default()
        };
        let mut last_end = None;
        for unit in normalised.units() {
            let folded = normalised.unit_text(unit);
            if folded.is_empty() || folded.contains(SEPARATOR) {
                continue;
            }
            if let Some(end) = last_end
                && let Some(gap) = text.get(end..unit.original.start)
                && gap.contains(['。', '｡'])
            {
                units.push(SENTENCE_END, end..unit.original.start);
            }
            units.push(folded, unit.original.clone());
            last_end = Some(unit.original.end);
        }
        units
    }

    fn push(&mut self, unit: &str, original: Range<usize>) {
        if !self.spans.is_empty() {
            self.joined.push(SEPARATOR);
        }
        let start = self.joined.len();
        self.joined.push_str(unit);
        self.spans.push(start..self.joined.len());
        self.originals.push(original);
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

    /// Whether the unit at `index` is the end of a sentence.
    pub fn ends_sentence(&self, index: usize) -> bool {
        self.unit(index) == SENTENCE_END
    }

    /// `length` units from `start`, with the separator between any two.
    pub fn gram(&self, start: usize, length: usize) -> &str {
        &self.joined[self.spans[start].start..self.spans[start + length - 1].end]
    }

    /// Where the unit at `index` stands in the text it was made of, in bytes.
    pub fn original(&self, index: usize) -> Range<usize> {
        self.originals[index].clone()
    }

    /// Where `needle` occurs, overlapping occurrences included, as ranges of units.
    pub fn find_all(&self, needle: &Self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if needle.len() == 0 {
            return found;
        }
        let mut from = 0;
        while let Some(at) = self.joined[from..].find(&needle.joined) {
            let start = from + at;
            let end = start + needle.joined.len();
            // The separator keeps a hit inside a longer run of digits from counting: both ends have to be ends of units.
            if let Ok(first) = self.spans.binary_search_by_key(&start, |span| span.start)
                && let Some(last) = self.spans.get(first + needle.len() - 1)
                && last.end == end
            {
                found.push(first..first + needle.len());
            }
            from = start
                + self.joined[start..]
                    .chars()
                    .next()
                    .map_or(1, char::len_utf8);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_keep_their_place_in_the_text() {
        let text = "研修 の";
        let units = UnitText::of(text);
        assert_eq!((units.len(), units.gram(0, 2)), (3, "研\u{1f}修"));
        assert_eq!(&text[units.original(2)], "の");
    }

    #[test]
    fn overlapping_occurrences_are_all_found() {
        let units = UnitText::of("ああああ");
        assert_eq!(units.find_all(&UnitText::of("ああ")), [0..2, 1..3, 2..4]);
        assert!(units.find_all(&UnitText::default()).is_empty());
    }
}
