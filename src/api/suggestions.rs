//! `/suggestions`

use poem::{IntoResponse, Response, web::Data};
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Path, Query},
    payload::Json,
    registry::{MetaResponses, Registry},
};

use super::{
    Section,
    action_items::{ActionItemBody, created},
    convert::text,
    paging::{Cursor, PageLimit, page_request},
    problem::{Concluding, Listing, Placing, Problem, Reading},
    response::{Created, EntityTag, List, Tagged},
    source::SourceLines,
    types::{Date, Moment, Text},
};
use crate::{
    app::{Acceptance, Accepted, App, Call, SettledSuggestions, SuggestionFilter, limits},
    domain::{
        ActionItemId, AttendanceId, CouncilId, ImportId, MeetingId, OpinionId, OpinionKind,
        PersonId, Strength, Suggestion, SuggestionId, SuggestionKind, SuggestionReason,
        SuggestionStatus, Visibility,
    },
};

/// What the importer proposes (候補), with its reason and its place in the source. Minutes are published when none is open.
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
    /// What it is about: who spoke (`speaker`), what kind of statement it is (`kind`), which issue it concerns (`issue`), what
    /// somebody should do (`action_item`), who stands behind a printed name (`person`).
    kind: SuggestionKind,
    /// Why it is proposed: words above it (`inherited`) or marks and order (`inferred`) say so; the heading above it (`heading`)
    /// or its own wording (`wording`) names it; one person is printed so (`same_name`), one is written with other characters
    /// (`variant_name`), several may be meant (`several_names`).
    reason: SuggestionReason,
    /// The opinion that it is about.
    opinion_id: Option<OpinionId>,
    /// The line of the attendance list that it is about, where it is about no opinion. A name is asked about once in a meeting.
    attendance_id: Option<AttendanceId>,
    /// The printed wording behind it: what asks, what names the issue, the printed name, the beginning of the statement.
    text: String,
    /// How plainly the wording asks; of an action item.
    strength: Option<Strength>,
    /// The kind that is proposed.
    opinion_kind: Option<OpinionKind>,
    /// The key of the issue that is proposed.
    issue: Option<String>,
    /// The person who is proposed; `null` where several may be meant.
    person_id: Option<PersonId>,
    /// Who else may be meant.
    alternatives: Vec<PersonId>,
    /// Where it stands in the imported file.
    source: Option<SourceLines>,
    /// What a person made of it.
    status: SuggestionStatus,
    /// The action item that came of it.
    action_item_id: Option<ActionItemId>,
    created_at: Moment,
}

impl From<Suggestion> for SuggestionBody {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            id: suggestion.id,
            import_id: suggestion.import_id,
            council_id: suggestion.council_id,
            meeting_id: suggestion.meeting_id,
            kind: suggestion.kind,
            reason: suggestion.reason,
            opinion_id: suggestion.opinion_id,
            attendance_id: suggestion.attendance_id,
            text: suggestion.text,
            strength: suggestion.strength,
            opinion_kind: suggestion.opinion_kind,
            issue: suggestion.issue_key,
            person_id: suggestion.person_id,
            alternatives: suggestion.alternatives,
            source: SourceLines::of(suggestion.first_line, suggestion.last_line),
            status: suggestion.status,
            action_item_id: suggestion.action_item_id,
            created_at: suggestion.created_at.into(),
        }
    }
}

/// How a suggestion is accepted: as it is, or with other values. What is not known, or is for another kind of suggestion, is left
/// out.
#[derive(Debug, Object)]
#[oai(rename = "AcceptanceRequest", deny_unknown_fields)]
pub struct AcceptanceRequest {
    /// Of an action item: what is to be done; the suggested wording when left out.
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
    /// Of a speaker: the name of another, as printed. Name and role are given together.
    speaker_name: Option<Text<{ limits::NAME }>>,
    /// Of a speaker: the role of another, as printed.
    speaker_role: Option<Text<{ limits::NAME }>>,
    /// Of a kind: another.
    kind: Option<OpinionKind>,
    /// Of an issue: the key of another.
    issue: Option<Text<{ limits::KEY }>>,
    /// Of a person: another. Has to be said where several may be meant.
    person_id: Option<PersonId>,
}

/// Which suggestions of an import are settled at once.
#[derive(Debug, Object)]
#[oai(rename = "SettleSuggestionsRequest", deny_unknown_fields)]
pub struct SettleSuggestionsRequest {
    /// Those of this kind.
    kind: SuggestionKind,
}

