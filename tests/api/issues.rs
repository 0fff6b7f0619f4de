//! `/issues`

use serde_json::{Value, json};

use crate::{
    app::{Made, PUBLIC, ids},
    world::{World, in_each_world},
};

fn issue(key: &str, broader: Option<&str>) -> Value {
    json!({ "key": key, "label_ja": "論点", "label_en": "issue", "broader": broader })
}

async fn made(world: &World, key: &str, broader: Option<&str>) -> Made {
    let body = issue(key, broader);
    world.post(&world.admin, "/issues", body).await.made()
}

#[test]
fn a_key_is_lower_case_ascii_and_taken_once() {
    in_each_world(async |world| {
        made(world, "r4_fees", None).await;
        let again = world
            .post(&world.admin, "/issues", issue("r4_fees", None))
            .await;
        again.problem(409, "duplicate");
        for key in ["Fees", "4fees", "_fees", "fees-1", "研修", "a b"] {
            let refused = world.post(&world.admin, "/issues", issue(key, None)).await;
            assert_eq!(refused.invalid_fields(), ["key"]);
        }
        let long = "a".repeat(65);
        let refused = world
            .post(&world.admin, "/issues", issue(&long, None))
            .await;
        assert_eq!(refused.invalid_fields(), ["key"]);
    });
}

#[test]
fn a_wider_issue_is_known_and_leads_to_no_circle() {
    in_each_world(async |world| {
        let refused = world
            .post(&world.admin, "/issues", issue("a", Some("b")))
            .await;
        assert_eq!(refused.invalid_fields(), ["broader"]);
        let a = made(world, "a", None).await;
        made(world, "b", Some("a")).await;
        made(world, "c", Some("b")).await;
        for circle in ["a", "b", "c", "d"] {
            let change = json!({ "broader": circle });
            let refused = world.patch(&world.admin, &a.path, &a.etag, change).await;
            assert_eq!(refused.invalid_fields(), ["broader"]);
        }
    });
}

#[test]
fn an_issue_in_use_is_archived_and_listed_on_request() {
    in_each_world(async |world| {
        let wide = made(world, "wide", None).await;
        made(world, "narrow", Some("wide")).await;
        world
            .delete(&world.admin, &wide.path, &wide.etag)
            .await
            .is(204);
        assert_eq!(
            world.get(PUBLIC, &wide.path).await.is(200)["archived"],
            true
        );
        let in_use = world.get(PUBLIC, "/issues").await.is(200);
        assert_eq!(ids(&in_use), ["narrow"]);
        let all = world.get(PUBLIC, "/issues?archived=true").await.is(200);
        assert_eq!(ids(&all), ["narrow", "wide"]);
        let refused = world.get(PUBLIC, "/issues?archived=perhaps").await;
        refused.problem(400, "invalid_parameter");
    });
}

#[test]
fn a_key_that_no_issue_can_have_is_refused_before_the_database() {
    in_each_world(async |world| {
        world
            .get(PUBLIC, "/issues/unknown")
            .await
            .problem(404, "not_found");
        world
            .get(PUBLIC, "/issues/a%00b")
            .await
            .problem(400, "invalid_parameter");
    });
}
