//! Puts database, index and app together, for a server or for a command that may run beside one.

use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{failure::Failure, language, output};
use crate::{
    app::{App, AppError},
    clock::SystemClock,
    config::{MeiliPlace, Place},
    search::{EmbeddedIndex, MeiliConfig, MeiliIndex, MeiliKey, SearchEngine, SearchError},
    store::{Db, IndexingLock},
};

/// How long a command waits for the process that keeps the index.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a server waits for a command to be done with the index.
const PATIENCE_OF_SERVERS: Duration = Duration::from_secs(3);
/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// An app whose index this process keeps.
pub struct Keeper {
    /// The app.
    pub app: App,
    /// No other process keeps an index of this database as long as this lives. None where another server keeps the index on
    /// a Meilisearch server that all of them search.
    pub lock: Option<IndexingLock>,
}

/// Opens the database, and makes the data directory where there is none.
pub async fn database(place: &Place) -> Result<Db, Failure> {
    fs::create_dir_all(&place.data_dir)
        .map_err(|error| Failure::File(place.data_dir.clone(), error))?;
    // Two processes that start at once must not bring the schema up to date at once.
    let path = place.data_dir.join("migrate.lock");
    let locked = fs::File::create(&path).and_then(|file| file.lock().map(|()| file));
    let _file = locked.map_err(|error| Failure::File(path, error))?;
    Ok(Db::open(&place.database_url()).await?)
}

