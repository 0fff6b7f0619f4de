//! An id for every request, and one line in the log for each: no document text, no token, no query.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use poem::{Endpoint, IntoResponse, Request, Response, Result, http::HeaderValue};
use tracing::Instrument;
use uuid::{Uuid, fmt::Hyphenated};

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
    let id = next_id();
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let uri = request.uri().clone();
    let span = tracing::info_span!("request", request_id = %id);
    async move {
        let start = Instant::now();
        let mut response = match endpoint.call(request).await {
            Ok(response) => response.into_response(),
            Err(error) => error.into_response(),
        };
        let mut text = [0; Hyphenated::LENGTH];
        if let Ok(value) = HeaderValue::from_str(id.hyphenated().encode_lower(&mut text)) {
            response.headers_mut().insert("x-request-id", value);
        }
        let elapsed = start.elapsed();
        metrics.count(&method, response.status(), elapsed.as_secs_f64());
        tracing::info!(
            %method,
            path = uri.path(),
            status = response.status().as_u16(),
            microseconds = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        Ok(response)
    }
    .instrument(span)
    .await
}

/// An id for finding one request in the log. It tells neither when the request came nor how many came before it, and costs
/// no system call: a count, hashed with keys of this process.
fn next_id() -> Uuid {
    static KEYS: OnceLock<RandomState> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let keys = KEYS.get_or_init(RandomState::new);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u64_pair(keys.hash_one((count, 0)), keys.hash_one((count, 1)))
}
