//! PDF files → text, as it stands on the page.
//!
//! hayro reads the file and its fonts; what is drawn where is followed by `content`, `fonts` and `codes`
//! know the characters, `layout` makes lines of what stands side by side. `unpacking` bounds what the file unpacks to,
//! before anything of it is unpacked.

mod codes;
mod content;
mod fonts;
mod layout;
mod unpacking;

use hayro_syntax::Pdf;

use super::{
    MAX_LINES,
    error::{DecodeError, Unreadable},
};
use content::Reader;

/// The most pages.
const MAX_PAGES: usize = 10_000;

/// The share of characters that may be unknown, one in so many.
const UNKNOWN: usize = 4;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<String, DecodeError> {
    if has_encryption(bytes) {
        return Err(DecodeError::Unreadable(Unreadable::EncryptedPdf));
    }
    unpacking::check(bytes)?;
    let pdf =
        Pdf::new(bytes.to_vec()).map_err(|_| DecodeError::Unreadable(Unreadable::DamagedPdf))?;
    let pages = pdf.pages();
    if pages.len() > MAX_PAGES.min(MAX_LINES) {
        return Err(DecodeError::TooMuch);
    }
    let mut reader = Reader::new();
    let mut glyphs = Vec::with_capacity(pages.len());
    for page in pages.iter() {
        glyphs.push(reader.read(page)?);
    }
    let all = || glyphs.iter().flat_map(|page| &page.glyphs);
    let visible = all().filter(|glyph| !glyph.c.is_whitespace()).count();
    let unknown = all().filter(|glyph| glyph.c == fonts::UNKNOWN).count();
    if visible == 0 && glyphs.iter().all(|page| page.aside.is_empty()) {
        return Err(DecodeError::Unreadable(Unreadable::ScannedPdf));
    }
    if unknown * UNKNOWN > visible {
        return Err(DecodeError::Unreadable(Unreadable::UnmappedPdf));
    }
    layout::text(glyphs)
}

/// Whether the file says that it is encrypted: in its trailer, which is never packed.
fn has_encryption(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    bytes
        .windows(KEY.len() + 1)
        .any(|window| window.starts_with(KEY) && !window[KEY.len()].is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests;
