//! A data directory with a database of its own, and the commands that are run on it.

use std::{
    fs,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use super::schemas::Schema;

/// One of the engines that giji runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// The server.
    Postgres,
}

/// Where one scenario keeps its data; gone after it.
pub struct Home {
    /// Which keeps its database.
    pub engine: Engine,
    directory: TempDir,
    schema: Option<Schema>,
}

/// What a command said, and how it ended.
pub struct Outcome {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a scenario on each engine, and says on which it failed.
pub fn on_both(scenario: impl Fn(&Home)) {
    let failed: Vec<Engine> = [Engine::Sqlite, Engine::Postgres]
        .into_iter()
        .filter(|engine| {
            // Shown by the test harness where the scenario fails, above what it says.
            println!("on {engine:?}:");
            let home = Home::on(*engine);
            catch_unwind(AssertUnwindSafe(|| scenario(&home))).is_err()
        })
        .collect();
    assert!(
        failed.is_empty(),
        "the scenario failed on {failed:?}; see above"
    );
}

impl Home {
    /// Nothing yet, on an engine.
    pub fn on(engine: Engine) -> Self {
        let schema = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(block_on(Schema::create())),
        };
        Self {
            engine,
            directory: tempfile::tempdir().expect("a temporary directory can be made"),
            schema,
        }
    }

    /// The data directory, which the first command makes.
    pub fn data_dir(&self) -> PathBuf {
        self.path("data")
    }

    /// A file beside the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes a file beside the data directory.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).expect("a file can be written");
        text(&path)
    }

    /// Where the scenario has a server keep its database.
    pub fn database_url(&self) -> Option<&str> {
        self.schema.as_ref().map(|schema| schema.url.as_str())
    }

    /// A command on this data.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = giji(words);
        command.arg("--data-dir").arg(self.data_dir());
        if let Some(url) = self.database_url() {
            command.args(["--database-url", url]);
        }
        command
    }

    /// Runs a command on this data to its end.
    pub fn run(&self, words: &[&str]) -> Outcome {
        run(&mut self.command(words))
    }

    /// Imports the minutes of the demo.
    pub fn import_demo(&self) {
        let files = demo_files();
        let mut words = vec!["import"];
        words.extend(files.iter().map(String::as_str));
        self.run(&words).succeeds();
    }

    /// Makes a token with a role that needs no more, and gives what its bearer shows.
    pub fn token(&self, role: &str) -> String {
        let made = self.run(&["token", "create", "--role", role]).succeeds();
        made.trim().to_owned()
    }

    /// The files of the generation of the index that serves.
    pub fn index_files(&self) -> Vec<PathBuf> {
        let index = self.data_dir().join("index");
        let current = fs::read_to_string(index.join("CURRENT")).expect("there is an index");
        let entries =
            fs::read_dir(index.join(current.trim())).expect("the generation can be listed");
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.expect("an entry can be read").path())
            .collect();
        files.sort();
        files
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some(schema) = self.schema.take() {
            block_on(schema.remove());
        }
    }
}

impl Outcome {
    /// What it printed, where it ended well.
    pub fn succeeds(self) -> String {
        assert_eq!(self.code, Some(0), "it failed: {}", self.stderr);
        self.stdout
    }

    /// The JSON that it printed, where it ended well.
    pub fn json(self) -> Value {
        let printed = self.succeeds();
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error} in {printed}"))
    }

    /// What it said on stderr, where it failed and printed no result.
    pub fn fails(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "a failure has no result");
        self.stderr
    }

    /// What it said on stderr, where it was called wrongly.
    pub fn shows_misuse(self) -> String {
        assert_eq!(self.code, Some(2), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "wrong usage has no result");
        self.stderr
    }
}

/// The program, with nothing of the developer's environment that it listens to.
pub fn giji(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_giji"));
    for name in [
        "GIJI_DATA_DIR",
        "GIJI_DATABASE_URL",
        "GIJI_DATABASE_URL_FILE",
        "GIJI_LISTEN",
        "GIJI_LOG",
        "LC_ALL",
        "LC_MESSAGES",
        "RUST_BACKTRACE",
    ] {
        command.env_remove(name);
    }
    command.env("LANG", "C.UTF-8").args(words);
    command
}

/// Runs a command to its end. None ever panics.
pub fn run(command: &mut Command) -> Outcome {
    let output = command
        .stdin(Stdio::null())
        .output()
        .expect("the command starts");
    let outcome = Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("stdout is text"),
        stderr: String::from_utf8(output.stderr).expect("stderr is text"),
    };
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    outcome
}

/// The minutes of the demo.
pub fn demo_files() -> Vec<String> {
    ["r05-1", "r05-2", "r06-1", "r06-2"]
        .map(|name| format!("{}/demo/{name}.txt", env!("CARGO_MANIFEST_DIR")))
        .to_vec()
}

/// Minutes of a council, with one opinion.
pub fn minutes(council: &str, round: usize, opinion: &str) -> String {
    format!(
        "令和５年度 第{round}回 {council}\n議 事 要 旨\n\n１ 日 時 令和５年８月29日（火曜日） 午後６時30分から午後８時まで\n\
         ２ 会 場 市役所\n３ 出席者 青木委員\n４ 議事概要\n（１） 緑地の保全\n（主な意見等）\n・{opinion}\n"
    )
}

/// Waits until something holds.
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "it did not come to pass: {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A path as text.
pub fn text(path: &Path) -> String {
    path.to_str()
        .expect("paths of tests are UTF-8 throughout")
        .to_owned()
}

/// Runs a future to its end.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made")
        .block_on(future)
}
