//! What is kept in memory of a segment: the order of its documents, and the values that facets count.
//!
//! Sets of documents are sets of ranks: of two documents of a segment, the one that comes first among equal matches has
//! the lesser rank. So the first hits of a set are its first members, and a page of the newest ends after it is full.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use roaring::RoaringBitmap;
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader, TantivyError, Term};
use uuid::Uuid;

use super::rank::RankColumns;
use super::schema::schema;
use crate::domain::TextEnum;
use crate::search::Facet;

/// Up to so many values, a facet keeps the set of documents of each.
const VALUES_AS_SETS: usize = 64;

/// What is kept of one segment, whatever is deleted from it later.
pub(super) struct SegmentTables {
    /// The columns of hits.
    pub columns: RankColumns,
    /// The rank of each document.
    pub rank_of: Vec<u32>,
    /// The document of each rank.
    pub doc_of: Vec<DocId>,
    /// The days in the order of ranks, newest first and undated last, each with the ranks of its documents.
    days: Vec<(i64, Range<u32>)>,
    facets: [OnceLock<FacetTable>; Facet::ALL.len()],
    /// A term, and how many documents have it for ever.
    known: Option<(Term, u32)>,
}

/// The values of one facet in one segment.
pub(super) struct FacetTable {
    /// The values by number.
    pub names: Vec<String>,
    /// Who has them.
    pub values: FacetValues,
}

/// Which documents have which value.
pub(super) enum FacetValues {
    /// The ranks of each value.
    Sets(Vec<RoaringBitmap>),
    /// The number of the one value of each rank; one more than all of them where it has none.
    Numbers(Vec<u32>),
}

impl SegmentTables {
    /// Reads the columns of `segment`.
    pub fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = RankColumns::open(segment)?;
        let mut keys: Vec<(i64, i64, Uuid, DocId)> = (0..segment.max_doc())
            .map(|doc| {
                let (day, position, id) = columns.place(doc);
                // `!` turns the order of days around: the newest is first, and none, which is the least, last.
                (!day, position, id, doc)
            })
            .collect();
        keys.sort_unstable();
        let mut rank_of = vec![0; keys.len()];
        let mut doc_of = Vec::with_capacity(keys.len());
        let mut days: Vec<(i64, Range<u32>)> = Vec::new();
        for (rank, (day, _, _, doc)) in (0u32..).zip(keys) {
            if let Some(place) = rank_of.get_mut(doc as usize) {
                *place = rank;
            }
            doc_of.push(doc);
            match days.last_mut() {
                Some((last, ranks)) if *last == !day => ranks.end = rank + 1,
                _ => days.push((!day, rank..rank + 1)),
            }
        }
        Ok(Self {
            known: first_key(segment)?,
            columns,
            rank_of,
            doc_of,
            days,
            facets: Default::default(),
        })
    }

    /// Fails where the dictionary of `segment` has forgotten what it knew. Files that somebody overwrote would otherwise
    /// just find nothing.
    pub fn check(&self, segment: &SegmentReader) -> tantivy::Result<()> {
        let Some((term, frequency)) = &self.known else {
            return Ok(());
        };
        if segment.inverted_index(term.field())?.doc_freq(term)? == *frequency {
            return Ok(());
        }
        Err(TantivyError::InternalError(
            "a dictionary of the index has changed under this process".to_owned(),
        ))
    }

    /// How many documents there are, deleted ones too.
    pub fn len(&self) -> u32 {
        u32::try_from(self.doc_of.len()).unwrap_or(u32::MAX)
    }

    /// All ranks.
    pub fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..self.len());
        all
    }

    /// The ranks of the days from `first` to `last`, both included. What has no day is in none of them.
    pub fn ranks_between(&self, first: i64, last: i64) -> Range<u32> {
        let dated = self.dated();
        let start = dated.partition_point(|(day, _)| *day > last);
        let end = dated.partition_point(|(day, _)| *day >= first);
        match dated.get(start..end) {
            Some([only]) => only.1.clone(),
            Some([newest, .., oldest]) => newest.1.start..oldest.1.end,
            _ => 0..0,
        }
    }

    /// The days, oldest first and undated last, each with its ranks, which are in order.
    pub fn oldest_first(&self) -> impl Iterator<Item = &(i64, Range<u32>)> {
        let dated = self.dated();
        let undated = self.days.get(dated.len()..).unwrap_or_default();
        dated.iter().rev().chain(undated)
    }

    fn dated(&self) -> &[(i64, Range<u32>)] {
        let undated = self.days.last().is_some_and(|(day, _)| *day == i64::MIN);
        &self.days[..self.days.len() - usize::from(undated)]
    }

    /// The values of `facet`, read when they are first asked for.
    pub fn facet(&self, facet: Facet, segment: &SegmentReader) -> tantivy::Result<&FacetTable> {
        let slot = Facet::ALL.iter().position(|other| *other == facet);
        let slot = &self.facets[slot.unwrap_or_default()];
        if let Some(table) = slot.get() {
            return Ok(table);
        }
        let table = self.read_facet(facet, segment)?;
        Ok(slot.get_or_init(|| table))
    }

    fn read_facet(&self, facet: Facet, segment: &SegmentReader) -> tantivy::Result<FacetTable> {
        let Some(column) = segment.fast_fields().str(facet.as_str())? else {
            return Ok(FacetTable {
                names: Vec::new(),
                values: FacetValues::Sets(Vec::new()),
            });
        };
        let names = names(&column)?;
        let single = column.ords().get_cardinality() != tantivy::columnar::Cardinality::Multivalued;
        let values = if single && names.len() > VALUES_AS_SETS {
            let none = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let number = |doc: &DocId| {
                let number = column.term_ords(*doc).next();
                number
                    .and_then(|number| u32::try_from(number).ok())
                    .unwrap_or(none)
            };
            FacetValues::Numbers(self.doc_of.iter().map(number).collect())
        } else {
            let mut sets = vec![RoaringBitmap::new(); names.len()];
            for (rank, doc) in (0u32..).zip(&self.doc_of) {
                for number in column.term_ords(*doc) {
                    let number = usize::try_from(number).ok();
                    if let Some(set) = number.and_then(|number| sets.get_mut(number)) {
                        set.insert(rank);
                    }
                }
            }
            FacetValues::Sets(sets)
        };
        Ok(FacetTable { names, values })
    }
}

