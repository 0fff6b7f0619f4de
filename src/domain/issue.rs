//! The controlled vocabulary that opinions are tagged with.

use chrono::{DateTime, Utc};

/// An issue (論点). SKOS: Concept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Issue {
    /// Its key, `[a-z][a-z0-9_]*`, never changed.
    pub key: String,
    /// Its name in Japanese.
    pub label_ja: String,
    /// Its name in English.
    pub label_en: String,
    /// Wordings that tag an opinion with it, matched after normalising.
    #[sqlx(json)]
    pub aliases: Vec<String>,
    /// The key of the wider issue.
    pub broader: Option<String>,
    /// Since when it is no longer used for new tags.
    pub archived_at: Option<DateTime<Utc>>,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}
