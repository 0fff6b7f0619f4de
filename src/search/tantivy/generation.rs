//! One generation of the index: a tantivy index, its reader, and the version that it was made by.

use std::fs::{self, File};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tantivy::directory::MmapDirectory;
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError};

use super::directory::sync_directory;
use super::errors::{damage, io_error, search_error};
use super::runs::FrequentRuns;
use super::schema::{Fields, IndexVersion, schema, tokenizers};
use super::sets::SetCache;
use super::state::State;
use super::tables::TableCache;
use crate::search::SearchError;

const VERSION: &str = "version.json";
const FREQUENT: &str = "frequent_runs.json";

/// Held by the writer of an index that changes a little at a time; freed with each commit.
const CHANGES_HEAP: usize = 32_000_000;
/// Held by each thread that builds a whole index.
const BUILD_HEAP: usize = 64_000_000;
const BUILD_THREADS: usize = 2;
/// A segment of which more than this share is deleted gets merged, so that corrections do not pile up.
const DELETED_BEFORE_MERGE: f32 = 0.3;

/// A generation that can be searched.
pub(super) struct Generation {
    pub path: PathBuf,
    pub fields: Fields,
    /// What is looked up as a whole; set before the first document is added, or never.
    pub frequent: Arc<OnceLock<FrequentRuns>>,
    pub sets: SetCache,
    reader: IndexReader,
    tables: TableCache,
    state: RwLock<Arc<State>>,
    index: Index,
}

impl Generation {
    /// Makes an empty generation in the empty directory `path`.
    pub fn create(path: PathBuf) -> Result<Self, SearchError> {
        write_version(&path).map_err(|error| io_error(&error))?;
        let (schema, _) = schema();
        let frequent = Arc::default();
        let index = Index::builder()
            .schema(schema)
            .tokenizers(tokenizers(&frequent));
        let index = index.create_in_dir(&path);
        index
            .and_then(|index| Self::read(path.clone(), index, frequent))
            .map_err(|error| search_error(&path, &error))
    }

    /// Opens the generation in `path`; with `verify`, reads every file and compares its checksum.
    pub fn open(path: PathBuf, verify: bool) -> Result<Self, SearchError> {
        check_version(&path)?;
        // A garbled file can make tantivy panic rather than fail; a damaged index must not take the service down.
        let opened = catch_unwind(AssertUnwindSafe(|| Self::open_index(path.clone(), verify)));
        match opened {
            Ok(opened) => opened.map_err(|error| search_error(&path, &error)),
            Err(_) => Err(damage(&path, "its files cannot be read")),
        }
    }

    fn open_index(path: PathBuf, verify: bool) -> tantivy::Result<Self> {
        let mut index = Index::open(MmapDirectory::open(&path)?)?;
        let frequent = Arc::new(read_frequent(&path)?);
        index.set_tokenizers(tokenizers(&frequent));
        if index.schema() != schema().0 {
            return Err(TantivyError::SchemaError("the fields differ".to_owned()));
        }
        let generation = Self::read(path, index, frequent)?;
        if verify && !generation.index.validate_checksum()?.is_empty() {
            return Err(TantivyError::SchemaError("a checksum differs".to_owned()));
        }
        Ok(generation)
    }

    fn read(
        path: PathBuf,
        index: Index,
        frequent: Arc<OnceLock<FrequentRuns>>,
    ) -> tantivy::Result<Self> {
        let builder = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = builder.doc_store_cache_num_blocks(1).try_into()?;
        let tables = TableCache::default();
        let state = State::read(IndexReader::searcher(&reader), &tables)?;
        Ok(Self {
            state: RwLock::new(Arc::new(state)),
            sets: SetCache::default(),
            fields: schema().1,
            frequent,
            reader,
            tables,
            path,
            index,
        })
    }

    /// Notes what is frequent, for this process and for all that open the generation later.
    pub fn set_frequent(&self, runs: FrequentRuns) -> Result<(), SearchError> {
        write_frequent(&self.path, &runs).map_err(|error| io_error(&error))?;
        // Only a fresh generation is told, and once.
        let _ = self.frequent.set(runs);
        Ok(())
    }

    /// Whether it has `documents` or more and never learned what is frequent in them, because it began with few and was changed
    /// ever since. A rebuild of so many always learns it.
    pub fn is_outgrown(&self, documents: u64) -> bool {
        self.frequent.get().is_none() && self.document_count() >= documents
    }

    /// What the next search searches: the state that the last commit left, once [`Generation::reload`] has read it.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows what was committed to the next search.
    pub fn reload(&self) -> tantivy::Result<()> {
        self.reader.reload()?;
        let state = State::read(self.reader.searcher(), &self.tables)?;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
        Ok(())
    }

    /// Whether its files are still where it was opened. Searches go on without: the files stay open.
    pub fn is_in_place(&self) -> bool {
        self.path.join(VERSION).exists()
    }

    /// A writer for changes that come one batch at a time.
    pub fn writer(&self) -> Result<IndexWriter, SearchError> {
        self.writer_of(1, CHANGES_HEAP)
    }

    /// A writer for building everything.
    pub fn bulk_writer(&self) -> Result<IndexWriter, SearchError> {
        self.writer_of(BUILD_THREADS, BUILD_THREADS * BUILD_HEAP)
    }

    fn writer_of(&self, threads: usize, heap: usize) -> Result<IndexWriter, SearchError> {
        let writer: IndexWriter = self
            .index
            .writer_with_num_threads(threads, heap)
            .map_err(|error| self.error(&error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }

    /// What an error of tantivy means here.
    pub fn error(&self, error: &TantivyError) -> SearchError {
        search_error(&self.path, error)
    }
}

fn read_frequent(generation: &Path) -> tantivy::Result<OnceLock<FrequentRuns>> {
    match fs::read(generation.join(FREQUENT)) {
        Ok(bytes) => {
            let runs: FrequentRuns = serde_json::from_slice(&bytes)
                .map_err(|error| TantivyError::SchemaError(error.to_string()))?;
            Ok(OnceLock::from(runs))
        }
        // Where it is missing nothing was found frequent, or the version file tells of another kind of index.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(OnceLock::new()),
        Err(error) => Err(error.into()),
    }
}

fn write_frequent(generation: &Path, runs: &FrequentRuns) -> std::io::Result<()> {
    let mut file = File::create(generation.join(FREQUENT))?;
    serde_json::to_writer(&mut file, runs)?;
    file.sync_all()?;
    sync_directory(generation)
}

fn write_version(generation: &Path) -> std::io::Result<()> {
    let mut file = File::create(generation.join(VERSION))?;
    serde_json::to_writer(&mut file, &IndexVersion::current())?;
    file.flush()?;
    file.sync_all()?;
    sync_directory(generation)
}

fn check_version(generation: &Path) -> Result<(), SearchError> {
    let bytes = fs::read(generation.join(VERSION)).map_err(|error| damage(generation, error))?;
    let found: IndexVersion =
        serde_json::from_slice(&bytes).map_err(|error| damage(generation, error))?;
    let wanted = IndexVersion::current();
    if found == wanted {
        return Ok(());
    }
    Err(SearchError::Outdated {
        path: generation.to_owned(),
        found: found.to_string(),
        wanted: wanted.to_string(),
    })
}
