//! Published minutes that were written a moment ago, for as long as the database is what it was then; see
//! [`recent`](super::recent), which says why nothing here is ever older than what the database would say.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Download, DownloadFormat, RevisionNumber};
use crate::{
    domain::{MeetingId, Viewer},
    store::{ChangeMarker, Marker},
};

/// How many bytes of files are kept.
const KEPT_BYTES: usize = 32 << 20;

/// What a file is kept by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct DownloadKey {
    pub meeting: MeetingId,
    pub number: RevisionNumber,
    pub format: DownloadFormat,
    pub viewer: Viewer,
}

/// Files as viewers read them in one state of the database.
pub(super) struct RecentDownloads {
    marker: Arc<ChangeMarker>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    state: Option<Marker>,
    bytes: usize,
    downloads: HashMap<DownloadKey, Arc<Download>>,
}

impl RecentDownloads {
    /// Keeps nothing yet.
    pub fn new(marker: Arc<ChangeMarker>) -> Self {
        Self {
            marker,
            kept: Mutex::default(),
        }
    }

    /// The state that the database is in, to be asked before it is read.
    pub fn state(&self) -> Option<Marker> {
        let state = self.marker.read();
        if state.is_none() {
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
        }
        state
    }

    /// What was written in this state, where that is kept.
    pub fn get(&self, state: Marker, key: &DownloadKey) -> Option<Arc<Download>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != Some(state) {
            return None;
        }
        kept.downloads.get(key).cloned()
    }

    /// Keeps what was written after the database was in `state`; unless it is in another by now.
    pub fn keep(&self, state: Marker, key: DownloadKey, download: &Arc<Download>) {
        let size = download.bytes.len();
        if size > KEPT_BYTES / 8 || self.marker.read() != Some(state) {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != Some(state) || kept.bytes + size > KEPT_BYTES {
            *kept = Kept {
                state: Some(state),
                ..Kept::default()
            };
        }
        kept.bytes += size;
        kept.downloads.insert(key, Arc::clone(download));
    }
}
