//! The reader of Word documents: any bytes as an archive, and any text as the parts of one, which a fuzzer does not find through
//! the checksums of an archive.
#![no_main]

mod check;

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const RELATIONS: &str = r#"<R><R Type="/officeDocument" Target="word/document.xml"/></R>"#;
const MAIN_RELATIONS: &str = r#"<R><R Type="/numbering" Target="numbering.xml"/><R Type="/styles" Target="styles.xml"/>
    <R Type="/footnotes" Target="footnotes.xml"/></R>"#;
const PARTS: [&str; 4] = [
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/footnotes.xml",
];

fuzz_target!(|bytes: &[u8]| {
    let file = if bytes.starts_with(b"PK") {
        bytes.to_vec()
    } else {
        archive(bytes)
    };
    check::check(&file);
});

/// An archive of the pieces of `bytes` between NUL bytes.
fn archive(bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let fixed = [
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/_rels/document.xml.rels", MAIN_RELATIONS.as_bytes()),
    ];
    let pieces = PARTS.into_iter().zip(bytes.split(|byte| *byte == 0));
    for (name, content) in fixed.into_iter().chain(pieces) {
        writer.start_file(name, options).expect("a name");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}
