//! Sets of documents: what the lists of a segment hold, as sets of ranks.

use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use roaring::RoaringBitmap;
use tantivy::index::SegmentId;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, Term};

use super::runs::{FrequentRuns, TRIPLE};
use super::schema::Fields;
use super::tables::SegmentTables;
use super::units::{SEPARATOR, UnitText};

/// How many bytes of sets are kept for the next search.
const CACHED_BYTES: usize = 48 << 20;
/// A list that is shorter is read faster than it is worth keeping.
const CACHED_FROM: u32 = 4_096;
/// A list is jumped through where it is so many times longer than the set that it is wanted for.
const JUMP_FROM: u64 = 24;
/// A list with more than one of so many documents is made a set bit by bit.
const DENSE_ONE_OF: u32 = 64;

/// One segment in one state of the index.
#[derive(Clone, Copy)]
pub(super) struct Segment<'a> {
    pub reader: &'a SegmentReader,
    pub tables: &'a SegmentTables,
    pub fields: Fields,
    pub frequent: &'a FrequentRuns,
    pub cache: &'a SetCache,
}

impl Segment<'_> {
    /// What has `term`.
    pub fn having(&self, term: &Term) -> tantivy::Result<Arc<RoaringBitmap>> {
        let index = self.reader.inverted_index(term.field())?;
        let frequency = index.doc_freq(term)?;
        if frequency < CACHED_FROM {
            return Ok(Arc::new(self.read(&index, term)?));
        }
        let key = (self.reader.segment_id(), term.clone());
        if let Some(set) = self.cache.get(&key) {
            return Ok(set);
        }
        let set = Arc::new(self.read(&index, term)?);
        self.cache.put(key, Arc::clone(&set));
        Ok(set)
    }

    /// What has any of these values in `field`.
    pub fn having_any<V: AsRef<str>>(
        &self,
        field: Field,
        values: impl IntoIterator<Item = V>,
    ) -> tantivy::Result<RoaringBitmap> {
        let mut any = RoaringBitmap::new();
        for value in values {
            any |= &*self.having(&Term::from_field_text(field, value.as_ref()))?;
        }
        Ok(any)
    }

    /// What of `within` has `term`.
    pub fn keep_having(
        &self,
        within: &RoaringBitmap,
        term: &Term,
    ) -> tantivy::Result<RoaringBitmap> {
        let index = self.reader.inverted_index(term.field())?;
        if u64::from(index.doc_freq(term)?) < within.len() * JUMP_FROM {
            return Ok(within & &*self.having(term)?);
        }
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(RoaringBitmap::new());
        };
        let docs = self.docs(within);
        let kept = docs
            .into_iter()
            .filter(|doc| postings.doc() <= *doc && postings.seek(*doc) == *doc);
        Ok(self.ranks(kept))
    }

    /// How many documents at most have `units` one after the other.
    pub fn frequency(&self, units: &UnitText) -> tantivy::Result<u32> {
        match self.best_lookup(units)? {
            Some(lookup) => Ok(lookup.frequency),
            None => Ok(0),
        }
    }

    /// What of `within` has `units` one after the other.
    pub fn keep_with_run(
        &self,
        within: &RoaringBitmap,
        units: &UnitText,
    ) -> tantivy::Result<RoaringBitmap> {
        let Some(lookup) = self.best_lookup(units)? else {
            return Ok(RoaringBitmap::new());
        };
        if lookup.whole {
            return self.keep_having(within, &lookup.term);
        }
        if lookup.frequency < CACHED_FROM {
            let may_have = self.keep_having(within, &lookup.term)?;
            return self.keep_in_place(&may_have, units);
        }
        // Reading positions in so many documents is worth keeping, for whatever is asked of the run next.
        let run = Term::from_field_text(self.fields.long_runs, units.joined());
        let key = (self.reader.segment_id(), run);
        if let Some(all) = self.cache.get(&key) {
            return Ok(within & &*all);
        }
        let may_have = self.having_all_triples(&lookup.term, units)?;
        let all = Arc::new(self.keep_in_place(&may_have, units)?);
        self.cache.put(key, Arc::clone(&all));
        Ok(within & &*all)
    }

    /// What has `first` and every triple of `units`, in place or not.
    fn having_all_triples(&self, first: &Term, units: &UnitText) -> tantivy::Result<RoaringBitmap> {
        // Read and not kept: the run is kept, and these would drive out what is asked for more often.
        let mut all = self.read(&*self.reader.inverted_index(first.field())?, first)?;
        let index = self.reader.inverted_index(self.fields.triples)?;
        for start in 0..=units.len() - TRIPLE {
            let triple = Term::from_field_text(self.fields.triples, units.gram(start, TRIPLE));
            all &= self.read(&index, &triple)?;
        }
        Ok(all)
    }

    fn keep_in_place(
        &self,
        may_have: &RoaringBitmap,
        units: &UnitText,
    ) -> tantivy::Result<RoaringBitmap> {
        if may_have.is_empty() {
            return Ok(RoaringBitmap::new());
        }
        let docs = self.docs(may_have);
        Ok(self.ranks(self.with_all_in_place(docs, units)?.into_iter()))
    }

    /// The lookup that leaves the fewest documents of those that may have `units` one after the other; none where no
    /// document has.
    fn best_lookup(&self, units: &UnitText) -> tantivy::Result<Option<Lookup>> {
        let length = units.len();
        let mut best: Option<Lookup> = None;
        let starts = length.saturating_sub(TRIPLE) + 1;
        for start in 0..starts.min(length) {
            let run = match length {
                1 | 2 => length,
                _ => self.frequent.longest_at(units, start),
            };
            let field = match run {
                1 => self.fields.units,
                2 => self.fields.pairs,
                TRIPLE => self.fields.triples,
                _ => self.fields.long_runs,
            };
            let term = Term::from_field_text(field, units.gram(start, run));
            let frequency = self.reader.inverted_index(field)?.doc_freq(&term)?;
            if frequency == 0 {
                return Ok(None);
            }
            let whole = run == length;
            if best
                .as_ref()
                .is_none_or(|best| whole || frequency < best.frequency)
            {
                best = Some(Lookup {
                    term,
                    frequency,
                    whole,
                });
            }
            if whole {
                break;
            }
        }
        Ok(best)
    }

    /// Those of `docs`, which are in order, that have every third triple of `units` where it belongs, and the last one,
    /// which reaches back so that no unit is left out.
    fn with_all_in_place(&self, docs: Vec<DocId>, units: &UnitText) -> tantivy::Result<Vec<DocId>> {
        let index = self.reader.inverted_index(self.fields.triples)?;
        let last = units.len() - TRIPLE;
        let mut starts: Vec<usize> = (0..=last).step_by(TRIPLE).collect();
        if starts.last() != Some(&last) {
            starts.push(last);
        }
        let mut lists = Vec::with_capacity(starts.len());
        for start in starts {
            let term = Term::from_field_text(self.fields.triples, units.gram(start, TRIPLE));
            let list = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
            let Some(list) = list else {
                return Ok(Vec::new());
            };
            lists.push((u32::try_from(start).unwrap_or(u32::MAX), list));
        }
        let (mut begins, mut places) = (Vec::new(), Vec::new());
        let mut in_place = |doc: DocId| {
            begins.clear();
            for (number, (start, list)) in lists.iter_mut().enumerate() {
                if list.doc() > doc || list.seek(doc) != doc {
                    return false;
                }
                list.positions(&mut places);
                // Where the run would begin; in order, as the positions are.
                let wanted = places.iter().filter_map(|place| place.checked_sub(*start));
                if number == 0 {
                    begins.extend(wanted);
                } else {
                    let wanted: Vec<u32> = wanted.collect();
                    begins.retain(|begin| wanted.binary_search(begin).is_ok());
                }
                if begins.is_empty() {
                    return false;
                }
            }
            true
        };
        Ok(docs.into_iter().filter(|doc| in_place(*doc)).collect())
    }

    /// What of `within` has all words, wherever they stand; nothing where there are none.
    pub fn keep_with_words(
        &self,
        within: &RoaringBitmap,
        field: Field,
        joined_words: &str,
    ) -> tantivy::Result<RoaringBitmap> {
        let mut words = joined_words
            .split(SEPARATOR)
            .filter(|word| !word.is_empty());
        let Some(first) = words.next() else {
            return Ok(RoaringBitmap::new());
        };
        let mut kept = self.keep_having(within, &Term::from_field_text(field, first))?;
        for word in words {
            kept = self.keep_having(&kept, &Term::from_field_text(field, word))?;
        }
        Ok(kept)
    }

    fn read(&self, index: &InvertedIndexReader, term: &Term) -> tantivy::Result<RoaringBitmap> {
        let Some(mut postings) = index.read_block_postings(term, IndexRecordOption::Basic)? else {
            return Ok(RoaringBitmap::new());
        };
        let rank_of = |doc: &DocId| self.tables.rank_of.get(*doc as usize).copied();
        if postings.doc_freq() < self.tables.len() / DENSE_ONE_OF {
            let mut ranks = Vec::with_capacity(postings.doc_freq() as usize);
            while postings.block_len() > 0 {
                ranks.extend(postings.docs().iter().filter_map(rank_of));
                postings.advance();
            }
            return Ok(sorted_set(ranks));
        }
        let mut bits = vec![0u8; self.tables.doc_of.len().div_ceil(8)];
        while postings.block_len() > 0 {
            for rank in postings.docs().iter().filter_map(rank_of) {
                bits[(rank >> 3) as usize] |= 1 << (rank & 7);
            }
            postings.advance();
        }
        Ok(RoaringBitmap::from_lsb0_bytes(0, &bits))
    }

    /// The documents of these ranks, in order.
    fn docs(&self, ranks: &RoaringBitmap) -> Vec<DocId> {
        let doc_of = |rank: u32| self.tables.doc_of.get(rank as usize).copied();
        let mut docs: Vec<DocId> = ranks.iter().filter_map(doc_of).collect();
        docs.sort_unstable();
        docs
    }

    fn ranks(&self, docs: impl Iterator<Item = DocId>) -> RoaringBitmap {
        sorted_set(
            docs.filter_map(|doc| self.tables.rank_of.get(doc as usize).copied())
                .collect(),
        )
    }
}

