//! Bytes of a file → [`Document`]: its text and its physical lines.
//!
//! Owns what counts as a readable file. Leaves every question about what the lines mean to the other files here.

use std::ops::Range;

/// The largest file that is read, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 16 * 1024 * 1024;

/// Why a file is no document. Each message says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// There is no text in it.
    #[error("the file is empty: choose the file that holds the minutes")]
    Empty,
    /// It holds characters that text does not have.
    #[error(
        "the file is not plain text (control character at byte {offset}): \
         export the minutes as a text file in UTF-8 and import that"
    )]
    Binary {
        /// The byte, from 0, at which that showed.
        offset: usize,
    },
    /// It is in another encoding.
    #[error(
        "the file is not UTF-8 (invalid from byte {offset}): \
         open it in an editor, save it with the encoding UTF-8, and import it again"
    )]
    NotUtf8 {
        /// The byte, from 0, at which that showed.
        offset: usize,
    },
    /// It is larger than [`MAX_DOCUMENT_BYTES`].
    #[error(
        "the file has {size} bytes, the limit is {MAX_DOCUMENT_BYTES}: \
         split it into one file for each meeting"
    )]
    TooLarge {
        /// Its size in bytes.
        size: usize,
    },
}

/// A text file with its physical lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    text: String,
    lines: Vec<Range<usize>>,
}

impl Document {
    /// The whole text, without a byte order mark, every line as it was.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The physical lines without their ends; the first is line 1. Lines are counted as an editor counts them: only a
    /// line feed ends one, a form feed does not.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &str> {
        self.lines.iter().map(|range| &self.text[range.clone()])
    }
}

/// Reads the bytes of a file as UTF-8, with or without a byte order mark, with LF or CRLF.
///
/// # Errors
/// [`DecodeError`] where there is no text, or no text that can be read.
pub fn decode(bytes: &[u8]) -> Result<Document, DecodeError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(DecodeError::TooLarge { size: bytes.len() });
    }
    if let Some(offset) = bytes.iter().position(|byte| is_control(*byte)) {
        return Err(DecodeError::Binary { offset });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| DecodeError::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    Ok(Document {
        text: text.to_owned(),
        lines: line_ranges(text),
    })
}

/// Control bytes that no text file has: all but tab, line feed, vertical tab, form feed and carriage return.
fn is_control(byte: u8) -> bool {
    byte == 0x7f || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r'))
}

fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let content = content.strip_suffix('\r').unwrap_or(content);
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
    fn a_byte_order_mark_and_crlf_are_no_part_of_the_lines() {
        let document = decode("\u{feff}一行目\r\n\r\n三行目".as_bytes()).unwrap();
        assert_eq!(
            document.lines().collect::<Vec<_>>(),
            ["一行目", "", "三行目"]
        );
    }

    #[test]
    fn a_form_feed_does_not_end_a_line() {
        let document = decode("一\n\u{c}二\n三".as_bytes()).unwrap();
        assert_eq!(document.lines().count(), 3);
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do_next() {
        assert_eq!(decode(b""), Err(DecodeError::Empty));
        assert_eq!(decode(" \n　\n".as_bytes()), Err(DecodeError::Empty));
        assert_eq!(decode(b"abc\0d"), Err(DecodeError::Binary { offset: 3 }));
        assert_eq!(decode(b"\x1bab"), Err(DecodeError::Binary { offset: 0 }));
        // 議事 as CP932 writes it.
        let cp932 = [0x8b, 0x63, 0x8e, 0x96];
        let error = decode(&cp932).unwrap_err();
        assert_eq!(error, DecodeError::NotUtf8 { offset: 0 });
        assert!(error.to_string().contains("UTF-8"));
        let large = vec![b'a'; MAX_DOCUMENT_BYTES + 1];
        assert!(matches!(decode(&large), Err(DecodeError::TooLarge { .. })));
    }
}
