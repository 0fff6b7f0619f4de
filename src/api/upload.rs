//! A file in a form (multipart/form-data), as a browser or `curl -F` sends it.

use std::borrow::Cow;

use poem::web::Field;
use poem_openapi::{
    Multipart,
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromMultipartField, ParseResult, Type},
};

use super::types::itself_is_raw;
use crate::domain::CouncilId;

/// A file to be imported, as its bytes.
#[derive(Debug, Multipart)]
pub struct NewImportFile {
    /// The council that it is for.
    pub council_id: CouncilId,
    /// The file with its name: a .docx, a .pdf, or text in UTF-8, UTF-16, Shift_JIS (CP932) or EUC-JP; at most 16 MiB.
    pub file: DocumentFile,
}

/// The bytes of a file and the name that it was sent with.
#[derive(Debug)]
pub struct DocumentFile {
    /// Its name; empty where none was sent.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Type for DocumentFile {
    itself_is_raw!();

    fn name() -> Cow<'static, str> {
        "string_binary".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")))
    }
}

impl ParseFromMultipartField for DocumentFile {
    async fn parse_from_multipart(field: Option<Field>) -> ParseResult<Self> {
        let field = field.ok_or_else(ParseError::expected_input)?;
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(ParseError::custom)?;
        Ok(Self { name, bytes })
    }
}

impl ParseFromMultipartField for CouncilId {
    async fn parse_from_multipart(field: Option<Field>) -> ParseResult<Self> {
        let field = field.ok_or_else(ParseError::expected_input)?;
        let text = field.text().await.map_err(ParseError::custom)?;
        text.parse().map_err(ParseError::custom)
    }
}
