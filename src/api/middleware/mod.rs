//! What stands around every handler, from the outside in: the request's id and log line, problem+json for every error,
//! limits of size and time, conditional answers, and who is calling.

mod authenticate;
mod conditional;
mod limits;
mod problems;
mod request_log;

use poem::{Endpoint, EndpointExt};

use crate::app::App;

pub use limits::MAX_BODY_BYTES;
pub use problems::accepted_language;
pub(super) use request_log::RequestId;

/// Puts everything around `routes`.
pub fn around<E>(routes: E, app: App) -> impl Endpoint
where
    E: Endpoint + 'static,
{
    routes
        .around(conditional::answer)
        .around(move |endpoint, request| {
            let app = app.clone();
            authenticate::answer(endpoint, request, app)
        })
        .around(limits::answer)
        .around(problems::answer)
        .around(request_log::answer)
}
