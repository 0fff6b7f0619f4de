//! `giji serve` at its start: where it listens, and why it does not.

use std::{fs, net::TcpListener, time::Instant};

use serde_json::json;

use super::{
    home::{Engine, Home, giji, minutes, on_both, run, text},
    server::Server,
};

#[test]
fn it_says_where_it_listens_and_answers_there() {
    let home = Home::on(Engine::Sqlite);
    let server = home.serve(&[]);
    let port = server.url.rsplit(':').next().expect("a port");
    assert!(port.parse::<u16>().expect("a number") > 0);
    server.get("", "/councils").expect(200);
    let health = ureq::get(format!("{}/healthz", server.url)).call();
    assert_eq!(health.expect("it answers").status(), 200);
    let docs = ureq::get(format!("{}/docs", server.url)).call();
    assert_eq!(docs.expect("it answers").status(), 200);
    let again = home.run(&["check"]).succeeds();
    assert_eq!(again, "ok\n");
}

#[test]
fn a_second_server_on_the_same_data_is_refused_and_harms_nothing() {
    on_both(|home| {
        let server = home.serve(&[]);
        let admin = home.token("admin");
        let said = home.run(&["serve", "--listen", "127.0.0.1:0"]).fails();
        assert!(said.contains("in use by another giji"), "{said}");
        let made = server.post(
            &admin,
            "/councils",
            &json!({ "name": "みどり市緑地審議会" }),
        );
        assert_eq!(made.expect(201)["name"], "みどり市緑地審議会");
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        server.stop();
        // The lock went with the server.
        home.serve(&[]).stop();
    });
}

#[test]
fn a_second_server_on_the_same_postgresql_database_is_refused_from_any_directory() {
    let home = Home::on(Engine::Postgres);
    let _server = home.serve(&[]);
    let url = home.database_url().expect("a server keeps the data");
    let mut second = giji(&["serve", "--listen", "127.0.0.1:0", "--database-url", url]);
    let said = run(second.arg("--data-dir").arg(home.path("elsewhere"))).fails();
    assert!(said.contains("database is in use"), "{said}");
}

#[test]
fn a_second_server_on_the_same_sqlite_database_is_refused_from_any_directory() {
    let home = Home::on(Engine::Sqlite);
    let server = home.serve(&[]);
    let admin = home.token("admin");
    let url = format!("sqlite://{}", home.data_dir().join("giji.db").display());
    let elsewhere = |arguments: &[&str]| {
        let mut command = giji(arguments);
        command.args(["--database-url", &url]);
        run(command.arg("--data-dir").arg(home.path("elsewhere")))
    };
    let said = elsewhere(&["serve", "--listen", "127.0.0.1:0"]).fails();
    assert!(said.contains("database is in use"), "{said}");
    // A command leaves the index to the server, and the server's own knows what the command brought in.
    let file = home.file(
        "1.txt",
        minutes("みどり市緑地審議会", 1, "緑地の水路を守るべき。"),
    );
    elsewhere(&["import", &file]).succeeds();
    let found = server.search(&admin, "緑地の水路").expect(200);
    assert_ne!(found["total"], 0, "{found}");
    server.stop();
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
}

#[test]
fn an_address_that_cannot_be_listened_on_is_named() {
    let home = Home::on(Engine::Sqlite);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it has an address").to_string();
    for (address, advice) in [
        (address.as_str(), "Another program uses it"),
        ("203.0.113.1:80", "address of this machine"),
    ] {
        let said = home.run(&["serve", "--listen", address]).fails();
        let last = said.lines().last().unwrap_or_default();
        assert!(
            last.contains(&format!("cannot listen on {address}")),
            "{said}"
        );
        assert!(last.contains("--listen"), "what to do next: {said}");
        assert!(last.contains(advice), "{said}");
    }
    for address in [
        "nonsense",
        "8080",
        ":8080",
        "127.0.0.1:http",
        "127.0.0.1:80800",
    ] {
        let said = home.run(&["serve", "--listen", address]).shows_misuse();
        assert!(said.contains("no address to listen on"), "{said}");
        assert!(said.contains("127.0.0.1:8080"), "what to do next: {said}");
    }
}

#[test]
fn a_data_directory_that_cannot_be_used_is_named() {
    let home = Home::on(Engine::Sqlite);
    let file = home.file("file", "no directory");
    let below = format!("{file}/data");
    // Nobody makes directories in /proc, not even root.
    for place in [file.as_str(), &below, "/proc/giji"] {
        for words in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["check"],
            &["token", "list"],
        ] {
            let said = run(giji(words).args(["--data-dir", place])).fails();
            let last = said.lines().last().unwrap_or_default();
            assert!(last.contains(place), "{words:?}: {said}");
        }
    }
    assert_eq!(
        fs::read_to_string(&file).expect("it is left alone"),
        "no directory"
    );
    // A directory where the database's file should be.
    fs::create_dir_all(home.data_dir().join("giji.db")).expect("a directory can be made");
    let said = home.run(&["check"]).fails();
    assert!(said.contains("database"), "{said}");
}

