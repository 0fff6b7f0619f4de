//! Imported files, and what the importer proposes.

use chrono::{DateTime, Utc};

use super::{
    ActionItemId, CouncilId, ImportId, MeetingId, OpinionId, SourceId, SuggestionId,
    text_enum::text_enum,
};

/// An imported file (原資料).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Its name, without a folder.
    pub filename: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its text, every line as it was.
    pub text: String,
    /// When it came in.
    pub created_at: DateTime<Utc>,
}

text_enum! {
    /// The state of an import.
    ImportStatus {
        /// Read; no meeting made of it yet.
        Draft = "draft",
        /// A meeting was made of it.
        Applied = "applied",
    }
}

/// One file read for one council. The same bytes for the same council are the same import.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The council that it is for.
    pub council_id: CouncilId,
    /// The file.
    pub source_id: SourceId,
    /// The name of the file.
    pub filename: String,
    /// Its state.
    pub status: ImportStatus,
    /// What the importer read: the object that `giji parse --format json` prints.
    pub draft: serde_json::Value,
    /// The meeting made of it.
    pub meeting_id: Option<MeetingId>,
    /// When it came in.
    pub created_at: DateTime<Utc>,
}

text_enum! {
    /// How plainly the wording asks for something.
    Strength {
        /// A named party is asked, or the wording demands.
        Strong = "strong",
        /// The wording only says that something is needed.
        Weak = "weak",
    }
}

text_enum! {
    /// What a person made of a suggestion.
    SuggestionStatus {
        /// Nobody has looked at it.
        Open = "open",
        /// Taken as it was.
        Accepted = "accepted",
        /// Taken with other words.
        Edited = "edited",
        /// Not taken.
        Rejected = "rejected",
    }
}

/// An action item that the importer proposes (候補); nothing comes of it until a person says so.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// The import that it came from.
    pub import_id: ImportId,
    /// The council.
    pub council_id: CouncilId,
    /// The meeting made of the import.
    pub meeting_id: MeetingId,
    /// The opinion whose wording asks for it.
    pub opinion_id: OpinionId,
    /// The wording that asks for it.
    pub text: String,
    /// How plainly it asks.
    pub strength: Strength,
    /// What a person made of it.
    pub status: SuggestionStatus,
    /// The action item that came of it.
    pub action_item_id: Option<ActionItemId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

text_enum! {
    /// What a person decided about a line that the importer could not place.
    LineSettlement {
        /// It is part of the document's furniture or otherwise of no account.
        Ignored = "ignored",
        /// Its content was entered by hand where it belongs.
        Entered = "entered",
    }
}

/// A line of a document that the importer could not place (DESIGN.md, rule 4).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UnmappedLine {
    /// The import.
    pub import_id: ImportId,
    /// Its number in the file, from 1.
    pub line: i64,
    /// Its text.
    pub text: String,
    /// What a person decided; `None` blocks publishing.
    pub settled_as: Option<LineSettlement>,
    /// When that was.
    pub settled_at: Option<DateTime<Utc>>,
}
