//! A day, in bodies and parameters.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use poem::http::HeaderValue;
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToHeader, ToJSON, Type},
};
use serde_json::Value;

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
}
