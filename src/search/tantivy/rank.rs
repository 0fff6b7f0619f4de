//! The order of the hits, and the cursor into it.

use std::cmp::Ordering;
use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::{DocId, Score, SegmentReader};
use uuid::Uuid;

use crate::domain::TextEnum;
use crate::search::{DocumentType, EngineHit, SearchCursor, SearchSort};

/// Scores are rounded to this part of one, which a cursor carries exactly: the order in which a sum is added up must not
/// decide where a page ends, and among hits that match about as well the newest comes first.
const SCORE_STEPS: f32 = 32.0;

/// The place of a hit: the lesser comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    score: i64,
    day: i64,
    position: i64,
    id: Uuid,
}

/// A hit that may be on the page. Ordered by its rank alone.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub rank: Rank,
    pub kind: DocumentType,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}

/// Which order, from where, and how many.
#[derive(Debug, Clone)]
pub(super) struct Ranking {
    sort: SearchSort,
    after: Option<Rank>,
    pub keep: usize,
}

impl Ranking {
    /// The first `keep` hits after `cursor`.
    pub fn new(sort: SearchSort, cursor: Option<&SearchCursor>, keep: usize) -> Self {
        let mut ranking = Self {
            sort,
            after: None,
            keep,
        };
        ranking.after = cursor.map(|cursor| Rank {
            score: ranking.score_key(cursor.score),
            day: ranking.day_key(cursor.day),
            position: cursor.position,
            id: cursor.id,
        });
        ranking
    }

    /// Whether the order is by how well a hit matches.
    pub fn by_score(&self) -> bool {
        self.sort == SearchSort::Relevance
    }

    /// The rank of a document, unless it belongs on an earlier page or behind `worst`.
    pub fn rank(
        &self,
        doc: DocId,
        score: Score,
        columns: &RankColumns,
        worst: Option<&Rank>,
    ) -> Option<Rank> {
        let score = self.score_key(score);
        // Most hits end here, before any column is read.
        if worst.is_some_and(|worst| score > worst.score)
            || self.after.as_ref().is_some_and(|after| score < after.score)
        {
            return None;
        }
        let day = self.day_key(columns.day.first(doc).unwrap_or(i64::MIN));
        if worst.is_some_and(|worst| (score, day) > (worst.score, worst.day)) {
            return None;
        }
        let position = columns.position.get_val(doc);
        let id = Uuid::from_u64_pair(columns.id_high.get_val(doc), columns.id_low.get_val(doc));
        let rank = Rank {
            score,
            day,
            position,
            id,
        };
        let later = self.after.as_ref().is_none_or(|after| rank > *after);
        (later && worst.is_none_or(|worst| rank < *worst)).then_some(rank)
    }

    /// The hit of a candidate.
    pub fn hit(&self, candidate: &Candidate) -> EngineHit {
        let rank = &candidate.rank;
        let score = if self.by_score() {
            !rank.score as f32 / SCORE_STEPS
        } else {
            0.0
        };
        EngineHit {
            kind: candidate.kind,
            id: rank.id,
            score,
            cursor: SearchCursor {
                score,
                day: self.day_key(rank.day),
                position: rank.position,
                id: rank.id,
            },
        }
    }

    fn score_key(&self, score: f32) -> i64 {
        if self.by_score() {
            !((score * SCORE_STEPS).round() as i64)
        } else {
            0
        }
    }

    /// Its own inverse. A document without a day comes last in either order.
    fn day_key(&self, day: i64) -> i64 {
        match self.sort {
            // `!` turns the order around as `-` does, and the least value has one too.
            SearchSort::Relevance | SearchSort::DateDesc => !day,
            SearchSort::DateAsc if day == i64::MIN => i64::MAX,
            SearchSort::DateAsc if day == i64::MAX => i64::MIN,
            SearchSort::DateAsc => day,
        }
    }
}

/// The columns of a segment that ranks and hits are made of.
pub(super) struct RankColumns {
    day: Column<i64>,
    position: Arc<dyn ColumnValues<i64>>,
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
    kind: Option<StrColumn>,
    /// The kinds of documents by their number in the dictionary of the segment.
    kinds: Vec<DocumentType>,
}

impl RankColumns {
    /// Opens the columns of `segment`.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let kind = columns.str("type")?;
        Ok(Self {
            day: columns.i64("day")?,
            position: columns.column_first_or_default("position")?,
            id_high: columns.column_first_or_default("id_high")?,
            id_low: columns.column_first_or_default("id_low")?,
            kinds: kind.as_ref().map(kinds).transpose()?.unwrap_or_default(),
            kind,
        })
    }

    /// The kind of a document.
    pub fn kind(&self, doc: DocId) -> DocumentType {
        let number = self
            .kind
            .as_ref()
            .and_then(|kind| kind.term_ords(doc).next());
        let number = number.and_then(|number| usize::try_from(number).ok());
        number
            .and_then(|number| self.kinds.get(number))
            .copied()
            .unwrap_or(DocumentType::Opinion)
    }

    /// The id of a document.
    pub fn id(&self, doc: DocId) -> Uuid {
        Uuid::from_u64_pair(self.id_high.get_val(doc), self.id_low.get_val(doc))
    }
}

fn kinds(column: &StrColumn) -> tantivy::Result<Vec<DocumentType>> {
    let mut kinds = Vec::with_capacity(column.num_terms());
    let mut text = String::new();
    for number in (0u64..).take(column.num_terms()) {
        column.ord_to_str(number, &mut text)?;
        kinds.push(DocumentType::from_text(&text).unwrap_or(DocumentType::Opinion));
    }
    Ok(kinds)
}
