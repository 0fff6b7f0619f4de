//! `/action-items`: who enters them, what they refer to, how they are found.

use giji::domain::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Answer, Made, PUBLIC, ids},
    world::{World, in_each_world},
};

/// Enters an action item of the council.
pub async fn item(world: &World, body: Value) -> Made {
    let mut body = body;
    body["council_id"] = json!(world.council);
    let answer = world.post(&world.secretariat, "/action-items", body).await;
    answer.made()
}

/// Records what became of one.
pub async fn review(world: &World, token: &str, item: &Made, body: Value) -> Answer {
    let path = format!("{}/reviews", item.path);
    world.post(token, &path, body).await
}

#[test]
fn members_and_staff_propose_and_the_secretariat_opens() {
    in_each_world(async |world| {
        let body = json!({ "council_id": world.council, "text": "研修を増やす" });
        for token in [&world.member, &world.staff] {
            let answer = world.post(token, "/action-items", body.clone()).await;
            let proposed = answer.made();
            assert_eq!(proposed.body["status"], "proposed");
            assert_eq!(proposed.body["visibility"], "council");
            let open = json!({ "status": "open" });
            let early = review(world, &world.staff, &proposed, open.clone()).await;
            early.problem(403, "forbidden");
            let change = json!({ "text": "別の案" });
            let own = world.patch(token, &proposed.path, "*", change).await;
            own.problem(403, "forbidden");
            let opened = review(world, &world.secretariat, &proposed, open).await;
            opened.is(201);
        }
    });
}

#[test]
fn only_the_secretariat_enters_an_item_for_others_than_the_council() {
    in_each_world(async |world| {
        for visibility in ["public", "secretariat"] {
            let body = json!({ "council_id": world.council, "text": "研修を増やす", "visibility": visibility });
            for token in [&world.member, &world.staff] {
                let refused = world.post(token, "/action-items", body.clone()).await;
                assert_eq!(refused.invalid_fields(), ["visibility"]);
            }
            let entered = world.post(&world.secretariat, "/action-items", body).await;
            assert_eq!(entered.made().body["status"], "open");
        }
        let body = json!({ "council_id": world.council, "text": "研修を増やす" });
        let refused = world.post(PUBLIC, "/action-items", body.clone()).await;
        refused.problem(401, "token_required");
        let person = world.person("冨岡 花子").await.id().parse().ok();
        let other = Some(world.other);
        let member_elsewhere = world.token(Role::Member, other, person).await;
        for token in [&world.elsewhere, &member_elsewhere] {
            let refused = world.post(token, "/action-items", body.clone()).await;
            refused.problem(403, "forbidden");
        }
    });
}

#[test]
fn an_item_raised_at_no_meeting_is_seen_as_its_visibility_says() {
    in_each_world(async |world| {
        let mut made = Vec::new();
        for visibility in ["public", "council", "secretariat"] {
            let body = json!({ "text": "研修を増やす", "visibility": visibility });
            made.push(item(world, body).await);
        }
        let at_a_draft =
            json!({ "text": "研修を増やす", "visibility": "public", "meeting_id": world.draft });
        made.push(item(world, at_a_draft).await);
        world.app.drain_outbox().await.expect("they are indexed");
        for (token, seen) in [
            (PUBLIC, [true, false, false, false]),
            (&world.elsewhere, [true, false, false, false]),
            (&world.member, [true, true, false, false]),
            (&world.secretariat, [true, true, true, true]),
        ] {
            let list = world.get(token, "/action-items").await.is(200);
            let found = world
                .get(token, "/search?q=%E7%A0%94%E4%BF%AE")
                .await
                .is(200);
            let count = seen.iter().filter(|seen| **seen).count();
            assert_eq!(found["total"], count, "{found}");
            for (item, seen) in made.iter().zip(seen) {
                let read = world.get(token, &item.path).await.status == 200;
                let history = world.get(token, &format!("{}/reviews", item.path)).await;
                let listed = ids(&list).contains(&item.id());
                assert_eq!((read, history.status == 200, listed), (seen, seen, seen));
            }
        }
    });
}

