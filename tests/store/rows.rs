//! Rows to store, complete and valid, each with an id of its own. A scenario changes the fields that it is about.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use giji::{
    clock::{Clock, TestClock},
    domain::*,
    store::{Conn, Db, StoreResult},
};
use uuid::Uuid;

/// Asserts that a result is what a pattern says, and shows it where it is not.
macro_rules! assert_is {
    ($value:expr, $pattern:pat) => {{
        let value = $value;
        assert!(
            matches!(value, $pattern),
            "expected {}, got {value:?}",
            stringify!($pattern)
        );
    }};
}
pub(crate) use assert_is;

/// Runs a change in one transaction and commits it.
pub async fn commit<T>(
    db: &Db,
    change: impl AsyncFnOnce(&mut Conn) -> StoreResult<T>,
) -> StoreResult<T> {
    let mut conn = db.write().await?;
    let value = change(&mut conn).await?;
    conn.commit().await?;
    Ok(value)
}

/// A connection to read from.
pub async fn read(db: &Db) -> Conn {
    db.read().await.expect("the database gives a connection")
}

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the test names a day of the calendar")
}

/// A page of the first rows.
pub fn first(limit: i64) -> PageRequest {
    PageRequest { after: None, limit }
}

/// A page of the rows after one.
pub fn after(id: impl Into<Uuid>, limit: i64) -> PageRequest {
    PageRequest {
        after: Some(id.into()),
        limit,
    }
}

/// Where the rows of one scenario come from.
pub struct Rows {
    clock: TestClock,
}

impl Rows {
    /// Rows from the first day of fiscal year 2022 on.
    pub fn new() -> Self {
        let start = Utc
            .with_ymd_and_hms(2022, 4, 1, 0, 0, 0)
            .single()
            .expect("a moment");
        Self {
            clock: TestClock::starting_at(start),
        }
    }

    /// A later moment than the last.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A later id than the last.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.clock.new_id().into()
    }

    /// A council that publishes names.
    pub fn council(&self, name: &str) -> Council {
        let now = self.now();
        Council {
            id: self.id(),
            name: name.to_owned(),
            name_en: None,
            attribution_policy: AttributionPolicy::Named,
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// A council with another policy.
    pub fn council_with(&self, name: &str, policy: AttributionPolicy) -> Council {
        Council {
            attribution_policy: policy,
            ..self.council(name)
        }
    }

    /// A person.
    pub fn person(&self, name: &str) -> Person {
        let now = self.now();
        Person {
            id: self.id(),
            name: name.to_owned(),
            reading: None,
            other_names: Vec::new(),
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// A seat without a term.
    pub fn membership(&self, council: &Council, person: &Person) -> Membership {
        let now = self.now();
        Membership {
            id: self.id(),
            council_id: council.id,
            person_id: person.id,
            role: "委員".to_owned(),
            organization: None,
            starts_on: None,
            ends_on: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// An issue.
    pub fn issue(&self, key: &str) -> Issue {
        let now = self.now();
        Issue {
            key: key.to_owned(),
            label_ja: format!("論点{key}"),
            label_en: format!("issue {key}"),
            aliases: Vec::new(),
            broader: None,
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// An admin's token without an end.
    pub fn token(&self, name: &str) -> Token {
        let id: TokenId = self.id();
        let mut hash = id.0.as_bytes().to_vec();
        hash.extend(id.0.as_bytes());
        Token {
            id,
            name: name.to_owned(),
            hash,
            role: Role::Admin,
            council_id: None,
            person_id: None,
            created_at: self.now(),
            expires_at: None,
            revoked_at: None,
        }
    }

    /// An audit entry about a thing.
    pub fn audit_entry(&self, entity: EntityKind, entity_id: &str) -> AuditEntry {
        AuditEntry {
            id: self.id(),
            at: self.now(),
            token_id: None,
            role: Some(Role::Admin),
            action: AuditAction::Create,
            entity,
            entity_id: entity_id.to_owned(),
            council_id: None,
            detail: serde_json::json!({}),
            request_id: None,
        }
    }
}
