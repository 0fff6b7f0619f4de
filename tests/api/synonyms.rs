//! `/synonyms`, and what they and the other names of years add to a search.

use serde_json::{Value, json};

use crate::{
    app::{Made, PUBLIC, ids},
    searching::texts,
    world::{World, in_each_world},
};

async fn group(world: &World, words: &[&str]) -> Made {
    let body = json!({ "words": words });
    world.post(&world.admin, "/synonyms", body).await.made()
}

fn added(answer: &Value) -> Vec<(&str, Vec<&str>)> {
    let expansions = answer["expansions"].as_array().expect("a list");
    let expansions = expansions.iter().map(|expansion| {
        let added = expansion["added"].as_array().expect("a list");
        let added = added.iter().map(|word| word.as_str().expect("a word"));
        (expansion["term"].as_str().expect("a term"), added.collect())
    });
    expansions.collect()
}

#[test]
fn admins_change_synonyms_and_everybody_reads_them() {
    in_each_world(async |world| {
        let made = group(world, &["看護師", "ナース"]).await;
        let body = json!({ "words": ["短期入所", "ショートステイ"] });
        for (_, token) in world.those_without_rights() {
            world
                .post(token, "/synonyms", body.clone())
                .await
                .problem(403, "forbidden");
            let change = json!({ "archived": true });
            let refused = world.patch(token, &made.path, &made.etag, change).await;
            refused.problem(403, "forbidden");
            world
                .delete(token, &made.path, &made.etag)
                .await
                .problem(403, "forbidden");
        }
        world
            .post(PUBLIC, "/synonyms", body)
            .await
            .problem(401, "token_required");
        assert_eq!(
            world.get(PUBLIC, &made.path).await.is(200)["words"],
            json!(["看護師", "ナース"])
        );
        assert_eq!(
            ids(&world.get(PUBLIC, "/synonyms").await.is(200)),
            [made.id()]
        );

        let change = json!({ "archived": true });
        let refused = world
            .patch(&world.admin, &made.path, "", change.clone())
            .await;
        refused.problem(428, "version_required");
        let changed = world
            .patch(&world.admin, &made.path, &made.etag, change)
            .await;
        let etag = changed.etag();
        assert_eq!(changed.is(200)["archived"], true);
        assert!(ids(&world.get(PUBLIC, "/synonyms").await.is(200)).is_empty());
        let all = world.get(PUBLIC, "/synonyms?archived=true").await.is(200);
        assert_eq!(ids(&all), [made.id()]);
        world
            .delete(&world.admin, &made.path, &made.etag)
            .await
            .problem(412, "stale");
        world.delete(&world.admin, &made.path, &etag).await.is(204);
        world
            .get(PUBLIC, &made.path)
            .await
            .problem(404, "not_found");

        let trail = world
            .get(&world.admin, "/audit?entity=synonym_group")
            .await
            .is(200);
        let actions: Vec<&Value> = trail["items"].as_array().expect("a list").iter().collect();
        assert_eq!(actions.len(), 3, "made, changed, deleted");
    });
}

#[test]
fn a_group_has_two_words_that_search_tells_apart() {
    in_each_world(async |world| {
        for words in [
            json!(["ナース"]),
            json!(["ナース", "ﾅｰｽ"]),
            json!(["ナース", "、"]),
            json!(["ナース", ""]),
        ] {
            let refused = world
                .post(&world.admin, "/synonyms", json!({ "words": words }))
                .await;
            assert!(
                matches!(refused.status.as_u16(), 400 | 422),
                "{words}: {}",
                refused.body
            );
        }
    });
}

