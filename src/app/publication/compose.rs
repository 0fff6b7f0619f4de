//! From what is printed to a revision: canonical JSON, salts, digests, the manifest and its hash.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::{AppError, AppResult};
use crate::domain::{
    MANIFEST_FORMAT, Manifest, MeetingId, PartContent, Revision, RevisionId, RevisionPart, TokenId,
    canonical, digest_of, hash_of,
};

const SALT_BYTES: usize = 32;

/// A revision that is about to be made, without its content.
pub(super) struct Draft<'a> {
    pub id: RevisionId,
    pub meeting_id: MeetingId,
    pub previous: Option<&'a Revision>,
    pub reason: Option<String>,
    pub token_id: Option<TokenId>,
    pub published_at: DateTime<Utc>,
}

/// The revision of this content, with fresh salts.
pub(super) fn compose(
    draft: &Draft<'_>,
    content: &[(Uuid, PartContent)],
) -> AppResult<(Revision, Vec<RevisionPart>)> {
    let salts = salts(content.len())?;
    let mut parts = Vec::with_capacity(content.len());
    for ((ordinal, (subject_id, content)), salt) in (0..).zip(content).zip(salts) {
        let kind = content.kind();
        let content = canonical(content).map_err(unwritable)?;
        parts.push(RevisionPart {
            revision_id: draft.id,
            ordinal,
            kind,
            subject_id: *subject_id,
            digest: digest_of(&salt, &content),
            salt: Some(salt),
            content: Some(content),
            scrub_id: None,
        });
    }
    let manifest = Manifest {
        format: MANIFEST_FORMAT.to_owned(),
        meeting_id: draft.meeting_id,
        number: draft.previous.map_or(1, |previous| previous.number + 1),
        previous_hash: draft.previous.map(|previous| previous.hash.clone()),
        published_at: draft.published_at,
        reason: draft.reason.clone(),
        parts: parts.iter().map(Into::into).collect(),
    };
    let text = manifest.canonical().map_err(unwritable)?;
    let revision = Revision {
        id: draft.id,
        meeting_id: draft.meeting_id,
        number: manifest.number,
        hash: hash_of(&text),
        previous_hash: manifest.previous_hash,
        manifest: text,
        reason: manifest.reason,
        token_id: draft.token_id,
        published_at: draft.published_at,
    };
    Ok((revision, parts))
}

/// The content of parts whose words are still there.
pub(super) fn parsed(parts: &[RevisionPart]) -> AppResult<Vec<(Uuid, PartContent)>> {
    parts
        .iter()
        .filter_map(|part| Some((part, part.content.as_ref()?)))
        .map(|(part, content)| {
            let content = serde_json::from_str(content).map_err(|error| {
                AppError::Internal(format!(
                    "part {} of revision {} cannot be read: {error}",
                    part.ordinal, part.revision_id
                ))
            })?;
            Ok((part.subject_id, content))
        })
        .collect()
}

fn salts(count: usize) -> AppResult<Vec<String>> {
    let mut bytes = vec![0; count * SALT_BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| AppError::Internal(format!("the system gave no randomness: {error}")))?;
    Ok(bytes.chunks(SALT_BYTES).map(hex::encode).collect())
}

pub(in crate::app) fn unwritable(error: serde_json::Error) -> AppError {
    AppError::Internal(format!("a row cannot be written as JSON: {error}"))
}
