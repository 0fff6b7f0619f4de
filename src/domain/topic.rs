//! The agenda of a meeting and its parts.

use super::{HeadingId, MeetingId, NarrativeId, TopicId, Visibility};

/// A topic (議題). OParl: AgendaItem.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// Its order in the meeting, from 0; kept apart from the number.
    pub position: i64,
    /// The number as printed.
    pub number: Option<String>,
    /// The title as printed.
    pub title: String,
    /// Whom it is meant for.
    pub visibility: Visibility,
    /// First line in the source, from 1.
    pub first_line: Option<i64>,
    /// Last line in the source, from 1.
    pub last_line: Option<i64>,
    /// Rises by one with each change.
    pub version: i64,
}

/// A heading inside a topic (小見出し). Akoma Ntoso: debateSection.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Heading {
    /// Its id.
    pub id: HeadingId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The topic that it is a part of.
    pub topic_id: Option<TopicId>,
    /// Its order in the meeting, from 0.
    pub position: i64,
    /// The title as printed.
    pub title: String,
    /// First line in the source, from 1.
    pub first_line: Option<i64>,
    /// Last line in the source, from 1.
    pub last_line: Option<i64>,
}

/// A stage direction ("事務局から資料説明"): part of a topic, not an opinion.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Narrative {
    /// Its id.
    pub id: NarrativeId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The topic that it is a part of.
    pub topic_id: Option<TopicId>,
    /// Its order in the meeting, from 0.
    pub position: i64,
    /// The text as printed.
    pub text: String,
    /// First line in the source, from 1.
    pub first_line: Option<i64>,
    /// Last line in the source, from 1.
    pub last_line: Option<i64>,
}
