//! Reading a document: the real one where it is at hand, else a file of the demo.

use std::{fs, path::PathBuf, time::Instant};

use giji::minutes::{self, Tagger};

use super::table::{Table, median};

const ROUNDS: usize = 200;
const LIMIT_MS: f64 = 5.0;

/// Decodes and parses over and over.
pub fn run(table: &mut Table) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let real = root.join("../shared/minutes/tokyo-r4-2.txt");
    let (name, path) = if real.exists() {
        ("parse the real document", real)
    } else {
        ("parse a document of the demo", root.join("demo/r05-1.txt"))
    };
    let bytes = fs::read(path).expect("the document is there");
    let tagger = Tagger::new(&minutes::default_vocabulary());
    let times = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let document = minutes::decode(&bytes).expect("the document is text");
            let parsed = minutes::parse(&document, &tagger);
            assert!(!parsed.opinions.is_empty());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let time = median(times);
    table.add(
        name,
        format!("{time:.2} ms ({} bytes)", bytes.len()),
        format!("limit {LIMIT_MS} ms"),
        format!("{:.2}", time / LIMIT_MS),
    );
}
