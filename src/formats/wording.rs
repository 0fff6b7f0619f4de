//! What differs between two wordings, by what a reader sees as one character: a kanji with its variation selector stays whole.
//!
//! The work is bounded by the sizes of the texts and not by a clock, so that the page of two revisions is the same on every machine.

use icu_segmenter::GraphemeClusterSegmenter;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The most comparisons of one character with one other for one pair of texts, about: half a second at worst.
const MOST_FOR_ONE: usize = 4_000_000;

/// The most for one page. What comes after is shown as replaced from end to end.
const MOST_FOR_ALL: usize = 100_000_000;

/// An island of equal characters between two changes shorter than this reads better as a part of the change.
const SHORTEST_ISLAND: usize = 2;

/// A stretch that is the same in both wordings, or stands in one of them alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    pub text: &'a str,
    pub changed: bool,
}

/// How much work is left.
pub(super) struct Budget(usize);

impl Budget {
    pub(super) fn of_a_page() -> Self {
        Self(MOST_FOR_ALL)
    }

    /// Whether two lists may be compared one by one; takes what that costs.
    fn takes(&mut self, before: usize, after: usize) -> bool {
        let cost = before.saturating_mul(after);
        if cost > MOST_FOR_ONE || cost > self.0 {
            return false;
        }
        self.0 -= cost;
        true
    }
}

/// Both wordings in stretches. Joined, each gives its wording back.
pub(super) fn compare<'a>(
    before: &'a str,
    after: &'a str,
    budget: &mut Budget,
) -> (Vec<Stretch<'a>>, Vec<Stretch<'a>>) {
    let (old, new) = (characters(before), characters(after));
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[same..], &new[same..]);
    let ends = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = ends.take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (
        &old_rest[..old_rest.len() - tail],
        &new_rest[..new_rest.len() - tail],
    );
    let mut sides = Sides::default();
    sides.same(&old[..same], &new[..same]);
    middle(old_middle, new_middle, &mut sides, budget);
    sides.same(&old_rest[old_middle.len()..], &new_rest[new_middle.len()..]);
    (joined(before, &sides.old), joined(after, &sides.new))
}

fn characters(text: &str) -> Vec<&str> {
    let breaks: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
    breaks
        .windows(2)
        .map(|pair| &text[pair[0]..pair[1]])
        .collect()
}

/// For each character of a side: how many bytes, and whether it changed.
#[derive(Default)]
struct Sides {
    old: Vec<(usize, bool)>,
    new: Vec<(usize, bool)>,
}

impl Sides {
    fn same(&mut self, old: &[&str], new: &[&str]) {
        self.old.extend(old.iter().map(|text| (text.len(), false)));
        self.new.extend(new.iter().map(|text| (text.len(), false)));
    }

    fn changed(&mut self, old: &[&str], new: &[&str]) {
        self.old.extend(old.iter().map(|text| (text.len(), true)));
        self.new.extend(new.iter().map(|text| (text.len(), true)));
    }
}

/// Character by character where that is affordable, else sentence by sentence, and where even that is not, as replaced.
fn middle(old: &[&str], new: &[&str], sides: &mut Sides, budget: &mut Budget) {
    if budget.takes(old.len(), new.len()) {
        return by_character(old, new, sides);
    }
    let (old_sentences, new_sentences) = (sentences(old), sentences(new));
    if !budget.takes(old_sentences.len(), new_sentences.len()) {
        return sides.changed(old, new);
    }
    for op in capture_diff_slices(Algorithm::Myers, &old_sentences, &new_sentences) {
        let (old, new) = (
            old_sentences[op.old_range()].concat(),
            new_sentences[op.new_range()].concat(),
        );
        match op {
            DiffOp::Equal { .. } => sides.same(&old, &new),
            _ if budget.takes(old.len(), new.len()) => by_character(&old, &new, sides),
            _ => sides.changed(&old, &new),
        }
    }
}

fn sentences<'s, 'a>(characters: &'s [&'a str]) -> Vec<&'s [&'a str]> {
    characters
        .split_inclusive(|character| matches!(*character, "。" | "\n" | "．" | "？" | "！"))
        .collect()
}

