//! What differs between two revisions of the same minutes, part by part, and the 正誤表 that tells it.
//!
//! Only what is printed counts: the tags of opinions, and the 正誤表 itself, are not compared. A part that stands elsewhere only
//! because another one came or went in front of it has not changed.

mod errata;
mod fields;
mod order;
mod place;
mod print;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use errata::errata;
pub use print::same_print;

use self::{fields::Fields, order::moved, place::Places};
use super::{Part, PartKind, PublishedMinutes};
use crate::domain::{MeetingId, text_enum::text_enum};

text_enum! {
    /// What became of a part.
    PartChange {
        /// It is new.
        Added = "added",
        /// It is no longer there.
        Removed = "removed",
        /// It says something else, or stands elsewhere.
        Changed = "changed",
    }
}

/// What differs between two revisions of the same minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesDiff {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The title of the meeting in the second revision, or else in the first; none where both were scrubbed.
    pub title: Option<String>,
    /// The first of the two.
    pub from: RevisionName,
    /// The second of the two.
    pub to: RevisionName,
    /// What differs, in the order of the document; what was removed stands after what is there of the same kind.
    pub parts: Vec<PartDiff>,
}

/// A revision, named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionName {
    /// 第n版.
    pub number: i64,
    /// Its hash.
    pub hash: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Why it was published; of all but the first.
    pub reason: Option<String>,
}

/// What differs in one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartDiff {
    /// What it is a part of.
    pub kind: PartKind,
    /// The id of the thing.
    pub id: Uuid,
    /// Where it stands, in words: 議題（２） 養成研修 ／ 受講要件 ／ 第3発言. Titles that the newer revision has no more are not in it.
    pub place: String,
    /// What became of it.
    pub change: PartChange,
    /// Whether the words of a side were taken out for good, so that nothing can be compared.
    pub withheld: bool,
    /// The members of its content that differ; of an added or removed part, those that are there.
    pub fields: Vec<FieldDiff>,
}

/// What differs in one member of a part's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDiff {
    /// The name of the member: `text`, `speaker_name`.
    pub field: &'static str,
    /// What it says in the first revision: words as printed, a date as 2024-06-05, a word of a closed set as JSON has it. Of
    /// `topic_id` and `heading_id` the title, of `position` the place counted from 1, of `redactions` the reasons.
    pub before: Option<String>,
    /// What it says in the second.
    pub after: Option<String>,
    /// Whether a side is none because its words must not be repeated.
    pub withheld: bool,
}

/// What differs between `from` and `to`, of which either may be the newer one. Linear in the number of parts but for a logarithm.
pub fn diff(from: &PublishedMinutes, to: &PublishedMinutes) -> MinutesDiff {
    let backwards = from.number > to.number;
    let (old, new) = match backwards {
        false => (Places::of_older(from, to), Places::of(to)),
        true => (Places::of(from), Places::of_older(to, from)),
    };
    let meeting = |minutes: &PublishedMinutes| vec![minutes.meeting.clone()];
    let mut parts = Vec::new();
    let sides = Sides {
        old: &old,
        new: &new,
        backwards,
    };
    sides.compare(&meeting(from), &meeting(to), &mut parts);
    sides.compare(&from.attendance, &to.attendance, &mut parts);
    sides.compare(&from.topics, &to.topics, &mut parts);
    sides.compare(&from.headings, &to.headings, &mut parts);
    sides.compare(&from.narratives, &to.narratives, &mut parts);
    sides.compare(&from.materials, &to.materials, &mut parts);
    sides.compare(&from.opinions, &to.opinions, &mut parts);
    let title = |minutes: &PublishedMinutes| {
        let content = minutes.meeting.content.as_ref();
        content.map(|meeting| meeting.title.clone())
    };
    MinutesDiff {
        meeting_id: to.meeting_id,
        title: title(to).or_else(|| title(from)),
        from: RevisionName::of(from),
        to: RevisionName::of(to),
        parts,
    }
}

impl RevisionName {
    fn of(minutes: &PublishedMinutes) -> Self {
        Self {
            number: minutes.number,
            hash: minutes.hash.clone(),
            published_at: minutes.published_at,
            reason: minutes.reason.clone(),
        }
    }
}

/// Both revisions, as far as places and titles go.
struct Sides<'a> {
    old: &'a Places<'a>,
    new: &'a Places<'a>,
    /// Whether the first revision is the newer one.
    backwards: bool,
}

