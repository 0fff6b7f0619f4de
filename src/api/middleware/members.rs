//! Which member of a body is wrong. poem-openapi says what is wrong with a value and not where it stands, so that the body is
//! held against the schema of the operation, once it was refused.

use chrono::DateTime;
use poem::{Body, Endpoint, Error, IntoResponse, Request, Response, Result};
use poem_openapi::error::ParseRequestPayloadError;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{super::types::Date, Operations};

/// The member of a body that could not be read, beside the error that says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrongMember {
    /// Its name, with the names of the objects around it.
    pub path: String,
    /// Whether it has to be there and is not.
    pub is_missing: bool,
}

/// The largest body that is held against its schema: a larger one is not kept in memory for as long as it takes to answer.
const LARGEST: usize = 1024 * 1024;

/// Passes a request with a body on. Where the body cannot be read, a [`WrongMember`] goes beside the error, if one is found.
pub(super) async fn answer<E: Endpoint>(
    endpoint: &E,
    mut request: Request,
    operations: &Operations,
) -> Result<Response> {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    // It is in memory already; what is kept is another name for the same bytes.
    let bytes = request.take_body().into_bytes().await?;
    let kept = (bytes.len() <= LARGEST).then(|| bytes.clone());
    request.set_body(Body::from_bytes(bytes));
    let result = endpoint.call(request).await;
    result
        .map(IntoResponse::into_response)
        .map_err(|mut error: Error| {
            if let Some(ParseRequestPayloadError { reason }) = error.downcast_ref()
                && let Some(bytes) = kept
                && let Some(operation) = operations.find(&method, uri.path())
                && let Ok(body) = serde_json::from_slice(&bytes)
                && let Some(member) = wrong_member(operations, &operation.body, &body, reason)
            {
                error.set_data(member);
            }
            error
        })
}

/// The first member of `body` that `reason` can be about.
fn wrong_member(
    operations: &Operations,
    schema: &Value,
    body: &Value,
    reason: &str,
) -> Option<WrongMember> {
    let of_type = reason.starts_with("Expected input type ") || reason.starts_with("Type ");
    let mut search = Search {
        operations,
        reason,
        of_type,
        found: None,
    };
    search.value(schema, body, String::new());
    search.found
}

struct Search<'a> {
    operations: &'a Operations,
    reason: &'a str,
    /// Whether something is missing, or of another type; else a text has not the form, or is none of the words, that are wanted.
    of_type: bool,
    found: Option<WrongMember>,
}

impl Search<'_> {
    fn value(&mut self, schema: &Value, value: &Value, path: String) {
        let nullable = schema["nullable"] == true;
        let schema = self.operations.resolve(schema);
        match (schema["type"].as_str(), value) {
            (_, Value::Null) if nullable => {}
            (Some("object"), Value::Object(members)) => self.members(schema, members, &path),
            (Some("array"), Value::Array(items)) => {
                for (number, item) in items.iter().enumerate() {
                    self.value(&schema["items"], item, format!("{path}[{number}]"));
                }
            }
            (Some("string"), Value::String(text))
                if !self.of_type && is_meant(self.reason, schema, text) =>
            {
                self.take(path, false);
            }
            (Some("string"), Value::String(_)) => {}
            (Some("integer"), Value::Number(number)) if !number.is_f64() => {}
            (Some("number"), Value::Number(_)) | (Some("boolean"), Value::Bool(_)) | (None, _) => {}
            _ if self.of_type => self.take(path, false),
            _ => {}
        }
    }

    fn members(&mut self, schema: &Value, members: &Map<String, Value>, path: &str) {
        let properties = schema["properties"].as_object().into_iter().flatten();
        for (name, property) in properties {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{name}");
            match members.get(name) {
                Some(member) => self.value(property, member, path),
                None if self.of_type && is_required(schema, name) => self.take(path, true),
                None => {}
            }
        }
    }

    fn take(&mut self, path: String, is_missing: bool) {
        // What is wrong with the body as a whole has no name.
        if self.found.is_none() && !path.is_empty() {
            self.found = Some(WrongMember { path, is_missing });
        }
    }
}

fn is_required(schema: &Value, name: &str) -> bool {
    let mut required = schema["required"].as_array().into_iter().flatten();
    required.any(|one| one == name)
}

/// Whether it is this text that has not the form that `reason` asks for.
fn is_meant(reason: &str, schema: &Value, text: &str) -> bool {
    let of = |name: &str| reason.starts_with(&format!("failed to parse \"{name}\""));
    let quoted = || reason.contains(&format!("{text:?}"));
    match (schema["enum"].as_array(), schema["format"].as_str()) {
        (Some(words), _) => quoted() && !words.iter().any(|word| word == text),
        (None, Some("uuid")) => of("string_uuid") && Uuid::try_parse(text).is_err(),
        (None, Some("date")) => of("string_date") && text.parse::<Date>().is_err(),
        (None, Some("date-time")) => {
            of("string_date-time") && DateTime::parse_from_rfc3339(text).is_err()
        }
        _ => schema["pattern"].is_string() && quoted(),
    }
}
