//! Issues: everybody reads the vocabulary, admins change it. Labels are looked up when an answer is given, so that the
//! search index has nothing to do with a change here.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{
    App, AppError, AppResult, Call, Expected,
    change::{Change, changed_fields, set},
    removal::Removal,
    validate::{Validation, limits},
};
use crate::{
    domain::{AuditAction, EntityKind, Issue},
    store::{self, StoreError},
};

/// An issue to be added to the vocabulary.
#[derive(Debug, Clone)]
pub struct NewIssue {
    /// Its key, never changed.
    pub key: String,
    /// Its name in Japanese.
    pub label_ja: String,
    /// Its name in English.
    pub label_en: String,
    /// Wordings that tag an opinion with it.
    pub aliases: Vec<String>,
    /// The key of the wider issue.
    pub broader: Option<String>,
}

/// What to change of an issue; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct IssueChange {
    /// Its name in Japanese.
    pub label_ja: Option<String>,
    /// Its name in English.
    pub label_en: Option<String>,
    /// Wordings that tag an opinion with it, all of them.
    pub aliases: Option<Vec<String>>,
    /// The key of the wider issue; `Some(None)` is none.
    pub broader: Option<Option<String>>,
    /// Whether it is no longer used for new tags.
    pub archived: Option<bool>,
}

impl App {
    /// Adds an issue to the vocabulary.
    pub async fn create_issue(&self, call: &Call, new: NewIssue) -> AppResult<Issue> {
        call.require_admin()?;
        let now = self.clock.now();
        let issue = Issue {
            key: new.key,
            label_ja: new.label_ja,
            label_en: new.label_en,
            aliases: new.aliases,
            broader: new.broader,
            archived_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        let mut change = self.change(call).await?;
        validate(&mut change, &issue).await?;
        store::insert_issue(&mut change.conn, &issue)
            .await
            .map_err(refused)?;
        record(&mut change, AuditAction::Create, &issue, json!({})).await?;
        change.commit().await?;
        Ok(issue)
    }

    /// The issue with this key.
    pub async fn get_issue(&self, key: &str) -> AppResult<Issue> {
        store::find_issue(&mut self.read().await?, key)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Issue))
    }

    /// The whole vocabulary by key, with or without what is no longer used for new tags.
    pub async fn list_issues(&self, with_archived: bool) -> AppResult<Vec<Issue>> {
        Ok(store::list_issues(&mut self.read().await?, with_archived).await?)
    }

    /// Changes an issue.
    pub async fn update_issue(
        &self,
        call: &Call,
        key: &str,
        expected: &Expected,
        new: IssueChange,
    ) -> AppResult<Issue> {
        let mut change = self.change(call).await?;
        let before = store::find_issue(&mut change.conn, key)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Issue))?;
        call.require_admin()?;
        expected.check(before.version)?;
        let now = self.clock.now();
        let mut issue = before.clone();
        set(&mut issue.label_ja, new.label_ja);
        set(&mut issue.label_en, new.label_en);
        set(&mut issue.aliases, new.aliases);
        set(&mut issue.broader, new.broader);
        if let Some(archived) = new.archived {
            issue.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        if issue == before {
            return Ok(before);
        }
        issue.updated_at = now;
        validate(&mut change, &issue).await?;
        store::update_issue(&mut change.conn, &issue)
            .await
            .map_err(refused)?;
        issue.version += 1;
        let fields = fields_changed(&before, &issue);
        record(&mut change, AuditAction::Update, &issue, fields).await?;
        change.commit().await?;
        Ok(issue)
    }

    /// Deletes an issue that nothing refers to, and archives any other.
    pub async fn delete_issue(&self, call: &Call, key: &str, expected: &Expected) -> AppResult<()> {
        let issue = self.get_issue(key).await?;
        call.require_admin()?;
        expected.check(issue.version)?;
        let mut archived = issue.clone();
        archived.updated_at = self.clock.now();
        archived.archived_at.get_or_insert(archived.updated_at);
        let removal = Removal {
            entity: EntityKind::Issue,
            id: issue.key,
            council_id: None,
            scope: None,
        };
        self.delete_or_archive(
            call,
            removal,
            async |conn| store::delete_issue(conn, key, issue.version).await,
            async |conn| store::update_issue(conn, &archived).await,
        )
        .await
    }
}

