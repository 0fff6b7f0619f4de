//! Automatic numbers of paragraphs: what Word prints before a paragraph without its standing in the text.
//!
//! `numbering.xml` defines lists of levels, `styles.xml` says which styles are numbered, and the counting goes with the
//! paragraphs of the body in order (ISO/IEC 29500-1, 17.9).

use std::collections::HashMap;

use super::{
    formats, symbols,
    xml::{Element, Token, Tokens},
};
use crate::minutes::files::error::DecodeError;

/// The levels that a list has.
const LEVELS: usize = 9;

/// A level of a list, as defined.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// The text with `%1` to `%9` for the numbers of the levels.
    text: String,
    /// Whether a space follows.
    is_apart: bool,
    /// Whether all numbers in it are decimal, whatever their own levels' formats.
    is_legal: bool,
    /// The level at whose numbers this one starts again, from 1; 0 for never, `None` for any above it.
    restart: Option<usize>,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            is_apart: true,
            is_legal: false,
            restart: None,
            style: None,
        }
    }
}

type Levels = [Level; LEVELS];

/// A list that paragraphs refer to.
#[derive(Debug, Default)]
struct List {
    definition: String,
    /// Levels that begin at another number than their definition says.
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The numbers of a document, and how far each list has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Levels>,
    /// Definitions that are given by a style's list.
    links: HashMap<String, String>,
    lists: HashMap<String, List>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashMap<(String, usize), ()>,
}

