//! Every error in one shape: refusals of use cases, and all that poem finds wrong before a handler is reached.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt;

use poem::{
    Endpoint, Error, IntoResponse, Request, Response, Result,
    error::MethodNotAllowedError,
    http::{
        HeaderValue, StatusCode,
        header::{ACCEPT_LANGUAGE, ALLOW, CONTENT_LANGUAGE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use poem_openapi::types::ToJSON;

use super::{
    super::problem::{ProblemDetails, Refusal, status_of},
    Operations, RequestId,
    foreign::{Words, words_for},
};
use crate::app::{AppError, Language};

/// Writes the words of every refusal and every error.
pub async fn answer<E: Endpoint>(
    endpoint: Arc<E>,
    request: Request,
    operations: Arc<Operations>,
) -> Result<Response> {
    let uri = request.uri().clone();
    let language = language_of(&request);
    let request_id = request.extensions().get::<RequestId>().copied();
    let result = endpoint
        .call(request)
        .await
        .map(IntoResponse::into_response);
    Ok(match result {
        Ok(response) => match response.extensions().get::<Refusal>().cloned() {
            Some(Refusal(error)) => from_refusal(&error, language, request_id),
            None => response,
        },
        Err(error) => {
            let not_allowed = error.is::<MethodNotAllowedError>();
            let mut response = from_error(error, language, request_id);
            if not_allowed
                && let Ok(methods) = HeaderValue::from_str(operations.methods(uri.path()))
            {
                response.headers_mut().insert(ALLOW, methods);
            }
            response
        }
    })
}

/// A handler panicked; what it said is in the log, and in no answer.
#[derive(Debug, thiserror::Error)]
#[error("a handler panicked")]
struct Panicked;

impl poem::error::ResponseError for Panicked {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// Turns a panic of a handler into an error like any other, so that the connection lives on.
pub async fn catch_panic<E: Endpoint>(endpoint: Arc<E>, request: Request) -> Result<Response> {
    let work = AssertUnwindSafe(endpoint.call(request));
    match work.catch_unwind().await {
        Ok(result) => result.map(IntoResponse::into_response),
        Err(_) => Err(Panicked.into()),
    }
}

fn from_refusal(error: &AppError, language: Language, request_id: Option<RequestId>) -> Response {
    let status = status_of(error);
    if status.is_server_error() {
        tracing::error!(code = error.code(), %error, "request failed");
    }
    respond(
        &ProblemDetails::of(error, language, request_id.map(|id| id.0.to_string())),
        status,
        language,
    )
}

fn from_error(error: Error, language: Language, request_id: Option<RequestId>) -> Response {
    if error.is_from_response() {
        let response = error.into_response();
        return match response.extensions().get::<Refusal>().cloned() {
            Some(Refusal(refusal)) => from_refusal(&refusal, language, request_id),
            None => response,
        };
    }
    let status = error.status();
    let Words {
        code,
        title,
        detail,
        errors,
    } = words_for(&error, language);
    if status.is_server_error() {
        tracing::error!(code, %error, "request failed");
    }
    let problem = ProblemDetails {
        kind: "about:blank".to_owned(),
        title: title.to_owned(),
        status: status.as_u16(),
        detail,
        code: code.to_owned(),
        errors,
        request_id: request_id.map(|id| id.0.to_string()),
    };
    respond(&problem, status, language)
}

fn respond(problem: &ProblemDetails, status: StatusCode, language: Language) -> Response {
    let mut response = Response::builder()
        .status(status)
        .content_type("application/problem+json")
        .header(CONTENT_LANGUAGE, language.pick("ja", "en"))
        .body(problem.to_json_string());
    let headers = response.headers_mut();
    match status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"giji\""),
            );
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
        }
        _ => {}
    }
    response
}

fn language_of(request: &Request) -> Language {
    let header = request.headers().get(ACCEPT_LANGUAGE);
    accepted_language(header.and_then(|value| value.to_str().ok()))
}

/// The first of ja and en that Accept-Language names with the highest weight; English where it names neither.
pub fn accepted_language(header: Option<&str>) -> Language {
    let Some(header) = header else {
        return Language::default();
    };
    let mut best = (0.0, Language::default());
    for part in header.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let tag = pieces.next().unwrap_or_default().to_ascii_lowercase();
        let weight: f32 = pieces
            .find_map(|piece| piece.strip_prefix("q="))
            .and_then(|weight| weight.parse().ok())
            .unwrap_or(1.0);
        let language = match tag.split('-').next() {
            Some("ja") => Language::Japanese,
            Some("en") => Language::English,
            _ => continue,
        };
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}
