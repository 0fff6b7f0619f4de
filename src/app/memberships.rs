//! Memberships: whoever may know of a seat reads it, the secretariat of its council enters and changes it.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields, set},
    meetings::open_council,
    parts::person_gone,
    persons::{enqueue_person, refuse_merged},
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, CouncilId, EntityKind, Membership, MembershipId, Page, PageRequest, PersonId,
    },
    store::{self, MembershipFilter},
};

/// A seat to be entered.
#[derive(Debug, Clone)]
pub struct NewMembership {
    /// The council.
    pub council_id: CouncilId,
    /// Who sits there.
    pub person_id: PersonId,
    /// 会長, 副会長, 委員, … as printed.
    pub role: String,
    /// The organisation that the person comes from.
    pub organization: Option<String>,
    /// The first day of the term.
    pub starts_on: Option<NaiveDate>,
    /// The last day of the term.
    pub ends_on: Option<NaiveDate>,
}

/// What to change of a seat; `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
pub struct MembershipChange {
    /// 会長, 副会長, 委員, … as printed.
    pub role: Option<String>,
    /// The organisation that the person comes from.
    pub organization: Option<Option<String>>,
    /// The first day of the term.
    pub starts_on: Option<Option<NaiveDate>>,
    /// The last day of the term.
    pub ends_on: Option<Option<NaiveDate>>,
}

impl App {
    /// Enters a seat in a council that takes new ones, of a person that is offered for new entries.
    pub async fn create_membership(
        &self,
        call: &Call,
        new: NewMembership,
    ) -> AppResult<Membership> {
        let mut change = self.change(call).await?;
        open_council(&mut change, call, new.council_id).await?;
        let person = store::find_person(&mut change.conn, &call.viewer(), new.person_id).await?;
        let now = self.clock.now();
        let membership = Membership {
            id: MembershipId(self.clock.new_id()),
            council_id: new.council_id,
            person_id: new.person_id,
            role: new.role,
            organization: new.organization,
            starts_on: new.starts_on,
            ends_on: new.ends_on,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        validate(&membership, person.is_some())?;
        if let Some(person) = person {
            refuse_merged(&person)?;
            if person.archived_at.is_some() {
                return Err(AppError::Archived(EntityKind::Person));
            }
        }
        store::insert_membership(&mut change.conn, &membership)
            .await
            .map_err(person_gone)?;
        record(&mut change, AuditAction::Create, &membership, json!({})).await?;
        enqueue_person(&mut change, membership.person_id).await?;
        change.commit().await?;
        Ok(membership)
    }

    /// The seat with this id, if the caller may know of it.
    pub async fn get_membership(&self, call: &Call, id: MembershipId) -> AppResult<Membership> {
        store::find_membership(&mut self.read().await?, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Membership))
    }

    /// The seats that the caller may know of, oldest first.
    pub async fn list_memberships(
        &self,
        call: &Call,
        filter: &MembershipFilter,
        page: &PageRequest,
    ) -> AppResult<Page<Membership>> {
        let mut conn = self.read().await?;
        Ok(store::list_memberships(&mut conn, &call.viewer(), filter, page).await?)
    }

    /// Changes a seat.
    pub async fn update_membership(
        &self,
        call: &Call,
        id: MembershipId,
        expected: &Expected,
        new: MembershipChange,
    ) -> AppResult<Membership> {
        let mut change = self.change(call).await?;
        let before = editable_membership(&mut change, call, id, expected).await?;
        let mut membership = before.clone();
        set(&mut membership.role, new.role);
        set(&mut membership.organization, new.organization);
        set(&mut membership.starts_on, new.starts_on);
        set(&mut membership.ends_on, new.ends_on);
        if membership == before {
            return Ok(before);
        }
        membership.updated_at = self.clock.now();
        validate(&membership, true)?;
        store::update_membership(&mut change.conn, &membership).await?;
        membership.version += 1;
        let fields = fields_changed(&before, &membership);
        record(&mut change, AuditAction::Update, &membership, fields).await?;
        change.commit().await?;
        Ok(membership)
    }

    /// Deletes a seat. Nothing refers to one: what was said hangs on the person.
    pub async fn delete_membership(
        &self,
        call: &Call,
        id: MembershipId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let membership = editable_membership(&mut change, call, id, expected).await?;
        store::delete_membership(&mut change.conn, id, membership.version).await?;
        record(&mut change, AuditAction::Delete, &membership, json!({})).await?;
        enqueue_person(&mut change, membership.person_id).await?;
        change.commit().await
    }
}

/// The seat, if the caller may know of it, may change it, and read it as it is now.
async fn editable_membership(
    change: &mut Change<'_>,
    call: &Call,
    id: MembershipId,
    expected: &Expected,
) -> AppResult<Membership> {
    let membership = store::find_membership(&mut change.conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Membership))?;
    call.require_secretariat(membership.council_id)?;
    expected.check(membership.version)?;
    Ok(membership)
}

async fn record(
    change: &mut Change<'_>,
    action: AuditAction,
    membership: &Membership,
    detail: Value,
) -> AppResult<()> {
    let council = Some(membership.council_id);
    change
        .record(
            action,
            EntityKind::Membership,
            membership.id,
            council,
            detail,
        )
        .await
}

fn fields_changed(before: &Membership, after: &Membership) -> Value {
    changed_fields(&[
        ("role", after.role != before.role),
        ("organization", after.organization != before.organization),
        ("starts_on", after.starts_on != before.starts_on),
        ("ends_on", after.ends_on != before.ends_on),
    ])
}

fn validate(membership: &Membership, person_known: bool) -> AppResult<()> {
    let in_order = match (membership.starts_on, membership.ends_on) {
        (Some(first), Some(last)) => first <= last,
        _ => true,
    };
    Validation::default()
        .required("role", &membership.role, limits::NAME)
        .optional(
            "organization",
            membership.organization.as_deref(),
            limits::NAME,
        )
        .check(
            in_order,
            "ends_on",
            "starts_on 以後の日付にしてください",
            "must not be before starts_on",
        )
        .person(person_known)
        .finish()
}
