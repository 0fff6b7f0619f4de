//! What a viewer may see, as conditions of SQL: the database decides (DESIGN.md, rule 5).

use sqlx::{Database, Encode, QueryBuilder, Type};

use super::{StoreError, StoreResult};
use crate::domain::{CouncilId, Level, Viewer};

/// The columns that decide whether a row is seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guarded {
    /// The row's council.
    pub council: &'static str,
    /// The state of the minutes that the row is a part of; `NULL` counts as seen by the council.
    pub minutes_status: &'static str,
    /// The row's own visibility and those of what it is a part of; `NULL` hides nothing.
    pub visibilities: &'static [&'static str],
}

impl Guarded {
    /// What has to hold for a row to be seen at `level`.
    pub(super) fn at(self, level: Level) -> String {
        let statuses = match level {
            Level::Public => "= 'published'",
            Level::Council => "IN ('member_check', 'approved', 'published')",
            Level::Secretariat => return "TRUE".to_owned(),
        };
        let mut condition = format!("({} {statuses}", self.minutes_status);
        if level == Level::Council {
            condition += &format!(" OR {} IS NULL", self.minutes_status);
        }
        condition.push(')');
        for column in self.visibilities {
            let seen = match level {
                Level::Public => "= 'public'",
                Level::Council | Level::Secretariat => "<> 'secretariat'",
            };
            condition += &format!(" AND ({column} IS NULL OR {column} {seen})");
        }
        condition
    }
}

/// Adds ` AND (…)` so that only rows are left that `viewer` may see.
pub(super) fn push_seen_by<'q, DB>(query: &mut QueryBuilder<DB>, viewer: &Viewer, guarded: Guarded)
where
    DB: Database,
    CouncilId: Encode<'q, DB> + Type<DB> + 'q,
{
    query
        .push(" AND ((")
        .push(guarded.at(viewer.everywhere))
        .push(")");
    if let Some((council, level)) = viewer.council {
        query
            .push(" OR (")
            .push(guarded.council)
            .push(" = ")
            .push_bind(council)
            .push(" AND ")
            .push(guarded.at(level))
            .push(")");
    }
    query.push(")");
}

/// One row must have changed; none has when its version is not the one that was read.
pub(super) fn changed_one(rows: u64) -> StoreResult<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Adds a condition that holds where `viewer` has at least `level` in the council that `column` names.
pub(super) fn push_level_in<'q, DB>(
    query: &mut QueryBuilder<DB>,
    viewer: &Viewer,
    column: &'static str,
    level: Level,
) where
    DB: Database,
    CouncilId: Encode<'q, DB> + Type<DB> + 'q,
{
    if viewer.everywhere >= level {
        query.push("TRUE");
        return;
    }
    match viewer.council {
        Some((council, own)) if own >= level => {
            query.push(column).push(" = ").push_bind(council);
        }
        _ => {
            query.push("FALSE");
        }
    }
}
