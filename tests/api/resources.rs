//! What all resources have in common, shown for each of them.

use serde_json::{Value, json};

use crate::{
    app::{Answer, Made, PUBLIC, ids},
    catalogue::{Resource, resources},
    world::{World, in_each_world},
};

/// Runs a scenario for each resource.
fn for_each_resource(scenario: impl AsyncFn(&World, &Resource)) {
    in_each_world(async |world| {
        for resource in resources(world).await {
            println!("{}:", resource.collection);
            scenario(world, &resource).await;
        }
    });
}

impl Resource {
    async fn make(&self, world: &World) -> Made {
        self.try_make(world, &self.editor, self.new.clone())
            .await
            .made()
    }

    async fn try_make(&self, world: &World, token: &str, body: Value) -> Answer {
        world.post(token, &self.collection, body).await
    }

    fn new_with(&self, field: &str, value: Value) -> Value {
        let mut body = self.new.clone();
        body[field] = value;
        body
    }
}

/// Everything that `part` says, `whole` says too.
#[track_caller]
fn assert_says(whole: &Value, part: &Value) {
    for (name, value) in part.as_object().expect("an object") {
        assert_eq!(&whole[name], value, "{name} of {whole}");
    }
}

#[test]
fn what_is_made_is_read_and_listed_until_it_is_deleted() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        assert_says(&made.body, &resource.new);
        let name = made.path.rsplit('/').next().expect("a name");

        let read = world.get(&resource.editor, &made.path).await;
        assert_eq!(read.etag(), made.etag);
        assert_eq!(read.is(200), made.body);
        let list = world.get(&resource.editor, &resource.list).await.is(200);
        assert!(ids(&list).contains(&name));

        world
            .delete(&resource.editor, &made.path, &made.etag)
            .await
            .is(204);
        let gone = world.get(&resource.editor, &made.path).await;
        gone.problem(404, "not_found");
        let list = world.get(&resource.editor, &resource.list).await.is(200);
        assert!(!ids(&list).contains(&name));
    });
}

#[test]
fn a_change_says_what_changes_and_leaves_the_rest() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        let changed = world
            .patch(
                &resource.editor,
                &made.path,
                &made.etag,
                resource.change.clone(),
            )
            .await;
        let etag = changed.etag();
        assert_ne!(etag, made.etag);
        let changed = changed.is(200);
        assert_says(&changed, &resource.change);
        for (name, value) in made.body.as_object().expect("an object") {
            if name != "updated_at" && resource.change.get(name).is_none() {
                assert_eq!(&changed[name], value, "{name} was to stay");
            }
        }
        let read = world.get(&resource.editor, &made.path).await;
        assert_eq!(read.etag(), etag);
        assert_eq!(read.is(200), changed);

        for nothing in [json!({}), resource.change.clone()] {
            let answer = world
                .patch(&resource.editor, &made.path, &etag, nothing)
                .await;
            assert_eq!(answer.etag(), etag);
            assert_eq!(answer.is(200), changed);
        }
    });
}

#[test]
fn a_change_that_changes_nothing_leaves_no_trace() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        let name = made.path.rsplit('/').next().expect("a name");
        let told = world.pending().await.len();
        let mut same = resource.change.clone();
        for (field, value) in same.as_object_mut().expect("an object") {
            *value = made.body[field].clone();
        }
        for nothing in [json!({}), same] {
            let answer = world
                .patch(&resource.editor, &made.path, &made.etag, nothing)
                .await;
            assert_eq!(answer.etag(), made.etag);
        }
        let stale = world
            .patch(&resource.editor, &made.path, "\"v9\"", json!({}))
            .await;
        stale.problem(412, "stale");
        let trail = world
            .get(&world.admin, &format!("/audit?entity_id={name}"))
            .await
            .is(200);
        let entries = trail["items"].as_array().expect("a list");
        assert_eq!(entries.len(), 1, "{trail}");
        assert_eq!(world.pending().await.len(), told);
    });
}

#[test]
fn a_change_needs_the_version_that_it_is_made_to() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        let change = || resource.change.clone();
        let editor = &resource.editor;
        let unstated = world.patch(editor, &made.path, "", change()).await;
        unstated.problem(428, "version_required");
        let unstated = world.delete(editor, &made.path, "").await;
        unstated.problem(428, "version_required");
        for stale in ["\"v9\"", "\"0123456789abcdef\"", "W/\"v1\"", "v1"] {
            let refused = world.patch(editor, &made.path, stale, change()).await;
            refused.problem(412, "stale");
            let refused = world.delete(editor, &made.path, stale).await;
            refused.problem(412, "stale");
        }
        let two_known = format!("\"v9\", {}", made.etag);
        world
            .patch(editor, &made.path, &two_known, change())
            .await
            .is(200);
        let refused = world.patch(editor, &made.path, &made.etag, change()).await;
        refused.problem(412, "stale");
        world.delete(editor, &made.path, "*").await.is(204);
    });
}

