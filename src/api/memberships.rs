//! `/memberships`

use chrono::NaiveDate;
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text},
    if_match::expected,
    paging::{Cursor, PageLimit, page_request},
    problem::{Creating, Deleting, Editing, Listing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    types::{Date, Text},
};
use crate::{
    app::{App, Call, MembershipChange, MembershipFilter, NewMembership, limits},
    domain::{CouncilId, Membership, MembershipId, PersonId},
};

/// A seat in a council (委員).
#[derive(Debug, Object)]
#[oai(rename = "Membership")]
pub struct MembershipBody {
    id: MembershipId,
    council_id: CouncilId,
    person_id: PersonId,
    /// 会長, 副会長, 委員, … as printed.
    role: String,
    /// The organisation that the person comes from.
    organization: Option<String>,
    /// The first day of the term.
    starts_on: Option<NaiveDate>,
    /// The last day of the term.
    ends_on: Option<NaiveDate>,
}

impl From<Membership> for MembershipBody {
    fn from(membership: Membership) -> Self {
        Self {
            id: membership.id,
            council_id: membership.council_id,
            person_id: membership.person_id,
            role: membership.role,
            organization: membership.organization,
            starts_on: membership.starts_on,
            ends_on: membership.ends_on,
        }
    }
}

/// A seat to be entered.
#[derive(Debug, Object)]
#[oai(rename = "NewMembership", deny_unknown_fields)]
pub struct NewMembershipBody {
    council_id: CouncilId,
    person_id: PersonId,
    /// 会長, 副会長, 委員, … as printed.
    role: Text<{ limits::NAME }>,
    /// The organisation that the person comes from.
    organization: Option<Text<{ limits::NAME }>>,
    /// The first day of the term.
    starts_on: Option<Date>,
    /// The last day of the term, not before the first.
    ends_on: Option<Date>,
}

/// What to change of a seat; what is left out stays as it is, `null` empties a field. Its council and its person stay.
#[derive(Debug, Object)]
#[oai(rename = "MembershipChange", deny_unknown_fields)]
pub struct MembershipChangeBody {
    /// 会長, 副会長, 委員, … as printed.
    role: Option<Text<{ limits::NAME }>>,
    /// The organisation that the person comes from.
    organization: MaybeUndefined<Text<{ limits::NAME }>>,
    /// The first day of the term.
    starts_on: MaybeUndefined<Date>,
    /// The last day of the term, not before the first.
    ends_on: MaybeUndefined<Date>,
}

/// The seats.
pub struct MembershipsApi;

#[OpenApi(tag = "Section::Persons")]
impl MembershipsApi {
    /// List seats
    #[oai(
        path = "/memberships",
        method = "get",
        operation_id = "list_memberships"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the operation"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Only seats in this council.
        council_id: Query<Option<CouncilId>>,
        /// Only seats of this person.
        person_id: Query<Option<PersonId>>,
        /// Only seats whose term includes this day.
        on: Query<Option<Date>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'m'>>>,
    ) -> Result<Json<List<MembershipBody>>, Problem<Listing>> {
        let filter = MembershipFilter {
            council_id: council_id.0,
            person_id: person_id.0,
            held_on: on.0.map(Into::into),
        };
        let page = page_request(limit.0, cursor.0);
        let memberships = app.list_memberships(&call, &filter, &page).await?;
        Ok(Json(List::of::<'m', _>(
            memberships,
            |membership| membership.id.0,
            MembershipBody::from,
        )))
    }

    /// Enter a seat
    #[oai(
        path = "/memberships",
        method = "post",
        operation_id = "create_membership"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewMembershipBody>,
    ) -> Result<Created<MembershipBody>, Problem<Creating>> {
        let new = NewMembership {
            council_id: body.0.council_id,
            person_id: body.0.person_id,
            role: body.0.role.into(),
            organization: text(body.0.organization),
            starts_on: body.0.starts_on.map(Into::into),
            ends_on: body.0.ends_on.map(Into::into),
        };
        let membership = app.create_membership(&call, new).await?;
        Ok(Created {
            tag: EntityTag::Version(membership.version),
            location: format!("/api/v1/memberships/{}", membership.id),
            body: membership.into(),
        })
    }

    /// Read a seat
    #[oai(
        path = "/memberships/:id",
        method = "get",
        operation_id = "get_membership"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MembershipId>,
    ) -> Result<Tagged<MembershipBody>, Problem<Reading>> {
        let membership = app.get_membership(&call, id.0).await?;
        Ok(tagged(&call, membership))
    }

    /// Change a seat
    #[oai(
        path = "/memberships/:id",
        method = "patch",
        operation_id = "update_membership"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MembershipId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<MembershipChangeBody>,
    ) -> Result<Tagged<MembershipBody>, Problem<Editing>> {
        let change = MembershipChange {
            role: text(body.0.role),
            organization: nullable(body.0.organization),
            starts_on: nullable(body.0.starts_on),
            ends_on: nullable(body.0.ends_on),
        };
        let expected = expected(if_match.0.as_deref());
        let membership = app
            .update_membership(&call, id.0, &expected, change)
            .await?;
        Ok(tagged(&call, membership))
    }

    /// Delete a seat
    #[oai(
        path = "/memberships/:id",
        method = "delete",
        operation_id = "delete_membership"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MembershipId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_membership(&call, id.0, &expected).await?;
        Ok(Done)
    }
}

fn tagged(call: &Call, membership: Membership) -> Tagged<MembershipBody> {
    let may_edit = call.caller.is_secretariat_of(membership.council_id);
    Tagged {
        tag: EntityTag::for_editor(may_edit, membership.version),
        body: membership.into(),
    }
}
