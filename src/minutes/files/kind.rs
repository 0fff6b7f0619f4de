//! What kind of file some bytes are, by their signatures.

use super::error::Unreadable;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, as far as no signature says otherwise.
    Text,
    /// A zip archive, such as a .docx is.
    Zip,
    /// A PDF.
    Pdf,
    /// Something that is recognised and not read.
    Unreadable(Unreadable),
}

/// How far into a file the parts of an OLE file are looked for.
const OLE_HEAD: usize = 2 * 1024 * 1024;

/// The kind of the file with these bytes.
pub(super) fn of(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Kind::Unreadable(ole(bytes));
    }
    if is_pdf(bytes) {
        return Kind::Pdf;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Kind::Unreadable(Unreadable::Rtf);
    }
    if is_image(bytes) {
        return Kind::Unreadable(Unreadable::Image);
    }
    Kind::Text
}

/// A PDF may have other bytes before its signature (PDF 32000-1, annex H, note 13); a text that mentions it is none.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let signature = head.windows(5).position(|window| window == b"%PDF-");
    signature.is_some_and(|at| at == 0 || std::str::from_utf8(bytes).is_err())
}

/// What an OLE compound file holds, by the names of its streams, which stand in it in UTF-16.
fn ole(bytes: &[u8]) -> Unreadable {
    let head = &bytes[..bytes.len().min(OLE_HEAD)];
    let has = |name: &str| {
        let units = name.encode_utf16().chain([0]);
        let wanted: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        // Entries of the directory are 128 bytes each, and begin at a multiple of that.
        head.chunks(128).any(|entry| entry.starts_with(&wanted))
    };
    if has("EncryptedPackage") {
        Unreadable::EncryptedOffice
    } else if has("WordDocument") {
        Unreadable::Doc
    } else if has("Workbook") || has("Book") {
        Unreadable::Excel
    } else if has("PowerPoint Document") {
        Unreadable::PowerPoint
    } else {
        Unreadable::Ole
    }
}

fn is_image(bytes: &[u8]) -> bool {
    let signatures: [&[u8]; 6] = [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"II*\0",
        b"MM\0*",
    ];
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let is_heif = bytes.get(4..8) == Some(b"ftyp");
    signatures.iter().any(|start| bytes.starts_with(start)) || is_webp || is_heif
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An OLE file, as far as its signature and its directory go.
    fn ole_with(stream: &str) -> Vec<u8> {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(512 + 128, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(1024, 0);
        bytes
    }

    #[test]
    fn what_is_not_read_is_told_apart() {
        for (bytes, kind) in [
            (ole_with("WordDocument"), Unreadable::Doc),
            (ole_with("Workbook"), Unreadable::Excel),
            (ole_with("EncryptedPackage"), Unreadable::EncryptedOffice),
            (ole_with("DocumentText"), Unreadable::Ole),
            (b"{\\rtf1\\ansi".to_vec(), Unreadable::Rtf),
            (b"\x89PNG\r\n\x1a\n\0".to_vec(), Unreadable::Image),
            (b"\xff\xd8\xff\xe0\0".to_vec(), Unreadable::Image),
        ] {
            assert_eq!(of(&bytes), Kind::Unreadable(kind));
        }
        assert_eq!(of("議事要旨".as_bytes()), Kind::Text);
        assert_eq!(of(b"PK, a name"), Kind::Text);
    }
}
