//! What a person deleted stays deleted when a corrected file for the meeting comes in, unless the file says something else now.

use serde_json::{Value, json};

use crate::{
    corrected::{change_opinion, corrected, first_version, place, texts, update},
    review::{Reviewed, apply, items, word},
    world::{World, in_each_world},
};

async fn delete(world: &World, kind: &str, thing: &Value) {
    let path = format!("/{kind}/{}", word(&thing["id"]));
    world.delete(&world.secretariat, &path, "*").await.is(204);
}

/// How each thing changes that a person deleted.
async fn told(world: &World, import: &str) -> Vec<Value> {
    let changes = world
        .get(&world.secretariat, &format!("{import}/changes"))
        .await
        .is(200);
    let told = items(&changes).into_iter().map(|one| {
        let line = &one["source"]["first_line"];
        json!([
            one["entity"],
            one["change"],
            one["before"],
            one["after"],
            one["id"],
            line
        ])
    });
    told.collect()
}

async fn list(world: &World, review: &Reviewed, part: &str) -> Vec<Value> {
    let path = format!("{}/{part}", review.meeting);
    items(&world.get(&world.secretariat, &path).await.is(200))
}

#[test]
fn an_opinion_that_a_person_deleted_stays_deleted() {
    in_each_world(async |world| {
        let mut review = first_version(world).await;
        let before = review.opinions(world).await;
        delete(world, "opinions", &before[0]).await;
        // Three files after each other: each is the one that the next is held against.
        for (changes, line) in [
            (vec![("みなと市役所", "みなと市民館")], 14),
            (
                vec![
                    ("４ 議事概要", "\n４ 議事概要"),
                    ("・窓口が遠い。", "・窓口は遠い。"),
                ],
                15,
            ),
            (vec![("・窓口が遠い。", "・窓口が、遠い。")], 14),
        ] {
            let words = changes.last().filter(|one| one.0.contains("窓口"));
            let words = words.map_or("窓口が遠い。", |one| one.1.trim_start_matches('・'));
            let second = corrected(world, &changes).await;
            let deleted = json!(["opinion", "stays_deleted", words, null, null, line]);
            let told = told(world, &second).await;
            assert_eq!(told.last(), Some(&deleted), "{told:?}");
            update(world, second.clone(), &review.meeting).await.is(201);
            review.import = second;
            let after = review.opinions(world).await;
            assert_eq!(
                texts(&after),
                ["研修を増やしてほしい。", "南部は人が少ない。"]
            );
            assert_eq!(after[0]["id"], before[1]["id"]);
            assert_eq!(after[0]["position"], 0);
        }
        // What the next opinion asks for is still about the next opinion.
        let asked = review.suggestions(world, "action_item").await;
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0]["opinion_id"], before[1]["id"]);
    });
}

#[test]
fn an_opinion_that_a_person_deleted_comes_back_with_other_words() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let before = review.opinions(world).await;
        delete(world, "opinions", &before[0]).await;
        let words = "窓口が遠い。駐車場も足りない。";
        let change = [("・窓口が遠い。", &*format!("・{words}"))];
        let second = corrected(world, &change).await;
        let back = json!(["opinion", "restored", "窓口が遠い。", words, null, 14]);
        assert_eq!(told(world, &second).await, [back]);
        update(world, second, &review.meeting).await.is(201);
        let after = review.opinions(world).await;
        assert_eq!(
            texts(&after),
            [words, "研修を増やしてほしい。", "南部は人が少ない。"]
        );
        assert_ne!(after[0]["id"], before[0]["id"]);
    });
}

#[test]
fn an_opinion_that_was_deleted_and_typed_anew_is_there_once() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let before = review.opinions(world).await;
        delete(world, "opinions", &before[0]).await;
        let path = format!("{}/opinions", review.meeting);
        let body = json!({ "text": "窓口がとても遠い。" });
        let typed = world.post(&world.secretariat, &path, body).await.is(201);
        let second = corrected(world, &[("・窓口が遠い。", "・窓口がとても遠いのだ。")]).await;
        update(world, second, &review.meeting).await.is(201);
        let after = review.opinions(world).await;
        assert_eq!(after.len(), 3);
        let typed = after.iter().find(|one| one["id"] == typed["id"]);
        let typed = typed.expect("it stays");
        assert_eq!(typed["text"], "窓口がとても遠い。");
        assert_eq!(typed["source"]["first_line"], 14);
    });
}

#[test]
fn placing_a_line_brings_back_nothing_that_was_deleted_but_what_the_line_is_a_part_of() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let before = review.opinions(world).await;
        delete(world, "opinions", &before[0]).await;
        delete(world, "opinions", &before[2]).await;
        place(world, &review.import, 12, json!("narrative"))
            .await
            .is(200);
        assert_eq!(
            texts(&review.opinions(world).await),
            ["研修を増やしてほしい。"]
        );
        place(world, &review.import, 12, json!("opinion_after"))
            .await
            .is(200);
        let after = review.opinions(world).await;
        assert_eq!(
            texts(&after),
            [
                "春の山は静かである。\n窓口が遠い。",
                "研修を増やしてほしい。"
            ]
        );
    });
}