/// The first key of the documents of `segment`, and how many have it.
fn first_key(segment: &SegmentReader) -> tantivy::Result<Option<(Term, u32)>> {
    let (_, fields) = schema();
    let index = segment.inverted_index(fields.key)?;
    let mut keys = index.terms().stream()?;
    if !keys.advance() {
        return Ok(None);
    }
    let key = std::str::from_utf8(keys.key()).unwrap_or_default();
    let term = Term::from_field_text(fields.key, key);
    let frequency = index.doc_freq(&term)?;
    Ok(Some((term, frequency)))
}

fn names(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let mut names = Vec::with_capacity(column.num_terms());
    for number in (0u64..).take(column.num_terms()) {
        let mut name = String::new();
        column.ord_to_str(number, &mut name)?;
        names.push(name);
    }
    Ok(names)
}

/// The tables of the segments of an index; segments never change, so each is read once.
#[derive(Default)]
pub(super) struct TableCache(Mutex<HashMap<SegmentId, Arc<SegmentTables>>>);

impl TableCache {
    /// The tables of `segments`, in their order. Forgets those of all others.
    pub fn of(&self, segments: &[SegmentReader]) -> tantivy::Result<Vec<Arc<SegmentTables>>> {
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let mut tables = Vec::with_capacity(segments.len());
        for segment in segments {
            tables.push(match known.get(&segment.segment_id()) {
                Some(known) => Arc::clone(known),
                None => Arc::new(SegmentTables::read(segment)?),
            });
        }
        let ids = segments.iter().map(SegmentReader::segment_id);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            ids.zip(tables.iter().cloned()).collect();
        Ok(tables)
    }
}