async fn record(
    change: &mut Change<'_>,
    action: AuditAction,
    issue: &Issue,
    detail: Value,
) -> AppResult<()> {
    change
        .record(action, EntityKind::Issue, &issue.key, None, detail)
        .await
}

fn fields_changed(before: &Issue, after: &Issue) -> Value {
    changed_fields(&[
        ("label_ja", after.label_ja != before.label_ja),
        ("label_en", after.label_en != before.label_en),
        ("aliases", after.aliases != before.aliases),
        ("broader", after.broader != before.broader),
        ("archived_at", after.archived_at != before.archived_at),
    ])
}

async fn validate(change: &mut Change<'_>, issue: &Issue) -> AppResult<()> {
    let broader = match &issue.broader {
        Some(broader) => place(
            &store::list_issues(&mut change.conn, true).await?,
            &issue.key,
            broader,
        ),
        None => Broader::Fits,
    };
    Validation::default()
        .required("key", &issue.key, limits::KEY)
        .check(
            is_key(&issue.key),
            "key",
            "半角の英小文字で始め、英小文字・数字・_ だけを使ってください",
            "must begin with a letter a to z and go on with a to z, 0 to 9 or _",
        )
        .required("label_ja", &issue.label_ja, limits::NAME)
        .required("label_en", &issue.label_en, limits::NAME)
        .list("aliases", &issue.aliases, limits::NAME)
        .check(
            broader != Broader::Unknown,
            "broader",
            "この key の論点はありません",
            "there is no issue with this key",
        )
        .check(
            broader != Broader::Circle,
            "broader",
            "自分自身又は自分より狭い論点は指定できません",
            "must not be the issue itself or a narrower one",
        )
        .finish()
}

fn is_key(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// How a wider issue fits the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Broader {
    Fits,
    Unknown,
    Circle,
}

/// Follows the wider issues from `broader` on, and looks whether that leads back to `key`.
fn place(vocabulary: &[Issue], key: &str, broader: &str) -> Broader {
    let mut seen = HashSet::from([key]);
    let mut next = Some(broader);
    while let Some(at) = next {
        if !seen.insert(at) {
            return Broader::Circle;
        }
        match vocabulary.iter().find(|issue| issue.key == at) {
            Some(issue) => next = issue.broader.as_deref(),
            None => return Broader::Unknown,
        }
    }
    Broader::Fits
}

fn refused(error: StoreError) -> AppError {
    match error {
        StoreError::Duplicate => AppError::Duplicate(EntityKind::Issue, "key"),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn issue(key: &str, broader: Option<&str>) -> Issue {
        Issue {
            key: key.to_owned(),
            label_ja: key.to_owned(),
            label_en: key.to_owned(),
            aliases: Vec::new(),
            broader: broader.map(str::to_owned),
            archived_at: None,
            version: 1,
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }

    #[test]
    fn a_wider_issue_is_known_and_not_narrower() {
        let vocabulary = [
            issue("care", None),
            issue("respite", Some("care")),
            issue("short_stay", Some("respite")),
        ];
        assert_eq!(place(&vocabulary, "nurses", "short_stay"), Broader::Fits);
        assert_eq!(place(&vocabulary, "nurses", "fees"), Broader::Unknown);
        assert_eq!(place(&vocabulary, "care", "care"), Broader::Circle);
        assert_eq!(place(&vocabulary, "care", "short_stay"), Broader::Circle);
    }

    #[test]
    fn a_key_is_lower_case_ascii() {
        for key in ["training", "a", "r4_fees"] {
            assert!(is_key(key), "{key}");
        }
        for key in ["", "4a", "_a", "Training", "a-b", "研修", "a b", "a\n"] {
            assert!(!is_key(key), "{key:?}");
        }
    }
}
