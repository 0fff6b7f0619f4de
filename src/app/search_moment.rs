//! One moment of the database, as a search reads it: what was kept of the very same state where there is that, a snapshot where
//! there is not.
//!
//! Only SQLite tells its states apart ([`ChangeMarker`], docs/decisions/0005-recent-opinions.md). What is kept counts for one state
//! of the whole database: after any commit, by whichever process, nothing of it is used again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use lru::LruCache;
use uuid::Uuid;

use super::{
    App, AppResult,
    search_hits::{Row, Rows},
    search_query::Basis,
};
use crate::{
    domain::{CouncilId, Viewer},
    search::{DocumentType, EngineHit},
    store::{ChangeMarker, Conn, Marker},
};

/// How many bytes the texts of the hits that are kept have in all. With what they fold to it is a dozen times that.
const KEPT_BYTES: usize = 1 << 20;
/// How many bytes the text of one has at most.
const LONGEST_KEPT: usize = 4_096;
/// How many names of councils and titles of meetings are kept.
const KEPT_NAMES: usize = 10_000;

/// What searches read in one state of the database.
pub(super) struct RecentSearches {
    marker: Arc<ChangeMarker>,
    kept: Mutex<Kept>,
}

/// What a viewer saw of one thing.
type RowKey = (DocumentType, Uuid, Viewer);

struct Kept {
    state: Option<Marker>,
    basis: Option<Arc<Basis>>,
    rows: LruCache<RowKey, Arc<Row>>,
    /// The bytes of the texts of `rows`.
    bytes: usize,
    councils: HashMap<CouncilId, String>,
    meetings: HashMap<(Uuid, Viewer), String>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            state: None,
            basis: None,
            rows: LruCache::unbounded(),
            bytes: 0,
            councils: HashMap::new(),
            meetings: HashMap::new(),
        }
    }
}

impl Kept {
    fn keep_row(&mut self, key: RowKey, row: &Arc<Row>) {
        let bytes = row.text.len();
        if bytes > LONGEST_KEPT || self.rows.contains(&key) {
            return;
        }
        self.bytes += bytes;
        self.rows.put(key, Arc::clone(row));
        while self.bytes > KEPT_BYTES
            && let Some((_, oldest)) = self.rows.pop_lru()
        {
            self.bytes -= oldest.text.len();
        }
    }
}

impl RecentSearches {
    /// Keeps nothing yet.
    pub fn new(marker: Arc<ChangeMarker>) -> Self {
        Self {
            marker,
            kept: Mutex::default(),
        }
    }

    /// What is kept of `state`, if that is what is kept.
    fn of(&self, state: Marker) -> Option<MutexGuard<'_, Kept>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.state == Some(state)).then_some(kept)
    }

    /// Where what is read of `state` is kept; what is there of another one is dropped.
    fn make_room(&self, state: Marker) -> MutexGuard<'_, Kept> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != Some(state) {
            *kept = Kept {
                state: Some(state),
                ..Kept::default()
            };
        }
        kept
    }
}

/// All that one search reads of the database.
pub(super) struct Moment<'a> {
    app: &'a App,
    /// The state that is read, where it is known, and what is kept of it.
    kept: Option<(&'a RecentSearches, Marker)>,
    /// Whether something of that was used.
    used: bool,
    /// A snapshot of the same state, once something is asked for that is not kept.
    conn: Option<Conn>,
    torn: bool,
}

impl<'a> Moment<'a> {
    /// Now. What is read may turn out to be of two states: see [`Moment::is_torn`].
    pub fn now(app: &'a App) -> Self {
        let recent = app.recent_searches.as_deref();
        let kept = recent.and_then(|recent| Some((recent, recent.marker.read()?)));
        Self {
            kept,
            ..Self::alone(app)
        }
    }

    /// Now, without anything that was kept: all is of one snapshot.
    pub fn alone(app: &'a App) -> Self {
        Self {
            app,
            kept: None,
            used: false,
            conn: None,
            torn: false,
        }
    }

