//! The life cycle of a meeting's minutes.

use chrono::{DateTime, Utc};

use super::{MeetingId, TokenId, TransitionId, text_enum::text_enum};

text_enum! {
    /// The state of a meeting's minutes (議事要旨).
    MinutesStatus {
        /// The secretariat works on them.
        Draft = "draft",
        /// The members read them before approval.
        MemberCheck = "member_check",
        /// Approved, not yet public.
        Approved = "approved",
        /// Public.
        Published = "published",
        /// Taken back after publication.
        Withdrawn = "withdrawn",
    }
}

impl MinutesStatus {
    /// The states that these minutes may go to next. A small council may publish a draft without a round of checks.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::MemberCheck, Self::Approved, Self::Published],
            Self::MemberCheck => &[Self::Draft, Self::Approved, Self::Published],
            Self::Approved => &[Self::Draft, Self::Published],
            Self::Published => &[Self::Withdrawn],
            Self::Withdrawn => &[Self::Draft],
        }
    }
}

/// One change of state, kept for good.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct MinutesTransition {
    /// Its id.
    pub id: TransitionId,
    /// The meeting whose minutes they are.
    pub meeting_id: MeetingId,
    /// The state before.
    pub from_status: MinutesStatus,
    /// The state after.
    pub to_status: MinutesStatus,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// The token that did it; `None` for a command on the data directory.
    pub token_id: Option<TokenId>,
    /// When.
    pub at: DateTime<Utc>,
}
