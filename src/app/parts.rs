//! What the parts of a meeting have in common: attendance, topics, materials. Whoever sees a part may read it; the
//! secretariat of the meeting's council changes it, also when the minutes are published, which the audit trail keeps.

use serde_json::Value;

use super::{
    AppError, AppResult, Call, Expected, change::Change, meetings::editable_meeting,
    validate::Validation,
};
use crate::{
    domain::{AuditAction, CouncilId, EntityKind, Meeting, MeetingId, PersonId},
    store::{self, Conn, StoreError},
};

/// Something, and whether the caller who was given it may change it.
#[derive(Debug, Clone)]
pub struct Shown<T> {
    /// The thing, as far as the caller may see it.
    pub thing: T,
    /// Whether the caller may change it.
    pub may_edit: bool,
}

/// A part of one meeting, with a version of its own.
pub(super) trait Part {
    const ENTITY: EntityKind;
    fn id(&self) -> String;
    fn meeting_id(&self) -> MeetingId;
    fn version(&self) -> i64;
}

macro_rules! part {
    ($($name:ident),+) => {$(
        impl Part for crate::domain::$name {
            const ENTITY: EntityKind = EntityKind::$name;
            fn id(&self) -> String {
                self.id.to_string()
            }
            fn meeting_id(&self) -> MeetingId {
                self.meeting_id
            }
            fn version(&self) -> i64 {
                self.version
            }
        }
    )+};
}
part!(Attendance, Material, Topic);

/// The meeting, if the caller may see it.
pub(super) async fn seen_meeting(
    conn: &mut Conn,
    call: &Call,
    id: MeetingId,
) -> AppResult<Meeting> {
    store::find_meeting(conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Meeting))
}

/// A part that was looked for on behalf of the caller, to be shown.
pub(super) async fn shown<P: Part>(
    conn: &mut Conn,
    call: &Call,
    found: Option<P>,
) -> AppResult<Shown<P>> {
    let part = found.ok_or(AppError::NotFound(P::ENTITY))?;
    let meeting = seen_meeting(conn, call, part.meeting_id()).await?;
    Ok(Shown {
        thing: part,
        may_edit: call.caller.is_secretariat_of(meeting.council_id),
    })
}

/// A part that was looked for on behalf of the caller, if the caller may change it and read it as it is now; with its
/// council.
pub(super) async fn editable_part<P: Part>(
    change: &mut Change<'_>,
    call: &Call,
    expected: &Expected,
    found: Option<P>,
) -> AppResult<(P, CouncilId)> {
    let part = found.ok_or(AppError::NotFound(P::ENTITY))?;
    let meeting = editable_meeting(change, call, part.meeting_id()).await?;
    expected.check(part.version())?;
    Ok((part, meeting.council_id))
}

/// Adds a change of a part to the audit trail.
pub(super) async fn record<P: Part>(
    change: &mut Change<'_>,
    action: AuditAction,
    part: &P,
    council: CouncilId,
    detail: Value,
) -> AppResult<()> {
    change
        .record(action, P::ENTITY, part.id(), Some(council), detail)
        .await
}

/// Whether the caller may know of this person, and it is none that turned out to be another; where no person is named there
/// is nothing to know.
pub(super) async fn knows_person(
    change: &mut Change<'_>,
    call: &Call,
    person: Option<PersonId>,
) -> AppResult<bool> {
    match person {
        None => Ok(true),
        Some(id) => {
            let found = store::find_person(&mut change.conn, &call.viewer(), id).await?;
            Ok(found.is_some_and(|person| person.merged_into.is_none()))
        }
    }
}

/// Between reading and writing, somebody deleted the person.
pub(super) fn person_gone(error: StoreError) -> AppError {
    match error {
        StoreError::Reference => Validation::default()
            .person(false)
            .finish()
            .expect_err("an unknown person is refused"),
        other => other.into(),
    }
}

/// The place after those that are taken.
pub(super) fn next_position(taken: impl Iterator<Item = i64>) -> i64 {
    taken.max().map_or(0, |last| last + 1)
}
