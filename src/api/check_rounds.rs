//! `/check-rounds`: when members check minutes, and how far each of them is.

use chrono::NaiveDate;
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    Section,
    if_match::expected,
    problem::{Editing, Problem, Reading},
    response::{EntityTag, List, Tagged},
    types::{Date, Moment},
};
use crate::{
    app::{App, Call, RoundProgress},
    domain::{CheckProgress, CheckRound, CheckRoundId, CouncilId, MeetingId, PersonId},
};

/// A round in which the members check the minutes of a meeting (委員確認). It is open as long as the minutes are in member_check.
#[derive(Debug, Object)]
#[oai(rename = "CheckRound")]
pub struct CheckRoundBody {
    id: CheckRoundId,
    /// The council.
    council_id: CouncilId,
    /// The meeting.
    meeting_id: MeetingId,
    /// The last day for an answer. Later ones are taken as long as the round is open, and are late.
    deadline: NaiveDate,
    /// When the minutes went to the members.
    opened_at: Moment,
    /// When they came back; `null` while the round is open.
    closed_at: Option<Moment>,
}

/// A round, and how far its members are.
#[derive(Debug, Object)]
#[oai(rename = "CheckRoundProgress")]
pub struct RoundProgressBody {
    /// The round.
    pub round: CheckRoundBody,
    /// To the secretariat everybody who has something to check; to a member the member alone.
    members: Vec<MemberProgressBody>,
}

/// How far one member is, in numbers of opinions.
#[derive(Debug, Object)]
#[oai(rename = "MemberProgress")]
pub struct MemberProgressBody {
    /// The member.
    person_id: PersonId,
    /// The member's name.
    name: String,
    /// What the member said and may check; of a closed round, what is on record.
    opinions: i64,
    /// Confirmed.
    confirmed: i64,
    /// To be corrected.
    correction_requested: i64,
    /// Not answered, while the round is open.
    unanswered: i64,
    /// Not answered when the round was closed.
    silent: i64,
    /// Answered after the deadline.
    late: i64,
    /// Whether the deadline has passed and answers are missing.
    overdue: bool,
}

impl From<CheckRound> for CheckRoundBody {
    fn from(round: CheckRound) -> Self {
        Self {
            id: round.id,
            council_id: round.council_id,
            meeting_id: round.meeting_id,
            deadline: round.deadline,
            opened_at: round.opened_at.into(),
            closed_at: round.closed_at.map(Into::into),
        }
    }
}

impl RoundProgressBody {
    /// A round as it stands on a day.
    pub fn on(today: NaiveDate, progress: RoundProgress) -> Self {
        let deadline = progress.round.deadline;
        let member = |it: CheckProgress| MemberProgressBody {
            overdue: it.is_overdue(deadline, today),
            person_id: it.person_id,
            name: it.name,
            opinions: it.opinions,
            confirmed: it.confirmed,
            correction_requested: it.correction_requested,
            unanswered: it.unanswered,
            silent: it.silent,
            late: it.late,
        };
        Self {
            members: progress.members.into_iter().map(member).collect(),
            round: progress.round.into(),
        }
    }
}

/// What to change of a round.
#[derive(Debug, Object)]
#[oai(rename = "CheckRoundChange", deny_unknown_fields)]
pub struct CheckRoundChangeBody {
    /// The last day for an answer.
    deadline: Option<Date>,
}

/// The rounds of checks.
pub struct CheckRoundsApi;

#[OpenApi(tag = "Section::MemberCheck")]
impl CheckRoundsApi {
    /// List the rounds in which members checked the minutes of a meeting, oldest first
    ///
    /// The secretariat sees how far everybody is, and who is overdue; a member only how far the member is.
    #[oai(
        path = "/meetings/:id/check-rounds",
        method = "get",
        operation_id = "list_check_rounds"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Json<List<RoundProgressBody>>, Problem<Reading>> {
        let rounds = app.list_check_rounds(&call, id.0).await?;
        let today = app.clock().today();
        let rounds = rounds.into_iter();
        Ok(Json(List::whole(
            rounds.map(|it| RoundProgressBody::on(today, it)).collect(),
        )))
    }

    /// Read a round of checks
    #[oai(
        path = "/check-rounds/:id",
        method = "get",
        operation_id = "get_check_round"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CheckRoundId>,
    ) -> Result<Tagged<CheckRoundBody>, Problem<Reading>> {
        let round = app.get_check_round(&call, id.0).await?;
        Ok(tagged(&call, round))
    }

    /// Give members another last day to answer, while the round is open
    #[oai(
        path = "/check-rounds/:id",
        method = "patch",
        operation_id = "update_check_round"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CheckRoundId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<CheckRoundChangeBody>,
    ) -> Result<Tagged<CheckRoundBody>, Problem<Editing>> {
        let expected = expected(if_match.0.as_deref());
        let deadline = body.0.deadline.map(Into::into);
        let round = app
            .update_check_round(&call, id.0, &expected, deadline)
            .await?;
        Ok(tagged(&call, round))
    }
}

fn tagged(call: &Call, round: CheckRound) -> Tagged<CheckRoundBody> {
    let may_edit = call.caller.is_secretariat_of(round.council_id);
    Tagged {
        tag: EntityTag::for_editor(may_edit, round.version),
        body: round.into(),
    }
}
