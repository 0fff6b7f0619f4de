//! Suggestions: what the importer proposes, and a person accepts, edits or rejects.

use chrono::NaiveDate;
use serde_json::json;

use super::{App, AppError, AppResult, Call, NewActionItem, change::Change};
use crate::{
    domain::{
        ActionItem, ActionItemStatus, AuditAction, EntityKind, Page, PageRequest, PersonId,
        Suggestion, SuggestionId, SuggestionStatus, Viewer, Visibility,
    },
    store::{self, StoreError, SuggestionFilter},
};

/// How a suggestion is accepted: as it is, or with other words. What is not known stays empty.
#[derive(Debug, Clone, Default)]
pub struct Acceptance {
    /// What is to be done; the suggested wording where `None`.
    pub text: Option<String>,
    /// Who should do it.
    pub owner: Option<String>,
    /// Who should do it, where that is a person known here.
    pub owner_person_id: Option<PersonId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// By when, in the words that are printed.
    pub due_text: Option<String>,
    /// Whom it is meant for; the council where `None`.
    pub visibility: Option<Visibility>,
}

impl App {
    /// The suggestions that the caller may see.
    pub async fn list_suggestions(
        &self,
        call: &Call,
        filter: &SuggestionFilter,
        page: &PageRequest,
    ) -> AppResult<Page<Suggestion>> {
        call.require(call.caller.role.is_some())?;
        Ok(store::list_suggestions(&mut self.read().await?, &call.viewer(), filter, page).await?)
    }

    /// The suggestion with this id, if the caller may see it.
    pub async fn get_suggestion(&self, call: &Call, id: SuggestionId) -> AppResult<Suggestion> {
        call.require(call.caller.role.is_some())?;
        store::find_suggestion(&mut self.read().await?, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Suggestion))
    }

    /// Makes an open action item of a suggestion, once.
    pub async fn accept_suggestion(
        &self,
        call: &Call,
        id: SuggestionId,
        how: Acceptance,
    ) -> AppResult<ActionItem> {
        let mut change = self.change(call).await?;
        let suggestion = open_suggestion(&mut change, call, id).await?;
        let opinion = store::find_opinion(&mut change.conn, &Viewer::ALL, suggestion.opinion_id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Opinion))?;
        let status = match &how.text {
            Some(text) if *text != suggestion.text => SuggestionStatus::Edited,
            _ => SuggestionStatus::Accepted,
        };
        let new = NewActionItem {
            council_id: suggestion.council_id,
            meeting_id: Some(suggestion.meeting_id),
            text: how.text.unwrap_or(suggestion.text),
            owner: how.owner,
            owner_person_id: how.owner_person_id,
            due_on: how.due_on,
            due_text: how.due_text,
            visibility: how.visibility.unwrap_or(Visibility::Council),
            opinion_ids: vec![opinion.id],
            issues: opinion.issues.into_iter().map(|tag| tag.key).collect(),
        };
        let item = self
            .insert_action_item(&mut change, call, new, ActionItemStatus::Open)
            .await?;
        settle(&mut change, id, status, Some(item.id)).await?;
        let detail = json!({ "status": status, "action_item_id": item.id });
        change
            .record(
                AuditAction::Transition,
                EntityKind::Suggestion,
                id,
                Some(item.council_id),
                detail,
            )
            .await?;
        change.commit().await?;
        Ok(item)
    }

    /// Notes that nothing comes of a suggestion.
    pub async fn reject_suggestion(&self, call: &Call, id: SuggestionId) -> AppResult<Suggestion> {
        let mut change = self.change(call).await?;
        let mut suggestion = open_suggestion(&mut change, call, id).await?;
        suggestion.status = SuggestionStatus::Rejected;
        settle(&mut change, id, suggestion.status, None).await?;
        let detail = json!({ "status": suggestion.status });
        let council = Some(suggestion.council_id);
        change
            .record(
                AuditAction::Transition,
                EntityKind::Suggestion,
                id,
                council,
                detail,
            )
            .await?;
        change.commit().await?;
        Ok(suggestion)
    }
}

async fn open_suggestion(
    change: &mut Change<'_>,
    call: &Call,
    id: SuggestionId,
) -> AppResult<Suggestion> {
    call.require(call.caller.role.is_some())?;
    let suggestion = store::find_suggestion(&mut change.conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Suggestion))?;
    call.require_secretariat(suggestion.council_id)?;
    if suggestion.status != SuggestionStatus::Open {
        return Err(AppError::AlreadySettled);
    }
    Ok(suggestion)
}

async fn settle(
    change: &mut Change<'_>,
    id: SuggestionId,
    status: SuggestionStatus,
    item: Option<crate::domain::ActionItemId>,
) -> AppResult<()> {
    store::settle_suggestion(&mut change.conn, id, status, item)
        .await
        .map_err(|error| match error {
            StoreError::Stale => AppError::AlreadySettled,
            other => other.into(),
        })
}
