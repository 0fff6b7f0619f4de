//! The text of a document, of its notes and of its text boxes → lines.
//!
//! A paragraph is a line, and so is each part of it after a break. Left out is what is not printed: deleted and hidden text,
//! the readings over ruby, instructions of fields. A text box is written twice, for old and new readers: the new one counts.

use std::collections::HashMap;

use super::{
    formats,
    frames::{Frame, Opened, Paragraph},
    lines::{self, Budget, Line},
    numbering::Numbering,
    properties::{self, Properties},
    styles::Styles,
    symbols,
    xml::{Element, Token, Tokens},
};
use crate::minutes::files::error::DecodeError;

/// Reads the parts of a document that hold text.
pub(super) struct Body {
    numbering: Numbering,
    styles: Styles,
    budget: Budget,
    frames: Vec<Frame>,
    opened: Vec<Opened>,
    is_hidden: bool,
    /// Pages that begin before whatever text comes next.
    pages: usize,
    /// Whether the document tells where Word broke the pages; else only the breaks that somebody set are known.
    has_rendered_breaks: bool,
    /// The notes by their id, `f` or `e` before it.
    notes: HashMap<String, Vec<Line>>,
    /// The ids of the notes in the order in which the text refers to them.
    referred: Vec<String>,
}

impl Body {
    /// A reader of a document with these numbers and styles.
    pub(super) fn new(numbering: Numbering, styles: Styles) -> Self {
        Self {
            numbering,
            styles,
            budget: Budget::new(),
            frames: Vec::new(),
            opened: Vec::new(),
            is_hidden: false,
            pages: 0,
            has_rendered_breaks: false,
            notes: HashMap::new(),
            referred: Vec::new(),
        }
    }

    /// Reads `footnotes.xml` or `endnotes.xml`.
    pub(super) fn read_notes(&mut self, xml: &str) -> Result<(), DecodeError> {
        self.walk(xml)?;
        self.pages = 0;
        self.referred.clear();
        Ok(())
    }

    /// Reads the body and gives the whole text, the notes at its end.
    pub(super) fn read_body(mut self, xml: &str) -> Result<String, DecodeError> {
        self.has_rendered_breaks = xml.contains("<w:lastRenderedPageBreak");
        let mut lines = self.walk(xml)?;
        for (at, id) in self.referred.iter().enumerate() {
            let Some(mut note) = self.notes.remove(id) else {
                continue;
            };
            if let Some(first) = note.first_mut() {
                first.text = format!(
                    "{} {}",
                    formats::superscript(at + 1),
                    first.text.trim_start()
                );
            }
            lines.extend(note);
        }
        Ok(lines::text(&lines))
    }

    fn walk(&mut self, xml: &str) -> Result<Vec<Line>, DecodeError> {
        self.frames = vec![Frame::flow()];
        self.opened.clear();
        let mut tokens = Tokens::of(xml);
        while let Some(token) = tokens.next()? {
            match token {
                Token::Open(element) => self.open(&element, &mut tokens)?,
                Token::Close => self.close()?,
                Token::Text(text) => {
                    if let Some(Opened::Text { is_preserved }) = self.opened.last().copied() {
                        self.write_text(&text, is_preserved)?;
                    }
                }
            }
        }
        Ok(match self.frames.pop() {
            Some(Frame::Flow { lines, .. }) => lines,
            _ => Vec::new(),
        })
    }

