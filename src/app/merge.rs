//! A meeting that was made of an import, and a file that reads otherwise: what becomes of each row. A plan, which can be shown
//! (`corrected`) and carried out (`merge_rows`).
//!
//! Three sides: the rows as they are (`ours`), what the file that they were read from holds (`base`), what the file that comes in
//! holds (`theirs`). Nothing that a person decided is lost, and no opinion that something refers to.

use std::collections::{HashMap, HashSet};

use super::{
    draft_rows::DraftRows,
    merge_opinions, merge_parts,
    pairing::{Incoming, Origin, Piece, origins, says_the_same},
    three_way::{self, Places},
};
use crate::domain::{
    Attendance, Heading, HeadingId, Material, Meeting, Narrative, Opinion, OpinionId, Topic,
    TopicId,
};

/// What becomes of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate<T> {
    /// It is new.
    Insert(T),
    /// It is there, and becomes this; often the same.
    Become(Box<(T, T)>),
    /// The file has it no more, and it stays: somebody refers to it, or decided something about it.
    Stay(T),
    /// The file has it no more, and it goes.
    Delete(T),
    /// A person deleted it, and it stays away, though the file has it.
    Absent(T),
    /// A person deleted it; the file has other words for it now, which nobody judged. As it was and as it is new.
    Restore(Box<(T, T)>),
}

impl<T> Fate<T> {
    /// The row as it will be; `None` where it goes.
    pub(super) fn after(&self) -> Option<&T> {
        match self {
            Self::Insert(row) | Self::Stay(row) => Some(row),
            Self::Become(rows) | Self::Restore(rows) => Some(&rows.1),
            Self::Delete(_) | Self::Absent(_) => None,
        }
    }

    /// The row, where it is stored anew.
    pub(super) fn inserted(&self) -> Option<&T> {
        match self {
            Self::Insert(row) => Some(row),
            Self::Restore(rows) => Some(&rows.1),
            Self::Become(_) | Self::Stay(_) | Self::Delete(_) | Self::Absent(_) => None,
        }
    }

    /// A piece of the file that no row stands for: new, unless it is one that a person deleted and that says the same.
    pub(super) fn incoming(row: T, deleted: Option<T>, same: impl FnOnce(&T, &T) -> bool) -> Self {
        match deleted {
            None => Self::Insert(row),
            Some(deleted) if same(&deleted, &row) => Self::Absent(row),
            Some(deleted) => Self::Restore(Box::new((deleted, row))),
        }
    }
}

/// What becomes of a meeting.
#[derive(Debug)]
pub(super) struct Plan {
    pub meeting: (Meeting, Meeting),
    pub attendances: Vec<Fate<Attendance>>,
    pub topics: Vec<Fate<Topic>>,
    pub headings: Vec<Fate<Heading>>,
    pub narratives: Vec<Fate<Narrative>>,
    pub materials: Vec<Fate<Material>>,
    pub opinions: Vec<Fate<Opinion>>,
    /// The opinions as the file that comes in has them, in its order: the ids of their rows.
    pub opinions_of_file: Vec<OpinionId>,
    /// The opinions of which a person said what kind they are.
    pub kinds_by_hand: HashSet<OpinionId>,
}

/// The three sides of a meeting, and what is known about its opinions.
pub(super) struct Sides {
    pub ours: DraftRows,
    /// `None` where no file is known that the rows were read from.
    pub base: Option<DraftRows>,
    pub theirs: DraftRows,
    /// Opinions that an action item came of.
    pub referred: HashSet<OpinionId>,
    /// The issues that people accepted for opinions.
    pub accepted: HashSet<(OpinionId, String)>,
}

/// What becomes of each row.
pub(super) fn plan(sides: Sides) -> Plan {
    let Sides {
        ours,
        base,
        theirs,
        referred,
        accepted,
    } = sides;
    let base_meeting = base.as_ref().map(|base| base.meeting.clone());
    let base = base.unwrap_or_else(|| DraftRows::none(ours.meeting.clone()));
    let mut places = Places {
        accepted,
        ..Places::default()
    };
    let mut topics = topics(&ours, &base, &theirs, &mut places.topics);
    let mut headings = headings(&ours, &base, &theirs, &mut places);
    let merged = merge_opinions::opinions(&ours, &base, &theirs, &places, &referred);
    let mut opinions = merged.fates;
    let narratives = merge_parts::narratives(&ours, &base, &theirs, &places);
    let materials = merge_parts::materials(&ours, &base, &theirs, &places);
    drop_headings(&mut headings, &mut opinions);
    let mut used = topics_of(&headings, |one| one.topic_id);
    used.extend(topics_of(&narratives, |one| one.topic_id));
    used.extend(topics_of(&opinions, |one| one.topic_id));
    used.extend(topics_of(&materials, |one| one.topic_id));
    used.extend(ours.materials.iter().filter_map(|one| one.topic_id));
    drop_topics(&mut topics, &base, &used);
    Plan {
        meeting: (
            ours.meeting.clone(),
            three_way::meeting(&ours.meeting, base_meeting.as_ref(), &theirs.meeting),
        ),
        attendances: merge_parts::attendances(&ours, &base, &theirs),
        topics,
        headings,
        narratives,
        materials,
        opinions,
        opinions_of_file: merged.of_file,
        kinds_by_hand: merged.kinds_by_hand,
    }
}