#[test]
fn a_postgresql_that_cannot_be_reached_is_told_at_once() {
    let home = Home::on(Engine::Sqlite);
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = closed.local_addr().expect("it has an address").port();
    drop(closed);
    let began = Instant::now();
    let url = format!("postgres://giji@127.0.0.1:{port}/giji?sslmode=disable");
    let mut serve = giji(&["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
    let said = run(serve.arg("--data-dir").arg(home.data_dir())).fails();
    assert!(began.elapsed().as_secs() < 5, "soon");
    assert!(
        said.contains("unavailable") && said.contains("refused"),
        "{said}"
    );
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let home = Home::on(Engine::Sqlite);
    fs::create_dir_all(home.data_dir()).expect("a directory can be made");
    let file = home.data_dir().join("giji.db");
    let content = "これはデータベースではない。".repeat(1000);
    fs::write(&file, &content).expect("a file can be written");
    let said = home.run(&["serve", "--listen", "127.0.0.1:0"]).fails();
    assert!(said.contains("damaged"), "{said}");
    assert_eq!(
        fs::read_to_string(&file).expect("it is left alone"),
        content
    );
}

#[test]
fn a_damaged_index_is_rebuilt_at_the_start_and_the_log_says_so() {
    on_both(|home| {
        home.import_demo();
        let file = home
            .index_files()
            .into_iter()
            .find(|file| text(file).ends_with(".term"));
        let file = file.expect("the index has a dictionary");
        let mut content = fs::read(&file).expect("the file can be read");
        let middle = content.len() / 2;
        content[middle] ^= 0xff;
        fs::write(&file, content).expect("the file can be written");
        let server = home.serve(&[]);
        assert_rebuilt(home, &server, "damaged");
        server.stop();
        let server = home.serve(&[]);
        assert!(!server.log().contains("rebuilt"), "the new index is whole");
    });
}

#[test]
fn the_index_of_another_database_is_rebuilt_and_the_log_says_so() {
    let home = Home::on(Engine::Sqlite);
    home.import_demo();
    let other = Home::on(Engine::Sqlite);
    other.token("admin");
    other.run(&["search", "研修"]).succeeds();
    fs::copy(other.data_dir().join("giji.db"), home.path("other.db")).expect("it can be copied");
    fs::remove_dir_all(other.data_dir().join("index")).expect("it can be removed");
    // The database of the first beside the index of the second, as after a restored backup.
    let status = std::process::Command::new("cp")
        .arg("-r")
        .arg(home.data_dir().join("index"))
        .arg(other.data_dir())
        .status();
    assert!(status.expect("cp runs").success());
    let found = other.run(&["search", "研修", "--json"]).json();
    assert_eq!(found["total"], 0, "nothing of another database shows");

    fs::copy(
        home.data_dir().join("giji.db"),
        other.data_dir().join("giji.db"),
    )
    .expect("it can be copied");
    let server = other.serve(&[]);
    assert_rebuilt(&other, &server, "of another database");
}

fn assert_rebuilt(home: &Home, server: &Server, why: &str) {
    let log = server.log();
    let line = log.lines().find(|line| line.contains("rebuilt"));
    let line = line.unwrap_or_else(|| panic!("no word of a rebuild: {log}"));
    assert!(line.contains(why), "{line}");
    let admin = home.token("admin");
    let found = server.search(&admin, "研修").expect(200);
    assert!(found["total"].as_u64() > Some(10), "{found}");
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
}

#[test]
fn a_database_url_that_cannot_be_used_is_told_and_makes_nothing() {
    let home = Home::on(Engine::Sqlite);
    let file = home.path("mistyped.db");
    let with = |url: &str, words: &[&str]| {
        let mut command = giji(words);
        command.args(["--database-url", url]);
        run(command.arg("--data-dir").arg(home.path("elsewhere")))
    };
    let url = format!("sqlite://{}", file.display());
    for words in [
        &["search", "研修"][..],
        &["actions"],
        &["token", "list"],
        &["reindex"],
        &["check"],
    ] {
        let said = with(&url, words).fails();
        assert!(said.contains("there is no database at"), "{said}");
        assert!(!file.exists(), "{words:?}");
    }
    for parameters in ["max_page_count=few", "colour=blue"] {
        let outcome = with(&format!("{url}?{parameters}"), &["import", "-"]);
        assert_eq!(outcome.code, Some(2), "{}", outcome.stderr);
        let said = outcome.stderr;
        assert!(said.contains("cannot be read"), "{said}");
        assert!(!file.exists(), "{parameters}");
    }
}

#[test]
fn what_is_no_database_is_called_damaged() {
    let home = Home::on(Engine::Sqlite);
    fs::create_dir_all(home.data_dir()).expect("a directory");
    let file = home.data_dir().join("giji.db");
    fs::write(&file, [0xa5; 20_000]).expect("a file");
    let said = home.run(&["check"]).fails();
    assert!(said.contains("The database is damaged"), "{said}");
    assert!(!said.contains("request id"), "{said}");
}
