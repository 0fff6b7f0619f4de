//! One row of a meeting between the file that it was read from and the file that comes in: where nobody changed it since, the
//! file is followed; what a person decided stays.

use std::collections::{HashMap, HashSet};

use crate::domain::{
    Attendance, Attribution, Certainty, HeadingId, Meeting, Opinion, OpinionId, TagOrigin, Topic,
    TopicId, Visibility, carry_over,
};

/// The value of a field: the file's, unless a person changed it.
fn follow<T: Clone + PartialEq>(ours: &T, base: Option<&T>, theirs: &T) -> T {
    if base == Some(ours) {
        theirs.clone()
    } else {
        ours.clone()
    }
}

macro_rules! follow {
    ($ours:ident, $base:ident, $theirs:ident: $($field:ident),+) => {$(
        $ours.$field = follow(&$ours.$field, $base.map(|base| &base.$field), &$theirs.$field);
    )+};
}

/// The rows that stand for the topics and headings of a file.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By what the file that it was read from calls it, and by what the file that comes in calls it.
    pub topics: HashMap<TopicId, TopicId>,
    /// The same.
    pub headings: HashMap<HeadingId, HeadingId>,
    /// The issues that people accepted for opinions.
    pub accepted: HashSet<(OpinionId, String)>,
}

impl Places {
    fn topic(&self, id: Option<TopicId>) -> Option<TopicId> {
        self.topics.get(&id?).copied()
    }

    fn heading(&self, id: Option<HeadingId>) -> Option<HeadingId> {
        self.headings.get(&id?).copied()
    }

    /// An opinion that is new in the file, among the rows.
    pub(super) fn put(&self, opinion: &Opinion) -> Opinion {
        Opinion {
            topic_id: self.topic(opinion.topic_id),
            heading_id: self.heading(opinion.heading_id),
            ..opinion.clone()
        }
    }
}

pub(super) fn meeting(ours: &Meeting, base: Option<&Meeting>, theirs: &Meeting) -> Meeting {
    let mut merged = ours.clone();
    follow!(merged, base, theirs: title, fiscal_year, round, date, end_date, start_time, end_time, venue, mode);
    if base.is_none() {
        // Entered by hand: the file fills what is empty.
        merged.fiscal_year = ours.fiscal_year.or(theirs.fiscal_year);
        merged.round = ours.round.or(theirs.round);
        merged.date = ours.date.or(theirs.date);
        merged.end_date = ours.end_date.or(theirs.end_date);
        merged.start_time = ours.start_time.or(theirs.start_time);
        merged.end_time = ours.end_time.or(theirs.end_time);
        merged.venue = ours.venue.clone().or_else(|| theirs.venue.clone());
        merged.mode = ours.mode.or(theirs.mode);
    }
    merged.source_id = theirs.source_id;
    merged
}

pub(super) fn attendance(
    ours: &Attendance,
    base: Option<&Attendance>,
    theirs: &Attendance,
) -> Attendance {
    let mut merged = ours.clone();
    follow!(merged, base, theirs: name, role, status, capacity, organization, note, person_id);
    Attendance {
        position: theirs.position,
        first_line: theirs.first_line,
        last_line: theirs.last_line,
        ..merged
    }
}

/// Whether a person changed a line of an attendance list since it was read.
pub(super) fn attendance_is_touched(ours: &Attendance, base: &Attendance) -> bool {
    let by_file = Attendance {
        id: ours.id,
        position: ours.position,
        person_id: ours.person_id,
        version: ours.version,
        ..base.clone()
    };
    by_file != *ours
}

pub(super) fn topic(ours: &Topic, base: Option<&Topic>, theirs: &Topic) -> Topic {
    let mut merged = ours.clone();
    follow!(merged, base, theirs: number, title);
    Topic {
        position: theirs.position,
        first_line: theirs.first_line,
        last_line: theirs.last_line,
        ..merged
    }
}

