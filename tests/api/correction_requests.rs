//! `/correction-requests`: what members ask to have corrected of what they said, and what the secretariat decides.

use serde_json::{Value, json};

use crate::{
    app::{Answer, Made, ids},
    member_check::{Member, Stage, rounds, transition},
    world::{World, in_each_world},
};

impl Stage {
    async fn ask(&self, world: &World, who: &Member, n: usize, mut body: Value) -> Answer {
        body["opinion_id"] = json!(who.opinions[n]);
        let path = format!("{}/correction-requests", self.round);
        world.post(&who.token, &path, body).await
    }
}

fn text(words: &str) -> Value {
    json!({ "kind": "text", "proposal": { "text": words }, "note": "録音と違います" })
}

async fn accept(world: &World, request: &Made, body: Value) -> Answer {
    let path = format!("{}/accept", request.path);
    world.post(&world.secretariat, &path, body).await
}

async fn decline(world: &World, request: &Made, body: Value) -> Answer {
    let path = format!("{}/decline", request.path);
    world.post(&world.secretariat, &path, body).await
}

async fn opinion(world: &World, id: &str) -> Value {
    let path = format!("/opinions/{id}");
    world.get(&world.secretariat, &path).await.is(200)
}

async fn change_opinion(world: &World, id: &str, body: Value) {
    let path = format!("/opinions/{id}");
    let etag = world.get(&world.secretariat, &path).await.etag();
    world
        .patch(&world.secretariat, &path, &etag, body)
        .await
        .is(200);
}

#[test]
fn a_proposal_that_is_accepted_becomes_the_opinion_once() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let (aoki, id) = (&stage.aoki, &stage.aoki.opinions[0]);
        let asked = stage.ask(world, aoki, 0, text("窓口がとても遠い。")).await;
        let request = asked.made();
        assert_eq!(request.body["status"], "open");
        assert_eq!(request.body["person_id"], aoki.person.id());
        assert_eq!(
            stage.answers(world, &aoki.token).await[0],
            "correction_requested"
        );
        let before = world.pending().await.len();
        let body = json!({ "reason": "そのとおりです" });
        let accepted = accept(world, &request, body).await.is(200);
        assert_eq!(accepted["status"], "accepted");
        assert!(world.pending().await.len() > before, "the index is told");
        let now = opinion(world, id).await;
        assert_eq!(now["text"], "窓口がとても遠い。");
        assert_eq!(now["certainty"], "confirmed");
        let seen = world.get(&aoki.token, &request.path).await.is(200);
        assert_eq!(seen["status"], "accepted");
        assert_eq!(seen["decision_reason"], "そのとおりです");
        accept(world, &request, json!({}))
            .await
            .problem(409, "already_settled");
        decline(world, &request, json!({ "reason": "やはり" }))
            .await
            .problem(409, "already_settled");
        let taken_back = world.delete(&aoki.token, &request.path, "").await;
        taken_back.problem(409, "already_settled");

        // The member may confirm what it became.
        let confirmed = stage.confirm(world, &aoki.token, &[id]).await.is(200);
        assert_eq!(confirmed["members"][0]["confirmed"], 1);
        let trail = format!("/audit?entity_id={}", request.id());
        let trail = world.get(&world.secretariat, &trail).await.is(200);
        assert_eq!(trail["items"][0]["detail"]["status"], "accepted");
        assert!(!trail.to_string().contains("遠い"));
    });
}

