//! The whole service on a test database, asked over HTTP without a socket.

use std::{
    cell::{Cell, RefCell},
    path::PathBuf,
    sync::Arc,
};

use chrono::{TimeZone, Utc};
use giji::{
    app::{App, Call, NewToken},
    clock::TestClock,
    domain::{CouncilId, PersonId, Role},
    search::{EmbeddedIndex, SearchEngine},
    store::Db,
};
use poem::{
    EndpointExt, Response,
    endpoint::BoxEndpoint,
    http::{HeaderMap, Method, StatusCode, header},
    test::{TestClient, TestRequestBuilder},
};
use serde_json::Value;
use tempfile::TempDir;

use super::contract;

/// Where the API is.
const BASE: &str = "/api/v1";

/// Why published minutes are changed here, percent-encoded: 試験のための訂正.
const WHY: &str = "%E8%A9%A6%E9%A8%93%E3%81%AE%E3%81%9F%E3%82%81%E3%81%AE%E8%A8%82%E6%AD%A3";

/// Somebody with the data directory in hand, who says why published minutes are changed.
pub fn correcting() -> Call {
    Call {
        correction: Some("試験のための訂正".to_owned()),
        ..Call::LOCAL
    }
}

/// A caller without a token.
pub const PUBLIC: &str = "";

/// The service, with its search index in a directory that goes with it.
pub struct Service {
    /// For what a scenario sets up, or looks at, without going over HTTP.
    pub app: App,
    client: TestClient<BoxEndpoint<'static, Response>>,
    /// What every request of the next calls says beside what the call says.
    language: RefCell<Option<&'static str>>,
    /// Whether changes of what is published say no reason.
    silent: Cell<bool>,
    _index: TempDir,
}

impl Service {
    /// A service on this database.
    pub fn on(db: &Db) -> Self {
        Self::searching(db, |index| Arc::new(index))
    }

    /// A service on this database, with something between it and its search index.
    pub fn searching(db: &Db, around: impl FnOnce(EmbeddedIndex) -> Arc<dyn SearchEngine>) -> Self {
        let index = tempfile::tempdir().expect("a temporary directory can be made");
        let directory: PathBuf = index.path().join("index");
        std::fs::create_dir(&directory).expect("a directory can be made");
        let search = EmbeddedIndex::create_fresh(&directory).expect("an index can be made");
        let start = Utc
            .with_ymd_and_hms(2022, 12, 21, 9, 30, 0)
            .single()
            .expect("a moment");
        let clock = TestClock::starting_at(start);
        let mut app = App::new(db.clone(), around(search), Arc::new(clock));
        // As a server does.
        if let Some(marker) = db.change_marker() {
            app = app.keeping_recent(marker);
        }
        let endpoint = giji::api::endpoint(app.clone()).map_to_response().boxed();
        Self {
            app,
            client: TestClient::new(endpoint),
            language: RefCell::new(None),
            silent: Cell::new(false),
            _index: index,
        }
    }

    /// Makes a token, and gives what its bearer shows.
    pub async fn token(
        &self,
        role: Role,
        council: Option<CouncilId>,
        person: Option<PersonId>,
    ) -> String {
        let new = NewToken {
            name: format!("a {role}"),
            role,
            council_id: council,
            person_id: person,
            expires_at: None,
        };
        self.app
            .create_token(&Call::LOCAL, new)
            .await
            .expect("a token can be made")
            .secret
    }

    /// From now on requests ask for answers in this language.
    pub fn speak(&self, language: &'static str) {
        self.language.replace(Some(language));
    }

    /// From now on changes say no reason, or do so again.
    pub fn be_silent(&self, silent: bool) {
        self.silent.set(silent);
    }

    /// Reads.
    pub async fn get(&self, token: &str, path: &str) -> Answer {
        self.send(self.request(Method::GET, token, path)).await
    }

    /// Reads, unless it is still what this ETag names.
    pub async fn get_unless(&self, token: &str, path: &str, etag: &str) -> Answer {
        let request = self.request(Method::GET, token, path);
        self.send(request.header(header::IF_NONE_MATCH, etag)).await
    }

    /// Makes something.
    pub async fn post(&self, token: &str, path: &str, body: Value) -> Answer {
        let request = self.request(Method::POST, token, path);
        self.send(request.body_json(&body)).await
    }

    /// Changes something that was read with this ETag; none is sent where it is empty.
    pub async fn patch(&self, token: &str, path: &str, etag: &str, body: Value) -> Answer {
        let request = self.request(Method::PATCH, token, path);
        self.send(if_match(request, etag).body_json(&body)).await
    }

    /// Deletes something that was read with this ETag; none is sent where it is empty.
    pub async fn delete(&self, token: &str, path: &str, etag: &str) -> Answer {
        let request = self.request(Method::DELETE, token, path);
        self.send(if_match(request, etag)).await
    }

