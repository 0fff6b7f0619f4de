//! Persons and their seats in councils.

use chrono::{DateTime, NaiveDate, Utc};

use super::{CouncilId, MembershipId, PersonId};

/// A person (人). Popolo: Person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// The name as the person writes it, family name first.
    pub name: String,
    /// よみ in hiragana, for 五十音順.
    pub reading: Option<String>,
    /// Other names under which the person is printed.
    #[sqlx(json)]
    pub other_names: Vec<String>,
    /// Since when the person is no longer offered for new entries.
    pub archived_at: Option<DateTime<Utc>>,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Person {
    /// Whether `label` is printed for this person: the whole name, the family name alone, or another name, to the letter.
    /// Variants (齋 and 斎) do not count: they fold for matching, never for identity (DESIGN.md, rule 2).
    pub fn is_printed_as(&self, label: &str) -> bool {
        let whole: String = self.name.split_whitespace().collect();
        let family = self.name.split_whitespace().next().unwrap_or_default();
        label == self.name
            || label == whole
            || label == family
            || self.other_names.iter().any(|name| name == label)
    }
}

/// A seat in a council (委員). Popolo: Membership.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// The council.
    pub council_id: CouncilId,
    /// Who sits there.
    pub person_id: PersonId,
    /// 会長, 副会長, 委員, … as printed.
    pub role: String,
    /// The organisation that the person comes from.
    pub organization: Option<String>,
    /// The first day of the term.
    pub starts_on: Option<NaiveDate>,
    /// The last day of the term.
    pub ends_on: Option<NaiveDate>,
    /// Rises by one with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}
