//! The order of the hits, and the cursor into it.

use std::cmp::Ordering;
use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader};
use uuid::Uuid;

use super::tables::SegmentTables;
use crate::domain::TextEnum;
use crate::search::{DocumentType, EngineHit, SearchCursor, SearchSort};

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
            // Scores are whole numbers; `as` keeps what no search gave within bounds.
            score: ranking.score_key(cursor.score as u32),
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

    /// Whether the oldest come first.
    pub fn oldest_first(&self) -> bool {
        self.sort == SearchSort::DateAsc
    }

    /// The ranks before this one, of hits that match so well, are on an earlier page; the newest come first.
    pub fn first_on_page(&self, score: u32, tables: &SegmentTables) -> u32 {
        let Some(after) = self
            .after
            .as_ref()
            .filter(|after| after.score == self.score_key(score))
        else {
            return 0;
        };
        let is_before = |doc: &DocId| {
            let (day, position, id) = tables.columns.place(*doc);
            (self.day_key(day), position, id) <= (after.day, after.position, after.id)
        };
        let first = tables.doc_of.partition_point(is_before);
        u32::try_from(first).unwrap_or(u32::MAX)
    }

    /// Whether all hits of `day` are on an earlier page.
    pub fn is_day_before_page(&self, day: i64) -> bool {
        let key = self.day_key(day);
        self.after.as_ref().is_some_and(|after| key < after.day)
    }

    /// Whether every hit that matches so well is on an earlier page.
    pub fn is_before_page(&self, score: u32) -> bool {
        let key = self.score_key(score);
        self.after.as_ref().is_some_and(|after| key < after.score)
    }

    /// The hit that `doc` makes, unless it is on an earlier page.
    pub fn candidate(&self, doc: DocId, score: u32, columns: &RankColumns) -> Option<Candidate> {
        let (day, position, id) = columns.place(doc);
        let rank = Rank {
            score: self.score_key(score),
            day: self.day_key(day),
            position,
            id,
        };
        let later = self.after.as_ref().is_none_or(|after| rank > *after);
        later.then(|| Candidate {
            rank,
            kind: columns.kind(doc),
        })
    }

    /// The hit of a candidate.
    pub fn hit(&self, candidate: &Candidate) -> EngineHit {
        let rank = &candidate.rank;
        let score = if self.by_score() {
            !rank.score as f32
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

    fn score_key(&self, score: u32) -> i64 {
        if self.by_score() {
            !i64::from(score)
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

    /// Day, order in its meeting and id of a document; the least day where it has none.
    pub fn place(&self, doc: DocId) -> (i64, i64, Uuid) {
        let day = self.day.first(doc).unwrap_or(i64::MIN);
        (day, self.position.get_val(doc), self.id(doc))
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
