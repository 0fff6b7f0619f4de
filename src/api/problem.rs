//! Errors as RFC 9457 problem+json with a stable `code`.
//!
//! A handler returns a [`Problem`]; which statuses it can give is a part of its type and so of the OpenAPI document. The
//! body is written by [`middleware::problems`](super::middleware), which knows the caller's language and also turns
//! every error of poem's own into the same shape.

use std::{marker::PhantomData, sync::Arc};

use poem::{IntoResponse, Response, http::StatusCode};
use poem_openapi::{
    ApiResponse, Object,
    payload::{Json, Payload},
    registry::{MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};

use crate::{
    app::{AppError, Language, SearchError, StoreError},
    domain::TextEnum,
};

/// Why a request was not done (RFC 9457).
#[derive(Debug, Clone, Object)]
#[oai(rename = "Problem")]
pub struct ProblemDetails {
    /// Always `about:blank`: `code` tells problems apart.
    #[oai(rename = "type")]
    pub kind: String,
    /// One line that names the problem, in the language that Accept-Language asks for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened here, and what to do next.
    pub detail: String,
    /// The stable name of the problem, for programs.
    pub code: String,
    /// What is wrong with each field, where the problem is about fields; how many of each kind are open, where people have to
    /// decide first.
    #[oai(skip_serializing_if_is_empty, default)]
    pub errors: Vec<FieldProblem>,
    /// The id of this request, as in the log.
    #[oai(skip_serializing_if_is_none)]
    pub request_id: Option<String>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Object)]
pub struct FieldProblem {
    /// The name of the field.
    pub field: String,
    /// What is wrong with it.
    pub detail: String,
}

/// A set of statuses that an operation can answer a problem with.
pub trait Statuses: Send + Sync + 'static {
    /// The statuses.
    const ALL: &'static [u16];
}

macro_rules! statuses {
    ($($(#[$meta:meta])* $name:ident = [$($status:literal),+];)+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name;
        impl Statuses for $name {
            const ALL: &'static [u16] = &[$($status),+];
        }
    )+};
}

statuses! {
    /// Reading one thing.
    Reading = [400, 401, 404, 500, 503];
    /// Reading what may have been withdrawn.
    ReadingPublished = [400, 401, 404, 410, 500, 503];
    /// Reading a list.
    Listing = [400, 401, 500, 503];
    /// Reading something in a form that it may not fit.
    Exporting = [400, 401, 404, 422, 500, 503];
    /// Reading what only some roles may read.
    Restricted = [400, 401, 403, 404, 500, 503];
    /// Making something.
    Creating = [400, 401, 403, 404, 409, 413, 415, 422, 500, 503, 507];
    /// Bringing in a file that changes many things.
    BringingIn = [400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 503, 507];
    /// Making a part of something that takes any number of them.
    Entering = [400, 401, 403, 404, 409, 413, 415, 422, 500, 503, 507];
    /// Changing something that has no ETag and may not fit what there is.
    Placing = [400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 503, 507];
    /// Deleting something that has no ETag.
    Forgetting = [400, 401, 403, 404, 500, 503, 507];
    /// Doing something, once, that takes no body.
    Concluding = [400, 401, 403, 404, 409, 412, 413, 500, 503, 507];
    /// Changing something that has an ETag and stands by itself.
    Amending = [400, 401, 403, 404, 412, 413, 415, 422, 428, 500, 503, 507];
    /// Changing something that has an ETag.
    Editing = [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 500, 503, 507];
    /// Deleting something that has an ETag.
    Deleting = [400, 401, 403, 404, 409, 412, 428, 500, 503, 507];
}

/// A problem, with the statuses that the operation documents.
#[derive(Debug)]
pub struct Problem<S> {
    error: AppError,
    statuses: PhantomData<S>,
}

impl<S> From<AppError> for Problem<S> {
    fn from(error: AppError) -> Self {
        Self {
            error,
            statuses: PhantomData,
        }
    }
}

/// The refusal that a response stands for; the middleware writes its words.
#[derive(Debug, Clone)]
pub(super) struct Refusal(pub Arc<AppError>);

impl<S: Statuses> From<Problem<S>> for poem::Error {
    fn from(problem: Problem<S>) -> Self {
        let mut response = refuse(problem.error);
        let refusal = response.extensions_mut().remove::<Refusal>();
        let mut error = Self::from_response(response);
        // What an error becomes has the error's own extensions, in the place of those of its response.
        if let Some(refusal) = refusal {
            error.set_data(refusal);
        }
        error
    }
}

impl<S: Statuses> IntoResponse for Problem<S> {
    fn into_response(self) -> Response {
        refuse(self.error)
    }
}

/// The response for a refusal, still without its words.
pub(super) fn refuse(error: AppError) -> Response {
    let mut response = Response::builder().status(status_of(&error)).finish();
    response.extensions_mut().insert(Refusal(Arc::new(error)));
    response
}

impl<S: Statuses> ApiResponse for Problem<S> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: S::ALL
                .iter()
                .map(|status| MetaResponse {
                    description: describe(*status),
                    status: Some(*status),
                    status_range: None,
                    content: vec![MetaMediaType {
                        content_type: "application/problem+json",
                        schema: <Json<ProblemDetails> as Payload>::schema_ref(),
                    }],
                    headers: Vec::new(),
                })
                .collect(),
        }
    }

    fn register(registry: &mut Registry) {
        ProblemDetails::register(registry);
    }
}

