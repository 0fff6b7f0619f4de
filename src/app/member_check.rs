//! The check by the members: what each of them sees of a round, confirms, and takes back. What members ask to have corrected is
//! `correction_requests`', when a round begins and ends is `check_rounds`'.
//!
//! A member sees the own opinions and answers alone, and learns of no other's, not even in numbers.

use serde_json::json;

use super::{
    App, AppError, AppResult, Call, CheckedOpinionFilter, OpinionPlace,
    change::Change,
    check_access::{list_opinions, onlooker, open_round_of_member, own_opinion, seen_round},
    validate::{Validation, limits},
};
use crate::{
    clock::end_of_day,
    domain::{
        AttributionPolicy, AuditAction, CheckAnswer, CheckAnswerKind, CheckProgress, CheckRound,
        CheckRoundId, EntityKind, MeetingId, Opinion, OpinionId, Page, PageRequest, PersonId,
    },
    store::{self, Conn, OpinionInCheck, TakenBack},
};

/// A round, and how far those are with it of whom the caller may know.
#[derive(Debug, Clone)]
pub struct RoundProgress {
    /// The round.
    pub round: CheckRound,
    /// To the secretariat everybody who has something to check, to a member the member alone.
    pub members: Vec<CheckProgress>,
}

/// An opinion as it will appear, and what its speaker answered.
#[derive(Debug, Clone)]
pub struct CheckedOpinion {
    /// Who said it.
    pub person_id: PersonId,
    /// As it will appear.
    pub opinion: Opinion,
    /// The answer of that person.
    pub answer: Option<CheckAnswer>,
    /// Whether that came after the deadline.
    pub late: bool,
}

/// Which of the own opinions a member confirms.
#[derive(Debug, Clone)]
pub enum Confirmation {
    /// All that were not answered yet.
    All,
    /// These, whatever was answered before.
    These(Vec<OpinionId>),
}

impl App {
    /// The rounds of a meeting, oldest first.
    pub async fn list_check_rounds(
        &self,
        call: &Call,
        meeting: MeetingId,
    ) -> AppResult<Vec<RoundProgress>> {
        call.require_token()?;
        let mut conn = self.snapshot().await?;
        let not_found = AppError::NotFound(EntityKind::Meeting);
        let seen = store::find_meeting(&mut conn, &call.viewer(), meeting).await?;
        let council = seen.ok_or(not_found)?.council_id;
        let Some(onlooker) = onlooker(call, council) else {
            return Ok(Vec::new());
        };
        let mut rounds = Vec::new();
        for round in store::list_check_rounds(&mut conn, &call.viewer(), meeting).await? {
            let members = progress(&mut conn, &round, onlooker.person()).await?;
            rounds.push(RoundProgress { round, members });
        }
        Ok(rounds)
    }

    /// The round with this id, if the caller may see it.
    pub async fn get_check_round(&self, call: &Call, id: CheckRoundId) -> AppResult<CheckRound> {
        call.require_token()?;
        let (round, _) = seen_round(&mut self.read().await?, call, id).await?;
        Ok(round)
    }

