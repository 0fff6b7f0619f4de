//! The engine of commands that do not search: it knows nothing and takes nothing.

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    DocumentType, EngineAnswer, IndexChange, Rebuild, SearchEngine, SearchError, SearchRequest,
};

/// No index at all: whatever is asked of it is refused, so that nobody takes its silence for an answer.
#[derive(Debug, Clone, Copy)]
pub struct NoIndex;

fn refuse<T>() -> Result<T, SearchError> {
    Err(SearchError::Engine(
        "this command works without the index".to_owned(),
    ))
}

#[async_trait]
impl SearchEngine for NoIndex {
    async fn apply(&self, _changes: Vec<IndexChange>) -> Result<(), SearchError> {
        refuse()
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        refuse()
    }

    async fn search(&self, _request: SearchRequest) -> Result<EngineAnswer, SearchError> {
        refuse()
    }

    async fn list_versions(&self) -> Result<Vec<(DocumentType, Uuid, i64)>, SearchError> {
        refuse()
    }

    async fn document_count(&self) -> Result<u64, SearchError> {
        refuse()
    }
}
