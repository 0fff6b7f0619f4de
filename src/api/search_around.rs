//! What is near a search: suggestions while typing, and the opinions related to one.

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{
    Section,
    middleware::accepted_language,
    paging::PageLimit,
    problem::{Listing, Problem, Reading},
    response::List,
    search_answer::Hit,
    types::QueryText,
};
use crate::{
    app::{App, Call, SearchSuggestion, SearchSuggestionKind},
    domain::OpinionId,
};

/// How many suggestions of a kind, or related opinions, are given when nothing is said.
const DEFAULT_LIMIT: usize = 5;

/// Something that may be meant by what is typed.
#[derive(Debug, Object)]
#[oai(rename = "SearchSuggestion")]
pub struct SearchSuggestionBody {
    /// What it is.
    #[oai(rename = "type")]
    kind: SearchSuggestionKind,
    /// Its words.
    text: String,
    /// The key of an issue.
    key: Option<String>,
    /// The id of a person or a topic.
    id: Option<Uuid>,
}

impl From<SearchSuggestion> for SearchSuggestionBody {
    fn from(suggestion: SearchSuggestion) -> Self {
        Self {
            kind: suggestion.kind,
            text: suggestion.text,
            key: suggestion.key,
            id: suggestion.id,
        }
    }
}

/// What is near a search.
pub struct SearchAroundApi;

#[OpenApi(tag = "Section::Search")]
impl SearchAroundApi {
    /// Suggest terms, issues, people and topics while somebody types
    #[oai(
        path = "/search/suggestions",
        method = "get",
        operation_id = "list_search_suggestions"
    )]
    async fn suggestions(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// What is typed so far; nothing is suggested for nothing.
        q: Query<Option<QueryText>>,
        /// At most this many of each type; 5 when left out.
        limit: Query<Option<PageLimit>>,
        /// The language of the names of issues.
        #[oai(name = "Accept-Language")]
        language: Header<Option<String>>,
    ) -> Result<Json<List<SearchSuggestionBody>>, Problem<Listing>> {
        let typed = q.0.map(String::from).unwrap_or_default();
        let language = accepted_language(language.0.as_deref());
        let suggestions = app
            .list_search_suggestions(&call, &typed, count(limit.0), language)
            .await?;
        Ok(Json(List::whole(
            suggestions.into_iter().map(Into::into).collect(),
        )))
    }

    /// List the opinions that are about the same as one, nearest first
    #[oai(
        path = "/opinions/:id/related",
        method = "get",
        operation_id = "list_related_opinions"
    )]
    async fn related(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<OpinionId>,
        /// At most this many; 5 when left out.
        limit: Query<Option<PageLimit>>,
    ) -> Result<Json<List<Hit>>, Problem<Reading>> {
        let hits = app
            .list_related_opinions(&call, id.0, count(limit.0))
            .await?;
        Ok(Json(List::whole(
            hits.into_iter().map(Into::into).collect(),
        )))
    }
}

fn count(limit: Option<PageLimit>) -> usize {
    limit
        .and_then(|limit| usize::try_from(limit.0).ok())
        .unwrap_or(DEFAULT_LIMIT)
}
