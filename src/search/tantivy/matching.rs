//! What a request finds in one segment: what the viewer may see, what the filters let through, what the query finds.

use roaring::RoaringBitmap;
use tantivy::Term;
use tantivy::schema::Field;

use super::documents::{day_number, level_in_council_text, level_text};
use super::levels::{Levels, weight};
use super::sets::Segment;
use super::units::{SEPARATOR, UnitText};
use super::words::joined_words;
use crate::domain::{IndexScope, OutboxEntry, TextEnum, Viewer};
use crate::search::{Alternative, Atom, Clause, DocumentKey, DocumentType, Facet, SearchRequest};
use crate::text::fold;

/// A term of more words than these ends and begins with words wherever it stands, so that looking for them tells nothing.
const MOST_WORDS: usize = 3;

/// What a request finds in one segment.
pub(super) struct Matched {
    /// The hits.
    pub hits: RoaringBitmap,
    /// What would be hits without the filters: what the query finds of what the viewer may see.
    unfiltered: RoaringBitmap,
    /// What each filter lets through.
    filters: Vec<(Facet, RoaringBitmap)>,
}

impl Matched {
    /// What would be hits without the filter on `facet`; the hits themselves, where there is none.
    pub fn without_filter(&self, facet: Facet) -> Option<RoaringBitmap> {
        self.filters.iter().find(|(filter, _)| *filter == facet)?;
        let mut hits = self.unfiltered.clone();
        for (filter, set) in &self.filters {
            if *filter != facet {
                hits &= set;
            }
        }
        Some(hits)
    }
}

