//! Action items: raised once, reviewed at meeting after meeting, never copied (DESIGN.md, rule 7).

use chrono::NaiveDate;
use serde_json::json;

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields, set},
    parts::knows_person,
    tags::unknown_issues,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        ActionItem, ActionItemId, ActionItemStatus, AuditAction, CouncilId, EntityKind, IndexScope,
        MeetingId, OpinionId, Page, PageRequest, PersonId, Role, Viewer, Visibility,
    },
    store::{self, ActionItemFilter, StoreError},
};

/// An action item to be entered. What is not known stays empty (DESIGN.md, rule 3).
#[derive(Debug, Clone)]
pub struct NewActionItem {
    /// The council.
    pub council_id: CouncilId,
    /// The meeting at which it was raised.
    pub meeting_id: Option<MeetingId>,
    /// What is to be done.
    pub text: String,
    /// Who should do it, as printed or entered.
    pub owner: Option<String>,
    /// Who should do it, where that is a person known here.
    pub owner_person_id: Option<PersonId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// By when, in the words that are printed.
    pub due_text: Option<String>,
    /// Whom it is meant for.
    pub visibility: Visibility,
    /// The opinions that asked for it.
    pub opinion_ids: Vec<OpinionId>,
    /// The keys of its issues.
    pub issues: Vec<String>,
}

/// What to change of an action item; its state changes by reviews. `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
pub struct ActionItemChange {
    /// What is to be done.
    pub text: Option<String>,
    /// Who should do it.
    pub owner: Option<Option<String>>,
    /// Who should do it, where that is a person known here.
    pub owner_person_id: Option<Option<PersonId>>,
    /// By which day.
    pub due_on: Option<Option<NaiveDate>>,
    /// By when, in words.
    pub due_text: Option<Option<String>>,
    /// Whom it is meant for.
    pub visibility: Option<Visibility>,
    /// The opinions that asked for it, all of them.
    pub opinion_ids: Option<Vec<OpinionId>>,
    /// The keys of its issues, all of them.
    pub issues: Option<Vec<String>>,
}

impl App {
    /// Enters an action item: open when the secretariat does, proposed, and for the council alone, when a member or staff
    /// do.
    pub async fn create_action_item(
        &self,
        call: &Call,
        new: NewActionItem,
    ) -> AppResult<ActionItem> {
        let mut change = self.change(call).await?;
        let council = store::find_council(&mut change.conn, new.council_id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Council))?;
        let status = match call.caller.role_in(new.council_id) {
            Some(Role::Secretariat | Role::Admin) => ActionItemStatus::Open,
            Some(Role::Member | Role::Staff) => ActionItemStatus::Proposed,
            None => {
                call.require(false)?;
                ActionItemStatus::Proposed
            }
        };
        if council.archived_at.is_some() {
            return Err(AppError::Archived(EntityKind::Council));
        }
        if status == ActionItemStatus::Proposed && new.visibility != Visibility::Council {
            return Err(AppError::invalid(
                "visibility",
                "提案は council とします。変更は事務局が行います",
                "a proposal is for the council; the secretariat decides otherwise",
            ));
        }
        let item = self
            .insert_action_item(&mut change, call, new, status)
            .await?;
        change.commit().await?;
        Ok(item)
    }

    /// Stores a new action item within a change under way.
    pub(super) async fn insert_action_item(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        new: NewActionItem,
        status: ActionItemStatus,
    ) -> AppResult<ActionItem> {
        let now = self.clock.now();
        let item = ActionItem {
            id: ActionItemId(self.clock.new_id()),
            council_id: new.council_id,
            meeting_id: new.meeting_id,
            text: new.text,
            status,
            owner: new.owner,
            owner_person_id: new.owner_person_id,
            due_on: new.due_on,
            due_text: new.due_text,
            visibility: new.visibility,
            opinion_ids: each_once(new.opinion_ids),
            issues: each_once(new.issues),
            redacted: Vec::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        check(change, call, &item).await?;
        store::insert_action_item(&mut change.conn, &item).await?;
        let council = Some(item.council_id);
        let detail = json!({ "status": status });
        change
            .record(
                AuditAction::Create,
                EntityKind::ActionItem,
                item.id,
                council,
                detail,
            )
            .await?;
        change
            .enqueue(IndexScope::ActionItem, item.id.0, council)
            .await?;
        enqueue_opinions(change, &item.opinion_ids, item.council_id).await?;
        Ok(item)
    }

    /// The action item with this id as the caller may see it, if it may.
    pub async fn get_action_item(&self, call: &Call, id: ActionItemId) -> AppResult<ActionItem> {
        store::find_action_item(&mut self.read().await?, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::ActionItem))
    }

    /// The action items that the caller may see.
    pub async fn list_action_items(
        &self,
        call: &Call,
        filter: &ActionItemFilter,
        page: &PageRequest,
    ) -> AppResult<Page<ActionItem>> {
        Ok(store::list_action_items(&mut self.read().await?, &call.viewer(), filter, page).await?)
    }

    /// Changes the fields of an action item; for the secretariat.
    pub async fn update_action_item(
        &self,
        call: &Call,
        id: ActionItemId,
        expected: &Expected,
        new: ActionItemChange,
    ) -> AppResult<ActionItem> {
        let mut change = self.change(call).await?;
        let before = visible_item(&mut change, call, id).await?;
        call.require_secretariat(before.council_id)?;
        expected.check(before.version)?;
        let mut item = before.clone();
        apply(&mut item, new);
        if item == before {
            return Ok(before);
        }
        item.updated_at = self.clock.now();
        check(&mut change, call, &item).await?;
        store::update_action_item(&mut change.conn, &item).await?;
        item.version += 1;
        let fields = changed_fields(&[
            ("text", item.text != before.text),
            ("owner", item.owner != before.owner),
            (
                "owner_person_id",
                item.owner_person_id != before.owner_person_id,
            ),
            ("due_on", item.due_on != before.due_on),
            ("due_text", item.due_text != before.due_text),
            ("visibility", item.visibility != before.visibility),
            ("opinion_ids", item.opinion_ids != before.opinion_ids),
            ("issues", item.issues != before.issues),
        ]);
        let council = Some(item.council_id);
        change
            .record(
                AuditAction::Update,
                EntityKind::ActionItem,
                id,
                council,
                fields,
            )
            .await?;
        change
            .enqueue(IndexScope::ActionItem, id.0, council)
            .await?;
        let opinions = [before.opinion_ids, item.opinion_ids.clone()].concat();
        enqueue_opinions(&mut change, &each_once(opinions), item.council_id).await?;
        change.commit().await?;
        Ok(item)
    }

    /// Deletes an action item that nobody has reviewed yet; one with a history is declined or superseded instead.
    pub async fn delete_action_item(
        &self,
        call: &Call,
        id: ActionItemId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let item = visible_item(&mut change, call, id).await?;
        call.require_secretariat(item.council_id)?;
        expected.check(item.version)?;
        if !store::list_reviews(&mut change.conn, &Viewer::ALL, id)
            .await?
            .is_empty()
        {
            return Err(AppError::InUse(EntityKind::ActionItem));
        }
        store::delete_action_item(&mut change.conn, id, item.version)
            .await
            .map_err(|error| match error {
                StoreError::Reference => AppError::InUse(EntityKind::ActionItem),
                other => other.into(),
            })?;
        let council = Some(item.council_id);
        change
            .record(
                AuditAction::Delete,
                EntityKind::ActionItem,
                id,
                council,
                json!({}),
            )
            .await?;
        change
            .enqueue(IndexScope::ActionItem, id.0, council)
            .await?;
        enqueue_opinions(&mut change, &item.opinion_ids, item.council_id).await?;
        change.commit().await
    }
}

