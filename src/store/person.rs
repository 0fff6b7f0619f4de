//! Persons. Who has a seat in a council that publishes names is public; anybody else is known to that council alone.

use std::collections::HashMap;

use sqlx::{Database, Encode, QueryBuilder, Type, types::Json};

use super::{
    Conn, StoreResult, bulk::rows_per_statement, engine::on, membership::push_seat_seen_by,
    visibility::changed_one,
};
use crate::domain::{CouncilId, Level, Page, PageRequest, Person, PersonId, Viewer};

const INSERT: &str = "\
    INSERT INTO person (id, name, reading, other_names, archived_at, merged_into, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(super) const SELECT: &str = "\
    SELECT p.id, p.name, p.reading, p.other_names, p.archived_at, p.merged_into, p.version, p.created_at, p.updated_at
    FROM person p WHERE ";

// Who was merged is known where the person is known that he or she turned out to be.
const WITH_A_SEAT: &str = "\
    EXISTS (SELECT 1 FROM membership s JOIN council c ON c.id = s.council_id
        WHERE s.person_id = COALESCE(p.merged_into, p.id)";

const WITHOUT_A_SEAT: &str =
    "NOT EXISTS (SELECT 1 FROM membership s WHERE s.person_id = COALESCE(p.merged_into, p.id))";

const UPDATE: &str = "\
    UPDATE person SET name = $3, reading = $4, other_names = $5, archived_at = $6, merged_into = $7,
        updated_at = $8, version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM person WHERE id = $1 AND version = $2";

/// Which persons are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonFilter {
    /// Those with a seat in this council, as far as the viewer may know of the seat.
    pub council_id: Option<CouncilId>,
    /// Those with exactly this name, or exactly this reading.
    pub name: Option<String>,
}

/// Stores a new person.
pub async fn insert_person(conn: &mut Conn, person: &Person) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(person.id)
        .bind(&person.name)
        .bind(&person.reading)
        .bind(Json(&person.other_names))
        .bind(person.archived_at)
        .bind(person.merged_into)
        .bind(person.version)
        .bind(person.created_at)
        .bind(person.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The person with this id, if `viewer` may know of them.
pub async fn find_person(
    conn: &mut Conn,
    viewer: &Viewer,
    id: PersonId,
) -> StoreResult<Option<Person>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("p.id = ").push_bind(id);
        push_person_seen_by(&mut query, viewer);
        query.build_query_as().fetch_optional(c).await?
    }))
}

/// The persons that `viewer` may know of, oldest first. Who was merged is in no list.
pub async fn list_persons(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &PersonFilter,
    page: &PageRequest,
) -> StoreResult<Page<Person>> {
    let rows = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query
            .push("p.merged_into IS NULL AND p.id > ")
            .push_bind(page.after.unwrap_or_default());
        push_person_seen_by(&mut query, viewer);
        if let Some(council) = filter.council_id {
            // Only by a seat that is seen itself: being found by council would tell of the seat.
            query.push(" AND ").push(WITH_A_SEAT);
            query.push(" AND s.council_id = ").push_bind(council);
            push_seat_seen_by(&mut query, viewer);
            query.push(")");
        }
        if let Some(name) = &filter.name {
            query.push(" AND (p.name = ").push_bind(name);
            query.push(" OR p.reading = ").push_bind(name).push(")");
        }
        query
            .push(" ORDER BY p.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, page.limit))
}

/// Those who turned out to be somebody with a seat in this council, oldest first.
pub async fn list_persons_merged_into_members(
    conn: &mut Conn,
    council: CouncilId,
) -> StoreResult<Vec<Person>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query
            .push("p.merged_into IN (SELECT s.person_id FROM membership s WHERE s.council_id = ")
            .push_bind(council)
            .push(") ORDER BY p.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// Stores the changed fields of a person who was read at `person.version`, which rises by one.
pub async fn update_person(conn: &mut Conn, person: &Person) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(person.id)
        .bind(person.version)
        .bind(&person.name)
        .bind(&person.reading)
        .bind(Json(&person.other_names))
        .bind(person.archived_at)
        .bind(person.merged_into)
        .bind(person.updated_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a person whom nothing refers to; [`StoreError::Reference`](super::StoreError::Reference) where something does.
pub async fn delete_person(conn: &mut Conn, id: PersonId, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Adds ` AND (…)` so that only persons `p` are left that `viewer` may know of: through a seat that is seen, or, for a
/// secretariat, without any seat yet.
pub(super) fn push_person_seen_by<'q, DB>(query: &mut QueryBuilder<DB>, viewer: &Viewer)
where
    DB: Database,
    CouncilId: Encode<'q, DB> + Type<DB> + 'q,
{
    if viewer.everywhere == Level::Secretariat {
        return;
    }
    query.push(" AND (").push(WITH_A_SEAT);
    push_seat_seen_by(query, viewer);
    query.push(")");
    if matches!(viewer.council, Some((_, Level::Secretariat))) {
        query.push(" OR ").push(WITHOUT_A_SEAT);
    }
    query.push(")");
}

/// Those of `persons` that were merged, each with the person that was kept.
pub async fn list_kept_persons(
    conn: &mut Conn,
    mut persons: Vec<PersonId>,
) -> StoreResult<HashMap<PersonId, PersonId>> {
    persons.sort_unstable();
    persons.dedup();
    let mut kept = HashMap::new();
    for chunk in persons.chunks(rows_per_statement(1)) {
        let rows: Vec<(PersonId, PersonId)> = on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(
                "SELECT id, merged_into FROM person WHERE merged_into IS NOT NULL AND id IN (",
            );
            let mut list = query.separated(", ");
            for person in chunk {
                list.push_bind(*person);
            }
            list.push_unseparated(")");
            query.build_query_as().fetch_all(c).await?
        });
        kept.extend(rows);
    }
    Ok(kept)
}
