//! `giji import`

mod files;
mod reading;
mod report;
mod table;

use std::{collections::HashMap, path::PathBuf, pin::pin, sync::Arc};

use tokio::sync::{Notify, mpsc};

use super::{
    arguments::Import,
    failure::{Failure, INTERRUPTED},
    language, open,
};
use crate::{
    app::{App, AppError, Call, ImportedFile, NewCouncil, OnSameMeeting, Reading},
    config::Place,
    domain::{AttributionPolicy, CouncilId},
    store::Db,
};

use reading::{Pending, Ready, Step};
use report::Reporter;

/// How many files are stored in one transaction, at most.
const BATCH: usize = 32;

/// Imports files, and makes a draft meeting of each. Ctrl-C ends it behind what is being stored; once more, at once.
pub async fn run(place: &Place, db: &Db, arguments: &Import) -> Result<(), Failure> {
    let app = open::without_index(db.clone());
    app.seed_vocabulary().await?;
    let stop = Arc::new(Notify::new());
    tokio::spawn(listen_for_interrupts(Arc::clone(&stop)));
    let reporter = import_all(&app, arguments, stop.notified()).await?;
    // What is stored is told of, also where the index then turns out to be slow.
    reporter.finish()?;
    open::settle(place, db).await?;
    match (reporter.left(), reporter.failed()) {
        (0, 0) => Ok(()),
        (0, failed) => Err(Failure::SomeFiles(failed)),
        (left, _) => Err(Failure::Interrupted(left)),
    }
}

async fn listen_for_interrupts(stop: Arc<Notify>) {
    if tokio::signal::ctrl_c().await.is_ok() {
        stop.notify_one();
        if tokio::signal::ctrl_c().await.is_ok() {
            // What was told of is durable, and what was not is undone.
            std::process::exit(INTERRUPTED.into());
        }
    }
}

/// Imports everything that the arguments name until `stop` comes, and leaves the index to somebody else.
pub async fn import_all(
    app: &App,
    arguments: &Import,
    stop: impl Future<Output = ()>,
) -> Result<Reporter, Failure> {
    let inputs = files::list(arguments);
    let mut reporter = Reporter::new(arguments, inputs.len(), language::of_environment());
    let on_same = match (arguments.update, arguments.as_new) {
        (true, _) => OnSameMeeting::Update,
        (_, true) => OnSameMeeting::AsNew,
        _ => OnSameMeeting::Wait,
    };
    let mut pending = reading::begin(app, arguments.council, on_same, inputs).await?;
    let mut councils = Councils {
        app,
        named: arguments.council,
        known: HashMap::new(),
        on_same,
    };
    let mut stop = pin!(stop);
    loop {
        let batch = tokio::select! {
            biased;
            () = &mut stop => break,
            batch = next_batch(&mut pending) => batch,
        };
        let Some(batch) = batch else { break };
        store(app, &mut councils, batch, &mut reporter).await?;
    }
    Ok(reporter)
}

/// The next file, with those behind it that are ready by then.
async fn next_batch(pending: &mut mpsc::Receiver<Pending>) -> Option<Vec<Ready>> {
    let mut batch = vec![pending.recv().await?.ready().await];
    while batch.len() < BATCH {
        let Ok(next) = pending.try_recv() else {
            break;
        };
        let was_ready = next.is_ready();
        batch.push(next.ready().await);
        if !was_ready {
            break;
        }
    }
    Some(batch)
}

/// Stores what was read, and then, when it is durable, says so.
async fn store(
    app: &App,
    councils: &mut Councils<'_>,
    batch: Vec<Ready>,
    reporter: &mut Reporter,
) -> Result<(), Failure> {
    let mut readings: Vec<(CouncilId, Reading)> = Vec::new();
    let mut steps: Vec<(String, Option<Result<ImportedFile, Failure>>)> = Vec::new();
    let mut under_way = Vec::new();
    for ready in batch {
        let Ready { input, step, units } = ready;
        // What is not stored yet counts as under way.
        under_way.push(units);
        let done = match step {
            Step::Known(known) => Some(Ok(*known)),
            Step::Failed(failure) => Some(Err(failure)),
            Step::Read(reading) => match councils.of(&input, &reading).await {
                Ok(council) => {
                    readings.push((council, *reading));
                    None
                }
                Err(failure) => Some(Err(failure)),
            },
        };
        steps.push((input, done));
    }
    let mut stored = if readings.is_empty() {
        Vec::new().into_iter()
    } else {
        app.import_readings(&Call::LOCAL, &readings, councils.on_same)
            .await
            .into_iter()
    };
    for (input, done) in steps {
        let outcome = match done {
            Some(outcome) => outcome,
            None => stored
                .next()
                .unwrap_or_else(|| Err(AppError::Internal("no answer for a file".to_owned())))
                .map_err(Failure::from),
        };
        reporter.report(&input, outcome)?;
    }
    drop(under_way);
    Ok(())
}

/// Which council each file is of; those that were looked up once are known.
struct Councils<'a> {
    app: &'a App,
    named: Option<CouncilId>,
    known: HashMap<String, CouncilId>,
    on_same: OnSameMeeting,
}

impl Councils<'_> {
    /// The council that was named, else the one whose name the file prints; made where there is none.
    async fn of(&mut self, input: &str, reading: &Reading) -> Result<CouncilId, Failure> {
        if let Some(council) = self.named {
            return Ok(council);
        }
        let no_name = || Failure::NoCouncilName(PathBuf::from(input));
        let name = reading.parsed().council.clone().ok_or_else(no_name)?;
        if let Some(council) = self.known.get(&name) {
            return Ok(*council);
        }
        let council = find_or_create(self.app, &name).await?.ok_or_else(no_name)?;
        self.known.insert(name, council);
        Ok(council)
    }
}

async fn find_or_create(app: &App, name: &str) -> Result<Option<CouncilId>, Failure> {
    if let Some(council) = app.find_council_by_name(name).await? {
        return Ok(Some(council.id));
    }
    let new = NewCouncil {
        name: name.to_owned(),
        name_en: None,
        attribution_policy: AttributionPolicy::Named,
    };
    match app.create_council(&Call::LOCAL, new).await {
        Ok(council) => Ok(Some(council.id)),
        // Another command made it in the meantime.
        Err(AppError::Duplicate(..)) => {
            let council = app.find_council_by_name(name).await?;
            Ok(council.map(|council| council.id))
        }
        Err(error) => Err(error.into()),
    }
}
