//! `/meetings/{id}/attendance`, `/attendance`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text},
    if_match::expected,
    problem::{Creating, Deleting, Editing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    source::SourceLines,
    types::{Position, Text},
};
use crate::{
    app::{App, AttendanceChange, Call, NewAttendance, limits},
    domain::{Attendance, AttendanceId, AttendanceStatus, Capacity, MeetingId, PersonId},
};

/// A line of an attendance list (出欠).
#[derive(Debug, Object)]
#[oai(rename = "Attendance")]
pub struct AttendanceBody {
    id: AttendanceId,
    meeting_id: MeetingId,
    /// Its place in the list, from 0.
    position: i64,
    /// Who it is, where that is known and the caller may know it.
    person_id: Option<PersonId>,
    /// The name as printed, without the role.
    name: String,
    /// The role as printed.
    role: Option<String>,
    /// Whether and how the person took part.
    status: AttendanceStatus,
    /// In which capacity.
    capacity: Capacity,
    /// The organisation as printed.
    organization: Option<String>,
    /// What is printed beside the name.
    note: Option<String>,
    /// Where it stands in the imported file.
    source: Option<SourceLines>,
}

impl From<Attendance> for AttendanceBody {
    fn from(line: Attendance) -> Self {
        Self {
            id: line.id,
            meeting_id: line.meeting_id,
            position: line.position,
            person_id: line.person_id,
            name: line.name,
            role: line.role,
            status: line.status,
            capacity: line.capacity,
            organization: line.organization,
            note: line.note,
            source: SourceLines::of(line.first_line, line.last_line),
        }
    }
}

/// A line to be added to an attendance list.
#[derive(Debug, Object)]
#[oai(rename = "NewAttendance", deny_unknown_fields)]
pub struct NewAttendanceBody {
    /// Its place in the list; at the end when left out.
    position: Option<Position>,
    /// Who it is, where that is known.
    person_id: Option<PersonId>,
    /// The name as printed, without the role.
    name: Text<{ limits::NAME }>,
    /// The role as printed.
    role: Option<Text<{ limits::NAME }>>,
    /// Whether and how the person took part.
    status: AttendanceStatus,
    /// In which capacity; a member when left out.
    capacity: Option<Capacity>,
    /// The organisation as printed.
    organization: Option<Text<{ limits::NAME }>>,
    /// What is printed beside the name.
    note: Option<Text<{ limits::NOTE }>>,
}

impl From<NewAttendanceBody> for NewAttendance {
    fn from(body: NewAttendanceBody) -> Self {
        Self {
            position: body.position.map(Into::into),
            person_id: body.person_id,
            name: body.name.into(),
            role: text(body.role),
            status: body.status,
            capacity: body.capacity.unwrap_or(Capacity::Member),
            organization: text(body.organization),
            note: text(body.note),
        }
    }
}

/// What to change of a line; what is left out stays as it is, `null` empties a field.
#[derive(Debug, Object)]
#[oai(rename = "AttendanceChange", deny_unknown_fields)]
pub struct AttendanceChangeBody {
    /// Its place in the list.
    position: Option<Position>,
    /// Who it is.
    person_id: MaybeUndefined<PersonId>,
    /// The name as printed, without the role.
    name: Option<Text<{ limits::NAME }>>,
    /// The role as printed.
    role: MaybeUndefined<Text<{ limits::NAME }>>,
    /// Whether and how the person took part.
    status: Option<AttendanceStatus>,
    /// In which capacity.
    capacity: Option<Capacity>,
    /// The organisation as printed.
    organization: MaybeUndefined<Text<{ limits::NAME }>>,
    /// What is printed beside the name.
    note: MaybeUndefined<Text<{ limits::NOTE }>>,
}

impl From<AttendanceChangeBody> for AttendanceChange {
    fn from(body: AttendanceChangeBody) -> Self {
        Self {
            position: body.position.map(Into::into),
            person_id: nullable(body.person_id),
            name: text(body.name),
            role: nullable(body.role),
            status: body.status,
            capacity: body.capacity,
            organization: nullable(body.organization),
            note: nullable(body.note),
        }
    }
}

/// The attendance lists.
pub struct AttendanceApi;

#[OpenApi(tag = "Section::Meetings")]
impl AttendanceApi {
    /// List who attended a meeting, all at once
    #[oai(
        path = "/meetings/:id/attendance",
        method = "get",
        operation_id = "list_attendance"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Json<List<AttendanceBody>>, Problem<Reading>> {
        let lines = app.list_attendance(&call, id.0).await?;
        Ok(Json(List::whole(
            lines.into_iter().map(Into::into).collect(),
        )))
    }

    /// Add a line to the attendance list of a meeting
    #[oai(
        path = "/meetings/:id/attendance",
        method = "post",
        operation_id = "create_attendance"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        body: Json<NewAttendanceBody>,
    ) -> Result<Created<AttendanceBody>, Problem<Creating>> {
        let line = app.create_attendance(&call, id.0, body.0.into()).await?;
        Ok(Created {
            tag: EntityTag::Version(line.version),
            location: format!("/api/v1/attendance/{}", line.id),
            body: line.into(),
        })
    }

    /// Read a line of an attendance list
    #[oai(
        path = "/attendance/:id",
        method = "get",
        operation_id = "get_attendance"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<AttendanceId>,
    ) -> Result<Tagged<AttendanceBody>, Problem<Reading>> {
        let shown = app.get_attendance(&call, id.0).await?;
        Ok(Tagged {
            tag: EntityTag::for_editor(shown.may_edit, shown.thing.version),
            body: shown.thing.into(),
        })
    }

    /// Change a line of an attendance list
    #[oai(
        path = "/attendance/:id",
        method = "patch",
        operation_id = "update_attendance"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<AttendanceId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<AttendanceChangeBody>,
    ) -> Result<Tagged<AttendanceBody>, Problem<Editing>> {
        let expected = expected(if_match.0.as_deref());
        let line = app
            .update_attendance(&call, id.0, &expected, body.0.into())
            .await?;
        Ok(Tagged {
            tag: EntityTag::Version(line.version),
            body: line.into(),
        })
    }

    /// Delete a line of an attendance list
    #[oai(
        path = "/attendance/:id",
        method = "delete",
        operation_id = "delete_attendance"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<AttendanceId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_attendance(&call, id.0, &expected).await?;
        Ok(Done)
    }
}
