//! The pairs of two readings, in steps: what stands once and is equal; its neighbours; what is nearly equal; what is too brief to
//! tell (はい, 異議なし) between the same neighbours.

use std::{collections::HashMap, ops::Range};

use super::{
    Piece,
    likeness::{Compared, NEARLY, is_brief, may_be_corrected},
};

/// Each text is compared with those that stand at most this far from it, in the order of what found no equal: bounds the time on
/// a document that was changed from end to end.
const WINDOW: usize = 100;

/// For each of `a`, the one of `b` that is the same.
pub(super) fn pair(a: &[&Piece], b: &[&Piece]) -> Vec<Option<usize>> {
    let mut pairs = Pairs {
        a,
        b,
        of_a: vec![None; a.len()],
        of_b: vec![None; b.len()],
    };
    let long = |piece: &Piece| !is_brief(&piece.text);
    pairs.equal(Said::once, |_| true);
    pairs.neighbours();
    pairs.equal(Said::in_order, long);
    pairs.nearly_equal(long);
    pairs.neighbours();
    pairs.gaps();
    pairs.equal(Said::in_order, |_| true);
    pairs.nearly_equal(|_| true);
    pairs.of_a
}

/// Where the same is said on both sides.
#[derive(Default)]
struct Said {
    a: Vec<usize>,
    b: Vec<usize>,
}

impl Said {
    /// It can be told which is which.
    fn once(&self) -> Vec<(usize, usize)> {
        match (self.a.len(), self.b.len()) {
            (1, 1) => vec![(self.a[0], self.b[0])],
            _ => Vec::new(),
        }
    }

    fn in_order(&self) -> Vec<(usize, usize)> {
        self.a.iter().copied().zip(self.b.iter().copied()).collect()
    }
}

/// Two readings, and what was paired so far.
struct Pairs<'a> {
    a: &'a [&'a Piece],
    b: &'a [&'a Piece],
    of_a: Vec<Option<usize>>,
    of_b: Vec<Option<usize>>,
}

