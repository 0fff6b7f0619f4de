//! How the domain's ids and closed sets of words stand in JSON and in parameters, and in the OpenAPI document.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use poem::http::HeaderValue;
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef, Registry},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToHeader, ToJSON, Type},
};
use serde_json::Value;

use crate::{
    app::{DocumentType, SearchSort, limits},
    domain::{
        ActionItemId, ActionItemStatus, AttendanceId, AttendanceStatus, Attribution,
        AttributionPolicy, AuditAction, AuditId, Capacity, Certainty, ClockTime, CouncilId,
        EntityKind, HeadingId, ImportId, ImportStatus, LineSettlement, MaterialId, MeetingId,
        MeetingMode, MembershipId, MinutesStatus, NarrativeId, OpinionId, OpinionKind, PersonId,
        ReviewId, Role, SourceId, Strength, SuggestionId, SuggestionStatus, TagOrigin, TextEnum,
        TokenId, TopicId, TransitionId, Visibility,
    },
};

/// The parts of the poem-openapi traits that are the same for everything that is written as one text.
macro_rules! written_as_text {
    ($name:ty) => {
        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value.unwrap_or_default() {
                    Value::String(text) => text.parse().map_err(ParseError::custom),
                    other => Err(ParseError::expected_type(other)),
                }
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                text.parse().map_err(ParseError::custom)
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::String(self.to_string()))
            }
        }

        impl ToHeader for $name {
            fn to_header(&self) -> Option<HeaderValue> {
                HeaderValue::from_str(&self.to_string()).ok()
            }
        }
    };
}

macro_rules! itself_is_raw {
    () => {
        const IS_REQUIRED: bool = true;
        type RawValueType = Self;
        type RawElementValueType = Self;

        fn as_raw_value(&self) -> Option<&Self::RawValueType> {
            Some(self)
        }

        fn raw_element_iter<'a>(
            &'a self,
        ) -> Box<dyn Iterator<Item = &'a Self::RawElementValueType> + 'a> {
            Box::new(self.as_raw_value().into_iter())
        }
    };
}

macro_rules! api_word {
    ($($name:ty),+ $(,)?) => {$(
        impl Type for $name {
            itself_is_raw!();

            fn name() -> Cow<'static, str> {
                <Self as TextEnum>::NAME.into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Reference(Self::name().into_owned())
            }

            fn register(registry: &mut Registry) {
                registry.create_schema::<Self, _>(Self::name().into_owned(), |_| {
                    let mut schema = MetaSchema::new("string");
                    schema.enum_items =
                        <Self as TextEnum>::ALL.iter().map(|word| word.as_str().into()).collect();
                    schema
                });
            }
        }

        written_as_text!($name);
    )+};
}

api_word!(
    ActionItemStatus,
    AttendanceStatus,
    Attribution,
    AttributionPolicy,
    AuditAction,
    Capacity,
    Certainty,
    DocumentType,
    EntityKind,
    ImportStatus,
    LineSettlement,
    MeetingMode,
    MinutesStatus,
    OpinionKind,
    Role,
    SearchSort,
    Strength,
    SuggestionStatus,
    TagOrigin,
    Visibility,
);

macro_rules! api_id {
    ($($name:ty),+ $(,)?) => {$(
        impl Type for $name {
            itself_is_raw!();

            fn name() -> Cow<'static, str> {
                "string_uuid".into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "uuid")))
            }
        }

        written_as_text!($name);
    )+};
}

api_id!(
    ActionItemId,
    AttendanceId,
    AuditId,
    CouncilId,
    HeadingId,
    ImportId,
    MaterialId,
    MeetingId,
    MembershipId,
    NarrativeId,
    OpinionId,
    PersonId,
    ReviewId,
    SourceId,
    SuggestionId,
    TokenId,
    TopicId,
    TransitionId,
);

impl Type for ClockTime {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "string_clock_time".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        let mut schema = MetaSchema::new("string");
        schema.pattern = Some("^([01][0-9]|2[0-3]):[0-5][0-9]$".to_owned());
        schema.example = Some("18:30".into());
        MetaSchemaRef::Inline(Box::new(schema))
    }
}

written_as_text!(ClockTime);

/// A day as RFC 3339 writes it (section 5.6, full-date), years 0001 to 9999. chrono alone also takes `2022-1-2` and years
/// of five digits, which do not sort as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A text that is no [`Date`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a day like 2022-12-21")]
pub struct NotADate;

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        match text.parse::<NaiveDate>() {
            Ok(date) if shape && text.len() == 10 && date.year() > 0 => Ok(Self(date)),
            _ => Err(NotADate),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl Type for Date {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "string_date".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "date")))
    }
}

written_as_text!(Date);

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

/// A whole number from `MIN` to `MAX`; `app` checks that, so that the caller hears of all invalid fields at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole<const MIN: i64, const MAX: i64>(i64);

/// A place in a list of a meeting.
pub type Position = Whole<0, { limits::POSITION }>;
/// 年度, named by the year in which it begins.
pub type FiscalYear = Whole<{ limits::FIRST_FISCAL_YEAR }, { limits::LAST_FISCAL_YEAR }>;
/// 第n回.
pub type Round = Whole<1, { limits::ROUND }>;

impl<const MIN: i64, const MAX: i64> From<Whole<MIN, MAX>> for i64 {
    fn from(number: Whole<MIN, MAX>) -> Self {
        number.0
    }
}

impl<const MIN: i64, const MAX: i64> Type for Whole<MIN, MAX> {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "integer".into()
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "schemas have floats for bounds, and these are small"
    )]
    fn schema_ref() -> MetaSchemaRef {
        let mut schema = MetaSchema::new("integer");
        schema.minimum = Some(MIN as f64);
        schema.maximum = Some(MAX as f64);
        MetaSchemaRef::Inline(Box::new(schema))
    }
}

impl<const MIN: i64, const MAX: i64> ParseFromJSON for Whole<MIN, MAX> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        i64::parse_from_json(value)
            .map(Self)
            .map_err(ParseError::propagate)
    }
}

impl<const MIN: i64, const MAX: i64> ToJSON for Whole<MIN, MAX> {
    fn to_json(&self) -> Option<Value> {
        self.0.to_json()
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

impl<const MAX: usize> ToJSON for Text<MAX> {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_as_rfc_3339_writes_them_parse() {
        assert!("2024-02-29".parse::<Date>().is_ok());
        for text in [
            "2023-02-29",
            "2022-1-02",
            "+12022-01-02",
            "0000-01-01",
            "2022-01-02T00:00:00Z",
            " 2022-1-02",
            "2022/01/02",
            "",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NotADate), "{text:?}");
        }
    }

    #[test]
    fn a_text_in_a_parameter_has_neither_nul_nor_too_many_characters() {
        assert!(Text::<3>::parse_from_parameter("論点a").is_ok());
        for text in ["", "論点ab", "a\0"] {
            assert!(Text::<3>::parse_from_parameter(text).is_err(), "{text:?}");
        }
    }
}
