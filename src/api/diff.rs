//! What two revisions of minutes differ in, as bodies.

use poem_openapi::Object;
use uuid::Uuid;

use super::types::Moment;
use crate::domain::{
    FieldDiff, MeetingId, MinutesDiff, PartChange, PartDiff, PartKind, RevisionName,
};

/// What two revisions of the same minutes differ in.
#[derive(Debug, Object)]
#[oai(rename = "MinutesDiff")]
pub struct MinutesDiffBody {
    /// The meeting.
    meeting_id: MeetingId,
    /// The first revision.
    from: RevisionNameBody,
    /// The second revision.
    to: RevisionNameBody,
    /// What differs, in the order of the document.
    parts: Vec<PartDiffBody>,
}

/// A revision, named.
#[derive(Debug, Object)]
#[oai(rename = "RevisionName")]
pub struct RevisionNameBody {
    /// 第n版.
    number: i64,
    /// SHA-256 of its manifest.
    hash: String,
    /// When it was published.
    published_at: Moment,
    /// Why it was published; of all but the first.
    reason: Option<String>,
}

/// What differs in one part.
#[derive(Debug, Object)]
#[oai(rename = "PartDiff")]
pub struct PartDiffBody {
    /// What it is a part of.
    kind: PartKind,
    /// The id of the thing.
    id: Uuid,
    /// Where it stands, in words.
    place: String,
    /// What became of it.
    change: PartChange,
    /// Whether the words of a side were taken out for good, so that nothing can be compared.
    withheld: bool,
    /// The members that differ.
    fields: Vec<FieldDiffBody>,
}

/// What differs in one member.
#[derive(Debug, Object)]
#[oai(rename = "FieldDiff")]
pub struct FieldDiffBody {
    /// The name of the member.
    field: String,
    /// What the first revision says.
    before: Option<String>,
    /// What the second revision says.
    after: Option<String>,
    /// Whether a side is `null` because its words must not be repeated.
    withheld: bool,
}

impl From<RevisionName> for RevisionNameBody {
    fn from(name: RevisionName) -> Self {
        Self {
            number: name.number,
            hash: name.hash,
            published_at: name.published_at.into(),
            reason: name.reason,
        }
    }
}

impl From<PartDiff> for PartDiffBody {
    fn from(part: PartDiff) -> Self {
        let field = |field: FieldDiff| FieldDiffBody {
            field: field.field.to_owned(),
            before: field.before,
            after: field.after,
            withheld: field.withheld,
        };
        Self {
            kind: part.kind,
            id: part.id,
            place: part.place,
            change: part.change,
            withheld: part.withheld,
            fields: part.fields.into_iter().map(field).collect(),
        }
    }
}

impl From<MinutesDiff> for MinutesDiffBody {
    fn from(diff: MinutesDiff) -> Self {
        Self {
            meeting_id: diff.meeting_id,
            from: diff.from.into(),
            to: diff.to.into(),
            parts: diff.parts.into_iter().map(Into::into).collect(),
        }
    }
}