impl Pairs<'_> {
    fn link(&mut self, one: usize, other: usize) {
        self.of_a[one] = Some(other);
        self.of_b[other] = Some(one);
    }

    fn is_open(&self, one: usize, other: usize) -> bool {
        self.of_a.get(one) == Some(&None) && self.of_b.get(other) == Some(&None)
    }

    /// Pairs what says the same: with the same speaker first, whoever says it then.
    fn equal(
        &mut self,
        which: impl Fn(&Said) -> Vec<(usize, usize)>,
        counts: impl Fn(&Piece) -> bool,
    ) {
        for with_speaker in [true, false] {
            let mut said: HashMap<(&str, &str), Said> = HashMap::new();
            for (at, piece) in self.a.iter().enumerate() {
                if self.of_a[at].is_none() && counts(piece) {
                    said.entry(words_of(piece, with_speaker))
                        .or_default()
                        .a
                        .push(at);
                }
            }
            for (at, piece) in self.b.iter().enumerate() {
                if self.of_b[at].is_none() && counts(piece) {
                    said.entry(words_of(piece, with_speaker))
                        .or_default()
                        .b
                        .push(at);
                }
            }
            let found: Vec<_> = said.values().flat_map(&which).collect();
            for (one, other) in found {
                self.link(one, other);
            }
        }
    }

    /// Pairs what is equal and stands right after, or before, a pair.
    fn neighbours(&mut self) {
        for at in 1..self.a.len() {
            if let Some(above) = self.of_a[at - 1] {
                self.link_if_equal(at, above + 1);
            }
        }
        for at in (1..self.a.len()).rev() {
            if let Some(above) = self.of_a[at].and_then(|below| below.checked_sub(1)) {
                self.link_if_equal(at - 1, above);
            }
        }
    }

    fn link_if_equal(&mut self, one: usize, other: usize) {
        if self.is_open(one, other) && words_of(self.a[one], true) == words_of(self.b[other], true)
        {
            self.link(one, other);
        }
    }

    /// Pairs what is nearly equal, the likest first; among equals, in order.
    fn nearly_equal(&mut self, counts: impl Fn(&Piece) -> bool) {
        let open = |side: &[&Piece], of: &[Option<usize>]| -> Vec<usize> {
            let open = (0..side.len()).filter(|at| of[*at].is_none() && counts(side[*at]));
            open.collect()
        };
        let (left, right) = (open(self.a, &self.of_a), open(self.b, &self.of_b));
        let compared = |side: &[&Piece], at: &[usize]| -> Vec<Compared> {
            at.iter().map(|at| Compared::of(&side[*at].text)).collect()
        };
        let (lefts, rights) = (compared(self.a, &left), compared(self.b, &right));
        let mut scores = Vec::new();
        for (rank, one) in lefts.iter().enumerate() {
            let near = rights.iter().enumerate().take(rank + WINDOW);
            for (other, theirs) in near.skip(rank.saturating_sub(WINDOW)) {
                let score = one.likeness(theirs);
                if score >= NEARLY {
                    scores.push((score, rank, other));
                }
            }
        }
        scores.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        for (_, one, other) in scores {
            if self.is_open(left[one], right[other]) {
                self.link(left[one], right[other]);
            }
        }
    }

    /// Pairs what is brief and stands between the same neighbours.
    fn gaps(&mut self) {
        let mut at = 0;
        while at < self.a.len() {
            let first = at;
            while at < self.a.len() && self.of_a[at].is_none() {
                at += 1;
            }
            if first < at {
                self.fill_gap(first..at);
            }
            at = at.max(first + 1);
        }
    }

    /// What is open on the other side next to the neighbours of a run that is open on this side.
    fn gap_beside(&self, run: &Range<usize>) -> Range<usize> {
        let above = match run.start.checked_sub(1) {
            Some(above) => self.of_a[above].map(|above| above + 1),
            None => Some(0),
        };
        let below = match self.of_a.get(run.end) {
            Some(below) => *below,
            None => Some(self.b.len()),
        };
        let is_open = |at: &usize| self.of_b[*at].is_none();
        let down = |from: usize| (from..self.b.len()).take_while(is_open).count();
        match (above, below) {
            (Some(above), _) if down(above) > 0 => above..above + down(above),
            (_, Some(below)) => {
                let open = (0..below).rev().take_while(is_open).count();
                below - open..below
            }
            _ => 0..0,
        }
    }

    fn fill_gap(&mut self, run: Range<usize>) {
        let gap = self.gap_beside(&run);
        let as_many = run.len() == gap.len();
        let mut next = gap.start;
        for one in run.clone() {
            let window = next..gap.end.min(next.saturating_add(WINDOW));
            let equal = |other: &usize| self.a[one].text == self.b[*other].text;
            if let Some(other) = window.clone().find(equal) {
                self.link(one, other);
                next = other + 1;
            }
        }
        let mut next = gap.start;
        for (rank, one) in run.enumerate() {
            if let Some(other) = self.of_a[one] {
                next = other + 1;
                continue;
            }
            // Where as many stand here as there, each has its own place.
            let window = if as_many {
                gap.start + rank..gap.start + rank + 1
            } else {
                let open = |at: &usize| self.of_b[*at].is_none();
                let end = gap.end.min(next.saturating_add(WINDOW));
                next..next + (next..end).take_while(open).count()
            };
            let found = window
                .into_iter()
                .find(|other| self.is_open(one, *other) && self.corrects(one, *other, as_many));
            if let Some(other) = found {
                self.link(one, other);
                next = other + 1;
            }
        }
    }

    /// Whether a brief piece may be another one, corrected, where both stand in the same gap.
    fn corrects(&self, one: usize, other: usize, same_place: bool) -> bool {
        let (one, other) = (self.a[one], self.b[other]);
        let brief = (is_brief(&one.text), is_brief(&other.text));
        let same_speaker = one.speaker == other.speaker;
        let said_by_one = same_place && same_speaker && !one.speaker.is_empty();
        match brief {
            (true, true) => said_by_one || same_speaker && may_be_corrected(&one.text, &other.text),
            (false, false) => false,
            _ => same_place && same_speaker && may_be_corrected(&one.text, &other.text),
        }
    }
}

