//! `/meetings/{id}/minutes`: the minutes as one document, and their life cycle.

use std::collections::HashMap;

use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    Section,
    attendance::AttendanceBody,
    convert::text,
    materials::MaterialBody,
    meetings::MeetingBody,
    opinions::OpinionBody,
    problem::{Creating, Problem, ReadingPublished, Restricted},
    response::{EntityTag, List, Recorded, Tagged},
    source::SourceLines,
    topics::NarrativeBody,
    types::{Date, Moment, Text},
};
use crate::{
    app::{App, Call, MinutesDocument, limits},
    domain::{
        Heading, HeadingId, MeetingId, MinutesStatus, MinutesTransition, Opinion, TokenId, Topic,
        TopicId, TransitionId, Visibility,
    },
};

/// The minutes of a meeting (議事要旨), as far as the caller may see them, in the order of the document.
#[derive(Debug, Object)]
#[oai(rename = "Minutes")]
pub struct MinutesBody {
    /// The meeting.
    meeting: MeetingBody,
    /// Who was there and who was not, as printed.
    attendance: Vec<AttendanceBody>,
    /// The agenda, with what was said under each topic.
    topics: Vec<MinutesTopic>,
    /// What was handed out for no topic in particular.
    materials: Vec<MaterialBody>,
    /// Stage directions outside of all topics.
    narratives: Vec<NarrativeBody>,
    /// What was said outside of all topics and headings.
    opinions: Vec<OpinionBody>,
    /// Headings outside of all topics, with what was said under each.
    headings: Vec<MinutesHeading>,
}

/// A topic (議題) with all that is under it.
#[derive(Debug, Object)]
pub struct MinutesTopic {
    id: TopicId,
    /// The number as printed.
    number: Option<String>,
    /// The title as printed.
    title: String,
    /// Whom it is meant for.
    visibility: Visibility,
    /// Where it stands in the imported file.
    source: Option<SourceLines>,
    /// What was handed out for it.
    materials: Vec<MaterialBody>,
    /// Its stage directions.
    narratives: Vec<NarrativeBody>,
    /// What was said under no heading.
    opinions: Vec<OpinionBody>,
    /// Its headings, with what was said under each.
    headings: Vec<MinutesHeading>,
}

/// A heading (小見出し) with what was said under it.
#[derive(Debug, Object)]
pub struct MinutesHeading {
    id: HeadingId,
    /// The title as printed.
    title: String,
    /// Where it stands in the imported file.
    source: Option<SourceLines>,
    /// What was said under it.
    opinions: Vec<OpinionBody>,
}

/// A change of state that is asked for.
#[derive(Debug, Object)]
#[oai(rename = "TransitionRequest", deny_unknown_fields)]
pub struct TransitionRequest {
    /// The state that the minutes are to have.
    to: MinutesStatus,
    /// Why.
    reason: Option<Text<{ limits::NOTE }>>,
    /// To member_check alone: the last day for the members to answer; 14 days from today when left out.
    deadline: Option<Date>,
}

/// A change of state, kept for good.
#[derive(Debug, Object)]
#[oai(rename = "MinutesTransition")]
pub struct TransitionBody {
    id: TransitionId,
    /// The meeting whose minutes they are.
    meeting_id: MeetingId,
    /// The state before.
    from_status: MinutesStatus,
    /// The state after.
    to_status: MinutesStatus,
    /// Why, in the words of whoever did it.
    reason: Option<String>,
    /// The token that did it; `null` for a command on the data directory.
    token_id: Option<TokenId>,
    /// When.
    at: Moment,
}

/// The minutes.
pub struct MinutesApi;

#[OpenApi(tag = "Section::Meetings")]
impl MinutesApi {
    /// Read the minutes of a meeting as one document
    #[oai(
        path = "/meetings/:id/minutes",
        method = "get",
        operation_id = "get_minutes"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Tagged<MinutesBody>, Problem<ReadingPublished>> {
        let minutes = app.get_minutes(&call, id.0).await?;
        Ok(Tagged {
            // No row's version stands for the whole document.
            tag: EntityTag::Content,
            body: minutes.into(),
        })
    }

