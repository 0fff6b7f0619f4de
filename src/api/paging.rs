//! `limit` and `cursor`: which page of a list is wanted.

use std::{borrow::Cow, fmt, str::FromStr};

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromParameter, ParseResult, Type},
};
use uuid::Uuid;

use super::types::Date;
use crate::{
    app::{MeetingPosition, OpinionPlace},
    domain::{DEFAULT_PAGE, MAX_PAGE, MeetingId, OpinionId, PageRequest},
};

const NOT_OURS: &str = "is not a cursor that this list gave";

/// How many entries a page has at most: 1 to [`MAX_PAGE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimit(pub i64);

impl Default for PageLimit {
    fn default() -> Self {
        Self(DEFAULT_PAGE)
    }
}

/// The place after which a page of a list by id starts: a letter that each list has of its own, and the id. A cursor that another
/// list gave would silently show the wrong page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor<const LIST: char>(pub Uuid);

impl<const LIST: char> fmt::Display for Cursor<LIST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LIST}{}", self.0.simple())
    }
}

impl<const LIST: char> FromStr for Cursor<LIST> {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = text.strip_prefix(LIST).ok_or(NOT_OURS)?;
        read_id(id).map(Self)
    }
}

fn read_id(text: &str) -> Result<Uuid, &'static str> {
    Uuid::try_parse(text).map_err(|_| NOT_OURS)
}

/// The place after which a page of meetings starts: `2022-12-21.` or `none.` and the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingCursor(pub MeetingPosition);

impl fmt::Display for MeetingCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.date {
            Some(date) => write!(f, "{date}.")?,
            None => f.write_str("none.")?,
        }
        self.0.id.0.simple().fmt(f)
    }
}

impl FromStr for MeetingCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (day, id) = text.split_once('.').ok_or(NOT_OURS)?;
        let date = match day {
            "none" => None,
            day => Some(day.parse::<Date>().map_err(|_| NOT_OURS)?.0),
        };
        let id = MeetingId(read_id(id)?);
        Ok(Self(MeetingPosition { date, id }))
    }
}

/// The place after which a page of opinions starts: the id, and in lists that run in the order of minutes the position and a
/// dot before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpinionCursor(pub OpinionPlace);

impl fmt::Display for OpinionCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.0.position {
            write!(f, "{position}.")?;
        }
        self.0.id.0.simple().fmt(f)
    }
}

impl FromStr for OpinionCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (position, id) = match text.split_once('.') {
            None => (None, text),
            Some((position, id)) => {
                let digits = position.bytes().all(|byte| byte.is_ascii_digit());
                let position = position.parse().ok().filter(|_| digits);
                (Some(position.ok_or(NOT_OURS)?), id)
            }
        };
        let id = OpinionId(read_id(id)?);
        Ok(Self(OpinionPlace { position, id }))
    }
}

/// The line after which a page of lines starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineCursor(pub i64);

/// The page that the parameters ask for.
pub fn page_request<const LIST: char>(
    limit: Option<PageLimit>,
    cursor: Option<Cursor<LIST>>,
) -> PageRequest {
    PageRequest {
        after: cursor.map(|cursor| cursor.0),
        limit: limit.unwrap_or_default().0,
    }
}

macro_rules! parameter {
    ($name:ty, $schema:expr) => {
        impl Type for $name {
            $crate::api::types::itself_is_raw!();

            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new($schema))
            }
        }
    };
}

pub(super) use parameter;

parameter!(PageLimit, {
    let mut schema = MetaSchema::new("integer");
    schema.minimum = Some(1.0);
    schema.maximum = Some(100.0);
    schema.default = Some(DEFAULT_PAGE.into());
    schema
});

parameter!(MeetingCursor, {
    let mut schema = MetaSchema::new("string");
    schema.pattern = Some("^([0-9]{4}-[0-9]{2}-[0-9]{2}|none)\\.[0-9a-f]{32}$".to_owned());
    schema
});

parameter!(OpinionCursor, {
    let mut schema = MetaSchema::new("string");
    schema.pattern = Some("^([0-9]{1,18}\\.)?[0-9a-f]{32}$".to_owned());
    schema
});

impl<const LIST: char> Type for Cursor<LIST> {
    crate::api::types::itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "Cursor".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        let mut schema = MetaSchema::new("string");
        schema.pattern = Some(format!("^{LIST}[0-9a-f]{{32}}$"));
        MetaSchemaRef::Inline(Box::new(schema))
    }
}

parameter!(LineCursor, {
    let mut schema = MetaSchema::new("string");
    schema.pattern = Some("^[0-9]{1,9}$".to_owned());
    schema
});

impl ParseFromParameter for LineCursor {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        let digits = text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(line) if digits => Ok(Self(line)),
            _ => Err(ParseError::custom(NOT_OURS)),
        }
    }
}

impl ParseFromParameter for PageLimit {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        match text.parse() {
            Ok(limit) if (1..=MAX_PAGE).contains(&limit) => Ok(Self(limit)),
            _ => Err(ParseError::custom(format!(
                "must be a number from 1 to {MAX_PAGE}"
            ))),
        }
    }
}

impl<const LIST: char> ParseFromParameter for Cursor<LIST> {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        text.parse().map_err(ParseError::custom)
    }
}

impl ParseFromParameter for OpinionCursor {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        text.parse().map_err(ParseError::custom)
    }
}

impl ParseFromParameter for MeetingCursor {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        text.parse().map_err(ParseError::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_more_than_an_id_is_read_as_it_was_written() {
        for cursor in [
            "2022-12-21.0193e0a0a0a07000800000000000000f",
            "none.0193e0a0a0a07000800000000000000f",
        ] {
            assert_eq!(
                cursor.parse().map(|one: MeetingCursor| one.to_string()),
                Ok(cursor.to_owned())
            );
        }
        for cursor in [
            "12.0193e0a0a0a07000800000000000000f",
            "0193e0a0a0a07000800000000000000f",
        ] {
            assert_eq!(
                cursor.parse().map(|one: OpinionCursor| one.to_string()),
                Ok(cursor.to_owned())
            );
        }
        for text in ["", ".", "12.", "12", "+1.0193e0a0a0a07000800000000000000f"] {
            assert!(text.parse::<OpinionCursor>().is_err(), "{text:?}");
        }
        for text in [
            "",
            ".",
            "none.",
            "12022-12-21.0193e0a0a0a07000800000000000000f",
            "none",
        ] {
            assert!(text.parse::<MeetingCursor>().is_err(), "{text:?}");
        }
    }
}
