//! Who is calling: the bearer of the token in `Authorization`, or the public.

use std::sync::Arc;

use poem::{Endpoint, IntoResponse, Request, Response, Result, http::header::AUTHORIZATION};

use super::{super::problem::refuse, RequestId};
use crate::{
    app::{App, AppError, Call, limits},
    domain::Caller,
};

/// The header that says why published minutes are corrected.
pub const CORRECTION_REASON: &str = "Correction-Reason";

/// Finds out who is calling, for the handler; refuses a token that is not valid.
pub async fn answer<E: Endpoint>(
    endpoint: Arc<E>,
    mut request: Request,
    app: App,
) -> Result<Response> {
    let caller = match caller_of(&request, &app).await {
        Ok(caller) => caller,
        Err(error) => return Ok(refuse(error)),
    };
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0);
    let correction = correction_of(&request);
    request.extensions_mut().insert(Call {
        caller,
        request_id,
        correction,
    });
    endpoint
        .call(request)
        .await
        .map(IntoResponse::into_response)
}

/// Why published minutes are corrected: UTF-8 as it is, or percent-encoded, because many programs send ASCII alone. What is no
/// reason is as none: a change that needs one is refused and says so.
fn correction_of(request: &Request) -> Option<String> {
    let header = request.headers().get(CORRECTION_REASON)?;
    let reason = percent_encoding::percent_decode(header.as_bytes());
    let reason = reason.decode_utf8().ok()?.trim().to_owned();
    let fits = !reason.contains('\0') && reason.chars().count() <= limits::NOTE;
    (fits && !reason.is_empty()).then_some(reason)
}

async fn caller_of(request: &Request, app: &App) -> Result<Caller, AppError> {
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        return Ok(Caller::PUBLIC);
    };
    let token = header
        .to_str()
        .ok()
        .and_then(|header| header.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .ok_or(AppError::TokenInvalid)?;
    app.authenticate(token).await
}