#[test]
fn the_secretariat_may_correct_in_another_way_or_decline_with_a_reason() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let (one, two) = (
            stage
                .ask(world, &stage.aoki, 0, text("近い。"))
                .await
                .made(),
            stage
                .ask(world, &stage.ito, 0, text("減らす。"))
                .await
                .made(),
        );
        let own = json!({ "change": { "text": "窓口が少し遠い。", "kind": "question" } });
        let edited = accept(world, &one, own).await.is(200);
        assert_eq!(edited["status"], "edited");
        let now = opinion(world, &stage.aoki.opinions[0]).await;
        assert_eq!(
            (&now["text"], &now["kind"], &now["certainty"]),
            (
                &json!("窓口が少し遠い。"),
                &json!("question"),
                &json!("confirmed")
            )
        );
        decline(world, &two, json!({}))
            .await
            .problem(400, "invalid_body");
        let empty = decline(world, &two, json!({ "reason": " " })).await;
        assert_eq!(empty.invalid_fields(), ["reason"]);
        let reason = json!({ "reason": "録音で確認しました" });
        let declined = decline(world, &two, reason).await.is(200);
        assert_eq!(declined["status"], "declined");
        let seen = world.get(&stage.ito.token, &two.path).await.is(200);
        assert_eq!(seen["decision_reason"], "録音で確認しました");
        let stays = opinion(world, &stage.ito.opinions[0]).await;
        assert_eq!(stays["text"], "研修を増やしてほしい。");

        // A request that proposes nothing cannot be taken as it is.
        let body = json!({ "kind": "text", "note": "何か違います" });
        let three = stage.ask(world, &stage.ito, 1, body).await.made();
        assert_eq!(three.body["proposal"], Value::Null);
        let refused = accept(world, &three, json!({})).await;
        assert_eq!(refused.invalid_fields(), ["change"]);
        let own = json!({ "change": { "text": "" } });
        let refused = accept(world, &three, own).await;
        assert_eq!(refused.invalid_fields(), ["text"]);
        let still = world.get(&world.secretariat, &three.path).await.is(200);
        assert_eq!(still["status"], "open");
    });
}

#[test]
fn a_member_replaces_and_takes_back_while_the_round_is_open() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let aoki = &stage.aoki;
        let open = async || {
            let list = world
                .get(&aoki.token, "/correction-requests?status=open")
                .await;
            let list = list.is(200);
            ids(&list)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let first = async || stage.answers(world, &aoki.token).await[0].clone();
        stage.confirm_all(world, &aoki.token).await;
        let one = stage.ask(world, aoki, 0, text("近い。")).await.made();
        assert_eq!(first().await, "correction_requested");
        let two = stage.ask(world, aoki, 0, text("近くない。")).await.made();
        assert_eq!(open().await, [two.id()], "the same kind is replaced");
        world
            .get(&aoki.token, &one.path)
            .await
            .problem(404, "not_found");
        let body = json!({ "kind": "attribution", "proposal": { "speaker_role": "会長" } });
        let three = stage.ask(world, aoki, 0, body).await.made();
        assert_eq!(open().await, [two.id(), three.id()]);

        world.delete(&aoki.token, &two.path, "").await.is(204);
        assert_eq!(first().await, "correction_requested", "one is left");
        world.delete(&aoki.token, &three.path, "").await.is(204);
        assert_eq!(first().await, Value::Null);

        stage.ask(world, aoki, 0, text("近い。")).await.made();
        let again = stage
            .confirm(world, &aoki.token, &[&aoki.opinions[0]])
            .await;
        assert_eq!(again.is(200)["members"][0]["confirmed"], 2);
        assert!(
            open().await.is_empty(),
            "what is confirmed needs no correction"
        );

        let last = stage.ask(world, aoki, 1, text("巡回する。")).await.made();
        let refused = world.delete(&world.secretariat, &last.path, "").await;
        refused.problem(403, "forbidden");
        let body = json!({ "to": "approved" });
        transition(world, stage.meeting, body).await.is(201);
        let late = world.delete(&aoki.token, &last.path, "").await;
        late.problem(409, "check_closed");
        let late = stage.ask(world, aoki, 0, text("近い。")).await;
        late.problem(409, "check_closed");
        assert_eq!(open().await, [last.id()], "it is still to be decided");
        let closed = rounds(world, &aoki.token, stage.meeting).await;
        assert_eq!(closed[0]["members"][0]["correction_requested"], 1);
    });
}

