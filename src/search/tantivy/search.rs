//! Answers requests from one state of the index.

use std::collections::BTreeSet;

use tantivy::Searcher;
use uuid::Uuid;

use super::collect::{Counts, Gather, Gathered};
use super::generation::Generation;
use super::plan::Plan;
use super::rank::{RankColumns, Ranking};
use super::statistics::FixedStatistics;
use crate::search::{
    DocumentType, EngineAnswer, Facet, FacetCount, Facets, MAX_FACET_VALUES, SearchError,
    SearchRequest,
};

impl Generation {
    /// Answers `request`.
    pub fn search(&self, request: &SearchRequest) -> Result<EngineAnswer, SearchError> {
        self.answer(request).map_err(|error| self.error(&error))
    }

    fn answer(&self, request: &SearchRequest) -> tantivy::Result<EngineAnswer> {
        let searcher = self.reader.searcher();
        let plan = Plan::new(request, self.fields, &searcher)?;
        let limit = request.limit.clamp(1, 100);
        // One more than asked for tells whether there is another page.
        let ranking = Ranking::new(request.sort, request.cursor.as_ref(), limit + 1);
        let asked: BTreeSet<Facet> = request.facets.iter().copied().collect();
        let (filtered, unfiltered): (Vec<Facet>, Vec<Facet>) =
            asked.into_iter().partition(|&facet| plan.filters_by(facet));
        let gather = Gather {
            ranking: Some(ranking.clone()),
            facets: unfiltered,
        };
        let query = plan.query();
        let found = searcher.search_with_statistics_provider(&query, &gather, &FixedStatistics)?;
        let mut facets = Facets::default();
        for (&facet, counts) in gather.facets.iter().zip(found.counts) {
            facets.insert(facet, facet_counts(counts));
        }
        for facet in filtered {
            let counts = count_without_own_filter(&plan, facet, &searcher)?;
            facets.insert(facet, facet_counts(counts));
        }
        Ok(EngineAnswer {
            hits: found
                .best
                .iter()
                .take(limit)
                .map(|hit| ranking.hit(hit))
                .collect(),
            total: found.total,
            total_exact: true,
            facets,
            more: found.best.len() > limit,
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
        for segment in self.reader.searcher().segment_readers() {
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
        self.reader.searcher().num_docs()
    }
}

/// A facet that is filtered by still has to offer its other values, so it is counted as if it were not.
fn count_without_own_filter(
    plan: &Plan<'_>,
    facet: Facet,
    searcher: &Searcher,
) -> tantivy::Result<Counts> {
    let gather = Gather {
        ranking: None,
        facets: vec![facet],
    };
    let Gathered { mut counts, .. } = searcher.search(&plan.without(Some(facet)), &gather)?;
    Ok(counts.pop().unwrap_or_default())
}

fn facet_counts(counts: Counts) -> Vec<FacetCount> {
    let counts = counts
        .into_iter()
        .map(|(value, count)| FacetCount { value, count });
    let mut counts: Vec<FacetCount> = counts.collect();
    // Stable: equal counts stay in the order of their values.
    counts.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    counts.truncate(MAX_FACET_VALUES);
    counts
}
