//! Two persons that turned out to be one: what a merge moves is written down row by row, so that it can be taken back.
//!
//! Every column that names a person is in [`MOVED`]; a test holds that against the schema.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::{Conn, StoreResult, engine::on, visibility::changed_one};
use crate::domain::{CouncilId, MovedRows, PersonId, PersonMerge, PersonMergeId};

const INSERT: &str = "\
    INSERT INTO person_merge (id, merged_id, kept_id, names, reason, token_id, merged_at, undone_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const FIND_IN_FORCE: &str = "\
    SELECT id, merged_id, kept_id, names, reason, token_id, merged_at, undone_at
    FROM person_merge WHERE merged_id = $1 AND undone_at IS NULL";

const SET_UNDONE: &str =
    "UPDATE person_merge SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL";

const LIST_COUNCILS: &str = "\
    SELECT s.council_id FROM membership s WHERE s.person_id = $1
    UNION SELECT m.council_id FROM attendance e JOIN meeting m ON m.id = e.meeting_id WHERE e.person_id = $1
    UNION SELECT o.council_id FROM opinion o WHERE o.person_id = $1
    UNION SELECT a.council_id FROM action_item a WHERE a.owner_person_id = $1
    UNION SELECT o.council_id FROM check_answer x JOIN opinion o ON o.id = x.opinion_id WHERE x.person_id = $1
    UNION SELECT q.council_id FROM correction_request q WHERE q.person_id = $1
    UNION SELECT t.council_id FROM token t WHERE t.person_id = $1";

/// A column that names a person, and the statements on it. All take the merge, who is merged, and who is kept.
struct Moved {
    /// `table.column`.
    column: &'static str,
    /// Writes down the rows that name who is merged.
    note: &'static str,
    /// Has them name who is kept.
    give: &'static str,
    /// Has those that were written down, and still name who is kept, name who was merged.
    bring_back: &'static str,
    count: fn(&mut MovedRows) -> &mut u64,
}

macro_rules! moved {
    ($table:literal, $column:literal, $version:literal, $count:ident) => {
        moved!($table, $column, $version, $count, "id")
    };
    ($table:literal, $column:literal, $version:literal, $count:ident, $row:literal) => {
        Moved {
            column: concat!($table, ".", $column),
            note: concat!(
                "INSERT INTO person_merge_row (merge_id, entity, row_id) SELECT DISTINCT $1, '",
                $table,
                "', ",
                $row,
                " FROM ",
                $table,
                " WHERE ",
                $column,
                " = $2 AND $3 IS NOT NULL"
            ),
            give: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = $3",
                $version,
                " WHERE ",
                $column,
                " = $2 AND $1 IS NOT NULL"
            ),
            bring_back: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = $2",
                $version,
                " WHERE ",
                $column,
                " = $3 AND ",
                $row,
                " IN (SELECT row_id FROM person_merge_row WHERE merge_id = $1 AND entity = '",
                $table,
                "')"
            ),
            count: |moved| &mut moved.$count,
        }
    };
}

const MOVED: [Moved; 9] = [
    moved!(
        "membership",
        "person_id",
        ", version = version + 1",
        memberships
    ),
    moved!(
        "attendance",
        "person_id",
        ", version = version + 1",
        attendances
    ),
    moved!("opinion", "person_id", ", version = version + 1", opinions),
    moved!(
        "action_item",
        "owner_person_id",
        ", version = version + 1",
        action_items
    ),
    moved!("suggestion", "person_id", "", suggestions),
    // One that has no id of its own is known by its opinion, in every round.
    moved!("check_answer", "person_id", "", check_answers, "opinion_id"),
    moved!(
        "correction_request",
        "person_id",
        ", version = version + 1",
        correction_requests
    ),
    moved!("token", "person_id", "", tokens),
    moved!("person", "merged_into", ", version = version + 1", persons),
];

/// The columns that name a person, as `table.column`.
pub fn columns_that_name_a_person() -> impl Iterator<Item = &'static str> {
    MOVED.iter().map(|moved| moved.column)
}

/// Stores a new merge; [`StoreError::Duplicate`](super::StoreError::Duplicate) where the person is merged already.
pub async fn insert_person_merge(conn: &mut Conn, merge: &PersonMerge) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(merge.id)
        .bind(merge.merged_id)
        .bind(merge.kept_id)
        .bind(Json(&merge.names))
        .bind(&merge.reason)
        .bind(merge.token_id)
        .bind(merge.merged_at)
        .bind(merge.undone_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The merge by which this person is merged now.
pub async fn find_person_merge(
    conn: &mut Conn,
    merged: PersonId,
) -> StoreResult<Option<PersonMerge>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND_IN_FORCE)
        .bind(merged)
        .fetch_optional(c)
        .await?))
}

/// Has every row that names who is merged name who is kept, and writes down which those are.
pub async fn move_rows_of_person(conn: &mut Conn, merge: &PersonMerge) -> StoreResult<MovedRows> {
    let mut moved = MovedRows::default();
    for column in &MOVED {
        run(conn, column.note, merge).await?;
        *(column.count)(&mut moved) = run(conn, column.give, merge).await?;
    }
    Ok(moved)
}

/// Has every row that the merge moved name who was merged again. What was deleted or given to somebody else since stays as
/// it is.
pub async fn bring_back_rows_of_person(
    conn: &mut Conn,
    merge: &PersonMerge,
) -> StoreResult<MovedRows> {
    let mut moved = MovedRows::default();
    for column in &MOVED {
        *(column.count)(&mut moved) = run(conn, column.bring_back, merge).await?;
    }
    Ok(moved)
}

/// Notes that a merge was taken back; [`StoreError::Stale`](super::StoreError::Stale) where somebody was faster.
pub async fn set_person_merge_undone(
    conn: &mut Conn,
    id: PersonMergeId,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(SET_UNDONE)
        .bind(id)
        .bind(at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// The councils in which something names this person, each once; `None` stands for all councils, where a token for all is
/// tied to the person.
pub async fn list_councils_of_person(
    conn: &mut Conn,
    person: PersonId,
) -> StoreResult<Vec<Option<CouncilId>>> {
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST_COUNCILS)
        .bind(person)
        .fetch_all(c)
        .await?))
}

async fn run(conn: &mut Conn, sql: &'static str, merge: &PersonMerge) -> StoreResult<u64> {
    Ok(on!(conn, |c, D| sqlx::query(sql)
        .bind(merge.id)
        .bind(merge.merged_id)
        .bind(merge.kept_id)
        .execute(c)
        .await?
        .rows_affected()))
}