#[test]
fn an_item_refers_only_to_what_its_author_sees_and_the_council_has() {
    in_each_world(async |world| {
        let path = format!("/meetings/{}/opinions", world.draft);
        let body = json!({ "text": "研修を増やすこと。" });
        let hidden = world.post(&world.secretariat, &path, body).await.made();
        let unseen = world.person("齋藤 一").await;
        let nobody = Uuid::from_u128(1);
        let (member, secretariat) = (&world.member, &world.secretariat);
        for (token, mut body, field) in [
            (member, json!({ "meeting_id": world.draft }), "meeting_id"),
            (
                member,
                json!({ "opinion_ids": [hidden.id()] }),
                "opinion_ids",
            ),
            (
                member,
                json!({ "owner_person_id": unseen.id() }),
                "owner_person_id",
            ),
            (secretariat, json!({ "meeting_id": nobody }), "meeting_id"),
            (
                secretariat,
                json!({ "opinion_ids": [nobody] }),
                "opinion_ids",
            ),
            (
                secretariat,
                json!({ "owner_person_id": nobody }),
                "owner_person_id",
            ),
            (secretariat, json!({ "issues": ["unknown"] }), "issues"),
            (secretariat, json!({ "owner": " " }), "owner"),
        ] {
            body["council_id"] = json!(world.council);
            body["text"] = json!("研修を増やす");
            let refused = world.post(token, "/action-items", body).await;
            assert_eq!(refused.invalid_fields(), [field]);
        }
    });
}

#[test]
fn items_are_found_by_state_issue_owner_and_lateness() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let late = json!({ "text": "一", "owner": "事務局", "due_on": "2022-12-20" });
        let late = item(world, late).await;
        let today = json!({ "text": "二", "owner": "事務局長", "due_on": "2022-12-21", "issues": ["training"] });
        let today = item(world, today).await;
        let done = item(world, json!({ "text": "三", "due_on": "2022-12-01" })).await;
        let closed = json!({ "status": "closed", "reviewed_on": "2022-12-21", "note": "済み" });
        review(world, &world.secretariat, &done, closed)
            .await
            .is(201);
        for (made, overdue) in [(&late, true), (&today, false), (&done, false)] {
            let read = world.get(&world.staff, &made.path).await.is(200);
            assert_eq!(read["overdue"], overdue);
        }
        let (late, today, done) = (late.id(), today.id(), done.id());
        for (filter, expected) in [
            ("", vec![late, today, done]),
            ("overdue=true", vec![late]),
            ("overdue=false", vec![late, today, done]),
            ("status=closed", vec![done]),
            ("status=closed&status=open", vec![late, today, done]),
            ("status=proposed", vec![]),
            ("issue=training", vec![today]),
            // 事務局
            ("owner=%E4%BA%8B%E5%8B%99%E5%B1%80", vec![late]),
        ] {
            let path = format!("/action-items?{filter}");
            let list = world.get(&world.staff, &path).await.is(200);
            assert_eq!(ids(&list), expected, "{filter}");
        }
    });
}

#[test]
fn filters_that_cannot_be_read_are_refused() {
    in_each_world(async |world| {
        for filter in [
            "status=lost",
            "status=open,closed",
            "overdue=maybe",
            "owner=",
            "owner=a%00b",
        ] {
            let path = format!("/action-items?{filter}");
            world
                .get(PUBLIC, &path)
                .await
                .problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn an_answer_from_before_the_due_date_is_not_confirmed_after_it() {
    in_each_world(async |world| {
        let made = item(world, json!({ "text": "一", "due_on": "2022-12-20" })).await;
        assert!(made.etag.ends_with("-overdue\""));
        let in_time = made.etag.replace("-overdue", "");
        let token = world.secretariat.as_str();
        let unchanged = world.get_unless(token, &made.path, &made.etag).await;
        assert_eq!(unchanged.status, 304);
        world.get_unless(token, &made.path, &in_time).await.is(200);

        // Both name the version that a change is made to.
        let change = async |etag: &str, text| {
            let body = json!({ "text": text });
            world.patch(token, &made.path, etag, body).await
        };
        let etag = change(&in_time, "二").await.etag();
        change(&etag, "三").await.is(200);
        change(&etag, "四").await.problem(412, "stale");
        change("", "四").await.problem(428, "version_required");
    });
}

#[test]
fn a_council_that_meets_no_more_takes_no_new_items() {
    in_each_world(async |world| {
        let path = format!("/councils/{}", world.council);
        let etag = world.get(&world.admin, &path).await.etag();
        world
            .patch(&world.admin, &path, &etag, json!({ "archived": true }))
            .await
            .is(200);
        let new = || json!({ "council_id": world.council, "text": "一" });
        for token in [&world.member, &world.secretariat] {
            world
                .post(token, "/action-items", new())
                .await
                .problem(409, "archived");
        }
        let meeting = json!({ "council_id": world.council });
        world
            .post(&world.secretariat, "/meetings", meeting)
            .await
            .problem(409, "archived");
        let unknown = json!({ "council_id": Uuid::from_u128(1), "text": "一" });
        world
            .post(&world.admin, "/action-items", unknown)
            .await
            .problem(404, "not_found");
    });
}
