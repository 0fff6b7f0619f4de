//! kill -9, which is as sudden as power loss: an acknowledged write survives it, and the index goes on from there.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    home::{Home, minutes, on_both},
    server::{Server, signal, spawn},
};

const WRITERS: usize = 3;
/// How many acknowledged writes there are before the server is killed.
const WRITES: usize = 40;
/// At how many points a rebuild is killed.
const KILLS: u32 = 5;

/// Writes until the server is gone; answers with what was acknowledged.
fn write_until_killed(
    server: &mut Server,
    write: impl Fn(&Server, usize) -> Option<Value> + Sync,
) -> Vec<Value> {
    let acknowledged = Mutex::new(Vec::new());
    let gone = AtomicBool::new(false);
    let pid = server.id();
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (server, write, acknowledged, gone) = (&*server, &write, &acknowledged, &gone);
            scope.spawn(move || {
                let mut number = writer;
                while !gone.load(Ordering::SeqCst) {
                    let Some(written) = write(server, number) else {
                        break;
                    };
                    acknowledged
                        .lock()
                        .expect("no writer panicked")
                        .push(written);
                    number += WRITERS;
                }
            });
        }
        let began = Instant::now();
        while acknowledged.lock().expect("no writer panicked").len() < WRITES {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "writes are acknowledged"
            );
            thread::sleep(Duration::from_millis(5));
        }
        // From outside: the writers are using the server.
        signal("KILL", pid);
        gone.store(true, Ordering::SeqCst);
    });
    server.kill();
    acknowledged.into_inner().expect("no writer panicked")
}

#[test]
fn every_acknowledged_write_survives_kill_9_and_is_searchable_after_it() {
    on_both(|home| {
        let file = home.file(
            "a.txt",
            minutes("みどり市緑地審議会", 1, "街路樹を守るべき。"),
        );
        let report = home.run(&["import", "--json", &file]).json();
        let meeting = report["meeting_id"].as_str().expect("an id").to_owned();
        let admin = home.token("admin");
        let mut server = home.serve(&[]);
        let path = format!("/meetings/{meeting}/topics");
        let topics = write_until_killed(&mut server, |server, number| {
            let body = json!({ "title": format!("確認事項{number}番") });
            let answer = server.try_post(&admin, &path, &body).ok()?;
            Some(answer.expect(201))
        });
        assert!(topics.len() >= WRITES);

        let server = home.serve(&[]);
        // The check waits until the index has caught up, and holds it against every row.
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        for topic in &topics {
            let id = topic["id"].as_str().expect("an id");
            let kept = server.get(&admin, &format!("/topics/{id}")).expect(200);
            assert_eq!(kept["title"], topic["title"]);
        }
        for topic in topics.iter().step_by(7) {
            let title = topic["title"].as_str().expect("a title");
            let found = server.search(&admin, &format!("\"{title}\"")).expect(200);
            assert_eq!(found["hits"][0]["id"], topic["id"], "{title}");
        }
        server.stop();
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn an_import_that_was_acknowledged_survives_kill_9_with_its_meeting() {
    on_both(|home| {
        let admin = home.token("admin");
        let mut server = home.serve(&[]);
        let council = server.post(
            &admin,
            "/councils",
            &json!({ "name": "みどり市緑地審議会" }),
        );
        let council = council.expect(201)["id"].clone();
        let imports = write_until_killed(&mut server, |server, number| {
            let text = minutes(
                "みどり市緑地審議会",
                number,
                &format!("緑地{number}号を守るべき。"),
            );
            let body = json!({
                "council_id": council, "filename": format!("{number}.txt"), "text": text
            });
            let import = server.try_post(&admin, "/imports", &body).ok()?.expect(201);
            let id = import["id"].as_str().expect("an id");
            let applied = server
                .try_post(&admin, &format!("/imports/{id}/apply"), &Value::Null)
                .ok()?;
            let meeting = applied.expect(201)["meeting_id"].clone();
            Some(json!({ "id": id, "meeting_id": meeting, "word": format!("緑地{number}号") }))
        });
        let server = home.serve(&[]);
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        for import in &imports {
            let id = import["id"].as_str().expect("an id");
            let kept = server.get(&admin, &format!("/imports/{id}")).expect(200);
            assert_eq!(kept["status"], "applied");
            assert_eq!(kept["meeting_id"], import["meeting_id"]);
        }
        for import in imports.iter().step_by(11) {
            let word = import["word"].as_str().expect("a word");
            let found = server.search(&admin, word).expect(200);
            assert_eq!(found["total"], 1, "{word}");
        }
    });
}

#[test]
fn a_rebuild_that_is_killed_leaves_the_old_index_serving() {
    on_both(|home| {
        home.import_demo();
        let found = total(home);
        let began = Instant::now();
        home.run(&["reindex"]).succeeds();
        let time = began.elapsed();
        for point in 1..=KILLS {
            let mut child = spawn(&mut home.command(&["reindex"]), &home.path("killed.log"));
            thread::sleep(time * point / (KILLS + 1));
            child.kill().expect("the command can be killed");
            child.wait().expect("the command is gone");
            assert_eq!(total(home), found, "killed at point {point}");
        }
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        home.run(&["reindex"]).succeeds();
        let index = home.data_dir().join("index");
        let left = std::fs::read_dir(index).expect("it can be listed");
        let generations = left.filter(|entry| {
            let name = entry.as_ref().expect("an entry can be read").file_name();
            name.to_string_lossy().starts_with("gen-")
        });
        assert_eq!(generations.count(), 1, "what the killed ones left is gone");
    });
}

#[test]
fn a_server_that_is_killed_while_it_rebuilds_comes_back_whole() {
    on_both(|home| {
        home.import_demo();
        let found = total(home);
        for _ in 0..3 {
            let mut server = home.serve(&[]);
            let mut reindex = spawn(&mut home.command(&["reindex"]), &home.path("killed.log"));
            thread::sleep(Duration::from_millis(60));
            server.kill();
            reindex.kill().expect("the command can be killed");
            reindex.wait().expect("the command is gone");
        }
        assert_eq!(total(home), found);
        let server = home.serve(&[]);
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        server.stop();
        assert_eq!(total(home), found);
    });
}

fn total(home: &Home) -> Value {
    home.run(&["search", "研修", "--json"]).json()["total"].clone()
}
