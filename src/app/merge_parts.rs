//! What becomes of the attendance list, the stage directions and the materials of a meeting when its file reads otherwise.

use super::{
    draft_rows::DraftRows,
    merge::{Fate, become_row, pieces},
    pairing::Piece,
    three_way::{self, Places},
};
use crate::{
    domain::{Attendance, Material, Narrative},
    text::fold,
};

pub(super) fn narratives(
    ours: &DraftRows,
    base: &DraftRows,
    theirs: &DraftRows,
    places: &Places,
) -> Vec<Fate<Narrative>> {
    let piece = |narrative: &Narrative| {
        Piece::of(
            narrative.text.clone(),
            narrative.first_line,
            narrative.last_line,
        )
    };
    let (origins, new) = pieces(
        &ours.narratives,
        &base.narratives,
        &theirs.narratives,
        piece,
    );
    let put = |file: &Narrative| Narrative {
        topic_id: file
            .topic_id
            .and_then(|topic| places.topics.get(&topic).copied()),
        ..file.clone()
    };
    let mut fates: Vec<_> = ours
        .narratives
        .iter()
        .zip(&origins)
        .map(|(row, origin)| match origin.theirs {
            Some(at) => {
                let after = Narrative {
                    id: row.id,
                    ..put(&theirs.narratives[at])
                };
                become_row(row, after)
            }
            None => Fate::Delete(row.clone()),
        })
        .collect();
    let new = new
        .into_iter()
        .map(|one| put(&theirs.narratives[one.theirs]));
    fates.extend(new.map(Fate::Insert));
    fates
}

/// Materials that are not there yet. Those that are stay: people put addresses to them, and move them. One that the file before
/// had is there, or a person deleted it.
pub(super) fn materials(
    ours: &DraftRows,
    base: &DraftRows,
    theirs: &DraftRows,
    places: &Places,
) -> Vec<Fate<Material>> {
    let put = |file: &Material| Material {
        topic_id: file
            .topic_id
            .and_then(|topic| places.topics.get(&topic).copied()),
        ..file.clone()
    };
    let has = |rows: &[Material], one: &Material| {
        rows.iter()
            .any(|row| row.number == one.number && row.topic_id == one.topic_id)
    };
    let before: Vec<Material> = base.materials.iter().map(put).collect();
    let last = ours.materials.iter().map(|one| one.position).max();
    let mut positions = last.map_or(0, |last| last + 1)..;
    let mut fates = Vec::new();
    for file in theirs.materials.iter().map(put) {
        if !has(&before, &file) && !has(&ours.materials, &file) {
            let position = positions.next().unwrap_or_default();
            fates.push(Fate::Insert(Material { position, ..file }));
        } else if !ours.materials.iter().any(|row| row.number == file.number) {
            fates.push(Fate::Absent(file));
        }
    }
    fates
}

pub(super) fn attendances(
    ours: &DraftRows,
    base: &DraftRows,
    theirs: &DraftRows,
) -> Vec<Fate<Attendance>> {
    let piece = |line: &Attendance| {
        let text = format!("{}{}", line.name, line.role.as_deref().unwrap_or_default());
        Piece::of(text, line.first_line, line.last_line)
    };
    let (origins, new) = pieces(
        &ours.attendances,
        &base.attendances,
        &theirs.attendances,
        piece,
    );
    let mut fates: Vec<_> = ours
        .attendances
        .iter()
        .zip(&origins)
        .map(|(row, origin)| {
            let read = origin.base.map(|at| &base.attendances[at]);
            match origin.theirs.map(|at| &theirs.attendances[at]) {
                Some(file) => become_row(row, three_way::attendance(row, read, file)),
                None if read.is_some_and(|read| !three_way::attendance_is_touched(row, read)) => {
                    Fate::Delete(row.clone())
                }
                None => Fate::Stay(row.clone()),
            }
        })
        .collect();
    // Another role or note makes nobody another one.
    let same_name = |a: &Attendance, b: &Attendance| fold(&a.name) == fold(&b.name);
    fates.extend(new.into_iter().map(|one| {
        let deleted = one.deleted.map(|at| base.attendances[at].clone());
        let row = theirs.attendances[one.theirs].clone();
        Fate::incoming(row, deleted, same_name)
    }));
    fates
}
