//! Answers requests from one state of the index.

use std::ops::ControlFlow;

use roaring::RoaringBitmap;
use uuid::Uuid;

use super::facets::Counting;
use super::generation::Generation;
use super::rank::{Candidate, RankColumns, Ranking};
use super::sets::Segment;
use crate::search::{DocumentType, EngineAnswer, SearchError, SearchRequest};

/// An index with fewer documents is searched by one thread.
const TWO_THREADS_FROM: u32 = if cfg!(test) { 3_000 } else { 200_000 };

/// A segment with its number in the state and what of it is not deleted.
type Numbered<'a> = (usize, (Segment<'a>, &'a RoaringBitmap));

/// What was found in some segments.
#[derive(Clone)]
struct Found {
    total: u64,
    best: Vec<Candidate>,
    counting: Counting,
}

impl Found {
    fn add(
        &mut self,
        segments: &[Numbered<'_>],
        request: &SearchRequest,
        ranking: &Ranking,
    ) -> tantivy::Result<()> {
        for (number, (segment, alive)) in segments {
            segment.tables.check(segment.reader)?;
            let matched = segment.matching(request, alive)?;
            self.total += matched.hits.len();
            self.best
                .extend(segment.best(ranking, request, &matched.hits)?);
            self.counting.add(*number, segment, &matched)?;
        }
        Ok(())
    }

    fn join(&mut self, other: Self) {
        self.total += other.total;
        self.best.extend(other.best);
        self.counting.join(&other.counting);
    }
}

/// How many segments from the first on make half of the documents; all of them where one thread is enough.
fn half(segments: &[Numbered<'_>]) -> usize {
    let sizes = segments
        .iter()
        .map(|(_, (segment, _))| segment.tables.len());
    let all: u32 = sizes.clone().sum();
    if all < TWO_THREADS_FROM {
        return segments.len();
    }
    let mut before = 0;
    sizes
        .take_while(|size| {
            before += size;
            before <= all / 2
        })
        .count()
        .max(1)
}

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
        let segments: Vec<Numbered<'_>> = state.segments(self).enumerate().collect();
        let mut found = Found {
            total: 0,
            best: Vec::new(),
            counting: Counting::of(&request.facets, &state)?,
        };
        // The two halves of a large index at the same time: a thread costs less than it saves there.
        let (here, there) = segments.split_at(half(&segments));
        if there.is_empty() {
            found.add(here, request, &ranking)?;
        } else {
            let mut other = found.clone();
            let (own, others) = std::thread::scope(|scope| {
                let others = scope.spawn(|| other.add(there, request, &ranking));
                let own = found.add(here, request, &ranking);
                (own, others.join())
            });
            own?;
            others.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            found.join(other);
        }
        found.best.sort_unstable();
        Ok(EngineAnswer {
            hits: found
                .best
                .iter()
                .take(limit)
                .map(|hit| ranking.hit(hit))
                .collect(),
            total: found.total,
            total_exact: true,
            facets: found.counting.most_first(),
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
