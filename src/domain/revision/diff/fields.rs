//! The members of each kind of content as words that can be compared, and which of them must not be repeated.

use super::{
    FieldDiff,
    place::{Places, STEP, topic_place},
};
use crate::domain::{
    AttendanceContent, HeadingContent, HeadingId, MaterialContent, MeetingContent,
    NarrativeContent, OpinionContent, PartKind, RedactionMark, TextEnum, TopicContent, TopicId,
};

/// The name of a member and what it says.
pub(super) type Field = (&'static str, Option<String>);

/// Content that can be compared member by member. `position` is no member here: what counts is the order.
pub(super) trait Fields {
    /// What it is the content of.
    const KIND: PartKind;

    /// Always the same names in the same order.
    fn fields(&self, places: &Places<'_>) -> Vec<Field>;

    /// What it is called among its kind; by its number, from 0 in its list, where its own words are not to show.
    fn name(content: Option<&Self>, index: usize) -> String;

    /// Below which topic and heading it stands.
    fn above(&self) -> (Option<TopicId>, Option<HeadingId>) {
        (None, None)
    }

    /// Whether a member differs, where that is not decided by the words for it.
    fn differs(_field: &str, _from: &Self, _to: &Self) -> Option<bool> {
        None
    }

    /// Takes out of a member what must not be repeated, which the newer of the two revisions decides.
    fn withhold(_field: &mut FieldDiff, _newer: &Self) {}
}

fn word(word: impl TextEnum) -> Option<String> {
    Some(word.as_str().to_owned())
}

fn shown<T: ToString>(value: &Option<T>) -> Option<String> {
    value.as_ref().map(T::to_string)
}

impl Fields for MeetingContent {
    const KIND: PartKind = PartKind::Meeting;

    fn fields(&self, _: &Places<'_>) -> Vec<Field> {
        vec![
            ("council", Some(self.council.clone())),
            ("title", Some(self.title.clone())),
            ("fiscal_year", shown(&self.fiscal_year)),
            ("round", shown(&self.round)),
            ("date", shown(&self.date)),
            ("end_date", shown(&self.end_date)),
            ("start_time", shown(&self.start_time)),
            ("end_time", shown(&self.end_time)),
            ("venue", self.venue.clone()),
            ("mode", self.mode.and_then(word)),
        ]
    }

    fn name(_: Option<&Self>, _: usize) -> String {
        "会議の概要".to_owned()
    }
}

impl Fields for AttendanceContent {
    const KIND: PartKind = PartKind::Attendance;

    fn fields(&self, _: &Places<'_>) -> Vec<Field> {
        vec![
            ("name", Some(self.name.clone())),
            ("role", self.role.clone()),
            ("status", word(self.status)),
            ("capacity", word(self.capacity)),
            ("organization", self.organization.clone()),
            ("note", self.note.clone()),
        ]
    }

    fn name(content: Option<&Self>, index: usize) -> String {
        match content {
            Some(line) => format!("出欠{STEP}{}", line.name),
            None => format!("出欠{STEP}{}行目", index + 1),
        }
    }
}

impl Fields for TopicContent {
    const KIND: PartKind = PartKind::Topic;

    fn fields(&self, _: &Places<'_>) -> Vec<Field> {
        vec![
            ("number", self.number.clone()),
            ("title", Some(self.title.clone())),
        ]
    }

    fn name(content: Option<&Self>, index: usize) -> String {
        match content {
            Some(_) => topic_place(content),
            None => format!("議題（{}番目）", index + 1),
        }
    }
}

impl Fields for HeadingContent {
    const KIND: PartKind = PartKind::Heading;

    fn fields(&self, places: &Places<'_>) -> Vec<Field> {
        vec![
            ("topic_id", places.topic(self.topic_id)),
            ("title", Some(self.title.clone())),
        ]
    }

    fn name(content: Option<&Self>, index: usize) -> String {
        match content {
            Some(heading) => format!("小見出し「{}」", heading.title),
            None => format!("小見出し（{}番目）", index + 1),
        }
    }

    fn above(&self) -> (Option<TopicId>, Option<HeadingId>) {
        (self.topic_id, None)
    }

    fn differs(field: &str, from: &Self, to: &Self) -> Option<bool> {
        (field == "topic_id").then(|| from.topic_id != to.topic_id)
    }
}

impl Fields for NarrativeContent {
    const KIND: PartKind = PartKind::Narrative;

    fn fields(&self, places: &Places<'_>) -> Vec<Field> {
        vec![
            ("topic_id", places.topic(self.topic_id)),
            ("text", Some(self.text.clone())),
        ]
    }

    fn name(_: Option<&Self>, index: usize) -> String {
        format!("経過の記載（{}番目）", index + 1)
    }

    fn above(&self) -> (Option<TopicId>, Option<HeadingId>) {
        (self.topic_id, None)
    }

    fn differs(field: &str, from: &Self, to: &Self) -> Option<bool> {
        (field == "topic_id").then(|| from.topic_id != to.topic_id)
    }
}

impl Fields for MaterialContent {
    const KIND: PartKind = PartKind::Material;

    fn fields(&self, places: &Places<'_>) -> Vec<Field> {
        vec![
            ("topic_id", places.topic(self.topic_id)),
            ("number", self.number.clone()),
            ("title", Some(self.title.clone())),
            ("url", self.url.clone()),
        ]
    }

    fn name(content: Option<&Self>, index: usize) -> String {
        match content.and_then(|material| material.number.as_ref()) {
            Some(number) => format!("会議資料{STEP}{number}"),
            None => format!("会議資料{STEP}{}番目", index + 1),
        }
    }

    fn differs(field: &str, from: &Self, to: &Self) -> Option<bool> {
        (field == "topic_id").then(|| from.topic_id != to.topic_id)
    }
}

impl Fields for OpinionContent {
    const KIND: PartKind = PartKind::Opinion;

    fn fields(&self, places: &Places<'_>) -> Vec<Field> {
        vec![
            ("topic_id", places.topic(self.topic_id)),
            ("heading_id", places.heading(self.heading_id)),
            ("text", Some(self.text.clone())),
            ("kind", word(self.kind)),
            ("attribution", word(self.attribution)),
            ("speaker_name", self.speaker_name.clone()),
            ("speaker_role", self.speaker_role.clone()),
            ("redactions", reasons(&self.redactions)),
        ]
    }

    fn name(_: Option<&Self>, index: usize) -> String {
        format!("第{}発言", index + 1)
    }

    fn above(&self) -> (Option<TopicId>, Option<HeadingId>) {
        (self.topic_id, self.heading_id)
    }

    fn differs(field: &str, from: &Self, to: &Self) -> Option<bool> {
        match field {
            "topic_id" => Some(from.topic_id != to.topic_id),
            "heading_id" => Some(from.heading_id != to.heading_id),
            // Where the wording changed, the marks may stand elsewhere for that alone.
            "redactions" if from.text == to.text => Some(from.redactions != to.redactions),
            _ => None,
        }
    }

    /// The wording, where the newer side leaves words out that the older may have. A name or role that is no longer published.
    fn withhold(field: &mut FieldDiff, newer: &Self) {
        let nameless = newer.speaker_name.is_none();
        let withheld = match field.field {
            "text" => !newer.redactions.is_empty(),
            "speaker_name" => nameless,
            "speaker_role" => nameless && newer.speaker_role.is_none(),
            _ => false,
        };
        if withheld {
            (field.before, field.after, field.withheld) = (None, None, true);
        }
    }
}

fn reasons(marks: &[RedactionMark]) -> Option<String> {
    let reasons: Vec<&str> = marks.iter().map(|mark| mark.reason.as_str()).collect();
    (!reasons.is_empty()).then(|| reasons.join("、"))
}
