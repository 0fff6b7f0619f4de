//! `/persons`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text, texts},
    if_match::expected,
    paging::{Cursor, PageLimit, page_request},
    problem::{Creating, Deleting, Editing, Listing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    types::Text,
};
use crate::{
    app::{App, Call, NewPerson, PersonChange, PersonFilter, limits},
    domain::{CouncilId, Person, PersonId},
};

/// A person (人).
#[derive(Debug, Object)]
#[oai(rename = "Person")]
pub struct PersonBody {
    id: PersonId,
    /// The name as the person writes it, family name first.
    name: String,
    /// よみ in hiragana, for 五十音順.
    reading: Option<String>,
    /// Other names under which the person is printed.
    other_names: Vec<String>,
    /// Whether the person is no longer offered for new entries.
    archived: bool,
    /// The person that this one turned out to be: what named this one names that one now.
    merged_into: Option<PersonId>,
}

impl From<Person> for PersonBody {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            name: person.name,
            reading: person.reading,
            other_names: person.other_names,
            archived: person.archived_at.is_some(),
            merged_into: person.merged_into,
        }
    }
}

/// A person to be entered.
#[derive(Debug, Object)]
#[oai(rename = "NewPerson", deny_unknown_fields)]
pub struct NewPersonBody {
    /// The name as the person writes it, family name first.
    name: Text<{ limits::NAME }>,
    /// よみ in hiragana.
    reading: Option<Text<{ limits::NAME }>>,
    /// Other names under which the person is printed.
    other_names: Option<Vec<Text<{ limits::NAME }>>>,
}

/// What to change of a person; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "PersonChange", deny_unknown_fields)]
pub struct PersonChangeBody {
    /// The name as the person writes it, family name first.
    name: Option<Text<{ limits::NAME }>>,
    /// よみ in hiragana; `null` empties it.
    reading: MaybeUndefined<Text<{ limits::NAME }>>,
    /// Other names under which the person is printed, all of them.
    other_names: Option<Vec<Text<{ limits::NAME }>>>,
    /// Whether the person is no longer offered for new entries.
    archived: Option<bool>,
}

/// The persons.
pub struct PersonsApi;

#[OpenApi(tag = "Section::Persons")]
impl PersonsApi {
    /// List persons
    #[oai(path = "/persons", method = "get", operation_id = "list_persons")]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Only persons with a seat in this council.
        council_id: Query<Option<CouncilId>>,
        /// Only persons with exactly this name or reading.
        name: Query<Option<Text<{ limits::NAME }>>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'p'>>>,
    ) -> Result<Json<List<PersonBody>>, Problem<Listing>> {
        let filter = PersonFilter {
            council_id: council_id.0,
            name: text(name.0),
        };
        let page = page_request(limit.0, cursor.0);
        let persons = app.list_persons(&call, &filter, &page).await?;
        Ok(Json(List::of::<'p', _>(
            persons,
            |person| person.id.0,
            PersonBody::from,
        )))
    }

    /// Enter a person
    #[oai(path = "/persons", method = "post", operation_id = "create_person")]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewPersonBody>,
    ) -> Result<Created<PersonBody>, Problem<Creating>> {
        let new = NewPerson {
            name: body.0.name.into(),
            reading: text(body.0.reading),
            other_names: texts(body.0.other_names).unwrap_or_default(),
        };
        let person = app.create_person(&call, new).await?;
        Ok(Created {
            tag: EntityTag::Version(person.version),
            location: format!("/api/v1/persons/{}", person.id),
            body: person.into(),
        })
    }

    /// Read a person
    #[oai(path = "/persons/:id", method = "get", operation_id = "get_person")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<PersonId>,
    ) -> Result<Tagged<PersonBody>, Problem<Reading>> {
        let person = app.get_person(&call, id.0).await?;
        Ok(tagged(&call, person))
    }

    /// Change a person
    #[oai(
        path = "/persons/:id",
        method = "patch",
        operation_id = "update_person"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<PersonId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<PersonChangeBody>,
    ) -> Result<Tagged<PersonBody>, Problem<Editing>> {
        let change = PersonChange {
            name: text(body.0.name),
            reading: nullable(body.0.reading),
            other_names: texts(body.0.other_names),
            archived: body.0.archived,
        };
        let expected = expected(if_match.0.as_deref());
        let person = app.update_person(&call, id.0, &expected, change).await?;
        Ok(tagged(&call, person))
    }

    /// Delete a person, or archive it where something refers to it
    #[oai(
        path = "/persons/:id",
        method = "delete",
        operation_id = "delete_person"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<PersonId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_person(&call, id.0, &expected).await?;
        Ok(Done)
    }
}

fn tagged(call: &Call, person: Person) -> Tagged<PersonBody> {
    Tagged {
        tag: EntityTag::for_editor(call.caller.is_secretariat(), person.version),
        body: person.into(),
    }
}
