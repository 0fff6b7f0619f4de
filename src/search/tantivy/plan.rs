//! Turns a request of the port into a query of tantivy: visibility and filters, which score nothing, and the wording.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query as TantivyQuery, RangeQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::documents::{day_number, level_in_council_text, level_text};
use super::excluded::Excluded;
use super::schema::Fields;
use super::wording::Wording;
use crate::domain::{IndexScope, OutboxEntry, TextEnum, Viewer};
use crate::search::{
    Alternative, Atom, Clause, DocumentKey, DocumentType, Facet, SearchRequest, SearchSort,
};
use crate::text::fold;

pub(super) type Clauses = Vec<(Occur, Box<dyn TantivyQuery>)>;

/// A request, made ready for one state of the index.
pub(super) struct Plan<'a> {
    request: &'a SearchRequest,
    fields: Fields,
    wording: Clauses,
}

impl<'a> Plan<'a> {
    /// Reads `request` against the state that `searcher` shows.
    pub fn new(
        request: &'a SearchRequest,
        fields: Fields,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        let wording = Wording { fields, searcher };
        let mut plan = Self {
            request,
            fields,
            wording: Vec::new(),
        };
        if request.query.matches_nothing() {
            plan.wording.push((Occur::Must, Box::new(EmptyQuery)));
        }
        for clause in request.query.clauses() {
            let clause = plan.clause(clause, &wording)?;
            plan.wording.push(clause);
        }
        if request.sort == SearchSort::Relevance {
            plan.wording.extend(wording.ranking(&request.query));
        }
        Ok(plan)
    }

    /// What is found.
    pub fn query(&self) -> BooleanQuery {
        self.without(None)
    }

    /// What would be found without the filter on `facet`.
    pub fn without(&self, facet: Option<Facet>) -> BooleanQuery {
        let mut clauses = self.visible(self.request.viewer);
        clauses.extend(self.pending());
        clauses.extend(self.dates());
        for &filtered in Facet::ALL {
            if Some(filtered) != facet {
                clauses
                    .extend(self.any_of(self.filter_field(filtered), self.filter_values(filtered)));
            }
        }
        clauses.extend(
            self.wording
                .iter()
                .map(|(occur, query)| (*occur, query.box_clone())),
        );
        BooleanQuery::new(clauses)
    }

    /// Whether the request filters by `facet`.
    pub fn filters_by(&self, facet: Facet) -> bool {
        !self.filter_values(facet).is_empty()
    }

    fn filter_field(&self, facet: Facet) -> Field {
        match facet {
            Facet::Type => self.fields.kind,
            Facet::Issue => self.fields.issue,
            Facet::Council => self.fields.council,
            Facet::Speaker => self.fields.speaker_key,
            Facet::Kind => self.fields.opinion_kind,
            Facet::FiscalYear => self.fields.fiscal_year,
            Facet::Meeting => self.fields.meeting,
            Facet::Role => self.fields.role,
            Facet::Attribution => self.fields.attribution,
            Facet::HasActionItem => self.fields.has_action_item,
        }
    }

