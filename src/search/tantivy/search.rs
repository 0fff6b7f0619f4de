//! Answers requests from one state of the index.

use std::ops::ControlFlow;

use roaring::RoaringBitmap;
use uuid::Uuid;

use super::facets::Counting;
use super::generation::Generation;
use super::rank::{Candidate, RankColumns, Ranking};
use super::sets::Segment;
use crate::search::{DocumentType, EngineAnswer, SearchError, SearchRequest};

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
        let mut counting = Counting::of(&request.facets, &state)?;
        let mut total = 0;
        let mut best: Vec<Candidate> = Vec::new();
        for (number, (segment, alive)) in state.segments(self).enumerate() {
            let matched = segment.matching(request, alive)?;
            total += matched.hits.len();
            best.extend(segment.best(&ranking, request, &matched.hits)?);
            counting.add(number, &segment, &matched)?;
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
            facets: counting.most_first(),
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
}
