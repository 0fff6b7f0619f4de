//! The order of the hits, and pages of them.

use chrono::Days;
use giji::search::{
    DocumentKey, DocumentType, EngineHit, SearchCursor, SearchDocument, SearchEngine,
    SearchRequest, SearchSort, Synonyms,
};

use crate::corpus::*;

const SORTS: [SearchSort; 3] = [
    SearchSort::Relevance,
    SearchSort::DateDesc,
    SearchSort::DateAsc,
];

pub async fn titles_and_words_rank_before_parts(engine: &dyn SearchEngine) {
    let filler = "来年度に向けて関係する機関と相談しながら進めたい";
    let plain = |number, text: &str| opinion(number, &format!("{text}{filler}"));
    let titled = SearchDocument {
        heading: Some("研修".to_owned()),
        ..plain(1, "研修を")
    };
    fill(engine, vec![titled, plain(2, "研修を"), plain(3, "夜間の")]).await;
    assert_eq!(hits(engine, request("研修")).await, [1, 2]);
    let scattered = opinion(5, &format!("看護師を{filler}配置"));
    let together = opinion(4, &format!("看護師配置を{filler}"));
    fill(engine, vec![scattered, together]).await;
    assert_eq!(hits(engine, request("看護師 配置")).await, [4, 5]);
}

pub async fn equal_matches_come_newest_first(engine: &dyn SearchEngine) {
    let dated = |number, date: Option<&str>, position| SearchDocument {
        date: date.map(day),
        position,
        ..opinion(number, "研修を増やす")
    };
    let documents = vec![
        dated(1, None, 0),
        dated(2, Some("2021-04-01"), 0),
        dated(3, Some("2023-04-01"), 5),
        dated(4, Some("2023-04-01"), 2),
        dated(5, Some("2023-04-01"), 5),
    ];
    fill(engine, documents).await;
    assert_eq!(hits(engine, request("研修")).await, [4, 3, 5, 2, 1]);
}

pub async fn order_by_date_in_both_directions(engine: &dyn SearchEngine) {
    let dates = [
        (1, Some("2022-01-01")),
        (2, Some("2020-01-01")),
        (3, None),
        (4, Some("1965-01-01")),
    ];
    let documents = dates.map(|(number, date)| SearchDocument {
        date: date.map(day),
        ..opinion(
            number,
            if number == 2 {
                "研修研修研修"
            } else {
                "研修の案"
            },
        )
    });
    fill(engine, documents.to_vec()).await;
    for (sort, expected) in [
        (SearchSort::DateDesc, [1, 2, 4, 3]),
        (SearchSort::DateAsc, [4, 2, 1, 3]),
    ] {
        assert_eq!(
            hits(
                engine,
                SearchRequest {
                    sort,
                    ..request("研修")
                }
            )
            .await,
            expected,
            "{sort}"
        );
        let answer = answer(
            engine,
            SearchRequest {
                sort,
                ..request("")
            },
        )
        .await;
        assert!(answer.hits.iter().all(|hit| hit.score == 0.0));
    }
}

/// Texts of a few lengths and days of a few dates, so that there are many ties.
fn many(count: u128) -> Vec<SearchDocument> {
    let document = |number: u128| SearchDocument {
        date: (!number.is_multiple_of(7))
            .then(|| day("2022-04-01") + Days::new(u64::try_from(number % 4).expect("small"))),
        position: i64::try_from(number % 3).expect("small"),
        ..opinion(
            number,
            &format!(
                "研修{}",
                "の計画".repeat(usize::try_from(number % 5).expect("small"))
            ),
        )
    };
    (1..=count).map(document).collect()
}

async fn page(
    engine: &dyn SearchEngine,
    sort: SearchSort,
    cursor: Option<SearchCursor>,
) -> (Vec<EngineHit>, bool) {
    let answer = answer(
        engine,
        SearchRequest {
            sort,
            cursor,
            limit: 7,
            ..request("研修")
        },
    )
    .await;
    (answer.hits, answer.more)
}

pub async fn pages_join_without_gap_or_repeat(engine: &dyn SearchEngine) {
    for batch in many(60).chunks(17) {
        fill(engine, batch.to_vec()).await;
    }
    for sort in SORTS {
        let whole = hits(
            engine,
            SearchRequest {
                sort,
                ..request("研修")
            },
        )
        .await;
        let (mut joined, mut cursor) = (vec![], None);
        loop {
            let (hits, more) = page(engine, sort, cursor).await;
            let last = hits.last().expect("no page is empty").cursor.clone();
            let json = serde_json::to_string(&last).expect("a cursor is sent as text");
            cursor = serde_json::from_str(&json).expect("and read again");
            joined.extend(hits.iter().map(|hit| hit.id.as_u128()));
            if !more {
                break;
            }
        }
        assert_eq!((whole.len(), &joined), (60, &whole), "{sort}");
    }
}

pub async fn pages_stay_stable_while_the_index_changes(engine: &dyn SearchEngine) {
    fill(engine, many(70)).await;
    for sort in SORTS {
        let before = hits(
            engine,
            SearchRequest {
                sort,
                ..request("研修")
            },
        )
        .await;
        let (mut joined, mut cursor, mut new) = (vec![], None, 1000);
        loop {
            let (hits, more) = page(engine, sort, cursor).await;
            cursor = hits.last().map(|hit| hit.cursor.clone());
            joined.extend(hits.iter().map(|hit| hit.id.as_u128()));
            if !more {
                break;
            }
            new += 1;
            fill(engine, vec![opinion(new, "研修を新しく")]).await;
        }
        joined.retain(|&number| number < 1000);
        assert_eq!(joined, before, "{sort}");
        let added =
            (1001..=new).map(|number| remove(DocumentKey::One(DocumentType::Opinion, id(number))));
        engine.apply(added.collect()).await.expect("applied");
    }
}

pub async fn what_was_typed_ranks_before_what_was_added(engine: &dyn SearchEngine) {
    let dated = |number, date: &str, text: &str| SearchDocument {
        date: Some(day(date)),
        ..opinion(number, text)
    };
    let documents = vec![
        dated(1, "2023-04-01", "看護師を増やす"),
        dated(2, "2021-04-01", "ナースを増やす"),
    ];
    fill(engine, documents).await;
    let mut asked = request("ナース");
    let group = Synonyms::new("nurses", &["看護師", "ナース"]);
    assert_eq!(asked.query.expand(&[group], &[]).len(), 1);
    assert_eq!(hits(engine, asked).await, [2, 1]);
}
