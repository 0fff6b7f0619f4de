//! One generation of the index: a tantivy index, its reader, and the version that it was made by.

use std::fs::{self, File};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError};

use super::directory::sync_directory;
use super::errors::{damage, io_error, search_error};
use super::schema::{Fields, IndexVersion, schema, tokenizers};
use crate::search::SearchError;

const VERSION: &str = "version.json";

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
    pub reader: IndexReader,
    index: Index,
}

impl Generation {
    /// Makes an empty generation in the empty directory `path`.
    pub fn create(path: PathBuf) -> Result<Self, SearchError> {
        write_version(&path).map_err(|error| io_error(&error))?;
        let (schema, _) = schema();
        let index = Index::builder().schema(schema).tokenizers(tokenizers());
        let index = index.create_in_dir(&path);
        index
            .and_then(|index| Self::read(path.clone(), index))
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
        index.set_tokenizers(tokenizers());
        if index.schema() != schema().0 {
            return Err(TantivyError::SchemaError("the fields differ".to_owned()));
        }
        let generation = Self::read(path, index)?;
        if verify && !generation.index.validate_checksum()?.is_empty() {
            return Err(TantivyError::SchemaError("a checksum differs".to_owned()));
        }
        Ok(generation)
    }

    fn read(path: PathBuf, index: Index) -> tantivy::Result<Self> {
        let builder = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        Ok(Self {
            reader: builder.doc_store_cache_num_blocks(1).try_into()?,
            fields: schema().1,
            path,
            index,
        })
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
