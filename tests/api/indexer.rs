//! The indexer after an outage of the search engine.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use giji::search::{
    DocumentType, EmbeddedIndex, EngineAnswer, IndexChange, Rebuild, SearchEngine, SearchError,
    SearchRequest,
};
use uuid::Uuid;

use crate::{app::Service, databases::on_both, world::World};

/// How long the indexer waits after four failures; what comes sooner did not wait for it.
const PAUSE: Duration = Duration::from_millis(3_200);

#[derive(Default)]
struct Outage {
    is_on: AtomicBool,
    failures: AtomicUsize,
}

/// An index that takes nothing during an outage.
struct Away {
    index: EmbeddedIndex,
    outage: Arc<Outage>,
}

#[async_trait]
impl SearchEngine for Away {
    async fn apply(&self, changes: Vec<IndexChange>) -> Result<(), SearchError> {
        if self.outage.is_on.load(Ordering::SeqCst) {
            self.outage.failures.fetch_add(1, Ordering::SeqCst);
            return Err(SearchError::Unavailable("away".to_owned()));
        }
        self.index.apply(changes).await
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.index.start_rebuild().await
    }

    async fn search(&self, request: SearchRequest) -> Result<EngineAnswer, SearchError> {
        self.index.search(request).await
    }

    async fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        self.index.list_versions().await
    }

    async fn document_count(&self) -> Result<u64, SearchError> {
        self.index.document_count().await
    }
}

#[test]
fn a_write_after_an_outage_wakes_the_indexer_that_pauses() {
    on_both(async |db| {
        let outage = Arc::new(Outage::default());
        let around = |index| -> Arc<dyn SearchEngine> {
            let outage = Arc::clone(&outage);
            Arc::new(Away { index, outage })
        };
        let world = World::on(Service::searching(db, around)).await;
        world.app.rebuild_index(&|_| {}).await.expect("rebuilt");
        world.app.drain_outbox().await.expect("drained");
        outage.is_on.store(true, Ordering::SeqCst);
        world.person("青木 一").await;

        let scenario = async {
            while outage.failures.load(Ordering::SeqCst) < 4 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            outage.is_on.store(false, Ordering::SeqCst);
            let began = Instant::now();
            world.person("飯田 二").await;
            while world.app.count_pending().await.expect("a count") > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert!(began.elapsed() < PAUSE, "it was not woken");
        };
        tokio::select! {
            () = scenario => {}
            () = world.app.run_indexer() => unreachable!("it runs until it is dropped"),
        }
    });
}
