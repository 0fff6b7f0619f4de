//! How the wording of a query is looked up and what ranks the hits.

use tantivy::query::{
    BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::plan::{Clauses, unscored};
use super::schema::Fields;
use super::units::{SEPARATOR, UnitText};
use super::words::joined_words;
use crate::search::{Atom, Query};
use crate::text::fold;

/// What a term counts for again where it is a word of its own and not a part of another one.
const WORD_BOOST: f32 = 0.5;
/// The same in a heading or in the title of the topic.
const TITLE_BOOST: f32 = 1.0;
/// What the terms count for again where they stand together as typed.
const TOGETHER_BOOST: f32 = 0.5;

/// Looks wording up in one state of the index.
#[derive(Clone, Copy)]
pub(super) struct Wording<'a> {
    pub fields: Fields,
    pub searcher: &'a Searcher,
}

impl Wording<'_> {
    /// Finds `text` in the wording or the titles, or as the whole name of the speaker, unless it is a quoted `phrase`.
    pub fn found(&self, text: &str, phrase: bool) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let printed = self.run(&UnitText::of(text));
        if phrase {
            return Ok(printed);
        }
        let name = Term::from_field_text(self.fields.speaker_key, &fold(text));
        // Few terms are names. Those that are not stay one lookup.
        if self.searcher.doc_freq(&name)? == 0 {
            return Ok(printed);
        }
        let name = unscored(Box::new(TermQuery::new(name, IndexRecordOption::Basic)));
        Ok(Box::new(BooleanQuery::union(vec![printed, name])))
    }

    /// Optional clauses that only rank.
    pub fn ranking(&self, query: &Query) -> Clauses {
        let mut clauses = Clauses::new();
        for text in query.marked_texts() {
            let words = joined_words(text, &UnitText::of(text));
            for (field, boost) in [
                (self.fields.words, WORD_BOOST),
                (self.fields.title_words, TITLE_BOOST),
            ] {
                if let Some(words) = words_query(field, &words) {
                    clauses.push((Occur::Should, Box::new(BoostQuery::new(words, boost))));
                }
            }
        }
        if let Some(together) = together(query) {
            let run = self.run(&UnitText::of(&together));
            clauses.push((
                Occur::Should,
                Box::new(BoostQuery::new(run, TOGETHER_BOOST)),
            ));
        }
        clauses
    }

    /// Finds the units one after the other: up to three are one lookup, more are a phrase of triples that cover them, the
    /// last one reaching back so that none is left out.
    fn run(&self, units: &UnitText) -> Box<dyn TantivyQuery> {
        let length = units.len();
        let field = match length {
            0 => return Box::new(EmptyQuery),
            1 => self.fields.units,
            2 => self.fields.pairs,
            _ => self.fields.triples,
        };
        if length <= 3 {
            let term = Term::from_field_text(field, units.gram(0, length));
            return Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        }
        let mut starts: Vec<usize> = (0..=length - 3).step_by(3).collect();
        if starts.last() != Some(&(length - 3)) {
            starts.push(length - 3);
        }
        let triple = |start| (start, Term::from_field_text(field, units.gram(start, 3)));
        Box::new(PhraseQuery::new_with_offset(
            starts.into_iter().map(triple).collect(),
        ))
    }
}

fn words_query(field: Field, joined_words: &str) -> Option<Box<dyn TantivyQuery>> {
    let words = joined_words.split(SEPARATOR).enumerate();
    let words = words.filter(|(_, word)| !word.is_empty());
    let mut terms: Vec<(usize, Term)> = words
        .map(|(offset, word)| (offset, Term::from_field_text(field, word)))
        .collect();
    match terms.len() {
        0 => None,
        1 => terms.pop().map(|(_, term)| -> Box<dyn TantivyQuery> {
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        }),
        _ => Some(Box::new(PhraseQuery::new_with_offset(terms))),
    }
}

/// The terms that have to be found, one after the other, if there are several.
fn together(query: &Query) -> Option<String> {
    let clauses = query
        .clauses()
        .iter()
        .filter(|clause| clause.any.len() == 1);
    let terms = clauses.filter_map(|clause| match &clause.any[0].atom {
        Atom::Text { text, .. } if !clause.any[0].negated => Some(text.as_str()),
        _ => None,
    });
    let terms: Vec<&str> = terms.collect();
    (terms.len() > 1).then(|| terms.join(" "))
}
