//! `/action-items/{id}/reviews`: one identity for life.

use giji::domain::MinutesStatus;
use serde_json::{Value, json};

use crate::{
    action_items::{item, review},
    app::{PUBLIC, ids},
    world::{World, in_each_world},
};

/// Who records what, and from which state to which it takes the item.
type Step<'a> = (&'a str, Value, &'a str, &'a str);

fn steps(world: &World) -> Vec<Step<'_>> {
    let (staff, secretariat) = (world.staff.as_str(), world.secretariat.as_str());
    let begun = json!({ "status": "in_progress", "note": "始めた" });
    let noted = json!({ "note": "半分できた" });
    let claimed = json!({ "status": "done_claimed", "evidence": "https://www.example.jp/an.pdf" });
    let closed = json!({ "status": "closed", "meeting_id": world.published, "evidence": "案" });
    let reopened = json!({ "status": "reopened", "reviewed_on": "2023-04-01" });
    vec![
        (staff, begun, "open", "in_progress"),
        (staff, noted, "in_progress", "in_progress"),
        (staff, claimed, "in_progress", "done_claimed"),
        (secretariat, closed, "done_claimed", "closed"),
        (secretariat, reopened, "closed", "reopened"),
    ]
}

#[test]
fn an_item_goes_from_meeting_to_meeting_with_one_identity() {
    in_each_world(async |world| {
        let body = json!({ "text": "研修の案を示す", "meeting_id": world.published });
        let made = item(world, body).await;
        let reviews = format!("{}/reviews", made.path);
        for (token, body, from, to) in steps(world) {
            let answer = review(world, token, &made, body.clone()).await;
            assert_eq!(answer.header("location"), format!("/api/v1{reviews}"));
            let recorded = answer.is(201);
            assert_eq!(recorded["from_status"], from);
            assert_eq!(recorded["to_status"], to);
            for name in ["note", "evidence", "meeting_id"] {
                assert_eq!(recorded[name], body[name], "{name}");
            }
        }
        let read = world.get(&world.staff, &made.path).await.is(200);
        assert_eq!(read["status"], "reopened");
        let list = world.get(&world.staff, "/action-items").await.is(200);
        assert_eq!(ids(&list), [made.id()]);

        let history = world.get(&world.staff, &reviews).await.is(200);
        let history = history["items"].as_array().expect("a list");
        let days: Vec<&Value> = history.iter().map(|one| &one["reviewed_on"]).collect();
        let today = "2022-12-21";
        assert_eq!(days, [today, today, today, today, "2023-04-01"]);
    });
}

#[test]
fn staff_report_and_claim_and_the_secretariat_decides() {
    in_each_world(async |world| {
        let made = item(world, json!({ "text": "研修の案を示す" })).await;
        for decision in ["closed", "declined", "transferred", "superseded"] {
            let refused = review(world, &world.staff, &made, json!({ "status": decision })).await;
            refused.problem(403, "forbidden");
        }
        for body in [
            json!({ "status": "in_progress" }),
            json!({ "note": "見ています" }),
        ] {
            let refused = review(world, &world.member, &made, body.clone()).await;
            refused.problem(403, "forbidden");
            let hidden = review(world, &world.elsewhere, &made, body.clone()).await;
            hidden.problem(404, "not_found");
            let anonymous = review(world, PUBLIC, &made, body).await;
            anonymous.refuses_unseen(PUBLIC);
        }
        let empty = review(world, &world.staff, &made, json!({})).await;
        assert_eq!(empty.invalid_fields(), ["note"]);
        let list = world
            .get(&world.staff, &format!("{}/reviews", made.path))
            .await
            .is(200);
        assert_eq!(list["items"], json!([]));
    });
}

