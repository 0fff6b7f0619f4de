//! `giji import`

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use serde_json::{Value, json};

use super::{
    home::{Home, Outcome, demo_files, minutes, on_both, run},
    server::signal,
};

const COUNCIL: &str = "みどり市緑地審議会";

/// The objects that `import --json` printed, one a line for each file.
fn reports(printed: &str) -> Vec<Value> {
    let object = |line| serde_json::from_str(line).expect("each line is an object");
    printed.lines().map(object).collect()
}

/// The same, of those that were imported.
fn applied(printed: &str) -> Vec<Value> {
    let mut reports = reports(printed);
    reports.retain(|report| report["status"] == "applied");
    reports
}

fn import(home: &Home, words: &[&str]) -> Vec<Value> {
    let mut all = vec!["import", "--json"];
    all.extend(words);
    reports(&home.run(&all).succeeds())
}

#[test]
fn an_import_is_a_meeting_that_search_finds_at_once_and_the_same_file_again_changes_nothing() {
    on_both(|home| {
        let files = demo_files();
        let words: Vec<&str> = files.iter().map(String::as_str).collect();
        let first = import(home, &words);
        assert_eq!(first.len(), 4);
        for (report, opinions) in first.iter().zip([22, 20, 22, 13]) {
            assert_eq!(report["new"], true);
            assert_eq!(report["status"], "applied");
            assert_eq!(report["opinions"], opinions);
            assert_eq!(report["unmapped_lines"], json!([]));
            assert_eq!(report["council_id"], first[0]["council_id"]);
        }
        let found = home.run(&["search", "研修", "--json"]).json();
        assert!(found["total"].as_u64() > Some(10), "{found}");

        let second = import(home, &words);
        for (before, after) in first.iter().zip(&second) {
            assert_eq!(after["new"], false);
            for same in ["import_id", "meeting_id", "council_id"] {
                assert_eq!(before[same], after[same]);
            }
        }
        let found_again = home.run(&["search", "研修", "--json"]).json();
        assert_eq!(found_again["total"], found["total"]);
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn a_file_is_read_with_what_the_people_of_its_council_taught_the_reader() {
    on_both(|home| {
        let noise = "春の山は静かである。";
        let file = |round: usize| {
            let text = minutes(COUNCIL, round, "緑地を増やしてほしい。")
                .replace("（主な", &format!("事務局から資料説明\n{noise}\n（主な"));
            home.file(&format!("{round}.txt"), text)
        };
        let first = &import(home, &[&file(1)])[0];
        let lines = first["unmapped_lines"].as_array().expect("a list");
        assert_eq!(lines.len(), 1, "{first}");
        let server = home.serve(&[]);
        let council = first["council_id"].as_str().expect("an id");
        let body = json!({ "council_id": council, "kind": "furniture", "text": noise });
        let path = "/reading-memory";
        server.post(&home.token("admin"), path, &body).expect(201);
        for (round, words) in [(2, vec![]), (3, vec!["--council", council])] {
            let file = file(round);
            let mut words = words;
            words.push(&file);
            let read = &import(home, &words)[0];
            assert_eq!(read["council_id"], council);
            assert_eq!(read["unmapped_lines"], json!([]), "round {round}");
        }
        server.stop();
    });
}

#[test]
fn where_one_file_fails_the_others_are_imported_and_the_exit_code_is_1() {
    on_both(|home| {
        let first = home.file("first.txt", minutes(COUNCIL, 1, "緑地を増やしてほしい。"));
        let bad = home.file("bad.txt", b"\0\0\0");
        let nameless = home.file("nameless.txt", "春の山は静かである。\n");
        let last = home.file("last.txt", minutes(COUNCIL, 2, "街路樹を守るべき。"));
        let missing = home.path("missing.txt").display().to_string();
        let Outcome {
            code,
            stdout,
            stderr,
        } = home.run(&["import", "--json", &first, &bad, &nameless, &missing, &last]);
        assert_eq!(code, Some(1));
        let told: Vec<(Value, Value)> = reports(&stdout)
            .into_iter()
            .map(|report| (report["file"].clone(), report["status"].clone()))
            .collect();
        let expected = [
            (&first, "applied"),
            (&bad, "failed"),
            (&nameless, "failed"),
            (&missing, "failed"),
            (&last, "applied"),
        ];
        assert_eq!(
            told,
            expected.map(|(file, status)| (json!(file), json!(status)))
        );
        let failed = &reports(&stdout)[2];
        let words = failed["error"].as_str().expect("words");
        assert!(words.contains("--council ID"), "{words}");
        for named in [&bad, &nameless, &missing] {
            assert_eq!(stderr.matches(named.as_str()).count(), 1, "{stderr}");
        }
        assert!(stderr.contains("--council ID"), "what to do next: {stderr}");
        assert!(stderr.contains("3 file(s)"), "{stderr}");
        for word in ["緑地を増やして", "街路樹"] {
            assert_eq!(home.run(&["search", word, "--json"]).json()["total"], 1);
        }
    });
}

#[test]
fn the_council_is_the_one_that_is_named_or_printed() {
    on_both(|home| {
        let file = home.file("a.txt", minutes(COUNCIL, 1, "緑地を増やしてほしい。"));
        let unknown = "0198c0de-0000-7000-8000-000000000000";
        let said = home.run(&["import", &file, "--council", unknown]).fails();
        assert!(said.contains("council"), "{said}");

        let made = import(home, &["--create-council", &file]);
        let council = made[0]["council_id"].as_str().expect("an id").to_owned();
        let again = import(home, &["--create-council", &file]);
        assert_eq!(again[0]["council_id"], made[0]["council_id"]);
        assert_eq!(again[0]["new"], false);

        // Minutes that print no name, or another one, are of the council that the caller names.
        let nameless = home.file("b.txt", "春の山は静かである。\n");
        let named = import(home, &["--council", &council, &nameless]);
        assert_eq!(named[0]["council_id"], json!(council));
        assert_eq!(named[0]["unmapped_lines"], json!([1]));
        let other = home.file(
            "c.txt",
            minutes("あおば市水道審議会", 2, "水は足りている。"),
        );
        let named = import(home, &["--council", &council, &other]);
        assert_eq!(named[0]["council_id"], json!(council));
        let printed = import(home, &[&other]);
        assert_ne!(printed[0]["council_id"], json!(council));
        assert_eq!(
            printed[0]["new"], true,
            "the same bytes for another council"
        );
    });
}

#[test]
fn people_get_a_report_for_each_file() {
    on_both(|home| {
        let file = home.file("a.txt", minutes(COUNCIL, 1, "緑地を増やしてほしい。"));
        let report = home.run(&["import", &file]).succeeds();
        assert!(
            report.starts_with(&format!("{file}: imported\n")),
            "{report}"
        );
        assert!(report.contains("opinions    1\n"), "{report}");
        let report = home.run(&["import", &file]).succeeds();
        assert!(
            report.starts_with(&format!("{file}: imported before\n")),
            "{report}"
        );
    });
}

#[test]
fn several_imports_at_once_all_arrive() {
    on_both(|home| {
        let files: Vec<String> = (1..=4)
            .map(|round| {
                let opinion = format!("緑地{round}号を増やしてほしい。");
                home.file(&format!("{round}.txt"), minutes(COUNCIL, round, &opinion))
            })
            .collect();
        std::thread::scope(|scope| {
            for file in &files {
                scope.spawn(|| run(&mut home.command(&["import", file])).succeeds());
            }
        });
        let found = home.run(&["search", "緑地", "--json"]).json();
        let councils = found["facets"]["council"].as_array().expect("a list");
        assert_eq!(
            councils.len(),
            1,
            "one council, whoever came first: {found}"
        );
        for round in 1..=4 {
            let word = format!("緑地{round}号");
            assert_eq!(home.run(&["search", &word, "--json"]).json()["total"], 1);
        }
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn a_folder_is_imported_in_order_and_again_only_what_is_new() {
    on_both(|home| {
        let folder = home.path("minutes");
        std::fs::create_dir_all(folder.join("older")).expect("folders can be made");
        for round in 1..=9 {
            let text = minutes(COUNCIL, round, &format!("緑地{round}号を増やしてほしい。"));
            let name = if round < 5 { "older/" } else { "" };
            let path = folder.join(format!("{name}{round}.txt"));
            std::fs::write(path, text).expect("a file can be written");
        }
        std::fs::write(folder.join("zz.txt"), "\0").expect("a file can be written");
        std::fs::write(folder.join("notes.md"), "no minutes").expect("a file can be written");
        let folder = folder.display().to_string();
        let first = home.run(&["import", "--json", &folder]);
        assert_eq!(first.code, Some(1));
        assert_eq!(
            first.stderr.matches("zz.txt").count(),
            1,
            "{}",
            first.stderr
        );
        let reported = applied(&first.stdout);
        let names: Vec<&str> = reported
            .iter()
            .map(|report| report["file"].as_str().expect("a name"))
            .map(|name| &name[name.len() - 5..])
            .collect();
        let expected = [
            "5.txt", "6.txt", "7.txt", "8.txt", "9.txt", "1.txt", "2.txt", "3.txt", "4.txt",
        ];
        assert_eq!(names, expected);
        assert!(reported.iter().all(|report| report["new"] == true));

        let more = minutes(COUNCIL, 10, "緑地10号を増やしてほしい。");
        std::fs::write(home.path("minutes").join("10.txt"), more).expect("a file can be written");
        let second = home.run(&["import", &folder]);
        assert_eq!(second.code, Some(1));
        assert!(
            !second.stderr.contains("[1A"),
            "no bar where there is no terminal"
        );
        let table = second.stdout;
        assert_eq!(table.matches(" imported before ").count(), 9, "{table}");
        assert!(
            table.contains(
                "1 imported, 1 of them to review; 9 imported before, 9 of them to review; 1 failed"
            ),
            "{table}"
        );
        let before = table.lines().find(|line| line.contains("/9.txt"));
        let before = before.expect("a line");
        assert!(before.contains("open suggestions"), "{before}");
        let new = table
            .lines()
            .find(|line| line.contains("10.txt"))
            .expect("a line");
        assert!(new.contains("  imported "), "{new}");
        // As many as the next run tells of: of speakers and issues too, not of action items alone.
        let third = home.run(&["import", &folder]).stdout;
        let again = third.lines().find(|line| line.contains("10.txt"));
        let open = |line: &str| line.split("open suggestions ").nth(1).map(str::to_owned);
        assert!(open(new).is_some(), "{new}");
        assert_eq!(open(new), again.and_then(open), "{new}\n{third}");
        let failed = table
            .lines()
            .find(|line| line.contains("zz.txt"))
            .expect("a line");
        assert!(
            failed.starts_with("✗ failed ") && failed.contains("plain text"),
            "{failed}"
        );
        for round in 1..=10 {
            let word = format!("緑地{round}号");
            assert_eq!(home.run(&["search", &word, "--json"]).json()["total"], 1);
        }
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn a_folder_without_minutes_says_so() {
    on_both(|home| {
        let empty = home.path("empty");
        std::fs::create_dir_all(&empty).expect("a folder can be made");
        let empty = empty.display().to_string();
        let said = home.run(&["import", "--json", &empty]).fails();
        assert!(said.contains(&empty) && said.contains(".docx"), "{said}");
    });
}

#[test]
fn minutes_come_in_from_standard_input_under_a_name() {
    on_both(|home| {
        let text = minutes(COUNCIL, 1, "緑地を増やしてほしい。");
        let file = std::fs::File::open(home.file("a.txt", &text)).expect("a file");
        let mut command = home.command(&["import", "-", "--filename", "r05-1.txt", "--json"]);
        let output = command.stdin(file).output().expect("the command runs");
        let report = &reports(&String::from_utf8_lossy(&output.stdout))[0];
        assert_eq!(report["file"], "r05-1.txt");
        assert_eq!(report["new"], true);
        let quiet = home.run(&[
            "import",
            &home.path("a.txt").display().to_string(),
            "--quiet",
        ]);
        assert_eq!(quiet.succeeds(), "");
    });
}

#[test]
fn a_corrected_file_says_whether_its_meeting_follows_it() {
    on_both(|home| {
        let first = home.file("a.txt", minutes(COUNCIL, 1, "緑地を増やしてほしい。"));
        let meeting = import(home, &[&first])[0]["meeting_id"].clone();
        let text = minutes(COUNCIL, 1, "緑地を大いに増やしてほしい。");
        let corrected = home.file("b.txt", text);
        let said = home.run(&["import", &corrected]).succeeds();
        assert!(
            said.contains("needs review") && said.contains("--update"),
            "{said}"
        );
        let waiting = &import(home, &[&corrected])[0];
        assert_eq!(waiting["status"], "needs_review");
        assert_eq!(waiting["new"], false);
        assert_eq!(waiting["same_meeting_id"], meeting);
        assert_eq!(waiting["meeting_id"], Value::Null);

        let updated = import(home, &["--update", &corrected]);
        assert_eq!(updated[0]["meeting_id"], meeting);
        let other = home.file("c.txt", minutes(COUNCIL, 1, "緑地は足りている。"));
        let another = import(home, &["--as-new", &other]);
        assert_ne!(another[0]["meeting_id"], meeting);
    });
}

#[test]
fn a_folder_with_a_corrected_file_of_a_meeting_says_that_it_needs_review() {
    on_both(|home| {
        let folder = home.path("minutes");
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let write = |name: &str, text: String| {
            std::fs::write(folder.join(name), text).expect("a file can be written");
        };
        write("1.txt", minutes(COUNCIL, 1, "緑地を増やしてほしい。"));
        write(
            "1訂正版.txt",
            minutes(COUNCIL, 1, "緑地を大いに増やしてほしい。"),
        );
        write("2.txt", minutes(COUNCIL, 2, "街路樹を守るべき。"));
        let folder = folder.display().to_string();
        let first = import(home, &[&folder]);
        let told: Vec<&Value> = first.iter().map(|one| &one["status"]).collect();
        assert_eq!(told, ["applied", "needs_review", "applied"]);
        let corrected = &first[1];
        assert_eq!(corrected["same_meeting_id"], first[0]["meeting_id"]);
        assert_eq!(corrected["changes"], 1);
        assert_eq!(corrected["new"], true);
        let found = |word: &str| home.run(&["search", word, "--json"]).json()["total"].clone();
        assert_eq!(found("大いに"), 0, "nothing was changed");

        // What it names can be called.
        let server = home.serve(&[]);
        let admin = home.token("admin");
        let next = |n: usize| {
            let call = corrected["next"][n].as_str().expect("a call");
            let (method, path) = call.split_once(' ').expect("a method and a path");
            (
                method.to_owned(),
                path.trim_start_matches("/api/v1").to_owned(),
            )
        };
        let (method, see) = next(0);
        assert_eq!(method, "GET");
        let changes = server.get(&admin, &see).expect(200);
        assert_eq!(changes["items"][0]["after"], "緑地を大いに増やしてほしい。");

        let second = home.run(&["import", &folder]);
        assert_eq!(second.code, Some(0), "{}", second.stderr);
        let table = second.stdout;
        let meeting = corrected["same_meeting_id"].as_str().expect("an id");
        let line = table.lines().find(|line| line.contains("訂正版.txt"));
        let line = line.expect("a line");
        assert!(
            line.contains(" corrected ") && line.contains(meeting),
            "{line}"
        );
        assert!(table.contains("--update"), "{table}");
        let sum = "0 imported, 0 of them to review; 2 imported before, 2 of them to review; 1 corrected, to review; 0 failed";
        assert!(table.contains(sum), "{table}");
        assert_eq!(home.run(&["import", "--quiet", &folder]).succeeds(), "");

        let (method, apply) = next(1);
        assert_eq!(method, "POST");
        server.post(&admin, &apply, &json!({})).expect(201);
        server.stop();
        assert_eq!(found("大いに"), 1);
        let third = import(home, &[&folder]);
        assert!(
            third
                .iter()
                .all(|one| one["status"] == "applied" && one["new"] == false)
        );
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn after_ctrl_c_the_same_command_does_what_is_left() {
    on_both(|home| {
        let folder = home.path("議事 録");
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        for round in 1..=500 {
            let text = minutes(COUNCIL, round, &format!("緑地{round}号を増やしてほしい。"));
            std::fs::write(folder.join(format!("第{round} 回.txt")), text).expect("a file");
        }
        let folder = folder.display().to_string();
        let mut command = home.command(&["import", "--json", &folder]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut told = String::new();
        stdout.read_line(&mut told).expect("a first file");
        signal("INT", child.id());
        stdout.read_to_string(&mut told).expect("what was stored");
        let mut said = String::new();
        let mut stderr = child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut said).expect("words");
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{said}");
        let done = applied(&told).len();
        assert!((1..500).contains(&done), "{done}");
        assert!(
            said.contains(&format!("{} file(s) are left", 500 - done)),
            "{said}"
        );
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");

        let second = import(home, &[&folder]);
        assert_eq!(second.len(), 500);
        let new = second.iter().filter(|one| one["new"] == true).count();
        assert_eq!(new, 500 - done);
        for round in [1, 250, 500] {
            let word = format!("緑地{round}号");
            assert_eq!(home.run(&["search", &word, "--json"]).json()["total"], 1);
        }
    });
}
