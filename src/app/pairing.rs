//! Which pieces of two readings of one meeting are the same piece: equal first, nearly equal then, and what is too brief to tell
//! by where it stands (`order`).

mod likeness;
mod order;

use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) use likeness::says_the_same;

/// A piece of a meeting: what it says, and where it stands in the file that it was read from.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub text: String,
    /// Who says it, as printed; empty where nobody is named.
    pub speaker: String,
    /// Its first and last line.
    pub lines: Option<(i64, i64)>,
}

impl Piece {
    /// A piece that nobody says.
    pub(super) fn of(text: String, first: Option<i64>, last: Option<i64>) -> Self {
        Self {
            text,
            speaker: String::new(),
            lines: first.map(|first| (first, last.unwrap_or(first))),
        }
    }
}

/// What a row of a meeting was read from, and what it is read as now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Origin {
    /// The piece of the file that it came from.
    pub base: Option<usize>,
    /// The piece of the file that comes in.
    pub theirs: Option<usize>,
}

/// A piece of the file that comes in for which there is no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Incoming {
    /// The piece.
    pub theirs: usize,
    /// The piece of the file before that it was, of which a row was made: a person deleted that row.
    pub deleted: Option<usize>,
}

/// For each row, its pieces in the file that it came from and in the file that comes in; and the pieces of the latter that have
/// no row.
pub(super) fn origins(
    ours: &[Piece],
    base: &[Piece],
    theirs: &[Piece],
) -> (Vec<Origin>, Vec<Incoming>) {
    let read_from = read_from(ours, base);
    let corrected = order::pair(&all(base), &all(theirs));
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
    let hand_pieces: Vec<&Piece> = by_hand.iter().map(|at| &ours[*at]).collect();
    let open_pieces: Vec<&Piece> = open.iter().map(|at| &theirs[*at]).collect();
    for (at, found) in by_hand
        .into_iter()
        .zip(order::pair(&hand_pieces, &open_pieces))
    {
        origins[at].theirs = found.map(|found| open[found]);
        taken.extend(origins[at].theirs);
    }
    // A row is made of each piece of a file; where one has none any more, a person deleted it.
    let has_row: HashSet<usize> = origins.iter().filter_map(|one| one.base).collect();
    let deleted: HashMap<usize, usize> = (0..base.len())
        .filter(|base| !has_row.contains(base))
        .filter_map(|base| Some((corrected[base]?, base)))
        .collect();
    let new = (0..theirs.len())
        .filter(|at| !taken.contains(at))
        .map(|theirs| Incoming {
            theirs,
            deleted: deleted.get(&theirs).copied(),
        })
        .collect();
    (origins, new)
}

fn all(pieces: &[Piece]) -> Vec<&Piece> {
    pieces.iter().collect()
}

/// For each row, the piece that begins in the same line: the one with the same words, where several do; else one that has lines
/// in common with it. A row that the reader made otherwise than it would today is no row that a person deleted.
fn read_from(ours: &[Piece], base: &[Piece]) -> Vec<Option<usize>> {
    let mut by_line: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, piece) in base.iter().enumerate() {
        if let Some((first, _)) = piece.lines {
            by_line.entry(first).or_default().push(at);
        }
    }
    let mut taken = HashSet::new();
    let mut found = vec![None; ours.len()];
    for same_words in [true, false] {
        for (at, row) in ours.iter().enumerate() {
            let (None, Some((line, _))) = (found[at], row.lines) else {
                continue;
            };
            let here = by_line.get(&line).into_iter().flatten().copied();
            found[at] = here
                .filter(|piece| !taken.contains(piece))
                .find(|piece| !same_words || base[*piece].text == row.text);
            taken.extend(found[at]);
        }
    }
    for (at, row) in ours.iter().enumerate() {
        let (None, Some((first, last))) = (found[at], row.lines) else {
            continue;
        };
        let above = by_line.range(..first).next_back();
        let mut near = above
            .into_iter()
            .chain(by_line.range(first..=last.max(first)))
            .flat_map(|(_, pieces)| pieces.iter().copied());
        let touches = |piece: usize| base[piece].lines.is_some_and(|lines| lines.1 >= first);
        found[at] = near.find(|piece| !taken.contains(piece) && touches(*piece));
        taken.extend(found[at]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(pieces: &[(&str, i64)]) -> Vec<Piece> {
        let piece = |(text, line): &(&str, i64)| {
            let line = (*line > 0).then_some(*line);
            Piece::of((*text).to_owned(), line, line)
        };
        pieces.iter().map(piece).collect()
    }

    fn new(at: usize) -> Incoming {
        Incoming {
            theirs: at,
            deleted: None,
        }
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
        let (origins, incoming) = origins(&ours, &base, &theirs);
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
        assert_eq!(incoming, [new(0)]);
    }

    #[test]
    fn a_piece_of_which_no_row_is_left_was_deleted() {
        let base = pieces(&[
            ("窓口が遠い。", 3),
            ("研修が足りない。", 4),
            ("消えた。", 6),
        ]);
        let theirs = pieces(&[
            ("研修が足りない。", 3),
            ("窓口が遠い。", 4),
            ("新しい。", 5),
        ]);
        let (_, incoming) = origins(&base[..1], &base, &theirs);
        let deleted = Incoming {
            theirs: 0,
            deleted: Some(1),
        };
        assert_eq!(incoming, [deleted, new(2)]);
        // One that was read otherwise is there, though it begins elsewhere.
        let long = Piece::of("研修が足りない。".to_owned(), Some(4), Some(5));
        let later = Piece::of("足りない。".to_owned(), Some(5), Some(5));
        let (found, incoming) = origins(
            &[later],
            std::slice::from_ref(&long),
            std::slice::from_ref(&long),
        );
        assert_eq!(found[0].base, Some(0));
        assert_eq!(incoming, []);
    }

    #[test]
    fn equal_pieces_are_paired_each_once_beside_what_they_stood_beside() {
        let ours = pieces(&[("賛成。", 1), ("賛成。", 1), ("反対。", 1)]);
        let theirs = pieces(&[("賛成。", 1), ("反対。", 2)]);
        let (origins, new) = origins(&ours, &ours, &theirs);
        let found: Vec<_> = origins.iter().map(|one| one.theirs).collect();
        assert_eq!(found, [None, Some(0), Some(1)]);
        assert_eq!(new, []);
    }
}
