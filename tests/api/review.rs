//! The review of an import: suggestions of every kind, lines without a place, and what the reader remembers.

use giji::domain::CouncilId;
use serde_json::{Value, json};

use crate::{
    app::{Made, PUBLIC},
    world::{World, in_each_world},
};

/// Made-up minutes in which every kind of thing is uncertain.
pub const DOUBTS: &str = "\
第１回 みなと市こども支援協議会

１ 日  時 令和５年７月５日（水曜日） 午後２時から午後３時45分まで

２ 会  場 みなと市役所

３ 出 席 者 青木委員（会長）、齋藤委員

４ 議事概要
（１） 相談窓口の状況
事務局から資料説明
春の山は静かである。
（主な意見等）
・窓口が遠い。
・研修を増やしてほしい。
（２） 学校との連携
（齋藤委員から南部地区の様子について補足）
・南部は人が少ない。
";

/// The same of another meeting.
fn doubts(round: usize) -> String {
    let round_as_printed = format!("第{round}回");
    let day = format!("{}月５日", round + 3);
    DOUBTS
        .replace("第１回", &round_as_printed)
        .replace("７月５日", &day)
}

/// The number of the line that no rule places.
const UNPLACED: i64 = 12;

/// An import of these minutes, and the meeting made of it.
pub struct Reviewed {
    pub import: String,
    pub meeting: String,
}

/// Imports a text.
pub async fn import(world: &World, text: &str) -> String {
    let body = json!({ "council_id": world.council, "filename": "r05-1.txt", "text": text });
    let made = world.post(&world.secretariat, "/imports", body).await;
    format!("/imports/{}", word(&made.is(201)["id"]))
}

/// Applies an import.
pub async fn apply(world: &World, import: String) -> Reviewed {
    let path = format!("{import}/apply");
    let applied = world
        .post(&world.secretariat, &path, json!({}))
        .await
        .is(201);
    let meeting = format!("/meetings/{}", word(&applied["meeting_id"]));
    Reviewed { import, meeting }
}

async fn reviewed(world: &World, text: &str) -> Reviewed {
    let import = import(world, text).await;
    apply(world, import).await
}

impl Reviewed {
    /// Its suggestions of one kind.
    pub async fn suggestions(&self, world: &World, kind: &str) -> Vec<Value> {
        let id = self.import.rsplit('/').next().unwrap_or_default();
        let path = format!("/suggestions?import_id={id}&kind={kind}");
        items(&world.get(&world.secretariat, &path).await.is(200))
    }

    /// Its opinions, in order.
    pub async fn opinions(&self, world: &World) -> Vec<Value> {
        let id = self.meeting.rsplit('/').next().unwrap_or_default();
        let path = format!("/opinions?meeting_id={id}");
        let mut all = items(&world.get(&world.secretariat, &path).await.is(200));
        all.sort_by_key(|one| one["position"].as_i64());
        all
    }

    async fn attendance(&self, world: &World) -> Vec<Value> {
        let path = format!("{}/attendance", self.meeting);
        items(&world.get(&world.secretariat, &path).await.is(200))
    }

    /// Settles all suggestions of one kind.
    pub async fn settle(&self, world: &World, doing: &str, kind: &str) -> Value {
        let path = format!("{}/suggestions/{doing}", self.import);
        let body = json!({ "kind": kind });
        world.post(&world.secretariat, &path, body).await.is(200)
    }
}

/// The entries of a list.
pub fn items(list: &Value) -> Vec<Value> {
    list["items"].as_array().expect("a list").clone()
}

/// A text.
pub fn word(value: &Value) -> &str {
    value.as_str().expect("a text")
}

async fn accept(world: &World, suggestion: &Value, how: Value) -> crate::app::Answer {
    let path = format!("/suggestions/{}/accept", word(&suggestion["id"]));
    world.post(&world.secretariat, &path, how).await
}

async fn reject(world: &World, suggestion: &Value) -> Value {
    let path = format!("/suggestions/{}/reject", word(&suggestion["id"]));
    world
        .post(&world.secretariat, &path, json!({}))
        .await
        .is(200)
}

async fn member(world: &World, name: &str, council: CouncilId) -> Made {
    let person = world.person(name).await;
    world.seat(&person, council).await;
    person
}

