//! Answers requests from one state of the index.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use roaring::RoaringBitmap;
use uuid::Uuid;

use super::generation::Generation;
use super::matching::Matched;
use super::rank::{Candidate, RankColumns, Ranking};
use super::sets::Segment;
use super::tables::FacetValues;
use crate::search::{
    DocumentType, EngineAnswer, Facet, FacetCount, Facets, MAX_FACET_VALUES, SearchError,
    SearchRequest,
};

/// How often each value occurs.
type Counts = BTreeMap<String, u64>;

impl Generation {
    /// Answers `request`.
    pub fn search(&self, request: &SearchRequest) -> Result<EngineAnswer, SearchError> {
        self.answer(request).map_err(|error| self.error(&error))
    }

    fn answer(&self, request: &SearchRequest) -> tantivy::Result<EngineAnswer> {
        let state = self.state();
        let limit = request.limit.clamp(1, 100);
        // One more than asked for tells whether there is another page.
        let ranking = Ranking::new(request.sort, request.cursor.as_ref(), limit + 1);
        let facets: BTreeSet<Facet> = request.facets.iter().copied().collect();
        let mut counts: BTreeMap<Facet, Counts> =
            facets.iter().map(|facet| (*facet, Counts::new())).collect();
        let mut total = 0;
        let mut best: Vec<Candidate> = Vec::new();
        for (segment, alive) in state.segments(self) {
            let matched = segment.matching(request, alive)?;
            total += matched.hits.len();
            best.extend(segment.best(&ranking, request, &matched.hits)?);
            segment.count(&matched, &mut counts)?;
        }
        best.sort_unstable();
        Ok(EngineAnswer {
            hits: best
                .iter()
                .take(limit)
                .map(|hit| ranking.hit(hit))
                .collect(),
            total,
            total_exact: true,
            facets: most_first(counts),
            more: best.len() > limit,
        })
    }

    /// Every thing that has a document, with the version of its row. Where its forms differ in version, the least: that is
    /// the one that has to be made again.
    pub fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        let mut versions = self.versions().map_err(|error| self.error(&error))?;
        versions.sort_unstable();
        versions.dedup_by_key(|(kind, id, _)| (*kind, *id));
        Ok(versions)
    }

    fn versions(&self) -> tantivy::Result<Vec<(DocumentType, Uuid, i64)>> {
        let mut versions = Vec::new();
        for segment in self.state().searcher.segment_readers() {
            let columns = RankColumns::open(segment)?;
            let version = segment
                .fast_fields()
                .column_first_or_default::<i64>("version")?;
            let documents = segment.doc_ids_alive();
            versions.extend(
                documents.map(|doc| (columns.kind(doc), columns.id(doc), version.get_val(doc))),
            );
        }
        Ok(versions)
    }

    /// How many documents there are.
    pub fn document_count(&self) -> u64 {
        self.state().searcher.num_docs()
    }
}

impl Segment<'_> {
    /// The first hits of this segment that belong on the page.
    fn best(
        &self,
        ranking: &Ranking,
        request: &SearchRequest,
        hits: &RoaringBitmap,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut best = Vec::new();
        if hits.is_empty() {
            return Ok(best);
        }
        if ranking.by_score() {
            let levels = self.levels(request, hits)?;
            // Broken off or not, what was found is the first of all.
            let _ = levels.highest_first(hits.clone(), &mut |score, set| {
                if ranking.is_before_page(score) {
                    return ControlFlow::Continue(());
                }
                let first = ranking.first_on_page(score, self.tables);
                self.take(ranking, score, set.range(first..), &mut best)
            });
        } else if ranking.oldest_first() {
            for (day, ranks) in self.tables.oldest_first() {
                if ranking.is_day_before_page(*day) {
                    continue;
                }
                if self
                    .take(ranking, 0, hits.range(ranks.clone()), &mut best)
                    .is_break()
                {
                    break;
                }
            }
        } else {
            let first = ranking.first_on_page(0, self.tables);
            let _ = self.take(ranking, 0, hits.range(first..), &mut best);
        }
        Ok(best)
    }

    fn take(
        &self,
        ranking: &Ranking,
        score: u32,
        ranks: impl Iterator<Item = u32>,
        best: &mut Vec<Candidate>,
    ) -> ControlFlow<()> {
        for rank in ranks {
            if best.len() >= ranking.keep {
                return ControlFlow::Break(());
            }
            let doc = self.tables.doc_of.get(rank as usize);
            best.extend(doc.and_then(|doc| ranking.candidate(*doc, score, &self.tables.columns)));
        }
        ControlFlow::Continue(())
    }

    /// Adds how many hits have which value of the facets in `counts`.
    fn count(
        &self,
        matched: &Matched,
        counts: &mut BTreeMap<Facet, Counts>,
    ) -> tantivy::Result<()> {
        for (facet, counts) in counts {
            let table = self.tables.facet(*facet, self.reader)?;
            let unfiltered = matched.without_filter(*facet);
            let hits = unfiltered.as_ref().unwrap_or(&matched.hits);
            let by_number = count_values(hits, &table.values, table.names.len());
            for (name, count) in table.names.iter().zip(by_number) {
                if count > 0 {
                    *counts.entry(name.clone()).or_default() += count;
                }
            }
        }
        Ok(())
    }
}

fn count_values(hits: &RoaringBitmap, values: &FacetValues, names: usize) -> Vec<u64> {
    match values {
        FacetValues::Sets(sets) => sets.iter().map(|set| hits.intersection_len(set)).collect(),
        FacetValues::Numbers(numbers) => {
            // The last place is for those that have no value.
            let mut counts = vec![0; names + 1];
            for rank in hits {
                let number = numbers.get(rank as usize).map(|number| *number as usize);
                if let Some(count) = number.and_then(|number| counts.get_mut(number)) {
                    *count += 1;
                }
            }
            counts.truncate(names);
            counts
        }
    }
}

fn most_first(counts: BTreeMap<Facet, Counts>) -> Facets {
    let facets = counts.into_iter().map(|(facet, counts)| {
        let counts = counts
            .into_iter()
            .map(|(value, count)| FacetCount { value, count });
        let mut counts: Vec<FacetCount> = counts.collect();
        // Stable: equal counts stay in the order of their values.
        counts.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        counts.truncate(MAX_FACET_VALUES);
        (facet, counts)
    });
    facets.collect()
}
