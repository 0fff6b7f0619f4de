//! What a request finds, as conditions. The meaning is that of the embedded engine, condition by condition.
//!
//! A run of up to three units is one value of the index and found exactly. A longer one is bounded: a document that has it has
//! all its triples, and one that has the triples may still have them elsewhere. So a query is two conditions, what *may* match
//! and what *must*; what lies between is looked at one by one (`verify`).

use std::collections::BTreeMap;

use super::codes;
use super::documents::{LONGEST_GRAM, under, words};
use super::filter::Filter;
use super::verify::LONGEST_TERM;
use crate::domain::{IndexScope, OutboxEntry, TextEnum, Viewer};
use crate::search::tantivy::documents::{day_number, level_in_council_text, level_text};
use crate::search::tantivy::levels::weight;
use crate::search::tantivy::units::UnitText;
use crate::search::{Alternative, Atom, Clause, DocumentKey, DocumentType, Facet, SearchRequest};
use crate::text::fold;

/// A term of more words than these ends and begins with words wherever it stands, so that looking for them tells nothing.
const MOST_WORDS: usize = 3;

/// For each misspelt Latin word the words of the index that it may have been meant for.
pub(super) type SimilarWords = BTreeMap<String, Vec<String>>;

/// What a request finds.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// What the viewer may see, of the days asked for.
    pub visible: Filter,
    /// What every match satisfies.
    pub may: Filter,
    /// What only matches satisfy.
    pub must: Filter,
    /// What each filter lets through.
    pub filters: Vec<(Facet, Filter)>,
    /// What makes a match better, and by how much.
    pub levels: Vec<(u32, Filter)>,
}

/// A condition that is known only between bounds.
#[derive(Debug, Clone)]
struct Bounds {
    may: Filter,
    must: Filter,
}

impl Bounds {
    fn exactly(filter: Filter) -> Self {
        Self {
            may: filter.clone(),
            must: filter,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            may: self.may.or(other.may),
            must: self.must.or(other.must),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            may: self.may.and(other.may),
            must: self.must.and(other.must),
        }
    }

    fn not(self) -> Self {
        Self {
            may: self.must.not(),
            must: self.may.not(),
        }
    }
}

impl Plan {
    /// What `request` finds.
    pub fn of(request: &SearchRequest, similar: &SimilarWords) -> Self {
        let mut bounds = Bounds::exactly(Filter::All);
        for clause in request.query.clauses() {
            bounds = bounds.and(clause_bounds(clause, similar));
        }
        let filters = Facet::ALL.iter().filter_map(|facet| {
            let values = wanted_values(request, *facet);
            (!values.is_empty()).then(|| (*facet, Filter::any_of(filter_field(*facet), &values)))
        });
        Self {
            visible: visible(request),
            may: bounds.may,
            must: bounds.must,
            filters: filters.collect(),
            levels: levels(request),
        }
    }

    /// What all filters but that on `facet` let through.
    pub fn filters_without(&self, facet: Option<Facet>) -> Filter {
        let others = self.filters.iter().filter(|(of, _)| Some(*of) != facet);
        others.fold(Filter::All, |all, (_, filter)| all.and(filter.clone()))
    }
}

/// What the viewer may see of what the index was told of, on the days asked for.
pub(super) fn visible(request: &SearchRequest) -> Filter {
    let mut visible = seen_by(request.viewer);
    for key in request.pending.iter().filter_map(pending_key) {
        visible = visible.and(under(key).not());
    }
    if let Some(from) = request.from {
        visible = visible.and(Filter::compares("day", ">=", &day_number(from).to_string()));
    }
    if let Some(to) = request.to {
        visible = visible.and(Filter::compares("day", "<=", &day_number(to).to_string()));
    }
    visible
}

fn seen_by(viewer: Viewer) -> Filter {
    let everywhere = Filter::is("seen_at", level_text(viewer.everywhere));
    let Some((council, level)) = viewer.council else {
        return everywhere;
    };
    let elsewhere = everywhere.and(Filter::is("councils", &council.to_string()).not());
    elsewhere.or(Filter::is(
        "seen_at",
        &level_in_council_text(level, council),
    ))
}

/// See the embedded engine: an entry for the whole index says nothing of who may see what.
fn pending_key(entry: &OutboxEntry) -> Option<DocumentKey> {
    let id = entry.entity_id;
    Some(match entry.scope {
        IndexScope::Opinion => DocumentKey::One(DocumentType::Opinion, id),
        IndexScope::ActionItem => DocumentKey::One(DocumentType::ActionItem, id),
        IndexScope::Person => DocumentKey::One(DocumentType::Person, id),
        IndexScope::Topic => DocumentKey::Topic(id),
        IndexScope::Meeting => DocumentKey::Meeting(id.into()),
        IndexScope::Council => DocumentKey::Council(id.into()),
        IndexScope::Everything => return None,
    })
}

fn clause_bounds(clause: &Clause, similar: &SimilarWords) -> Bounds {
    let mut any = Bounds::exactly(Filter::Nothing);
    for alternative in &clause.any {
        let found = atom_bounds(&alternative.atom, similar);
        any = any.or(if alternative.negated {
            found.not()
        } else {
            found
        });
    }
    any
}

