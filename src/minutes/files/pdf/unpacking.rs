//! How much a PDF unpacks to, counted before anything of it is kept.
//!
//! Objects may be packed themselves, so that the library unpacks from the first moment on, and it knows no limit. So every
//! stream of the file is unpacked here first, by whatever filters the text before it could mean, and only counted.

use flate2::{Decompress, FlushDecompress, Status};

use crate::minutes::files::error::{DecodeError, Unreadable};

/// The most bytes that all streams of a file together may unpack to.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;

/// The most dictionaries: each page, font and mark has one.
const MAX_DICTIONARIES: usize = 400_000;

/// The most streams.
const MAX_STREAMS: usize = 100_000;

/// No byte of packed data stands for more than so many (deflate's own limit).
const DEFLATE_RATIO: usize = 1032;

/// Refuses a file that unpacks to too much.
pub(super) fn check(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut count = Count::default();
    count.dictionaries(bytes)?;
    let mut from = 0;
    let mut streams = 0;
    while let Some(at) = find(&bytes[from..], b"stream") {
        let before = &bytes[from..from + at];
        let start = from + at + b"stream".len();
        if before.ends_with(b"end") {
            from = start;
            continue;
        }
        streams += 1;
        if streams > MAX_STREAMS {
            return Err(DecodeError::TooMuch);
        }
        let data = match &bytes[start..] {
            [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => rest,
            rest => rest,
        };
        let consumed = count.stream(&Filters::of(before)?, data)?;
        from = start + consumed.min(bytes.len() - start);
    }
    Ok(())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, word)
}

/// The filters that the text before a stream names.
#[derive(Debug, Default)]
struct Filters {
    is_ascii_85: bool,
    is_ascii_hex: bool,
    is_deflate: bool,
    is_lzw: bool,
    is_run_length: bool,
}

impl Filters {
    fn of(before: &[u8]) -> Result<Self, DecodeError> {
        let names = names(before);
        let has = |long: &str, short: &str| names.iter().any(|name| name == long || name == short);
        let filters = Self {
            is_ascii_85: has("ASCII85Decode", "A85"),
            is_ascii_hex: has("ASCIIHexDecode", "AHx"),
            is_deflate: has("FlateDecode", "Fl"),
            is_lzw: has("LZWDecode", "LZW"),
            is_run_length: has("RunLengthDecode", "RL"),
        };
        let packed = names
            .iter()
            .filter(|name| {
                matches!(
                    name.as_str(),
                    "FlateDecode" | "Fl" | "LZWDecode" | "LZW" | "RunLengthDecode" | "RL"
                )
            })
            .count();
        // Nobody packs what is packed already, but to hide how large it is; nor does anybody put the filter elsewhere.
        if packed > 1 {
            return Err(DecodeError::TooMuch);
        }
        if names.iter().any(|name| name == "Filter 0") {
            return Err(DecodeError::Unreadable(Unreadable::DamagedPdf));
        }
        Ok(filters)
    }
}

/// The names in a piece of PDF since the last object began; a filter that is a reference gives `Filter 0`.
fn names(text: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'/') {
        rest = &rest[at + 1..];
        let end = rest
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#')
            .unwrap_or(rest.len());
        let mut name = unescaped(&rest[..end]);
        let after = rest[end..].trim_ascii_start();
        if (name == "Filter" || name == "F") && after.first().is_some_and(u8::is_ascii_digit) {
            let reference = after.iter().take(24).any(|byte| *byte == b'R');
            if reference {
                name = "Filter 0".to_owned();
            }
        }
        if let "ASCII85Decode" | "A85" | "ASCIIHexDecode" | "AHx" | "FlateDecode" | "Fl"
        | "LZWDecode" | "LZW" | "RunLengthDecode" | "RL" | "Filter 0" = name.as_str()
        {
            names.push(name);
        }
        rest = &rest[end..];
    }
    names
}

/// A name with its `#44` as the characters that they stand for.
fn unescaped(name: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let [first, after @ ..] = rest {
        let digit = |at: usize| {
            after
                .get(at)
                .and_then(|byte| char::from(*byte).to_digit(16))
        };
        match (*first, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                text.extend(char::from_u32(high * 16 + low));
                rest = &after[2..];
            }
            _ => {
                text.push(char::from(*first));
                rest = after;
            }
        }
    }
    text
}

/// What was counted.
#[derive(Debug, Default)]
struct Count {
    unpacked: usize,
    dictionaries: usize,
}

impl Count {
    fn add(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.unpacked = self.unpacked.saturating_add(bytes);
        if self.unpacked > MAX_UNPACKED {
            return Err(DecodeError::TooMuch);
        }
        Ok(())
    }