#[test]
fn everything_uncertain_is_a_suggestion_with_its_reason_and_its_place() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let chair = member(world, "青木 花子", world.council).await;
        let variant = member(world, "斎藤 一", world.council).await;
        let review = reviewed(world, DOUBTS).await;
        let opinions = review.opinions(world).await;
        for (kind, reason, text, line, opinion) in [
            ("speaker", "inherited", "齋藤委員", 18, Some(2)),
            ("kind", "inherited", "南部は人が少ない。", 18, Some(2)),
            ("issue", "wording", "研修", 15, Some(1)),
            (
                "action_item",
                "wording",
                "研修を増やしてほしい。",
                15,
                Some(1),
            ),
            ("person", "same_name", "青木", 7, None),
        ] {
            let suggestion = &review.suggestions(world, kind).await[0];
            assert_eq!(suggestion["kind"], kind);
            assert_eq!(suggestion["reason"], reason, "{kind}");
            assert_eq!(suggestion["text"], text);
            assert_eq!(suggestion["source"]["first_line"], line, "{kind}");
            let about = opinion.map_or(&Value::Null, |n: usize| &opinions[n]["id"]);
            assert_eq!(&suggestion["opinion_id"], about, "{kind}");
        }
        let persons = review.suggestions(world, "person").await;
        assert_eq!(persons.len(), 2, "a name is asked about once");
        assert_eq!(persons[0]["person_id"], chair.id());
        assert_eq!(persons[1]["reason"], "variant_name");
        assert_eq!(persons[1]["person_id"], variant.id());
        // What is printed to the letter is linked; a variant is proposed and no more.
        let list = review.attendance(world).await;
        assert_eq!(list[0]["person_id"], chair.id());
        assert_eq!(list[1]["person_id"], Value::Null);
        assert_eq!(opinions[2]["speaker"]["name"], "齋藤");
        assert_eq!(opinions[2]["speaker"]["person_id"], Value::Null);
    });
}

#[test]
fn two_who_may_be_meant_are_one_suggestion_that_asks_which() {
    in_each_world(async |world| {
        let one = member(world, "斎藤 一", world.council).await;
        let two = member(world, "齊藤 二", world.council).await;
        let elsewhere = member(world, "斉藤 三", world.other).await;
        let review = reviewed(world, DOUBTS).await;
        let persons = review.suggestions(world, "person").await;
        assert_eq!(persons.len(), 1);
        assert_eq!(persons[0]["reason"], "several_names");
        assert_eq!(persons[0]["person_id"], Value::Null);
        assert_eq!(persons[0]["alternatives"], json!([one.id(), two.id()]));
        let left = review.settle(world, "accept", "person").await;
        assert_eq!((&left["settled"], &left["open"]), (&json!(0), &json!(1)));
        let unsaid = accept(world, &persons[0], json!({})).await;
        assert_eq!(unsaid.invalid_fields(), ["person_id"]);
        let stranger = json!({ "person_id": uuid::Uuid::from_u128(1) });
        let unknown = accept(world, &persons[0], stranger).await;
        assert_eq!(unknown.invalid_fields(), ["person_id"]);
        let which = json!({ "person_id": two.id() });
        let settled = accept(world, &persons[0], which).await.is(200);
        assert_eq!(settled["status"], "edited");
        let list = review.attendance(world).await;
        assert_eq!(list[1]["person_id"], two.id());
        let opinions = review.opinions(world).await;
        assert_eq!(opinions[2]["speaker"]["person_id"], two.id());
        assert_ne!(elsewhere.id(), two.id());
    });
}

#[test]
fn a_speaker_is_confirmed_replaced_or_taken_away() {
    in_each_world(async |world| {
        for (n, how, expected) in [
            (
                1,
                Some(json!({})),
                json!(["named", "confirmed", "齋藤", "委員", "accepted"]),
            ),
            (
                2,
                Some(json!({ "speaker_role": "事務局" })),
                json!(["role_only", "confirmed", null, "事務局", "edited"]),
            ),
            (
                3,
                None,
                json!(["unattributed", "confirmed", null, null, "rejected"]),
            ),
        ] {
            let text = DOUBTS.replace("第１回", &format!("第{n}回"));
            let text = text.replace("７月５日", &format!("７月{n}日"));
            let review = reviewed(world, &text).await;
            let suggestion = &review.suggestions(world, "speaker").await[0];
            let settled = match how {
                Some(how) => accept(world, suggestion, how).await.is(200),
                None => reject(world, suggestion).await,
            };
            let opinion = &review.opinions(world).await[2];
            let found = json!([
                opinion["attribution"],
                opinion["certainty"],
                opinion["speaker"]["name"],
                opinion["speaker"]["role"],
                settled["status"]
            ]);
            assert_eq!(found, expected);
        }
    });
}

