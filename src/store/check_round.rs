//! Rounds in which members check minutes.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    check_answer::IN_CHECK,
    engine::on,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{CheckProgress, CheckRound, CheckRoundId, Level, MeetingId, PersonId, Viewer};

const COLUMNS: &str = "\
    SELECT r.id, m.council_id, r.meeting_id, r.deadline, r.opened_at, r.closed_at, r.token_id, r.version
    FROM check_round r JOIN meeting m ON m.id = r.meeting_id
    WHERE TRUE";

const INSERT: &str = "\
    INSERT INTO check_round (id, meeting_id, deadline, opened_at, closed_at, token_id, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

const UPDATE: &str = "\
    UPDATE check_round SET deadline = $3, closed_at = $4, version = version + 1 WHERE id = $1 AND version = $2";

// A round is the council's, also when the minutes are published.
const GUARDED: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "CASE WHEN m.minutes_status = 'published' THEN 'approved' ELSE m.minutes_status END",
    visibilities: &[],
};

const COUNTS: &str = "\
    p.name, count(*) AS opinions,
    count(*) FILTER (WHERE a.answer = 'confirmed') AS confirmed,
    count(*) FILTER (WHERE a.answer = 'correction_requested') AS correction_requested,
    count(*) FILTER (WHERE a.answer = 'silent') AS silent,
    count(*) FILTER (WHERE a.answer IS NULL) AS unanswered,
    count(*) FILTER (WHERE a.answer <> 'silent' AND a.at >= ";

/// Stores a new round; [`StoreError::Duplicate`](super::StoreError::Duplicate) where one of the meeting is open.
pub async fn insert_check_round(conn: &mut Conn, round: &CheckRound) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(round.id)
        .bind(round.meeting_id)
        .bind(round.deadline)
        .bind(round.opened_at)
        .bind(round.closed_at)
        .bind(round.token_id)
        .bind(round.version)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The round with this id, if `viewer` sees the minutes that are checked and is of their council.
pub async fn find_check_round(
    conn: &mut Conn,
    viewer: &Viewer,
    id: CheckRoundId,
) -> StoreResult<Option<CheckRound>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push(" AND r.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        Ok(query.build_query_as().fetch_optional(c).await?)
    })
}

/// The round of a meeting that is open.
pub async fn find_open_check_round(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Option<CheckRound>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push(" AND r.closed_at IS NULL AND r.meeting_id = ");
        query.push_bind(meeting);
        Ok(query.build_query_as().fetch_optional(c).await?)
    })
}

/// The rounds of a meeting, oldest first, if `viewer` sees its minutes and is of its council.
pub async fn list_check_rounds(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<CheckRound>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push(" AND r.meeting_id = ").push_bind(meeting);
        push_seen_by(&mut query, viewer, GUARDED);
        query.push(" ORDER BY r.id");
        Ok(query.build_query_as().fetch_all(c).await?)
    })
}

/// Stores the deadline and the end of a round that was read at `round.version`, which rises by one.
pub async fn update_check_round(conn: &mut Conn, round: &CheckRound) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(round.id)
        .bind(round.version)
        .bind(round.deadline)
        .bind(round.closed_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Holds a round open until the transaction ends; [`StoreError::Stale`](super::StoreError::Stale) where it is closed. Without it
/// PostgreSQL would let an answer in while somebody closes the round.
pub async fn hold_check_round_open(conn: &mut Conn, id: CheckRoundId) -> StoreResult<()> {
    const HOLD: &str =
        "UPDATE check_round SET version = version WHERE id = $1 AND closed_at IS NULL";
    let rows = on!(conn, |c, D| sqlx::query(HOLD)
        .bind(id)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// How far each person is with a round, or one of them alone; an answer from `late_from` on is late. Of an open round that is what
/// is to be checked now, of a closed one what is on record.
pub async fn list_check_progress(
    conn: &mut Conn,
    round: &CheckRound,
    person: Option<PersonId>,
    late_from: DateTime<Utc>,
) -> StoreResult<Vec<CheckProgress>> {
    let column = if round.closed_at.is_some() {
        "a.person_id"
    } else {
        "o.person_id"
    };
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query.push(column).push(", ").push(COUNTS);
        query.push_bind(late_from).push(") AS late");
        if round.closed_at.is_some() {
            query.push(
                " FROM check_answer a JOIN person p ON p.id = a.person_id WHERE a.round_id = ",
            );
            query.push_bind(round.id);
        } else {
            query.push(
                " FROM opinion o JOIN person p ON p.id = o.person_id LEFT JOIN topic t ON t.id = o.topic_id
                LEFT JOIN check_answer a ON a.opinion_id = o.id AND a.person_id = o.person_id AND a.round_id = ",
            );
            query.push_bind(round.id).push(" WHERE o.meeting_id = ");
            query.push_bind(round.meeting_id).push(" AND ");
            query.push(IN_CHECK.at(Level::Council));
        }
        if let Some(person) = person {
            query
                .push(" AND ")
                .push(column)
                .push(" = ")
                .push_bind(person);
        }
        query
            .push(" GROUP BY ")
            .push(column)
            .push(", p.name ORDER BY ");
        query.push(column);
        Ok(query.build_query_as().fetch_all(c).await?)
    })
}
