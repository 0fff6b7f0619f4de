//! `/persons/{id}/merge` and its way back.

use giji::domain::{PersonId, Role};
use serde_json::{Value, json};

use crate::{
    app::{Answer, Made, PUBLIC, ids},
    review::{DOUBTS, apply, import},
    world::{World, in_each_world, seat},
};

/// Asks for a merge of one person into another at an ETag.
async fn merge(world: &World, token: &str, person: &Made, etag: &str, into: &str) -> Answer {
    let path = format!("{}/merge", person.path);
    let body = json!({ "into": into, "reason": "名簿の二重登録" });
    send(world, token, &path, etag, body).await
}

async fn unmerge(world: &World, token: &str, person: &Made, etag: &str) -> Answer {
    let path = format!("{}/unmerge", person.path);
    send(world, token, &path, etag, json!({})).await
}

async fn send(world: &World, token: &str, path: &str, etag: &str, body: Value) -> Answer {
    let mut request = world.request(poem::http::Method::POST, token, path);
    if !etag.is_empty() {
        request = request.header(poem::http::header::IF_MATCH, etag);
    }
    let request = request.body("application/json", body.to_string());
    world.send(request).await
}

/// Two persons with seats in the council.
async fn two(world: &World) -> (Made, Made) {
    let (one, other) = (world.person("斎藤 一").await, world.person("齋藤 一").await);
    world.seat(&one, world.council).await;
    world.seat(&other, world.council).await;
    (one, other)
}

