//! What members ask to have corrected. The secretariat sees all of it, a member the own requests alone.

use sqlx::{Database, Encode, QueryBuilder, Type, types::Json};

use super::{
    Conn, StoreResult,
    engine::on,
    visibility::{Guarded, changed_one, push_level_in, push_seen_by},
};
use crate::domain::{
    CheckRoundId, CorrectionRequest, CorrectionRequestId, CorrectionRequestKind,
    CorrectionRequestStatus, CouncilId, Level, MeetingId, OpinionId, Page, PageRequest, PersonId,
    Viewer,
};

const INSERT: &str = "\
    INSERT INTO correction_request (id, council_id, meeting_id, round_id, opinion_id, person_id, kind, proposal, note, basis,
        status, decision_reason, decided_at, decided_by, created_at, token_id, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

const COLUMNS: &str = "\
    SELECT q.id, q.council_id, q.meeting_id, q.round_id, q.opinion_id, q.person_id, q.kind, q.proposal, q.note, q.basis,
        q.status, q.decision_reason, q.decided_at, q.decided_by, q.created_at, q.token_id, q.version
    FROM correction_request q
    JOIN meeting m ON m.id = q.meeting_id
    LEFT JOIN opinion o ON o.id = q.opinion_id
    LEFT JOIN topic t ON t.id = o.topic_id
    WHERE TRUE";

const DECIDE: &str = "\
    UPDATE correction_request SET status = $3, decision_reason = $4, decided_at = $5, decided_by = $6, basis = NULL,
        version = version + 1
    WHERE id = $1 AND version = $2 AND status = 'open'";

const COUNT_OPEN: &str =
    "SELECT count(*) FROM correction_request WHERE meeting_id = $1 AND status = 'open'";

// A request is the council's, also when the minutes are published; and hidden where the opinion was hidden since.
const GUARDED: Guarded = Guarded {
    council: "q.council_id",
    minutes_status: "CASE WHEN m.minutes_status = 'published' THEN 'approved' ELSE m.minutes_status END",
    visibilities: &["o.visibility", "t.visibility"],
};

/// Who looks at correction requests: the levels of a caller, and the person that the caller is.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// The levels.
    pub viewer: Viewer,
    /// The person.
    pub person: Option<PersonId>,
}

impl Asker {
    /// Who sees all of them.
    pub const ALL: Self = Self {
        viewer: Viewer::ALL,
        person: None,
    };
}

/// Which correction requests a list holds.
#[derive(Debug, Clone, Default)]
pub struct CorrectionRequestFilter {
    /// Of one meeting.
    pub meeting_id: Option<MeetingId>,
    /// In one state.
    pub status: Option<CorrectionRequestStatus>,
}

/// Which open requests of one person are taken back.
#[derive(Debug, Clone)]
pub struct TakenBack<'a> {
    /// Of this round.
    pub round_id: CheckRoundId,
    /// By this person.
    pub person_id: PersonId,
    /// About these opinions.
    pub opinions: &'a [OpinionId],
    /// Of this kind; of every kind where `None`.
    pub kind: Option<CorrectionRequestKind>,
}

/// Stores a new correction request.
pub async fn insert_correction_request(
    conn: &mut Conn,
    request: &CorrectionRequest,
) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(request.id)
        .bind(request.council_id)
        .bind(request.meeting_id)
        .bind(request.round_id)
        .bind(request.opinion_id)
        .bind(request.person_id)
        .bind(request.kind)
        .bind(Json(&request.proposal))
        .bind(&request.note)
        .bind(&request.basis)
        .bind(request.status)
        .bind(&request.decision_reason)
        .bind(request.decided_at)
        .bind(request.decided_by)
        .bind(request.created_at)
        .bind(request.token_id)
        .bind(request.version)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The correction request with this id, if `asker` may see it.
pub async fn find_correction_request(
    conn: &mut Conn,
    asker: &Asker,
    id: CorrectionRequestId,
) -> StoreResult<Option<CorrectionRequest>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push(" AND q.id = ").push_bind(id);
        push_seen_by_asker(&mut query, asker);
        Ok(query.build_query_as().fetch_optional(c).await?)
    })
}

