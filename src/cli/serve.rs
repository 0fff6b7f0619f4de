//! `giji serve`

use std::{future::Future, io, time::Duration};

use poem::{
    Server,
    listener::{Acceptor, Listener, TcpListener},
};

use super::{arguments::Serve, demo, failure::Failure, open, output};
use crate::{api, app::App, config::Place, telemetry};

/// How long requests that are under way may still take once the server is told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Serves until it is told to stop.
pub async fn run(place: &Place, arguments: &Serve) -> Result<(), Failure> {
    telemetry::start(&arguments.log);
    let db = open::database(place).await?;
    let keeper = open::for_server(place, &db).await?;
    let app = keeper.app.clone();
    let acceptor = TcpListener::bind(arguments.listen.clone())
        .into_acceptor()
        .await
        .map_err(|error| Failure::Listen(arguments.listen.clone(), error))?;
    if arguments.demo && !demo::is_loaded(&app).await? {
        let tokens = demo::load(&app).await?;
        app.drain_outbox().await?;
        for (role, token) in tokens {
            output::print_line(&format!("{role} {token}"))?;
        }
        demo::set_loaded(&app).await?;
    }
    announce(&acceptor)?;
    let indexer = tokio::spawn(index(app.clone()));
    let result = Server::new_with_acceptor(acceptor)
        .name("giji")
        .run_with_graceful_shutdown(api::endpoint(app), told_to_stop(), Some(LAST_REQUESTS))
        .await;
    indexer.abort();
    // Whatever was committed after the indexer's last look is indexed by the next start; the database has it.
    let _ = indexer.await;
    db.close().await;
    tracing::info!("stopped");
    result.map_err(Failure::from)
}

async fn index(app: App) {
    app.run_indexer().await;
}

/// Tells where the server listens, with the port that it got.
fn announce(acceptor: &impl Acceptor) -> Result<(), Failure> {
    for address in acceptor.local_addr() {
        let url = match address.as_socket_addr() {
            Some(address) => format!("http://{address}"),
            None => address.to_string(),
        };
        output::print_line(&format!("listening on {url}"))?;
        output::print_line(&format!("documentation at {url}/docs"))?;
        tracing::info!(url, "listening");
    }
    Ok(())
}

/// Ends when the process is told to stop: SIGTERM, or Ctrl-C.
fn told_to_stop() -> impl Future<Output = ()> {
    async {
        tokio::select! {
            () = interrupted() => {}
            () = terminated() => {}
        }
        tracing::info!("stopping");
    }
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    let signal: io::Result<_> = signal(SignalKind::terminate());
    match signal {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending::<()>().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
