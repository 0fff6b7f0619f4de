//! XML of an untrusted file as a stream of tokens, within limits.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::super::error::{DecodeError, Unreadable};

/// How deep elements may be nested. Word nests some dozens.
const MAX_DEPTH: usize = 500;

/// A piece of XML. An empty element is opened and closed.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// The element begun last ends.
    Close,
    /// Characters.
    Text(String),
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name as written, with the prefix: every program that writes .docx uses the same.
    pub(super) fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of the attribute `name`.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        // The check for duplicates compares each with each.
        let attribute = attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.into_inner() == name)?;
        Some(match quick_xml::escape::unescape(&attribute.value) {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.into_owned(),
        })
    }

    /// The attribute `w:val`, with which most elements say all they say.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("w:val")
    }

    /// Whether a property that is either on or off is on.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off"))
    }
}

/// The tokens of a part.
pub(super) struct Tokens<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of `text`.
    pub(super) fn of(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, DecodeError> {
        loop {
            let event = self.reader.read_event().map_err(|_| damaged())?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(DecodeError::TooMuch);
                    }
                    Token::Open(Element(start))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::Close
                }
                Event::Text(text) => Token::Text(text.into_inner().into_owned()),
                Event::CData(text) => Token::Text(text.into_inner().into_owned()),
                Event::GeneralRef(reference) => match character(&reference) {
                    Some(text) => Token::Text(text),
                    None => return Err(damaged()),
                },
                Event::Eof if self.depth > 0 => return Err(damaged()),
                Event::Eof => return Ok(None),
                // No part of a .docx declares entities, and what does is after something else.
                Event::DocType(_) => return Err(damaged()),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }

    /// Goes on behind the end of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), DecodeError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                return Err(damaged());
            }
        }
        Ok(())
    }
}

/// What `&amp;` or `&#x3042;` stands for.
fn character(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Some(c.to_string()),
        Ok(None) => quick_xml::escape::resolve_xml_entity(reference).map(str::to_owned),
        Err(_) => None,
    }
}

/// The error for a part that is no well-formed XML.
pub(super) fn damaged() -> DecodeError {
    DecodeError::Unreadable(Unreadable::DamagedDocx)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(xml: &str) -> Result<String, DecodeError> {
        let mut tokens = Tokens::of(xml);
        let mut all = String::new();
        while let Some(token) = tokens.next()? {
            if let Token::Text(text) = token {
                all += &text;
            }
        }
        Ok(all)
    }

    #[test]
    fn references_are_resolved_and_entities_are_not() {
        assert_eq!(
            text("<a>1 &lt; 2 &amp; &#x3042;<b/></a>").unwrap(),
            "1 < 2 & あ"
        );
        assert!(text("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").is_err());
        assert!(text("<a>&b;</a>").is_err());
        assert!(text("<a><b></a>").is_err());
        assert!(text("<a>").is_err());
    }

    #[test]
    fn deep_nesting_is_too_much() {
        let deep = "<a>".repeat(100_000);
        assert_eq!(text(&deep), Err(DecodeError::TooMuch));
    }
}