    fn dictionaries(&mut self, bytes: &[u8]) -> Result<(), DecodeError> {
        self.dictionaries += memchr::memmem::find_iter(bytes, b"<<").count();
        if self.dictionaries > MAX_DICTIONARIES {
            return Err(DecodeError::TooMuch);
        }
        Ok(())
    }

    /// Counts what a stream unpacks to. Gives how many bytes of `data` it certainly takes.
    fn stream(&mut self, filters: &Filters, data: &[u8]) -> Result<usize, DecodeError> {
        let length = find(data, b"endstream").unwrap_or(data.len());
        let decoded;
        let (packed, is_raw) = if filters.is_ascii_85 {
            decoded = ascii_85(&data[..length]);
            (decoded.as_slice(), false)
        } else if filters.is_ascii_hex {
            decoded = ascii_hex(&data[..length]);
            (decoded.as_slice(), false)
        } else {
            (data, true)
        };
        let within = if is_raw { length } else { packed.len() };
        if filters.is_deflate {
            let consumed = self.deflate(packed, within)?;
            return Ok(if is_raw { consumed.max(length) } else { length });
        }
        if filters.is_lzw {
            self.lzw(&packed[..within])?;
        }
        if filters.is_run_length {
            self.run_length(&packed[..within])?;
        }
        Ok(length)
    }

    fn deflate(&mut self, packed: &[u8], within: usize) -> Result<usize, DecodeError> {
        let has_header = matches!(packed, [cmf, flg, ..]
            if cmf & 0x0f == 8 && (u16::from(*cmf) << 8 | u16::from(*flg)) % 31 == 0);
        let mut inflater = Decompress::new(has_header);
        let mut out = vec![0; 64 * 1024];
        loop {
            let (read, written) = (inflater.total_in(), inflater.total_out());
            let consumed = usize::try_from(read).unwrap_or(usize::MAX);
            let input = packed.get(consumed..).unwrap_or_default();
            let status = inflater.decompress(input, &mut out, FlushDecompress::None);
            let made = usize::try_from(inflater.total_out() - written).unwrap_or(usize::MAX);
            self.add(made)?;
            self.dictionaries(out.get(..made).unwrap_or_default())?;
            let consumed = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
            match status {
                Ok(Status::StreamEnd) => return Ok(consumed),
                Ok(_) if made == 0 && inflater.total_in() == read => return Ok(consumed),
                Ok(_) => {}
                Err(_) => {
                    // Damaged here; a more patient reader may get more out of the rest.
                    let rest = within.saturating_sub(consumed);
                    self.add(rest.saturating_mul(DEFLATE_RATIO))?;
                    return Ok(consumed);
                }
            }
        }
    }

    /// The length of each entry of the table is all that has to be known to count (PDF 32000-1, 7.4.4).
    fn lzw(&mut self, packed: &[u8]) -> Result<(), DecodeError> {
        const CLEAR: usize = 256;
        let mut lengths = vec![1_usize; CLEAR + 2];
        let (mut bits, mut held, mut width) = (0_u32, 0_u32, 9_u32);
        let mut previous = 0;
        for byte in packed {
            bits = (bits << 8 | u32::from(*byte)) & 0x00ff_ffff;
            held += 8;
            if held < width {
                continue;
            }
            held -= width;
            let code = usize::try_from(bits >> held & ((1 << width) - 1)).unwrap_or_default();
            if code == CLEAR {
                lengths.truncate(CLEAR + 2);
                (width, previous) = (9, 0);
                continue;
            }
            let length = lengths.get(code).copied().unwrap_or(previous + 1);
            self.add(length)?;
            if previous > 0 && lengths.len() < 4096 {
                lengths.push(previous + 1);
            }
            previous = length;
            width = match lengths.len() + 1 {
                0..512 => 9,
                512..1024 => 10,
                1024..2048 => 11,
                _ => 12,
            };
        }
        Ok(())
    }

    fn run_length(&mut self, packed: &[u8]) -> Result<(), DecodeError> {
        // At most 128 bytes for two; what is no run is shorter.
        self.add(packed.len().saturating_mul(64))
    }
}

fn ascii_85(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut group = Vec::new();
    for byte in text.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        match byte {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => break,
        }
        if group.len() == 5 {
            bytes.extend(word_of(&group).to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&word_of(&group).to_be_bytes()[..kept]);
    }
    bytes
}

fn word_of(group: &[u32]) -> u32 {
    let add = |word: u32, digit: &u32| word.wrapping_mul(85).wrapping_add(*digit);
    group.iter().fold(0, add)
}

fn ascii_hex(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = text
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}
