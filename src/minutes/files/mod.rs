//! Bytes of a file → [`Document`]: its text and its physical lines.
//!
//! Owns what counts as a readable file, and one reader for each kind: [`text`] with its encodings, and what `kind` tells
//! apart. Leaves every question about what the lines mean to the rest of this room. Pure functions; every reader is
//! bounded in memory and time, whatever the bytes.

mod docx;
mod error;
mod kind;
mod pdf;
mod text;

use std::ops::Range;

pub use error::{DecodeError, Unreadable};
use kind::Kind;

/// The largest file that is read, in bytes, and the longest text that may come of one.
pub const MAX_DOCUMENT_BYTES: usize = 16 * 1024 * 1024;

/// The most lines and pages, together, that a document may have. The minutes of a long day have five thousand.
pub const MAX_LINES: usize = 1_000_000;

/// The text of a file with its physical lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    text: String,
    lines: Vec<Range<usize>>,
}

impl Document {
    /// The whole text, without a byte order mark, every line as it was. A form feed stands where a page begins.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The physical lines without their ends; the first is line 1. Lines are counted as an editor counts them: only a
    /// line feed ends one, a form feed does not.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &str> {
        self.lines.iter().map(|range| &self.text[range.clone()])
    }
}

/// Reads the bytes of a file. What kind of file it is, is decided by the bytes and never by a name.
///
/// # Errors
/// [`DecodeError`] where there is no text, or no text that can be read.
pub fn decode(bytes: &[u8]) -> Result<Document, DecodeError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(DecodeError::TooLarge { size: bytes.len() });
    }
    let text = match kind::of(bytes) {
        Kind::Text => text::read(bytes)?,
        Kind::Zip => docx::read(bytes)?,
        Kind::Pdf => pdf::read(bytes)?,
        Kind::Unreadable(kind) => return Err(DecodeError::Unreadable(kind)),
    };
    document(text)
}

/// A text that a reader made, if it is one that the parser takes.
fn document(text: String) -> Result<Document, DecodeError> {
    if text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    let breaks = text
        .bytes()
        .filter(|byte| matches!(byte, b'\n' | 0x0c))
        .count();
    if text.len() > MAX_DOCUMENT_BYTES || breaks >= MAX_LINES {
        return Err(DecodeError::TooMuch);
    }
    let lines = line_ranges(&text);
    Ok(Document { text, lines })
}

fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let content = line.trim_end_matches(['\n', '\r']);
            let range = start..start + content.len();
            start += line.len();
            range
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_feed_does_not_end_a_line() {
        let document = decode("一\n\u{c}二\n三".as_bytes()).unwrap();
        assert_eq!(document.lines().count(), 3);
    }

    #[test]
    fn what_holds_no_text_or_too_much_of_it_is_refused() {
        assert_eq!(decode(b""), Err(DecodeError::Empty));
        assert_eq!(decode(" \n　\n".as_bytes()), Err(DecodeError::Empty));
        let large = vec![b'a'; MAX_DOCUMENT_BYTES + 1];
        assert!(matches!(decode(&large), Err(DecodeError::TooLarge { .. })));
        for unit in ["あ\n", "a\u{c}"] {
            let long = unit.repeat(MAX_LINES + 1);
            assert_eq!(decode(long.as_bytes()), Err(DecodeError::TooMuch));
        }
    }
}
