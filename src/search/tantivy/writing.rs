//! The one writer of the index: changes as they come, and a journal of them while the index is built anew.

use std::fs::File;

use tantivy::IndexWriter;

use super::directory::IndexDirectory;
use super::generation::Generation;
use crate::search::{IndexChange, SearchError};

/// How many documents the journal holds at most. Beyond that, changes are refused until the rebuild is over: the outbox
/// keeps them.
const MAX_JOURNAL: usize = 50_000;

/// The writer of the generation that serves.
pub(super) struct Writing {
    /// What makes this process the one that writes.
    lock: File,
    /// Opened when needed, and again after it failed.
    writer: Option<IndexWriter>,
    /// What was changed since a rebuild began, if one is under way.
    journal: Option<Vec<IndexChange>>,
}

impl Writing {
    /// Nothing is open yet.
    pub fn new(lock: File) -> Self {
        Self {
            lock,
            writer: None,
            journal: None,
        }
    }

    /// Goes on with a writer that is open already.
    pub fn go_on_with(&mut self, writer: IndexWriter) {
        self.writer = Some(writer);
    }

    /// Refuses where the directory, or the generation that serves, was removed under this process. What was written then
    /// would be lost, or would meet what another process writes.
    pub fn check_place(
        &self,
        directory: &IndexDirectory,
        generation: &Generation,
    ) -> Result<(), SearchError> {
        if directory.is_locked_by(&self.lock) && generation.is_in_place() {
            return Ok(());
        }
        Err(SearchError::Missing(generation.path.clone()))
    }

    /// Takes the lock anew where its file was removed.
    pub fn take_place(&mut self, directory: &IndexDirectory) -> Result<(), SearchError> {
        if !directory.is_locked_by(&self.lock) {
            self.lock = directory.lock()?;
        }
        Ok(())
    }

    /// Applies `changes` to `generation`, durably, and shows them to the next search.
    pub fn apply(
        &mut self,
        generation: &Generation,
        changes: Vec<IndexChange>,
    ) -> Result<(), SearchError> {
        self.check_journal(&changes)?;
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => generation.writer()?,
        };
        // A writer that fails is dropped with what it holds, so that no half of a batch is ever committed later.
        self.writer = Some(write(generation, writer, &changes)?);
        if let Some(journal) = &mut self.journal {
            journal.extend(changes);
        }
        Ok(())
    }

    /// Notes down changes from now on; false if a rebuild is under way already.
    pub fn start_journal(&mut self) -> bool {
        let free = self.journal.is_none();
        self.journal.get_or_insert_default();
        free
    }

    /// Ends the journal and gives it away.
    pub fn take_journal(&mut self) -> Vec<IndexChange> {
        self.journal.take().unwrap_or_default()
    }

    fn check_journal(&self, changes: &[IndexChange]) -> Result<(), SearchError> {
        let size = |changes: &[IndexChange]| {
            changes
                .iter()
                .map(|change| 1 + change.add.len())
                .sum::<usize>()
        };
        match &self.journal {
            Some(journal) if size(journal) + size(changes) > MAX_JOURNAL => {
                Err(SearchError::Engine(
                    "too many changes while the index is built anew; they wait for its end"
                        .to_owned(),
                ))
            }
            _ => Ok(()),
        }
    }
}

/// Removes and adds, commits, and shows the result to the next search.
pub(super) fn write(
    generation: &Generation,
    mut writer: IndexWriter,
    changes: &[IndexChange],
) -> Result<IndexWriter, SearchError> {
    let mut write = || -> tantivy::Result<()> {
        for change in changes {
            writer.delete_term(generation.fields.key_term(change.remove));
            for document in &change.add {
                writer.add_document(generation.fields.document(document))?;
            }
        }
        writer.commit()?;
        generation.reload()
    };
    write().map_err(|error| generation.error(&error))?;
    Ok(writer)
}
