//! The demo: a made-up council, imported and tracked through the same use cases as any other.
//!
//! Every step looks first whether it was taken, so that a start that was cut short is completed by the next one. Once it
//! is complete it is left alone: what people have made of it since is theirs.

use chrono::NaiveDate;
use serde::Deserialize;

use super::failure::Failure;
use crate::{
    app::{
        Acceptance, Accepted, App, AppError, Call, NewCouncil, NewMembership, NewPerson, NewReview,
        NewToken,
    },
    domain::{
        ActionItemId, ActionItemStatus, AttributionPolicy, CouncilId, Import, MAX_PAGE, MeetingId,
        MinutesStatus, OpinionId, PageRequest, PersonId, Role, Suggestion, SuggestionKind,
        TextEnum, Visibility,
    },
    store::{self, ImportFilter, MembershipFilter, OpinionFilter, PersonFilter, SuggestionFilter},
};

/// The setting that says that the demo is complete and its tokens have been shown.
const LOADED: &str = "demo_loaded";

const STORY: &str = include_str!("../../demo/story.json");
const FILES: [(&str, &str); 4] = [
    ("r05-1.txt", include_str!("../../demo/r05-1.txt")),
    ("r05-2.txt", include_str!("../../demo/r05-2.txt")),
    ("r06-1.txt", include_str!("../../demo/r06-1.txt")),
    ("r06-2.txt", include_str!("../../demo/r06-2.txt")),
];
const CALL: &Call = &Call::LOCAL;
const EVERYTHING: PageRequest = PageRequest {
    after: None,
    limit: MAX_PAGE,
};

#[derive(Deserialize)]
struct Story {
    council: StoryCouncil,
    persons: Vec<StoryPerson>,
    meetings: Vec<StoryMeeting>,
    action_items: Vec<StoryItem>,
}

#[derive(Deserialize)]
struct StoryCouncil {
    name: String,
    name_en: Option<String>,
    attribution_policy: AttributionPolicy,
}

