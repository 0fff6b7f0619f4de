//! Keeps the search index up with the database: claims what the outbox holds, reads the rows as they are now, tells the
//! index, and only then forgets the entries. A crash anywhere in between repeats work and loses none.

use std::{collections::HashSet, time::Duration};

use uuid::Uuid;

use super::{App, AppError, AppResult, search_documents};
use crate::{
    domain::{IndexScope, OutboxEntry, TextEnum},
    search::{DocumentKey, DocumentType, IndexChange, Rebuild, SearchDocument},
    store::{self, DocumentScope},
};

/// How many entries are handled before their success is noted.
const ENTRIES_PER_BATCH: i64 = 200;
/// How many rows are read, and documents written, at a time.
const ROWS_PER_READ: i64 = 1_000;
/// How often the outbox is looked at without being told: commands beside a server write to it too.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// The longest pause after a failure.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Told how many documents a rebuild has written so far.
pub type Progress<'a> = &'a (dyn Fn(u64) + Send + Sync);

impl App {
    /// Keeps the index up with the database until the future is dropped. A failure is logged and tried again, with
    /// longer pauses, and never touches a write.
    pub async fn run_indexer(&self) {
        let mut pause = LOOK_EVERY;
        loop {
            match self.keep_up().await {
                Ok(()) => {
                    pause = LOOK_EVERY;
                    let bell = self.index_bell.notified();
                    let _ = tokio::time::timeout(LOOK_EVERY, bell).await;
                }
                Err(error) => {
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    tracing::error!(%error, seconds = pause.as_secs_f32(), "indexing failed, trying again");
                    // Whoever has just written something has found the database well again.
                    let bell = self.index_bell.notified();
                    let _ = tokio::time::timeout(pause, bell).await;
                }
            }
        }
    }

    /// One look at the index and the outbox. An index that was removed, or damaged, is built anew: it is derived, so that
    /// nothing is lost.
    async fn keep_up(&self) -> AppResult<()> {
        let told = match self.search.check_place().await {
            Ok(()) => self.drain_outbox().await.map(drop),
            Err(error) => Err(error.into()),
        };
        if told.is_ok() && self.search.is_outgrown() {
            let documents = self.rebuild_index(&|_| {}).await?;
            tracing::info!(
                documents,
                "the search index had outgrown what it began as; it was built anew"
            );
        }
        match told {
            Err(AppError::Search(error)) if error.needs_rebuild() => {
                tracing::warn!(%error, "the search index is lost; building it anew from the database");
                let documents = self.rebuild_index(&|_| {}).await?;
                tracing::warn!(documents, "the search index was built anew");
                Ok(())
            }
            other => other,
        }
    }

    /// Tells the index everything that the outbox holds; answers with how many entries that were.
    pub async fn drain_outbox(&self) -> AppResult<usize> {
        let mut handled = 0;
        loop {
            let entries = store::list_pending(&mut self.read().await?, ENTRIES_PER_BATCH).await?;
            if entries.is_empty() {
                return Ok(handled);
            }
            if entries
                .iter()
                .any(|entry| entry.scope == IndexScope::Everything)
            {
                // Everything is read after this, so that all entries read before are covered.
                self.rebuild_index(&|_| {}).await?;
            } else {
                self.index_entries(&entries).await?;
            }
            let seqs: Vec<i64> = entries.iter().map(|entry| entry.seq).collect();
            let mut conn = self.db.write().await?;
            store::delete_entries(&mut conn, &seqs).await?;
            conn.commit().await?;
            handled += entries.len();
        }
    }

    async fn index_entries(&self, entries: &[OutboxEntry]) -> AppResult<()> {
        let mut seen = HashSet::new();
        let mut changes = Vec::new();
        for entry in entries {
            if !seen.insert((entry.scope, entry.entity_id)) {
                continue;
            }
            match entry.scope {
                IndexScope::Council => self.index_council(entry.entity_id).await?,
                IndexScope::Everything => {}
                _ => changes.push(self.change_for(entry).await?),
            }
        }
        if !changes.is_empty() {
            self.search.apply(changes).await?;
        }
        Ok(())
    }

    async fn change_for(&self, entry: &OutboxEntry) -> AppResult<IndexChange> {
        let id = entry.entity_id;
        let ids = [id];
        let (remove, scope, kinds): (_, _, &[DocumentType]) = match entry.scope {
            IndexScope::Opinion => (
                DocumentKey::One(DocumentType::Opinion, id),
                DocumentScope::Ids(&ids),
                &[DocumentType::Opinion],
            ),
            IndexScope::ActionItem => (
                DocumentKey::One(DocumentType::ActionItem, id),
                DocumentScope::Ids(&ids),
                &[DocumentType::ActionItem],
            ),
            IndexScope::Person => (
                DocumentKey::One(DocumentType::Person, id),
                DocumentScope::Ids(&ids),
                &[DocumentType::Person],
            ),
            IndexScope::Topic => (
                DocumentKey::Topic(id),
                DocumentScope::Topic(id),
                &[DocumentType::Opinion, DocumentType::Topic],
            ),
            _ => (
                DocumentKey::Meeting(id.into()),
                DocumentScope::Meeting(id),
                &[
                    DocumentType::Meeting,
                    DocumentType::Opinion,
                    DocumentType::Topic,
                    DocumentType::ActionItem,
                ],
            ),
        };
        let mut add = Vec::new();
        for kind in kinds {
            let mut after = None;
            while let Some(documents) = self.read_documents(*kind, scope, &mut after).await? {
                add.extend(documents);
            }
        }
        Ok(IndexChange { remove, add })
    }

