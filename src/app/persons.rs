//! Persons: whoever may know of one reads it. The secretariat of any council enters one; that of a council in which the
//! person has a seat changes it.

use serde_json::{Value, json};

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields, set},
    removal::Removal,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, CouncilId, EntityKind, IndexScope, Page, PageRequest, Person, PersonId, Viewer,
    },
    store::{self, Conn, MembershipFilter, PersonFilter},
};

/// A person to be entered.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The name as the person writes it, family name first.
    pub name: String,
    /// よみ in hiragana.
    pub reading: Option<String>,
    /// Other names under which the person is printed.
    pub other_names: Vec<String>,
}

/// What to change of a person; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct PersonChange {
    /// The name as the person writes it, family name first.
    pub name: Option<String>,
    /// よみ in hiragana; `Some(None)` empties it.
    pub reading: Option<Option<String>>,
    /// Other names under which the person is printed, all of them.
    pub other_names: Option<Vec<String>>,
    /// Whether the person is no longer offered for new entries.
    pub archived: Option<bool>,
}

impl App {
    /// Enters a person.
    pub async fn create_person(&self, call: &Call, new: NewPerson) -> AppResult<Person> {
        call.require_any_secretariat()?;
        let now = self.clock.now();
        let person = Person {
            id: PersonId(self.clock.new_id()),
            name: new.name,
            reading: new.reading,
            other_names: new.other_names,
            archived_at: None,
            merged_into: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        validate(&person)?;
        let mut change = self.change(call).await?;
        store::insert_person(&mut change.conn, &person).await?;
        change
            .record(
                AuditAction::Create,
                EntityKind::Person,
                person.id,
                None,
                json!({}),
            )
            .await?;
        enqueue_person(&mut change, person.id).await?;
        change.commit().await?;
        Ok(person)
    }

    /// The person with this id, if the caller may know of them.
    pub async fn get_person(&self, call: &Call, id: PersonId) -> AppResult<Person> {
        store::find_person(&mut self.read().await?, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Person))
    }

    /// The persons that the caller may know of, oldest first.
    pub async fn list_persons(
        &self,
        call: &Call,
        filter: &PersonFilter,
        page: &PageRequest,
    ) -> AppResult<Page<Person>> {
        let mut conn = self.read().await?;
        Ok(store::list_persons(&mut conn, &call.viewer(), filter, page).await?)
    }

    /// Changes a person.
    pub async fn update_person(
        &self,
        call: &Call,
        id: PersonId,
        expected: &Expected,
        new: PersonChange,
    ) -> AppResult<Person> {
        let mut change = self.change(call).await?;
        let before = store::find_person(&mut change.conn, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Person))?;
        require_secretariat_of_person(&mut change.conn, call, id).await?;
        expected.check(before.version)?;
        refuse_merged(&before)?;
        let now = self.clock.now();
        let mut person = before.clone();
        set(&mut person.name, new.name);
        set(&mut person.reading, new.reading);
        set(&mut person.other_names, new.other_names);
        if let Some(archived) = new.archived {
            person.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        if person == before {
            return Ok(before);
        }
        person.updated_at = now;
        validate(&person)?;
        store::update_person(&mut change.conn, &person).await?;
        person.version += 1;
        change
            .record(
                AuditAction::Update,
                EntityKind::Person,
                id,
                None,
                fields_changed(&before, &person),
            )
            .await?;
        enqueue_person(&mut change, id).await?;
        if names(&person) != names(&before) {
            reindex_what_was_said(&mut change, id).await?;
        }
        change.commit().await?;
        Ok(person)
    }

    /// Deletes a person whom nothing refers to, and archives any other.
    pub async fn delete_person(
        &self,
        call: &Call,
        id: PersonId,
        expected: &Expected,
    ) -> AppResult<()> {
        call.require_token()?;
        let person = self.get_person(call, id).await?;
        require_secretariat_of_person(&mut self.read().await?, call, id).await?;
        expected.check(person.version)?;
        refuse_merged(&person)?;
        let mut archived = person.clone();
        archived.updated_at = self.clock.now();
        archived.archived_at.get_or_insert(archived.updated_at);
        let removal = Removal {
            entity: EntityKind::Person,
            id: id.to_string(),
            council_id: None,
            scope: Some((IndexScope::Person, id.0)),
        };
        self.delete_or_archive(
            call,
            removal,
            async |conn| store::delete_person(conn, id, person.version).await,
            async |conn| store::update_person(conn, &archived).await,
        )
        .await
    }
}

/// Refuses all but admins and the secretariat of a council in which the person has, or had, a seat. Whoever has none
/// anywhere was entered a moment ago, and belongs to no council yet: any secretariat may mend that.
async fn require_secretariat_of_person(
    conn: &mut Conn,
    call: &Call,
    id: PersonId,
) -> AppResult<()> {
    call.require_any_secretariat()?;
    let Some(council_id) = call.caller.council else {
        return Ok(());
    };
    let seats = async |conn: &mut Conn, council_id: Option<CouncilId>| -> AppResult<bool> {
        let filter = MembershipFilter {
            council_id,
            person_id: Some(id),
            held_on: None,
        };
        let page = PageRequest {
            after: None,
            limit: 1,
        };
        let found = store::list_memberships(conn, &Viewer::ALL, &filter, &page).await?;
        Ok(!found.items.is_empty())
    };
    let allowed = seats(conn, Some(council_id)).await? || !seats(conn, None).await?;
    call.require(allowed)
}

/// Who turned out to be another person is changed there.
pub(super) fn refuse_merged(person: &Person) -> AppResult<()> {
    match person.merged_into {
        Some(kept) => Err(AppError::Merged(kept)),
        None => Ok(()),
    }
}

/// What a speaker is found by in the search index.
fn names(person: &Person) -> (&str, Option<&str>, &[String]) {
    (&person.name, person.reading.as_deref(), &person.other_names)
}

/// The index finds a person by name, where the caller may know of a seat.
pub(super) async fn enqueue_person(change: &mut Change<'_>, id: PersonId) -> AppResult<()> {
    change.enqueue(IndexScope::Person, id.0, None).await
}

/// The index holds the names beside each opinion of this person too.
pub(super) async fn reindex_what_was_said(change: &mut Change<'_>, id: PersonId) -> AppResult<()> {
    for (meeting, council) in store::list_meetings_of_speaker(&mut change.conn, id).await? {
        change
            .enqueue(IndexScope::Meeting, meeting.0, Some(council))
            .await?;
    }
    Ok(())
}

fn fields_changed(before: &Person, after: &Person) -> Value {
    changed_fields(&[
        ("name", after.name != before.name),
        ("reading", after.reading != before.reading),
        ("other_names", after.other_names != before.other_names),
        ("archived_at", after.archived_at != before.archived_at),
    ])
}

fn validate(person: &Person) -> AppResult<()> {
    Validation::default()
        .required("name", &person.name, limits::NAME)
        .optional("reading", person.reading.as_deref(), limits::NAME)
        .list("other_names", &person.other_names, limits::NAME)
        .finish()
}