fn topics(
    ours: &DraftRows,
    base: &DraftRows,
    theirs: &DraftRows,
    places: &mut HashMap<TopicId, TopicId>,
) -> Vec<Fate<Topic>> {
    let piece = |topic: &Topic| Piece::of(topic.title.clone(), topic.first_line, topic.last_line);
    let (origins, new) = pieces(&ours.topics, &base.topics, &theirs.topics, piece);
    let mut fates = Vec::new();
    for (row, origin) in ours.topics.iter().zip(&origins) {
        let read = origin.base.map(|at| &base.topics[at]);
        places.extend(read.map(|read| (read.id, row.id)));
        fates.push(match origin.theirs.map(|at| &theirs.topics[at]) {
            Some(file) => {
                places.insert(file.id, row.id);
                become_row(row, three_way::topic(row, read, file))
            }
            None => Fate::Stay(row.clone()),
        });
    }
    for one in new {
        let topic = &theirs.topics[one.theirs];
        places.insert(topic.id, topic.id);
        // What may stand under one that a person deleted is not known yet: `drop_topics` looks.
        let deleted = one.deleted.map(|at| base.topics[at].clone());
        places.extend(deleted.as_ref().map(|deleted| (deleted.id, topic.id)));
        fates.push(Fate::incoming(topic.clone(), deleted, |_, _| false));
    }
    fates
}

/// Headings have no words of a person: they come from files alone.
fn headings(
    ours: &DraftRows,
    base: &DraftRows,
    theirs: &DraftRows,
    places: &mut Places,
) -> Vec<Fate<Heading>> {
    let piece =
        |heading: &Heading| Piece::of(heading.title.clone(), heading.first_line, heading.last_line);
    let (origins, new) = pieces(&ours.headings, &base.headings, &theirs.headings, piece);
    let topic_of = |file: &Heading, places: &Places| {
        let topic = file.topic_id?;
        places.topics.get(&topic).copied()
    };
    let mut fates = Vec::new();
    for (row, origin) in ours.headings.iter().zip(&origins) {
        let read = origin.base.map(|at| base.headings[at].id);
        places.headings.extend(read.map(|read| (read, row.id)));
        fates.push(match origin.theirs.map(|at| &theirs.headings[at]) {
            Some(file) => {
                places.headings.insert(file.id, row.id);
                let after = Heading {
                    id: row.id,
                    topic_id: topic_of(file, places),
                    ..file.clone()
                };
                become_row(row, after)
            }
            None => Fate::Stay(row.clone()),
        });
    }
    for heading in new.into_iter().map(|one| &theirs.headings[one.theirs]) {
        places.headings.insert(heading.id, heading.id);
        fates.push(Fate::Insert(Heading {
            topic_id: topic_of(heading, places),
            ..heading.clone()
        }));
    }
    fates
}

/// A heading that the file has no more, and under which nothing stands, goes. What stands under a heading of another topic now
/// stands under none.
fn drop_headings(headings: &mut [Fate<Heading>], opinions: &mut [Fate<Opinion>]) {
    let topic_of: HashMap<HeadingId, Option<TopicId>> = headings
        .iter()
        .filter_map(Fate::after)
        .map(|heading| (heading.id, heading.topic_id))
        .collect();
    let mut used = HashSet::new();
    for fate in opinions.iter_mut() {
        let row = match fate {
            Fate::Insert(row) | Fate::Stay(row) => row,
            Fate::Become(rows) | Fate::Restore(rows) => &mut rows.1,
            Fate::Delete(_) | Fate::Absent(_) => continue,
        };
        row.heading_id = row
            .heading_id
            .filter(|heading| topic_of.get(heading) == Some(&row.topic_id));
        used.extend(row.heading_id);
    }
    for fate in headings {
        if let Fate::Stay(row) = fate
            && !used.contains(&row.id)
        {
            *fate = Fate::Delete(row.clone());
        }
    }
}

/// The topics under which something stands.
fn topics_of<T>(fates: &[Fate<T>], topic: impl Fn(&T) -> Option<TopicId>) -> HashSet<TopicId> {
    let rows = fates.iter().filter_map(Fate::after);
    rows.filter_map(topic).collect()
}

/// A topic that the file has no more goes where nothing stands under it and nobody changed it. One that a person deleted stays
/// away where nothing stands under it.
fn drop_topics(topics: &mut [Fate<Topic>], base: &DraftRows, used: &HashSet<TopicId>) {
    for fate in topics {
        if let Fate::Restore(rows) = fate
            && !used.contains(&rows.1.id)
            && says_the_same(&rows.0.title, &rows.1.title)
        {
            *fate = Fate::Absent(rows.1.clone());
        }
        let Fate::Stay(row) = fate else { continue };
        let read = base
            .topics
            .iter()
            .find(|read| read.first_line.is_some() && read.first_line == row.first_line);
        let touched = read.is_none_or(|read| three_way::topic_is_touched(row, read));
        if !touched && !used.contains(&row.id) {
            *fate = Fate::Delete(row.clone());
        }
    }
}

pub(super) fn become_row<T: Clone>(before: &T, after: T) -> Fate<T> {
    Fate::Become(Box::new((before.clone(), after)))
}

pub(super) fn pieces<T>(
    ours: &[T],
    base: &[T],
    theirs: &[T],
    piece: impl Fn(&T) -> Piece,
) -> (Vec<Origin>, Vec<Incoming>) {
    let all = |rows: &[T]| rows.iter().map(&piece).collect::<Vec<_>>();
    origins(&all(ours), &all(base), &all(theirs))
}
