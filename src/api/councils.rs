//! `/councils`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text},
    if_match::expected,
    paging::{Cursor, PageLimit, page_request},
    problem::{Creating, Deleting, Editing, Listing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    types::Text,
};
use crate::{
    app::{App, Call, CouncilChange, NewCouncil, limits},
    domain::{AttributionPolicy, Council, CouncilId},
};

/// A council (協議会・審議会).
#[derive(Debug, Object)]
#[oai(rename = "Council")]
pub struct CouncilBody {
    id: CouncilId,
    /// Its name as printed.
    name: String,
    /// Its name in another language.
    name_en: Option<String>,
    /// How it publishes who said something.
    attribution_policy: AttributionPolicy,
    /// Whether it meets no more.
    archived: bool,
}

impl From<Council> for CouncilBody {
    fn from(council: Council) -> Self {
        Self {
            id: council.id,
            name: council.name,
            name_en: council.name_en,
            attribution_policy: council.attribution_policy,
            archived: council.archived_at.is_some(),
        }
    }
}

/// A council to be made.
#[derive(Debug, Object)]
#[oai(rename = "NewCouncil", deny_unknown_fields)]
pub struct NewCouncilBody {
    /// Its name as printed; no two councils have the same.
    name: Text<{ limits::NAME }>,
    /// Its name in another language.
    name_en: Option<Text<{ limits::NAME }>>,
    /// How it publishes who said something; by name when left out.
    attribution_policy: Option<AttributionPolicy>,
}

/// What to change of a council; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "CouncilChange", deny_unknown_fields)]
pub struct CouncilChangeBody {
    /// Its name as printed.
    name: Option<Text<{ limits::NAME }>>,
    /// Its name in another language; `null` empties it.
    name_en: MaybeUndefined<Text<{ limits::NAME }>>,
    /// How it publishes who said something.
    attribution_policy: Option<AttributionPolicy>,
    /// Whether it meets no more.
    archived: Option<bool>,
}

/// The councils.
pub struct CouncilsApi;

#[OpenApi(tag = "Section::Councils")]
impl CouncilsApi {
    /// List councils
    #[oai(path = "/councils", method = "get", operation_id = "list_councils")]
    async fn list(
        &self,
        app: Data<&App>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'c'>>>,
    ) -> Result<Json<List<CouncilBody>>, Problem<Listing>> {
        let page = page_request(limit.0, cursor.0);
        let councils = app.list_councils(&page).await?;
        Ok(Json(List::of::<'c', _>(
            councils,
            |council| council.id.0,
            CouncilBody::from,
        )))
    }

    /// Make a council
    #[oai(path = "/councils", method = "post", operation_id = "create_council")]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewCouncilBody>,
    ) -> Result<Created<CouncilBody>, Problem<Creating>> {
        let new = NewCouncil {
            name: body.0.name.into(),
            name_en: text(body.0.name_en),
            attribution_policy: body
                .0
                .attribution_policy
                .unwrap_or(AttributionPolicy::Named),
        };
        let council = app.create_council(&call, new).await?;
        Ok(Created {
            tag: EntityTag::Version(council.version),
            location: format!("/api/v1/councils/{}", council.id),
            body: council.into(),
        })
    }

    /// Read a council
    #[oai(path = "/councils/:id", method = "get", operation_id = "get_council")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CouncilId>,
    ) -> Result<Tagged<CouncilBody>, Problem<Reading>> {
        let council = app.get_council(id.0).await?;
        Ok(tagged(&call, council))
    }

    /// Change a council
    #[oai(
        path = "/councils/:id",
        method = "patch",
        operation_id = "update_council"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CouncilId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<CouncilChangeBody>,
    ) -> Result<Tagged<CouncilBody>, Problem<Editing>> {
        let change = CouncilChange {
            name: text(body.0.name),
            name_en: nullable(body.0.name_en),
            attribution_policy: body.0.attribution_policy,
            archived: body.0.archived,
        };
        let expected = expected(if_match.0.as_deref());
        let council = app.update_council(&call, id.0, &expected, change).await?;
        Ok(tagged(&call, council))
    }

    /// Delete a council, or archive it where something refers to it
    #[oai(
        path = "/councils/:id",
        method = "delete",
        operation_id = "delete_council"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<CouncilId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_council(&call, id.0, &expected).await?;
        Ok(Done)
    }
}

fn tagged(call: &Call, council: Council) -> Tagged<CouncilBody> {
    Tagged {
        tag: EntityTag::for_editor(call.caller.is_admin(), council.version),
        body: council.into(),
    }
}