/// Opens everything for a server, which keeps the index as long as it runs. A command may have it for a moment, and so
/// may the session of a process that has just ended; another server has it for good.
pub async fn for_server(place: &Place, db: &Db) -> Result<Keeper, Failure> {
    let began = Instant::now();
    loop {
        match as_keeper(place, db.clone()).await {
            Ok(keeper) => {
                keeper.app.note_start().await?;
                return Ok(keeper);
            }
            Err(Failure::InUse(_) | Failure::DatabaseInUse)
                if began.elapsed() < PATIENCE_OF_SERVERS =>
            {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            Err(Failure::DatabaseInUse) if place.meili.is_some() && place.has_shared_database() => {
                let app = searching_app(place, db).await?;
                app.seed_vocabulary().await?;
                return Ok(Keeper { app, lock: None });
            }
            opened => return opened,
        }
    }
}

/// Opens everything with the right to write the index. [`Failure::InUse`] or [`Failure::DatabaseInUse`] where another
/// process has it.
pub async fn as_keeper(place: &Place, db: Db) -> Result<Keeper, Failure> {
    let lock = db.lock_indexing().await?.ok_or_else(|| in_use(place))?;
    if let Some(meili) = &place.meili {
        return meili_keeper(&meili_index(meili, &db).await?, db, lock).await;
    }
    let (index, fresh) =
        open_or_start_index(&place.index_dir())
            .await
            .map_err(|error| match error {
                SearchError::Locked(_) => Failure::InUse(place.data_dir.clone()),
                other => other.into(),
            })?;
    let marker = db.change_marker();
    let mut app = app(db, index).keeping_index_in(place.index_dir());
    if let Some(marker) = marker {
        app = app.keeping_recent(marker);
    }
    app.seed_vocabulary().await?;
    app.issue_first_revisions().await?;
    let foreign = !fresh && !app.index_is_of_this_database(&place.index_dir()).await?;
    if foreign {
        output::notice(language::of_environment().pick(
            "検索用の索引は別のデータベースのものです。このデータベースから作り直します。",
            "the search index is of another database; it is rebuilt from this one",
        ));
    }
    if fresh || foreign {
        app.rebuild_index(&|_| {}).await?;
    }
    Ok(Keeper {
        app,
        lock: Some(lock),
    })
}

/// Where a Meilisearch server is, and which index on it.
pub fn meili_config(place: &MeiliPlace) -> Result<MeiliConfig, Failure> {
    let key = place.key.as_deref().and_then(MeiliKey::new);
    let config = MeiliConfig::new(&place.url, key);
    let config = config.and_then(|config| config.with_index(&place.index));
    config.ok_or(Failure::NoMeilisearch)
}

/// The index of this database on a Meilisearch server; asks nothing of the server.
async fn meili_index(place: &MeiliPlace, db: &Db) -> Result<MeiliIndex, Failure> {
    let database = without_index(db.clone()).database_id().await?;
    let config = meili_config(place)?.with_database(database);
    Ok(MeiliIndex::new(config))
}

/// Keeps the index on a Meilisearch server. Where that does not answer, work goes on, and the index is seen to once it does.
async fn meili_keeper(index: &MeiliIndex, db: Db, lock: IndexingLock) -> Result<Keeper, Failure> {
    let opened = index.open().await;
    let marker = db.change_marker();
    let mut app = meili_app(db, index.clone());
    if let Some(marker) = marker {
        app = app.keeping_recent(marker);
    }
    app.seed_vocabulary().await?;
    app.issue_first_revisions().await?;
    match opened {
        Ok(()) => {}
        Err(error) if error.needs_rebuild() => {
            if !matches!(error, SearchError::Missing(_)) {
                say_rebuilding(&error);
            }
            app.rebuild_index(&|_| {}).await?;
        }
        Err(error) => tracing::warn!(%error, "the search index cannot be used yet"),
    }
    Ok(Keeper {
        app,
        lock: Some(lock),
    })
}

fn say_rebuilding(error: &SearchError) {
    output::notice(&language::of_environment().pick(
        format!("検索用の索引を使えません（{error}）。データベースから作り直します。"),
        format!("{error}; it is rebuilt from the database"),
    ));
}

/// An app that searches a Meilisearch server, whoever keeps the index there.
async fn searching_app(place: &Place, db: &Db) -> Result<App, Failure> {
    let meili = place.meili.as_ref().ok_or(Failure::NoMeilisearch)?;
    Ok(meili_app(db.clone(), meili_index(meili, db).await?))
}

fn meili_app(db: Db, index: MeiliIndex) -> App {
    let engine: Arc<dyn SearchEngine> = Arc::new(index);
    App::new(db, engine, Arc::new(SystemClock))
}

/// Another process keeps the index. The database of a data directory is said to be in use by the name of the directory.
fn in_use(place: &Place) -> Failure {
    match place.database_url {
        Some(_) => Failure::DatabaseInUse,
        None => Failure::InUse(place.data_dir.clone()),
    }
}

/// Opens everything for a command: brings the index up to date itself where no server does, and waits for the server
/// where one does.
pub async fn for_command(place: &Place, db: &Db) -> Result<App, Failure> {
    let began = Instant::now();
    without_index(db.clone()).seed_vocabulary().await?;
    settle(place, db).await?;
    loop {
        match with_index(place, db).await {
            // A server that has just started, or another command, is building the index.
            Err(Failure::InUse(_)) if began.elapsed() < PATIENCE => {}
            Err(Failure::DatabaseInUse) if began.elapsed() < PATIENCE_OF_SERVERS => {}
            opened => return opened,
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Opens the index that is there; builds one where it cannot be used.
async fn with_index(place: &Place, db: &Db) -> Result<App, Failure> {
    if let Some(meili) = &place.meili {
        let index = meili_index(meili, db).await?;
        return match index.open().await {
            Err(error) if error.needs_rebuild() => Ok(as_keeper(place, db.clone()).await?.app),
            opened => Ok(opened.map(|()| meili_app(db.clone(), index))?),
        };
    }
    match open_reader(&place.index_dir()).await {
        Ok(index) => {
            let app = self::app(db.clone(), index);
            if app.index_is_of_this_database(&place.index_dir()).await? {
                return Ok(app);
            }
        }
        Err(error) if error.needs_rebuild() => {}
        Err(error) => return Err(error.into()),
    }
    Ok(as_keeper(place, db.clone()).await?.app)
}

/// Opens everything to look at it as it is: what is pending is done, but a damaged index is not mended.
pub async fn for_check(place: &Place, db: &Db) -> Result<App, Failure> {
    if let Some(meili) = &place.meili {
        let index = meili_index(meili, db).await?;
        index.open().await?;
        settle(place, db).await?;
        return Ok(meili_app(db.clone(), index));
    }
    drop(open_checked(&place.index_dir()).await?);
    settle(place, db).await?;
    let index = open_checked(&place.index_dir()).await?;
    Ok(app(db.clone(), index))
}

/// Sees to it that the index knows all that is in the database now.
pub async fn settle(place: &Place, db: &Db) -> Result<(), Failure> {
    let app = without_index(db.clone());
    let settling = async {
        loop {
            if app.wait_until_indexed(Duration::ZERO).await? {
                return Ok(());
            }
            match as_keeper(place, db.clone()).await {
                Ok(keeper) => {
                    return match keeper.app.drain_outbox().await {
                        // What was changed is stored; the index learns of it once its server answers.
                        Err(AppError::Search(SearchError::Unavailable(_))) => {
                            Err(Failure::NotIndexedYet)
                        }
                        drained => Ok(drained.map(drop)?),
                    };
                }
                // A server, or another command, has the index: it does the work.
                Err(Failure::InUse(_) | Failure::DatabaseInUse) => {
                    tokio::time::sleep(LOOK_EVERY).await
                }
                Err(failure) => return Err(failure),
            }
        }
    };
    match tokio::time::timeout(PATIENCE, settling).await {
        Ok(result) => result,
        Err(_) => Err(Failure::NotIndexedYet),
    }
}

/// An app for use cases that do not search.
pub fn without_index(db: Db) -> App {
    App::new(db, Arc::new(crate::search::NoIndex), Arc::new(SystemClock))
}

fn app(db: Db, index: EmbeddedIndex) -> App {
    let engine: Arc<dyn SearchEngine> = Arc::new(index);
    App::new(db, engine, Arc::new(SystemClock))
}

/// Opens the index for writing, and whether it is a new one that has to be filled. A damaged one is started over: it is
/// derived, so that nothing is lost.
async fn open_or_start_index(directory: &Path) -> Result<(EmbeddedIndex, bool), SearchError> {
    let directory = directory.to_owned();
    blocking(move || match EmbeddedIndex::open_writer(&directory) {
        Ok(index) => Ok((index, false)),
        Err(error) if error.needs_rebuild() => {
            if !matches!(error, SearchError::Missing(_)) {
                say_rebuilding(&error);
            }
            Ok((EmbeddedIndex::create_fresh(&directory)?, true))
        }
        Err(error) => Err(error),
    })
    .await
}

async fn open_reader(directory: &Path) -> Result<EmbeddedIndex, SearchError> {
    let directory = directory.to_owned();
    blocking(move || EmbeddedIndex::open_reader(&directory)).await
}

async fn open_checked(directory: &Path) -> Result<EmbeddedIndex, SearchError> {
    let directory = directory.to_owned();
    blocking(move || EmbeddedIndex::open_checked_reader(&directory)).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| SearchError::Engine(error.to_string()))?
}
