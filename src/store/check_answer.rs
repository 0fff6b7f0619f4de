//! What members answer about their opinions in a round, and the opinions that they are asked about.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::{
    Conn, OpinionPlace, StoreResult,
    bulk::rows_per_statement,
    engine::{Dialect, on},
    opinion::{OPINION_COLUMNS, OPINION_FROM, Row},
    visibility::Guarded,
};
use crate::domain::{
    CheckAnswer, CheckRound, CheckRoundId, Level, MeetingId, Opinion, OpinionId, Page, PageRequest,
    PersonId, Viewer,
};

/// What a member of the council may check, as a condition on opinion and topic; that the minutes are with the members is the
/// round's.
pub(super) const IN_CHECK: Guarded = Guarded {
    council: "o.council_id",
    minutes_status: "'member_check'",
    visibilities: &["o.visibility", "t.visibility"],
};

/// Sees opinions as they will appear.
const MEMBERS: Viewer = Viewer {
    everywhere: Level::Council,
    council: None,
};

const ON_CONFLICT: &str = "\
     ON CONFLICT (round_id, opinion_id) DO UPDATE SET person_id = excluded.person_id, answer = excluded.answer,
        at = excluded.at, token_id = excluded.token_id";

const DELETE: &str =
    "DELETE FROM check_answer WHERE round_id = $1 AND opinion_id = $2 AND person_id = $3";

const DELETE_CONFIRMATION: &str = "\
    DELETE FROM check_answer WHERE opinion_id = $1 AND answer = 'confirmed'
        AND round_id IN (SELECT r.id FROM check_round r WHERE r.closed_at IS NULL)";

/// Which opinions of a meeting that have a person are listed.
#[derive(Debug, Clone, Default)]
pub struct CheckedOpinionFilter {
    /// Those of one person.
    pub person_id: Option<PersonId>,
    /// Some of them.
    pub ids: Option<Vec<OpinionId>>,
}

/// An opinion as it will appear, beside who said it, which that form may leave out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionInCheck {
    /// Who said it.
    pub person_id: PersonId,
    /// As it will appear.
    pub opinion: Opinion,
}

/// The opinions of a meeting that have a person and that members may see, as they will appear, in the order of the minutes.
pub async fn list_opinions_in_check(
    conn: &mut Conn,
    meeting: MeetingId,
    filter: &CheckedOpinionFilter,
    page: &PageRequest<OpinionPlace>,
) -> StoreResult<Page<OpinionInCheck>> {
    let rows: Vec<Row> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query
            .push(OPINION_COLUMNS)
            .push(<D as Dialect>::OPINION_TAGS)
            .push(OPINION_FROM)
            .push(" AND o.person_id IS NOT NULL AND o.meeting_id = ")
            .push_bind(meeting)
            .push(" AND ")
            .push(IN_CHECK.at(Level::Council));
        if let Some(person) = filter.person_id {
            query.push(" AND o.person_id = ").push_bind(person);
        }
        if let Some(ids) = &filter.ids {
            query.push(" AND o.id IN (");
            let mut separated = query.separated(", ");
            for id in ids {
                separated.push_bind(*id);
            }
            query.push(")");
        }
        if let Some(after) = page.after {
            query.push(" AND (o.position, o.id) > (");
            query.push_bind(after.position.unwrap_or_default());
            query.push(", ").push_bind(after.id).push(")");
        }
        query
            .push(" ORDER BY o.position, o.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    let mut opinions = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(person_id) = row.opinion.person_id {
            opinions.push(OpinionInCheck {
                person_id,
                opinion: row.seen_by(&MEMBERS),
            });
        }
    }
    Ok(Page::from_rows(opinions, page.limit))
}

