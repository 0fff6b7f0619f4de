//! The Meilisearch engine: the contract's fixtures, and what only an index on a server can do.

use std::io::Write;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Once, OnceLock};
use std::time::{Duration, Instant};

use giji::search::{MeiliConfig, MeiliIndex, MeiliKey};
use tempfile::TempDir;

use crate::Fixture;
use crate::meili_server;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// An empty index on the small server of these tests.
pub async fn fixture() -> Fixture {
    let config = MeiliConfig::new(&meili_server::start().url, None).expect("an address");
    fresh(MeiliIndex::new(config)).await
}

/// An empty index on a real server; nothing where there is none.
pub async fn real_fixture() -> Option<Fixture> {
    let (url, key) = real_server()?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("giji-test-{}-{number}", std::process::id());
    let config = MeiliConfig::new(&url, key).and_then(|config| config.with_index(&name));
    Some(fresh(MeiliIndex::new(config.expect("an address"))).await)
}

async fn fresh(index: MeiliIndex) -> Fixture {
    index.create_fresh().await.expect("an index");
    Fixture::new(index, ())
}

/// `TEST_MEILI_URL` (with `TEST_MEILI_KEY`), or a `meilisearch` of the PATH, started once for all tests.
fn real_server() -> Option<(String, Option<MeiliKey>)> {
    static STARTED: OnceLock<Option<(String, Child, TempDir)>> = OnceLock::new();
    static SAID: Once = Once::new();
    let key = std::env::var("TEST_MEILI_KEY")
        .ok()
        .and_then(|key| MeiliKey::new(&key));
    if let Ok(url) = std::env::var("TEST_MEILI_URL") {
        return Some((url, key));
    }
    let started = STARTED.get_or_init(start_real_server);
    let Some((url, _, _)) = started else {
        // Not println!, which the test harness keeps to itself when the test passes. Once is enough for all scenarios.
        SAID.call_once(|| {
            let mut stderr = std::io::stderr();
            let _ = writeln!(
                stderr,
                "NOT RUN: no Meilisearch server (set TEST_MEILI_URL, or put meilisearch on the PATH)"
            );
        });
        return None;
    };
    Some((url.clone(), MeiliKey::new(MASTER_KEY)))
}

const MASTER_KEY: &str = "a key for tests alone";

fn start_real_server() -> Option<(String, Child, TempDir)> {
    let directory = tempfile::tempdir().expect("a directory");
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|free| free.local_addr())
        .ok()?
        .port();
    let address = format!("127.0.0.1:{port}");
    let child = Command::new("meilisearch")
        .args([
            "--http-addr",
            &address,
            "--no-analytics",
            "--master-key",
            MASTER_KEY,
        ])
        .current_dir(directory.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let begun = Instant::now();
    while std::net::TcpStream::connect(&address).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "meilisearch starts"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    Some((format!("http://{address}"), child, directory))
}