#[test]
fn an_attribution_is_corrected_as_far_as_the_member_says() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let id = &stage.aoki.opinions[0];
        let ask = async |proposal: Value| {
            let body = json!({ "kind": "attribution", "proposal": proposal });
            let request = stage.ask(world, &stage.aoki, 0, body).await.made();
            accept(world, &request, json!({})).await.is(200);
            opinion(world, id).await["speaker"].clone()
        };
        let own = stage.aoki.person.id();
        let speaker = ask(json!({ "speaker_role": "副会長" })).await;
        assert_eq!(
            speaker,
            json!({ "name": "青木", "role": "副会長", "person_id": own })
        );
        let speaker = ask(json!({ "speaker_name": "青木 花子" })).await;
        assert_eq!(speaker["person_id"], own, "it is the same person");
        let speaker = ask(json!({ "speaker_name": "青山" })).await;
        assert_eq!(
            speaker["person_id"],
            Value::Null,
            "nobody knows who that is"
        );

        let body = json!({ "kind": "attribution", "proposal": { "attribution": "unattributed" },
            "note": "私の発言ではありません" });
        let request = stage.ask(world, &stage.aoki, 1, body).await.made();
        accept(world, &request, json!({})).await.is(200);
        let nobodys = opinion(world, &stage.aoki.opinions[1]).await;
        assert_eq!(nobodys["attribution"], "unattributed");
        assert_eq!(nobodys["speaker"], Value::Null);
        let seen = world.get(&stage.aoki.token, &request.path).await.is(200);
        assert_eq!(
            seen["status"], "accepted",
            "its member still sees what became of it"
        );
        let again = stage.ask(world, &stage.aoki, 1, text("違う。")).await;
        again.problem(404, "not_found");
    });
}

#[test]
fn words_are_left_out_where_the_member_saw_them() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let id = &stage.aoki.opinions[0];
        let ask = async |start: i64, end: i64| {
            let span = json!({ "start": start, "end": end, "reason": "個人情報" });
            let body = json!({ "kind": "redaction", "proposal": { "redactions": [span] } });
            stage.ask(world, &stage.aoki, 0, body).await
        };
        let seen = async || {
            let checked = stage.checked(world, &stage.aoki.token, "").await;
            checked[0]["opinion"]["text"]
                .as_str()
                .expect("a text")
                .to_owned()
        };
        let first = ask(0, 2).await.made();
        accept(world, &first, json!({})).await.is(200);
        assert_eq!(seen().await, "〔非公開：個人情報〕が遠い。");
        // The member's spans are of what the member sees, marks and all.
        let place = |words: &str, text: &str| {
            let at = text.find(words).expect("it is there");
            i64::try_from(text[..at].chars().count()).expect("a short text")
        };
        let text_seen = seen().await;
        let start = place("遠い", &text_seen);
        let second = ask(start, start + 2).await.made();
        accept(world, &second, json!({})).await.is(200);
        assert_eq!(seen().await, "〔非公開：個人情報〕が〔非公開：個人情報〕。");
        let now = opinion(world, id).await;
        assert_eq!(now["text"], "窓口が遠い。", "the words themselves stay");
        let within_mark = ask(1, 3).await;
        assert_eq!(within_mark.invalid_fields(), ["redactions"]);

        // Marks are no wording.
        let third = stage
            .ask(world, &stage.aoki, 0, text("近い。"))
            .await
            .made();
        let refused = accept(world, &third, json!({})).await;
        assert_eq!(refused.invalid_fields(), ["change"]);
    });
}

