//! What becomes of the opinions of a meeting when its file reads otherwise, and in which order they stand then.

use std::collections::{HashMap, HashSet};

use super::{
    draft_rows::DraftRows,
    merge::{Fate, become_row, pieces},
    pairing::{Origin, Piece, says_the_same},
    three_way::{self, Places},
};
use crate::domain::{Opinion, OpinionId};

/// The opinions of a meeting whose file reads otherwise.
pub(super) struct MergedOpinions {
    /// What becomes of each.
    pub fates: Vec<Fate<Opinion>>,
    /// As the file has them, in its order.
    pub of_file: Vec<OpinionId>,
    /// Those of which a person said what kind they are: entered by hand, or of another kind than was read.
    pub kinds_by_hand: HashSet<OpinionId>,
}

/// What becomes of each opinion.
pub(super) fn opinions(
    ours: &DraftRows,
    base: &DraftRows,
    theirs: &DraftRows,
    places: &Places,
    referred: &HashSet<OpinionId>,
) -> MergedOpinions {
    let piece = |opinion: &Opinion| Piece {
        speaker: speaker_of(opinion),
        ..Piece::of(opinion.text.clone(), opinion.first_line, opinion.last_line)
    };
    let (origins, incoming) = pieces(&ours.opinions, &base.opinions, &theirs.opinions, piece);
    let mut row_of_file: HashMap<usize, usize> = HashMap::new();
    // What stays without a place in the file follows what it stood after.
    let mut following: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    let mut gone = Vec::new();
    let mut above = None;
    let mut kinds_by_hand = HashSet::new();
    for (at, origin) in origins.iter().enumerate() {
        let row = &ours.opinions[at];
        let read = origin.base.map(|at| &base.opinions[at]);
        if read.is_none_or(|read| read.kind != row.kind) {
            kinds_by_hand.insert(row.id);
        }
        if let Some(file) = origin.theirs {
            row_of_file.insert(file, at);
            above = Some(file);
        } else if stays(row, read, referred) {
            following.entry(above).or_default().push(at);
        } else {
            gone.push(Fate::Delete(row.clone()));
        }
    }
    let mut fates = Vec::new();
    let mut ids = Vec::new();
    let mut put_following = |above: Option<usize>, fates: &mut Vec<Fate<Opinion>>| {
        for at in following.remove(&above).unwrap_or_default() {
            fates.push(stay_row(&ours.opinions[at], origins[at]));
        }
    };
    put_following(None, &mut fates);
    let deleted: HashMap<usize, usize> = incoming
        .iter()
        .filter_map(|one| Some((one.theirs, one.deleted?)))
        .collect();
    let same_words = |a: &Opinion, b: &Opinion| says_the_same(&a.text, &b.text);
    for (at, file) in theirs.opinions.iter().enumerate() {
        fates.push(match row_of_file.get(&at) {
            Some(row) => {
                let read = origins[*row].base.map(|at| &base.opinions[at]);
                let row = &ours.opinions[*row];
                ids.push(row.id);
                become_row(row, three_way::opinion(row, read, file, places))
            }
            None => {
                ids.push(file.id);
                let deleted = deleted.get(&at).map(|at| base.opinions[*at].clone());
                Fate::incoming(places.put(file), deleted, same_words)
            }
        });
        put_following(Some(at), &mut fates);
    }
    number(&mut fates);
    fates.extend(gone);
    MergedOpinions {
        fates,
        of_file: ids,
        kinds_by_hand,
    }
}

/// Who says it, as printed.
fn speaker_of(opinion: &Opinion) -> String {
    let parts = [&opinion.speaker_name, &opinion.speaker_role];
    parts.into_iter().flatten().map(String::as_str).collect()
}

/// An opinion that the file has no more goes, unless it was entered by hand, something refers to it, or a person decided
/// something about it.
fn stays(row: &Opinion, read: Option<&Opinion>, referred: &HashSet<OpinionId>) -> bool {
    referred.contains(&row.id) || read.is_none_or(|read| three_way::opinion_is_touched(row, read))
}

/// The lines of what stays were those of the file before.
fn stay_row(row: &Opinion, origin: Origin) -> Fate<Opinion> {
    if origin.base.is_none() && row.first_line.is_none() {
        return become_row(row, row.clone());
    }
    let after = Opinion {
        first_line: None,
        last_line: None,
        ..row.clone()
    };
    become_row(row, after)
}

fn number(fates: &mut [Fate<Opinion>]) {
    let mut positions = 0..;
    for fate in fates {
        let row = match fate {
            Fate::Insert(row) | Fate::Stay(row) => row,
            Fate::Become(rows) | Fate::Restore(rows) => &mut rows.1,
            Fate::Delete(_) | Fate::Absent(_) => continue,
        };
        row.position = positions.next().unwrap_or_default();
    }
}
