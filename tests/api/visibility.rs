//! Who sees what (DESIGN.md, rule 5): every caller, every state of the minutes, every mark of a topic, an opinion and an
//! action item; read one by one, listed, and in the document of the minutes.

use giji::domain::MeetingId;
use serde_json::{Value, json};

use crate::{
    app::{PUBLIC, ids},
    world::{World, in_each_world},
};

const MARKS: [&str; 3] = ["public", "council", "secretariat"];

/// How much a caller sees of the council.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sees {
    Published,
    Council,
    Everything,
}

impl Sees {
    fn minutes(self, status: &str) -> bool {
        match self {
            Self::Published => status == "published",
            Self::Council => ["member_check", "approved", "published"].contains(&status),
            Self::Everything => true,
        }
    }

    fn mark(self, mark: &str) -> bool {
        match self {
            Self::Published => mark == "public",
            Self::Council => mark != "secretariat",
            Self::Everything => true,
        }
    }
}

/// Something of the meeting, and how it is marked.
struct Thing {
    path: String,
    marks: Vec<&'static str>,
}

impl Thing {
    fn seen(&self, sees: Sees) -> bool {
        self.marks.iter().all(|mark| sees.mark(mark))
    }

    fn id(&self) -> &str {
        self.path.rsplit('/').next().expect("an id")
    }
}

fn callers(world: &World) -> [(&str, Sees); 6] {
    [
        (PUBLIC, Sees::Published),
        (&world.elsewhere, Sees::Published),
        (&world.member, Sees::Council),
        (&world.staff, Sees::Council),
        (&world.secretariat, Sees::Everything),
        (&world.admin, Sees::Everything),
    ]
}

async fn make(world: &World, collection: &str, body: Value, marks: Vec<&'static str>) -> Thing {
    let made = world
        .post(&world.secretariat, collection, body)
        .await
        .made();
    Thing {
        path: made.path,
        marks,
    }
}

/// Topics, opinions inside and outside of them, and action items: one of each with each mark.
struct Meeting {
    id: MeetingId,
    topics: Vec<Thing>,
    opinions: Vec<Thing>,
    action_items: Vec<Thing>,
}

impl Meeting {
    async fn in_draft(world: &World) -> Self {
        let id = world.draft;
        let mut meeting = Self {
            id,
            topics: Vec::new(),
            opinions: Vec::new(),
            action_items: Vec::new(),
        };
        let (topics, opinions) = (
            format!("/meetings/{id}/topics"),
            format!("/meetings/{id}/opinions"),
        );
        for mark in MARKS {
            let body = json!({ "title": mark, "visibility": mark });
            let topic = make(world, &topics, body, vec![mark]).await;
            for own in MARKS {
                let body = json!({ "text": "研修が要る。", "visibility": own, "topic_id": topic.id(), "issues": ["training"] });
                let opinion = make(world, &opinions, body, vec![mark, own]).await;
                meeting.opinions.push(opinion);
            }
            meeting.topics.push(topic);
            let body =
                json!({ "text": "研修が要る。", "visibility": mark, "issues": ["training"] });
            let opinion = make(world, &opinions, body, vec![mark]).await;
            let body = json!({ "council_id": world.council, "meeting_id": id, "text": "研修をする", "visibility": mark,
                "opinion_ids": [opinion.id()], "issues": ["training"] });
            let item = make(world, "/action-items", body, vec![mark]).await;
            meeting.opinions.push(opinion);
            meeting.action_items.push(item);
        }
        meeting
    }

    fn things(&self) -> impl Iterator<Item = &Thing> {
        self.topics
            .iter()
            .chain(&self.opinions)
            .chain(&self.action_items)
    }

    /// Asserts what one caller sees while the minutes are in one state.
    async fn assert_seen(&self, world: &World, token: &str, sees: Sees, status: &str) {
        let place = format!("{sees:?} {status}");
        let open = sees.minutes(status);
        let meeting = format!("/meetings/{}", self.id);
        let answer = world.get(token, &meeting).await;
        assert_eq!(answer.status == 200, open, "{place}");
        for thing in self.things() {
            let answer = world.get(token, &thing.path).await;
            if open && thing.seen(sees) {
                answer.is(200);
            } else if status == "withdrawn"
                && thing.path.starts_with("/opinions")
                && thing.seen(Sees::Published)
            {
                // It was published: whoever cited it learns what became of it.
                answer.problem(410, "withdrawn");
            } else {
                answer.problem(404, "not_found");
            }
        }
        let meetings = world.get(token, "/meetings").await.is(200);
        let listed = ids(&meetings).contains(&self.id.to_string().as_str());
        assert_eq!(listed, open, "{place}");
        let expected = |things: &[Thing]| -> Vec<String> {
            let seen = things.iter().filter(|thing| open && thing.seen(sees));
            seen.map(|thing| thing.id().to_owned()).collect()
        };
        for filter in [
            format!("meeting_id={}", self.id),
            "issue=training".to_owned(),
            format!("council_id={}&limit=100", world.council),
        ] {
            for (collection, things) in [
                ("/opinions", &self.opinions),
                ("/action-items", &self.action_items),
            ] {
                let list = world.get(token, &format!("{collection}?{filter}")).await;
                assert_eq!(ids(&list.is(200)), expected(things), "{place} {filter}");
            }
        }
        self.assert_minutes(world, token, sees, status).await;
    }

