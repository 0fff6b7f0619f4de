//! What the people of a council taught the reader.

use chrono::{DateTime, Utc};

use super::{CouncilId, ReadingMemoryId, text_enum::text_enum};

text_enum! {
    /// What a wording was remembered as.
    ReadingMemoryKind {
        /// A wording that names an issue.
        IssueAlias = "issue_alias",
        /// The label of a speaker.
        Speaker = "speaker",
        /// A printed name of a person.
        Person = "person",
        /// A line that belongs to the page.
        Furniture = "furniture",
    }
}

/// How many more rejections than acceptances it takes until a wording of the vocabulary does not name its issue any more. One
/// rejected tag is a statement on one opinion; three more than were taken are one on the wording.
pub const ALIAS_REFUSALS: i64 = 3;

/// One wording, and what people of a council made of it when the importer proposed it. It counts for as long as it was
/// accepted more often than rejected; once rejected more often, it is not proposed again, and one that names an issue once it was
/// rejected [`ALIAS_REFUSALS`] times more often.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReadingMemory {
    /// Its id.
    pub id: ReadingMemoryId,
    /// The council.
    pub council_id: CouncilId,
    /// What the wording was remembered as.
    pub kind: ReadingMemoryKind,
    /// The wording, as printed.
    pub text: String,
    /// What the wording stands for: the key of the issue, the id of the person, the name in the label of a speaker; empty
    /// where it stands for nothing.
    pub subject: String,
    /// How often people accepted it.
    pub accepted: i64,
    /// How often people rejected it.
    pub rejected: i64,
    /// When it was first remembered.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl ReadingMemory {
    /// Whether people take this wording for what it is remembered as.
    pub fn holds(&self) -> bool {
        self.accepted > self.rejected
    }

    /// Whether people do not, so that it is not proposed again.
    pub fn is_refused(&self) -> bool {
        let against = self.rejected - self.accepted;
        match self.kind {
            ReadingMemoryKind::IssueAlias => against >= ALIAS_REFUSALS,
            _ => against > 0,
        }
    }
}
