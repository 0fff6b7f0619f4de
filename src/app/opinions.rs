//! Opinions: what was said, as printed; entered and corrected by the secretariat.

use serde_json::{Value, json};

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields, set},
    meetings::editable_meeting,
    opinion_checks::check,
    publication::unseen_opinion,
    recent::RecentOpinions,
    tags::tags_of,
};
use crate::{
    domain::{
        Attribution, AttributionPolicy, AuditAction, Certainty, EntityKind, HeadingId, IndexScope,
        MeetingId, Opinion, OpinionId, OpinionKind, Page, PageRequest, PersonId, Redaction,
        TopicId, Visibility, carry_over,
    },
    store::{self, OpinionFilter, OpinionPlace, StoreError},
};

/// An opinion to be entered by hand.
#[derive(Debug, Clone)]
pub struct NewOpinion {
    /// The wording as printed.
    pub text: String,
    /// What kind of statement it is.
    pub kind: OpinionKind,
    /// To whom the document gives it; concluded from the speaker, where `None`.
    pub attribution: Option<Attribution>,
    /// The topic.
    pub topic_id: Option<TopicId>,
    /// The heading above it.
    pub heading_id: Option<HeadingId>,
    /// The speaker's name as printed.
    pub speaker_name: Option<String>,
    /// The speaker's role as printed.
    pub speaker_role: Option<String>,
    /// The speaker, where it is known who that is.
    pub person_id: Option<PersonId>,
    /// Whom it is meant for.
    pub visibility: Visibility,
    /// The keys of its issues.
    pub issues: Vec<String>,
}

/// What to change of an opinion; `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
pub struct OpinionChange {
    /// The wording.
    pub text: Option<String>,
    /// What kind of statement it is.
    pub kind: Option<OpinionKind>,
    /// To whom the document gives it.
    pub attribution: Option<Attribution>,
    /// How sure that is.
    pub certainty: Option<Certainty>,
    /// The topic.
    pub topic_id: Option<Option<TopicId>>,
    /// The heading above it.
    pub heading_id: Option<Option<HeadingId>>,
    /// Its order in the meeting.
    pub position: Option<i64>,
    /// The speaker's name as printed.
    pub speaker_name: Option<Option<String>>,
    /// The speaker's role as printed.
    pub speaker_role: Option<Option<String>>,
    /// The speaker.
    pub person_id: Option<Option<PersonId>>,
    /// Whom it is meant for.
    pub visibility: Option<Visibility>,
    /// How it is published; `Some(None)` as its council does it.
    pub attribution_policy: Option<Option<AttributionPolicy>>,
    /// The words that its public form leaves out, all of them. Where the wording changes and this is `None`, the same words are
    /// left out wherever they stand now.
    pub redactions: Option<Vec<Redaction>>,
    /// The keys of its issues, all of them.
    pub issues: Option<Vec<String>>,
}

