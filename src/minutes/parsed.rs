//! What a document was read as. The JSON of these types is a contract: `giji parse --format json` prints it and other
//! tools read it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{
    AttendanceStatus, Attribution, Capacity, Certainty, ClockTime, MeetingMode, OpinionKind,
    Strength, Tag,
};

/// Where something stands in the file. Lines count from 1 and both ends are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first line.
    pub first_line: i64,
    /// The last line.
    pub last_line: i64,
    /// The page, from 1, where the format has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<i64>,
}

/// Minutes as read from one file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ParsedMinutes {
    /// The council's name as printed.
    pub council: Option<String>,
    /// 年度, named by the year in which it begins.
    pub fiscal_year: Option<i64>,
    /// 第n回.
    pub round: Option<i64>,
    /// The day, or the first day.
    pub date: Option<NaiveDate>,
    /// When it began.
    pub start_time: Option<ClockTime>,
    /// When it ended.
    pub end_time: Option<ClockTime>,
    /// The last day, where it is another.
    pub end_date: Option<NaiveDate>,
    /// Where, as printed.
    pub venue: Option<String>,
    /// How it was held.
    pub mode: Option<MeetingMode>,
    /// Whether some or all took part online; `None` where the mode is unknown.
    pub online: Option<bool>,
    /// Who was there, who was not.
    pub attendees: Vec<ParsedAttendee>,
    /// The agenda.
    pub topics: Vec<ParsedTopic>,
    /// The sub-headings.
    pub headings: Vec<ParsedHeading>,
    /// The stage directions.
    pub narratives: Vec<ParsedNarrative>,
    /// What was said.
    pub opinions: Vec<ParsedOpinion>,
    /// What the wording asks somebody to do.
    pub action_items: Vec<ParsedActionItem>,
    /// The materials that are printed beside the topics (【資料1】).
    #[serde(default)]
    pub materials: Vec<ParsedMaterial>,
    /// Where each header field stands, by the field's name; also `title`, `attendance`, `agenda` and the like for
    /// lines that name a section.
    pub fields: BTreeMap<String, Span>,
    /// Page numbers, running heads, rules, 以上: lines that belong to the page, not to the minutes.
    pub furniture_lines: Vec<i64>,
    /// Lines that no rule places.
    pub unmapped_lines: Vec<i64>,
    /// What could not be read, for people.
    pub warnings: Vec<String>,
}

/// One name of the attendance list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedAttendee {
    /// The name as printed, without the role.
    pub name: String,
    /// The role as printed (会長, 副会長, 委員).
    pub role: Option<String>,
    /// Whether and how the person took part.
    pub status: AttendanceStatus,
    /// In which capacity.
    pub capacity: Capacity,
    /// The organisation as printed.
    pub organization: Option<String>,
    /// What is printed beside the name.
    pub note: Option<String>,
    /// Where it stands.
    pub source: Span,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedTopic {
    /// The number as printed.
    pub number: Option<String>,
    /// The title as printed.
    pub title: String,
    /// Where it stands.
    pub source: Span,
}

/// A heading inside a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedHeading {
    /// The title as printed.
    pub title: String,
    /// Index of its topic, from 0.
    pub topic: Option<usize>,
    /// Where it stands.
    pub source: Span,
}

/// A stage direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedNarrative {
    /// The text as printed.
    pub text: String,
    /// Index of its topic, from 0.
    pub topic: Option<usize>,
    /// Where it stands.
    pub source: Span,
}

/// Who speaks, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedSpeaker {
    /// The name, without the role.
    pub name: Option<String>,
    /// The role.
    pub role: Option<String>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedOpinion {
    /// The wording as printed: without the bullet mark and the white space at the ends of physical lines; wrapped
    /// Japanese lines join with nothing; a new paragraph is `\n`.
    pub text: String,
    /// Index of its topic, from 0.
    pub topic: Option<usize>,
    /// The title of the heading above it.
    pub heading: Option<String>,
    /// What kind of statement it is.
    pub kind: OpinionKind,
    /// To whom the document gives it.
    pub attribution: Attribution,
    /// How sure that is.
    pub certainty: Certainty,
    /// Who speaks; `None` where nobody is printed (DESIGN.md, rule 3).
    pub speaker: Option<ParsedSpeaker>,
    /// The issues that heading and wording name.
    pub issues: Vec<Tag>,
    /// Where it stands.
    pub source: Span,
}

/// A suggestion: wording that asks somebody to do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedActionItem {
    /// Index of the opinion, from 0.
    pub opinion: usize,
    /// The wording that asks.
    pub text: String,
    /// How plainly it asks.
    pub strength: Strength,
}

/// A material as printed in the title or the text of a topic: 【資料1】, （資料２「…」）.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParsedMaterial {
    /// The number as printed (資料1).
    pub number: String,
    /// The title, where one is printed.
    pub title: Option<String>,
    /// Index of its topic, from 0.
    pub topic: Option<usize>,
    /// Where it stands.
    pub source: Span,
}
