//! `/opinions`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::{nullable, text, texts},
    if_match::expected,
    paging::{OpinionCursor, PageLimit},
    problem::{Deleting, Editing, Entering, Listing, Problem, ReadingPublished},
    redactions::{NewRedaction, RedactionBody},
    response::{Created, Done, EntityTag, List, Tagged},
    source::SourceLines,
    types::{Position, Text},
};
use crate::{
    app::{App, Call, NewOpinion, OpinionChange, OpinionFilter, OpinionPlace, limits},
    domain::{
        Attribution, AttributionPolicy, Certainty, CouncilId, HeadingId, MeetingId, Opinion,
        OpinionId, OpinionKind, PageRequest, PersonId, Tag, TagOrigin, TopicId, Visibility,
    },
};

/// One bullet or one turn (意見・発言), as far as the caller may see it.
#[derive(Debug, Object)]
#[oai(rename = "Opinion")]
pub struct OpinionBody {
    id: OpinionId,
    /// The council.
    council_id: CouncilId,
    /// The meeting.
    meeting_id: MeetingId,
    /// The topic.
    topic_id: Option<TopicId>,
    /// The heading above it.
    heading_id: Option<HeadingId>,
    /// Its order in the meeting, from 0.
    position: i64,
    /// The wording as printed; a line feed starts a new paragraph.
    text: String,
    /// What kind of statement it is.
    kind: OpinionKind,
    /// To whom the document gives it.
    attribution: Attribution,
    /// How sure that is.
    certainty: Certainty,
    /// Who said it; `null` where nobody is printed, or the council does not publish it.
    speaker: Option<Speaker>,
    /// The issues that it is tagged with.
    issues: Vec<IssueTag>,
    /// Whom it is meant for.
    visibility: Visibility,
    /// How it is published, where that is not as its council does it; told to the secretariat alone.
    attribution_policy: Option<AttributionPolicy>,
    /// The words that are left out in public: to the secretariat the spans of the words, to others those of the marks that stand
    /// for them.
    redactions: Vec<RedactionBody>,
    /// Where it stands in the imported file; `null` where it was entered by hand.
    source: Option<SourceLines>,
}

/// Who said it, as printed.
#[derive(Debug, Object)]
pub struct Speaker {
    /// The name, without the role.
    name: Option<String>,
    /// The role (会長).
    role: Option<String>,
    /// The person, where it is known who that is.
    person_id: Option<PersonId>,
}

/// An issue (論点) that an opinion is tagged with.
#[derive(Debug, Object)]
pub struct IssueTag {
    /// The key of the issue.
    key: String,
    /// Where the tag comes from.
    origin: TagOrigin,
}

impl From<Tag> for IssueTag {
    fn from(tag: Tag) -> Self {
        Self {
            key: tag.key,
            origin: tag.origin,
        }
    }
}

impl From<Opinion> for OpinionBody {
    fn from(opinion: Opinion) -> Self {
        let speaker = Speaker {
            name: opinion.speaker_name,
            role: opinion.speaker_role,
            person_id: opinion.person_id,
        };
        let known = speaker.name.is_some() || speaker.role.is_some() || speaker.person_id.is_some();
        Self {
            id: opinion.id,
            council_id: opinion.council_id,
            meeting_id: opinion.meeting_id,
            topic_id: opinion.topic_id,
            heading_id: opinion.heading_id,
            position: opinion.position,
            text: opinion.text,
            kind: opinion.kind,
            attribution: opinion.attribution,
            certainty: opinion.certainty,
            speaker: known.then_some(speaker),
            issues: opinion.issues.into_iter().map(IssueTag::from).collect(),
            visibility: opinion.visibility,
            attribution_policy: opinion.attribution_policy,
            redactions: opinion.redactions.into_iter().map(Into::into).collect(),
            source: SourceLines::of(opinion.first_line, opinion.last_line),
        }
    }
}

