//! A corrected file for a meeting that is there, and lines that a person places: the draft follows, and what people decided stays.

use serde_json::{Value, json};

use crate::{
    app::{Answer, PUBLIC},
    review::{DOUBTS, Reviewed, apply, import, items, word},
    world::{World, in_each_world},
};

async fn first_version(world: &World) -> Reviewed {
    let import = import(world, DOUBTS).await;
    apply(world, import).await
}

/// The file with changes, imported.
async fn corrected(world: &World, changes: &[(&str, &str)]) -> String {
    let mut text = DOUBTS.to_owned();
    for (before, after) in changes {
        assert!(text.contains(before), "{before}");
        text = text.replace(before, after);
    }
    import(world, &text).await
}

async fn update(world: &World, import: String, meeting: &str) -> Answer {
    let id = meeting.rsplit('/').next().unwrap_or_default();
    let path = format!("{import}/apply?meeting_id={id}");
    world.post(&world.secretariat, &path, json!({})).await
}

async fn change_opinion(world: &World, opinion: &Value, body: Value) -> Value {
    let path = format!("/opinions/{}", word(&opinion["id"]));
    let etag = world.get(&world.secretariat, &path).await.etag();
    let changed = world.patch(&world.secretariat, &path, &etag, body).await;
    changed.is(200)
}

fn texts(opinions: &[Value]) -> Vec<&str> {
    opinions.iter().map(|one| word(&one["text"])).collect()
}

async fn place(world: &World, import: &str, line: i64, settled_as: Value) -> Answer {
    let path = format!("{import}/unmapped-lines/{line}");
    let body = json!({ "settled_as": settled_as });
    world.patch(&world.secretariat, &path, "", body).await
}

#[test]
fn a_file_for_a_meeting_that_is_there_makes_no_second_one_silently() {
    in_each_world(async |world| {
        let first = first_version(world).await;
        let second = corrected(world, &[("窓口が遠い", "窓口が近い")]).await;
        let read = world.get(&world.secretariat, &second).await.is(200);
        let same = format!("/meetings/{}", word(&read["same_meeting_id"]));
        assert_eq!(same, first.meeting);
        let path = format!("{second}/apply");
        for (language, words) in [("en", "?meeting_id="), ("ja", "その会議を更新するなら")]
        {
            world.speak(language);
            let refused = world.post(&world.secretariat, &path, json!({})).await;
            let problem = refused.problem(409, "same_meeting");
            assert!(word(&problem["detail"]).contains(words));
        }
        world.speak("en");
        let other = format!("{path}?as_new=true");
        let made = world
            .post(&world.secretariat, &other, json!({}))
            .await
            .is(201);
        assert_ne!(
            format!("/meetings/{}", word(&made["meeting_id"])),
            first.meeting
        );
        let another_day = [("第１回", "第２回"), ("７月５日", "９月６日")];
        let third = corrected(world, &another_day).await;
        let read = world.get(&world.secretariat, &third).await.is(200);
        assert_eq!(read["same_meeting_id"], Value::Null);
    });
}

#[test]
fn what_a_corrected_file_changes_is_shown_before_it_is_applied() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        first_version(world).await;
        let second = corrected(
            world,
            &[
                ("みなと市役所", "みなと市民館"),
                ("齋藤委員\n", "齋藤委員、上田委員\n"),
                ("・窓口が遠い。\n", ""),
                (
                    "・研修を増やしてほしい。",
                    "・研修の回数を増やしてほしい。\n・駐車場も狭くて困る。",
                ),
            ],
        )
        .await;
        let path = format!("{second}/changes");
        let all = items(&world.get(&world.secretariat, &path).await.is(200));
        let told: Vec<Value> = all
            .iter()
            .map(|one| json!([one["entity"], one["change"], one["before"], one["after"]]))
            .collect();
        let expected = [
            json!(["field", "changed", "みなと市役所", "みなと市民館"]),
            json!(["attendance", "added", null, "上田 委員 present"]),
            json!([
                "opinion",
                "changed",
                "研修を増やしてほしい。",
                "研修の回数を増やしてほしい。"
            ]),
            json!(["opinion", "added", null, "駐車場も狭くて困る。"]),
            json!(["opinion", "removed", "窓口が遠い。", null]),
        ];
        assert_eq!(told, expected);
        let mut paged = Vec::new();
        let mut next = format!("{path}?limit=2");
        loop {
            let page = world.get(&world.secretariat, &next).await.is(200);
            paged.extend(items(&page));
            match page["next_cursor"].as_str() {
                Some(cursor) => next = format!("{path}?limit=2&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(paged, all);
        world
            .get(PUBLIC, &path)
            .await
            .problem(401, "token_required");
        for (_, token) in world.those_without_rights() {
            world.get(token, &path).await.problem(404, "not_found");
        }
    });
}

