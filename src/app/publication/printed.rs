//! The public form of a meeting's minutes: what a caller without a token reads of them, and nothing else.

use uuid::Uuid;

use super::super::{AppError, AppResult};
use crate::{
    domain::{
        Attendance, AttendanceContent, EntityKind, ErratumContent, Heading, HeadingContent,
        Material, MaterialContent, Meeting, MeetingContent, Narrative, NarrativeContent, Opinion,
        OpinionContent, PartContent, RedactionMark, Topic, TopicContent, Viewer,
    },
    store::{self, Conn},
};

/// What is printed, in the order of the document, each with the id of what it is the public form of.
pub(super) struct Printed(pub Vec<(Uuid, PartContent)>);

impl Printed {
    /// The same, under the name that the council had in `before`: a council that is renamed has said nothing else.
    pub fn named_as(&self, before: &[(Uuid, PartContent)]) -> Vec<(Uuid, PartContent)> {
        let name = before.iter().find_map(|(_, content)| match content {
            PartContent::Meeting(meeting) => Some(meeting.council.clone()),
            _ => None,
        });
        let mut parts = self.0.clone();
        for (_, content) in &mut parts {
            if let (PartContent::Meeting(meeting), Some(name)) = (content, &name) {
                meeting.council.clone_from(name);
            }
        }
        parts
    }
}

/// What the public reads of a meeting whose minutes are published, as this transaction leaves them.
pub(super) async fn printed_form(conn: &mut Conn, meeting: &Meeting) -> AppResult<Printed> {
    let (viewer, id) = (Viewer::PUBLIC, meeting.id);
    let council = store::find_council(conn, meeting.council_id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Council))?;
    let mut parts = vec![(id.0, of_meeting(meeting, council.name))];
    let attendance = store::list_attendances(conn, &viewer, id).await?;
    parts.extend(attendance.into_iter().map(of_attendance));
    let topics = store::list_topics(conn, &viewer, id).await?;
    parts.extend(topics.into_iter().map(of_topic));
    let headings = store::list_headings(conn, &viewer, id).await?;
    parts.extend(headings.into_iter().map(of_heading));
    let narratives = store::list_narratives(conn, &viewer, id).await?;
    parts.extend(narratives.into_iter().map(of_narrative));
    let materials = store::list_materials(conn, &viewer, id).await?;
    parts.extend(materials.into_iter().map(of_material));
    let opinions = store::list_opinions_of_meeting(conn, &viewer, id).await?;
    parts.extend(opinions.into_iter().map(of_opinion));
    Ok(Printed(parts))
}

fn of_meeting(meeting: &Meeting, council: String) -> PartContent {
    PartContent::Meeting(MeetingContent {
        council,
        title: meeting.title.clone(),
        fiscal_year: meeting.fiscal_year,
        round: meeting.round,
        date: meeting.date,
        end_date: meeting.end_date,
        start_time: meeting.start_time,
        end_time: meeting.end_time,
        venue: meeting.venue.clone(),
        mode: meeting.mode,
    })
}

fn of_attendance(line: Attendance) -> (Uuid, PartContent) {
    let content = AttendanceContent {
        position: line.position,
        name: line.name,
        role: line.role,
        status: line.status,
        capacity: line.capacity,
        organization: line.organization,
        note: line.note,
    };
    (line.id.0, PartContent::Attendance(content))
}

fn of_topic(topic: Topic) -> (Uuid, PartContent) {
    let content = TopicContent {
        position: topic.position,
        number: topic.number,
        title: topic.title,
    };
    (topic.id.0, PartContent::Topic(content))
}

fn of_heading(heading: Heading) -> (Uuid, PartContent) {
    let content = HeadingContent {
        topic_id: heading.topic_id,
        position: heading.position,
        title: heading.title,
    };
    (heading.id.0, PartContent::Heading(content))
}

fn of_narrative(narrative: Narrative) -> (Uuid, PartContent) {
    let content = NarrativeContent {
        topic_id: narrative.topic_id,
        position: narrative.position,
        text: narrative.text,
    };
    (narrative.id.0, PartContent::Narrative(content))
}

fn of_material(material: Material) -> (Uuid, PartContent) {
    let content = MaterialContent {
        topic_id: material.topic_id,
        position: material.position,
        number: material.number,
        title: material.title,
        url: material.url,
    };
    (material.id.0, PartContent::Material(content))
}

fn of_opinion(opinion: Opinion) -> (Uuid, PartContent) {
    let content = OpinionContent {
        topic_id: opinion.topic_id,
        heading_id: opinion.heading_id,
        position: opinion.position,
        text: opinion.text,
        kind: opinion.kind,
        attribution: opinion.attribution,
        speaker_name: opinion.speaker_name,
        speaker_role: opinion.speaker_role,
        issues: opinion.issues.into_iter().map(|tag| tag.key).collect(),
        redactions: opinion
            .redactions
            .into_iter()
            .map(|mark| RedactionMark {
                start: mark.start,
                end: mark.end,
                reason: mark.reason,
            })
            .collect(),
    };
    (opinion.id.0, PartContent::Opinion(content))
}

pub(super) fn of_erratum(erratum: ErratumContent) -> (Uuid, PartContent) {
    (erratum.subject_id, PartContent::Erratum(erratum))
}
