//! Two persons that turned out to be one. A person decides it, never giji (DESIGN.md, rule 2); it is audited, and can be
//! taken back as long as the kept person is not merged itself.
//!
//! What named the merged person names the kept one from then on, whose other names get the merged one's. The merged person
//! stays under its id and says where it went.

use serde_json::json;

use super::{
    App, AppError, AppResult, Call, Expected,
    change::Change,
    persons::{enqueue_person, refuse_merged, reindex_what_was_said},
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, EntityKind, MovedRows, Person, PersonId, PersonMerge, PersonMergeId, Viewer,
    },
    store,
};

/// That somebody turned out to be another person.
#[derive(Debug, Clone)]
pub struct MergeRequest {
    /// The person that is kept.
    pub into: PersonId,
    /// Why.
    pub reason: Option<String>,
}

/// A merge that was done, or taken back.
#[derive(Debug, Clone)]
pub struct MergeOutcome {
    /// The merge.
    pub merge: PersonMerge,
    /// Who was merged, as that person is now.
    pub person: Person,
    /// What was moved, or brought back.
    pub moved: MovedRows,
}

impl App {
    /// Merges a person into another one.
    pub async fn merge_person(
        &self,
        call: &Call,
        id: PersonId,
        expected: &Expected,
        request: MergeRequest,
    ) -> AppResult<MergeOutcome> {
        call.require_token()?;
        let mut change = self.change(call).await?;
        let mut person = seen_person(&mut change, call, id).await?;
        let kept = store::find_person(&mut change.conn, &call.viewer(), request.into).await?;
        require_all_of(&mut change, call, id).await?;
        if kept.is_some() {
            require_all_of(&mut change, call, request.into).await?;
        }
        expected.check(person.version)?;
        validate(&request, id, kept.is_some())?;
        refuse_merged(&person)?;
        let kept = kept.ok_or(AppError::NotFound(EntityKind::Person))?;
        refuse_merged(&kept)?;
        if kept.archived_at.is_some() {
            return Err(AppError::Archived(EntityKind::Person));
        }

        let merge = PersonMerge {
            id: PersonMergeId(self.clock.new_id()),
            merged_id: id,
            kept_id: kept.id,
            names: new_names(&person, &kept),
            reason: request.reason,
            token_id: call.caller.token,
            merged_at: self.clock.now(),
            undone_at: None,
        };
        store::insert_person_merge(&mut change.conn, &merge).await?;
        let moved = store::move_rows_of_person(&mut change.conn, &merge).await?;
        let mut kept = kept;
        kept.other_names.extend(merge.names.iter().cloned());
        Validation::default()
            .list("other_names", &kept.other_names, limits::NAME)
            .finish()?;
        self.update(&mut change, &mut kept).await?;
        person.merged_into = Some(kept.id);
        self.update(&mut change, &mut person).await?;
        let detail = json!({ "into": kept.id, "reason": merge.reason, "moved": moved });
        record(&mut change, AuditAction::Merge, id, detail).await?;
        reindex_what_was_said(&mut change, kept.id).await?;
        change.commit().await?;
        Ok(MergeOutcome {
            merge,
            person,
            moved,
        })
    }

    /// Takes back the merge of a person: what it moved, and nobody has changed since, names the merged person again.
    pub async fn unmerge_person(
        &self,
        call: &Call,
        id: PersonId,
        expected: &Expected,
        reason: Option<String>,
    ) -> AppResult<MergeOutcome> {
        call.require_token()?;
        let mut change = self.change(call).await?;
        let mut person = seen_person(&mut change, call, id).await?;
        require_all_of(&mut change, call, person.merged_into.unwrap_or(id)).await?;
        expected.check(person.version)?;
        Validation::default()
            .optional("reason", reason.as_deref(), limits::NOTE)
            .finish()?;
        let mut merge = store::find_person_merge(&mut change.conn, id)
            .await?
            .ok_or(AppError::NotMerged)?;
        let mut kept = store::find_person(&mut change.conn, &Viewer::ALL, merge.kept_id)
            .await?
            .ok_or_else(|| AppError::Internal("a merge into nobody".to_owned()))?;
        if kept.merged_into.is_some() {
            return Err(AppError::KeptWasMerged(kept.id));
        }

        let now = self.clock.now();
        let moved = store::bring_back_rows_of_person(&mut change.conn, &merge).await?;
        store::set_person_merge_undone(&mut change.conn, merge.id, now).await?;
        merge.undone_at = Some(now);
        kept.other_names.retain(|name| !merge.names.contains(name));
        self.update(&mut change, &mut kept).await?;
        person.merged_into = None;
        self.update(&mut change, &mut person).await?;
        let detail = json!({ "from": kept.id, "reason": reason, "moved": moved });
        record(&mut change, AuditAction::Unmerge, id, detail).await?;
        for speaker in [kept.id, id] {
            reindex_what_was_said(&mut change, speaker).await?;
        }
        change.commit().await?;
        Ok(MergeOutcome {
            merge,
            person,
            moved,
        })
    }

    async fn update(&self, change: &mut Change<'_>, person: &mut Person) -> AppResult<()> {
        person.updated_at = self.clock.now();
        store::update_person(&mut change.conn, person).await?;
        person.version += 1;
        enqueue_person(change, person.id).await
    }
}

/// The person, if the caller may know of them and is the secretariat of any council.
async fn seen_person(change: &mut Change<'_>, call: &Call, id: PersonId) -> AppResult<Person> {
    let person = store::find_person(&mut change.conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Person))?;
    call.require_any_secretariat()?;
    Ok(person)
}

/// Refuses whoever is not the secretariat of every council in which something names this person: a merge changes all of it.
async fn require_all_of(change: &mut Change<'_>, call: &Call, id: PersonId) -> AppResult<()> {
    let councils = store::list_councils_of_person(&mut change.conn, id).await?;
    let own = |council: &Option<_>| match council {
        Some(council) => call.caller.is_secretariat_of(*council),
        // A token for all councils is tied to this person.
        None => call.caller.council.is_none(),
    };
    call.require(councils.iter().all(own))
}

fn validate(request: &MergeRequest, id: PersonId, kept_known: bool) -> AppResult<()> {
    Validation::default()
        .check(
            kept_known,
            "into",
            "登録がありません",
            "is no person known here",
        )
        .check(
            request.into != id,
            "into",
            "別の人を指定してください",
            "must be another person",
        )
        .optional("reason", request.reason.as_deref(), limits::NOTE)
        .finish()
}

/// The names of `person` that `kept` does not have yet.
fn new_names(person: &Person, kept: &Person) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(&person.name).chain(&person.other_names) {
        if *name != kept.name && !kept.other_names.contains(name) && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

async fn record(
    change: &mut Change<'_>,
    action: AuditAction,
    id: PersonId,
    detail: serde_json::Value,
) -> AppResult<()> {
    change
        .record(action, EntityKind::Person, id, None, detail)
        .await
}
