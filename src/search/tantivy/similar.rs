//! What a misspelt term may have meant: runs of units that differ from it in one place and that the index holds.
//!
//! For a term of characters the triples of the index tell which character may stand between two others. For a Latin word,
//! which is one unit, all Latin words of the index are compared. Only asked where nothing was found as typed.

use std::collections::BTreeSet;

use roaring::RoaringBitmap;
use tantivy::schema::Field;

use super::runs::TRIPLE;
use super::sets::Segment;
use super::units::{SEPARATOR, UnitText};
use crate::search::similar::{differ_by_a_letter, is_fixed, is_long_word, is_word};

/// The longest term that is taken for misspelt, in units. What is looked up is bounded by the term alone: a bound on what the
/// dictionary holds would tell of documents that the caller may not see.
const LONGEST_TERM: usize = 24;

impl Segment<'_> {
    /// What of `within` has a run that differs from `units` in one place.
    pub fn keep_similar(
        &self,
        within: &RoaringBitmap,
        units: &UnitText,
    ) -> tantivy::Result<RoaringBitmap> {
        let mut found = RoaringBitmap::new();
        if units.len() > LONGEST_TERM {
            return Ok(found);
        }
        for run in self.similar_runs(units)? {
            found |= self.keep_with_run(within, &UnitText::of_units(&run))?;
        }
        Ok(found)
    }

    /// The runs that `units` may have been meant for. Those that the index does not hold cost a lookup each.
    fn similar_runs(&self, units: &UnitText) -> tantivy::Result<BTreeSet<Vec<String>>> {
        let typed: Vec<String> = (0..units.len())
            .map(|at| units.unit(at).to_owned())
            .collect();
        let length = typed.len();
        let mut runs = BTreeSet::new();
        for (at, unit) in typed.iter().enumerate() {
            if is_word(unit) {
                for word in self.similar_words(unit)? {
                    runs.insert(replaced(&typed, at..at + 1, &[word]));
                }
            }
            if length > TRIPLE && is_character(unit) {
                runs.insert(replaced(&typed, at..at + 1, &[]));
            }
        }
        for at in (1..length).filter(|_| length >= TRIPLE) {
            let swapped = [typed[at].clone(), typed[at - 1].clone()];
            if swapped.iter().all(|unit| is_character(unit)) {
                runs.insert(replaced(&typed, at - 1..at + 1, &swapped));
            }
            for unit in self.units_between(&typed[at - 1], typed.get(at))? {
                runs.insert(replaced(&typed, at..at, &[unit]));
            }
            if is_character(&typed[at]) {
                for unit in self.units_between(&typed[at - 1], typed.get(at + 1))? {
                    runs.insert(replaced(&typed, at..at + 1, &[unit]));
                }
            }
        }
        runs.remove(&typed);
        Ok(runs)
    }

    /// The characters that stand between `before` and `after` somewhere in the index; none at the end of a term, where
    /// leaving out the last unit finds the same.
    fn units_between(&self, before: &str, after: Option<&String>) -> tantivy::Result<Vec<String>> {
        let Some(after) = after else {
            return Ok(Vec::new());
        };
        let middle = |run: &str| {
            let mut run = run.split(SEPARATOR);
            let unit = run.nth(1)?;
            (is_character(unit) && run.next() == Some(after)).then(|| unit.to_owned())
        };
        let beginning = format!("{before}{SEPARATOR}");
        let mut units = Vec::new();
        self.entries_with(self.fields.triples, &beginning, |run| {
            units.extend(middle(run));
        })?;
        Ok(units)
    }

    /// The Latin words of the index that differ from `word` by a letter.
    fn similar_words(&self, word: &str) -> tantivy::Result<Vec<String>> {
        let mut similar = Vec::new();
        if !is_long_word(word) {
            return Ok(similar);
        }
        for first in 'a'..='z' {
            self.entries_with(self.fields.units, &first.to_string(), |entry| {
                if entry != word && differ_by_a_letter(entry, word) {
                    similar.push(entry.to_owned());
                }
            })?;
        }
        Ok(similar)
    }

    /// Tells `each` the entries of a dictionary that begin so.
    fn entries_with(
        &self,
        field: Field,
        beginning: &str,
        mut each: impl FnMut(&str),
    ) -> tantivy::Result<()> {
        let index = self.reader.inverted_index(field)?;
        let mut entries = index.terms().range().ge(beginning).into_stream()?;
        while entries.advance() {
            match std::str::from_utf8(entries.key()) {
                Ok(entry) if entry.starts_with(beginning) => each(entry),
                _ => break,
            }
        }
        Ok(())
    }
}

/// Whether a unit is a kanji or kana, which another one may stand for.
fn is_character(unit: &str) -> bool {
    !is_fixed(unit) && !is_word(unit)
}

fn replaced(units: &[String], place: std::ops::Range<usize>, by: &[String]) -> Vec<String> {
    let mut run = units[..place.start].to_vec();
    run.extend_from_slice(by);
    run.extend_from_slice(&units[place.end..]);
    run
}
