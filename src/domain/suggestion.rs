//! What the importer proposes, and a person accepts, edits or rejects.

use chrono::{DateTime, Utc};

use super::{
    ActionItemId, AttendanceId, CouncilId, ImportId, MeetingId, OpinionId, OpinionKind, PersonId,
    SuggestionId, text_enum::text_enum,
};

text_enum! {
    /// What a suggestion is about.
    SuggestionKind {
        /// Who said something, where that is not printed with it.
        Speaker = "speaker",
        /// What kind of statement something is, where it is no plain opinion.
        Kind = "kind",
        /// That an opinion concerns an issue.
        Issue = "issue",
        /// That somebody should do something.
        ActionItem = "action_item",
        /// Which person stands behind a printed name.
        Person = "person",
    }
}

text_enum! {
    /// Why the importer proposes something.
    SuggestionReason {
        /// Words above it say so.
        Inherited = "inherited",
        /// A mark or the order of the document lets it be concluded.
        Inferred = "inferred",
        /// The heading above it holds the wording.
        Heading = "heading",
        /// Its own wording says so.
        Wording = "wording",
        /// One person of the council is printed with this name, to the letter.
        SameName = "same_name",
        /// One person of the council has a name that is written with other characters (齋 and 斎).
        VariantName = "variant_name",
        /// Several persons of the council may be meant.
        SeveralNames = "several_names",
    }
}

text_enum! {
    /// How plainly the wording asks for something.
    Strength {
        /// A named party is asked, or the wording demands.
        Strong = "strong",
        /// The wording only says that something is needed.
        Weak = "weak",
    }
}

text_enum! {
    /// What a person made of a suggestion.
    SuggestionStatus {
        /// Nobody has looked at it.
        Open = "open",
        /// Taken as it was.
        Accepted = "accepted",
        /// Taken with other values.
        Edited = "edited",
        /// Not taken.
        Rejected = "rejected",
    }
}

/// What the importer proposes (候補) about one opinion or one line of an attendance list. It stands in the way of
/// publishing until a person has decided.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// The import that it came from.
    pub import_id: ImportId,
    /// The council.
    pub council_id: CouncilId,
    /// The meeting made of the import.
    pub meeting_id: MeetingId,
    /// What it is about.
    pub kind: SuggestionKind,
    /// Why it is proposed.
    pub reason: SuggestionReason,
    /// The opinion that it is about.
    pub opinion_id: Option<OpinionId>,
    /// The line of the attendance list that it is about, where it is about no opinion.
    pub attendance_id: Option<AttendanceId>,
    /// The printed wording behind it: the words that ask, the words that name the issue, the printed name.
    pub text: String,
    /// How plainly the wording asks; of an action item.
    pub strength: Option<Strength>,
    /// The kind that is proposed.
    pub opinion_kind: Option<OpinionKind>,
    /// The key of the issue that is proposed.
    pub issue_key: Option<String>,
    /// The person who is proposed; `None` where several may be meant.
    pub person_id: Option<PersonId>,
    /// Who else may be meant.
    #[sqlx(json)]
    pub alternatives: Vec<PersonId>,
    /// The first line in the source, from 1.
    pub first_line: Option<i64>,
    /// The last line in the source.
    pub last_line: Option<i64>,
    /// What a person made of it.
    pub status: SuggestionStatus,
    /// The action item that came of it.
    pub action_item_id: Option<ActionItemId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}
