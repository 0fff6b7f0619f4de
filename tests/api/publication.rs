//! What is published: revisions, their files, corrections, redactions, scrubs, tombstones, and what `giji verify` says of them.

use giji::domain::MeetingId;
use poem::http::{Method, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    app::{Made, PUBLIC},
    world::{World, in_each_world},
};

const FORMATS: [&str; 4] = ["json", "html", "md", "csv"];

/// Published minutes with a topic and two opinions.
struct Minutes {
    meeting: MeetingId,
    topic: Made,
    first: Made,
    second: Made,
}

impl Minutes {
    async fn published(world: &World) -> Self {
        let meeting = world.draft;
        let topics = format!("/meetings/{meeting}/topics");
        let topic = json!({ "title": "養成研修について", "number": "（１）" });
        let topic = world.post(&world.secretariat, &topics, topic).await.made();
        let said = async |text: &str, name: &str| {
            let body = json!({ "text": text, "topic_id": topic.id(), "speaker_name": name, "speaker_role": "委員" });
            world.said(meeting, body).await
        };
        let first = said("受講要件に「山田花子さんの例」を加えてほしい。", "冨岡").await;
        let second = said("=1+1 は数式ではない。\n# 見出しでもない。", "𠮷野").await;
        transition(world, meeting, "published").await;
        Self {
            meeting,
            topic,
            first,
            second,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/meetings/{}/minutes/{rest}", self.meeting)
    }

    async fn correct(&self, world: &World, change: Value) -> Value {
        let body = json!({ "reason": "誤記のため",
            "opinions": [{ "id": self.first.id(), "change": change }] });
        world
            .post(&world.secretariat, &self.path("corrections"), body)
            .await
            .is(201)
    }

    async fn revisions(&self, world: &World) -> Vec<Value> {
        let list = world.get(PUBLIC, &self.path("revisions")).await.is(200);
        list["items"].as_array().expect("a list").clone()
    }

    async fn json(&self, world: &World, number: i64) -> Value {
        let path = self.path(&format!("revisions/{number}.json"));
        world.get(PUBLIC, &path).await.is(200)
    }
}

async fn transition(world: &World, meeting: MeetingId, to: &str) {
    let path = format!("/meetings/{meeting}/minutes/transitions");
    let body = json!({ "to": to, "reason": "理由の説明" });
    world.post(&world.secretariat, &path, body).await.is(201);
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Verifies a download as anybody can, with nothing of giji's: JSON with sorted members and no spaces, and SHA-256.
fn assert_verifies(revision: &Value, previous: Option<&str>) {
    let manifest = &revision["manifest"];
    assert_eq!(revision["hash"], sha256(&manifest.to_string()));
    assert_eq!(manifest["previous_hash"].as_str(), previous);
    let listed = manifest["parts"].as_array().expect("a list");
    let parts = revision["parts"].as_array().expect("a list");
    assert_eq!(listed.len(), parts.len());
    for (listed, part) in listed.iter().zip(parts) {
        assert_eq!(listed["digest"], part["digest"]);
        if part["content"].is_null() {
            assert!(part["scrubbed"]["reason"].is_string());
            continue;
        }
        let salt = part["salt"].as_str().expect("a salt");
        let digest = sha256(&format!("{salt}{}", part["content"]));
        assert_eq!(part["digest"], digest);
    }
}

async fn assert_sound(world: &World) {
    let verification = world.app.verify(None).await.expect("chains are walked");
    assert_eq!(verification.findings, []);
}

#[test]
fn publishing_makes_a_revision_that_anybody_can_verify() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        let revisions = minutes.revisions(world).await;
        assert_eq!(revisions.len(), 1);
        assert_eq!(
            (&revisions[0]["number"], &revisions[0]["is_current"]),
            (&json!(1), &json!(true))
        );
        let revision = minutes.json(world, 1).await;
        assert_eq!(revision["hash"], revisions[0]["hash"]);
        assert_verifies(&revision, None);
        assert_sound(world).await;
    });
}

