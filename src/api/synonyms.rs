//! `/synonyms`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Section,
    convert::texts,
    if_match::expected,
    problem::{Creating, Deleting, Editing, Listing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    types::Text,
};
use crate::{
    app::{App, Call, SynonymGroupChange, limits},
    domain::{SynonymGroup, SynonymGroupId},
};

/// Words of which any finds the others in a search (同義語).
#[derive(Debug, Object)]
#[oai(rename = "SynonymGroup")]
pub struct SynonymGroupBody {
    id: SynonymGroupId,
    /// The words, two or more.
    words: Vec<String>,
    /// Whether it is no longer used.
    archived: bool,
}

impl From<SynonymGroup> for SynonymGroupBody {
    fn from(group: SynonymGroup) -> Self {
        Self {
            id: group.id,
            words: group.words,
            archived: group.archived_at.is_some(),
        }
    }
}

/// Words that stand for one another from now on.
#[derive(Debug, Object)]
#[oai(rename = "NewSynonymGroup", deny_unknown_fields)]
pub struct NewSynonymGroupBody {
    /// The words: two or more that search does not take for one already.
    words: Vec<Text<{ limits::NAME }>>,
}

/// What to change of a group; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "SynonymGroupChange", deny_unknown_fields)]
pub struct SynonymGroupChangeBody {
    /// The words, all of them.
    words: Option<Vec<Text<{ limits::NAME }>>>,
    /// Whether it is no longer used.
    archived: Option<bool>,
}

/// The synonyms.
pub struct SynonymsApi;

#[OpenApi(tag = "Section::Search")]
impl SynonymsApi {
    /// List synonyms, all at once
    #[oai(path = "/synonyms", method = "get", operation_id = "list_synonyms")]
    async fn list(
        &self,
        app: Data<&App>,
        /// Whether to list also those that are no longer used.
        archived: Query<Option<bool>>,
    ) -> Result<Json<List<SynonymGroupBody>>, Problem<Listing>> {
        let groups = app.list_synonym_groups(archived.0.unwrap_or(false)).await?;
        Ok(Json(List::whole(
            groups.into_iter().map(Into::into).collect(),
        )))
    }

    /// Add a group of synonyms
    #[oai(path = "/synonyms", method = "post", operation_id = "create_synonyms")]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewSynonymGroupBody>,
    ) -> Result<Created<SynonymGroupBody>, Problem<Creating>> {
        let words = body.0.words.into_iter().map(String::from).collect();
        let group = app.create_synonym_group(&call, words).await?;
        Ok(Created {
            tag: EntityTag::Version(group.version),
            location: format!("/api/v1/synonyms/{}", group.id),
            body: group.into(),
        })
    }

    /// Read a group of synonyms
    #[oai(path = "/synonyms/:id", method = "get", operation_id = "get_synonyms")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<SynonymGroupId>,
    ) -> Result<Tagged<SynonymGroupBody>, Problem<Reading>> {
        let group = app.get_synonym_group(id.0).await?;
        Ok(tagged(&call, group))
    }

    /// Change a group of synonyms
    #[oai(
        path = "/synonyms/:id",
        method = "patch",
        operation_id = "update_synonyms"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<SynonymGroupId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<SynonymGroupChangeBody>,
    ) -> Result<Tagged<SynonymGroupBody>, Problem<Editing>> {
        let change = SynonymGroupChange {
            words: texts(body.0.words),
            archived: body.0.archived,
        };
        let expected = expected(if_match.0.as_deref());
        let group = app
            .update_synonym_group(&call, id.0, &expected, change)
            .await?;
        Ok(tagged(&call, group))
    }

    /// Delete a group of synonyms
    #[oai(
        path = "/synonyms/:id",
        method = "delete",
        operation_id = "delete_synonyms"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<SynonymGroupId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_synonym_group(&call, id.0, &expected).await?;
        Ok(Done)
    }
}

fn tagged(call: &Call, group: SynonymGroup) -> Tagged<SynonymGroupBody> {
    Tagged {
        tag: EntityTag::for_editor(call.caller.is_admin(), group.version),
        body: group.into(),
    }
}