#[test]
fn who_has_the_newest_state_is_not_sent_it_again() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        for token in [&resource.editor, PUBLIC] {
            let first = world.get(token, &made.path).await;
            if first.status == 404 {
                continue;
            }
            let etag = first.etag();
            let again = world.get_unless(token, &made.path, &etag).await;
            assert_eq!(again.etag(), etag);
            again.is(304);
            let other = world.get_unless(token, &made.path, "\"other\"").await;
            other.is(200);
        }
    });
}

#[test]
fn only_its_editors_change_it() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        let anonymous = resource.try_make(world, PUBLIC, resource.new.clone()).await;
        anonymous.problem(401, "token_required");
        for (who, token) in world.those_without_rights() {
            println!("{who}:");
            if !resource.also_made_by.contains(&who) {
                let refused = resource.try_make(world, token, resource.new.clone()).await;
                refused.problem(403, "forbidden");
            }
            if resource.also_changed_by.contains(&who) {
                continue;
            }
            if world.get(token, &made.path).await.status == 404 {
                continue;
            }
            let refused = world
                .patch(token, &made.path, "*", resource.change.clone())
                .await;
            refused.problem(403, "forbidden");
            let refused = world.delete(token, &made.path, "*").await;
            refused.problem(403, "forbidden");
        }
        let untouched = world.get(&resource.editor, &made.path).await;
        assert_eq!(untouched.is(200), made.body);
    });
}

#[test]
fn texts_that_cannot_be_kept_are_named() {
    for_each_resource(async |world, resource| {
        let (field, limit) = resource.text;
        let made = resource.make(world).await;
        for text in [
            "".to_owned(),
            " \u{3000}".to_owned(),
            "a\0b".to_owned(),
            "議".repeat(limit + 1),
        ] {
            let body = resource.new_with(field, json!(text));
            let refused = resource.try_make(world, &resource.editor, body).await;
            assert_eq!(refused.invalid_fields(), [field]);
            let refused = world
                .patch(
                    &resource.editor,
                    &made.path,
                    &made.etag,
                    json!({ field: text }),
                )
                .await;
            assert_eq!(refused.invalid_fields(), [field]);
        }
        let longest = json!({ field: "議".repeat(limit) });
        let taken = world
            .patch(&resource.editor, &made.path, &made.etag, longest.clone())
            .await;
        assert_says(&taken.is(200), &longest);
    });
}

#[test]
fn members_that_it_does_not_have_are_refused() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        let refused = resource
            .try_make(
                world,
                &resource.editor,
                resource.new_with("colour", json!("red")),
            )
            .await;
        refused.problem(400, "invalid_body");
        let refused = world
            .patch(
                &resource.editor,
                &made.path,
                &made.etag,
                json!({ "colour": "red" }),
            )
            .await;
        refused.problem(400, "invalid_body");
        let (field, _) = resource.text;
        for value in [json!(1), json!(true), json!(["a"])] {
            let body = resource.new_with(field, value);
            let refused = resource.try_make(world, &resource.editor, body).await;
            refused.problem(400, "invalid_body");
        }
    });
}

#[test]
fn every_change_leaves_an_entry_without_wording_in_the_audit_trail() {
    for_each_resource(async |world, resource| {
        let made = resource.make(world).await;
        let changed = world
            .patch(
                &resource.editor,
                &made.path,
                &made.etag,
                resource.change.clone(),
            )
            .await
            .etag();
        world
            .delete(&resource.editor, &made.path, &changed)
            .await
            .is(204);
        let name = made.path.rsplit('/').next().expect("a name");
        let trail = world
            .get(&world.admin, &format!("/audit?entity_id={name}"))
            .await
            .is(200);
        let entries = trail["items"].as_array().expect("a list");
        let actions: Vec<&str> = entries
            .iter()
            .filter_map(|entry| entry["action"].as_str())
            .collect();
        assert_eq!(actions, ["delete", "update", "create"]);
        let mut fields: Vec<&str> = entries[1]["detail"]["fields"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
            .map(|field| {
                if field == "archived_at" {
                    "archived"
                } else {
                    field
                }
            })
            .collect();
        fields.sort_unstable();
        let mut expected: Vec<&str> = resource
            .change
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect();
        expected.sort_unstable();
        assert_eq!(fields, expected);
        let text = trail.to_string();
        for value in resource.new.as_object().expect("an object").values() {
            if let Some(words) = value.as_str().filter(|words| !words.is_ascii()) {
                assert!(!text.contains(words), "{words} is in the audit trail");
            }
        }
    });
}
