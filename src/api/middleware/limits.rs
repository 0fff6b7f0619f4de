//! Limits of size and time: every input is hostile until it is parsed.

use std::{sync::Arc, time::Duration};

use poem::{
    Body, Endpoint, IntoResponse, Request, Response, Result,
    error::ReadBodyError,
    http::{
        Method, StatusCode,
        header::{AUTHORIZATION, CONTENT_LENGTH},
    },
};

/// The largest body of a request: a document of the largest size, escaped in JSON as `\uXXXX` in places.
pub const MAX_BODY_BYTES: usize = 32 * 1024 * 1024;

/// The largest body of a request without a token: nothing that the public may do has one.
pub(super) const MAX_PUBLIC_BODY_BYTES: usize = 64 * 1024;

/// The longest that a request may take.
const MAX_TIME: Duration = Duration::from_secs(60);

/// The request took too long.
#[derive(Debug, thiserror::Error)]
#[error("the request took longer than {} seconds", MAX_TIME.as_secs())]
pub struct TimedOut;

impl poem::error::ResponseError for TimedOut {
    fn status(&self) -> StatusCode {
        StatusCode::SERVICE_UNAVAILABLE
    }
}

/// Refuses bodies that are too large, announced or not, and requests that take too long.
pub async fn answer<E: Endpoint>(endpoint: Arc<E>, mut request: Request) -> Result<Response> {
    let work = async {
        if !matches!(
            *request.method(),
            Method::GET | Method::HEAD | Method::OPTIONS
        ) {
            let limit = if request.headers().contains_key(AUTHORIZATION) {
                MAX_BODY_BYTES
            } else {
                MAX_PUBLIC_BODY_BYTES
            };
            let announced = request
                .headers()
                .get(CONTENT_LENGTH)
                .and_then(|length| length.to_str().ok())
                .and_then(|length| length.parse::<usize>().ok());
            if announced.is_some_and(|length| length > limit) {
                return Err(ReadBodyError::PayloadTooLarge.into());
            }
            let body = request.take_body().into_bytes_limit(limit).await?;
            request.set_body(Body::from_bytes(body));
        }
        endpoint
            .call(request)
            .await
            .map(IntoResponse::into_response)
    };
    match tokio::time::timeout(MAX_TIME, work).await {
        Ok(result) => result,
        Err(_) => Err(TimedOut.into()),
    }
}
