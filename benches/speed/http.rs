//! GET of one opinion through the whole stack, against a bare poem handler that answers the same bytes.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use giji::{
    app::{App, Call},
    domain::PageRequest,
    store::{MeetingFilter, OpinionFilter},
};
use poem::{
    Endpoint, EndpointExt, Route, Server, get, handler,
    listener::{Acceptor, Listener, TcpListener},
    web::Data,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::table::{Table, median};

const CONNECTIONS: usize = 16;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(1_500);

/// Measures the two in turns, so that whatever else the machine does concerns both.
pub async fn run(table: &mut Table) {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let app = demo_app(&directory).await;
    let path = published_opinion(&app).await;
    let giji = serve(giji::api::endpoint(app.clone())).await;
    let body = body_of(giji, &path).await;
    let bare = serve(
        Route::new()
            .at(&path, get(answer))
            .data(Bytes(Arc::new(body.clone()))),
    )
    .await;
    assert_eq!(
        body_of(bare, &path).await,
        body,
        "the peer answers the same bytes"
    );

    compare(
        table,
        "GET of one opinion, SQLite",
        (giji, &path),
        (bare, &path),
        &body,
    )
    .await;
    // Where the time goes: the same with the database asked every time, and without any database.
    let asking = serve(giji::api::endpoint(app.without_recent())).await;
    compare(
        table,
        "the same, the database asked each time",
        (asking, &path),
        (bare, &path),
        &body,
    )
    .await;
    compare(
        table,
        "the stack alone (/healthz)",
        (giji, "/healthz"),
        (bare, &path),
        &body,
    )
    .await;
}

/// The demo on SQLite.
pub(super) async fn demo_app(directory: &tempfile::TempDir) -> App {
    let place = giji::config::Place {
        data_dir: directory.path().to_owned(),
        database_url: None,
        meili: None,
    };
    giji::cli::open_demo(&place).await.expect("the demo loads")
}

/// A file of the newest revision of published minutes, which is kept between requests.
pub(super) async fn compare_page(table: &mut Table, app: &App, format: &str) {
    let meetings = app
        .list_meetings(&public(), &MeetingFilter::default(), None, 1)
        .await
        .expect("the database answers");
    let id = meetings.items[0].id;
    let path = format!("/api/v1/meetings/{id}/minutes/latest.{format}");
    let giji = serve(giji::api::endpoint(app.clone())).await;
    let body = body_of(giji, &path).await;
    let bare = serve(
        Route::new()
            .at(&path, get(answer))
            .data(Bytes(Arc::new(body.clone()))),
    )
    .await;
    let work = format!("GET of minutes/latest.{format}, SQLite");
    compare_with(table, &work, (giji, &path), (bare, &path), &body, "aim 0.8").await;
}

fn public() -> Call {
    Call {
        caller: giji::domain::Caller::PUBLIC,
        request_id: None,
        correction: None,
    }
}

async fn compare(
    table: &mut Table,
    work: &str,
    giji: (SocketAddr, &str),
    bare: (SocketAddr, &str),
    body: &str,
) {
    compare_with(table, work, giji, bare, body, "aim 0.5").await;
}

async fn compare_with(
    table: &mut Table,
    work: &str,
    (giji, path): (SocketAddr, &str),
    (bare, bare_path): (SocketAddr, &str),
    body: &str,
    aim: &str,
) {
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let peer = requests_per_second(bare, bare_path).await;
        let own = requests_per_second(giji, path).await;
        ours.push(own);
        theirs.push(peer);
        ratios.push(own / peer);
    }
    table.add(
        work,
        format!("{:.0}/s", median(ours)),
        format!(
            "bare poem handler, same {} bytes: {:.0}/s",
            body.len(),
            median(theirs)
        ),
        format!("{:.2} ({aim})", median(ratios)),
    );
}

#[derive(Clone)]
struct Bytes(Arc<String>);

#[handler]
fn answer(bytes: Data<&Bytes>) -> poem::Response {
    poem::Response::builder()
        .content_type("application/json; charset=utf-8")
        .body(bytes.0.0.as_str().to_owned())
}

async fn published_opinion(app: &App) -> String {
    let page = PageRequest {
        after: None,
        limit: 1,
    };
    let opinions = app
        .list_opinions(&public(), &OpinionFilter::default(), &page)
        .await
        .expect("the database answers");
    format!("/api/v1/opinions/{}", opinions.items[0].id)
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

async fn body_of(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address)
        .await
        .expect("the server listens");
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("the server reads");
    let mut text = String::new();
    stream
        .read_to_string(&mut text)
        .await
        .expect("the server answers");
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    text.split_once("\r\n\r\n")
        .expect("an answer has a body")
        .1
        .to_owned()
}

async fn requests_per_second(address: SocketAddr, path: &str) -> f64 {
    let stop = Arc::new(AtomicBool::new(false));
    let count = Arc::new(AtomicU64::new(0));
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        let (stop, count, request) = (stop.clone(), count.clone(), request.clone());
        clients.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(address)
                .await
                .expect("the server listens");
            stream.set_nodelay(true).expect("a socket takes options");
            let mut buffer = vec![0; 16 * 1024];
            while !stop.load(Ordering::Relaxed) {
                stream
                    .write_all(request.as_bytes())
                    .await
                    .expect("the server reads");
                read_answer(&mut stream, &mut buffer).await;
                count.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    let start = std::time::Instant::now();
    tokio::time::sleep(ROUND).await;
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.expect("a client ends well");
    }
    count.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64()
}

/// Reads one answer: its head, then as many bytes as the head says.
async fn read_answer(stream: &mut TcpStream, buffer: &mut [u8]) {
    let mut filled = 0;
    loop {
        filled += stream
            .read(&mut buffer[filled..])
            .await
            .expect("the server answers");
        let Some(end) = buffer[..filled]
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
        else {
            continue;
        };
        let head = std::str::from_utf8(&buffer[..end]).expect("a head is text");
        let length: usize = head
            .split("\r\n")
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|length| length.parse().ok())
            .expect("an answer says how long it is");
        while filled < end + 4 + length {
            filled += stream
                .read(&mut buffer[filled..])
                .await
                .expect("the server answers");
        }
        return;
    }
}
