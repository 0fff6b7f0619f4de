//! `/opinions`: what was said, and what is published of who said it.

use giji::{
    domain::{Heading, HeadingId, MeetingId, TopicId},
    store,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Made, PUBLIC, ids},
    world::{World, imported, in_each_world},
};

async fn opinion(world: &World, body: Value) -> Made {
    let path = format!("/meetings/{}/opinions", world.published);
    world.post(&world.secretariat, &path, body).await.made()
}

async fn set_policy(world: &World, policy: &str) {
    let path = format!("/councils/{}", world.council);
    let etag = world.get(&world.admin, &path).await.etag();
    let body = json!({ "attribution_policy": policy });
    world.patch(&world.admin, &path, &etag, body).await.is(200);
}

#[test]
fn who_said_it_shows_as_far_as_the_council_publishes_it() {
    in_each_world(async |world| {
        let person = world.person("冨岡 花子").await;
        let speaker = json!({ "name": "冨岡", "role": "副会長", "person_id": person.id() });
        let body = json!({ "text": "研修が要る。", "speaker": speaker.clone() });
        let named = opinion(world, body).await;
        let body = json!({ "text": "報酬が低い。", "speaker": { "name": "冨岡", "person_id": person.id() } });
        let without_role = opinion(world, body).await;
        let role_only = json!({ "name": null, "role": "副会長", "person_id": null });
        for (policy, attribution, shown, second) in [
            ("named", "named", speaker.clone(), "named"),
            ("role_only", "role_only", role_only, "unattributed"),
            ("anonymous", "unattributed", Value::Null, "unattributed"),
        ] {
            set_policy(world, policy).await;
            for token in [PUBLIC, &world.member, &world.staff, &world.elsewhere] {
                let read = world.get(token, &named.path).await.is(200);
                assert_eq!(read["speaker"], shown, "{policy}");
                assert_eq!(read["attribution"], attribution, "{policy}");
                let list = world.get(token, "/opinions").await.is(200);
                assert_eq!(list["items"][0], read);
                assert_eq!(list["items"][1]["attribution"], second);
                let minutes = format!("/meetings/{}/minutes", world.published);
                let minutes = world.get(token, &minutes).await.is(200);
                assert_eq!(minutes["opinions"][0], read);
                let other = world.get(token, &without_role.path).await.is(200);
                assert_eq!(other["attribution"], second, "{policy}");
                if policy != "named" {
                    assert_eq!(other["speaker"], Value::Null, "{policy}");
                }
            }
            for token in [&world.secretariat, &world.admin] {
                let read = world.get(token, &named.path).await.is(200);
                assert_eq!(read["speaker"], speaker, "{policy}");
                assert_eq!(read["attribution"], "named", "{policy}");
            }
        }
    });
}

#[test]
fn who_said_what_is_not_found_by_person_where_it_does_not_show() {
    in_each_world(async |world| {
        let person = world.person("冨岡 花子").await;
        let body = json!({ "text": "研修が要る。", "speaker": { "person_id": person.id() } });
        let said = opinion(world, body).await;
        let path = format!("/opinions?person_id={}", person.id());
        for (policy, published) in [("named", true), ("role_only", false), ("anonymous", false)] {
            set_policy(world, policy).await;
            for token in [PUBLIC, &world.member, &world.staff, &world.elsewhere] {
                let list = world.get(token, &path).await.is(200);
                assert_eq!(ids(&list) == [said.id()], published, "{policy}");
            }
            for token in [&world.secretariat, &world.admin] {
                let list = world.get(token, &path).await.is(200);
                assert_eq!(ids(&list), [said.id()], "{policy}");
            }
        }
    });
}

#[test]
fn nothing_is_made_up_of_what_is_not_said() {
    in_each_world(async |world| {
        let bare = opinion(
            world,
            json!({ "text": "〇 医療的ケア児ケア児の支援\n二段落目" }),
        )
        .await;
        assert_eq!(bare.body["text"], "〇 医療的ケア児ケア児の支援\n二段落目");
        assert_eq!(bare.body["attribution"], "unattributed");
        for empty in ["speaker", "topic_id", "heading_id", "source"] {
            assert_eq!(bare.body[empty], Value::Null, "{empty}");
        }
        assert_eq!(bare.body["issues"], json!([]));
        let by_role = json!({ "text": "次へ。", "speaker": { "role": "会長" } });
        let by_role = opinion(world, by_role).await;
        assert_eq!(by_role.body["attribution"], "role_only");
        assert_eq!(by_role.body["position"], 1);
        let collective = json!({ "text": "研修。", "attribution": "collective", "kind": "report" });
        let collective = opinion(world, collective).await;
        assert_eq!(collective.body["attribution"], "collective");
        assert_eq!(collective.body["certainty"], "confirmed");
    });
}