#[test]
fn every_format_is_the_same_to_the_byte_and_says_how_it_may_be_kept() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        for format in FORMATS {
            let latest = minutes.path(&format!("latest.{format}"));
            let numbered = minutes.path(&format!("revisions/1.{format}"));
            let first = world.get(PUBLIC, &latest).await;
            let again = world.get(&world.member, &numbered).await;
            assert_eq!(first.bytes, again.bytes, "{format}");
            assert_eq!(first.etag(), again.etag());
            assert_eq!(first.header("cache-control"), "public, no-cache");
            assert_eq!(again.header("cache-control"), "public, max-age=2592000");
            let name = first.header("content-disposition");
            assert!(
                name.contains(&format!("filename=\"minutes-r1.{format}\"")),
                "{name}"
            );
            assert!(name.contains("%E7%AC%AC1%E7%89%88"), "{name}");
            let unchanged = world.get_unless(PUBLIC, &numbered, &again.etag()).await;
            assert_eq!(unchanged.status, 304);
        }
        let page = world
            .get(PUBLIC, &minutes.path("latest.html"))
            .await
            .is(200);
        let page = page.as_str().expect("a page");
        assert!(page.contains("𠮷野") && page.contains(minutes.second.id()));
        let table = world.get(PUBLIC, &minutes.path("latest.csv")).await;
        assert!(table.bytes.starts_with("\u{feff}".as_bytes()));
        for wrong in [
            "latest.xml",
            "latest",
            "revisions/0.json",
            "revisions/01.json",
            "revisions/x",
        ] {
            world
                .get(PUBLIC, &minutes.path(wrong))
                .await
                .problem(400, "invalid_parameter");
        }
        world
            .get(PUBLIC, &minutes.path("revisions/2.json"))
            .await
            .problem(404, "not_found");
    });
}

#[test]
fn what_is_published_does_not_change_silently() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        world.seed_vocabulary().await;
        world.be_silent(true);
        let silent = async |method: Method, path: &str, body: Value| {
            let request = world.request(method, &world.secretariat, path);
            let request = request
                .header(header::IF_MATCH, "*")
                .body("application/json", body.to_string());
            world.send(request).await
        };
        let opinions = format!("/meetings/{}/opinions", minutes.meeting);
        for (method, path, body) in [
            (
                Method::PATCH,
                &minutes.first.path,
                json!({ "text": "別の文。" }),
            ),
            (
                Method::PATCH,
                &minutes.first.path,
                json!({ "visibility": "council" }),
            ),
            (
                Method::PATCH,
                &minutes.topic.path,
                json!({ "title": "別の議題" }),
            ),
            (
                Method::PATCH,
                &format!("/meetings/{}", minutes.meeting),
                json!({ "venue": "別室" }),
            ),
            (Method::POST, &opinions, json!({ "text": "言い足す。" })),
            (Method::DELETE, &minutes.second.path, Value::Null),
        ] {
            let problem = silent(method, path, body)
                .await
                .problem(409, "minutes_published");
            assert!(problem["detail"].to_string().contains("corrections"));
        }
        // What is not printed needs no reason, and no revision.
        silent(
            Method::PATCH,
            &minutes.first.path,
            json!({ "issues": ["training"] }),
        )
        .await
        .is(200);
        assert_eq!(minutes.revisions(world).await.len(), 1);
        // With a reason it is the next revision.
        world.be_silent(false);
        world
            .patch(
                &world.secretariat,
                &minutes.first.path,
                "*",
                json!({ "text": "別の文。" }),
            )
            .await
            .is(200);
        let revisions = minutes.revisions(world).await;
        assert_eq!(revisions[1]["reason"], "試験のための訂正");
        assert_sound(world).await;
    });
}