fn words_of(piece: &Piece, with_speaker: bool) -> (&str, &str) {
    (&piece.text, if with_speaker { &piece.speaker } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces written as `speaker:text`.
    fn found(a: &[&str], b: &[&str]) -> Vec<Option<usize>> {
        let read = |texts: &[&str]| -> Vec<Piece> {
            let piece = |text: &&str| {
                let (speaker, text) = text.split_once(':').unwrap_or(("", text));
                Piece {
                    speaker: speaker.to_owned(),
                    ..Piece::of(text.to_owned(), None, None)
                }
            };
            texts.iter().map(piece).collect()
        };
        let (a, b) = (read(a), read(b));
        pair(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>())
    }

    #[test]
    fn what_is_said_again_and_again_is_known_by_its_neighbours() {
        let a = ["賛成の方はいますか。", "はい", "では次に移ります。", "はい"];
        let b = [
            "はい",
            "開会します。",
            "賛成の方はいますか。",
            "はい",
            "では次に移ります。",
            "はい",
        ];
        assert_eq!(found(&a, &b), [Some(2), Some(3), Some(4), Some(5)]);
        let less = ["賛成の方はいますか。", "では次に移ります。", "はい"];
        assert_eq!(found(&a, &less), [Some(0), None, Some(1), Some(2)]);
    }

    #[test]
    fn a_brief_text_that_was_corrected_is_known_by_its_place() {
        let a = [
            "異議はありますか。",
            "異議なし",
            "では原案のとおりとします。",
        ];
        let b = [
            "異議はありますか。",
            "異議ありません。",
            "では原案のとおりとします。",
        ];
        assert_eq!(found(&a, &b), [Some(0), Some(1), Some(2)]);
        let other = [
            "異議はありますか。",
            "駐車場が狭い。",
            "では原案のとおりとします。",
        ];
        assert_eq!(found(&a, &other), [Some(0), None, Some(2)]);
    }

    #[test]
    fn a_brief_answer_of_the_same_speaker_in_the_same_place_is_the_same() {
        let a = [
            "会長:南部はどうか。",
            "青木:はい",
            "会長:北部はどうか。",
            "青木:はい",
        ];
        let b = [
            "会長:南部はどうか。",
            "青木:いいえ",
            "会長:北部はどうか。",
            "青木:はい",
        ];
        assert_eq!(found(&a, &b), [Some(0), Some(1), Some(2), Some(3)]);
        let other = [
            "会長:南部はどうか。",
            "上田:いいえ",
            "会長:北部はどうか。",
            "青木:はい",
        ];
        assert_eq!(found(&a, &other), [Some(0), None, Some(2), Some(3)]);
        // Who said it tells two apart that are equal.
        let two = ["青木:はい", "上田:はい"];
        assert_eq!(found(&two, &["上田:はい", "青木:はい"]), [Some(1), Some(0)]);
    }

    #[test]
    fn a_long_document_changed_from_end_to_end_comes_back() {
        let one: Vec<String> = (0..3_000).map(|n| format!("{n}番の意見である。")).collect();
        let other: Vec<String> = (0..3_000).map(|n| format!("{n}番目の話だった！")).collect();
        let a: Vec<&str> = one.iter().map(String::as_str).collect();
        let b: Vec<&str> = other.iter().map(String::as_str).collect();
        assert_eq!(found(&a, &b).len(), 3_000);
        let said = vec!["はい"; 20_000];
        assert_eq!(found(&said, &said[1..]).len(), 20_000);
    }
}
