//! Revisions (版): immutable snapshots of published minutes, and the errata (正誤) that tell why the next one was needed.
//!
//! A revision is made of parts, each the public form of one thing with its content as canonical JSON (RFC 8785). A part is
//! known by a digest of salt and content; the manifest lists these digests and the hash of the revision before; the hash of a
//! revision is that of its manifest. So the words of a part can be taken out for good (a scrub), and every hash still holds.

mod assemble;
mod content;
mod diff;
mod digest;
#[cfg(test)]
pub(crate) mod example;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use assemble::*;
pub use content::*;
pub use diff::*;
pub use digest::*;

use super::{MeetingId, RevisionId, ScrubId, TokenId, text_enum::text_enum};

text_enum! {
    /// What a part of a revision is the public form of.
    PartKind {
        /// The heading of the document: council, date, venue.
        Meeting = "meeting",
        /// One line of the attendance list.
        Attendance = "attendance",
        /// A topic.
        Topic = "topic",
        /// A heading.
        Heading = "heading",
        /// A stage direction.
        Narrative = "narrative",
        /// A material.
        Material = "material",
        /// An opinion.
        Opinion = "opinion",
        /// A line of the 正誤表: what this revision corrects.
        Erratum = "erratum",
    }
}

/// A published snapshot of a meeting's minutes, without its parts.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// The meeting whose minutes it is of.
    pub meeting_id: MeetingId,
    /// 第n版, from 1, without gaps.
    pub number: i64,
    /// SHA-256 of the manifest, 64 lower-case hexadecimal digits.
    pub hash: String,
    /// The hash of the revision before; none before the first.
    pub previous_hash: Option<String>,
    /// The manifest, to the byte as it was hashed.
    pub manifest: String,
    /// Why it was published; of all but the first.
    pub reason: Option<String>,
    /// The token that published it; `None` for a command on the data directory.
    pub token_id: Option<TokenId>,
    /// When.
    pub published_at: DateTime<Utc>,
}

/// One part of a revision as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RevisionPart {
    /// The revision.
    pub revision_id: RevisionId,
    /// Its place in the manifest, from 0.
    pub ordinal: i64,
    /// What it is the public form of.
    pub kind: PartKind,
    /// The id of that thing; of an erratum, of what was corrected.
    pub subject_id: Uuid,
    /// The digest of salt and content, as the manifest has it.
    pub digest: String,
    /// 64 lower-case hexadecimal digits; gone once the part is scrubbed.
    pub salt: Option<String>,
    /// The content as canonical JSON; gone once the part is scrubbed.
    pub content: Option<String>,
    /// What took the words out.
    pub scrub_id: Option<ScrubId>,
}

/// A decision to take the words of something out of every revision, for good.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Scrub {
    /// Its id.
    pub id: ScrubId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// What was scrubbed.
    pub kind: PartKind,
    /// The id of that thing.
    pub subject_id: Uuid,
    /// Why; public.
    pub reason: String,
    /// The token that did it; `None` for a command on the data directory.
    pub token_id: Option<TokenId>,
    /// When.
    pub at: DateTime<Utc>,
}
