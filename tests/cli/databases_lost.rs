//! A database that has no room left, and one that goes away and comes back.

use std::fs;

use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

use super::{
    home::{Engine, Home, block_on, eventually, giji, minutes, run},
    proxy::Proxy,
    server::{Server, exchange},
};

/// A server on a database by another URL than the home's own.
fn serve_on(home: &Home, url: &str) -> Server {
    let mut command = giji(&["serve", "--listen", "127.0.0.1:0", "--database-url", url]);
    command.arg("--data-dir").arg(home.data_dir());
    Server::start(&mut command, home.path("server.log"))
}

/// Imports minutes by number until the server refuses; answers with what was acknowledged, and how it refused.
fn import_until_refused(
    server: &Server,
    admin: &str,
    council: &Value,
    first: usize,
) -> (Vec<Value>, String) {
    let mut acknowledged = Vec::new();
    for number in first..first + 500 {
        let opinion = format!("緑地{number}号を守るべき。{}", "緑を増やす。".repeat(200));
        let body = json!({
            "council_id": council,
            "filename": format!("{number}.txt"),
            "text": minutes("みどり市緑地審議会", number, &opinion),
        });
        let answer = server.post(admin, "/imports", &body);
        if answer.status != 201 {
            assert_eq!(answer.content_type, "application/problem+json");
            return (acknowledged, refusal(&answer.body));
        }
        let id = answer.body["id"].as_str().expect("an id").to_owned();
        let applied = server.post(admin, &format!("/imports/{id}/apply"), &Value::Null);
        match applied.status {
            201 => acknowledged.push(applied.body["meeting_id"].clone()),
            _ => {
                assert_eq!(applied.content_type, "application/problem+json");
                return (acknowledged, refusal(&applied.body));
            }
        }
    }
    panic!("the database never was full");
}

fn refusal(problem: &Value) -> String {
    format!(
        "{} {}",
        problem["status"],
        problem["code"].as_str().unwrap_or_default()
    )
}

#[test]
fn a_full_database_refuses_with_507_loses_nothing_and_goes_on_with_room() {
    let home = Home::on(Engine::Sqlite);
    let admin = home.token("admin");
    let file = home.data_dir().join("giji.db");
    let url = format!("sqlite://{}", file.display());
    let server = serve_on(&home, &format!("{url}?max_page_count=250"));
    let council = server.post(
        &admin,
        "/councils",
        &json!({ "name": "みどり市緑地審議会" }),
    );
    let council = council.expect(201)["id"].clone();
    let (meetings, refused) = import_until_refused(&server, &admin, &council, 0);
    assert_eq!(refused, "507 storage_full");
    assert!(meetings.len() > 3, "{}", meetings.len());
    // Reading goes on, and so does refusing.
    for meeting in &meetings {
        let id = meeting.as_str().expect("an id");
        server.get(&admin, &format!("/meetings/{id}")).expect(200);
    }
    let (none, refused) = import_until_refused(&server, &admin, &council, 1000);
    assert_eq!((none.len(), refused.as_str()), (0, "507 storage_full"));
    let full = format!("{url}?max_page_count=1");
    let large = home.file(
        "large.txt",
        minutes("みどり市緑地審議会", 9000, &"緑を増やす。".repeat(4000)),
    );
    let mut import = giji(&["import", &large, "--database-url", &full]);
    let said = run(import.arg("--data-dir").arg(home.data_dir())).fails();
    assert!(said.contains("no room"), "{said}");
    server.stop();

    let server = home.serve(&[]);
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    let found = server.get(&admin, "/meetings?limit=100").expect(200);
    assert_eq!(
        found["items"].as_array().expect("a list").len(),
        meetings.len()
    );
    home.run(&["import", &large]).succeeds();
    let found = server.search(&admin, "緑地0号").expect(200);
    assert_eq!(found["total"], 1);
}