    fn filter_values(&self, facet: Facet) -> Vec<String> {
        let request = self.request;
        match facet {
            Facet::Type => request.types.iter().map(ToString::to_string).collect(),
            Facet::Issue => request.issues.clone(),
            Facet::Council => request.councils.iter().map(ToString::to_string).collect(),
            Facet::Speaker => request
                .speakers
                .iter()
                .map(|speaker| fold(speaker))
                .collect(),
            Facet::Kind => request.kinds.iter().map(ToString::to_string).collect(),
            Facet::FiscalYear => request
                .fiscal_years
                .iter()
                .map(ToString::to_string)
                .collect(),
            Facet::Meeting => request.meetings.iter().map(ToString::to_string).collect(),
            Facet::Role => request.roles.clone(),
            Facet::Attribution => request
                .attributions
                .iter()
                .map(ToString::to_string)
                .collect(),
            Facet::HasActionItem => request
                .has_action_item
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }

    /// A form is seen where the viewer's level in its council is one that it is made for.
    fn visible(&self, viewer: Viewer) -> Clauses {
        let seen_at = |text: &str| self.keyword(self.fields.seen_at, text);
        let everywhere = seen_at(level_text(viewer.everywhere));
        let Some((council, level)) = viewer.council else {
            return vec![(Occur::Must, unscored(everywhere))];
        };
        let elsewhere = BooleanQuery::new(vec![
            (Occur::Must, everywhere),
            (
                Occur::MustNot,
                self.keyword(self.fields.council, &council.to_string()),
            ),
        ]);
        let own = seen_at(&level_in_council_text(level, council));
        let either = BooleanQuery::union(vec![Box::new(elsewhere), own]);
        vec![(Occur::Must, unscored(Box::new(either)))]
    }

    /// What the index has not been told of yet is left out. An entry for the whole index asks for it to be built anew; it
    /// does not say that anything may be seen by others than before.
    fn pending(&self) -> Clauses {
        let keys = self.request.pending.iter().filter_map(pending_key);
        let terms: Vec<Term> = keys.map(|key| self.fields.key_term(key)).collect();
        if terms.is_empty() {
            return Vec::new();
        }
        vec![(Occur::MustNot, Box::new(TermSetQuery::new(terms)))]
    }

    fn dates(&self) -> Clauses {
        let request = self.request;
        if request.from.is_none() && request.to.is_none() {
            return Vec::new();
        }
        let bound = |date| match date {
            Some(date) => Bound::Included(Term::from_field_i64(self.fields.day, day_number(date))),
            None => Bound::Unbounded,
        };
        let range = RangeQuery::new(bound(request.from), bound(request.to));
        vec![(Occur::Must, unscored(Box::new(range)))]
    }

    fn any_of(&self, field: Field, values: Vec<String>) -> Clauses {
        match values.as_slice() {
            [] => Vec::new(),
            [value] => vec![(Occur::Must, unscored(self.keyword(field, value)))],
            values => {
                let any = BooleanQuery::union(
                    values
                        .iter()
                        .map(|value| self.keyword(field, value))
                        .collect(),
                );
                vec![(Occur::Must, unscored(Box::new(any)))]
            }
        }
    }

    fn keyword(&self, field: Field, value: &str) -> Box<dyn TantivyQuery> {
        let term = Term::from_field_text(field, value);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    fn clause(
        &self,
        clause: &Clause,
        wording: &Wording<'_>,
    ) -> tantivy::Result<(Occur, Box<dyn TantivyQuery>)> {
        if let [alternative] = clause.any.as_slice() {
            let query = self.atom(&alternative.atom, wording)?;
            return Ok(if alternative.negated {
                (Occur::MustNot, Box::new(Excluded(query)))
            } else {
                (Occur::Must, query)
            });
        }
        let mut any: Vec<Box<dyn TantivyQuery>> = Vec::with_capacity(clause.any.len());
        for Alternative { negated, atom, .. } in &clause.any {
            let query = self.atom(atom, wording)?;
            any.push(if *negated { all_but(query) } else { query });
        }
        Ok((Occur::Must, Box::new(BooleanQuery::union(any))))
    }

    fn atom(&self, atom: &Atom, wording: &Wording<'_>) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let (field, values) = match atom {
            Atom::Text { text, phrase } => return wording.found(text, *phrase),
            Atom::Similar(text) => return wording.found(text, false),
            Atom::Speaker(name) => (self.fields.speaker_key, vec![fold(name)]),
            Atom::Issue { keys, .. } => (self.fields.issue, keys.clone()),
            Atom::Council { ids, .. } => (
                self.fields.council,
                ids.iter().map(ToString::to_string).collect(),
            ),
            Atom::Year(year) => (self.fields.fiscal_year, vec![year.to_string()]),
            Atom::Kind(kind) => (self.fields.opinion_kind, vec![kind.as_str().to_owned()]),
        };
        let values = values
            .iter()
            .map(|value| self.keyword(field, value))
            .collect();
        Ok(unscored(Box::new(BooleanQuery::union(values))))
    }
}

/// Decides what is found and adds nothing to the score.
pub(super) fn unscored(query: Box<dyn TantivyQuery>) -> Box<dyn TantivyQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn all_but(query: Box<dyn TantivyQuery>) -> Box<dyn TantivyQuery> {
    let all: Box<dyn TantivyQuery> = Box::new(AllQuery);
    unscored(Box::new(BooleanQuery::new(vec![
        (Occur::Must, all),
        (Occur::MustNot, Box::new(Excluded(query))),
    ])))
}

fn pending_key(entry: &OutboxEntry) -> Option<DocumentKey> {
    let id = entry.entity_id;
    Some(match entry.scope {
        IndexScope::Opinion => DocumentKey::One(DocumentType::Opinion, id),
        IndexScope::ActionItem => DocumentKey::One(DocumentType::ActionItem, id),
        IndexScope::Topic => DocumentKey::Topic(id),
        IndexScope::Meeting => DocumentKey::Meeting(id.into()),
        IndexScope::Council => DocumentKey::Council(id.into()),
        IndexScope::Everything => return None,
    })
}
