//! `/action-items` and their reviews: one identity for life.

use giji::domain::{MinutesStatus, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Answer, Made, PUBLIC, ids},
    world::{World, in_each_world},
};

async fn item(world: &World, body: Value) -> Made {
    let mut body = body;
    body["council_id"] = json!(world.council);
    let answer = world.post(&world.secretariat, "/action-items", body).await;
    answer.made()
}

async fn review(world: &World, token: &str, item: &Made, body: Value) -> Answer {
    let path = format!("{}/reviews", item.path);
    world.post(token, &path, body).await
}

#[test]
fn an_item_goes_from_meeting_to_meeting_with_one_identity() {
    in_each_world(async |world| {
        let made = item(
            world,
            json!({ "text": "研修の案を示す", "meeting_id": world.published }),
        )
        .await;
        let staff = world.staff.as_str();
        let secretariat = world.secretariat.as_str();
        for (token, body, from, to) in [
            (
                staff,
                json!({ "status": "in_progress", "note": "始めた" }),
                "open",
                "in_progress",
            ),
            (
                staff,
                json!({ "note": "半分できた" }),
                "in_progress",
                "in_progress",
            ),
            (
                staff,
                json!({ "status": "done_claimed", "evidence": "https://www.example.jp/an.pdf" }),
                "in_progress",
                "done_claimed",
            ),
            (
                secretariat,
                json!({ "status": "closed", "meeting_id": world.published }),
                "done_claimed",
                "closed",
            ),
            (
                secretariat,
                json!({ "status": "reopened", "reviewed_on": "2023-04-01" }),
                "closed",
                "reopened",
            ),
        ] {
            let answer = review(world, token, &made, body.clone()).await;
            assert_eq!(
                answer.header("location"),
                format!("/api/v1{}/reviews", made.path)
            );
            let recorded = answer.is(201);
            assert_eq!(
                (&recorded["from_status"], &recorded["to_status"]),
                (&json!(from), &json!(to))
            );
            for name in ["note", "evidence", "meeting_id"] {
                assert_eq!(recorded[name], body[name], "{name}");
            }
        }
        let read = world.get(staff, &made.path).await.is(200);
        assert_eq!(
            (&read["id"], &read["status"]),
            (&made.body["id"], &json!("reopened"))
        );
        let history = world
            .get(staff, &format!("{}/reviews", made.path))
            .await
            .is(200);
        let days: Vec<&Value> = history["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| &one["reviewed_on"])
            .collect();
        assert_eq!(
            days,
            [
                "2022-12-21",
                "2022-12-21",
                "2022-12-21",
                "2022-12-21",
                "2023-04-01"
            ]
        );
        assert_eq!(
            ids(&world.get(staff, "/action-items").await.is(200)),
            [made.id()]
        );
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
            let hidden = review(world, PUBLIC, &made, body).await;
            hidden.problem(404, "not_found");
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
fn members_and_staff_propose_and_the_secretariat_opens() {
    in_each_world(async |world| {
        let body = |visibility: Option<&str>| {
            let mut body = json!({ "council_id": world.council, "text": "研修を増やす" });
            if let Some(visibility) = visibility {
                body["visibility"] = json!(visibility);
            }
            body
        };
        for token in [&world.member, &world.staff] {
            let proposed = world.post(token, "/action-items", body(None)).await.made();
            assert_eq!(
                (&proposed.body["status"], &proposed.body["visibility"]),
                (&json!("proposed"), &json!("council"))
            );
            let early = review(world, &world.staff, &proposed, json!({ "status": "open" })).await;
            early.problem(403, "forbidden");
            let own = world
                .patch(token, &proposed.path, "*", json!({ "text": "別の案" }))
                .await;
            own.problem(403, "forbidden");
            review(
                world,
                &world.secretariat,
                &proposed,
                json!({ "status": "open" }),
            )
            .await
            .is(201);
            for visibility in ["public", "secretariat"] {
                let refused = world
                    .post(token, "/action-items", body(Some(visibility)))
                    .await;
                assert_eq!(refused.invalid_fields(), ["visibility"]);
            }
        }
        world
            .post(PUBLIC, "/action-items", body(None))
            .await
            .problem(401, "token_required");
        world
            .post(&world.elsewhere, "/action-items", body(None))
            .await
            .problem(403, "forbidden");
        let elsewhere = world.token(Role::Member, Some(world.other), None).await;
        world
            .post(&elsewhere, "/action-items", body(None))
            .await
            .problem(403, "forbidden");
        let opened = world
            .post(&world.secretariat, "/action-items", body(Some("public")))
            .await
            .made();
        assert_eq!(opened.body["status"], "open");
    });
}

#[test]
fn an_item_refers_only_to_what_its_author_sees_and_the_council_has() {
    in_each_world(async |world| {
        let of_meeting = |meeting| format!("/meetings/{meeting}/opinions");
        let said = json!({ "text": "研修を増やすこと。" });
        let hidden = world
            .post(&world.secretariat, &of_meeting(world.draft), said)
            .await
            .made();
        let unseen = world.person("齋藤 一").await;
        let nobody = Uuid::from_u128(1);
        for (token, refers, field) in [
            (
                &world.member,
                json!({ "meeting_id": world.draft }),
                "meeting_id",
            ),
            (
                &world.member,
                json!({ "opinion_ids": [hidden.id()] }),
                "opinion_ids",
            ),
            (
                &world.member,
                json!({ "owner_person_id": unseen.id() }),
                "owner_person_id",
            ),
            (
                &world.secretariat,
                json!({ "meeting_id": nobody }),
                "meeting_id",
            ),
            (
                &world.secretariat,
                json!({ "opinion_ids": [nobody] }),
                "opinion_ids",
            ),
            (
                &world.secretariat,
                json!({ "owner_person_id": nobody }),
                "owner_person_id",
            ),
            (
                &world.secretariat,
                json!({ "issues": ["unknown"] }),
                "issues",
            ),
            (&world.secretariat, json!({ "owner": " " }), "owner"),
        ] {
            let mut body = refers;
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
        let late = item(
            world,
            json!({ "text": "一", "owner": "事務局", "due_on": "2022-12-20" }),
        )
        .await;
        let today = item(world, json!({ "text": "二", "owner": "事務局長", "due_on": "2022-12-21", "issues": ["training"] })).await;
        let done = item(world, json!({ "text": "三", "due_on": "2022-12-01" })).await;
        review(
            world,
            &world.secretariat,
            &done,
            json!({ "status": "closed" }),
        )
        .await
        .is(201);
        for (made, overdue) in [(&late, true), (&today, false), (&done, false)] {
            let read = world.get(&world.staff, &made.path).await.is(200);
            assert_eq!(read["overdue"], overdue);
        }
        for (filter, expected) in [
            ("", vec![&late, &today, &done]),
            ("overdue=true", vec![&late]),
            ("overdue=false", vec![&late, &today, &done]),
            ("status=closed", vec![&done]),
            ("status=closed&status=open", vec![&late, &today, &done]),
            ("status=proposed", vec![]),
            ("issue=training", vec![&today]),
            ("owner=%E4%BA%8B%E5%8B%99%E5%B1%80", vec![&late]),
        ] {
            let list = world
                .get(&world.staff, &format!("/action-items?{filter}"))
                .await
                .is(200);
            let expected: Vec<&str> = expected.into_iter().map(Made::id).collect();
            assert_eq!(ids(&list), expected, "{filter}");
        }
        for filter in [
            "status=lost",
            "status=open,closed",
            "overdue=maybe",
            "owner=",
            "owner=a%00b",
        ] {
            let refused = world.get(PUBLIC, &format!("/action-items?{filter}")).await;
            refused.problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn an_answer_from_before_the_due_date_is_not_confirmed_after_it() {
    in_each_world(async |world| {
        let made = item(world, json!({ "text": "一", "due_on": "2022-12-20" })).await;
        assert!(made.etag.ends_with("-overdue\""));
        let in_time = made.etag.replace("-overdue", "");
        let unchanged = world
            .get_unless(&world.secretariat, &made.path, &made.etag)
            .await;
        assert_eq!(unchanged.status, 304);
        world
            .get_unless(&world.secretariat, &made.path, &in_time)
            .await
            .is(200);
        // Both name the version that a change is made to.
        let changed = world
            .patch(
                &world.secretariat,
                &made.path,
                &in_time,
                json!({ "text": "二" }),
            )
            .await;
        let etag = changed.etag();
        changed.is(200);
        world
            .patch(
                &world.secretariat,
                &made.path,
                &etag,
                json!({ "text": "三" }),
            )
            .await
            .is(200);
        let stale = world
            .patch(
                &world.secretariat,
                &made.path,
                &etag,
                json!({ "text": "四" }),
            )
            .await;
        stale.problem(412, "stale");
        let unstated = world
            .patch(&world.secretariat, &made.path, "", json!({ "text": "四" }))
            .await;
        unstated.problem(428, "version_required");
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
            review(world, &world.staff, &made, body).await.is(201);
        }
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
                json!({ "to": withdrawn }),
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
