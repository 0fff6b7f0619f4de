//! What a member roster (委員名簿) that came in changes.

use super::{MembershipId, PersonId, text_enum::text_enum};

text_enum! {
    /// What becomes of a row of a roster.
    RosterOutcome {
        /// A person and a seat are made.
        Create = "create",
        /// A member gets a further seat: the term of the row begins after the member's last one has ended.
        Reappoint = "reappoint",
        /// A member's seat is changed.
        Update = "update",
        /// Everything is as the row says.
        Unchanged = "unchanged",
    }
}

/// One row of a roster, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    /// The row in the file, from 1.
    pub row: u64,
    /// The name as printed.
    pub name: String,
    /// What becomes of it.
    pub outcome: RosterOutcome,
    /// The fields that change.
    pub changes: Vec<&'static str>,
    /// The member; `None` where one would be made.
    pub person_id: Option<PersonId>,
    /// The seat; `None` where one would be made.
    pub membership_id: Option<MembershipId>,
    /// Who could be the same person, by a variant of the name or another reading. Nobody is ever merged for that.
    pub similar: Vec<SimilarMember>,
    /// A mark stands beside the name that no legend explains; it was left out.
    pub unexplained_mark: bool,
}

/// A member whose name differs from a row's in variants alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarMember {
    /// The member; `None` where it is another row of the same file.
    pub person_id: Option<PersonId>,
    /// The name as printed.
    pub name: String,
}
