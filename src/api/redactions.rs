//! Words of an opinion that are left out in public, in bodies.

use poem_openapi::Object;

use super::types::{Position, Text};
use crate::{app::limits, domain::Redaction};

/// Words that are left out in public (非公開部分).
#[derive(Debug, Object)]
#[oai(rename = "Redaction")]
pub struct RedactionBody {
    /// Where they begin in the text, in Unicode code points from 0.
    start: i64,
    /// Where they end.
    end: i64,
    /// Why, for everybody to read (個人情報).
    reason: String,
}

impl From<Redaction> for RedactionBody {
    fn from(redaction: Redaction) -> Self {
        Self {
            start: redaction.start,
            end: redaction.end,
            reason: redaction.reason,
        }
    }
}

/// Words to be left out in public.
#[derive(Debug, Object)]
#[oai(rename = "NewRedaction", deny_unknown_fields)]
pub struct NewRedaction {
    /// Where they begin in the text, in Unicode code points from 0.
    start: Position,
    /// Where they end.
    end: Position,
    /// Why, for everybody to read (個人情報). It must not repeat the words.
    reason: Text<{ limits::KEY }>,
}

impl From<NewRedaction> for Redaction {
    fn from(body: NewRedaction) -> Self {
        Self {
            start: body.start.into(),
            end: body.end.into(),
            reason: body.reason.into(),
        }
    }
}
