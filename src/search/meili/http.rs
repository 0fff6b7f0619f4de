//! How requests reach the server: with a time limit, tried again where that is safe, and with the status kept.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::io::{AsyncRead, AsyncReadExt};
use meilisearch_sdk::errors::{Error, MeilisearchCommunicationError, MeilisearchError};
use meilisearch_sdk::request::{HttpClient, Method};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::MeiliLimits;

/// How long to wait before each further try.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(400)];

/// The SDK's own client has no time limit, and loses the status of a failure that has a body.
#[derive(Clone)]
pub(super) struct Transport {
    client: reqwest::Client,
    authorization: Option<HeaderValue>,
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport(…)")
    }
}

/// One request, ready to be sent, and sent again.
struct Prepared {
    verb: reqwest::Method,
    url: String,
    content_type: String,
    body: Option<Vec<u8>>,
    expected: u16,
}

impl Prepared {
    /// Whether sending it twice does no harm. Everything that giji sends says what shall be, except for these.
    fn is_repeatable(&self) -> bool {
        let once = self.url.ends_with("/swap-indexes") || self.url.ends_with("/keys");
        !once || self.verb == reqwest::Method::GET
    }
}

impl Transport {
    /// A client that waits no longer than `limits` say.
    pub fn new(limits: MeiliLimits, key: Option<&str>) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .connect_timeout(limits.connect)
            .timeout(limits.request)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| error.to_string())?;
        let authorization = match key {
            None => None,
            Some(key) => {
                let mut value = HeaderValue::from_str(&format!("Bearer {key}"))
                    .map_err(|_| "the key holds characters that no key has".to_owned())?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        Ok(Self {
            client,
            authorization,
        })
    }

    async fn send<Output: DeserializeOwned>(&self, request: Prepared) -> Result<Output, Error> {
        let mut pauses = PAUSES.iter();
        loop {
            let error = match self.send_once(&request).await {
                Ok(body) => return Ok(serde_json::from_str(&body)?),
                Err(error) => error,
            };
            match pauses.next() {
                Some(pause) if is_worth_another_try(&error, request.is_repeatable()) => {
                    tokio::time::sleep(*pause).await;
                }
                _ => return Err(error),
            }
        }
    }

    /// The body of the answer, if that has the expected status.
    async fn send_once(&self, request: &Prepared) -> Result<String, Error> {
        let mut builder = self.client.request(request.verb.clone(), &request.url);
        if let Some(authorization) = &self.authorization {
            builder = builder.header(AUTHORIZATION, authorization.clone());
        }
        if let Some(body) = &request.body {
            builder = builder
                .header(CONTENT_TYPE, &request.content_type)
                .body(body.clone());
        }
        let response = builder.send().await?;
        let status = response.status().as_u16();
        let body = response.text().await?;
        if status == request.expected {
            let null = body.is_empty();
            return Ok(if null { "null".to_owned() } else { body });
        }
        let told: Option<MeilisearchError> = serde_json::from_str(&body).ok();
        Err(match told {
            Some(told) if status < 500 => Error::Meilisearch(told),
            told => Error::MeilisearchCommunication(MeilisearchCommunicationError {
                status_code: status,
                message: told.map(|told| told.error_message),
                url: request.url.clone(),
            }),
        })
    }
}

/// Whether the same request may do better a moment later. One that took all its time has had its chance.
fn is_worth_another_try(error: &Error, repeatable: bool) -> bool {
    match error {
        Error::HttpError(error) if error.is_connect() => true,
        Error::HttpError(error) => repeatable && !error.is_timeout() && !error.is_builder(),
        Error::MeilisearchCommunication(error) => {
            repeatable && matches!(error.status_code, 429 | 500..)
        }
        _ => false,
    }
}

#[async_trait]
impl HttpClient for Transport {
    async fn request<Query, Body, Output>(
        &self,
        url: &str,
        method: Method<Query, Body>,
        expected: u16,
    ) -> Result<Output, Error>
    where
        Query: Serialize + Send + Sync,
        Body: Serialize + Send + Sync,
        Output: DeserializeOwned + 'static + Send,
    {
        let body = method.body().map(serde_json::to_vec).transpose()?;
        let prepared = prepared(url, &method, "application/json", body, expected)?;
        self.send(prepared).await
    }

    async fn stream_request<
        Query: Serialize + Send + Sync,
        Body: AsyncRead + Send + Sync + 'static,
        Output: DeserializeOwned + 'static,
    >(
        &self,
        url: &str,
        method: Method<Query, Body>,
        content_type: &str,
        expected: u16,
    ) -> Result<Output, Error> {
        let mut prepared = prepared(url, &method, content_type, None, expected)?;
        if let Some(body) = method.into_body() {
            let mut bytes = Vec::new();
            let mut body = std::pin::pin!(body);
            let read = body.read_to_end(&mut bytes).await;
            read.map_err(|error| Error::Other(Box::new(error)))?;
            prepared.body = Some(bytes);
        }
        self.send(prepared).await
    }

    fn is_tokio(&self) -> bool {
        true
    }
}

fn prepared<Query: Serialize, Body>(
    url: &str,
    method: &Method<Query, Body>,
    content_type: &str,
    body: Option<Vec<u8>>,
    expected: u16,
) -> Result<Prepared, Error> {
    let verb = match method {
        Method::Get { .. } => reqwest::Method::GET,
        Method::Post { .. } => reqwest::Method::POST,
        Method::Patch { .. } => reqwest::Method::PATCH,
        Method::Put { .. } => reqwest::Method::PUT,
        Method::Delete { .. } => reqwest::Method::DELETE,
    };
    // giji writes what follows the path into the address itself.
    let query = serde_json::to_value(method.query())?;
    if !query.is_null() {
        return Err(Error::InvalidRequest);
    }
    Ok(Prepared {
        verb,
        url: url.to_owned(),
        content_type: content_type.to_owned(),
        body,
        expected,
    })
}