#[test]
fn an_opinion_is_published_as_its_speaker_asks() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let body =
            json!({ "kind": "attribution", "proposal": { "attribution_policy": "role_only" } });
        let request = stage.ask(world, &stage.aoki, 0, body).await.made();
        accept(world, &request, json!({})).await.is(200);
        let seen = stage.checked(world, &stage.aoki.token, "").await;
        assert_eq!(seen[0]["opinion"]["speaker"]["name"], Value::Null);
        assert_eq!(seen[0]["opinion"]["speaker"]["role"], "委員");
        let internal = opinion(world, &stage.aoki.opinions[0]).await;
        assert_eq!(internal["speaker"]["name"], "青木");
    });
}

#[test]
fn what_cannot_be_asked_for_is_named() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        for (body, fields) in [
            (json!({ "kind": "text" }), vec!["note"]),
            (text("窓口が遠い。"), vec!["text"]),
            (text(" "), vec!["text"]),
            (
                json!({ "kind": "text", "proposal": { "speaker_name": "山" } }),
                vec!["speaker_name"],
            ),
            (
                json!({ "kind": "redaction", "proposal": { "text": "短い。" } }),
                vec!["text"],
            ),
            (
                json!({ "kind": "redaction", "proposal": { "redactions": [
                    { "start": 0, "end": 2, "reason": "個人情報" }, { "start": 1, "end": 3, "reason": "個人情報" }] } }),
                vec!["redactions"],
            ),
            (
                json!({ "kind": "redaction", "proposal": { "redactions": [{ "start": 5, "end": 7, "reason": "個人情報" }] } }),
                vec!["redactions"],
            ),
            (
                json!({ "kind": "redaction", "proposal": { "redactions": [{ "start": 2, "end": 2, "reason": "個人情報" }] } }),
                vec!["redactions"],
            ),
        ] {
            let refused = stage.ask(world, &stage.aoki, 0, body.clone()).await;
            assert_eq!(refused.invalid_fields(), fields, "{body}");
        }
        let nobodys = json!({ "kind": "shout", "note": "違う" });
        let refused = stage.ask(world, &stage.aoki, 0, nobodys).await;
        refused.problem(400, "invalid_body");
        let path = format!("{}/correction-requests", stage.round);
        let mut body = text("違う。");
        body["opinion_id"] = json!(stage.ito.opinions[0]);
        let refused = world.post(&stage.aoki.token, &path, body.clone()).await;
        refused.problem(404, "not_found");
        let refused = world.post(&world.secretariat, &path, body).await;
        refused.problem(403, "forbidden");
    });
}

#[test]
fn a_proposal_is_not_applied_to_what_the_member_did_not_see() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let id = &stage.aoki.opinions[0];
        let request = stage
            .ask(world, &stage.aoki, 0, text("近い。"))
            .await
            .made();
        change_opinion(world, id, json!({ "visibility": "council" })).await;
        change_opinion(world, id, json!({ "text": "窓口が遠すぎる。" })).await;
        for (language, title) in [
            ("en", "The opinion was changed since"),
            ("ja", "意見が変更されています"),
        ] {
            world.speak(language);
            let refused = accept(world, &request, json!({})).await;
            assert_eq!(refused.problem(409, "opinion_changed")["title"], title);
        }
        assert_eq!(opinion(world, id).await["text"], "窓口が遠すぎる。");
        change_opinion(world, id, json!({ "text": "窓口が遠い。" })).await;
        let accepted = accept(world, &request, json!({})).await.is(200);
        assert_eq!(accepted["status"], "accepted", "it is what the member saw");
    });
}

#[test]
fn a_request_outlives_its_opinion_and_can_only_be_declined_then() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let request = stage
            .ask(world, &stage.aoki, 0, text("近い。"))
            .await
            .made();
        let path = format!("/opinions/{}", stage.aoki.opinions[0]);
        let etag = world.get(&world.secretariat, &path).await.etag();
        world.delete(&world.secretariat, &path, &etag).await.is(204);
        let seen = world.get(&stage.aoki.token, &request.path).await.is(200);
        assert_eq!(seen["opinion_id"], Value::Null);
        for body in [json!({}), json!({ "change": { "text": "近い。" } })] {
            let refused = accept(world, &request, body).await;
            refused.problem(409, "opinion_changed");
        }
        let reason = json!({ "reason": "重複のため削除しました" });
        decline(world, &request, reason).await.is(200);
    });
}

