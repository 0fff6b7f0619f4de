//! Imported files, and the lines that a person has to settle.

use chrono::{DateTime, Utc};

use super::{CouncilId, ImportId, MeetingId, SourceId, text_enum::text_enum};

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
    /// What a corrected file does to something that is there.
    DifferenceKind {
        /// It is new.
        Added = "added",
        /// It is otherwise.
        Changed = "changed",
        /// It goes.
        Removed = "removed",
        /// The file has it no more; it stays, because something refers to it or a person decided something about it.
        Kept = "kept",
        /// A person deleted it, and the file has it still; it stays away.
        StaysDeleted = "stays_deleted",
        /// A person deleted it, and the file has other words for it now; it comes back with them.
        Restored = "restored",
    }
}

text_enum! {
    /// What a line of an imported file is a part of.
    LineKind {
        /// A field of the header, or words that name a section.
        Field = "field",
        /// A line of the attendance list.
        Attendance = "attendance",
        /// A topic.
        Topic = "topic",
        /// A heading.
        Heading = "heading",
        /// A stage direction.
        Narrative = "narrative",
        /// An opinion.
        Opinion = "opinion",
        /// A material.
        Material = "material",
        /// The page: a page number, a running head, a rule.
        Furniture = "furniture",
        /// Nothing: no rule placed it, and no person did.
        Unmapped = "unmapped",
    }
}

text_enum! {
    /// What a person decided about a line that the importer could not place.
    LineSettlement {
        /// It is of no account.
        Ignored = "ignored",
        /// Its content was entered by hand where it belongs.
        Entered = "entered",
        /// It belongs to the page: a running head, a page number. The council's next documents are read so.
        Furniture = "furniture",
        /// It goes on with the opinion that stands before it.
        OpinionBefore = "opinion_before",
        /// The opinion that stands after it begins with it.
        OpinionAfter = "opinion_after",
        /// It is an opinion of its own.
        Opinion = "opinion",
        /// It is a stage direction.
        Narrative = "narrative",
        /// It is a sub-heading.
        Heading = "heading",
        /// It is a topic.
        Topic = "topic",
    }
}

impl LineSettlement {
    /// Whether the line becomes a part of the minutes.
    pub fn is_a_place(self) -> bool {
        !matches!(self, Self::Ignored | Self::Entered | Self::Furniture)
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
