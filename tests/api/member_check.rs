//! `/check-rounds`: members check what they said. What they ask to have corrected is `correction_requests`'.

use giji::{
    domain::{CheckRoundId, MeetingId, Role, Viewer},
    store,
};
use serde_json::{Value, json};

use crate::{
    app::{Answer, Made, PUBLIC},
    world::{World, in_each_world},
};

/// A member of the council, with a token, and what the member said in the meeting.
pub struct Member {
    /// What the member shows.
    pub token: String,
    /// The person.
    pub person: Made,
    /// The ids of the opinions, in the order of the minutes.
    pub opinions: Vec<String>,
}

/// A meeting whose minutes are with two members who spoke in turn.
pub struct Stage {
    /// The meeting.
    pub meeting: MeetingId,
    /// The address of the round.
    pub round: String,
    /// Said the first and the third.
    pub aoki: Member,
    /// Said the second and the fourth.
    pub ito: Member,
}

/// Somebody with a seat in the council, and a token.
pub async fn member(world: &World, name: &str) -> Member {
    let person = world.person(name).await;
    world.seat(&person, world.council).await;
    let id = person.id().parse().expect("an id");
    let token = world.token(Role::Member, Some(world.council), Some(id));
    Member {
        token: token.await,
        person,
        opinions: Vec::new(),
    }
}

/// Enters what a member said.
pub async fn say(world: &World, meeting: MeetingId, by: &mut Member, text: &str, mark: &str) {
    let name = by.person.body["name"].as_str().expect("a name");
    let family = name.split(' ').next();
    let body = json!({ "text": text, "visibility": mark,
        "speaker": { "name": family, "role": "委員", "person_id": by.person.id() } });
    let path = format!("/meetings/{meeting}/opinions");
    let made = world.post(&world.secretariat, &path, body).await.made();
    by.opinions.push(made.id().to_owned());
}

/// Takes minutes to another state.
pub async fn transition(world: &World, meeting: MeetingId, mut body: Value) -> Answer {
    body["reason"] = json!("委員の確認のため");
    let path = format!("/meetings/{meeting}/minutes/transitions");
    world.post(&world.secretariat, &path, body).await
}

/// The rounds of a meeting, as the bearer of a token sees them.
pub async fn rounds(world: &World, token: &str, meeting: MeetingId) -> Vec<Value> {
    let path = format!("/meetings/{meeting}/check-rounds");
    let list = world.get(token, &path).await.is(200);
    list["items"].as_array().expect("a list").clone()
}

impl Stage {
    /// Brings the minutes to the members.
    pub async fn set(world: &World) -> Self {
        let mut stage = Self::before(world).await;
        let meeting = stage.meeting;
        let body = json!({ "to": "member_check", "deadline": "2023-01-10" });
        transition(world, meeting, body).await.is(201);
        let open = rounds(world, &world.secretariat, meeting).await;
        let id = open.last().expect("a round")["round"]["id"].clone();
        stage.round = format!("/check-rounds/{}", id.as_str().expect("an id"));
        stage
    }

    /// The same, while the minutes are a draft.
    pub async fn before(world: &World) -> Self {
        let (mut aoki, mut ito) = (
            member(world, "青木 花子").await,
            member(world, "伊藤 次郎").await,
        );
        let meeting = world.draft;
        say(world, meeting, &mut aoki, "窓口が遠い。", "public").await;
        say(world, meeting, &mut ito, "研修を増やしてほしい。", "public").await;
        say(world, meeting, &mut aoki, "巡回してはどうか。", "council").await;
        say(world, meeting, &mut ito, "予算が要る。", "public").await;
        Self {
            meeting,
            round: String::new(),
            aoki,
            ito,
        }
    }

    /// Confirms opinions.
    pub async fn confirm(&self, world: &World, token: &str, opinions: &[&String]) -> Answer {
        let path = format!("{}/confirmations", self.round);
        world
            .post(token, &path, json!({ "opinion_ids": opinions }))
            .await
    }

