//! Two councils, a caller of each kind, and two meetings: what most scenarios begin with.

use std::ops::Deref;

use giji::{
    app::{App, Call, NewCouncil, NewMeeting, NewOpinion, NewPerson},
    domain::{
        AttributionPolicy, CouncilId, MeetingId, MinutesStatus, OpinionKind, OutboxEntry, PersonId,
        Role, TopicId, Visibility,
    },
    store,
};

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    app::{Made, Service},
    databases::on_both,
};

/// A service with something in it.
pub struct World {
    service: Service,
    /// A council that publishes who said something.
    pub council: CouncilId,
    /// A council that does not.
    pub other: CouncilId,
    /// A meeting of the council with published minutes.
    pub published: MeetingId,
    /// A meeting of the council with draft minutes, which its secretariat alone sees.
    pub draft: MeetingId,
    /// The token of an admin.
    pub admin: String,
    /// The token of the council's secretariat.
    pub secretariat: String,
    /// The token of the other council's secretariat.
    pub elsewhere: String,
    /// The token of a member of the council.
    pub member: String,
    /// The token of the council's staff.
    pub staff: String,
}

impl Deref for World {
    type Target = Service;

    fn deref(&self) -> &Service {
        &self.service
    }
}

/// Runs a scenario on each database, in a world of its own.
pub fn in_each_world(scenario: impl AsyncFn(&World)) {
    on_both(async |db| scenario(&World::on(Service::on(db)).await).await);
}

impl World {
    /// A world in this service.
    pub async fn on(service: Service) -> Self {
        let app = &service.app;
        let council = council(app, "医療的ケア児支援協議会", AttributionPolicy::Named).await;
        let other = council_without_names(app).await;
        let published = meeting(app, council).await;
        publish(app, published).await;
        let draft = meeting(app, council).await;
        let person = a_person(app).await;
        Self {
            council,
            other,
            published,
            draft,
            admin: service.token(Role::Admin, None, None).await,
            secretariat: service.token(Role::Secretariat, Some(council), None).await,
            elsewhere: service.token(Role::Secretariat, Some(other), None).await,
            member: service
                .token(Role::Member, Some(council), Some(person))
                .await,
            staff: service.token(Role::Staff, Some(council), None).await,
            service,
        }
    }

    /// Enters the issues that every new database begins with.
    pub async fn seed_vocabulary(&self) {
        let seeded = self.app.seed_vocabulary().await;
        seeded.expect("the vocabulary can be entered");
    }

    /// Enters a person.
    pub async fn person(&self, name: &str) -> Made {
        let body = json!({ "name": name });
        self.post(&self.admin, "/persons", body).await.made()
    }

    /// Gives a person a seat in a council.
    pub async fn seat(&self, person: &Made, council: CouncilId) -> Made {
        let body = seat(council, person.id());
        self.post(&self.admin, "/memberships", body).await.made()
    }

    /// Enters something that was said in a meeting, by somebody and in a topic where these are given.
    pub async fn opinion(
        &self,
        meeting: MeetingId,
        person_id: Option<PersonId>,
        topic_id: Option<TopicId>,
    ) {
        let new = NewOpinion {
            text: "研修を増やしてほしい。".to_owned(),
            kind: OpinionKind::Opinion,
            attribution: None,
            topic_id,
            heading_id: None,
            speaker_name: person_id.map(|_| "齋藤".to_owned()),
            speaker_role: None,
            person_id,
            visibility: Visibility::Public,
            issues: Vec::new(),
        };
        let opinion = self
            .app
            .create_opinion(&crate::app::correcting(), meeting, new)
            .await;
        opinion.expect("an opinion can be entered");
    }

    /// What the search index is still to be told.
    pub async fn pending(&self) -> Vec<OutboxEntry> {
        let mut conn = self.app.db().read().await.expect("a connection");
        store::list_pending(&mut conn, 1_000).await.expect("a list")
    }

    /// Everybody with a token who may not change what is the council's, nor the vocabulary.
    pub fn those_without_rights(&self) -> [(&'static str, &str); 3] {
        [
            ("a member", &self.member),
            ("staff", &self.staff),
            ("a secretariat elsewhere", &self.elsewhere),
        ]
    }
}

/// A body that makes a seat.
pub fn seat(council: impl Serialize, person: &str) -> Value {
    json!({ "council_id": council, "person_id": person, "role": "委員" })
}

async fn council(app: &App, name: &str, attribution_policy: AttributionPolicy) -> CouncilId {
    let new = NewCouncil {
        name: name.to_owned(),
        name_en: None,
        attribution_policy,
    };
    let council = app.create_council(&Call::LOCAL, new).await;
    council.expect("a council can be made").id
}

/// Somebody without a seat, to whom the member's token is tied.
async fn a_person(app: &App) -> PersonId {
    let new = NewPerson {
        name: "瀨戸 太郎".to_owned(),
        reading: None,
        other_names: Vec::new(),
    };
    let person = app.create_person(&Call::LOCAL, new).await;
    person.expect("a person can be entered").id
}

async fn council_without_names(app: &App) -> CouncilId {
    council(app, "保育審議会", AttributionPolicy::Anonymous).await
}

/// Imports a document and applies it: what was read, and the meeting made of it.
pub async fn imported(world: &World, text: &str) -> (Value, MeetingId) {
    let import = world
        .app
        .create_import(&Call::LOCAL, world.council, "a.txt", text.into())
        .await
        .expect("a text can be imported")
        .import;
    let meeting = world.app.apply_import(&Call::LOCAL, import.id).await;
    (import.draft, meeting.expect("an import can be applied"))
}

/// Enters a meeting with draft minutes.
pub async fn meeting(app: &App, council: CouncilId) -> MeetingId {
    let meeting = app
        .create_meeting(&Call::LOCAL, council, NewMeeting::default())
        .await;
    meeting.expect("a meeting can be entered").id
}

/// Publishes the minutes of a meeting.
pub async fn publish(app: &App, meeting: MeetingId) {
    for to in [
        MinutesStatus::MemberCheck,
        MinutesStatus::Approved,
        MinutesStatus::Published,
    ] {
        app.transition_minutes(&Call::LOCAL, meeting, to, None, None)
            .await
            .expect("minutes can be published step by step");
    }
}
