//! `giji serve`

use std::{io, panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;
use poem::{
    Server,
    listener::{Acceptor, Listener, TcpListener},
};

use super::{arguments::Serve, demo, failure::Failure, open, output};
use crate::{
    api,
    app::App,
    config::Place,
    store::{Db, IndexingLock},
};

/// How often the server sees whether it still keeps the index.
const LOOK_AT_LOCK: Duration = Duration::from_secs(5);
/// How long a connection may say nothing, in the middle of a request or between two.
const IDLE: Duration = Duration::from_secs(75);
/// How long requests that are under way may still take once the server is told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Serves until it is told to stop.
pub async fn run(place: &Place, db: &Db, arguments: &Serve) -> Result<(), Failure> {
    let keeper = open::for_server(place, db).await?;
    let app = keeper.app.clone();
    let acceptor = TcpListener::bind(arguments.listen.clone())
        .into_acceptor()
        .await
        .map_err(|error| Failure::Listen(arguments.listen.clone(), error))?;
    if arguments.demo && !demo::is_loaded(&app).await? {
        let tokens = demo::load(&app).await?;
        if keeper.lock.is_some() {
            app.drain_outbox().await?;
        }
        for (role, token) in tokens {
            output::print_line(&format!("{role} {token}"))?;
        }
        demo::set_loaded(&app).await?;
    }
    // Whoever reads where it listens may tell it to stop in the next moment.
    let told = told_to_stop()?;
    announce(&acceptor)?;
    let shares = place.meili.is_some() && place.has_shared_database();
    let (indexer, mut keeping) = match keeper.lock {
        Some(lock) if !shares => (
            tokio::spawn(index(app.clone())),
            tokio::spawn(keep(lock, app.db().clone())),
        ),
        lock => (
            tokio::spawn(share(lock, app.clone())),
            tokio::spawn(std::future::pending()),
        ),
    };
    let stop = async {
        tokio::select! {
            () = told => {}
            _ = &mut keeping => {}
        }
    };
    let result = Server::new_with_acceptor(acceptor)
        .name("giji")
        .idle_timeout(IDLE)
        .run_with_graceful_shutdown(api::endpoint(app), stop, Some(LAST_REQUESTS))
        .await;
    indexer.abort();
    if keeping.is_finished() {
        return Err(Failure::DatabaseInUse);
    }
    keeping.abort();
    // Whatever was committed after the indexer's last look is indexed by the next start; the database has it.
    let _ = indexer.await;
    tracing::info!("stopped");
    result.map_err(Failure::from)
}

/// Keeps the index up with the database. A panic in there is logged like any other, and does not end the work. All of it is
/// one task, so that ending that ends it.
async fn index(app: App) {
    while AssertUnwindSafe(app.run_indexer())
        .catch_unwind()
        .await
        .is_err()
    {
        tokio::time::sleep(LOOK_AT_LOCK).await;
    }
}

/// Keeps the index on a Meilisearch server in turns with the other servers of the database: whoever has the lock does the
/// work, the others wait for it, and serve in the meantime.
async fn share(mut lock: Option<IndexingLock>, app: App) {
    loop {
        if lock.is_none() {
            lock = app.db().lock_indexing().await.unwrap_or_default();
        }
        match lock.take() {
            Some(lock) => tokio::select! {
                () = index(app.clone()) => {}
                () = keep(lock, app.db().clone()) => {}
            },
            None => tokio::time::sleep(LOOK_AT_LOCK).await,
        }
    }
}

/// Watches over the right to keep the index, takes it anew where its session was lost, and ends where another server took
/// it in the meantime.
async fn keep(mut lock: IndexingLock, db: Db) {
    loop {
        tokio::time::sleep(LOOK_AT_LOCK).await;
        if lock.is_held().await {
            continue;
        }
        match db.lock_indexing().await {
            Ok(Some(taken)) => lock = taken,
            Ok(None) => {
                tracing::error!("another server keeps the index of this database now");
                return;
            }
            // The database is away; requests say so, and this looks again.
            Err(_) => {}
        }
    }
}

/// Tells where the server listens, with the port that it got.
fn announce(acceptor: &impl Acceptor) -> Result<(), Failure> {
    for address in acceptor.local_addr() {
        let url = match address.as_socket_addr() {
            Some(address) => format!("http://{address}"),
            None => address.to_string(),
        };
        // At once: a reader that only wants the first line has it before it goes away.
        output::print(&format!(
            "listening on {url}\ndocumentation at {url}/docs\n"
        ))?;
        tracing::info!(url, "listening");
    }
    Ok(())
}

/// Ends when the process is told to stop: SIGTERM, or Ctrl-C. Listens to signals from this call on, not only from when it
/// is first polled.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        tracing::info!("stopping");
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        tracing::info!("stopping");
    })
}
