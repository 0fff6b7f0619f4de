//! The shapes in which things are answered: one thing with its ETag, a new thing, a page of a list, nothing.

use poem::{IntoResponse, Response, http::StatusCode};
use poem_openapi::{
    ApiResponse, Object,
    payload::{Json, Payload},
    registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::{ParseFromJSON, ToJSON, Type},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::paging::Cursor;
use crate::domain::Page;

/// What an ETag is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityTag {
    /// The version of the row, for callers who may change it: what If-Match takes.
    Version(i64),
    /// The version, where the answer also hangs on the day: whether it is past the due date.
    VersionOn {
        /// The version of the row.
        version: i64,
        /// Whether it is past the due date.
        overdue: bool,
    },
    /// The bytes of the answer, for all others: a version would tell them of changes that they may not see
    /// (DESIGN.md, rule 5).
    Content,
}

impl EntityTag {
    /// The version where the caller may change the thing, the content where not.
    pub fn for_editor(may_edit: bool, version: i64) -> Self {
        if may_edit {
            Self::Version(version)
        } else {
            Self::Content
        }
    }

    fn header(self, body: &str) -> String {
        match self {
            Self::Version(version)
            | Self::VersionOn {
                version,
                overdue: false,
            } => format!("\"v{version}\""),
            Self::VersionOn {
                version,
                overdue: true,
            } => format!("\"v{version}-overdue\""),
            Self::Content => format!("\"{}\"", hex::encode(&Sha256::digest(body)[..12])),
        }
    }
}

/// One thing with its ETag: 200.
#[derive(Debug)]
pub struct Tagged<T> {
    /// The thing.
    pub body: T,
    /// Its ETag.
    pub tag: EntityTag,
}

impl<T: ToJSON> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        json_response(StatusCode::OK, &self.body, self.tag)
    }
}

impl<T: ToJSON> ApiResponse for Tagged<T> {
    fn meta() -> MetaResponses {
        one::<T>(200, "Here it is.", vec![etag_header()])
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

/// A new thing with its ETag and its address: 201.
#[derive(Debug)]
pub struct Created<T> {
    /// The thing.
    pub body: T,
    /// Its ETag.
    pub tag: EntityTag,
    /// Its address, from `/api/v1` on.
    pub location: String,
}

impl<T: ToJSON> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        json_response(StatusCode::CREATED, &self.body, self.tag)
            .with_header("location", self.location)
            .into_response()
    }
}

impl<T: ToJSON> ApiResponse for Created<T> {
    fn meta() -> MetaResponses {
        one::<T>(201, "It was made.", vec![etag_header(), location_header()])
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

/// A new thing that is read as a part of another: 201.
#[derive(Debug)]
pub struct Recorded<T> {
    /// The thing.
    pub body: T,
    /// Where it can be read, from `/api/v1` on.
    pub location: String,
}

impl<T: ToJSON> IntoResponse for Recorded<T> {
    fn into_response(self) -> Response {
        plain_response(StatusCode::CREATED, &self.body)
            .with_header("location", self.location)
            .into_response()
    }
}

impl<T: ToJSON> ApiResponse for Recorded<T> {
    fn meta() -> MetaResponses {
        one::<T>(201, "It was recorded.", vec![location_header()])
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

/// A new thing, 201, or the same thing that came in before, 200.
#[derive(Debug)]
pub struct MadeOnce<T> {
    /// The thing.
    pub body: T,
    /// Whether it is new.
    pub is_new: bool,
    /// Its address, from `/api/v1` on.
    pub location: String,
}

impl<T: ToJSON> IntoResponse for MadeOnce<T> {
    fn into_response(self) -> Response {
        let status = if self.is_new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        plain_response(status, &self.body)
            .with_header("location", self.location)
            .into_response()
    }
}

impl<T: ToJSON> ApiResponse for MadeOnce<T> {
    fn meta() -> MetaResponses {
        let mut meta = one::<T>(201, "It was made.", vec![location_header()]);
        let before = one::<T>(200, "It was made before.", vec![location_header()]);
        meta.responses.extend(before.responses);
        meta
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

/// Done, and nothing to say: 204.
#[derive(Debug)]
pub struct Done;

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl ApiResponse for Done {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "It was done.",
                status: Some(204),
                status_range: None,
                content: Vec::new(),
                headers: Vec::new(),
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}

/// One page of a list.
#[derive(Debug, Object)]
pub struct List<T: ParseFromJSON + ToJSON + Send + Sync> {
    /// The entries of this page.
    pub items: Vec<T>,
    /// Where the next page starts: send it back as `cursor`. `null` on the last page.
    pub next_cursor: Option<String>,
}

impl<T: ParseFromJSON + ToJSON + Send + Sync> List<T> {
    /// A page of entries that are listed by id; `LIST` is the letter of the list's cursors.
    pub fn of<const LIST: char, Row>(
        page: Page<Row>,
        id: impl Fn(&Row) -> Uuid,
        convert: impl FnMut(Row) -> T,
    ) -> Self {
        Self::with_cursor(page, |last| Cursor::<LIST>(id(last)).to_string(), convert)
    }

    /// A page of entries that are listed by something else.
    pub fn with_cursor<Row>(
        page: Page<Row>,
        cursor: impl Fn(&Row) -> String,
        convert: impl FnMut(Row) -> T,
    ) -> Self {
        let next_cursor = match page.items.last() {
            Some(last) if page.more => Some(cursor(last)),
            _ => None,
        };
        Self {
            items: page.items.into_iter().map(convert).collect(),
            next_cursor,
        }
    }

    /// A list that is short enough to be answered whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
        }
    }
}

fn plain_response<T: ToJSON>(status: StatusCode, body: &T) -> Response {
    Response::builder()
        .status(status)
        .content_type(<Json<T> as Payload>::CONTENT_TYPE)
        .body(body.to_json_string())
}

fn json_response<T: ToJSON>(status: StatusCode, body: &T, tag: EntityTag) -> Response {
    let body = body.to_json_string();
    Response::builder()
        .status(status)
        .content_type("application/json; charset=utf-8")
        .header("etag", tag.header(&body))
        .body(body)
}

fn one<T: ToJSON>(
    status: u16,
    description: &'static str,
    headers: Vec<MetaHeader>,
) -> MetaResponses {
    MetaResponses {
        responses: vec![MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType {
                content_type: <Json<T> as Payload>::CONTENT_TYPE,
                schema: T::schema_ref(),
            }],
            headers,
        }],
    }
}

fn etag_header() -> MetaHeader {
    text_header(
        "ETag",
        "Names this state of it; send it back in If-Match to change it.",
    )
}

fn location_header() -> MetaHeader {
    text_header("Location", "Where it can be read.")
}

pub(super) fn text_header(name: &str, description: &str) -> MetaHeader {
    MetaHeader {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        required: true,
        deprecated: false,
        schema: String::schema_ref(),
    }
}