/// A line of a status, outside the API.
fn status_line(server: &Server, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: giji\r\nConnection: close\r\n\r\n");
    exchange(&mut server.connect(), request.as_bytes(), "\r\n\r\n")
}

#[test]
fn a_database_file_that_is_moved_is_a_503_until_it_is_back() {
    let home = Home::on(Engine::Sqlite);
    home.import_demo();
    let admin = home.token("admin");
    let server = home.serve(&[]);
    let made = |name: &str| server.post(&admin, "/councils", &json!({ "name": name }));
    made("一").expect(201);
    let opinions = server.get(&admin, "/opinions?limit=1").expect(200);
    let kept = format!(
        "/opinions/{}",
        opinions["items"][0]["id"].as_str().expect("an id")
    );
    for (number, name) in ["giji.db", "giji.db-wal", "giji.db-shm"].iter().enumerate() {
        server.get(&admin, &kept).expect(200);
        let (file, away) = (home.data_dir().join(name), home.path("away"));
        fs::rename(&file, &away).expect("it can be moved");
        // What is kept of opinions is shown for a moment more, and no longer.
        eventually("an opinion that was read before is refused", || {
            server.get(&admin, &kept).status == 503
        });
        for refused in [
            server.get(&admin, "/councils"),
            server.search(&admin, "研修"),
            made(&format!("lost {number}")),
        ] {
            assert_eq!(refused.problem(503), "database_file_gone", "{name}");
        }
        assert!(status_line(&server, "/readyz").contains(" 503 "), "{name}");
        assert!(status_line(&server, "/healthz").contains(" 200 "), "{name}");
        fs::rename(&away, &file).expect("it can be moved back");
        made(&format!("kept {number}")).expect(201);
        assert!(status_line(&server, "/readyz").contains(" 200 "), "{name}");
    }
    server.stop();
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    let server = home.serve(&[]);
    let councils = server.get(&admin, "/councils?limit=100").expect(200);
    let names = councils["items"].as_array().expect("a list").iter();
    let names: Vec<&str> = names
        .filter_map(|council| council["name"].as_str())
        .collect();
    for number in 0..3 {
        assert!(
            names.contains(&format!("kept {number}").as_str()),
            "{names:?}"
        );
        assert!(
            !names.contains(&format!("lost {number}").as_str()),
            "{names:?}"
        );
    }
}

