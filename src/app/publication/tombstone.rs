//! What stays in the place of minutes that were published and withdrawn: that they were, when they went, and why.

use crate::{
    app::{AppError, AppResult},
    domain::{EntityKind, MeetingId, OpinionId},
    store::{self, Conn},
};

/// The refusal for a meeting that the caller does not see: that it was withdrawn, where it once was published.
pub(in crate::app) async fn unseen_meeting(conn: &mut Conn, id: MeetingId) -> AppResult<AppError> {
    Ok(match store::find_withdrawal(conn, id).await? {
        Some((at, reason)) => AppError::Withdrawn { at, reason },
        None => AppError::NotFound(EntityKind::Meeting),
    })
}

/// The refusal for an opinion that the caller does not see: that its minutes were withdrawn, where it once was published in
/// them, so that whoever cited it learns what became of it.
pub(in crate::app) async fn unseen_opinion(conn: &mut Conn, id: OpinionId) -> AppResult<AppError> {
    Ok(match store::find_withdrawal_of_opinion(conn, id).await? {
        Some((at, reason)) => AppError::Withdrawn { at, reason },
        None => AppError::NotFound(EntityKind::Opinion),
    })
}
