//! A server keeps opinions that it read a moment ago; a change shows at once all the same, whoever makes it.

use giji::{
    app::{App, AppError, Call, Expected, OpinionChange},
    config::Place,
    domain::{Caller, OpinionId, PageRequest, Visibility},
    store::OpinionFilter,
};

const PUBLIC: Call = Call {
    caller: Caller::PUBLIC,
    request_id: None,
    correction: None,
};

/// What is published is changed with a reason.
fn correcting() -> Call {
    Call {
        correction: Some("試験のための訂正".to_owned()),
        ..Call::LOCAL
    }
}

async fn first_opinion(app: &App) -> OpinionId {
    let page = PageRequest::default();
    let opinions = app
        .list_opinions(&PUBLIC, &OpinionFilter::default(), &page)
        .await
        .expect("opinions are listed");
    opinions.items[0].id
}

async fn set_visibility(app: &App, id: OpinionId, visibility: Visibility) {
    let change = OpinionChange {
        visibility: Some(visibility),
        ..OpinionChange::default()
    };
    app.update_opinion(&correcting(), id, &Expected::Any, change)
        .await
        .expect("an opinion is changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_by_another_process_shows_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place {
        data_dir: directory.path().to_owned(),
        database_url: None,
        meili: None,
    };
    let server = giji::cli::open_demo(&place).await.unwrap();
    // Connections of its own, as another process has them.
    let other = giji::cli::open_without_index(&place).await.unwrap();
    let id = first_opinion(&server).await;
    for round in 0..100 {
        for _ in 0..3 {
            let seen = server.get_opinion(&PUBLIC, id).await;
            assert!(seen.is_ok(), "round {round}: it is public");
        }
        // By turns the server itself and the other one.
        let writer = if round % 2 == 0 { &other } else { &server };
        set_visibility(writer, id, Visibility::Secretariat).await;
        let seen = server.get_opinion(&PUBLIC, id).await;
        assert!(
            matches!(seen, Err(AppError::NotFound(_))),
            "round {round}: it is hidden"
        );
        assert!(server.get_opinion(&Call::LOCAL, id).await.is_ok());
        let seen = server.get_opinion(&PUBLIC, id).await;
        assert!(
            matches!(seen, Err(AppError::NotFound(_))),
            "what another viewer saw is not shown"
        );
        set_visibility(writer, id, Visibility::Public).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_while_others_write_is_never_older_than_the_last_acknowledged_write() {
    let directory = tempfile::tempdir().unwrap();
    let place = Place {
        data_dir: directory.path().to_owned(),
        database_url: None,
        meili: None,
    };
    let server = giji::cli::open_demo(&place).await.unwrap();
    let other = giji::cli::open_without_index(&place).await.unwrap();
    let id = first_opinion(&server).await;
    let acknowledged = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0));
    let writer = tokio::spawn({
        let acknowledged = acknowledged.clone();
        async move {
            for position in 1..=200 {
                let change = OpinionChange {
                    position: Some(position),
                    ..OpinionChange::default()
                };
                other
                    .update_opinion(&correcting(), id, &Expected::Any, change)
                    .await
                    .unwrap();
                acknowledged.store(position, std::sync::atomic::Ordering::SeqCst);
            }
        }
    });
    while !writer.is_finished() {
        let before = acknowledged.load(std::sync::atomic::Ordering::SeqCst);
        let seen = server.get_opinion(&PUBLIC, id).await.unwrap().position;
        assert!(
            before == 0 || seen >= before,
            "{seen} was read after {before} was acknowledged"
        );
    }
    writer.await.unwrap();
}
