//! `giji reindex` and `giji check`: the index is derived, so that damage to it is found and mended; damage to the
//! database is found.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::home::{Engine, Home, eventually, minutes, on_both};

const DEMO: &str = "青葉県医療的ケア児支援推進協議会";

/// Turns over all bits of eight bytes in the middle of a file.
fn damage(file: &Path) {
    let length = fs::metadata(file).expect("the file is there").len();
    let length = usize::try_from(length).expect("a small file");
    let middle = length / 2;
    damage_bytes(file, middle..length.min(middle + 8));
}

fn damage_bytes(file: &Path, bytes: std::ops::Range<usize>) {
    let mut content = fs::read(file).expect("the file can be read");
    for byte in &mut content[bytes] {
        *byte ^= 0xff;
    }
    fs::write(file, content).expect("the file can be written");
}

/// The files of the index that hold something: some are only there to be locked.
fn files_with_content(home: &Home) -> Vec<PathBuf> {
    let mut files = home.index_files();
    files.retain(|file| {
        let hidden = file.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with('.')
        });
        !hidden && fs::metadata(file).is_ok_and(|found| found.len() > 0)
    });
    assert!(files.len() > 5, "{files:?}");
    files
}

/// What `check` prints where it finds something.
fn findings(home: &Home) -> String {
    let outcome = home.run(&["check"]);
    assert_eq!(
        outcome.code,
        Some(1),
        "{}{}",
        outcome.stdout,
        outcome.stderr
    );
    assert!(outcome.stderr.contains("problem(s)"), "{}", outcome.stderr);
    outcome.stdout
}

fn total(home: &Home, query: &str) -> u64 {
    let found = home.run(&["search", query, "--json"]).json();
    found["total"].as_u64().expect("a number")
}

#[test]
fn check_finds_damage_in_any_file_of_the_index_and_reindex_mends_it() {
    on_both(|home| {
        home.import_demo();
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        let found = total(home, "研修");
        for file in files_with_content(home) {
            let whole = fs::read(&file).expect("the file can be read");
            damage(&file);
            let said = findings(home);
            assert!(
                said.starts_with("index: ") && said.contains("damaged"),
                "{file:?}: {said}"
            );
            fs::write(&file, whole).expect("the file can be written");
        }
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");

        damage(&files_with_content(home)[0]);
        let said = home.run(&["reindex"]).succeeds();
        assert!(said.contains("indexed"), "{said}");
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        assert_eq!(total(home, "研修"), found);
    });
}

#[test]
fn a_search_that_meets_damage_mends_the_index_and_answers() {
    let home = Home::on(Engine::Sqlite);
    home.import_demo();
    let found = total(&home, "研修");
    for number in 0..files_with_content(&home).len() {
        let file = files_with_content(&home).swap_remove(number);
        let length = fs::metadata(&file).expect("the file is there").len();
        // All but the end, where it is written what the file is.
        let end = usize::try_from(length)
            .expect("a small file")
            .saturating_sub(200);
        damage_bytes(&file, 0..end);
        assert_eq!(total(&home, "研修"), found, "{file:?}");
        home.run(&["reindex"]).succeeds();
    }
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
}