#[test]
fn a_correction_is_the_next_revision_with_its_errata() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        let text = "受講要件に「山田花子さんの事例」を加えてほしい。";
        let made = minutes.correct(world, json!({ "text": text })).await;
        assert_eq!(
            (&made["number"], &made["reason"]),
            (&json!(2), &json!("誤記のため"))
        );
        let (first, second) = (minutes.json(world, 1).await, minutes.json(world, 2).await);
        assert_verifies(&first, None);
        assert_verifies(&second, first["hash"].as_str());
        let errata: Vec<&Value> = second["parts"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|part| part["kind"] == "erratum")
            .collect();
        let [erratum] = errata[..] else {
            panic!("one thing was corrected: {errata:?}")
        };
        let content = &erratum["content"];
        assert_eq!(erratum["id"], minutes.first.id());
        assert_eq!(content["after"], text);
        assert_eq!(content["before"], minutes.first.body["text"]);
        assert_eq!(content["reason"], "誤記のため");
        assert!(content["place"].to_string().contains("養成研修について"));
        let diff = world.get(PUBLIC, &minutes.path("diff")).await.is(200);
        assert_eq!(diff["parts"][0]["id"], minutes.first.id());
        assert_eq!(diff["parts"][0]["fields"][0]["after"], text);
        let page = world
            .get(PUBLIC, &minutes.path("diff.html?from=1&to=2"))
            .await;
        assert!(page.is(200).to_string().contains("<ins>"));
        // The old address stays, and says where the newest is.
        let old = world.get(PUBLIC, &minutes.path("revisions/1.html")).await;
        assert!(
            old.header("link")
                .contains("latest.html>; rel=\"latest-version\"")
        );
        let read = world.get(PUBLIC, &minutes.first.path).await.is(200);
        assert_eq!(read["text"], text);
        assert_sound(world).await;
    });
}

#[test]
fn a_correction_is_refused_where_it_corrects_nothing_that_is_published() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        let path = minutes.path("corrections");
        let correct = async |token: &str, body: Value| world.post(token, &path, body).await;
        let change = |change: Value| json!([{ "id": minutes.first.id(), "change": change }]);
        let nothing =
            json!({ "reason": "なし", "opinions": change(json!({ "certainty": "confirmed" })) });
        correct(&world.secretariat, nothing)
            .await
            .problem(422, "invalid");
        let stale = json!({ "reason": "古い", "revision": 7, "opinions": change(json!({ "text": "別の文。" })) });
        correct(&world.secretariat, stale)
            .await
            .problem(412, "stale");
        let without = json!({ "reason": "", "opinions": change(json!({ "text": "別の文。" })) });
        assert_eq!(
            correct(&world.secretariat, without).await.invalid_fields(),
            ["reason"]
        );
        let body = json!({ "reason": "権限", "opinions": change(json!({ "text": "別の文。" })) });
        correct(PUBLIC, body.clone())
            .await
            .problem(401, "token_required");
        correct(&world.elsewhere, body.clone())
            .await
            .problem(403, "forbidden");
        correct(&world.member, body.clone())
            .await
            .problem(403, "forbidden");
        transition(world, minutes.meeting, "withdrawn").await;
        correct(&world.secretariat, body)
            .await
            .problem(409, "minutes_not_published");
    });
}

#[test]
fn redacted_words_are_gone_from_everything_that_others_read() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        // An item that repeats the wording, as they do when a suggestion is accepted.
        let item = json!({ "council_id": world.council, "meeting_id": minutes.meeting, "visibility": "public",
            "text": minutes.first.body["text"], "opinion_ids": [minutes.first.id()] });
        let item = world
            .post(&world.secretariat, "/action-items", item)
            .await
            .made();
        world.index().await;
        let found = world.search(PUBLIC, "q=山田花子").await;
        assert_eq!(found["total"], 2);
        minutes
            .correct(
                world,
                json!({ "redactions": [{ "start": 6, "end": 10, "reason": "個人情報" }] }),
            )
            .await;
        let mut readings = Vec::new();
        for step in ["before the index is told", "after"] {
            for token in [PUBLIC, &world.member, &world.staff, &world.elsewhere] {
                let found = world.search(token, "q=山田花子").await;
                assert_eq!(found["total"], 0, "{step}");
                readings.push(world.search(token, "q=受講要件").await.to_string());
                for path in [
                    "/search/suggestions?q=%E5%B1%B1%E7%94%B0".to_owned(),
                    format!("/opinions/{}/related", minutes.second.id()),
                    minutes.first.path.clone(),
                    item.path.clone(),
                    minutes.path("diff?from=1&to=2"),
                    minutes.path("diff.html?from=1&to=2"),
                    format!("/meetings/{}/minutes", minutes.meeting),
                ] {
                    readings.push(world.get(token, &path).await.is(200).to_string());
                }
                for number in [1, 2] {
                    for format in FORMATS {
                        let path = minutes.path(&format!("revisions/{number}.{format}"));
                        let answer = world.get(token, &path).await;
                        readings.push(String::from_utf8(answer.bytes).expect("text"));
                    }
                }
            }
            world.index().await;
        }
        for reading in &readings {
            assert!(!reading.contains("山田花子"), "{reading}");
        }
        let seen = world.get(PUBLIC, &minutes.first.path).await.is(200);
        assert_eq!(
            seen["text"],
            "受講要件に「〔非公開：個人情報〕さんの例」を加えてほしい。"
        );
        assert_eq!(seen["redactions"][0]["reason"], "個人情報");
        let kept = world
            .get(&world.secretariat, &minutes.first.path)
            .await
            .is(200);
        assert_eq!(kept["text"], minutes.first.body["text"]);
        let found = world.search(&world.secretariat, "q=山田花子").await;
        assert_eq!(found["total"], 2);
        // The chain still verifies, here and for whoever downloads it.
        assert_sound(world).await;
        let first = minutes.json(world, 1).await;
        assert_verifies(&first, None);
        assert_verifies(&minutes.json(world, 2).await, first["hash"].as_str());
    });
}

