//! The fonts of a file: codes → characters and how far each goes on.

use std::{collections::HashMap, rc::Rc, sync::Arc};

use hayro_cmap::{BfString, load_embedded};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::Dict;

use super::codes::{Codes, Japan1};

/// Stands for a character that the file does not tell.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// A font with what is known of its codes.
pub(super) struct KnownFont<'a> {
    /// The font itself, where it can be read.
    pub font: Option<Font<'a>>,
    codes: Option<Codes>,
    /// Whether the file itself tells the characters.
    is_told: bool,
}

/// What a code stands for.
pub(super) struct Code {
    /// Its text.
    pub text: String,
    /// How far it goes on, in sizes of the font.
    pub advance: f64,
    /// How many bytes it takes.
    pub length: usize,
    /// Whether its font is written from left to right.
    pub is_horizontal: bool,
}

/// The fonts of a file, each read once.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    known: HashMap<(u32, i32), Rc<KnownFont<'a>>>,
    resolve_font: FontResolverFn,
    resolve_map: CMapResolverFn,
    japan1: Japan1,
}

impl<'a> Fonts<'a> {
    /// No fonts yet.
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            known: HashMap::new(),
            // Only the widths matter, and those of Japanese fonts stand in the file.
            resolve_font: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(font) => font.pick_standard_font().get_font_data(),
                })
            }),
            resolve_map: Arc::new(load_embedded),
            japan1: Japan1::default(),
        }
    }

    /// The font that `dict` describes.
    pub(super) fn get(&mut self, dict: &Dict<'a>) -> Rc<KnownFont<'a>> {
        let load = || {
            Rc::new(KnownFont {
                font: self.cache.font(dict, &self.resolve_font, &self.resolve_map),
                codes: Codes::of(dict),
                is_told: dict.contains_key(b"ToUnicode"),
            })
        };
        match dict.obj_id() {
            Some(id) => {
                let key = (id.obj_number, id.gen_number);
                Rc::clone(self.known.entry(key).or_insert_with(load))
            }
            None => load(),
        }
    }

    /// The code at the start of `bytes`, which are not empty.
    pub(super) fn next(&self, known: &KnownFont<'a>, bytes: &[u8]) -> Code {
        let by_code = |code| known.codes?.text(code, &self.japan1);
        let (text, advance, length, is_horizontal) = match (&known.font, known.codes) {
            (Some(font), _) => {
                let (code, length) = font.read_code(bytes, 0);
                let told = || told(font, code);
                let text = if known.is_told {
                    told().or_else(|| by_code(code))
                } else {
                    by_code(code).or_else(told)
                };
                let advance = font.code_advance(code);
                let is_horizontal = font.is_horizontal();
                let along = if is_horizontal { advance.x } else { advance.y };
                (text, along / 1000.0, length, is_horizontal)
            }
            (None, Some(codes)) => {
                let (code, length) = codes.next(bytes);
                let width = if length == 1 { 0.5 } else { 1.0 };
                (by_code(code), width, length, true)
            }
            (None, None) => (None, 0.5, 1, true),
        };
        Code {
            text: text.unwrap_or_else(|| UNKNOWN.to_string()),
            advance,
            length: length.max(1),
            is_horizontal,
        }
    }
}

/// The text of a code as the font tells it.
fn told(font: &Font<'_>, code: u32) -> Option<String> {
    let text = match font.glyph(font.map_code(code), code) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    };
    let text = match text? {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    };
    text.chars().any(|c| !c.is_control()).then_some(text)
}
