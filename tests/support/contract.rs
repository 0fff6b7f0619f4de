//! The OpenAPI document as a contract: no test gets an answer that it does not name.

use std::sync::LazyLock;

use poem::http::{Method, StatusCode};
use serde_json::Value;

/// The document that is served.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&giji::api::document()).expect("the document is JSON"));

/// An operation of the document.
pub struct Operation {
    /// As HTTP has it.
    pub method: Method,
    /// With the names of its parameters in braces.
    pub path: String,
    /// What the document says of it.
    pub description: &'static Value,
}

/// Every operation.
pub fn operations() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().expect("paths are an object");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("a path has methods");
            methods.iter().map(|(method, description)| Operation {
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                description,
            })
        })
        .collect()
}

/// Asserts that the document names this status for this operation, and that a body of JSON has the members that its
/// schema requires and no other.
pub fn assert_documented(method: &Method, path: &str, status: StatusCode, body: &str) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(operation) = operations()
        .into_iter()
        .find(|operation| operation.method == *method && fits(&operation.path, path))
    else {
        return;
    };
    let responses = &operation.description["responses"];
    let response = &responses[status.as_str()];
    assert!(
        !response.is_null(),
        "{method} {path} answered {status}, which the document does not name"
    );
    let schema = &response["content"]["application/json"]["schema"];
    if let (Ok(value), false) = (serde_json::from_str(body), schema.is_null()) {
        assert_fits(&value, schema, &format!("{method} {path} {status}"));
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(name, segment)| name.starts_with('{') || name == segment)
}

/// The schema that a reference leads to, or the schema itself.
pub fn resolve(schema: &'static Value) -> &'static Value {
    let schema = match schema["allOf"].as_array() {
        Some(parts) => &parts[0],
        None => schema,
    };
    match schema["$ref"].as_str() {
        Some(reference) => DOCUMENT
            .pointer(reference.trim_start_matches('#'))
            .expect("a reference leads somewhere"),
        None => schema,
    }
}

fn assert_fits(value: &Value, schema: &'static Value, place: &str) {
    if value.is_null() {
        assert!(
            schema["nullable"] == true,
            "{place} is null, which its schema does not allow"
        );
        return;
    }
    let schema = resolve(schema);
    match value {
        Value::Array(items) => {
            for item in items {
                assert_fits(item, &schema["items"], place);
            }
        }
        Value::Object(members) => {
            let Some(properties) = schema["properties"].as_object() else {
                return;
            };
            for (name, member) in members {
                let property = properties.get(name);
                let property =
                    property.unwrap_or_else(|| panic!("{place} has an undocumented {name}"));
                assert_fits(member, property, &format!("{place} {name}"));
            }
            for required in schema["required"].as_array().into_iter().flatten() {
                let name = required.as_str().expect("a name");
                assert!(members.contains_key(name), "{place} lacks {name}");
            }
        }
        _ => {
            if let Some(words) = schema["enum"].as_array() {
                assert!(
                    words.contains(value),
                    "{place} is {value}, which is no word of its set"
                );
            }
        }
    }
}
