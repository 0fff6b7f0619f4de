//! The rooms of DESIGN.md, held: who imports whom, who names which crate, who asks the machine for time, and how long a
//! file gets. Reads the sources; comments, and what stands in quotation marks, are no code.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What each room may import. A room that is not here may not exist.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("domain", &["text"]),
    ("minutes", &["domain", "text"]),
    ("store", &["domain"]),
    ("search", &["domain", "text"]),
    ("formats", &["domain"]),
    (
        "app",
        &[
            "clock", "domain", "formats", "minutes", "search", "store", "text",
        ],
    ),
    ("api", &["app", "domain"]),
    (
        "cli",
        &[
            "api",
            "app",
            "clock",
            "config",
            "domain",
            "minutes",
            "search",
            "store",
            "telemetry",
            "text",
        ],
    ),
    // The files beside the rooms.
    ("clock", &[]),
    ("config", &[]),
    ("telemetry", &[]),
    ("lib", &[]),
    ("main", &["cli"]),
];

/// Imports that the table above forbids: file, room, and why it may.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Which places name a crate. A place is a room, or a folder in one.
const CRATES: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("tantivy", &["search/tantivy"]),
    ("meilisearch_sdk", &["search/meili"]),
    ("reqwest", &["search/meili"]),
    ("poem", &["api", "cli"]),
    ("poem_openapi", &["api"]),
    ("clap", &["cli"]),
    ("hayro_syntax", &["minutes/files/pdf"]),
    ("quick_xml", &["minutes/files/docx"]),
    ("indicatif", &["cli"]),
    ("calamine", &["app/roster"]),
    ("csv", &["app/roster", "formats"]),
    ("maud", &["formats"]),
    ("rust_xlsxwriter", &["app/roster"]),
];

/// What asks the machine, and stands in clock.rs alone.
const MACHINE: &[&str] = &["Utc::now", "Local::now", "SystemTime::now", "Uuid::now_v7"];

/// A file is 60 to 250 lines, and gets a second look above this.
const SECOND_LOOK: usize = 400;

/// Files that had their second look: how long they may be, and why they are not cut.
const LONG_FILES: &[(&str, usize, &str)] = &[];

struct Source {
    /// From the root of the repository, with `/` between the parts.
    path: String,
    /// Without comments and without what stands in quotation marks.
    code: String,
    lines: usize,
}

impl Source {
    /// `src/api/middleware/mod.rs` → `api`; `src/clock.rs` → `clock`.
    fn room(&self) -> &str {
        let inside = self.path.trim_start_matches("src/");
        inside
            .split('/')
            .next()
            .unwrap_or(inside)
            .trim_end_matches(".rs")
    }

    /// How many modules the file stands below the crate.
    fn depth(&self) -> usize {
        let inside = self.path.trim_start_matches("src/");
        let parts = inside.split('/').count();
        if inside.ends_with("/mod.rs") {
            parts - 1
        } else {
            parts
        }
    }

    fn is_in(&self, place: &str) -> bool {
        self.path.starts_with(&format!("src/{place}/")) || self.path == format!("src/{place}.rs")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    list_files(&root().join("src"), &mut files);
    let mut sources: Vec<Source> = files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .map(|file| {
            let text = fs::read_to_string(file).expect("a source file can be read");
            let path = file
                .strip_prefix(root())
                .expect("the file is in the repository");
            Source {
                path: path.to_string_lossy().replace('\\', "/"),
                code: without_comments_and_texts(&text),
                lines: text.lines().count(),
            }
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 100, "the sources were found");
    sources
}

fn list_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("a folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            list_files(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Leaves out `// …` and the insides of `"…"`, `r"…"`, `r#"…"#` and `'"'`. The sources have no block comments.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if let Some(raw) = raw_text(rest) {
            code.push_str("\"\"");
            rest = &rest[raw..];
        } else if c == '"' {
            code.push_str("\"\"");
            rest = after_text(&rest[1..]);
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest = &rest[rest[1..].find('\'').map_or(rest.len(), |end| end + 2)..];
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    code
}

/// How long the raw text is that begins here, if one does.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
    after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let begin = 1 + hashes + 1;
    let length = rest[begin..].find(&end)?;
    Some(begin + length + end.len())
}

fn after_text(rest: &str) -> &str {
    let mut escaped = false;
    for (index, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &rest[index + 1..],
            _ => {}
        }
    }
    ""
}

/// The rooms that stand behind `start` in the code: in `crate::store`, in `use crate::{app::{self, App}, domain::Role}`.
fn rooms_behind(start: &str, code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (index, _) in code.match_indices(start) {
        let before = code[..index].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[index + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(first_words_of_group(group)),
            None => rooms.extend(first_word(rest)),
        }
    }
    rooms
}

fn first_words_of_group(group: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut depth = 0;
    let mut entry = String::new();
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => {
                words.extend(first_word(entry.trim()));
                entry.clear();
                continue;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        entry.push(c);
    }
    words.extend(first_word(entry.trim()));
    words
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (!word.is_empty()).then_some(word)
}

/// Whether the code names a crate: `sqlx::…`, `use sqlx`, `sqlx` as a whole word before `::`, `{` or `;`.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(index, _)| {
        let before = code[..index].chars().next_back();
        // `search::tantivy` and `mod tantivy` are modules of giji.
        let is_word = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
        is_word && code[index + name.len()..].starts_with("::")
    })
}

