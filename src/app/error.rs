//! What a use case can refuse, with a stable code and words for people in two languages.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::roster::RosterError;
use crate::{
    domain::{
        ActionItemStatus, EntityKind, MeetingId, MinutesStatus, PersonId, SuggestionKind, TextEnum,
    },
    minutes::DecodeError,
    search::SearchError,
    store::StoreError,
};

/// What a use case returns.
pub type AppResult<T> = Result<T, AppError>;

/// A language in which giji speaks to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 日本語.
    Japanese,
    /// English.
    #[default]
    English,
}

impl Language {
    /// Whichever of the two fits.
    pub fn pick<T>(self, japanese: T, english: T) -> T {
        match self {
            Self::Japanese => japanese,
            Self::English => english,
        }
    }
}

/// A value that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidField {
    /// The name of the field, as in the JSON.
    pub field: Cow<'static, str>,
    /// What is wrong with it, in Japanese.
    pub japanese: String,
    /// What is wrong with it, in English.
    pub english: String,
}

/// Why a use case did not do what it was asked. Holds no wording of a document and no secret.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// It does not exist, or the caller may not know that it does.
    #[error("{} not found", .0.as_str())]
    NotFound(EntityKind),
    /// A token has to be shown.
    #[error("a token is required")]
    TokenRequired,
    /// The token shown is unknown, expired or revoked.
    #[error("the token is not valid")]
    TokenInvalid,
    /// The caller may see it, but not do this.
    #[error("the token's role does not allow this")]
    Forbidden,
    /// Values that cannot be taken.
    #[error("{} field(s) cannot be taken", .0.len())]
    Invalid(Vec<InvalidField>),
    /// Something with the same unique value exists.
    #[error("{entity} with the same {field} exists", entity = .0.as_str(), field = .1)]
    Duplicate(EntityKind, &'static str),
    /// Other things refer to it.
    #[error("the {} is in use", .0.as_str())]
    InUse(EntityKind),
    /// Something that it refers to was deleted while this was under way.
    #[error("something that it refers to is gone")]
    ReferenceLost,
    /// It was put out of use.
    #[error("the {} is archived", .0.as_str())]
    Archived(EntityKind),
    /// The person turned out to be another one.
    #[error("the person was merged into {0}")]
    Merged(PersonId),
    /// The person is not merged, so that there is nothing to take back.
    #[error("the person is not merged")]
    NotMerged,
    /// The person that was kept was merged itself since; that has to be taken back first.
    #[error("{0}, who was kept, was merged since")]
    KeptWasMerged(PersonId),
    /// Minutes cannot go from one state to the other.
    #[error("minutes cannot go from {from} to {to}")]
    MinutesTransition {
        /// The state they are in.
        from: MinutesStatus,
        /// The state that was asked for.
        to: MinutesStatus,
    },
    /// An action item cannot go from one state to the other.
    #[error("an action item cannot go from {from} to {to}")]
    ActionItemTransition {
        /// The state it is in.
        from: ActionItemStatus,
        /// The state that was asked for.
        to: ActionItemStatus,
    },
    /// A person has not decided about everything in minutes that were to be published (DESIGN.md, rule 4).
    #[error("{} line(s) are not settled, {} kind(s) of suggestions and {corrections} correction request(s) are open", .lines.len(), .suggestions.len())]
    Undecided {
        /// The lines of the document that have no place.
        lines: Vec<i64>,
        /// How many suggestions of each kind are open.
        suggestions: Vec<(SuggestionKind, i64)>,
        /// How many correction requests of members are open.
        corrections: i64,
    },
    /// The round of checks is closed: its answers stay as they are.
    #[error("the round of checks is closed")]
    CheckClosed,
    /// The opinion is not any more what a member's proposal is about.
    #[error("the opinion was changed since the correction was asked for")]
    OpinionChanged,
    /// The meeting is there that a file is of; a second one is not made silently.
    #[error("the import matches a meeting that is there")]
    SameMeeting(MeetingId),
    /// A file does not change minutes that were approved or shown to the public.
    #[error("the minutes are {0}, and a file does not change them")]
    MinutesFixed(MinutesStatus),
    /// It would change what is published, and says no reason (DESIGN.md, rule 6).
    #[error("the minutes of meeting {0} are published")]
    MinutesPublished(MeetingId),
    /// Only what is published is corrected.
    #[error("the minutes are {0}, not published")]
    NotPublished(MinutesStatus),
    /// The newest revision still says what was to be taken out.
    #[error("the words are still published")]
    StillPublished,
    /// Minutes that were published and are no more.
    #[error("the minutes were withdrawn")]
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
        /// Why, for everybody to read.
        reason: Option<String>,
    },
    /// A meeting was made of this import before.
    #[error("the import was applied before")]
    AlreadyApplied(MeetingId),
    /// Somebody has dealt with this suggestion before.
    #[error("the suggestion was dealt with before")]
    AlreadySettled,
    /// The caller has to say which version it changes.
    #[error("the version to change is not stated")]
    VersionRequired,
    /// It has changed since the caller read it.
    #[error("it has changed since it was read")]
    Stale,
    /// The document cannot be read.
    #[error(transparent)]
    Unreadable(#[from] DecodeError),
    /// The file is no roster.
    #[error(transparent)]
    UnreadableRoster(#[from] RosterError),
    /// A place in the hits of a search or in a list, sent to another one.
    #[error("the cursor is of another search or list")]
    ForeignCursor,
    /// Something that should not happen, in words for the log.
    #[error("{0}")]
    Internal(String),
    /// Something else is wrong with the database.
    #[error(transparent)]
    Store(StoreError),
    /// Something is wrong with the search engine.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            // Between reading and writing, somebody else was faster.
            StoreError::Stale => Self::Stale,
            StoreError::Reference => Self::ReferenceLost,
            other => Self::Store(other),
        }
    }
}