#[test]
fn an_issue_stays_is_another_or_goes() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let tags = |opinion: &Value| {
            let tags = opinion["issues"].as_array().expect("a list").iter();
            tags.map(|tag| word(&tag["key"]).to_owned())
                .collect::<Vec<_>>()
        };
        for (n, how, expected) in [
            (1, Some(json!({})), vec!["training"]),
            (2, Some(json!({ "issue": "fees" })), vec!["fees"]),
            (3, None, vec![]),
        ] {
            let text = DOUBTS.replace("第１回", &format!("第{n}回"));
            let text = text.replace("７月５日", &format!("７月{n}日"));
            let review = reviewed(world, &text).await;
            assert_eq!(tags(&review.opinions(world).await[1]), ["training"]);
            let suggestion = &review.suggestions(world, "issue").await[0];
            if let Some(how) = how {
                let unknown = json!({ "issue": "cats" });
                let refused = accept(world, suggestion, unknown).await;
                assert_eq!(refused.invalid_fields(), ["issue"]);
                accept(world, suggestion, how).await.is(200);
            } else {
                reject(world, suggestion).await;
            }
            assert_eq!(tags(&review.opinions(world).await[1]), expected);
        }
    });
}

#[test]
fn a_kind_stays_is_another_or_is_a_plain_opinion() {
    in_each_world(async |world| {
        let review = reviewed(world, DOUBTS).await;
        let suggestion = &review.suggestions(world, "kind").await[0];
        assert_eq!(suggestion["opinion_kind"], "supplement");
        let misplaced = json!({ "issue": "fees", "kind": "report" });
        let refused = accept(world, suggestion, misplaced).await;
        assert_eq!(refused.invalid_fields(), ["issue"]);
        let other = json!({ "kind": "report" });
        let settled = accept(world, suggestion, other).await.is(200);
        assert_eq!(settled["status"], "edited");
        assert_eq!(review.opinions(world).await[2]["kind"], "report");
        accept(world, suggestion, json!({}))
            .await
            .problem(409, "already_settled");
    });
}

#[test]
fn minutes_are_published_when_nothing_is_open_and_the_refusal_counts_what_is() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let review = reviewed(world, DOUBTS).await;
        let transitions = format!("{}/minutes/transitions", review.meeting);
        let publish = async || {
            let to = json!({ "to": "published" });
            world.post(&world.secretariat, &transitions, to).await
        };
        let problem = publish().await.problem(409, "unsettled_lines");
        let errors = json!([
            { "field": "action_item", "detail": "1" }, { "field": "issue", "detail": "1" },
            { "field": "kind", "detail": "1" }, { "field": "speaker", "detail": "1" },
            { "field": "unmapped_lines", "detail": "1" },
        ]);
        assert_eq!(problem["errors"], errors);
        let line = format!("{}/unmapped-lines/{UNPLACED}", review.import);
        let ignored = json!({ "settled_as": "ignored" });
        world
            .patch(&world.secretariat, &line, "", ignored)
            .await
            .is(200);
        for (language, words) in [("en", "kind: 1"), ("ja", "候補があります（action_item: 1")]
        {
            world.speak(language);
            let problem = publish().await.problem(409, "open_suggestions");
            assert!(word(&problem["detail"]).contains(words), "{problem}");
        }
        world.speak("en");
        for kind in ["speaker", "kind", "issue", "action_item"] {
            publish().await.problem(409, "open_suggestions");
            let settled = review.settle(world, "accept", kind).await;
            assert_eq!(settled, json!({ "settled": 1, "open": 0 }));
        }
        publish().await.is(201);
        let raised = world.get(&world.secretariat, "/action-items").await.is(200);
        assert_eq!(items(&raised).len(), 1);
    });
}

