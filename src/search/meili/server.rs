//! What is asked of the server, and what its failures mean.

use std::path::PathBuf;
use std::time::Duration;

use meilisearch_sdk::client::{Client, SwapIndexes};
use meilisearch_sdk::errors::{Error, ErrorCode};
use meilisearch_sdk::request::{HttpClient, Method};
use meilisearch_sdk::task_info::TaskInfo;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::http::Transport;
use super::settings::{holds, settings};
use super::versions::{OLDEST, is_supported};
use super::{MeiliConfig, MeiliLimits};
use crate::search::SearchError;

/// What a key of giji may do, on its own two indexes alone.
const ACTIONS: &[&str] = &[
    "search",
    "documents.add",
    "documents.get",
    "documents.delete",
    "indexes.create",
    "indexes.get",
    "indexes.delete",
    "indexes.swap",
    "settings.get",
    "settings.update",
    "tasks.get",
    "version",
];
/// How soon a task is looked at again, at first and at most.
const LOOK_AFTER: Duration = Duration::from_millis(5);
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_millis(250);

/// A server, reached with a key.
#[derive(Debug, Clone)]
pub(super) struct Server {
    host: String,
    client: Client<Transport>,
    transport: Transport,
    limits: MeiliLimits,
}

/// A task that the server has taken on. Of all that it tells of one, the number is enough.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct TaskId {
    #[serde(rename = "taskUid")]
    number: u32,
}

impl From<TaskInfo> for TaskId {
    fn from(task: TaskInfo) -> Self {
        Self {
            number: task.task_uid,
        }
    }
}

#[derive(Deserialize)]
struct TaskState {
    status: String,
    error: Option<TaskError>,
}

#[derive(Deserialize)]
struct TaskError {
    message: String,
    code: String,
}

#[derive(Deserialize)]
struct Version {
    #[serde(rename = "pkgVersion")]
    number: String,
}

#[derive(Deserialize)]
struct Keys {
    results: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    key: String,
    name: Option<String>,
    actions: Vec<String>,
    indexes: Vec<String>,
    #[serde(rename = "expiresAt")]
    expires_at: Option<String>,
}

impl Server {
    /// A server whose version will do, reached with a key that may do no more than it must.
    pub async fn reach(config: &MeiliConfig) -> Result<Self, SearchError> {
        let given = Self::with_key(config, config.key.as_ref().map(|key| key.0.as_str()))?;
        let version: Version = given.get("version").await?;
        if !is_supported(&version.number) {
            return Err(SearchError::Unavailable(format!(
                "Meilisearch at {} is version {}; giji needs {}.{} or newer",
                given.host, version.number, OLDEST.0, OLDEST.1
            )));
        }
        if config.key.is_none() {
            return Ok(given);
        }
        match given.own_key(config).await? {
            Some(key) => Self::with_key(config, Some(&key)),
            // The key may not look at keys: somebody has given giji one of its own already.
            None => Ok(given),
        }
    }

    fn with_key(config: &MeiliConfig, key: Option<&str>) -> Result<Self, SearchError> {
        let transport = Transport::new(config.limits, key).map_err(SearchError::Unavailable)?;
        Ok(Self {
            host: config.url.clone(),
            client: Client::new_with_client(&config.url, key, transport.clone()),
            transport,
            limits: config.limits,
        })
    }

    /// The key for these indexes, made where there is none yet; `None` where the key at hand may not ask.
    async fn own_key(&self, config: &MeiliConfig) -> Result<Option<String>, SearchError> {
        let name = format!("giji: {}", config.index);
        let indexes = [config.index.clone(), config.next_index()];
        let keys: Keys = match self.try_get("keys?limit=1000").await {
            Ok(keys) => keys,
            Err(error) if is_refusal(&error) => return Ok(None),
            Err(error) => return Err(self.failure(error)),
        };
        let suits = |key: &Key| {
            key.name.as_deref() == Some(&name)
                && key.expires_at.is_none()
                && same(&key.indexes, &indexes)
                && same(&key.actions, ACTIONS)
        };
        if let Some(key) = keys.results.into_iter().find(suits) {
            return Ok(Some(key.key));
        }
        let wanted = json!({
            "name": name,
            "description": "Made by giji for its search index; giji makes another one where this is missing.",
            "actions": ACTIONS,
            "indexes": indexes,
            "expiresAt": null,
        });
        let made: Result<Key, Error> = self.try_post("keys", &wanted, 201).await;
        match made {
            Ok(key) => Ok(Some(key.key)),
            Err(error) if is_refusal(&error) => Ok(None),
            Err(error) => Err(self.failure(error)),
        }
    }

