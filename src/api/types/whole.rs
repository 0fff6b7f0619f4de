//! Whole numbers within bounds.

use std::borrow::Cow;

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde_json::Value;

use crate::app::limits;

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

impl<const MIN: i64, const MAX: i64> ParseFromParameter for Whole<MIN, MAX> {
    /// A parameter is checked at once.
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        match text.parse() {
            Ok(number) if (MIN..=MAX).contains(&number) => Ok(Self(number)),
            _ => Err(ParseError::custom(format!(
                "must be a number from {MIN} to {MAX}"
            ))),
        }
    }
}

impl<const MIN: i64, const MAX: i64> ToJSON for Whole<MIN, MAX> {
    fn to_json(&self) -> Option<Value> {
        self.0.to_json()
    }
}
