//! Persons and their seats in councils.

use chrono::{DateTime, NaiveDate, Utc};

use super::{CouncilId, MembershipId, PersonId, PersonMergeId, TokenId};

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
    /// The person that this one turned out to be. Who is merged stays, so that the id leads somewhere, and takes no new
    /// entries.
    pub merged_into: Option<PersonId>,
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
        let names = std::iter::once(&self.name).chain(&self.other_names);
        names.into_iter().any(|name| {
            let whole: String = name.split_whitespace().collect();
            let family = name.split_whitespace().next().unwrap_or_default();
            label == name || label == whole || label == family
        })
    }
}

/// The decision that two persons are one: `merged_id` turned out to be `kept_id`.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PersonMerge {
    /// Its id.
    pub id: PersonMergeId,
    /// Who is merged: what named this person has named the kept one since.
    pub merged_id: PersonId,
    /// Who is kept.
    pub kept_id: PersonId,
    /// The other names that the kept person got by it.
    #[sqlx(json)]
    pub names: Vec<String>,
    /// Why, in the words of whoever decided it.
    pub reason: Option<String>,
    /// The token that did it; `None` for a command on the data directory.
    pub token_id: Option<TokenId>,
    /// When.
    pub merged_at: DateTime<Utc>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

/// How many rows a merge moved, or brought back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct MovedRows {
    /// Seats.
    pub memberships: u64,
    /// Entries of attendance lists.
    pub attendances: u64,
    /// Opinions.
    pub opinions: u64,
    /// Action items.
    pub action_items: u64,
    /// Suggestions that a printed name is this person.
    pub suggestions: u64,
    /// Answers in rounds of checks.
    pub check_answers: u64,
    /// Correction requests.
    pub correction_requests: u64,
    /// Tokens.
    pub tokens: u64,
    /// Persons who were merged before, into the one that is merged now.
    pub persons: u64,
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
