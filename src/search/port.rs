//! The port: what `app` asks of a search engine, whichever it is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use async_trait::async_trait;
use chrono::NaiveDate;
use uuid::Uuid;

use super::Query;
use crate::domain::{
    Attribution, CouncilId, Level, MeetingId, OpinionKind, OutboxEntry, Viewer, text_enum,
};

/// The most values that a facet lists; the most frequent ones.
pub const MAX_FACET_VALUES: usize = 100;

text_enum! {
    /// What kind of thing a document of the index stands for.
    DocumentType {
        /// An opinion.
        Opinion = "opinion",
        /// A topic.
        Topic = "topic",
        /// An action item.
        ActionItem = "action_item",
        /// A meeting, by its title.
        Meeting = "meeting",
        /// A person, by name and reading.
        Person = "person",
    }
}

text_enum! {
    /// What hits are counted by.
    Facet {
        /// By kind of document.
        Type = "type",
        /// By issue.
        Issue = "issue",
        /// By council.
        Council = "council",
        /// By meeting.
        Meeting = "meeting",
        /// By 年度.
        FiscalYear = "fiscal_year",
        /// By speaker as shown.
        Speaker = "speaker",
        /// By role of the speaker as shown.
        Role = "role",
        /// By kind of opinion.
        Kind = "kind",
        /// By how it is told who said it.
        Attribution = "attribution",
        /// By whether an action item came of the opinion: `true` or `false`.
        HasActionItem = "has_action_item",
    }
}

/// One document of the index: one form of one thing. Where the public form differs from the internal one (attribution
/// policy), each is a document of its own, and their `seen_at` do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// What it stands for.
    pub kind: DocumentType,
    /// The id of that.
    pub id: Uuid,
    /// The version of the row that it was made from.
    pub version: i64,
    /// The levels of access at which exactly this form is seen; never empty.
    pub seen_at: Vec<Level>,
    /// Its council; none for a person.
    pub council_id: Option<CouncilId>,
    /// The councils in which a person has a seat, each with the lowest level at which the seat is known; a higher level
    /// knows of it too. Empty for anything but a person.
    pub seats: Vec<(CouncilId, Level)>,
    /// Its meeting.
    pub meeting_id: Option<MeetingId>,
    /// Its topic; itself, for a topic.
    pub topic_id: Option<Uuid>,
    /// The wording.
    pub text: String,
    /// The title of its topic.
    pub topic: Option<String>,
    /// The title of its heading.
    pub heading: Option<String>,
    /// The speaker as shown (冨岡副会長), as far as this form shows it.
    pub speaker: Option<String>,
    /// The texts by which a filter finds the speaker: name, name with role, role, other names, reading.
    pub speaker_keys: Vec<String>,
    /// The role of the speaker as shown.
    pub role: Option<String>,
    /// How it is told who said an opinion.
    pub attribution: Option<Attribution>,
    /// Whether an action item came of an opinion, as far as those know who see this form.
    pub has_action_item: Option<bool>,
    /// The keys of its issues.
    pub issues: Vec<String>,
    /// The kind of an opinion.
    pub opinion_kind: Option<OpinionKind>,
    /// 年度 of its meeting.
    pub fiscal_year: Option<i64>,
    /// The day of its meeting.
    pub date: Option<NaiveDate>,
    /// Its order in the meeting: among hits of one score and one day, the order in which they are shown.
    pub position: i64,
}

text_enum! {
    /// The order of the hits.
    SearchSort {
        /// Best match first; newest first among equals, then by position and id, as in the other orders.
        Relevance = "relevance",
        /// Newest meeting first.
        DateDesc = "date_desc",
        /// Oldest meeting first.
        DateAsc = "date_asc",
    }
}

/// What is asked. Filters of different kinds all apply; within one kind any value does.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// The query, with the names in it resolved; an empty one finds everything that the filters let through.
    pub query: Query,
    /// Kinds of documents.
    pub types: Vec<DocumentType>,
    /// Keys of issues.
    pub issues: Vec<String>,
    /// Councils.
    pub councils: Vec<CouncilId>,
    /// Meetings.
    pub meetings: Vec<MeetingId>,
    /// Speakers, folded before they are compared.
    pub speakers: Vec<String>,
    /// Roles of speakers as shown.
    pub roles: Vec<String>,
    /// Kinds of opinions.
    pub kinds: Vec<OpinionKind>,
    /// How it is told who said an opinion.
    pub attributions: Vec<Attribution>,
    /// Opinions of which an action item came, or none.
    pub has_action_item: Option<bool>,
    /// 年度.
    pub fiscal_years: Vec<i64>,
    /// The first day of a meeting.
    pub from: Option<NaiveDate>,
    /// The last day of a meeting.
    pub to: Option<NaiveDate>,
    /// The order.
    pub sort: SearchSort,
    /// At most this many hits, 1 to 100.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<SearchCursor>,
    /// What to count the hits by.
    pub facets: Vec<Facet>,
    /// What the caller may see: part of the query, so that totals and facets count nothing else.
    pub viewer: Viewer,
    /// Changes that the index has not been told yet: what they concern is left out of hits, totals and facets, because
    /// the index may be wrong about who may see it.
    pub pending: Vec<OutboxEntry>,
}