#[test]
fn a_speaker_is_changed_part_by_part_and_emptied_as_a_whole() {
    in_each_world(async |world| {
        let body = json!({ "text": "研修。", "speaker": { "name": "冨岡", "role": "副会長" } });
        let made = opinion(world, body).await;
        let mut etag = made.etag.clone();
        for (change, expected) in [
            (
                json!({ "name": "富田" }),
                json!({ "name": "富田", "role": "副会長", "person_id": null }),
            ),
            (
                json!({ "role": null }),
                json!({ "name": "富田", "role": null, "person_id": null }),
            ),
            (
                json!({}),
                json!({ "name": "富田", "role": null, "person_id": null }),
            ),
            (Value::Null, Value::Null),
        ] {
            let body = json!({ "speaker": change });
            let changed = world
                .patch(&world.secretariat, &made.path, &etag, body)
                .await;
            etag = changed.etag();
            assert_eq!(changed.is(200)["speaker"], expected);
        }
    });
}

#[test]
fn a_tag_that_stays_keeps_where_it_came_from() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        imported(world, include_str!("../fixtures/minutes/summary.txt")).await;
        let list = world
            .get(&world.secretariat, "/opinions?issue=training")
            .await;
        let tagged = list.is(200)["items"][0].clone();
        assert_eq!(tagged["issues"][0]["key"], "training");
        let origin = &tagged["issues"][0]["origin"];
        assert_ne!(origin, "manual");
        let path = format!("/opinions/{}", tagged["id"].as_str().expect("an id"));
        let etag = world.get(&world.secretariat, &path).await.etag();
        let body = json!({ "issues": ["training", "fees", "fees"] });
        let changed = world
            .patch(&world.secretariat, &path, &etag, body)
            .await
            .is(200);
        assert_eq!(
            changed["issues"],
            json!([{ "key": "fees", "origin": "manual" }, { "key": "training", "origin": origin }])
        );
    });
}

#[test]
fn opinions_are_found_by_meeting_topic_issue_and_kind() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let topic = topic(world, world.published).await;
        let body = json!({ "text": "研修。", "topic_id": topic.id(), "issues": ["training"], "kind": "question" });
        let first = opinion(world, body).await;
        let body = json!({ "text": "報酬。", "issues": ["fees"] });
        let second = opinion(world, body).await;
        let (first, second) = (first.id(), second.id());
        let (here, there) = (world.published, world.draft);
        for (filter, expected) in [
            (format!("meeting_id={here}"), vec![first, second]),
            (format!("meeting_id={there}"), vec![]),
            (format!("council_id={}", world.council), vec![first, second]),
            (format!("council_id={}", world.other), vec![]),
            (format!("topic_id={}", topic.id()), vec![first]),
            ("issue=fees".to_owned(), vec![second]),
            ("issue=unknown".to_owned(), vec![]),
            ("kind=question&issue=training".to_owned(), vec![first]),
            ("kind=answer".to_owned(), vec![]),
        ] {
            let list = world.get(PUBLIC, &format!("/opinions?{filter}")).await;
            assert_eq!(ids(&list.is(200)), expected, "{filter}");
        }
    });
}

