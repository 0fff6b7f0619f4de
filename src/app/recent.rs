//! Opinions that were read a moment ago, for as long as the database is what it was then.
//!
//! Only with SQLite, where a change by any process shows in the [`ChangeMarker`]. What is kept counts for one state of the
//! whole database: after any commit nothing of it is used again. So it is never older than what the database would say.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    domain::{Opinion, OpinionId, Viewer},
    store::{ChangeMarker, Marker},
};

/// How many opinions are kept.
const KEPT: usize = 4_096;
/// How many bytes the text of one that is kept has at most: with the above, a few dozen megabytes in all. Longer ones are
/// few, and take their time on the way out anyway.
const LONGEST_KEPT: usize = 4_096;

/// Opinions as viewers saw them in one state of the database.
pub(super) struct RecentOpinions {
    marker: Arc<ChangeMarker>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    state: Option<Marker>,
    opinions: HashMap<(OpinionId, Viewer), Arc<Opinion>>,
}

impl RecentOpinions {
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

    /// What `viewer` saw of an opinion in this state, where that is kept.
    pub fn get(&self, state: Marker, id: OpinionId, viewer: &Viewer) -> Option<Opinion> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != Some(state) {
            return None;
        }
        let opinion = kept.opinions.get(&(id, *viewer)).cloned()?;
        // Copying its texts holds up nobody else.
        drop(kept);
        Some(Opinion::clone(&opinion))
    }

    /// Keeps what `viewer` saw, read after the database was in `state`; unless it is in another by now, in which case
    /// nobody can tell which of the two was read.
    pub fn keep(&self, state: Marker, viewer: &Viewer, opinion: &Opinion) {
        if opinion.text.len() > LONGEST_KEPT || self.marker.read() != Some(state) {
            return;
        }
        let opinion = Arc::new(opinion.clone());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != Some(state) || kept.opinions.len() >= KEPT {
            kept.opinions.clear();
            kept.state = Some(state);
        }
        kept.opinions.insert((opinion.id, *viewer), opinion);
    }
}