    async fn try_get<T: serde::de::DeserializeOwned + Send + 'static>(
        &self,
        path: &str,
    ) -> Result<T, Error> {
        let url = format!("{}/{path}", self.host);
        let method = Method::<(), ()>::Get { query: () };
        self.transport.request(&url, method, 200).await
    }

    async fn try_post<T: serde::de::DeserializeOwned + Send + 'static>(
        &self,
        path: &str,
        body: &Value,
        expected: u16,
    ) -> Result<T, Error> {
        let url = format!("{}/{path}", self.host);
        let method = Method::Post { query: (), body };
        self.transport.request(&url, method, expected).await
    }

    async fn get<T: serde::de::DeserializeOwned + Send + 'static>(
        &self,
        path: &str,
    ) -> Result<T, SearchError> {
        self.try_get(path)
            .await
            .map_err(|error| self.failure(error))
    }

    /// Asks and gets the answer at once.
    pub async fn ask<T: serde::de::DeserializeOwned + Send + 'static>(
        &self,
        path: &str,
        body: &Value,
    ) -> Result<T, SearchError> {
        let answer = self.try_post(path, body, 200).await;
        answer.map_err(|error| self.failure(error))
    }

    /// Whether there is such an index.
    pub async fn has_index(&self, index: &str) -> Result<bool, SearchError> {
        let found: Result<Value, Error> = self.try_get(&format!("indexes/{index}")).await;
        match found {
            Ok(_) => Ok(true),
            Err(error) if is_missing_index(&error) => Ok(false),
            Err(error) => Err(self.failure(error)),
        }
    }

    /// Makes an empty index with the settings of giji, whatever there was.
    pub async fn make_index(&self, index: &str) -> Result<(), SearchError> {
        self.remove_index(index).await?;
        let made = self.client.create_index(index, Some("pk")).await;
        self.wait(self.taken(made)?).await?;
        self.set(index).await
    }

    /// Removes an index, if it is there.
    pub async fn remove_index(&self, index: &str) -> Result<(), SearchError> {
        if self.has_index(index).await? {
            let removed = self.client.delete_index(index).await;
            self.wait(self.taken(removed)?).await?;
        }
        Ok(())
    }

    /// Sees to it that the index is set as it should be.
    pub async fn set(&self, index: &str) -> Result<(), SearchError> {
        let path = format!("indexes/{index}/settings");
        let found: Value = self.get(&path).await?;
        let wanted = settings();
        if holds(&found, &wanted) {
            return Ok(());
        }
        let url = format!("{}/{path}", self.host);
        let method = Method::Patch {
            query: (),
            body: &wanted,
        };
        let task: Result<TaskId, Error> = self.transport.request(&url, method, 202).await;
        self.wait_long(self.taken(task)?).await
    }

    /// Hands documents over.
    pub async fn add(&self, index: &str, documents: &[Value]) -> Result<TaskId, SearchError> {
        let path = format!("indexes/{index}/documents?primaryKey=pk");
        let body = Value::Array(documents.to_vec());
        let task: Result<TaskId, Error> = self.try_post(&path, &body, 202).await;
        self.taken(task)
    }

    /// Asks for the removal of what the filter finds.
    pub async fn remove(&self, index: &str, filter: &str) -> Result<TaskId, SearchError> {
        let path = format!("indexes/{index}/documents/delete");
        let task: Result<TaskId, Error> = self
            .try_post(&path, &json!({ "filter": filter }), 202)
            .await;
        self.taken(task)
    }

    /// Puts each of two indexes in the place of the other, in one step.
    pub async fn swap(&self, one: &str, other: &str) -> Result<(), SearchError> {
        let swap = SwapIndexes {
            indexes: (one.to_owned(), other.to_owned()),
            rename: None,
        };
        let swapped = self.client.swap_indexes([&swap]).await;
        self.wait(self.taken(swapped)?).await
    }

    fn taken<T: Into<TaskId>>(&self, task: Result<T, Error>) -> Result<TaskId, SearchError> {
        task.map(Into::into).map_err(|error| self.failure(error))
    }

    /// Waits until the server has done the task.
    pub async fn wait(&self, task: TaskId) -> Result<(), SearchError> {
        self.wait_for(task, self.limits.task).await
    }

    /// The same, for a task that goes through a whole index.
    pub async fn wait_long(&self, task: TaskId) -> Result<(), SearchError> {
        self.wait_for(task, self.limits.long_task).await
    }

    async fn wait_for(&self, task: TaskId, patience: Duration) -> Result<(), SearchError> {
        let deadline = Instant::now() + patience;
        let mut pause = LOOK_AFTER;
        loop {
            let state: TaskState = self.get(&format!("tasks/{}", task.number)).await?;
            match state.status.as_str() {
                "succeeded" => return Ok(()),
                "failed" | "canceled" => return Err(self.failed(task, state)),
                _ => {}
            }
            if Instant::now() + pause > deadline {
                return Err(SearchError::Unavailable(format!(
                    "Meilisearch at {} did not finish task {} within {} s",
                    self.host,
                    task.number,
                    patience.as_secs_f32()
                )));
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LOOK_AT_LEAST_EVERY);
        }
    }

    fn failed(&self, task: TaskId, state: TaskState) -> SearchError {
        match state.error {
            Some(error) if error.code == "index_not_found" => self.missing(),
            error => SearchError::Engine(format!(
                "Meilisearch task {} {}: {}",
                task.number,
                state.status,
                error.map_or_else(|| "no reason given".to_owned(), |error| error.message)
            )),
        }
    }

    fn missing(&self) -> SearchError {
        SearchError::Missing(PathBuf::from(&self.host))
    }

    /// What a failure of a request means for whoever asked for more than a request.
    fn failure(&self, error: Error) -> SearchError {
        let host = &self.host;
        if is_missing_index(&error) {
            return self.missing();
        }
        SearchError::Unavailable(match error {
            error if is_refusal(&error) => format!(
                "Meilisearch at {host} does not accept the key that giji was given, or that key may not do what giji has to"
            ),
            Error::HttpError(error) if error.is_timeout() => {
                format!("Meilisearch at {host} did not answer in time")
            }
            Error::HttpError(error) if error.is_connect() => {
                format!("Meilisearch at {host} cannot be reached")
            }
            Error::HttpError(_) => format!("Meilisearch at {host} broke off its answer"),
            Error::ParseError(_) => {
                format!("Meilisearch at {host} gave an answer that is not one of Meilisearch's")
            }
            Error::MeilisearchCommunication(error) => format!(
                "Meilisearch at {host} failed with status {}{}",
                error.status_code,
                error
                    .message
                    .map_or_else(String::new, |words| format!(": {words}"))
            ),
            // A request that the server understands and refuses will be refused again.
            Error::Meilisearch(error) => {
                return SearchError::Engine(format!(
                    "Meilisearch refused a request: {}",
                    error.error_message
                ));
            }
            other => return SearchError::Engine(other.to_string()),
        })
    }
}

fn is_missing_index(error: &Error) -> bool {
    matches!(error, Error::Meilisearch(told) if told.error_code == ErrorCode::IndexNotFound)
}

fn is_refusal(error: &Error) -> bool {
    matches!(error, Error::Meilisearch(told) if matches!(
        told.error_code,
        ErrorCode::InvalidApiKey | ErrorCode::MissingAuthorizationHeader | ErrorCode::MissingMasterKey
    ))
}

fn same<A: AsRef<str>, B: AsRef<str>>(one: &[A], other: &[B]) -> bool {
    let sorted = |words: Vec<&str>| {
        let mut words = words;
        words.sort_unstable();
        words.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    sorted(one.iter().map(AsRef::as_ref).collect())
        == sorted(other.iter().map(AsRef::as_ref).collect())
}