#[test]
fn an_item_is_closed_at_a_meeting_or_on_a_day_and_with_what_shows_it() {
    in_each_world(async |world| {
        let made = item(world, json!({ "text": "研修の案を示す" })).await;
        let secretariat = world.secretariat.as_str();
        for (body, fields) in [
            (json!({}), &["meeting_id", "evidence"][..]),
            (json!({ "meeting_id": world.published }), &["evidence"]),
            (json!({ "reviewed_on": "2023-04-01" }), &["evidence"]),
            (json!({ "evidence": "募集要項" }), &["meeting_id"]),
            (json!({ "note": "明記を確認した" }), &["meeting_id"]),
        ] {
            let mut body = body;
            body["status"] = json!("closed");
            let refused = review(world, secretariat, &made, body).await;
            assert_eq!(refused.invalid_fields(), fields);
        }
        let shown = json!({ "evidence": "募集要項", "meeting_id": world.published });
        let noted = json!({ "note": "明記を確認した", "reviewed_on": "2023-04-01" });
        for (body, next) in [(shown, Some("reopened")), (noted, None)] {
            let mut body = body;
            body["status"] = json!("closed");
            review(world, secretariat, &made, body).await.is(201);
            if let Some(next) = next {
                let body = json!({ "status": next });
                review(world, secretariat, &made, body).await.is(201);
            }
        }
        // What is closed already takes a further report without: no second close, in the audit trail neither.
        for token in [secretariat, &world.staff] {
            let report = json!({ "status": "closed", "note": "翌年も確認した" });
            review(world, token, &made, report).await.is(201);
            let nothing = review(world, token, &made, json!({ "status": "closed" })).await;
            assert_eq!(nothing.invalid_fields(), ["note"]);
        }
        let trail = world
            .get(&world.admin, &format!("/audit?entity_id={}", made.id()))
            .await
            .is(200);
        let entries = trail["items"].as_array().expect("a list");
        let detail = |entry: &Value, name: &str| entry["detail"][name].clone();
        let closes = entries
            .iter()
            .filter(|entry| detail(entry, "to") == "closed");
        assert!(
            closes
                .clone()
                .all(|entry| detail(entry, "from") != "closed")
        );
        assert_eq!(closes.count(), 2);
    });
}

#[test]
fn a_state_that_does_not_follow_is_refused_with_those_that_do() {
    in_each_world(async |world| {
        let made = item(world, json!({ "text": "研修の案を示す" })).await;
        let secretariat = world.secretariat.as_str();
        let refused = review(world, secretariat, &made, json!({ "status": "reopened" })).await;
        let problem = refused.problem(409, "transition_not_allowed");
        let allowed = "in_progress, done_claimed, closed, declined, transferred, superseded";
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains(allowed))
        );
        review(world, secretariat, &made, json!({ "status": "declined" }))
            .await
            .is(201);
        world.speak("ja");
        let refused = review(world, secretariat, &made, json!({ "status": "closed" })).await;
        let problem = refused.problem(409, "transition_not_allowed");
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains("移れる状態：reopened"))
        );
        let refused = review(world, secretariat, &made, json!({ "status": "forgotten" })).await;
        refused.problem(400, "invalid_body");
    });
}

#[test]
fn the_public_reads_the_reviews_of_published_meetings_alone() {
    in_each_world(async |world| {
        let made = item(
            world,
            json!({ "text": "一", "meeting_id": world.published, "visibility": "public" }),
        )
        .await;
        for body in [
            json!({ "note": "公開の会議で", "meeting_id": world.published }),
            json!({ "note": "会議の間に" }),
            json!({ "note": "次の会議に向けて", "meeting_id": world.draft }),
        ] {
            review(world, &world.secretariat, &made, body).await.is(201);
        }
        let unseen = json!({ "note": "次の会議に向けて", "meeting_id": world.draft });
        let refused = review(world, &world.staff, &made, unseen).await;
        assert_eq!(refused.invalid_fields(), ["meeting_id"]);
        let path = format!("{}/reviews", made.path);
        for (token, count) in [
            (PUBLIC, 1),
            (&world.elsewhere, 1),
            (&world.member, 3),
            (&world.staff, 3),
            (&world.secretariat, 3),
        ] {
            let list = world.get(token, &path).await.is(200);
            assert_eq!(ids(&list).len(), count);
            assert!(list["items"][0].get("token_id").is_none());
        }
        let withdrawn = MinutesStatus::Withdrawn;
        let path_of_minutes = format!("/meetings/{}/minutes/transitions", world.published);
        world
            .post(
                &world.secretariat,
                &path_of_minutes,
                json!({ "to": withdrawn, "reason": "誤りのため" }),
            )
            .await
            .is(201);
        world.get(PUBLIC, &path).await.problem(404, "not_found");
    });
}

#[test]
fn an_item_with_a_history_is_declined_not_deleted() {
    in_each_world(async |world| {
        let made = item(world, json!({ "text": "一" })).await;
        review(world, &world.staff, &made, json!({ "note": "見ています" }))
            .await
            .is(201);
        let etag = world.get(&world.secretariat, &made.path).await.etag();
        let refused = world.delete(&world.secretariat, &made.path, &etag).await;
        refused.problem(409, "in_use");
        review(
            world,
            &world.secretariat,
            &made,
            json!({ "status": "declined" }),
        )
        .await
        .is(201);
        let list = world
            .get(&world.staff, "/action-items?status=declined")
            .await
            .is(200);
        assert_eq!(ids(&list), [made.id()]);
    });
}
