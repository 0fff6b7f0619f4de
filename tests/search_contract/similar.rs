//! Wording that is like other wording: the typo fallback.

use giji::search::{DocumentType, Query, SearchEngine, SearchRequest, search_tolerantly};

use crate::corpus::*;

/// What is found by something like `text`, sorted.
async fn like(engine: &dyn SearchEngine, text: &str) -> Vec<u128> {
    let asked = SearchRequest {
        query: Query::parse(text),
        types: vec![DocumentType::Opinion],
        ..request("")
    };
    let answer = search_tolerantly(engine, &asked).await.expect("an answer");
    let hits = answer.answer.hits.iter();
    let mut numbers: Vec<u128> = hits.map(|hit| hit.id.as_u128()).collect();
    numbers.sort_unstable();
    assert_eq!(answer.misspelt.is_empty(), numbers.is_empty(), "{text}");
    numbers
}

pub async fn one_unit_may_differ(engine: &dyn SearchEngine) {
    let texts = [
        "保健師の家庭訪問",
        "コーデイネーターの養成",
        "個別の避難計画",
        "夜間の電源",
    ];
    let documents = texts
        .iter()
        .zip(1..)
        .map(|(text, number)| opinion(number, text));
    fill(engine, documents.collect()).await;
    for (text, expected) in [
        ("保険師", vec![1]),
        ("保健の師", vec![1]),
        ("コーディネーター", vec![2]),
        ("個別避難計画", vec![3]),
        ("個別の非避難計画", vec![3]),
        ("個人避難企画", vec![]),
        ("夜間や電源", vec![4]),
    ] {
        assert_eq!(like(engine, text).await, expected, "{text}");
    }
}

pub async fn numbers_and_short_terms_stay(engine: &dyn SearchEngine) {
    let documents = vec![
        opinion(1, "135単位の加算"),
        opinion(2, "研究"),
        opinion(3, "看護"),
    ];
    fill(engine, documents).await;
    for text in ["35単位の加算", "研修", "看護師"] {
        assert_eq!(like(engine, text).await, [], "{text}");
    }
}

pub async fn a_letter_of_a_latin_word_may_differ(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![opinion(1, "ＮＩＣＵの退院"), opinion(2, "ICTの活用")],
    )
    .await;
    for text in ["nicuu", "NIKU", "nixcu"] {
        assert_eq!(like(engine, text).await, [1], "{text}");
    }
    for text in ["ict2", "icu", "picuu"] {
        assert_eq!(like(engine, text).await, [], "{text}");
    }
}

pub async fn a_filter_holds_for_what_is_similar_too(engine: &dyn SearchEngine) {
    fill(engine, vec![opinion(1, "保健師の訪問")]).await;
    let asked = |year| SearchRequest {
        query: Query::parse("保険師"),
        fiscal_years: vec![year],
        ..request("")
    };
    let found = search_tolerantly(engine, &asked(2022))
        .await
        .expect("an answer");
    assert_eq!(found.answer.total, 1);
    let found = search_tolerantly(engine, &asked(2021))
        .await
        .expect("an answer");
    assert_eq!(found.answer.total, 0);
}
