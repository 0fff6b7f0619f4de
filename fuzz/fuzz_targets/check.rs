//! What holds for every file, whichever reader it is for. What holds for the parser is checked by its own target: a finding there
//! must not keep these from going on.

use giji::minutes::{MAX_DOCUMENT_BYTES, MAX_LINES, decode};

/// Reads `bytes` twice and checks that the answers are the same, and that a text is one that the parser takes.
pub fn check(bytes: &[u8]) {
    let read = decode(bytes);
    assert_eq!(read, decode(bytes), "a pure function");
    let Ok(document) = read else { return };
    let text = document.text();
    assert!(!text.trim().is_empty(), "no text is an error");
    assert!(text.len() <= MAX_DOCUMENT_BYTES && document.lines().len() <= MAX_LINES);
    let is_control = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r');
    assert!(!text.contains(is_control), "a control character");
    let plain = |text: &str| text.replace(['\r', '\n'], "");
    let lines: String = document.lines().collect();
    assert_eq!(plain(&lines), plain(text), "the lines are the text");
}
