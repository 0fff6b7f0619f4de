//! `/attendance`, `/topics`, `/materials`, and where they are listed below a meeting.

use giji::{
    domain::{Heading, HeadingId, IndexScope, MeetingId, Narrative, NarrativeId, TopicId},
    store,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Made, PUBLIC, ids},
    world::{World, in_each_world},
};

const PARTS: [&str; 3] = ["attendance", "topics", "materials"];

fn body_for(part: &str) -> Value {
    match part {
        "attendance" => json!({ "name": "冨岡", "status": "present" }),
        _ => json!({ "title": "研修について" }),
    }
}

async fn made(world: &World, meeting: MeetingId, part: &str, body: Value) -> Made {
    let path = format!("/meetings/{meeting}/{part}");
    world.post(&world.secretariat, &path, body).await.made()
}

async fn topic(world: &World, meeting: MeetingId, visibility: &str) -> Made {
    let body = json!({ "title": "個別の支援について", "visibility": visibility });
    made(world, meeting, "topics", body).await
}

#[test]
fn what_belongs_to_a_hidden_meeting_is_not_there() {
    in_each_world(async |world| {
        for part in PARTS {
            let list = format!("/meetings/{}/{part}", world.draft);
            let hidden = made(world, world.draft, part, body_for(part)).await;
            for token in [PUBLIC, &world.member, &world.staff, &world.elsewhere] {
                world.get(token, &list).await.problem(404, "not_found");
                world
                    .get(token, &hidden.path)
                    .await
                    .problem(404, "not_found");
                let refused = world.post(token, &list, body_for(part)).await;
                refused.refuses_unseen(token);
                let refused = world.patch(token, &hidden.path, "*", json!({})).await;
                refused.refuses_unseen(token);
                let refused = world.delete(token, &hidden.path, "*").await;
                refused.refuses_unseen(token);
            }
            world.get(&world.secretariat, &list).await.is(200);
            let nowhere = format!("/meetings/{}/{part}", Uuid::from_u128(1));
            world
                .get(&world.admin, &nowhere)
                .await
                .problem(404, "not_found");
        }
    });
}

#[test]
fn a_new_part_comes_last_unless_it_says_where() {
    in_each_world(async |world| {
        for part in PARTS {
            let first = made(world, world.published, part, body_for(part)).await;
            let mut body = body_for(part);
            body["position"] = json!(5);
            let sixth = made(world, world.published, part, body.clone()).await;
            let last = made(world, world.published, part, body_for(part)).await;
            body["position"] = json!(3);
            let between = made(world, world.published, part, body.clone()).await;
            let positions = [&first, &sixth, &last].map(|made| made.body["position"].clone());
            assert_eq!(positions, [json!(0), json!(5), json!(6)]);
            let path = format!("/meetings/{}/{part}", world.published);
            let list = world.get(PUBLIC, &path).await.is(200);
            assert_eq!(ids(&list), [&first, &between, &sixth, &last].map(Made::id));
            for out_of_range in [-1, 1_000_001] {
                body["position"] = json!(out_of_range);
                let refused = world.post(&world.secretariat, &path, body.clone()).await;
                assert_eq!(refused.invalid_fields(), ["position"]);
            }
        }
    });
}

#[test]
fn a_version_shows_to_those_who_may_change_it_only() {
    in_each_world(async |world| {
        for part in PARTS {
            let made = made(world, world.published, part, body_for(part)).await;
            let as_public = world.get(PUBLIC, &made.path).await.etag();
            let mut etag = made.etag;
            for position in [json!(9), made.body["position"].clone()] {
                let moved = json!({ "position": position });
                let changed = world
                    .patch(&world.secretariat, &made.path, &etag, moved)
                    .await;
                assert_ne!(changed.etag(), etag);
                etag = changed.etag();
            }
            assert_eq!(world.get(PUBLIC, &made.path).await.etag(), as_public);
        }
    });
}

#[test]
fn who_stands_behind_a_printed_name_is_known_where_names_are_published() {
    in_each_world(async |world| {
        let person = world.person("冨岡 花子").await;
        world.seat(&person, world.council).await;
        let body = json!({ "name": "冨岡", "status": "present", "person_id": person.id() });
        let line = made(world, world.published, "attendance", body.clone()).await;
        assert_eq!(line.body["capacity"], "member");
        let shown = async || world.get(PUBLIC, &line.path).await.is(200)["person_id"].clone();
        assert_eq!(shown().await, person.id());
        let council = format!("/councils/{}", world.council);
        let policy = json!({ "attribution_policy": "role_only" });
        world
            .patch(&world.admin, &council, "*", policy)
            .await
            .is(200);
        assert_eq!(shown().await, Value::Null);

        let mut unknown = body;
        unknown["person_id"] = json!(Uuid::from_u128(1));
        unknown["note"] = json!("a\0");
        let path = format!("/meetings/{}/attendance", world.published);
        let refused = world.post(&world.secretariat, &path, unknown).await;
        assert_eq!(refused.invalid_fields(), ["note", "person_id"]);
        let change = json!({ "person_id": Uuid::from_u128(1) });
        let refused = world
            .patch(&world.secretariat, &line.path, "*", change)
            .await;
        assert_eq!(refused.invalid_fields(), ["person_id"]);
    });
}

