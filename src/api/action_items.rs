//! `/action-items`

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
    convert::{nullable, text, texts},
    if_match::expected,
    paging::{Cursor, PageLimit, page_request},
    problem::{Amending, Creating, Deleting, Listing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    types::{Date, Moment, Text},
};
use crate::{
    app::{ActionItemChange, ActionItemFilter, App, Call, NewActionItem, limits},
    domain::{
        ActionItem, ActionItemId, ActionItemStatus, CouncilId, MeetingId, OpinionId, PersonId,
        Visibility,
    },
};

/// What somebody should do (対応事項): one identity for life.
#[derive(Debug, Object)]
#[oai(rename = "ActionItem")]
pub struct ActionItemBody {
    id: ActionItemId,
    /// The council that asked for it.
    council_id: CouncilId,
    /// The meeting at which it was raised.
    meeting_id: Option<MeetingId>,
    /// What is to be done.
    text: String,
    /// Its state.
    status: ActionItemStatus,
    /// Whether its day has passed and something remains to be done.
    overdue: bool,
    /// Who should do it, as printed or entered.
    owner: Option<String>,
    /// Who should do it, where that is a person known here.
    owner_person_id: Option<PersonId>,
    /// By which day.
    due_on: Option<NaiveDate>,
    /// By when, in the words that are printed (年度内).
    due_text: Option<String>,
    /// Whom it is meant for.
    visibility: Visibility,
    /// The opinions that asked for it, as far as the caller may see them.
    opinion_ids: Vec<OpinionId>,
    /// The keys of its issues.
    issues: Vec<String>,
    created_at: Moment,
}

impl ActionItemBody {
    /// An action item as it stands on a day.
    pub fn on(today: NaiveDate, item: ActionItem) -> Self {
        Self {
            overdue: item.is_overdue(today),
            id: item.id,
            council_id: item.council_id,
            meeting_id: item.meeting_id,
            text: item.text,
            status: item.status,
            owner: item.owner,
            owner_person_id: item.owner_person_id,
            due_on: item.due_on,
            due_text: item.due_text,
            visibility: item.visibility,
            opinion_ids: item.opinion_ids,
            issues: item.issues,
            created_at: item.created_at.into(),
        }
    }
}

/// An action item to be entered: open when the secretariat does, proposed when a member or staff do. What is not known is
/// left out.
#[derive(Debug, Object)]
#[oai(rename = "NewActionItem", deny_unknown_fields)]
pub struct NewActionItemBody {
    /// The council.
    council_id: CouncilId,
    /// The meeting at which it was raised, of the same council.
    meeting_id: Option<MeetingId>,
    /// What is to be done.
    text: Text<{ limits::TEXT }>,
    /// Who should do it, as printed or entered.
    owner: Option<Text<{ limits::NAME }>>,
    /// Who should do it, where that is a person known here.
    owner_person_id: Option<PersonId>,
    /// By which day.
    due_on: Option<Date>,
    /// By when, in the words that are printed (年度内).
    due_text: Option<Text<{ limits::NAME }>>,
    /// Whom it is meant for; `council` when left out. Only the secretariat can choose another. What is raised at a meeting is
    /// public once its minutes are published; what is raised at none, at once.
    visibility: Option<Visibility>,
    /// The opinions that asked for it, of the same council.
    opinion_ids: Option<Vec<OpinionId>>,
    /// The keys of its issues.
    issues: Option<Vec<Text<{ limits::KEY }>>>,
}

impl From<NewActionItemBody> for NewActionItem {
    fn from(body: NewActionItemBody) -> Self {
        Self {
            council_id: body.council_id,
            meeting_id: body.meeting_id,
            text: body.text.into(),
            owner: text(body.owner),
            owner_person_id: body.owner_person_id,
            due_on: body.due_on.map(Into::into),
            due_text: text(body.due_text),
            visibility: body.visibility.unwrap_or(Visibility::Council),
            opinion_ids: body.opinion_ids.unwrap_or_default(),
            issues: texts(body.issues).unwrap_or_default(),
        }
    }
}

/// What to change of an action item; what is left out stays as it is, `null` empties a field. Its state is changed by
/// `POST /action-items/{id}/reviews`.
#[derive(Debug, Object)]
#[oai(rename = "ActionItemChange", deny_unknown_fields)]
pub struct ActionItemChangeBody {
    /// What is to be done.
    text: Option<Text<{ limits::TEXT }>>,
    /// Who should do it, as printed or entered.
    owner: MaybeUndefined<Text<{ limits::NAME }>>,
    /// Who should do it, where that is a person known here.
    owner_person_id: MaybeUndefined<PersonId>,
    /// By which day.
    due_on: MaybeUndefined<Date>,
    /// By when, in the words that are printed (年度内).
    due_text: MaybeUndefined<Text<{ limits::NAME }>>,
    /// Whom it is meant for.
    visibility: Option<Visibility>,
    /// The opinions that asked for it, all of them.
    opinion_ids: Option<Vec<OpinionId>>,
    /// The keys of its issues, all of them.
    issues: Option<Vec<Text<{ limits::KEY }>>>,
}

