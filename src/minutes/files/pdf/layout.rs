//! Characters with their places → lines as they are seen on the page, from top to bottom and left to right.
//!
//! What stands side by side is one line, so that a row of a table is one; gaps and indentation are spaces, as wide as they
//! are. A gap between lines that is wider than most is a blank line.

use super::content::{Glyph, PageText};
use crate::minutes::files::{MAX_DOCUMENT_BYTES, MAX_LINES, error::DecodeError};

/// No gap is kept wider than this, in half widths.
const WIDEST: usize = 120;

/// A line on a page.
struct Line {
    glyphs: Vec<Glyph>,
    y: f32,
}

/// The text of the pages, each after the first begun by a form feed.
pub(super) fn text(pages: Vec<PageText>) -> Result<String, DecodeError> {
    let em = size(&pages);
    let left = pages
        .iter()
        .flat_map(|page| &page.glyphs)
        .filter(|glyph| !glyph.c.is_whitespace())
        .map(|glyph| glyph.x)
        .fold(f32::INFINITY, f32::min);
    let mut text = String::new();
    let mut count = 0;
    let mut feeds = 0;
    for page in pages {
        let lines = lines(page.glyphs);
        let leading = leading(&lines);
        let mut above: Option<f32> = None;
        let drawn = lines
            .iter()
            .map(|line| (Some(line.y), print(line, left, em)));
        let aside = page.aside.into_iter().map(|text| (None, text));
        for (y, line) in drawn.chain(aside) {
            if line.trim().is_empty() {
                continue;
            }
            let is_apart = match (above, y) {
                (Some(above), Some(y)) => y - above > leading * 1.6,
                (Some(_), None) => true,
                _ => false,
            };
            if !text.is_empty() {
                text.push('\n');
            }
            if is_apart {
                text.push('\n');
            }
            text.extend(std::iter::repeat_n('\u{c}', feeds));
            count += 2 + feeds;
            feeds = 0;
            text += line.trim_end();
            above = y.or(above);
            if text.len() > MAX_DOCUMENT_BYTES || count > MAX_LINES {
                return Err(DecodeError::TooMuch);
            }
        }
        feeds += 1;
    }
    Ok(text)
}

/// The size that most characters have.
fn size(pages: &[PageText]) -> f32 {
    let mut sizes: Vec<f32> = pages
        .iter()
        .flat_map(|page| &page.glyphs)
        .filter(|glyph| !glyph.c.is_whitespace() && glyph.size > 0.1)
        .map(|glyph| glyph.size)
        .collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

/// The characters of a page by lines. A character is on a line where its baseline is less than half a size away, so that
/// a raised figure is on it too.
fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.retain(|glyph| glyph.size > 0.1);
    glyphs.sort_by(|one, other| one.y.total_cmp(&other.y));
    let mut lines: Vec<Line> = Vec::new();
    let mut largest = 0.0_f32;
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if glyph.y - line.y < largest.max(glyph.size) * 0.5 => {
                // The line is where its largest characters stand.
                if glyph.size > largest {
                    line.y = glyph.y;
                }
                largest = largest.max(glyph.size);
                line.glyphs.push(glyph);
            }
            _ => {
                largest = glyph.size;
                lines.push(Line {
                    y: glyph.y,
                    glyphs: vec![glyph],
                });
            }
        }
    }
    for line in &mut lines {
        line.glyphs.sort_by(|one, other| one.x.total_cmp(&other.x));
        // Some programs print a character twice to make it bold.
        line.glyphs.dedup_by(|next, kept| {
            next.c == kept.c && next.x - kept.x < (kept.end - kept.x).min(kept.size) * 0.3
        });
    }
    lines
}

/// The usual distance between the lines of a page.
fn leading(lines: &[Line]) -> f32 {
    let mut distances: Vec<f32> = lines.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    distances.sort_by(f32::total_cmp);
    // Lines of a paragraph are no further apart than others: the lower third tells.
    distances.get(distances.len() / 3).copied().unwrap_or(0.0)
}

/// A line with spaces for what is empty.
fn print(line: &Line, left: f32, em: f32) -> String {
    let mut text = String::new();
    let mut end = left;
    let mut before: Option<&Glyph> = None;
    for glyph in &line.glyphs {
        if glyph.c.is_whitespace() && before.is_none() {
            // Spaces at the start of a line are counted with the indentation.
            continue;
        }
        let gap = glyph.x - end;
        let spaces = match before {
            None => (gap / (em * 0.5)).round(),
            Some(last) => gap_between(last, glyph, gap),
        };
        let spaces = if spaces >= 1.0 {
            spaces.min(WIDEST as f32) as usize
        } else {
            0
        };
        // Full-width spaces are what a Japanese text has for gaps.
        text.extend(std::iter::repeat_n('\u{3000}', spaces / 2));
        text.extend(std::iter::repeat_n(' ', spaces % 2));
        text.push(glyph.c);
        end = glyph.end.max(end);
        before = Some(glyph);
    }
    text
}

/// How many half-width spaces a gap inside a line stands for.
fn gap_between(last: &Glyph, next: &Glyph, gap: f32) -> f32 {
    let size = last.size.max(next.size);
    let is_latin = |glyph: &Glyph| glyph.c.is_ascii_alphanumeric() || ",.;:".contains(glyph.c);
    if is_latin(last) && is_latin(next) && gap > size * 0.15 && gap < size * 0.75 {
        return 1.0;
    }
    // What is added between characters to make a line reach the margin is less than this; between cells it is more, but the
    // quarter of a character that is put between kanji and figures is none.
    let least = if next.is_set { 0.35 } else { 0.6 };
    if gap < size * least {
        0.0
    } else {
        (gap / (size * 0.5)).round()
    }
}
