//! The same query straight on the index and through the whole of giji: a server on the loopback with SQLite behind it, one
//! connection that stays open, twenty hits with their highlights.

use std::{net::SocketAddr, time::Instant};

use giji::{
    app::{App, Call, Facet, Language, SearchQuestion, SearchSort},
    config::Place,
    domain::Caller,
    domain::TextEnum,
};
use poem::{
    Endpoint, Server,
    listener::{Acceptor, Listener, TcpListener},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{corpus, database, embedded::FIVE, idle, load, timing::Times};

const ROUNDS: usize = 3;
const PUBLIC: Call = Call {
    caller: Caller::PUBLIC,
    request_id: None,
    correction: None,
};

/// Fills a database with `count` opinions, builds its index, asks every kind of query in three ways, and prints the table.
pub async fn measure(count: u64) {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let place = Place {
        data_dir: directory.path().to_owned(),
        database_url: None,
        meili: None,
    };
    database::fill(&place, count).await;
    let app = giji::cli::open_keeper(&place).await.expect("an app");
    let mut client = Client::connect(serve(giji::api::endpoint(app.clone())).await).await;
    let asking = app.clone().without_recent();
    let mut asking = Client::connect(serve(giji::api::endpoint(asking)).await).await;
    println!(
        "\n| {count} opinions, p50 / p95 ms | on the index | use case | over HTTP | HTTP, times the index | HTTP, all read from the database | times the index |\n|---|---|---|---|---|---|---|"
    );
    for (name, questions) in groups() {
        let [engine, case, http, cold] =
            ask(&app, [&mut client, &mut asking], name, questions).await;
        println!(
            "| {name} | {} | {} | {} | {} | {} | {} |",
            pair(&engine),
            pair(&case),
            pair(&http),
            ratio(&http, &engine),
            pair(&cold),
            ratio(&cold, &engine)
        );
    }
    drop((client, asking));
    load::measure(&app).await;
    app.db().close().await;
    drop(app);
    idle::measure(&place);
}

fn ratio(times: &Times, to: &Times) -> String {
    let at = |part| times.at(part) / to.at(part);
    format!("{:.2} / {:.2}", at(0.5), at(0.95))
}

fn pair(times: &Times) -> String {
    format!("{:.2} / {:.2}", times.at(0.5), times.at(0.95))
}

fn groups() -> Vec<(&'static str, Vec<SearchQuestion>)> {
    let (terms, pairs, phrases) = (corpus::terms(), corpus::pairs(), corpus::phrases());
    let plain = |query: &String| SearchQuestion {
        query: query.clone(),
        facets: Vec::new(),
        ..SearchQuestion::default()
    };
    let filtered = |query: &String| SearchQuestion {
        issues: vec!["training".to_owned(), "fees".to_owned()],
        facets: FIVE.to_vec(),
        ..plain(query)
    };
    let newest = |query: &String| SearchQuestion {
        sort: SearchSort::DateDesc,
        ..plain(query)
    };
    let everything = |query: &String| SearchQuestion {
        facets: Facet::ALL.to_vec(),
        ..plain(query)
    };
    vec![
        ("single term", terms.iter().map(plain).collect()),
        ("two terms", pairs.iter().map(plain).collect()),
        ("phrase", phrases.iter().map(plain).collect()),
        ("filter, five facets", terms.iter().map(filtered).collect()),
        ("newest first", terms.iter().map(newest).collect()),
        (
            "all ten facets, as when nothing is said",
            terms.iter().map(everything).collect(),
        ),
    ]
}

/// Asks each question in four ways, one after the other, so that whatever else the machine does concerns all of them.
async fn ask(
    app: &App,
    [client, asking]: [&mut Client; 2],
    name: &'static str,
    questions: Vec<SearchQuestion>,
) -> [Times; 4] {
    let mut times = [const { Vec::new() }; 4];
    for round in 0..=ROUNDS {
        for question in &questions {
            let (engine, request) = app
                .asked_of_engine(&PUBLIC, question)
                .await
                .expect("a request");
            let path = path(question);
            let begun = Instant::now();
            let straight = engine.search(request).await.expect("an answer");
            let on_the_index = begun.elapsed();
            let begun = Instant::now();
            let answer = app
                .search(&PUBLIC, question.clone(), Language::Japanese)
                .await
                .expect("an answer");
            let in_the_app = begun.elapsed();
            let begun = Instant::now();
            let bytes = client.get(&path).await;
            let over_http = begun.elapsed();
            let begun = Instant::now();
            let others = asking.get(&path).await;
            let nothing_kept = begun.elapsed();
            assert!(straight.total == answer.total, "{path}");
            // The id of the request is as long in each.
            assert_eq!(bytes, others, "{path}");
            if round > 0 {
                let took = [on_the_index, in_the_app, over_http, nothing_kept];
                for (kind, took) in times.iter_mut().zip(took) {
                    kind.push(took.as_secs_f64() * 1_000.0);
                }
            }
        }
    }
    times.map(|milliseconds| Times::of(name, milliseconds, 0))
}

fn path(question: &SearchQuestion) -> String {
    let mut path = "/api/v1/search?q=".to_owned();
    for byte in question.query.bytes() {
        path += &format!("%{byte:02X}");
    }
    for issue in &question.issues {
        path += &format!("&issue={issue}");
    }
    let names: Vec<&str> = question.facets.iter().map(|facet| facet.as_str()).collect();
    let names = if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(",")
    };
    format!("{path}&sort={}&facets={names}", question.sort.as_str())
}

async fn serve(endpoint: impl Endpoint + 'static) -> SocketAddr {
    let acceptor = TcpListener::bind("127.0.0.1:0")
        .into_acceptor()
        .await
        .expect("a port is free");
    let address = *acceptor.local_addr()[0]
        .as_socket_addr()
        .expect("it is a TCP address");
    tokio::spawn(Server::new_with_acceptor(acceptor).run(endpoint));
    address
}

/// One connection that stays open.
struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("a socket takes options");
        Self {
            stream,
            buffer: vec![0; 1 << 20],
        }
    }

    /// Asks for `path` and reads the whole answer; how many bytes it has.
    async fn get(&mut self, path: &str) -> usize {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        self.stream
            .write_all(request.as_bytes())
            .await
            .expect("the server reads");
        let (mut filled, mut whole) = (0, usize::MAX);
        while filled < whole {
            filled += self
                .stream
                .read(&mut self.buffer[filled..])
                .await
                .expect("the server answers");
            if whole == usize::MAX {
                whole = length(&self.buffer[..filled]).unwrap_or(usize::MAX);
            }
        }
        assert!(self.buffer.starts_with(b"HTTP/1.1 200"), "{path}");
        filled
    }
}

/// How long an answer is with its head, once the head is there.
fn length(read: &[u8]) -> Option<usize> {
    let end = read.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&read[..end]).expect("a head is text");
    let length = head
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length
        .and_then(|length| length.parse().ok())
        .expect("an answer says how long it is");
    Some(end + 4 + length)
}
