//! The OpenAPI document: what poem-openapi writes, with its gaps mended over the JSON.
//!
//! The mended document is the one that is served at `/openapi.json`, shown at `/docs` and checked in as
//! openapi/openapi.json.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::middleware::CORRECTION_REASON;

/// The contract of what a document is read as: hand-written, because its types are `minutes`' own.
const PARSED_MINUTES: &str = include_str!("parsed_minutes.schema.json");
/// An example for each of the main schemas, by the schema's name.
const EXAMPLES: &str = include_str!("examples.json");

/// The mended document as text, the way it is checked in.
pub fn document() -> String {
    mend(&super::service().spec())
}

/// Mends what poem-openapi leaves open; each step says what.
pub(super) fn mend(spec: &str) -> String {
    let mut document: Value = serde_json::from_str(spec).expect("poem-openapi writes JSON");
    mend_info(&mut document);
    for_each_object(&mut document, &mut |object| {
        mend_schema(object);
        mend_media_types(object);
    });
    let mut problems = Map::new();
    for_each_operation(&mut document, |method, path, operation| {
        mend_operation(method, path, operation);
        share_problems(operation, &mut problems);
    });
    document["components"]["responses"] = Value::Object(problems);
    mend_components(&mut document);
    let mut text = serde_json::to_string_pretty(&document).expect("JSON can be written");
    text.push('\n');
    text
}

fn mend_info(document: &mut Value) {
    document["info"]["description"] = json!(
        "Deliberations of public councils: meetings, opinions by issue, full-text search, action items across meetings. \
         Without a token the public sees what is published; with one, what its role may see. Errors are RFC 9457 \
         problem+json with a stable `code`."
    );
    document["info"]["license"] =
        json!({ "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" });
    // `identifier` is of OpenAPI 3.1; 3.0 has only a name and an address.
    if let Some(license) = document["info"]["license"].as_object_mut() {
        license.remove("identifier");
        license.insert(
            "url".to_owned(),
            json!("https://www.apache.org/licenses/LICENSE-2.0"),
        );
    }
}

