//! `/correction-requests`: what members ask to have corrected, and what the secretariat decides.

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Section,
    convert::text,
    opinions::OpinionChangeBody,
    paging::{Cursor, PageLimit, page_request},
    problem::{Concluding, Creating, Listing, Placing, Problem, Reading},
    redactions::{NewRedaction, RedactionBody},
    response::{Created, Done, EntityTag, List, Tagged},
    types::{Moment, Text},
};
use crate::{
    app::{App, Call, CorrectionDecision, CorrectionRequestFilter, NewCorrectionRequest, limits},
    domain::{
        Attribution, AttributionPolicy, CheckRoundId, CorrectionProposal, CorrectionRequest,
        CorrectionRequestId, CorrectionRequestKind, CorrectionRequestStatus, CouncilId, MeetingId,
        OpinionId, PersonId,
    },
};

/// What a member asks to have corrected of an own opinion (訂正依頼). Minutes are published when none is open.
#[derive(Debug, Object)]
#[oai(rename = "CorrectionRequest")]
pub struct CorrectionRequestBody {
    id: CorrectionRequestId,
    /// The council.
    council_id: CouncilId,
    /// The meeting.
    meeting_id: MeetingId,
    /// The round in which it was asked for.
    round_id: CheckRoundId,
    /// The opinion; `null` once it is deleted.
    opinion_id: Option<OpinionId>,
    /// Who asks.
    person_id: PersonId,
    /// What of the opinion: its wording (`text`), who said it or how that is published (`attribution`), that words of it are
    /// published at all (`redaction`).
    kind: CorrectionRequestKind,
    /// What it should become; `null` where the note says what is wrong.
    proposal: Option<CorrectionProposalBody>,
    /// Why, or what is wrong.
    note: Option<String>,
    /// What became of it.
    status: CorrectionRequestStatus,
    /// Why.
    decision_reason: Option<String>,
    decided_at: Option<Moment>,
    created_at: Moment,
}

/// What an opinion should become; what is not proposed is `null`.
#[derive(Debug, Object)]
#[oai(rename = "CorrectionProposal")]
pub struct CorrectionProposalBody {
    /// The wording, all of it.
    text: Option<String>,
    /// The speaker's name.
    speaker_name: Option<String>,
    /// The speaker's role.
    speaker_role: Option<String>,
    /// To whom it is given.
    attribution: Option<Attribution>,
    /// How that is published.
    attribution_policy: Option<AttributionPolicy>,
    /// Words to be left out, in the text as the member sees it.
    redactions: Vec<RedactionBody>,
}