#[test]
fn what_one_person_said_becomes_the_others_and_comes_back() {
    in_each_world(async |world| {
        let (one, kept) = two(world).await;
        let id: PersonId = one.id().parse().expect("an id");
        world.opinion(world.published, Some(id), None).await;
        let of = async |person: &Made| -> usize {
            let path = format!("/memberships?person_id={}", person.id());
            ids(&world.get(PUBLIC, &path).await.is(200)).len()
        };
        let before = world.pending().await.len();
        let merged = merge(world, &world.secretariat, &one, &one.etag, kept.id()).await;
        let etag = merged.etag();
        let merged = merged.is(200);
        assert_eq!(merged["kept_id"], kept.id());
        assert_eq!(merged["names"], json!(["斎藤 一"]));
        assert_eq!(merged["moved"]["memberships"], 1);
        assert_eq!(merged["moved"]["opinions"], 1);
        assert_eq!((of(&one).await, of(&kept).await), (0, 2));
        assert!(world.pending().await.len() > before, "the index is told");

        // The old id says where the person went, and takes nothing more.
        let gone = world.get(PUBLIC, &one.path).await.is(200);
        assert_eq!(gone["merged_into"], kept.id());
        let now = world.get(PUBLIC, &kept.path).await.is(200);
        assert_eq!(now["other_names"], json!(["斎藤 一"]));
        assert_eq!(now["merged_into"], Value::Null);
        let listed = world.get(&world.admin, "/persons").await.is(200);
        let listed = ids(&listed);
        assert!(listed.contains(&kept.id()) && !listed.contains(&one.id()));
        let refused = world
            .post(
                &world.secretariat,
                "/memberships",
                seat(world.council, one.id()),
            )
            .await;
        let problem = refused.problem(409, "merged");
        assert!(problem["detail"].to_string().contains(kept.id()));
        let change = json!({ "name": "x" });
        let refused = world
            .patch(&world.secretariat, &one.path, &etag, change)
            .await;
        refused.problem(409, "merged");
        let refused = world.delete(&world.secretariat, &one.path, &etag).await;
        refused.problem(409, "merged");
        let again = merge(world, &world.secretariat, &one, &etag, kept.id()).await;
        again.problem(409, "merged");
        let attendance = json!({ "name": "斎藤", "status": "present", "person_id": one.id() });
        let path = format!("/meetings/{}/attendance", world.draft);
        let refused = world.post(&world.secretariat, &path, attendance).await;
        assert_eq!(refused.invalid_fields(), ["person_id"]);

        let before = world.pending().await.len();
        let back = unmerge(world, &world.secretariat, &one, &etag)
            .await
            .is(200);
        assert_eq!(back["moved"], merged["moved"]);
        assert!(back["undone_at"].is_string());
        assert_eq!((of(&one).await, of(&kept).await), (1, 1));
        assert!(world.pending().await.len() > before, "the index is told");
        let again = world.get(PUBLIC, &one.path).await.is(200);
        assert_eq!(again["merged_into"], Value::Null);
        let as_before = world.get(PUBLIC, &kept.path).await.is(200);
        assert_eq!(as_before["other_names"], json!([]));
        let trail = format!("/audit?entity_id={}", one.id());
        let trail = world.get(&world.admin, &trail).await.is(200);
        let actions: Vec<&Value> = trail["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|entry| &entry["action"])
            .collect();
        assert!(actions.contains(&&json!("merge")) && actions.contains(&&json!("unmerge")));
    });
}

#[test]
fn a_person_whom_a_suggestion_names_is_merged_and_the_suggestion_follows() {
    in_each_world(async |world| {
        let (one, kept) = (world.person("斎藤 一").await, world.person("齊藤 一").await);
        world.seat(&one, world.council).await;
        let import = import(world, DOUBTS).await;
        let review = apply(world, import).await;
        let meant = async || review.suggestions(world, "person").await[0]["person_id"].clone();
        assert_eq!(meant().await, one.id());
        let merged = merge(world, &world.secretariat, &one, &one.etag, kept.id()).await;
        let etag = merged.etag();
        assert_eq!(merged.is(200)["moved"]["suggestions"], 1);
        assert_eq!(meant().await, kept.id());
        unmerge(world, &world.secretariat, &one, &etag)
            .await
            .is(200);
        assert_eq!(meant().await, one.id());
    });
}

#[test]
fn a_roster_that_prints_the_merged_name_still_means_the_kept_person() {
    in_each_world(async |world| {
        let roster = "氏名,ふりがな,所属団体,役職,任期\n\
            斎藤 一,さいとう はじめ,緑地協会,会長,令和6年4月1日～令和8年3月31日\n\
            齋藤 一,さいとう はじめ,公募,委員,令和6年4月1日～令和8年3月31日\n";
        let bring_in = async || {
            let path = format!("/councils/{}/roster", world.council);
            let request = world.request(poem::http::Method::POST, &world.secretariat, &path);
            let request = request.body("text/csv; charset=utf-8", roster);
            world.send(request).await.is(200)["rows"].clone()
        };
        let made = bring_in().await;
        let person = |row: usize| Made {
            path: format!(
                "/persons/{}",
                made[row]["person_id"].as_str().expect("an id")
            ),
            etag: String::new(),
            body: json!({ "id": made[row]["person_id"] }),
        };
        // Whichever of the two is kept, each row keeps its own seat.
        for (merged, kept) in [(0, 1), (1, 0)] {
            let etag = world
                .get(&world.secretariat, &person(merged).path)
                .await
                .etag();
            let one = person(merged);
            let gone = merge(world, &world.secretariat, &one, &etag, person(kept).id()).await;
            let etag = gone.etag();
            gone.is(200);
            let again = bring_in().await;
            for row in 0..2 {
                assert_eq!(again[row]["outcome"], "unchanged", "{again}");
                assert_eq!(again[row]["person_id"], person(kept).id());
                assert_eq!(again[row]["membership_id"], made[row]["membership_id"]);
            }
            unmerge(world, &world.secretariat, &one, &etag)
                .await
                .is(200);
            let apart = bring_in().await;
            assert_eq!(apart[merged]["person_id"], one.id());
        }
    });
}

#[test]
fn a_merge_is_for_whoever_may_change_all_of_both() {
    in_each_world(async |world| {
        let (one, kept) = two(world).await;
        for (who, token) in [("a member", &world.member), ("staff", &world.staff)] {
            let refused = merge(world, token, &one, &one.etag, kept.id()).await;
            println!("{who}");
            refused.problem(403, "forbidden");
        }
        let refused = merge(world, PUBLIC, &one, &one.etag, kept.id()).await;
        refused.problem(401, "token_required");
        // The other council's secretariat sees both, and owns neither.
        let refused = merge(world, &world.elsewhere, &one, &one.etag, kept.id()).await;
        refused.problem(403, "forbidden");

        // A seat of one of the two elsewhere takes an admin.
        world.seat(&kept, world.other).await;
        let refused = merge(world, &world.secretariat, &one, &one.etag, kept.id()).await;
        refused.problem(403, "forbidden");
        let refused = merge(world, &world.secretariat, &kept, &kept.etag, one.id()).await;
        refused.problem(403, "forbidden");
        let everywhere = world.token(Role::Secretariat, None, None).await;
        let merged = merge(world, &everywhere, &one, &one.etag, kept.id()).await;
        let etag = merged.etag();
        merged.is(200);
        let refused = unmerge(world, &world.secretariat, &one, &etag).await;
        refused.problem(403, "forbidden");
        unmerge(world, &world.admin, &one, &etag).await.is(200);
    });
}

#[test]
fn a_merge_says_what_is_wrong() {
    in_each_world(async |world| {
        let (one, kept) = two(world).await;
        let hidden = world.person("斉藤 一").await;
        world.seat(&hidden, world.other).await;
        let token = &world.secretariat;
        let refused = merge(world, token, &one, "", kept.id()).await;
        refused.problem(428, "version_required");
        let refused = merge(world, token, &one, "\"v9\"", kept.id()).await;
        refused.problem(412, "stale");
        let refused = merge(world, token, &one, &one.etag, one.id()).await;
        assert_eq!(refused.invalid_fields(), ["into"]);
        let refused = merge(world, token, &one, &one.etag, hidden.id()).await;
        assert_eq!(refused.invalid_fields(), ["into"]);
        let refused = merge(world, token, &hidden, "*", one.id()).await;
        refused.problem(404, "not_found");
        let refused = unmerge(world, token, &one, &one.etag).await;
        refused.problem(409, "not_merged");
    });
}

#[test]
fn merges_one_after_the_other_lead_to_the_last_and_are_taken_back_from_the_last() {
    in_each_world(async |world| {
        let (one, two) = two(world).await;
        let three = world.person("斉藤 一").await;
        world.seat(&three, world.council).await;
        let admin = &world.admin;
        merge(world, admin, &one, "*", two.id()).await.is(200);
        let second = merge(world, admin, &two, "*", three.id()).await.is(200);
        assert_eq!(second["names"], json!(["齋藤 一", "斎藤 一"]));
        assert_eq!(second["moved"]["persons"], 1);
        let into = async |person: &Made| -> Value {
            world.get(admin, &person.path).await.is(200)["merged_into"].clone()
        };
        assert_eq!(into(&one).await, three.id());
        assert_eq!(into(&two).await, three.id());
        let refused = unmerge(world, admin, &one, "*").await;
        let problem = refused.problem(409, "kept_was_merged");
        assert!(problem["detail"].to_string().contains(two.id()));
        unmerge(world, admin, &two, "*").await.is(200);
        assert_eq!(into(&one).await, two.id());
        unmerge(world, admin, &one, "*").await.is(200);
        for person in [&one, &two, &three] {
            assert_eq!(into(person).await, Value::Null);
            let path = format!("/memberships?person_id={}", person.id());
            let seats = world.get(admin, &path).await.is(200);
            assert_eq!(ids(&seats).len(), 1);
        }
    });
}

#[test]
fn who_may_be_meant_and_who_is_remembered_follow_a_merge_and_come_back() {
    in_each_world(async |world| {
        let mut members = Vec::new();
        for name in ["斎藤 一", "齊藤 二", "三浦 三"] {
            let person = world.person(name).await;
            world.seat(&person, world.council).await;
            members.push(person);
        }
        let [one, two, kept] = &members[..] else {
            panic!("there are three");
        };
        let remembered = json!({ "council_id": world.council, "kind": "person", "text": "斎藤二",
            "subject": two.id() });
        let answer = world
            .post(&world.secretariat, "/reading-memory", remembered)
            .await;
        let memory = answer.header("location").replace("/api/v1", "");
        let review = apply(world, import(world, DOUBTS).await).await;
        let suggestion = &review.suggestions(world, "person").await[0];
        let suggestion = format!("/suggestions/{}", suggestion["id"].as_str().expect("an id"));
        let expect = async |persons: &[&Made], subject: &Made| {
            let persons: Vec<&str> = persons.iter().map(|person| person.id()).collect();
            for path in [&suggestion, "/suggestions?kind=person"] {
                let read = world.get(&world.secretariat, path).await.is(200);
                let read = read.get("items").map_or(&read, |items| &items[0]);
                assert_eq!(read["alternatives"], json!(persons), "{path}");
            }
            for path in [&memory, "/reading-memory"] {
                let read = world.get(&world.secretariat, path).await.is(200);
                let read = read.get("items").map_or(&read, |items| &items[0]);
                assert_eq!(read["subject"], subject.id(), "{path}");
            }
        };
        expect(&[one, two], two).await;
        merge(world, &world.admin, two, "*", kept.id())
            .await
            .is(200);
        expect(&[one, kept], kept).await;
        unmerge(world, &world.admin, two, "*").await.is(200);
        expect(&[one, two], two).await;

        // Where all of them are one person by now, there is nothing left to ask.
        for person in [one, two] {
            merge(world, &world.admin, person, "*", kept.id())
                .await
                .is(200);
        }
        expect(&[kept], kept).await;
        let accept = format!("{suggestion}/accept");
        let taken = world
            .post(&world.secretariat, &accept, json!({}))
            .await
            .is(200);
        assert_eq!(taken["status"], "accepted", "{taken}");
        let attendance = world
            .get(
                &world.secretariat,
                &format!("{}/attendance", review.meeting),
            )
            .await
            .is(200);
        assert_eq!(attendance["items"][1]["person_id"], kept.id());
    });
}