#[test]
fn a_line_of_the_attendance_list_that_a_person_deleted_stays_deleted() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let before = list(world, &review, "attendance").await;
        assert_eq!(before[1]["name"], "齋藤");
        delete(world, "attendance", &before[1]).await;
        let second = corrected(
            world,
            &[
                ("みなと市役所", "みなと市民館"),
                ("齋藤委員\n", "齋藤委員、上田委員\n"),
            ],
        )
        .await;
        let told = told(world, &second).await;
        let deleted = json!([
            "attendance",
            "stays_deleted",
            "齋藤 委員 present",
            null,
            null,
            7
        ]);
        assert!(told.contains(&deleted), "{told:?}");
        update(world, second, &review.meeting).await.is(201);
        let after = list(world, &review, "attendance").await;
        let names: Vec<&str> = after.iter().map(|one| word(&one["name"])).collect();
        assert_eq!(names, ["青木", "上田"]);
        // Another name is somebody else.
        let third = corrected(world, &[("齋藤委員\n", "齋田委員、上田委員\n")]).await;
        update(world, third, &review.meeting).await.is(201);
        let after = list(world, &review, "attendance").await;
        let names: Vec<&str> = after.iter().map(|one| word(&one["name"])).collect();
        assert_eq!(names, ["青木", "齋田", "上田"]);
    });
}

#[test]
fn a_topic_that_a_person_deleted_comes_back_only_with_something_under_it() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let opinions = review.opinions(world).await;
        let topics = list(world, &review, "topics").await;
        assert_eq!(topics.len(), 2);
        // What stood under it was put under the other one.
        change_opinion(world, &opinions[2], json!({ "topic_id": topics[0]["id"] })).await;
        delete(world, "topics", &topics[1]).await;
        let second = corrected(world, &[("みなと市役所", "みなと市民館")]).await;
        let told = told(world, &second).await;
        let title = "（２）学校との連携";
        let deleted = json!(["topic", "stays_deleted", title, null, null, 16]);
        assert!(told.contains(&deleted), "{told:?}");
        update(world, second, &review.meeting).await.is(201);
        assert_eq!(list(world, &review, "topics").await.len(), 1);
        let more = (
            "・南部は人が少ない。",
            "・南部は人が少ない。\n・給食の時間が短すぎる。",
        );
        let third = corrected(world, &[more]).await;
        update(world, third, &review.meeting).await.is(201);
        let topics = list(world, &review, "topics").await;
        assert_eq!(topics.len(), 2);
        let after = review.opinions(world).await;
        assert_eq!(
            after[2]["topic_id"], topics[0]["id"],
            "it stays where it was put"
        );
        assert_eq!(after[3]["topic_id"], topics[1]["id"]);
    });
}

#[test]
fn a_material_that_a_person_deleted_stays_deleted() {
    in_each_world(async |world| {
        let papers = (
            "（１） 相談窓口の状況",
            "（１） 相談窓口の状況【資料１】【資料２】",
        );
        let first = corrected(world, &[papers]).await;
        let review = apply(world, first).await;
        let before = list(world, &review, "materials").await;
        assert_eq!(before.len(), 2);
        delete(world, "materials", &before[0]).await;
        let second = corrected(world, &[papers, ("みなと市役所", "みなと市民館")]).await;
        let told = told(world, &second).await;
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(told[1][1], "stays_deleted");
        update(world, second, &review.meeting).await.is(201);
        let after = list(world, &review, "materials").await;
        assert_eq!(after.len(), 1);
        assert_eq!(after[0]["id"], before[1]["id"]);
    });
}

#[test]
fn brief_answers_are_told_apart_by_where_they_stand() {
    in_each_world(async |world| {
        let answers = (
            "・窓口が遠い。\n・研修を増やしてほしい。",
            "・窓口は遠いですか。\n・はい。\n・研修を増やしてほしい。\n・はい。",
        );
        let first = corrected(world, &[answers]).await;
        let review = apply(world, first).await;
        let before = review.opinions(world).await;
        assert_eq!(before.len(), 5);
        change_opinion(world, &before[1], json!({ "visibility": "council" })).await;
        delete(world, "opinions", &before[3]).await;
        let more = (
            "・窓口が遠い。\n・研修を増やしてほしい。",
            "・はい。\n・相談の担当は市ですか。\n・窓口は遠いですか。\n・はい、遠いです。\n・研修を増やしてほしい。\n・はい。",
        );
        let second = corrected(world, &[more]).await;
        update(world, second, &review.meeting).await.is(201);
        let after = review.opinions(world).await;
        assert_eq!(
            texts(&after),
            [
                "はい。",
                "相談の担当は市ですか。",
                "窓口は遠いですか。",
                "はい、遠いです。",
                "研修を増やしてほしい。",
                "南部は人が少ない。"
            ]
        );
        assert_eq!(after[3]["id"], before[1]["id"]);
        assert_eq!(after[3]["visibility"], "council");
        assert_eq!(after[0]["visibility"], "public");
    });
}
