//! Synonyms: everybody reads them, admins change them. A query is widened when it is asked, so that the search index has
//! nothing to do with a change here.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields, set},
    validate::{Validation, limits},
};
use crate::{
    domain::{AuditAction, EntityKind, SynonymGroup, SynonymGroupId},
    search::{DEFAULT_SYNONYMS, Synonyms},
    store::{self, Conn, SynonymsState},
    text::fold,
};

/// The setting that says that this database got its defaults.
const SEEDED: &str = "synonyms_seeded";

/// What to change of a group; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct SynonymGroupChange {
    /// The words, all of them.
    pub words: Option<Vec<String>>,
    /// Whether it is no longer used.
    pub archived: Option<bool>,
}

/// The synonyms in use, folded: kept for as long as the database has the same, because a search looks for all of them.
#[derive(Default)]
pub(super) struct FoldedSynonyms(Mutex<Option<(SynonymsState, Arc<Vec<Synonyms>>)>>);

impl FoldedSynonyms {
    /// Those that are in use in what `conn` sees.
    pub async fn read(&self, conn: &mut Conn) -> AppResult<Arc<Vec<Synonyms>>> {
        let state = store::get_synonyms_state(conn).await?;
        if let Some((of, kept)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && *of == state
        {
            return Ok(Arc::clone(kept));
        }
        let groups = store::list_synonym_groups(conn, false).await?;
        let groups = groups.iter();
        let folded: Arc<Vec<Synonyms>> = Arc::new(
            groups
                .map(|group| Synonyms::new(group.id, &group.words))
                .collect(),
        );
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((state, Arc::clone(&folded)));
        Ok(folded)
    }
}

impl App {
    /// Adds a group of words that stand for one another.
    pub async fn create_synonym_group(
        &self,
        call: &Call,
        words: Vec<String>,
    ) -> AppResult<SynonymGroup> {
        call.require_admin()?;
        let group = self.new_group(self.clock.new_id(), words);
        validate(&group)?;
        let mut change = self.change(call).await?;
        store::insert_synonym_group(&mut change.conn, &group).await?;
        record(&mut change, AuditAction::Create, group.id, json!({})).await?;
        change.commit().await?;
        Ok(group)
    }

    fn new_group(&self, id: Uuid, words: Vec<String>) -> SynonymGroup {
        let now = self.clock.now();
        SynonymGroup {
            id: SynonymGroupId(id),
            words,
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// The group with this id.
    pub async fn get_synonym_group(&self, id: SynonymGroupId) -> AppResult<SynonymGroup> {
        store::find_synonym_group(&mut self.read().await?, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::SynonymGroup))
    }

    /// All groups in the order in which they were entered, with or without those that are no longer used.
    pub async fn list_synonym_groups(&self, with_archived: bool) -> AppResult<Vec<SynonymGroup>> {
        Ok(store::list_synonym_groups(&mut self.read().await?, with_archived).await?)
    }

    /// Changes a group.
    pub async fn update_synonym_group(
        &self,
        call: &Call,
        id: SynonymGroupId,
        expected: &Expected,
        new: SynonymGroupChange,
    ) -> AppResult<SynonymGroup> {
        let mut change = self.change(call).await?;
        let before = found(&mut change.conn, id).await?;
        call.require_admin()?;
        expected.check(before.version)?;
        let now = self.clock.now();
        let mut group = before.clone();
        set(&mut group.words, new.words);
        if let Some(archived) = new.archived {
            group.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        group.updated_at = now;
        validate(&group)?;
        store::update_synonym_group(&mut change.conn, &group).await?;
        group.version += 1;
        let fields = changed_fields(&[
            ("words", group.words != before.words),
            ("archived_at", group.archived_at != before.archived_at),
        ]);
        record(&mut change, AuditAction::Update, id, fields).await?;
        change.commit().await?;
        Ok(group)
    }

    /// Deletes a group: nothing refers to one.
    pub async fn delete_synonym_group(
        &self,
        call: &Call,
        id: SynonymGroupId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let group = found(&mut change.conn, id).await?;
        call.require_admin()?;
        expected.check(group.version)?;
        store::delete_synonym_group(&mut change.conn, id, group.version).await?;
        record(&mut change, AuditAction::Delete, id, json!({})).await?;
        change.commit().await
    }

    /// Enters the default groups into a database, once: one that was deleted later does not come back.
    pub(super) async fn seed_synonyms(&self) -> AppResult<()> {
        // Commands that only read do not wait for the writer.
        if is_seeded(&mut self.read().await?).await? {
            return Ok(());
        }
        let mut conn = self.db.write().await?;
        if is_seeded(&mut conn).await? {
            return Ok(());
        }
        for (id, words) in default_ids().zip(DEFAULT_SYNONYMS) {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            store::insert_synonym_group(&mut conn, &self.new_group(id, words)).await?;
        }
        store::put_setting(&mut conn, SEEDED, "1").await?;
        Ok(conn.commit().await?)
    }
}

/// The same in every database, so that two processes that enter the defaults in one moment cannot enter them twice.
fn default_ids() -> impl Iterator<Item = Uuid> {
    const IN_MILLISECONDS: u64 = 1_669_852_800_000;
    (1..=u8::MAX).map(|number| {
        let rest = [0, 0, 0, 0, 0, 0, 0, 0, 0, number];
        uuid::Builder::from_unix_timestamp_millis(IN_MILLISECONDS, &rest).into_uuid()
    })
}

async fn is_seeded(conn: &mut Conn) -> AppResult<bool> {
    Ok(store::get_setting(conn, SEEDED).await?.is_some())
}

async fn found(conn: &mut Conn, id: SynonymGroupId) -> AppResult<SynonymGroup> {
    store::find_synonym_group(conn, id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::SynonymGroup))
}

async fn record(
    change: &mut Change<'_>,
    action: AuditAction,
    id: SynonymGroupId,
    detail: Value,
) -> AppResult<()> {
    change
        .record(action, EntityKind::SynonymGroup, id, None, detail)
        .await
}

fn validate(group: &SynonymGroup) -> AppResult<()> {
    let folded: Vec<String> = group.words.iter().map(|word| fold(word)).collect();
    let distinct: HashSet<&String> = folded.iter().collect();
    Validation::default()
        .list("words", &group.words, limits::NAME)
        .check(
            folded.iter().all(|word| !word.is_empty()),
            "words",
            "記号だけの語は使えません",
            "must have something to search for in each word",
        )
        .check(
            distinct.len() == folded.len() && folded.len() >= 2,
            "words",
            "異なる語を2つ以上入れてください（表記の揺れは同じ語とみなします）",
            "must be two or more words that search does not take for one already",
        )
        .finish()
}