impl From<CorrectionProposal> for CorrectionProposalBody {
    fn from(proposal: CorrectionProposal) -> Self {
        Self {
            text: proposal.text,
            speaker_name: proposal.speaker_name,
            speaker_role: proposal.speaker_role,
            attribution: proposal.attribution,
            attribution_policy: proposal.attribution_policy,
            redactions: proposal.redactions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<CorrectionRequest> for CorrectionRequestBody {
    fn from(request: CorrectionRequest) -> Self {
        let proposal = (!request.proposal.is_empty()).then(|| request.proposal.into());
        Self {
            id: request.id,
            council_id: request.council_id,
            meeting_id: request.meeting_id,
            round_id: request.round_id,
            opinion_id: request.opinion_id,
            person_id: request.person_id,
            kind: request.kind,
            proposal,
            note: request.note,
            status: request.status,
            decision_reason: request.decision_reason,
            decided_at: request.decided_at.map(Into::into),
            created_at: request.created_at.into(),
        }
    }
}

/// What a member asks for: a proposal, or a note that says what is wrong, or both.
#[derive(Debug, Object)]
#[oai(rename = "NewCorrectionRequest", deny_unknown_fields)]
pub struct NewCorrectionRequestBody {
    /// The own opinion.
    opinion_id: OpinionId,
    /// What of it.
    kind: CorrectionRequestKind,
    /// What it should become.
    proposal: Option<NewCorrectionProposal>,
    /// Why, or what is wrong.
    note: Option<Text<{ limits::NOTE }>>,
}

/// What an opinion should become; what is not proposed is left out.
#[derive(Debug, Default, Object)]
#[oai(deny_unknown_fields)]
pub struct NewCorrectionProposal {
    /// Of a text: the wording, all of it.
    text: Option<Text<{ limits::TEXT }>>,
    /// Of an attribution: the speaker's name.
    speaker_name: Option<Text<{ limits::NAME }>>,
    /// The speaker's role.
    speaker_role: Option<Text<{ limits::NAME }>>,
    /// To whom it is given: `unattributed` where the member did not say it.
    attribution: Option<Attribution>,
    /// How that is published.
    attribution_policy: Option<AttributionPolicy>,
    /// Of a redaction: words to be left out, in the text as the member sees it.
    redactions: Option<Vec<NewRedaction>>,
}

impl From<NewCorrectionRequestBody> for NewCorrectionRequest {
    fn from(body: NewCorrectionRequestBody) -> Self {
        let proposal = body.proposal.unwrap_or_default();
        let redactions = proposal.redactions.unwrap_or_default();
        Self {
            opinion_id: body.opinion_id,
            kind: body.kind,
            proposal: CorrectionProposal {
                text: text(proposal.text),
                speaker_name: text(proposal.speaker_name),
                speaker_role: text(proposal.speaker_role),
                attribution: proposal.attribution,
                attribution_policy: proposal.attribution_policy,
                redactions: redactions.into_iter().map(Into::into).collect(),
            },
            note: text(body.note),
        }
    }
}

/// How a correction request is accepted: as it is proposed, or with an own correction instead.
#[derive(Debug, Object)]
#[oai(rename = "AcceptCorrectionRequest", deny_unknown_fields)]
pub struct AcceptCorrectionBody {
    /// The own correction, as `PATCH /opinions/{id}` takes it; left out to take the proposal.
    change: Option<OpinionChangeBody>,
    /// Why, for the member to read.
    reason: Option<Text<{ limits::NOTE }>>,
}

/// That a correction request is declined.
#[derive(Debug, Object)]
#[oai(rename = "DeclineCorrectionRequest", deny_unknown_fields)]
pub struct DeclineCorrectionBody {
    /// Why, for the member to read.
    reason: Text<{ limits::NOTE }>,
}

/// The correction requests.
pub struct CorrectionRequestsApi;

#[OpenApi(tag = "Section::MemberCheck")]
impl CorrectionRequestsApi {
    /// Ask for a correction of an own opinion, as a member, while the round is open
    ///
    /// It takes the place of an open request of the same kind about the same opinion.
    #[oai(
        path = "/check-rounds/:id/correction-requests",
        method = "post",
        operation_id = "create_correction_request"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CheckRoundId>,
        body: Json<NewCorrectionRequestBody>,
    ) -> Result<Created<CorrectionRequestBody>, Problem<Creating>> {
        let request = app
            .create_correction_request(&call, id.0, body.0.into())
            .await?;
        Ok(Created {
            tag: tag(&call, &request),
            location: format!("/api/v1/correction-requests/{}", request.id),
            body: request.into(),
        })
    }

    /// List correction requests, oldest first: to a member the own ones
    #[oai(
        path = "/correction-requests",
        method = "get",
        operation_id = "list_correction_requests"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Of one meeting.
        meeting_id: Query<Option<MeetingId>>,
        /// In one state.
        status: Query<Option<CorrectionRequestStatus>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'q'>>>,
    ) -> Result<Json<List<CorrectionRequestBody>>, Problem<Listing>> {
        let filter = CorrectionRequestFilter {
            meeting_id: meeting_id.0,
            status: status.0,
        };
        let page = page_request(limit.0, cursor.0);
        let requests = app.list_correction_requests(&call, &filter, &page).await?;
        Ok(Json(List::of::<'q', _>(requests, |it| it.id.0, Into::into)))
    }

    /// Read a correction request
    #[oai(
        path = "/correction-requests/:id",
        method = "get",
        operation_id = "get_correction_request"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CorrectionRequestId>,
    ) -> Result<Tagged<CorrectionRequestBody>, Problem<Reading>> {
        let request = app.get_correction_request(&call, id.0).await?;
        Ok(Tagged {
            tag: tag(&call, &request),
            body: request.into(),
        })
    }

    /// Take an own open correction request back, while the round is open
    #[oai(
        path = "/correction-requests/:id",
        method = "delete",
        operation_id = "delete_correction_request"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CorrectionRequestId>,
    ) -> Result<Done, Problem<Concluding>> {
        app.delete_correction_request(&call, id.0).await?;
        Ok(Done)
    }

    /// Accept a correction request, as it is proposed or with an own correction, once: the opinion is corrected
    #[oai(
        path = "/correction-requests/:id/accept",
        method = "post",
        operation_id = "accept_correction_request"
    )]
    async fn accept(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CorrectionRequestId>,
        body: Json<AcceptCorrectionBody>,
    ) -> Result<Json<CorrectionRequestBody>, Problem<Placing>> {
        let decision = CorrectionDecision::Accept {
            change: body.0.change.map(|change| Box::new(change.into())),
            reason: text(body.0.reason),
        };
        let request = app.decide_correction_request(&call, id.0, decision).await?;
        Ok(Json(request.into()))
    }

    /// Decline a correction request, with a reason, once: the opinion stays
    #[oai(
        path = "/correction-requests/:id/decline",
        method = "post",
        operation_id = "decline_correction_request"
    )]
    async fn decline(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CorrectionRequestId>,
        body: Json<DeclineCorrectionBody>,
    ) -> Result<Json<CorrectionRequestBody>, Problem<Placing>> {
        let decision = CorrectionDecision::Decline {
            reason: body.0.reason.into(),
        };
        let request = app.decide_correction_request(&call, id.0, decision).await?;
        Ok(Json(request.into()))
    }
}

fn tag(call: &Call, request: &CorrectionRequest) -> EntityTag {
    let may_edit = call.caller.is_secretariat_of(request.council_id);
    EntityTag::for_editor(may_edit, request.version)
}
