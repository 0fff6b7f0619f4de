//! The tokenizer: runs of one, two or three units, each with its own position.
//!
//! Its input is not wording but units as [`UnitText`](super::units::UnitText) joins them. An empty unit is a gap:
//! no run spans it. (tantivy's own NgramTokenizer gives every token position 0, so that no phrase could be found.)

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::units::SEPARATOR;

/// Cuts joined units into runs of one length.
#[derive(Debug, Clone)]
pub(super) struct Grams {
    length: usize,
    spans: Vec<Range<usize>>,
    token: Token,
}

impl Grams {
    /// Runs of `length` units.
    pub fn of(length: usize) -> Self {
        Self {
            length,
            spans: Vec::new(),
            token: Token::default(),
        }
    }
}

/// Where each of the joined units stands in `text`; a gap is an empty one.
pub(super) fn unit_spans(text: &str, spans: &mut Vec<Range<usize>>) {
    spans.clear();
    let mut start = 0;
    for unit in text.split(SEPARATOR) {
        spans.push(start..start + unit.len());
        start += unit.len() + SEPARATOR.len_utf8();
    }
}

impl Tokenizer for Grams {
    type TokenStream<'a> = GramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream<'a> {
        unit_spans(text, &mut self.spans);
        self.token.reset();
        GramStream {
            text,
            grams: self,
            next: 0,
        }
    }
}

/// The runs of one text.
#[derive(Debug)]
pub(super) struct GramStream<'a> {
    text: &'a str,
    grams: &'a mut Grams,
    next: usize,
}

impl TokenStream for GramStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let first = self.next;
            let Some(run) = self.grams.spans.get(first..first + self.grams.length) else {
                return false;
            };
            self.next += 1;
            if run.iter().any(Range::is_empty) {
                continue;
            }
            let span = run[0].start..run[run.len() - 1].end;
            let token = &mut self.grams.token;
            token.position = first;
            token.offset_from = span.start;
            token.offset_to = span.end;
            token.text.clear();
            token.text.push_str(&self.text[span]);
            return true;
        }
    }

    fn token(&self) -> &Token {
        &self.grams.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.grams.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_positions_and_do_not_span_gaps() {
        let mut grams = Grams::of(2);
        let mut stream = grams.token_stream("医\u{1f}療\u{1f}\u{1f}児\u{1f}童");
        let mut found = Vec::new();
        stream.process(&mut |token| found.push((token.position, token.text.clone())));
        assert_eq!(
            found,
            [(0, "医\u{1f}療".to_owned()), (3, "児\u{1f}童".to_owned())]
        );
    }
}
