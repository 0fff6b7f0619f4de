//! The embedded engine: a tantivy index in a directory of the data directory.
//!
//! One process writes it ([`EmbeddedIndex::open_writer`]); others beside it read it as it was when they opened it
//! ([`EmbeddedIndex::open_reader`]). docs/decisions/0004-embedded-search.md says why it is built the way it is.

mod directory;
pub(super) mod documents;
mod errors;
mod facets;
mod generation;
mod grams;
pub(super) mod levels;
mod matching;
mod rank;
mod rebuild;
mod runs;
mod schema;
mod search;
mod sets;
mod similar;
mod state;
mod tables;
#[cfg(test)]
mod tests;
pub(super) mod units;
pub(super) mod words;
mod writing;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    DocumentType, EngineAnswer, IndexChange, Rebuild, SearchEngine, SearchError, SearchRequest,
};
use directory::IndexDirectory;
use errors::io_error;
use generation::Generation;
use rebuild::EmbeddedRebuild;
use writing::Writing;

/// How often a reader looks for the index again when it was replaced while being opened.
const OPENING_ATTEMPTS: usize = 3;

/// From so many documents on, an index that knows no frequent runs is slow at some phrases.
const OUTGROWN: u64 = 40_000;

/// A search index in a directory.
#[derive(Clone)]
pub struct EmbeddedIndex {
    shared: Arc<Shared>,
}

struct Shared {
    directory: IndexDirectory,
    serving: RwLock<Arc<Generation>>,
    /// A search failed, and nobody has looked yet whether the files of the index are damaged.
    suspect: AtomicBool,
    /// Present in the process that writes.
    writer: Option<Mutex<Writing>>,
}

impl EmbeddedIndex {
    /// Opens the index in `directory` for searching and writing, checks it whole, and removes what a crash left.
    ///
    /// Reads files: not for an async thread. Fails with [`SearchError::Locked`] where another process writes it, and with
    /// an error for which [`SearchError::needs_rebuild`] holds where there is no index that could serve: then
    /// [`EmbeddedIndex::create_fresh`] and a rebuild make one.
    pub fn open_writer(directory: &Path) -> Result<Self, SearchError> {
        let directory = IndexDirectory::at(directory);
        let lock = directory.lock()?;
        let generation = Generation::open(directory.current()?, true)?;
        clean(&directory, &[&generation.path])?;
        Ok(Self::writing(directory, generation, lock))
    }

    /// Opens the index in `directory` for searching only, beside a process that may write it. Shows what was committed
    /// when it was opened. Reads files: not for an async thread.
    pub fn open_reader(directory: &Path) -> Result<Self, SearchError> {
        Self::reading(directory, false)
    }

    /// The same, after it has read every file and compared its checksum.
    pub fn open_checked_reader(directory: &Path) -> Result<Self, SearchError> {
        Self::reading(directory, true)
    }

    fn reading(directory: &Path, verify: bool) -> Result<Self, SearchError> {
        let directory = IndexDirectory::at(directory);
        let mut attempt = 1;
        let generation = loop {
            match Generation::open(directory.current()?, verify) {
                // The writer may have removed files in between: a rebuild those that CURRENT named a moment ago, a
                // merge those of the segments that it merged.
                Err(_) if attempt < OPENING_ATTEMPTS => attempt += 1,
                opened => break opened?,
            }
        };
        Ok(Self {
            shared: Arc::new(Shared {
                directory,
                serving: RwLock::new(Arc::new(generation)),
                suspect: AtomicBool::new(false),
                writer: None,
            }),
        })
    }

    /// Starts over with an empty index, whatever is in `directory`.
    ///
    /// It searches and takes changes at once, but it is the next start's index only after a rebuild has finished: until then
    /// the directory keeps the state for which a rebuild was needed, so that a crash cannot leave an index that looks
    /// complete and is not. Reads and writes files: not for an async thread.
    pub fn create_fresh(directory: &Path) -> Result<Self, SearchError> {
        let directory = IndexDirectory::at(directory);
        let lock = directory.lock()?;
        let current = directory.current().ok();
        let kept: Vec<&Path> = current.iter().map(PathBuf::as_path).collect();
        clean(&directory, &kept)?;
        let path = directory
            .new_generation(None)
            .map_err(|error| io_error(&error))?;
        Ok(Self::writing(directory, Generation::create(path)?, lock))
    }

