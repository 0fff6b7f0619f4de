//! The query language, the same for every engine, the API and the command line.
//!
//! - Terms stand apart by white space, full width or not, and are ANDed.
//! - `"exact phrase"`, also in full-width or typographic quotes, and in 「…」 where that stands alone as a term; a 「…」 with
//!   something attached is pasted wording, not an operator.
//! - `-not`, and `a OR b`, which binds tighter than AND: `a b OR c` is a AND (b OR c).
//! - `field:value` for speaker, issue, council, year and kind, also by their Japanese names (発言者, 論点, 協議会, 年度,
//!   種別) and with a quoted value.
//! - Whatever cannot be read as an operator (an unbalanced quote, a stray OR, an unknown field) is searched for as text.
//!
//! Reading a query never fails. What is over the bounds is left out, and [`Query::truncated`] says so.

mod era;
mod expand;
mod lexer;

use super::similar::may_be_misspelt;
use crate::domain::{CouncilId, OpinionKind, TextEnum};
use crate::text::{Normalised, fold};

use era::year_named;
use lexer::{Field, Item, Token};

pub use expand::{Expansion, ExpansionKind, Synonyms};

/// The longest query that is read, in Unicode code points.
pub const MAX_QUERY_CHARS: usize = 500;
/// The most terms of one query that are read.
pub const MAX_QUERY_TERMS: usize = 32;

/// A query as read: all clauses have to hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    clauses: Vec<Clause>,
    truncated: bool,
    unsearchable: bool,
}

/// One part of a query: any of its alternatives has to hold; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What may hold.
    pub any: Vec<Alternative>,
}

/// One alternative of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Whether it holds where the atom does not.
    pub negated: bool,
    /// Whether it was added for what was typed: a synonym, the other name of a year.
    pub expanded: bool,
    /// What is looked for.
    pub atom: Atom,
}

impl Alternative {
    /// The term, if it was typed and not quoted, and is long enough for something like it to mean the same.
    pub(super) fn term_that_may_be_misspelt(&self) -> Option<&str> {
        match &self.atom {
            Atom::Text {
                text,
                phrase: false,
            } if !self.negated && !self.expanded && may_be_misspelt(text) => Some(text),
            _ => None,
        }
    }
}