/// A lookup of a run of units.
struct Lookup {
    term: Term,
    frequency: u32,
    /// Whether it is the whole run, so that every document that has the term has the run.
    whole: bool,
}

fn sorted_set(mut ranks: Vec<u32>) -> RoaringBitmap {
    ranks.sort_unstable();
    ranks.into_iter().collect()
}

/// Sets of long lists, for the next search; what was used last stays longest.
pub(super) struct SetCache(Mutex<Cached>);

struct Cached {
    sets: LruCache<(SegmentId, Term), Arc<RoaringBitmap>>,
    bytes: usize,
}

impl Default for SetCache {
    fn default() -> Self {
        Self(Mutex::new(Cached {
            sets: LruCache::unbounded(),
            bytes: 0,
        }))
    }
}

impl SetCache {
    fn get(&self, key: &(SegmentId, Term)) -> Option<Arc<RoaringBitmap>> {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.sets.get(key).cloned()
    }

    fn put(&self, key: (SegmentId, Term), set: Arc<RoaringBitmap>) {
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cached.bytes += set.serialized_size();
        if let Some(before) = cached.sets.put(key, set) {
            cached.bytes -= before.serialized_size();
        }
        while cached.bytes > CACHED_BYTES {
            let Some((_, oldest)) = cached.sets.pop_lru() else {
                break;
            };
            cached.bytes -= oldest.serialized_size();
        }
    }
}
