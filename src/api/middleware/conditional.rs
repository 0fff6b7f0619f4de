//! If-None-Match (RFC 9110, section 13.1.2): 304 where the caller has what it asks for already.

use std::sync::Arc;

use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    http::{
        HeaderValue, Method, StatusCode,
        header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY},
    },
};

/// Answers 304 to a GET whose ETag the caller has, and says how answers may be kept.
pub async fn answer<E: Endpoint>(endpoint: Arc<E>, request: Request) -> Result<Response> {
    let known = match *request.method() {
        Method::GET | Method::HEAD => request.headers().get(IF_NONE_MATCH).cloned(),
        _ => None,
    };
    let mut response = endpoint.call(request).await?.into_response();
    let headers = response.headers_mut();
    // What a caller sees hangs on its token, so that no cache may give it to another without asking.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    headers.append(
        VARY,
        HeaderValue::from_static("authorization, accept-language"),
    );
    let same = match (&known, response.headers().get(ETAG)) {
        (Some(known), Some(tag)) => matches(known, tag),
        _ => false,
    };
    if same && response.status() == StatusCode::OK {
        let mut unchanged = StatusCode::NOT_MODIFIED.into_response();
        for name in [ETAG, CACHE_CONTROL, VARY] {
            if let Some(value) = response.headers().get(&name) {
                unchanged.headers_mut().insert(name, value.clone());
            }
        }
        return Ok(unchanged);
    }
    Ok(response)
}

/// Weak comparison: `W/` is of no account here.
fn matches(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else {
        return false;
    };
    known
        .split(',')
        .map(str::trim)
        .any(|candidate| candidate == "*" || candidate.trim_start_matches("W/") == tag)
}
