//! What the parts of a revision hold: the public form of the minutes, and nothing that is not in it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::PartKind;
use crate::domain::{
    AttendanceStatus, Attribution, Capacity, ClockTime, HeadingId, MeetingId, MeetingMode,
    OpinionKind, TopicId,
};

/// The content of one part. Its canonical JSON is what the part's digest covers, so a member is never renamed.
/// The member `part` says what it is the content of; `kind` is that of an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case", deny_unknown_fields)]
pub enum PartContent {
    /// The heading of the document.
    Meeting(MeetingContent),
    /// One line of the attendance list.
    Attendance(AttendanceContent),
    /// A topic.
    Topic(TopicContent),
    /// A heading.
    Heading(HeadingContent),
    /// A stage direction.
    Narrative(NarrativeContent),
    /// A material.
    Material(MaterialContent),
    /// An opinion.
    Opinion(OpinionContent),
    /// A line of the 正誤表.
    Erratum(ErratumContent),
}

impl PartContent {
    /// What it is the content of.
    pub fn kind(&self) -> PartKind {
        match self {
            Self::Meeting(_) => PartKind::Meeting,
            Self::Attendance(_) => PartKind::Attendance,
            Self::Topic(_) => PartKind::Topic,
            Self::Heading(_) => PartKind::Heading,
            Self::Narrative(_) => PartKind::Narrative,
            Self::Material(_) => PartKind::Material,
            Self::Opinion(_) => PartKind::Opinion,
            Self::Erratum(_) => PartKind::Erratum,
        }
    }
}

/// The heading of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingContent {
    /// The name of the council at the time of publication.
    pub council: String,
    /// The title.
    pub title: String,
    /// 年度, named by the year in which it begins.
    pub fiscal_year: Option<i64>,
    /// 第n回.
    pub round: Option<i64>,
    /// The day, or the first day.
    pub date: Option<NaiveDate>,
    /// The last day, where it is another.
    pub end_date: Option<NaiveDate>,
    /// When it began.
    pub start_time: Option<ClockTime>,
    /// When it ended.
    pub end_time: Option<ClockTime>,
    /// Where, as printed.
    pub venue: Option<String>,
    /// How it was held.
    pub mode: Option<MeetingMode>,
}

/// One line of the attendance list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceContent {
    /// Its place in the list, from 0.
    pub position: i64,
    /// The name as printed.
    pub name: String,
    /// The role as printed.
    pub role: Option<String>,
    /// Whether and how the person took part.
    pub status: AttendanceStatus,
    /// In which capacity.
    pub capacity: Capacity,
    /// The organisation as printed.
    pub organization: Option<String>,
    /// What is printed beside the name.
    pub note: Option<String>,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicContent {
    /// Its order in the meeting, from 0.
    pub position: i64,
    /// The number as printed.
    pub number: Option<String>,
    /// The title as printed.
    pub title: String,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingContent {
    /// The topic that it is a part of.
    pub topic_id: Option<TopicId>,
    /// Its order in the meeting, from 0.
    pub position: i64,
    /// The title as printed.
    pub title: String,
}

/// A stage direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NarrativeContent {
    /// The topic that it is a part of.
    pub topic_id: Option<TopicId>,
    /// Its order in the meeting, from 0.
    pub position: i64,
    /// The text as printed.
    pub text: String,
}

/// A material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialContent {
    /// The topic, where it belongs to one.
    pub topic_id: Option<TopicId>,
    /// Its place in the list, from 0.
    pub position: i64,
    /// The number as printed.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
}

/// An opinion in its public form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionContent {
    /// The topic.
    pub topic_id: Option<TopicId>,
    /// The heading above it.
    pub heading_id: Option<HeadingId>,
    /// Its order in the meeting, from 0.
    pub position: i64,
    /// The wording, with a mark where words are left out; `\n` starts a new paragraph.
    pub text: String,
    /// What kind of statement it is.
    pub kind: OpinionKind,
    /// To whom it is given.
    pub attribution: Attribution,
    /// The speaker's name as printed, where it is published.
    pub speaker_name: Option<String>,
    /// The speaker's role as printed, where it is published.
    pub speaker_role: Option<String>,
    /// The keys of its issues at the time of publication.
    pub issues: Vec<String>,
    /// The marks that stand for words that are left out.
    pub redactions: Vec<RedactionMark>,
}

/// A mark in a public text that stands for words that are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedactionMark {
    /// Where the mark begins in the text, in Unicode code points.
    pub start: i64,
    /// Where it ends.
    pub end: i64,
    /// Why the words are left out.
    pub reason: String,
}

/// A line of the 正誤表: where, before, after, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErratumContent {
    /// Its place in the table, from 0.
    pub position: i64,
    /// What was corrected.
    pub subject: PartKind,
    /// The id of what was corrected.
    pub subject_id: Uuid,
    /// Where it stands, in words: 議題（２） 養成研修.
    pub place: String,
    /// What was corrected of it: the name of a member of its content; `added` or `removed` where it is there whole.
    pub field: String,
    /// What it said before; none where nothing was there, or the words must not be repeated.
    pub before: Option<String>,
    /// What it says now; none where nothing is there, or the words must not be repeated.
    pub after: Option<String>,
    /// Why.
    pub reason: String,
}

/// One part of published minutes, as anybody may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<T> {
    /// The id of the thing, the same in every revision.
    pub id: Uuid,
    /// What it holds; none once its words were taken out.
    pub content: Option<T>,
    /// Why and when its words were taken out.
    pub scrubbed: Option<Scrubbed>,
}

/// That the words of a part were taken out for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrubbed {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A revision with all its parts, in the order of the document: what every format is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedMinutes {
    /// The meeting.
    pub meeting_id: MeetingId,
    /// 第n版, from 1.
    pub number: i64,
    /// SHA-256 of the manifest, in hexadecimal digits.
    pub hash: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Why it was published; of all but the first.
    pub reason: Option<String>,
    /// The heading of the document.
    pub meeting: Part<MeetingContent>,
    /// Who was there and who was not.
    pub attendance: Vec<Part<AttendanceContent>>,
    /// The agenda.
    pub topics: Vec<Part<TopicContent>>,
    /// The sub-headings.
    pub headings: Vec<Part<HeadingContent>>,
    /// The stage directions.
    pub narratives: Vec<Part<NarrativeContent>>,
    /// What was handed out.
    pub materials: Vec<Part<MaterialContent>>,
    /// What was said.
    pub opinions: Vec<Part<OpinionContent>>,
    /// What this revision corrects.
    pub errata: Vec<Part<ErratumContent>>,
}
