//! `/audit`, and the tokens that it names.

use giji::domain::Role;
use serde_json::{Value, json};

use crate::{
    app::PUBLIC,
    world::{World, in_each_world},
};

async fn make_some_history(world: &World) {
    for council in [world.council, world.other] {
        let person = world.person("冨岡 花子").await;
        world.seat(&person, council).await;
    }
}

fn councils(trail: &Value) -> Vec<&Value> {
    let entries = trail["items"].as_array().expect("a list");
    assert!(!entries.is_empty());
    entries.iter().map(|entry| &entry["council_id"]).collect()
}

#[test]
fn the_trail_is_read_by_admins_and_by_the_secretariat_of_a_council() {
    in_each_world(async |world| {
        make_some_history(world).await;
        world
            .get(PUBLIC, "/audit")
            .await
            .problem(401, "token_required");
        world
            .get(&world.member, "/audit")
            .await
            .problem(403, "forbidden");
        world
            .get(&world.staff, "/audit")
            .await
            .problem(403, "forbidden");

        let all = world.get(&world.admin, "/audit").await.is(200);
        for council in [json!(world.council), json!(world.other), Value::Null] {
            assert!(councils(&all).contains(&&council));
        }
        let own = world.get(&world.secretariat, "/audit").await.is(200);
        assert!(
            councils(&own)
                .iter()
                .all(|council| **council == json!(world.council))
        );
        let named = format!("/audit?council_id={}", world.council);
        assert_eq!(world.get(&world.secretariat, &named).await.is(200), own);
        let foreign = format!("/audit?council_id={}", world.other);
        world
            .get(&world.secretariat, &foreign)
            .await
            .problem(403, "forbidden");

        let of_all = world.token(Role::Secretariat, None, None).await;
        let both = world.get(&of_all, "/audit").await.is(200);
        let councils = councils(&both);
        assert!(
            councils.contains(&&json!(world.council)) && councils.contains(&&json!(world.other))
        );
        assert!(!councils.contains(&&Value::Null));
    });
}

#[test]
fn the_trail_runs_from_the_newest_on_and_is_filtered() {
    in_each_world(async |world| {
        make_some_history(world).await;
        let all = world.get(&world.admin, "/audit").await.is(200);
        let all = all["items"].as_array().expect("a list");
        let ids: Vec<&str> = all
            .iter()
            .filter_map(|entry| entry["id"].as_str())
            .collect();
        assert!(ids.is_sorted_by(|newer, older| newer > older));

        let first = world.get(&world.admin, "/audit?limit=2").await.is(200);
        let next = first["next_cursor"].as_str().expect("there is more");
        let second = world
            .get(&world.admin, &format!("/audit?limit=2&cursor={next}"))
            .await
            .is(200);
        assert_eq!(second["items"].as_array().expect("a list"), &all[2..4]);

        let seats = world
            .get(&world.admin, "/audit?entity=membership")
            .await
            .is(200);
        let seats = seats["items"].as_array().expect("a list");
        assert_eq!(seats.len(), 2);
        let one = seats[0]["entity_id"].as_str().expect("an id");
        let found = world
            .get(
                &world.admin,
                &format!("/audit?entity=membership&entity_id={one}"),
            )
            .await
            .is(200);
        assert_eq!(found["items"], json!([seats[0]]));
        assert_eq!(found["items"][0]["role"], "admin");
        for bad in [
            "entity=planet",
            "entity_id=a%00b",
            "council_id=1",
            "limit=1000",
        ] {
            let refused = world.get(&world.admin, &format!("/audit?{bad}")).await;
            refused.problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn an_entry_names_the_token_and_the_request_that_did_it() {
    in_each_world(async |world| {
        let answer = world
            .post(
                &world.secretariat,
                "/persons",
                json!({ "name": "冨岡 花子" }),
            )
            .await;
        let request = answer.header("x-request-id");
        let person = answer.made();
        let trail = world
            .get(&world.admin, &format!("/audit?entity_id={}", person.id()))
            .await
            .is(200);
        let entry = &trail["items"][0];
        assert_eq!(entry["request_id"], request);
        let token = entry["token_id"].as_str().expect("a token");
        let token = world
            .get(&world.admin, &format!("/tokens/{token}"))
            .await
            .is(200);
        assert_eq!(token["role"], "secretariat");
    });
}

#[test]
fn a_token_is_shown_once_and_read_without_its_secret() {
    in_each_world(async |world| {
        let body = json!({ "name": "事務局", "role": "secretariat", "council_id": world.council });
        let made = world.post(&world.admin, "/tokens", body).await.made();
        let secret = made.body["secret"].as_str().expect("a secret");
        let read = world.get(&world.admin, &made.path).await.is(200);
        assert_eq!(read, made.body["token"]);
        assert!(!read.to_string().contains(secret));
        world
            .get(PUBLIC, &made.path)
            .await
            .problem(401, "token_required");
        world
            .get(&world.secretariat, &made.path)
            .await
            .problem(403, "forbidden");
        let nowhere = format!("/tokens/{}", world.council);
        world
            .get(&world.admin, &nowhere)
            .await
            .problem(404, "not_found");

        world.get(secret, "/audit").await.is(200);
        world.delete(&world.admin, &made.path, "").await.is(204);
        world
            .get(secret, "/audit")
            .await
            .problem(401, "token_invalid");
        let revoked = world.get(&world.admin, &made.path).await.is(200);
        assert!(revoked["revoked_at"].is_string());
    });
}
