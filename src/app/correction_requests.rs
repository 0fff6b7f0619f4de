//! What members ask to have corrected of their own opinions, and what the secretariat makes of it, once.

use serde_json::json;

use super::{
    App, AppError, AppResult, Call, CorrectionRequestFilter, OpinionChange,
    change::Change,
    check_access::{hold_open, onlooker, open_round_of_member, own_opinion},
    correction_proposals::{basis_of, change_of, check_proposal},
    member_check::{record_answer, take_back},
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, Certainty, CheckAnswerKind, CheckRoundId, CorrectionProposal,
        CorrectionRequest, CorrectionRequestId, CorrectionRequestKind, CorrectionRequestStatus,
        EntityKind, OpinionId, Page, PageRequest, Viewer,
    },
    store::{self, Asker, Conn, StoreError, TakenBack},
};

/// What a member asks for.
#[derive(Debug, Clone)]
pub struct NewCorrectionRequest {
    /// Of which own opinion.
    pub opinion_id: OpinionId,
    /// What of it.
    pub kind: CorrectionRequestKind,
    /// What it should become; empty where the note says what is wrong.
    pub proposal: CorrectionProposal,
    /// Why, or what is wrong.
    pub note: Option<String>,
}

/// How the secretariat decides.
#[derive(Debug, Clone)]
pub enum CorrectionDecision {
    /// The opinion becomes what was proposed, or is corrected in this way instead.
    Accept {
        /// The own correction.
        change: Option<Box<OpinionChange>>,
        /// Why.
        reason: Option<String>,
    },
    /// The opinion stays as it is.
    Decline {
        /// Why.
        reason: String,
    },
}

impl App {
    /// The correction requests that the caller may see: to a member the own ones.
    pub async fn list_correction_requests(
        &self,
        call: &Call,
        filter: &CorrectionRequestFilter,
        page: &PageRequest,
    ) -> AppResult<Page<CorrectionRequest>> {
        call.require_token()?;
        let mut conn = self.read().await?;
        Ok(store::list_correction_requests(&mut conn, &asker(call), filter, page).await?)
    }

    /// The correction request with this id, if the caller may see it.
    pub async fn get_correction_request(
        &self,
        call: &Call,
        id: CorrectionRequestId,
    ) -> AppResult<CorrectionRequest> {
        call.require_token()?;
        seen_request(&mut self.read().await?, call, id).await
    }

    /// Asks for a correction of an own opinion, in the place of an open request of the same kind and of a confirmation.
    pub async fn create_correction_request(
        &self,
        call: &Call,
        round: CheckRoundId,
        new: NewCorrectionRequest,
    ) -> AppResult<CorrectionRequest> {
        let mut change = self.change(call).await?;
        let (round, person) = open_round_of_member(&mut change, call, round).await?;
        let opinion = own_opinion(&mut change, &round, person, new.opinion_id).await?;
        check_proposal(&new, &opinion)?;
        let replaced = TakenBack {
            round_id: round.id,
            person_id: person,
            opinions: &[opinion.id],
            kind: Some(new.kind),
        };
        take_back(&mut change, &round, &replaced).await?;
        let id = CorrectionRequestId(self.clock.new_id());
        let request = CorrectionRequest {
            id,
            council_id: round.council_id,
            meeting_id: round.meeting_id,
            round_id: round.id,
            opinion_id: Some(opinion.id),
            person_id: person,
            kind: new.kind,
            proposal: new.proposal,
            note: new.note,
            basis: Some(basis_of(id, new.kind, &opinion)),
            status: CorrectionRequestStatus::Open,
            decision_reason: None,
            decided_at: None,
            decided_by: None,
            created_at: self.clock.now(),
            token_id: call.caller.token,
            version: 1,
        };
        store::insert_correction_request(&mut change.conn, &request).await?;
        let detail = json!({ "kind": request.kind, "opinion_id": opinion.id });
        record(&mut change, AuditAction::Create, &request, detail).await?;
        let answer = CheckAnswerKind::CorrectionRequested;
        self.answer(&mut change, &round, person, &[opinion.id], answer)
            .await?;
        change.commit().await?;
        Ok(request)
    }

    /// Takes an own open request back, as long as the round is open.
    pub async fn delete_correction_request(
        &self,
        call: &Call,
        id: CorrectionRequestId,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let request = seen_request(&mut change.conn, call, id).await?;
        if onlooker(call, request.council_id).is_none()
            || call.caller.person != Some(request.person_id)
        {
            return Err(AppError::Forbidden);
        }
        if request.status != CorrectionRequestStatus::Open {
            return Err(AppError::AlreadySettled);
        }
        hold_open(&mut change, request.round_id).await?;
        store::delete_correction_request(&mut change.conn, id)
            .await
            .map_err(settled)?;
        record(&mut change, AuditAction::Delete, &request, json!({})).await?;
        self.forget_answer(&mut change, &request).await?;
        change.commit().await
    }