#[test]
fn redactions_fit_the_text_and_follow_it() {
    in_each_world(async |world| {
        let opinion = world
            .said(world.draft, json!({ "text": "山田さんの例" }))
            .await;
        let patch = async |body: Value| {
            world
                .patch(&world.secretariat, &opinion.path, "*", body)
                .await
        };
        let redact = |start: i64, end: i64, reason: &str| json!({ "redactions": [{ "start": start, "end": end, "reason": reason }] });
        for wrong in [
            redact(0, 99, "個人情報"),
            redact(2, 2, "個人情報"),
            redact(0, 2, "山田の名"),
            redact(0, 2, ""),
        ] {
            assert_eq!(patch(wrong).await.invalid_fields(), ["redactions"]);
        }
        patch(redact(0, 2, "個人情報")).await.is(200);
        let moved = patch(json!({ "text": "昨日の山田さんの例" })).await.is(200);
        assert_eq!(
            moved["redactions"],
            json!([{ "start": 3, "end": 5, "reason": "個人情報" }])
        );
        let lost = patch(json!({ "text": "昨日の山多さんの例" })).await.is(200);
        assert_eq!(
            lost["redactions"],
            json!([{ "start": 0, "end": 9, "reason": "個人情報" }])
        );
    });
}

#[test]
fn an_opinion_is_published_otherwise_than_its_council_where_it_must() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        minutes
            .correct(world, json!({ "attribution_policy": "anonymous" }))
            .await;
        let seen = world.get(PUBLIC, &minutes.first.path).await.is(200);
        assert_eq!(
            (&seen["speaker"], &seen["attribution_policy"]),
            (&Value::Null, &Value::Null)
        );
        let kept = world
            .get(&world.secretariat, &minutes.first.path)
            .await
            .is(200);
        assert_eq!(kept["speaker"]["name"], "冨岡");
        world.index().await;
        assert_eq!(world.search(PUBLIC, "q=&speaker=冨岡").await["total"], 0);
        assert_eq!(world.search(PUBLIC, "q=&speaker=𠮷野").await["total"], 1);
        let newest = minutes.json(world, 2).await.to_string();
        assert!(
            !newest.contains("冨岡"),
            "the errata do not repeat the name either"
        );
    });
}

