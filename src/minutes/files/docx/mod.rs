//! Word documents (.docx): a zip archive of XML parts (ISO/IEC 29500) → text.
//!
//! Owns which parts are read and how much may be unpacked; `body` owns what stands on a line. Headers, footers and comments
//! are parts of their own and are not read.

mod body;
mod formats;
mod frames;
mod lines;
mod numbering;
mod properties;
mod styles;
mod symbols;
mod xml;

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::error::{DecodeError, Unreadable};
use body::Body;
use numbering::Numbering;
use styles::Styles;
use xml::{Token, Tokens, damaged};

/// The most bytes that the parts of a document may unpack to. The markup of a page of minutes takes some 50 kB.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;

/// The most files in the archive.
const MAX_FILES: usize = 10_000;

/// Reads a zip archive as a Word document.
pub(super) fn read(bytes: &[u8]) -> Result<String, DecodeError> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?;
    let body = package.part(&main)?.ok_or_else(damaged)?;
    let numbering = match package.related(&main, "/numbering")? {
        Some(xml) => Numbering::read(&xml)?,
        None => Numbering::default(),
    };
    let styles = match package.related(&main, "/styles")? {
        Some(xml) => Styles::read(&xml)?,
        None => Styles::default(),
    };
    let mut reader = Body::new(numbering, styles);
    for kind in ["/footnotes", "/endnotes"] {
        if let Some(xml) = package.related(&main, kind)? {
            reader.read_notes(&xml)?;
        }
    }
    reader.read_body(&body)
}

/// The names that stand before the parts of an archive, whether or not its list is there.
fn names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let headers = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x03\x04");
    headers.filter_map(|(at, _)| {
        // APPNOTE.TXT, 4.3.7: the length of the name at byte 26, the name at byte 30.
        let length = bytes.get(at + 26..at + 28)?;
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        bytes.get(at + 30..at + 30 + length)
    })
}

/// The archive with its parts.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: usize,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        // Each file of an archive has an entry with this signature; the list is built in memory before it can be asked.
        let entries = bytes.windows(4).filter(|window| *window == b"PK\x01\x02");
        if entries.count() > MAX_FILES {
            return Err(DecodeError::TooMuch);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            // The list of an archive stands at its end: without it, only the names before each part tell what it was.
            let is_word = names(bytes).any(|name| name.starts_with(b"word/"))
                || names(bytes).next() == Some(b"[Content_Types].xml");
            DecodeError::Unreadable(if is_word {
                Unreadable::DamagedDocx
            } else {
                Unreadable::Zip
            })
        })?;
        Ok(Self {
            archive,
            unpacked: 0,
        })
    }

    /// The path of the part that holds the text.
    fn main_part(&mut self) -> Result<String, DecodeError> {
        if let Some(relations) = self.part("_rels/.rels")?
            && let Some(target) = relation(&relations, "/officeDocument")?
        {
            let target = target.trim_start_matches('/').to_owned();
            return match target.split('/').next() {
                Some("xl") => Err(DecodeError::Unreadable(Unreadable::Excel)),
                Some("ppt") => Err(DecodeError::Unreadable(Unreadable::PowerPoint)),
                _ => Ok(target),
            };
        }
        let is_there = |name| self.archive.index_for_name(name).is_some();
        if is_there("word/document.xml") {
            return Ok("word/document.xml".to_owned());
        }
        let is_open_document = is_there("mimetype") && is_there("content.xml");
        Err(DecodeError::Unreadable(if is_open_document {
            Unreadable::OpenDocument
        } else {
            Unreadable::Zip
        }))
    }

    /// The text of the part that `main` refers to by a relation whose type ends in `kind`.
    fn related(&mut self, main: &str, kind: &str) -> Result<Option<String>, DecodeError> {
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
        let Some(relations) = self.part(&format!("{folder}/_rels/{name}.rels"))? else {
            return Ok(None);
        };
        match relation(&relations, kind)? {
            Some(target) if target.starts_with('/') => self.part(&target[1..]),
            Some(target) => self.part(&format!("{folder}/{target}")),
            None => Ok(None),
        }
    }

    /// The text of the part at `path`; `None` where there is none.
    fn part(&mut self, path: &str) -> Result<Option<String>, DecodeError> {
        if self.archive.index_for_name(path).is_none() {
            return Ok(None);
        }
        let file = self.archive.by_name(path).map_err(|_| damaged())?;
        // What an archive says about its sizes is not believed: what comes out is counted.
        let room = MAX_UNPACKED - self.unpacked;
        let mut bytes = Vec::new();
        let limit = u64::try_from(room).unwrap_or(u64::MAX).saturating_add(1);
        file.take(limit)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged())?;
        if bytes.len() > room {
            return Err(DecodeError::TooMuch);
        }
        self.unpacked += bytes.len();
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }))
    }
}

/// The target of the first relation whose type ends in `kind`.
fn relation(xml: &str, kind: &str) -> Result<Option<String>, DecodeError> {
    let mut tokens = Tokens::of(xml);
    while let Some(token) = tokens.next()? {
        if let Token::Open(element) = token
            && element
                .attribute("Type")
                .is_some_and(|found| found.ends_with(kind))
        {
            return Ok(element.attribute("Target"));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
