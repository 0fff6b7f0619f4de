//! The same minutes as several programs write them, and what is read from each: the same. See tests/fixtures/files/README.md.

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS};
use giji::minutes::{
    DecodeError, ParsedMinutes, Tagger, Unreadable, decode, default_vocabulary, parse,
};
use proptest::prelude::*;

fn bytes(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/files/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("the fixture is there")
}

fn text(name: &str) -> String {
    let document = decode(&bytes(name)).expect("the fixture can be read");
    document.text().to_owned()
}

fn read(name: &str) -> ParsedMinutes {
    let document = decode(&bytes(name)).expect("the fixture can be read");
    parse(&document, &Tagger::new(&default_vocabulary()))
}

/// Everything printed, without what a page does to it.
fn characters(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .replace("－１－", "")
}

const READABLE: [&str; 6] = [
    "windows.txt",
    "word.docx",
    "libreoffice.docx",
    "libreoffice.pdf",
    "chromium.pdf",
    "old-90ms-rksj.pdf",
];

#[test]
fn no_file_loses_a_character_or_makes_one_up() {
    let expected = characters(&text("minutes.txt"));
    for name in READABLE {
        assert_eq!(characters(&text(name)), expected, "{name}");
    }
}

#[test]
fn every_file_gives_the_same_minutes() {
    let expected = read("minutes.txt");
    assert_eq!(expected.opinions.len(), 6);
    assert_eq!(expected.attendees.len(), 5);
    let opinions = |parsed: &ParsedMinutes| -> Vec<_> {
        let opinions = parsed.opinions.iter();
        opinions
            .map(|one| (one.text.clone(), one.topic, one.heading.clone(), one.kind))
            .collect()
    };
    let topics = |parsed: &ParsedMinutes| -> Vec<_> {
        let topics = parsed.topics.iter();
        topics
            .map(|one| (one.number.clone(), one.title.clone()))
            .collect()
    };
    let attendees = |parsed: &ParsedMinutes| -> Vec<_> {
        let attendees = parsed.attendees.iter();
        attendees
            .map(|one| (one.name.clone(), one.role.clone(), one.status))
            .collect()
    };
    for name in READABLE {
        let parsed = read(name);
        assert_eq!(opinions(&parsed), opinions(&expected), "{name}");
        assert_eq!(topics(&parsed), topics(&expected), "{name}");
        assert_eq!(attendees(&parsed), attendees(&expected), "{name}");
        assert_eq!(
            (
                parsed.date,
                parsed.start_time,
                parsed.end_time,
                parsed.council
            ),
            (
                expected.date,
                expected.start_time,
                expected.end_time,
                expected.council.clone()
            ),
            "{name}"
        );
        assert_eq!(parsed.unmapped_lines, expected.unmapped_lines, "{name}");
    }
}

#[test]
fn the_pages_of_a_word_document_are_those_that_word_broke() {
    let parsed = read("word.docx");
    let pages: Vec<_> = parsed.topics.iter().map(|one| one.source.page).collect();
    assert_eq!(pages, [Some(1), Some(2), Some(2)]);
}

#[test]
fn a_file_without_readable_text_says_why() {
    for (name, kind) in [
        ("scanned.pdf", Unreadable::ScannedPdf),
        ("encrypted.pdf", Unreadable::EncryptedPdf),
    ] {
        assert_eq!(
            decode(&bytes(name)),
            Err(DecodeError::Unreadable(kind)),
            "{name}"
        );
    }
}

#[test]
fn a_file_that_is_cut_off_is_an_error_or_less_text_and_never_a_panic() {
    for name in READABLE {
        let whole = bytes(name);
        for part in 1..40 {
            let _ = decode(&whole[..whole.len() * part / 40]);
        }
    }
}

#[test]
fn a_docx_that_is_cut_off_says_that_a_part_of_it_is_missing() {
    for name in ["word.docx", "libreoffice.docx"] {
        let whole = bytes(name);
        // Further in front no name says yet that it is a Word document.
        for part in 3..10 {
            assert_eq!(
                decode(&whole[..whole.len() * part / 10]),
                Err(DecodeError::Unreadable(Unreadable::DamagedDocx)),
                "{name}, {part} tenths"
            );
        }
    }
    let cut_off = Unreadable::DamagedDocx;
    assert!(cut_off.english().contains("cut off") && cut_off.japanese().contains("途中で切れて"));
}

/// Sentences as minutes have them, in characters that each encoding has.
fn japanese() -> impl Strategy<Value = String> {
    let pieces = [
        "緑地が減っている。",
        "議題",
        "（１）",
        "・",
        "①",
        "㈱",
        "髙﨑委員",
        "より",
        "ヴァイオリン",
        "ﾃﾞｲｻｰﾋﾞｽ",
        "ABC 123",
        "　",
        "\n",
        "\t",
        "～",
        "－",
        "∥",
        "№",
        "Ⅳ",
        "ⅳ",
        "￢",
        "辻",
        "鷗",
        "祇園",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..40).prop_map(|parts| {
        format!(
            "これは議事の要旨であり、委員の意見をまとめたものである。{}",
            parts.concat()
        )
    })
}

fn encoded(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let (bytes, _, unmapped) = encoding.encode(text);
    (!unmapped).then(|| bytes.into_owned())
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_comes_back_from_every_encoding(text in japanese()) {
        let marked = format!("\u{feff}{text}");
        let mut files = vec![
            text.clone().into_bytes(),
            marked.clone().into_bytes(),
            utf16(&marked, u16::to_le_bytes),
            utf16(&marked, u16::to_be_bytes),
        ];
        files.extend(encoded(SHIFT_JIS, &text));
        files.extend(encoded(EUC_JP, &text));
        if text.contains(['\n', '\t', ' ']) {
            files.push(utf16(&text, u16::to_le_bytes));
            files.push(utf16(&text, u16::to_be_bytes));
        }
        for file in files {
            let document = decode(&file);
            prop_assert_eq!(document.as_ref().map(|document| document.text()), Ok(text.as_str()));
        }
    }

    #[test]
    fn any_text_is_what_it_is_in_utf_8(text in any::<String>()) {
        if let Ok(document) = decode(text.as_bytes()) {
            let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
            prop_assert_eq!(document.text().replace('\r', "\n"), plain.replace('\r', "\n"));
        }
    }

    #[test]
    fn any_bytes_are_an_error_or_text_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0..4_usize) {
        let starts: [&[u8]; 4] = [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe"];
        let _ = decode(&[starts[start], &bytes].concat());
    }
}