    /// Confirms all that is not answered.
    pub async fn confirm_all(&self, world: &World, token: &str) -> Value {
        let path = format!("{}/confirmations", self.round);
        let answer = world.post(token, &path, json!({ "all": true })).await;
        answer.is(200)["members"][0].clone()
    }

    /// What a caller sees of the opinions of the round.
    pub async fn checked(&self, world: &World, token: &str, query: &str) -> Vec<Value> {
        let path = format!("{}/opinions{query}", self.round);
        let list = world.get(token, &path).await.is(200);
        list["items"].as_array().expect("a list").clone()
    }

    /// The answers about the opinions that a caller sees.
    pub async fn answers(&self, world: &World, token: &str) -> Vec<Value> {
        let checked = self.checked(world, token, "").await;
        let answer = |it: &Value| it["answer"]["answer"].clone();
        checked.iter().map(answer).collect()
    }

    /// Has the last day for answers have passed.
    pub async fn let_deadline_pass(&self, world: &World) {
        let id = self.round.rsplit('/').next().unwrap_or_default();
        let id: CheckRoundId = id.parse().expect("an id");
        let mut conn = world.app.db().write().await.expect("a transaction");
        let found = store::find_check_round(&mut conn, &Viewer::ALL, id).await;
        let mut round = found.expect("it can be read").expect("it is there");
        round.deadline = "2022-12-20".parse().expect("a day");
        let changed = store::update_check_round(&mut conn, &round).await;
        changed.expect("it can be changed");
        conn.commit().await.expect("it can be stored");
    }
}

/// The ids of checked opinions.
pub fn opinion_ids(checked: &[Value]) -> Vec<&str> {
    checked
        .iter()
        .map(|it| it["opinion"]["id"].as_str().expect("an id"))
        .collect()
}

