//! What is near a search: related opinions, and suggestions while typing.

use serde_json::{Value, json};

use crate::{
    app::PUBLIC,
    searching::encoded,
    world::{World, in_each_world},
};

async fn suggested(world: &World, token: &str, typed: &str) -> Vec<(String, String)> {
    let path = format!("/search/suggestions?{}", encoded(&format!("q={typed}")));
    let list = world.get(token, &path).await.is(200);
    let items = list["items"].as_array().expect("items");
    let text = |item: &Value, field: &str| item[field].as_str().expect("a text").to_owned();
    items
        .iter()
        .map(|item| (text(item, "type"), text(item, "text")))
        .collect()
}

async fn related(world: &World, token: &str, path: &str) -> Vec<String> {
    let list = world.get(token, &format!("{path}/related")).await.is(200);
    let items = list["items"].as_array().expect("items");
    items
        .iter()
        .map(|hit| hit["text"].as_str().expect("a text").to_owned())
        .collect()
}

#[test]
fn related_opinions_share_the_words_that_tell_most() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let of = |text: &str| json!({ "text": text, "issues": [] });
        let one = world
            .said(world.published, of("喀痰吸引の研修を県が実施する。"))
            .await;
        world
            .said(world.published, of("喀痰吸引ができる人材の研修が要る。"))
            .await;
        world.said(world.published, of("会議の研修資料。")).await;
        world
            .said(world.published, of("送迎の車両について。"))
            .await;
        world.index().await;
        let found = related(world, PUBLIC, &one.path).await;
        assert_eq!(
            found,
            ["喀痰吸引ができる人材の研修が要る。", "会議の研修資料。"],
            "nearest first, and not itself"
        );
        let limited = world
            .get(PUBLIC, &format!("{}/related?limit=1", one.path))
            .await
            .is(200);
        assert_eq!(limited["items"].as_array().map(Vec::len), Some(1));
        let html = limited["items"][0]["html"].as_str().expect("a text");
        assert!(html.contains("<mark>喀痰吸引</mark>"), "{html}");
    });
}

#[test]
fn what_is_hidden_is_related_to_nothing() {
    in_each_world(async |world| {
        let one = world
            .said(world.published, json!({ "text": "喀痰吸引の研修" }))
            .await;
        let hidden = json!({ "text": "喀痰吸引の内輪の話", "visibility": "secretariat" });
        let hidden = world.said(world.published, hidden).await;
        world.index().await;
        assert!(related(world, PUBLIC, &one.path).await.is_empty());
        assert_eq!(
            related(world, &world.secretariat, &one.path).await,
            ["喀痰吸引の内輪の話"]
        );
        let path = format!("{}/related", hidden.path);
        world.get(PUBLIC, &path).await.problem(404, "not_found");
        assert_eq!(
            related(world, &world.secretariat, &hidden.path).await,
            ["喀痰吸引の研修"]
        );
    });
}

#[test]
fn terms_issues_people_and_topics_are_suggested() {
    in_each_world(async |world| {
        world.seed_vocabulary().await;
        let body = json!({ "name": "医王 花子", "reading": "いおう はなこ" });
        let person = world.post(&world.admin, "/persons", body).await.made();
        world.seat(&person, world.council).await;
        let topics = format!("/meetings/{}/topics", world.published);
        for title in ["医療的ケア児の研修について", "医療的ケア児の研修について"]
        {
            world
                .post(&world.secretariat, &topics, json!({ "title": title }))
                .await
                .is(201);
        }
        for text in [
            "医療機器の電源を確保する。",
            "医療機器を備える。",
            "専門医療の話。",
        ] {
            world.said(world.published, json!({ "text": text })).await;
        }
        world.index().await;
        let of = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
        let found = suggested(world, PUBLIC, "医療").await;
        assert_eq!(
            found[0],
            of("term", "医療機器"),
            "frequent words come first: {found:?}"
        );
        assert!(
            found.contains(&of("term", "医療的ケア")),
            "a synonym is a term: {found:?}"
        );
        let topics = found.iter().filter(|(kind, _)| kind == "topic");
        assert_eq!(
            topics.collect::<Vec<_>>(),
            [&of("topic", "医療的ケア児の研修について")],
            "each once"
        );
        let found = suggested(world, PUBLIC, "医").await;
        assert!(found.contains(&of("person", "医王 花子")), "{found:?}");
        let found = suggested(world, PUBLIC, "いおう").await;
        assert!(found.contains(&of("person", "医王 花子")), "{found:?}");
        let found = suggested(world, PUBLIC, "レスパ").await;
        assert!(
            found
                .iter()
                .any(|(kind, text)| kind == "issue" && text.contains("Respite")),
            "{found:?}"
        );
        for nothing in ["", "　", "、", "象の飼育"] {
            assert!(
                suggested(world, PUBLIC, nothing).await.is_empty(),
                "{nothing:?}"
            );
        }
    });
}

#[test]
fn nothing_hidden_is_suggested() {
    in_each_world(async |world| {
        let hidden = json!({ "text": "秘匿事項の扱い", "visibility": "secretariat" });
        world.said(world.published, hidden).await;
        world
            .said(world.draft, json!({ "text": "秘匿情報の扱い" }))
            .await;
        let topics = format!("/meetings/{}/topics", world.published);
        let body = json!({ "title": "秘匿の議題", "visibility": "council" });
        world.post(&world.secretariat, &topics, body).await.is(201);
        let person = world.person("秘匿 花子").await;
        world.seat(&person, world.other).await;
        world.index().await;
        assert!(suggested(world, PUBLIC, "秘匿").await.is_empty());
        let inside = suggested(world, &world.secretariat, "秘匿").await;
        assert!(inside.iter().any(|(kind, _)| kind == "term"), "{inside:?}");
        assert!(inside.iter().any(|(kind, _)| kind == "topic"), "{inside:?}");
        assert!(
            !inside.iter().any(|(kind, _)| kind == "person"),
            "{inside:?}"
        );
        assert_eq!(
            suggested(world, &world.elsewhere, "秘匿").await,
            [("person".to_owned(), "秘匿 花子".to_owned())]
        );
    });
}
