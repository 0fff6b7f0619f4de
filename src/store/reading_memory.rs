//! What the people of a council taught the reader; the secretariat's alone.

use std::collections::{HashMap, hash_map::Entry};

use sqlx::QueryBuilder;

use super::{
    Conn, StoreResult,
    engine::on,
    person::list_kept_persons,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{
    CouncilId, Page, PageRequest, PersonId, ReadingMemory, ReadingMemoryId, ReadingMemoryKind,
    Viewer,
};

const REMEMBER: &str = "\
    INSERT INTO reading_memory (id, council_id, kind, text, subject, accepted, rejected, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (council_id, kind, text, subject) DO UPDATE SET accepted = reading_memory.accepted + excluded.accepted,
        rejected = reading_memory.rejected + excluded.rejected, updated_at = excluded.updated_at";

const COLUMNS: &str = "\
    SELECT y.id, y.council_id, y.kind, y.text, y.subject, y.accepted, y.rejected, y.created_at, y.updated_at
    FROM reading_memory y WHERE ";

const DELETE: &str = "DELETE FROM reading_memory WHERE id = $1";

const GUARDED: Guarded = Guarded {
    council: "y.council_id",
    minutes_status: "'draft'",
    visibilities: &[],
};

/// Which remembered wordings a list holds.
#[derive(Debug, Clone, Default)]
pub struct ReadingMemoryFilter {
    /// Of one council.
    pub council_id: Option<CouncilId>,
    /// Of one kind.
    pub kind: Option<ReadingMemoryKind>,
}

/// Stores a wording, or adds its counts to those of the same wording that is stored.
pub async fn remember_wording(conn: &mut Conn, memory: &ReadingMemory) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(REMEMBER)
        .bind(memory.id)
        .bind(memory.council_id)
        .bind(memory.kind)
        .bind(&memory.text)
        .bind(&memory.subject)
        .bind(memory.accepted)
        .bind(memory.rejected)
        .bind(memory.created_at)
        .bind(memory.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The remembered wording with this id, if `viewer` may see it.
pub async fn find_reading_memory(
    conn: &mut Conn,
    viewer: &Viewer,
    id: ReadingMemoryId,
) -> StoreResult<Option<ReadingMemory>> {
    let mut found: Option<ReadingMemory> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push("y.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        query.build_query_as().fetch_optional(c).await?
    });
    name_kept_persons(conn, found.as_mut_slice()).await?;
    Ok(found)
}

/// Has printed names stand for those who were kept where persons were merged since; as it was, once the merge is taken back.
async fn name_kept_persons(conn: &mut Conn, memory: &mut [ReadingMemory]) -> StoreResult<()> {
    let person_of = |one: &ReadingMemory| match one.kind {
        ReadingMemoryKind::Person => one.subject.parse().ok(),
        _ => None,
    };
    let named = memory.iter().filter_map(person_of).collect();
    let kept = list_kept_persons(conn, named).await?;
    for one in memory {
        if let Some(person) = person_of(one).and_then(|person: PersonId| kept.get(&person)) {
            one.subject = person.to_string();
        }
    }
    Ok(())
}

/// The remembered wordings that `viewer` may see, oldest first.
pub async fn list_reading_memory(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &ReadingMemoryFilter,
    page: &PageRequest,
) -> StoreResult<Page<ReadingMemory>> {
    let mut rows: Vec<ReadingMemory> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push("TRUE");
        if let Some(council) = filter.council_id {
            query.push(" AND y.council_id = ").push_bind(council);
        }
        if let Some(kind) = filter.kind {
            query.push(" AND y.kind = ").push_bind(kind);
        }
        if let Some(after) = page.after {
            query.push(" AND y.id > ").push_bind(after);
        }
        push_seen_by(&mut query, viewer, GUARDED);
        query
            .push(" ORDER BY y.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    name_kept_persons(conn, &mut rows).await?;
    Ok(Page::from_rows(rows, page.limit))
}

/// Everything that the reader remembers of a council, for its next document. What two persons had who are one by now is counted
/// together.
pub async fn list_memory_of_council(
    conn: &mut Conn,
    council: CouncilId,
) -> StoreResult<Vec<ReadingMemory>> {
    let mut rows: Vec<ReadingMemory> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push("y.council_id = ").push_bind(council);
        query.push(" ORDER BY y.id");
        query.build_query_as().fetch_all(c).await?
    });
    name_kept_persons(conn, &mut rows).await?;
    let mut places: HashMap<_, usize> = HashMap::new();
    let mut counted: Vec<ReadingMemory> = Vec::with_capacity(rows.len());
    for row in rows {
        let key = (row.kind, row.text.clone(), row.subject.clone());
        match places.entry(key) {
            Entry::Occupied(place) => {
                let one = &mut counted[*place.get()];
                one.accepted += row.accepted;
                one.rejected += row.rejected;
            }
            Entry::Vacant(place) => {
                place.insert(counted.len());
                counted.push(row);
            }
        }
    }
    Ok(counted)
}

/// Forgets a wording; [`StoreError::Stale`](super::StoreError::Stale) where it was forgotten before.
pub async fn delete_reading_memory(conn: &mut Conn, id: ReadingMemoryId) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
