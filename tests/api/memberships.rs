//! `/memberships`

use serde_json::json;
use uuid::Uuid;

use crate::{
    app::{PUBLIC, ids},
    world::{in_each_world, seat},
};

#[test]
fn a_term_does_not_end_before_it_begins() {
    in_each_world(async |world| {
        let person = world.person("冨岡 花子").await;
        let mut body = seat(world.council, person.id());
        body["starts_on"] = json!("2024-04-01");
        body["ends_on"] = json!("2024-03-31");
        body["organization"] = json!("");
        let refused = world.post(&world.secretariat, "/memberships", body).await;
        assert_eq!(refused.invalid_fields(), ["organization", "ends_on"]);

        let mut body = seat(world.council, person.id());
        body["starts_on"] = json!("2024-04-01");
        body["ends_on"] = json!("2024-04-01");
        let one_day = world
            .post(&world.secretariat, "/memberships", body)
            .await
            .made();
        let change = json!({ "ends_on": "2024-03-31" });
        let refused = world
            .patch(&world.secretariat, &one_day.path, &one_day.etag, change)
            .await;
        assert_eq!(refused.invalid_fields(), ["ends_on"]);
    });
}

#[test]
fn seats_are_found_by_council_person_and_day() {
    in_each_world(async |world| {
        let (one, two) = (
            world.person("冨岡 花子").await,
            world.person("冨岡 花子").await,
        );
        let mut body = seat(world.council, one.id());
        body["ends_on"] = json!("2023-03-31");
        let ended = world.post(&world.admin, "/memberships", body).await.made();
        let mut body = seat(world.council, two.id());
        body["starts_on"] = json!("2023-04-01");
        let begun = world.post(&world.admin, "/memberships", body).await.made();
        let found = async |query: String| -> Vec<String> {
            let list = world.get(PUBLIC, &format!("/memberships?{query}")).await;
            ids(&list.is(200)).into_iter().map(str::to_owned).collect()
        };
        assert_eq!(found("on=2023-03-31".to_owned()).await, [ended.id()]);
        assert_eq!(found("on=2023-04-01".to_owned()).await, [begun.id()]);
        assert_eq!(found(format!("person_id={}", two.id())).await, [begun.id()]);
        assert_eq!(
            found(format!("council_id={}", world.council)).await,
            [ended.id(), begun.id()]
        );
        assert_eq!(found(format!("council_id={}", world.other)).await, [""; 0]);
    });
}

#[test]
fn a_seat_where_no_names_are_published_is_known_to_its_council_alone() {
    in_each_world(async |world| {
        let person = world.person("冨岡 花子").await;
        let made = world
            .post(
                &world.elsewhere,
                "/memberships",
                seat(world.other, person.id()),
            )
            .await
            .made();
        for token in [PUBLIC, &world.member, &world.secretariat] {
            world.get(token, &made.path).await.problem(404, "not_found");
            let list = world.get(token, "/memberships").await.is(200);
            assert_eq!(ids(&list), [""; 0]);
            let hidden = world
                .patch(token, &made.path, "*", json!({ "role": "会長" }))
                .await;
            hidden.refuses_unseen(token);
            let hidden = world.delete(token, &made.path, "*").await;
            hidden.refuses_unseen(token);
        }
        // Not even as a person who could get a seat is somebody known whose only seat is hidden.
        let body = seat(world.council, person.id());
        let refused = world.post(&world.secretariat, "/memberships", body).await;
        assert_eq!(refused.invalid_fields(), ["person_id"]);
    });
}

#[test]
fn a_seat_needs_a_council_that_is_there_and_takes_new_ones() {
    in_each_world(async |world| {
        let person = world.person("冨岡 花子").await;
        let unknown = world
            .post(
                &world.admin,
                "/memberships",
                seat(Uuid::from_u128(1), person.id()),
            )
            .await;
        unknown.problem(404, "not_found");
        let nobody = Uuid::from_u128(1).to_string();
        let unknown = world
            .post(&world.admin, "/memberships", seat(world.council, &nobody))
            .await;
        assert_eq!(unknown.invalid_fields(), ["person_id"]);
        let council = format!("/councils/{}", world.council);
        let archive = json!({ "archived": true });
        world
            .patch(&world.admin, &council, "*", archive)
            .await
            .is(200);
        let refused = world
            .post(
                &world.secretariat,
                "/memberships",
                seat(world.council, person.id()),
            )
            .await;
        refused.problem(409, "archived");
    });
}
