//! Councils.

use chrono::{DateTime, Utc};

use super::{CouncilId, text_enum::text_enum};

text_enum! {
    /// How a council publishes who said something.
    AttributionPolicy {
        /// With the speaker's name, as printed.
        Named = "named",
        /// With the speaker's role alone.
        RoleOnly = "role_only",
        /// With neither.
        Anonymous = "anonymous",
    }
}

/// The body that meets (協議会・審議会). Popolo: Organization.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Council {
    /// Its id.
    pub id: CouncilId,
    /// Its name as printed; no two councils have the same.
    pub name: String,
    /// Its name in another language or a short form, where it has one.
    pub name_en: Option<String>,
    /// How it publishes who said something.
    pub attribution_policy: AttributionPolicy,
    /// Since when it meets no more; it stays readable.
    pub archived_at: Option<DateTime<Utc>>,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}
