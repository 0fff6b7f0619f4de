//! Facets and filters of search: what is counted, in which words, and for whom.

use serde_json::json;

use crate::{
    app::PUBLIC,
    searching::{counts, labels, texts},
    world::{World, in_each_world},
};

#[test]
fn an_answer_carries_the_facets_that_were_asked_for() {
    in_each_world(async |world| {
        let body =
            json!({ "text": "研修を増やす", "speaker_name": "冨岡", "speaker_role": "副会長" });
        world.said(world.published, body).await;
        world.index().await;
        let all = world.search(PUBLIC, "q=研修").await;
        let facets = all["facets"].as_object().expect("facets");
        let mut names: Vec<&String> = facets.keys().collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "attribution",
                "council",
                "fiscal_year",
                "has_action_item",
                "issue",
                "kind",
                "meeting",
                "role",
                "speaker",
                "type"
            ]
        );
        for query in ["facets=role,kind", "facets=role&facets=kind"] {
            let some = world.search(PUBLIC, &format!("q=研修&{query}")).await;
            assert_eq!(
                some["facets"].as_object().map(|facets| facets.len()),
                Some(2)
            );
            assert_eq!(counts(&some, "role"), [("副会長", 1)]);
        }
        let none = world.search(PUBLIC, "q=研修&facets=none").await;
        assert_eq!(none["facets"], json!({}));
        let refused = world.get(PUBLIC, "/search?facets=colour").await;
        refused.problem(400, "invalid_parameter");
    });
}

#[test]
fn facets_are_labelled_in_the_language_of_the_caller() {
    in_each_world(async |world| {
        let meeting = json!({ "title": "令和4年度 第3回", "fiscal_year": 2022 });
        let meeting = world.published_meeting(world.council, meeting).await;
        world
            .said(
                meeting,
                json!({ "text": "研修を増やす", "speaker_name": "冨岡" }),
            )
            .await;
        world
            .said(
                meeting,
                json!({ "text": "研修を見直す", "attribution": "collective" }),
            )
            .await;
        world.index().await;
        let sorted = |mut labels: Vec<String>| {
            labels.sort_unstable();
            labels
        };
        for (language, attribution, action) in [
            ("ja", ["会議全体（主な意見等）", "氏名あり"], "対応事項なし"),
            (
                "en",
                ["By name", "The meeting as a whole"],
                "Without an action item",
            ),
        ] {
            world.speak(language);
            let answer = world.search(PUBLIC, "q=研修").await;
            let shown = labels(&answer, "attribution")
                .into_iter()
                .map(str::to_owned);
            assert_eq!(sorted(shown.collect()), attribution);
            assert_eq!(labels(&answer, "has_action_item"), [action]);
            assert_eq!(labels(&answer, "meeting"), ["令和4年度 第3回"]);
            assert_eq!(labels(&answer, "fiscal_year"), ["令和4年度"]);
        }
    });
}

#[test]
fn role_and_attribution_filter_and_show_in_the_public_form_alone() {
    in_each_world(async |world| {
        let hidden = world
            .published_meeting(world.other, json!({ "title": "第1回" }))
            .await;
        for meeting in [world.published, hidden] {
            let body =
                json!({ "text": "研修を増やす", "speaker_name": "冨岡", "speaker_role": "副会長" });
            world.said(meeting, body).await;
        }
        world
            .said(
                world.published,
                json!({ "text": "研修を見直す", "speaker_role": "会長" }),
            )
            .await;
        world.index().await;

        let answer = world.search(PUBLIC, "q=研修&role=副会長").await;
        assert_eq!(
            (answer["total"].as_u64(), texts(&answer)),
            (Some(1), vec!["研修を増やす"])
        );
        assert_eq!(
            counts(&answer, "role"),
            [("会長", 1), ("副会長", 1)],
            "without its own filter"
        );
        assert_eq!(counts(&answer, "attribution"), [("named", 1)]);
        let inside = world.search(&world.elsewhere, "q=研修&role=副会長").await;
        assert_eq!(inside["total"], 2, "its secretariat sees the internal form");

        for (filter, total) in [
            ("attribution=named", 1),
            ("attribution=role_only", 1),
            ("attribution=unattributed", 1),
            ("attribution=named&attribution=role_only", 2),
            ("attribution=collective", 0),
        ] {
            let answer = world.search(PUBLIC, &format!("q=研修&{filter}")).await;
            assert_eq!(answer["total"], total, "{filter}");
        }
    });
}

