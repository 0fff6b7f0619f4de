//! `/search`

use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Query},
    payload::Json,
};

use super::{
    Section,
    middleware::accepted_language,
    paging::PageLimit,
    problem::{Listing, Problem},
    search_answer::SearchResult,
    search_parameters::{FacetNames, HitCursor},
    types::{Date, QueryText, Text},
};
use crate::{
    app::{App, AppError, Call, DocumentType, SearchQuestion, SearchSort, limits},
    domain::{Attribution, CouncilId, MeetingId, OpinionKind},
};

/// The search.
pub struct SearchApi;

#[OpenApi(tag = "Section::Search")]
impl SearchApi {
    /// Search opinions, topics, action items, meetings and persons
    ///
    /// Words are ANDed; `"exact phrase"`, `-not`, `OR`, and `speaker:`, `issue:`, `council:`, `year:`, `kind:` before a
    /// value. Widths, kana, old and new forms of a kanji and the like are one. Synonyms and the other names of a year
    /// are searched for too; the answer lists them. A filter may be repeated: any of its values does.
    #[oai(path = "/search", method = "get", operation_id = "search")]
    #[expect(
        clippy::too_many_arguments,
        reason = "one for each parameter of the request"
    )]
    async fn search(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// The query; everything when left out.
        q: Query<Option<QueryText>>,
        /// Whether synonyms and the other names of years are searched for too; `true` when left out.
        expand: Query<Option<bool>>,
        /// What of that is left out: the `id` of an expansion, a term, or a word that would be added.
        without: Query<Vec<Text<{ limits::NAME }>>>,
        /// Kinds of things.
        #[oai(name = "type")]
        kind_of_thing: Query<Vec<DocumentType>>,
        /// Keys of issues.
        issue: Query<Vec<String>>,
        /// Councils.
        council: Query<Vec<CouncilId>>,
        /// Meetings.
        meeting: Query<Vec<MeetingId>>,
        /// Speakers, by name, role or both.
        speaker: Query<Vec<Text<{ limits::NAME }>>>,
        /// Roles of speakers as shown.
        role: Query<Vec<Text<{ limits::NAME }>>>,
        /// Kinds of opinions.
        kind: Query<Vec<OpinionKind>>,
        /// How it is told who said an opinion.
        attribution: Query<Vec<Attribution>>,
        /// Opinions of which an action item came that the caller may see, or all others.
        has_action_item: Query<Option<bool>>,
        /// 年度, named by the year in which it begins.
        fiscal_year: Query<Vec<i64>>,
        /// The first day of a meeting.
        from: Query<Option<Date>>,
        /// The last day of a meeting.
        to: Query<Option<Date>>,
        /// The order; by relevance when left out.
        sort: Query<Option<SearchSort>>,
        /// At most this many hits; 20 when left out.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<HitCursor>>,
        /// What to count the hits by; everything when left out.
        facets: Query<Vec<FacetNames>>,
        /// The language of the facets' labels.
        #[oai(name = "Accept-Language")]
        language: Header<Option<String>>,
    ) -> Result<Json<SearchResult>, Problem<Listing>> {
        let defaults = SearchQuestion::default();
        let mut question = SearchQuestion {
            query: q.0.map(String::from).unwrap_or_default(),
            expand: expand.0.unwrap_or(defaults.expand),
            without: without.0.into_iter().map(String::from).collect(),
            types: kind_of_thing.0,
            issues: issue.0,
            councils: council.0,
            meetings: meeting.0,
            speakers: speaker.0.into_iter().map(String::from).collect(),
            roles: role.0.into_iter().map(String::from).collect(),
            kinds: kind.0,
            attributions: attribution.0,
            has_action_item: has_action_item.0,
            fiscal_years: fiscal_year.0,
            from: from.0.map(|day| day.0),
            to: to.0.map(|day| day.0),
            sort: sort.0.unwrap_or(defaults.sort),
            limit: limit
                .0
                .and_then(|limit| usize::try_from(limit.0).ok())
                .unwrap_or(defaults.limit),
            cursor: None,
            facets: match facets.0 {
                names if names.is_empty() => defaults.facets,
                names => names.into_iter().flat_map(|names| names.0).collect(),
            },
        };
        question.cursor = match cursor.0 {
            Some(cursor) if cursor.of != question.fingerprint() => {
                return Err(AppError::ForeignCursor.into());
            }
            cursor => cursor.map(|cursor| cursor.place),
        };
        let language = accepted_language(language.0.as_deref());
        let answer = app.search(&call, question, language).await?;
        Ok(Json(answer.into()))
    }
}