/// The correction requests that `asker` may see, oldest first.
pub async fn list_correction_requests(
    conn: &mut Conn,
    asker: &Asker,
    filter: &CorrectionRequestFilter,
    page: &PageRequest,
) -> StoreResult<Page<CorrectionRequest>> {
    let rows = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        if let Some(meeting) = filter.meeting_id {
            query.push(" AND q.meeting_id = ").push_bind(meeting);
        }
        if let Some(status) = filter.status {
            query.push(" AND q.status = ").push_bind(status);
        }
        if let Some(after) = page.after {
            query.push(" AND q.id > ").push_bind(after);
        }
        push_seen_by_asker(&mut query, asker);
        query
            .push(" ORDER BY q.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, page.limit))
}

/// How many correction requests stand between a meeting's minutes and their publication.
pub async fn count_open_correction_requests(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<i64> {
    Ok(on!(conn, |c, D| sqlx::query_scalar(COUNT_OPEN)
        .bind(meeting)
        .fetch_one(c)
        .await?))
}

/// Stores what was decided about a request that was read open at `request.version`, which rises by one;
/// [`StoreError::Stale`](super::StoreError::Stale) where somebody was faster.
pub async fn decide_correction_request(
    conn: &mut Conn,
    request: &CorrectionRequest,
) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DECIDE)
        .bind(request.id)
        .bind(request.version)
        .bind(request.status)
        .bind(&request.decision_reason)
        .bind(request.decided_at)
        .bind(request.decided_by)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes open requests that their member takes back or replaces; tells which.
pub async fn delete_open_correction_requests(
    conn: &mut Conn,
    which: &TakenBack<'_>,
) -> StoreResult<Vec<CorrectionRequestId>> {
    if which.opinions.is_empty() {
        return Ok(Vec::new());
    }
    on!(conn, |c, D| {
        let mut query =
            QueryBuilder::<D>::new("DELETE FROM correction_request WHERE status = 'open' AND ");
        query.push("round_id = ").push_bind(which.round_id);
        query.push(" AND person_id = ").push_bind(which.person_id);
        if let Some(kind) = which.kind {
            query.push(" AND kind = ").push_bind(kind);
        }
        query.push(" AND opinion_id IN (");
        let mut separated = query.separated(", ");
        for opinion in which.opinions {
            separated.push_bind(*opinion);
        }
        query.push(") RETURNING id");
        Ok(query.build_query_scalar().fetch_all(c).await?)
    })
}

/// Deletes one open request; [`StoreError::Stale`](super::StoreError::Stale) where it is decided, or gone.
pub async fn delete_correction_request(
    conn: &mut Conn,
    id: CorrectionRequestId,
) -> StoreResult<()> {
    const DELETE: &str = "DELETE FROM correction_request WHERE id = $1 AND status = 'open'";
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Whether a person has asked for a correction of an opinion in a round, whatever became of it.
pub async fn has_correction_request(
    conn: &mut Conn,
    round: CheckRoundId,
    opinion: OpinionId,
    person: PersonId,
) -> StoreResult<bool> {
    const ANY: &str = "\
        SELECT EXISTS (SELECT 1 FROM correction_request WHERE round_id = $1 AND opinion_id = $2 AND person_id = $3)";
    Ok(on!(conn, |c, D| sqlx::query_scalar(ANY)
        .bind(round)
        .bind(opinion)
        .bind(person)
        .fetch_one(c)
        .await?))
}

/// Adds ` AND (…)` so that only the requests are left that `asker` may see.
fn push_seen_by_asker<'q, DB>(query: &mut QueryBuilder<DB>, asker: &Asker)
where
    DB: Database,
    CouncilId: Encode<'q, DB> + Type<DB> + 'q,
    PersonId: Encode<'q, DB> + Type<DB> + 'q,
{
    query.push(" AND (");
    push_level_in(query, &asker.viewer, GUARDED.council, Level::Secretariat);
    if let Some(person) = asker.person {
        query.push(" OR (q.person_id = ").push_bind(person);
        push_seen_by(query, &asker.viewer, GUARDED);
        query.push(")");
    }
    query.push(")");
}
