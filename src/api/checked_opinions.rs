//! `/check-rounds/{id}/opinions` and `/confirmations`: a member reads what the member said, and confirms it.

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Section,
    check_rounds::RoundProgressBody,
    opinions::OpinionBody,
    paging::{OpinionCursor, PageLimit},
    problem::{Concluding, Placing, Problem, Reading},
    response::{Done, List},
    types::Moment,
};
use crate::{
    app::{App, AppError, Call, CheckedOpinion, Confirmation, OpinionPlace},
    domain::{CheckAnswerKind, CheckRoundId, OpinionId, PageRequest, PersonId},
};

/// An opinion as it will appear, and what its speaker answered.
#[derive(Debug, Object)]
#[oai(rename = "CheckedOpinion")]
pub struct CheckedOpinionBody {
    /// Who said it, which the opinion as it will appear may leave out.
    person_id: PersonId,
    /// As it will appear.
    opinion: OpinionBody,
    /// What its speaker answered; `null` where nothing yet.
    answer: Option<CheckAnswerBody>,
}

/// What a member answered about an opinion.
#[derive(Debug, Object)]
#[oai(rename = "CheckAnswer")]
pub struct CheckAnswerBody {
    /// Confirmed, to be corrected, or silent until the round was closed.
    answer: CheckAnswerKind,
    /// When it was given; of silence, when the round was closed.
    at: Moment,
    /// Whether it was given after the deadline.
    late: bool,
}

impl From<CheckedOpinion> for CheckedOpinionBody {
    fn from(checked: CheckedOpinion) -> Self {
        let late = checked.late;
        Self {
            person_id: checked.person_id,
            opinion: checked.opinion.into(),
            answer: checked.answer.map(|it| CheckAnswerBody {
                answer: it.answer,
                at: it.at.into(),
                late,
            }),
        }
    }
}

/// Which own opinions are confirmed: some, or all that were not answered yet.
#[derive(Debug, Object)]
#[oai(rename = "ConfirmationRequest", deny_unknown_fields)]
pub struct ConfirmationRequestBody {
    /// These. An open correction request about one of them is taken back.
    opinion_ids: Option<Vec<OpinionId>>,
    /// `true` for all that were not answered yet.
    all: Option<bool>,
}

impl ConfirmationRequestBody {
    fn confirmation(self) -> Result<Confirmation, AppError> {
        match (self.opinion_ids, self.all) {
            (Some(ids), None | Some(false)) => Ok(Confirmation::These(ids)),
            (None, Some(true)) => Ok(Confirmation::All),
            _ => Err(AppError::invalid(
                "opinion_ids",
                "opinion_ids か \"all\": true のどちらか一方を指定してください",
                "has to name opinions, or else `all` has to be true",
            )),
        }
    }
}

/// The opinions of a round.
pub struct CheckedOpinionsApi;

#[OpenApi(tag = "Section::MemberCheck")]
impl CheckedOpinionsApi {
    /// List the opinions that are checked in a round as they will appear, in the order of the minutes
    ///
    /// To a member the own ones; to the secretariat all that have a person and that members may see.
    #[oai(
        path = "/check-rounds/:id/opinions",
        method = "get",
        operation_id = "list_checked_opinions"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CheckRoundId>,
        /// Of one person.
        person_id: Query<Option<PersonId>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<OpinionCursor>>,
    ) -> Result<Json<List<CheckedOpinionBody>>, Problem<Reading>> {
        let page = PageRequest {
            after: cursor.0.map(|cursor| cursor.0),
            limit: limit.0.unwrap_or_default().0,
        };
        let checked = app
            .list_checked_opinions(&call, id.0, person_id.0, &page)
            .await?;
        let cursor = |last: &CheckedOpinion| {
            OpinionCursor(OpinionPlace {
                position: Some(last.opinion.position),
                id: last.opinion.id,
            })
            .to_string()
        };
        Ok(Json(List::with_cursor(checked, cursor, Into::into)))
    }

    /// Confirm own opinions, as a member: one, several, or all that were not answered yet
    #[oai(
        path = "/check-rounds/:id/confirmations",
        method = "post",
        operation_id = "confirm_opinions"
    )]
    async fn confirm(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CheckRoundId>,
        body: Json<ConfirmationRequestBody>,
    ) -> Result<Json<RoundProgressBody>, Problem<Placing>> {
        call.require_token()?;
        let which = body.0.confirmation()?;
        let progress = app.confirm_opinions(&call, id.0, which).await?;
        Ok(Json(RoundProgressBody::on(app.clock().today(), progress)))
    }

    /// Take back that an own opinion was confirmed
    #[oai(
        path = "/check-rounds/:id/confirmations/:opinion_id",
        method = "delete",
        operation_id = "delete_confirmation"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CheckRoundId>,
        opinion_id: Path<OpinionId>,
    ) -> Result<Done, Problem<Concluding>> {
        app.delete_confirmation(&call, id.0, opinion_id.0).await?;
        Ok(Done)
    }
}
