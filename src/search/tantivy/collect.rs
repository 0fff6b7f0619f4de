//! One pass over the hits: counts them, counts their facets, keeps the best.

use std::collections::{BTreeMap, BinaryHeap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::domain::TextEnum;
use crate::search::Facet;

use super::rank::{Candidate, RankColumns, Ranking};

/// How often each value occurs.
pub(super) type Counts = BTreeMap<String, u64>;

/// What a pass over the hits gives.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// How many hits there are.
    pub total: u64,
    /// The best of them after the cursor, in order.
    pub best: Vec<Candidate>,
    /// In the order of the facets asked for.
    pub counts: Vec<Counts>,
}

/// What a pass has to give.
pub(super) struct Gather {
    /// The order of the hits and how many are kept; `None` where they are only counted.
    pub ranking: Option<Ranking>,
    /// What they are counted by.
    pub facets: Vec<Facet>,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = SegmentGather;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentGather> {
        let columns = self
            .facets
            .iter()
            .map(|&facet| ValueCounts::open(facet, segment));
        let best = self
            .ranking
            .as_ref()
            .map(|ranking| BestOfSegment::open(ranking.clone(), segment));
        Ok(SegmentGather {
            total: 0,
            best: best.transpose()?,
            counts: columns.collect::<tantivy::Result<_>>()?,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.ranking.as_ref().is_some_and(Ranking::by_score)
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut all = Gathered {
            counts: vec![Counts::new(); self.facets.len()],
            ..Gathered::default()
        };
        for segment in segments {
            let segment = segment?;
            all.total += segment.total;
            all.best.extend(segment.best);
            for (counts, more) in all.counts.iter_mut().zip(segment.counts) {
                for (value, count) in more {
                    *counts.entry(value).or_default() += count;
                }
            }
        }
        all.best.sort_unstable();
        all.best
            .truncate(self.ranking.as_ref().map_or(0, |ranking| ranking.keep));
        Ok(all)
    }
}

/// The pass over one segment.
pub(super) struct SegmentGather {
    total: u64,
    best: Option<BestOfSegment>,
    counts: Vec<ValueCounts>,
}

impl SegmentCollector for SegmentGather {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for counts in &mut self.counts {
            counts.count(doc);
        }
        if let Some(best) = &mut self.best {
            best.offer(doc, score);
        }
    }

    fn harvest(self) -> Self::Fruit {
        Ok(Gathered {
            total: self.total,
            best: self.best.map(BestOfSegment::harvest).unwrap_or_default(),
            counts: self
                .counts
                .into_iter()
                .map(ValueCounts::harvest)
                .collect::<tantivy::Result<_>>()?,
        })
    }
}

/// The best hits of a segment: a heap with the worst of them on top.
struct BestOfSegment {
    ranking: Ranking,
    columns: RankColumns,
    heap: BinaryHeap<Candidate>,
}

impl BestOfSegment {
    fn open(ranking: Ranking, segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            columns: RankColumns::open(segment)?,
            heap: BinaryHeap::with_capacity(ranking.keep + 1),
            ranking,
        })
    }

    fn offer(&mut self, doc: DocId, score: Score) {
        let full = self.heap.len() >= self.ranking.keep;
        let worst = self.heap.peek().filter(|_| full).map(|worst| &worst.rank);
        if let Some(rank) = self.ranking.rank(doc, score, &self.columns, worst) {
            self.heap.push(Candidate {
                rank,
                kind: self.columns.kind(doc),
            });
            if full {
                self.heap.pop();
            }
        }
    }

    fn harvest(self) -> Vec<Candidate> {
        self.heap.into_vec()
    }
}

/// How often each value of one column occurs, by its number in the dictionary of the segment.
struct ValueCounts {
    column: Option<StrColumn>,
    by_number: Vec<u64>,
}

impl ValueCounts {
    fn open(facet: Facet, segment: &SegmentReader) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(facet.as_str())?;
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(Self {
            column,
            by_number: vec![0; values],
        })
    }

    fn count(&mut self, doc: DocId) {
        let Some(column) = &self.column else { return };
        for number in column.term_ords(doc) {
            if let Some(count) = usize::try_from(number)
                .ok()
                .and_then(|number| self.by_number.get_mut(number))
            {
                *count += 1;
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        let mut counts = Counts::new();
        let Some(column) = self.column else {
            return Ok(counts);
        };
        let mut value = String::new();
        for (number, count) in (0u64..).zip(self.by_number) {
            if count > 0 && column.ord_to_str(number, &mut value)? {
                counts.insert(value.clone(), count);
            }
        }
        Ok(counts)
    }
}