/// How many opinions on 研修 have an action item, and how many have none, as a caller is told.
async fn with_and_without(world: &World, token: &str) -> (u64, u64) {
    let mut totals = [0, 0];
    let answer = world.search(token, "q=研修&type=opinion").await;
    let facet = counts(&answer, "has_action_item");
    for (place, value) in ["true", "false"].into_iter().enumerate() {
        let query = format!("q=研修&type=opinion&has_action_item={value}");
        let answer = world.search(token, &query).await;
        totals[place] = answer["total"].as_u64().expect("a number");
        let counted = facet.iter().find(|(counted, _)| *counted == value);
        assert_eq!(
            counted.map_or(0, |(_, count)| *count),
            totals[place],
            "the facet counts the same"
        );
    }
    (totals[0], totals[1])
}

#[test]
fn whether_an_action_item_came_of_it_is_told_to_those_who_see_the_item() {
    in_each_world(async |world| {
        let opinion = world
            .said(world.published, json!({ "text": "研修を増やす" }))
            .await;
        world
            .said(world.published, json!({ "text": "研修を見直す" }))
            .await;
        let body = json!({ "council_id": world.council, "meeting_id": world.published, "text": "計画を示す",
            "visibility": "secretariat", "opinion_ids": [opinion.id()] });
        let mut item = world
            .post(&world.secretariat, "/action-items", body)
            .await
            .made();
        for (visibility, seen_by) in [("secretariat", 1), ("council", 2), ("public", 3)] {
            let body = json!({ "visibility": visibility });
            let changed = world
                .patch(&world.secretariat, &item.path, &item.etag, body)
                .await;
            item.etag = changed.etag();
            world.index().await;
            for (place, token) in [&*world.secretariat, &*world.member, PUBLIC]
                .into_iter()
                .enumerate()
            {
                let expected = if place < seen_by { (1, 1) } else { (0, 2) };
                assert_eq!(
                    with_and_without(world, token).await,
                    expected,
                    "{visibility} {place}"
                );
            }
        }
        let body = json!({ "opinion_ids": [] });
        let changed = world
            .patch(&world.secretariat, &item.path, &item.etag, body)
            .await;
        world.index().await;
        assert_eq!(
            with_and_without(world, &world.secretariat).await,
            (0, 2),
            "it came of none"
        );

        let body = json!({ "opinion_ids": [opinion.id()] });
        let changed = world
            .patch(&world.secretariat, &item.path, &changed.etag(), body)
            .await;
        world.index().await;
        assert_eq!(with_and_without(world, PUBLIC).await, (1, 1));
        world
            .delete(&world.secretariat, &item.path, &changed.etag())
            .await
            .is(204);
        world.index().await;
        assert_eq!(with_and_without(world, PUBLIC).await, (0, 2), "it is gone");
    });
}

#[test]
fn an_action_item_of_minutes_that_are_not_published_is_not_told_of() {
    in_each_world(async |world| {
        let opinion = world
            .said(world.published, json!({ "text": "研修を増やす" }))
            .await;
        let body = json!({ "council_id": world.council, "meeting_id": world.draft, "text": "計画を示す",
            "visibility": "public", "opinion_ids": [opinion.id()] });
        world
            .post(&world.secretariat, "/action-items", body)
            .await
            .made();
        world.index().await;
        assert_eq!(with_and_without(world, PUBLIC).await, (0, 1));
        assert_eq!(with_and_without(world, &world.secretariat).await, (1, 0));
        crate::world::publish(&world.app, world.draft).await;
        world.index().await;
        assert_eq!(
            with_and_without(world, PUBLIC).await,
            (1, 0),
            "the minutes are published"
        );
    });
}

#[test]
fn a_nul_in_a_query_or_a_name_is_refused() {
    in_each_world(async |world| {
        for parameter in ["q", "speaker", "role"] {
            let refused = world
                .get(PUBLIC, &format!("/search?{parameter}=a%00b"))
                .await;
            refused.problem(400, "invalid_parameter");
        }
        world.get(PUBLIC, "/search?q=").await.is(200);
    });
}