#[test]
fn a_round_opens_with_a_deadline_and_closes_with_silence_written_down() {
    in_each_world(async |world| {
        let stage = Stage::before(world).await;
        let meeting = stage.meeting;
        assert!(rounds(world, &world.secretariat, meeting).await.is_empty());
        for body in [
            json!({ "to": "member_check", "deadline": "2022-12-20" }),
            json!({ "to": "approved", "deadline": "2023-01-10" }),
        ] {
            let refused = transition(world, meeting, body).await;
            assert_eq!(refused.invalid_fields(), ["deadline"]);
        }
        let body = json!({ "to": "member_check" });
        transition(world, meeting, body).await.is(201);
        let open = rounds(world, &world.secretariat, meeting).await;
        assert_eq!(open.len(), 1);
        assert_eq!(open[0]["round"]["deadline"], "2023-01-04");
        assert_eq!(open[0]["round"]["closed_at"], Value::Null);
        let members = open[0]["members"].as_array().expect("a list");
        assert_eq!(members.len(), 2);
        assert_eq!(members[0]["name"], "青木 花子");
        assert_eq!(
            (&members[0]["opinions"], &members[0]["unanswered"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(members[0]["overdue"], false);

        let id = open[0]["round"]["id"].as_str().expect("an id");
        let round = format!("/check-rounds/{id}");
        let stage = Stage { round, ..stage };
        let first = &stage.aoki.opinions[0];
        let confirmed = stage.confirm(world, &stage.aoki.token, &[first]).await;
        confirmed.is(200);
        transition(world, meeting, json!({ "to": "draft" }))
            .await
            .is(201);
        let closed = rounds(world, &world.secretariat, meeting).await;
        assert!(closed[0]["round"]["closed_at"].is_string());
        for (n, confirmed, silent) in [(0, 1, 1), (1, 0, 2)] {
            let member = &closed[0]["members"][n];
            assert_eq!(member["confirmed"], confirmed, "{member}");
            assert_eq!(member["silent"], silent, "{member}");
            assert_eq!(member["unanswered"], 0, "{member}");
        }
        // What is not with the members is hidden from them, and the next round asks anew.
        let path = format!("/meetings/{meeting}/check-rounds");
        let hidden = world.get(&stage.aoki.token, &path).await;
        hidden.problem(404, "not_found");
        let hidden = stage.confirm(world, &stage.aoki.token, &[first]).await;
        hidden.problem(404, "not_found");
        let body = json!({ "to": "member_check", "deadline": "2022-12-21" });
        transition(world, meeting, body).await.is(201);
        let again = rounds(world, &world.secretariat, meeting).await;
        assert_eq!(again.len(), 2);
        assert_eq!(again[1]["members"][0]["unanswered"], 2);
        let late = stage.confirm(world, &stage.aoki.token, &[first]).await;
        late.problem(409, "check_closed");
    });
}

#[test]
fn a_member_confirms_one_or_all_and_takes_it_back() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let (token, own) = (&stage.aoki.token, &stage.aoki.opinions);
        let one = stage.confirm(world, token, &[&own[1], &own[1]]).await;
        let one = one.is(200);
        assert_eq!(one["members"][0]["confirmed"], 1);
        assert_eq!(
            stage.answers(world, token).await,
            [json!(null), json!("confirmed")]
        );
        let first = stage.checked(world, token, "").await[1]["answer"]["at"].clone();
        let all = stage.confirm_all(world, token).await;
        assert_eq!(
            (&all["confirmed"], &all["unanswered"]),
            (&json!(2), &json!(0))
        );
        let again = stage.checked(world, token, "").await[1]["answer"]["at"].clone();
        assert_eq!(again, first, "what is confirmed is not confirmed once more");

        let path = format!("{}/confirmations/{}", stage.round, own[0]);
        world.delete(token, &path, "").await.is(204);
        assert_eq!(
            stage.answers(world, token).await,
            [json!(null), json!("confirmed")]
        );
        let nothing = world.delete(token, &path, "").await;
        nothing.problem(404, "not_found");

        for body in [
            json!({}),
            json!({ "all": false }),
            json!({ "all": true, "opinion_ids": [own[0]] }),
            json!({ "opinion_ids": [] }),
        ] {
            let path = format!("{}/confirmations", stage.round);
            let refused = world.post(token, &path, body).await;
            assert_eq!(refused.invalid_fields(), ["opinion_ids"]);
        }
    });
}

#[test]
fn a_member_sees_the_own_opinions_as_they_will_appear() {
    in_each_world(async |world| {
        let mut stage = Stage::set(world).await;
        let (meeting, own) = (stage.meeting, stage.aoki.opinions.clone());
        say(world, meeting, &mut stage.aoki, "内輪の話。", "secretariat").await;
        let council = format!("/councils/{}", world.council);
        let etag = world.get(&world.admin, &council).await.etag();
        let policy = json!({ "attribution_policy": "anonymous" });
        world
            .patch(&world.admin, &council, &etag, policy)
            .await
            .is(200);

        let token = &stage.aoki.token;
        let seen = stage.checked(world, token, "").await;
        assert_eq!(opinion_ids(&seen), own, "not what members may not see");
        assert_eq!(seen[0]["opinion"]["text"], "窓口が遠い。");
        assert_eq!(seen[0]["opinion"]["speaker"], Value::Null);
        assert_eq!(seen[0]["person_id"], stage.aoki.person.id());

        // The secretariat sees the same form, of everybody, or of one.
        let all = stage.checked(world, &world.secretariat, "").await;
        assert_eq!(all.len(), 4);
        assert_eq!(all[1]["opinion"]["speaker"], Value::Null);
        let of_one = format!("?person_id={}", stage.ito.person.id());
        let of_one = stage.checked(world, &world.secretariat, &of_one).await;
        assert_eq!(opinion_ids(&of_one), stage.ito.opinions);

        // Page by page.
        let mut paged: Vec<String> = Vec::new();
        let mut cursor = String::new();
        for _ in 0..4 {
            let path = format!("{}/opinions?limit=1{cursor}", stage.round);
            let page = world.get(&world.secretariat, &path).await.is(200);
            let items = page["items"].as_array().expect("a list");
            paged.extend(opinion_ids(items).into_iter().map(str::to_owned));
            let next = page["next_cursor"].as_str();
            cursor = next.map_or(String::new(), |next| format!("&cursor={next}"));
        }
        assert_eq!(paged, opinion_ids(&all));
        assert_eq!(cursor, "");
        let foreign = format!(
            "{}/opinions?cursor=0193e0a0a0a07000800000000000000f",
            stage.round
        );
        let refused = world.get(token, &foreign).await;
        refused.problem(400, "invalid_parameter");
    });
}

