//! One state of the index, as a commit left it, with what is kept of it in memory.

use std::sync::{Arc, OnceLock};

use roaring::RoaringBitmap;
use tantivy::{Searcher, SegmentReader};

use super::facets::FacetNames;
use super::generation::Generation;
use super::runs::FrequentRuns;
use super::sets::Segment;
use super::tables::{SegmentTables, TableCache};
use crate::domain::TextEnum;
use crate::search::Facet;

/// A state that can be searched; it stays as it is while others are committed.
pub(super) struct State {
    pub searcher: Searcher,
    segments: Vec<(Arc<SegmentTables>, RoaringBitmap)>,
    facet_names: [OnceLock<Arc<FacetNames>>; Facet::ALL.len()],
}

impl State {
    /// Reads what is not known yet of the segments of `searcher`.
    pub fn read(searcher: Searcher, known: &TableCache) -> tantivy::Result<Self> {
        let readers = searcher.segment_readers();
        let tables = known.of(readers)?;
        let segments = readers.iter().zip(tables).map(|(reader, tables)| {
            let alive = alive(reader, &tables);
            (tables, alive)
        });
        Ok(Self {
            segments: segments.collect(),
            facet_names: Default::default(),
            searcher,
        })
    }

    /// The values of `facet` in all segments, put together when they are first asked for.
    pub fn facet_names(&self, facet: Facet) -> tantivy::Result<Arc<FacetNames>> {
        let slot = Facet::ALL.iter().position(|other| *other == facet);
        let slot = &self.facet_names[slot.unwrap_or_default()];
        if let Some(names) = slot.get() {
            return Ok(Arc::clone(names));
        }
        let mut segments = Vec::with_capacity(self.segments.len());
        for (reader, (tables, _)) in self.searcher.segment_readers().iter().zip(&self.segments) {
            segments.push(tables.facet(facet, reader)?.names.as_slice());
        }
        let names = Arc::new(FacetNames::of(&segments));
        Ok(Arc::clone(slot.get_or_init(|| names)))
    }

    /// The segments, each with the ranks of what is not deleted.
    pub fn segments<'a>(
        &'a self,
        generation: &'a Generation,
    ) -> impl Iterator<Item = (Segment<'a>, &'a RoaringBitmap)> {
        static NONE: FrequentRuns = FrequentRuns::none();
        let readers = self.searcher.segment_readers().iter();
        readers
            .zip(&self.segments)
            .map(|(reader, (tables, alive))| {
                let segment = Segment {
                    reader,
                    tables,
                    fields: generation.fields,
                    frequent: generation.frequent.get().unwrap_or(&NONE),
                    cache: &generation.sets,
                };
                (segment, alive)
            })
    }
}

fn alive(reader: &SegmentReader, tables: &SegmentTables) -> RoaringBitmap {
    let mut alive = tables.all();
    if let Some(bitset) = reader.alive_bitset() {
        for (doc, rank) in (0u32..).zip(&tables.rank_of) {
            if bitset.is_deleted(doc) {
                alive.remove(*rank);
            }
        }
    }
    alive
}
