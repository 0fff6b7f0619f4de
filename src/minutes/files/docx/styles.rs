//! Which styles of a document number their paragraphs, or hide their text.

use std::collections::HashMap;

use super::{
    numbering::{NumberOf, each_child, number_in},
    xml::{Token, Tokens},
};
use crate::minutes::files::error::DecodeError;

/// How many styles may stand behind one another.
const LONGEST_CHAIN: usize = 20;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    number: NumberOf,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(xml: &str) -> Result<Self, DecodeError> {
        let mut styles = Self::default();
        let mut tokens = Tokens::of(xml);
        while let Some(token) = tokens.next()? {
            let Token::Open(element) = token else {
                continue;
            };
            if element.name() != "w:style" {
                continue;
            }
            let id = element.attribute("w:styleId").unwrap_or_default();
            let is_paragraph = element.attribute("w:type").as_deref() == Some("paragraph");
            let is_default = element.attribute("w:default").as_deref() == Some("1");
            if is_paragraph && is_default {
                styles.default = Some(id.clone());
            }
            let style = read_style(&mut tokens)?;
            styles.styles.insert(id, style);
        }
        Ok(styles)
    }

    /// How a paragraph is numbered that has `style`, by that style and those it is based on; and the style that says so.
    pub(super) fn number(&self, style: Option<&str>) -> (NumberOf, Option<&str>) {
        let mut name = style.or(self.default.as_deref());
        let mut number = NumberOf::default();
        let mut by = None;
        for _ in 0..LONGEST_CHAIN {
            let Some((id, style)) = name.and_then(|id| self.styles.get_key_value(id)) else {
                break;
            };
            number.level = number.level.or(style.number.level);
            if style.number.list.is_some() {
                number.list.clone_from(&style.number.list);
                by = Some(id.as_str());
                break;
            }
            name = style.based_on.as_deref();
        }
        (number, by)
    }
}

fn read_style(tokens: &mut Tokens<'_>) -> Result<Style, DecodeError> {
    let mut style = Style::default();
    each_child(tokens, |element, tokens| match element.name() {
        "w:basedOn" => {
            style.based_on = element.value();
            tokens.skip()
        }
        "w:pPr" => each_child(tokens, |element, tokens| match element.name() {
            "w:numPr" => {
                style.number = read_number(tokens)?;
                Ok(())
            }
            _ => tokens.skip(),
        }),
        _ => tokens.skip(),
    })?;
    Ok(style)
}

/// Reads `w:numPr`, which was opened last.
pub(super) fn read_number(tokens: &mut Tokens<'_>) -> Result<NumberOf, DecodeError> {
    let mut number = NumberOf::default();
    each_child(tokens, |element, tokens| {
        match element.name() {
            "w:numId" => number.list = element.value(),
            "w:ilvl" => number.level = number_in(element.value()),
            _ => {}
        }
        tokens.skip()
    })?;
    Ok(number)
}
