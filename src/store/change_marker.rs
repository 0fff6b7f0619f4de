//! Tells without asking the database whether a SQLite database has changed.
//!
//! In WAL mode every commit, by whichever process, changes the first 48 bytes of the file `…-shm`, the header of the
//! WAL index (<https://sqlite.org/walformat.html>, section 2.1: a counter of transactions, the last frame, its checksum,
//! the salts of the WAL). SQLite itself compares just these bytes to know whether what it has cached is still true.
//! Reading them costs one system call of well under a microsecond; asking through sqlx costs two changes of thread.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Db, database_files::DatabaseFiles};

/// Where the salts of the WAL stand in the header.
const SALTS: std::ops::Range<usize> = 32..40;

/// How long it is taken for granted that the database's files are where they are: looking costs more than the marker.
/// Asking the database looks each time.
const IN_PLACE: Duration = Duration::from_millis(20);

/// One state of the database: two equal markers mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// Which opening of the file it was read from: SQLite begins each new file with the same bytes.
    opening: u64,
    header: [u8; 48],
}

/// Where the marker of one database is read.
#[derive(Debug)]
pub struct ChangeMarker {
    path: PathBuf,
    files: Arc<DatabaseFiles>,
    opened: Mutex<Opened>,
}

#[derive(Debug, Default)]
struct Opened {
    times: u64,
    /// When the files were last seen in their place.
    in_place: Option<Instant>,
    /// Never closed: closing any descriptor of this file would drop the locks that SQLite's own connections in this
    /// process hold on it (fcntl(2)). The pools keep their connections, so that SQLite does not make new files over and
    /// over.
    file: Option<&'static File>,
}

impl Db {
    /// Where changes of this database show without asking it; `None` for PostgreSQL.
    pub fn change_marker(&self) -> Option<ChangeMarker> {
        match self {
            Self::Sqlite { read, files, .. } => Some(ChangeMarker::of(
                read.connect_options().get_filename(),
                Arc::clone(files),
            )),
            Self::Postgres(_) => None,
        }
    }
}

impl ChangeMarker {
    /// For the SQLite database in this file.
    fn of(database: &Path, files: Arc<DatabaseFiles>) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push("-shm");
        Self {
            path: path.into(),
            files,
            opened: Mutex::default(),
        }
    }

    /// The marker of the newest committed state; `None` where it cannot be told, which says nothing of changes.
    #[cfg(unix)]
    pub fn read(&self) -> Option<Marker> {
        use std::os::unix::fs::{FileExt, MetadataExt};
        let (opening, file) = self.open()?;
        // Once all connections were closed, SQLite deletes the file, and makes another with the next connection.
        if file.metadata().ok()?.nlink() == 0 {
            let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            opened.file = None;
            return None;
        }
        let mut header = [0; 48];
        file.read_exact_at(&mut header, 0).ok()?;
        // Until something is written to the WAL its header is the same for any database.
        if header[SALTS].iter().all(|byte| *byte == 0) {
            return None;
        }
        Some(Marker { opening, header })
    }

    /// Elsewhere the file is locked in another way.
    #[cfg(not(unix))]
    pub fn read(&self) -> Option<Marker> {
        None
    }

    #[cfg(unix)]
    fn open(&self) -> Option<(u64, &'static File)> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened
            .in_place
            .is_none_or(|seen| seen.elapsed() >= IN_PLACE)
        {
            // What a database says whose file is gone counts no more. Whoever asks it next is told.
            self.files.check().ok()?;
            opened.in_place = Some(Instant::now());
        }
        if opened.file.is_none() {
            opened.file = Some(Box::leak(Box::new(File::open(&self.path).ok()?)));
            opened.times += 1;
        }
        Some((opened.times, opened.file?))
    }
}
