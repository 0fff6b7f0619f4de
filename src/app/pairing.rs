//! Which pieces of two readings of one meeting are the same piece: equal first, nearly equal then.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::text::fold;

/// From which likeness on two texts are the same text, corrected: pairs of characters in common (Dice's coefficient). Half would
/// take two remarks about one thing for each other.
const NEARLY: f64 = 0.6;
/// Each text is compared with those that stand at most this far from it, in the order of what found no equal: bounds the time on
/// a document that was changed from end to end.
const WINDOW: usize = 100;
/// Up to this many characters a text is short.
const SHORT: usize = 24;
/// A text of at least so many pairs of characters that stands whole in another is the same text, which grew.
const SHORTEST_WHOLE: usize = 4;
/// How much of a text is compared, in characters.
const LONGEST: usize = 2_000;

/// A piece of a meeting: what it says, and where it begins in the file that it was read from.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub text: String,
    pub line: Option<i64>,
}

/// What a row of a meeting was read from, and what it is read as now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Origin {
    /// The piece of the file that it came from.
    pub base: Option<usize>,
    /// The piece of the file that comes in.
    pub theirs: Option<usize>,
}

/// For each row, its pieces in the file that it came from and in the file that comes in; and the pieces of the latter that are new.
pub(super) fn origins(
    ours: &[Piece],
    base: &[Piece],
    theirs: &[Piece],
) -> (Vec<Origin>, Vec<usize>) {
    let read_from = read_from(ours, base);
    let corrected = pair(&texts(base), &texts(theirs));
    let mut origins: Vec<Origin> = read_from
        .into_iter()
        .map(|base| Origin {
            base,
            theirs: base.and_then(|base| corrected[base]),
        })
        .collect();
    // What was entered by hand may stand in the file now.
    let mut taken: HashSet<usize> = origins.iter().filter_map(|one| one.theirs).collect();
    let by_hand: Vec<usize> = (0..ours.len())
        .filter(|at| origins[*at].base.is_none())
        .collect();
    let open: Vec<usize> = (0..theirs.len()).filter(|at| !taken.contains(at)).collect();
    let hand_texts: Vec<&str> = by_hand.iter().map(|at| &*ours[*at].text).collect();
    let open_texts: Vec<&str> = open.iter().map(|at| &*theirs[*at].text).collect();
    for (at, found) in by_hand.into_iter().zip(pair(&hand_texts, &open_texts)) {
        origins[at].theirs = found.map(|found| open[found]);
        taken.extend(origins[at].theirs);
    }
    let new = (0..theirs.len()).filter(|at| !taken.contains(at)).collect();
    (origins, new)
}

fn texts(pieces: &[Piece]) -> Vec<&str> {
    pieces.iter().map(|piece| &*piece.text).collect()
}

/// For each row, the piece that begins in the same line: the one with the same words, where several do.
fn read_from(ours: &[Piece], base: &[Piece]) -> Vec<Option<usize>> {
    let mut by_line: HashMap<i64, Vec<usize>> = HashMap::new();
    for (at, piece) in base.iter().enumerate() {
        if let Some(line) = piece.line {
            by_line.entry(line).or_default().push(at);
        }
    }
    let mut taken = HashSet::new();
    let mut found = vec![None; ours.len()];
    for same_words in [true, false] {
        for (at, row) in ours.iter().enumerate() {
            let (None, Some(line)) = (found[at], row.line) else {
                continue;
            };
            let here = by_line.get(&line).into_iter().flatten().copied();
            found[at] = here
                .filter(|piece| !taken.contains(piece))
                .find(|piece| !same_words || base[*piece].text == row.text);
            taken.extend(found[at]);
        }
    }
    found
}

/// For each of `a`, the one of `b` that is the same.
fn pair(a: &[&str], b: &[&str]) -> Vec<Option<usize>> {
    let mut equal: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (at, text) in b.iter().enumerate() {
        equal.entry(text).or_default().push_back(at);
    }
    let mut found: Vec<Option<usize>> = a
        .iter()
        .map(|text| equal.get_mut(text).and_then(VecDeque::pop_front))
        .collect();
    let left: Vec<usize> = (0..a.len()).filter(|at| found[*at].is_none()).collect();
    let mut right: Vec<usize> = equal.into_values().flatten().collect();
    right.sort_unstable();
    for (one, other) in nearly_equal(a, b, &left, &right) {
        found[one] = Some(other);
    }
    found
}

fn nearly_equal(a: &[&str], b: &[&str], left: &[usize], right: &[usize]) -> Vec<(usize, usize)> {
    let lefts: Vec<_> = left.iter().map(|at| Compared::of(a[*at])).collect();
    let rights: Vec<_> = right.iter().map(|at| Compared::of(b[*at])).collect();
    let mut scores = Vec::new();
    for (rank, one) in lefts.iter().enumerate() {
        let window = rank.saturating_sub(WINDOW)..right.len().min(rank + WINDOW);
        for other in window {
            let score = one.likeness(&rights[other]);
            if score >= NEARLY {
                scores.push((score, rank, other));
            }
        }
    }
    // The likest first; among equals, in order.
    scores.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut taken, mut given) = (HashSet::new(), HashSet::new());
    let mut found = Vec::new();
    for (_, one, other) in scores {
        if !taken.contains(&one) && !given.contains(&other) {
            taken.insert(one);
            given.insert(other);
            found.push((left[one], right[other]));
        }
    }
    found
}