/// Whether a person changed a topic since it was read.
pub(super) fn topic_is_touched(ours: &Topic, base: &Topic) -> bool {
    ours.title != base.title || ours.number != base.number || ours.visibility != Visibility::Public
}

pub(super) fn opinion(
    ours: &Opinion,
    base: Option<&Opinion>,
    theirs: &Opinion,
    places: &Places,
) -> Opinion {
    let mut merged = ours.clone();
    merged.text = text(&ours.text, base.map(|base| &*base.text), &theirs.text);
    merged.redactions = carry_over(&ours.text, &ours.redactions, &merged.text);
    follow!(merged, base, theirs: kind);
    if base.is_some_and(|base| speaker_of(base) == speaker_of(ours)) {
        merged.attribution = theirs.attribution;
        merged.certainty = theirs.certainty;
        merged.speaker_name.clone_from(&theirs.speaker_name);
        merged.speaker_role.clone_from(&theirs.speaker_role);
    }
    if merged.speaker_name == ours.speaker_name {
        follow!(merged, base, theirs: person_id);
    } else {
        merged.person_id = theirs.person_id;
    }
    if base.is_some_and(|base| places.topic(base.topic_id) == ours.topic_id) {
        merged.topic_id = places.topic(theirs.topic_id);
        merged.heading_id = places.heading(theirs.heading_id);
    }
    if let Some(base) = base {
        merge_tags(&mut merged, base, theirs, places);
    }
    merged.first_line = theirs.first_line;
    merged.last_line = theirs.last_line;
    merged
}

/// Whether a person decided anything about an opinion since it was read.
pub(super) fn opinion_is_touched(ours: &Opinion, base: &Opinion) -> bool {
    ours.text != base.text
        || ours.kind != base.kind
        || speaker_of(ours) != speaker_of(base)
        || ours.visibility != Visibility::Public
        || ours.issues != base.issues
}

type Speaker<'a> = (Attribution, Certainty, Option<&'a str>, Option<&'a str>);

fn speaker_of(opinion: &Opinion) -> Speaker<'_> {
    (
        opinion.attribution,
        opinion.certainty,
        opinion.speaker_name.as_deref(),
        opinion.speaker_role.as_deref(),
    )
}

/// The words of a statement. Where a person and the file both changed them, the person's stay, with what the file only added
/// before or after them.
fn text(ours: &str, base: Option<&str>, theirs: &str) -> String {
    let Some(base) = base else {
        return ours.to_owned();
    };
    if ours == base {
        return theirs.to_owned();
    }
    if let Some(added) = theirs.strip_prefix(base) {
        return format!("{ours}{added}");
    }
    if let Some(added) = theirs.strip_suffix(base) {
        return format!("{added}{ours}");
    }
    ours.to_owned()
}

/// What the file names now is tagged; what it named before and does not any more is not, unless a person wanted it.
fn merge_tags(merged: &mut Opinion, base: &Opinion, theirs: &Opinion, places: &Places) {
    let has = |one: &Opinion, key: &str| one.issues.iter().any(|tag| tag.key == key);
    let id = merged.id;
    merged.issues.retain(|tag| {
        tag.origin == TagOrigin::Manual
            || has(theirs, &tag.key)
            || !has(base, &tag.key)
            || places.accepted.contains(&(id, tag.key.clone()))
    });
    for tag in &theirs.issues {
        // One that was read before and is not there was taken away by a person.
        if !has(merged, &tag.key) && !has(base, &tag.key) {
            merged.issues.push(tag.clone());
        }
    }
    merged.issues.sort_by(|a, b| a.key.cmp(&b.key));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_person_stay_with_what_the_file_added() {
        for (ours, base, theirs, expected) in [
            ("甲", "甲", "乙", "乙"),
            ("人", "甲", "乙", "人"),
            ("人", "甲", "甲と乙", "人と乙"),
            ("人", "甲", "乙と甲", "乙と人"),
        ] {
            assert_eq!(text(ours, Some(base), theirs), expected);
        }
        assert_eq!(text("人", None, "乙"), "人");
    }
}
