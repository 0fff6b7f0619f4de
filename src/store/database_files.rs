//! Notices that the files of a SQLite database were deleted, moved or replaced while they are open.
//!
//! SQLite goes on reading and writing files that have lost their names: it would acknowledge what nobody finds again. So
//! the names are looked at before anything is read, before a transaction begins, and once more after its commit. It costs a
//! system call for each file. SQLite's own look at this (SQLITE_FCNTL_HAS_MOVED, <https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html>)
//! is not made in WAL mode.

use std::{
    fs::{self, Metadata},
    path::{Path, PathBuf},
};

use super::{StoreError, StoreResult};

/// The files of one open database: its own, and the two that WAL mode puts beside it.
#[derive(Debug)]
pub struct DatabaseFiles(Vec<(PathBuf, Identity)>);

/// Refuses to open a database whose file is gone while `…-wal` or `…-shm` is still there: a process may have them open, and
/// `…-wal` may hold writes that are in no other file. SQLite would make a new database and begin by emptying them.
pub(super) fn check_before_opening(database: &Path) -> StoreResult<()> {
    let left = |suffix| beside(database, suffix).exists();
    if !database.exists() && (left("-wal") || left("-shm")) {
        return Err(StoreError::FileMissing(database.to_owned()));
    }
    Ok(())
}

/// The file beside the database whose name has `suffix` after the database's own.
pub(super) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(suffix);
    PathBuf::from(path)
}

/// Device and inode. As long as a file is open its inode is given to no other.
type Identity = (u64, u64);

impl DatabaseFiles {
    /// The files as they are now; to be called when connections are open and have read. While one stays open SQLite itself
    /// neither deletes `…-wal` nor `…-shm`. A database that is in no file has none.
    pub(super) fn of(database: &Path) -> Self {
        let known = ["", "-wal", "-shm"].into_iter().filter_map(|suffix| {
            let path = beside(database, suffix);
            let identity = identity(&fs::metadata(&path).ok()?)?;
            Some((path, identity))
        });
        Self(known.collect())
    }

    /// Refuses where one of the names no longer leads to the file that is open.
    pub(super) fn check(&self) -> StoreResult<()> {
        self.0.iter().try_for_each(check)
    }
}

fn check((path, known): &(PathBuf, Identity)) -> StoreResult<()> {
    match fs::metadata(path) {
        Ok(found) if identity(&found) == Some(*known) => Ok(()),
        _ => Err(StoreError::FileGone(path.clone())),
    }
}

#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "elsewhere a file cannot be told from another"
)]
fn identity(metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

/// Elsewhere a file that is open can be neither deleted nor moved.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<Identity> {
    None
}
