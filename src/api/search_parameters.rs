//! Parameters that only a search takes.

use std::borrow::Cow;

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromParameter, ParseResult, Type},
};
use uuid::Uuid;

use super::paging::parameter;
use crate::{
    app::{Facet, SearchCursor},
    domain::TextEnum,
};

/// The place after which a page of hits starts.
#[derive(Debug, Clone, PartialEq)]
pub struct HitCursor {
    /// The place.
    pub place: SearchCursor,
    /// The fingerprint of the question in whose hits it is a place.
    pub of: u64,
}

parameter!(HitCursor, {
    let mut schema = MetaSchema::new("string");
    schema.pattern = Some("^[0-9a-f]{88}$".to_owned());
    schema
});

impl HitCursor {
    /// The cursor as it is written.
    pub fn encode(&self) -> String {
        let cursor = &self.place;
        let mut bytes = Vec::with_capacity(44);
        bytes.extend(self.of.to_be_bytes());
        bytes.extend(cursor.score.to_be_bytes());
        bytes.extend(cursor.day.to_be_bytes());
        bytes.extend(cursor.position.to_be_bytes());
        bytes.extend(cursor.id.as_bytes());
        hex::encode(bytes)
    }

    fn decode(text: &str) -> Option<Self> {
        let bytes: [u8; 44] = hex::decode(text).ok()?.try_into().ok()?;
        let (of, rest) = bytes.split_first_chunk()?;
        let (score, rest) = rest.split_first_chunk()?;
        let (day, rest) = rest.split_first_chunk()?;
        let (position, id) = rest.split_first_chunk()?;
        let score = f32::from_be_bytes(*score);
        // Not every 32 bits are a score: what is not a number has no place in an order.
        score.is_finite().then_some(())?;
        let place = SearchCursor {
            score,
            day: i64::from_be_bytes(*day),
            position: i64::from_be_bytes(*position),
            id: Uuid::from_slice(id).ok()?,
        };
        let of = u64::from_be_bytes(*of);
        Some(Self { place, of })
    }
}

impl ParseFromParameter for HitCursor {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        Self::decode(text).ok_or_else(|| ParseError::custom("is not a cursor that a search gave"))
    }
}

/// Facets by name, separated by commas; `none` for none.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetNames(pub Vec<Facet>);

parameter!(FacetNames, {
    let names: Vec<&str> = Facet::ALL.iter().map(|facet| facet.as_str()).collect();
    let name = format!("({})", names.join("|"));
    let mut schema = MetaSchema::new("string");
    schema.pattern = Some(format!("^(none|{name}(,{name})*)$"));
    schema.example = Some("issue,fiscal_year".into());
    schema
});

impl ParseFromParameter for FacetNames {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        if text == "none" {
            return Ok(Self(Vec::new()));
        }
        let names = text.split(',').map(str::parse);
        names
            .collect::<Result<Vec<Facet>, _>>()
            .map(Self)
            .map_err(ParseError::custom)
    }
}