#[derive(Deserialize)]
struct StoryPerson {
    name: String,
    reading: Option<String>,
    other_names: Vec<String>,
    role: String,
    organization: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct StoryMeeting {
    key: String,
    file: String,
    status: MinutesStatus,
}

#[derive(Deserialize)]
struct StoryItem {
    meeting: String,
    opinion_starts_with: String,
    text: String,
    owner: Option<String>,
    due_on: Option<NaiveDate>,
    due_text: Option<String>,
    visibility: Visibility,
    reviews: Vec<StoryReview>,
}

#[derive(Deserialize)]
struct StoryReview {
    meeting: String,
    status: ActionItemStatus,
    note: Option<String>,
    evidence: Option<String>,
}

/// Whether the demo was put in before, and its tokens shown.
pub async fn is_loaded(app: &App) -> Result<bool, Failure> {
    let mut conn = app.db().read().await?;
    Ok(store::get_setting(&mut conn, LOADED).await?.is_some())
}

/// Notes that the demo is in, and its tokens shown.
pub async fn set_loaded(app: &App) -> Result<(), Failure> {
    let mut conn = app.db().write().await?;
    let now = app.clock().now().to_rfc3339();
    store::put_setting(&mut conn, LOADED, &now).await?;
    conn.commit().await?;
    Ok(())
}

/// Puts the demo in, as far as it is not there yet. Answers with a token for each role.
pub async fn load(app: &App) -> Result<Vec<(Role, String)>, Failure> {
    let story: Story = serde_json::from_str(STORY).map_err(|error| Failure::Io(error.into()))?;
    let council = council(app, &story.council).await?;
    let mut persons = Vec::new();
    for person in &story.persons {
        persons.push(seat(app, council, person).await?);
    }
    let mut meetings = Vec::new();
    for meeting in &story.meetings {
        meetings.push((meeting.key.as_str(), import(app, council, meeting).await?));
    }
    for item in &story.action_items {
        track(app, &meetings, item).await?;
    }
    for (meeting, (_, id)) in story.meetings.iter().zip(&meetings) {
        if meeting.status != MinutesStatus::Draft {
            decide(app, council, *id).await?;
        }
        publish(app, *id, meeting.status).await?;
    }
    tokens(app, council, persons.first().copied()).await
}

async fn council(app: &App, council: &StoryCouncil) -> Result<CouncilId, Failure> {
    if let Some(council) = app.find_council_by_name(&council.name).await? {
        return Ok(council.id);
    }
    let new = NewCouncil {
        name: council.name.clone(),
        name_en: council.name_en.clone(),
        attribution_policy: council.attribution_policy,
    };
    Ok(app.create_council(CALL, new).await?.id)
}

/// A person with a seat in the council.
async fn seat(app: &App, council: CouncilId, person: &StoryPerson) -> Result<PersonId, Failure> {
    let filter = PersonFilter {
        name: Some(person.name.clone()),
        ..PersonFilter::default()
    };
    let found = app.list_persons(CALL, &filter, &EVERYTHING).await?;
    let id = match found
        .items
        .into_iter()
        .find(|found| found.name == person.name)
    {
        Some(found) => found.id,
        None => {
            let new = NewPerson {
                name: person.name.clone(),
                reading: person.reading.clone(),
                other_names: person.other_names.clone(),
            };
            app.create_person(CALL, new).await?.id
        }
    };
    let filter = MembershipFilter {
        council_id: Some(council),
        person_id: Some(id),
        ..MembershipFilter::default()
    };
    if app
        .list_memberships(CALL, &filter, &EVERYTHING)
        .await?
        .items
        .is_empty()
    {
        let new = NewMembership {
            council_id: council,
            person_id: id,
            role: person.role.clone(),
            organization: person.organization.clone(),
            starts_on: person.starts_on,
            ends_on: person.ends_on,
        };
        app.create_membership(CALL, new).await?;
    }
    Ok(id)
}

async fn import(
    app: &App,
    council: CouncilId,
    meeting: &StoryMeeting,
) -> Result<MeetingId, Failure> {
    let (name, text) = FILES
        .into_iter()
        .find(|(name, _)| *name == meeting.file)
        .expect("the story names files of the demo");
    let imported = app
        .create_import(CALL, council, name, text.as_bytes().to_vec())
        .await?;
    let Import { id, .. } = imported.import;
    match app.apply_import(CALL, id).await {
        Ok(meeting) | Err(AppError::AlreadyApplied(meeting)) => Ok(meeting),
        Err(error) => Err(error.into()),
    }
}

/// An action item with its reviews: accepted from the importer's suggestion, then reviewed at the meetings that follow.
async fn track(app: &App, meetings: &[(&str, MeetingId)], item: &StoryItem) -> Result<(), Failure> {
    let raised_at = meeting_of(meetings, &item.meeting);
    let opinion = opinion(app, raised_at, &item.opinion_starts_with).await?;
    let suggestion = suggestion(app, raised_at, opinion).await?;
    let id = match suggestion.action_item_id {
        Some(id) => id,
        None => accept(app, &suggestion, item).await?,
    };
    let done = app.list_reviews(CALL, id).await?.len();
    for review in item.reviews.iter().skip(done) {
        let new = NewReview {
            meeting_id: Some(meeting_of(meetings, &review.meeting)),
            reviewed_on: None,
            status: Some(review.status),
            note: review.note.clone(),
            evidence: review.evidence.clone(),
        };
        app.review_action_item(CALL, id, new).await?;
    }
    Ok(())
}

fn meeting_of(meetings: &[(&str, MeetingId)], key: &str) -> MeetingId {
    meetings
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, id)| *id)
        .expect("the story names meetings of the demo")
}

