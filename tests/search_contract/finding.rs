//! What a query finds.

use giji::domain::OpinionKind;
use giji::search::{SearchDocument, SearchEngine};

use crate::corpus::*;

fn spoken(number: u128, text: &str, speaker: &str, keys: &[&str]) -> SearchDocument {
    SearchDocument {
        speaker: Some(speaker.to_owned()),
        speaker_keys: keys.iter().map(|&key| key.to_owned()).collect(),
        ..opinion(number, text)
    }
}

pub async fn all_terms_have_to_be_found_in_one_document(engine: &dyn SearchEngine) {
    let titled = SearchDocument {
        heading: Some("養成研修".to_owned()),
        topic: Some("来年度の計画".to_owned()),
        ..spoken(1, "回数が足りない。", "冨岡副会長", &[])
    };
    fill(engine, vec![titled, opinion(2, "研修の回数を決めたい。")]).await;
    assert_eq!(found(engine, "研修").await, [1, 2]);
    assert_eq!(found(engine, "研修 回数").await, [1, 2]);
    assert_eq!(found(engine, "研修　計画　副会長").await, [1]);
    assert_eq!(found(engine, "研修 夜間").await, []);
}

pub async fn short_terms_are_found(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![
            opinion(1, "小児の研修と報酬について"),
            opinion(2, "通学の支援"),
        ],
    )
    .await;
    for query in ["児", "研修", "報酬", "小児の", "に"] {
        assert_eq!(found(engine, query).await, [1], "{query}");
    }
    assert_eq!(found(engine, "の").await, [1, 2]);
}

pub async fn terms_of_any_length_are_found(engine: &dyn SearchEngine) {
    let text = "医療的ケアが必要な子どもの通学を支える仕組み";
    fill(
        engine,
        vec![opinion(1, text), opinion(2, "必要が医療な仕組みの通学")],
    )
    .await;
    let chars: Vec<char> = text.chars().collect();
    for start in 0..chars.len() {
        for end in start + 4..=chars.len() {
            let term: String = chars[start..end].iter().collect();
            assert_eq!(found(engine, &term).await, [1], "{term}");
        }
    }
}

pub async fn a_scattered_term_is_not_found(engine: &dyn SearchEngine) {
    // Each of the two texts has every triple of the term, but not one after the other.
    fill(
        engine,
        vec![
            opinion(1, "あいうえお、いうえかき"),
            opinion(2, "いうえかきくあいうえ"),
        ],
    )
    .await;
    assert_eq!(found(engine, "あいうえかき").await, []);
    assert_eq!(found(engine, "いうえかき").await, [1, 2]);
}

pub async fn a_term_does_not_run_from_one_part_into_another(engine: &dyn SearchEngine) {
    let document = SearchDocument {
        heading: Some("養成".to_owned()),
        topic: Some("研修計画".to_owned()),
        ..opinion(1, "夜間の")
    };
    fill(engine, vec![document]).await;
    for query in ["養成研修", "成研", "成研修計画", "の養", "の養成"] {
        assert_eq!(found(engine, query).await, [], "{query}");
    }
    assert_eq!(found(engine, "研修計画").await, [1]);
}

pub async fn phrases_and_not_and_or(engine: &dyn SearchEngine) {
    let documents = vec![
        opinion(1, "研修の計画"),
        opinion(2, "研修と報酬"),
        opinion(3, "報酬の改定"),
        opinion(4, "看護師の配置"),
    ];
    fill(engine, documents).await;
    assert_eq!(found(engine, "\"研修の計画\"").await, [1]);
    assert_eq!(found(engine, "“報酬の改定”").await, [3]);
    assert_eq!(found(engine, "研修 -報酬").await, [1]);
    assert_eq!(found(engine, "-研修").await, [3, 4]);
    assert_eq!(found(engine, "-研修 -看護師").await, [3]);
    assert_eq!(found(engine, "看護師 OR 計画").await, [1, 4]);
    assert_eq!(found(engine, "報酬 研修 OR 改定").await, [2, 3]);
    assert_eq!(found(engine, "看護師 OR -報酬").await, [1, 4]);
    assert_eq!(found(engine, "研修 -\"の計画\"").await, [2]);
    assert_eq!(
        found(engine, "\"研修の").await,
        [1],
        "an unbalanced quote is no error"
    );
    assert_eq!(
        found(engine, "研修 OR").await,
        [],
        "a stray OR is looked for"
    );
    // Longer than what the index holds in one piece, and standing before the last document that is found.
    let long = vec![
        opinion(11, "相談支援専門員の集まり"),
        opinion(12, "集まりの予定"),
        opinion(13, "集まりの記録"),
    ];
    fill(engine, long).await;
    assert_eq!(found(engine, "集まり -相談支援専門員").await, [12, 13]);
    assert_eq!(
        found(engine, "-\"相談支援専門員\" 集まり OR 記録").await,
        [12, 13]
    );
}