#[test]
fn what_somebody_else_said_is_not_there() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let (token, own, other) = (
            &stage.aoki.token,
            &stage.aoki.opinions[0],
            &stage.ito.opinions[0],
        );
        for opinions in [vec![other], vec![own, other]] {
            let refused = stage.confirm(world, token, &opinions).await;
            refused.problem(404, "not_found");
        }
        let path = format!("{}/confirmations/{other}", stage.round);
        stage.confirm_all(world, &stage.ito.token).await;
        let refused = world.delete(token, &path, "").await;
        refused.problem(404, "not_found");
        assert_eq!(
            stage.answers(world, token).await,
            [Value::Null, Value::Null]
        );
        let of_other = format!("?person_id={}", stage.ito.person.id());
        assert!(stage.checked(world, token, &of_other).await.is_empty());
        let members = rounds(world, token, stage.meeting).await;
        assert_eq!(members[0]["members"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn a_confirmation_does_not_outlive_what_was_confirmed() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let token = &stage.aoki.token;
        let path = format!("/opinions/{}", stage.aoki.opinions[0]);
        let change = async |body: Value| {
            let etag = world.get(&world.secretariat, &path).await.etag();
            world
                .patch(&world.secretariat, &path, &etag, body)
                .await
                .is(200);
        };
        let first = async || stage.answers(world, token).await[0].clone();
        for (body, stays) in [
            (json!({ "certainty": "confirmed" }), true),
            (json!({ "visibility": "council" }), true),
            (json!({ "speaker": { "role": "副会長" } }), false),
            (json!({ "text": "窓口は遠い。" }), false),
            (json!({ "kind": "question" }), false),
        ] {
            stage.confirm_all(world, token).await;
            change(body.clone()).await;
            let left = if stays {
                json!("confirmed")
            } else {
                Value::Null
            };
            assert_eq!(first().await, left, "{body}");
        }
        assert_eq!(
            stage.answers(world, token).await[1],
            "confirmed",
            "the other one stays"
        );

        // What the public form leaves out was not confirmed, and its change does not show.
        let council = format!("/councils/{}", world.council);
        let etag = world.get(&world.admin, &council).await.etag();
        let policy = json!({ "attribution_policy": "anonymous" });
        world
            .patch(&world.admin, &council, &etag, policy)
            .await
            .is(200);
        stage.confirm_all(world, token).await;
        change(json!({ "speaker": { "name": "靑木" } })).await;
        assert_eq!(first().await, "confirmed");

        // Once the round is closed its answers are history.
        let body = json!({ "to": "approved" });
        transition(world, stage.meeting, body).await.is(201);
        change(json!({ "text": "窓口が遠い。" })).await;
        assert_eq!(first().await, "confirmed");
    });
}

