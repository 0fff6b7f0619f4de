//! Words that stand for one another in a search.

use chrono::{DateTime, Utc};

use super::SynonymGroupId;

/// Words of which any finds the others (同義語).
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SynonymGroup {
    /// Its id.
    pub id: SynonymGroupId,
    /// The words, two or more.
    #[sqlx(json)]
    pub words: Vec<String>,
    /// Since when it is no longer used.
    pub archived_at: Option<DateTime<Utc>>,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}
