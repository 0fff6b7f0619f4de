//! The OpenAPI document: what is checked in is what the code gives, and it fits what the code does.

use std::fs;

use giji::minutes::{Tagger, decode, default_vocabulary, parse};
use serde_json::{Map, Value};

fn path(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn document() -> Value {
    serde_json::from_str(&giji::api::document()).expect("the document is JSON")
}

/// What is wrong with `value` by the schema `schema` of `document`: types, required members, members that are not known,
/// words. Not more of JSON Schema than giji's document uses for shapes.
fn misfits(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let target = document
            .pointer(pointer)
            .unwrap_or_else(|| panic!("{reference} leads nowhere"));
        return misfits(document, target, value, place);
    }
    if value.is_null() && schema["nullable"] == true {
        return Vec::new();
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let each = |part| misfits(document, part, value, place);
        return parts.iter().flat_map(each).collect();
    }
    match schema["type"].as_str() {
        Some("object") => misfits_of_object(document, schema, value, place),
        Some("array") => match value.as_array() {
            Some(items) => (0..)
                .zip(items)
                .flat_map(|(n, item): (usize, _)| {
                    misfits(document, &schema["items"], item, &format!("{place}/{n}"))
                })
                .collect(),
            None => vec![format!("{place} is no array")],
        },
        Some("string") => match value.as_str() {
            Some(_) => word_misfit(schema, value, place),
            None => vec![format!("{place} is no string")],
        },
        Some("integer") if value.is_i64() => Vec::new(),
        Some("boolean") if value.is_boolean() => Vec::new(),
        Some(other) => vec![format!("{place} is no {other}")],
        None => Vec::new(),
    }
}

fn word_misfit(schema: &Value, value: &Value, place: &str) -> Vec<String> {
    match schema["enum"].as_array() {
        Some(words) if !words.contains(value) => vec![format!("{place}: {value} is no word of it")],
        _ => Vec::new(),
    }
}

fn misfits_of_object(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let Some(members) = value.as_object() else {
        return vec![format!("{place} is no object")];
    };
    let required = schema["required"].as_array().into_iter().flatten();
    let mut found: Vec<String> = required
        .filter_map(Value::as_str)
        .filter(|name| !members.contains_key(*name))
        .map(|name| format!("{place}/{name} is missing"))
        .collect();
    let rest = &schema["additionalProperties"];
    for (name, member) in members {
        let place = format!("{place}/{name}");
        match schema["properties"].get(name) {
            Some(schema) => found.extend(misfits(document, schema, member, &place)),
            None if rest.is_object() => found.extend(misfits(document, rest, member, &place)),
            None => found.push(format!("{place} is not described")),
        }
    }
    found
}

fn schemas(document: &Value) -> &Map<String, Value> {
    document["components"]["schemas"]
        .as_object()
        .expect("the document has schemas")
}

#[test]
fn what_is_checked_in_is_what_the_code_gives() {
    let checked_in = fs::read_to_string(path("openapi/openapi.json")).unwrap_or_default();
    assert!(
        checked_in == giji::api::document(),
        "openapi/openapi.json is not what the code gives: run `make openapi`"
    );
}

#[test]
fn every_document_that_is_read_fits_the_contract() {
    let document = document();
    let schema = &schemas(&document)["ParsedMinutes"];
    let tagger = Tagger::new(&default_vocabulary());
    let mut read = 0;
    let folders = ["tests/fixtures/minutes", "tests/fixtures/minutes/families"];
    let files = folders.iter().flat_map(|folder| {
        let entries = fs::read_dir(path(folder)).expect("there are fixtures");
        entries.map(|entry| entry.expect("the folder can be read").path())
    });
    for file in files.filter(|file| file.extension().is_some_and(|ending| ending == "txt")) {
        let bytes = fs::read(&file).expect("a fixture can be read");
        let parsed = parse(&decode(&bytes).expect("a fixture is text"), &tagger);
        let value = serde_json::to_value(parsed).expect("it can be written");
        let place = file.display().to_string();
        assert_eq!(
            misfits(&document, schema, &value, &place),
            Vec::<String>::new()
        );
        read += 1;
    }
    assert!(read > 60);
}

#[test]
fn the_check_of_the_contract_finds_what_is_wrong() {
    let document = document();
    let schema = &schemas(&document)["ParsedOpinion"];
    let value = serde_json::json!({
        "text": 3, "topic": null, "heading": null, "kind": "shout", "attribution": "named", "certainty": "printed",
        "speaker": null, "issues": [], "colour": "red"
    });
    let found = misfits(&document, schema, &value, "");
    for part in [
        "/text is no string",
        "/kind: \"shout\"",
        "/source is missing",
        "/colour is not",
    ] {
        assert!(
            found.iter().any(|misfit| misfit.contains(part)),
            "{part} in {found:?}"
        );
    }
}

#[test]
fn every_example_fits_its_schema() {
    let document = document();
    let mut seen = 0;
    for (name, schema) in schemas(&document) {
        if let Some(example) = schema.get("example") {
            assert_eq!(
                misfits(&document, schema, example, name),
                Vec::<String>::new()
            );
            seen += 1;
        }
    }
    let written = fs::read_to_string(path("src/api/examples.json")).expect("there are examples");
    let written: Map<String, Value> = serde_json::from_str(&written).expect("it is JSON");
    assert_eq!(seen, written.len(), "an example has no schema of its name");
}

#[test]
fn every_body_that_is_sent_has_an_example() {
    let document = document();
    for (name, schema) in schemas(&document) {
        let sent = ["New", "Change", "Request"];
        if sent
            .iter()
            .any(|part| name.starts_with(part) || name.ends_with(part))
            && !name.contains("Speaker")
            // A list of what is sent is not sent itself.
            && !name.starts_with("List_")
            && schema["type"] == "object"
        {
            assert!(schema.get("example").is_some(), "{name} has no example");
        }
    }
}
