//! `/meetings/{id}/topics`, `/topics`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text},
    if_match::expected,
    problem::{Creating, Deleting, Editing, Problem, Reading},
    response::{Created, Done, EntityTag, List, Tagged},
    source::SourceLines,
    types::{Position, Text},
};
use crate::{
    app::{App, Call, NewTopic, TopicChange, TopicWithParts, limits},
    domain::{Heading, HeadingId, MeetingId, Narrative, NarrativeId, TopicId, Visibility},
};

/// A topic (議題) with its headings and its stage directions.
#[derive(Debug, Object)]
#[oai(rename = "Topic")]
pub struct TopicBody {
    id: TopicId,
    meeting_id: MeetingId,
    /// Its order in the meeting, from 0.
    position: i64,
    /// The number as printed.
    number: Option<String>,
    /// The title as printed.
    title: String,
    /// Whom it is meant for.
    visibility: Visibility,
    /// Where it stands in the imported file.
    source: Option<SourceLines>,
    /// The headings in it, in order.
    headings: Vec<HeadingBody>,
    /// The stage directions in it, in order.
    narratives: Vec<NarrativeBody>,
}

/// A heading inside a topic (小見出し).
#[derive(Debug, Object)]
#[oai(rename = "Heading")]
pub struct HeadingBody {
    id: HeadingId,
    /// Its order in the meeting, from 0.
    position: i64,
    /// The title as printed.
    title: String,
    /// Where it stands in the imported file.
    source: Option<SourceLines>,
}

/// A stage direction of a topic: no opinion.
#[derive(Debug, Object)]
#[oai(rename = "Narrative")]
pub struct NarrativeBody {
    id: NarrativeId,
    /// Its order in the meeting, from 0.
    position: i64,
    /// The text as printed.
    text: String,
    /// Where it stands in the imported file.
    source: Option<SourceLines>,
}

impl From<TopicWithParts> for TopicBody {
    fn from(whole: TopicWithParts) -> Self {
        let topic = whole.topic;
        Self {
            id: topic.id,
            meeting_id: topic.meeting_id,
            position: topic.position,
            number: topic.number,
            title: topic.title,
            visibility: topic.visibility,
            source: SourceLines::of(topic.first_line, topic.last_line),
            headings: whole.headings.into_iter().map(Into::into).collect(),
            narratives: whole.narratives.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Heading> for HeadingBody {
    fn from(heading: Heading) -> Self {
        Self {
            id: heading.id,
            position: heading.position,
            title: heading.title,
            source: SourceLines::of(heading.first_line, heading.last_line),
        }
    }
}

impl From<Narrative> for NarrativeBody {
    fn from(narrative: Narrative) -> Self {
        Self {
            id: narrative.id,
            position: narrative.position,
            text: narrative.text,
            source: SourceLines::of(narrative.first_line, narrative.last_line),
        }
    }
}

/// A topic to be entered.
#[derive(Debug, Object)]
#[oai(rename = "NewTopic", deny_unknown_fields)]
pub struct NewTopicBody {
    /// Its order in the meeting; at the end when left out.
    position: Option<Position>,
    /// The number as printed.
    number: Option<Text<{ limits::NAME }>>,
    /// The title as printed.
    title: Text<{ limits::NAME }>,
    /// Whom it is meant for; everybody when left out.
    visibility: Option<Visibility>,
}

impl From<NewTopicBody> for NewTopic {
    fn from(body: NewTopicBody) -> Self {
        Self {
            position: body.position.map(Into::into),
            number: text(body.number),
            title: body.title.into(),
            visibility: body.visibility.unwrap_or(Visibility::Public),
        }
    }
}

/// What to change of a topic; what is left out stays as it is.
#[derive(Debug, Object)]
#[oai(rename = "TopicChange", deny_unknown_fields)]
pub struct TopicChangeBody {
    /// Its order in the meeting.
    position: Option<Position>,
    /// The number as printed; `null` empties it.
    number: MaybeUndefined<Text<{ limits::NAME }>>,
    /// The title as printed.
    title: Option<Text<{ limits::NAME }>>,
    /// Whom it is meant for.
    visibility: Option<Visibility>,
}

impl From<TopicChangeBody> for TopicChange {
    fn from(body: TopicChangeBody) -> Self {
        Self {
            position: body.position.map(Into::into),
            number: nullable(body.number),
            title: text(body.title),
            visibility: body.visibility,
        }
    }
}

/// The topics.
pub struct TopicsApi;

#[OpenApi(tag = "Section::Meetings")]
impl TopicsApi {
    /// List the topics of a meeting, all at once
    #[oai(
        path = "/meetings/:id/topics",
        method = "get",
        operation_id = "list_topics"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
    ) -> Result<Json<List<TopicBody>>, Problem<Reading>> {
        let topics = app.list_topics(&call, id.0).await?;
        Ok(Json(List::whole(
            topics.into_iter().map(Into::into).collect(),
        )))
    }

    /// Enter a topic of a meeting
    #[oai(
        path = "/meetings/:id/topics",
        method = "post",
        operation_id = "create_topic"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        body: Json<NewTopicBody>,
    ) -> Result<Created<TopicBody>, Problem<Creating>> {
        let whole = app.create_topic(&call, id.0, body.0.into()).await?;
        Ok(Created {
            tag: EntityTag::Version(whole.topic.version),
            location: format!("/api/v1/topics/{}", whole.topic.id),
            body: whole.into(),
        })
    }

    /// Read a topic
    #[oai(path = "/topics/:id", method = "get", operation_id = "get_topic")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<TopicId>,
    ) -> Result<Tagged<TopicBody>, Problem<Reading>> {
        let shown = app.get_topic(&call, id.0).await?;
        Ok(Tagged {
            tag: EntityTag::for_editor(shown.may_edit, shown.thing.topic.version),
            body: shown.thing.into(),
        })
    }

    /// Change a topic
    #[oai(path = "/topics/:id", method = "patch", operation_id = "update_topic")]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<TopicId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<TopicChangeBody>,
    ) -> Result<Tagged<TopicBody>, Problem<Editing>> {
        let expected = expected(if_match.0.as_deref());
        let whole = app
            .update_topic(&call, id.0, &expected, body.0.into())
            .await?;
        Ok(Tagged {
            tag: EntityTag::Version(whole.topic.version),
            body: whole.into(),
        })
    }

    /// Delete a topic to which nothing refers any more
    #[oai(path = "/topics/:id", method = "delete", operation_id = "delete_topic")]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<TopicId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_topic(&call, id.0, &expected).await?;
        Ok(Done)
    }
}
