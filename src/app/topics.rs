//! Topics of meetings, read together with their headings and stage directions.

use serde_json::{Value, json};

use super::{
    App, AppError, AppResult, Call, Expected, Shown,
    change::{Change, changed_fields, set},
    meetings::editable_meeting,
    parts::{editable_part, next_position, record, seen_meeting, shown},
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, CouncilId, EntityKind, Heading, IndexScope, MeetingId, Narrative, Topic,
        TopicId, Viewer, Visibility,
    },
    store::{self, Conn, StoreError},
};

/// A topic to be entered.
#[derive(Debug, Clone)]
pub struct NewTopic {
    /// Its order in the meeting; at the end where `None`.
    pub position: Option<i64>,
    /// The number as printed.
    pub number: Option<String>,
    /// The title as printed.
    pub title: String,
    /// Whom it is meant for.
    pub visibility: Visibility,
}

/// What to change of a topic; `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
pub struct TopicChange {
    /// Its order in the meeting.
    pub position: Option<i64>,
    /// The number as printed.
    pub number: Option<Option<String>>,
    /// The title as printed.
    pub title: Option<String>,
    /// Whom it is meant for.
    pub visibility: Option<Visibility>,
}

/// A topic with what stands in it beside the opinions.
#[derive(Debug, Clone)]
pub struct TopicWithParts {
    /// The topic.
    pub topic: Topic,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Its stage directions, in order.
    pub narratives: Vec<Narrative>,
}

impl App {
    /// Enters a topic of a meeting.
    pub async fn create_topic(
        &self,
        call: &Call,
        meeting: MeetingId,
        new: NewTopic,
    ) -> AppResult<TopicWithParts> {
        let mut change = self.change(call).await?;
        let meeting = editable_meeting(&mut change, call, meeting).await?;
        let topics = store::list_topics(&mut change.conn, &call.viewer(), meeting.id).await?;
        let end = next_position(topics.iter().map(|topic| topic.position));
        let topic = Topic {
            id: TopicId(self.clock.new_id()),
            meeting_id: meeting.id,
            position: new.position.unwrap_or(end),
            number: new.number,
            title: new.title,
            visibility: new.visibility,
            first_line: None,
            last_line: None,
            version: 1,
        };
        validate(&topic)?;
        store::insert_topic(&mut change.conn, &topic).await?;
        let council = meeting.council_id;
        record_and_enqueue(&mut change, AuditAction::Create, &topic, council, json!({})).await?;
        change.commit().await?;
        Ok(TopicWithParts {
            topic,
            headings: Vec::new(),
            narratives: Vec::new(),
        })
    }

    /// The topic with this id, if the caller may see it.
    pub async fn get_topic(&self, call: &Call, id: TopicId) -> AppResult<Shown<TopicWithParts>> {
        let viewer = call.viewer();
        let mut conn = self.read().await?;
        let found = store::find_topic(&mut conn, &viewer, id).await?;
        let Shown { thing, may_edit } = shown(&mut conn, call, found).await?;
        let meeting = thing.meeting_id;
        let mut parts = with_parts(&mut conn, &viewer, meeting, vec![thing]).await?;
        let thing = parts.pop().ok_or(AppError::NotFound(EntityKind::Topic))?;
        Ok(Shown { thing, may_edit })
    }

    /// The topics of a meeting that the caller may see, in order.
    pub async fn list_topics(
        &self,
        call: &Call,
        meeting: MeetingId,
    ) -> AppResult<Vec<TopicWithParts>> {
        let viewer = call.viewer();
        let mut conn = self.read().await?;
        seen_meeting(&mut conn, call, meeting).await?;
        let topics = store::list_topics(&mut conn, &viewer, meeting).await?;
        with_parts(&mut conn, &viewer, meeting, topics).await
    }

    /// Changes a topic.
    pub async fn update_topic(
        &self,
        call: &Call,
        id: TopicId,
        expected: &Expected,
        new: TopicChange,
    ) -> AppResult<TopicWithParts> {
        let viewer = call.viewer();
        let mut change = self.change(call).await?;
        let found = store::find_topic(&mut change.conn, &viewer, id).await?;
        let (before, council) = editable_part(&mut change, call, expected, found).await?;
        let topic = amend_topic(&mut change, council, before, new).await?;
        let meeting = topic.meeting_id;
        let mut parts = with_parts(&mut change.conn, &viewer, meeting, vec![topic]).await?;
        change.commit().await?;
        parts.pop().ok_or(AppError::NotFound(EntityKind::Topic))
    }

    /// Deletes a topic to which nothing refers any more.
    pub async fn delete_topic(
        &self,
        call: &Call,
        id: TopicId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let found = store::find_topic(&mut change.conn, &call.viewer(), id).await?;
        let (topic, council) = editable_part(&mut change, call, expected, found).await?;
        store::delete_topic(&mut change.conn, id, topic.version)
            .await
            .map_err(in_use)?;
        record_and_enqueue(&mut change, AuditAction::Delete, &topic, council, json!({})).await?;
        change.commit().await
    }
}

/// Changes a topic within a change that does more.
pub(super) async fn amend_topic(
    change: &mut Change<'_>,
    council: CouncilId,
    before: Topic,
    new: TopicChange,
) -> AppResult<Topic> {
    let mut topic = before.clone();
    set(&mut topic.position, new.position);
    set(&mut topic.number, new.number);
    set(&mut topic.title, new.title);
    set(&mut topic.visibility, new.visibility);
    if topic != before {
        validate(&topic)?;
        store::update_topic(&mut change.conn, &topic).await?;
        topic.version += 1;
        let fields = fields_changed(&before, &topic);
        record_and_enqueue(change, AuditAction::Update, &topic, council, fields).await?;
    }
    Ok(topic)
}

/// Every change of a topic is one of the index too: even where no field that it holds has changed, it holds the version.
async fn record_and_enqueue(
    change: &mut Change<'_>,
    action: AuditAction,
    topic: &Topic,
    council: CouncilId,
    detail: Value,
) -> AppResult<()> {
    record(change, action, topic, council, detail).await?;
    change
        .enqueue(IndexScope::Topic, topic.id.0, Some(council))
        .await
}

/// Puts beside each topic of a meeting what stands in it. A meeting has few headings and stage directions, so that they
/// are read at once.
async fn with_parts(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
    topics: Vec<Topic>,
) -> AppResult<Vec<TopicWithParts>> {
    let headings = store::list_headings(conn, viewer, meeting).await?;
    let narratives = store::list_narratives(conn, viewer, meeting).await?;
    let join = |topic: Topic| {
        let own = Some(topic.id);
        TopicWithParts {
            headings: headings
                .iter()
                .filter(|heading| heading.topic_id == own)
                .cloned()
                .collect(),
            narratives: narratives
                .iter()
                .filter(|narrative| narrative.topic_id == own)
                .cloned()
                .collect(),
            topic,
        }
    };
    Ok(topics.into_iter().map(join).collect())
}

fn fields_changed(before: &Topic, after: &Topic) -> Value {
    changed_fields(&[
        ("position", after.position != before.position),
        ("number", after.number != before.number),
        ("title", after.title != before.title),
        ("visibility", after.visibility != before.visibility),
    ])
}

fn validate(topic: &Topic) -> AppResult<()> {
    Validation::default()
        .position(topic.position)
        .optional("number", topic.number.as_deref(), limits::NAME)
        .required("title", &topic.title, limits::NAME)
        .finish()
}

fn in_use(error: StoreError) -> AppError {
    match error {
        StoreError::Reference => AppError::InUse(EntityKind::Topic),
        other => other.into(),
    }
}
