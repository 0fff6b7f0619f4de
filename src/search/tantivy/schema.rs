//! The fields of the index, and the version that tells whether an index on disk still means the same.

use std::sync::{Arc, OnceLock};

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

use super::grams::Grams;
use super::runs::{FrequentRuns, LongRuns};
use crate::text::NORMALISER_VERSION;

/// Rises when fields are added or mean something else.
const SCHEMA_VERSION: u32 = 3;
/// Names what cuts words; its dictionary decides what a word is.
const SEGMENTER: &str = "icu_segmenter 2";

const UNTOUCHED: &str = "raw";
const UNITS: &str = "units";
const PAIRS: &str = "pairs";
const TRIPLES: &str = "triples";
const LONG_RUNS: &str = "long_runs";

/// What an index was made by. Where any of it differs, the index has to be built anew.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct IndexVersion {
    schema: u32,
    normaliser: u32,
    segmenter: String,
}

impl IndexVersion {
    /// What this program makes.
    pub fn current() -> Self {
        Self {
            schema: SCHEMA_VERSION,
            normaliser: NORMALISER_VERSION,
            segmenter: SEGMENTER.to_owned(),
        }
    }
}

impl std::fmt::Display for IndexVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            schema,
            normaliser,
            segmenter,
        } = self;
        write!(f, "schema {schema}, normaliser {normaliser}, {segmenter}")
    }
}

/// The fields. Nothing is stored: the database has the wording.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Wording, heading, title of the topic and speaker, cut into single units; `pairs` and `triples` of the same.
    pub units: Field,
    pub pairs: Field,
    /// The only one of the three with positions: longer terms are phrases over triples.
    pub triples: Field,
    /// Of the same, the frequent runs of four and more.
    pub long_runs: Field,
    /// Words of the wording; they rank, they never decide what is found.
    pub words: Field,
    /// Words of heading and title; likewise.
    pub title_words: Field,
    /// Kind and id, the key of all forms of one thing.
    pub key: Field,
    pub kind: Field,
    pub council: Field,
    pub meeting: Field,
    pub topic: Field,
    pub issue: Field,
    /// The folded texts by which a filter finds the speaker.
    pub speaker_key: Field,
    /// The speaker as shown, for the facet.
    pub speaker: Field,
    pub opinion_kind: Field,
    pub fiscal_year: Field,
    pub role: Field,
    pub attribution: Field,
    pub has_action_item: Field,
    /// The levels of access, each alone and each together with the council.
    pub seen_at: Field,
    /// Days since 1970-01-01.
    pub day: Field,
    pub position: Field,
    pub version: Field,
    /// The upper and the lower half of the id.
    pub id_high: Field,
    pub id_low: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = |builder: &mut SchemaBuilder, name| builder.add_i64_field(name, FAST);
    let fields = Fields {
        units: builder.add_text_field("units", grams(UNITS, IndexRecordOption::Basic)),
        pairs: builder.add_text_field("pairs", grams(PAIRS, IndexRecordOption::Basic)),
        triples: builder.add_text_field(
            "triples",
            grams(TRIPLES, IndexRecordOption::WithFreqsAndPositions),
        ),
        long_runs: builder.add_text_field("long_runs", grams(LONG_RUNS, IndexRecordOption::Basic)),
        words: builder.add_text_field("words", grams(UNITS, IndexRecordOption::Basic)),
        title_words: builder.add_text_field("title_words", grams(UNITS, IndexRecordOption::Basic)),
        key: builder.add_text_field("key", keyword()),
        kind: builder.add_text_field("type", counted()),
        council: builder.add_text_field("council", counted()),
        meeting: builder.add_text_field("meeting", counted()),
        topic: builder.add_text_field("topic", keyword()),
        issue: builder.add_text_field("issue", counted()),
        speaker_key: builder.add_text_field("speaker_key", keyword()),
        speaker: builder.add_text_field("speaker", TextOptions::default().set_fast(UNTOUCHED)),
        opinion_kind: builder.add_text_field("kind", counted()),
        fiscal_year: builder.add_text_field("fiscal_year", counted()),
        role: builder.add_text_field("role", counted()),
        attribution: builder.add_text_field("attribution", counted()),
        has_action_item: builder.add_text_field("has_action_item", counted()),
        seen_at: builder.add_text_field("seen_at", keyword()),
        day: builder.add_i64_field("day", FAST | INDEXED),
        position: number(&mut builder, "position"),
        version: number(&mut builder, "version"),
        id_high: builder.add_u64_field("id_high", FAST),
        id_low: builder.add_u64_field("id_low", FAST),
    };
    (builder.build(), fields)
}

/// The tokenizers that the schema names.
pub(super) fn tokenizers(frequent: &Arc<OnceLock<FrequentRuns>>) -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(UNITS, Grams::of(1));
    manager.register(PAIRS, Grams::of(2));
    manager.register(TRIPLES, Grams::of(3));
    manager.register(LONG_RUNS, LongRuns::by(Arc::clone(frequent)));
    manager
}

fn grams(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default();
    let indexing = indexing
        .set_tokenizer(tokenizer)
        .set_index_option(record)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// Looked up as a whole.
fn keyword() -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(UNTOUCHED);
    let indexing = indexing
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// Looked up as a whole and counted in a facet.
fn counted() -> TextOptions {
    keyword().set_fast(UNTOUCHED)
}
