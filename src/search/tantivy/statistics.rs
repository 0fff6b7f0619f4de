//! The numbers that scores are made of: the same for every term and every state of the index.
//!
//! BM25 weighs a term by how many documents have it. That count must not be used here, for two reasons. It counts
//! documents that the caller may not see, and would show through the scores that there are such. And it changes with
//! every commit: a page continues after the score of its last hit, so hits would be shown twice or never. Little is lost:
//! terms are ANDed, every hit has all of them, and how often, in how long a text and in which part still counts.

use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

/// The usual length of an opinion in units.
const TYPICAL_LENGTH: u64 = 160;
/// As if every term were in one document of a thousand.
const DOCUMENTS: u64 = 1_000_000;
const DOCUMENTS_WITH_TERM: u64 = 1_000;

/// Statistics of no index in particular.
pub(super) struct FixedStatistics;

impl Bm25StatisticsProvider for FixedStatistics {
    fn total_num_tokens(&self, _field: Field) -> tantivy::Result<u64> {
        Ok(DOCUMENTS * TYPICAL_LENGTH)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(DOCUMENTS)
    }

    fn doc_freq(&self, _term: &Term) -> tantivy::Result<u64> {
        Ok(DOCUMENTS_WITH_TERM)
    }
}