    /// The opinions that are checked in a round: to a member the own ones, to the secretariat all, or those of one person.
    pub async fn list_checked_opinions(
        &self,
        call: &Call,
        id: CheckRoundId,
        person: Option<PersonId>,
        page: &PageRequest<OpinionPlace>,
    ) -> AppResult<Page<CheckedOpinion>> {
        call.require_token()?;
        let mut conn = self.snapshot().await?;
        let (round, onlooker) = seen_round(&mut conn, call, id).await?;
        if page.after.is_some_and(|after| after.position.is_none()) {
            return Err(AppError::ForeignCursor);
        }
        let filter = match (onlooker.person(), person) {
            // Nobody but the own opinions: of anybody else's a member learns nothing.
            (Some(own), Some(asked)) if own != asked => CheckedOpinionFilter {
                ids: Some(Vec::new()),
                ..CheckedOpinionFilter::default()
            },
            (own, asked) => CheckedOpinionFilter {
                person_id: own.or(asked),
                ids: None,
            },
        };
        let opinions = list_opinions(&mut conn, &round, &filter, page).await?;
        let ids: Vec<OpinionId> = opinions.items.iter().map(|it| it.opinion.id).collect();
        let answers = store::list_check_answers(&mut conn, round.id, &ids).await?;
        let late_from = end_of_day(round.deadline);
        Ok(opinions.map(|OpinionInCheck { person_id, opinion }| {
            let is_of =
                |it: &&CheckAnswer| it.opinion_id == opinion.id && it.person_id == person_id;
            let answer = answers.iter().find(is_of).cloned();
            let given = answer
                .as_ref()
                .filter(|it| it.answer != CheckAnswerKind::Silent);
            CheckedOpinion {
                late: given.is_some_and(|it| it.at >= late_from),
                person_id,
                opinion,
                answer,
            }
        }))
    }

    /// Confirms own opinions; gives how far the member is then.
    pub async fn confirm_opinions(
        &self,
        call: &Call,
        id: CheckRoundId,
        which: Confirmation,
    ) -> AppResult<RoundProgress> {
        let mut change = self.change(call).await?;
        let (round, person) = open_round_of_member(&mut change, call, id).await?;
        let ids = match which {
            Confirmation::All => {
                store::list_unanswered_opinions(&mut change.conn, &round, person).await?
            }
            Confirmation::These(ids) => {
                self.own_unconfirmed(&mut change, &round, person, ids)
                    .await?
            }
        };
        if !ids.is_empty() {
            let taken_back = TakenBack {
                round_id: round.id,
                person_id: person,
                opinions: &ids,
                kind: None,
            };
            take_back(&mut change, &round, &taken_back).await?;
            self.answer(
                &mut change,
                &round,
                person,
                &ids,
                CheckAnswerKind::Confirmed,
            )
            .await?;
        }
        let members = progress(&mut change.conn, &round, Some(person)).await?;
        change.commit().await?;
        Ok(RoundProgress { round, members })
    }

    /// Takes back that the caller confirmed an opinion.
    pub async fn delete_confirmation(
        &self,
        call: &Call,
        id: CheckRoundId,
        opinion: OpinionId,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let (round, person) = open_round_of_member(&mut change, call, id).await?;
        let not_found = || AppError::NotFound(EntityKind::Opinion);
        let answers = store::list_check_answers(&mut change.conn, id, &[opinion]).await?;
        let confirmed = answers.iter().any(|answer| {
            answer.person_id == person && answer.answer == CheckAnswerKind::Confirmed
        });
        own_opinion(&mut change, &round, person, opinion).await?;
        if !confirmed {
            return Err(not_found());
        }
        store::delete_check_answer(&mut change.conn, id, opinion, person).await?;
        let detail = json!({ "answer": null, "opinion_ids": [opinion] });
        record_answer(&mut change, &round, detail).await?;
        change.commit().await
    }

    /// Of these opinions, which all have to be the person's own, those that are not confirmed yet.
    async fn own_unconfirmed(
        &self,
        change: &mut Change<'_>,
        round: &CheckRound,
        person: PersonId,
        mut ids: Vec<OpinionId>,
    ) -> AppResult<Vec<OpinionId>> {
        ids.sort_unstable();
        ids.dedup();
        Validation::default()
            .check(
                (1..=limits::LIST).contains(&ids.len()),
                "opinion_ids",
                format!("1 件以上 {} 件までです", limits::LIST),
                format!("must have 1 to {} entries", limits::LIST),
            )
            .finish()?;
        let filter = CheckedOpinionFilter {
            person_id: Some(person),
            ids: Some(ids.clone()),
        };
        let page = PageRequest {
            after: None,
            limit: i64::try_from(limits::LIST).unwrap_or(i64::MAX),
        };
        let own = list_opinions(&mut change.conn, round, &filter, &page).await?;
        if own.items.len() != ids.len() {
            return Err(AppError::NotFound(EntityKind::Opinion));
        }
        let answers = store::list_check_answers(&mut change.conn, round.id, &ids).await?;
        ids.retain(|id| {
            !answers.iter().any(|answer| {
                answer.opinion_id == *id
                    && answer.person_id == person
                    && answer.answer == CheckAnswerKind::Confirmed
            })
        });
        Ok(ids)
    }