async fn opinion(app: &App, meeting: MeetingId, start: &str) -> Result<OpinionId, Failure> {
    let filter = OpinionFilter {
        meeting_id: Some(meeting),
        ..OpinionFilter::default()
    };
    let everything = PageRequest {
        after: None,
        limit: EVERYTHING.limit,
    };
    let opinions = app.list_opinions(CALL, &filter, &everything).await?;
    let opinion = opinions
        .items
        .into_iter()
        .find(|opinion| opinion.text.starts_with(start))
        .expect("the story names opinions of the demo");
    Ok(opinion.id)
}

async fn suggestion(
    app: &App,
    meeting: MeetingId,
    opinion: OpinionId,
) -> Result<Suggestion, Failure> {
    let filter = SuggestionFilter {
        meeting_id: Some(meeting),
        kind: Some(SuggestionKind::ActionItem),
        ..SuggestionFilter::default()
    };
    let suggestions = app.list_suggestions(CALL, &filter, &EVERYTHING).await?;
    Ok(suggestions
        .items
        .into_iter()
        .find(|suggestion| suggestion.opinion_id == Some(opinion))
        .expect("the story raises items where the importer suggests them"))
}

async fn accept(
    app: &App,
    suggestion: &Suggestion,
    item: &StoryItem,
) -> Result<ActionItemId, Failure> {
    let how = Acceptance {
        text: Some(item.text.clone()),
        owner: item.owner.clone(),
        owner_person_id: None,
        due_on: item.due_on,
        due_text: item.due_text.clone(),
        visibility: Some(item.visibility),
        ..Acceptance::default()
    };
    match app.accept_suggestion(CALL, suggestion.id, how).await? {
        Accepted::Item(item) => Ok(item.id),
        Accepted::Settled(_) => unreachable!("a suggested action item becomes one"),
    }
}

/// What the importer was not sure of is decided, as a secretariat would before it publishes: what it read is right, and beyond
/// the story nothing is to be done.
async fn decide(app: &App, council: CouncilId, meeting: MeetingId) -> Result<(), Failure> {
    let filter = ImportFilter {
        council_id: Some(council),
    };
    let imports = app.list_imports(CALL, &filter, &EVERYTHING).await?;
    let made = imports
        .items
        .into_iter()
        .find(|import| import.meeting_id == Some(meeting))
        .expect("the meetings of the demo are made of imports");
    for kind in SuggestionKind::ALL {
        let accept = *kind != SuggestionKind::ActionItem;
        while app
            .settle_suggestions(CALL, made.id, *kind, accept)
            .await?
            .settled
            > 0
        {}
    }
    Ok(())
}

async fn publish(app: &App, meeting: MeetingId, status: MinutesStatus) -> Result<(), Failure> {
    if app.get_meeting(CALL, meeting).await?.minutes_status == MinutesStatus::Draft
        && status != MinutesStatus::Draft
    {
        app.transition_minutes(CALL, meeting, status, None, None)
            .await?;
    }
    Ok(())
}

/// A token for each role. Those of a start that was cut short before it showed them are revoked.
async fn tokens(
    app: &App,
    council: CouncilId,
    person: Option<PersonId>,
) -> Result<Vec<(Role, String)>, Failure> {
    for token in app.list_tokens(CALL, &EVERYTHING).await?.items {
        if token.name == token_name(token.role) && token.revoked_at.is_none() {
            app.revoke_token(CALL, token.id).await?;
        }
    }
    let mut made = Vec::new();
    for (role, council_id, person_id) in [
        (Role::Admin, None, None),
        (Role::Secretariat, Some(council), None),
        (Role::Staff, Some(council), None),
        (Role::Member, Some(council), person),
    ] {
        let new = NewToken {
            name: token_name(role),
            role,
            council_id,
            person_id,
            expires_at: None,
        };
        made.push((role, app.create_token(CALL, new).await?.secret));
    }
    Ok(made)
}

fn token_name(role: Role) -> String {
    format!("demo {role}")
}
