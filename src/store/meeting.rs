//! Meetings and the history of their minutes' states.

use chrono::NaiveDate;
use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    engine::{Dialect, on},
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{
    CouncilId, Meeting, MeetingId, MinutesStatus, MinutesTransition, Page, PersonId, Viewer,
};

const COLUMNS: &str = "\
    SELECT m.id, m.council_id, m.title, m.fiscal_year, m.round, m.date, m.end_date, m.start_time, m.end_time,
        m.venue, m.mode, m.source_id, m.minutes_status, m.version, m.created_at, m.updated_at
    FROM meeting m WHERE TRUE";

const INSERT: &str = "\
    INSERT INTO meeting (id, council_id, title, fiscal_year, round, date, end_date, start_time, end_time, venue, mode,
        source_id, minutes_status, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

const UPDATE: &str = "\
    UPDATE meeting SET title = $3, fiscal_year = $4, round = $5, date = $6, end_date = $7, start_time = $8,
        end_time = $9, venue = $10, mode = $11, minutes_status = $12, updated_at = $13, source_id = $14,
        version = version + 1
    WHERE id = $1 AND version = $2";

const RELEASE_IMPORT: &str =
    "UPDATE import SET meeting_id = NULL, status = 'draft' WHERE meeting_id = $1";

const DELETE: &str = "DELETE FROM meeting WHERE id = $1 AND version = $2";

const INSERT_TRANSITION: &str = "\
    INSERT INTO minutes_transition (id, meeting_id, from_status, to_status, reason, token_id, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const LIST_TRANSITIONS: &str = "\
    SELECT id, meeting_id, from_status, to_status, reason, token_id, at
    FROM minutes_transition WHERE meeting_id = $1 ORDER BY id";

pub(super) const MEETING: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &[],
};

/// Which meetings a list holds.
#[derive(Debug, Clone, Default)]
pub struct MeetingFilter {
    /// Of one council.
    pub council_id: Option<CouncilId>,
    /// Of one fiscal year.
    pub fiscal_year: Option<i64>,
    /// With minutes in one state.
    pub status: Option<MinutesStatus>,
    /// On or after this day.
    pub from: Option<NaiveDate>,
    /// On or before this day.
    pub to: Option<NaiveDate>,
}

/// The place of a meeting in a list by day, newest first, those without a day last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingPosition {
    /// Its day.
    pub date: Option<NaiveDate>,
    /// Its id.
    pub id: MeetingId,
}

/// Stores a new meeting.
pub async fn insert_meeting(conn: &mut Conn, meeting: &Meeting) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(meeting.id)
        .bind(meeting.council_id)
        .bind(&meeting.title)
        .bind(meeting.fiscal_year)
        .bind(meeting.round)
        .bind(meeting.date)
        .bind(meeting.end_date)
        .bind(meeting.start_time)
        .bind(meeting.end_time)
        .bind(&meeting.venue)
        .bind(meeting.mode)
        .bind(meeting.source_id)
        .bind(meeting.minutes_status)
        .bind(meeting.version)
        .bind(meeting.created_at)
        .bind(meeting.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The meeting with this id, if `viewer` may see it.
pub async fn find_meeting(
    conn: &mut Conn,
    viewer: &Viewer,
    id: MeetingId,
) -> StoreResult<Option<Meeting>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push(" AND m.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, MEETING);
        Ok(query.build_query_as().fetch_optional(c).await?)
    })
}

/// The meetings that `viewer` may see, newest day first.
pub async fn list_meetings(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &MeetingFilter,
    after: Option<MeetingPosition>,
    limit: i64,
) -> StoreResult<Page<Meeting>> {
    // Meetings without a day sort as if on the first day of the calendar: last.
    let no_day = NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default();
    let rows = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        if let Some(council) = filter.council_id {
            query.push(" AND m.council_id = ").push_bind(council);
        }
        if let Some(year) = filter.fiscal_year {
            query.push(" AND m.fiscal_year = ").push_bind(year);
        }
        if let Some(status) = filter.status {
            query.push(" AND m.minutes_status = ").push_bind(status);
        }
        if let Some(from) = filter.from {
            query.push(" AND m.date >= ").push_bind(from);
        }
        if let Some(to) = filter.to {
            query.push(" AND m.date <= ").push_bind(to);
        }
        if let Some(after) = after {
            query
                .push(" AND (coalesce(m.date, ")
                .push_bind(no_day)
                .push("), m.id) < (")
                .push_bind(after.date.unwrap_or(no_day))
                .push(", ")
                .push_bind(after.id)
                .push(")");
        }
        push_seen_by(&mut query, viewer, MEETING);
        query
            .push(" ORDER BY coalesce(m.date, ")
            .push_bind(no_day)
            .push(") DESC, m.id DESC LIMIT ")
            .push_bind(limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, limit))
}