#[test]
fn a_scrub_takes_the_words_out_of_every_revision_and_leaves_the_chain() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        minutes
            .correct(
                world,
                json!({ "text": "受講要件に「山田花子さんの事例」を足してほしい。" }),
            )
            .await;
        let body = json!({ "subject_id": minutes.first.id(), "reason": "公開に同意がない" });
        let path = minutes.path("scrubs");
        world
            .post(&world.member, &path, body.clone())
            .await
            .problem(403, "forbidden");
        let scrub = world
            .post(&world.secretariat, &path, body.clone())
            .await
            .is(201);
        assert_eq!(scrub["reason"], "公開に同意がない");
        let mut previous = None;
        for number in 1..=3 {
            let revision = minutes.json(world, number).await;
            assert!(!revision.to_string().contains("山田花子"), "{number}");
            assert_verifies(&revision, previous.as_deref());
            previous = revision["hash"].as_str().map(str::to_owned);
        }
        let seen = world.get(PUBLIC, &minutes.first.path).await.is(200);
        assert_eq!(seen["text"], "〔非公開：公開に同意がない〕");
        let verification = world.app.verify(None).await.expect("chains are walked");
        assert_eq!(verification.findings, []);
        assert!(!verification.scrubs.is_empty());
        let list = world.get(PUBLIC, &path).await.is(200);
        assert!(!list.to_string().contains("山田花子"));
        let topic = json!({ "kind": "topic", "subject_id": minutes.topic.id(), "reason": "誤り" });
        world
            .post(&world.secretariat, &path, topic)
            .await
            .problem(409, "still_published");
        let unknown = json!({ "subject_id": world.council, "reason": "誤り" });
        world
            .post(&world.secretariat, &path, unknown)
            .await
            .problem(404, "not_found");
    });
}

#[test]
fn no_erratum_keeps_an_earlier_wording_of_what_is_redacted() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        for name in ["山多花子", "山本花子"] {
            let text = format!("受講要件に「{name}さんの例」を加えてほしい。");
            minutes.correct(world, json!({ "text": text })).await;
        }
        minutes
            .correct(
                world,
                json!({ "redactions": [{ "start": 6, "end": 10, "reason": "個人情報" }] }),
            )
            .await;
        for number in 1..=4 {
            let revision = minutes.json(world, number).await.to_string();
            for name in ["山田花子", "山多花子", "山本花子"] {
                assert!(!revision.contains(name), "{number}: {name}");
            }
        }
        assert_sound(world).await;
    });
}

#[test]
fn a_scrub_is_told_once_and_leaves_its_erratum() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        let path = minutes.path("scrubs");
        let body = json!({ "subject_id": minutes.first.id(), "reason": "公開に同意がない" });
        world.post(&world.secretariat, &path, body).await.is(201);
        let scrubs = world.get(PUBLIC, &path).await.is(200);
        assert_eq!(scrubs["items"].as_array().map(Vec::len), Some(1));
        let newest = minutes.json(world, 2).await;
        let errata = |revision: &Value| -> Vec<Value> {
            let parts = revision["parts"].as_array().expect("a list");
            parts
                .iter()
                .filter(|part| part["kind"] == "erratum")
                .cloned()
                .collect()
        };
        let told = errata(&newest);
        assert!(!told.is_empty() && told.iter().all(|part| part["content"].is_object()));
        // An erratum that says too much is scrubbed as it is.
        let text = "別の文。";
        let body = json!({ "reason": "誤記のため",
            "opinions": [{ "id": minutes.second.id(), "change": { "text": text } }] });
        world
            .post(&world.secretariat, &minutes.path("corrections"), body)
            .await
            .is(201);
        let body =
            json!({ "kind": "erratum", "subject_id": minutes.second.id(), "reason": "余計な記載" });
        world.post(&world.secretariat, &path, body).await.is(201);
        let third = errata(&minutes.json(world, 3).await);
        assert!(third.iter().all(|part| part["content"].is_null()));
        let seen = world.get(PUBLIC, &minutes.second.path).await.is(200);
        assert_eq!(seen["text"], text);
        assert_sound(world).await;
    });
}