/// How a paragraph, or a style, is numbered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NumberOf {
    /// The list; "0" takes a number away that the style would give.
    pub list: Option<String>,
    /// The level in it, from 0.
    pub level: Option<usize>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(xml: &str) -> Result<Self, DecodeError> {
        let mut numbering = Self::default();
        let mut tokens = Tokens::of(xml);
        while let Some(token) = tokens.next()? {
            let Token::Open(element) = token else {
                continue;
            };
            match element.name() {
                "w:abstractNum" => {
                    let id = element.attribute("w:abstractNumId").unwrap_or_default();
                    numbering.read_definition(&mut tokens, id)?;
                }
                "w:num" => {
                    let id = element.attribute("w:numId").unwrap_or_default();
                    let list = read_list(&mut tokens)?;
                    numbering.lists.insert(id, list);
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    fn read_definition(&mut self, tokens: &mut Tokens<'_>, id: String) -> Result<(), DecodeError> {
        let mut levels = Levels::default();
        each_child(tokens, |element, tokens| {
            match element.name() {
                "w:lvl" => {
                    let (at, level) = read_level(&element, tokens)?;
                    if let Some(place) = levels.get_mut(at) {
                        *place = level;
                    }
                    return Ok(());
                }
                "w:numStyleLink" => {
                    if let Some(style) = element.value() {
                        self.links.insert(id.clone(), style);
                    }
                }
                _ => {}
            }
            tokens.skip()
        })?;
        self.definitions.insert(id, levels);
        Ok(())
    }

    /// The list's level for paragraphs of a style that a list names at one of its levels.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let definition = &self.lists.get(list)?.definition;
        let levels = self.definitions.get(definition)?;
        levels
            .iter()
            .position(|level| level.style.as_deref() == Some(style))
    }

    /// The style whose list stands in for `list`, where its definition is only a link to one.
    pub(super) fn linked_style(&self, list: &str) -> Option<&str> {
        let definition = &self.lists.get(list)?.definition;
        self.links.get(definition).map(String::as_str)
    }

    /// The number printed before the next paragraph of `list` at `level`, with what stands between it and the text.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let found = self.lists.get(list)?;
        let definition = found.definition.clone();
        let levels: Vec<Level> = {
            let defined = self.definitions.get(&definition)?;
            (0..LEVELS)
                .map(|at| found.levels.get(&at).unwrap_or(&defined[at]).clone())
                .collect()
        };
        let restarts = found.starts.get(&level).copied();
        let first_use = self.begun.insert((list.to_owned(), level), ()).is_none();
        let counters = self.counters.entry(definition).or_default();
        let value = match (counters[level], restarts) {
            (_, Some(start)) if first_use => start,
            (Some(value), _) => value.saturating_add(1),
            (None, _) => levels[level].start,
        };
        counters[level] = Some(value);
        for below in level + 1..LEVELS {
            let restarts = levels[below].restart.is_none_or(|at| at > level);
            if restarts {
                counters[below] = None;
            }
        }
        Some(print(&levels, level, counters))
    }
}

/// The text of a level with its numbers in it.
fn print(levels: &[Level], level: usize, counters: &[Option<u32>; LEVELS]) -> String {
    let own = &levels[level];
    let space = if own.is_apart { " " } else { "" };
    if own.format == "bullet" {
        let mark: String = own.text.chars().map(symbols::bullet).collect();
        return if mark.trim().is_empty() {
            String::new()
        } else {
            mark + space
        };
    }
    let mut printed = String::new();
    let mut rest = own.text.as_str();
    while let Some(at) = rest.find('%') {
        printed += &rest[..at];
        rest = &rest[at + 1..];
        let Some(digit @ 1..=9) = rest.chars().next().and_then(|c| c.to_digit(10)) else {
            printed.push('%');
            continue;
        };
        let of = usize::try_from(digit).unwrap_or(1) - 1;
        let value = counters[of].unwrap_or(levels[of].start);
        let format = if own.is_legal {
            "decimal"
        } else {
            &levels[of].format
        };
        printed += &formats::number(format, value);
        rest = &rest[1..];
    }
    printed += rest;
    if printed.is_empty() {
        printed
    } else {
        printed + space
    }
}

fn read_list(tokens: &mut Tokens<'_>) -> Result<List, DecodeError> {
    let mut list = List::default();
    each_child(tokens, |element, tokens| match element.name() {
        "w:abstractNumId" => {
            list.definition = element.value().unwrap_or_default();
            tokens.skip()
        }
        "w:lvlOverride" => {
            let at = number_in(element.attribute("w:ilvl")).unwrap_or_default();
            each_child(tokens, |element, tokens| match element.name() {
                "w:startOverride" => {
                    let start = number_in(element.value()).unwrap_or(1);
                    list.starts.insert(at, start);
                    tokens.skip()
                }
                "w:lvl" => {
                    let (_, level) = read_level(&element, tokens)?;
                    list.levels.insert(at, level);
                    Ok(())
                }
                _ => tokens.skip(),
            })
        }
        _ => tokens.skip(),
    })?;
    Ok(list)
}

fn read_level(
    element: &Element<'_>,
    tokens: &mut Tokens<'_>,
) -> Result<(usize, Level), DecodeError> {
    let at = number_in(element.attribute("w:ilvl")).unwrap_or_default();
    let mut level = Level::default();
    each_child(tokens, |element, tokens| {
        match element.name() {
            "w:start" => level.start = number_in(element.value()).unwrap_or(1),
            "w:numFmt" => level.format = element.value().unwrap_or_default(),
            "w:lvlText" => {
                level.text = element
                    .value()
                    .unwrap_or_default()
                    .replace(char::is_control, "");
            }
            "w:suff" => level.is_apart = element.value().as_deref() != Some("nothing"),
            "w:isLgl" => level.is_legal = element.is_on(),
            "w:lvlRestart" => level.restart = number_in(element.value()),
            "w:pStyle" => level.style = element.value(),
            _ => {}
        }
        tokens.skip()
    })?;
    Ok((at, level))
}

/// Hands each child of the element opened last to `read`, which must go behind the child's end.
pub(super) fn each_child<'a>(
    tokens: &mut Tokens<'a>,
    mut read: impl FnMut(Element<'a>, &mut Tokens<'a>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open(element) => read(element, tokens)?,
            Token::Close => break,
            Token::Text(_) => {}
        }
    }
    Ok(())
}

pub(super) fn number_in<T: std::str::FromStr>(text: Option<String>) -> Option<T> {
    text?.trim().parse().ok()
}