impl AppError {
    /// The error for one field.
    pub fn invalid(
        field: &'static str,
        japanese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![InvalidField {
            field: field.into(),
            japanese: japanese.into(),
            english: english.into(),
        }])
    }

    /// The code that programs tell errors apart by. Never changed once released.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::TokenRequired => "token_required",
            Self::TokenInvalid => "token_invalid",
            Self::Forbidden => "forbidden",
            Self::Invalid(_) => "invalid",
            Self::Duplicate(..) => "duplicate",
            Self::InUse(_) => "in_use",
            Self::ReferenceLost => "reference_lost",
            Self::Archived(_) => "archived",
            Self::Merged(_) => "merged",
            Self::NotMerged => "not_merged",
            Self::KeptWasMerged(_) => "kept_was_merged",
            Self::MinutesTransition { .. } | Self::ActionItemTransition { .. } => {
                "transition_not_allowed"
            }
            Self::Undecided { lines, .. } if !lines.is_empty() => "unsettled_lines",
            Self::Undecided { suggestions, .. } if !suggestions.is_empty() => "open_suggestions",
            Self::Undecided { .. } => "open_correction_requests",
            Self::CheckClosed => "check_closed",
            Self::OpinionChanged => "opinion_changed",
            Self::SameMeeting(_) => "same_meeting",
            Self::MinutesFixed(_) => "minutes_fixed",
            Self::MinutesPublished(_) => "minutes_published",
            Self::NotPublished(_) => "minutes_not_published",
            Self::StillPublished => "still_published",
            Self::Withdrawn { .. } => "withdrawn",
            Self::AlreadyApplied(_) => "already_applied",
            Self::AlreadySettled => "already_settled",
            Self::VersionRequired => "version_required",
            Self::Stale => "stale",
            Self::Unreadable(_) => "unreadable_document",
            Self::UnreadableRoster(_) => "unreadable_roster",
            Self::ForeignCursor => "invalid_parameter",
            Self::Store(StoreError::Full) => "storage_full",
            Self::Store(StoreError::Unavailable(_)) => "database_unavailable",
            Self::Store(StoreError::FileGone(_) | StoreError::FileMissing(_)) => {
                "database_file_gone"
            }
            Self::Search(
                SearchError::Locked(_) | SearchError::Missing(_) | SearchError::Unavailable(_),
            ) => "search_unavailable",
            Self::Store(_) | Self::Search(_) | Self::Internal(_) => "internal",
        }
    }
}
