//! Whether the service can do its work.

use super::{App, AppResult};
use crate::store;

impl App {
    /// Whether the database and the index answer.
    pub async fn ready(&self) -> AppResult<()> {
        store::count_pending(&mut self.read().await?).await?;
        self.search.document_count().await?;
        Ok(())
    }

    /// How many changes the search index has not been told yet.
    pub async fn count_pending(&self) -> AppResult<i64> {
        Ok(store::count_pending(&mut self.read().await?).await?)
    }
}