#[test]
fn a_search_finds_synonyms_and_says_so() {
    in_each_world(async |world| {
        let nurses = group(world, &["看護師", "ナース"]).await;
        world
            .said(world.published, json!({ "text": "看護師を増やす" }))
            .await;
        world
            .said(world.published, json!({ "text": "ナースの研修" }))
            .await;
        world.index().await;
        let answer = world.search(PUBLIC, "q=ナース").await;
        let mut found = texts(&answer);
        found.sort_unstable();
        assert_eq!(found, ["ナースの研修", "看護師を増やす"]);
        let expected = json!([{ "term": "ナース", "added": ["看護師"], "kind": "synonym", "id": nurses.id() }]);
        assert_eq!(answer["expansions"], expected);
        let marked = answer["hits"].to_string();
        assert!(marked.contains("<mark>看護師</mark>を増やす"), "{marked}");

        for off in [
            "expand=false",
            &format!("without={}", nurses.id()),
            "without=看護師",
            "without=ナース",
        ] {
            let answer = world.search(PUBLIC, &format!("q=ナース&{off}")).await;
            assert_eq!(texts(&answer), ["ナースの研修"], "{off}");
            assert_eq!(answer["expansions"], json!([]), "{off}");
        }
        for (query, total) in [("\"ナース\"", 1), ("研修 OR ナース", 2), ("-ナース", 1)]
        {
            let answer = world
                .search(PUBLIC, &format!("q={query}&type=opinion"))
                .await;
            assert_eq!(answer["total"], total, "{query}");
        }
        let change = json!({ "archived": true });
        world
            .patch(&world.admin, &nurses.path, &nurses.etag, change)
            .await
            .is(200);
        assert_eq!(
            world.search(PUBLIC, "q=ナース").await["total"],
            1,
            "archived groups add nothing"
        );
    });
}

#[test]
fn a_year_is_found_by_its_other_names() {
    in_each_world(async |world| {
        for text in [
            "令和４年度の予算",
            "2022年度の計画",
            "R4に始める",
            "平成31年の話",
            "令和元年の話",
        ] {
            world.said(world.published, json!({ "text": text })).await;
        }
        world.index().await;
        for (query, total) in [
            ("令和4年度", 3),
            ("2022年度", 3),
            ("R4", 3),
            ("令和四年度", 3),
            ("2019年", 2),
            ("H31年", 2),
            ("令和4年度の予算", 1),
        ] {
            let answer = world
                .search(PUBLIC, &format!("q={query}&type=opinion"))
                .await;
            assert_eq!(answer["total"], total, "{query}: {}", answer["expansions"]);
        }
        let answer = world.search(PUBLIC, "q=R4&type=opinion").await;
        assert_eq!(added(&answer), [("R4", vec!["2022年", "令和4"])]);
        assert_eq!(answer["expansions"][0]["id"], "era-2022");
        let answer = world
            .search(PUBLIC, "q=R4&without=era-2022&type=opinion")
            .await;
        assert_eq!(answer["total"], 1);
    });
}

#[test]
fn the_defaults_are_entered_once() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let first = world.get(PUBLIC, "/synonyms").await.is(200);
        assert_eq!(
            first["items"].as_array().map(Vec::len),
            Some(giji::search::DEFAULT_SYNONYMS.len())
        );
        let id = ids(&first)[0].to_owned();
        let path = format!("/synonyms/{id}");
        let etag = world.get(&world.admin, &path).await.etag();
        world.delete(&world.admin, &path, &etag).await.is(204);
        world.seed_vocabulary().await;
        let second = world.get(PUBLIC, "/synonyms").await.is(200);
        assert!(
            !ids(&second).contains(&id.as_str()),
            "what was deleted does not come back"
        );
    });
}

#[test]
fn a_cursor_belongs_to_a_question_with_its_expansions() {
    in_each_world(async |world| {
        group(world, &["看護師", "ナース"]).await;
        for _ in 0..3 {
            world
                .said(world.published, json!({ "text": "看護師とナース" }))
                .await;
        }
        world.index().await;
        let first = world.search(PUBLIC, "q=ナース&limit=1").await;
        let cursor = first["next_cursor"].as_str().expect("another page");
        world
            .search(
                PUBLIC,
                &format!("q=ナース&limit=1&cursor={cursor}&facets=none"),
            )
            .await;
        let other = world
            .get(
                PUBLIC,
                &format!(
                    "/search?{}",
                    crate::searching::encoded(&format!(
                        "q=ナース&limit=1&expand=false&cursor={cursor}"
                    ))
                ),
            )
            .await;
        assert_eq!(other.status.as_u16() / 100, 4, "{}", other.body);
    });
}
