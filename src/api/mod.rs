//! The HTTP API: bodies, handlers, problem+json, authentication, the OpenAPI document.
//!
//! A handler extracts, makes one call into `app`, and converts. Rules are `app`'s; what the document says about the
//! handlers is generated from them and mended in one place, [`document`].

mod action_items;
mod attendance;
mod audit;
mod check_rounds;
mod checked_opinions;
mod convert;
mod correction_requests;
mod councils;
mod diff;
mod document;
mod download;
mod draft;
mod if_match;
mod imports;
mod issues;
mod lines;
mod materials;
mod meetings;
mod memberships;
mod merges;
mod middleware;
mod minutes;
mod opinions;
mod paging;
mod persons;
mod problem;
mod publication;
mod reading_memory;
mod redactions;
mod response;
mod reviews;
mod roster;
mod search;
mod search_answer;
mod search_around;
mod search_parameters;
mod source;
mod suggestions;
mod synonyms;
mod system;
mod tokens;
mod topics;
mod types;
mod upload;

use poem::{Endpoint, EndpointExt, Route, get, handler, web::Html};
use poem_openapi::{OpenApi, OpenApiService, Tags};

use crate::app::{App, REVISION_SCHEMA};

pub use action_items::to_json as action_item_to_json;
pub use document::document;
pub use roster::to_json as roster_report_to_json;
pub use search_answer::to_json as search_answer_to_json;

/// Where the API is.
pub const BASE: &str = "/api/v1";

/// How the operations are grouped in the documentation.
#[derive(Tags)]
enum Section {
    /// The bodies that meet (協議会・審議会).
    Councils,
    /// The people, and their seats in councils (人・委員).
    Persons,
    /// Meetings with attendance, topics, materials and minutes (会議).
    Meetings,
    /// What is published: revisions, their files, corrections (公開・版・正誤).
    Publication,
    /// What was said (意見・発言).
    Opinions,
    /// Members check what they said, and ask for corrections (委員確認・訂正依頼).
    MemberCheck,
    /// The vocabulary that opinions are tagged with (論点).
    Issues,
    /// Full-text search (検索).
    Search,
    /// What somebody should do, and what became of it (対応事項).
    ActionItems,
    /// Files in, and what the importer proposes (取込み・候補).
    Imports,
    /// Tokens and the audit trail (トークン・監査証跡).
    Administration,
}

fn operations() -> impl OpenApi {
    (
        (
            councils::CouncilsApi,
            persons::PersonsApi,
            memberships::MembershipsApi,
            merges::MergesApi,
            roster::RosterApi,
        ),
        (
            meetings::MeetingsApi,
            minutes::MinutesApi,
            publication::PublicationApi,
        ),
        (
            attendance::AttendanceApi,
            topics::TopicsApi,
            materials::MaterialsApi,
        ),
        (opinions::OpinionsApi, issues::IssuesApi),
        (
            check_rounds::CheckRoundsApi,
            checked_opinions::CheckedOpinionsApi,
            correction_requests::CorrectionRequestsApi,
        ),
        (action_items::ActionItemsApi, reviews::ReviewsApi),
        (
            search::SearchApi,
            search_around::SearchAroundApi,
            synonyms::SynonymsApi,
        ),
        (
            imports::ImportsApi,
            lines::LinesApi,
            suggestions::SuggestionsApi,
            reading_memory::ReadingMemoryApi,
        ),
        (tokens::TokensApi, audit::AuditApi),
    )
}

fn service() -> OpenApiService<impl OpenApi, ()> {
    OpenApiService::new(operations(), "giji", env!("CARGO_PKG_VERSION")).server(BASE)
}

/// The whole service: the API, its documentation, and what watches over it.
pub fn endpoint(app: App) -> impl Endpoint {
    let service = service();
    let document = document::mend(&service.spec());
    let page = service
        .swagger_ui_html()
        .replace(&service.spec(), &document);
    let known = middleware::Operations::of(&document, BASE);
    let metrics = system::Metrics::new();
    let routes = Route::new()
        .nest_no_strip(BASE, Route::new().nest(BASE, service))
        .at(
            "/openapi.json",
            get(serve_document.data(Document(document))),
        )
        .at("/schemas/revision.json", get(serve_revision_schema))
        .at("/docs", get(serve_page.data(Page(page))))
        .nest_no_strip("/", system::routes(app.clone(), metrics.clone()));
    middleware::around(routes.data(app.clone()), app, known, metrics)
}

#[derive(Clone)]
struct Document(String);

#[derive(Clone)]
struct Page(String);

#[handler]
fn serve_document(document: poem::web::Data<&Document>) -> poem::Response {
    poem::Response::builder()
        .content_type("application/json; charset=utf-8")
        .body(document.0.0.clone())
}

/// What a revision that is read as JSON looks like.
#[handler]
fn serve_revision_schema() -> poem::Response {
    poem::Response::builder()
        .content_type("application/schema+json")
        .body(REVISION_SCHEMA)
}

#[handler]
fn serve_page(page: poem::web::Data<&Page>) -> Html<String> {
    Html(page.0.0.clone())
}
