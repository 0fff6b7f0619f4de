//! `giji search`, with and without a server on the same data; and readers that go away.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::home::{Home, demo_files, giji, minutes, on_both, run};

/// Runs a command whose reader has seen enough after `lines` lines.
fn cut_off(command: &mut Command, lines: usize) {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("giji starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("stdout is a pipe"));
    for _ in 0..lines {
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line can be read");
        assert!(!line.is_empty());
    }
    drop(stdout);
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("stderr is a pipe");
    stderr.read_to_string(&mut said).expect("stderr is text");
    assert_eq!(said, "");
    assert_eq!(child.wait().expect("giji ends").code(), Some(0));
}

#[test]
fn search_prints_what_the_api_answers_and_people_get_text() {
    on_both(|home| {
        home.import_demo();
        let found = home
            .run(&["search", "研修", "--json", "--limit", "3"])
            .json();
        let hits = found["hits"].as_array().expect("a list");
        assert_eq!(hits.len(), 3);
        assert_eq!(found["total_exact"], true);
        assert!(found["next_cursor"].is_string());
        for hit in hits {
            let text: Vec<char> = hit["text"].as_str().expect("a text").chars().collect();
            let html = hit["html"].as_str().expect("a text");
            for range in hit["ranges"].as_array().expect("a list") {
                let place = |end: usize| {
                    let place = range[end].as_u64().expect("a place");
                    usize::try_from(place).expect("a place in a text")
                };
                let marked: String = text[place(0)..place(1)].iter().collect();
                assert!(html.contains(&format!("<mark>{marked}</mark>")), "{html}");
            }
        }
        let text = home.run(&["search", "研修", "--limit", "3"]).succeeds();
        let last = text.lines().last().expect("a line");
        assert_eq!(last, format!("3 / {}", found["total"]));
        let nothing = home.run(&["search", "象の飼育"]).succeeds();
        assert_eq!(nothing, "0 / 0\n");

        cut_off(&mut home.command(&["search", "研修"]), 1);
        cut_off(&mut home.command(&["search", "研修", "--json"]), 0);
        cut_off(&mut home.command(&["token", "list", "--json"]), 0);
        cut_off(&mut home.command(&["check"]), 0);
    });
}

#[test]
fn a_reader_that_has_seen_enough_ends_a_command_quietly() {
    cut_off(&mut giji(&["openapi"]), 1);
    cut_off(&mut giji(&["openapi"]), 0);
    cut_off(&mut giji(&["help"]), 0);
    cut_off(&mut giji(&["parse", &demo_files()[0]]), 1);
    let mut parse = giji(&["parse", &demo_files()[0], "--format", "json"]);
    cut_off(&mut parse, 1);
}

#[test]
fn an_import_goes_on_where_nobody_reads_its_report() {
    on_both(|home| {
        let files = demo_files();
        let mut words = vec!["import"];
        words.extend(files.iter().map(String::as_str));
        cut_off(&mut home.command(&words), 0);
        for file in files {
            let report = home.run(&["import", "--json", &file]).json();
            assert_eq!(report["new"], false, "{file} was imported");
        }
    });
}

#[test]
fn commands_beside_a_server_and_the_server_see_each_others_writes_at_once() {
    on_both(|home| {
        let server = home.serve(&[]);
        let admin = home.token("admin");
        let file = home.file(
            "a.txt",
            minutes("みどり市緑地審議会", 1, "街路樹を守るべき。"),
        );
        let report = home.run(&["import", "--json", &file]).json();
        let seen = server.search(&admin, "街路樹").expect(200);
        assert_eq!(seen["total"], 1, "the server shows what a command wrote");
        let printed = home.run(&["search", "街路樹", "--json"]).json();
        assert_eq!(without_scores(printed), without_scores(seen));

        let meeting = report["meeting_id"].as_str().expect("an id");
        let path = format!("/meetings/{meeting}/topics");
        server
            .post(&admin, &path, &json!({ "title": "鎮守の森" }))
            .expect(201);
        let found = home.run(&["search", "鎮守", "--json"]).json();
        assert_eq!(found["total"], 1, "a command shows what the server wrote");
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        server.stop();
        let found = home.run(&["search", "鎮守", "--json"]).json();
        assert_eq!(found["total"], 1);
    });
}

/// A score hangs on how an index was cut into segments, which a reader may see one step earlier.
fn without_scores(mut answer: Value) -> Value {
    for hit in answer["hits"].as_array_mut().expect("a list") {
        hit["score"] = Value::Null;
    }
    answer
}

#[test]
fn a_search_of_an_empty_database_finds_nothing_and_fails_in_nothing() {
    on_both(|home: &Home| {
        home.token("admin");
        assert_eq!(home.run(&["search", "研修"]).succeeds(), "0 / 0\n");
    });
}

#[test]
fn what_was_searched_for_beside_what_was_typed_is_told_on_stderr() {
    on_both(|home| {
        let text = minutes("みどり市支援協議会", 1, "看護師を増やすべき。");
        let file = home.file("a.txt", text);
        home.run(&["import", &file]).succeeds();
        let found = home.run(&["search", "ナース"]);
        assert_eq!(found.stderr, "giji: searched for beside ナース: 看護師\n");
        assert!(
            found.stdout.contains("看護師を増やすべき。"),
            "{}",
            found.stdout
        );
        let mut japanese = home.command(&["search", "ナース"]);
        let told = run(japanese.env("LANG", "ja_JP.UTF-8")).stderr;
        assert_eq!(told, "giji: 「ナース」のほかに検索した語：看護師\n");
        let exact = home.run(&["search", "ナース", "--no-expand"]);
        assert_eq!(
            (exact.stdout.as_str(), exact.stderr.as_str()),
            ("0 / 0\n", "")
        );
        let json = home.run(&["search", "ナース", "--json"]);
        assert_eq!(json.stderr, "", "the object says it");
        assert_eq!(json.json()["expansions"][0]["added"][0], "看護師");
    });
}

#[test]
fn a_long_text_is_shown_by_its_best_passage() {
    on_both(|home| {
        let filler = "これは別の話である。".repeat(40);
        let said = format!("{filler}街路樹を守るべき。{filler}");
        let file = home.file("a.txt", minutes("みどり市緑地審議会", 1, &said));
        home.run(&["import", &file]).succeeds();
        let shown = home.run(&["search", "街路樹"]).succeeds();
        assert!(
            shown.contains("街路樹を守るべき。") && shown.contains("…これは"),
            "{shown}"
        );
        assert!(shown.chars().count() < 400, "{shown}");
    });
}
