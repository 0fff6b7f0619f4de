//! What the demo's story publishes: states, an erratum, a scrub.

use serde::Deserialize;

use super::{CALL, StoryMeeting, opinion};
use crate::{
    app::{App, MinutesCorrection, NewScrub, OpinionChange, OpinionCorrection},
    cli::failure::Failure,
    domain::{MeetingId, MinutesStatus, PartKind},
};

#[derive(Deserialize)]
pub(super) struct StoryCorrection {
    pub meeting: String,
    pub opinion_starts_with: String,
    pub replace: String,
    pub with: String,
    pub reason: String,
}

#[derive(Deserialize)]
pub(super) struct StoryScrub {
    pub meeting: String,
    pub opinion_starts_with: String,
    pub reason: String,
}

/// Takes minutes to the state that the story leaves them in, by way of publication where they were published once.
pub(super) async fn publish(app: &App, id: MeetingId, story: &StoryMeeting) -> Result<(), Failure> {
    let to = story.status;
    if app.get_meeting(CALL, id).await?.minutes_status == MinutesStatus::Draft
        && to != MinutesStatus::Draft
    {
        let first = match to {
            MinutesStatus::Withdrawn => MinutesStatus::Published,
            other => other,
        };
        app.transition_minutes(CALL, id, first, None, None).await?;
    }
    if to == MinutesStatus::Withdrawn
        && app.get_meeting(CALL, id).await?.minutes_status == MinutesStatus::Published
    {
        let reason = story.reason.clone();
        app.transition_minutes(CALL, id, to, reason, None).await?;
    }
    Ok(())
}

/// An erratum: something that was published is corrected.
pub(super) async fn correct(
    app: &App,
    meeting: MeetingId,
    story: &StoryCorrection,
) -> Result<(), Failure> {
    if app.list_revisions(CALL, meeting).await?.len() > 1 {
        return Ok(());
    }
    let id = opinion(app, meeting, &story.opinion_starts_with).await?;
    let text = app.get_opinion(CALL, id).await?.text;
    let correction = MinutesCorrection {
        reason: story.reason.clone(),
        opinions: vec![OpinionCorrection {
            id,
            change: OpinionChange {
                text: Some(text.replace(&story.replace, &story.with)),
                ..OpinionChange::default()
            },
        }],
        ..MinutesCorrection::default()
    };
    app.correct_minutes(CALL, meeting, correction).await?;
    Ok(())
}

/// Words that were published by mistake are taken out.
pub(super) async fn scrub(
    app: &App,
    meeting: MeetingId,
    story: &StoryScrub,
) -> Result<(), Failure> {
    if !app.list_scrubs(CALL, meeting).await?.is_empty() {
        return Ok(());
    }
    let id = opinion(app, meeting, &story.opinion_starts_with).await?;
    let new = NewScrub {
        kind: PartKind::Opinion,
        subject_id: id.0,
        reason: story.reason.clone(),
    };
    app.scrub(CALL, meeting, new).await?;
    Ok(())
}
