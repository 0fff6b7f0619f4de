//! Tells a damaged index from an engine in trouble.

use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError};

use crate::search::SearchError;

/// What `error` means for the index at `path`.
pub(super) fn search_error(path: &Path, error: &TantivyError) -> SearchError {
    let damaged = match error {
        // The lock of a generation is in its directory: without that it cannot be made.
        TantivyError::LockFailure(LockError::IoError(error), _) => is_garbled(error),
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::SchemaError(_)
        | TantivyError::FieldNotFound(_) => true,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            is_garbled(io_error)
        }
        TantivyError::OpenReadError(_) => true,
        TantivyError::IoError(error) => is_garbled(error),
        _ => false,
    };
    if damaged {
        return damage(path, error);
    }
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => SearchError::Locked(path.to_owned()),
        error => SearchError::Engine(error.to_string()),
    }
}

/// The index at `path` is damaged.
pub(super) fn damage(path: &Path, reason: impl std::fmt::Display) -> SearchError {
    SearchError::Damaged {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// The file system failed.
pub(super) fn io_error(error: &io::Error) -> SearchError {
    SearchError::Engine(error.to_string())
}

fn is_garbled(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::NotFound
    )
}