impl Default for SearchRequest {
    /// Everything that the public sees, in one page of twenty, nothing counted.
    fn default() -> Self {
        Self {
            query: Query::default(),
            types: Vec::new(),
            issues: Vec::new(),
            councils: Vec::new(),
            meetings: Vec::new(),
            speakers: Vec::new(),
            roles: Vec::new(),
            kinds: Vec::new(),
            attributions: Vec::new(),
            has_action_item: None,
            fiscal_years: Vec::new(),
            from: None,
            to: None,
            sort: SearchSort::Relevance,
            limit: 20,
            cursor: None,
            facets: Vec::new(),
            viewer: Viewer::PUBLIC,
            pending: Vec::new(),
        }
    }
}

/// The sort key of the last hit of a page.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SearchCursor {
    /// Its score; 0 where the order is by date.
    pub score: f32,
    /// Its day, in days since 1970-01-01; the least value where it has none.
    pub day: i64,
    /// Its order in its meeting.
    pub position: i64,
    /// Its id, which breaks ties.
    pub id: Uuid,
}

/// One hit.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineHit {
    /// What it is.
    pub kind: DocumentType,
    /// Its id.
    pub id: Uuid,
    /// How well it matches; higher is better, and comparable within one answer only. 0 where the order is by date.
    pub score: f32,
    /// Where the next page starts if this is the last hit of a page.
    pub cursor: SearchCursor,
}

/// How many hits have one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value: a key, an id or a label.
    pub value: String,
    /// How many.
    pub count: u64,
}

/// The counts of every facet that was asked for: most first and then by value, at most [`MAX_FACET_VALUES`] of each. A facet
/// that is also filtered by is counted without its own filter, so that it still offers its other values.
pub type Facets = BTreeMap<Facet, Vec<FacetCount>>;

/// The answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EngineAnswer {
    /// The hits of this page, in order.
    pub hits: Vec<EngineHit>,
    /// How many there are in all.
    pub total: u64,
    /// Whether `total` is exact.
    pub total_exact: bool,
    /// The facets.
    pub facets: Facets,
    /// Whether there are hits after this page.
    pub more: bool,
}

/// Which documents are meant by a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKey {
    /// All forms of one thing.
    One(DocumentType, Uuid),
    /// A topic and all documents below it.
    Topic(Uuid),
    /// All documents of a meeting.
    Meeting(MeetingId),
    /// All documents of a council.
    Council(CouncilId),
}

/// One change of the index. Whatever the key covers is removed, then the documents are added, so that a change can be
/// repeated without harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexChange {
    /// What to remove.
    pub remove: DocumentKey,
    /// What to put in its place.
    pub add: Vec<SearchDocument>,
}

/// Why an engine could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index on disk cannot be read; it is derived, so rebuilding it loses nothing.
    #[error("the search index at {path} is damaged: {reason}")]
    Damaged {
        /// Where it is.
        path: PathBuf,
        /// What the engine said.
        reason: String,
    },
    /// The index on disk was made by a version that folds, cuts or keeps text in another way.
    #[error(
        "the search index at {path} was made by another version ({found}; this one makes {wanted})"
    )]
    Outdated {
        /// Where it is.
        path: PathBuf,
        /// What made it.
        found: String,
        /// What this program makes.
        wanted: String,
    },
    /// Another process writes the index.
    #[error("the search index at {0} is written by another giji process")]
    Locked(PathBuf),
    /// There is no index yet.
    #[error("there is no search index at {0}")]
    Missing(PathBuf),
    /// The server that searches does not answer, or not as it should; it may a moment later.
    #[error("{0}")]
    Unavailable(String),
    /// Anything else, a full disk say.
    #[error("the search engine failed: {0}")]
    Engine(String),
}

impl SearchError {
    /// Whether starting over and building the index anew is what helps.
    pub fn needs_rebuild(&self) -> bool {
        matches!(
            self,
            Self::Damaged { .. } | Self::Outdated { .. } | Self::Missing(_)
        )
    }
}

/// A search engine.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// Applies the changes durably and makes them visible to the next search before it returns.
    async fn apply(&self, changes: Vec<IndexChange>) -> Result<(), SearchError>;

    /// Whether the index is still where it was; an error for which [`SearchError::needs_rebuild`] holds where somebody
    /// removed it, or where a search failed and the files are found to be damaged; a rebuild puts another one there.
    async fn check_place(&self) -> Result<(), SearchError> {
        Ok(())
    }

    /// Whether the index has grown so much, change by change, that building it anew would make it faster.
    fn is_outgrown(&self) -> bool {
        false
    }

    /// Starts an empty index beside the one that serves. Nothing changes for searches until [`Rebuild::finish`]. Changes
    /// that are applied in the meantime go into both, in the new one after all that was added to it: a change that is
    /// committed to the database after this call is never lost, if it is applied. One rebuild at a time.
    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError>;

    /// Answers a query.
    async fn search(&self, request: SearchRequest) -> Result<EngineAnswer, SearchError>;

    /// Every thing by kind and id with the version of its row, each once however many forms it has, in order: for
    /// comparing with the database.
    async fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError>;

    /// How many documents the index holds.
    async fn document_count(&self) -> Result<u64, SearchError>;
}

/// An index being built anew.
#[async_trait]
pub trait Rebuild: Send {
    /// Adds documents.
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError>;
    /// Puts the new index in the place of the old one, atomically; a crash before leaves the old one in place.
    async fn finish(self: Box<Self>) -> Result<(), SearchError>;
}