/// An opinion to be entered after those that the meeting has.
#[derive(Debug, Object)]
#[oai(rename = "NewOpinion", deny_unknown_fields)]
pub struct NewOpinionBody {
    /// The wording as printed; a line feed starts a new paragraph.
    text: Text<{ limits::TEXT }>,
    /// What kind of statement it is; `opinion` when left out.
    kind: Option<OpinionKind>,
    /// To whom the document gives it; concluded from the speaker when left out.
    attribution: Option<Attribution>,
    /// The topic, of the same meeting.
    topic_id: Option<TopicId>,
    /// The heading above it, of the same topic.
    heading_id: Option<HeadingId>,
    /// Who said it; left out where nobody is printed.
    speaker: Option<NewSpeaker>,
    /// Whom it is meant for; `public` when left out.
    visibility: Option<Visibility>,
    /// The keys of its issues.
    issues: Option<Vec<Text<{ limits::KEY }>>>,
}

/// Who said it, as printed.
#[derive(Debug, Default, Object)]
#[oai(deny_unknown_fields)]
pub struct NewSpeaker {
    /// The name, without the role.
    name: Option<Text<{ limits::NAME }>>,
    /// The role (会長).
    role: Option<Text<{ limits::NAME }>>,
    /// The person, where it is known who that is.
    person_id: Option<PersonId>,
}

impl From<NewOpinionBody> for NewOpinion {
    fn from(body: NewOpinionBody) -> Self {
        let speaker = body.speaker.unwrap_or_default();
        Self {
            text: body.text.into(),
            kind: body.kind.unwrap_or(OpinionKind::Opinion),
            attribution: body.attribution,
            topic_id: body.topic_id,
            heading_id: body.heading_id,
            speaker_name: text(speaker.name),
            speaker_role: text(speaker.role),
            person_id: speaker.person_id,
            visibility: body.visibility.unwrap_or(Visibility::Public),
            issues: texts(body.issues).unwrap_or_default(),
        }
    }
}

/// What to change of an opinion; what is left out stays as it is, `null` empties a field.
#[derive(Debug, Object)]
#[oai(rename = "OpinionChange", deny_unknown_fields)]
pub struct OpinionChangeBody {
    /// The wording as printed.
    text: Option<Text<{ limits::TEXT }>>,
    /// What kind of statement it is.
    kind: Option<OpinionKind>,
    /// To whom the document gives it.
    attribution: Option<Attribution>,
    /// How sure that is.
    certainty: Option<Certainty>,
    /// The topic, of the same meeting.
    topic_id: MaybeUndefined<TopicId>,
    /// The heading above it, of the same topic.
    heading_id: MaybeUndefined<HeadingId>,
    /// Its order in the meeting, from 0.
    position: Option<Position>,
    /// Who said it; `null` for nobody.
    speaker: MaybeUndefined<SpeakerChange>,
    /// Whom it is meant for.
    visibility: Option<Visibility>,
    /// How it is published, where that must not be as its council does it; `null` for as its council does it.
    attribution_policy: MaybeUndefined<AttributionPolicy>,
    /// The words that are left out in public, all of them; an empty list leaves nothing out. Where the wording changes and this
    /// is left out, the same words are left out wherever they stand in the new wording; all of it, where one is not found.
    redactions: Option<Vec<NewRedaction>>,
    /// The keys of its issues, all of them. A tag that stays keeps its origin.
    issues: Option<Vec<Text<{ limits::KEY }>>>,
}

/// What to change of the speaker; what is left out stays as it is, `null` empties a field.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct SpeakerChange {
    /// The name, without the role.
    name: MaybeUndefined<Text<{ limits::NAME }>>,
    /// The role (会長).
    role: MaybeUndefined<Text<{ limits::NAME }>>,
    /// The person.
    person_id: MaybeUndefined<PersonId>,
}

impl From<OpinionChangeBody> for OpinionChange {
    fn from(body: OpinionChangeBody) -> Self {
        let (speaker_name, speaker_role, person_id) = match body.speaker {
            MaybeUndefined::Undefined => (None, None, None),
            MaybeUndefined::Null => (Some(None), Some(None), Some(None)),
            MaybeUndefined::Value(speaker) => (
                nullable(speaker.name),
                nullable(speaker.role),
                nullable(speaker.person_id),
            ),
        };
        Self {
            text: text(body.text),
            kind: body.kind,
            attribution: body.attribution,
            certainty: body.certainty,
            topic_id: nullable(body.topic_id),
            heading_id: nullable(body.heading_id),
            position: body.position.map(Into::into),
            speaker_name,
            speaker_role,
            person_id,
            visibility: body.visibility,
            attribution_policy: nullable(body.attribution_policy),
            redactions: body
                .redactions
                .map(|redactions| redactions.into_iter().map(Into::into).collect()),
            issues: texts(body.issues),
        }
    }
}

