//! Who is calling: the bearer of the token in `Authorization`, or the public.

use std::sync::Arc;

use poem::{Endpoint, IntoResponse, Request, Response, Result, http::header::AUTHORIZATION};

use super::{super::problem::refuse, RequestId};
use crate::{
    app::{App, AppError, Call},
    domain::Caller,
};

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
    request.extensions_mut().insert(Call { caller, request_id });
    endpoint
        .call(request)
        .await
        .map(IntoResponse::into_response)
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
