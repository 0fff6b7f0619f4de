//! `/audit`

use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Section,
    convert::text,
    paging::{Cursor, PageLimit, page_request},
    problem::{Problem, Restricted},
    response::List,
    types::{Moment, Text},
};
use crate::{
    app::{App, AuditFilter, Call, limits},
    domain::{AuditAction, AuditEntry, AuditId, CouncilId, EntityKind, Role, TokenId},
};

/// One change, for good: names of fields and states, and no wording of a document.
#[derive(Debug, Object)]
#[oai(rename = "AuditEntry")]
pub struct AuditEntryBody {
    id: AuditId,
    at: Moment,
    /// The token that did it; `null` for a command on the data directory.
    token_id: Option<TokenId>,
    /// The role it was done in.
    role: Option<Role>,
    action: AuditAction,
    /// The kind of thing that was changed.
    entity: EntityKind,
    /// The id of that thing, or its key where it has no id.
    entity_id: String,
    /// The council that the thing belongs to.
    council_id: Option<CouncilId>,
    /// The names of the fields that changed, states before and after, the reason given.
    detail: Value,
    /// The request that did it.
    request_id: Option<Uuid>,
}

impl From<AuditEntry> for AuditEntryBody {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id,
            at: entry.at.into(),
            token_id: entry.token_id,
            role: entry.role,
            action: entry.action,
            entity: entry.entity,
            entity_id: entry.entity_id,
            council_id: entry.council_id,
            detail: entry.detail,
            request_id: entry.request_id,
        }
    }
}

/// The audit trail.
pub struct AuditApi;

#[OpenApi(tag = "Section::Administration")]
impl AuditApi {
    /// List changes, newest first: all of them for an admin, those of its council for a secretariat
    #[oai(path = "/audit", method = "get", operation_id = "list_audit")]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a parameter of the operation"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Only changes of this council.
        council_id: Query<Option<CouncilId>>,
        /// Only changes of this kind of thing.
        entity: Query<Option<EntityKind>>,
        /// Only changes of the thing with this id or key.
        entity_id: Query<Option<Text<{ limits::KEY }>>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'u'>>>,
    ) -> Result<Json<List<AuditEntryBody>>, Problem<Restricted>> {
        let filter = AuditFilter {
            council_id: council_id.0,
            entity: entity.0,
            entity_id: text(entity_id.0),
            ..AuditFilter::default()
        };
        let page = page_request(limit.0, cursor.0);
        let entries = app.list_audit(&call, filter, &page).await?;
        Ok(Json(List::of::<'u', _>(
            entries,
            |entry| entry.id.0,
            AuditEntryBody::from,
        )))
    }
}
