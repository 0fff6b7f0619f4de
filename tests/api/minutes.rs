//! `/meetings` and their minutes: the document, and its life cycle.

use serde_json::{Value, json};

use crate::{
    app::{Answer, PUBLIC, ids},
    world::{World, imported, in_each_world},
};

const SUMMARY: &str = include_str!("../fixtures/minutes/summary.txt");

async fn transition(world: &World, token: &str, to: &str) -> Answer {
    let path = format!("/meetings/{}/minutes/transitions", world.draft);
    let body = json!({ "to": to, "reason": "理由の説明" });
    world.post(token, &path, body).await
}

fn items<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().expect("a list")
}

/// The texts of the opinions of a part of the minutes, those under headings after the others.
fn texts(part: &Value) -> Vec<&Value> {
    let headings = items(part, "headings").iter();
    items(part, "opinions")
        .iter()
        .chain(headings.flat_map(|heading| items(heading, "opinions")))
        .map(|opinion| &opinion["text"])
        .collect()
}

/// The members with this name of the entries of a list.
fn each<'a>(list: &'a [Value], name: &str) -> Vec<&'a Value> {
    list.iter().map(|one| &one[name]).collect()
}

/// The entries of a list of the draft that belong to a topic.
fn of_topic(draft: &Value, list: &str, topic: usize) -> Vec<Value> {
    let all = items(draft, list).iter();
    all.filter(|one| one["topic"] == topic).cloned().collect()
}

#[test]
fn the_document_holds_what_the_file_held_in_its_order() {
    in_each_world(async |world| {
        let (draft, meeting) = imported(world, SUMMARY).await;
        let path = format!("/meetings/{meeting}/minutes");
        let minutes = world.get(&world.secretariat, &path).await.is(200);
        assert_eq!(minutes["meeting"]["date"], draft["date"]);
        let (attendance, attendees) = (items(&minutes, "attendance"), items(&draft, "attendees"));
        assert_eq!(each(attendance, "name"), each(attendees, "name"));
        let topics = items(&minutes, "topics");
        assert_eq!(
            each(topics, "title"),
            each(items(&draft, "topics"), "title")
        );

        let mut said = texts(&minutes).len();
        for (n, topic) in topics.iter().enumerate() {
            let opinions = of_topic(&draft, "opinions", n);
            assert_eq!(texts(topic), each(&opinions, "text"));
            let narratives = of_topic(&draft, "narratives", n);
            assert_eq!(
                each(items(topic, "narratives"), "text"),
                each(&narratives, "text")
            );
            for heading in items(topic, "headings") {
                let under = opinions
                    .iter()
                    .filter(|one| one["heading"] == heading["title"]);
                assert_eq!(under.count(), items(heading, "opinions").len());
            }
            said += opinions.len();
        }
        assert_eq!(said, items(&draft, "opinions").len());
        assert!(said > 5);
    });
}

#[test]
fn what_stands_outside_of_all_topics_is_in_the_document_too() {
    in_each_world(async |world| {
        let of_meeting = |part: &str| format!("/meetings/{}/{part}", world.published);
        let opinion = json!({ "text": "閉会に当たり一言。" });
        world
            .post(&world.secretariat, &of_meeting("opinions"), opinion)
            .await
            .is(201);
        let material = json!({ "title": "次第" });
        world
            .post(&world.secretariat, &of_meeting("materials"), material)
            .await
            .is(201);
        let minutes = world.get(PUBLIC, &of_meeting("minutes")).await.is(200);
        assert_eq!(texts(&minutes), [&json!("閉会に当たり一言。")]);
        assert_eq!(minutes["materials"][0]["title"], "次第");
        assert_eq!(minutes["topics"], json!([]));
    });
}