impl From<ActionItemChangeBody> for ActionItemChange {
    fn from(body: ActionItemChangeBody) -> Self {
        Self {
            text: text(body.text),
            owner: nullable(body.owner),
            owner_person_id: nullable(body.owner_person_id),
            due_on: nullable(body.due_on),
            due_text: nullable(body.due_text),
            visibility: body.visibility,
            opinion_ids: body.opinion_ids,
            issues: texts(body.issues),
        }
    }
}

/// The action items.
pub struct ActionItemsApi;

#[OpenApi(tag = "Section::ActionItems")]
impl ActionItemsApi {
    /// List action items, in the order in which they were entered
    #[oai(
        path = "/action-items",
        method = "get",
        operation_id = "list_action_items"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each argument is a parameter of the URL"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Of one council.
        council_id: Query<Option<CouncilId>>,
        /// Raised at one meeting.
        meeting_id: Query<Option<MeetingId>>,
        /// In this state; repeat it for several.
        status: Query<Vec<ActionItemStatus>>,
        /// Tagged with the issue that has this key.
        issue: Query<Option<Text<{ limits::KEY }>>>,
        /// Whose owner is exactly this.
        owner: Query<Option<Text<{ limits::NAME }>>>,
        /// `true`: only those whose day has passed and of which something remains to be done.
        overdue: Query<Option<bool>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'a'>>>,
    ) -> Result<Json<List<ActionItemBody>>, Problem<Listing>> {
        let today = app.clock().today();
        let filter = ActionItemFilter {
            council_id: council_id.0,
            meeting_id: meeting_id.0,
            statuses: status.0,
            issue: text(issue.0),
            owner: text(owner.0),
            overdue_on: (overdue.0 == Some(true)).then_some(today),
        };
        let page = page_request(limit.0, cursor.0);
        let items = app.list_action_items(&call, &filter, &page).await?;
        Ok(Json(List::of::<'a', _>(
            items,
            |item| item.id.0,
            |item| ActionItemBody::on(today, item),
        )))
    }

    /// Enter or propose an action item
    #[oai(
        path = "/action-items",
        method = "post",
        operation_id = "create_action_item"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewActionItemBody>,
    ) -> Result<Created<ActionItemBody>, Problem<Creating>> {
        let item = app.create_action_item(&call, body.0.into()).await?;
        Ok(created(&app, &call, item))
    }

    /// Read an action item
    #[oai(
        path = "/action-items/:id",
        method = "get",
        operation_id = "get_action_item"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ActionItemId>,
    ) -> Result<Tagged<ActionItemBody>, Problem<Reading>> {
        let item = app.get_action_item(&call, id.0).await?;
        Ok(tagged(&app, &call, item))
    }

    /// Change the fields of an action item
    #[oai(
        path = "/action-items/:id",
        method = "patch",
        operation_id = "update_action_item"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ActionItemId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<ActionItemChangeBody>,
    ) -> Result<Tagged<ActionItemBody>, Problem<Amending>> {
        let expected = expected(if_match.0.as_deref());
        let change = body.0.into();
        let item = app
            .update_action_item(&call, id.0, &expected, change)
            .await?;
        Ok(tagged(&app, &call, item))
    }

    /// Delete an action item that nobody has reviewed
    ///
    /// One with a history is declined or superseded instead.
    #[oai(
        path = "/action-items/:id",
        method = "delete",
        operation_id = "delete_action_item"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ActionItemId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_action_item(&call, id.0, &expected).await?;
        Ok(Done)
    }
}

/// An action item that was just made.
pub(super) fn created(app: &App, call: &Call, item: ActionItem) -> Created<ActionItemBody> {
    let location = format!("/api/v1/action-items/{}", item.id);
    let Tagged { body, tag } = tagged(app, call, item);
    Created {
        body,
        tag,
        location,
    }
}

fn tagged(app: &App, call: &Call, item: ActionItem) -> Tagged<ActionItemBody> {
    let version = item.version;
    let may_edit = call.caller.is_secretariat_of(item.council_id);
    let body = ActionItemBody::on(app.clock().today(), item);
    let tag = if may_edit {
        EntityTag::VersionOn {
            version,
            overdue: body.overdue,
        }
    } else {
        EntityTag::Content
    };
    Tagged { body, tag }
}

/// An action item as the JSON object that the command line prints too.
pub fn to_json(item: ActionItem, today: NaiveDate) -> serde_json::Value {
    use poem_openapi::types::ToJSON;
    ActionItemBody::on(today, item)
        .to_json()
        .unwrap_or_default()
}
