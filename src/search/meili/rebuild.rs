//! Building the index anew beside the one that serves.

use std::collections::VecDeque;
use std::sync::{Arc, atomic::Ordering};

use async_trait::async_trait;
use serde_json::json;

use super::server::{Server, TaskId};
use super::settings::version;
use super::writing::{add, apply};
use super::{MARKER, Shared};
use crate::search::{Rebuild, SearchDocument, SearchError};

/// How many requests the server may be behind.
const TASKS_AHEAD: usize = 4;

/// An index being built. What is left of one that was given up is removed when the next one starts.
pub(super) struct MeiliRebuild {
    server: Server,
    index: String,
    generation: String,
    tasks: VecDeque<TaskId>,
    journal: OpenJournal,
}

/// Changes are noted down for a rebuild as long as this lives.
struct OpenJournal {
    shared: Arc<Shared>,
    open: bool,
}

impl Drop for OpenJournal {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        // Where somebody is writing right now, the journal is closed after that.
        match self.shared.writing.try_lock() {
            Ok(mut writing) => writing.journal = None,
            Err(_) => {
                let shared = Arc::clone(&self.shared);
                if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                    runtime.spawn(async move { shared.writing.lock().await.journal = None });
                }
            }
        }
    }
}

impl MeiliRebuild {
    /// Starts an empty index; there is one rebuild at a time.
    pub async fn start(shared: Arc<Shared>) -> Result<Self, SearchError> {
        let server = shared.server().await?;
        let index = shared.config.next_index();
        {
            let mut writing = shared.writing.lock().await;
            if writing.journal.is_some() {
                return Err(SearchError::Engine(
                    "the index is being built anew already".to_owned(),
                ));
            }
            writing.journal = Some(Vec::new());
        }
        let journal = OpenJournal { shared, open: true };
        server.make_index(&index).await?;
        let serving = &journal.shared.config.index;
        if !server.has_index(serving).await? {
            // Two indexes can only be swapped where there are two.
            server.make_index(serving).await?;
        }
        Ok(Self {
            server,
            index,
            generation: new_generation()?,
            tasks: VecDeque::new(),
            journal,
        })
    }

    async fn wait_until_behind_by(&mut self, most: usize) -> Result<(), SearchError> {
        while self.tasks.len() > most {
            if let Some(task) = self.tasks.pop_front() {
                self.server.wait_long(task).await?;
            }
        }
        Ok(())
    }

    /// The short part, during which changes wait.
    async fn take_place(&mut self) -> Result<(), SearchError> {
        let shared = Arc::clone(&self.journal.shared);
        let serving = &shared.config.index;
        let mut writing = shared.writing.lock().await;
        let changes = writing.journal.take().unwrap_or_default();
        self.journal.open = false;
        if !changes.is_empty() {
            apply(&self.server, &self.index, &self.generation, changes).await?;
        }
        let marker = json!({ "pk": MARKER, "made_by": version(), "generation": self.generation,
            "database": shared.config.database });
        let task = self.server.add(&self.index, &[marker]).await?;
        self.server.wait(task).await?;
        self.server.swap(serving, &self.index).await?;
        writing.generation.clone_from(&self.generation);
        shared.foreign.store(false, Ordering::Relaxed);
        Ok(())
    }
}

/// A name that no other generation has.
fn new_generation() -> Result<String, SearchError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| SearchError::Engine(error.to_string()))?;
    Ok(hex::encode(bytes))
}

#[async_trait]
impl Rebuild for MeiliRebuild {
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError> {
        let tasks = add(&self.server, &self.index, &self.generation, &documents).await?;
        self.tasks.extend(tasks);
        self.wait_until_behind_by(TASKS_AHEAD).await
    }

    async fn finish(mut self: Box<Self>) -> Result<(), SearchError> {
        self.wait_until_behind_by(0).await?;
        self.take_place().await?;
        // What cannot be removed now is removed when the next rebuild starts.
        if let Err(error) = self.server.remove_index(&self.index).await {
            tracing::warn!(%error, "an old search index was left behind");
        }
        Ok(())
    }
}