#[test]
fn filters_that_cannot_be_read_are_refused() {
    in_each_world(async |world| {
        for filter in [
            "issue=",
            "issue=a%00b",
            "kind=shout",
            "topic_id=3",
            "limit=0",
            "limit=101",
        ] {
            let refused = world.get(PUBLIC, &format!("/opinions?{filter}")).await;
            refused.problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn pages_of_opinions_follow_one_another_without_gap_or_overlap() {
    in_each_world(async |world| {
        let mut all = Vec::new();
        for n in 0..5 {
            all.push(opinion(world, json!({ "text": format!("意見 {n}") })).await);
        }
        let first = world.get(PUBLIC, "/opinions?limit=3").await.is(200);
        let cursor = first["next_cursor"].as_str().expect("there is more");
        let path = format!("/opinions?limit=3&cursor={cursor}");
        let second = world.get(PUBLIC, &path).await.is(200);
        assert_eq!(second["next_cursor"], Value::Null);
        let seen: Vec<&str> = ids(&first).into_iter().chain(ids(&second)).collect();
        assert_eq!(seen, all.iter().map(Made::id).collect::<Vec<_>>());
    });
}

/// A heading of the published meeting, in this topic.
async fn heading(world: &World, topic: Option<&str>) -> HeadingId {
    let id = HeadingId(world.app.clock().new_id());
    let heading = Heading {
        id,
        meeting_id: world.published,
        topic_id: topic.map(|id| TopicId(id.parse().expect("an id"))),
        position: 0,
        title: "養成研修".to_owned(),
        first_line: None,
        last_line: None,
    };
    let mut conn = world.app.db().write().await.expect("a transaction");
    store::insert_heading(&mut conn, &heading)
        .await
        .expect("it is stored");
    conn.commit().await.expect("it is kept");
    id
}

async fn topic(world: &World, meeting: MeetingId) -> Made {
    let path = format!("/meetings/{meeting}/topics");
    let body = json!({ "title": "研修" });
    world.post(&world.secretariat, &path, body).await.made()
}

#[test]
fn an_opinion_refers_only_to_what_belongs_to_it() {
    in_each_world(async |world| {
        let own = topic(world, world.published).await;
        let foreign = topic(world, world.draft).await;
        let inside = heading(world, Some(own.id())).await;
        let outside = heading(world, None).await;
        let nobody = Uuid::from_u128(1);
        let path = format!("/meetings/{}/opinions", world.published);
        for (mut body, field) in [
            (json!({ "topic_id": foreign.id() }), "topic_id"),
            (json!({ "topic_id": nobody }), "topic_id"),
            (json!({ "heading_id": inside }), "heading_id"),
            (
                json!({ "topic_id": own.id(), "heading_id": outside }),
                "heading_id",
            ),
            (json!({ "speaker": { "person_id": nobody } }), "person_id"),
            (json!({ "speaker": { "name": "" } }), "speaker_name"),
            (json!({ "issues": ["unknown"] }), "issues"),
        ] {
            body["text"] = json!("研修。");
            let refused = world.post(&world.secretariat, &path, body).await;
            assert_eq!(refused.invalid_fields(), [field]);
        }
    });
}

#[test]
fn an_opinion_is_read_under_its_heading_and_leaves_it_with_its_topic() {
    in_each_world(async |world| {
        let topic = topic(world, world.published).await;
        let heading = heading(world, Some(topic.id())).await;
        let body = json!({ "text": "研修。", "topic_id": topic.id(), "heading_id": heading });
        let said = opinion(world, body).await;
        let path = format!("/meetings/{}/minutes", world.published);
        let minutes = world.get(PUBLIC, &path).await.is(200);
        let under = &minutes["topics"][0]["headings"][0]["opinions"];
        assert_eq!(under[0], said.body);

        let change = async |body| {
            world
                .patch(&world.secretariat, &said.path, &said.etag, body)
                .await
        };
        let left_alone = change(json!({ "topic_id": null })).await;
        assert_eq!(left_alone.invalid_fields(), ["heading_id"]);
        let moved = change(json!({ "topic_id": null, "heading_id": null })).await;
        let moved = moved.is(200);
        let minutes = world.get(PUBLIC, &path).await.is(200);
        assert_eq!(minutes["opinions"], json!([moved]));
    });
}

#[test]
fn an_opinion_of_which_an_action_item_came_is_not_deleted() {
    in_each_world(async |world| {
        let said = opinion(world, json!({ "text": "研修を増やすこと。" })).await;
        let body = json!({ "council_id": world.council, "text": "研修を増やす", "opinion_ids": [said.id()] });
        let item = world
            .post(&world.secretariat, "/action-items", body)
            .await
            .made();
        let refused = world
            .delete(&world.secretariat, &said.path, &said.etag)
            .await;
        refused.problem(409, "in_use");
        world
            .delete(&world.secretariat, &item.path, &item.etag)
            .await
            .is(204);
        world
            .delete(&world.secretariat, &said.path, &said.etag)
            .await
            .is(204);
    });
}

#[test]
fn opinions_of_a_meeting_come_in_the_order_of_its_minutes() {
    in_each_world(async |world| {
        let mut made = Vec::new();
        for text in ["一つ目。", "二つ目。", "三つ目。", "四つ目。"] {
            made.push(opinion(world, json!({ "text": text })).await);
        }
        // The last was said first; the second and the third stand at one place, and keep the order in which they were entered.
        for (n, position) in [(3, 0), (0, 1), (1, 2), (2, 2)] {
            let path = &made[n].path;
            let etag = world.get(&world.secretariat, path).await.etag();
            let body = json!({ "position": position });
            let moved = world.patch(&world.secretariat, path, &etag, body).await;
            moved.is(200);
        }
        let in_order = [3, 0, 1, 2].map(|n: usize| made[n].id());
        let path = format!("/opinions?meeting_id={}", world.published);
        let whole = world.get(PUBLIC, &path).await.is(200);
        assert_eq!(ids(&whole), in_order);

        let mut cursor = String::new();
        let mut paged = Vec::new();
        loop {
            let page = world.get(PUBLIC, &format!("{path}&limit=1{cursor}")).await;
            let page = page.is(200);
            paged.extend(ids(&page).into_iter().map(str::to_owned));
            if paged.len() == 2 {
                // What is gone since, or came before this place, makes no page repeat or leave out another.
                let gone = world.delete(&world.secretariat, &made[0].path, "*").await;
                gone.is(204);
                let early = opinion(world, json!({ "text": "後から。" })).await;
                let body = json!({ "position": 0 });
                let moved = world
                    .patch(&world.secretariat, &early.path, &early.etag, body)
                    .await;
                moved.is(200);
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, in_order);

        // A place in this list is none in the list by id, nor the other way round.
        let by_id = world.get(PUBLIC, "/opinions?limit=1").await.is(200);
        let other = by_id["next_cursor"].as_str().expect("there is more");
        for path in [
            format!("/opinions?limit=1{cursor}"),
            format!("{path}&cursor={other}"),
        ] {
            let refused = world.get(PUBLIC, &path).await;
            refused.problem(400, "invalid_parameter");
        }
    });
}
