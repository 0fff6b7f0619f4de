//! Plain text in the encodings that Japanese offices have, with any kind of line end.
//!
//! The order of the questions makes the answer safe. A byte order mark is believed. What is valid UTF-8 is UTF-8: text in
//! another encoding is that by accident only where it is ASCII alone, and then all agree. NUL bytes occur in no encoding
//! but UTF-16. What is left is CP932 or EUC-JP, by which decodes without an error and gives plausible Japanese.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::error::DecodeError;

/// Reads a text file.
pub(super) fn read(bytes: &[u8]) -> Result<String, DecodeError> {
    let text = decode(bytes)?;
    if let Some((offset, _)) = text.char_indices().find(|(_, c)| is_control(*c)) {
        return Err(DecodeError::Binary { offset });
    }
    Ok(with_line_feeds(text))
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = &bytes[mark..];
        return strict(encoding, body).ok_or_else(|| DecodeError::UnknownEncoding {
            offset: mark + valid_up_to(encoding, body),
        });
    }
    if bytes.contains(&0) {
        return utf16_without_mark(bytes).map(Cow::Owned).ok_or_else(|| {
            let offset = bytes.iter().position(|byte| *byte == 0).unwrap_or_default();
            DecodeError::Binary { offset }
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(iso_2022_jp(bytes).map_or(Cow::Borrowed(text), Cow::Owned)),
        Err(error) => legacy(bytes)
            .map(Cow::Owned)
            .ok_or(DecodeError::UnknownEncoding {
                offset: error.valid_up_to(),
            }),
    }
}

/// The whole of `bytes` in `encoding`; `None` where anything in it is invalid.
fn strict<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

/// About where the first error is: at the latest the byte before which nothing is wrong.
fn valid_up_to(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = vec![0; 4096];
    let mut read = 0;
    loop {
        let (result, consumed, _) =
            decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut out, true);
        read += consumed;
        match result {
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::InputEmpty => return read,
            encoding_rs::DecoderResult::Malformed(bad, after) => {
                return read.saturating_sub(usize::from(bad) + usize::from(after));
            }
        }
    }
}

/// UTF-16 without a byte order mark, where that is plain: in one order of the bytes nothing is invalid, and what comes out
/// is Japanese.
fn utf16_without_mark(bytes: &[u8]) -> Option<String> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(|encoding| strict(encoding, bytes))
        .filter(|text| is_japanese(text))
        .min_by(|one, other| strangeness(one).total_cmp(&strangeness(other)))
        .map(Cow::into_owned)
}

/// The text of an e-mail of old: seven bits, with escape sequences.
fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    let switches = |code: &[u8]| bytes.windows(code.len()).any(|window| window == code);
    if !bytes.is_ascii() || !(switches(b"\x1b$B") || switches(b"\x1b$@")) {
        return None;
    }
    strict(ISO_2022_JP, bytes).map(Cow::into_owned)
}

/// CP932 or EUC-JP. Text in CP932 is hardly ever valid EUC-JP, but text in EUC-JP is often valid CP932: kana in half width
/// and rare kanji, which is why both are asked.
fn legacy(bytes: &[u8]) -> Option<String> {
    [SHIFT_JIS, EUC_JP]
        .into_iter()
        .filter_map(|encoding| strict(encoding, bytes))
        .map(|text| (strangeness(&text), text))
        .min_by(|(one, _), (other, _)| one.total_cmp(other))
        .filter(|(strangeness, _)| *strangeness <= STRANGEST)
        .map(|(_, text)| text.into_owned())
}

/// The largest mean strangeness of a character of text that is taken for Japanese.
const STRANGEST: f64 = 0.4;

