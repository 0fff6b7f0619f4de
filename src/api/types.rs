//! How the domain's ids and closed sets of words stand in JSON and in parameters, and in the OpenAPI document.

use std::borrow::Cow;

use poem::http::HeaderValue;
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef, Registry},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToHeader, ToJSON, Type},
};
use serde_json::Value;

use crate::{
    app::{
        DocumentType, ExpansionKind, RosterEncoding, RosterFormat, SearchSort, SearchSuggestionKind,
    },
    domain::{
        ActionItemId, ActionItemStatus, AttendanceId, AttendanceStatus, Attribution,
        AttributionPolicy, AuditAction, AuditId, Capacity, Certainty, CheckAnswerKind,
        CheckRoundId, ClockTime, CorrectionRequestId, CorrectionRequestKind,
        CorrectionRequestStatus, CouncilId, DifferenceKind, EntityKind, HeadingId, ImportId,
        ImportStatus, LineKind, LineSettlement, MaterialId, MeetingId, MeetingMode, MembershipId,
        MinutesStatus, NarrativeId, OpinionId, OpinionKind, PartChange, PartKind, PersonId,
        PersonMergeId, ReadingMemoryId, ReadingMemoryKind, ReviewId, Role, RosterOutcome, ScrubId,
        SourceId, Strength, SuggestionId, SuggestionKind, SuggestionReason, SuggestionStatus,
        SynonymGroupId, TagOrigin, TextEnum, TokenId, TopicId, TransitionId, Visibility,
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

/// The parts of `Type` that are the same for everything that is not made of others.
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

pub(super) use itself_is_raw;

// These use the two macros above.
mod date;
mod moment;
mod text;
mod whole;

pub use date::Date;
pub use moment::Moment;
pub use text::{IssueKey, QueryText, Text, WebAddress};
pub use whole::{FiscalYear, Position, Round};

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
    CheckAnswerKind,
    CorrectionRequestKind,
    CorrectionRequestStatus,
    DifferenceKind,
    DocumentType,
    EntityKind,
    ExpansionKind,
    ImportStatus,
    LineKind,
    LineSettlement,
    MeetingMode,
    MinutesStatus,
    OpinionKind,
    PartChange,
    PartKind,
    ReadingMemoryKind,
    Role,
    RosterEncoding,
    RosterFormat,
    RosterOutcome,
    SearchSort,
    SearchSuggestionKind,
    Strength,
    SuggestionKind,
    SuggestionReason,
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
    CheckRoundId,
    CorrectionRequestId,
    CouncilId,
    HeadingId,
    ImportId,
    MaterialId,
    MeetingId,
    MembershipId,
    NarrativeId,
    OpinionId,
    PersonId,
    PersonMergeId,
    ReadingMemoryId,
    ReviewId,
    ScrubId,
    SourceId,
    SuggestionId,
    SynonymGroupId,
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
