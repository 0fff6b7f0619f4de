//! What a person decides about a suggestion, and what comes of it: in the rows that it is about, in the audit trail, in the
//! index, and in what the reader remembers of the council.

use serde_json::json;

use super::{
    App, AppError, AppResult, Call, NewActionItem,
    change::Change,
    parts::knows_person,
    proposals::label_of,
    suggestions::Acceptance,
    tags::{unknown_issues, with_manual_tag},
    validate::{Validation, limits},
};
use crate::{
    domain::{
        ActionItem, ActionItemStatus, Attribution, AuditAction, Certainty, EntityKind, Opinion,
        OpinionId, OpinionKind, PersonId, ReadingMemoryKind, Suggestion, SuggestionKind,
        SuggestionStatus, Viewer, Visibility,
    },
    store::{self, StoreError},
};

/// What a person makes of a suggestion.
#[derive(Debug, Clone)]
pub(super) enum Decision {
    /// It is taken, as it is or with other values.
    Accept(Box<Acceptance>),
    /// It is not taken.
    Reject,
}

impl App {
    /// Carries out a decision about an open suggestion of a council whose secretariat the caller is.
    pub(super) async fn decide(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        suggestion: &mut Suggestion,
        decision: Decision,
    ) -> AppResult<Option<ActionItem>> {
        match self.carry_out(change, call, suggestion, decision).await {
            // Where several write at once, whoever decided the same first also changed what it is about first.
            Err(AppError::Stale) if !is_open(change, suggestion).await? => {
                Err(AppError::AlreadySettled)
            }
            other => other,
        }
    }

    async fn carry_out(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        suggestion: &mut Suggestion,
        decision: Decision,
    ) -> AppResult<Option<ActionItem>> {
        let mut item = None;
        suggestion.status = match decision {
            Decision::Reject => {
                self.reject(change, suggestion).await?;
                SuggestionStatus::Rejected
            }
            Decision::Accept(how) => {
                how.check_fits(suggestion.kind)?;
                match suggestion.kind {
                    SuggestionKind::Speaker => self.accept_speaker(change, suggestion, &how).await,
                    SuggestionKind::Kind => self.accept_kind(change, suggestion, &how).await,
                    SuggestionKind::Issue => self.accept_issue(change, suggestion, &how).await,
                    SuggestionKind::Person => {
                        self.accept_person(change, call, suggestion, &how).await
                    }
                    SuggestionKind::ActionItem => {
                        let (made, status) =
                            self.accept_item(change, call, suggestion, *how).await?;
                        suggestion.action_item_id = Some(made.id);
                        item = Some(made);
                        Ok(status)
                    }
                }?
            }
        };
        settle(change, suggestion).await?;
        Ok(item)
    }

    async fn reject(&self, change: &mut Change<'_>, suggestion: &Suggestion) -> AppResult<()> {
        let council = suggestion.council_id;
        match suggestion.kind {
            SuggestionKind::Speaker => {
                let id = opinion_of(suggestion)?;
                let (before, _) = self
                    .amend_opinion(change, id, |opinion| {
                        opinion.speaker_name = None;
                        opinion.speaker_role = None;
                        opinion.person_id = None;
                        opinion.attribution = Attribution::Unattributed;
                        opinion.certainty = Certainty::Confirmed;
                    })
                    .await?;
                self.remember_speaker(change, &before, false).await
            }
            SuggestionKind::Kind => {
                let id = opinion_of(suggestion)?;
                self.amend_opinion(change, id, |opinion| opinion.kind = OpinionKind::Opinion)
                    .await?;
                Ok(())
            }
            SuggestionKind::Issue => {
                let id = opinion_of(suggestion)?;
                let key = suggestion.issue_key.clone().unwrap_or_default();
                self.amend_opinion(change, id, |opinion| {
                    opinion.issues.retain(|tag| tag.key != key);
                })
                .await?;
                let alias = (&*suggestion.text, &*key);
                self.remember(change, council, ReadingMemoryKind::IssueAlias, alias, false)
                    .await
            }
            SuggestionKind::Person => {
                self.link(change, suggestion, None).await?;
                let refused = match suggestion.person_id {
                    Some(person) => vec![person],
                    None => suggestion.alternatives.clone(),
                };
                for person in refused {
                    self.remember_person(change, suggestion, person, false)
                        .await?;
                }
                Ok(())
            }
            SuggestionKind::ActionItem => Ok(()),
        }
    }