#[test]
fn minutes_go_from_state_to_state_and_each_step_is_on_record() {
    in_each_world(async |world| {
        let path = format!("/meetings/{}/minutes/transitions", world.draft);
        let steps = [
            "member_check",
            "draft",
            "approved",
            "published",
            "withdrawn",
            "draft",
        ];
        let mut from = "draft";
        for to in steps {
            let answer = transition(world, &world.secretariat, to).await;
            assert_eq!(answer.header("location"), format!("/api/v1{path}"));
            let made = answer.is(201);
            assert_eq!(
                (&made["from_status"], &made["to_status"]),
                (&json!(from), &json!(to))
            );
            assert_eq!(made["reason"], "理由の説明");
            let meeting = format!("/meetings/{}", world.draft);
            let meeting = world.get(&world.secretariat, &meeting).await.is(200);
            assert_eq!(meeting["minutes_status"], to);
            from = to;
        }
        let history = world.get(&world.secretariat, &path).await.is(200);
        let states: Vec<&Value> = items(&history, "items")
            .iter()
            .map(|one| &one["to_status"])
            .collect();
        assert_eq!(states, steps.map(Value::from).iter().collect::<Vec<_>>());
    });
}

#[test]
fn a_step_that_is_not_allowed_is_refused_with_those_that_are() {
    in_each_world(async |world| {
        for (reach, to, allowed) in [
            (None, "draft", "member_check, approved, published"),
            (None, "withdrawn", "member_check, approved, published"),
            (Some("published"), "published", "withdrawn"),
            (None, "draft", "withdrawn"),
            (Some("withdrawn"), "published", "draft"),
        ] {
            if let Some(state) = reach {
                transition(world, &world.secretariat, state).await.is(201);
            }
            for (language, title) in [
                ("en", "This change of state is not allowed"),
                ("ja;q=0.9, fr", "この状態には移れません"),
            ] {
                world.speak(language);
                let refused = transition(world, &world.secretariat, to).await;
                let problem = refused.problem(409, "transition_not_allowed");
                assert_eq!(problem["title"], title);
                let detail = problem["detail"].as_str().expect("a text");
                assert!(detail.contains(allowed), "{detail}");
            }
        }
    });
}

#[test]
fn the_life_of_minutes_is_the_secretariats() {
    in_each_world(async |world| {
        let hidden = format!("/meetings/{}/minutes/transitions", world.draft);
        let shown = format!("/meetings/{}/minutes/transitions", world.published);
        let callers = [PUBLIC, &world.member, &world.staff, &world.elsewhere];
        for token in callers {
            world.get(token, &hidden).await.problem(404, "not_found");
            let body = json!({ "to": "published" });
            let refused = world.post(token, &hidden, body).await;
            refused.refuses_unseen(token);
            let (status, code) = match token {
                PUBLIC => (401, "token_required"),
                _ => (403, "forbidden"),
            };
            world.get(token, &shown).await.problem(status, code);
            let body = json!({ "to": "withdrawn" });
            world.post(token, &shown, body).await.problem(status, code);
        }
        let meeting = format!("/meetings/{}", world.published);
        let meeting = world.get(PUBLIC, &meeting).await.is(200);
        assert_eq!(meeting["minutes_status"], "published");
    });
}

#[test]
fn a_meeting_that_was_shown_to_anybody_is_not_deleted() {
    in_each_world(async |world| {
        let meeting = format!("/meetings/{}", world.draft);
        transition(world, &world.secretariat, "member_check")
            .await
            .is(201);
        let etag = world.get(&world.secretariat, &meeting).await.etag();
        let refused = world.delete(&world.secretariat, &meeting, &etag).await;
        refused.problem(409, "in_use");
        transition(world, &world.secretariat, "draft").await.is(201);
        let stale = world.delete(&world.secretariat, &meeting, &etag).await;
        stale.problem(412, "stale");
        let etag = world.get(&world.secretariat, &meeting).await.etag();
        world
            .delete(&world.secretariat, &meeting, &etag)
            .await
            .is(204);
        world
            .get(&world.secretariat, &meeting)
            .await
            .problem(404, "not_found");
    });
}

