//! When a round of checks begins and ends, and by when members are to answer. A round is open as long as the minutes are with the
//! members: the transition into that state opens it, the one out of it closes it.

use chrono::{Days, NaiveDate};
use serde_json::json;

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields},
    check_access::{hold_open, seen_round},
};
use crate::{
    domain::{AuditAction, CheckRound, CheckRoundId, EntityKind, Meeting, MinutesStatus},
    store,
};

/// How many days members have where nobody says otherwise.
const USUAL_DAYS: Days = Days::new(14);

impl App {
    /// Gives members another last day to answer; for the secretariat.
    pub async fn update_check_round(
        &self,
        call: &Call,
        id: CheckRoundId,
        expected: &Expected,
        deadline: Option<NaiveDate>,
    ) -> AppResult<CheckRound> {
        let mut change = self.change(call).await?;
        let (mut round, _) = seen_round(&mut change.conn, call, id).await?;
        call.require_secretariat(round.council_id)?;
        expected.check(round.version)?;
        let Some(deadline) = deadline.filter(|deadline| *deadline != round.deadline) else {
            return Ok(round);
        };
        self.check_deadline(deadline)?;
        hold_open(&mut change, id).await?;
        round.deadline = deadline;
        store::update_check_round(&mut change.conn, &round).await?;
        round.version += 1;
        let council = Some(round.council_id);
        let fields = changed_fields(&[("deadline", true)]);
        change
            .record(
                AuditAction::Update,
                EntityKind::CheckRound,
                id,
                council,
                fields,
            )
            .await?;
        change.commit().await?;
        Ok(round)
    }

    /// Opens a round where the minutes go to the members. A deadline has a meaning only then.
    pub(super) async fn open_round(
        &self,
        change: &mut Change<'_>,
        meeting: &Meeting,
        deadline: Option<NaiveDate>,
    ) -> AppResult<()> {
        if meeting.minutes_status != MinutesStatus::MemberCheck {
            return match deadline {
                None => Ok(()),
                Some(_) => Err(AppError::invalid(
                    "deadline",
                    "member_check に移るときだけ指定できます",
                    "is for the transition to member_check",
                )),
            };
        }
        let today = self.clock.today();
        let usual = today.checked_add_days(USUAL_DAYS).unwrap_or(today);
        let deadline = deadline.unwrap_or(usual);
        self.check_deadline(deadline)?;
        let round = CheckRound {
            id: CheckRoundId(self.clock.new_id()),
            council_id: meeting.council_id,
            meeting_id: meeting.id,
            deadline,
            opened_at: self.clock.now(),
            closed_at: None,
            token_id: change.call.caller.token,
            version: 1,
        };
        store::insert_check_round(&mut change.conn, &round).await?;
        let council = Some(round.council_id);
        let detail = json!({ "meeting_id": meeting.id, "deadline": deadline });
        change
            .record(
                AuditAction::Create,
                EntityKind::CheckRound,
                round.id,
                council,
                detail,
            )
            .await
    }

    /// Closes the round where the minutes leave the members, and writes down who was silent.
    pub(super) async fn close_round(
        &self,
        change: &mut Change<'_>,
        meeting: &Meeting,
    ) -> AppResult<()> {
        if meeting.minutes_status != MinutesStatus::MemberCheck {
            return Ok(());
        }
        // Minutes that were with the members before there were rounds have none.
        let round = store::find_open_check_round(&mut change.conn, meeting.id).await?;
        let Some(mut round) = round else {
            return Ok(());
        };
        let at = self.clock.now();
        round.closed_at = Some(at);
        // First of all: from here on no answer comes in.
        store::update_check_round(&mut change.conn, &round).await?;
        let silent = store::insert_silence(&mut change.conn, &round, at).await?;
        let council = Some(round.council_id);
        let detail = json!({ "closed": true, "silent": silent });
        change
            .record(
                AuditAction::Transition,
                EntityKind::CheckRound,
                round.id,
                council,
                detail,
            )
            .await
    }

    fn check_deadline(&self, deadline: NaiveDate) -> AppResult<()> {
        if deadline < self.clock.today() {
            return Err(AppError::invalid(
                "deadline",
                "今日以後の日付にしてください",
                "must not be in the past",
            ));
        }
        Ok(())
    }
}
