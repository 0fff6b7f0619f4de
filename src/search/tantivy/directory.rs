//! The directory of the index: generations, which of them serves, and who may write.
//!
//! ```text
//! LOCK         held by the process that writes
//! CURRENT      the name of the generation that serves
//! gen-000012/  one generation; another one beside it is being built, or was left by a crash
//! ```

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::errors::{damage, io_error};
use crate::search::SearchError;

const LOCK: &str = "LOCK";
const CURRENT: &str = "CURRENT";
const CURRENT_BEING_WRITTEN: &str = "CURRENT.tmp";
const GENERATION: &str = "gen-";

/// The directory of an index.
#[derive(Debug, Clone)]
pub(super) struct IndexDirectory(PathBuf);

impl IndexDirectory {
    /// At `path`, which need not exist.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes this process the one that writes, until the file is closed.
    pub fn lock(&self) -> Result<File, SearchError> {
        // Not what it lies in: a data directory that was moved away under a server must not come back empty.
        match fs::create_dir(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(io_error(&error));
            }
            _ => {}
        }
        let mut options = File::options();
        let lock = options
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.0.join(LOCK));
        let lock = lock.map_err(|error| io_error(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(SearchError::Locked(self.0.clone())),
            Err(TryLockError::Error(error)) => Err(io_error(&error)),
        }
    }

    /// Whether `lock` is still the file by which processes tell who writes here: whoever removes the directory removes that
    /// too, and another process could then take one of the same name.
    pub fn is_locked_by(&self, lock: &File) -> bool {
        match (fs::metadata(self.0.join(LOCK)), lock.metadata()) {
            (Ok(named), Ok(held)) => same_file(&named, &held),
            _ => false,
        }
    }

    /// The generation that serves.
    pub fn current(&self) -> Result<PathBuf, SearchError> {
        let name = match fs::read(self.0.join(CURRENT)) {
            Ok(name) => String::from_utf8_lossy(&name).trim_end().to_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SearchError::Missing(self.0.clone()));
            }
            Err(error) => return Err(io_error(&error)),
        };
        if generation_number(&name).is_none() {
            return Err(damage(
                &self.0,
                format_args!("{CURRENT} names no generation"),
            ));
        }
        let generation = self.0.join(&name);
        if !generation.is_dir() {
            return Err(damage(
                &self.0,
                format_args!("{CURRENT} names {name}, which is not there"),
            ));
        }
        Ok(generation)
    }

    /// Makes `generation` the one that serves: all at once, and durably.
    pub fn set_current(&self, generation: &Path) -> io::Result<()> {
        let name = generation.file_name().unwrap_or_default();
        let temporary = self.0.join(CURRENT_BEING_WRITTEN);
        let mut file = File::create(&temporary)?;
        file.write_all(name.as_encoded_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        fs::rename(&temporary, self.0.join(CURRENT))?;
        sync_directory(&self.0)
    }

    /// An empty directory for a new generation, of another name than `serving`, whose directory may be gone.
    pub fn new_generation(&self, serving: Option<&Path>) -> io::Result<PathBuf> {
        let name = serving.and_then(Path::file_name).and_then(OsStr::to_str);
        let served = name.and_then(generation_number);
        let numbers = self.generations()?.into_iter().map(|(number, _)| number);
        let number = numbers.chain(served).max().unwrap_or(0) + 1;
        let path = self.0.join(format!("{GENERATION}{number:06}"));
        fs::create_dir(&path)?;
        sync_directory(&self.0)?;
        Ok(path)
    }

    /// Removes every generation but those in `keep`. Processes that still read one keep its files until they close them.
    pub fn remove_others(&self, keep: &[&Path]) -> io::Result<()> {
        for (_, path) in self.generations()? {
            if !keep.contains(&path.as_path()) {
                fs::remove_dir_all(path)?;
            }
        }
        Ok(())
    }

    fn generations(&self) -> io::Result<Vec<(u64, PathBuf)>> {
        let mut generations = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let name = entry.file_name();
            if let Some(number) = name.to_str().and_then(generation_number) {
                generations.push((number, entry.path()));
            }
        }
        Ok(generations)
    }
}

/// Makes the entries of a directory durable.
pub(super) fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(unix)]
fn same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
fn same_file(_: &Metadata, _: &Metadata) -> bool {
    true
}

fn generation_number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(GENERATION)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}
