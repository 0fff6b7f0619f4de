//! What goes wrong with a server, played by one that does as it is told: each is told for what it is, in time, and no key shows.

use std::io::{BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use giji::search::{MeiliConfig, MeiliIndex, MeiliKey, MeiliLimits, SearchEngine, SearchError};
use serde_json::{Value, json};

use crate::corpus::*;
use crate::meili_server;

const KEY: &str = "a-secret-key";

/// What the server does with one request: `None` is to say nothing for a long while, an empty text to hang up.
type Play = dyn Fn(&str, &str) -> Option<String> + Send + Sync;

/// A server that answers as `play` says, and the requests that it was sent.
fn stub(
    play: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static,
) -> (MeiliIndex, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (play, log): (Arc<Play>, _) = (Arc::new(play), Arc::clone(&asked));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (play, log) = (Arc::clone(&play), Arc::clone(&log));
            std::thread::spawn(move || {
                let mut writer = stream.try_clone().expect("a stream");
                let mut reader = BufReader::new(stream);
                while let Some((verb, path, _)) = meili_server::request(&mut reader) {
                    log.lock()
                        .expect("not poisoned")
                        .push(format!("{verb} {path}"));
                    match play(&verb, &path) {
                        None => std::thread::sleep(Duration::from_secs(20)),
                        Some(answer) if answer.is_empty() => return,
                        Some(answer) => writer.write_all(answer.as_bytes()).expect("written"),
                    }
                }
            });
        }
    });
    (index(&url), asked)
}

fn index(url: &str) -> MeiliIndex {
    let limits = MeiliLimits {
        connect: Duration::from_millis(500),
        request: Duration::from_millis(400),
        search: Duration::from_secs(2),
        task: Duration::from_millis(400),
        long_task: Duration::from_millis(400),
    };
    let config = MeiliConfig::new(url, MeiliKey::new(KEY)).expect("an address");
    MeiliIndex::new(config.with_limits(limits))
}