#[test]
fn who_has_not_answered_by_the_deadline_is_overdue_and_a_late_answer_is_taken() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        stage.confirm_all(world, &stage.aoki.token).await;
        stage.let_deadline_pass(world).await;
        let path = format!("{}/confirmations", stage.round);
        let body = json!({ "opinion_ids": [stage.ito.opinions[0]] });
        world.post(&stage.ito.token, &path, body).await.is(200);
        let open = rounds(world, &world.secretariat, stage.meeting).await;
        let members = &open[0]["members"];
        assert_eq!(members[0]["overdue"], false, "nothing is missing");
        assert_eq!(members[1]["overdue"], true);
        assert_eq!(members[1]["late"], 1);
        let seen = stage.checked(world, &stage.ito.token, "").await;
        assert_eq!(seen[0]["answer"]["late"], true);
        assert_eq!(seen[1]["answer"], Value::Null);

        // With another deadline nothing is late: it is computed.
        let etag = world.get(&world.secretariat, &stage.round).await.etag();
        let body = json!({ "deadline": "2022-12-31" });
        let longer = world
            .patch(&world.secretariat, &stage.round, &etag, body)
            .await;
        assert_eq!(longer.is(200)["deadline"], "2022-12-31");
        let open = rounds(world, &world.secretariat, stage.meeting).await;
        assert_eq!(open[0]["members"][1]["overdue"], false);
        assert_eq!(open[0]["members"][1]["late"], 0);
    });
}

#[test]
fn the_deadline_is_the_secretariats_while_the_round_is_open() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let (secretariat, path) = (&world.secretariat, &stage.round);
        let etag = world.get(secretariat, path).await.etag();
        let body = || json!({ "deadline": "2023-01-20" });
        let unsaid = world.patch(secretariat, path, "", body()).await;
        unsaid.problem(428, "version_required");
        let past = json!({ "deadline": "2022-12-20" });
        let refused = world.patch(secretariat, path, &etag, past).await;
        assert_eq!(refused.invalid_fields(), ["deadline"]);
        let refused = world.patch(&stage.aoki.token, path, &etag, body()).await;
        refused.problem(403, "forbidden");
        for token in [&world.staff, &world.elsewhere] {
            let refused = world.patch(token, path, &etag, body()).await;
            refused.problem(404, "not_found");
        }
        world.patch(secretariat, path, &etag, body()).await.is(200);
        let stale = world.patch(
            secretariat,
            path,
            &etag,
            json!({ "deadline": "2023-01-21" }),
        );
        stale.await.problem(412, "stale");
        let body = json!({ "to": "approved" });
        transition(world, stage.meeting, body).await.is(201);
        let etag = world.get(secretariat, path).await.etag();
        let body = json!({ "deadline": "2023-01-21" });
        let refused = world.patch(secretariat, path, &etag, body).await;
        refused.problem(409, "check_closed");
    });
}

#[test]
fn a_check_is_between_members_who_spoke_and_the_secretariat() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let list = format!("/meetings/{}/check-rounds", stage.meeting);
        let opinions = format!("{}/opinions", stage.round);
        let confirmations = format!("{}/confirmations", stage.round);
        let body = || json!({ "all": true });
        for path in [&list, &stage.round, &opinions] {
            world.get(PUBLIC, path).await.problem(401, "token_required");
            world
                .get(&world.elsewhere, path)
                .await
                .problem(404, "not_found");
        }
        for path in [&stage.round, &opinions] {
            world
                .get(&world.staff, path)
                .await
                .problem(404, "not_found");
        }
        assert!(rounds(world, &world.staff, stage.meeting).await.is_empty());
        for token in [&world.staff, &world.elsewhere] {
            let refused = world.post(token, &confirmations, body()).await;
            refused.problem(404, "not_found");
        }
        for token in [&world.secretariat, &world.admin] {
            let refused = world.post(token, &confirmations, body()).await;
            refused.problem(403, "forbidden");
        }
        // A member who said nothing has nothing to check.
        let none = world.post(&world.member, &confirmations, body()).await;
        assert_eq!(none.is(200)["members"], json!([]));
        assert!(stage.checked(world, &world.member, "").await.is_empty());

        // Published or not, it stays the council's.
        for to in ["approved", "published"] {
            transition(world, stage.meeting, json!({ "to": to }))
                .await
                .is(201);
        }
        for path in [&list, &stage.round, &opinions] {
            world.get(PUBLIC, path).await.problem(401, "token_required");
        }
        assert!(
            rounds(world, &world.elsewhere, stage.meeting)
                .await
                .is_empty()
        );
        let elsewhere = world.get(&world.elsewhere, &stage.round).await;
        elsewhere.problem(404, "not_found");
        assert_eq!(stage.answers(world, &stage.aoki.token).await.len(), 2);
    });
}

