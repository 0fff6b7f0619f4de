//! Digests and hashes of revisions. Anybody can compute them again with public tools: docs/publishing.md shows how.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{PartKind, RevisionPart};
use crate::domain::MeetingId;

/// What a manifest says it is. Another number means that something in this file is computed in another way.
pub const MANIFEST_FORMAT: &str = "giji-revision/1";

/// What a revision consists of: its canonical JSON is what the revision's hash covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`MANIFEST_FORMAT`].
    pub format: String,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// 第n版, from 1.
    pub number: i64,
    /// The hash of the revision before; none before the first.
    pub previous_hash: Option<String>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Why; of all but the first.
    pub reason: Option<String>,
    /// The parts, in the order of the document.
    pub parts: Vec<ManifestPart>,
}

/// A part as the manifest knows it: by its digest, not by its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestPart {
    /// What it is the public form of.
    pub kind: PartKind,
    /// The id of that thing; of an erratum, of what was corrected.
    pub id: Uuid,
    /// [`digest_of`] salt and content.
    pub digest: String,
}

impl From<&RevisionPart> for ManifestPart {
    fn from(part: &RevisionPart) -> Self {
        Self {
            kind: part.kind,
            id: part.subject_id,
            digest: part.digest.clone(),
        }
    }
}

impl Manifest {
    /// The text that is hashed.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        canonical(self)
    }
}

/// Canonical JSON (RFC 8785): one text for one value.
pub fn canonical(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json_canonicalizer::to_string(value)
}

/// The digest of a part: SHA-256 of the salt's 64 hexadecimal digits followed by the content's canonical JSON. Without the
/// salt nobody could tell whether a scrubbed part held certain words by trying them.
pub fn digest_of(salt: &str, content: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update(content.as_bytes());
    hex::encode(hash.finalize())
}

/// The hash of a revision: SHA-256 of its manifest's canonical JSON.
pub fn hash_of(manifest: &str) -> String {
    hex::encode(Sha256::digest(manifest.as_bytes()))
}

/// The hash of a row as it was written, for the audit trail to know it by without repeating its words.
pub fn row_digest(row: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(hash_of(&canonical(row)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_public_tools() {
        // printf %s%s 00ff '{"a":1}' | sha256sum
        assert_eq!(
            digest_of("00ff", "{\"a\":1}"),
            "15b7296166c00f4f166ed370303d4f4ec0412805b26c855008b5db5d27d3b2f0"
        );
    }

    #[test]
    fn the_canonical_form_sorts_members_and_escapes_no_more_than_it_must() {
        let value = serde_json::json!({"b": "﨑\u{7f}\n", "a": [1, null]});
        assert_eq!(
            canonical(&value).unwrap(),
            "{\"a\":[1,null],\"b\":\"﨑\u{7f}\\n\"}"
        );
    }
}