impl Segment<'_> {
    /// What `request` finds of `alive`, which is what is not deleted.
    pub fn matching(
        &self,
        request: &SearchRequest,
        alive: &RoaringBitmap,
    ) -> tantivy::Result<Matched> {
        let mut unfiltered = if request.query.matches_nothing() {
            RoaringBitmap::new()
        } else {
            self.visible(request.viewer, alive)?
        };
        self.remove_pending(&mut unfiltered, &request.pending)?;
        self.keep_days(&mut unfiltered, request);
        for clause in self.rarest_first(request.query.clauses())? {
            if unfiltered.is_empty() {
                break;
            }
            unfiltered = self.keep_matching(unfiltered, clause)?;
        }
        let filters = self.filters(request)?;
        let mut hits = unfiltered.clone();
        for (_, set) in &filters {
            hits &= set;
        }
        Ok(Matched {
            hits,
            unfiltered,
            filters,
        })
    }

    /// How well each of `hits` matches.
    pub fn levels(&self, request: &SearchRequest, hits: &RoaringBitmap) -> tantivy::Result<Levels> {
        let mut levels = Levels::default();
        for clause in request.query.clauses() {
            for alternative in &clause.any {
                self.add_level(&mut levels, hits, alternative, clause.any.len() > 1)?;
            }
        }
        if let Some(together) = request.query.together() {
            let found = self.keep_with_run(hits, &UnitText::of(&together))?;
            levels.add(&found, weight::TOGETHER);
        }
        Ok(levels)
    }

    fn add_level(
        &self,
        levels: &mut Levels,
        hits: &RoaringBitmap,
        alternative: &Alternative,
        one_of_several: bool,
    ) -> tantivy::Result<()> {
        let Atom::Text { text, .. } = &alternative.atom else {
            return Ok(());
        };
        if alternative.negated {
            return Ok(());
        }
        let units = UnitText::of(text);
        let narrowed;
        let found = if one_of_several {
            narrowed = self.keep_with_run(hits, &units)?;
            let added = if alternative.expanded {
                weight::ADDED
            } else {
                weight::TYPED
            };
            levels.add(&narrowed, added);
            &narrowed
        } else {
            hits
        };
        let words = joined_words(text, &units);
        if words.split(SEPARATOR).count() <= MOST_WORDS {
            let whole = self.keep_with_words(found, self.fields.words, &words)?;
            levels.add(&whole, weight::WORD);
        }
        let titled = self.keep_with_words(found, self.fields.title_words, &words)?;
        levels.add(&titled, weight::TITLE);
        Ok(())
    }

    /// What the viewer may see: where his level in its council is one that it is made for.
    fn visible(&self, viewer: Viewer, alive: &RoaringBitmap) -> tantivy::Result<RoaringBitmap> {
        let seen_at = |text: &str| self.having(&Term::from_field_text(self.fields.seen_at, text));
        let everywhere = seen_at(level_text(viewer.everywhere))?;
        let Some((council, level)) = viewer.council else {
            return Ok(alive & &*everywhere);
        };
        let council_term = Term::from_field_text(self.fields.council, &council.to_string());
        let elsewhere = &*everywhere - &*self.having(&council_term)?;
        let own = seen_at(&level_in_council_text(level, council))?;
        Ok((elsewhere | &*own) & alive)
    }

    /// What the index has not been told of yet is left out. An entry for the whole index asks for it to be built anew; it
    /// does not say that anything may be seen by others than before.
    fn remove_pending(
        &self,
        set: &mut RoaringBitmap,
        pending: &[OutboxEntry],
    ) -> tantivy::Result<()> {
        for key in pending.iter().filter_map(pending_key) {
            *set -= &*self.having(&self.fields.key_term(key))?;
        }
        Ok(())
    }

    fn keep_days(&self, set: &mut RoaringBitmap, request: &SearchRequest) {
        if request.from.is_none() && request.to.is_none() {
            return;
        }
        // The least number stands for no day.
        let first = request.from.map_or(i64::MIN + 1, day_number);
        let last = request.to.map_or(i64::MAX, day_number);
        let ranks = self.tables.ranks_between(first, last);
        set.remove_range(..ranks.start);
        set.remove_range(ranks.end..);
    }

    /// The clauses in an order in which the first ones leave little for the others to look at.
    fn rarest_first<'c>(&self, clauses: &'c [Clause]) -> tantivy::Result<Vec<&'c Clause>> {
        let mut ordered = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let frequency = match clause.any.as_slice() {
                [
                    Alternative {
                        negated: false,
                        atom: Atom::Text { text, .. },
                        ..
                    },
                ] => self.frequency(&UnitText::of(text))?,
                _ => u32::MAX,
            };
            ordered.push((frequency, clause));
        }
        ordered.sort_by_key(|(frequency, _)| *frequency);
        Ok(ordered.into_iter().map(|(_, clause)| clause).collect())
    }

    fn keep_matching(
        &self,
        within: RoaringBitmap,
        clause: &Clause,
    ) -> tantivy::Result<RoaringBitmap> {
        if let [alternative] = clause.any.as_slice() {
            return Ok(if alternative.negated {
                let found = self.found(&within, &alternative.atom)?;
                within - found
            } else {
                self.found(&within, &alternative.atom)?
            });
        }
        let mut any = RoaringBitmap::new();
        for alternative in &clause.any {
            let found = self.found(&within, &alternative.atom)?;
            if alternative.negated {
                any |= &within - found;
            } else {
                any |= found;
            }
        }
        Ok(any)
    }

    /// What of `within` the atom finds.
    fn found(&self, within: &RoaringBitmap, atom: &Atom) -> tantivy::Result<RoaringBitmap> {
        let (field, values) = match atom {
            Atom::Text { text, phrase: true } => {
                return self.keep_with_run(within, &UnitText::of(text));
            }
            // A name is found through whose it is, as well as where it stands in the wording.
            Atom::Text {
                text,
                phrase: false,
            } => {
                let name = Term::from_field_text(self.fields.speaker_key, &fold(text));
                let printed = self.keep_with_run(within, &UnitText::of(text))?;
                return Ok(printed | self.keep_having(within, &name)?);
            }
            Atom::Similar(text) => return self.keep_similar(within, &UnitText::of(text)),
            Atom::Speaker(name) => (self.fields.speaker_key, vec![fold(name)]),
            Atom::Issue { keys, .. } => (self.fields.issue, keys.clone()),
            Atom::Council { ids, .. } => (self.fields.council, texts(ids)),
            Atom::Year(year) => (self.fields.fiscal_year, vec![year.to_string()]),
            Atom::Kind(kind) => (self.fields.opinion_kind, vec![kind.as_str().to_owned()]),
        };
        Ok(self.having_any(field, values)? & within)
    }

    /// What each filter of the request lets through.
    fn filters(&self, request: &SearchRequest) -> tantivy::Result<Vec<(Facet, RoaringBitmap)>> {
        let mut filters = Vec::new();
        for facet in Facet::ALL {
            let values = wanted_values(request, *facet);
            if !values.is_empty() {
                filters.push((*facet, self.having_any(self.filter_field(*facet), values)?));
            }
        }
        Ok(filters)
    }

    fn filter_field(&self, facet: Facet) -> Field {
        let fields = self.fields;
        match facet {
            Facet::Type => fields.kind,
            Facet::Issue => fields.issue,
            Facet::Council => fields.council,
            Facet::Meeting => fields.meeting,
            Facet::FiscalYear => fields.fiscal_year,
            Facet::Speaker => fields.speaker_key,
            Facet::Role => fields.role,
            Facet::Kind => fields.opinion_kind,
            Facet::Attribution => fields.attribution,
            Facet::HasActionItem => fields.has_action_item,
        }
    }
}

/// The values that the request's filter on `facet` lets through; none where it has none.
fn wanted_values(request: &SearchRequest, facet: Facet) -> Vec<String> {
    match facet {
        Facet::Type => texts(&request.types),
        Facet::Issue => request.issues.clone(),
        Facet::Council => texts(&request.councils),
        Facet::Meeting => texts(&request.meetings),
        Facet::FiscalYear => texts(&request.fiscal_years),
        Facet::Speaker => request.speakers.iter().map(|name| fold(name)).collect(),
        Facet::Role => request.roles.clone(),
        Facet::Kind => texts(&request.kinds),
        Facet::Attribution => texts(&request.attributions),
        Facet::HasActionItem => texts(request.has_action_item.as_slice()),
    }
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}

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
