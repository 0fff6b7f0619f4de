//! The numbers that scores are made of, kept so coarse that scores stay the same while the index changes.
//!
//! A page continues after the score of its last hit. Were every new document to move every score a little, hits would
//! be shown twice or never. So counts are rounded up to powers of two, and the average length is a constant.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The usual length of an opinion in units; about that of its words too, for this purpose.
const TYPICAL_LENGTH: u64 = 160;

/// Coarse statistics of one state of the index.
pub(super) struct CoarseStatistics<'a>(pub &'a Searcher);

impl Bm25StatisticsProvider for CoarseStatistics<'_> {
    fn total_num_tokens(&self, _field: Field) -> tantivy::Result<u64> {
        Ok(self.total_num_docs()? * TYPICAL_LENGTH)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        let segments = self.0.segment_readers().iter();
        let documents: u64 = segments.map(|segment| u64::from(segment.max_doc())).sum();
        Ok(documents.next_power_of_two())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let documents = self.0.doc_freq(term)?;
        Ok(if documents == 0 {
            0
        } else {
            documents.next_power_of_two()
        })
    }
}
