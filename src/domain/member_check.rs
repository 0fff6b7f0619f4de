//! The check by the members: a round with a deadline, what each member answered about the own opinions, and what members ask
//! to have corrected.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Attribution, AttributionPolicy, CheckRoundId, CorrectionRequestId, CouncilId, MeetingId,
    OpinionId, PersonId, Redaction, TokenId, text_enum::text_enum,
};

text_enum! {
    /// What a member answered about one opinion.
    CheckAnswerKind {
        /// It is right as it is.
        Confirmed = "confirmed",
        /// It should be corrected.
        CorrectionRequested = "correction_requested",
        /// Nothing until the round was closed.
        Silent = "silent",
    }
}

text_enum! {
    /// What of an opinion a member wants corrected.
    CorrectionRequestKind {
        /// Its wording.
        Text = "text",
        /// To whom it is given, or how that is published.
        Attribution = "attribution",
        /// That words of it are published at all.
        Redaction = "redaction",
    }
}

text_enum! {
    /// What the secretariat made of a correction request.
    CorrectionRequestStatus {
        /// It has not decided.
        Open = "open",
        /// The opinion became what was proposed.
        Accepted = "accepted",
        /// The opinion was corrected in another way.
        Edited = "edited",
        /// The opinion stays, for a stated reason.
        Declined = "declined",
    }
}

/// A round in which the members check the minutes of a meeting. It is open as long as the minutes are in member_check.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckRound {
    /// Its id.
    pub id: CheckRoundId,
    /// The council of the meeting.
    pub council_id: CouncilId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The last day for an answer, in Japan. Later ones are taken, and are late.
    pub deadline: NaiveDate,
    /// When the minutes went to the members.
    pub opened_at: DateTime<Utc>,
    /// When they came back.
    pub closed_at: Option<DateTime<Utc>>,
    /// The token that opened it; `None` for a command on the data directory.
    pub token_id: Option<TokenId>,
    /// Rises by one with each change.
    pub version: i64,
}

/// What one person answered about one opinion in one round.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckAnswer {
    /// The round.
    pub round_id: CheckRoundId,
    /// The opinion.
    pub opinion_id: OpinionId,
    /// Who said it, when this was answered.
    pub person_id: PersonId,
    /// The answer.
    pub answer: CheckAnswerKind,
    /// When it was given; of silence, when the round was closed.
    pub at: DateTime<Utc>,
    /// The token that gave it; `None` of silence.
    pub token_id: Option<TokenId>,
}

/// How far one person is with a round, in numbers of opinions.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckProgress {
    /// The person.
    pub person_id: PersonId,
    /// The person's name.
    pub name: String,
    /// All that the person said and may check; of a closed round, all that is on record.
    pub opinions: i64,
    /// Confirmed.
    pub confirmed: i64,
    /// To be corrected.
    pub correction_requested: i64,
    /// Not answered when the round was closed.
    pub silent: i64,
    /// Not answered, while the round is open.
    pub unanswered: i64,
    /// Answered after the deadline.
    pub late: i64,
}

impl CheckProgress {
    /// Whether the deadline has passed and answers are missing. Computed, never stored.
    pub fn is_overdue(&self, deadline: NaiveDate, today: NaiveDate) -> bool {
        self.unanswered > 0 && deadline < today
    }
}

/// What a member proposes; what is not proposed is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectionProposal {
    /// The wording, all of it; of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The speaker's name; of an attribution, like those that follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_name: Option<String>,
    /// The speaker's role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker_role: Option<String>,
    /// To whom it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Attribution>,
    /// How that is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution_policy: Option<AttributionPolicy>,
    /// Words to be left out, in the text as the member sees it; of a redaction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redactions: Vec<Redaction>,
}

impl CorrectionProposal {
    /// Whether nothing is proposed: the member says in words what is wrong.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a member asks to have corrected of an own opinion. It stands in the way of publishing until the secretariat has decided.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CorrectionRequest {
    /// Its id.
    pub id: CorrectionRequestId,
    /// The council.
    pub council_id: CouncilId,
    /// The meeting.
    pub meeting_id: MeetingId,
    /// The round in which it was asked for.
    pub round_id: CheckRoundId,
    /// The opinion; `None` once it is deleted.
    pub opinion_id: Option<OpinionId>,
    /// Who asks.
    pub person_id: PersonId,
    /// What of the opinion.
    pub kind: CorrectionRequestKind,
    /// What it should become.
    #[sqlx(json)]
    pub proposal: CorrectionProposal,
    /// Why, or what is wrong, in the member's words.
    pub note: Option<String>,
    /// A digest of what the member saw, so that a proposal is not applied to something else; `None` once decided.
    pub basis: Option<String>,
    /// What became of it.
    pub status: CorrectionRequestStatus,
    /// Why, in the words of whoever decided.
    pub decision_reason: Option<String>,
    /// When that was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// By which token.
    pub decided_by: Option<TokenId>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// By which token.
    pub token_id: Option<TokenId>,
    /// Rises by one with each change.
    pub version: i64,
}
