//! Files of published minutes: their addresses, and the headers they go out with.

use std::{borrow::Cow, sync::Arc};

use poem::{
    IntoResponse, Response,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, LINK},
};
use poem_openapi::{
    ApiResponse,
    payload::{Binary, Payload},
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
    types::{ParseError, ParseFromParameter, ParseResult, Type},
};

use super::{response::text_header, types::itself_is_raw};
use crate::{
    app::{Download, DownloadFormat},
    domain::MeetingId,
};

/// How long a numbered revision may be kept: thirty days, in seconds. Not for ever, because words may be scrubbed and minutes
/// withdrawn.
const KEPT_FOR: u32 = 30 * 24 * 3600;

/// `latest.FORMAT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatestFile(pub DownloadFormat);

/// `NUMBER.FORMAT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberedFile {
    /// 第n版.
    pub number: i64,
    /// The format.
    pub format: DownloadFormat,
}

macro_rules! file_name {
    ($name:ty, $pattern:literal, $example:literal) => {
        impl Type for $name {
            itself_is_raw!();

            fn name() -> Cow<'static, str> {
                "string".into()
            }

            fn schema_ref() -> MetaSchemaRef {
                let mut schema = MetaSchema::new("string");
                schema.pattern = Some($pattern.to_owned());
                schema.example = Some($example.into());
                MetaSchemaRef::Inline(Box::new(schema))
            }
        }
    };
}

file_name!(LatestFile, r"^latest\.(json|html|md|csv)$", "latest.html");
file_name!(
    NumberedFile,
    r"^[1-9][0-9]{0,8}\.(json|html|md|csv)$",
    "1.html"
);

impl ParseFromParameter for LatestFile {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        text.strip_prefix("latest.")
            .and_then(DownloadFormat::of_extension)
            .map(Self)
            .ok_or_else(|| ParseError::custom("is no file of minutes like latest.html"))
    }
}

impl ParseFromParameter for NumberedFile {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        numbered(text).ok_or_else(|| ParseError::custom("is no file of minutes like 1.html"))
    }
}

fn numbered(text: &str) -> Option<NumberedFile> {
    let (number, extension) = text.split_once('.')?;
    let is_number = !number.starts_with('0')
        && (1..=9).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(NumberedFile {
        number: is_number.then(|| number.parse().ok())??,
        format: DownloadFormat::of_extension(extension)?,
    })
}

/// A file of published minutes on its way out.
#[derive(Debug)]
pub struct DownloadFile {
    download: Arc<Download>,
    cache: String,
    /// The address of the other name of the same minutes, and what it is to this one.
    link: String,
}

impl DownloadFile {
    /// Under the name of the newest revision, whichever that is: asked for anew each time.
    pub fn latest(meeting: MeetingId, download: Arc<Download>) -> Self {
        let (number, extension) = (download.number, download.format.extension());
        let link = format!(
            "</api/v1/meetings/{meeting}/minutes/revisions/{number}.{extension}>; rel=\"canonical\""
        );
        Self {
            cache: "no-cache".to_owned(),
            download,
            link,
        }
    }

    /// Under its own number: kept for long.
    pub fn numbered(meeting: MeetingId, download: Arc<Download>) -> Self {
        let extension = download.format.extension();
        let link = format!(
            "</api/v1/meetings/{meeting}/minutes/latest.{extension}>; rel=\"latest-version\""
        );
        Self {
            cache: format!("max-age={KEPT_FOR}"),
            download,
            link,
        }
    }
}

impl IntoResponse for DownloadFile {
    fn into_response(self) -> Response {
        let Download {
            bytes,
            format,
            tag,
            name,
            is_public,
            ..
        } = &*self.download;
        let who = if *is_public { "public" } else { "private" };
        Response::builder()
            .content_type(format.media_type())
            .header(ETAG, format!("\"{tag}\""))
            .header(CACHE_CONTROL, format!("{who}, {}", self.cache))
            .header(LINK, self.link)
            .header(
                CONTENT_DISPOSITION,
                disposition(*format, name, self.download.number),
            )
            .body(bytes.to_vec())
    }
}

/// A page is shown, other files are kept; with a name that people can read, and one for programs that know ASCII alone
/// (RFC 6266).
fn disposition(format: DownloadFormat, name: &str, number: i64) -> String {
    let kind = match format {
        DownloadFormat::Html => "inline",
        _ => "attachment",
    };
    let extension = format.extension();
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                encoded.push(byte.into())
            }
            // What would be another folder on somebody's disk.
            b'/' | b'\\' => encoded.push('_'),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    format!(
        "{kind}; filename=\"minutes-r{number}.{extension}\"; filename*=UTF-8''{encoded}.{extension}"
    )
}

impl ApiResponse for DownloadFile {
    fn meta() -> MetaResponses {
        // Its members are described by a schema of their own, /schemas/revision.json.
        let json = MetaMediaType {
            content_type: "application/json",
            schema: MetaSchemaRef::Inline(Box::new(MetaSchema::new("object"))),
        };
        let others = ["text/html", "text/markdown", "text/csv"].map(|content_type| MetaMediaType {
            content_type,
            schema: <Binary<Vec<u8>> as Payload>::schema_ref(),
        });
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Here it is.",
                status: Some(200),
                status_range: None,
                content: std::iter::once(json).chain(others).collect(),
                headers: vec![
                    text_header("ETag", "Names these bytes; send it back in If-None-Match."),
                    text_header(
                        "Link",
                        "The newest revision, or this one under its own number.",
                    ),
                    text_header(
                        "Content-Disposition",
                        "A name for the file that people can read.",
                    ),
                ],
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}

/// A page for people.
#[derive(Debug)]
pub struct Page(pub String);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type("text/html; charset=utf-8")
            .body(self.0)
    }
}

impl ApiResponse for Page {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Here it is.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: "text/html",
                    schema: String::schema_ref(),
                }],
                headers: Vec::new(),
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}
