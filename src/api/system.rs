//! `/healthz`, `/readyz`, `/metrics`: for whatever watches over the service. None of them tells what is in it.

use std::sync::Arc;

use poem::{
    Endpoint, EndpointExt, IntoResponse, Response, Route, get, handler,
    http::{Method, StatusCode},
    web::Data,
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use crate::app::{App, AppError};

/// Seconds: from a cached read to the longest that a request may take.
const BUCKETS: [f64; 9] = [0.000_5, 0.002, 0.01, 0.05, 0.2, 1.0, 5.0, 20.0, 60.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    status: u16,
}

/// What is counted.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answered, Counter>,
    seconds: Histogram,
    pending: Gauge,
}

impl Metrics {
    /// Counters that start from nothing.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("giji");
        let requests = Family::<Answered, Counter>::default();
        let seconds = Histogram::new(BUCKETS);
        let pending = Gauge::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to answer", seconds.clone());
        registry.register(
            "outbox_entries",
            "Changes that the search index has not been told yet",
            pending.clone(),
        );
        Self {
            registry: Arc::new(registry),
            requests,
            seconds,
            pending,
        }
    }

    /// Counts one answer.
    pub fn count(&self, method: &Method, status: StatusCode, seconds: f64) {
        // Anybody can send any method: those that are no standard are counted as one.
        let method = match *method {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::PATCH => "PATCH",
            Method::DELETE => "DELETE",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        };
        let answered = Answered {
            method,
            status: status.as_u16(),
        };
        self.requests.get_or_create(&answered).inc();
        self.seconds.observe(seconds);
    }
}

/// The routes.
pub fn routes(app: App, metrics: Metrics) -> impl Endpoint {
    Route::new()
        .at("/healthz", get(health))
        .at("/readyz", get(ready))
        .at("/metrics", get(scrape))
        .data(app)
        .data(metrics)
}

/// The process answers.
#[handler]
fn health() -> &'static str {
    "ok\n"
}

/// The database and the index answer.
#[handler]
async fn ready(app: Data<&App>) -> Response {
    match app.ready().await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            let part = match error {
                AppError::Search(_) => "search",
                _ => "database",
            };
            let words = format!("not ready: {part}\n");
            (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
        }
    }
}

#[handler]
async fn scrape(app: Data<&App>, metrics: Data<&Metrics>) -> Response {
    if let Ok(pending) = app.count_pending().await {
        metrics.pending.set(pending);
    }
    let mut text = String::new();
    if encode(&mut text, &metrics.registry).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    Response::builder()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text)
}
