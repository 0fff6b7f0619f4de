//! Seats in councils. A seat is public where its council publishes names, and known to its council everywhere else.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Database, Encode, QueryBuilder, Type};

use super::{
    Conn, StoreResult,
    engine::on,
    visibility::{changed_one, push_level_in},
};
use crate::domain::{
    CouncilId, Level, Membership, MembershipId, Page, PageRequest, Person, PersonId, Viewer,
};

const INSERT: &str = "\
    INSERT INTO membership (id, council_id, person_id, role, organization, starts_on, ends_on, version, created_at,
        updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const SELECT: &str = "\
    SELECT s.id, s.council_id, s.person_id, s.role, s.organization, s.starts_on, s.ends_on, s.version, s.created_at,
        s.updated_at
    FROM membership s JOIN council c ON c.id = s.council_id
    WHERE ";

const SELECT_MEMBERS: &str = "\
    SELECT s.id, s.council_id, s.person_id, s.role, s.organization, s.starts_on, s.ends_on, s.version, s.created_at,
        s.updated_at, p.name, p.reading, p.other_names, p.archived_at, p.merged_into,
        p.version AS person_version,
        p.created_at AS person_created_at, p.updated_at AS person_updated_at
    FROM membership s JOIN person p ON p.id = s.person_id JOIN council c ON c.id = s.council_id
    WHERE s.council_id = ";

const UPDATE: &str = "\
    UPDATE membership SET role = $3, organization = $4, starts_on = $5, ends_on = $6, updated_at = $7,
        version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM membership WHERE id = $1 AND version = $2";

/// Which seats are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MembershipFilter {
    /// Those in this council.
    pub council_id: Option<CouncilId>,
    /// Those of this person.
    pub person_id: Option<PersonId>,
    /// Those whose term includes this day; a term without a first or last day is open at that end.
    pub held_on: Option<NaiveDate>,
}

/// Stores a new seat. [`StoreError::Reference`](super::StoreError::Reference) where its council or person is unknown.
pub async fn insert_membership(conn: &mut Conn, membership: &Membership) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(membership.id)
        .bind(membership.council_id)
        .bind(membership.person_id)
        .bind(&membership.role)
        .bind(&membership.organization)
        .bind(membership.starts_on)
        .bind(membership.ends_on)
        .bind(membership.version)
        .bind(membership.created_at)
        .bind(membership.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The seat with this id, if `viewer` may know of it.
pub async fn find_membership(
    conn: &mut Conn,
    viewer: &Viewer,
    id: MembershipId,
) -> StoreResult<Option<Membership>> {
    Ok(on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query.push("s.id = ").push_bind(id);
        push_seat_seen_by(&mut query, viewer);
        query.build_query_as().fetch_optional(c).await?
    }))
}

/// The seats that `viewer` may know of, oldest first.
pub async fn list_memberships(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &MembershipFilter,
    page: &PageRequest,
) -> StoreResult<Page<Membership>> {
    let rows = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query
            .push("s.id > ")
            .push_bind(page.after.unwrap_or_default());
        push_seat_seen_by(&mut query, viewer);
        if let Some(council) = filter.council_id {
            query.push(" AND s.council_id = ").push_bind(council);
        }
        if let Some(person) = filter.person_id {
            query.push(" AND s.person_id = ").push_bind(person);
        }
        if let Some(day) = filter.held_on {
            push_held_on(&mut query, day);
        }
        query
            .push(" ORDER BY s.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, page.limit))
}

/// Who sits in a council on a day, or at any time where no day is known: what printed names are matched with.
pub async fn list_members_on(
    conn: &mut Conn,
    council: CouncilId,
    day: Option<NaiveDate>,
) -> StoreResult<Vec<(Membership, Person)>> {
    let rows: Vec<MemberRow> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT_MEMBERS);
        query.push_bind(council);
        if let Some(day) = day {
            push_held_on(&mut query, day);
        }
        query.push(" ORDER BY s.id");
        query.build_query_as().fetch_all(c).await?
    });
    Ok(rows.into_iter().map(MemberRow::into_pair).collect())
}

/// The seats of a council that `viewer` may know of, with who sits there, oldest first: all, or those held on a day.
pub async fn list_roster(
    conn: &mut Conn,
    viewer: &Viewer,
    council: CouncilId,
    day: Option<NaiveDate>,
) -> StoreResult<Vec<(Membership, Person)>> {
    let rows: Vec<MemberRow> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT_MEMBERS);
        query.push_bind(council);
        push_seat_seen_by(&mut query, viewer);
        if let Some(day) = day {
            push_held_on(&mut query, day);
        }
        query.push(" ORDER BY s.id");
        query.build_query_as().fetch_all(c).await?
    });
    Ok(rows.into_iter().map(MemberRow::into_pair).collect())
}

/// Stores the changed fields of a seat that was read at `membership.version`, which rises by one. Its council and its
/// person stay.
pub async fn update_membership(conn: &mut Conn, membership: &Membership) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(membership.id)
        .bind(membership.version)
        .bind(&membership.role)
        .bind(&membership.organization)
        .bind(membership.starts_on)
        .bind(membership.ends_on)
        .bind(membership.updated_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a seat.
pub async fn delete_membership(conn: &mut Conn, id: MembershipId, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Adds ` AND (…)` so that only seats `s` in councils `c` are left that `viewer` may know of.
pub(super) fn push_seat_seen_by<'q, DB>(query: &mut QueryBuilder<DB>, viewer: &Viewer)
where
    DB: Database,
    CouncilId: Encode<'q, DB> + Type<DB> + 'q,
{
    query.push(" AND (c.attribution_policy = 'named' OR ");
    push_level_in(query, viewer, "s.council_id", Level::Council);
    query.push(")");
}

fn push_held_on<'q, DB>(query: &mut QueryBuilder<DB>, day: NaiveDate)
where
    DB: Database,
    NaiveDate: Encode<'q, DB> + Type<DB> + 'q,
{
    query
        .push(" AND (s.starts_on IS NULL OR s.starts_on <= ")
        .push_bind(day)
        .push(") AND (s.ends_on IS NULL OR s.ends_on >= ")
        .push_bind(day)
        .push(")");
}

/// A seat and its person in one row.
#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    membership: Membership,
    name: String,
    reading: Option<String>,
    #[sqlx(json)]
    other_names: Vec<String>,
    archived_at: Option<DateTime<Utc>>,
    merged_into: Option<PersonId>,
    person_version: i64,
    person_created_at: DateTime<Utc>,
    person_updated_at: DateTime<Utc>,
}

impl MemberRow {
    fn into_pair(self) -> (Membership, Person) {
        let person = Person {
            id: self.membership.person_id,
            name: self.name,
            reading: self.reading,
            other_names: self.other_names,
            archived_at: self.archived_at,
            merged_into: self.merged_into,
            version: self.person_version,
            created_at: self.person_created_at,
            updated_at: self.person_updated_at,
        };
        (self.membership, person)
    }
}