impl App {
    /// Enters an opinion of a meeting, after those that are there.
    pub async fn create_opinion(
        &self,
        call: &Call,
        meeting: MeetingId,
        new: NewOpinion,
    ) -> AppResult<Opinion> {
        let mut change = self.change(call).await?;
        let meeting = editable_meeting(&mut change, call, meeting).await?;
        let now = self.clock.now();
        let speaker_attribution = attribution_of(&new);
        let mut opinion = Opinion {
            id: OpinionId(self.clock.new_id()),
            council_id: meeting.council_id,
            meeting_id: meeting.id,
            topic_id: new.topic_id,
            heading_id: new.heading_id,
            position: store::next_opinion_position(&mut change.conn, meeting.id).await?,
            text: new.text,
            kind: new.kind,
            attribution: new.attribution.unwrap_or(speaker_attribution),
            certainty: Certainty::Confirmed,
            speaker_name: new.speaker_name,
            speaker_role: new.speaker_role,
            person_id: new.person_id,
            visibility: new.visibility,
            attribution_policy: None,
            redactions: Vec::new(),
            first_line: None,
            last_line: None,
            issues: tags_of(new.issues, &[]),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        check(&mut change, call, &mut opinion).await?;
        store::insert_opinions(&mut change.conn, std::slice::from_ref(&opinion)).await?;
        let council = Some(opinion.council_id);
        change
            .record(
                AuditAction::Create,
                EntityKind::Opinion,
                opinion.id,
                council,
                json!({}),
            )
            .await?;
        change
            .enqueue(IndexScope::Opinion, opinion.id.0, council)
            .await?;
        change.commit().await?;
        Ok(opinion)
    }

    /// The opinion with this id as the caller may see it, if it may.
    pub async fn get_opinion(&self, call: &Call, id: OpinionId) -> AppResult<Opinion> {
        let viewer = call.viewer();
        let recent = self.recent.as_deref();
        let state = recent.and_then(RecentOpinions::state);
        if let (Some(recent), Some(state)) = (recent, state)
            && let Some(opinion) = recent.get(state, id, &viewer)
        {
            return Ok(opinion);
        }
        let conn = &mut self.read().await?;
        let Some(opinion) = store::find_opinion(conn, &viewer, id).await? else {
            return Err(unseen_opinion(conn, id).await?);
        };
        if let (Some(recent), Some(state)) = (recent, state) {
            recent.keep(state, &viewer, &opinion);
        }
        Ok(opinion)
    }

    /// The opinions that the caller may see, as it may see them.
    pub async fn list_opinions(
        &self,
        call: &Call,
        filter: &OpinionFilter,
        page: &PageRequest<OpinionPlace>,
    ) -> AppResult<Page<Opinion>> {
        if let Some(after) = page.after
            && after.position.is_some() != filter.is_of_minutes()
        {
            return Err(AppError::ForeignCursor);
        }
        Ok(store::list_opinions(&mut self.read().await?, &call.viewer(), filter, page).await?)
    }

    /// Changes an opinion.
    pub async fn update_opinion(
        &self,
        call: &Call,
        id: OpinionId,
        expected: &Expected,
        new: OpinionChange,
    ) -> AppResult<Opinion> {
        let mut change = self.change(call).await?;
        let before = editable_opinion(&mut change, call, id).await?;
        expected.check(before.version)?;
        let opinion = self.change_opinion(&mut change, call, before, new).await?;
        change.commit().await?;
        Ok(opinion)
    }

    /// Changes an opinion within a change that does more; one that is changed in nothing is left alone.
    pub(super) async fn change_opinion(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        before: Opinion,
        new: OpinionChange,
    ) -> AppResult<Opinion> {
        let mut opinion = before.clone();
        apply(&mut opinion, new);
        if opinion == before {
            return Ok(before);
        }
        check(change, call, &mut opinion).await?;
        let opinion = self.store_amended(change, &before, opinion).await?;
        self.settle_with_opinion(change, &before, &opinion).await?;
        Ok(opinion)
    }

    /// Stores what was changed of an opinion, with its entries in the audit trail and for the index.
    pub(super) async fn store_amended(
        &self,
        change: &mut Change<'_>,
        before: &Opinion,
        mut opinion: Opinion,
    ) -> AppResult<Opinion> {
        change.touch(opinion.meeting_id);
        opinion.updated_at = self.clock.now();
        store::update_opinion(&mut change.conn, &opinion).await?;
        opinion.version += 1;
        let (id, council) = (opinion.id, Some(opinion.council_id));
        self.unconfirm(change, before, &opinion).await?;
        let fields = fields_changed(before, &opinion);
        change
            .record(
                AuditAction::Update,
                EntityKind::Opinion,
                id,
                council,
                fields,
            )
            .await?;
        change.enqueue(IndexScope::Opinion, id.0, council).await?;
        if opinion.redactions != before.redactions || opinion.text != before.text {
            // What is to be done repeats what was said, and leaves out the same words.
            for item in store::list_action_items_of_opinion(&mut change.conn, id).await? {
                change
                    .enqueue(IndexScope::ActionItem, item.0, council)
                    .await?;
            }
        }
        Ok(opinion)
    }

    /// Deletes an opinion of which no action item came.
    pub async fn delete_opinion(
        &self,
        call: &Call,
        id: OpinionId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let opinion = editable_opinion(&mut change, call, id).await?;
        expected.check(opinion.version)?;
        store::delete_opinion(&mut change.conn, id, opinion.version)
            .await
            .map_err(|error| match error {
                StoreError::Reference => AppError::InUse(EntityKind::Opinion),
                other => other.into(),
            })?;
        let council = Some(opinion.council_id);
        change
            .record(
                AuditAction::Delete,
                EntityKind::Opinion,
                id,
                council,
                json!({}),
            )
            .await?;
        change.enqueue(IndexScope::Opinion, id.0, council).await?;
        change.commit().await
    }
}

async fn editable_opinion(
    change: &mut Change<'_>,
    call: &Call,
    id: OpinionId,
) -> AppResult<Opinion> {
    let opinion = store::find_opinion(&mut change.conn, &call.viewer(), id)
        .await?
        .ok_or(AppError::NotFound(EntityKind::Opinion))?;
    call.require_secretariat(opinion.council_id)?;
    change.touch(opinion.meeting_id);
    Ok(opinion)
}

fn fields_changed(before: &Opinion, after: &Opinion) -> Value {
    changed_fields(&[
        ("text", after.text != before.text),
        ("kind", after.kind != before.kind),
        ("attribution", after.attribution != before.attribution),
        ("certainty", after.certainty != before.certainty),
        ("topic_id", after.topic_id != before.topic_id),
        ("heading_id", after.heading_id != before.heading_id),
        ("position", after.position != before.position),
        ("speaker_name", after.speaker_name != before.speaker_name),
        ("speaker_role", after.speaker_role != before.speaker_role),
        ("person_id", after.person_id != before.person_id),
        ("visibility", after.visibility != before.visibility),
        (
            "attribution_policy",
            after.attribution_policy != before.attribution_policy,
        ),
        ("redactions", after.redactions != before.redactions),
        ("issues", after.issues != before.issues),
    ])
}

fn apply(opinion: &mut Opinion, new: OpinionChange) {
    if let Some(text) = new.text {
        opinion.redactions = carry_over(&opinion.text, &opinion.redactions, &text);
        opinion.text = text;
    }
    set(&mut opinion.redactions, new.redactions);
    set(&mut opinion.attribution_policy, new.attribution_policy);
    set(&mut opinion.kind, new.kind);
    set(&mut opinion.attribution, new.attribution);
    set(&mut opinion.certainty, new.certainty);
    set(&mut opinion.topic_id, new.topic_id);
    set(&mut opinion.heading_id, new.heading_id);
    set(&mut opinion.position, new.position);
    set(&mut opinion.speaker_name, new.speaker_name);
    set(&mut opinion.speaker_role, new.speaker_role);
    set(&mut opinion.person_id, new.person_id);
    set(&mut opinion.visibility, new.visibility);
    if let Some(keys) = new.issues {
        opinion.issues = tags_of(keys, &opinion.issues);
    }
}

fn attribution_of(new: &NewOpinion) -> Attribution {
    match (&new.speaker_name, &new.speaker_role) {
        (Some(_), _) => Attribution::Named,
        (None, Some(_)) => Attribution::RoleOnly,
        (None, None) => Attribution::Unattributed,
    }
}