    /// A request that goes to a path of the API, or to one outside that begins with `//`.
    pub fn request(&self, method: Method, token: &str, path: &str) -> Request<'_> {
        let address = match path.strip_prefix("//") {
            Some(outside) => format!("/{outside}"),
            None => format!("{BASE}{path}"),
        };
        let mut request = self.client.request(method.clone(), address);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if method != Method::GET && !self.silent.get() {
            // What a scenario changes is often published; those about publishing send their own requests.
            request = request.header("correction-reason", WHY);
        }
        if let Some(language) = *self.language.borrow() {
            request = request.header(header::ACCEPT_LANGUAGE, language);
        }
        Request {
            builder: request,
            method,
            path: path.to_owned(),
        }
    }

    /// Sends a request, and holds the answer against the OpenAPI document.
    pub async fn send(&self, request: Request<'_>) -> Answer {
        let response = request.builder.send().await.0;
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = response
            .into_body()
            .into_bytes()
            .await
            .expect("an answer has a body");
        let is_file = headers.contains_key(header::CONTENT_DISPOSITION);
        let text = match String::from_utf8(bytes.to_vec()) {
            Ok(text) => text,
            Err(_) if is_file => String::new(),
            Err(error) => panic!("answers are UTF-8: {error}"),
        };
        contract::assert_documented(&request.method, &request.path, status, &text);
        Answer {
            what: format!("{} {}", request.method, request.path),
            status,
            headers,
            bytes: bytes.to_vec(),
            body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
        }
    }
}

/// A request that is not sent yet.
pub struct Request<'a> {
    builder: TestRequestBuilder<'a, BoxEndpoint<'static, Response>>,
    method: Method,
    path: String,
}

impl Request<'_> {
    /// With this header.
    pub fn header(mut self, name: header::HeaderName, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// With these bytes, said to be of this type.
    pub fn body(mut self, content_type: &str, body: impl Into<poem::Body>) -> Self {
        self.builder = self.builder.content_type(content_type).body(body);
        self
    }

    /// With a form of these fields and a file, `file`.
    pub fn form(self, fields: &[(&str, &str)], filename: &str, file: &[u8]) -> Self {
        const BOUNDARY: &str = "giji-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{filename}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        self.body(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }

    fn body_json(mut self, body: &Value) -> Self {
        self.builder = self.builder.body_json(body);
        self
    }
}

fn if_match<'a>(request: Request<'a>, etag: &str) -> Request<'a> {
    if etag.is_empty() {
        request
    } else {
        request.header(header::IF_MATCH, etag)
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Method and path, for what a failure says.
    pub what: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// The JSON, or the text where it is none.
    pub body: Value,
}

impl Answer {
    /// The body, where the status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.what, self.body);
        self.body
    }

    /// The problem, where status and code are these, and all that a problem has to have is there.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let what = self.what.clone();
        let request_id = self.header("x-request-id");
        let problem = self.is(status);
        assert_eq!(problem["code"], code, "{what}: {problem}");
        assert_eq!(problem["status"], status, "{what}");
        assert_eq!(problem["request_id"], request_id, "{what}");
        for words in ["title", "detail"] {
            assert!(
                problem[words].as_str().is_some_and(|text| !text.is_empty()),
                "{what} has no {words}"
            );
        }
        problem
    }

    /// Checks that a change of what this caller may not see is refused without a word on whether it is there.
    #[track_caller]
    pub fn refuses_unseen(self, token: &str) {
        match token {
            PUBLIC => self.problem(401, "token_required"),
            _ => self.problem(404, "not_found"),
        };
    }

    /// The fields that a problem is about, where it is one of invalid values.
    #[track_caller]
    pub fn invalid_fields(self) -> Vec<String> {
        let problem = self.problem(422, "invalid");
        let errors = problem["errors"].as_array().expect("errors are a list");
        errors
            .iter()
            .map(|error| error["field"].as_str().expect("a name").to_owned())
            .collect()
    }

    /// The ETag.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag")
    }

    /// A header that has to be there.
    #[track_caller]
    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name);
        let value = value.unwrap_or_else(|| panic!("{} has no {name}: {}", self.what, self.body));
        value.to_str().expect("headers are text").to_owned()
    }

    /// What was made, with its address below the API and its ETag; the address leads to it.
    #[track_caller]
    pub fn made(self) -> Made {
        let etag = self.etag();
        let location = self.header("location");
        let path = location.strip_prefix(BASE).expect("an address of the API");
        Made {
            path: path.to_owned(),
            etag,
            body: self.is(201),
        }
    }
}

/// Something that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its address below the API.
    pub path: String,
    /// Its ETag.
    pub etag: String,
    /// The thing.
    pub body: Value,
}

impl Made {
    /// Its id.
    pub fn id(&self) -> &str {
        self.body["id"].as_str().expect("it has an id")
    }
}

/// The ids, or the keys, of the entries of a list.
pub fn ids(list: &Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .expect("a list has items")
        .iter()
        .map(|item| {
            let name = item.get("id").or(item.get("key"));
            name.and_then(Value::as_str).expect("an id or a key")
        })
        .collect()
}
