//! Callers that send too much, or never end.

use std::{
    io::Write,
    net::TcpStream,
    time::{Duration, Instant},
};

use super::{
    home::{Engine, Home},
    server::{Server, exchange, read_until},
};

const MEGABYTE: usize = 1024 * 1024;
/// The documents that are refused are larger than this, and so would their copies in memory be.
const MEMORY: u64 = 160 * 1024 * 1024;

/// Sends a body of 100 MB in pieces, as far as the server takes it, and reads what it says.
fn upload(stream: &mut TcpStream, head: &str, frame: impl Fn(&[u8]) -> Vec<u8>) -> String {
    stream
        .write_all(head.as_bytes())
        .expect("the head can be sent");
    let piece = frame(&vec![b'a'; MEGABYTE]);
    for _ in 0..100 {
        if stream.write_all(&piece).is_err() {
            break;
        }
    }
    read_until(stream, "body_too_large")
}

fn assert_alive(server: &Server) {
    server.get("", "/councils").expect(200);
    assert!(
        server.peak_memory() < MEMORY,
        "{} bytes",
        server.peak_memory()
    );
}

#[test]
fn a_body_of_100_mb_is_refused_with_413_and_takes_no_memory() {
    let home = Home::on(Engine::Sqlite);
    let server = home.serve(&[]);
    let admin = home.token("admin");
    let head = format!(
        "POST /api/v1/imports HTTP/1.1\r\nHost: giji\r\nAuthorization: Bearer {admin}\r\n\
         Content-Type: application/json\r\n"
    );
    // Announced: refused before anything is sent, where the caller asks first.
    let announced = format!("{head}Content-Length: {}\r\n", 100 * MEGABYTE);
    let asked = format!("{announced}Expect: 100-continue\r\n\r\n");
    let said = exchange(&mut server.connect(), asked.as_bytes(), "body_too_large");
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
    assert!(said.contains("application/problem+json"), "{said}");
    // Announced and sent all the same; the caller may lose the connection, and the server nothing.
    let said = upload(
        &mut server.connect(),
        &format!("{announced}\r\n"),
        <[u8]>::to_vec,
    );
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 413"),
        "{said}"
    );
    assert_alive(&server);
    // Not announced: refused when it is too much.
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    let said = upload(&mut server.connect(), &chunked, |piece| {
        [format!("{MEGABYTE:x}\r\n").as_bytes(), piece, b"\r\n"].concat()
    });
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 413"),
        "{said}"
    );
    assert_alive(&server);
}

#[test]
fn requests_that_never_end_do_not_hold_up_others() {
    let home = Home::on(Engine::Sqlite);
    let server = home.serve(&[]);
    let halves: Vec<TcpStream> = (0..150)
        .map(|number| {
            let mut stream = server.connect();
            let half: &[u8] = match number % 3 {
                0 => b"GET /api/v1/counc",
                1 => b"POST /api/v1/imports HTTP/1.1\r\nHost: giji\r\nContent-Le",
                _ => b"POST /api/v1/imports HTTP/1.1\r\nHost: giji\r\nContent-Length: 1000\r\n\r\n{\"te",
            };
            stream.write_all(half).expect("half a request can be sent");
            stream
        })
        .collect();
    let began = Instant::now();
    for _ in 0..20 {
        server.get("", "/councils").expect(200);
    }
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "others are served"
    );
    drop(halves);
    server.get("", "/councils").expect(200);
}

#[test]
fn what_is_no_http_is_answered_or_dropped_and_harms_nobody() {
    let home = Home::on(Engine::Sqlite);
    let server = home.serve(&[]);
    for nonsense in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/v1/imports HTTP/1.1\r\nHost: giji\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/v1/imports HTTP/1.1\r\nHost: giji\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let said = exchange(&mut server.connect(), nonsense, "\r\n\r\n");
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    server.get("", "/councils").expect(200);
    server.stop();
}
