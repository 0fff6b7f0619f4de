//! Who calls, and what the caller believes to be changing.

use uuid::Uuid;

use super::{AppError, AppResult};
use crate::domain::{Caller, CouncilId, Viewer};

/// One call of a use case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who calls.
    pub caller: Caller,
    /// The request that it came with, for the audit trail and the log.
    pub request_id: Option<Uuid>,
    /// Why published minutes are corrected, where the caller says so: a change of what is published makes the next revision then,
    /// and is refused otherwise.
    pub correction: Option<String>,
}

impl Call {
    /// A call of whoever has the data directory in hand.
    pub const LOCAL: Self = Self {
        caller: Caller::LOCAL,
        request_id: None,
        correction: None,
    };

    /// What the caller may see.
    pub fn viewer(&self) -> Viewer {
        self.caller.viewer()
    }

    /// Refuses whoever shows no token: the public changes nothing, whatever it is and whether or not it is there.
    pub fn require_token(&self) -> AppResult<()> {
        self.require(self.caller.role.is_some())
    }

    /// Refuses all but admins.
    pub fn require_admin(&self) -> AppResult<()> {
        self.require(self.caller.is_admin())
    }

    /// Refuses all but the secretariat of `council` and admins.
    pub fn require_secretariat(&self, council: CouncilId) -> AppResult<()> {
        self.require(self.caller.is_secretariat_of(council))
    }

    /// Refuses all but the secretariat of any council and admins.
    pub fn require_any_secretariat(&self) -> AppResult<()> {
        self.require(self.caller.is_secretariat())
    }

    /// Refuses a caller for whom `allowed` does not hold: with the advice to show a token where there was none.
    pub fn require(&self, allowed: bool) -> AppResult<()> {
        match (allowed, self.caller.role) {
            (true, _) => Ok(()),
            (false, None) => Err(AppError::TokenRequired),
            (false, Some(_)) => Err(AppError::Forbidden),
        }
    }
}

/// Which version of a row the caller read before it asked for a change (RFC 9110, section 13.1.1, If-Match).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The caller does not say, and has to.
    Unstated,
    /// Any version.
    Any,
    /// One of these; empty where what the caller sent is no version of ours.
    OneOf(Vec<i64>),
}

impl Expected {
    /// Refuses a change of a row that has another version.
    pub fn check(&self, version: i64) -> AppResult<()> {
        match self {
            Self::Unstated => Err(AppError::VersionRequired),
            Self::Any => Ok(()),
            Self::OneOf(versions) if versions.contains(&version) => Ok(()),
            Self::OneOf(_) => Err(AppError::Stale),
        }
    }
}
