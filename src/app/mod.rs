//! Use cases: authorise → transact → enqueue. Each is one function that `api` and `cli` call alike.
//!
//! Owns who may do what, what belongs into one transaction (the rows, the audit entry and the outbox entry together), and
//! keeping the search index up with the database. Leaves SQL to `store`, matching to `search`, reading to `minutes`.

mod action_items;
mod attendance;
mod audit;
mod bulk_import;
mod call;
mod change;
mod check;
mod check_access;
mod check_rounds;
mod corrected;
mod correction_proposals;
mod correction_requests;
mod councils;
mod decided_by_hand;
mod decisions;
mod draft;
mod draft_rows;
mod error;
mod error_nouns;
mod error_words;
mod health;
mod import_changes;
mod imports;
mod indexer;
mod issues;
mod lines;
mod links;
mod materials;
mod meetings;
mod member_check;
mod memberships;
mod merge;
mod merge_opinions;
mod merge_parts;
mod merge_rows;
mod merge_suggestions;
mod merges;
mod minutes;
mod opinion_checks;
mod opinions;
mod pairing;
mod parts;
mod people;
mod persons;
mod proposals;
mod publication;
mod reading;
mod reading_memory;
mod recent;
mod recent_downloads;
mod removal;
mod reviews;
mod roster;
mod search;
mod search_documents;
mod search_facets;
mod search_hits;
mod search_moment;
mod search_query;
mod search_related;
mod search_suggestions;
mod settled_lines;
mod suggestions;
mod synonyms;
mod tags;
mod three_way;
mod tokens;
mod topics;
mod unreadable_words;
mod validate;
mod vocabulary;

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::sync::Notify;

use crate::{
    clock::Clock,
    search::SearchEngine,
    store::{ChangeMarker, Db},
};

use recent::RecentOpinions;
use recent_downloads::RecentDownloads;
use search_moment::RecentSearches;
use synonyms::FoldedSynonyms;

// What `api` needs of the rooms below: it asks `app` alone.
pub use crate::{
    formats::JSON_SCHEMA as REVISION_SCHEMA,
    search::{
        DocumentType, Expansion, ExpansionKind, Facet, SearchCursor, SearchError, SearchSort,
    },
    store::{AuditFilter, MembershipFilter, PersonFilter, StoreError},
};
pub use action_items::*;
pub use attendance::{AttendanceChange, NewAttendance};
pub use bulk_import::{ImportedFile, OpenWork, ReadsFiles, Standing};
pub use call::{Call, Expected};
pub use change::Change;
pub use corrected::{Application, OnSameMeeting};
pub use correction_requests::{CorrectionDecision, NewCorrectionRequest};
pub use councils::*;
pub use error::{AppError, AppResult, InvalidField, Language};
pub use import_changes::ImportChange;
pub use imports::{Imported, Reading};
pub use indexer::Progress;
pub use issues::{IssueChange, NewIssue};
pub use lines::{ImportLine, LinePart};
pub use materials::{MaterialChange, NewMaterial};
pub use meetings::*;
pub use member_check::{CheckedOpinion, Confirmation, RoundProgress};
pub use memberships::{MembershipChange, NewMembership};
pub use merges::{MergeOutcome, MergeRequest};
pub use minutes::MinutesDocument;
pub use opinions::{NewOpinion, OpinionChange};
pub use parts::Shown;
pub use persons::{NewPerson, PersonChange};
pub use publication::*;
pub use reading_memory::NewReadingMemory;
pub use reviews::NewReview;
pub use roster::{
    MAX_ROSTER_BYTES, MAX_ROSTER_ROWS, RosterEncoding, RosterError, RosterExport, RosterFormat,
    RosterReport,
};
pub use search::*;
pub use search_facets::type_words;
pub use search_suggestions::{SearchSuggestion, SearchSuggestionKind};
pub use suggestions::{Acceptance, Accepted, SettledSuggestions};
pub use synonyms::SynonymGroupChange;
pub use tokens::{MadeToken, NewToken};
pub use topics::{NewTopic, TopicChange, TopicWithParts};
pub use validate::limits;

/// What lists take: the store's own filters, so that a list has the same words from the URL to the column.
pub use crate::store::{
    ActionItemFilter, CheckedOpinionFilter, CorrectionRequestFilter, ImportFilter, MeetingFilter,
    MeetingPosition, OpinionFilter, OpinionPlace, ReadingMemoryFilter, SuggestionFilter,
};

/// Everything that a use case works with. Cloning it is cheap: each request has one.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an app is made of.
#[doc(hidden)]
#[derive(Clone)]
pub struct Parts {
    db: Db,
    search: Arc<dyn SearchEngine>,
    clock: Arc<dyn Clock>,
    /// Rung after each commit that left something in the outbox.
    index_bell: Arc<Notify>,
    /// Where the index is that this app keeps, if it keeps one.
    index_dir: Option<Arc<Path>>,
    /// Opinions read a moment ago, where a server was told to keep them.
    recent: Option<Arc<RecentOpinions>>,
    /// Files of published minutes written a moment ago, likewise.
    recent_downloads: Option<Arc<RecentDownloads>>,
    /// What searches read a moment ago, in the same way.
    recent_searches: Option<Arc<RecentSearches>>,
    /// The synonyms, as a search looks for them.
    synonyms: Arc<FoldedSynonyms>,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// An app on this database and this index.
    pub fn new(db: Db, search: Arc<dyn SearchEngine>, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Parts {
            db,
            search,
            clock,
            index_bell: Arc::new(Notify::new()),
            index_dir: None,
            recent: None,
            recent_downloads: None,
            recent_searches: None,
            synonyms: Arc::default(),
        }))
    }

    /// The same app, which notes beside the index in `directory` of which database it is, whenever it builds it anew.
    pub fn keeping_index_in(self, directory: PathBuf) -> Self {
        self.with(|parts| parts.index_dir = Some(directory.into()))
    }

    /// The same app, which keeps what it read for as long as the database does not change.
    pub fn keeping_recent(self, marker: ChangeMarker) -> Self {
        let marker = Arc::new(marker);
        self.with(|parts| {
            parts.recent = Some(Arc::new(RecentOpinions::new(Arc::clone(&marker))));
            parts.recent_downloads = Some(Arc::new(RecentDownloads::new(Arc::clone(&marker))));
            parts.recent_searches = Some(Arc::new(RecentSearches::new(marker)));
        })
    }

    /// The same app, which asks the database each time; for benches.
    #[doc(hidden)]
    pub fn without_recent(self) -> Self {
        self.with(|parts| {
            parts.recent = None;
            parts.recent_downloads = None;
            parts.recent_searches = None;
        })
    }

    fn with(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The database, for what has no use case: opening, closing, checking.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }
}