pub async fn fields_of_the_query_filter(engine: &dyn SearchEngine) {
    let first = SearchDocument {
        issues: vec!["training".to_owned()],
        ..spoken(
            1,
            "研修を増やす",
            "冨岡副会長",
            &["冨岡", "冨岡副会長", "副会長"],
        )
    };
    let second = SearchDocument {
        issues: vec!["fees".to_owned()],
        council_id: Some(OTHER_COUNCIL),
        opinion_kind: Some(OpinionKind::Question),
        fiscal_year: Some(2023),
        ..opinion(2, "研修の報酬は")
    };
    fill(engine, vec![first, second]).await;
    assert_eq!(found(engine, "研修 speaker:冨岡").await, [1]);
    assert_eq!(found(engine, "発言者:冨岡副会長").await, [1]);
    assert_eq!(found(engine, "issue:training OR 論点:fees").await, [1, 2]);
    assert_eq!(found(engine, "-issue:training").await, [2]);
    assert_eq!(
        found(engine, &format!("council:{OTHER_COUNCIL}")).await,
        [2]
    );
    assert_eq!(found(engine, "council:知らない会議").await, []);
    assert_eq!(found(engine, "年度:2023年度").await, [2]);
    assert_eq!(found(engine, "研修 種別:質問").await, [2]);
}

pub async fn what_no_text_matches_finds_nothing(engine: &dyn SearchEngine) {
    fill(engine, vec![opinion(1, "研修")]).await;
    assert_eq!(found(engine, "").await, [1]);
    assert_eq!(found(engine, "　").await, [1]);
    for query in ["？", "「", "\"", "“”", "、。"] {
        assert_eq!(found(engine, query).await, [], "{query}");
    }
}

pub async fn hostile_queries_are_answered(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![
            opinion(1, "研修"),
            opinion(2, &"あ".repeat(30_000)),
            opinion(3, ""),
        ],
    )
    .await;
    let long = "あ".repeat(600);
    let many = "研 OR ".repeat(200);
    let nots = "-研 ".repeat(200);
    for query in [
        long.as_str(),
        &many,
        &nots,
        "\0研修\0",
        "AND OR NOT ( ) [ ] { } ^ ~ * ? \\ /",
        "text:研修",
        "\u{1f}研\u{1f}",
    ] {
        answer(engine, request(query)).await;
    }
    assert_eq!(found(engine, &long).await, [2]);
}

pub async fn a_speaker_is_found_by_reading(engine: &dyn SearchEngine) {
    let keys = ["齋木", "齋木委員", "さいき"];
    fill(
        engine,
        vec![
            spoken(1, "研修を増やす", "齋木委員", &keys),
            opinion(2, "研修"),
        ],
    )
    .await;
    assert_eq!(found(engine, "さいき").await, [1]);
    assert_eq!(found(engine, "研修 さいき").await, [1]);
    assert_eq!(found(engine, "研修 -さいき").await, [2]);
    assert_eq!(
        found(engine, "\"さいき\"").await,
        [],
        "a phrase is printed wording"
    );
}

pub async fn variants_are_found(engine: &dyn SearchEngine) {
    let documents = vec![
        opinion(1, "齋木委員から医療的ケア児コーディネーターの話があった"),
        opinion(2, "斎木委員と髙橋委員"),
        opinion(3, "３か月で1,350人が受け、\n３５単位を取った"),
    ];
    fill(engine, documents).await;
    assert_eq!(found(engine, "斎木").await, [1, 2]);
    assert_eq!(found(engine, "齋木").await, [1, 2]);
    assert_eq!(found(engine, "高橋").await, [2]);
    assert_eq!(found(engine, "ｺｰﾃﾞｨﾈｰﾀｰ").await, [1]);
    assert_eq!(found(engine, "コーディネータ").await, [1]);
    assert_eq!(found(engine, "3ヶ月").await, [3]);
    assert_eq!(found(engine, "1350人").await, [3]);
    assert_eq!(found(engine, "35単位").await, [3]);
}

pub async fn runs_of_digits_are_whole(engine: &dyn SearchEngine) {
    fill(engine, vec![opinion(1, "135単位"), opinion(2, "35単位")]).await;
    assert_eq!(found(engine, "35単位").await, [2]);
    assert_eq!(found(engine, "３５").await, [2]);
    assert_eq!(found(engine, "135単位").await, [1]);
}
