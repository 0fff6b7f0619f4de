//! Identifiers: UUIDv7 (RFC 9562), one type per entity so that they cannot be mixed up.

use uuid::Uuid;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }
    )+};
}

id! {
    /// A council (協議会).
    CouncilId,
    /// A person (人).
    PersonId,
    /// A decision that two persons are one.
    PersonMergeId,
    /// A seat in a council (委員).
    MembershipId,
    /// A meeting (会議); its minutes carry the same id.
    MeetingId,
    /// One line of an attendance list (出欠).
    AttendanceId,
    /// A topic (議題).
    TopicId,
    /// A heading inside a topic (小見出し).
    HeadingId,
    /// A stage direction of a topic.
    NarrativeId,
    /// A material (会議資料).
    MaterialId,
    /// An opinion (意見・発言).
    OpinionId,
    /// An action item (対応事項).
    ActionItemId,
    /// A review of an action item (進捗確認).
    ReviewId,
    /// An imported file (原資料).
    SourceId,
    /// One import of a file into a council.
    ImportId,
    /// What the importer proposes (候補).
    SuggestionId,
    /// A wording that the people of a council taught the reader.
    ReadingMemoryId,
    /// An access token.
    TokenId,
    /// A group of synonyms (同義語).
    SynonymGroupId,
    /// A row of the audit trail.
    AuditId,
    /// A published snapshot of minutes (版).
    RevisionId,
    /// A decision to take words out of every revision.
    ScrubId,
    /// A round in which the members check minutes.
    CheckRoundId,
    /// What a member asks to have corrected.
    CorrectionRequestId,
    /// A row of a minutes' history of states.
    TransitionId,
}
