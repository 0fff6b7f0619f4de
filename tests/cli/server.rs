//! A running server, asked over HTTP.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::home::Home;

/// The longest that anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server; killed at the end.
pub struct Server {
    /// Where it answers.
    pub url: String,
    /// What it printed before that: tokens by role, where it did.
    pub tokens: BTreeMap<String, String>,
    child: Child,
    log: PathBuf,
    agent: ureq::Agent,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Null where the body is no JSON.
    pub body: Value,
    pub content_type: String,
}

impl Home {
    /// Starts a server on a free port, and waits until it listens.
    pub fn serve(&self, words: &[&str]) -> Server {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(words);
        Server::start(&mut self.command(&all), self.path("server.log"))
    }
}

impl Server {
    /// Starts a server, with its log in a file, and waits until it listens.
    pub fn start(command: &mut Command, log: PathBuf) -> Self {
        let mut child = spawn(command, &log);
        let lines = lines_of(&mut child);
        let mut tokens = BTreeMap::new();
        loop {
            let Ok(line) = lines.recv_timeout(PATIENCE) else {
                let _ = child.kill();
                let _ = child.wait();
                panic!("it does not listen: {}", read(&log));
            };
            match line.rsplit_once(' ') {
                Some(("listening on", url)) => {
                    return Self {
                        url: url.to_owned(),
                        tokens,
                        child,
                        log,
                        agent: agent(),
                    };
                }
                Some((role, token)) => drop(tokens.insert(role.to_owned(), token.to_owned())),
                None => panic!("a line that is none of serve's: {line}"),
            }
        }
    }

    /// Reads below the API.
    pub fn get(&self, token: &str, path: &str) -> Answer {
        self.try_get(token, path).expect("the server answers")
    }

    /// Sends JSON to the API.
    pub fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        self.try_post(token, path, body)
            .expect("the server answers")
    }

    /// The same, where the server may be gone.
    pub fn try_get(&self, token: &str, path: &str) -> Result<Answer, ureq::Error> {
        let request = self.agent.get(format!("{}/api/v1{path}", self.url));
        let request = match token {
            "" => request,
            token => request.header("Authorization", format!("Bearer {token}")),
        };
        request.call().map(answer)
    }

    /// The same, where the server may be gone.
    pub fn try_post(&self, token: &str, path: &str, body: &Value) -> Result<Answer, ureq::Error> {
        let request = self.agent.post(format!("{}/api/v1{path}", self.url));
        let request = request.header("Authorization", format!("Bearer {token}"));
        request.send_json(body).map(answer)
    }

    /// What a search finds.
    pub fn search(&self, token: &str, query: &str) -> Answer {
        let request = self
            .agent
            .get(format!("{}/api/v1/search", self.url))
            .query("q", query)
            .header("Authorization", format!("Bearer {token}"));
        answer(request.call().expect("the server answers"))
    }

    /// A connection to write to by hand.
    pub fn connect(&self) -> TcpStream {
        let address = self.url.trim_start_matches("http://");
        let stream = TcpStream::connect(address).expect("the server takes connections");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit can be set");
        stream
    }

    /// The most memory that it has used so far, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let status = read(&PathBuf::from(format!("/proc/{}/status", self.child.id())));
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .expect("Linux says how much memory a process had");
        let kilobytes: u64 = line
            .trim()
            .trim_end_matches("kB")
            .trim()
            .parse()
            .expect("a number of kilobytes");
        kilobytes * 1024
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        read(&self.log)
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, as an operator or a supervisor does.
    pub fn terminate(&self) {
        signal("TERM", self.child.id());
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        wait(&mut self.child)
    }

    /// Stops it in good order.
    pub fn stop(mut self) {
        self.terminate();
        assert_eq!(self.wait().code(), Some(0), "{}", self.log());
    }

    /// Ends it on the spot, as power loss does.
    pub fn kill(&mut self) {
        self.child.kill().expect("the server can be killed");
        self.child.wait().expect("the server is gone");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    /// The body, where the status is this.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// The code of a problem, where the status is this.
    pub fn problem(self, status: u16) -> String {
        assert_eq!(self.content_type, "application/problem+json");
        let body = self.expect(status);
        body["code"]
            .as_str()
            .expect("a problem has a code")
            .to_owned()
    }
}

/// Sends a signal to a process.
pub fn signal(name: &str, process: u32) {
    let status = Command::new("sh")
        .args(["-c", &format!("kill -{name} {process}")])
        .status()
        .expect("there is a shell");
    assert!(status.success(), "the signal reaches the process");
}

/// Starts a process whose stderr goes to a file.
pub fn spawn(command: &mut Command, log: &PathBuf) -> Child {
    let log = File::create(log).expect("a log can be written");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the server starts")
}

/// The lines that a process prints.
pub fn lines_of(child: &mut Child) -> Receiver<String> {
    let stdout = child.stdout.take().expect("stdout is a pipe");
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // Nobody may be waiting for it any more.
            let _ = sender.send(line);
        }
    });
    lines
}

/// Waits for the end of a process.
pub fn wait(child: &mut Child) -> ExitStatus {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child can be asked") {
            return status;
        }
        assert!(began.elapsed() < PATIENCE, "the process does not end");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Sends a request as it stands, and reads until the server closes the connection or has said `enough`.
pub fn exchange(stream: &mut TcpStream, request: &[u8], enough: &str) -> String {
    stream.write_all(request).expect("the server takes it");
    read_until(stream, enough)
}

/// Reads until the server closes the connection or has said `enough`.
pub fn read_until(stream: &mut TcpStream, enough: &str) -> String {
    let mut said = Vec::new();
    let mut buffer = [0; 4096];
    while !String::from_utf8_lossy(&said).contains(enough) {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => said.extend_from_slice(&buffer[..count]),
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .build()
        .into()
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let content_type = response
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    Answer {
        status: response.status().as_u16(),
        body: response.body_mut().read_json().unwrap_or(Value::Null),
        content_type,
    }
}

fn read(path: &PathBuf) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