    /// Asserts what the document of the minutes holds.
    async fn assert_minutes(&self, world: &World, token: &str, sees: Sees, status: &str) {
        let path = format!("/meetings/{}/minutes", self.id);
        let answer = world.get(token, &path).await;
        if !sees.minutes(status) {
            match status {
                "withdrawn" => answer.problem(410, "withdrawn"),
                _ => answer.problem(404, "not_found"),
            };
            return;
        }
        let text = answer.is(200).to_string();
        for thing in self.topics.iter().chain(&self.opinions) {
            assert_eq!(text.contains(thing.id()), thing.seen(sees), "{sees:?}");
        }
    }
}

#[test]
fn a_caller_sees_what_the_state_of_the_minutes_and_the_marks_allow() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let meeting = Meeting::in_draft(world).await;
        let steps = [
            "draft",
            "member_check",
            "approved",
            "published",
            "withdrawn",
        ];
        for status in steps {
            if status != "draft" {
                let path = format!("/meetings/{}/minutes/transitions", meeting.id);
                let body = json!({ "to": status, "reason": "理由の説明" });
                world.post(&world.secretariat, &path, body).await.is(201);
            }
            for (token, sees) in callers(world) {
                meeting.assert_seen(world, token, sees, status).await;
            }
        }
    });
}

#[test]
fn an_action_item_names_only_the_opinions_that_its_reader_sees() {
    in_each_world(async |world| {
        let opinions = format!("/meetings/{}/opinions", world.published);
        let mut all = Vec::new();
        for mark in MARKS {
            let body = json!({ "text": "研修が要る。", "visibility": mark });
            all.push(make(world, &opinions, body, vec![mark]).await);
        }
        let names: Vec<&str> = all.iter().map(Thing::id).collect();
        let body = json!({ "council_id": world.council, "text": "研修をする", "visibility": "public",
            "meeting_id": world.published, "opinion_ids": names });
        let item = make(world, "/action-items", body, vec![]).await;
        for (token, sees) in callers(world) {
            let seen: Vec<&str> = all
                .iter()
                .filter(|one| one.seen(sees))
                .map(Thing::id)
                .collect();
            let read = world.get(token, &item.path).await.is(200);
            assert_eq!(read["opinion_ids"], json!(seen), "{sees:?}");
            let list = world.get(token, "/action-items").await.is(200);
            assert_eq!(list["items"][0]["opinion_ids"], json!(seen), "{sees:?}");
        }
    });
}

#[test]
fn a_hidden_change_does_not_show_in_an_etag() {
    in_each_world(async |world| {
        let collection = format!("/meetings/{}/opinions", world.published);
        let body = json!({ "text": "研修が要る。" });
        let opinion = make(world, &collection, body, vec!["public"]).await;
        let body = json!({ "council_id": world.council, "text": "研修をする", "visibility": "public",
            "meeting_id": world.published });
        let item = make(world, "/action-items", body, vec!["public"]).await;
        let hidden = json!({ "text": "内輪の話。", "visibility": "secretariat" });
        let hidden = make(world, &collection, hidden, vec!["secretariat"]).await;
        let minutes = format!("/meetings/{}/minutes", world.published);
        for token in [PUBLIC, &world.member, &world.staff] {
            let mut tags = Vec::new();
            for round in ["first", "second"] {
                for path in [&opinion.path, &item.path, &minutes] {
                    tags.push(world.get(token, path).await.etag());
                }
                let of_item = match round {
                    "first" => vec![hidden.id()],
                    _ => Vec::new(),
                };
                for (path, body) in [
                    (&opinion.path, json!({ "text": "研修は要らない。" })),
                    (&opinion.path, json!({ "text": "研修が要る。" })),
                    (&item.path, json!({ "opinion_ids": of_item })),
                    (&hidden.path, json!({ "text": round })),
                ] {
                    let etag = world.get(&world.secretariat, path).await.etag();
                    let changed = world.patch(&world.secretariat, path, &etag, body).await;
                    assert_ne!(changed.etag(), etag, "the secretariat's tag is the version");
                }
            }
            let (before, after) = tags.split_at(3);
            assert_eq!(before, after);
        }
    });
}