/// The opinions of a person about which the person has not answered yet, in the order of the minutes.
pub async fn list_unanswered_opinions(
    conn: &mut Conn,
    round: &CheckRound,
    person: PersonId,
) -> StoreResult<Vec<OpinionId>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(
            "SELECT o.id FROM opinion o LEFT JOIN topic t ON t.id = o.topic_id WHERE o.meeting_id = ",
        );
        query.push_bind(round.meeting_id);
        query.push(" AND o.person_id = ").push_bind(person);
        query.push(" AND ").push(IN_CHECK.at(Level::Council));
        query.push(
            " AND NOT EXISTS (SELECT 1 FROM check_answer a WHERE a.opinion_id = o.id AND a.person_id = o.person_id
                AND a.round_id = ",
        );
        query.push_bind(round.id);
        query.push(") ORDER BY o.position, o.id");
        Ok(query.build_query_scalar().fetch_all(c).await?)
    })
}

/// The answers of a round about some opinions.
pub async fn list_check_answers(
    conn: &mut Conn,
    round: CheckRoundId,
    opinions: &[OpinionId],
) -> StoreResult<Vec<CheckAnswer>> {
    let mut answers = Vec::new();
    for chunk in opinions.chunks(rows_per_statement(1)) {
        let found: Vec<CheckAnswer> = on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(
                "SELECT round_id, opinion_id, person_id, answer, at, token_id FROM check_answer WHERE round_id = ",
            );
            query.push_bind(round).push(" AND opinion_id IN (");
            let mut separated = query.separated(", ");
            for id in chunk {
                separated.push_bind(*id);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        answers.extend(found);
    }
    Ok(answers)
}

/// Stores answers, each in the place of one about the same opinion in the same round.
pub async fn put_check_answers(conn: &mut Conn, answers: &[CheckAnswer]) -> StoreResult<()> {
    for chunk in answers.chunks(rows_per_statement(6)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(
                "INSERT INTO check_answer (round_id, opinion_id, person_id, answer, at, token_id) ",
            );
            query.push_values(chunk, |mut row, answer| {
                row.push_bind(answer.round_id)
                    .push_bind(answer.opinion_id)
                    .push_bind(answer.person_id)
                    .push_bind(answer.answer)
                    .push_bind(answer.at)
                    .push_bind(answer.token_id);
            });
            query.push(ON_CONFLICT);
            query.build().execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// Writes down the silence of everybody who gave no answer about an own opinion; tells how often. What somebody answered who is no
/// longer said to have said it is no answer of who is.
pub async fn insert_silence(
    conn: &mut Conn,
    round: &CheckRound,
    at: DateTime<Utc>,
) -> StoreResult<u64> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(
            "INSERT INTO check_answer (round_id, opinion_id, person_id, answer, at) SELECT ",
        );
        query
            .push_bind(round.id)
            .push(", o.id, o.person_id, 'silent', ")
            .push_bind(at)
            .push(" FROM opinion o LEFT JOIN topic t ON t.id = o.topic_id WHERE o.person_id IS NOT NULL AND o.meeting_id = ")
            .push_bind(round.meeting_id)
            .push(" AND ")
            .push(IN_CHECK.at(Level::Council))
            .push(ON_CONFLICT)
            .push(" WHERE check_answer.person_id <> excluded.person_id");
        Ok(query.build().execute(c).await?.rows_affected())
    })
}

/// Takes back what a person answered about an opinion; tells whether there was something.
pub async fn delete_check_answer(
    conn: &mut Conn,
    round: CheckRoundId,
    opinion: OpinionId,
    person: PersonId,
) -> StoreResult<bool> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(round)
        .bind(opinion)
        .bind(person)
        .execute(c)
        .await?
        .rows_affected());
    Ok(rows > 0)
}

/// Takes back that an opinion was confirmed in a round that is open; tells whether it was.
pub async fn delete_open_confirmation(conn: &mut Conn, opinion: OpinionId) -> StoreResult<bool> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE_CONFIRMATION)
        .bind(opinion)
        .execute(c)
        .await?
        .rows_affected());
    Ok(rows > 0)
}
