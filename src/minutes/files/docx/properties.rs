//! What the properties of a paragraph, a run or a row say about its text.

use super::{
    numbering::{NumberOf, each_child},
    styles,
    xml::Tokens,
};
use crate::minutes::files::error::DecodeError;

/// The properties of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Properties {
    /// Its style.
    pub style: Option<String>,
    /// How it is numbered.
    pub number: NumberOf,
    /// Whether its end was deleted, so that the next paragraph goes on where it ends.
    pub is_joined: bool,
    /// Whether a page begins with it.
    pub begins_page: bool,
}

impl Properties {
    /// Reads `w:pPr`, which was opened last.
    pub(super) fn read(tokens: &mut Tokens<'_>) -> Result<Self, DecodeError> {
        let mut read = Self::default();
        each_child(tokens, |element, tokens| {
            match element.name() {
                "w:pStyle" => read.style = element.value(),
                "w:numPr" => {
                    read.number = styles::read_number(tokens)?;
                    return Ok(());
                }
                "w:pageBreakBefore" => read.begins_page = element.is_on(),
                "w:rPr" => {
                    return each_child(tokens, |element, tokens| {
                        read.is_joined |= matches!(element.name(), "w:del" | "w:moveFrom");
                        tokens.skip()
                    });
                }
                _ => {}
            }
            tokens.skip()
        })?;
        Ok(read)
    }
}

/// Reads `w:rPr`, which was opened last: whether the run is hidden.
pub(super) fn is_hidden(tokens: &mut Tokens<'_>) -> Result<bool, DecodeError> {
    let mut is_hidden = false;
    each_child(tokens, |element, tokens| {
        if element.name() == "w:vanish" {
            is_hidden = element.is_on();
        }
        tokens.skip()
    })?;
    Ok(is_hidden)
}

/// Reads `w:trPr`, which was opened last: whether the row was deleted.
pub(super) fn is_deleted_row(tokens: &mut Tokens<'_>) -> Result<bool, DecodeError> {
    let mut is_deleted = false;
    each_child(tokens, |element, tokens| {
        is_deleted |= element.name() == "w:del";
        tokens.skip()
    })?;
    Ok(is_deleted)
}
