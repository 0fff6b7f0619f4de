//! Glyphs to units: numbers, Latin words and single characters, with a break wherever punctuation stands between two.

use std::ops::Range;

use super::chars::{BREAK, is_break, is_latin};
use super::glyphs::{Glyph, Role};
use super::{Normalised, Unit};

/// Joins the letters of Latin words.
pub(super) fn join_latin(glyphs: &mut [Glyph]) {
    for at in 1..glyphs.len() {
        if glyphs[at].attached && is_latin(glyphs[at].c) && is_latin(glyphs[at - 1].c) {
            glyphs[at].role = Role::Joined;
        }
    }
}

/// The units of `glyphs`, whose roles are settled.
pub(super) fn assemble(glyphs: &[Glyph]) -> Normalised {
    let mut writer = Writer {
        text: String::with_capacity(3 * glyphs.len()),
        units: Vec::with_capacity(glyphs.len()),
        pending: None,
    };
    for (at, glyph) in glyphs.iter().enumerate() {
        match glyph.role {
            Role::Dropped => {}
            Role::Absorbed => writer.extend(None, &glyph.original),
            Role::Joined => writer.extend(Some(glyph.c), &glyph.original),
            Role::Own if is_break(glyph.c) => writer.note_break(glyph, is_part(glyphs, at)),
            Role::Own => writer.start(glyph.c, &glyph.original),
        }
    }
    Normalised {
        text: writer.text,
        units: writer.units,
    }
}

/// Whether the mark at `at` is part of a printed character that has more to it: the brackets of ㈱.
fn is_part(glyphs: &[Glyph], at: usize) -> bool {
    let around = [at.checked_sub(1), Some(at + 1)];
    around
        .into_iter()
        .flatten()
        .filter_map(|other| glyphs.get(other))
        .any(|other| other.original == glyphs[at].original && !is_break(other.c))
}

struct Writer {
    text: String,
    units: Vec<Unit>,
    /// Punctuation since the last unit.
    pending: Option<Break>,
}

struct Break {
    original: Range<usize>,
    is_part: bool,
}

impl Writer {
    /// Several marks in a row are one break, and at the ends of the text none is needed. What the break covers is the
    /// marks that are printed by themselves, if there are any.
    fn note_break(&mut self, glyph: &Glyph, is_part: bool) {
        if self.units.is_empty() {
            return;
        }
        match &mut self.pending {
            Some(_) if is_part => {}
            Some(pending) if !pending.is_part => pending.original.end = glyph.original.end,
            pending => {
                *pending = Some(Break {
                    original: glyph.original.clone(),
                    is_part,
                });
            }
        }
    }

    fn start(&mut self, c: char, original: &Range<usize>) {
        if let Some(pending) = self.pending.take() {
            self.push(BREAK, &pending.original);
        } else if self
            .text
            .chars()
            .next_back()
            .is_some_and(|last| runs_on(last, c))
        {
            self.text.push(' ');
        }
        self.push(c, original);
    }

    fn push(&mut self, c: char, original: &Range<usize>) {
        let start = self.text.len();
        self.text.push(c);
        self.units.push(Unit {
            folded: start..self.text.len(),
            original: original.clone(),
        });
    }

    fn extend(&mut self, c: Option<char>, original: &Range<usize>) {
        self.text.extend(c);
        match self.units.as_mut_slice() {
            // Of several units from one printed character (㌫) none can be longer than the others.
            [.., before, last] if before.original == last.original => {
                last.folded.end = self.text.len()
            }
            [.., last] => {
                last.folded.end = self.text.len();
                last.original.end = original.end;
            }
            [] => {}
        }
    }
}

/// Whether two units would read as one if they were written side by side.
fn runs_on(last: char, c: char) -> bool {
    (last.is_ascii_digit() && c.is_ascii_digit()) || (is_latin(last) && is_latin(c))
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{originals, units};
    use crate::text::{Normalised, fold};

    #[test]
    fn a_latin_word_is_one_unit() {
        assert_eq!(units("ＮＩＣＵの退院"), ["nicu", "の", "退", "院"]);
        assert_eq!(units("R4年"), ["r", "4", "年"]);
        assert_eq!(units("Care Plan"), ["care", "plan"]);
    }

    #[test]
    fn words_and_numbers_that_white_space_parts_are_not_run_together() {
        assert_eq!(fold("Care\nPlan"), "care plan");
        assert_ne!(fold("12 21"), fold("1221"));
    }

    #[test]
    fn white_space_inside_japanese_is_nothing() {
        for text in [
            "養成研修",
            "養成\n研修",
            "養 成　研\r\n　修",
            "養\u{200B}成研修",
        ] {
            assert_eq!(fold(text), "養成研修", "{text:?}");
        }
        assert_eq!(fold("NICU 退院"), fold("NICU退院"));
    }

    #[test]
    fn punctuation_parts_what_it_stands_between() {
        assert!(!Normalised::of("研修、養成").contains(&Normalised::of("研修養成")));
        assert!(!Normalised::of("「研修」（養成）").contains(&Normalised::of("研修養成")));
        assert!(Normalised::of("研修、養成").contains(&Normalised::of("研修・養成")));
        assert_eq!(
            units("「研修」、（養成）。"),
            ["研", "修", "、", "養", "成"]
        );
    }

    #[test]
    fn a_break_covers_the_marks_it_stands_for() {
        assert_eq!(originals("修」、 （養"), ["修", "」、 （", "養"]);
    }

    #[test]
    fn punctuation_alone_is_no_unit() {
        assert_eq!(units("、。「」 （…）"), Vec::<String>::new());
    }

    #[test]
    fn signs_are_units() {
        assert_eq!(units("50%/C++"), ["50", "%", "/", "c", "+", "+"]);
    }

    #[test]
    fn units_cover_what_they_came_from() {
        assert_eq!(originals("１，０００円"), ["１，０００", "円"]);
        assert_eq!(originals("センター長"), ["セ", "ン", "ター", "長"]);
        assert_eq!(originals("ケア・マネ"), ["ケ", "ア", "マ", "ネ"]);
        assert_eq!(originals("NICU　で"), ["NICU", "で"]);
    }

    #[test]
    fn units_of_one_printed_character_share_its_range_and_no_more() {
        assert_eq!(originals("研・㈱"), ["研", "・", "㈱"]);
        assert_eq!(originals("㈱、研"), ["㈱", "、", "研"]);
        assert_eq!(originals("㈱ ・研"), ["㈱", "・", "研"]);
        assert_eq!(originals("㈱㈱"), ["㈱", "㈱", "㈱"]);
        assert_eq!(originals("㌔ー研"), ["㌔", "㌔", "ー", "研"]);
        assert_eq!(originals("㌢ー研"), ["㌢", "㌢", "㌢", "研"]);
    }
}