    fn open(&mut self, element: &Element<'_>, tokens: &mut Tokens<'_>) -> Result<(), DecodeError> {
        let opened = match element.name() {
            "w:p" => {
                self.frames.push(Frame::Paragraph(Paragraph::default()));
                Opened::Paragraph
            }
            "w:tr" => {
                self.frames.push(Frame::Row {
                    cells: Vec::new(),
                    is_deleted: false,
                });
                Opened::Row
            }
            "w:tc" => self.open_flow(Opened::Cell),
            "w:txbxContent" => self.open_flow(Opened::Box),
            "w:footnote" | "w:endnote" if element.attribute("w:type").is_none() => {
                let kind = &element.name()[2..3];
                let id = element.attribute("w:id").unwrap_or_default();
                self.referred.push(format!("{kind}{id}"));
                self.open_flow(Opened::Note)
            }
            "w:r" => {
                self.is_hidden = false;
                Opened::Run
            }
            "w:t" | "m:t" => Opened::Text {
                is_preserved: element.attribute("xml:space").as_deref() == Some("preserve"),
            },
            "mc:AlternateContent" => Opened::Alternatives { has_choice: false },
            "mc:Choice" => {
                if let Some(Opened::Alternatives { has_choice }) = self.opened.last_mut() {
                    *has_choice = true;
                }
                Opened::Other
            }
            "mc:Fallback"
                if self.opened.last() == Some(&Opened::Alternatives { has_choice: true }) =>
            {
                return tokens.skip();
            }
            "w:pPr" => return self.paragraph_properties(tokens),
            "w:rPr" => {
                let is_hidden = properties::is_hidden(tokens)?;
                self.is_hidden = is_hidden && self.opened.last() == Some(&Opened::Run);
                return Ok(());
            }
            "w:trPr" => {
                let deleted = properties::is_deleted_row(tokens)?;
                if let Some(Frame::Row { is_deleted, .. }) = self.frames.last_mut() {
                    *is_deleted = deleted;
                }
                return Ok(());
            }
            "w:del" | "w:moveFrom" | "w:rt" | "w:rubyPr" | "w:sdtPr" | "w:sdtEndPr" | "w:tblPr"
            | "w:tblGrid" | "w:tcPr" | "w:sectPr" | "w:instrText" | "w:delText" | "w:footnote"
            | "w:endnote" => return tokens.skip(),
            _ => {
                self.write_special(element)?;
                Opened::Other
            }
        };
        self.opened.push(opened);
        Ok(())
    }

    fn paragraph_properties(&mut self, tokens: &mut Tokens<'_>) -> Result<(), DecodeError> {
        let properties = Properties::read(tokens)?;
        self.pages += usize::from(properties.begins_page && !self.has_rendered_breaks);
        if let Some(Frame::Paragraph(paragraph)) = self.frames.last_mut() {
            paragraph.properties = properties;
        }
        Ok(())
    }

    fn open_flow(&mut self, opened: Opened) -> Opened {
        self.frames.push(Frame::flow());
        opened
    }

    /// What is neither text nor structure: breaks, tabs, symbols, references to notes.
    fn write_special(&mut self, element: &Element<'_>) -> Result<(), DecodeError> {
        match element.name() {
            "w:tab" | "w:ptab" => self.write("\t"),
            "w:cr" => self.write_break(),
            "w:br" => match element.attribute("w:type").as_deref() {
                Some("page") => {
                    self.pages += usize::from(!self.has_rendered_breaks);
                    self.write_break()
                }
                _ => self.write_break(),
            },
            "w:lastRenderedPageBreak" => {
                self.pages += 1;
                self.budget.lines(1)
            }
            "w:noBreakHyphen" => self.write("-"),
            "w:sym" => {
                let code = element.attribute("w:char").unwrap_or_default();
                let c = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                let font = element.attribute("w:font").unwrap_or_default();
                let shown: String = c.map(|c| symbols::shown(&font, c)).into_iter().collect();
                self.write(&shown)
            }
            "w:footnoteReference" | "w:endnoteReference" => {
                let kind = &element.name()[2..3];
                let id = element.attribute("w:id").unwrap_or_default();
                self.referred.push(format!("{kind}{id}"));
                let number = formats::superscript(self.referred.len());
                self.write(&number)
            }
            _ => Ok(()),
        }
    }

    fn write_text(&mut self, text: &str, is_preserved: bool) -> Result<(), DecodeError> {
        let text = if is_preserved {
            text
        } else {
            text.trim_matches([' ', '\t', '\n', '\r'])
        };
        // A line end in the markup is a space in the text.
        self.write(&text.replace(['\t', '\n', '\r'], " "))
    }

    fn write_break(&mut self) -> Result<(), DecodeError> {
        self.budget.lines(1)?;
        self.write("\n")
    }