#[test]
fn all_of_a_kind_are_rejected_at_once_and_each_is_on_record() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let review = reviewed(world, DOUBTS).await;
        let before = world.pending().await.len();
        review.settle(world, "reject", "issue").await;
        assert_eq!(review.opinions(world).await[1]["issues"], json!([]));
        assert_eq!(world.pending().await.len(), before + 1);
        let suggestion = &review.suggestions(world, "issue").await[0];
        assert_eq!(suggestion["status"], "rejected");
        for (entity, id) in [
            ("suggestion", &suggestion["id"]),
            ("opinion", &suggestion["opinion_id"]),
        ] {
            let path = format!("/audit?entity={entity}&entity_id={}", word(id));
            let trail = items(&world.get(&world.secretariat, &path).await.is(200));
            assert_eq!(trail.len(), 1, "{entity}");
        }
        let path = format!("{}/suggestions/accept", review.import);
        for (_, token) in world.those_without_rights() {
            let refused = world.post(token, &path, json!({ "kind": "kind" })).await;
            refused.problem(404, "not_found");
        }
        let untold = world.post(PUBLIC, &path, json!({ "kind": "kind" })).await;
        untold.problem(401, "token_required");
    });
}

#[test]
fn what_is_corrected_by_hand_is_decided() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let review = reviewed(world, DOUBTS).await;
        let opinions = review.opinions(world).await;
        let change = async |n: usize, body: Value| {
            let path = format!("/opinions/{}", word(&opinions[n]["id"]));
            let etag = world.get(&world.secretariat, &path).await.etag();
            let changed = world.patch(&world.secretariat, &path, &etag, body).await;
            changed.is(200);
        };
        change(1, json!({ "issues": [] })).await;
        change(2, json!({ "kind": "report" })).await;
        change(2, json!({ "certainty": "confirmed" })).await;
        for (kind, status) in [
            ("issue", "rejected"),
            ("kind", "edited"),
            ("speaker", "accepted"),
        ] {
            let suggestion = &review.suggestions(world, kind).await[0];
            assert_eq!(suggestion["status"], status, "{kind}");
        }
        assert_eq!(
            review.suggestions(world, "action_item").await[0]["status"],
            "open"
        );
    });
}

#[test]
fn what_people_decided_is_remembered_for_the_next_document() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let variant = member(world, "斎藤 一", world.council).await;
        let review = reviewed(world, DOUBTS).await;
        review.settle(world, "accept", "person").await;
        let line = format!("{}/unmapped-lines/{UNPLACED}", review.import);
        let furniture = json!({ "settled_as": "furniture" });
        world
            .patch(&world.secretariat, &line, "", furniture)
            .await
            .is(200);

        let next = reviewed(world, &doubts(2)).await;
        assert_eq!(next.suggestions(world, "person").await, [] as [Value; 0]);
        assert_eq!(next.attendance(world).await[1]["person_id"], variant.id());
        let read = world.get(&world.secretariat, &next.import).await.is(200);
        assert_eq!(read["draft"]["unmapped_lines"], json!([]));
        let furniture = read["draft"]["furniture_lines"].as_array().expect("a list");
        assert!(furniture.contains(&json!(UNPLACED)));

        // Another council reads as it always did.
        let body = json!({ "council_id": world.other, "filename": "a.txt", "text": DOUBTS });
        let other = world.post(&world.elsewhere, "/imports", body).await.is(201);
        assert_eq!(other["draft"]["unmapped_lines"], json!([UNPLACED]));
    });
}

#[test]
fn a_word_names_its_issue_until_its_tags_were_rejected_three_times_more_often_than_taken() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        for (round, doing) in [
            (1, "reject"),
            (2, "accept"),
            (3, "reject"),
            (4, "reject"),
            (5, "reject"),
        ] {
            let review = reviewed(world, &doubts(round)).await;
            let asked = review.suggestions(world, "issue").await;
            assert_eq!(asked.len(), 1, "round {round}");
            review.settle(world, doing, "issue").await;
        }
        let refused = reviewed(world, &doubts(6)).await;
        assert_eq!(refused.suggestions(world, "issue").await, [] as [Value; 0]);
        // Another council reads as it always did.
        let body = json!({ "council_id": world.other, "filename": "a.txt", "text": DOUBTS });
        let other = world.post(&world.elsewhere, "/imports", body).await.is(201);
        assert_ne!(other["draft"]["opinions"][1]["issues"], json!([]));
    });
}

#[test]
fn that_a_word_names_no_issue_holds_at_once_where_somebody_says_so() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let review = reviewed(world, &doubts(1)).await;
        review.settle(world, "accept", "issue").await;
        let never = json!({ "council_id": world.council, "kind": "issue_alias", "text": "研修",
            "subject": "training", "accepted": false });
        let path = "/reading-memory";
        world.post(&world.secretariat, path, never).await.is(201);
        let next = reviewed(world, &doubts(2)).await;
        assert_eq!(next.suggestions(world, "issue").await, [] as [Value; 0]);
    });
}

