//! What was said.

use chrono::{DateTime, Utc};

use super::{
    AttributionPolicy, CouncilId, HeadingId, MeetingId, OpinionId, PersonId, Redaction, TopicId,
    Visibility, mask, text_enum::text_enum,
};

text_enum! {
    /// What kind of statement it is.
    OpinionKind {
        /// 意見.
        Opinion = "opinion",
        /// 説明.
        Explanation = "explanation",
        /// 報告.
        Report = "report",
        /// 補足.
        Supplement = "supplement",
        /// 質問.
        Question = "question",
        /// 回答.
        Answer = "answer",
        /// 決定.
        Decision = "decision",
        /// 進行.
        Procedural = "procedural",
    }
}

text_enum! {
    /// To whom the document gives a statement.
    Attribution {
        /// To somebody by name.
        Named = "named",
        /// To a role alone (会長).
        RoleOnly = "role_only",
        /// To the meeting as a whole (主な意見等).
        Collective = "collective",
        /// To nobody.
        Unattributed = "unattributed",
    }
}

text_enum! {
    /// How sure the attribution is.
    Certainty {
        /// It is printed with the statement.
        Printed = "printed",
        /// It is printed in a heading above.
        Inherited = "inherited",
        /// A reader concluded it.
        Inferred = "inferred",
        /// A person confirmed it.
        Confirmed = "confirmed",
    }
}

text_enum! {
    /// Where the tag of an opinion comes from.
    TagOrigin {
        /// A person set it.
        Manual = "manual",
        /// The heading above names the issue.
        Heading = "heading",
        /// The wording names the issue.
        Keyword = "keyword",
    }
}

/// One issue that an opinion is tagged with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tag {
    /// The key of the issue.
    pub key: String,
    /// Where the tag comes from.
    pub origin: TagOrigin,
}

/// One bullet or one turn (意見・発言). Popolo: Speech.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Opinion {
    /// Its id.
    pub id: OpinionId,
    /// The council; a copy of the meeting's, so that access is decided from this row.
    pub council_id: CouncilId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The topic.
    pub topic_id: Option<TopicId>,
    /// The heading above it.
    pub heading_id: Option<HeadingId>,
    /// Its order in the meeting, from 0.
    pub position: i64,
    /// The wording as printed; `\n` starts a new paragraph.
    pub text: String,
    /// What kind of statement it is.
    pub kind: OpinionKind,
    /// To whom the document gives it.
    pub attribution: Attribution,
    /// How sure that is.
    pub certainty: Certainty,
    /// The speaker's name as printed.
    pub speaker_name: Option<String>,
    /// The speaker's role as printed.
    pub speaker_role: Option<String>,
    /// The speaker, where it is known who that is.
    pub person_id: Option<PersonId>,
    /// Whom it is meant for.
    pub visibility: Visibility,
    /// How it is published, where that is not as its council does it. The public form does not tell.
    pub attribution_policy: Option<AttributionPolicy>,
    /// The words that its public form leaves out, in order; in the public form, the marks that stand for them.
    #[sqlx(json)]
    pub redactions: Vec<Redaction>,
    /// First line in the source, from 1.
    pub first_line: Option<i64>,
    /// Last line in the source, from 1.
    pub last_line: Option<i64>,
    /// The issues that it is tagged with, by key.
    #[sqlx(json)]
    pub issues: Vec<Tag>,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Opinion {
    /// Takes out what is not published of it: who said it, where its own policy or else that of the council says so, and the
    /// redacted words (DESIGN.md, "Who sees what": the public form). Of an internal form, and once.
    pub fn into_public_form(mut self, council: AttributionPolicy) -> Self {
        (self.text, self.redactions) = mask(&self.text, &self.redactions);
        match self.attribution_policy.take().unwrap_or(council) {
            AttributionPolicy::Named => {}
            AttributionPolicy::RoleOnly => {
                self.speaker_name = None;
                self.person_id = None;
                if self.attribution == Attribution::Named {
                    self.attribution = if self.speaker_role.is_some() {
                        Attribution::RoleOnly
                    } else {
                        Attribution::Unattributed
                    };
                }
            }
            AttributionPolicy::Anonymous => {
                self.speaker_name = None;
                self.speaker_role = None;
                self.person_id = None;
                if matches!(self.attribution, Attribution::Named | Attribution::RoleOnly) {
                    self.attribution = Attribution::Unattributed;
                }
            }
        }
        self
    }
}
