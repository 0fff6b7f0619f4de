//! Tells without asking the database whether a SQLite database has changed.
//!
//! In WAL mode every commit, by whichever process, changes the first 48 bytes of the file `…-shm`, the header of the
//! WAL index (<https://sqlite.org/walformat.html>, section 2.1: a counter of transactions, the last frame, its checksum).
//! SQLite itself compares just these bytes to know whether what it has cached is still true. Reading them costs one
//! system call of well under a microsecond; asking through sqlx costs two changes of thread.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Mutex,
};

use super::Db;

/// The header of the WAL index: two equal ones mean the same state of the database.
pub type Marker = [u8; 48];

/// Where the marker of one database is read.
#[derive(Debug)]
pub struct ChangeMarker {
    path: PathBuf,
    /// Never closed: closing any descriptor of this file would drop the locks that SQLite's own connections in this
    /// process hold on it (fcntl(2)).
    file: Mutex<Option<&'static File>>,
}

impl Db {
    /// Where changes of this database show without asking it; `None` for PostgreSQL.
    pub fn change_marker(&self) -> Option<ChangeMarker> {
        match self {
            Self::Sqlite { read, .. } => {
                Some(ChangeMarker::of(read.connect_options().get_filename()))
            }
            Self::Postgres(_) => None,
        }
    }
}

impl ChangeMarker {
    /// For the SQLite database in this file.
    fn of(database: &Path) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push("-shm");
        Self {
            path: path.into(),
            file: Mutex::new(None),
        }
    }

    /// The marker of the newest committed state; `None` where it cannot be told, which says nothing of changes.
    #[cfg(unix)]
    pub fn read(&self) -> Option<Marker> {
        use std::os::unix::fs::{FileExt, MetadataExt};
        let file = self.open()?;
        // Once all connections were closed, SQLite deletes the file, and makes another with the next connection.
        if file.metadata().ok()?.nlink() == 0 {
            *self.file.lock().ok()? = None;
            return None;
        }
        let mut marker = [0; 48];
        file.read_exact_at(&mut marker, 0).ok()?;
        Some(marker)
    }

    /// Elsewhere the file is locked in another way.
    #[cfg(not(unix))]
    pub fn read(&self) -> Option<Marker> {
        None
    }

    #[cfg(unix)]
    fn open(&self) -> Option<&'static File> {
        let mut open = self.file.lock().ok()?;
        if open.is_none() {
            *open = Some(Box::leak(Box::new(File::open(&self.path).ok()?)));
        }
        *open
    }
}