/// The opinions.
pub struct OpinionsApi;

#[OpenApi(tag = "Section::Opinions")]
impl OpinionsApi {
    /// List opinions
    ///
    /// Those of one meeting or one topic come in the order of the minutes, others in the order in which they were entered.
    #[oai(path = "/opinions", method = "get", operation_id = "list_opinions")]
    #[expect(
        clippy::too_many_arguments,
        reason = "each argument is a parameter of the URL"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Of one council.
        council_id: Query<Option<CouncilId>>,
        /// Of one meeting.
        meeting_id: Query<Option<MeetingId>>,
        /// Of one topic.
        topic_id: Query<Option<TopicId>>,
        /// Of one person, where the council publishes who said what.
        person_id: Query<Option<PersonId>>,
        /// Tagged with the issue that has this key.
        issue: Query<Option<Text<{ limits::KEY }>>>,
        /// Of one kind.
        kind: Query<Option<OpinionKind>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<OpinionCursor>>,
    ) -> Result<Json<List<OpinionBody>>, Problem<Listing>> {
        let filter = OpinionFilter {
            council_id: council_id.0,
            meeting_id: meeting_id.0,
            topic_id: topic_id.0,
            person_id: person_id.0,
            issue: text(issue.0),
            kind: kind.0,
        };
        let page = PageRequest {
            after: cursor.0.map(|cursor| cursor.0),
            limit: limit.0.unwrap_or_default().0,
        };
        let opinions = app.list_opinions(&call, &filter, &page).await?;
        let cursor = |last: &Opinion| {
            let position = filter.is_of_minutes().then_some(last.position);
            OpinionCursor(OpinionPlace {
                position,
                id: last.id,
            })
            .to_string()
        };
        Ok(Json(List::with_cursor(opinions, cursor, OpinionBody::from)))
    }

    /// Enter an opinion of a meeting
    #[oai(
        path = "/meetings/:id/opinions",
        method = "post",
        operation_id = "create_opinion"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<MeetingId>,
        body: Json<NewOpinionBody>,
    ) -> Result<Created<OpinionBody>, Problem<Entering>> {
        let opinion = app.create_opinion(&call, id.0, body.0.into()).await?;
        Ok(Created {
            tag: EntityTag::Version(opinion.version),
            location: format!("/api/v1/opinions/{}", opinion.id),
            body: opinion.into(),
        })
    }

    /// Read an opinion
    #[oai(path = "/opinions/:id", method = "get", operation_id = "get_opinion")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<OpinionId>,
    ) -> Result<Tagged<OpinionBody>, Problem<ReadingPublished>> {
        let opinion = app.get_opinion(&call, id.0).await?;
        Ok(tagged(&call, opinion))
    }

    /// Change an opinion
    #[oai(
        path = "/opinions/:id",
        method = "patch",
        operation_id = "update_opinion"
    )]
    async fn update(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<OpinionId>,
        /// The ETag of the state that is to be changed.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        body: Json<OpinionChangeBody>,
    ) -> Result<Tagged<OpinionBody>, Problem<Editing>> {
        let expected = expected(if_match.0.as_deref());
        let change = body.0.into();
        let opinion = app.update_opinion(&call, id.0, &expected, change).await?;
        Ok(tagged(&call, opinion))
    }

    /// Delete an opinion of which no action item came
    #[oai(
        path = "/opinions/:id",
        method = "delete",
        operation_id = "delete_opinion"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<OpinionId>,
        /// The ETag of the state that is to be deleted.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
    ) -> Result<Done, Problem<Deleting>> {
        let expected = expected(if_match.0.as_deref());
        app.delete_opinion(&call, id.0, &expected).await?;
        Ok(Done)
    }
}

fn tagged(call: &Call, opinion: Opinion) -> Tagged<OpinionBody> {
    let may_edit = call.caller.is_secretariat_of(opinion.council_id);
    Tagged {
        tag: EntityTag::for_editor(may_edit, opinion.version),
        body: opinion.into(),
    }
}