#[test]
fn minutes_are_not_published_while_a_request_is_open() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let request = stage
            .ask(world, &stage.aoki, 0, text("近い。"))
            .await
            .made();
        let publish = async || transition(world, stage.meeting, json!({ "to": "published" })).await;
        for (language, title) in [
            ("en", "Some correction requests are open"),
            ("ja", "未決定の訂正依頼があります"),
        ] {
            world.speak(language);
            let problem = publish().await.problem(409, "open_correction_requests");
            assert_eq!(problem["title"], title);
            assert_eq!(
                problem["errors"],
                json!([{ "field": "correction_requests", "detail": "1" }])
            );
        }
        let open = rounds(world, &world.secretariat, stage.meeting).await;
        assert_eq!(
            open[0]["round"]["closed_at"],
            Value::Null,
            "nothing was changed"
        );
        transition(world, stage.meeting, json!({ "to": "approved" }))
            .await
            .is(201);
        publish().await.problem(409, "open_correction_requests");
        let reason = json!({ "reason": "録音で確認しました" });
        decline(world, &request, reason).await.is(200);
        publish().await.is(201);
    });
}

#[test]
fn requests_are_listed_to_the_secretariat_and_to_their_member() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let one = stage
            .ask(world, &stage.aoki, 0, text("近い。"))
            .await
            .made();
        let two = stage
            .ask(world, &stage.ito, 0, text("減らす。"))
            .await
            .made();
        decline(world, &two, json!({ "reason": "録音で確認" }))
            .await
            .is(200);
        let other = format!("meeting_id={}", world.published);
        for (token, query, expected) in [
            (&world.secretariat, "", vec![&one, &two]),
            (&world.admin, "status=open", vec![&one]),
            (&world.secretariat, "status=declined", vec![&two]),
            (&world.secretariat, &other, vec![]),
            (&stage.aoki.token, "", vec![&one]),
            (&stage.ito.token, "status=open", vec![]),
            (&world.member, "", vec![]),
            (&world.staff, "", vec![]),
            (&world.elsewhere, "", vec![]),
        ] {
            let list = world
                .get(token, &format!("/correction-requests?{query}"))
                .await;
            let expected: Vec<&str> = expected.into_iter().map(Made::id).collect();
            assert_eq!(ids(&list.is(200)), expected, "{query}");
        }
        let page = world
            .get(&world.secretariat, "/correction-requests?limit=1")
            .await
            .is(200);
        let next = page["next_cursor"].as_str().expect("a second page");
        let path = format!("/correction-requests?limit=1&cursor={next}");
        let page = world.get(&world.secretariat, &path).await.is(200);
        assert_eq!(ids(&page), [two.id()]);
        for (token, status) in [(&stage.ito.token, 404), (&stage.aoki.token, 403)] {
            for doing in ["accept", "decline"] {
                let path = format!("{}/{doing}", one.path);
                let body = json!({ "reason": "自分で" });
                assert_eq!(world.post(token, &path, body).await.status, status);
            }
        }

        // What is hidden from the member is hidden with what the member said of it.
        change_opinion(
            world,
            &stage.aoki.opinions[0],
            json!({ "visibility": "secretariat" }),
        )
        .await;
        let hidden = world.get(&stage.aoki.token, &one.path).await;
        hidden.problem(404, "not_found");
        transition(world, stage.meeting, json!({ "to": "draft" }))
            .await
            .is(201);
        let hidden = world.get(&stage.ito.token, &two.path).await;
        hidden.problem(404, "not_found");
    });
}