#[test]
fn a_command_makes_no_database_where_only_the_files_beside_it_are_left() {
    let home = Home::on(Engine::Sqlite);
    let admin = home.token("admin");
    let server = home.serve(&[]);
    let file = home.data_dir().join("giji.db");
    let council = json!({ "name": "みどり市緑地審議会" });
    server.post(&admin, "/councils", &council).expect(201);
    let away = home.path("away");
    fs::rename(&file, &away).expect("it can be moved");
    let wal = home.data_dir().join("giji.db-wal");
    let before = fs::read(&wal).expect("it can be read");
    assert!(!before.is_empty(), "the write is in the WAL");
    let minutes = home.file("1.txt", minutes("みどり市緑地審議会", 1, "緑を守るべき。"));
    for command in [
        &["token", "create", "--role", "admin"][..],
        &["import", &minutes],
        &["search", "緑"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let said = home.run(command).fails();
        assert!(said.contains("Put the file back"), "{command:?}: {said}");
        assert!(!file.exists(), "{command:?}");
    }
    assert_eq!(fs::read(&wal).expect("it can be read"), before);
    fs::rename(&away, &file).expect("it can be moved back");
    let kept = server.get(&admin, "/councils").expect(200);
    assert_eq!(kept["items"][0]["name"], council["name"]);
    server.stop();
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
}

#[test]
fn nothing_is_acknowledged_once_the_file_of_the_database_is_another() {
    let home = Home::on(Engine::Sqlite);
    let admin = home.token("admin");
    let server = home.serve(&[]);
    let file = home.data_dir().join("giji.db");
    let backup = fs::read(&file).expect("it can be read");
    fs::remove_file(&file).expect("it can be removed");
    let made = || server.post(&admin, "/councils", &json!({ "name": "一" }));
    assert_eq!(made().problem(503), "database_file_gone");
    // A backup under the same name is not what this server has open.
    fs::write(&file, backup).expect("it can be written");
    assert_eq!(made().problem(503), "database_file_gone");
    assert!(
        server
            .log()
            .contains("giji.db was deleted, moved or replaced")
    );
}

#[test]
fn requests_survive_postgresql_ending_every_session() {
    let home = Home::on(Engine::Postgres);
    let admin = home.token("admin");
    let url = home.database_url().expect("a server keeps the data");
    let name = "giji sessions to be ended";
    let server = serve_on(
        &home,
        &format!("{url}&application_name={}", name.replace(' ', "%20")),
    );
    server.get(&admin, "/tokens").expect(200);
    for _ in 0..3 {
        let ended = block_on(end_sessions(url, name));
        assert!(ended > 0);
        server.get(&admin, "/tokens").expect(200);
    }
    let made = server.post(
        &admin,
        "/councils",
        &json!({ "name": "みどり市緑地審議会" }),
    );
    made.expect(201);
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    server.stop();
}

async fn end_sessions(url: &str, name: &str) -> usize {
    let mut connection = PgConnection::connect(url)
        .await
        .expect("PostgreSQL answers");
    let ended: Vec<bool> = sqlx::query_scalar(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1",
    )
    .bind(name)
    .fetch_all(&mut connection)
    .await
    .expect("sessions of the same user can be ended");
    ended.len()
}

#[test]
fn a_postgresql_that_goes_away_is_a_503_and_all_is_well_when_it_is_back() {
    let home = Home::on(Engine::Postgres);
    let admin = home.token("admin");
    let proxy = Proxy::before(home.database_url().expect("a server keeps the data"));
    let server = serve_on(&home, &proxy.url);
    let council = json!({ "name": "みどり市緑地審議会" });
    server.post(&admin, "/councils", &council).expect(201);

    proxy.shut();
    for _ in 0..2 {
        let refused = server.get(&admin, "/councils").problem(503);
        assert_eq!(refused, "database_unavailable");
    }
    let refused = server.post(
        &admin,
        "/councils",
        &json!({ "name": "あおば市水道審議会" }),
    );
    assert_eq!(refused.problem(503), "database_unavailable");
    let live = |path: &str| status_line(&server, path);
    assert!(live("/healthz").contains(" 200 "), "the process is well");
    assert!(live("/readyz").contains(" 503 "), "but cannot do its work");

    proxy.open();
    eventually("the server is ready again", || {
        live("/readyz").contains(" 200 ")
    });
    let kept = server.get(&admin, "/councils").expect(200);
    assert_eq!(kept["items"].as_array().expect("a list").len(), 1, "{kept}");
    server
        .post(
            &admin,
            "/councils",
            &json!({ "name": "あおば市水道審議会" }),
        )
        .expect(201);
    server.stop();
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
}

#[test]
fn a_data_directory_that_is_moved_away_is_not_made_anew_and_serves_when_it_is_back() {
    let home = Home::on(Engine::Sqlite);
    home.import_demo();
    let admin = home.token("admin");
    let server = home.serve(&[]);
    let found = server.search(&admin, "研修").expect(200)["total"].clone();
    let away = home.path("away");
    fs::rename(home.data_dir(), &away).expect("the directory can be moved");
    eventually("the server has noticed", || {
        server.log().contains("indexing failed")
    });
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(!home.data_dir().exists(), "it was made anew");
    fs::rename(&away, home.data_dir()).expect("the directory can be moved back");
    let body = json!({ "name": "みどり市水路審議会" });
    eventually("writes are taken again", || {
        server.post(&admin, "/councils", &body).status == 201
    });
    eventually("searches answer", || {
        let answer = server.search(&admin, "研修");
        answer.status == 200 && answer.body["total"] == found
    });
    server.stop();
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
}
