//! Whether one document matches a query, decided from what the index keeps of it: for runs too long to be a value of the
//! index, and for misspelt terms.

use serde::Deserialize;

use super::codes;
use super::documents::spaced;
use super::matching::SimilarWords;
use crate::domain::TextEnum;
use crate::search::similar::{is_fixed, is_word};
use crate::search::tantivy::units::UnitText;
use crate::search::{Atom, Query};
use crate::text::fold;

/// The fields that deciding takes.
pub(super) const FIELDS: [&str; 7] = [
    "pk",
    "parts",
    "speaker_keys",
    "issues",
    "councils",
    "fiscal_year",
    "kind",
];

/// What the index keeps of a document.
#[derive(Debug, Deserialize)]
pub(super) struct Kept {
    pub pk: String,
    parts: Vec<String>,
    speaker_keys: Vec<String>,
    issues: Vec<String>,
    councils: Vec<String>,
    fiscal_year: Option<String>,
    kind: Option<String>,
}

impl Kept {
    /// Whether it matches.
    pub fn matches(&self, query: &Query, similar: &SimilarWords) -> bool {
        query.clauses().iter().all(|clause| {
            clause
                .any
                .iter()
                .any(|alternative| self.has(&alternative.atom, similar) != alternative.negated)
        })
    }

    fn has(&self, atom: &Atom, similar: &SimilarWords) -> bool {
        match atom {
            Atom::Text { text, phrase } => {
                self.has_run(&spaced(&UnitText::of(text)))
                    || (!phrase && self.speaker_keys.contains(&codes::value(&fold(text))))
            }
            Atom::Similar(text) => similar_runs(&UnitText::of(text), similar)
                .iter()
                .any(|run| self.has_similar(run)),
            Atom::Speaker(name) => self.speaker_keys.contains(&codes::value(&fold(name))),
            Atom::Issue { keys, .. } => keys
                .iter()
                .any(|key| self.issues.contains(&codes::value(key))),
            Atom::Council { ids, .. } => {
                ids.iter().any(|id| self.councils.contains(&id.to_string()))
            }
            Atom::Year(year) => self.fiscal_year.as_deref() == Some(year.to_string().as_str()),
            Atom::Kind(kind) => self.kind.as_deref() == Some(kind.as_str()),
        }
    }

    fn has_run(&self, run: &str) -> bool {
        let run = format!(" {run} ");
        run.len() > 2
            && self
                .parts
                .iter()
                .any(|part| format!(" {part} ").contains(&run))
    }

    fn has_similar(&self, run: &[Place]) -> bool {
        self.parts.iter().any(|part| {
            let units: Vec<&str> = part.split(' ').collect();
            let stands = |window: &[&str]| {
                window
                    .iter()
                    .zip(run)
                    .all(|(unit, place)| place.takes(unit))
            };
            units.windows(run.len()).any(stands)
        })
    }
}

/// One place of a run of units.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// This unit stands in it.
    Unit(String),
    /// Any kanji or kana does.
    Character,
}

impl Place {
    fn takes(&self, unit: &str) -> bool {
        match self {
            Self::Unit(wanted) => wanted == unit,
            Self::Character => is_character(unit),
        }
    }

    fn is_character(&self) -> bool {
        matches!(self, Self::Unit(unit) if is_character(unit))
    }
}

/// Whether a unit is a kanji or kana, which another one may stand for.
fn is_character(unit: &str) -> bool {
    !is_fixed(unit) && !is_word(unit)
}

/// The fewest units of a term that is taken for misspelt.
const SHORTEST: usize = 3;
/// The most; as in the embedded engine, the term alone bounds what is looked up.
pub(super) const LONGEST_TERM: usize = 24;

/// The runs that a misspelt term may have been meant for: those of the embedded engine.
fn similar_runs(units: &UnitText, similar: &SimilarWords) -> Vec<Vec<Place>> {
    let typed: Vec<Place> = (0..units.len())
        .map(|at| Place::Unit(units.unit(at).to_owned()))
        .collect();
    let replaced =
        |from: usize, to: usize, by: &[Place]| [&typed[..from], by, &typed[to..]].concat();
    let length = typed.len();
    let mut runs = Vec::new();
    if length > LONGEST_TERM {
        return runs;
    }
    for (at, place) in typed.iter().enumerate() {
        for word in similar.get(units.unit(at)).into_iter().flatten() {
            runs.push(replaced(at, at + 1, &[Place::Unit(word.clone())]));
        }
        if length > SHORTEST && place.is_character() {
            runs.push(replaced(at, at + 1, &[]));
        }
    }
    for at in (1..length).filter(|_| length >= SHORTEST) {
        let before = &typed[at - 1];
        if typed[at].is_character() && before.is_character() {
            runs.push(replaced(
                at - 1,
                at + 1,
                &[typed[at].clone(), before.clone()],
            ));
        }
        runs.push(replaced(at, at, &[Place::Character]));
        if at + 1 < length && typed[at].is_character() {
            runs.push(replaced(at, at + 1, &[Place::Character]));
        }
    }
    runs.retain(|run| *run != typed);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Kept {
        Kept {
            pk: "a".to_owned(),
            parts: vec![spaced(&UnitText::of(text))],
            speaker_keys: vec![codes::value("さいき")],
            issues: vec![],
            councils: vec![],
            fiscal_year: Some("2022".to_owned()),
            kind: None,
        }
    }

    #[test]
    fn a_document_matches_by_its_units() {
        let document = kept("医療的ケア児の、35単位");
        for (query, matches) in [
            ("医療的ケア児", true),
            ("医療的ケア児の35", false),
            ("135単位", false),
            ("-医療的ケア児", false),
            ("さいき year:2022", true),
            ("\"さいき\"", false),
            ("夜間 OR 35単位", true),
        ] {
            let query = Query::parse(query);
            assert_eq!(
                document.matches(&query, &SimilarWords::new()),
                matches,
                "{query:?}"
            );
        }
    }

    #[test]
    fn a_misspelt_term_differs_in_one_place() {
        let document = kept("医療的ケア児のnicu");
        let words = SimilarWords::from([("nicuu".to_owned(), vec!["nicu".to_owned()])]);
        for (term, matches) in [
            ("医療てケア児", true),
            ("医療ケア児", true),
            ("医療的なケア児", true),
            ("医的療ケア児", true),
            ("医てりケア児", false),
            ("nicuu", true),
        ] {
            let atom = Atom::Similar(term.to_owned());
            assert_eq!(document.has(&atom, &words), matches, "{term}");
        }
    }
}