fn http(status: u16, body: &Value) -> Option<String> {
    let body = body.to_string();
    Some(format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
}

fn told(status: u16, code: &str) -> Option<String> {
    http(
        status,
        &json!({ "message": format!("told {code}"), "code": code, "type": "x", "link": "" }),
    )
}

/// What a good server says to `giji` that comes with a key that may not list keys.
fn greeting(path: &str) -> Option<String> {
    match path {
        "/version" => http(
            200,
            &json!({ "pkgVersion": "1.50.0", "commitSha": "", "commitDate": "" }),
        ),
        path if path.starts_with("/keys") => told(403, "invalid_api_key"),
        _ => None,
    }
}

async fn refusal(index: &MeiliIndex) -> SearchError {
    let begun = Instant::now();
    let error = index
        .search(request("研修"))
        .await
        .expect_err("no answer can come of it");
    assert!(begun.elapsed() < Duration::from_secs(5), "in time");
    assert!(!error.to_string().contains(KEY), "{error}");
    error
}

fn assert_unavailable(error: &SearchError, words: &str) {
    assert!(matches!(error, SearchError::Unavailable(_)), "{error:?}");
    assert!(error.to_string().contains(words), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there() {
    let free = TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .expect("a port");
    assert_unavailable(
        &refusal(&index(&format!("http://{free}"))).await,
        "cannot be reached",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs() {
    let (index, _) = stub(|_, _| None);
    assert_unavailable(&refusal(&index).await, "did not answer in time");
    let (index, asked) = stub(|_, path| greeting(path));
    assert_unavailable(&refusal(&index).await, "did not answer in time");
    let searches = asked
        .lock()
        .expect("not poisoned")
        .iter()
        .filter(|path| path.ends_with("multi-search"))
        .count();
    assert_eq!(searches, 1, "what took all its time is not asked again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_fails_keeps_its_status_and_is_asked_again() {
    for answer in [told(503, "internal"), http(500, &json!("no object"))] {
        let (index, asked) = stub(move |_, path| greeting(path).or_else(|| answer.clone()));
        assert_unavailable(&refusal(&index).await, "status 50");
        let searches = asked
            .lock()
            .expect("not poisoned")
            .iter()
            .filter(|path| path.ends_with("multi-search"))
            .count();
        assert_eq!(searches, 3);
    }
    let failures = Mutex::new(2);
    let (index, _) = stub(move |_, path| {
        let mut left = failures.lock().expect("not poisoned");
        if path != "/multi-search" {
            return greeting(path);
        }
        if *left > 0 {
            *left -= 1;
            return told(503, "internal");
        }
        let empty = json!({ "hits": [], "totalHits": 0, "facetDistribution": {} });
        http(200, &json!({ "results": vec![empty; 5] }))
    });
    assert_eq!(
        index
            .search(request("研修"))
            .await
            .expect("the third time")
            .total,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_answer() {
    let whole = "HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n{\"results\":[";
    let (index, _) = stub(move |_, path| greeting(path).or_else(|| Some(whole.to_owned())));
    let error = refusal(&index).await;
    assert!(matches!(error, SearchError::Unavailable(_)), "{error:?}");
    let (index, _) = stub(|_, path| greeting(path).or_else(|| Some(String::new())));
    assert_unavailable(&refusal(&index).await, "broke off");
    let (index, _) = stub(|_, path| greeting(path).or_else(|| http(200, &json!({ "results": 1 }))));
    assert_unavailable(&refusal(&index).await, "not one of Meilisearch's");
    let (index, _) =
        stub(|_, path| greeting(path).or_else(|| http(200, &json!({ "results": [] }))));
    assert_unavailable(&refusal(&index).await, "half an answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_and_an_old_server() {
    let (index, _) = stub(|_, _| told(403, "invalid_api_key"));
    assert_unavailable(&refusal(&index).await, "does not accept the key");
    let (index, _) = stub(|_, _| http(200, &json!({ "pkgVersion": "1.49.3" })));
    assert_unavailable(&refusal(&index).await, "needs 1.50 or newer");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_missing_asks_for_a_rebuild() {
    let (index, _) = stub(|_, path| greeting(path).or_else(|| told(404, "index_not_found")));
    assert!(refusal(&index).await.needs_rebuild());
    assert!(
        index
            .check_place()
            .await
            .expect_err("missing")
            .needs_rebuild()
    );
    assert!(index.open().await.expect_err("missing").needs_rebuild());
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_that_fail_or_take_too_long() {
    let play = |state: Value| {
        stub(move |_, path| {
            greeting(path).or_else(|| match path {
                path if path.starts_with("/tasks") => http(200, &state),
                _ => http(
                    202,
                    &json!({ "taskUid": 7, "indexUid": "giji", "status": "enqueued",
                    "type": "documentDeletion", "enqueuedAt": "2026-01-01T00:00:00Z" }),
                ),
            })
        })
        .0
    };
    let change = || vec![upsert(opinion(1, "研修"))];
    let error = play(json!({ "status": "processing", "error": null }))
        .apply(change())
        .await;
    assert_unavailable(&error.expect_err("not done"), "did not finish task 7");
    let failed =
        json!({ "status": "failed", "error": { "message": "no room", "code": "internal" } });
    let error = play(failed).apply(change()).await.expect_err("failed");
    assert!(
        error.to_string().contains("no room") && !error.needs_rebuild(),
        "{error}"
    );
    let gone =
        json!({ "status": "failed", "error": { "message": "gone", "code": "index_not_found" } });
    assert!(
        play(gone)
            .apply(change())
            .await
            .expect_err("failed")
            .needs_rebuild()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_master_key_a_lesser_one_is_made() {
    let (index, asked) = stub(|verb, path| match (verb, path) {
        ("GET", path) if path.starts_with("/keys") => http(200, &json!({ "results": [] })),
        ("POST", "/keys") => http(
            201,
            &json!({ "key": "lesser", "name": "giji: giji", "actions": [],
            "indexes": [], "expiresAt": null }),
        ),
        (_, "/version") => greeting(path),
        _ => told(404, "index_not_found"),
    });
    refusal(&index).await;
    let asked = asked.lock().expect("not poisoned");
    assert_eq!(
        asked[..3],
        ["GET /version", "GET /keys?limit=1000", "POST /keys"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_is_complete_only_after_a_rebuild() {
    let url = meili_server::start().url;
    let open = || MeiliIndex::new(MeiliConfig::new(&url, None).expect("an address"));
    let index = open();
    index.create_fresh().await.expect("an index");
    fill(&index, vec![opinion(1, "研修")]).await;
    assert!(
        matches!(open().open().await, Err(SearchError::Missing(_))),
        "it may lack what was never rebuilt"
    );
    let mut rebuild = index.start_rebuild().await.expect("started");
    rebuild.add(vec![opinion(2, "研修")]).await.expect("added");
    rebuild.finish().await.expect("finished");
    let again = open();
    again.open().await.expect("complete");
    assert_eq!(found(&again, "研修").await, [2]);
    assert_eq!(
        again.document_count().await.expect("a count"),
        1,
        "what marks it is no document"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_is_used_again() {
    let server = meili_server::start();
    // With the limits that are set for everybody: a busy machine must not look like a server that is away.
    let index = MeiliIndex::new(MeiliConfig::new(&server.url, None).expect("an address"));
    index.create_fresh().await.expect("an index");
    server.switch(false);
    assert_unavailable(&refusal(&index).await, "broke off");
    server.switch(true);
    fill(&index, vec![opinion(1, "研修")]).await;
    assert_eq!(found(&index, "研修").await, [1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_database_is_neither_searched_nor_written_until_it_is_taken_over() {
    let server = meili_server::start();
    let of = |database: &str| {
        let config = MeiliConfig::new(&server.url, None).expect("an address");
        MeiliIndex::new(config.with_database(database.to_owned()))
    };
    let built = async |index: &MeiliIndex, number| {
        let mut rebuild = index.start_rebuild().await.expect("started");
        let added = rebuild.add(vec![opinion(number, "研修")]).await;
        added.expect("added");
        rebuild.finish().await.expect("finished");
    };
    let (one, two) = (of("one"), of("two"));
    built(&one, 1).await;
    let refused = two.open().await.expect_err("it is not its own");
    assert_unavailable(&refused, "of another database");
    let change = upsert(opinion(2, "研修"));
    let refused = two.apply(vec![change]).await.expect_err("not written");
    assert_unavailable(&refused, "of another database");
    assert_unavailable(&refusal(&two).await, "of another database");
    assert_eq!(found(&one, "研修").await, [1]);
    built(&two, 2).await;
    assert_eq!(found(&two, "研修").await, [2]);
    let refused = one.open().await.expect_err("it was taken over");
    assert_unavailable(&refused, "of another database");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_names_are_checked() {
    for url in [
        "",
        "localhost:7700",
        "ftp://h",
        "http://u:p@h",
        "http://h/?x",
    ] {
        assert!(MeiliConfig::new(url, None).is_none(), "{url}");
    }
    let config = MeiliConfig::new("https://h:7700/", MeiliKey::new(KEY)).expect("an address");
    assert!(!format!("{config:?}").contains(KEY));
    assert!(config.with_index("a/b").is_none());
}