    /// List the changes of state of a meeting's minutes, oldest first
    #[oai(
        path = "/meetings/:id/minutes/transitions",
        method = "get",
        operation_id = "list_minutes_transitions"
    )]
    async fn list_transitions(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Json<List<TransitionBody>>, Problem<Restricted>> {
        let transitions = app.list_transitions(&call, id.0).await?;
        let transitions = transitions.into_iter().map(TransitionBody::from).collect();
        Ok(Json(List::whole(transitions)))
    }

    /// Take the minutes of a meeting to another state
    ///
    /// draft → member_check → approved → published → withdrawn → draft. A small council may publish a draft without a round
    /// of checks. Minutes are not published before each line that the importer could not place is settled, each suggestion
    /// accepted or rejected, and each correction request of a member decided. To member_check opens a round of checks; leaving it
    /// closes the round.
    #[oai(
        path = "/meetings/:id/minutes/transitions",
        method = "post",
        operation_id = "create_minutes_transition"
    )]
    async fn create_transition(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        body: Json<TransitionRequest>,
    ) -> Result<Recorded<TransitionBody>, Problem<Creating>> {
        let (reason, deadline) = (text(body.0.reason), body.0.deadline.map(Into::into));
        let transition = app
            .transition_minutes(&call, id.0, body.0.to, reason, deadline)
            .await?;
        Ok(Recorded {
            location: format!(
                "/api/v1/meetings/{}/minutes/transitions",
                transition.meeting_id
            ),
            body: transition.into(),
        })
    }
}

/// What stands under one topic, or under none.
#[derive(Default)]
struct Parts {
    materials: Vec<MaterialBody>,
    narratives: Vec<NarrativeBody>,
    opinions: Vec<OpinionBody>,
    headings: Vec<MinutesHeading>,
}

impl Parts {
    fn add_opinion(&mut self, opinion: Opinion) {
        let heading = self
            .headings
            .iter_mut()
            .find(|heading| Some(heading.id) == opinion.heading_id);
        match heading {
            Some(heading) => heading.opinions.push(opinion.into()),
            None => self.opinions.push(opinion.into()),
        }
    }
}

impl From<MinutesDocument> for MinutesBody {
    fn from(document: MinutesDocument) -> Self {
        let mut parts: HashMap<Option<TopicId>, Parts> = HashMap::new();
        for material in document.materials {
            let parts = parts.entry(material.topic_id).or_default();
            parts.materials.push(material.into());
        }
        for narrative in document.narratives {
            let parts = parts.entry(narrative.topic_id).or_default();
            parts.narratives.push(narrative.into());
        }
        for heading in document.headings {
            let parts = parts.entry(heading.topic_id).or_default();
            parts.headings.push(heading.into());
        }
        for opinion in document.opinions {
            let parts = parts.entry(opinion.topic_id).or_default();
            parts.add_opinion(opinion);
        }
        let whole = parts.remove(&None).unwrap_or_default();
        let attendance = document.attendance.into_iter().map(Into::into).collect();
        let topics = document
            .topics
            .into_iter()
            .map(|topic| {
                let parts = parts.remove(&Some(topic.id)).unwrap_or_default();
                MinutesTopic::of(topic, parts)
            })
            .collect();
        Self {
            meeting: document.meeting.into(),
            attendance,
            topics,
            materials: whole.materials,
            narratives: whole.narratives,
            opinions: whole.opinions,
            headings: whole.headings,
        }
    }
}

impl MinutesTopic {
    fn of(topic: Topic, parts: Parts) -> Self {
        Self {
            id: topic.id,
            number: topic.number,
            title: topic.title,
            visibility: topic.visibility,
            source: SourceLines::of(topic.first_line, topic.last_line),
            materials: parts.materials,
            narratives: parts.narratives,
            opinions: parts.opinions,
            headings: parts.headings,
        }
    }
}

impl From<Heading> for MinutesHeading {
    fn from(heading: Heading) -> Self {
        Self {
            id: heading.id,
            source: SourceLines::of(heading.first_line, heading.last_line),
            title: heading.title,
            opinions: Vec::new(),
        }
    }
}

impl From<MinutesTransition> for TransitionBody {
    fn from(transition: MinutesTransition) -> Self {
        Self {
            id: transition.id,
            meeting_id: transition.meeting_id,
            from_status: transition.from_status,
            to_status: transition.to_status,
            reason: transition.reason,
            token_id: transition.token_id,
            at: transition.at.into(),
        }
    }
}
