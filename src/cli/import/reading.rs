//! Files are read on several threads and come out in order, while what was read before is stored.
//!
//! What is under way at once is bounded in bytes, not in files: one document of the largest size is under way alone.

use std::{collections::HashMap, sync::Arc};

use tokio::{
    sync::{Mutex, OwnedSemaphorePermit, Semaphore, mpsc},
    task::JoinHandle,
};

use super::files::Input;
use crate::{
    app::{App, AppError, ImportedFile, OnSameMeeting, Reading, ReadsFiles},
    cli::failure::Failure,
    domain::CouncilId,
    minutes::MAX_DOCUMENT_BYTES,
};

/// How many files may be ready before they are stored.
const READY: usize = 64;
/// How many bytes of files may be under way, in units of 1 KiB.
const UNITS: usize = MAX_DOCUMENT_BYTES / UNIT;
const UNIT: usize = 1024;

/// What came of reading one file.
pub enum Step {
    /// These bytes were imported before; nothing of them was read.
    Known(Box<ImportedFile>),
    /// It was read.
    Read(Box<Reading>),
    /// It was not.
    Failed(Failure),
}

/// A file, what came of reading it, and its part of what may be under way.
pub struct Ready {
    pub input: String,
    pub step: Step,
    pub units: Option<OwnedSemaphorePermit>,
}

/// A file that is being read.
pub struct Pending {
    input: String,
    work: JoinHandle<Step>,
    units: Option<OwnedSemaphorePermit>,
}

impl Pending {
    /// Whether waiting for it takes no time.
    pub fn is_ready(&self) -> bool {
        self.work.is_finished()
    }

    /// Waits for it.
    pub async fn ready(self) -> Ready {
        let step = self.work.await.unwrap_or_else(|error| {
            Step::Failed(Failure::App(AppError::Internal(error.to_string())))
        });
        Ready {
            input: self.input,
            step,
            units: self.units,
        }
    }
}

/// Begins to read the files, in order, as many at once as there are cores.
pub async fn begin(
    app: &App,
    council: Option<CouncilId>,
    on_same: OnSameMeeting,
    inputs: Vec<Result<Input, Failure>>,
) -> Result<mpsc::Receiver<Pending>, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let reader = Reader {
        app: app.clone(),
        council,
        on_same,
        reads: app.reads_files(council).await?,
        taught: Arc::default(),
        cores: Arc::new(Semaphore::new(cores)),
    };
    let budget = Arc::new(Semaphore::new(UNITS));
    let (sender, receiver) = mpsc::channel(READY);
    tokio::spawn(async move {
        for input in inputs {
            let pending = match input {
                Err(failure) => Pending {
                    input: String::new(),
                    work: tokio::spawn(async { Step::Failed(failure) }),
                    units: None,
                },
                Ok(input) => {
                    let units = (input.size() / UNIT + 1).min(UNITS);
                    let units = u32::try_from(units).unwrap_or(u32::MAX);
                    // It is never closed.
                    let units = Arc::clone(&budget).acquire_many_owned(units).await.ok();
                    let label = input.label();
                    let reader = reader.clone();
                    Pending {
                        input: label,
                        work: tokio::spawn(async move { reader.step(input).await }),
                        units,
                    }
                }
            };
            // Whoever stores them has given up.
            if sender.send(pending).await.is_err() {
                return;
            }
        }
    });
    Ok(receiver)
}

#[derive(Clone)]
struct Reader {
    app: App,
    council: Option<CouncilId>,
    on_same: OnSameMeeting,
    reads: ReadsFiles,
    /// What the people of councils taught the reader, by the names that files print.
    taught: Arc<Mutex<HashMap<String, Option<ReadsFiles>>>>,
    cores: Arc<Semaphore>,
}

impl Reader {
    async fn step(&self, input: Input) -> Step {
        self.try_step(input).await.unwrap_or_else(Step::Failed)
    }

    async fn try_step(&self, input: Input) -> Result<Step, Failure> {
        let _core = self.cores.acquire().await;
        let filename = input.filename();
        let bytes = blocking(move || input.read()).await??;
        let known = self
            .app
            .find_imported_file(self.council, &bytes, self.on_same)
            .await?;
        if let Some(known) = known {
            return Ok(Step::Known(Box::new(known)));
        }
        let reads = self.reads.clone();
        let mut reading = blocking(move || reads.read(&filename, &bytes)).await??;
        if let (None, Some(name)) = (self.council, &reading.parsed().council)
            && let Some(reads) = self.taught_by(name).await?
        {
            reading = blocking(move || reads.read_again(reading)).await?;
        }
        Ok(Step::Read(Box::new(reading)))
    }

    /// What reads files of the council with this name, where that is more than what reads all.
    async fn taught_by(&self, name: &str) -> Result<Option<ReadsFiles>, Failure> {
        let mut taught = self.taught.lock().await;
        if let Some(known) = taught.get(name) {
            return Ok(known.clone());
        }
        let reads = self.app.reads_files_of(name).await?;
        taught.insert(name.to_owned(), reads.clone());
        Ok(reads)
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Failure::App(AppError::Internal(error.to_string())))
}