/// poem-openapi writes `naive-date`, unsigned formats that OpenAPI does not know, and floats for whole numbers.
fn mend_schema(object: &mut Map<String, Value>) {
    match object.get("format").and_then(Value::as_str) {
        Some("naive-date") => {
            object.insert("format".to_owned(), json!("date"));
        }
        Some("uint16" | "uint32" | "uint64") => {
            object.remove("format");
            object.entry("minimum").or_insert(json!(0));
        }
        _ => {}
    }
    if object.get("type") == Some(&json!("integer")) {
        for key in ["minimum", "maximum"] {
            if let Some(number) = object.get(key).and_then(Value::as_f64) {
                object.insert(key.to_owned(), whole(number));
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound of an integer is an integer"
)]
fn whole(number: f64) -> Value {
    json!(number as i64)
}

/// The character set is no part of a media type's key.
fn mend_media_types(object: &mut Map<String, Value>) {
    if let Some(Value::Object(content)) = object.get_mut("content")
        && let Some(media_type) = content.remove("application/json; charset=utf-8")
    {
        content.insert("application/json".to_owned(), media_type);
    }
}

fn mend_operation(method: &str, path: &str, operation: &mut Map<String, Value>) {
    operation.insert("security".to_owned(), security(method, path));
    mend_required(operation);
    let tagged = operation["responses"]["200"]["headers"]
        .get("ETag")
        .is_some();
    if method == "get" && tagged {
        operation["responses"]["304"] =
            json!({ "description": "It is still as If-None-Match says." });
        parameter_list(operation).push(json!({
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The ETag that the caller has.",
            "schema": { "type": "string" }
        }));
    }
    if corrects(method, path) {
        parameter_list(operation).push(json!({
            "name": CORRECTION_REASON, "in": "header", "required": false,
            "description": "Why, in UTF-8 or percent-encoded, where the minutes are published: the change is their next revision then, \
                with an erratum. Without it such a change is refused with 409.",
            "schema": { "type": "string" }
        }));
    }
    mend_request_id(operation);
}

fn parameter_list(operation: &mut Map<String, Value>) -> &mut Vec<Value> {
    operation
        .entry("parameters")
        .or_insert_with(|| json!([]))
        .as_array_mut()
        .expect("parameters are a list")
}

/// Whether an operation changes what may be published already.
fn corrects(method: &str, path: &str) -> bool {
    const PARTS: [&str; 5] = ["opinions", "topics", "attendance", "materials", "meetings"];
    let mut steps = path.trim_start_matches('/').split('/');
    let (first, last) = (steps.next().unwrap_or_default(), path.rsplit('/').next());
    match method {
        "post" => first == "meetings" && last.is_some_and(|last| PARTS.contains(&last)),
        "patch" | "delete" => PARTS.contains(&first) && path.matches('/').count() == 2,
        _ => false,
    }
}

/// A parameter that may be repeated may also be left out, which poem-openapi does not say. If-Match may not: without it the
/// answer is 428, which poem-openapi could not give.
fn mend_required(operation: &mut Map<String, Value>) {
    let parameters = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        if parameter["in"] == "query" && parameter["schema"]["type"] == "array" {
            parameter["required"] = json!(false);
        }
        if parameter["name"] == "If-Match" {
            parameter["required"] = json!(true);
        }
    }
}

/// Every answer names its request; poem-openapi knows only the headers that handlers set.
fn mend_request_id(operation: &mut Map<String, Value>) {
    let Some(Value::Object(responses)) = operation.get_mut("responses") else {
        return;
    };
    for response in responses.values_mut() {
        response["headers"]["X-Request-Id"] =
            json!({ "$ref": "#/components/headers/X-Request-Id" });
    }
}

/// A problem is the same at each operation that can answer it: it is described once.
fn share_problems(operation: &mut Map<String, Value>, problems: &mut Map<String, Value>) {
    let Some(Value::Object(responses)) = operation.get_mut("responses") else {
        return;
    };
    for (status, response) in responses {
        if response["content"]
            .get("application/problem+json")
            .is_some()
        {
            let name = format!("Problem{status}");
            let reference = json!({ "$ref": format!("#/components/responses/{name}") });
            problems.insert(name, std::mem::replace(response, reference));
        }
    }
}

/// Reading is open to the public as far as something is public; everything else takes a token.
fn security(method: &str, path: &str) -> Value {
    const TOKEN_ONLY: [&str; 7] = [
        "/audit",
        "/tokens",
        "/imports",
        "/suggestions",
        "/reading-memory",
        "/check-rounds",
        "/correction-requests",
    ];
    let token_only = TOKEN_ONLY.iter().any(|prefix| path.starts_with(prefix))
        || path.ends_with("/minutes/transitions")
        || path.ends_with("/check-rounds");
    if method == "get" && !token_only {
        json!([{}, { "token": [] }])
    } else {
        json!([{ "token": [] }])
    }
}

/// Required members that may be `null` are nullable; bodies that refuse unknown members say so; the token scheme.
fn mend_components(document: &mut Value) {
    document["components"]["securitySchemes"] = json!({
        "token": {
            "type": "http", "scheme": "bearer",
            "description": "Made by `giji token create` or `POST /tokens`; shown once."
        }
    });
    document["components"]["headers"]["X-Request-Id"] = json!({
        "description": "The id of this request, as in the log.",
        "schema": { "type": "string", "format": "uuid" }
    });
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else {
        return;
    };
    let types: HashMap<String, Value> = schemas
        .iter()
        .map(|(name, schema)| {
            let reference = format!("#/components/schemas/{name}");
            (reference, schema["type"].clone())
        })
        .collect();
    for (name, schema) in &mut *schemas {
        let Some(schema) = schema.as_object_mut() else {
            continue;
        };
        if name.starts_with("New") || name.ends_with("Change") || name.ends_with("Request") {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
        mend_nullable(schema, &types);
    }
    schemas.extend(read_object(PARSED_MINUTES));
    for (name, example) in read_object(EXAMPLES) {
        if let Some(Value::Object(schema)) = schemas.get_mut(&name) {
            schema.insert("example".to_owned(), example);
        }
    }
}

fn read_object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).expect("the file is a JSON object")
}

/// poem-openapi leaves an `Option` out of `required` and says no more; giji answers it as `null`. `types` are those of the
/// schemas that a property may refer to: OpenAPI 3.0 knows `nullable` only beside a `type`.
fn mend_nullable(schema: &mut Map<String, Value>, types: &HashMap<String, Value>) {
    let required: Vec<Value> = schema
        .get("required")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, property) in properties {
        if required.contains(&json!(name)) {
            continue;
        }
        if property.get("$ref").is_some() {
            *property = json!({ "allOf": [property.take()] });
        }
        if let Some(reference) = property["allOf"][0]["$ref"].as_str()
            && let Some(kind) = types.get(reference)
        {
            property["type"] = kind.clone();
        }
        property["nullable"] = json!(true);
    }
}

fn for_each_operation(
    document: &mut Value,
    mut mend: impl FnMut(&str, &str, &mut Map<String, Value>),
) {
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for (path, item) in paths {
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        for (method, operation) in item {
            if let Some(operation) = operation.as_object_mut() {
                mend(method, path, operation);
            }
        }
    }
}

fn for_each_object(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            for child in object.values_mut() {
                for_each_object(child, visit);
            }
        }
        Value::Array(items) => {
            for item in items {
                for_each_object(item, visit);
            }
        }
        _ => {}
    }
}
