//! Councils: everybody reads them, admins change them.

use serde_json::json;

use super::{
    App, AppError, AppResult, Call, Expected,
    change::changed_fields,
    persons::enqueue_person,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AttributionPolicy, AuditAction, Council, CouncilId, EntityKind, IndexScope, Page,
        PageRequest,
    },
    store::{self, StoreError},
};

/// A council to be made.
#[derive(Debug, Clone)]
pub struct NewCouncil {
    /// Its name as printed.
    pub name: String,
    /// Its name in another language.
    pub name_en: Option<String>,
    /// How it publishes who said something.
    pub attribution_policy: AttributionPolicy,
}

/// What to change of a council; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct CouncilChange {
    /// Its name as printed.
    pub name: Option<String>,
    /// Its name in another language; `Some(None)` empties it.
    pub name_en: Option<Option<String>>,
    /// How it publishes who said something.
    pub attribution_policy: Option<AttributionPolicy>,
    /// Whether it meets no more.
    pub archived: Option<bool>,
}

impl App {
    /// Makes a council.
    pub async fn create_council(&self, call: &Call, new: NewCouncil) -> AppResult<Council> {
        call.require_admin()?;
        let now = self.clock.now();
        let council = Council {
            id: CouncilId(self.clock.new_id()),
            name: new.name,
            name_en: new.name_en,
            attribution_policy: new.attribution_policy,
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        validate(&council)?;
        let mut change = self.change(call).await?;
        store::insert_council(&mut change.conn, &council)
            .await
            .map_err(duplicate_name)?;
        change
            .record(
                AuditAction::Create,
                EntityKind::Council,
                council.id,
                Some(council.id),
                json!({}),
            )
            .await?;
        change.commit().await?;
        Ok(council)
    }

    /// The council with this id.
    pub async fn get_council(&self, id: CouncilId) -> AppResult<Council> {
        store::find_council(&mut self.read().await?, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Council))
    }

    /// The council with exactly this name, where there is one.
    pub async fn find_council_by_name(&self, name: &str) -> AppResult<Option<Council>> {
        Ok(store::find_council_by_name(&mut self.read().await?, name).await?)
    }

    /// All councils, oldest first.
    pub async fn list_councils(&self, page: &PageRequest) -> AppResult<Page<Council>> {
        Ok(store::list_councils(&mut self.read().await?, page).await?)
    }

    /// Changes a council.
    pub async fn update_council(
        &self,
        call: &Call,
        id: CouncilId,
        expected: &Expected,
        new: CouncilChange,
    ) -> AppResult<Council> {
        let mut change = self.change(call).await?;
        let before = store::find_council(&mut change.conn, id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Council))?;
        call.require_admin()?;
        expected.check(before.version)?;
        let now = self.clock.now();
        let mut council = before.clone();
        if let Some(name) = new.name {
            council.name = name;
        }
        if let Some(name_en) = new.name_en {
            council.name_en = name_en;
        }
        if let Some(policy) = new.attribution_policy {
            council.attribution_policy = policy;
        }
        if let Some(archived) = new.archived {
            council.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        if council == before {
            return Ok(before);
        }
        council.updated_at = now;
        validate(&council)?;
        store::update_council(&mut change.conn, &council)
            .await
            .map_err(duplicate_name)?;
        council.version += 1;
        let policy_changed = council.attribution_policy != before.attribution_policy;
        let fields = changed_fields(&[
            ("name", council.name != before.name),
            ("name_en", council.name_en != before.name_en),
            ("attribution_policy", policy_changed),
            ("archived_at", council.archived_at != before.archived_at),
        ]);
        change
            .record(
                AuditAction::Update,
                EntityKind::Council,
                id,
                Some(id),
                fields,
            )
            .await?;
        if policy_changed {
            // What is published has another public form from now on, and each of its minutes a revision that says so.
            change.correction = Some(format!(
                "発言者の表示方針の変更（{} → {}）",
                before.attribution_policy, council.attribution_policy
            ));
            for meeting in store::list_published_of_council(&mut change.conn, id).await? {
                change.touch(meeting);
            }
            // Who has a seat there, and the public form of everything that was ever said there is another one now.
            change.enqueue(IndexScope::Council, id.0, Some(id)).await?;
            let members = store::list_members_on(&mut change.conn, id, None).await?;
            let mut members: Vec<_> = members.iter().map(|(seat, _)| seat.person_id).collect();
            members.sort_unstable();
            members.dedup();
            for member in members {
                enqueue_person(&mut change, member).await?;
            }
        }
        change.commit().await?;
        Ok(council)
    }

    /// Deletes a council that nothing refers to, and archives any other.
    pub async fn delete_council(
        &self,
        call: &Call,
        id: CouncilId,
        expected: &Expected,
    ) -> AppResult<()> {
        let council = self.get_council(id).await?;
        call.require_admin()?;
        expected.check(council.version)?;
        let mut change = self.change(call).await?;
        match store::delete_council(&mut change.conn, id, council.version).await {
            Ok(()) => {
                change
                    .record(
                        AuditAction::Delete,
                        EntityKind::Council,
                        id,
                        Some(id),
                        json!({}),
                    )
                    .await?;
                change.commit().await
            }
            Err(StoreError::Reference) => {
                // After a refused statement PostgreSQL takes no other in the same transaction.
                drop(change);
                self.archive_council(call, council).await
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn archive_council(&self, call: &Call, mut council: Council) -> AppResult<()> {
        let now = self.clock.now();
        council.archived_at.get_or_insert(now);
        council.updated_at = now;
        let mut change = self.change(call).await?;
        store::update_council(&mut change.conn, &council).await?;
        change
            .record(
                AuditAction::Archive,
                EntityKind::Council,
                council.id,
                Some(council.id),
                json!({}),
            )
            .await?;
        change.commit().await
    }
}

fn validate(council: &Council) -> AppResult<()> {
    Validation::default()
        .required("name", &council.name, limits::NAME)
        .optional("name_en", council.name_en.as_deref(), limits::NAME)
        .finish()
}

fn duplicate_name(error: StoreError) -> AppError {
    match error {
        StoreError::Duplicate => AppError::Duplicate(EntityKind::Council, "name"),
        other => other.into(),
    }
}
