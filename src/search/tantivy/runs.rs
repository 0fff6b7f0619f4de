//! Runs of four and more units that are so frequent that finding them from triples would cost too much.
//!
//! A run is looked up by its triples and their positions. Where every triple of it is in half of the documents (医療的ケア児
//! in the minutes of a council on it), that reads the positions of half of the corpus. So what is frequent is learned from
//! a sample when the index is built, and a run whose beginning is frequent is indexed as a whole, one unit longer than what
//! was found frequent. What is not indexed as a whole then has an indexed beginning that few documents have, and only in
//! those are positions read. How often something is found to be frequent decides speed alone, never what is found.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::grams::unit_spans;
use super::units::UnitText;

/// How many units a run has at most that is indexed as a whole.
pub(super) const LONGEST: usize = 8;
/// The units of a run that is found by its own lookup in any case.
pub(super) const TRIPLE: usize = 3;
/// A run is frequent that more than one of so many documents has.
const FREQUENT_ONE_OF: usize = 16;

/// The frequent runs of an index: every beginning of a frequent run is frequent too.
#[derive(Debug, Default, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct FrequentRuns(Option<HashSet<Box<str>>>);

impl FrequentRuns {
    /// What is frequent in `texts`, each the joined units of one document.
    pub fn of(texts: &[String]) -> Self {
        let least = texts.len() / FREQUENT_ONE_OF + 1;
        let mut frequent: HashSet<Box<str>> = HashSet::new();
        for length in TRIPLE..LONGEST {
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for text in texts {
                let mut of_text: HashSet<&str> = HashSet::new();
                for_each_run(text, length, |beginning, run| {
                    if length == TRIPLE || frequent.contains(beginning) {
                        of_text.insert(run);
                    }
                });
                for run in of_text {
                    *counts.entry(run).or_default() += 1;
                }
            }
            let found: Vec<Box<str>> = counts
                .into_iter()
                .filter(|(_, count)| *count >= least)
                .map(|(run, _)| run.into())
                .collect();
            if found.is_empty() {
                break;
            }
            frequent.extend(found);
        }
        Self((!frequent.is_empty()).then_some(frequent))
    }

    /// Nothing is frequent.
    pub const fn none() -> Self {
        Self(None)
    }

    fn is_frequent(&self, run: &str) -> bool {
        self.0.as_ref().is_some_and(|runs| runs.contains(run))
    }

    /// How many units the longest run from `start` has that is looked up as a whole; there are at least three.
    pub fn longest_at(&self, units: &UnitText, start: usize) -> usize {
        let most = LONGEST.min(units.len() - start);
        let mut length = TRIPLE;
        while length < most
            && joins(units.unit(start + length))
            && self.is_frequent(units.gram(start, length))
        {
            length += 1;
        }
        length
    }
}

/// Whether a unit may stand inside a run that is indexed as a whole. Terms hold neither punctuation nor を; what runs across
/// them is half of another sentence, and not worth its place.
fn joins(unit: &str) -> bool {
    !matches!(unit, "" | "、" | "を")
}

/// Tells `each` every run of `length` units that spans no gap, with itself but for its last unit.
fn for_each_run<'t>(text: &'t str, length: usize, mut each: impl FnMut(&'t str, &'t str)) {
    let mut spans = Vec::new();
    unit_spans(text, &mut spans);
    for run in spans.windows(length) {
        if run.iter().all(|unit| joins(&text[unit.clone()])) {
            let start = run[0].start;
            each(
                &text[start..run[length - 2].end],
                &text[start..run[length - 1].end],
            );
        }
    }
}

/// Cuts joined units into the runs that are indexed as a whole.
#[derive(Debug, Clone)]
pub(super) struct LongRuns {
    frequent: Arc<OnceLock<FrequentRuns>>,
    tokens: Vec<(usize, usize)>,
    token: Token,
}

impl LongRuns {
    /// By what is known to be frequent when a text is cut.
    pub fn by(frequent: Arc<OnceLock<FrequentRuns>>) -> Self {
        Self {
            frequent,
            tokens: Vec::new(),
            token: Token::default(),
        }
    }
}

impl Tokenizer for LongRuns {
    type TokenStream<'a> = LongRunStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LongRunStream<'a> {
        self.tokens.clear();
        if let Some(frequent) = self.frequent.get().filter(|frequent| frequent.0.is_some()) {
            let mut spans = Vec::new();
            unit_spans(text, &mut spans);
            for first in 0..spans.len() {
                let start = spans[first].start;
                let mut last = first + TRIPLE - 1;
                while let Some(unit) = spans.get(last + 1)
                    && last + 1 < first + LONGEST
                    && joins(&text[unit.clone()])
                    && frequent.is_frequent(&text[start..spans[last].end])
                {
                    last += 1;
                    self.tokens.push((start, unit.end));
                }
            }
        }
        self.token.reset();
        LongRunStream {
            text,
            runs: self,
            next: 0,
        }
    }
}

/// The runs of one text.
#[derive(Debug)]
pub(super) struct LongRunStream<'a> {
    text: &'a str,
    runs: &'a mut LongRuns,
    next: usize,
}

impl TokenStream for LongRunStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(start, end)) = self.runs.tokens.get(self.next) else {
            return false;
        };
        let token = &mut self.runs.token;
        token.position = self.next;
        (token.offset_from, token.offset_to) = (start, end);
        token.text.clear();
        token.text.push_str(&self.text[start..end]);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.runs.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.runs.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        UnitText::of(text).joined().to_owned()
    }

    #[test]
    fn what_many_texts_share_is_indexed_one_unit_longer() {
        let mut texts = vec![joined("医療的ケア児の支援")];
        texts.extend((0..500).map(|number| joined(&format!("{number}人の研修"))));
        texts.extend((0..60).map(|_| joined("医療的ケア児")));
        let frequent = FrequentRuns::of(&texts);
        let units = UnitText::of("医療的ケア児の支援");
        assert_eq!(frequent.longest_at(&units, 0), 7);
        assert_eq!(frequent.longest_at(&UnitText::of("夜間の研修"), 0), 3);

        let mut runs = LongRuns::by(Arc::new(OnceLock::from(frequent)));
        let mut found = Vec::new();
        runs.token_stream(units.joined())
            .process(&mut |token| found.push(token.text.replace('\u{1f}', "")));
        for run in ["医療的け", "医療的けあ児", "医療的けあ児の", "的けあ児の"]
        {
            assert!(found.contains(&run.to_owned()), "{run}: {found:?}");
        }
        assert!(!found.contains(&"医療的けあ児の支".to_owned()), "{found:?}");
    }

    #[test]
    fn no_run_spans_a_gap() {
        let text = "医\u{1f}療\u{1f}的\u{1f}\u{1f}ケ\u{1f}ア\u{1f}児\u{1f}の";
        let texts: Vec<String> = (0..10).map(|_| text.to_owned()).collect();
        let mut runs = LongRuns::by(Arc::new(OnceLock::from(FrequentRuns::of(&texts))));
        let mut found = Vec::new();
        runs.token_stream(text)
            .process(&mut |token| found.push(token.text.replace('\u{1f}', "")));
        assert_eq!(found, ["ケア児の"]);
    }
}
