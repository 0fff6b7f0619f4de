//! SIGTERM: what is under way is answered, then the server ends.

use std::{io::Write, time::Instant};

use super::{
    home::{eventually, on_both},
    server::{exchange, read_until},
};

#[test]
fn sigterm_lets_a_request_that_is_under_way_finish_and_ends_with_0() {
    on_both(|home| {
        let mut server = home.serve(&[]);
        let admin = home.token("admin");
        let body = r#"{"name": "みどり市緑地審議会"}"#.as_bytes();
        let head = format!(
            "POST /api/v1/councils HTTP/1.1\r\nHost: giji\r\nAuthorization: Bearer {admin}\r\n\
             Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        // A connection that idles, as those of browsers do, holds nothing up.
        let mut idle = server.connect();
        let got = exchange(
            &mut idle,
            b"GET /healthz HTTP/1.1\r\nHost: giji\r\n\r\n",
            "ok\n",
        );
        assert!(got.contains("200 OK"), "{got}");

        let mut request = server.connect();
        // The server asks for the body: the request is under way.
        let said = exchange(&mut request, head.as_bytes(), "\r\n\r\n");
        assert!(said.starts_with("HTTP/1.1 100"), "{said}");
        request
            .write_all(&body[..10])
            .expect("half of it can be sent");
        let began = Instant::now();
        server.terminate();
        eventually("the server stops", || server.log().contains("\"stopping\""));
        request
            .write_all(&body[10..])
            .expect("the rest can be sent");
        let answer = read_until(&mut request, "\"id\"");
        assert!(answer.contains("HTTP/1.1 201"), "{answer}");
        assert_eq!(server.wait().code(), Some(0), "{}", server.log());
        assert!(
            began.elapsed().as_secs() < 8,
            "it did not wait for the idle one"
        );

        let server = home.serve(&[]);
        let councils = server.get("", "/councils").expect(200);
        assert_eq!(councils["items"][0]["name"], "みどり市緑地審議会");
        server.stop();
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn a_caller_that_never_ends_its_request_does_not_keep_the_server_alive() {
    on_both(|home| {
        let server = home.serve(&[]);
        let mut request = server.connect();
        let head = b"POST /api/v1/councils HTTP/1.1\r\nHost: giji\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n";
        let said = exchange(&mut request, head, "\r\n\r\n");
        assert!(said.starts_with("HTTP/1.1 100"), "{said}");
        let began = Instant::now();
        server.stop();
        assert!(began.elapsed().as_secs() < 20);
    });
}