    /// Whether the database changed between what was used of what is kept and the snapshot. Nothing may be made of the two
    /// together.
    pub fn is_torn(&self) -> bool {
        self.torn
    }

    /// The snapshot.
    pub async fn conn(&mut self) -> AppResult<&mut Conn> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => {
                let mut conn = self.app.snapshot().await?;
                if let Some((recent, state)) = self.kept {
                    // The snapshot is taken between two looks at the marker. Where they are the same, it is of that state.
                    conn.settle_snapshot().await?;
                    if recent.marker.read() != Some(state) {
                        self.kept = None;
                        self.torn = self.used;
                    }
                }
                conn
            }
        };
        Ok(self.conn.insert(conn))
    }

    fn look<T>(&mut self, look: impl FnOnce(&mut Kept) -> Option<T>) -> Option<T> {
        let (recent, state) = self.kept?;
        let found = look(&mut *recent.of(state)?);
        self.used |= found.is_some();
        found
    }

    /// Keeps what was read from the snapshot, whose state is known to be the one it is kept for.
    fn keep(&self, keep: impl FnOnce(&mut Kept)) {
        if let (Some((recent, state)), Some(_)) = (self.kept, &self.conn) {
            keep(&mut recent.make_room(state));
        }
    }

    /// What every search begins with, where it is kept.
    pub fn basis(&mut self) -> Option<Arc<Basis>> {
        self.look(|kept| kept.basis.clone())
    }

    /// Keeps what every search begins with.
    pub fn keep_basis(&self, basis: &Arc<Basis>) {
        self.keep(|kept| kept.basis = Some(Arc::clone(basis)));
    }

    /// What `viewer` saw of these hits, each where it is kept.
    pub fn rows(&mut self, viewer: &Viewer, hits: &[EngineHit]) -> Vec<Option<Arc<Row>>> {
        let rows = self.look(|kept| {
            let rows = hits
                .iter()
                .map(|hit| kept.rows.get(&(hit.kind, hit.id, *viewer)).cloned());
            let rows: Vec<_> = rows.collect();
            rows.iter().any(Option::is_some).then_some(rows)
        });
        rows.unwrap_or_else(|| vec![None; hits.len()])
    }

    /// Keeps what `viewer` sees of some things.
    pub fn keep_rows(&self, viewer: &Viewer, rows: &Rows) {
        self.keep(|kept| {
            for ((kind, id), row) in rows {
                kept.keep_row((*kind, *id, *viewer), row);
            }
        });
    }

    /// The names of councils, where all of them are kept.
    pub fn council_names(&mut self, ids: &[CouncilId]) -> Option<Vec<(CouncilId, String)>> {
        self.look(|kept| {
            let named = ids
                .iter()
                .map(|id| Some((*id, kept.councils.get(id)?.clone())));
            named.collect()
        })
    }

    /// Keeps names of councils.
    pub fn keep_council_names(&self, names: &[(CouncilId, String)]) {
        self.keep(|kept| {
            if kept.councils.len() + names.len() > KEPT_NAMES {
                kept.councils.clear();
            }
            kept.councils.extend(names.iter().cloned());
        });
    }

    /// The titles of meetings as `viewer` saw them, where all of them are kept.
    pub fn meeting_titles(&mut self, viewer: &Viewer, ids: &[Uuid]) -> Option<Vec<(Uuid, String)>> {
        self.look(|kept| {
            let titled = ids
                .iter()
                .map(|id| Some((*id, kept.meetings.get(&(*id, *viewer))?.clone())));
            titled.collect()
        })
    }

    /// Keeps titles of meetings as `viewer` sees them.
    pub fn keep_meeting_titles(&self, viewer: &Viewer, titles: &[(Uuid, String)]) {
        self.keep(|kept| {
            if kept.meetings.len() + titles.len() > KEPT_NAMES {
                kept.meetings.clear();
            }
            let titles = titles
                .iter()
                .map(|(id, title)| ((*id, *viewer), title.clone()));
            kept.meetings.extend(titles);
        });
    }
}