fn assert_none(problems: &[String], rule: &str) {
    assert!(problems.is_empty(), "{rule}\n  {}", problems.join("\n  "));
}

#[test]
fn the_reader_of_sources_sees_imports_and_no_comments_or_texts() {
    let code = without_comments_and_texts(
        "//! crate::cli\nuse crate::{app::{self, limits}, domain::Role};\nlet x = \"crate::api\"; crate::text::fold(r#\"crate::main\"#); '\"'; // crate::lib\n",
    );
    let rooms: Vec<String> = rooms_behind("crate::", &code).into_iter().collect();
    assert_eq!(rooms, ["app", "domain", "text"]);
    assert!(names_crate("use sqlx::{Sqlite};", "sqlx"));
    assert!(names_crate("type D = sqlx::Sqlite;", "sqlx"));
    assert!(!names_crate("pub use tantivy_engine::X;", "tantivy"));
    assert!(!names_crate(
        "use crate::search::tantivy::EmbeddedIndex;",
        "tantivy"
    ));
}

#[test]
fn every_room_imports_only_what_it_may() {
    let mut problems = Vec::new();
    for source in sources() {
        let room = source.room();
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            problems.push(format!(
                "{}: room `{room}` is not in the table",
                source.path
            ));
            continue;
        };
        let mut imported = rooms_behind("crate::", &source.code);
        imported.extend(rooms_behind("giji::", &source.code));
        for other in imported {
            let excepted = EXCEPTIONS
                .iter()
                .any(|(path, to, _)| *path == source.path && *to == other);
            if other != room && !allowed.contains(&other.as_str()) && !excepted {
                problems.push(format!("{}: `{room}` imports `{other}`", source.path));
            }
        }
    }
    assert_none(
        &problems,
        "DESIGN.md, Rooms, says who may import whom. Move the code, or have `app` offer what `api` needs:",
    );
}

#[test]
fn no_file_leaves_its_room_by_way_of_super() {
    let mut problems = Vec::new();
    for source in sources() {
        // Inside `mod tests` one more `super` stays in the file.
        let inner = usize::from(source.code.contains("mod tests"));
        let too_many = "super::".repeat(source.depth() + inner);
        if source.code.contains(&too_many) {
            problems.push(source.path);
        }
    }
    assert_none(
        &problems,
        "paths out of a room begin with `crate::`, so that the rule on rooms sees them:",
    );
}

#[test]
fn every_exception_is_still_needed() {
    let sources = sources();
    for (path, room, _) in EXCEPTIONS {
        let source = sources.iter().find(|source| source.path == *path);
        let needed =
            source.is_some_and(|source| rooms_behind("crate::", &source.code).contains(*room));
        assert!(needed, "{path} does not import `{room}` any more");
    }
}

#[test]
fn every_large_crate_is_named_in_its_own_room_alone() {
    let mut problems = Vec::new();
    for source in sources() {
        for (name, places) in CRATES {
            let code = match *name {
                // The columns of a row are derived where the row's type is (DESIGN.md, Rooms).
                "sqlx" if source.is_in("domain") => without_derives(&source.code),
                _ => source.code.clone(),
            };
            if names_crate(&code, name) && !places.iter().any(|place| source.is_in(place)) {
                problems.push(format!("{} names {name}", source.path));
            }
        }
    }
    assert_none(
        &problems,
        "each of these crates is one room's business, so that it can be replaced there:",
    );
}

/// Leaves out `#[derive(…)]`.
fn without_derives(code: &str) -> String {
    let mut left = String::new();
    let mut rest = code;
    while let Some(start) = rest.find("#[derive(") {
        left.push_str(&rest[..start]);
        rest = &rest[start..];
        rest = &rest[rest.find(']').map_or(rest.len(), |end| end + 1)..];
    }
    left + rest
}

#[test]
fn only_the_clock_asks_the_machine_for_time_and_ids() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| source.path != "src/clock.rs")
        .flat_map(|source| {
            MACHINE
                .iter()
                .filter(|call| source.code.contains(**call))
                .map(|call| format!("{} calls {call}", source.path))
        })
        .collect();
    assert_none(
        &problems,
        "time and ids come from crate::clock::Clock, so that tests are repeatable:",
    );
}

#[test]
fn no_file_is_longer_than_a_second_look_allows() {
    let mut problems = Vec::new();
    for source in sources() {
        let long = LONG_FILES.iter().find(|(path, _, _)| *path == source.path);
        let limit = long.map_or(SECOND_LOOK, |(_, limit, _)| *limit);
        if source.lines > limit {
            problems.push(format!(
                "{}: {} lines, {limit} allowed",
                source.path, source.lines
            ));
        }
        if long.is_some() && source.lines <= SECOND_LOOK {
            problems.push(format!(
                "{}: {} lines, and no exception needed any more",
                source.path, source.lines
            ));
        }
        if source.lines > 250 {
            println!("{:>5} lines  {}", source.lines, source.path);
        }
    }
    assert_none(&problems, "cut the file along what it owns:");
}

#[test]
fn both_databases_have_migrations_of_the_same_names() {
    let names = |engine: &str| {
        let mut files = Vec::new();
        list_files(&root().join("migrations").join(engine), &mut files);
        let names: BTreeSet<String> = files
            .iter()
            .filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()))
            .collect();
        assert!(!names.is_empty());
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