/// The index counts opinions by whether an action item came of them.
pub(super) async fn enqueue_opinions(
    change: &mut Change<'_>,
    opinions: &[OpinionId],
    council: CouncilId,
) -> AppResult<()> {
    for id in opinions {
        change
            .enqueue(IndexScope::Opinion, id.0, Some(council))
            .await?;
    }
    Ok(())
}

/// The action item, if the caller may see it.
pub(super) async fn visible_item(
    change: &mut Change<'_>,
    call: &Call,
    id: ActionItemId,
) -> AppResult<ActionItem> {
    store::find_action_item(&mut change.conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::ActionItem))
}

fn apply(item: &mut ActionItem, new: ActionItemChange) {
    set(&mut item.text, new.text);
    set(&mut item.owner, new.owner);
    set(&mut item.owner_person_id, new.owner_person_id);
    set(&mut item.due_on, new.due_on);
    set(&mut item.due_text, new.due_text);
    set(&mut item.visibility, new.visibility);
    set(&mut item.opinion_ids, new.opinion_ids.map(each_once));
    set(&mut item.issues, new.issues.map(each_once));
}

fn each_once<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

/// Whether the values of an action item can be taken, and what it refers to is there and of the same council.
async fn check(change: &mut Change<'_>, call: &Call, item: &ActionItem) -> AppResult<()> {
    let conn = &mut change.conn;
    // What the caller may not see is not there, as far as the answer tells.
    let meeting_fits = match item.meeting_id {
        None => true,
        Some(id) => store::find_meeting(conn, &call.viewer(), id)
            .await?
            .is_some_and(|meeting| meeting.council_id == item.council_id),
    };
    let mut opinions_fit = item.opinion_ids.len() <= limits::LIST;
    if opinions_fit {
        for id in &item.opinion_ids {
            opinions_fit &= store::find_opinion(conn, &call.viewer(), *id)
                .await?
                .is_some_and(|opinion| opinion.council_id == item.council_id);
        }
    }
    let person_known = knows_person(change, call, item.owner_person_id).await?;
    let unknown = unknown_issues(change, item.issues.iter().map(String::as_str)).await?;
    let missing = "この会議体にありません";
    Validation::default()
        .required("text", &item.text, limits::TEXT)
        .optional("owner", item.owner.as_deref(), limits::NAME)
        .optional("due_text", item.due_text.as_deref(), limits::NAME)
        .check(
            meeting_fits,
            "meeting_id",
            missing,
            "is no meeting of this council",
        )
        .check(
            opinions_fit,
            "opinion_ids",
            missing,
            "names no opinion of this council",
        )
        .check(
            person_known,
            "owner_person_id",
            "登録がありません",
            "is no person known here",
        )
        .check(
            unknown.is_empty(),
            "issues",
            format!("登録のない論点：{}", unknown.join(", ")),
            format!("no such issue: {}", unknown.join(", ")),
        )
        .finish()
}
