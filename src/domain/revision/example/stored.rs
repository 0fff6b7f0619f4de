//! The example as it is stored.

use super::*;
use crate::domain::{RevisionId, ScrubId};

/// A revision, its parts and its scrubs.
pub type Stored = (Revision, Vec<RevisionPart>, Vec<Scrub>);

/// Minutes as publishing stores them.
pub fn stored(minutes: &PublishedMinutes) -> Stored {
    let mut rows = Rows {
        minutes,
        parts: Vec::new(),
        scrubs: Vec::new(),
    };
    rows.add(
        PartKind::Meeting,
        std::slice::from_ref(&minutes.meeting),
        PartContent::Meeting,
    );
    rows.add(
        PartKind::Attendance,
        &minutes.attendance,
        PartContent::Attendance,
    );
    rows.add(PartKind::Topic, &minutes.topics, PartContent::Topic);
    rows.add(PartKind::Heading, &minutes.headings, PartContent::Heading);
    rows.add(
        PartKind::Narrative,
        &minutes.narratives,
        PartContent::Narrative,
    );
    rows.add(
        PartKind::Material,
        &minutes.materials,
        PartContent::Material,
    );
    rows.add(PartKind::Opinion, &minutes.opinions, PartContent::Opinion);
    rows.add(PartKind::Erratum, &minutes.errata, PartContent::Erratum);
    let manifest = Manifest {
        format: MANIFEST_FORMAT.to_owned(),
        meeting_id: minutes.meeting_id,
        number: minutes.number,
        previous_hash: (minutes.number > 1).then(|| "5e".repeat(32)),
        published_at: minutes.published_at,
        reason: minutes.reason.clone(),
        parts: rows.parts.iter().map(ManifestPart::from).collect(),
    };
    let text = manifest.canonical().unwrap();
    let revision = Revision {
        id: RevisionId(Uuid::nil()),
        meeting_id: minutes.meeting_id,
        number: minutes.number,
        hash: hash_of(&text),
        previous_hash: manifest.previous_hash,
        manifest: text,
        reason: minutes.reason.clone(),
        token_id: None,
        published_at: minutes.published_at,
    };
    (revision, rows.parts, rows.scrubs)
}

struct Rows<'a> {
    minutes: &'a PublishedMinutes,
    parts: Vec<RevisionPart>,
    scrubs: Vec<Scrub>,
}

impl Rows<'_> {
    fn add<T: Clone>(
        &mut self,
        kind: PartKind,
        parts: &[Part<T>],
        wrap: impl Fn(T) -> PartContent,
    ) {
        for part in parts {
            let ordinal = self.parts.len();
            let salt = format!("{ordinal:064x}");
            let content = part.content.clone().map(&wrap);
            let content = content.map(|content| canonical(&content).unwrap());
            let scrub_id = part.scrubbed.as_ref().map(|scrubbed| {
                let id = ScrubId(Uuid::from_u128(ordinal as u128));
                self.scrubs.push(Scrub {
                    id,
                    meeting_id: self.minutes.meeting_id,
                    kind,
                    subject_id: part.id,
                    reason: scrubbed.reason.clone(),
                    token_id: None,
                    at: scrubbed.at,
                });
                id
            });
            self.parts.push(RevisionPart {
                revision_id: RevisionId(Uuid::nil()),
                ordinal: ordinal as i64,
                kind,
                subject_id: part.id,
                digest: digest_of(&salt, content.as_deref().unwrap_or("taken out")),
                salt: content.is_some().then_some(salt),
                content,
                scrub_id,
            });
        }
    }
}
