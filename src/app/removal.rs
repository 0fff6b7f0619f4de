//! What becomes of a thing that somebody deletes: gone where nothing refers to it, archived where something does.

use serde_json::json;
use uuid::Uuid;

use super::{App, AppResult, Call};
use crate::{
    domain::{AuditAction, CouncilId, EntityKind, IndexScope},
    store::{Conn, StoreError, StoreResult},
};

/// What is to be deleted.
#[derive(Debug, Clone)]
pub(super) struct Removal {
    pub entity: EntityKind,
    /// Its id or key, for the audit trail.
    pub id: String,
    pub council_id: Option<CouncilId>,
    /// What the search index has to be told, if it holds the thing.
    pub scope: Option<(IndexScope, Uuid)>,
}

impl App {
    /// Deletes something that nothing refers to, and archives it where something does. Both closures change a row that
    /// was read before at a version that they name, so that a change in between makes either fail as stale.
    pub(super) async fn delete_or_archive(
        &self,
        call: &Call,
        removal: Removal,
        delete: impl AsyncFnOnce(&mut Conn) -> StoreResult<()>,
        archive: impl AsyncFnOnce(&mut Conn) -> StoreResult<()>,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let action = match delete(&mut change.conn).await {
            Ok(()) => AuditAction::Delete,
            Err(StoreError::Reference) => {
                // After a refused statement PostgreSQL takes no other in the same transaction. The first has to be
                // gone before the second begins: SQLite has one writer.
                drop(change);
                change = self.change(call).await?;
                archive(&mut change.conn).await?;
                AuditAction::Archive
            }
            Err(error) => return Err(error.into()),
        };
        let Removal {
            entity,
            id,
            council_id,
            scope,
        } = removal;
        change
            .record(action, entity, id, council_id, json!({}))
            .await?;
        if let Some((scope, id)) = scope {
            change.enqueue(scope, id, council_id).await?;
        }
        change.commit().await
    }
}