/// What a term of a query looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// Wording, with at least one unit of matching.
    Text {
        /// As typed, without the quotes.
        text: String,
        /// Whether it was quoted: then it stands for nothing but itself.
        phrase: bool,
    },
    /// Wording that differs from this in one place: one unit more, one fewer where three are left, another one, or two
    /// neighbours that changed places. The typo fallback.
    ///
    /// A Latin word is one unit, so that nothing like it would be found: there, another unit is a word of four letters or
    /// more in which one letter is another, one more or one fewer; the engine looks it up among the words that it holds.
    /// Numbers and punctuation are never taken for one another, nor for anything else: 135単位 is not like 35単位.
    Similar(String),
    /// A speaker, by any of the texts that find one.
    Speaker(String),
    /// An issue.
    Issue {
        /// As typed: a key or a label.
        name: String,
        /// The keys that this stands for, see [`Query::resolve`]; the name itself until then.
        keys: Vec<String>,
    },
    /// A council.
    Council {
        /// As typed: an id or a name.
        name: String,
        /// The councils that this stands for, see [`Query::resolve`]; the id itself until then, if it is one.
        ids: Vec<CouncilId>,
    },
    /// 年度.
    Year(i64),
    /// A kind of opinion.
    Kind(OpinionKind),
}

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Self {
        let (tokens, truncated) = lexer::tokens(text);
        let mut clauses: Vec<Clause> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        let mut joins = false;
        while let Some(token) = tokens.next() {
            let item = match token {
                Token::Or(_)
                    if !clauses.is_empty() && matches!(tokens.peek(), Some(Token::Item(_))) =>
                {
                    joins = true;
                    continue;
                }
                Token::Or(typed) => Item::literal(typed),
                Token::Item(item) => item,
            };
            let alternative = Alternative {
                negated: item.negated,
                expanded: false,
                atom: Atom::of(item),
            };
            match clauses.last_mut() {
                Some(clause) if joins => clause.any.push(alternative),
                _ => clauses.push(Clause {
                    any: vec![alternative],
                }),
            }
            joins = false;
        }
        Self::of_clauses(clauses, truncated)
    }

    /// One term, whatever signs it has.
    pub fn term(text: &str) -> Self {
        Self::of_texts([text.to_owned()], false)
    }

    /// What holds any of these wordings.
    pub fn any_of(texts: impl IntoIterator<Item = String>) -> Self {
        Self::of_texts(texts, true)
    }

    fn of_texts(texts: impl IntoIterator<Item = String>, phrase: bool) -> Self {
        let any = texts.into_iter().map(|text| Alternative {
            negated: false,
            expanded: false,
            atom: Atom::Text { text, phrase },
        });
        let clause = Clause { any: any.collect() };
        Self::of_clauses(vec![clause], false)
    }

    /// Leaves out what no text can match, a lone punctuation mark say.
    fn of_clauses(mut clauses: Vec<Clause>, truncated: bool) -> Self {
        let typed_any = !clauses.is_empty();
        for clause in &mut clauses {
            clause
                .any
                .retain(|alternative| alternative.atom.is_searchable());
        }
        clauses.retain(|clause| !clause.any.is_empty());
        Self {
            unsearchable: typed_any && clauses.is_empty(),
            clauses,
            truncated,
        }
    }

    /// The clauses.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Whether something was left out because the query is over the bounds.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// Whether nothing was asked for: such a query finds everything.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && !self.unsearchable
    }

    /// Whether something was asked for, but nothing that any text could match: such a query finds nothing.
    pub fn matches_nothing(&self) -> bool {
        self.unsearchable
    }

    /// The texts that a hit is marked for where something like them stands.
    pub fn similar_texts(&self) -> impl Iterator<Item = &str> {
        let alternatives = self.clauses.iter().flat_map(|clause| &clause.any);
        alternatives.filter_map(|alternative| match &alternative.atom {
            Atom::Similar(text) if !alternative.negated => Some(text.as_str()),
            _ => None,
        })
    }

    /// The same question with only this clause.
    pub(super) fn only(&self, clause: usize) -> Self {
        Self {
            clauses: self.clauses.get(clause).cloned().into_iter().collect(),
            ..Self::default()
        }
    }

    /// Puts what is like them in the place of the terms of a clause that may be misspelt.
    pub(super) fn make_similar(&mut self, clause: usize) {
        let clause = self.clauses.get_mut(clause);
        for alternative in clause.into_iter().flat_map(|clause| &mut clause.any) {
            if let Some(text) = alternative.term_that_may_be_misspelt() {
                alternative.atom = Atom::Similar(text.to_owned());
            }
        }
    }

    /// The texts that a hit is marked for: every alternative that is not negated.
    pub fn marked_texts(&self) -> impl Iterator<Item = &str> {
        let alternatives = self.clauses.iter().flat_map(|clause| &clause.any);
        alternatives.filter_map(|alternative| match &alternative.atom {
            Atom::Text { text, .. } if !alternative.negated => Some(text.as_str()),
            _ => None,
        })
    }

    /// The terms that have to be found, as typed one after the other, if there are several.
    pub fn together(&self) -> Option<String> {
        let typed = self.clauses.iter().filter_map(|clause| {
            let mut typed = clause
                .any
                .iter()
                .filter(|alternative| !alternative.expanded);
            match (typed.next(), typed.next()) {
                (
                    Some(Alternative {
                        negated: false,
                        atom: Atom::Text { text, .. },
                        ..
                    }),
                    None,
                ) => Some(text.as_str()),
                _ => None,
            }
        });
        let terms: Vec<&str> = typed.collect();
        (terms.len() > 1).then(|| terms.join(" "))
    }

    /// Replaces the names of issues and councils by the keys and ids that they stand for. A name that a function knows
    /// nothing of keeps what it had: the key or the id that it may be itself.
    pub fn resolve(
        &mut self,
        issues: impl Fn(&str) -> Vec<String>,
        councils: impl Fn(&str) -> Vec<CouncilId>,
    ) {
        for alternative in self.clauses.iter_mut().flat_map(|clause| &mut clause.any) {
            match &mut alternative.atom {
                Atom::Issue { name, keys } => replace_if_any(keys, issues(name)),
                Atom::Council { name, ids } => replace_if_any(ids, councils(name)),
                _ => {}
            }
        }
    }
}

fn replace_if_any<T>(values: &mut Vec<T>, found: Vec<T>) {
    if !found.is_empty() {
        *values = found;
    }
}

impl Atom {
    fn of(item: Item) -> Self {
        let Some(field) = item.field else {
            return Self::Text {
                text: item.value,
                phrase: item.quoted,
            };
        };
        let name = item.value;
        let read = match field {
            Field::Speaker => Some(Self::Speaker(name)),
            Field::Issue => Some(Self::Issue {
                keys: vec![name.clone()],
                name,
            }),
            Field::Council => Some(Self::Council {
                ids: name.parse().into_iter().collect(),
                name,
            }),
            Field::Year => fiscal_year(&name).map(Self::Year),
            Field::Kind => opinion_kind(&name).map(Self::Kind),
        };
        read.unwrap_or(Self::Text {
            text: item.typed,
            phrase: false,
        })
    }

    fn is_searchable(&self) -> bool {
        match self {
            Self::Text { text, .. } => !Normalised::of(text).units().is_empty(),
            _ => true,
        }
    }
}

/// A fiscal year in digits of any width, with or without 年 or 年度, or by an era (令和4年度, R4).
fn fiscal_year(value: &str) -> Option<i64> {
    let folded = fold(value);
    let digits = folded.trim_end_matches('度').trim_end_matches('年');
    let year = digits.parse().ok().or_else(|| year_named(value));
    year.filter(|year| (1..=9999).contains(year))
}

/// A kind of opinion by its word in the API or by its Japanese name.
fn opinion_kind(value: &str) -> Option<OpinionKind> {
    let kind = match value {
        "意見" => OpinionKind::Opinion,
        "説明" => OpinionKind::Explanation,
        "報告" => OpinionKind::Report,
        "補足" => OpinionKind::Supplement,
        "質問" => OpinionKind::Question,
        "回答" => OpinionKind::Answer,
        "決定" => OpinionKind::Decision,
        "進行" => OpinionKind::Procedural,
        word => return OpinionKind::from_text(&fold(word)),
    };
    Some(kind)
}

#[cfg(test)]
mod tests;
