//! Digits as documents print them, and a form of text in which dates and numbers are found.
//!
//! The compact form is for finding only; what it finds is cut out of the original by byte range.

use std::ops::Range;

/// Text with full-width ASCII made half-width and white space left out, except between two digits.
#[derive(Debug, Clone)]
pub(super) struct Compact {
    chars: Vec<char>,
    /// Byte range of each character in the original.
    at: Vec<Range<usize>>,
}

impl Compact {
    /// The compact form of `original`.
    pub(super) fn of(original: &str) -> Self {
        let mut compact = Self {
            chars: Vec::new(),
            at: Vec::new(),
        };
        let mut pending_space = None;
        for (start, c) in original.char_indices() {
            let range = start..start + c.len_utf8();
            if c.is_whitespace() {
                pending_space.get_or_insert(range);
                continue;
            }
            let c = narrow(c);
            if let Some(space) = pending_space.take()
                && c.is_ascii_digit()
                && compact.chars.last().is_some_and(char::is_ascii_digit)
            {
                compact.chars.push(' ');
                compact.at.push(space);
            }
            compact.chars.push(c);
            compact.at.push(range);
        }
        compact
    }

    /// The characters.
    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The byte range in the original of a range of characters that is not empty.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        self.at[range.start].start..self.at[range.end - 1].end
    }
}

/// One character in the form that the scanners compare with.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '〜' | '∼' | '˜' => '~',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '∶' => ':',
        _ => c,
    }
}

/// Whether `chars` has `word` at `at`.
pub(super) fn has(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or_default().iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// The number that starts at `at`, and where it ends. Reads digits, digits printed with a space between each (`１ ２`),
/// 元 (the first year of an era) and numerals up to 九十九.
pub(super) fn number(chars: &[char], at: usize) -> Option<(u32, usize)> {
    match chars.get(at)? {
        '元' => Some((1, at + 1)),
        c if c.is_ascii_digit() => digits(chars, at),
        _ => kanji(chars, at),
    }
}

fn digits(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let digit = |i: usize| chars.get(i).and_then(|c| c.to_digit(10));
    let mut value = digit(at)?;
    let mut end = at + 1;
    let mut spaced = None;
    while let Some(next) = digit(end).or_else(|| {
        // `１ ２`: every digit stands alone, so that the day and the hour in `21 18:30` stay apart.
        let alone = chars.get(end) == Some(&' ') && digit(end + 2).is_none();
        digit(end + 1).filter(|_| alone && spaced != Some(false))
    }) {
        let is_space = chars.get(end) == Some(&' ');
        if spaced.is_some_and(|known| known != is_space) {
            break;
        }
        spaced = Some(is_space);
        end += 1 + usize::from(is_space);
        value = value.checked_mul(10)?.checked_add(next)?;
        if value > 99_999 {
            return None;
        }
    }
    Some((value, end))
}

fn kanji(chars: &[char], at: usize) -> Option<(u32, usize)> {
    let unit = |i: usize| {
        let c = *chars.get(i)?;
        "一二三四五六七八九"
            .chars()
            .zip(1..)
            .find_map(|(digit, value)| (digit == c).then_some(value))
    };
    if matches!(chars.get(at), Some('零' | '〇')) {
        return Some((0, at + 1));
    }
    let tens = unit(at);
    let after_tens = at + usize::from(tens.is_some());
    if chars.get(after_tens) == Some(&'十') {
        let ones = unit(after_tens + 1);
        let end = after_tens + 1 + usize::from(ones.is_some());
        return Some((tens.unwrap_or(1) * 10 + ones.unwrap_or(0), end));
    }
    tens.map(|value| (value, after_tens))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<u32> {
        number(Compact::of(text).chars(), 0).map(|(value, _)| value)
    }

    #[test]
    fn numbers_are_read_however_they_are_printed() {
        for (text, value) in [
            ("12", 12),
            ("１２", 12),
            ("１ ２月", 12),
            ("元年", 1),
            ("十", 10),
            ("二十三", 23),
            ("九", 9),
            ("21 18:30", 21),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        assert_eq!(read("年"), None);
        assert_eq!(read("99999999999999999999"), None);
    }
}