/// How little `text` looks like Japanese prose, from 0 for what every text has to 1 for what none has, on average.
fn strangeness(text: &str) -> f64 {
    let mut sum = 0.0;
    let mut count = 0.0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        count += 1.0;
        sum += match c {
            '\u{80}'..='\u{9f}' | '\u{fffd}' => 1.0,
            // Characters of a user's own making (外字) are in few texts, and few there.
            '\u{e000}'..='\u{f8ff}' => 0.9,
            '\u{ff61}'..='\u{ff9f}' => 0.15,
            '\u{3040}'..='\u{30ff}' | '\u{ff01}'..='\u{ff5e}' | '\u{3000}'..='\u{301f}' => 0.0,
            '\u{4e00}'..='\u{9fff}' if is_common(c) => 0.1,
            '\u{20}'..='\u{7e}' => 0.1,
            _ => 0.4,
        };
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Whether a kanji is one of the first level of JIS X 0208, which has all that most texts need. They are read from the encoding
/// once: to ask it for each character is a search through all of its tables.
fn is_common(c: char) -> bool {
    static COMMON: LazyLock<HashSet<char>> = LazyLock::new(|| {
        let codes = (0xb0..=0xcf).flat_map(|row| (0xa1..=0xfe).map(move |cell| [row, cell]));
        let kanji = codes.filter_map(|code| strict(EUC_JP, &code)?.chars().next());
        kanji.collect()
    });
    COMMON.contains(&c)
}

fn is_japanese(text: &str) -> bool {
    let some = text.chars().any(|c| !c.is_whitespace());
    some && !text.chars().any(is_control) && strangeness(text) <= STRANGEST / 2.0
}

/// Control characters that no text file has: all of ASCII but tab, line feed, vertical tab, form feed and carriage return.
fn is_control(c: char) -> bool {
    c == '\u{7f}' || (c < ' ' && !matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r'))
}

/// `text` with a line feed for every carriage return that ended a line alone, as on an old Macintosh; those before a line
/// feed stay as they are.
fn with_line_feeds(text: Cow<'_, str>) -> String {
    if !text.contains('\r') {
        return text.into_owned();
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\r') {
        let after = rest[at..].trim_start_matches('\r');
        let returns = rest.len() - at - after.len();
        result.push_str(&rest[..at]);
        let end = if after.starts_with('\n') { "\r" } else { "\n" };
        result.extend(std::iter::repeat_n(end, returns));
        rest = after;
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::super::{DecodeError, decode};
    use super::*;

    const TEXT: &str = "第１回　みどり市緑地審議会\n１　日　時　令和４年６月１日（水）\n・①㈱みどり園の髙﨑委員から、緑地が減っているとの意見があった。\nＡＢＣ abc 123 〜～ ﾃﾞｲｻｰﾋﾞｽ\n";

    #[test]
    fn common_kanji_are_those_of_the_first_level() {
        for c in ['亜', '腕', '緑', '髙', '弌', '瀨', '龠', 'あ'] {
            let first_level = matches!(c, '亜' | '腕' | '緑');
            assert_eq!(is_common(c), first_level, "{c}");
        }
    }

    fn lines(bytes: &[u8]) -> Vec<String> {
        let document = decode(bytes).unwrap();
        document.lines().map(str::to_owned).collect()
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = TEXT.replace('〜', "");
        let expected: Vec<&str> = text.lines().collect();
        let mut files = vec![
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
            utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
            utf16(&text, u16::to_le_bytes),
            utf16(&text, u16::to_be_bytes),
        ];
        for encoding in [SHIFT_JIS, EUC_JP] {
            let (bytes, _, unmapped) = encoding.encode(&text);
            assert!(!unmapped);
            files.push(bytes.into_owned());
        }
        for file in files {
            assert_eq!(lines(&file), expected);
        }
    }

    #[test]
    fn cp932_is_read_as_windows_writes_it() {
        // ①, ㈱, 髙 and 﨑 are in none of the standards that CP932 extends.
        let bytes = [
            0x87, 0x40, 0x87, 0x8a, 0xfb, 0xfc, 0xfa, 0xb1, 0x88, 0xcf, 0x88, 0xf5,
        ];
        assert_eq!(lines(&bytes), ["①㈱髙﨑委員"]);
        let (bytes, ..) = SHIFT_JIS.encode("議事");
        assert_eq!(lines(&bytes), ["議事"]);
        let (bytes, ..) = EUC_JP.encode("議事");
        assert_eq!(lines(&bytes), ["議事"]);
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for end in ["\n", "\r\n", "\r", "\r\r\n"] {
            let text = ["一行目", "三行目", "四行目"].join(end);
            assert_eq!(
                lines(text.as_bytes()),
                ["一行目", "三行目", "四行目"],
                "{end:?}"
            );
        }
        assert_eq!(lines("一\r二\r\n三".as_bytes()), ["一", "二", "三"]);
        assert_eq!(
            decode("一\r二\r\n三".as_bytes()).unwrap().text(),
            "一\n二\r\n三"
        );
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do_next() {
        assert_eq!(decode(b"abc\0d"), Err(DecodeError::Binary { offset: 3 }));
        assert_eq!(decode(b"abc\0"), Err(DecodeError::Binary { offset: 3 }));
        assert_eq!(decode(b"\x1bab"), Err(DecodeError::Binary { offset: 0 }));
        let damaged = [b"abc".as_slice(), &[0x8b, 0x63, 0xff, 0xff]].concat();
        let error = decode(&damaged).unwrap_err();
        assert_eq!(error, DecodeError::UnknownEncoding { offset: 3 });
        assert!(error.to_string().contains("UTF-8"));
        let half = [b"\xff\xfe".as_slice(), b"a\0b"].concat();
        assert!(matches!(
            decode(&half),
            Err(DecodeError::UnknownEncoding { .. })
        ));
        // Latin text in an encoding of its own is valid CP932, and no Japanese.
        assert!(decode(b"caf\xe9 \xe9t\xe9").is_err());
    }

    #[test]
    fn an_e_mail_of_old_is_read() {
        let (bytes, ..) = ISO_2022_JP.encode("議事要旨\n1 日時");
        assert_eq!(lines(&bytes), ["議事要旨", "1 日時"]);
    }
}