#[test]
fn an_index_that_is_gone_is_found_out_by_check_and_made_anew_by_search() {
    on_both(|home| {
        home.import_demo();
        let found = total(home, DEMO);
        fs::remove_dir_all(home.data_dir().join("index")).expect("the index can be removed");
        let said = findings(home);
        assert!(said.contains("there is no search index"), "{said}");
        assert_eq!(total(home, DEMO), found);
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn reindex_works_beside_a_server_and_searches_go_on() {
    on_both(|home| {
        home.import_demo();
        let server = home.serve(&[]);
        let admin = home.token("admin");
        let found = server.search(&admin, "研修").expect(200)["total"].clone();
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        let before = home.index_files();
        let rebuilt = home.run(&["reindex"]);
        assert!(
            rebuilt.stderr.contains("a server keeps this index"),
            "{}",
            rebuilt.stderr
        );
        rebuilt.succeeds();
        assert_ne!(home.index_files(), before, "it is another generation");
        assert_eq!(server.search(&admin, "研修").expect(200)["total"], found);
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn an_index_removed_under_a_running_server_is_built_anew_without_a_restart() {
    on_both(|home| {
        home.import_demo();
        let admin = home.token("admin");
        let server = home.serve(&[]);
        let found = server.search(&admin, "研修").expect(200)["total"].clone();
        for round in 0..2 {
            // First all of it, then the generation that serves alone.
            let lost = match round {
                0 => home.data_dir().join("index"),
                _ => home.index_files()[0]
                    .parent()
                    .expect("a directory")
                    .to_owned(),
            };
            fs::remove_dir_all(&lost).expect("it can be removed");
            eventually("the log says that the index is there again", || {
                server
                    .log()
                    .matches("the search index was built anew")
                    .count() as u64
                    > round
            });
            let text = minutes(
                "みどり市緑地審議会",
                usize::try_from(round).expect("small"),
                "緑地の水路を守るべき。",
            );
            let file = home.file(&format!("{round}.txt"), text);
            home.run(&["import", &file]).succeeds();
            assert_eq!(server.search(&admin, "研修").expect(200)["total"], found);
            let new = server.search(&admin, "緑地の水路").expect(200)["total"].clone();
            assert!(new.as_u64() > Some(round), "{new}");
            assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        }
        server.stop();
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

#[test]
fn an_index_overwritten_under_a_running_server_is_built_anew_without_a_restart() {
    let home = Home::on(Engine::Sqlite);
    home.import_demo();
    let admin = home.token("admin");
    let server = home.serve(&[]);
    let found = server.search(&admin, "研修").expect(200)["total"].clone();
    for file in files_with_content(&home) {
        let length = fs::metadata(&file).expect("the file is there").len();
        let garbage = vec![0xa5; usize::try_from(length).expect("a small file")];
        // In place: a file that gets shorter under a process that has it mapped can end that.
        let mut options = fs::File::options();
        let mut file = options
            .write(true)
            .open(&file)
            .expect("the file can be opened");
        file.write_all(&garbage).expect("the file can be written");
    }
    let status = server.search(&admin, "研修").status;
    assert_eq!(status, 500, "the damage shows");
    eventually("searches answer again", || {
        let answer = server.search(&admin, "研修");
        answer.status == 200 && answer.body["total"] == found
    });
    let log = server.log();
    assert!(log.contains("the search index was built anew"), "{log}");
    server.stop();
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
}

#[test]
fn check_finds_damage_in_the_file_of_the_database() {
    const PAGE: usize = 4096;
    let home = Home::on(Engine::Sqlite);
    home.import_demo();
    let file = home.data_dir().join("giji.db");
    let whole = fs::read(&file).expect("the database can be read");
    let pages = whole.len() / PAGE;
    // One whole page, wherever in the middle it is, is part of some table or index.
    for page in [pages / 3, pages / 2, pages * 2 / 3] {
        damage_bytes(&file, page * PAGE..(page + 1) * PAGE);
        let outcome = home.run(&["check"]);
        assert_eq!(
            outcome.code,
            Some(1),
            "page {page} of {pages}: {}",
            outcome.stdout
        );
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(said.contains("database"), "{said}");
        assert!(!said.contains("index: "), "{said}");
        fs::write(&file, &whole).expect("the database can be written");
    }
    assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    // The header: no database at all.
    damage_bytes(&file, 0..16);
    let said = home.run(&["check"]).fails();
    assert!(said.contains("damaged"), "{said}");
    let said = home.run(&["search", "研修"]).fails();
    assert!(said.contains("damaged"), "{said}");
}
