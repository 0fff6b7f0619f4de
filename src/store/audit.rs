//! The audit trail. It is appended to and read; the database itself refuses to change or delete an entry.

use sqlx::QueryBuilder;

use super::{Conn, StoreResult, engine::on};
use crate::domain::{AuditEntry, CouncilId, EntityKind, MeetingId, Page, PageRequest};

const INSERT: &str = "\
    INSERT INTO audit (id, at, token_id, role, action, entity, entity_id, council_id, detail, request_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

const SELECT: &str = "\
    SELECT id, at, token_id, role, action, entity, entity_id, council_id, detail, request_id
    FROM audit WHERE TRUE";

/// Which entries are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Those of this council.
    pub council_id: Option<CouncilId>,
    /// Those of some council; not those of what belongs to none, such as tokens of admins.
    pub of_councils: bool,
    /// Those about this kind of thing.
    pub entity: Option<EntityKind>,
    /// Those about the thing with this id or key.
    pub entity_id: Option<String>,
}

/// Adds an entry, in the transaction of the change that it records.
pub async fn insert_audit(conn: &mut Conn, entry: &AuditEntry) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(entry.id)
        .bind(entry.at)
        .bind(entry.token_id)
        .bind(entry.role)
        .bind(entry.action)
        .bind(entry.entity)
        .bind(&entry.entity_id)
        .bind(entry.council_id)
        .bind(&entry.detail)
        .bind(entry.request_id)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Entries, newest first; [`PageRequest::after`] is the oldest entry of the page before.
pub async fn list_audit(
    conn: &mut Conn,
    filter: &AuditFilter,
    page: &PageRequest,
) -> StoreResult<Page<AuditEntry>> {
    let rows = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        if let Some(after) = page.after {
            query.push(" AND id < ").push_bind(after);
        }
        if let Some(council) = filter.council_id {
            query.push(" AND council_id = ").push_bind(council);
        }
        if filter.of_councils {
            query.push(" AND council_id IS NOT NULL");
        }
        if let Some(entity) = filter.entity {
            query.push(" AND entity = ").push_bind(entity);
        }
        if let Some(entity_id) = &filter.entity_id {
            query.push(" AND entity_id = ").push_bind(entity_id);
        }
        query
            .push(" ORDER BY id DESC LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, page.limit))
}

/// What the trail was told of the revisions, scrubs and changes of state of a meeting's minutes, oldest first.
pub async fn list_audit_of_minutes(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Vec<AuditEntry>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(SELECT);
        query
            .push(" AND entity IN ('revision', 'minutes') AND entity_id = ")
            .push_bind(meeting.to_string())
            .push(" ORDER BY id");
        Ok(query.build_query_as().fetch_all(c).await?)
    })
}
