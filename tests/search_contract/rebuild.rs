//! Building the index anew while it serves.

use giji::search::{DocumentKey, DocumentType, SearchEngine};

use crate::corpus::*;

pub async fn a_rebuild_shows_when_finished(engine: &dyn SearchEngine) {
    fill(engine, vec![opinion(1, "古い研修")]).await;
    let mut rebuild = engine.start_rebuild().await.expect("started");
    rebuild
        .add(vec![opinion(2, "新しい研修")])
        .await
        .expect("added");
    rebuild.add(vec![]).await.expect("nothing added");
    rebuild
        .add(vec![opinion(3, "新しい報酬")])
        .await
        .expect("added");
    assert_eq!(found(engine, "").await, [1], "nothing shows before the end");
    rebuild.finish().await.expect("finished");
    assert_eq!(found(engine, "").await, [2, 3]);
    fill(engine, vec![opinion(4, "後の研修")]).await;
    assert_eq!(
        found(engine, "研修").await,
        [2, 4],
        "the new index takes changes"
    );
}

pub async fn changes_during_a_rebuild_are_kept(engine: &dyn SearchEngine) {
    fill(
        engine,
        vec![opinion(1, "古い研修"), opinion(2, "消える研修")],
    )
    .await;
    let mut rebuild = engine.start_rebuild().await.expect("started");
    assert!(engine.start_rebuild().await.is_err(), "one at a time");
    fill(
        engine,
        vec![opinion(1, "直した研修"), opinion(3, "加えた研修")],
    )
    .await;
    engine
        .apply(vec![remove(DocumentKey::One(DocumentType::Opinion, id(2)))])
        .await
        .expect("applied");
    assert_eq!(found(engine, "研修").await, [1, 3], "changes show at once");
    // The rows were read before they changed.
    rebuild
        .add(vec![opinion(1, "古い研修"), opinion(2, "消える研修")])
        .await
        .expect("added");
    rebuild.finish().await.expect("finished");
    assert_eq!(found(engine, "研修").await, [1, 3]);
    assert_eq!(found(engine, "直した").await, [1]);
    assert_eq!(engine.document_count().await.expect("a count"), 2);
}

pub async fn an_abandoned_rebuild_changes_nothing(engine: &dyn SearchEngine) {
    fill(engine, vec![opinion(1, "研修")]).await;
    let mut rebuild = engine.start_rebuild().await.expect("started");
    rebuild.add(vec![opinion(2, "研修")]).await.expect("added");
    drop(rebuild);
    fill(engine, vec![opinion(3, "研修")]).await;
    assert_eq!(found(engine, "").await, [1, 3]);
    let mut again = engine.start_rebuild().await.expect("another one can start");
    again.add(vec![opinion(4, "研修")]).await.expect("added");
    again.finish().await.expect("finished");
    assert_eq!(found(engine, "").await, [4]);
}

pub async fn searches_run_beside_a_rebuild(engine: &dyn SearchEngine) {
    fill(
        engine,
        (1..=20).map(|number| opinion(number, "研修")).collect(),
    )
    .await;
    for round in 1..=3u128 {
        let rebuilding = async {
            let mut rebuild = engine.start_rebuild().await.expect("started");
            for number in 1..=20 {
                rebuild
                    .add(vec![opinion(100 * round + number, "研修")])
                    .await
                    .expect("added");
            }
            rebuild.finish().await.expect("finished");
        };
        let searching = async {
            for _ in 0..40 {
                let answer = answer(engine, request("研修")).await;
                assert_eq!(
                    (answer.total, answer.hits.len()),
                    (20, 20),
                    "all of the old or all of the new"
                );
                let rounds = answer.hits.iter().map(|hit| hit.id.as_u128() / 100);
                assert_eq!(rounds.collect::<std::collections::BTreeSet<_>>().len(), 1);
            }
        };
        tokio::join!(rebuilding, searching);
    }
}
