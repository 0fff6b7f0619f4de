//! The engine on a server: an index of a Meilisearch, and a second one beside it while it is built anew.
//!
//! Nothing is left to Meilisearch's reading of a language. Everything that is found, counted and sorted by is a value of a
//! field, compared whole or by its beginning, so that it finds what the embedded engine finds. docs/decisions/0012-meilisearch.md
//! says why.

mod answers;
mod codes;
mod documents;
mod filter;
mod http;
mod matching;
mod ranking;
mod rebuild;
mod search;
mod server;
mod settings;
mod verify;
mod versions;
mod writing;

use std::path::PathBuf;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;
use uuid::Uuid;

use super::{
    DocumentType, EngineAnswer, IndexChange, Rebuild, SearchEngine, SearchError, SearchRequest,
};
use documents::thing_of_key;
use rebuild::MeiliRebuild;
use search::Searching;
use server::Server;
use settings::version;
use writing::Writing;

/// How often the index is looked at without need.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How many documents are listed at a time.
const LISTED_AT_ONCE: usize = 1_000;
/// The document that tells what an index was made by. It is there when the index is complete.
const MARKER: &str = "marker";

/// A key of a Meilisearch server: never printed.
#[derive(Clone)]
pub struct MeiliKey(pub(super) String);

impl std::fmt::Debug for MeiliKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MeiliKey(…)")
    }
}

impl MeiliKey {
    /// Takes what was written, without the line end that a file has; `None` where nothing was.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }
}

/// How long the server is waited for.
#[derive(Debug, Clone, Copy)]
pub struct MeiliLimits {
    /// For a connection.
    pub connect: Duration,
    /// For the answer to one request.
    pub request: Duration,
    /// For all that one search takes.
    pub search: Duration,
    /// For a change to be done.
    pub task: Duration,
    /// For a change that goes through a whole index.
    pub long_task: Duration,
}

impl Default for MeiliLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            request: Duration::from_secs(30),
            search: Duration::from_secs(10),
            task: Duration::from_secs(120),
            long_task: Duration::from_secs(3600),
        }
    }
}

/// Where the server is, and how it is talked to.
#[derive(Debug, Clone)]
pub struct MeiliConfig {
    url: String,
    key: Option<MeiliKey>,
    index: String,
    /// What the database is called that the index is of.
    database: Option<String>,
    limits: MeiliLimits,
}

impl MeiliConfig {
    /// Of a server at `url` (`http://` or `https://`); `None` where that is no such address, or holds a password.
    pub fn new(url: &str, key: Option<MeiliKey>) -> Option<Self> {
        let read = reqwest::Url::parse(url.trim()).ok()?;
        let plain = matches!(read.scheme(), "http" | "https")
            && read.has_host()
            && read.username().is_empty()
            && read.password().is_none()
            && read.query().is_none()
            && read.fragment().is_none();
        plain.then(|| Self {
            url: read.as_str().trim_end_matches('/').to_owned(),
            key,
            index: "giji".to_owned(),
            database: None,
            limits: MeiliLimits::default(),
        })
    }

    /// With an index of another name, for several databases on one server; `None` where no index can have that name.
    pub fn with_index(self, index: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let good = (1..=200).contains(&index.len()) && index.bytes().all(fits);
        good.then(|| Self {
            index: index.to_owned(),
            ..self
        })
    }

    /// With the name of the database that the index is of, so that no other one shares it unnoticed.
    pub fn with_database(self, name: String) -> Self {
        Self {
            database: Some(name),
            ..self
        }
    }

    /// With other time limits.
    pub fn with_limits(self, limits: MeiliLimits) -> Self {
        Self { limits, ..self }
    }

    /// The index that is being built.
    fn next_index(&self) -> String {
        format!("{}-next", self.index)
    }

    /// How the index is called in what people read.
    fn place(&self) -> PathBuf {
        PathBuf::from(format!("{}/indexes/{}", self.url, self.index))
    }
}

/// A search index on a Meilisearch server.
#[derive(Clone)]
pub struct MeiliIndex {
    shared: Arc<Shared>,
}

struct Shared {
    config: MeiliConfig,
    /// The server, once it was reached.
    server: Mutex<Option<Server>>,
    writing: Mutex<Writing>,
    /// When the index was last found to be in order.
    looked: Mutex<Option<Instant>>,
    /// Whether it was last found to be of another database.
    foreign: AtomicBool,
}

#[derive(Deserialize)]
struct Listed {
    results: Vec<Value>,
    total: u64,
}

#[derive(Deserialize)]
struct Marker {
    made_by: String,
    generation: String,
    #[serde(default)]
    database: Option<String>,
}

#[derive(Deserialize)]
struct Versioned {
    key: String,
    version: i64,
}

impl MeiliIndex {
    /// An index; asks nothing of the server yet.
    pub fn new(config: MeiliConfig) -> Self {
        Self {
            shared: Arc::new(Shared {
                config,
                server: Mutex::new(None),
                writing: Mutex::new(Writing::default()),
                looked: Mutex::new(None),
                foreign: AtomicBool::new(false),
            }),
        }
    }

    /// Looks whether the server will do, and whether the index on it is complete and of this version. An error for which
    /// [`SearchError::needs_rebuild`] holds where it is not: then a rebuild makes one.
    pub async fn open(&self) -> Result<(), SearchError> {
        self.shared.look().await
    }

    /// Starts over with an empty index, whatever was there. Until a rebuild is finished, it is not complete.
    pub async fn create_fresh(&self) -> Result<(), SearchError> {
        let server = self.shared.server().await?;
        let mut writing = self.shared.writing.lock().await;
        server.make_index(&self.shared.config.index).await?;
        writing.generation = String::new();
        Ok(())
    }
}

