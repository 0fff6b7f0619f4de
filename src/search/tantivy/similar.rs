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

/// The shortest term of characters that is taken for misspelt.
const SHORTEST_RUN: usize = 3;
/// The shortest Latin word that is.
const SHORTEST_WORD: usize = 4;
/// The most runs that are looked up for one term.
const MOST_RUNS: usize = 64;
/// The most entries of the dictionary that are looked at for one place of a term.
const MOST_ENTRIES: usize = 20_000;

impl Segment<'_> {
    /// What of `within` has a run that differs from `units` in one place.
    pub fn keep_similar(
        &self,
        within: &RoaringBitmap,
        units: &UnitText,
    ) -> tantivy::Result<RoaringBitmap> {
        let mut found = RoaringBitmap::new();
        for run in self.similar_runs(units)?.into_iter().take(MOST_RUNS) {
            found |= self.keep_with_run(within, &UnitText::of_units(&run))?;
        }
        Ok(found)
    }

    /// The runs that `units` may have been meant for. Those that the index does not hold cost one lookup each.
    fn similar_runs(&self, units: &UnitText) -> tantivy::Result<BTreeSet<Vec<String>>> {
        let typed: Vec<String> = (0..units.len())
            .map(|at| units.unit(at).to_owned())
            .collect();
        let mut runs = BTreeSet::new();
        for (at, unit) in typed.iter().enumerate() {
            if unit.chars().all(char::is_alphabetic) && unit.is_ascii() {
                for word in self.similar_words(unit)? {
                    runs.insert(replaced(&typed, at..at + 1, &[word]));
                }
            }
        }
        let length = typed.len();
        if length < SHORTEST_RUN {
            return Ok(runs);
        }
        if length > SHORTEST_RUN {
            for at in (0..length).filter(|at| !is_fixed(&typed[*at])) {
                runs.insert(replaced(&typed, at..at + 1, &[]));
            }
        }
        for at in 1..length {
            if !is_fixed(&typed[at]) && !is_fixed(&typed[at - 1]) {
                let swapped = [typed[at].clone(), typed[at - 1].clone()];
                runs.insert(replaced(&typed, at - 1..at + 1, &swapped));
            }
            for unit in self.units_between(&typed[..at], &typed[at..])? {
                runs.insert(replaced(&typed, at..at, &[unit]));
            }
            if let Some(after) = typed.get(at + 1..).filter(|_| !is_fixed(&typed[at])) {
                for unit in self.units_between(&typed[..at], after)? {
                    runs.insert(replaced(&typed, at..at + 1, &[unit]));
                }
            }
        }
        runs.remove(&typed);
        Ok(runs)
    }

    /// The units that stand between the last of `before` and the first of `after` somewhere in the index.
    fn units_between(&self, before: &[String], after: &[String]) -> tantivy::Result<Vec<String>> {
        let (Some(last), Some(next)) = (before.last(), after.first()) else {
            return Ok(Vec::new());
        };
        let middle = |run: &str| {
            let mut run = run.split(SEPARATOR);
            let unit = run.nth(1)?;
            (run.next() == Some(next) && !is_fixed(unit)).then(|| unit.to_owned())
        };
        let beginning = format!("{last}{SEPARATOR}");
        let mut units = Vec::new();
        self.entries_with(self.fields.triples, &beginning, |run| {
            units.extend(middle(run));
        })?;
        Ok(units)
    }

    /// The Latin words of the index that differ from `word` in one letter.
    fn similar_words(&self, word: &str) -> tantivy::Result<Vec<String>> {
        let letters: Vec<char> = word.chars().collect();
        let mut similar = Vec::new();
        if letters.len() < SHORTEST_WORD {
            return Ok(similar);
        }
        for first in 'a'..='z' {
            self.entries_with(self.fields.units, &first.to_string(), |entry| {
                let other: Vec<char> = entry.chars().collect();
                if other != letters && differ_in_one_place(&letters, &other) {
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
        for _ in 0..MOST_ENTRIES {
            if !entries.advance() {
                break;
            }
            match std::str::from_utf8(entries.key()) {
                Ok(entry) if entry.starts_with(beginning) => each(entry),
                _ => break,
            }
        }
        Ok(())
    }
}

/// Numbers and punctuation: another one is another matter.
fn is_fixed(unit: &str) -> bool {
    unit.starts_with(|c: char| c.is_ascii_digit() || c == '、')
}

fn replaced(units: &[String], place: std::ops::Range<usize>, by: &[String]) -> Vec<String> {
    let mut run = units[..place.start].to_vec();
    run.extend_from_slice(by);
    run.extend_from_slice(&units[place.end..]);
    run
}

/// Whether one letter more, one fewer, another one, or two in the other order make one word the other.
fn differ_in_one_place(a: &[char], b: &[char]) -> bool {
    let same_start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    let same_end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - same_end], &b[..b.len() - same_end]);
    match (a, b) {
        ([], []) | ([_], []) | ([], [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

const _: () = assert!(
    SHORTEST_RUN >= TRIPLE,
    "what may stand between is read from triples"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_differ_in_one_place_or_not() {
        let differ = |a: &str, b: &str| {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            differ_in_one_place(&letters(a), &letters(b))
        };
        for (a, b) in [
            ("nicu", "nicuu"),
            ("nicu", "nic"),
            ("nicu", "nivu"),
            ("nicu", "ncui"),
        ] {
            assert_eq!(differ(a, b), (a, b) != ("nicu", "ncui"), "{a} {b}");
        }
        assert!(differ("care", "acre") && !differ("care", "cafes"));
    }
}
