//! What the people of a council taught the reader, as data that its secretariat reads and changes.

use serde_json::json;

use super::{
    App, AppError, AppResult, Call,
    change::Change,
    meetings::open_council,
    parts::knows_person,
    tags::unknown_issues,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        ALIAS_REFUSALS, AuditAction, CouncilId, EntityKind, Page, PageRequest, ReadingMemory,
        ReadingMemoryId, ReadingMemoryKind,
    },
    store::{self, ReadingMemoryFilter, StoreError},
};

/// A wording to be remembered.
#[derive(Debug, Clone)]
pub struct NewReadingMemory {
    /// The council.
    pub council_id: CouncilId,
    /// What the wording is to be taken for.
    pub kind: ReadingMemoryKind,
    /// The wording, as printed.
    pub text: String,
    /// What it stands for: the key of an issue, the id of a person, the name in the label of a speaker.
    pub subject: Option<String>,
    /// Whether it is to be taken for that, or never again.
    pub accepted: bool,
}

impl App {
    /// The remembered wordings that the caller may see, oldest first.
    pub async fn list_reading_memory(
        &self,
        call: &Call,
        filter: &ReadingMemoryFilter,
        page: &PageRequest,
    ) -> AppResult<Page<ReadingMemory>> {
        call.require(call.caller.role.is_some())?;
        let mut conn = self.read().await?;
        Ok(store::list_reading_memory(&mut conn, &call.viewer(), filter, page).await?)
    }

    /// The remembered wording with this id, if the caller may see it.
    pub async fn get_reading_memory(
        &self,
        call: &Call,
        id: ReadingMemoryId,
    ) -> AppResult<ReadingMemory> {
        call.require(call.caller.role.is_some())?;
        store::find_reading_memory(&mut self.read().await?, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::ReadingMemory))
    }

    /// Remembers a wording. It counts once more where it is remembered already; that it names no issue holds at once.
    pub async fn create_reading_memory(
        &self,
        call: &Call,
        new: NewReadingMemory,
    ) -> AppResult<ReadingMemory> {
        let mut change = self.change(call).await?;
        let council = new.council_id;
        open_council(&mut change, call, council).await?;
        let subject = new.subject.unwrap_or_default();
        let fits = match new.kind {
            ReadingMemoryKind::IssueAlias => {
                let key = std::iter::once(subject.as_str());
                unknown_issues(&mut change, key).await?.is_empty()
            }
            ReadingMemoryKind::Person => match subject.parse() {
                Ok(person) => knows_person(&mut change, call, Some(person)).await?,
                Err(_) => false,
            },
            ReadingMemoryKind::Speaker => subject.is_empty() || new.text.starts_with(&subject),
            ReadingMemoryKind::Furniture => subject.is_empty(),
        };
        Validation::default()
            .required("text", &new.text, limits::NAME)
            .check(
                fits,
                "subject",
                "この種類の記憶には使えません",
                "is nothing that a wording of this kind stands for",
            )
            .finish()?;
        let wording = (new.text.trim(), &*subject);
        let before = find(&mut change, council, new.kind, wording).await?;
        let counts = counts_of(new.kind, new.accepted, before.as_ref());
        self.remember_counts(&mut change, council, new.kind, wording, counts)
            .await?;
        let memory = find(&mut change, council, new.kind, wording)
            .await?
            .ok_or(AppError::NotFound(EntityKind::ReadingMemory))?;
        let detail = json!({ "kind": memory.kind, "accepted": new.accepted });
        let entity = EntityKind::ReadingMemory;
        change
            .record(
                AuditAction::Create,
                entity,
                memory.id,
                Some(council),
                detail,
            )
            .await?;
        change.commit().await?;
        Ok(memory)
    }

    /// Forgets a wording.
    pub async fn delete_reading_memory(&self, call: &Call, id: ReadingMemoryId) -> AppResult<()> {
        call.require(call.caller.role.is_some())?;
        let mut change = self.change(call).await?;
        let memory = store::find_reading_memory(&mut change.conn, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::ReadingMemory))?;
        call.require_secretariat(memory.council_id)?;
        store::delete_reading_memory(&mut change.conn, id)
            .await
            .map_err(|error| match error {
                StoreError::Stale => AppError::NotFound(EntityKind::ReadingMemory),
                other => other.into(),
            })?;
        let detail = json!({ "kind": memory.kind });
        let (entity, council) = (EntityKind::ReadingMemory, Some(memory.council_id));
        change
            .record(AuditAction::Delete, entity, id, council, detail)
            .await?;
        change.commit().await
    }
}

async fn find(
    change: &mut Change<'_>,
    council: CouncilId,
    kind: ReadingMemoryKind,
    (text, subject): (&str, &str),
) -> AppResult<Option<ReadingMemory>> {
    let stored = store::list_memory_of_council(&mut change.conn, council).await?;
    Ok(stored
        .into_iter()
        .find(|one| one.kind == kind && one.text == text && one.subject == subject))
}

/// What a statement on the wording itself adds to its counts: one, and where it says that a word does not name an issue, as many
/// rejections as it takes for that to hold at once.
fn counts_of(
    kind: ReadingMemoryKind,
    accepted: bool,
    before: Option<&ReadingMemory>,
) -> (i64, i64) {
    match (kind, accepted) {
        (_, true) => (1, 0),
        (ReadingMemoryKind::IssueAlias, false) => {
            let ahead = before.map_or(0, |one| one.accepted - one.rejected);
            (0, (ahead + ALIAS_REFUSALS).max(1))
        }
        (_, false) => (0, 1),
    }
}