#[test]
fn a_closed_topic_and_its_materials_are_not_there_for_others() {
    in_each_world(async |world| {
        let closed = topic(world, world.published, "secretariat").await;
        let internal = topic(world, world.published, "council").await;
        let material = made(
            world,
            world.published,
            "materials",
            json!({ "title": "名簿", "topic_id": closed.id() }),
        )
        .await;
        let topics = format!("/meetings/{}/topics", world.published);
        for (token, seen) in [
            (PUBLIC, vec![]),
            (world.elsewhere.as_str(), vec![]),
            (&world.member, vec![internal.id()]),
            (&world.secretariat, vec![closed.id(), internal.id()]),
        ] {
            let list = world.get(token, &topics).await.is(200);
            assert_eq!(ids(&list), seen);
            let sees_closed = seen.contains(&closed.id());
            for hidden in [&closed.path, &material.path] {
                let status = world.get(token, hidden).await.status;
                assert_eq!(status == 200, sees_closed);
            }
        }
    });
}

#[test]
fn a_material_belongs_to_a_topic_of_its_own_meeting() {
    in_each_world(async |world| {
        let own = topic(world, world.published, "public").await;
        let foreign = topic(world, world.draft, "public").await;
        let path = format!("/meetings/{}/materials", world.published);
        for topic in [foreign.id().to_owned(), Uuid::from_u128(1).to_string()] {
            let body = json!({ "title": "資料", "topic_id": topic });
            let refused = world.post(&world.secretariat, &path, body).await;
            assert_eq!(refused.invalid_fields(), ["topic_id"]);
        }
        let body = json!({ "title": "資料", "topic_id": own.id() });
        let material = made(world, world.published, "materials", body).await;
        assert_eq!(material.body["topic_id"], own.id());
        for url in ["javascript:alert(1)", "ftp://example.jp", "https://", "a b"] {
            let change = json!({ "url": url });
            let refused = world
                .patch(&world.secretariat, &material.path, "*", change)
                .await;
            assert_eq!(refused.invalid_fields(), ["url"]);
        }
        let refused = world.delete(&world.secretariat, &own.path, &own.etag).await;
        refused.problem(409, "in_use");
    });
}

#[test]
fn a_topic_shows_its_headings_and_stage_directions_and_stays_while_they_do() {
    in_each_world(async |world| {
        let made = topic(world, world.published, "public").await;
        let other = topic(world, world.published, "public").await;
        let topic_id = Some(made.id().parse::<TopicId>().expect("an id"));
        let heading = Heading {
            id: HeadingId(Uuid::from_u128(1)),
            meeting_id: world.published,
            topic_id,
            position: 0,
            title: "養成研修".to_owned(),
            first_line: Some(30),
            last_line: Some(30),
        };
        let narrative = Narrative {
            id: NarrativeId(Uuid::from_u128(2)),
            meeting_id: world.published,
            topic_id,
            position: 0,
            text: "事務局から資料説明".to_owned(),
            first_line: None,
            last_line: None,
        };
        let mut conn = world.app.db().write().await.expect("a transaction");
        store::insert_heading(&mut conn, &heading)
            .await
            .expect("a heading");
        store::insert_narrative(&mut conn, &narrative)
            .await
            .expect("a narrative");
        conn.commit().await.expect("a commit");

        let read = world.get(PUBLIC, &made.path).await.is(200);
        assert_eq!(read["headings"][0]["title"], "養成研修");
        assert_eq!(
            read["headings"][0]["source"],
            json!({ "first_line": 30, "last_line": 30 })
        );
        assert_eq!(read["narratives"][0]["text"], "事務局から資料説明");
        assert_eq!(read["narratives"][0]["source"], Value::Null);
        let list = world
            .get(PUBLIC, &format!("/meetings/{}/topics", world.published))
            .await
            .is(200);
        assert_eq!(list["items"][0], read);
        assert_eq!(list["items"][1]["headings"], json!([]));
        let refused = world
            .delete(&world.secretariat, &made.path, &made.etag)
            .await;
        refused.problem(409, "in_use");
        world
            .delete(&world.secretariat, &other.path, &other.etag)
            .await
            .is(204);
    });
}

#[test]
fn a_topic_in_which_something_was_said_stays() {
    in_each_world(async |world| {
        let made = topic(world, world.published, "public").await;
        let topic = made.id().parse().ok();
        world.opinion(world.published, None, topic).await;
        let refused = world
            .delete(&world.secretariat, &made.path, &made.etag)
            .await;
        refused.problem(409, "in_use");
    });
}

#[test]
fn every_change_of_a_topic_is_one_of_the_index() {
    in_each_world(async |world| {
        let entries = async || {
            let pending = world.pending().await.into_iter();
            pending
                .filter(|entry| entry.scope == IndexScope::Topic)
                .count()
        };
        let made = topic(world, world.published, "public").await;
        assert_eq!(entries().await, 1);
        let change = json!({ "visibility": "council" });
        let changed = world
            .patch(&world.secretariat, &made.path, &made.etag, change)
            .await;
        assert_eq!(entries().await, 2);
        world
            .delete(&world.secretariat, &made.path, &changed.etag())
            .await
            .is(204);
        assert_eq!(entries().await, 3);
    });
}
