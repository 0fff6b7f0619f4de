//! A Meilisearch server that goes away and comes back: writes never fail of it, searches say so, the index catches up.

use std::sync::Arc;

use giji::search::{MeiliConfig, MeiliIndex};
use serde_json::json;

use crate::{
    app::{PUBLIC, Service},
    databases::on_both,
    meili_server,
    world::{World, meeting, publish},
};

#[test]
fn a_search_server_that_is_away_fails_no_write_and_the_index_catches_up() {
    on_both(async |db| {
        let server = meili_server::start();
        let config = MeiliConfig::new(&server.url, None).expect("an address");
        let index = MeiliIndex::new(config);
        index.create_fresh().await.expect("an index");
        let world = World::on(Service::searching(db, |_| Arc::new(index))).await;
        world.app.rebuild_index(&|_| {}).await.expect("rebuilt");
        world.app.drain_outbox().await.expect("drained");
        let ready = world.get(PUBLIC, "//readyz").await;
        assert_eq!(ready.status, 200);

        server.switch(false);
        let made = world
            .post(
                &world.admin,
                "/councils",
                json!({ "name": "夜間支援審議会", "attribution_policy": "named" }),
            )
            .await;
        assert_eq!(made.status, 201, "a write needs no search");
        publish(&world.app, meeting(&world.app, world.council).await).await;
        let found = world.get(PUBLIC, "/search?q=研修").await;
        assert_eq!(found.status, 503);
        assert_eq!(found.body["code"], "search_unavailable");
        assert!(found.headers.contains_key("retry-after"));
        let ready = world.get(PUBLIC, "//readyz").await;
        assert_eq!(
            (ready.status.as_u16(), ready.body),
            (503, json!("not ready: search\n"))
        );
        assert!(world.app.drain_outbox().await.is_err());

        server.switch(true);
        world.app.drain_outbox().await.expect("caught up");
        assert_eq!(world.app.count_pending().await.expect("a count"), 0);
        assert_eq!(world.get(PUBLIC, "/search?q=研修").await.status, 200);
        assert_eq!(world.get(PUBLIC, "//readyz").await.status, 200);
    });
}
