//! `/persons`

use serde_json::{Value, json};

use crate::{
    app::{Made, PUBLIC, ids},
    world::{in_each_world, meeting, seat},
};

#[test]
fn a_person_is_known_where_a_seat_is_known() {
    in_each_world(async |world| {
        let without = world.person("冨岡 花子").await;
        let public = world.person("齋藤 一").await;
        world.seat(&public, world.council).await;
        let private = world.person("斎藤 二郎").await;
        world.seat(&private, world.other).await;
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
        hidden.problem(404, "not_found");
        let hidden = world.delete(&world.secretariat, &private.path, "*").await;
        hidden.problem(404, "not_found");
        let hidden = world.get(PUBLIC, "/persons?name=斎藤%20二郎").await.is(200);
        assert_eq!(hidden["items"], json!([]));
    });
}

#[test]
fn the_secretariat_of_a_council_with_a_seat_for_a_person_changes_them() {
    in_each_world(async |world| {
        let without = world.person("冨岡 花子").await;
        let seated = world.person("齋藤 一").await;
        world.seat(&seated, world.council).await;
        let change = json!({ "reading": "さいとう" });
        let refused = world.patch(&world.elsewhere, &seated.path, "*", change.clone());
        refused.await.problem(403, "forbidden");
        let refused = world.delete(&world.elsewhere, &seated.path, "*").await;
        refused.problem(403, "forbidden");
        for (token, person) in [
            (&world.secretariat, &seated),
            (&world.admin, &seated),
            (&world.elsewhere, &without),
            (&world.secretariat, &without),
        ] {
            let changed = world.patch(token, &person.path, "*", change.clone()).await;
            assert_eq!(changed.is(200)["reading"], "さいとう");
        }
    });
}

#[test]
fn persons_are_found_by_council_and_by_exact_name_or_reading() {
    in_each_world(async |world| {
        let body = json!({ "name": "齋藤 一", "reading": "さいとう はじめ" });
        let one = world.post(&world.admin, "/persons", body).await.made();
        let two = world.person("斎藤 一").await;
        world.seat(&one, world.council).await;
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
        let before = world.get(&world.admin, "/persons").await.is(200);
        let mut made: Vec<String> = ids(&before).into_iter().map(str::to_owned).collect();
        for number in made.len()..5 {
            made.push(world.person(&format!("委員{number}")).await.id().to_owned());
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
            refused.problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn a_person_that_something_refers_to_is_archived() {
    in_each_world(async |world| {
        let person = world.person("齋藤 一").await;
        world.seat(&person, world.council).await;
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

        let body = seat(world.council, person.id());
        let refused = world.post(&world.secretariat, "/memberships", body).await;
        refused.problem(409, "archived");
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
        let person = world.person("齋藤 一").await;
        world.seat(&person, world.council).await;
        let third = meeting(&world.app, world.council).await;
        let speaker = person.id().parse().ok();
        for meeting in [world.published, world.published, third] {
            world.opinion(meeting, speaker, None).await;
        }
        let before = world.pending().await.len();
        let since_then = async || -> Vec<String> {
            let entries = world.pending().await.into_iter().skip(before);
            entries
                .map(|entry| format!("{} {}", entry.scope, entry.entity_id))
                .collect()
        };
        let archived = world
            .patch(
                &world.secretariat,
                &person.path,
                &person.etag,
                json!({ "archived": true }),
            )
            .await
            .etag();
        let herself = format!("person {}", person.id());
        assert_eq!(
            since_then().await,
            [herself.as_str()],
            "but nothing that was said"
        );
        world
            .patch(
                &world.secretariat,
                &person.path,
                &archived,
                json!({ "reading": "さいとう" }),
            )
            .await
            .is(200);
        let meetings = [world.published, third].map(|meeting| format!("meeting {meeting}"));
        let mut expected = vec![herself.clone(), herself];
        expected.extend(meetings);
        assert_eq!(since_then().await, expected);
    });
}
