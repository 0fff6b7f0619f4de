//! The append-only trail of who changed what.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{AuditId, CouncilId, Role, TokenId, text_enum::text_enum};

text_enum! {
    /// What was changed.
    EntityKind {
        /// A council.
        Council = "council",
        /// A person.
        Person = "person",
        /// A seat.
        Membership = "membership",
        /// A meeting.
        Meeting = "meeting",
        /// A line of an attendance list.
        Attendance = "attendance",
        /// A material.
        Material = "material",
        /// A topic.
        Topic = "topic",
        /// An opinion.
        Opinion = "opinion",
        /// An issue.
        Issue = "issue",
        /// A group of synonyms.
        SynonymGroup = "synonym_group",
        /// An action item.
        ActionItem = "action_item",
        /// The state of minutes.
        Minutes = "minutes",
        /// A revision of minutes, by the id of their meeting.
        Revision = "revision",
        /// An import.
        Import = "import",
        /// A suggestion.
        Suggestion = "suggestion",
        /// A round in which members check minutes, and their answers.
        CheckRound = "check_round",
        /// What a member asks to have corrected.
        CorrectionRequest = "correction_request",
        /// A wording that the reader remembers.
        ReadingMemory = "reading_memory",
        /// A token.
        Token = "token",
    }
}

text_enum! {
    /// What was done.
    AuditAction {
        /// It was made.
        Create = "create",
        /// It was changed.
        Update = "update",
        /// It was deleted.
        Delete = "delete",
        /// It was put out of use.
        Archive = "archive",
        /// Its state was changed.
        Transition = "transition",
        /// A meeting was made of an import.
        Apply = "apply",
        /// A member answered whether it is right, or took the answer back.
        Answer = "answer",
        /// A token was revoked.
        Revoke = "revoke",
        /// A person turned out to be another.
        Merge = "merge",
        /// A merge was taken back.
        Unmerge = "unmerge",
        /// Words were taken out of every revision.
        Scrub = "scrub",
    }
}

/// One change. Holds names of fields and states, and no wording of a document.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Its id; ids rise with time.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// The token that did it; `None` for a command on the data directory.
    pub token_id: Option<TokenId>,
    /// The role it was done in.
    pub role: Option<Role>,
    /// What was done.
    pub action: AuditAction,
    /// To what kind of thing.
    pub entity: EntityKind,
    /// Its id, or its key where it has no UUID.
    pub entity_id: String,
    /// The council it belongs to.
    pub council_id: Option<CouncilId>,
    /// The fields that changed, states before and after, the reason given.
    pub detail: serde_json::Value,
    /// The request that did it.
    pub request_id: Option<Uuid>,
}
