//! `giji parse`: a contract that other tools read.

use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    process::{Output, Stdio},
};

use serde_json::Value;

use super::home::{Engine, Home, demo_files, giji, minutes, run};

/// The demo and the fixtures of the parser.
fn documents() -> Vec<String> {
    let mut files = demo_files();
    for folder in ["minutes", "minutes/families"] {
        let folder = format!("{}/tests/fixtures/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(folder).expect("the fixtures can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                files.push(path.to_str().expect("the path is UTF-8").to_owned());
            }
        }
    }
    assert!(files.len() > 60, "the fixtures were found");
    files
}

/// All lines that the object accounts for.
fn lines_of(parsed: &Value) -> BTreeSet<i64> {
    let mut lines = BTreeSet::new();
    for list in ["attendees", "topics", "headings", "narratives", "opinions"] {
        for item in parsed[list].as_array().expect("a list") {
            add_span(&mut lines, &item["source"]);
        }
    }
    for span in parsed["fields"].as_object().expect("an object").values() {
        add_span(&mut lines, span);
    }
    for list in ["furniture_lines", "unmapped_lines"] {
        let numbers = parsed[list].as_array().expect("a list");
        lines.extend(numbers.iter().filter_map(Value::as_i64));
    }
    lines
}

fn add_span(lines: &mut BTreeSet<i64>, span: &Value) {
    let line = |name: &str| span[name].as_i64().expect("a line");
    assert!(1 <= line("first_line") && line("first_line") <= line("last_line"));
    lines.extend(line("first_line")..=line("last_line"));
}

#[test]
fn every_line_of_a_file_is_accounted_for() {
    for file in documents() {
        let parsed = run(&mut giji(&["parse", &file, "--format", "json"])).json();
        let accounted = lines_of(&parsed);
        let text = fs::read_to_string(&file).expect("the file can be read");
        for (number, line) in (1..).zip(text.lines()) {
            let blank = line.trim().is_empty();
            assert!(
                blank || accounted.contains(&number),
                "{file}:{number}: {line}"
            );
        }
        let last = i64::try_from(text.lines().count()).expect("a number of lines");
        assert!(accounted.iter().all(|line| (1..=last).contains(line)));
    }
}

#[test]
fn the_json_has_every_member_of_the_contract() {
    let parsed = run(&mut giji(&["parse", &demo_files()[0], "--format", "json"])).json();
    for name in [
        "council",
        "fiscal_year",
        "round",
        "date",
        "start_time",
        "end_time",
        "end_date",
        "venue",
        "mode",
        "online",
        "attendees",
        "topics",
        "headings",
        "narratives",
        "opinions",
        "action_items",
        "materials",
        "fields",
        "furniture_lines",
        "unmapped_lines",
        "warnings",
    ] {
        assert!(parsed.get(name).is_some(), "{name} is missing");
    }
    assert_eq!(parsed["fiscal_year"], 2023);
    assert_eq!(parsed["date"], "2023-08-29");
    assert_eq!(parsed["start_time"], "18:30");
    assert_eq!(parsed["mode"], "hybrid");
}