/// A text, ready to be compared.
struct Compared {
    folded: Vec<char>,
    pairs: HashSet<(char, char)>,
}

impl Compared {
    fn of(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let folded: Vec<char> = fold(&text).chars().collect();
        let pairs = folded.windows(2).map(|pair| (pair[0], pair[1])).collect();
        Self { folded, pairs }
    }

    /// How like each other two texts are, from 0 to 1.
    fn likeness(&self, other: &Self) -> f64 {
        let (one, two) = (self.pairs.len(), other.pairs.len());
        let common = self.pairs.intersection(&other.pairs).count();
        let alike = if self.folded.len().max(other.folded.len()) <= SHORT {
            short_likeness(&self.folded, &other.folded)
        } else {
            ratio(2 * common, one + two)
        };
        // A paragraph that was added to a text leaves it the same text.
        let grown = one.min(two) >= SHORTEST_WHOLE && common == one.min(two);
        if grown { alike.max(NEARLY) } else { alike }
    }
}

/// Of short texts one changed character changes too many pairs: how many characters need not be changed counts (Levenshtein).
fn short_likeness(a: &[char], b: &[char]) -> f64 {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, one) in (1..).zip(a) {
        let mut corner = row[0];
        row[0] = at;
        for (n, other) in (1..).zip(b) {
            let change = corner + usize::from(one != other);
            corner = row[n];
            row[n] = change.min(row[n] + 1).min(row[n - 1] + 1);
        }
    }
    let longest = a.len().max(b.len());
    ratio(longest - row[b.len()], longest)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a text has far fewer than 2^52 characters"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(pieces: &[(&str, i64)]) -> Vec<Piece> {
        let piece = |(text, line): &(&str, i64)| Piece {
            text: (*text).to_owned(),
            line: (*line > 0).then_some(*line),
        };
        pieces.iter().map(piece).collect()
    }

    #[test]
    fn a_piece_is_followed_through_correction_and_edit() {
        let ours = pieces(&[
            ("窓口が遠いと書き直した。", 3),
            ("研修が足りない。", 4),
            ("手で入れた意見である。", 0),
            ("消えた。", 6),
        ]);
        let base = pieces(&[
            ("窓口が遠くて通えない。", 3),
            ("研修が足りない。", 4),
            ("消えた。", 6),
        ]);
        let theirs = pieces(&[
            ("新しい話である。", 2),
            ("窓口が遠くて通えません。", 4),
            ("研修が足りない。", 5),
            ("手で入れた意見である。", 7),
        ]);
        let (origins, new) = origins(&ours, &base, &theirs);
        let found: Vec<_> = origins.iter().map(|one| (one.base, one.theirs)).collect();
        assert_eq!(
            found,
            [
                (Some(0), Some(1)),
                (Some(1), Some(2)),
                (None, Some(3)),
                (Some(2), None)
            ]
        );
        assert_eq!(new, [0]);
    }

    #[test]
    fn a_text_is_known_by_most_of_its_characters_or_as_a_part_of_another() {
        for (one, other, same) in [
            ("窓口が遠い。", "窓口は遠い。", true),
            ("窓口が遠い。", "駅が遠い話である。", false),
            ("賛成。", "反対。", false),
            (
                "窓口が遠くて通えない。",
                "春の山は静かである。夏の海は青い。\n窓口が遠くて通えない。",
                true,
            ),
        ] {
            let likeness = Compared::of(one).likeness(&Compared::of(other));
            assert_eq!(likeness >= NEARLY, same, "{one} {other} {likeness}");
        }
    }

    #[test]
    fn equal_pieces_are_paired_in_order_and_each_once() {
        let ours = pieces(&[("賛成。", 1), ("賛成。", 1), ("反対。", 1)]);
        let theirs = pieces(&[("賛成。", 1), ("反対。", 2)]);
        let (origins, new) = origins(&ours, &ours, &theirs);
        let found: Vec<_> = origins.iter().map(|one| one.theirs).collect();
        assert_eq!(found, [Some(0), None, Some(1)]);
        assert!(new.is_empty());
    }

    #[test]
    fn a_long_document_changed_from_end_to_end_comes_back() {
        let one: Vec<String> = (0..3_000).map(|n| format!("{n}番の意見である。")).collect();
        let other: Vec<String> = (0..3_000).map(|n| format!("{n}番目の話だった！")).collect();
        let a: Vec<&str> = one.iter().map(String::as_str).collect();
        let b: Vec<&str> = other.iter().map(String::as_str).collect();
        assert_eq!(pair(&a, &b).len(), 3_000);
    }
}
