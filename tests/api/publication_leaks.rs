//! No file of published minutes, no list, page or error says anything of what its reader may not see: random minutes are entered
//! twice, and differ in nothing but what is hidden. Every answer is the same, but for salts and what is computed from them.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use crate::{
    app::{PUBLIC, Service},
    databases::on_both,
    world::World,
};

/// How many minutes are made up for each database.
const CASES: usize = 4;
/// Words of the same meaning to this test: one of each stands in one world.
const SECRETS: [(&str, &str); 3] = [
    ("山田花子", "鈴"),
    ("杜里町北の家", "丘"),
    ("=cmd|x", "#一"),
];

/// How an opinion is hidden, as a whole or in part.
#[derive(Debug, Clone)]
enum Hidden {
    Nothing,
    Words(usize),
    /// Words that are redacted once the minutes are published.
    WordsLater(usize),
    ByMark(&'static str),
    InClosedTopic,
    Speaker,
    /// Words that are scrubbed once the minutes are published.
    Scrubbed(usize),
}

#[derive(Debug, Clone)]
struct Plan {
    policy: &'static str,
    opinions: Vec<Hidden>,
    /// The state that the minutes end in.
    ends: &'static str,
}

fn plans() -> impl Strategy<Value = Plan> {
    let secret = 0..SECRETS.len();
    let hidden = prop_oneof![
        Just(Hidden::Nothing),
        secret.clone().prop_map(Hidden::Words),
        secret.clone().prop_map(Hidden::WordsLater),
        prop_oneof![Just("council"), Just("secretariat")].prop_map(Hidden::ByMark),
        Just(Hidden::InClosedTopic),
        Just(Hidden::Speaker),
        secret.prop_map(Hidden::Scrubbed),
    ];
    let policy = prop_oneof![Just("named"), Just("role_only"), Just("anonymous")];
    let ends = prop_oneof![
        4 => Just("published"),
        1 => Just("withdrawn"),
        1 => Just("approved")
    ];
    (policy, prop::collection::vec(hidden, 1..7), ends).prop_map(|(policy, opinions, ends)| Plan {
        policy,
        opinions,
        ends,
    })
}

/// One of the two worlds: which of each pair of secrets stands in it.
struct Side<'a> {
    world: &'a World,
    is_first: bool,
}

impl Side<'_> {
    fn secret(&self, number: usize) -> &'static str {
        let (first, second) = SECRETS[number];
        if self.is_first { first } else { second }
    }

    async fn transition(&self, to: &str) {
        let path = format!("/meetings/{}/minutes/transitions", self.world.draft);
        let body = json!({ "to": to, "reason": "理由の説明" });
        self.world
            .post(&self.world.secretariat, &path, body)
            .await
            .is(201);
    }

    async fn enter(&self, plan: &Plan) -> Vec<String> {
        let world = self.world;
        let council = format!("/councils/{}", world.council);
        let body = json!({ "attribution_policy": plan.policy });
        world.patch(&world.admin, &council, "*", body).await.is(200);
        let topics = format!("/meetings/{}/topics", world.draft);
        let closed = json!({ "title": self.secret(1), "visibility": "secretariat" });
        let closed = world.post(&world.secretariat, &topics, closed).await.made();
        let mut paths = Vec::new();
        for (number, hidden) in plan.opinions.iter().enumerate() {
            let made = world
                .said(world.draft, self.body(number, hidden, closed.id()))
                .await;
            if let Hidden::Words(secret) = hidden {
                self.redact(&made.path, *secret).await;
            }
            if matches!(hidden, Hidden::Speaker) {
                let body = json!({ "attribution_policy": "role_only" });
                world
                    .patch(&world.secretariat, &made.path, "*", body)
                    .await
                    .is(200);
            }
            let item = json!({ "council_id": world.council, "meeting_id": world.draft, "text": "研修をする",
                "visibility": "public", "opinion_ids": [made.id()] });
            world
                .post(&world.secretariat, "/action-items", item)
                .await
                .is(201);
            paths.push(made.path);
        }
        world.index().await;
        if plan.ends == "approved" {
            self.transition("approved").await;
            return paths;
        }
        self.transition("published").await;
        for (hidden, path) in plan.opinions.iter().zip(&paths) {
            match hidden {
                Hidden::WordsLater(secret) => self.redact(path, *secret).await,
                Hidden::Scrubbed(_) => self.scrub(path).await,
                _ => {}
            }
        }
        if plan.ends == "withdrawn" {
            self.transition("withdrawn").await;
        }
        paths
    }

    fn body(&self, number: usize, hidden: &Hidden, closed: &str) -> Value {
        let text = |secret: &str| format!("第{number}の発言、{secret}の研修の話");
        let mut body =
            json!({ "text": text("皆"), "speaker_name": "冨岡", "speaker_role": "委員" });
        match hidden {
            Hidden::Nothing => {}
            Hidden::Words(secret) | Hidden::WordsLater(secret) | Hidden::Scrubbed(secret) => {
                body["text"] = json!(text(self.secret(*secret)));
            }
            Hidden::ByMark(mark) => {
                // A member sees what is the council's: only what nobody else sees differs.
                let secret = if *mark == "council" {
                    "会"
                } else {
                    self.secret(0)
                };
                body["text"] = json!(text(secret));
                body["visibility"] = json!(mark);
            }
            Hidden::InClosedTopic => {
                body["text"] = json!(text(self.secret(2)));
                body["topic_id"] = json!(closed);
            }
            Hidden::Speaker => body["speaker_name"] = json!(self.secret(0)),
        }
        body
    }

    async fn redact(&self, path: &str, secret: usize) {
        let start = "第0の発言、".chars().count();
        let end = start + self.secret(secret).chars().count();
        let body = json!({ "redactions": [{ "start": start, "end": end, "reason": "個人情報" }] });
        self.world
            .patch(&self.world.secretariat, path, "*", body)
            .await
            .is(200);
    }

    async fn scrub(&self, path: &str) {
        let id = path.rsplit('/').next();
        let body = json!({ "subject_id": id, "reason": "誤って公開" });
        let scrubs = format!("/meetings/{}/minutes/scrubs", self.world.draft);
        self.world
            .post(&self.world.secretariat, &scrubs, body)
            .await
            .is(201);
    }

    /// Everything that is answered to a caller, with salts and hashes left out.
    async fn told(&self, token: &str, opinions: &[String]) -> Vec<(String, String)> {
        let meeting = format!("/meetings/{}", self.world.draft);
        let mut paths: Vec<String> = [
            "",
            "/minutes",
            "/minutes/revisions",
            "/minutes/diff",
            "/minutes/scrubs",
            "/minutes/diff.html",
            "/minutes/diff?from=1&to=2",
            "/topics",
            "/minutes/check-rounds",
        ]
        .map(|path| format!("{meeting}{path}"))
        .to_vec();
        for format in ["json", "html", "md", "csv"] {
            paths.push(format!("{meeting}/minutes/latest.{format}"));
            for number in 1..=3 {
                paths.push(format!("{meeting}/minutes/revisions/{number}.{format}"));
            }
        }
        for path in opinions {
            paths.push(path.clone());
            paths.push(format!("{path}/related"));
        }
        paths.push(format!("/opinions?meeting_id={}", self.world.draft));
        paths.push("/action-items".to_owned());
        for word in ["研修", "山田花子", "鈴", "北の家", "冨岡"] {
            let query = crate::searching::encoded(&format!("q={word}"));
            paths.push(format!("/search?{query}"));
            paths.push(format!("/search/suggestions?{query}"));
        }
        let mut told = Vec::new();
        for path in paths {
            let answer = self.world.get(token, &path).await;
            let text = String::from_utf8(answer.bytes).expect("text");
            told.push((path, format!("{} {}", answer.status, without_hashes(&text))));
        }
        told
    }
}

