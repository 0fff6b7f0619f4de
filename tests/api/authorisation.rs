//! No operation is without a check of who is calling: each one of the document is called without a token and with the
//! token of a member, and the ones that change something refuse both.

use std::time::Duration;

use poem::http::Method;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    app::{Answer, PUBLIC},
    catalogue::resources,
    contract::{Operation, operations, resolve},
    world::{World, in_each_world, seat},
};

/// What a member may do beside reading.
const OPEN_TO_MEMBERS: [&str; 5] = [
    "create_action_item",
    "confirm_opinions",
    "delete_confirmation",
    "create_correction_request",
    "delete_correction_request",
];

/// The name of the operation in the document.
fn name_of(operation: &Operation) -> &'static str {
    operation.description["operationId"]
        .as_str()
        .expect("an operation id")
}

/// Addresses of things that everybody sees, so that a refusal is about rights and not about hiding; by the beginning of
/// the path in the document.
async fn visible_things(world: &World) -> Vec<(String, String)> {
    let mut things = vec![
        (
            "/councils/{id}".to_owned(),
            format!("/councils/{}", world.council),
        ),
        (
            "/meetings/{id}".to_owned(),
            format!("/meetings/{}", world.published),
        ),
    ];
    for resource in resources(world).await {
        let mut new = resource.new.clone();
        if new.get("visibility").is_some() {
            new["visibility"] = json!("public");
        }
        let made = world
            .post(&resource.editor, &resource.collection, new)
            .await
            .made();
        let (collection, _) = made.path[1..].split_once('/').expect("a path with an id");
        let parameter = if collection == "issues" { "key" } else { "id" };
        things.push((format!("/{collection}/{{{parameter}}}"), made.path));
    }
    // A person is seen by a seat, and this person has none yet.
    let person = things
        .iter()
        .find(|(template, _)| template.starts_with("/persons"));
    let person = person.map(|(_, path)| path.rsplit('/').next().unwrap_or_default());
    let body = seat(world.council, person.unwrap_or_default());
    world.post(&world.admin, "/memberships", body).await.is(201);
    things
}

/// The address of an operation: of a thing that everybody sees where there is one, else of nothing.
fn address(operation: &Operation, things: &[(String, String)]) -> (String, bool) {
    let known = things
        .iter()
        .find(|(template, _)| operation.path.starts_with(template.as_str()));
    let (path, visible) = match known {
        Some((template, path)) => (operation.path.replacen(template, path, 1), true),
        None => (operation.path.clone(), !operation.path.contains('{')),
    };
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| match segment {
            "{line}" => "1".to_owned(),
            "{key}" => "unknown".to_owned(),
            "{file}" if path.contains("/revisions/") => "1.html".to_owned(),
            "{file}" => "latest.html".to_owned(),
            _ if segment.starts_with('{') => Uuid::from_u128(1).to_string(),
            _ => segment.to_owned(),
        })
        .collect();
    (segments.join("/"), visible)
}

/// The smallest value that a schema takes.
fn example(schema: &'static Value, world: &World, name: &str) -> Value {
    let schema = resolve(schema);
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("object"), _) => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            let required = |name: &str| {
                let names = schema["required"].as_array().into_iter().flatten();
                names.clone().any(|required| required == name) || names.count() == 0
            };
            // A body without required members says nothing when it is empty, so that it gets all of them.
            let members: Map<String, Value> = properties
                .filter(|(name, _)| required(name))
                .map(|(name, property)| (name.clone(), example(property, world, name)))
                .collect();
            Value::Object(members)
        }
        (Some("array"), _) => json!([]),
        (Some("boolean"), _) => json!(false),
        (Some("integer" | "number"), _) => schema.get("minimum").cloned().unwrap_or(json!(1)),
        (_, Some("uuid")) if name == "council_id" => json!(world.council),
        (_, Some("uuid")) => json!(Uuid::from_u128(1)),
        (_, Some("date")) => json!("2022-12-21"),
        (_, Some("date-time")) => json!("2022-12-21T09:30:00Z"),
        _ => schema.get("example").cloned().unwrap_or(json!("a")),
    }
}

async fn call(world: &World, token: &str, operation: &Operation, path: &str) -> Answer {
    let mut request = world.request(operation.method.clone(), token, path);
    let content = &operation.description["requestBody"]["content"];
    let body = &content["application/json"]["schema"];
    if content["multipart/form-data"].is_object() {
        let council = world.council.to_string();
        request = request.form(&[("council_id", &council)], "minutes.txt", b"a");
    } else if !body.is_null() {
        let body = example(body, world, "").to_string();
        request = request.body("application/json", body);
    } else if let Some(types) = content.as_object() {
        // A file: of which kind, no caller without rights gets to hear.
        let (media_type, _) = types.iter().next().expect("a type");
        request = request.body(media_type, "a");
    }
    world.send(request).await
}

#[test]
fn no_operation_changes_anything_without_a_token() {
    in_each_world(async |world| {
        let things = visible_things(world).await;
        let mut checked = 0;
        let writing = world.app.db().write().await.expect("a transaction");
        for operation in operations() {
            if operation.method == Method::GET {
                continue;
            }
            let (path, _) = address(&operation, &things);
            let asked = call(world, PUBLIC, &operation, &path);
            let answer = tokio::time::timeout(Duration::from_secs(3), asked).await;
            let answer = answer.expect("the public does not wait for whoever writes");
            answer.problem(401, "token_required");
            checked += 1;
        }
        drop(writing);
        assert!(checked > 20, "only {checked} operations were found");
    });
}

#[test]
fn no_operation_is_open_to_members_that_is_not_listed() {
    in_each_world(async |world| {
        let things = visible_things(world).await;
        for operation in operations() {
            if operation.method == Method::GET || OPEN_TO_MEMBERS.contains(&name_of(&operation)) {
                continue;
            }
            let (path, visible) = address(&operation, &things);
            let answer = call(world, &world.member, &operation, &path).await;
            if visible || answer.status == 403 {
                answer.problem(403, "forbidden");
            } else {
                answer.problem(404, "not_found");
            }
        }
    });
}

#[test]
fn reading_needs_a_token_where_the_document_says_so_and_only_there() {
    in_each_world(async |world| {
        let things = visible_things(world).await;
        for operation in operations() {
            if operation.method != Method::GET {
                continue;
            }
            let (path, visible) = address(&operation, &things);
            let security = operation.description["security"]
                .as_array()
                .expect("security");
            let public = security.contains(&json!({}));
            let answer = call(world, PUBLIC, &operation, &path).await;
            match (public, visible) {
                (true, true) => drop(answer.is(200)),
                (true, false) => drop(answer.problem(404, "not_found")),
                (false, _) if answer.status == 404 => drop(answer.problem(404, "not_found")),
                (false, _) => drop(answer.problem(401, "token_required")),
            }
        }
    });
}

#[test]
fn operations_have_names_and_words() {
    let mut names = Vec::new();
    for operation in operations() {
        let name = name_of(&operation);
        let snake_case = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        assert!(name.chars().all(snake_case), "{name}");
        assert!(
            operation.description["summary"].is_string(),
            "{name} has no summary"
        );
        names.push(name);
    }
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "an operation id is used twice");
}