/// Everything that one caller can read of a check, with the ETags.
async fn all_that_is_seen(
    world: &World,
    stage: &Stage,
    token: &str,
) -> Vec<(Value, Option<String>)> {
    let mut seen = Vec::new();
    for path in [
        format!("/meetings/{}/check-rounds", stage.meeting),
        stage.round.clone(),
        format!("{}/opinions", stage.round),
        format!(
            "{}/opinions?person_id={}",
            stage.round,
            stage.aoki.person.id()
        ),
        "/correction-requests".to_owned(),
        format!("/correction-requests?meeting_id={}", stage.meeting),
        format!("/meetings/{}", stage.meeting),
        format!("/meetings/{}/minutes", stage.meeting),
    ] {
        let answer = world.get(token, &path).await;
        let etag = answer.headers.get("etag");
        let etag = etag.map(|etag| etag.to_str().expect("text").to_owned());
        let mut body = answer.body;
        if let Some(members) = body.as_object_mut() {
            members.remove("request_id");
        }
        seen.push((body, etag));
    }
    seen
}

#[test]
fn what_a_member_answers_shows_to_no_other() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        let others = [
            &stage.ito.token,
            &world.member,
            &world.staff,
            &world.elsewhere,
        ];
        let mut before = Vec::new();
        for token in others {
            before.push(all_that_is_seen(world, &stage, token).await);
        }
        let (token, own) = (&stage.aoki.token, &stage.aoki.opinions);
        stage.confirm(world, token, &[&own[0]]).await.is(200);
        let asked = format!("{}/correction-requests", stage.round);
        let body = json!({ "opinion_id": own[1], "kind": "text", "note": "言い回しが違う" });
        let made = world.post(token, &asked, body).await.made();
        let decline = format!("{}/decline", made.path);
        let body = json!({ "reason": "録音で確認した" });
        world.post(&world.secretariat, &decline, body).await.is(200);
        for (token, before) in others.into_iter().zip(before) {
            assert_eq!(all_that_is_seen(world, &stage, token).await, before);
            for path in [&made.path, &decline] {
                let refused = world.get(token, path).await;
                assert_ne!(refused.status, 200, "{path}");
            }
            let refused = world.get(token, &made.path).await;
            refused.problem(404, "not_found");
            let refused = world.delete(token, &made.path, "").await;
            refused.problem(404, "not_found");
        }
    });
}

#[test]
fn the_audit_trail_names_each_answer_and_holds_no_words() {
    in_each_world(async |world| {
        let stage = Stage::set(world).await;
        stage.confirm_all(world, &stage.aoki.token).await;
        let id = stage.round.rsplit('/').next().unwrap_or_default();
        let path = format!("/audit?entity_id={id}");
        let trail = world.get(&world.secretariat, &path).await.is(200);
        let entries = trail["items"].as_array().expect("a list");
        let actions: Vec<&str> = entries
            .iter()
            .filter_map(|entry| entry["action"].as_str())
            .collect();
        assert_eq!(actions, ["answer", "create"]);
        assert_eq!(entries[0]["detail"]["answer"], "confirmed");
        assert_eq!(
            entries[0]["detail"]["opinion_ids"],
            json!(stage.aoki.opinions)
        );
        assert!(!trail.to_string().contains("窓口"));
        for token in [&stage.aoki.token, &world.staff] {
            world.get(token, &path).await.problem(403, "forbidden");
        }
    });
}