impl Shared {
    /// The server, reached and found good once.
    async fn server(&self) -> Result<Server, SearchError> {
        let mut server = self.server.lock().await;
        if let Some(server) = &*server {
            return Ok(server.clone());
        }
        let reached = Server::reach(&self.config).await?;
        *server = Some(reached.clone());
        Ok(reached)
    }

    /// After a failure the server may be another one, with another key or an older version.
    async fn forget_server(&self) {
        *self.server.lock().await = None;
        *self.looked.lock().await = None;
    }

    async fn look(&self) -> Result<(), SearchError> {
        let server = self.server().await?;
        let index = &self.config.index;
        if !server.has_index(index).await? {
            return Err(SearchError::Missing(self.config.place()));
        }
        let Some(marker) = self.marker(&server).await? else {
            return Err(SearchError::Missing(self.config.place()));
        };
        let databases = self.config.database.as_ref().zip(marker.database.as_ref());
        let foreign = databases.is_some_and(|(own, other)| own != other);
        self.foreign.store(foreign, Ordering::Relaxed);
        self.check_own()?;
        if marker.made_by != version() {
            return Err(SearchError::Outdated {
                path: self.config.place(),
                found: marker.made_by,
                wanted: version(),
            });
        }
        server.set(index).await?;
        self.writing.lock().await.generation = marker.generation;
        *self.looked.lock().await = Some(Instant::now());
        Ok(())
    }

    /// Neither is an index of another database searched, nor is it written. It would be by both, each taking away what the other
    /// one put there; only who asks for a rebuild takes it over.
    fn check_own(&self) -> Result<(), SearchError> {
        if !self.foreign.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(SearchError::Unavailable(format!(
            "the search index at {} is of another database: give this one an index of another name (--meili-index), or `giji reindex` to take it over",
            self.config.place().display()
        )))
    }

    async fn marker(&self, server: &Server) -> Result<Option<Marker>, SearchError> {
        let path = format!("indexes/{}/documents/fetch", self.config.index);
        let found: Listed = server.ask(&path, &json!({ "ids": [MARKER] })).await?;
        let marker = found.results.into_iter().next();
        Ok(marker.and_then(|marker| serde_json::from_value(marker).ok()))
    }

    async fn list(&self, server: &Server) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        let path = format!("indexes/{}/documents/fetch", self.config.index);
        let mut versions = Vec::new();
        let mut offset = 0;
        loop {
            let question = json!({
                "offset": offset,
                "limit": LISTED_AT_ONCE,
                "fields": ["key", "version"],
                "filter": "type EXISTS",
            });
            let listed: Listed = server.ask(&path, &question).await?;
            let last = listed.results.len() < LISTED_AT_ONCE;
            for document in listed.results {
                let found: Option<Versioned> = serde_json::from_value(document).ok();
                let thing = found.and_then(|found| {
                    thing_of_key(&found.key).map(|(kind, id)| (kind, id, found.version))
                });
                versions.extend(thing);
            }
            if last {
                break;
            }
            offset += LISTED_AT_ONCE;
        }
        versions.sort_unstable();
        versions.dedup_by_key(|(kind, id, _)| (*kind, *id));
        Ok(versions)
    }

    /// The result of something that was asked of the server; a failure makes the next one look at it anew.
    async fn noting<T>(&self, result: Result<T, SearchError>) -> Result<T, SearchError> {
        if result.is_err() {
            self.forget_server().await;
        }
        match result {
            Err(SearchError::Missing(_)) => Err(SearchError::Missing(self.config.place())),
            other => other,
        }
    }
}

#[async_trait]
impl SearchEngine for MeiliIndex {
    async fn apply(&self, changes: Vec<IndexChange>) -> Result<(), SearchError> {
        let shared = &self.shared;
        let applied = async {
            let server = shared.server().await?;
            shared.check_own()?;
            let mut writing = shared.writing.lock().await;
            writing.apply(&server, &shared.config.index, changes).await
        };
        shared.noting(applied.await).await
    }

    async fn check_place(&self) -> Result<(), SearchError> {
        let looked = *self.shared.looked.lock().await;
        if looked.is_some_and(|looked| looked.elapsed() < LOOK_EVERY) {
            return Ok(());
        }
        self.shared.noting(self.shared.look().await).await
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        let started = MeiliRebuild::start(Arc::clone(&self.shared)).await;
        Ok(Box::new(self.shared.noting(started).await?))
    }

    async fn search(&self, request: SearchRequest) -> Result<EngineAnswer, SearchError> {
        let shared = &self.shared;
        let searching = async {
            shared.check_own()?;
            let server = shared.server().await?;
            let searching = Searching {
                server: &server,
                index: &shared.config.index,
                request: &request,
            };
            searching.answer().await
        };
        let answer = tokio::time::timeout(shared.config.limits.search, searching).await;
        let answer = answer.unwrap_or_else(|_| {
            Err(SearchError::Unavailable(format!(
                "Meilisearch at {} did not answer in time",
                shared.config.url
            )))
        });
        shared.noting(answer).await
    }

    async fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        let listed = async {
            let server = self.shared.server().await?;
            self.shared.list(&server).await
        };
        self.shared.noting(listed.await).await
    }

    async fn document_count(&self) -> Result<u64, SearchError> {
        let counted = async {
            let server = self.shared.server().await?;
            let path = format!("indexes/{}/documents/fetch", self.shared.config.index);
            let question = json!({ "limit": 1, "fields": ["key"], "filter": "type EXISTS" });
            let listed: Listed = server.ask(&path, &question).await?;
            Ok(listed.total)
        };
        self.shared.noting(counted.await).await
    }
}