fn atom_bounds(atom: &Atom, similar: &SimilarWords) -> Bounds {
    let having = |field, values: &[String]| Bounds::exactly(Filter::any_of(field, values));
    match atom {
        Atom::Text { text, phrase } => {
            let printed = run_bounds(&UnitText::of(text));
            if *phrase {
                return printed;
            }
            // A name is found through whose it is, as well as where it stands in the wording.
            printed.or(having("speaker_keys", &[codes::value(&fold(text))]))
        }
        Atom::Similar(text) => Bounds {
            may: similar_may(&UnitText::of(text), similar),
            must: Filter::Nothing,
        },
        Atom::Speaker(name) => having("speaker_keys", &[codes::value(&fold(name))]),
        Atom::Issue { keys, .. } => {
            let keys: Vec<String> = keys.iter().map(|key| codes::value(key)).collect();
            having("issues", &keys)
        }
        Atom::Council { ids, .. } => having("councils", &texts(ids)),
        Atom::Year(year) => having("fiscal_year", &[year.to_string()]),
        Atom::Kind(kind) => having("kind", &[kind.as_str().to_owned()]),
    }
}

fn run_bounds(units: &UnitText) -> Bounds {
    if units.len() <= LONGEST_GRAM {
        return Bounds::exactly(grams(units, 0, units.len()));
    }
    Bounds {
        may: grams(units, 0, units.len()),
        must: Filter::Nothing,
    }
}

/// What has all that the index knows of `length` units from `start`.
fn grams(units: &UnitText, start: usize, length: usize) -> Filter {
    match length {
        0 => Filter::Nothing,
        // Part of a text at its end is shorter than three units, so that it is a value; elsewhere it begins one.
        1 | 2 => Filter::begins("grams", &codes::run(units, start, length)),
        _ => {
            let mut runs: Vec<String> = (start..=start + length - LONGEST_GRAM)
                .map(|at| codes::run(units, at, LONGEST_GRAM))
                .collect();
            runs.sort_unstable();
            runs.dedup();
            let all = runs.iter().map(|run| Filter::is("grams", run));
            all.fold(Filter::All, Filter::and)
        }
    }
}

/// What may have a run that differs from `units` in one place; which of them do, `verify` tells.
fn similar_may(units: &UnitText, similar: &SimilarWords) -> Filter {
    let length = units.len();
    let mut any = Filter::Nothing;
    if length > LONGEST_TERM {
        return any;
    }
    for at in 0..length {
        let around = || part(units, 0, at).and(part(units, at + 1, length));
        for word in similar.get(units.unit(at)).into_iter().flatten() {
            let other = UnitText::of_units(std::slice::from_ref(word));
            any = any.or(around().and(grams(&other, 0, 1)));
        }
        if length < LONGEST_GRAM {
            continue;
        }
        // One fewer and another one have what stands around.
        any = any.or(around());
        if at > 0 {
            let both_halves = part(units, 0, at).and(part(units, at, length));
            let swapped = part(units, 0, at - 1).and(part(units, at + 1, length));
            any = any.or(both_halves).or(swapped);
        }
    }
    any
}

/// What has the units from `start` to `end`, if there are any.
fn part(units: &UnitText, start: usize, end: usize) -> Filter {
    if start >= end {
        return Filter::All;
    }
    grams(units, start, end - start)
}

/// What makes a hit better.
fn levels(request: &SearchRequest) -> Vec<(u32, Filter)> {
    let mut levels = Vec::new();
    for clause in request.query.clauses() {
        for alternative in &clause.any {
            add_levels(&mut levels, alternative, clause.any.len() > 1);
        }
    }
    if let Some(together) = request.query.together() {
        levels.push((weight::TOGETHER, run_bounds(&UnitText::of(&together)).may));
    }
    levels
}

fn add_levels(levels: &mut Vec<(u32, Filter)>, alternative: &Alternative, one_of_several: bool) {
    let Atom::Text { text, .. } = &alternative.atom else {
        return;
    };
    if alternative.negated {
        return;
    }
    let mut found = Filter::All;
    if one_of_several {
        found = run_bounds(&UnitText::of(text)).may;
        let added = if alternative.expanded {
            weight::ADDED
        } else {
            weight::TYPED
        };
        levels.push((added, found.clone()));
    }
    let words = words(text);
    if words.is_empty() {
        return;
    }
    let having = |field| {
        let all = words.iter().map(|word| Filter::is(field, word));
        all.fold(found.clone(), Filter::and)
    };
    if words.len() <= MOST_WORDS {
        levels.push((weight::WORD, having("words")));
    }
    levels.push((weight::TITLE, having("title_words")));
}

/// The field that a filter on `facet` looks at.
fn filter_field(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker => "speaker_keys",
        other => counted_field(other),
    }
}

/// The field whose values `facet` counts.
pub(super) fn counted_field(facet: Facet) -> &'static str {
    match facet {
        Facet::Type => "type",
        Facet::Issue => "issues",
        Facet::Council => "councils",
        Facet::Meeting => "meeting",
        Facet::FiscalYear => "fiscal_year",
        Facet::Speaker => "speaker",
        Facet::Role => "role",
        Facet::Kind => "kind",
        Facet::Attribution => "attribution",
        Facet::HasActionItem => "has_action_item",
    }
}

/// The values that the request's filter on `facet` lets through; none where it has none.
fn wanted_values(request: &SearchRequest, facet: Facet) -> Vec<String> {
    match facet {
        Facet::Type => texts(&request.types),
        Facet::Issue => request.issues.iter().map(|key| codes::value(key)).collect(),
        Facet::Council => texts(&request.councils),
        Facet::Meeting => texts(&request.meetings),
        Facet::FiscalYear => texts(&request.fiscal_years),
        Facet::Speaker => {
            let names = request.speakers.iter();
            names.map(|name| codes::value(&fold(name))).collect()
        }
        Facet::Role => request
            .roles
            .iter()
            .map(|role| codes::label(role))
            .collect(),
        Facet::Kind => texts(&request.kinds),
        Facet::Attribution => texts(&request.attributions),
        Facet::HasActionItem => texts(request.has_action_item.as_slice()),
    }
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}