    async fn accept_speaker(
        &self,
        change: &mut Change<'_>,
        suggestion: &Suggestion,
        how: &Acceptance,
    ) -> AppResult<SuggestionStatus> {
        Validation::default()
            .optional("speaker_name", how.speaker_name.as_deref(), limits::NAME)
            .optional("speaker_role", how.speaker_role.as_deref(), limits::NAME)
            .finish()?;
        let edited = how.speaker_name.is_some() || how.speaker_role.is_some();
        let (before, after) = self
            .amend_opinion(change, opinion_of(suggestion)?, |opinion| {
                if edited {
                    // Another speaker: who stands behind the name is not known yet.
                    opinion.speaker_name.clone_from(&how.speaker_name);
                    opinion.speaker_role.clone_from(&how.speaker_role);
                    opinion.person_id = None;
                    opinion.attribution = match &opinion.speaker_name {
                        Some(_) => Attribution::Named,
                        None => Attribution::RoleOnly,
                    };
                }
                opinion.certainty = Certainty::Confirmed;
            })
            .await?;
        if edited {
            self.remember_speaker(change, &before, false).await?;
        }
        self.remember_speaker(change, &after, true).await?;
        Ok(taken(edited))
    }

    async fn accept_kind(
        &self,
        change: &mut Change<'_>,
        suggestion: &Suggestion,
        how: &Acceptance,
    ) -> AppResult<SuggestionStatus> {
        let kind = how
            .kind
            .or(suggestion.opinion_kind)
            .unwrap_or(OpinionKind::Opinion);
        self.amend_opinion(change, opinion_of(suggestion)?, |opinion| {
            opinion.kind = kind
        })
        .await?;
        Ok(taken(Some(kind) != suggestion.opinion_kind))
    }

    async fn accept_issue(
        &self,
        change: &mut Change<'_>,
        suggestion: &Suggestion,
        how: &Acceptance,
    ) -> AppResult<SuggestionStatus> {
        let proposed = suggestion.issue_key.clone().unwrap_or_default();
        let key = how.issue.clone().unwrap_or_else(|| proposed.clone());
        let unknown = unknown_issues(change, std::iter::once(key.as_str())).await?;
        Validation::default()
            .check(
                unknown.is_empty(),
                "issue",
                "登録のない論点です",
                "is no such issue",
            )
            .finish()?;
        let edited = key != proposed;
        self.amend_opinion(change, opinion_of(suggestion)?, |opinion| {
            if edited {
                opinion.issues.retain(|tag| tag.key != proposed);
            }
            with_manual_tag(opinion, &key);
        })
        .await?;
        let (council, kind) = (suggestion.council_id, ReadingMemoryKind::IssueAlias);
        let wording = &*suggestion.text;
        // That the words name another issue than the one proposed does not say that they always do.
        self.remember(change, council, kind, (wording, &proposed), !edited)
            .await?;
        Ok(taken(edited))
    }

    async fn accept_person(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        suggestion: &Suggestion,
        how: &Acceptance,
    ) -> AppResult<SuggestionStatus> {
        let known = knows_person(change, call, how.person_id).await?;
        // Of several who may be meant, persons that were merged since can have left one.
        let proposed = suggestion.person_id.or(match *suggestion.alternatives {
            [only] => Some(only),
            _ => None,
        });
        let person = how.person_id.or(proposed);
        Validation::default()
            .person(known)
            .check(
                person.is_some(),
                "person_id",
                "候補が複数あります。どの人かを選んでください",
                "has to say which of the persons is meant",
            )
            .finish()?;
        let person = person.expect("it was checked that there is one");
        self.link(change, suggestion, Some(person)).await?;
        let edited = proposed != Some(person);
        if let (true, Some(proposed)) = (edited, suggestion.person_id) {
            self.remember_person(change, suggestion, proposed, false)
                .await?;
        }
        self.remember_person(change, suggestion, person, true)
            .await?;
        Ok(taken(edited))
    }