#[test]
fn people_get_text_and_a_file_may_come_from_standard_input() {
    let file = &demo_files()[0];
    let text = run(&mut giji(&["parse", file])).succeeds();
    assert!(text.contains("青葉県医療的ケア児支援推進協議会"), "{text}");
    assert!(text.contains("22 opinions, "), "{text}");
    let japanese = run(giji(&["parse", file]).env("LANG", "ja_JP.UTF-8")).succeeds();
    assert!(japanese.contains("意見 22 件"), "{japanese}");
    let mut child = giji(&["parse", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("giji starts");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let bytes = fs::read(file).expect("the file can be read");
    stdin.write_all(&bytes).expect("giji reads it");
    drop(stdin);
    let Output { stdout, .. } = child.wait_with_output().expect("giji ends");
    assert_eq!(String::from_utf8_lossy(&stdout), text);
}

#[test]
fn what_cannot_be_read_is_null_with_a_warning_and_no_failure() {
    let home = Home::on(Engine::Sqlite);
    let whole = minutes("みどり市緑地審議会", 1, "緑地を増やしてほしい。");
    let undated: String = whole
        .lines()
        .filter(|line| !line.contains("日 時"))
        .map(|line| format!("{line}\n"))
        .collect();
    let file = home.file("undated.txt", undated);
    let parsed = run(&mut giji(&["parse", &file, "--format", "json"])).json();
    assert!(parsed["date"].is_null());
    assert!(!parsed["warnings"].as_array().expect("a list").is_empty());

    let prose = home.file(
        "prose.txt",
        "春の山は静かである。\n\n鳥の声だけが聞こえる。\n",
    );
    let parsed = run(&mut giji(&["parse", &prose, "--format", "json"])).json();
    assert_eq!(parsed["unmapped_lines"], serde_json::json!([1, 3]));
    assert!(!home.data_dir().exists(), "parse touches no data");
}

/// The kind of a file is decided by its bytes: the name says something else here.
#[test]
fn word_documents_and_pdf_are_read_like_text() {
    let home = Home::on(Engine::Sqlite);
    let fixture = |name: &str| {
        let path = format!("{}/tests/fixtures/files/{name}", env!("CARGO_MANIFEST_DIR"));
        fs::read(path).expect("the fixture can be read")
    };
    let parsed = |name: &str| {
        let file = home.file("minutes.bin", fixture(name));
        run(&mut giji(&["parse", &file, "--format", "json"])).json()
    };
    let expected = parsed("minutes.txt");
    for name in ["windows.txt", "word.docx", "libreoffice.pdf"] {
        let parsed = parsed(name);
        assert_eq!(parsed["date"], expected["date"], "{name}");
        let texts = |parsed: &Value| -> Vec<Value> {
            let opinions = parsed["opinions"].as_array().expect("a list");
            opinions.iter().map(|one| one["text"].clone()).collect()
        };
        assert_eq!(texts(&parsed), texts(&expected), "{name}");
    }
}

#[test]
fn only_a_file_that_is_no_text_is_an_error() {
    let home = Home::on(Engine::Sqlite);
    // 議事 as CP932 writes it, and then what it never writes.
    let damaged = [0x8b, 0x63, 0x8e, 0x96, 0xff, 0xff];
    for (name, content, named) in [
        ("empty.txt", &b""[..], "no text"),
        ("blank.txt", " \n\u{3000}\n".as_bytes(), "no text"),
        ("binary.bin", &b"\x7fELF\x02\x01"[..], "plain text"),
        ("nul.txt", "議事\0要旨".as_bytes(), "plain text"),
        ("damaged.txt", &damaged[..], "UTF-8"),
        ("old.doc", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], ".docx"),
        ("photo.jpg", &b"\xff\xd8\xff\xe0\0"[..], "picture"),
        ("damaged.pdf", &b"%PDF-1.7\n"[..], "damaged"),
    ] {
        let file = home.file(name, content);
        let said = run(&mut giji(&["parse", &file, "--format", "json"])).fails();
        assert!(said.contains(named), "{name}: {said}");
    }
    let large = home.file("large.txt", vec![b'a'; 17 * 1024 * 1024]);
    let said = run(&mut giji(&["parse", &large])).fails();
    assert!(said.contains("limit"), "{said}");
    let directory = home.path("").display().to_string();
    for missing in ["no-such-file.txt", &directory] {
        let said = run(&mut giji(&["parse", missing])).fails();
        assert!(said.contains(missing), "{said}");
    }
}

#[test]
fn every_line_stands_beside_its_number_and_what_it_became() {
    let home = Home::on(Engine::Sqlite);
    let mut text = minutes("みどり市緑地審議会", 1, "緑地を増やしてほしい。");
    text += "○青木会長　道は足りている。\u{9b}31m\n- 1 -\n";
    let file = home.file("a.txt", &text);
    let printed = run(giji(&["parse", &file]).env("LANG", "ja_JP.UTF-8")).succeeds();
    let lines: Vec<&str> = printed.lines().collect();
    for (number, line) in (1..).zip(text.lines()) {
        let (left, right) = lines[number - 1].split_once('│').expect("two sides");
        assert!(left.ends_with(&format!("{number:>3} ")), "{left}");
        assert_eq!(right.trim(), line.replace('\u{9b}', " ").trim());
    }
    let labelled = |words: &str, line: &str| {
        let found = lines.iter().find(|printed| printed.contains(line));
        let found = found.unwrap_or_else(|| panic!("{line} in {printed}"));
        assert!(found.starts_with(words), "{found}");
    };
    labelled("日時", "８月29日");
    labelled("会場", "市役所");
    labelled("議題 1", "緑地の保全");
    labelled("意見 1 ", "増やしてほしい");
    assert!(
        !printed.contains('\u{1b}'),
        "no colour where there is no terminal"
    );

    let prose = home.file("b.txt", "春の山は静かである。\n");
    let printed = run(&mut giji(&["parse", &prose])).succeeds();
    assert!(printed.starts_with("✗ unmapped"), "{printed}");
    assert!(printed.contains("1 unmapped lines"), "{printed}");
    let warnings: Vec<&str> = printed
        .lines()
        .filter(|line| line.starts_with("warning "))
        .collect();
    assert!(!warnings.is_empty(), "{printed}");
    assert!(
        warnings.iter().all(|line| line.is_ascii()),
        "in one language: {warnings:?}"
    );
}
