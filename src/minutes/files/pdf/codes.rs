//! Characters of fonts that do not tell them: those whose codes are an encoding of Japanese by their name (PDF 32000-1,
//! 9.7.5.2), and the characters of Adobe-Japan1 by their number.

use std::borrow::Cow;

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_16BE};
use hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use hayro_syntax::object::{Array, Dict, Name};

/// How the codes of a font are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    /// Shift_JIS of some kind.
    ShiftJis,
    /// UTF-16 or UCS-2.
    Utf16,
    /// EUC-JP.
    Euc,
    /// JIS X 0208 in two bytes.
    Jis,
    /// Numbers of characters in Adobe-Japan1.
    AdobeJapan1,
}

impl Codes {
    /// The codes of the composite font `font`, where its dictionary says.
    pub(super) fn of(font: &Dict<'_>) -> Option<Self> {
        let encoding = font.get::<Name<'_>>(b"Encoding".as_slice())?;
        match encoding.as_str() {
            "H" | "V" | "Add-H" | "Ext-H" => Some(Self::Jis),
            name if name.contains("RKSJ") => Some(Self::ShiftJis),
            name if name.starts_with("UniJIS")
                && !name.contains("UTF8")
                && !name.contains("UTF32") =>
            {
                Some(Self::Utf16)
            }
            "EUC-H" | "EUC-V" => Some(Self::Euc),
            "Identity-H" | "Identity-V" => {
                let descendants = font.get::<Array<'_>>(b"DescendantFonts".as_slice())?;
                let descendant = descendants.iter::<Dict<'_>>().next()?;
                let system = descendant.get::<Dict<'_>>(b"CIDSystemInfo".as_slice())?;
                let ordering =
                    system.get::<hayro_syntax::object::String<'_>>(b"Ordering".as_slice())?;
                (ordering.as_bytes() == b"Japan1").then_some(Self::AdobeJapan1)
            }
            _ => None,
        }
    }

    /// The code at the start of `bytes`, which are not empty, and how many bytes it takes.
    pub(super) fn next(self, bytes: &[u8]) -> (u32, usize) {
        let first = bytes[0];
        let is_wide = match self {
            Self::ShiftJis => matches!(first, 0x81..=0x9f | 0xe0..=0xfc),
            Self::Euc => first >= 0x80,
            Self::Utf16 | Self::Jis | Self::AdobeJapan1 => true,
        };
        match bytes.get(1) {
            Some(second) if is_wide => (u32::from(first) << 8 | u32::from(*second), 2),
            _ => (u32::from(first), 1),
        }
    }

    /// The text that `code` stands for.
    pub(super) fn text(self, code: u32, japan1: &Japan1) -> Option<String> {
        let [_, _, high, low] = code.to_be_bytes();
        match self {
            Self::ShiftJis => decoded(SHIFT_JIS, &shortest(high, low)),
            Self::Euc => decoded(EUC_JP, &shortest(high, low)),
            Self::Utf16 => decoded(
                UTF_16BE,
                &code.to_be_bytes()[if code > 0xffff { 0 } else { 2 }..],
            ),
            Self::Jis => decoded(EUC_JP, &[high | 0x80, low | 0x80]),
            Self::AdobeJapan1 => japan1.text(code),
        }
    }
}

fn shortest(high: u8, low: u8) -> Vec<u8> {
    if high == 0 {
        vec![low]
    } else {
        vec![high, low]
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(Cow::into_owned)
}

/// The characters of Adobe-Japan1, unpacked when they are first asked for.
#[derive(Default)]
pub(super) struct Japan1(std::cell::OnceCell<Option<CMap>>);

impl Japan1 {
    fn text(&self, cid: u32) -> Option<String> {
        let map = self
            .0
            .get_or_init(|| CMap::parse(load_embedded(CMapName::AdobeJapan1Ucs2)?, load_embedded));
        match map.as_ref()?.lookup_bf_string(cid)? {
            BfString::Char(c) => Some(c.to_string()),
            // A shape of a character is told by a mark behind it, which is no part of the wording.
            BfString::String(text) => {
                Some(text.replace(|c| matches!(c, '\u{e0100}'..='\u{e01ef}'), ""))
            }
        }
    }
}

/// `c` as it is printed: some programs write 日 as the radical ⽇, which looks the same and is another character.
pub(super) fn printed(c: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    match c {
        '\u{2f00}'..='\u{2fd5}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        '\u{a0}' => ' ',
        '⺠' => '民',
        '⻑' => '長',
        '⻄' => '西',
        '⻘' => '青',
        '⻝' => '食',
        '⻤' => '鬼',
        '⻨' => '麦',
        '⻩' => '黄',
        '⻫' => '斉',
        '⻭' => '歯',
        '⻯' => '竜',
        '⻲' => '亀',
        '⺟' => '母',
        '⻋' => '車',
        '⻁' => '虎',
        c => c,
    }
}

/// `text` with the letters of ligatures, which are one glyph in Latin fonts.
pub(super) fn spelled(text: String) -> String {
    use unicode_normalization::UnicodeNormalization;
    match text.chars().next() {
        Some('\u{fb00}'..='\u{fb06}') => text.nfkc().collect(),
        _ => text,
    }
}
