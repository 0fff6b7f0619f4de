//! What stands around every handler, from the outside in: the request's id and log line, problem+json for every error,
//! limits of size and time, who is calling, whether the operation has what is sent, and conditional answers.

mod authenticate;
mod conditional;
mod foreign;
mod limits;
mod members;
mod operations;
mod parameters;
mod problems;
mod reasons;
mod request_log;

use std::sync::Arc;

use poem::{Endpoint, EndpointExt};

use super::system::Metrics;
use crate::app::App;

pub use authenticate::CORRECTION_REASON;
pub use limits::MAX_BODY_BYTES;
pub use operations::Operations;
pub use problems::accepted_language;
pub(super) use request_log::RequestId;

/// Puts everything around `routes`.
pub fn around<E>(routes: E, app: App, operations: Operations, metrics: Metrics) -> impl Endpoint
where
    E: Endpoint + 'static,
{
    let operations = Arc::new(operations);
    let known = Arc::clone(&operations);
    routes
        .around(conditional::answer)
        .around(move |endpoint, request| operations::answer(endpoint, request, Arc::clone(&known)))
        .around(move |endpoint, request| {
            let app = app.clone();
            authenticate::answer(endpoint, request, app)
        })
        .around(limits::answer)
        .around(problems::catch_panic)
        .around(move |endpoint, request| {
            problems::answer(endpoint, request, Arc::clone(&operations))
        })
        .around(move |endpoint, request| {
            let metrics = metrics.clone();
            request_log::answer(endpoint, request, metrics)
        })
}