#[test]
fn a_corrected_file_is_followed_and_what_people_decided_stays() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let review = first_version(world).await;
        let before = review.opinions(world).await;
        review.settle(world, "accept", "speaker").await;
        review.settle(world, "reject", "issue").await;
        review.settle(world, "accept", "action_item").await;
        change_opinion(
            world,
            &before[0],
            json!({ "text": "窓口が遠すぎる。", "visibility": "council" }),
        )
        .await;
        change_opinion(world, &before[2], json!({ "issues": ["fees"] })).await;

        let second = corrected(
            world,
            &[
                ("みなと市役所", "みなと市民館"),
                ("（主な意見等）", "（主な意見等）\n・新しい意見である。"),
                ("・窓口が遠い。", "・窓口は遠い。"),
                ("・研修を増やしてほしい。", "・研修を増やしてほしいです。"),
            ],
        )
        .await;
        update(world, second.clone(), &review.meeting).await.is(201);
        let after = review.opinions(world).await;
        assert_eq!(
            texts(&after),
            [
                "新しい意見である。",
                "窓口が遠すぎる。",
                "研修を増やしてほしいです。",
                "南部は人が少ない。"
            ]
        );
        for (n, old) in before.iter().enumerate() {
            assert_eq!(after[n + 1]["id"], old["id"], "an opinion keeps its id");
        }
        assert_eq!(after[1]["visibility"], "council");
        assert_eq!(
            after[2]["issues"],
            json!([]),
            "what was rejected does not come back"
        );
        assert_eq!(after[2]["source"]["first_line"], 16);
        assert_eq!(after[3]["certainty"], "confirmed");
        assert_eq!(
            after[3]["issues"],
            json!([{ "key": "fees", "origin": "manual" }])
        );
        let meeting = world.get(&world.secretariat, &review.meeting).await.is(200);
        assert_eq!(meeting["venue"], "みなと市民館");

        let now = Reviewed {
            import: second.clone(),
            meeting: review.meeting.clone(),
        };
        for (kind, status) in [
            ("speaker", "accepted"),
            ("issue", "rejected"),
            ("action_item", "accepted"),
            ("kind", "open"),
        ] {
            let of_kind = now.suggestions(world, kind).await;
            assert_eq!(of_kind.len(), 1, "{kind}");
            assert_eq!(of_kind[0]["status"], status, "{kind}");
        }
        assert_eq!(review.suggestions(world, "speaker").await.len(), 0);
        // The lines of the file that was replaced ask nothing any more.
        place(world, &second, 12, json!("ignored")).await.is(200);
        now.settle(world, "accept", "kind").await;
        let path = format!("{}/minutes/transitions", review.meeting);
        let published = json!({ "to": "published" });
        world
            .post(&world.secretariat, &path, published)
            .await
            .is(201);
        let findings =
            giji::store::check_integrity(&mut world.app.db().read().await.expect("a connection"))
                .await;
        assert_eq!(
            findings.expect("the database can be read"),
            Vec::<String>::new()
        );
    });
}

#[test]
fn an_opinion_that_something_came_of_is_never_lost() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        review.settle(world, "accept", "action_item").await;
        let before = review.opinions(world).await;
        let second = corrected(
            world,
            &[("・窓口が遠い。\n", ""), ("・研修を増やしてほしい。\n", "")],
        )
        .await;
        let changes = world
            .get(&world.secretariat, &format!("{second}/changes"))
            .await
            .is(200);
        let told: Vec<Value> = items(&changes)
            .iter()
            .map(|one| json!([one["change"], one["id"]]))
            .collect();
        assert_eq!(
            told,
            [
                json!(["kept", before[1]["id"]]),
                json!(["removed", before[0]["id"]])
            ]
        );
        update(world, second, &review.meeting).await.is(201);
        let after = review.opinions(world).await;
        assert_eq!(
            texts(&after),
            ["研修を増やしてほしい。", "南部は人が少ない。"]
        );
        assert_eq!(after[0]["id"], before[1]["id"]);
        assert_eq!(after[0]["source"], Value::Null);
        let gone = format!("/opinions/{}", word(&before[0]["id"]));
        world
            .get(&world.secretariat, &gone)
            .await
            .problem(404, "not_found");
    });
}

#[test]
fn minutes_that_were_approved_or_published_are_not_changed_by_a_file() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        for kind in ["speaker", "kind", "action_item"] {
            review.settle(world, "reject", kind).await;
        }
        place(world, &review.import, 12, json!("ignored"))
            .await
            .is(200);
        let second = corrected(world, &[("窓口が遠い", "窓口が近い")]).await;
        let transitions = format!("{}/minutes/transitions", review.meeting);
        for (to, words) in [
            ("approved", "back to draft"),
            ("published", "Withdraw them"),
        ] {
            let to = json!({ "to": to });
            world
                .post(&world.secretariat, &transitions, to)
                .await
                .is(201);
            let refused = update(world, second.clone(), &review.meeting).await;
            let problem = refused.problem(409, "minutes_fixed");
            assert!(word(&problem["detail"]).contains(words));
            let refused = place(world, &review.import, 12, json!("narrative")).await;
            refused.problem(409, "minutes_fixed");
        }
        assert_eq!(
            word(&review.opinions(world).await[0]["text"]),
            "窓口が遠い。"
        );
        let other = format!("/meetings/{}", world.draft);
        update(world, second, &other).await.is(201);
    });
}

