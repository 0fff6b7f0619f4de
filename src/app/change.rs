//! One transaction per change: the rows, the audit entry and the outbox entry together (DESIGN.md, rule 9). A change that leaves
//! everything as it was is none: nothing is written, and the version stays.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{App, AppResult, Call};
use crate::{
    domain::{AuditAction, AuditEntry, AuditId, CouncilId, EntityKind, IndexScope, MeetingId},
    store::{self, Conn},
};

/// A change under way. Dropped before [`Change::commit`] it leaves no trace.
pub struct Change<'a> {
    pub(super) app: &'a App,
    pub(super) call: &'a Call,
    /// The transaction.
    pub conn: Conn,
    enqueued: bool,
    /// The meetings of which something changes that may be printed.
    touched: BTreeSet<MeetingId>,
    /// Why what is published is published anew.
    pub(super) correction: Option<String>,
    /// The meeting whose minutes are published again, changed or not.
    pub(super) republishes: Option<MeetingId>,
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
            touched: BTreeSet::new(),
            correction: call.correction.clone(),
            republishes: None,
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

    /// Notes that something of a meeting's minutes changes that may be printed. Nothing that is published changes silently: see
    /// [`Change::commit`].
    pub fn touch(&mut self, meeting: MeetingId) {
        self.touched.insert(meeting);
    }

    /// Makes the change durable, and wakes the indexer where it has something to do. Where it changes the public form of minutes
    /// that are published, a revision goes with it, or the change is refused.
    pub async fn commit(mut self) -> AppResult<()> {
        for meeting in std::mem::take(&mut self.touched) {
            self.settle_publication(meeting).await?;
        }
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
