use serde_json::Value;

use super::*;
use crate::domain::{PartKind, PublishedMinutes, canonical, digest_of, example, hash_of};

fn written(minutes: &PublishedMinutes) -> String {
    let (revision, parts, scrubs) = example::stored(minutes);
    json(&revision, &parts, &scrubs).unwrap()
}

/// A revision with every kind of part, with words and without.
fn everything() -> [PublishedMinutes; 3] {
    let mut scrubbed = example::next();
    example::scrub(&mut scrubbed.meeting);
    example::scrub(&mut scrubbed.errata[0]);
    [example::bare(), example::next(), scrubbed]
}

#[test]
fn anybody_can_verify_the_hashes() {
    for minutes in everything() {
        let value: Value = serde_json::from_str(&written(&minutes)).unwrap();
        let manifest = canonical(&value["manifest"]).unwrap();
        assert_eq!(value["hash"], hash_of(&manifest));
        let listed = value["manifest"]["parts"].as_array().unwrap();
        let parts = value["parts"].as_array().unwrap();
        assert_eq!(listed.len(), parts.len());
        for (listed, part) in listed.iter().zip(parts) {
            for member in ["kind", "id", "digest"] {
                assert_eq!(listed[member], part[member]);
            }
            assert_ne!(part["content"].is_null(), part["scrubbed"].is_null());
            assert_eq!(part["content"].is_null(), part["salt"].is_null());
            if let Some(salt) = part["salt"].as_str() {
                let content = canonical(&part["content"]).unwrap();
                assert_eq!(part["digest"], digest_of(salt, &content));
            }
        }
    }
}

#[test]
fn the_hashed_texts_stand_in_the_file_as_they_are() {
    let (revision, mut parts, scrubs) = example::stored(&example::next());
    let text = json(&revision, &parts, &scrubs).unwrap();
    assert!(text.contains(&format!("\"manifest\":{},\n", revision.manifest)));
    for part in &parts {
        let Some(content) = &part.content else {
            continue;
        };
        let line = text
            .lines()
            .find(|line| line.contains(&part.digest) && line.starts_with("{\"kind\""));
        assert!(
            line.unwrap()
                .contains(&format!("\"content\":{content},\"scrubbed\":null}}"))
        );
    }
    parts.reverse();
    assert_eq!(json(&revision, &parts, &scrubs).unwrap(), text);
}

#[test]
fn a_scrubbed_part_says_when_and_why() {
    let value: Value = serde_json::from_str(&written(&example::next())).unwrap();
    let parts = value["parts"].as_array().unwrap();
    let gone: Vec<&Value> = parts
        .iter()
        .filter(|part| part["content"].is_null())
        .collect();
    assert_eq!(gone.len(), 1);
    assert_eq!(
        gone[0]["scrubbed"],
        json!({"at": "2025-03-31T15:30:00Z", "reason": "個人情報を誤って掲載したため"})
    );
}

#[test]
fn what_is_no_json_is_not_sent() {
    let (revision, mut parts, scrubs) = example::stored(&example::minutes());
    parts[2].content = Some("{}, \"more\": {}".to_owned());
    assert!(json(&revision, &parts, &scrubs).is_err());
}

#[test]
fn documents_are_as_the_schema_says() {
    let schema: Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let mut seen = Vec::new();
    for minutes in everything() {
        let value: Value = serde_json::from_str(&written(&minutes)).unwrap();
        fits(&schema, &schema, &value).unwrap();
        for part in value["parts"].as_array().unwrap() {
            seen.push(part["kind"].as_str().unwrap().to_owned());
        }
    }
    for kind in <PartKind as crate::domain::TextEnum>::ALL {
        assert!(seen.contains(&kind.to_string()), "{kind}");
    }
}

#[test]
fn the_schema_refuses_what_is_none() {
    let schema: Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let value: Value = serde_json::from_str(&written(&example::next())).unwrap();
    let with = |pointer: &str, wrong: Value| {
        let mut value = value.clone();
        *value.pointer_mut(pointer).unwrap() = wrong;
        fits(&schema, &schema, &value)
    };
    assert!(with("/hash", json!("x")).is_err());
    assert!(with("/manifest/number", json!("2")).is_err());
    assert!(with("/parts/0/content/council", Value::Null).is_err());
    assert!(with("/parts/0/content", json!({"part": "meeting"})).is_err());
    assert!(with("/parts/0/kind", json!("speech")).is_err());
}

/// Whether a value fits a schema of the keywords that ours has; any other keyword is an error, so that none goes unread.
fn fits(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let wrong = |what: &Value| Err(format!("{value} is not {what}"));
    for (keyword, rule) in schema.as_object().ok_or("a schema is an object")? {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" => {}
            "$ref" => {
                let pointer = rule.as_str().and_then(|rule| rule.strip_prefix('#'));
                fits(
                    root,
                    root.pointer(pointer.unwrap()).ok_or("no such schema")?,
                    value,
                )?;
            }
            "const" if rule == value => {}
            "enum" if rule.as_array().unwrap().contains(value) => {}
            "anyOf" => {
                let mut any = rule.as_array().unwrap().iter();
                if !any.any(|schema| fits(root, schema, value).is_ok()) {
                    return wrong(rule);
                }
            }
            "type" if has_type(rule, value) => {}
            "minimum" if value.as_i64() >= rule.as_i64() => {}
            "pattern" if value.is_null() || matches(rule.as_str().unwrap(), value) => {}
            "properties" | "additionalProperties" => members(root, schema, value)?,
            "required" => {
                let missing = |name: &&Value| value.get(name.as_str().unwrap()).is_none();
                if let Some(name) = rule.as_array().unwrap().iter().find(missing) {
                    return Err(format!("{name} is missing in {value}"));
                }
            }
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    fits(root, rule, item)?;
                }
            }
            "const" | "enum" | "type" | "minimum" | "pattern" => return wrong(rule),
            unread => return Err(format!("keyword {unread}")),
        }
    }
    Ok(())
}

fn members(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    for (name, member) in value.as_object().into_iter().flatten() {
        let rule = schema["properties"].get(name);
        fits(
            root,
            rule.ok_or_else(|| format!("{name} has no schema"))?,
            member,
        )?;
    }
    Ok(())
}

fn has_type(rule: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    };
    rule.as_array()
        .map_or_else(|| is(rule), |names| names.iter().any(is))
}

/// The patterns of ours, by what they are for.
fn matches(pattern: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let digits =
        |length| text.len() == length && text.bytes().all(|b| b"0123456789abcdef".contains(&b));
    match pattern {
        "^[0-9a-f]{64}$" => digits(64),
        pattern if pattern.starts_with("^[0-9a-f]{8}-") => uuid::Uuid::parse_str(text).is_ok(),
        pattern if pattern.contains("T[0-9]") => {
            text.parse::<chrono::DateTime<chrono::Utc>>().is_ok()
        }
        pattern if pattern.contains("[0-5]") => text.parse::<crate::domain::ClockTime>().is_ok(),
        pattern if pattern.contains("[0-9]{4,}") => text.parse::<chrono::NaiveDate>().is_ok(),
        other => panic!("pattern {other}"),
    }
}
