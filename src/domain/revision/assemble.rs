//! From the stored parts of a revision to published minutes.

use std::collections::HashMap;

use super::{
    Part, PartContent, PartKind, PublishedMinutes, Revision, RevisionPart, Scrub, Scrubbed,
};
use crate::domain::ScrubId;

/// Why stored parts make no minutes. Each of them is damage: what was published was whole.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    /// The content of a part cannot be read.
    #[error("content of part {ordinal} cannot be read")]
    Content {
        /// The place of the part in the manifest.
        ordinal: i64,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// The content of a part is that of another kind of thing.
    #[error("part {ordinal} is a {kind} and its content is not")]
    Kind {
        /// The place of the part in the manifest.
        ordinal: i64,
        /// What the part says it is.
        kind: PartKind,
    },
    /// A part has no words, and nothing says why.
    #[error("part {ordinal} has no content and was not scrubbed")]
    Missing {
        /// The place of the part in the manifest.
        ordinal: i64,
    },
    /// A revision has one heading of the document, neither none nor two.
    #[error("revision {number} has {count} parts of kind meeting, not one")]
    Meetings {
        /// 第n版.
        number: i64,
        /// How many there are.
        count: usize,
    },
}

/// Published minutes of a revision and its parts, which may come in any order. `scrubs` holds at least those that the parts name.
pub fn assemble(
    revision: &Revision,
    parts: &[RevisionPart],
    scrubs: &[Scrub],
) -> Result<PublishedMinutes, AssembleError> {
    let scrubs: HashMap<ScrubId, &Scrub> = scrubs.iter().map(|scrub| (scrub.id, scrub)).collect();
    let mut parts: Vec<&RevisionPart> = parts.iter().collect();
    parts.sort_by_key(|part| part.ordinal);
    let mut lists = Lists::default();
    for part in parts {
        let scrubbed = part.scrub_id.and_then(|id| scrubs.get(&id)).copied();
        lists.add(part, scrubbed)?;
    }
    lists.into_minutes(revision)
}

/// The parts by kind, each list in the order of the manifest.
#[derive(Default)]
struct Lists {
    meetings: Vec<Part<super::MeetingContent>>,
    attendance: Vec<Part<super::AttendanceContent>>,
    topics: Vec<Part<super::TopicContent>>,
    headings: Vec<Part<super::HeadingContent>>,
    narratives: Vec<Part<super::NarrativeContent>>,
    materials: Vec<Part<super::MaterialContent>>,
    opinions: Vec<Part<super::OpinionContent>>,
    errata: Vec<Part<super::ErratumContent>>,
}

impl Lists {
    fn add(&mut self, part: &RevisionPart, scrub: Option<&Scrub>) -> Result<(), AssembleError> {
        let ordinal = part.ordinal;
        let Some(content) = &part.content else {
            let scrub = scrub.ok_or(AssembleError::Missing { ordinal })?;
            self.add_scrubbed(part, scrub);
            return Ok(());
        };
        let content = serde_json::from_str(content)
            .map_err(|source| AssembleError::Content { ordinal, source })?;
        if PartContent::kind(&content) != part.kind {
            let kind = part.kind;
            return Err(AssembleError::Kind { ordinal, kind });
        }
        self.add_content(part, content);
        Ok(())
    }

    fn add_content(&mut self, part: &RevisionPart, content: PartContent) {
        let id = part.subject_id;
        match content {
            PartContent::Meeting(content) => self.meetings.push(Part::whole(id, content)),
            PartContent::Attendance(content) => self.attendance.push(Part::whole(id, content)),
            PartContent::Topic(content) => self.topics.push(Part::whole(id, content)),
            PartContent::Heading(content) => self.headings.push(Part::whole(id, content)),
            PartContent::Narrative(content) => self.narratives.push(Part::whole(id, content)),
            PartContent::Material(content) => self.materials.push(Part::whole(id, content)),
            PartContent::Opinion(content) => self.opinions.push(Part::whole(id, content)),
            PartContent::Erratum(content) => self.errata.push(Part::whole(id, content)),
        }
    }

    fn add_scrubbed(&mut self, part: &RevisionPart, scrub: &Scrub) {
        let id = part.subject_id;
        match part.kind {
            PartKind::Meeting => self.meetings.push(Part::without_words(id, scrub)),
            PartKind::Attendance => self.attendance.push(Part::without_words(id, scrub)),
            PartKind::Topic => self.topics.push(Part::without_words(id, scrub)),
            PartKind::Heading => self.headings.push(Part::without_words(id, scrub)),
            PartKind::Narrative => self.narratives.push(Part::without_words(id, scrub)),
            PartKind::Material => self.materials.push(Part::without_words(id, scrub)),
            PartKind::Opinion => self.opinions.push(Part::without_words(id, scrub)),
            PartKind::Erratum => self.errata.push(Part::without_words(id, scrub)),
        }
    }

    fn into_minutes(mut self, revision: &Revision) -> Result<PublishedMinutes, AssembleError> {
        let (number, count) = (revision.number, self.meetings.len());
        let meeting = match (self.meetings.pop(), count) {
            (Some(meeting), 1) => meeting,
            _ => return Err(AssembleError::Meetings { number, count }),
        };
        Ok(PublishedMinutes {
            meeting_id: revision.meeting_id,
            number,
            hash: revision.hash.clone(),
            published_at: revision.published_at,
            reason: revision.reason.clone(),
            meeting,
            attendance: self.attendance,
            topics: self.topics,
            headings: self.headings,
            narratives: self.narratives,
            materials: self.materials,
            opinions: self.opinions,
            errata: self.errata,
        })
    }
}

impl<T> Part<T> {
    /// A part with its words.
    fn whole(id: uuid::Uuid, content: T) -> Self {
        Self {
            id,
            content: Some(content),
            scrubbed: None,
        }
    }

    /// A part whose words were taken out.
    fn without_words(id: uuid::Uuid, scrub: &Scrub) -> Self {
        Self {
            id,
            content: None,
            scrubbed: Some(Scrubbed {
                at: scrub.at,
                reason: scrub.reason.clone(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::example;

    fn assembled(stored: &(Revision, Vec<RevisionPart>, Vec<Scrub>)) -> PublishedMinutes {
        assemble(&stored.0, &stored.1, &stored.2).unwrap()
    }

    #[test]
    fn what_was_stored_is_what_was_published() {
        for minutes in [example::bare(), example::minutes(), example::next()] {
            let mut stored = example::stored(&minutes);
            stored.1.reverse();
            let hash = stored.0.hash.clone();
            assert_eq!(assembled(&stored), PublishedMinutes { hash, ..minutes });
        }
    }

    #[test]
    fn damage_is_named() {
        let (revision, parts, scrubs) = example::stored(&example::next());
        let error = |change: &dyn Fn(&mut Vec<RevisionPart>)| {
            let mut parts = parts.clone();
            change(&mut parts);
            assemble(&revision, &parts, &scrubs)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            error(&|parts| parts[3].content = None),
            "part 3 has no content and was not scrubbed"
        );
        assert_eq!(
            error(&|parts| parts[3].content = Some("{".to_owned())),
            "content of part 3 cannot be read"
        );
        assert_eq!(
            error(&|parts| parts[3].kind = PartKind::Topic),
            "part 3 is a topic and its content is not"
        );
        assert_eq!(
            error(&|parts| drop(parts.remove(0))),
            "revision 2 has 0 parts of kind meeting, not one"
        );
        assert!(assemble(&revision, &parts, &[]).is_err());
    }
}
