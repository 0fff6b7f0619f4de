//! `/persons`

use giji::{
    app::{Call, NewOpinion},
    domain::{MeetingId, OpinionKind, PersonId, Visibility},
    store,
};
use serde_json::{Value, json};

use crate::{
    app::{Made, PUBLIC, ids},
    world::{World, in_each_world, meeting},
};

async fn person(world: &World, name: &str) -> Made {
    let body = json!({ "name": name });
    world
        .post(&world.secretariat, "/persons", body)
        .await
        .is_made()
}

async fn seat(world: &World, person: &Made, council: impl serde::Serialize) -> Made {
    let body = json!({ "council_id": council, "person_id": person.id(), "role": "委員" });
    world
        .post(&world.admin, "/memberships", body)
        .await
        .is_made()
}

async fn say(world: &World, meeting: MeetingId, person: &Made) {
    let new = NewOpinion {
        text: "研修を増やしてほしい。".to_owned(),
        kind: OpinionKind::Opinion,
        attribution: None,
        topic_id: None,
        heading_id: None,
        speaker_name: Some("齋藤".to_owned()),
        speaker_role: Some("委員".to_owned()),
        person_id: Some(person.id().parse::<PersonId>().expect("an id")),
        visibility: Visibility::Public,
        issues: Vec::new(),
    };
    world
        .app
        .create_opinion(&Call::LOCAL, meeting, new)
        .await
        .expect("an opinion can be entered");
}

#[test]
fn a_person_is_known_where_a_seat_is_known() {
    in_each_world(async |world| {
        let without = person(world, "冨田 花子").await;
        let public = person(world, "齋藤 一").await;
        seat(world, &public, world.council).await;
        let private = person(world, "斎藤 二郎").await;
        seat(world, &private, world.other).await;
        let knows = async |token: &str, person: &Made| {
            let answer = world.get(token, &person.path).await;
            let list = world.get(token, "/persons").await.is(200);
            let listed = ids(&list).contains(&person.id());
            assert_eq!(answer.status == 200, listed);
            listed
        };
        for (token, expected) in [
            (PUBLIC, [false, true, false]),
            (&world.member, [false, true, false]),
            (&world.secretariat, [true, true, false]),
            (&world.elsewhere, [true, true, true]),
            (&world.admin, [true, true, true]),
        ] {
            for (person, expected) in [&without, &public, &private].into_iter().zip(expected) {
                assert_eq!(knows(token, person).await, expected);
            }
        }
        let hidden = world
            .patch(
                &world.secretariat,
                &private.path,
                "*",
                json!({ "name": "x" }),
            )
            .await;
        hidden.is_problem(404, "not_found");
        let hidden = world.delete(&world.secretariat, &private.path, "*").await;
        hidden.is_problem(404, "not_found");
        let hidden = world.get(PUBLIC, "/persons?name=斎藤%20二郎").await.is(200);
        assert_eq!(hidden["items"], json!([]));
    });
}

#[test]
fn persons_are_found_by_council_and_by_exact_name_or_reading() {
    in_each_world(async |world| {
        let body = json!({ "name": "齋藤 一", "reading": "さいとう はじめ" });
        let one = world.post(&world.admin, "/persons", body).await.is_made();
        let two = person(world, "斎藤 一").await;
        seat(world, &one, world.council).await;
        let found = async |query: String| -> Vec<String> {
            let list = world.get(&world.admin, &format!("/persons?{query}")).await;
            ids(&list.is(200)).into_iter().map(str::to_owned).collect()
        };
        assert_eq!(found("name=齋藤%20一".to_owned()).await, [one.id()]);
        assert_eq!(found("name=斎藤%20一".to_owned()).await, [two.id()]);
        assert_eq!(found("name=さいとう%20はじめ".to_owned()).await, [one.id()]);
        assert_eq!(found("name=齋藤".to_owned()).await, [""; 0]);
        assert_eq!(
            found(format!("council_id={}", world.council)).await,
            [one.id()]
        );
        assert_eq!(found(format!("council_id={}", world.other)).await, [""; 0]);
    });
}

