//! A corrected file for a meeting that is there, and lines that a person places: the draft follows, and what people decided stays.

use serde_json::{Value, json};

use crate::{
    app::{Answer, PUBLIC},
    review::{DOUBTS, Reviewed, apply, import, items, word},
    world::{World, in_each_world},
};

pub async fn first_version(world: &World) -> Reviewed {
    let import = import(world, DOUBTS).await;
    apply(world, import).await
}

/// The file with changes, imported.
pub async fn corrected(world: &World, changes: &[(&str, &str)]) -> String {
    let mut text = DOUBTS.to_owned();
    for (before, after) in changes {
        assert!(text.contains(before), "{before}");
        text = text.replace(before, after);
    }
    import(world, &text).await
}

pub async fn update(world: &World, import: String, meeting: &str) -> Answer {
    let id = meeting.rsplit('/').next().unwrap_or_default();
    let path = format!("{import}/apply?meeting_id={id}");
    world.post(&world.secretariat, &path, json!({})).await
}

pub async fn change_opinion(world: &World, opinion: &Value, body: Value) -> Value {
    let path = format!("/opinions/{}", word(&opinion["id"]));
    let etag = world.get(&world.secretariat, &path).await.etag();
    let changed = world.patch(&world.secretariat, &path, &etag, body).await;
    changed.is(200)
}

pub fn texts(opinions: &[Value]) -> Vec<&str> {
    opinions.iter().map(|one| word(&one["text"])).collect()
}

pub async fn place(world: &World, import: &str, line: i64, settled_as: Value) -> Answer {
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

#[test]
fn lines_that_a_person_settled_stay_settled_in_a_corrected_file() {
    in_each_world(async |world| {
        let two_lines = (
            "春の山は静かである。\n",
            "春の山は静かである。\n秋の川は長い。\n",
        );
        let first = corrected(world, &[two_lines]).await;
        let review = apply(world, first).await;
        place(world, &review.import, 12, json!("ignored"))
            .await
            .is(200);
        place(world, &review.import, 13, json!("narrative"))
            .await
            .is(200);
        let minutes = format!("{}/minutes", review.meeting);
        let narratives = async || {
            let minutes = world.get(&world.secretariat, &minutes).await.is(200);
            minutes["topics"][0]["narratives"].clone()
        };
        let before = narratives().await;
        assert_eq!(before[1]["text"], "秋の川は長い。");

        // One word elsewhere, and everything one line further down.
        let changes = [
            two_lines,
            ("窓口が遠い", "窓口が近い"),
            ("４ 議事概要", "\n４ 議事概要"),
        ];
        let second = corrected(world, &changes).await;
        let path = format!("{second}/changes");
        let shown = items(&world.get(&world.secretariat, &path).await.is(200));
        let entities: Vec<&str> = shown.iter().map(|one| word(&one["entity"])).collect();
        assert_eq!(entities, ["opinion"], "the narrative is not to go");
        update(world, second.clone(), &review.meeting).await.is(201);
        let path = format!("{second}/unmapped-lines");
        let lines = world.get(&world.secretariat, &path).await.is(200);
        let settled: Vec<Value> = items(&lines)
            .iter()
            .map(|one| json!([one["line"], one["settled_as"]]))
            .collect();
        assert_eq!(settled, [json!([13, "ignored"]), json!([14, "narrative"])]);
        let after = narratives().await;
        assert_eq!(after[1]["text"], "秋の川は長い。");
        assert_eq!(after[1]["id"], before[1]["id"]);
        // What was placed is taken back there as before.
        place(world, &second, 14, Value::Null).await.is(200);
        assert_eq!(narratives().await[1], Value::Null);
    });
}

#[test]
fn a_line_that_went_on_with_an_opinion_that_is_gone_asks_again() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        place(world, &review.import, 12, json!("opinion_after"))
            .await
            .is(200);
        let rest = &DOUBTS[DOUBTS.find("（主な意見等）").expect("it is there")..];
        let second = corrected(world, &[(rest, "")]).await;
        update(world, second.clone(), &review.meeting).await.is(201);
        let path = format!("{second}/unmapped-lines");
        let lines = items(&world.get(&world.secretariat, &path).await.is(200));
        assert_eq!(lines[0]["line"], 12);
        assert_eq!(lines[0]["settled_as"], Value::Null);
    });
}