    /// A council can hold more than fits one change. None of its documents goes away with it, so that each is put in
    /// its own place anew.
    async fn index_council(&self, id: Uuid) -> AppResult<()> {
        for &kind in DocumentType::ALL {
            let mut after = None;
            let scope = DocumentScope::Council(id);
            while let Some(documents) = self.read_documents(kind, scope, &mut after).await? {
                self.search.apply(one_by_one(documents)).await?;
            }
        }
        Ok(())
    }

    /// Builds the index anew beside the one that serves, and puts it in its place.
    pub async fn rebuild_index(&self, progress: Progress<'_>) -> AppResult<u64> {
        let mut rebuild: Box<dyn Rebuild> = self.search.start_rebuild().await?;
        let mut written = 0;
        for &kind in DocumentType::ALL {
            let mut after = None;
            let scope = DocumentScope::Everything;
            while let Some(documents) = self.read_documents(kind, scope, &mut after).await? {
                written += u64::try_from(documents.len()).unwrap_or(u64::MAX);
                rebuild.add(documents).await?;
                progress(written);
            }
        }
        rebuild.finish().await?;
        self.claim_index().await?;
        Ok(written)
    }

    /// The next documents of one kind in a scope; `None` when there are no more. `after` remembers the place.
    async fn read_documents(
        &self,
        kind: DocumentType,
        scope: DocumentScope<'_>,
        after: &mut Option<Uuid>,
    ) -> AppResult<Option<Vec<SearchDocument>>> {
        let mut conn = self.read().await?;
        let limit = ROWS_PER_READ;
        let documents: Vec<SearchDocument> = match kind {
            DocumentType::Opinion => {
                let rows =
                    store::list_opinion_documents(&mut conn, None, scope, *after, limit).await?;
                rows.into_iter()
                    .flat_map(search_documents::of_opinion)
                    .collect()
            }
            DocumentType::Topic => {
                let rows =
                    store::list_topic_documents(&mut conn, None, scope, *after, limit).await?;
                rows.into_iter().map(search_documents::of_topic).collect()
            }
            DocumentType::ActionItem => {
                let rows = store::list_action_item_documents(&mut conn, None, scope, *after, limit)
                    .await?;
                rows.into_iter()
                    .flat_map(search_documents::of_action_item)
                    .collect()
            }
            DocumentType::Meeting => {
                let rows =
                    store::list_meeting_documents(&mut conn, None, scope, *after, limit).await?;
                rows.into_iter().map(search_documents::of_meeting).collect()
            }
            DocumentType::Person => {
                let rows =
                    store::list_person_documents(&mut conn, None, scope, *after, limit).await?;
                rows.into_iter().map(search_documents::of_person).collect()
            }
        };
        let Some(last) = documents.last() else {
            return Ok(None);
        };
        *after = Some(last.id);
        Ok(Some(documents))
    }

    /// Asks whoever keeps the index to build it anew.
    pub async fn request_rebuild(&self) -> AppResult<()> {
        let mut conn = self.db.write().await?;
        store::enqueue(&mut conn, IndexScope::Everything, Uuid::nil(), None).await?;
        conn.commit().await?;
        self.index_bell.notify_one();
        Ok(())
    }

    /// Waits until the index was told everything that is pending now; `false` where that took longer than `patience`.
    pub async fn wait_until_indexed(&self, patience: Duration) -> AppResult<bool> {
        let Some(through) = store::pending_through(&mut self.read().await?).await? else {
            return Ok(true);
        };
        let waiting = async {
            loop {
                match store::pending_from(&mut self.read().await?).await? {
                    Some(from) if from <= through => {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                    _ => return Ok::<_, AppError>(()),
                }
            }
        };
        match tokio::time::timeout(patience, waiting).await {
            Ok(result) => result.map(|()| true),
            Err(_) => Ok(false),
        }
    }
}

fn one_by_one(documents: Vec<SearchDocument>) -> Vec<IndexChange> {
    let mut changes: Vec<IndexChange> = Vec::new();
    for document in documents {
        let remove = DocumentKey::One(document.kind, document.id);
        match changes.last_mut() {
            // The forms of one thing stand side by side.
            Some(change) if change.remove == remove => change.add.push(document),
            _ => changes.push(IndexChange {
                remove,
                add: vec![document],
            }),
        }
    }
    changes
}