fn by_character(old: &[&str], new: &[&str], sides: &mut Sides) {
    let ops = capture_diff_slices(Algorithm::Myers, old, new);
    let last = ops.len().saturating_sub(1);
    for (index, op) in ops.iter().enumerate() {
        let (old, new) = (&old[op.old_range()], &new[op.new_range()]);
        let island = old.len() < SHORTEST_ISLAND && index > 0 && index < last;
        match op {
            DiffOp::Equal { .. } if !island => sides.same(old, new),
            _ => sides.changed(old, new),
        }
    }
}

/// Neighbours of the same state in one stretch.
fn joined<'a>(text: &'a str, characters: &[(usize, bool)]) -> Vec<Stretch<'a>> {
    let mut stretches = Vec::new();
    let mut at = 0;
    for run in characters.chunk_by(|a, b| a.1 == b.1) {
        let length: usize = run.iter().map(|(length, _)| length).sum();
        stretches.push(Stretch {
            text: &text[at..at + length],
            changed: run[0].1,
        });
        at += length;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(stretches: &[Stretch<'_>]) -> String {
        let show = |stretch: &Stretch<'_>| match stretch.changed {
            true => format!("[{}]", stretch.text),
            false => stretch.text.to_owned(),
        };
        stretches.iter().map(show).collect()
    }

    fn compared(before: &str, after: &str) -> (String, String) {
        let (old, new) = compare(before, after, &mut Budget::of_a_page());
        (shown(&old), shown(&new))
    }

    #[test]
    fn a_changed_word_is_marked_on_both_sides() {
        let (old, new) = compared("研修は年２回とする。", "研修は年３回とする。");
        assert_eq!(old, "研修は年[２]回とする。");
        assert_eq!(new, "研修は年[３]回とする。");
    }

    #[test]
    fn a_kanji_and_its_variation_selector_are_one() {
        let (old, new) = compared("葛\u{e0100}飾区", "葛\u{e0101}飾区");
        assert_eq!(old, "[葛\u{e0100}]飾区");
        assert_eq!(new, "[葛\u{e0101}]飾区");
    }

    #[test]
    fn long_texts_are_compared_by_sentence_and_then_by_character() {
        let line = |n: usize| format!("第{n}の文である。");
        let before: String = (0..2_000).map(line).collect();
        let after: String = (0..2_000)
            .map(|n| match n {
                5 | 1_990 => line(n).replace("文", "論文"),
                _ => line(n),
            })
            .collect();
        let (old, new) = compare(&before, &after, &mut Budget::of_a_page());
        assert!(
            old.iter().all(|stretch| !stretch.changed),
            "{}",
            shown(&old)
        );
        let added: Vec<&str> = new.iter().filter(|s| s.changed).map(|s| s.text).collect();
        assert_eq!(added, ["論", "論"]);
    }

    #[test]
    fn what_is_past_all_bounds_is_replaced() {
        let (before, after) = ("甲".repeat(300_000), "乙".repeat(300_000));
        let (old, new) = compare(&before, &after, &mut Budget::of_a_page());
        assert_eq!((old.len(), new.len()), (1, 1));
        assert!(old[0].changed && new[0].changed);
        let (old, _) = compare("甲乙", "乙丙", &mut Budget(0));
        assert_eq!(shown(&old), "[甲乙]");
    }

    proptest! {
        #[test]
        fn both_wordings_come_back(before in "[甲乙\u{e0100}\n𠮷a ]{0,20}", after in "[甲乙\u{e0100}\n𠮷a ]{0,20}") {
            let (old, new) = compare(&before, &after, &mut Budget::of_a_page());
            let joined = |side: &[Stretch<'_>]| side.iter().map(|s| s.text).collect::<String>();
            prop_assert_eq!(joined(&old), before.clone());
            prop_assert_eq!(joined(&new), after.clone());
            if before == after {
                prop_assert!(old.iter().all(|stretch| !stretch.changed));
            }
        }
    }
}
