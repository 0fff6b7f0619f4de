//! An id for every request, and one line in the log for each: no document text, no token, no query.

use std::{sync::Arc, time::Instant};

use poem::{Endpoint, IntoResponse, Request, Response, Result, http::HeaderValue};
use tracing::Instrument;
use uuid::Uuid;

use super::Metrics;

/// The id of a request.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(pub Uuid);

/// Gives the request an id, answers it in `X-Request-Id`, and logs what became of it.
pub async fn answer<E: Endpoint>(
    endpoint: Arc<E>,
    mut request: Request,
    metrics: Metrics,
) -> Result<Response> {
    // An id is for finding one request in the log, not for ordering: it needs no clock.
    let id = Uuid::from_bytes(random_bytes());
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let span = tracing::info_span!("request", request_id = %id);
    async move {
        let start = Instant::now();
        let mut response = match endpoint.call(request).await {
            Ok(response) => response.into_response(),
            Err(error) => error.into_response(),
        };
        if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
            response.headers_mut().insert("x-request-id", value);
        }
        let elapsed = start.elapsed();
        metrics.count(&method, response.status(), elapsed.as_secs_f64());
        tracing::info!(
            %method,
            path,
            status = response.status().as_u16(),
            microseconds = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        Ok(response)
    }
    .instrument(span)
    .await
}

fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    // Without the system's randomness the request still gets an answer; its id is then the nil id.
    let _ = getrandom::fill(&mut bytes);
    bytes
}
