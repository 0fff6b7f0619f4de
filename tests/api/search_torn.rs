//! A search in the middle of which something changes: its hits, its total and its facets are of one moment, and count
//! nothing that the caller may not see.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, OnceLock},
};

use async_trait::async_trait;
use giji::{
    app::{App, Call},
    domain::{CouncilId, Level, MeetingId, MinutesStatus},
    search::{
        DocumentKey, DocumentType, EmbeddedIndex, EngineAnswer, IndexChange, Rebuild,
        SearchDocument, SearchEngine, SearchError, SearchRequest,
    },
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    app::{PUBLIC, Service},
    databases::on_both,
    world::{World, meeting, publish},
};

type Deed = Box<dyn FnOnce(App) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

/// An index before which something else is done, once.
struct Interrupted {
    index: EmbeddedIndex,
    by: Mutex<Option<Deed>>,
    app: OnceLock<App>,
}

#[async_trait]
impl SearchEngine for Interrupted {
    async fn apply(&self, changes: Vec<IndexChange>) -> Result<(), SearchError> {
        self.index.apply(changes).await
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.index.start_rebuild().await
    }

    async fn search(&self, request: SearchRequest) -> Result<EngineAnswer, SearchError> {
        let deed = self.by.lock().expect("no panic").take();
        if let (Some(deed), Some(app)) = (deed, self.app.get()) {
            deed(app.clone()).await;
        }
        self.index.search(request).await
    }

    async fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        self.index.list_versions().await
    }

    async fn document_count(&self) -> Result<u64, SearchError> {
        self.index.document_count().await
    }
}

/// Two published meetings with an opinion each and a draft with one, all of them indexed, and the engine between.
async fn world_with(db: &giji::store::Db) -> (World, Arc<Interrupted>, MeetingId) {
    let engine: OnceLock<Arc<Interrupted>> = OnceLock::new();
    let service = Service::searching(db, |index| {
        let by = Mutex::default();
        let app = OnceLock::new();
        let made = engine.get_or_init(|| Arc::new(Interrupted { index, by, app }));
        Arc::clone(made) as Arc<dyn SearchEngine>
    });
    let engine = engine.into_inner().expect("the service took it");
    let world = World::on(service).await;
    assert!(engine.app.set(world.app.clone()).is_ok());
    let second = meeting(&world.app, world.council).await;
    publish(&world.app, second).await;
    for meeting in [world.published, second, world.draft] {
        world.opinion(meeting, None, None).await;
    }
    world.app.drain_outbox().await.expect("it is indexed");
    (world, engine, second)
}

/// How many hits, the total, and what the facets of type and council count, of a public search.
async fn counts(world: &World) -> [u64; 4] {
    let found = world
        .get(PUBLIC, "/search?q=%E7%A0%94%E4%BF%AE")
        .await
        .is(200);
    let facet = |name: &str| -> u64 {
        let values = found["facets"][name].as_array().expect("a list").iter();
        values.filter_map(|value| value["count"].as_u64()).sum()
    };
    [
        found["hits"].as_array().map_or(0, Vec::len) as u64,
        found["total"].as_u64().expect("a number"),
        facet("type"),
        facet("council"),
    ]
}

async fn withdraw(app: App, meeting: MeetingId) {
    let (to, reason) = (MinutesStatus::Withdrawn, Some("誤り".to_owned()));
    app.transition_minutes(&Call::LOCAL, meeting, to, reason, None)
        .await
        .expect("minutes can be withdrawn");
}

#[test]
fn minutes_withdrawn_in_the_middle_of_a_search_show_whole_or_not_at_all() {
    on_both(async |db| {
        let (world, engine, second) = world_with(db).await;
        assert_eq!(counts(&world).await, [2; 4]);
        *engine.by.lock().expect("no panic") =
            Some(Box::new(move |app| Box::pin(withdraw(app, second))));
        let [hits, others @ ..] = counts(&world).await;
        assert_eq!(others, [hits; 3], "all are of one moment");
        assert_eq!(counts(&world).await, [1; 4], "it is withdrawn");
    });
}

#[test]
fn minutes_published_and_indexed_in_the_middle_of_a_search_are_counted_only_with_their_hits() {
    on_both(async |db| {
        let (world, engine, _) = world_with(db).await;
        let draft = world.draft;
        *engine.by.lock().expect("no panic") = Some(Box::new(move |app| {
            Box::pin(async move {
                publish(&app, draft).await;
                app.drain_outbox().await.expect("it is indexed");
            })
        }));
        assert_eq!(counts(&world).await, [3; 4]);
    });
}

#[test]
fn what_the_database_does_not_show_is_not_counted_whatever_the_index_says() {
    on_both(async |db| {
        let (world, engine, _) = world_with(db).await;
        let unknown = document(world.council, 7, "研修の秘密");
        let change = IndexChange {
            remove: DocumentKey::One(unknown.kind, unknown.id),
            add: vec![unknown],
        };
        engine.apply(vec![change]).await.expect("it can be added");
        assert_eq!(counts(&world).await, [2; 4]);
    });
}

#[test]
fn an_index_of_something_else_altogether_counts_nothing() {
    on_both(async |db| {
        let (world, engine, _) = world_with(db).await;
        let changes = (0..200).map(|number| {
            let unknown = document(world.council, number, "研修の秘密");
            IndexChange {
                remove: DocumentKey::One(unknown.kind, unknown.id),
                add: vec![unknown],
            }
        });
        engine
            .apply(changes.collect())
            .await
            .expect("it can be added");
        let found: Value = world
            .get(PUBLIC, "/search?q=%E7%A7%98%E5%AF%86")
            .await
            .is(200);
        assert_eq!(found["total"], 0, "{found}");
        assert_eq!(found["total_exact"], false);
        assert_eq!(found["facets"]["type"], serde_json::json!([]));
    });
}

/// A document of nothing that is in the database, which all may see as far as the index knows.
fn document(council_id: CouncilId, number: u128, text: &str) -> SearchDocument {
    SearchDocument {
        kind: DocumentType::Opinion,
        id: Uuid::from_u128(number),
        version: 1,
        seen_at: vec![Level::Public],
        council_id: Some(council_id),
        seats: vec![],
        meeting_id: None,
        topic_id: None,
        text: text.to_owned(),
        topic: None,
        heading: None,
        speaker: None,
        speaker_keys: Vec::new(),
        role: None,
        attribution: None,
        has_action_item: None,
        issues: Vec::new(),
        opinion_kind: None,
        fiscal_year: None,
        date: None,
        position: 0,
    }
}