    /// Decides about an open request, once; for the secretariat.
    pub async fn decide_correction_request(
        &self,
        call: &Call,
        id: CorrectionRequestId,
        decision: CorrectionDecision,
    ) -> AppResult<CorrectionRequest> {
        let mut change = self.change(call).await?;
        let mut request = seen_request(&mut change.conn, call, id).await?;
        call.require_secretariat(request.council_id)?;
        if request.status != CorrectionRequestStatus::Open {
            return Err(AppError::AlreadySettled);
        }
        let (status, reason) = match decision {
            CorrectionDecision::Accept {
                change: own,
                reason,
            } => {
                Validation::default()
                    .optional("reason", reason.as_deref(), limits::NOTE)
                    .finish()?;
                let status = match own {
                    None => CorrectionRequestStatus::Accepted,
                    Some(_) => CorrectionRequestStatus::Edited,
                };
                self.correct(&mut change, call, &request, own).await?;
                (status, reason)
            }
            CorrectionDecision::Decline { reason } => {
                Validation::default()
                    .required("reason", &reason, limits::NOTE)
                    .finish()?;
                (CorrectionRequestStatus::Declined, Some(reason))
            }
        };
        request.status = status;
        request.decision_reason = reason;
        request.decided_at = Some(self.clock.now());
        request.decided_by = call.caller.token;
        request.basis = None;
        store::decide_correction_request(&mut change.conn, &request)
            .await
            .map_err(settled)?;
        request.version += 1;
        let detail = json!({ "kind": request.kind, "status": status });
        record(&mut change, AuditAction::Transition, &request, detail).await?;
        change.commit().await?;
        Ok(request)
    }

    /// Corrects the opinion as it was proposed, or in another way.
    async fn correct(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        request: &CorrectionRequest,
        own: Option<Box<OpinionChange>>,
    ) -> AppResult<()> {
        let opinion = match request.opinion_id {
            Some(id) => store::find_opinion(&mut change.conn, &Viewer::ALL, id).await?,
            None => None,
        };
        let opinion = opinion.ok_or(AppError::OpinionChanged)?;
        let mut correction = match own {
            Some(own) => *own,
            None => change_of(change, request, &opinion).await?,
        };
        // The speaker and the secretariat agree.
        correction.certainty = correction.certainty.or(Some(Certainty::Confirmed));
        self.change_opinion(change, call, opinion, correction)
            .await?;
        Ok(())
    }

    /// With the last request about an opinion goes the answer that it should be corrected.
    async fn forget_answer(
        &self,
        change: &mut Change<'_>,
        request: &CorrectionRequest,
    ) -> AppResult<()> {
        let (round, person) = (request.round_id, request.person_id);
        let Some(opinion) = request.opinion_id else {
            return Ok(());
        };
        if store::has_correction_request(&mut change.conn, round, opinion, person).await? {
            return Ok(());
        }
        store::delete_check_answer(&mut change.conn, round, opinion, person).await?;
        let found = store::find_check_round(&mut change.conn, &Viewer::ALL, round).await?;
        let round = found.ok_or(AppError::NotFound(EntityKind::CheckRound))?;
        let detail = json!({ "answer": null, "opinion_ids": [opinion] });
        record_answer(change, &round, detail).await
    }
}

fn asker(call: &Call) -> Asker {
    Asker {
        viewer: call.viewer(),
        person: call.caller.person,
    }
}

/// The request, if the caller may see it.
async fn seen_request(
    conn: &mut Conn,
    call: &Call,
    id: CorrectionRequestId,
) -> AppResult<CorrectionRequest> {
    store::find_correction_request(conn, &asker(call), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::CorrectionRequest))
}

/// Between reading and writing, somebody else decided or took it back.
fn settled(error: StoreError) -> AppError {
    match error {
        StoreError::Stale => AppError::AlreadySettled,
        other => other.into(),
    }
}

async fn record(
    change: &mut Change<'_>,
    action: AuditAction,
    request: &CorrectionRequest,
    detail: serde_json::Value,
) -> AppResult<()> {
    let council = Some(request.council_id);
    change
        .record(
            action,
            EntityKind::CorrectionRequest,
            request.id,
            council,
            detail,
        )
        .await
}
