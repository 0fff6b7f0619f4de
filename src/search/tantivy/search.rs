//! Answers requests from one state of the index.

use tantivy::Searcher;
use uuid::Uuid;

use super::collect::{Counts, Dimension, Gather, Gathered};
use super::generation::Generation;
use super::plan::Plan;
use super::rank::{RankColumns, Ranking};
use super::statistics::FixedStatistics;
use crate::search::{
    DocumentType, EngineAnswer, FacetCount, Facets, MAX_FACET_VALUES, SearchError, SearchRequest,
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
        let unfiltered = Dimension::ALL
            .into_iter()
            .filter(|&dimension| !plan.filters_by(dimension));
        let gather = Gather {
            ranking: Some(ranking.clone()),
            dimensions: unfiltered.collect(),
        };
        let query = plan.query();
        let found = searcher.search_with_statistics_provider(&query, &gather, &FixedStatistics)?;
        let mut facets = Facets::default();
        for (&dimension, counts) in gather.dimensions.iter().zip(found.counts) {
            *facet(&mut facets, dimension) = facet_counts(counts);
        }
        for dimension in Dimension::ALL
            .into_iter()
            .filter(|&dimension| plan.filters_by(dimension))
        {
            *facet(&mut facets, dimension) =
                facet_counts(count_without_own_filter(&plan, dimension, &searcher)?);
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
    dimension: Dimension,
    searcher: &Searcher,
) -> tantivy::Result<Counts> {
    let gather = Gather {
        ranking: None,
        dimensions: vec![dimension],
    };
    let Gathered { mut counts, .. } = searcher.search(&plan.without(Some(dimension)), &gather)?;
    Ok(counts.pop().unwrap_or_default())
}

fn facet(facets: &mut Facets, dimension: Dimension) -> &mut Vec<FacetCount> {
    match dimension {
        Dimension::Type => &mut facets.r#type,
        Dimension::Issue => &mut facets.issue,
        Dimension::Council => &mut facets.council,
        Dimension::Speaker => &mut facets.speaker,
        Dimension::Kind => &mut facets.kind,
        Dimension::FiscalYear => &mut facets.fiscal_year,
    }
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