#[test]
fn a_meeting_entered_by_hand_takes_in_a_file() {
    in_each_world(async |world| {
        world.opinion(world.draft, None, None).await;
        let path = format!("/meetings/{}", world.draft);
        let file = corrected(
            world,
            &[("・窓口が遠い。", "・研修を増やしてほしい。\n・窓口が遠い。")],
        )
        .await;
        update(world, file.clone(), &path).await.is(201);
        let review = Reviewed {
            import: file,
            meeting: path.clone(),
        };
        let opinions = review.opinions(world).await;
        // What was typed and stands in the file is there once.
        assert_eq!(
            opinions
                .iter()
                .filter(|one| word(&one["text"]).contains("増やしてほしい"))
                .count(),
            2
        );
        assert_eq!(opinions.len(), 4);
        let meeting = world.get(&world.secretariat, &path).await.is(200);
        assert_eq!(meeting["round"], 1);
    });
}

#[test]
fn a_line_is_placed_before_an_import_is_applied_and_after_it_alike() {
    in_each_world(async |world| {
        for (n, settled_as, expected) in [
            (1, "opinion_after", "春の山は静かである。\n窓口が遠い。"),
            (2, "opinion", "春の山は静かである。"),
        ] {
            let mut read = Vec::new();
            for (month, before) in [("７月", true), ("８月", false)] {
                let round = 2 * n + i64::from(before);
                let text = DOUBTS.replace("第１回", &format!("第{round}回"));
                let text = text.replace("７月５日", &format!("{month}{n}日"));
                let import = import(world, &text).await;
                let review = if before {
                    place(world, &import, 12, json!(settled_as)).await.is(200);
                    apply(world, import).await
                } else {
                    let review = apply(world, import).await;
                    place(world, &review.import, 12, json!(settled_as))
                        .await
                        .is(200);
                    review
                };
                let opinions = review.opinions(world).await;
                assert_eq!(word(&opinions[0]["text"]), expected);
                read.push(
                    opinions
                        .iter()
                        .map(|one| {
                            json!([
                                one["text"],
                                one["source"],
                                one["attribution"],
                                one["position"]
                            ])
                        })
                        .collect::<Vec<_>>(),
                );
                let lines = format!("{}/lines?cursor=11&limit=1", review.import);
                let line = &items(&world.get(&world.secretariat, &lines).await.is(200))[0];
                assert_eq!(line["parts"][0]["kind"], "opinion");
                assert_eq!(line["parts"][0]["id"], opinions[0]["id"]);
                assert_eq!(line["settled_as"], settled_as);
            }
            assert_eq!(read[0], read[1]);
        }
    });
}

#[test]
fn a_line_is_taken_back_from_where_it_was_placed() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let minutes = format!("{}/minutes", review.meeting);
        let before = world.get(&world.secretariat, &minutes).await.is(200);
        let topic = |minutes: &Value, n: usize| minutes["topics"][n].clone();
        place(world, &review.import, 12, json!("heading"))
            .await
            .is(200);
        let placed = world.get(&world.secretariat, &minutes).await.is(200);
        assert_eq!(
            topic(&placed, 0)["headings"][0]["title"],
            "春の山は静かである。"
        );
        place(world, &review.import, 12, json!("narrative"))
            .await
            .is(200);
        let placed = world.get(&world.secretariat, &minutes).await.is(200);
        assert_eq!(topic(&placed, 0)["headings"], json!([]));
        assert_eq!(
            topic(&placed, 0)["narratives"][1]["text"],
            "春の山は静かである。"
        );
        place(world, &review.import, 12, json!("topic"))
            .await
            .is(200);
        let placed = world.get(&world.secretariat, &minutes).await.is(200);
        assert_eq!(topic(&placed, 1)["title"], "春の山は静かである。");
        assert_eq!(
            topic(&placed, 1)["opinions"].as_array().map(Vec::len),
            Some(2)
        );
        place(world, &review.import, 12, Value::Null).await.is(200);
        let back = world.get(&world.secretariat, &minutes).await.is(200);
        assert_eq!(back["topics"].as_array().map(Vec::len), Some(2));
        for n in 0..2 {
            assert_eq!(topic(&back, n)["id"], topic(&before, n)["id"]);
            assert_eq!(topic(&back, n)["opinions"], topic(&before, n)["opinions"]);
        }
        let refused = place(world, &review.import, 12, json!("opinion_before")).await;
        assert_eq!(refused.invalid_fields(), ["settled_as"]);
    });
}

#[test]
fn words_that_a_person_corrected_keep_a_line_that_is_added_to_them() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let before = review.opinions(world).await;
        change_opinion(world, &before[0], json!({ "text": "窓口が遠すぎる。" })).await;
        place(world, &review.import, 12, json!("opinion_after"))
            .await
            .is(200);
        let after = review.opinions(world).await;
        assert_eq!(
            word(&after[0]["text"]),
            "春の山は静かである。\n窓口が遠すぎる。"
        );
    });
}