#[test]
fn withdrawn_minutes_leave_a_tombstone_and_come_back_as_another_revision() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        transition(world, minutes.meeting, "withdrawn").await;
        let mut paths = vec![
            format!("/meetings/{}", minutes.meeting),
            minutes.path("revisions"),
            minutes.path("diff"),
            minutes.path("scrubs"),
            minutes.first.path.clone(),
        ];
        paths.extend(FORMATS.map(|format| minutes.path(&format!("latest.{format}"))));
        paths.extend(FORMATS.map(|format| minutes.path(&format!("revisions/1.{format}"))));
        for (step, to) in [("withdrawn", None), ("taken back to draft", Some("draft"))] {
            if let Some(to) = to {
                transition(world, minutes.meeting, to).await;
            }
            for path in &paths {
                for token in [PUBLIC, &world.member, &world.elsewhere] {
                    let problem = world.get(token, path).await.problem(410, "withdrawn");
                    let detail = problem["detail"].to_string();
                    assert!(
                        detail.contains("理由の説明") && detail.contains("2022-12-21"),
                        "{step}: {detail}"
                    );
                }
                world.get(&world.secretariat, path).await.is(200);
            }
        }
        transition(world, minutes.meeting, "published").await;
        let revisions = minutes.revisions(world).await;
        assert_eq!(revisions.len(), 2);
        assert_eq!(revisions[1]["previous_hash"], revisions[0]["hash"]);
        assert_sound(world).await;
    });
}

#[test]
fn taking_back_and_withdrawing_need_a_reason() {
    in_each_world(async |world| {
        for (meeting, to) in [(world.draft, "draft"), (world.published, "withdrawn")] {
            if to == "draft" {
                transition(world, meeting, "member_check").await;
            }
            let path = format!("/meetings/{meeting}/minutes/transitions");
            let answer = world
                .post(&world.secretariat, &path, json!({ "to": to }))
                .await;
            assert_eq!(answer.invalid_fields(), ["reason"]);
        }
    });
}

#[test]
fn what_is_not_public_is_in_no_revision() {
    in_each_world(async |world| {
        let topics = format!("/meetings/{}/topics", world.draft);
        let closed = json!({ "title": "個別の事案", "visibility": "council" });
        let closed = world.post(&world.secretariat, &topics, closed).await.made();
        for body in [
            json!({ "text": "非公開の議題での発言。", "topic_id": closed.id() }),
            json!({ "text": "事務局だけの発言。", "visibility": "secretariat" }),
            json!({ "text": "公開の発言。" }),
        ] {
            world.said(world.draft, body).await;
        }
        transition(world, world.draft, "published").await;
        for token in [PUBLIC, &world.member, &world.secretariat] {
            for format in FORMATS {
                let path = format!("/meetings/{}/minutes/latest.{format}", world.draft);
                let answer = world.get(token, &path).await;
                let text = String::from_utf8(answer.bytes).expect("text");
                assert!(text.contains("公開の発言。"));
                for hidden in ["個別の事案", "非公開の議題", "事務局だけ", closed.id()]
                {
                    assert!(!text.contains(hidden), "{format}: {hidden}");
                }
            }
        }
    });
}

#[test]
fn another_policy_of_a_council_is_published_with_a_revision() {
    in_each_world(async |world| {
        let minutes = Minutes::published(world).await;
        let path = format!("/councils/{}", world.council);
        let body = json!({ "attribution_policy": "role_only" });
        world.patch(&world.admin, &path, "*", body).await.is(200);
        let revisions = minutes.revisions(world).await;
        assert_eq!(revisions.len(), 2);
        let newest = minutes.json(world, 2).await.to_string();
        assert!(!newest.contains("冨岡") && newest.contains("委員"));
        assert_sound(world).await;
        // A name that is changed is nothing that was said.
        let body = json!({ "name": "別の名の協議会" });
        world.patch(&world.admin, &path, "*", body).await.is(200);
        world.seed_vocabulary().await;
        let body = json!({ "issues": ["training"] });
        world
            .patch(&world.secretariat, &minutes.first.path, "*", body)
            .await
            .is(200);
        assert_eq!(minutes.revisions(world).await.len(), 2);
        assert_sound(world).await;
    });
}

#[test]
fn two_who_publish_at_once_make_one_revision() {
    in_each_world(async |world| {
        let path = format!("/meetings/{}/minutes/transitions", world.draft);
        let body = json!({ "to": "published" });
        let publish = || world.post(&world.secretariat, &path, body.clone());
        let (one, other) = tokio::join!(publish(), publish());
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        let path = format!("/meetings/{}/minutes/revisions", world.draft);
        let list = world.get(PUBLIC, &path).await.is(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    });
}
