//! Attendance lists.

use serde_json::{Value, json};

use super::{
    App, AppResult, Call, Expected, Shown,
    change::{Change, changed_fields, set},
    meetings::editable_meeting,
    parts::{editable_part, knows_person, next_position, person_gone, record, seen_meeting, shown},
    validate::{Validation, limits},
};
use crate::{
    domain::{
        Attendance, AttendanceId, AttendanceStatus, AuditAction, Capacity, CouncilId, MeetingId,
        PersonId,
    },
    store,
};

/// A line to be added to an attendance list.
#[derive(Debug, Clone)]
pub struct NewAttendance {
    /// Its place in the list; at the end where `None`.
    pub position: Option<i64>,
    /// Who it is, where that is known.
    pub person_id: Option<PersonId>,
    /// The name as printed, without the role.
    pub name: String,
    /// The role as printed.
    pub role: Option<String>,
    /// Whether and how the person took part.
    pub status: AttendanceStatus,
    /// In which capacity.
    pub capacity: Capacity,
    /// The organisation as printed.
    pub organization: Option<String>,
    /// What is printed beside the name.
    pub note: Option<String>,
}

/// What to change of a line; `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
pub struct AttendanceChange {
    /// Its place in the list.
    pub position: Option<i64>,
    /// Who it is.
    pub person_id: Option<Option<PersonId>>,
    /// The name as printed, without the role.
    pub name: Option<String>,
    /// The role as printed.
    pub role: Option<Option<String>>,
    /// Whether and how the person took part.
    pub status: Option<AttendanceStatus>,
    /// In which capacity.
    pub capacity: Option<Capacity>,
    /// The organisation as printed.
    pub organization: Option<Option<String>>,
    /// What is printed beside the name.
    pub note: Option<Option<String>>,
}

impl App {
    /// Adds a line to the attendance list of a meeting.
    pub async fn create_attendance(
        &self,
        call: &Call,
        meeting: MeetingId,
        new: NewAttendance,
    ) -> AppResult<Attendance> {
        let mut change = self.change(call).await?;
        let meeting = editable_meeting(&mut change, call, meeting).await?;
        let person_known = knows_person(&mut change, call, new.person_id).await?;
        let lines = store::list_attendances(&mut change.conn, &call.viewer(), meeting.id).await?;
        let end = next_position(lines.iter().map(|line| line.position));
        let attendance = Attendance {
            id: AttendanceId(self.clock.new_id()),
            meeting_id: meeting.id,
            position: new.position.unwrap_or(end),
            person_id: new.person_id,
            name: new.name,
            role: new.role,
            status: new.status,
            capacity: new.capacity,
            organization: new.organization,
            note: new.note,
            first_line: None,
            last_line: None,
            version: 1,
        };
        validate(&attendance, person_known)?;
        store::insert_attendance(&mut change.conn, &attendance)
            .await
            .map_err(person_gone)?;
        let council = meeting.council_id;
        record(
            &mut change,
            AuditAction::Create,
            &attendance,
            council,
            json!({}),
        )
        .await?;
        change.commit().await?;
        Ok(attendance)
    }

    /// The line with this id, if the caller sees its meeting.
    pub async fn get_attendance(
        &self,
        call: &Call,
        id: AttendanceId,
    ) -> AppResult<Shown<Attendance>> {
        let mut conn = self.read().await?;
        let found = store::find_attendance(&mut conn, &call.viewer(), id).await?;
        shown(&mut conn, call, found).await
    }

    /// The attendance list of a meeting that the caller sees, in printed order.
    pub async fn list_attendance(
        &self,
        call: &Call,
        meeting: MeetingId,
    ) -> AppResult<Vec<Attendance>> {
        let mut conn = self.read().await?;
        seen_meeting(&mut conn, call, meeting).await?;
        Ok(store::list_attendances(&mut conn, &call.viewer(), meeting).await?)
    }

    /// Changes a line.
    pub async fn update_attendance(
        &self,
        call: &Call,
        id: AttendanceId,
        expected: &Expected,
        new: AttendanceChange,
    ) -> AppResult<Attendance> {
        let mut change = self.change(call).await?;
        let found = store::find_attendance(&mut change.conn, &call.viewer(), id).await?;
        let (before, council) = editable_part(&mut change, call, expected, found).await?;
        let attendance = amend_attendance(&mut change, call, council, before, new).await?;
        change.commit().await?;
        Ok(attendance)
    }

    /// Deletes a line.
    pub async fn delete_attendance(
        &self,
        call: &Call,
        id: AttendanceId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let found = store::find_attendance(&mut change.conn, &call.viewer(), id).await?;
        let (line, council) = editable_part(&mut change, call, expected, found).await?;
        store::delete_attendance(&mut change.conn, id, line.version).await?;
        record(&mut change, AuditAction::Delete, &line, council, json!({})).await?;
        change.commit().await
    }
}

/// Changes a line within a change that does more.
pub(super) async fn amend_attendance(
    change: &mut Change<'_>,
    call: &Call,
    council: CouncilId,
    before: Attendance,
    new: AttendanceChange,
) -> AppResult<Attendance> {
    let person_known = knows_person(change, call, new.person_id.flatten()).await?;
    let mut attendance = before.clone();
    apply(&mut attendance, new);
    if attendance == before {
        return Ok(before);
    }
    validate(&attendance, person_known)?;
    store::update_attendance(&mut change.conn, &attendance)
        .await
        .map_err(person_gone)?;
    attendance.version += 1;
    let fields = fields_changed(&before, &attendance);
    record(change, AuditAction::Update, &attendance, council, fields).await?;
    Ok(attendance)
}

fn apply(attendance: &mut Attendance, new: AttendanceChange) {
    set(&mut attendance.position, new.position);
    set(&mut attendance.person_id, new.person_id);
    set(&mut attendance.name, new.name);
    set(&mut attendance.role, new.role);
    set(&mut attendance.status, new.status);
    set(&mut attendance.capacity, new.capacity);
    set(&mut attendance.organization, new.organization);
    set(&mut attendance.note, new.note);
}

fn fields_changed(before: &Attendance, after: &Attendance) -> Value {
    changed_fields(&[
        ("position", after.position != before.position),
        ("person_id", after.person_id != before.person_id),
        ("name", after.name != before.name),
        ("role", after.role != before.role),
        ("status", after.status != before.status),
        ("capacity", after.capacity != before.capacity),
        ("organization", after.organization != before.organization),
        ("note", after.note != before.note),
    ])
}

fn validate(attendance: &Attendance, person_known: bool) -> AppResult<()> {
    Validation::default()
        .position(attendance.position)
        .required("name", &attendance.name, limits::NAME)
        .optional("role", attendance.role.as_deref(), limits::NAME)
        .optional(
            "organization",
            attendance.organization.as_deref(),
            limits::NAME,
        )
        .optional("note", attendance.note.as_deref(), limits::NOTE)
        .person(person_known)
        .finish()
}