#[test]
fn what_is_remembered_is_the_secretariats_to_read_add_to_and_forget() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let new = |kind: &str, text: &str, subject: Value| {
            json!({ "council_id": world.council, "kind": kind, "text": text,
            "subject": subject })
        };
        let body = new("issue_alias", "南部", json!("fees"));
        let path = "/reading-memory";
        let made = world.post(&world.secretariat, path, body.clone()).await;
        let address = made.header("location").replace("/api/v1", "");
        let made = made.is(201);
        assert_eq!(world.get(&world.secretariat, &address).await.is(200), made);
        let again = world.post(&world.secretariat, path, body).await.is(201);
        assert_eq!((&again["id"], &again["accepted"]), (&made["id"], &json!(2)));
        for wrong in [
            new("issue_alias", "南部", json!("cats")),
            new("person", "南部", json!("nobody")),
            new("furniture", "南部", json!("fees")),
            new("speaker", "南部", json!("北部")),
        ] {
            let refused = world.post(&world.secretariat, path, wrong).await;
            assert_eq!(refused.invalid_fields(), ["subject"]);
        }
        let review = reviewed(world, DOUBTS).await;
        let keys = &review.opinions(world).await[2]["issues"];
        assert_eq!(keys, &json!([{ "key": "fees", "origin": "keyword" }]));

        for (_, token) in world.those_without_rights() {
            let list = world.get(token, path).await.is(200);
            assert_eq!(list["items"], json!([]));
            world.get(token, &address).await.problem(404, "not_found");
            let kept = world.delete(token, &address, "").await;
            kept.problem(404, "not_found");
        }
        let of_kind = format!("{path}?kind=issue_alias&council_id={}", world.council);
        let list = items(&world.get(&world.secretariat, &of_kind).await.is(200));
        assert_eq!(list, [again]);
        world.delete(&world.secretariat, &address, "").await.is(204);
        let list = world.get(&world.secretariat, path).await.is(200);
        assert_eq!(list["items"], json!([]));
    });
}

#[test]
fn each_line_stands_beside_what_became_of_it() {
    in_each_world(async |world| {
        let review = reviewed(world, DOUBTS).await;
        let path = format!("{}/lines", review.import);
        let mut lines = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = format!("{path}?limit=4{cursor}");
            let page = world.get(&world.secretariat, &page).await.is(200);
            lines.extend(items(&page));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let texts: Vec<&str> = lines.iter().map(|line| word(&line["text"])).collect();
        assert_eq!(texts, DOUBTS.lines().collect::<Vec<_>>());
        for (n, line) in (1..).zip(&lines) {
            assert_eq!(line["line"], n);
            let blank = word(&line["text"]).trim().is_empty();
            let parts = line["parts"].as_array().expect("a list");
            assert_eq!(parts.is_empty(), blank, "{line}");
        }
        let opinions = review.opinions(world).await;
        let part = |line: usize| &lines[line - 1]["parts"][0];
        assert_eq!(part(3)["kind"], "field");
        assert_eq!(part(3)["field"], "date");
        assert_eq!(part(10)["kind"], "topic");
        assert_eq!(part(11)["kind"], "narrative");
        assert_eq!(part(12)["kind"], "unmapped");
        assert_eq!(part(15)["kind"], "opinion");
        assert_eq!(part(15)["index"], 1);
        assert_eq!(part(15)["id"], opinions[1]["id"]);
        for (_, token) in world.those_without_rights() {
            world.get(token, &path).await.problem(404, "not_found");
        }
        let wrong = format!("{path}?cursor=x");
        world
            .get(&world.secretariat, &wrong)
            .await
            .problem(400, "invalid_parameter");
    });
}

#[test]
fn of_two_who_decide_at_once_the_second_is_told_that_it_is_decided() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        member(world, "青木 花子", world.council).await;
        let review = reviewed(world, DOUBTS).await;
        for kind in ["speaker", "kind", "issue", "action_item", "person"] {
            let suggestion = &review.suggestions(world, kind).await[0];
            let path = format!("/suggestions/{}", word(&suggestion["id"]));
            let (accept, reject) = (format!("{path}/accept"), format!("{path}/reject"));
            let (one, other) = tokio::join!(
                world.post(&world.secretariat, &accept, json!({})),
                world.post(&world.secretariat, &reject, json!({})),
            );
            let lost = if one.status.is_success() { other } else { one };
            lost.problem(409, "already_settled");
        }
    });
}
