//! A document on its way in: its text, and what was read from it.

use std::borrow::Cow;

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef, Registry},
    types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type},
};
use serde_json::Value;

use super::types::itself_is_raw;
use crate::{
    app::limits,
    domain::{
        AttendanceStatus, Attribution, Capacity, Certainty, MeetingMode, OpinionKind, Strength,
        TagOrigin,
    },
};

/// What the importer read: the object that `giji parse --format json` prints, described in parsed_minutes.schema.json.
#[derive(Debug)]
pub struct Draft(pub Value);

/// The text of a document. Unlike [`Text`](super::types::Text) it may be empty as far as its form goes: what is wrong with a document is told
/// by the importer.
#[derive(Debug)]
pub struct DocumentText(pub String);

fn registered<T: Type>(registry: &mut Registry) -> MetaSchemaRef {
    T::register(registry);
    T::schema_ref()
}

impl Type for Draft {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "ParsedMinutes".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::name().into_owned())
    }

    /// The schema itself is hand-written and put in with the other mends. What stands here only keeps the words that it
    /// refers to in the document.
    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Self::name().into_owned(), |registry| {
            let mut schema = MetaSchema::new("object");
            schema.any_of = vec![
                registered::<AttendanceStatus>(registry),
                registered::<Attribution>(registry),
                registered::<Capacity>(registry),
                registered::<Certainty>(registry),
                registered::<MeetingMode>(registry),
                registered::<OpinionKind>(registry),
                registered::<Strength>(registry),
                registered::<TagOrigin>(registry),
            ];
            schema
        });
    }
}

impl ParseFromJSON for Draft {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        value.map(Self).ok_or_else(ParseError::expected_input)
    }
}

impl ToJSON for Draft {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.clone())
    }
}

impl Type for DocumentText {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "string".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        let mut schema = MetaSchema::new("string");
        schema.max_length = Some(limits::DOCUMENT);
        MetaSchemaRef::Inline(Box::new(schema))
    }
}

impl ParseFromJSON for DocumentText {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value.unwrap_or_default() {
            Value::String(text) => Ok(Self(text)),
            other => Err(ParseError::expected_type(other)),
        }
    }
}

impl ToJSON for DocumentText {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.clone()))
    }
}