    /// Stores one answer of a person about opinions, in the place of others, with its entry in the audit trail.
    pub(super) async fn answer(
        &self,
        change: &mut Change<'_>,
        round: &CheckRound,
        person: PersonId,
        opinions: &[OpinionId],
        answer: CheckAnswerKind,
    ) -> AppResult<()> {
        let at = self.clock.now();
        let token_id = change.call.caller.token;
        let answers: Vec<CheckAnswer> = opinions
            .iter()
            .map(|opinion_id| CheckAnswer {
                round_id: round.id,
                opinion_id: *opinion_id,
                person_id: person,
                answer,
                at,
                token_id,
            })
            .collect();
        store::put_check_answers(&mut change.conn, &answers).await?;
        let detail = json!({ "answer": answer, "opinion_ids": opinions });
        record_answer(change, round, detail).await
    }

    /// A member confirmed what an opinion said. Where it says something else now, it is not confirmed any more.
    pub(super) async fn unconfirm(
        &self,
        change: &mut Change<'_>,
        before: &Opinion,
        after: &Opinion,
    ) -> AppResult<()> {
        let round = store::find_open_check_round(&mut change.conn, after.meeting_id).await?;
        let Some(round) = round else {
            return Ok(());
        };
        let council = store::find_council(&mut change.conn, after.council_id).await?;
        let policy = council.map_or(AttributionPolicy::Anonymous, |it| it.attribution_policy);
        if appearance(before, policy) == appearance(after, policy) {
            return Ok(());
        }
        if store::delete_open_confirmation(&mut change.conn, after.id).await? {
            let detail = json!({ "answer": null, "opinion_ids": [after.id] });
            record_answer(change, &round, detail).await?;
        }
        Ok(())
    }
}

/// What a member confirms of an opinion: its words and who is said to have said them, as far as that is published.
fn appearance(opinion: &Opinion, policy: AttributionPolicy) -> impl PartialEq + use<> {
    let form = opinion.clone().into_public_form(policy);
    let speaker = (form.speaker_name, form.speaker_role, form.attribution);
    (form.text, form.kind, speaker)
}

/// Deletes open requests that their member takes back or replaces.
pub(super) async fn take_back(
    change: &mut Change<'_>,
    round: &CheckRound,
    which: &TakenBack<'_>,
) -> AppResult<()> {
    for id in store::delete_open_correction_requests(&mut change.conn, which).await? {
        let council = Some(round.council_id);
        change
            .record(
                AuditAction::Delete,
                EntityKind::CorrectionRequest,
                id,
                council,
                json!({}),
            )
            .await?;
    }
    Ok(())
}

/// Adds an answer, or that it was taken back, to the audit trail.
pub(super) async fn record_answer(
    change: &mut Change<'_>,
    round: &CheckRound,
    detail: serde_json::Value,
) -> AppResult<()> {
    let council = Some(round.council_id);
    change
        .record(
            AuditAction::Answer,
            EntityKind::CheckRound,
            round.id,
            council,
            detail,
        )
        .await
}

async fn progress(
    conn: &mut Conn,
    round: &CheckRound,
    person: Option<PersonId>,
) -> AppResult<Vec<CheckProgress>> {
    let late_from = end_of_day(round.deadline);
    Ok(store::list_check_progress(conn, round, person, late_from).await?)
}