/// Enters a meeting of the council.
async fn meeting(world: &World, body: Value) -> String {
    let mut body = body;
    body["council_id"] = json!(world.council);
    let made = world
        .post(&world.secretariat, "/meetings", body)
        .await
        .made();
    made.id().to_owned()
}

#[test]
fn meetings_are_listed_newest_day_first_page_by_page() {
    in_each_world(async |world| {
        // The world begins with two that have no day.
        let mut expected = Vec::new();
        for date in ["2021-06-01", "2022-07-01", "2022-07-01", "2023-03-31"] {
            expected.insert(0, meeting(world, json!({ "date": date })).await);
        }
        expected.push(world.draft.to_string());
        expected.push(world.published.to_string());
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = String::new();
        for _ in 0..expected.len() {
            let path = format!("/meetings?limit=1{cursor}");
            let page = world.get(&world.secretariat, &path).await.is(200);
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            cursor = match page["next_cursor"].as_str() {
                Some(next) => format!("&cursor={next}"),
                None => break,
            };
        }
        assert_eq!(seen, expected);
        for cursor in ["2022-07-01", "none.", "0193e0a0a0a07000800000000000000f"] {
            let path = format!("/meetings?cursor={cursor}");
            let refused = world.get(PUBLIC, &path).await;
            refused.problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn meetings_are_found_by_council_year_state_and_day() {
    in_each_world(async |world| {
        let march = meeting(world, json!({ "date": "2023-03-31" })).await;
        let april = meeting(world, json!({ "date": "2023-04-01", "round": 1 })).await;
        for (filter, expected) in [
            ("fiscal_year=2022", vec![&march]),
            ("fiscal_year=2023&status=draft", vec![&april]),
            ("fiscal_year=2023&status=published", vec![]),
            ("from=2023-03-31&to=2023-04-01", vec![&april, &march]),
            ("from=2023-04-01", vec![&april]),
            ("to=2023-03-31", vec![&march]),
        ] {
            let path = format!("/meetings?{filter}");
            let list = world.get(&world.secretariat, &path).await.is(200);
            assert_eq!(ids(&list), expected, "{filter}");
        }
        let other = format!("/meetings?council_id={}", world.other);
        let list = world.get(&world.secretariat, &other).await.is(200);
        assert_eq!(list["items"], json!([]));
        let april = world
            .get(&world.secretariat, &format!("/meetings/{april}"))
            .await
            .is(200);
        assert_eq!(april["title"], "令和5年度 第1回");
        for filter in [
            "from=2023-4-1",
            "to=20230401",
            "status=lost",
            "fiscal_year=令和",
        ] {
            let path = format!("/meetings?{filter}");
            let refused = world.get(PUBLIC, &path).await;
            refused.problem(400, "invalid_parameter");
        }
    });
}

#[test]
fn facts_that_cannot_be_are_named() {
    in_each_world(async |world| {
        for (facts, fields) in [
            (json!({ "end_date": "2022-12-21" }), vec!["end_date"]),
            (
                json!({ "date": "2022-12-21", "end_date": "2022-12-20" }),
                vec!["end_date"],
            ),
            (
                json!({ "fiscal_year": 4, "round": 0 }),
                vec!["fiscal_year", "round"],
            ),
            (
                json!({ "title": " ", "venue": "a\0b" }),
                vec!["title", "venue"],
            ),
        ] {
            let mut body = facts;
            body["council_id"] = json!(world.council);
            let refused = world.post(&world.secretariat, "/meetings", body).await;
            assert_eq!(refused.invalid_fields(), fields);
        }
        for facts in [
            json!({ "date": "2022-2-30" }),
            json!({ "date": "+12022-01-01" }),
            json!({ "start_time": "24:00" }),
            json!({ "round": "2" }),
            json!({ "minutes_status": "published" }),
        ] {
            let mut body = facts;
            body["council_id"] = json!(world.council);
            let refused = world.post(&world.secretariat, "/meetings", body).await;
            refused.problem(400, "invalid_body");
        }
    });
}
