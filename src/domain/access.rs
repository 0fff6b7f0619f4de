//! Who sees what (DESIGN.md, "Who sees what" and "Rules that never bend", 5).

use chrono::{DateTime, Utc};

use super::{CouncilId, MinutesStatus, PersonId, TokenId, text_enum::text_enum};

text_enum! {
    /// What the bearer of a token may do. A caller without a token is the public, which has no role.
    Role {
        /// 委員: a member of a council, tied to a person.
        Member = "member",
        /// 担当者: tracks action items of a council.
        Staff = "staff",
        /// 事務局: everything of a council.
        Secretariat = "secretariat",
        /// Everything.
        Admin = "admin",
    }
}

text_enum! {
    /// Whom a topic, an opinion or an action item is meant for; of meetings closed in part.
    Visibility {
        /// Everybody, once the minutes are published.
        Public = "public",
        /// Members and staff of the council.
        Council = "council",
        /// The secretariat alone.
        Secretariat = "secretariat",
    }
}

/// How much of one council a viewer sees. Ordered: a higher level sees all that a lower one sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Published minutes in their public form.
    Public,
    /// Also minutes that are being checked or are approved, still in their public form.
    Council,
    /// Everything, in the internal form.
    Secretariat,
}

impl Level {
    /// Whether minutes in `status` are seen at this level.
    pub fn sees_minutes(self, status: MinutesStatus) -> bool {
        match self {
            Self::Public => status == MinutesStatus::Published,
            Self::Council => matches!(
                status,
                MinutesStatus::MemberCheck | MinutesStatus::Approved | MinutesStatus::Published
            ),
            Self::Secretariat => true,
        }
    }

    /// Whether an item marked `visibility` is seen at this level, once its minutes are.
    pub fn sees_visibility(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Public => true,
            Visibility::Council => self >= Self::Council,
            Visibility::Secretariat => self >= Self::Secretariat,
        }
    }
}

/// What a caller may see: one level everywhere, and perhaps a higher one in a single council.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// The level in every council that [`Viewer::council`] does not name.
    pub everywhere: Level,
    /// A council in which the level is another, and that level.
    pub council: Option<(CouncilId, Level)>,
}

impl Viewer {
    /// A caller without a token.
    pub const PUBLIC: Self = Self {
        everywhere: Level::Public,
        council: None,
    };
    /// A caller who sees everything: an admin, or somebody with the data directory in hand.
    pub const ALL: Self = Self {
        everywhere: Level::Secretariat,
        council: None,
    };

    /// The level in one council.
    pub fn level(&self, council: CouncilId) -> Level {
        match self.council {
            Some((own, level)) if own == council => level,
            _ => self.everywhere,
        }
    }
}

/// A caller: nobody in particular, or the bearer of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token, where there is one.
    pub token: Option<TokenId>,
    /// The role of the token; `None` is the public.
    pub role: Option<Role>,
    /// The council the token is for; `None` is all councils.
    pub council: Option<CouncilId>,
    /// The person a member's token is tied to.
    pub person: Option<PersonId>,
}

impl Caller {
    /// A caller without a token.
    pub const PUBLIC: Self = Self {
        token: None,
        role: None,
        council: None,
        person: None,
    };
    /// Whoever runs a command on the data directory: full rights, and no token to name in the audit trail.
    pub const LOCAL: Self = Self {
        token: None,
        role: Some(Role::Admin),
        council: None,
        person: None,
    };

    /// What this caller may see.
    pub fn viewer(&self) -> Viewer {
        let level = match self.role {
            None => Level::Public,
            Some(Role::Member | Role::Staff) => Level::Council,
            Some(Role::Secretariat) => Level::Secretariat,
            Some(Role::Admin) => return Viewer::ALL,
        };
        match self.council {
            None => Viewer {
                everywhere: level,
                council: None,
            },
            Some(council) => Viewer {
                everywhere: Level::Public,
                council: Some((council, level)),
            },
        }
    }

    /// The role that this caller has in `council`.
    pub fn role_in(&self, council: CouncilId) -> Option<Role> {
        match (self.role, self.council) {
            (Some(Role::Admin), _) => Some(Role::Admin),
            (role, None) => role,
            (role, Some(own)) if own == council => role,
            _ => None,
        }
    }

    /// Whether the caller may change what belongs to the secretariat of `council`.
    pub fn is_secretariat_of(&self, council: CouncilId) -> bool {
        matches!(self.role_in(council), Some(Role::Secretariat | Role::Admin))
    }

    /// Whether the caller is the secretariat of any council: it may change what belongs to no single one, the persons.
    pub fn is_secretariat(&self) -> bool {
        matches!(self.role, Some(Role::Secretariat | Role::Admin))
    }

    /// Whether the caller may change councils, tokens and vocabularies.
    pub fn is_admin(&self) -> bool {
        self.role == Some(Role::Admin)
    }
}

/// An access token as it is stored: its hash, never itself.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What it is for, in the words of whoever made it.
    pub name: String,
    /// SHA-256 of the secret part, 32 bytes.
    pub hash: Vec<u8>,
    /// What its bearer may do.
    pub role: Role,
    /// The council it is for; `None` is all councils.
    pub council_id: Option<CouncilId>,
    /// The person a member's token is tied to.
    pub person_id: Option<PersonId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it is refused.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}
