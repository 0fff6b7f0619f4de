//! What stands around every handler, from the outside in: the request's id and log line, problem+json for every error,
//! limits of size and time, conditional answers, and who is calling.

mod allow;
mod authenticate;
mod conditional;
mod foreign;
mod limits;
mod problems;
mod reasons;
mod request_log;

use std::sync::Arc;

use poem::{Endpoint, EndpointExt};

use super::system::Metrics;
use crate::app::App;

pub use allow::AllowedMethods;
pub use limits::MAX_BODY_BYTES;
pub use problems::accepted_language;
pub(super) use request_log::RequestId;

/// Puts everything around `routes`.
pub fn around<E>(routes: E, app: App, allowed: AllowedMethods, metrics: Metrics) -> impl Endpoint
where
    E: Endpoint + 'static,
{
    let allowed = Arc::new(allowed);
    routes
        .around(conditional::answer)
        .around(move |endpoint, request| {
            let app = app.clone();
            authenticate::answer(endpoint, request, app)
        })
        .around(limits::answer)
        .around(problems::catch_panic)
        .around(move |endpoint, request| {
            let allowed = Arc::clone(&allowed);
            problems::answer(endpoint, request, allowed)
        })
        .around(move |endpoint, request| {
            let metrics = metrics.clone();
            request_log::answer(endpoint, request, metrics)
        })
}
