//! Texts: their lengths, and the forms of those that have one.

use std::borrow::Cow;

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde_json::Value;

use crate::app::limits;

/// A text that has to be a JSON string: poem-openapi's own `String` also takes numbers and booleans. `MAX` is the most
/// code points it may have; `app` checks that, so that the caller hears of all invalid fields at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<const MAX: usize>(pub String);

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> Type for Text<MAX> {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "string".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        let mut schema = MetaSchema::new("string");
        schema.min_length = Some(1);
        schema.max_length = Some(MAX);
        MetaSchemaRef::Inline(Box::new(schema))
    }
}

impl<const MAX: usize> ParseFromJSON for Text<MAX> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value.unwrap_or_default() {
            Value::String(text) => Ok(Self(text)),
            other => Err(ParseError::expected_type(other)),
        }
    }
}

impl<const MAX: usize> ParseFromParameter for Text<MAX> {
    /// A parameter is checked at once: PostgreSQL refuses a NUL even where it is only compared with.
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        if text.is_empty() || text.contains('\0') || text.chars().count() > MAX {
            return Err(ParseError::custom(format!(
                "must have 1 to {MAX} characters, none of them NUL"
            )));
        }
        Ok(Self(text.to_owned()))
    }
}

impl<const MAX: usize> ToJSON for Text<MAX> {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.clone()))
    }
}

/// The words of a query: any text, an empty one too, that has at most 10,000 code points and no NUL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryText(String);

/// The longest query that is taken; of what is read, `search` has its own bounds.
const MAX_QUERY_TEXT: usize = 10_000;

impl From<QueryText> for String {
    fn from(text: QueryText) -> Self {
        text.0
    }
}

impl Type for QueryText {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "string".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        let mut schema = MetaSchema::new("string");
        schema.max_length = Some(MAX_QUERY_TEXT);
        MetaSchemaRef::Inline(Box::new(schema))
    }
}

impl ParseFromParameter for QueryText {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        if text.contains('\0') || text.chars().count() > MAX_QUERY_TEXT {
            return Err(ParseError::custom(format!(
                "must have at most {MAX_QUERY_TEXT} characters, none of them NUL"
            )));
        }
        Ok(Self(text.to_owned()))
    }
}

/// A text with a pattern in its schema; as with [`Text`], `app` checks what a body says.
macro_rules! patterned_text {
    ($($(#[$meta:meta])* $name:ident = $limit:expr, $pattern:literal, $example:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(Text<{ $limit }>);

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0.0
            }
        }

        impl Type for $name {
            itself_is_raw!();

            fn name() -> Cow<'static, str> {
                "string".into()
            }

            fn schema_ref() -> MetaSchemaRef {
                let mut schema = MetaSchema::new("string");
                schema.min_length = Some(1);
                schema.max_length = Some($limit);
                schema.pattern = Some($pattern.to_owned());
                schema.example = Some($example.into());
                MetaSchemaRef::Inline(Box::new(schema))
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                Text::parse_from_json(value).map(Self).map_err(ParseError::propagate)
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                Text::parse_from_parameter(text).map(Self).map_err(ParseError::propagate)
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                self.0.to_json()
            }
        }
    )+};
}

patterned_text! {
    /// The key of an issue.
    IssueKey = limits::KEY, "^[a-z][a-z0-9_]*$", "training";
    /// An address on the web.
    WebAddress = limits::URL, "^https?://[^\\s/?#][^\\s]*$", "https://www.example.jp/shiryo1.pdf";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_a_parameter_has_neither_nul_nor_too_many_characters() {
        assert!(Text::<3>::parse_from_parameter("論点a").is_ok());
        for text in ["", "論点ab", "a\0"] {
            assert!(Text::<3>::parse_from_parameter(text).is_err(), "{text:?}");
        }
    }
}
