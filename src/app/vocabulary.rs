//! The vocabulary that imports are tagged with: shipped with defaults, and data from then on.

use super::{App, AppError, AppResult};
use crate::{
    domain::Issue,
    minutes::{DEFAULT_VOCABULARY, IssueAliases, Tagger},
    store::{self, StoreError},
};

/// The setting that says that this database got its defaults.
const SEEDED: &str = "vocabulary_seeded";

impl App {
    /// Enters the default issues and synonyms into a database, once: one that was deleted later does not come back.
    pub async fn seed_vocabulary(&self) -> AppResult<()> {
        match self.try_seed().await {
            // Another process did it in the same moment.
            Err(AppError::Store(StoreError::Duplicate)) => {}
            result => result?,
        }
        match self.seed_synonyms().await {
            Err(AppError::Store(StoreError::Duplicate)) => Ok(()),
            result => result,
        }
    }

    async fn try_seed(&self) -> AppResult<()> {
        // Commands that only read do not wait for the writer.
        if store::get_setting(&mut self.read().await?, SEEDED)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let mut conn = self.db.write().await?;
        if store::get_setting(&mut conn, SEEDED).await?.is_some() {
            return Ok(());
        }
        let now = self.clock.now();
        for default in &DEFAULT_VOCABULARY {
            let issue = Issue {
                key: default.key.to_owned(),
                label_ja: default.label_ja.to_owned(),
                label_en: default.label_en.to_owned(),
                aliases: default
                    .aliases
                    .iter()
                    .map(|alias| (*alias).to_owned())
                    .collect(),
                broader: None,
                archived_at: None,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            store::insert_issue(&mut conn, &issue).await?;
        }
        store::put_setting(&mut conn, SEEDED, "1").await?;
        Ok(conn.commit().await?)
    }

    /// A tagger for the issues that are in use.
    pub(super) async fn tagger(&self) -> AppResult<Tagger> {
        let issues = store::list_issues(&mut self.read().await?, false).await?;
        let vocabulary: Vec<IssueAliases> = issues
            .into_iter()
            .map(|issue| IssueAliases {
                key: issue.key,
                aliases: issue.aliases,
            })
            .collect();
        Ok(Tagger::new(&vocabulary))
    }
}
