//! Attendance lists. The list of a meeting that is seen is shown as printed; who stands behind a name is not, where the
//! council does not publish who said what.

use sqlx::{Database, Encode, QueryBuilder, Type};

use super::{
    Conn, StoreResult,
    bulk::rows_per_statement,
    engine::on,
    visibility::{Guarded, changed_one, push_level_in, push_seen_by},
};
use crate::domain::{Attendance, AttendanceId, CouncilId, Level, MeetingId, Viewer};

const INSERT: &str = "\
    INSERT INTO attendance (id, meeting_id, position, person_id, name, role, status, capacity, organization, note,
        first_line, last_line, version) ";

const SELECT: &str = "\
    SELECT a.id, a.meeting_id, a.position, a.name, a.role, a.status, a.capacity, a.organization, a.note, a.first_line,
        a.last_line, a.version, CASE WHEN c.attribution_policy = 'named' OR ";

const FROM: &str = "\
    \u{20}THEN a.person_id END AS person_id
    FROM attendance a JOIN meeting m ON m.id = a.meeting_id JOIN council c ON c.id = m.council_id
    WHERE ";

const UPDATE: &str = "\
    UPDATE attendance SET position = $3, person_id = $4, name = $5, role = $6, status = $7, capacity = $8,
        organization = $9, note = $10, first_line = $11, last_line = $12, version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM attendance WHERE id = $1 AND version = $2";

const GUARDED: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &[],
};

/// Stores a new line of an attendance list. [`StoreError::Reference`](super::StoreError::Reference) where its meeting
/// or its person is unknown.
pub async fn insert_attendance(conn: &mut Conn, attendance: &Attendance) -> StoreResult<()> {
    insert_attendances(conn, std::slice::from_ref(attendance)).await
}

/// Stores new lines of attendance lists, many at a time.
pub async fn insert_attendances(conn: &mut Conn, attendances: &[Attendance]) -> StoreResult<()> {
    for chunk in attendances.chunks(rows_per_statement(13)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(INSERT);
            query.push_values(chunk, |mut row, line| {
                row.push_bind(line.id)
                    .push_bind(line.meeting_id)
                    .push_bind(line.position)
                    .push_bind(line.person_id)
                    .push_bind(&line.name)
                    .push_bind(&line.role)
                    .push_bind(line.status)
                    .push_bind(line.capacity)
                    .push_bind(&line.organization)
                    .push_bind(&line.note)
                    .push_bind(line.first_line)
                    .push_bind(line.last_line)
                    .push_bind(line.version);
            });
            query
                .build()
                .persistent(chunk.len() == 1)
                .execute(c)
                .await
                .map(drop)?;
        });
    }
    Ok(())
}

/// The line with this id, if `viewer` sees its meeting.
pub async fn find_attendance(
    conn: &mut Conn,
    viewer: &Viewer,
    id: AttendanceId,
) -> StoreResult<Option<Attendance>> {
    Ok(on!(conn, |c, D| {
        let mut query = select_for::<D>(viewer);
        query.push("a.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        query.build_query_as().fetch_optional(c).await?
    }))
}

/// The whole list of a meeting, in printed order; empty where `viewer` does not see the meeting.
pub async fn list_attendances(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Attendance>> {
    Ok(on!(conn, |c, D| {
        let mut query = select_for::<D>(viewer);
        query.push("a.meeting_id = ").push_bind(meeting);
        push_seen_by(&mut query, viewer, GUARDED);
        query.push(" ORDER BY a.position, a.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// Stores the changed fields of a line that was read at `attendance.version`, which rises by one. Its meeting stays.
pub async fn update_attendance(conn: &mut Conn, attendance: &Attendance) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(attendance.id)
        .bind(attendance.version)
        .bind(attendance.position)
        .bind(attendance.person_id)
        .bind(&attendance.name)
        .bind(&attendance.role)
        .bind(attendance.status)
        .bind(attendance.capacity)
        .bind(&attendance.organization)
        .bind(&attendance.note)
        .bind(attendance.first_line)
        .bind(attendance.last_line)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a line of an attendance list.
pub async fn delete_attendance(conn: &mut Conn, id: AttendanceId, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// The columns in the form in which `viewer` may see them, up to the condition.
fn select_for<'q, DB>(viewer: &Viewer) -> QueryBuilder<DB>
where
    DB: Database,
    CouncilId: Encode<'q, DB> + Type<DB> + 'q,
{
    let mut query = QueryBuilder::new(SELECT);
    push_level_in(&mut query, viewer, "m.council_id", Level::Secretariat);
    query.push(FROM);
    query
}