#[test]
fn an_open_suggestion_follows_the_corrected_words_and_a_decided_one_stays() {
    in_each_world(async |world| {
        let two_asked = (
            "・研修を増やしてほしい。",
            "・研修を増やしてほしい。\n・駐車場を広げてほしい。",
        );
        let first = corrected(world, &[two_asked]).await;
        let review = apply(world, first).await;
        let told = async |review: &Reviewed| -> Vec<Value> {
            let all = review.suggestions(world, "action_item").await;
            let told = all.iter().map(|one| json!([one["status"], one["text"]]));
            told.collect()
        };
        let asked = review.suggestions(world, "action_item").await;
        let texts: Vec<&str> = asked.iter().map(|one| word(&one["text"])).collect();
        assert_eq!(texts, ["研修を増やしてほしい。", "駐車場を広げてほしい。"]);
        let path = format!("/suggestions/{}/reject", word(&asked[0]["id"]));
        world
            .post(&world.secretariat, &path, json!({}))
            .await
            .is(200);

        let other_words = (
            "・研修を増やしてほしい。",
            "・研修をもっと増やしてほしい。\n・駐車場を早く広げてほしい。",
        );
        let second = corrected(world, &[other_words]).await;
        update(world, second.clone(), &review.meeting).await.is(201);
        let now = Reviewed {
            import: second,
            meeting: review.meeting.clone(),
        };
        assert_eq!(
            told(&now).await,
            [
                json!(["rejected", "研修を増やしてほしい。"]),
                json!(["open", "駐車場を早く広げてほしい。"])
            ]
        );
        let open = &now.suggestions(world, "action_item").await[1];
        let path = format!("/suggestions/{}/accept", word(&open["id"]));
        let item = world
            .post(&world.secretariat, &path, json!({}))
            .await
            .is(201);
        assert_eq!(item["text"], "駐車場を早く広げてほしい。");
    });
}

#[test]
fn an_open_suggestion_about_unchanged_words_stays_the_same() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let review = first_version(world).await;
        let mut before = Vec::new();
        for kind in ["speaker", "kind", "issue", "action_item"] {
            before.push(review.suggestions(world, kind).await[0]["id"].clone());
        }
        let second = corrected(world, &[("窓口が遠い", "窓口が近い")]).await;
        update(world, second.clone(), &review.meeting).await.is(201);
        let now = Reviewed {
            import: second,
            meeting: review.meeting,
        };
        for (kind, id) in ["speaker", "kind", "issue", "action_item"]
            .iter()
            .zip(before)
        {
            let after = now.suggestions(world, kind).await;
            assert_eq!(after.len(), 1, "{kind}");
            assert_eq!(after[0]["id"], id, "{kind}");
        }
    });
}

#[test]
fn a_kind_that_a_person_said_is_no_suggestion_of_a_corrected_file() {
    in_each_world(async |world| {
        let review = first_version(world).await;
        let before = review.opinions(world).await;
        change_opinion(world, &before[0], json!({ "kind": "question" })).await;
        let mut review = review;
        // Twice: the second time, the file that it is held against is a corrected one itself.
        for words in ["・窓口は遠い。", "・窓口はとても遠い。"] {
            let second = corrected(world, &[("・窓口が遠い。", words)]).await;
            update(world, second.clone(), &review.meeting).await.is(201);
            review.import = second;
            let opinion = &review.opinions(world).await[0];
            assert_eq!(opinion["kind"], "question");
            let kinds = review.suggestions(world, "kind").await;
            let about: Vec<&Value> = kinds.iter().map(|one| &one["opinion_id"]).collect();
            assert_eq!(about, [&before[2]["id"]], "that one the file leaves open");
        }
    });
}
