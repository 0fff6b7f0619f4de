//! Meetings and persons as the search index and a search answer need them: what is found by its name.

use std::collections::HashMap;

use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{
    Conn, DocumentScope, StoreResult, Surroundings,
    documents::{ScopeColumns, push_scope},
    engine::on,
    meeting::MEETING,
    person::{SELECT as SELECT_PERSON, push_person_seen_by},
    visibility::push_seen_by,
};
use crate::domain::{AttributionPolicy, CouncilId, Level, MeetingId, Person, PersonId, Viewer};

/// A meeting with its surroundings, which hold its title and its day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct MeetingDocument {
    /// Its id.
    pub id: MeetingId,
    /// Its round: 第n回.
    pub round: Option<i64>,
    /// The version of its row.
    pub version: i64,
    /// Its surroundings.
    #[sqlx(flatten)]
    pub around: Surroundings,
}

/// A person with the councils in which they have a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDocument {
    /// The person.
    pub person: Person,
    /// The councils, each once, with the lowest level at which the seat is known.
    pub seats: Vec<(CouncilId, Level)>,
}

const MEETING_SELECT: &str = "\
    SELECT m.id, m.id AS meeting_id, m.round, m.version, m.council_id, k.attribution_policy AS council_policy, m.title AS meeting_title,
        m.date AS meeting_date, m.fiscal_year, m.minutes_status, NULL AS topic_title, NULL AS topic_visibility
    FROM meeting m
    JOIN council k ON k.id = m.council_id
    WHERE TRUE";

const WITH_A_SEAT_IN: &str = "\
    EXISTS (SELECT 1 FROM membership s WHERE s.person_id = p.id AND s.council_id = ";

const SEATS: &str = "\
    SELECT DISTINCT s.person_id, s.council_id, c.attribution_policy
    FROM membership s JOIN council c ON c.id = s.council_id
    WHERE s.person_id IN (";

/// Meetings by id, at most `limit` of them after `after`: those that the viewer may see, or, without a viewer, all.
pub async fn list_meeting_documents(
    conn: &mut Conn,
    viewer: Option<&Viewer>,
    scope: DocumentScope<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> StoreResult<Vec<MeetingDocument>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(MEETING_SELECT);
        push_scope!(
            query,
            scope,
            ScopeColumns {
                id: "m.id",
                topic: None,
                meeting: "m.id",
                council: "m.council_id",
            },
            after
        );
        if let Some(viewer) = viewer {
            push_seen_by(&mut query, viewer, MEETING);
        }
        query.push(" ORDER BY m.id LIMIT ").push_bind(limit);
        Ok(query.build_query_as().fetch_all(c).await?)
    })
}

/// Persons by id, at most `limit` of them after `after`, without those who turned out to be somebody else: those that the
/// viewer may know of, or, without a viewer, all. A council holds those who have a seat in it; a meeting holds none.
pub async fn list_person_documents(
    conn: &mut Conn,
    viewer: Option<&Viewer>,
    scope: DocumentScope<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> StoreResult<Vec<PersonDocument>> {
    let persons: Vec<Person> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT_PERSON);
        query.push("p.merged_into IS NULL");
        match scope {
            DocumentScope::Ids([]) | DocumentScope::Topic(_) | DocumentScope::Meeting(_) => {
                query.push(" AND FALSE");
            }
            DocumentScope::Ids(ids) => {
                query.push(" AND p.id IN (");
                let mut list = query.separated(", ");
                for id in ids {
                    list.push_bind(*id);
                }
                query.push(")");
            }
            DocumentScope::Council(id) => {
                query.push(" AND ").push(WITH_A_SEAT_IN);
                query.push_bind(id).push(")");
            }
            DocumentScope::Everything => {}
        }
        if let Some(after) = after {
            query.push(" AND p.id > ").push_bind(after);
        }
        if let Some(viewer) = viewer {
            push_person_seen_by(&mut query, viewer);
        }
        query.push(" ORDER BY p.id LIMIT ").push_bind(limit);
        query.build_query_as().fetch_all(c).await?
    });
    let mut seats = seats_of(conn, &persons).await?;
    Ok(persons
        .into_iter()
        .map(|person| PersonDocument {
            seats: seats.remove(&person.id).unwrap_or_default(),
            person,
        })
        .collect())
}

async fn seats_of(
    conn: &mut Conn,
    persons: &[Person],
) -> StoreResult<HashMap<PersonId, Vec<(CouncilId, Level)>>> {
    let mut seats: HashMap<PersonId, Vec<(CouncilId, Level)>> = HashMap::new();
    if persons.is_empty() {
        return Ok(seats);
    }
    let rows: Vec<(PersonId, CouncilId, AttributionPolicy)> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SEATS);
        let mut list = query.separated(", ");
        for person in persons {
            list.push_bind(person.id);
        }
        query.push(") ORDER BY s.person_id, s.council_id");
        query.build_query_as().fetch_all(c).await?
    });
    for (person, council, policy) in rows {
        // As `push_seat_seen_by` has it.
        let level = match policy {
            AttributionPolicy::Named => Level::Public,
            AttributionPolicy::RoleOnly | AttributionPolicy::Anonymous => Level::Council,
        };
        seats.entry(person).or_default().push((council, level));
    }
    Ok(seats)
}
