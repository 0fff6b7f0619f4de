//! Building the index anew beside the one that serves.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use tantivy::IndexWriter;

use super::documents::joined_parts;
use super::generation::Generation;
use super::runs::FrequentRuns;
use super::writing::write;
use super::{Shared, blocking};
use crate::search::{Rebuild, SearchDocument, SearchError};

/// How many documents what is frequent is learned from.
const SAMPLE: usize = 20_000;

/// A generation being built. Dropped before it serves, it is removed.
pub(super) struct EmbeddedRebuild {
    /// Absent after a failure, and at the end.
    building: Option<Building>,
    place: Place,
}

struct Building {
    generation: Generation,
    writer: IndexWriter,
    /// The first documents, until there are enough of them to learn from what is frequent.
    sample: Option<Vec<SearchDocument>>,
}

/// What a rebuild occupies, and gives back however it ends.
struct Place {
    shared: Arc<Shared>,
    /// Whether changes are being noted down for it.
    journal_open: bool,
    /// Its directory, until it serves.
    path: Option<PathBuf>,
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.journal_open
            && let Ok(mut writing) = self.shared.writing()
        {
            writing.take_journal();
        }
        if let Some(path) = &self.path
            && let Err(error) = fs::remove_dir_all(path)
        {
            tracing::warn!(%error, "an unfinished search index was left behind");
        }
    }
}

impl EmbeddedRebuild {
    /// Starts an empty generation; there is one rebuild at a time.
    pub fn start(shared: Arc<Shared>) -> Result<Self, SearchError> {
        {
            let mut writing = shared.writing()?;
            writing.take_place(&shared.directory)?;
            if !writing.start_journal() {
                return Err(SearchError::Engine(
                    "the index is being built anew already".to_owned(),
                ));
            }
        }
        let mut place = Place {
            shared,
            journal_open: true,
            path: None,
        };
        let path = place.shared.new_generation()?;
        place.path = Some(path.clone());
        let generation = Generation::create(path)?;
        let writer = generation.bulk_writer()?;
        Ok(Self {
            building: Some(Building {
                generation,
                writer,
                sample: Some(Vec::new()),
            }),
            place,
        })
    }
}

impl Building {
    fn add(mut self, documents: Vec<SearchDocument>) -> Result<Self, SearchError> {
        let Some(sample) = &mut self.sample else {
            self.write(&documents)?;
            return Ok(self);
        };
        sample.extend(documents);
        if sample.len() >= SAMPLE {
            let texts: Vec<String> = sample.iter().map(joined_parts).collect();
            self.generation.set_frequent(FrequentRuns::of(&texts))?;
            self.write_sample()?;
        }
        Ok(self)
    }

    fn write_sample(&mut self) -> Result<(), SearchError> {
        let sample = self.sample.take().unwrap_or_default();
        self.write(&sample)
    }

    fn write(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        for document in documents {
            let document = self.generation.fields.document(document);
            let added = self.writer.add_document(document);
            added.map_err(|error| self.generation.error(&error))?;
        }
        Ok(())
    }

    fn finish(mut self, place: &mut Place) -> Result<(), SearchError> {
        // Fewer than a sample: in so few documents nothing is frequent enough to matter.
        self.write_sample()?;
        let generation = self.generation;
        // The long part, while changes still go to the old generation and into the journal.
        let built = self
            .writer
            .commit()
            .and_then(|_| self.writer.wait_merging_threads());
        built.map_err(|error| generation.error(&error))?;
        let writer = generation.writer()?;
        // The short part, during which changes wait.
        let mut writing = place.shared.writing()?;
        place.journal_open = false;
        let writer = write(&generation, writer, &writing.take_journal())?;
        place.shared.serve(generation)?;
        place.path = None;
        writing.go_on_with(writer);
        Ok(())
    }
}

fn failed_before() -> SearchError {
    SearchError::Engine("the rebuild failed before".to_owned())
}

#[async_trait]
impl Rebuild for EmbeddedRebuild {
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError> {
        let building = self.building.take().ok_or_else(failed_before)?;
        self.building = Some(blocking(move || building.add(documents)).await?);
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<(), SearchError> {
        let building = self.building.take().ok_or_else(failed_before)?;
        let mut rebuild = *self;
        blocking(move || building.finish(&mut rebuild.place)).await
    }
}
