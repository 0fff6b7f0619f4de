//! A revision as JSON from which anybody can compute its hashes again. Its schema: docs/schemas/revision.schema.json.
//!
//! Manifest and contents stand in the file to the byte as they were hashed, each part on a line of its own. So the hash of the
//! revision is that of the text behind `"manifest":`, and the digest of a part that of its salt and the text behind `"content":`.

use std::collections::HashMap;

use serde::de::IgnoredAny;
use serde_json::{Error, json};

use crate::domain::{Revision, RevisionPart, Scrub, ScrubId};

/// What the document says it is. Another number means that a member means something else.
pub const JSON_FORMAT: &str = "giji-revision-document/1";

/// The JSON Schema (draft 2020-12) of the document.
pub const JSON_SCHEMA: &str = include_str!("../../docs/schemas/revision.schema.json");

/// The document of a revision. The parts may come in any order; `scrubs` holds at least those that they name. An error means that what
/// is stored is no JSON, so damage.
pub fn json(
    revision: &Revision,
    parts: &[RevisionPart],
    scrubs: &[Scrub],
) -> Result<String, Error> {
    let scrubs: HashMap<ScrubId, &Scrub> = scrubs.iter().map(|scrub| (scrub.id, scrub)).collect();
    let mut parts: Vec<&RevisionPart> = parts.iter().collect();
    parts.sort_by_key(|part| part.ordinal);
    let lines: Result<Vec<String>, Error> = parts
        .into_iter()
        .map(|part| {
            let scrub = part.scrub_id.and_then(|id| scrubs.get(&id)).copied();
            part_line(part, scrub)
        })
        .collect();
    Ok(format!(
        "{{\"format\":{},\n\"hash\":{},\n\"manifest\":{},\n\"parts\":[\n{}\n]}}\n",
        json!(JSON_FORMAT),
        json!(revision.hash),
        raw(&revision.manifest)?,
        lines?.join(",\n")
    ))
}

fn part_line(part: &RevisionPart, scrub: Option<&Scrub>) -> Result<String, Error> {
    let content = part.content.as_deref().map(raw).transpose()?;
    let scrubbed = scrub.map(|scrub| json!({"at": scrub.at, "reason": scrub.reason}));
    Ok(format!(
        "{{\"kind\":{},\"id\":{},\"digest\":{},\"salt\":{},\"content\":{},\"scrubbed\":{}}}",
        json!(part.kind),
        json!(part.subject_id),
        json!(part.digest),
        json!(part.salt),
        content.unwrap_or("null"),
        json!(scrubbed),
    ))
}

/// A stored text that goes into the document as it is, once it is known to be one JSON value.
fn raw(text: &str) -> Result<&str, Error> {
    serde_json::from_str::<IgnoredAny>(text).map(|_| text)
}

#[cfg(test)]
#[path = "json/tests.rs"]
mod tests;