#[test]
fn a_list_goes_on_where_its_page_ended() {
    in_each_world(async |world| {
        let mut made = Vec::new();
        for number in 1..=5 {
            made.push(
                person(world, &format!("委員{number}"))
                    .await
                    .id()
                    .to_owned(),
            );
        }
        let mut listed = Vec::new();
        let mut cursor = String::new();
        for expected in [2, 2, 1] {
            let path = format!("/persons?limit=2{cursor}");
            let page = world.get(&world.admin, &path).await.is(200);
            assert_eq!(ids(&page).len(), expected);
            listed.extend(ids(&page).into_iter().map(str::to_owned));
            cursor = match &page["next_cursor"] {
                Value::String(next) => format!("&cursor={next}"),
                other => other.to_string(),
            };
        }
        assert_eq!(cursor, "null");
        assert_eq!(listed, made);
        for bad in [
            "limit=0",
            "limit=101",
            "limit=x",
            "cursor=x",
            "council_id=x",
            "name=",
        ] {
            let refused = world.get(&world.admin, &format!("/persons?{bad}")).await;
            refused.is_problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn a_person_that_something_refers_to_is_archived() {
    in_each_world(async |world| {
        let person = person(world, "齋藤 一").await;
        seat(world, &person, world.council).await;
        world
            .delete(&world.secretariat, &person.path, &person.etag)
            .await
            .is(204);
        let kept = world.get(&world.secretariat, &person.path).await;
        assert_ne!(kept.etag(), person.etag);
        let etag = kept.etag();
        assert_eq!(kept.is(200)["archived"], true);
        let trail = world
            .get(
                &world.admin,
                &format!("/audit?entity_id={}&limit=1", person.id()),
            )
            .await
            .is(200);
        assert_eq!(trail["items"][0]["action"], "archive");

        let body = json!({ "council_id": world.council, "person_id": person.id(), "role": "委員" });
        let refused = world.post(&world.secretariat, "/memberships", body).await;
        refused.is_problem(409, "archived");
        let back = world
            .patch(
                &world.secretariat,
                &person.path,
                &etag,
                json!({ "archived": false }),
            )
            .await;
        assert_eq!(back.is(200)["archived"], false);
    });
}

#[test]
fn what_a_person_said_is_indexed_anew_when_a_name_changes() {
    in_each_world(async |world| {
        let person = person(world, "齋藤 一").await;
        seat(world, &person, world.council).await;
        let third = meeting(&world.app, world.council).await;
        for meeting in [world.published, world.published, third] {
            say(world, meeting, &person).await;
        }
        let pending = async || {
            let mut conn = world.app.db().read().await.expect("a connection");
            let pending = store::list_pending(&mut conn, 100).await.expect("a list");
            pending.last().map_or(0, |entry| entry.seq)
        };
        let since = async |seq: i64| -> Vec<String> {
            let mut conn = world.app.db().read().await.expect("a connection");
            let pending = store::list_pending(&mut conn, 100).await.expect("a list");
            pending
                .into_iter()
                .filter(|entry| entry.seq > seq)
                .map(|entry| format!("{} {}", entry.scope, entry.entity_id))
                .collect()
        };
        let before = pending().await;
        let archived = world
            .patch(
                &world.secretariat,
                &person.path,
                &person.etag,
                json!({ "archived": true }),
            )
            .await
            .etag();
        assert_eq!(since(before).await, [""; 0]);
        world
            .patch(
                &world.secretariat,
                &person.path,
                &archived,
                json!({ "reading": "さいとう" }),
            )
            .await
            .is(200);
        let expected = [world.published, third].map(|meeting| format!("meeting {meeting}"));
        assert_eq!(since(before).await, expected);
    });
}