impl Sides<'_> {
    /// What differs between two lists of the same kind, in the order of the document.
    fn compare<T: Fields>(&self, from: &[Part<T>], to: &[Part<T>], parts: &mut Vec<PartDiff>) {
        let before: HashMap<Uuid, usize> = indexes(from);
        let after: HashMap<Uuid, usize> = indexes(to);
        let moved = moved(to.iter().filter_map(|part| before.get(&part.id).copied()));
        for (index, part) in to.iter().enumerate() {
            match before.get(&part.id) {
                None => parts.push(self.only(PartChange::Added, part, index)),
                Some(&was) => {
                    let moved = moved.contains(&was).then_some((was, index));
                    parts.extend(self.both(&from[was], part, index, moved));
                }
            }
        }
        for (index, part) in from.iter().enumerate() {
            if !after.contains_key(&part.id) {
                parts.push(self.only(PartChange::Removed, part, index));
            }
        }
    }

    /// A part that is in one revision alone.
    fn only<T: Fields>(&self, change: PartChange, part: &Part<T>, index: usize) -> PartDiff {
        let places = if change == PartChange::Added {
            self.new
        } else {
            self.old
        };
        let words = part.content.as_ref().map(|content| content.fields(places));
        let field = |(field, value): (&'static str, Option<String>)| {
            let (before, after) = if change == PartChange::Added {
                (None, value)
            } else {
                (value, None)
            };
            (before.is_some() || after.is_some()).then_some(FieldDiff {
                field,
                before,
                after,
                withheld: false,
            })
        };
        // What is gone is called by its number: it may have gone for its name.
        let shown = part.content.as_ref();
        let shown = shown.filter(|_| change == PartChange::Added && !self.backwards);
        PartDiff {
            kind: T::KIND,
            id: part.id,
            place: place(shown, part, index, places),
            change,
            withheld: words.is_none(),
            fields: words.into_iter().flatten().filter_map(field).collect(),
        }
    }

    /// A part that is in both revisions; none where it is the same. `moved` tells from where to where it went.
    fn both<T: Fields>(
        &self,
        from: &Part<T>,
        to: &Part<T>,
        index: usize,
        moved: Option<(usize, usize)>,
    ) -> Option<PartDiff> {
        let mut fields = match (&from.content, &to.content) {
            (Some(from), Some(to)) => changed(from, to, self),
            _ => Vec::new(),
        };
        fields.extend(moved.map(|(was, is)| FieldDiff {
            field: "position",
            before: Some((was + 1).to_string()),
            after: Some((is + 1).to_string()),
            withheld: false,
        }));
        let withheld = from.content.is_some() != to.content.is_some();
        (withheld || !fields.is_empty()).then(|| PartDiff {
            kind: T::KIND,
            id: to.id,
            place: place(to.content.as_ref(), to, index, self.new),
            change: PartChange::Changed,
            withheld,
            fields,
        })
    }
}

/// Where a part stands, itself called by its words as far as they may show.
fn place<T: Fields>(
    shown: Option<&T>,
    part: &Part<T>,
    index: usize,
    places: &Places<'_>,
) -> String {
    let above = part.content.as_ref().map(Fields::above);
    let (topic, heading) = above.unwrap_or_default();
    places.below(topic, heading, T::name(shown, index))
}

/// The members that differ, with what must not be repeated left out.
fn changed<T: Fields>(from: &T, to: &T, sides: &Sides<'_>) -> Vec<FieldDiff> {
    let pairs = from.fields(sides.old).into_iter().zip(to.fields(sides.new));
    let differ = |((field, before), (_, after)): ((&'static str, _), (_, _))| {
        T::differs(field, from, to)
            .unwrap_or_else(|| before != after)
            .then_some(FieldDiff {
                field,
                before,
                after,
                withheld: false,
            })
    };
    let mut fields: Vec<FieldDiff> = pairs.filter_map(differ).collect();
    let newer = if sides.backwards { from } else { to };
    for field in &mut fields {
        T::withhold(field, newer);
    }
    fields
}

fn indexes<T>(parts: &[Part<T>]) -> HashMap<Uuid, usize> {
    let index = |(index, part): (usize, &Part<T>)| (part.id, index);
    parts.iter().enumerate().map(index).collect()
}

#[cfg(test)]
#[path = "diff/tests.rs"]
mod tests;
