//! Who may look at a round of checks, who may answer in it, and about what.

use super::{AppError, AppResult, Call, CheckedOpinionFilter, OpinionPlace, change::Change};
use crate::{
    domain::{
        CheckRound, CheckRoundId, CouncilId, EntityKind, Opinion, OpinionId, Page, PageRequest,
        PersonId,
    },
    store::{self, Conn, OpinionInCheck, StoreError},
};

/// Who looks at a round.
#[derive(Debug, Clone, Copy)]
pub(super) enum Onlooker {
    Secretariat,
    Member(PersonId),
}

impl Onlooker {
    /// Whose answers are shown, where not everybody's are.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Secretariat => None,
            Self::Member(person) => Some(person),
        }
    }
}

/// How the caller looks at the rounds of a council that it sees, if at all: staff is no part of a check.
pub(super) fn onlooker(call: &Call, council: CouncilId) -> Option<Onlooker> {
    if call.caller.is_secretariat_of(council) {
        return Some(Onlooker::Secretariat);
    }
    call.caller.role_in(council)?;
    call.caller.person.map(Onlooker::Member)
}

/// The round, if the caller may see it.
pub(super) async fn seen_round(
    conn: &mut Conn,
    call: &Call,
    id: CheckRoundId,
) -> AppResult<(CheckRound, Onlooker)> {
    let not_found = || AppError::NotFound(EntityKind::CheckRound);
    let round = store::find_check_round(conn, &call.viewer(), id)
        .await?
        .ok_or_else(not_found)?;
    let onlooker = onlooker(call, round.council_id).ok_or_else(not_found)?;
    Ok((round, onlooker))
}

/// The round, held open, if the caller is a member who may answer in it.
pub(super) async fn open_round_of_member(
    change: &mut Change<'_>,
    call: &Call,
    id: CheckRoundId,
) -> AppResult<(CheckRound, PersonId)> {
    let (round, onlooker) = seen_round(&mut change.conn, call, id).await?;
    let Onlooker::Member(person) = onlooker else {
        return Err(AppError::Forbidden);
    };
    hold_open(change, id).await?;
    Ok((round, person))
}

/// Refuses where the round is closed, and keeps it open until the change is done.
pub(super) async fn hold_open(change: &mut Change<'_>, id: CheckRoundId) -> AppResult<()> {
    store::hold_check_round_open(&mut change.conn, id)
        .await
        .map_err(|error| match error {
            StoreError::Stale => AppError::CheckClosed,
            other => other.into(),
        })
}

/// An opinion as it will appear, if it is the person's own and may be checked.
pub(super) async fn own_opinion(
    change: &mut Change<'_>,
    round: &CheckRound,
    person: PersonId,
    id: OpinionId,
) -> AppResult<Opinion> {
    let filter = CheckedOpinionFilter {
        person_id: Some(person),
        ids: Some(vec![id]),
    };
    let found = list_opinions(&mut change.conn, round, &filter, &PageRequest::default()).await?;
    let own = found.items.into_iter().next();
    Ok(own.ok_or(AppError::NotFound(EntityKind::Opinion))?.opinion)
}

/// The opinions of a round.
pub(super) async fn list_opinions(
    conn: &mut Conn,
    round: &CheckRound,
    filter: &CheckedOpinionFilter,
    page: &PageRequest<OpinionPlace>,
) -> AppResult<Page<OpinionInCheck>> {
    if filter.ids.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Page::from_rows(Vec::new(), page.limit));
    }
    Ok(store::list_opinions_in_check(conn, round.meeting_id, filter, page).await?)
}
