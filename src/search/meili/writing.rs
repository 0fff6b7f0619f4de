//! Changes on their way into the index.

use serde_json::Value;

use super::documents::{indexed, is_under, primary_key, under};
use super::filter::Filter;
use super::server::{Server, TaskId};
use crate::search::{DocumentKey, IndexChange, SearchDocument, SearchError};

/// How many documents go into one request at most.
pub(super) const ADDED_AT_ONCE: usize = 1_000;
/// How much text goes into one request at most; a document with more goes alone.
const BYTES_AT_ONCE: usize = 1 << 20;

/// What the one who writes knows.
#[derive(Default)]
pub(super) struct Writing {
    /// What the index that serves was built as.
    pub generation: String,
    /// The changes since a rebuild began, in order; nothing where there is no rebuild.
    pub journal: Option<Vec<IndexChange>>,
}

impl Writing {
    /// Applies changes to the index that serves, and notes them down for the one that is being built.
    pub async fn apply(
        &mut self,
        server: &Server,
        index: &str,
        changes: Vec<IndexChange>,
    ) -> Result<(), SearchError> {
        if let Some(journal) = &mut self.journal {
            journal.extend(changes.iter().cloned());
        }
        apply(server, index, &self.generation, changes).await
    }
}

/// What a batch of changes comes to: all removals, then all additions.
#[derive(Default)]
struct Net {
    remove: Vec<DocumentKey>,
    add: Vec<SearchDocument>,
}

impl Net {
    fn of(changes: Vec<IndexChange>) -> Self {
        let mut net = Self::default();
        for change in changes {
            net.add
                .retain(|document| !is_under(document, change.remove));
            if !net.remove.contains(&change.remove) {
                net.remove.push(change.remove);
            }
            for document in change.add {
                let key = primary_key(&document);
                net.add.retain(|other| primary_key(other) != key);
                net.add.push(document);
            }
        }
        net
    }

    /// What is to be removed. A document that is put in place of itself is not, so that it never goes missing; one that is
    /// not to be seen any more goes first.
    fn removal(&self) -> Filter {
        let keys = self.remove.iter().map(|key| under(*key));
        let covered = keys.fold(Filter::Nothing, Filter::or);
        let kept: Vec<String> = self.add.iter().map(primary_key).collect();
        covered.and(Filter::any_of("pk", &kept).not())
    }
}

/// Applies changes, and waits until every search shows them.
pub(super) async fn apply(
    server: &Server,
    index: &str,
    generation: &str,
    changes: Vec<IndexChange>,
) -> Result<(), SearchError> {
    let net = Net::of(changes);
    let mut tasks: Vec<TaskId> = Vec::new();
    if let (false, Some(filter)) = (net.remove.is_empty(), net.removal().text()) {
        tasks.push(server.remove(index, &filter).await?);
    }
    tasks.extend(add(server, index, generation, &net.add).await?);
    // The server does them in this order.
    for task in tasks {
        server.wait(task).await?;
    }
    Ok(())
}

/// Hands documents over, in requests of a bearable size.
pub(super) async fn add(
    server: &Server,
    index: &str,
    generation: &str,
    documents: &[SearchDocument],
) -> Result<Vec<TaskId>, SearchError> {
    let mut tasks = Vec::new();
    let mut batch: Vec<Value> = Vec::new();
    let mut bytes = 0;
    for document in documents {
        if batch.len() == ADDED_AT_ONCE
            || (bytes > 0 && bytes + document.text.len() > BYTES_AT_ONCE)
        {
            tasks.push(server.add(index, &batch).await?);
            batch.clear();
            bytes = 0;
        }
        bytes += document.text.len();
        batch.push(indexed(document, generation));
    }
    if !batch.is_empty() {
        tasks.push(server.add(index, &batch).await?);
    }
    Ok(tasks)
}