fn describe(status: u16) -> &'static str {
    match status {
        400 => "The request cannot be read: a parameter, a header or the body has the wrong form.",
        401 => "A token is required, or the one sent is not valid.",
        403 => "The role of the token does not allow this.",
        404 => "It does not exist, or the caller may not know that it does.",
        409 => {
            "It does not fit what there is: a duplicate, something in use, a change of state that is not allowed."
        }
        410 => "The minutes were published, and withdrawn: when and why.",
        412 => "It has changed since the caller read it.",
        413 => "The body is too large.",
        415 => "The body has a type that this operation does not take.",
        422 => "The body can be read, but holds values that cannot be taken.",
        428 => "If-Match is missing.",
        500 => "Something went wrong that should not.",
        503 => "The database, the search index or the server cannot answer right now.",
        507 => "There is no room left; nothing was changed.",
        _ => "A problem.",
    }
}

/// The HTTP status of a refusal.
pub(super) fn status_of(error: &AppError) -> StatusCode {
    match error {
        AppError::NotFound(_) => StatusCode::NOT_FOUND,
        AppError::ForeignCursor => StatusCode::BAD_REQUEST,
        AppError::TokenRequired | AppError::TokenInvalid => StatusCode::UNAUTHORIZED,
        AppError::Forbidden => StatusCode::FORBIDDEN,
        AppError::Invalid(_) | AppError::Unreadable(_) | AppError::UnreadableRoster(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Duplicate(..)
        | AppError::InUse(_)
        | AppError::ReferenceLost
        | AppError::Archived(_)
        | AppError::Merged(_)
        | AppError::NotMerged
        | AppError::KeptWasMerged(_)
        | AppError::MinutesTransition { .. }
        | AppError::ActionItemTransition { .. }
        | AppError::Undecided { .. }
        | AppError::CheckClosed
        | AppError::OpinionChanged
        | AppError::SameMeeting(_)
        | AppError::MinutesFixed(_)
        | AppError::MinutesPublished(_)
        | AppError::NotPublished(_)
        | AppError::StillPublished
        | AppError::AlreadyApplied(_)
        | AppError::AlreadySettled => StatusCode::CONFLICT,
        AppError::Withdrawn { .. } => StatusCode::GONE,
        AppError::VersionRequired => StatusCode::PRECONDITION_REQUIRED,
        AppError::Stale => StatusCode::PRECONDITION_FAILED,
        AppError::Store(StoreError::Full) => StatusCode::INSUFFICIENT_STORAGE,
        AppError::Store(
            StoreError::Unavailable(_) | StoreError::FileGone(_) | StoreError::FileMissing(_),
        )
        | AppError::Search(
            SearchError::Locked(_) | SearchError::Missing(_) | SearchError::Unavailable(_),
        ) => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Store(_) | AppError::Search(_) | AppError::Internal(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

impl ProblemDetails {
    /// The words for a refusal.
    pub(super) fn of(error: &AppError, language: Language, request_id: Option<String>) -> Self {
        let errors = match error {
            AppError::Invalid(fields) => fields
                .iter()
                .map(|field| FieldProblem {
                    field: field.field.clone().into_owned(),
                    detail: language.pick(&field.japanese, &field.english).clone(),
                })
                .collect(),
            AppError::Undecided {
                lines,
                suggestions,
                corrections,
            } => {
                let of_members =
                    (*corrections > 0).then_some(("correction_requests", *corrections));
                let of_lines = (!lines.is_empty()).then(|| {
                    (
                        "unmapped_lines",
                        i64::try_from(lines.len()).unwrap_or(i64::MAX),
                    )
                });
                suggestions
                    .iter()
                    .map(|(kind, count)| (kind.as_str(), *count))
                    .chain(of_lines)
                    .chain(of_members)
                    .map(|(field, count)| FieldProblem {
                        field: field.to_owned(),
                        detail: count.to_string(),
                    })
                    .collect()
            }
            _ => Vec::new(),
        };
        Self {
            kind: "about:blank".to_owned(),
            title: error.title(language).to_owned(),
            status: status_of(error).as_u16(),
            detail: error.detail(language),
            code: error.code().to_owned(),
            errors,
            request_id,
        }
    }
}