    async fn accept_item(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        suggestion: &Suggestion,
        how: Acceptance,
    ) -> AppResult<(ActionItem, SuggestionStatus)> {
        let id = opinion_of(suggestion)?;
        let opinion = store::find_opinion(&mut change.conn, &Viewer::ALL, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Opinion))?;
        let edited = how
            .text
            .as_ref()
            .is_some_and(|text| *text != suggestion.text);
        let new = NewActionItem {
            council_id: suggestion.council_id,
            meeting_id: Some(suggestion.meeting_id),
            text: how.text.unwrap_or_else(|| suggestion.text.clone()),
            owner: how.owner,
            owner_person_id: how.owner_person_id,
            due_on: how.due_on,
            due_text: how.due_text,
            visibility: how.visibility.unwrap_or(Visibility::Council),
            opinion_ids: vec![opinion.id],
            issues: opinion.issues.into_iter().map(|tag| tag.key).collect(),
        };
        let item = self
            .insert_action_item(change, call, new, ActionItemStatus::Open)
            .await?;
        Ok((item, taken(edited)))
    }

    /// Changes an opinion, where there is something to change; gives it as it was and as it is.
    pub(super) async fn amend_opinion(
        &self,
        change: &mut Change<'_>,
        id: OpinionId,
        amend: impl FnOnce(&mut Opinion),
    ) -> AppResult<(Opinion, Opinion)> {
        let before = store::find_opinion(&mut change.conn, &Viewer::ALL, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Opinion))?;
        let mut after = before.clone();
        amend(&mut after);
        if after != before {
            after = self.store_amended(change, &before, after).await?;
        }
        Ok((before, after))
    }

    async fn remember_speaker(
        &self,
        change: &mut Change<'_>,
        opinion: &Opinion,
        accepted: bool,
    ) -> AppResult<()> {
        let label = label_of(opinion).unwrap_or_default();
        let name = opinion.speaker_name.as_deref().unwrap_or_default();
        let (council, kind) = (opinion.council_id, ReadingMemoryKind::Speaker);
        self.remember(change, council, kind, (&label, name), accepted)
            .await
    }

    async fn remember_person(
        &self,
        change: &mut Change<'_>,
        suggestion: &Suggestion,
        person: PersonId,
        accepted: bool,
    ) -> AppResult<()> {
        let (council, kind) = (suggestion.council_id, ReadingMemoryKind::Person);
        let subject = person.to_string();
        self.remember(
            change,
            council,
            kind,
            (&suggestion.text, &subject),
            accepted,
        )
        .await
    }
}

fn taken(edited: bool) -> SuggestionStatus {
    if edited {
        SuggestionStatus::Edited
    } else {
        SuggestionStatus::Accepted
    }
}

/// Whether nobody has decided a suggestion by now.
async fn is_open(change: &mut Change<'_>, suggestion: &Suggestion) -> AppResult<bool> {
    let found = store::find_suggestion(&mut change.conn, &Viewer::ALL, suggestion.id).await?;
    Ok(found.is_some_and(|now| now.status == SuggestionStatus::Open))
}

fn opinion_of(suggestion: &Suggestion) -> AppResult<OpinionId> {
    suggestion
        .opinion_id
        .ok_or(AppError::NotFound(EntityKind::Opinion))
}

/// Stores what was decided, with its entry in the audit trail.
pub(super) async fn settle(change: &mut Change<'_>, suggestion: &Suggestion) -> AppResult<()> {
    let (id, status) = (suggestion.id, suggestion.status);
    let item = suggestion.action_item_id;
    store::settle_suggestion(&mut change.conn, id, status, item)
        .await
        .map_err(|error| match error {
            StoreError::Stale => AppError::AlreadySettled,
            other => other.into(),
        })?;
    let mut detail = json!({ "kind": suggestion.kind, "status": status });
    if let Some(item) = item {
        detail["action_item_id"] = json!(item);
    }
    change
        .record(
            AuditAction::Transition,
            EntityKind::Suggestion,
            id,
            Some(suggestion.council_id),
            detail,
        )
        .await
}