/// Without what is random: 64 hexadecimal digits in a row, ids of requests, scores.
fn without_hashes(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut digits = String::new();
    for char in text.chars().chain([' ']) {
        if char.is_ascii_hexdigit() {
            digits.push(char);
            continue;
        }
        if digits.len() >= 32 {
            told.push('#');
        } else {
            told += &digits;
        }
        digits.clear();
        told.push(char);
    }
    match serde_json::from_str::<Value>(&told) {
        Ok(mut value) => {
            drop_members(&mut value);
            value.to_string()
        }
        Err(_) => told,
    }
}

fn drop_members(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members
                .retain(|name, _| !matches!(name.as_str(), "request_id" | "score" | "next_cursor"));
            members.values_mut().for_each(drop_members);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_members),
        _ => {}
    }
}

#[test]
fn what_is_published_does_not_depend_on_what_is_hidden() {
    let mut runner = TestRunner::new(Config::default());
    let cases: Vec<Plan> = (0..CASES)
        .map(|_| plans().new_tree(&mut runner).expect("a plan").current())
        .collect();
    for plan in &cases {
        let told = std::cell::RefCell::new(Vec::<Vec<Vec<(String, String)>>>::new());
        for is_first in [true, false] {
            let sides = std::cell::RefCell::new(Vec::new());
            on_both(async |db| {
                let world = World::on(Service::on(db)).await;
                let side = Side {
                    world: &world,
                    is_first,
                };
                let opinions = side.enter(plan).await;
                let mut answers = Vec::new();
                // The index was told of the minutes before they were published and redacted; then it catches up.
                for _ in 0..2 {
                    // A member reads approved minutes, with what is redacted only once they are published.
                    let readers = [PUBLIC, &world.elsewhere, &world.member, &world.staff];
                    let count = if plan.ends == "approved" { 2 } else { 4 };
                    for token in &readers[..count] {
                        answers.extend(side.told(token, &opinions).await);
                    }
                    world.index().await;
                }
                sides.borrow_mut().push(answers);
            });
            told.borrow_mut().push(sides.into_inner());
        }
        let told = told.into_inner();
        for (first, second) in told[0].iter().zip(&told[1]) {
            for (one, other) in first.iter().zip(second) {
                assert_eq!(one, other, "{plan:?}");
            }
        }
    }
}
