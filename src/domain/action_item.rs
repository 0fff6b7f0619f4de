//! What somebody should do, and what became of it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    ActionItemId, CouncilId, MeetingId, OpinionId, PersonId, RedactedWords, ReviewId, TokenId,
    Visibility, mask_words, text_enum::text_enum,
};

text_enum! {
    /// The state of an action item.
    ActionItemStatus {
        /// Somebody proposes it.
        Proposed = "proposed",
        /// It is to be done.
        Open = "open",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// Whoever worked on it says that it is done.
        DoneClaimed = "done_claimed",
        /// A meeting, or the secretariat on a day, agreed that it is done.
        Closed = "closed",
        /// It will not be done.
        Declined = "declined",
        /// It is somebody else's now, outside this council.
        Transferred = "transferred",
        /// Another item takes its place.
        Superseded = "superseded",
        /// It was closed too early.
        Reopened = "reopened",
    }
}

impl ActionItemStatus {
    /// The states that an item may go to next.
    pub fn next(self) -> &'static [Self] {
        use ActionItemStatus::*;
        match self {
            Proposed => &[Open, Declined, Superseded],
            Open | Reopened => &[
                InProgress,
                DoneClaimed,
                Closed,
                Declined,
                Transferred,
                Superseded,
            ],
            InProgress => &[Open, DoneClaimed, Closed, Declined, Transferred, Superseded],
            DoneClaimed => &[InProgress, Closed, Reopened],
            Closed | Declined | Transferred | Superseded => &[Reopened],
        }
    }

    /// Whether something remains to be done.
    pub fn is_open(self) -> bool {
        use ActionItemStatus::*;
        matches!(self, Proposed | Open | InProgress | DoneClaimed | Reopened)
    }
}

/// An action item (対応事項): one identity for life (DESIGN.md, rule 7).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ActionItem {
    /// Its id.
    pub id: ActionItemId,
    /// The council that asked for it.
    pub council_id: CouncilId,
    /// The meeting at which it was raised.
    pub meeting_id: Option<MeetingId>,
    /// What is to be done.
    pub text: String,
    /// Its state.
    pub status: ActionItemStatus,
    /// Who should do it, as printed or entered; empty unless somebody said so (DESIGN.md, rule 3).
    pub owner: Option<String>,
    /// Who should do it, where that is a person known here.
    pub owner_person_id: Option<PersonId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// By when, in the words that are printed (年度内).
    pub due_text: Option<String>,
    /// Whom it is meant for.
    pub visibility: Visibility,
    /// The opinions that asked for it; the store adds them, those alone that the viewer may see.
    #[sqlx(skip)]
    pub opinion_ids: Vec<OpinionId>,
    /// The keys of its issues.
    #[sqlx(json)]
    pub issues: Vec<String>,
    /// The words that its opinions leave out in public; the store reads them, and they are nothing of the item's own.
    #[sqlx(json)]
    pub redacted: Vec<RedactedWords>,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl ActionItem {
    /// Takes out of it what its opinions leave out in public: their wording is often what is to be done.
    pub fn into_public_form(mut self) -> Self {
        let redacted = std::mem::take(&mut self.redacted);
        self.text = mask_words(&self.text, &redacted);
        self.owner = self.owner.map(|owner| mask_words(&owner, &redacted));
        self.due_text = self.due_text.map(|due| mask_words(&due, &redacted));
        self
    }

    /// Whether its day has passed and something remains to be done. Computed, never stored.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.status.is_open() && self.due_on.is_some_and(|due| due < today)
    }
}

/// What one meeting, or a day between meetings, recorded about an action item (進捗確認).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// The item.
    pub action_item_id: ActionItemId,
    /// The meeting that recorded it.
    pub meeting_id: Option<MeetingId>,
    /// The day that it was recorded for.
    pub reviewed_on: NaiveDate,
    /// The state before.
    pub from_status: ActionItemStatus,
    /// The state after; the same where nothing changed.
    pub to_status: ActionItemStatus,
    /// What was reported.
    pub note: Option<String>,
    /// What shows that it is done: a link, a document, an opinion.
    pub evidence: Option<String>,
    /// The token that recorded it; `None` for a command on the data directory.
    pub token_id: Option<TokenId>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}
