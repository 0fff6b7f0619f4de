//! One transaction per change: the rows, the audit entry and the outbox entry together (DESIGN.md, rule 9). A change that leaves
//! everything as it was is none: nothing is written, and the version stays.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{App, AppResult, Call};
use crate::{
    domain::{AuditAction, AuditEntry, AuditId, CouncilId, EntityKind, IndexScope},
    store::{self, Conn},
};

/// A change under way. Dropped before [`Change::commit`] it leaves no trace.
pub struct Change<'a> {
    app: &'a App,
    call: &'a Call,
    /// The transaction.
    pub conn: Conn,
    enqueued: bool,
}

impl App {
    /// Begins a change on behalf of `call`. The public changes nothing, and is told so before the one writer is waited for.
    pub(super) async fn change<'a>(&'a self, call: &'a Call) -> AppResult<Change<'a>> {
        call.require_token()?;
        Ok(Change {
            app: self,
            call,
            conn: self.db.write().await?,
            enqueued: false,
        })
    }

    /// A connection on which everything that is read is of one moment.
    pub(super) async fn snapshot(&self) -> AppResult<Conn> {
        Ok(self.db.snapshot().await?)
    }

    /// A connection to read from.
    pub(super) async fn read(&self) -> AppResult<Conn> {
        Ok(self.db.read().await?)
    }
}

impl Change<'_> {
    /// Adds to the audit trail. `detail` names fields and states, and holds no wording of a document.
    pub async fn record(
        &mut self,
        action: AuditAction,
        entity: EntityKind,
        entity_id: impl ToString,
        council_id: Option<CouncilId>,
        detail: Value,
    ) -> AppResult<()> {
        let entry = AuditEntry {
            id: AuditId(self.app.clock.new_id()),
            at: self.app.clock.now(),
            token_id: self.call.caller.token,
            role: self.call.caller.role,
            action,
            entity,
            entity_id: entity_id.to_string(),
            council_id,
            detail,
            request_id: self.call.request_id,
        };
        store::insert_audit(&mut self.conn, &entry).await?;
        Ok(())
    }

    /// Tells the search index, once this is committed, that documents have changed.
    pub async fn enqueue(
        &mut self,
        scope: IndexScope,
        id: Uuid,
        council_id: Option<CouncilId>,
    ) -> AppResult<()> {
        store::enqueue(&mut self.conn, scope, id, council_id).await?;
        self.enqueued = true;
        Ok(())
    }

    /// Makes the change durable, and wakes the indexer where it has something to do.
    pub async fn commit(self) -> AppResult<()> {
        self.conn.commit().await?;
        if self.enqueued {
            self.app.index_bell.notify_one();
        }
        Ok(())
    }
}

/// Puts a new value where there is one.
pub(super) fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// The audit detail of an update: the names of the fields that changed.
pub(super) fn changed_fields(fields: &[(&'static str, bool)]) -> Value {
    let changed: Vec<&str> = fields
        .iter()
        .filter(|(_, changed)| *changed)
        .map(|(name, _)| *name)
        .collect();
    json!({ "fields": changed })
}
