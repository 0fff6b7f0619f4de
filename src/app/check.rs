//! Is the database sound, and does the index say the same? And: is an index this database's at all?

use std::{collections::HashMap, fs, io, path::Path};

use uuid::Uuid;

use super::{App, AppError, AppResult, Language};
use crate::{
    domain::TextEnum,
    search::DocumentType,
    store::{self, DocumentScope},
};

/// The setting that says when a server last started.
const SERVED_SINCE: &str = "served_since";
/// The setting that names a database, for good.
const DATABASE_ID: &str = "database_id";
/// The file beside the index that says which database it was made from.
const DATABASE_ID_FILE: &str = "DATABASE";
/// How many documents that differ are named one by one.
const NAMED: usize = 20;
/// How many rows are read at a time.
const ROWS_PER_READ: i64 = 1_000;

impl App {
    /// What is wrong with the database in itself.
    pub async fn check_database(&self) -> AppResult<Vec<String>> {
        Ok(store::check_integrity(&mut self.read().await?).await?)
    }

    /// Where the index differs from the database. The outbox has to be empty: what is pending differs.
    pub async fn check_index(&self, language: Language) -> AppResult<Vec<String>> {
        let mut expected = self.document_versions().await?;
        let mut index = Vec::new();
        for (kind, id, version) in self.search.list_versions().await? {
            match expected.remove(&(kind, id)) {
                None => index.push(language.pick(
                    format!("{kind} {id} が索引にありますが、データベースにありません"),
                    format!("{kind} {id} is in the index, but not in the database"),
                )),
                Some(wanted) if wanted != version => index.push(language.pick(
                    format!("{kind} {id} の版が索引では {version}、データベースでは {wanted} です"),
                    format!("{kind} {id} is in the index at version {version}, in the database at {wanted}"),
                )),
                Some(_) => {}
            }
        }
        let missing = |(kind, id): &(DocumentType, Uuid)| {
            language.pick(
                format!("{kind} {id} が索引にありません"),
                format!("{kind} {id} is not in the index"),
            )
        };
        index.extend(expected.keys().map(missing));
        index.sort_unstable();
        if index.len() > NAMED {
            let more = index.len() - NAMED;
            index.truncate(NAMED);
            index.push(language.pick(format!("ほか {more} 件"), format!("and {more} more")));
        }
        Ok(index)
    }

    /// The version of everything that the index should hold.
    async fn document_versions(&self) -> AppResult<HashMap<(DocumentType, Uuid), i64>> {
        let mut versions = HashMap::new();
        for kind in DocumentType::ALL.iter().copied() {
            let mut after = None;
            loop {
                let rows = self.versions_of(kind, after).await?;
                let Some((last, _)) = rows.last() else { break };
                after = Some(*last);
                versions.extend(rows.into_iter().map(|(id, version)| ((kind, id), version)));
            }
        }
        Ok(versions)
    }

    async fn versions_of(
        &self,
        kind: DocumentType,
        after: Option<Uuid>,
    ) -> AppResult<Vec<(Uuid, i64)>> {
        let mut conn = self.read().await?;
        let scope = DocumentScope::Everything;
        let limit = ROWS_PER_READ;
        Ok(match kind {
            DocumentType::Opinion => {
                store::list_opinion_documents(&mut conn, None, scope, after, limit)
                    .await?
                    .into_iter()
                    .map(|row| (row.opinion.id.0, row.opinion.version))
                    .collect()
            }
            DocumentType::Topic => {
                store::list_topic_documents(&mut conn, None, scope, after, limit)
                    .await?
                    .into_iter()
                    .map(|row| (row.topic.id.0, row.topic.version))
                    .collect()
            }
            DocumentType::ActionItem => {
                store::list_action_item_documents(&mut conn, None, scope, after, limit)
                    .await?
                    .into_iter()
                    .map(|row| (row.item.id.0, row.item.version))
                    .collect()
            }
            DocumentType::Meeting => {
                store::list_meeting_documents(&mut conn, None, scope, after, limit)
                    .await?
                    .into_iter()
                    .map(|row| (row.id.0, row.version))
                    .collect()
            }
            DocumentType::Person => {
                store::list_person_documents(&mut conn, None, scope, after, limit)
                    .await?
                    .into_iter()
                    .map(|row| (row.person.id.0, row.person.version))
                    .collect()
            }
        })
    }

    /// Whether the index in `directory` was made from this database, and not from one that was here before.
    pub async fn index_is_of_this_database(&self, directory: &Path) -> AppResult<bool> {
        let id = self.database_id().await?;
        match fs::read_to_string(directory.join(DATABASE_ID_FILE)) {
            Ok(found) => Ok(found.trim() == id),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(AppError::Internal(error.to_string())),
        }
    }

    /// Notes beside the index that it was made from this database.
    pub(super) async fn claim_index(&self) -> AppResult<()> {
        let Some(directory) = &self.index_dir else {
            return Ok(());
        };
        let id = self.database_id().await?;
        fs::write(directory.join(DATABASE_ID_FILE), format!("{id}\n"))
            .map_err(|error| AppError::Internal(error.to_string()))
    }

    /// Notes when a server started. Until something is written SQLite shows no state of a database that was closed, and without
    /// one nothing that is read can be kept: see docs/decisions/0005-recent-opinions.md.
    pub async fn note_start(&self) -> AppResult<()> {
        let mut conn = self.db.write().await?;
        store::put_setting(&mut conn, SERVED_SINCE, &self.clock.now().to_rfc3339()).await?;
        Ok(conn.commit().await?)
    }

    /// The name of this database, given when it is first asked for.
    pub async fn database_id(&self) -> AppResult<String> {
        if let Some(id) = store::get_setting(&mut self.read().await?, DATABASE_ID).await? {
            return Ok(id);
        }
        let mut conn = self.db.write().await?;
        if let Some(id) = store::get_setting(&mut conn, DATABASE_ID).await? {
            return Ok(id);
        }
        let id = self.clock.new_id().to_string();
        store::put_setting(&mut conn, DATABASE_ID, &id).await?;
        conn.commit().await?;
        Ok(id)
    }
}