/// A meeting of this council in this fiscal year and round, whoever may see it.
pub async fn find_same_meeting(
    conn: &mut Conn,
    council: CouncilId,
    fiscal_year: i64,
    round: i64,
) -> StoreResult<Option<MeetingId>> {
    const FIND: &str = "\
        SELECT id FROM meeting WHERE council_id = $1 AND fiscal_year = $2 AND round = $3 ORDER BY id LIMIT 1";
    Ok(on!(conn, |c, D| sqlx::query_scalar(FIND)
        .bind(council)
        .bind(fiscal_year)
        .bind(round)
        .fetch_optional(c)
        .await?))
}

/// A meeting of this council on this day, whoever may see it: not one that is known to be of another round.
pub async fn find_meeting_on(
    conn: &mut Conn,
    council: CouncilId,
    date: NaiveDate,
    round: Option<i64>,
) -> StoreResult<Option<MeetingId>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT id FROM meeting WHERE council_id = ");
        query
            .push_bind(council)
            .push(" AND date = ")
            .push_bind(date);
        if let Some(round) = round {
            query
                .push(" AND (round IS NULL OR round = ")
                .push_bind(round)
                .push(")");
        }
        query.push(" ORDER BY id LIMIT 1");
        Ok(query.build_query_scalar().fetch_optional(c).await?)
    })
}

/// The meetings in which something is recorded as said by this person, with their councils, whoever may see them.
pub async fn list_meetings_of_speaker(
    conn: &mut Conn,
    person: PersonId,
) -> StoreResult<Vec<(MeetingId, CouncilId)>> {
    const LIST: &str = "\
        SELECT DISTINCT meeting_id, council_id FROM opinion WHERE person_id = $1 ORDER BY meeting_id";
    Ok(on!(conn, |c, D| sqlx::query_as(LIST)
        .bind(person)
        .fetch_all(c)
        .await?))
}

/// Stores the changed fields of a meeting that was read at `meeting.version`, which rises by one.
pub async fn update_meeting(conn: &mut Conn, meeting: &Meeting) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(meeting.id)
        .bind(meeting.version)
        .bind(&meeting.title)
        .bind(meeting.fiscal_year)
        .bind(meeting.round)
        .bind(meeting.date)
        .bind(meeting.end_date)
        .bind(meeting.start_time)
        .bind(meeting.end_time)
        .bind(&meeting.venue)
        .bind(meeting.mode)
        .bind(meeting.minutes_status)
        .bind(meeting.updated_at)
        .bind(meeting.source_id)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a meeting with all that is a part of it. An import that it was made of can be applied again.
/// [`StoreError::Reference`](super::StoreError::Reference) where an action item or a review refers to it.
pub async fn delete_meeting(conn: &mut Conn, id: MeetingId, version: i64) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(RELEASE_IMPORT)
        .bind(id)
        .execute(c)
        .await
        .map(drop)?);
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Adds to the history of a meeting's minutes.
pub async fn insert_transition(conn: &mut Conn, transition: &MinutesTransition) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT_TRANSITION)
        .bind(transition.id)
        .bind(transition.meeting_id)
        .bind(transition.from_status)
        .bind(transition.to_status)
        .bind(&transition.reason)
        .bind(transition.token_id)
        .bind(transition.at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The history of a meeting's minutes, oldest first.
pub async fn list_transitions(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Vec<MinutesTransition>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST_TRANSITIONS)
        .bind(meeting)
        .fetch_all(c)
        .await?))
}

impl MeetingPosition {
    /// The place of `meeting`.
    pub fn of(meeting: &Meeting) -> Self {
        Self {
            date: meeting.date,
            id: meeting.id,
        }
    }
}

/// Holds a meeting in its state until this transaction ends, so that nothing is printed while somebody changes it.
pub async fn lock_meeting(conn: &mut Conn, id: MeetingId) -> StoreResult<()> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT id FROM meeting WHERE id = ");
        query.push_bind(id).push(<D as Dialect>::AND_LOCK);
        query.build().execute(c).await.map(drop)?;
    });
    Ok(())
}