/// What came of settling suggestions at once.
#[derive(Debug, Object)]
#[oai(rename = "SettledSuggestions")]
pub struct SettledSuggestionsBody {
    /// How many were settled by this call, at most 200.
    settled: i64,
    /// How many of this kind are open still: call again. Those that leave open which of several persons is meant are not
    /// accepted at once.
    open: i64,
}

/// What came of accepting a suggestion: a new action item, 201, or the suggestion as it is settled, 200.
#[derive(Debug)]
pub enum AcceptedResponse {
    /// An action item.
    Item(Created<ActionItemBody>),
    /// The suggestion.
    Settled(Json<SuggestionBody>),
}

impl IntoResponse for AcceptedResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Item(item) => item.into_response(),
            Self::Settled(suggestion) => suggestion.into_response(),
        }
    }
}

impl ApiResponse for AcceptedResponse {
    fn meta() -> MetaResponses {
        let mut meta = <Created<ActionItemBody> as ApiResponse>::meta();
        meta.responses
            .extend(<Json<SuggestionBody> as ApiResponse>::meta().responses);
        meta
    }

    fn register(registry: &mut Registry) {
        <Created<ActionItemBody> as ApiResponse>::register(registry);
        <Json<SuggestionBody> as ApiResponse>::register(registry);
    }
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
            speaker_name: text(body.speaker_name),
            speaker_role: text(body.speaker_role),
            kind: body.kind,
            issue: text(body.issue),
            person_id: body.person_id,
        }
    }
}

/// The suggestions.
pub struct SuggestionsApi;

#[OpenApi(tag = "Section::Imports")]
impl SuggestionsApi {
    /// List suggestions, in the order of the document within each kind
    ///
    /// They are made when an import is applied.
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
        /// About one opinion.
        opinion_id: Query<Option<OpinionId>>,
        /// Of one kind.
        kind: Query<Option<SuggestionKind>>,
        /// In one state.
        status: Query<Option<SuggestionStatus>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'s'>>>,
    ) -> Result<Json<List<SuggestionBody>>, Problem<Listing>> {
        let filter = SuggestionFilter {
            import_id: import_id.0,
            meeting_id: meeting_id.0,
            opinion_id: opinion_id.0,
            kind: kind.0,
            status: status.0,
            definite: false,
        };
        let page = page_request(limit.0, cursor.0);
        let suggestions = app.list_suggestions(&call, &filter, &page).await?;
        Ok(Json(List::of::<'s', _>(
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

    /// Accept a suggestion, as it is or with other values, once
    ///
    /// An action item is made open, 201. A speaker is confirmed, a kind and an issue stay, a printed name is linked with the
    /// person wherever it stands in the meeting: 200.
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
    ) -> Result<AcceptedResponse, Problem<Placing>> {
        let accepted = app.accept_suggestion(&call, id.0, body.0.into()).await?;
        Ok(match accepted {
            Accepted::Item(item) => AcceptedResponse::Item(created(&app, &call, *item)),
            Accepted::Settled(suggestion) => AcceptedResponse::Settled(Json((*suggestion).into())),
        })
    }

    /// Reject a suggestion, once: what it was about is taken back, and nothing comes of it
    ///
    /// The statement has no speaker, is a plain opinion, does not concern the issue; the name is nobody known.
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

    /// Accept all open suggestions of one kind of an import, at most 200 at a time
    #[oai(
        path = "/imports/:id/suggestions/accept",
        method = "post",
        operation_id = "accept_suggestions"
    )]
    async fn accept_all(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
        body: Json<SettleSuggestionsRequest>,
    ) -> Result<Json<SettledSuggestionsBody>, Problem<Placing>> {
        let kind = body.0.kind;
        let settled = app.settle_suggestions(&call, id.0, kind, true).await?;
        Ok(Json(settled.into()))
    }

    /// Reject all open suggestions of one kind of an import, at most 200 at a time
    #[oai(
        path = "/imports/:id/suggestions/reject",
        method = "post",
        operation_id = "reject_suggestions"
    )]
    async fn reject_all(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
        body: Json<SettleSuggestionsRequest>,
    ) -> Result<Json<SettledSuggestionsBody>, Problem<Placing>> {
        let kind = body.0.kind;
        let settled = app.settle_suggestions(&call, id.0, kind, false).await?;
        Ok(Json(settled.into()))
    }
}

impl From<SettledSuggestions> for SettledSuggestionsBody {
    fn from(settled: SettledSuggestions) -> Self {
        Self {
            settled: settled.settled,
            open: settled.open,
        }
    }
}
