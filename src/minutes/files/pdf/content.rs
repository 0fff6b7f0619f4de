//! What a page draws → characters with their places (PDF 32000-1, 9.4).

use std::rc::Rc;

use hayro_font::{Font, kurbo::Affine};
use hayro_syntax::{
    content::{TypedIter, ops::TypedInstruction},
    object::{Array, Dict, Name, Number, Object, Stream},
    page::{Page, Resources},
};

use super::{
    codes,
    fonts::{Code, Fonts, KnownFont},
};
use crate::minutes::files::error::DecodeError;

/// The most work of all pages together: an operator is one, and what is used several times is counted each time.
const MAX_WORK: usize = 30_000_000;
/// The work of looking up a drawing.
const WORK_OF_DRAWING: usize = 150;
/// The work of looking up a font, beside what its size adds.
const WORK_OF_FONT: usize = 10;
/// The most characters.
const MAX_GLYPHS: usize = 4_000_000;
/// The most bytes of drawings inside pages, counted each time they are used.
const MAX_DRAWN: usize = 256 * 1024 * 1024;
/// How deep drawings may be nested.
const MAX_DEPTH: usize = 20;
/// How deep states may be saved.
const MAX_SAVED: usize = 1_000;

/// A character on a page; lengths are in points, downwards and to the right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub c: char,
    /// Where it begins.
    pub x: f32,
    /// Where the next one may begin.
    pub end: f32,
    /// The height of its baseline.
    pub y: f32,
    /// The size of its font.
    pub size: f32,
    /// Whether it is the first one after the file said where to go on, as at the start of a cell.
    pub is_set: bool,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// Text from left to right.
    pub glyphs: Vec<Glyph>,
    /// Text in any other direction, as it was drawn.
    pub aside: Vec<String>,
}

#[derive(Clone)]
struct State<'a> {
    matrix: Affine,
    font: Option<Rc<KnownFont<'a>>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Reads the pages of a file.
pub(super) struct Reader<'a> {
    fonts: Fonts<'a>,
    work: usize,
    glyphs: usize,
    drawn: usize,
    page: PageText,
    text_matrix: Affine,
    line_matrix: Affine,
}

impl<'a> Reader<'a> {
    pub(super) fn new() -> Self {
        Self {
            fonts: Fonts::new(),
            work: 0,
            glyphs: 0,
            drawn: 0,
            page: PageText::default(),
            text_matrix: Affine::IDENTITY,
            line_matrix: Affine::IDENTITY,
        }
    }

    /// The text of a page.
    pub(super) fn read(&mut self, page: &Page<'a>) -> Result<PageText, DecodeError> {
        self.page = PageText::default();
        let state = State {
            matrix: Affine::new(page.initial_transform(true).as_coeffs()),
            font: None,
            size: 1.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let content = page.page_stream().unwrap_or_default();
        self.draw(content, page.resources(), state, 0)?;
        Ok(std::mem::take(&mut self.page))
    }

    fn draw(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        mut state: State<'a>,
        depth: usize,
    ) -> Result<(), DecodeError> {
        self.drawn += content.len();
        if self.drawn > MAX_DRAWN || depth > MAX_DEPTH {
            return Err(DecodeError::TooMuch);
        }
        let mut saved: Vec<State<'a>> = Vec::new();
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            self.work(1)?;
            match operator {
                TypedInstruction::SaveState(_) if saved.len() < MAX_SAVED => {
                    saved.push(state.clone())
                }
                TypedInstruction::RestoreState(_) => state = saved.pop().unwrap_or(state),
                TypedInstruction::Transform(t) => {
                    state.matrix *= affine([t.0, t.1, t.2, t.3, t.4, t.5]);
                }
                TypedInstruction::XObject(name) => {
                    self.draw_object(name.0, resources, &state, depth)?;
                }
                TypedInstruction::TextFont(font) => {
                    let dict = resources.get_font(font.0);
                    let size = dict.as_ref().map_or(0, |dict| dict.data().len() / 64);
                    state.font = dict.map(|dict| self.fonts.get(&dict));
                    state.size = font.1.as_f64();
                    self.work(WORK_OF_FONT + size)?;
                }
                operator => self.text_operator(&operator, &mut state)?,
            }
        }
        Ok(())
    }

    fn work(&mut self, work: usize) -> Result<(), DecodeError> {
        self.work += work;
        if self.work > MAX_WORK {
            return Err(DecodeError::TooMuch);
        }
        Ok(())
    }

    fn draw_object(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) -> Result<(), DecodeError> {
        self.work(WORK_OF_DRAWING)?;
        let Some(stream) = resources.get_x_object(name) else {
            return Ok(());
        };
        let dict = stream.dict();
        let kind = dict.get::<Name<'_>>(b"Subtype".as_slice());
        if kind.is_none_or(|kind| kind.as_str() != "Form") {
            return Ok(());
        }
        let own = dict
            .get::<Dict<'a>>(b"Resources".as_slice())
            .map(Resources::new);
        let mut inner = state.clone();
        if let Some(matrix) = dict.get::<[f32; 6]>(b"Matrix".as_slice()) {
            inner.matrix *= Affine::new(matrix.map(f64::from));
        }
        let Some(content) = content_of(&stream) else {
            return Ok(());
        };
        let (text, line) = (self.text_matrix, self.line_matrix);
        self.draw(
            &content,
            own.as_ref().unwrap_or(resources),
            inner,
            depth + 1,
        )?;
        (self.text_matrix, self.line_matrix) = (text, line);
        Ok(())
    }

