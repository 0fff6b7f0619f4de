//! `/suggestions`

use chrono::{DateTime, Utc};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Section,
    action_items::{ActionItemBody, created},
    convert::text,
    paging::{Cursor, PageLimit, page_request},
    problem::{Concluding, Creating, Listing, Problem, Reading},
    response::{Created, EntityTag, List, Tagged},
    types::{Date, Text},
};
use crate::{
    app::{Acceptance, App, Call, SuggestionFilter, limits},
    domain::{
        ActionItemId, CouncilId, ImportId, MeetingId, OpinionId, PersonId, Strength, Suggestion,
        SuggestionId, SuggestionStatus, Visibility,
    },
};

/// An action item that the importer proposes (候補); nothing comes of it until somebody accepts it.
#[derive(Debug, Object)]
#[oai(rename = "Suggestion")]
pub struct SuggestionBody {
    id: SuggestionId,
    /// The import that it came from.
    import_id: ImportId,
    /// The council.
    council_id: CouncilId,
    /// The meeting made of the import.
    meeting_id: MeetingId,
    /// The opinion whose wording asks for it.
    opinion_id: OpinionId,
    /// The wording that asks for it.
    text: String,
    /// How plainly it asks.
    strength: Strength,
    /// What a person made of it.
    status: SuggestionStatus,
    /// The action item that came of it.
    action_item_id: Option<ActionItemId>,
    created_at: DateTime<Utc>,
}

impl From<Suggestion> for SuggestionBody {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            id: suggestion.id,
            import_id: suggestion.import_id,
            council_id: suggestion.council_id,
            meeting_id: suggestion.meeting_id,
            opinion_id: suggestion.opinion_id,
            text: suggestion.text,
            strength: suggestion.strength,
            status: suggestion.status,
            action_item_id: suggestion.action_item_id,
            created_at: suggestion.created_at,
        }
    }
}

/// How a suggestion is accepted: as it is, or with other words. What is not known is left out.
#[derive(Debug, Object)]
#[oai(rename = "AcceptanceRequest", deny_unknown_fields)]
pub struct AcceptanceRequest {
    /// What is to be done; the suggested wording when left out.
    text: Option<Text<{ limits::TEXT }>>,
    /// Who should do it.
    owner: Option<Text<{ limits::NAME }>>,
    /// Who should do it, where that is a person known here.
    owner_person_id: Option<PersonId>,
    /// By which day.
    due_on: Option<Date>,
    /// By when, in the words that are printed (年度内).
    due_text: Option<Text<{ limits::NAME }>>,
    /// Whom it is meant for; `council` when left out.
    visibility: Option<Visibility>,
}

impl From<AcceptanceRequest> for Acceptance {
    fn from(body: AcceptanceRequest) -> Self {
        Self {
            text: text(body.text),
            owner: text(body.owner),
            owner_person_id: body.owner_person_id,
            due_on: body.due_on.map(Into::into),
            due_text: text(body.due_text),
            visibility: body.visibility,
        }
    }
}

/// The suggestions.
pub struct SuggestionsApi;

#[OpenApi(tag = "Section::Imports")]
impl SuggestionsApi {
    /// List suggestions, in the order of the document
    #[oai(
        path = "/suggestions",
        method = "get",
        operation_id = "list_suggestions"
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "each argument is a parameter of the URL"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Of one import.
        import_id: Query<Option<ImportId>>,
        /// Of one meeting.
        meeting_id: Query<Option<MeetingId>>,
        /// In one state.
        status: Query<Option<SuggestionStatus>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor>>,
    ) -> Result<Json<List<SuggestionBody>>, Problem<Listing>> {
        let filter = SuggestionFilter {
            import_id: import_id.0,
            meeting_id: meeting_id.0,
            status: status.0,
        };
        let page = page_request(limit.0, cursor.0);
        let suggestions = app.list_suggestions(&call, &filter, &page).await?;
        Ok(Json(List::of(
            suggestions,
            |suggestion| suggestion.id.0,
            SuggestionBody::from,
        )))
    }

    /// Read a suggestion
    #[oai(
        path = "/suggestions/:id",
        method = "get",
        operation_id = "get_suggestion"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<SuggestionId>,
    ) -> Result<Tagged<SuggestionBody>, Problem<Reading>> {
        let suggestion = app.get_suggestion(&call, id.0).await?;
        Ok(Tagged {
            tag: EntityTag::Content,
            body: suggestion.into(),
        })
    }

    /// Accept a suggestion: make an open action item of it, once
    #[oai(
        path = "/suggestions/:id/accept",
        method = "post",
        operation_id = "accept_suggestion"
    )]
    async fn accept(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<SuggestionId>,
        body: Json<AcceptanceRequest>,
    ) -> Result<Created<ActionItemBody>, Problem<Creating>> {
        let item = app.accept_suggestion(&call, id.0, body.0.into()).await?;
        Ok(created(&app, &call, item))
    }

    /// Reject a suggestion: nothing comes of it
    #[oai(
        path = "/suggestions/:id/reject",
        method = "post",
        operation_id = "reject_suggestion"
    )]
    async fn reject(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<SuggestionId>,
    ) -> Result<Json<SuggestionBody>, Problem<Concluding>> {
        let suggestion = app.reject_suggestion(&call, id.0).await?;
        Ok(Json(suggestion.into()))
    }
}
