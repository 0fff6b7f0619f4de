//! Typo tolerance, and the passages of long texts.

use std::sync::Arc;

use async_trait::async_trait;
use giji::search::{
    DocumentType, EmbeddedIndex, EngineAnswer, IndexChange, Query, Rebuild, SearchEngine,
    SearchError, SearchRequest,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    app::{PUBLIC, Service},
    databases::on_both,
    searching::texts,
    world::{World, in_each_world},
};

/// An engine that takes one word for like another, whatever the one below can do.
struct Tolerant(EmbeddedIndex);

#[async_trait]
impl SearchEngine for Tolerant {
    async fn apply(&self, changes: Vec<IndexChange>) -> Result<(), SearchError> {
        self.0.apply(changes).await
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.0.start_rebuild().await
    }

    async fn search(&self, mut request: SearchRequest) -> Result<EngineAnswer, SearchError> {
        let similar: Vec<String> = request.query.similar_texts().map(str::to_owned).collect();
        if !similar.is_empty() {
            assert!(similar.iter().all(|text| text == "保険師"), "{similar:?}");
            let text = if request.query.clauses().len() > 1 {
                "研修 保健師"
            } else {
                "保健師"
            };
            request.query = Query::parse(text);
        }
        self.0.search(request).await
    }

    async fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        self.0.list_versions().await
    }

    async fn document_count(&self) -> Result<u64, SearchError> {
        self.0.document_count().await
    }
}

fn in_each_tolerant_world(scenario: impl AsyncFn(&World)) {
    on_both(async |db| {
        let service = Service::searching(db, |index| Arc::new(Tolerant(index)));
        scenario(&World::on(service).await).await;
    });
}

#[test]
fn where_nothing_is_found_something_like_it_is_and_the_answer_says_so() {
    in_each_tolerant_world(async |world| {
        world
            .said(world.published, json!({ "text": "保健師の研修を増やす" }))
            .await;
        let hidden = json!({ "text": "保険師という誤記", "visibility": "secretariat" });
        world.said(world.published, hidden).await;
        world.index().await;
        let answer = world.search(PUBLIC, "q=保険師").await;
        assert_eq!(texts(&answer), ["保健師の研修を増やす"]);
        assert_eq!(
            answer["corrected"],
            json!([{ "from": "保険師", "to": "保健師", "kind": "similar" }])
        );
        assert_eq!(
            answer["hits"][0]["html"],
            "<mark>保健師</mark>の研修を増やす"
        );
        let answer = world.search(PUBLIC, "q=研修 保険師").await;
        assert_eq!(
            answer["corrected"][0]["from"], "保険師",
            "the other term is found by itself"
        );

        let found = world.search(&world.secretariat, "q=保険師").await;
        assert_eq!(
            (texts(&found), &found["corrected"]),
            (vec!["保険師という誤記"], &json!([]))
        );
        let found = world.search(PUBLIC, "q=保健師").await;
        assert_eq!(found["corrected"], json!([]));
        let phrase = world.search(PUBLIC, "q=\"保険師\"").await;
        assert_eq!(
            (&phrase["total"], &phrase["corrected"]),
            (&json!(0), &json!([]))
        );
        let filtered = world.search(PUBLIC, "q=保険師&kind=decision").await;
        assert_eq!(
            (&filtered["total"], &filtered["corrected"]),
            (&json!(0), &json!([]))
        );
    });
}

#[test]
fn a_long_text_gives_its_best_passage() {
    in_each_world(async |world| {
        let filler = "これは別の話である。".repeat(40);
        let text = format!("{filler}研修の場で研修を増やす話があった。{filler}");
        world.said(world.published, json!({ "text": text })).await;
        world
            .said(world.published, json!({ "text": "研修<短い>" }))
            .await;
        world.index().await;
        let answer = world.search(PUBLIC, "q=研修&type=opinion").await;
        for hit in answer["hits"].as_array().expect("hits") {
            let text: Vec<char> = hit["text"].as_str().expect("a text").chars().collect();
            let place = |end: &str| {
                let place = hit["passage"][end].as_u64().expect("a place");
                usize::try_from(place).expect("a place in a text")
            };
            let passage: String = text[place("start")..place("end")].iter().collect();
            let html = hit["passage_html"].as_str().expect("a text");
            if text.len() > 200 {
                assert!(
                    passage.contains("研修の場で研修を増やす話があった。")
                        && passage.chars().count() <= 200
                );
                assert!(
                    html.contains("<mark>研修</mark>の場で<mark>研修</mark>を増やす"),
                    "{html}"
                );
                assert!(
                    !html.contains("…") && html.len() < hit["html"].as_str().map_or(0, str::len)
                );
            } else {
                assert_eq!(
                    (passage.as_str(), html),
                    ("研修<短い>", "<mark>研修</mark>&lt;短い&gt;")
                );
            }
        }
    });
}