    fn write(&mut self, text: &str) -> Result<(), DecodeError> {
        if self.is_hidden || text.is_empty() {
            return Ok(());
        }
        // Whatever the markup says: control characters are in no text.
        let is_plain = |c: &char| !c.is_control() || matches!(c, '\t' | '\n');
        if let Some(Frame::Paragraph(paragraph)) = self.frames.last_mut() {
            self.budget.text(text.len())?;
            if paragraph.text.trim().is_empty() && !text.trim().is_empty() {
                paragraph.pages += std::mem::take(&mut self.pages);
            }
            paragraph.text.extend(text.chars().filter(is_plain));
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), DecodeError> {
        match self.opened.pop() {
            Some(Opened::Paragraph) => self.close_paragraph(),
            Some(Opened::Row) => self.close_row(),
            Some(Opened::Cell) => {
                let lines = self.close_flow();
                if let Some(Frame::Row { cells, .. }) = self.frames.last_mut() {
                    self.budget.lines(1)?;
                    cells.push(lines);
                    return Ok(());
                }
                self.add(lines);
                Ok(())
            }
            Some(Opened::Box) => {
                let lines = self.close_flow();
                if let Some(Frame::Paragraph(paragraph)) = self.frames.last_mut() {
                    paragraph.boxes.extend(lines);
                    return Ok(());
                }
                self.add(lines);
                Ok(())
            }
            Some(Opened::Note) => {
                let lines = self.close_flow();
                if let Some(id) = self.referred.pop() {
                    self.notes.insert(id, lines);
                }
                Ok(())
            }
            Some(Opened::Run) => {
                self.is_hidden = false;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn close_paragraph(&mut self) -> Result<(), DecodeError> {
        let Some(Frame::Paragraph(paragraph)) = self.frames.pop() else {
            return Ok(());
        };
        if paragraph.properties.is_joined {
            if let Some(Frame::Flow { carried, lines }) = self.frames.last_mut() {
                carried.push_str(&paragraph.text);
                lines.extend(paragraph.boxes);
            }
            self.pages += paragraph.pages;
            return Ok(());
        }
        let number = self.number_of(&paragraph).unwrap_or_default();
        self.budget.text(number.len())?;
        self.budget.lines(1)?;
        let mut pages = paragraph.pages;
        if !number.is_empty() {
            pages += std::mem::take(&mut self.pages);
        }
        let carried = match self.frames.last_mut() {
            Some(Frame::Flow { carried, .. }) => std::mem::take(carried),
            _ => String::new(),
        };
        let text = number + &carried + &paragraph.text;
        let mut lines: Vec<Line> = Vec::new();
        for part in text.split('\n') {
            lines.push(Line {
                text: part.to_owned(),
                pages: std::mem::take(&mut pages),
            });
        }
        lines.extend(paragraph.boxes);
        self.add(lines);
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), DecodeError> {
        let Some(Frame::Row { cells, is_deleted }) = self.frames.pop() else {
            return Ok(());
        };
        if !is_deleted {
            let lines = lines::row(cells, &mut self.budget)?;
            self.add(lines);
        }
        Ok(())
    }

    fn close_flow(&mut self) -> Vec<Line> {
        let Some(Frame::Flow { mut lines, carried }) = self.frames.pop() else {
            return Vec::new();
        };
        if !carried.is_empty() {
            lines.push(Line {
                text: carried,
                pages: 0,
            });
        }
        lines
    }

    /// Adds lines to what is being read: mostly a flow, but nothing is lost where the markup nests otherwise.
    fn add(&mut self, lines: Vec<Line>) {
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Flow { lines: flow, .. } => return flow.extend(lines),
                Frame::Paragraph(paragraph) => return paragraph.boxes.extend(lines),
                Frame::Row { .. } => {}
            }
        }
    }

    fn number_of(&mut self, paragraph: &Paragraph) -> Option<String> {
        let (by_style, style) = self.styles.number(paragraph.properties.style.as_deref());
        let own = &paragraph.properties.number;
        let list = own.list.clone().or(by_style.list)?;
        let level = match (own.level, style) {
            (Some(level), _) => Some(level),
            (None, Some(style)) => self.numbering.level_of_style(&list, style),
            (None, None) => None,
        };
        let level = level.or(by_style.level).unwrap_or_default();
        let linked = self
            .numbering
            .linked_style(&list)
            .and_then(|style| self.styles.number(Some(style)).0.list);
        self.numbering.next(linked.as_ref().unwrap_or(&list), level)
    }
}