    fn text_operator(
        &mut self,
        operator: &TypedInstruction<'_, '_>,
        state: &mut State<'a>,
    ) -> Result<(), DecodeError> {
        match operator {
            TypedInstruction::BeginText(_) => self.set_line(Affine::IDENTITY),
            TypedInstruction::CharacterSpacing(by) => state.character_spacing = by.0.as_f64(),
            TypedInstruction::WordSpacing(by) => state.word_spacing = by.0.as_f64(),
            TypedInstruction::HorizontalScaling(by) => state.scale = by.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(by) => state.leading = by.0.as_f64(),
            TypedInstruction::TextRise(by) => state.rise = by.0.as_f64(),
            TypedInstruction::NextLine(to) => self.next_line(to.0.as_f64(), to.1.as_f64()),
            TypedInstruction::NextLineAndSetLeading(to) => {
                state.leading = -to.1.as_f64();
                self.next_line(to.0.as_f64(), to.1.as_f64());
            }
            TypedInstruction::SetTextMatrix(t) => {
                self.set_line(affine([t.0, t.1, t.2, t.3, t.4, t.5]));
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -state.leading),
            TypedInstruction::ShowText(text) => self.show(text.0.as_bytes(), state, true)?,
            TypedInstruction::NextLineAndShowText(text) => {
                self.next_line(0.0, -state.leading);
                self.show(text.0.as_bytes(), state, true)?;
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                state.word_spacing = text.0.as_f64();
                state.character_spacing = text.1.as_f64();
                self.next_line(0.0, -state.leading);
                self.show(text.2.as_bytes(), state, true)?;
            }
            TypedInstruction::ShowTexts(pieces) => self.show_all(pieces.0, state)?,
            _ => {}
        }
        Ok(())
    }

    fn set_line(&mut self, matrix: Affine) {
        self.text_matrix = matrix;
        self.line_matrix = matrix;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(self.line_matrix * Affine::translate((x, y)));
    }

    fn show_all(&mut self, pieces: &Array<'_>, state: &State<'a>) -> Result<(), DecodeError> {
        let mut is_set = true;
        for piece in pieces.iter::<Object<'_>>() {
            match piece {
                Object::String(text) => {
                    self.show(text.as_bytes(), state, is_set)?;
                    is_set = false;
                }
                Object::Number(number) => {
                    let by = -number.as_f64() / 1000.0 * state.size;
                    let is_horizontal = state
                        .font
                        .as_ref()
                        .and_then(|font| font.font.as_ref())
                        .is_none_or(Font::is_horizontal);
                    let by = if is_horizontal {
                        (by * state.scale, 0.0)
                    } else {
                        (0.0, by)
                    };
                    self.text_matrix *= Affine::translate(by);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn show(&mut self, bytes: &[u8], state: &State<'a>, is_set: bool) -> Result<(), DecodeError> {
        let Some(known) = state.font.clone() else {
            return Ok(());
        };
        let mut aside = String::new();
        let mut at = 0;
        while at < bytes.len() {
            self.glyphs += 1;
            if self.glyphs > MAX_GLYPHS {
                return Err(DecodeError::TooMuch);
            }
            let Code {
                text,
                advance,
                length,
                is_horizontal,
            } = self.fonts.next(&known, &bytes[at..]);
            let is_space = length == 1 && bytes[at] == b' ';
            let is_first = at == 0;
            at += length.max(1);
            let word = if is_space { state.word_spacing } else { 0.0 };
            let along = advance * state.size + state.character_spacing + word;
            let place = state.matrix
                * self.text_matrix
                * Affine::new([
                    state.size * state.scale,
                    0.0,
                    0.0,
                    state.size,
                    0.0,
                    state.rise,
                ]);
            let step = if is_horizontal {
                (along * state.scale, 0.0)
            } else {
                (0.0, along)
            };
            self.text_matrix *= Affine::translate(step);
            let [a, b, ..] = place.as_coeffs();
            if is_horizontal && a > 0.0 && b.abs() < a {
                self.place(&codes::spelled(text), place, advance, is_set && is_first);
            } else {
                aside.extend(text.chars().filter(|c| !c.is_control()));
            }
        }
        if !aside.trim().is_empty() {
            self.page.aside.push(aside);
        }
        Ok(())
    }

    /// Notes `text` at its place; a code may stand for several characters, which share its width.
    fn place(&mut self, text: &str, place: Affine, advance: f64, is_set: bool) {
        let [a, _, c, d, x, y] = place.as_coeffs();
        let size = c.hypot(d);
        let count = text.chars().count().max(1);
        let step = advance * a / count as f64;
        for (index, c) in text.chars().enumerate() {
            if c.is_control() || !(x.is_finite() && y.is_finite() && step.is_finite()) {
                continue;
            }
            let from = x + step * index as f64;
            self.page.glyphs.push(Glyph {
                c: codes::printed(c),
                x: from as f32,
                end: (from + step) as f32,
                y: y as f32,
                size: size as f32,
                is_set: is_set && index == 0,
            });
        }
    }
}

fn content_of(stream: &Stream<'_>) -> Option<Vec<u8>> {
    stream.decoded_data().ok().map(std::borrow::Cow::into_owned)
}

fn affine(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}