    fn writing(directory: IndexDirectory, generation: Generation, lock: File) -> Self {
        Self {
            shared: Arc::new(Shared {
                directory,
                serving: RwLock::new(Arc::new(generation)),
                suspect: AtomicBool::new(false),
                writer: Some(Mutex::new(Writing::new(lock))),
            }),
        }
    }
}

impl Shared {
    /// The generation that serves. It stays readable as long as it is held, also after another one has taken its place.
    fn serving(&self) -> Arc<Generation> {
        Arc::clone(&self.serving.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Answers `request`. Garbled files can make tantivy panic rather than fail; either way somebody has to look at them.
    fn search(&self, request: &SearchRequest) -> Result<EngineAnswer, SearchError> {
        let serving = self.serving();
        let answer = catch_unwind(AssertUnwindSafe(|| serving.search(request)))
            .unwrap_or_else(|_| Err(SearchError::Engine("a search panicked".to_owned())));
        if answer.is_err() {
            self.suspect.store(true, Ordering::Relaxed);
        }
        answer
    }

    /// Where a search failed: reads every file of the generation that serves and compares its checksum.
    fn check_suspect(&self) -> Result<(), SearchError> {
        if self.suspect.load(Ordering::Relaxed) {
            Generation::open(self.serving().path.clone(), true)?;
            self.suspect.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    /// The writer, if this process has it.
    fn writing(&self) -> Result<MutexGuard<'_, Writing>, SearchError> {
        match &self.writer {
            // A panic drops the writer, never leaves half a batch in it: what is behind a poisoned lock can be used.
            Some(writing) => Ok(writing.lock().unwrap_or_else(PoisonError::into_inner)),
            None => Err(SearchError::Locked(self.directory.path().to_owned())),
        }
    }

    fn new_generation(&self) -> Result<PathBuf, SearchError> {
        self.directory
            .new_generation(Some(&self.serving().path))
            .map_err(|error| io_error(&error))
    }

    /// Puts `generation` in the place of the one that serves, here and for the next start.
    fn serve(&self, generation: Generation) -> Result<(), SearchError> {
        let set = self.directory.set_current(&generation.path);
        set.map_err(|error| io_error(&error))?;
        let path = generation.path.clone();
        *self.serving.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(generation);
        self.suspect.store(false, Ordering::Relaxed);
        // What cannot be removed now is removed at the next start.
        if let Err(error) = self.directory.remove_others(&[&path]) {
            tracing::warn!(%error, "an old search index was left behind");
        }
        Ok(())
    }
}

fn clean(directory: &IndexDirectory, keep: &[&Path]) -> Result<(), SearchError> {
    directory
        .remove_others(keep)
        .map_err(|error| io_error(&error))
}

/// Runs work that reads or writes files where it holds up nobody.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(SearchError::Engine(error.to_string())),
    }
}

#[async_trait]
impl SearchEngine for EmbeddedIndex {
    async fn apply(&self, changes: Vec<IndexChange>) -> Result<(), SearchError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let mut writing = shared.writing()?;
            // Under the lock, so that a rebuild cannot put another generation in between.
            let serving = shared.serving();
            writing.check_place(&shared.directory, &serving)?;
            writing.apply(&serving, changes)
        })
        .await
    }

    async fn check_place(&self) -> Result<(), SearchError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let writing = shared.writing()?;
            writing.check_place(&shared.directory, &shared.serving())?;
            drop(writing);
            shared.check_suspect()
        })
        .await
    }

    fn is_outgrown(&self) -> bool {
        self.shared.writer.is_some() && self.shared.serving().is_outgrown(OUTGROWN)
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        let shared = Arc::clone(&self.shared);
        let rebuild = blocking(move || EmbeddedRebuild::start(shared)).await?;
        Ok(Box::new(rebuild))
    }

    async fn search(&self, request: SearchRequest) -> Result<EngineAnswer, SearchError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.search(&request)).await
    }

    async fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        let serving = self.shared.serving();
        blocking(move || serving.list_versions()).await
    }

    async fn document_count(&self) -> Result<u64, SearchError> {
        Ok(self.shared.serving().document_count())
    }
}
