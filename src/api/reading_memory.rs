//! `/reading-memory`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Section,
    convert::text,
    paging::{Cursor, PageLimit, page_request},
    problem::{Creating, Forgetting, Listing, Problem, Reading},
    response::{Done, EntityTag, List, Recorded, Tagged},
    types::{Moment, Text},
};
use crate::{
    app::{App, Call, NewReadingMemory, ReadingMemoryFilter, limits},
    domain::{CouncilId, ReadingMemory, ReadingMemoryId, ReadingMemoryKind},
};

/// A wording, and what people of a council made of it when the importer proposed it. It counts for their next documents for as
/// long as it was accepted more often than rejected; once rejected more often, it is not proposed again. A word of the vocabulary
/// is no longer proposed once it was rejected three times more often than accepted.
#[derive(Debug, Object)]
#[oai(rename = "ReadingMemory")]
pub struct ReadingMemoryBody {
    id: ReadingMemoryId,
    /// The council.
    council_id: CouncilId,
    /// What the wording was remembered as: one that names an issue, the label of a speaker, the printed name of a person, a line
    /// that belongs to the page.
    kind: ReadingMemoryKind,
    /// The wording, as printed.
    text: String,
    /// What it stands for: the key of the issue, the name in the label of the speaker, the id of the person; empty for a line
    /// of the page.
    subject: String,
    /// How often people accepted it.
    accepted: i64,
    /// How often people rejected it.
    rejected: i64,
    created_at: Moment,
    updated_at: Moment,
}

/// A wording to be remembered.
#[derive(Debug, Object)]
#[oai(rename = "NewReadingMemory", deny_unknown_fields)]
pub struct NewReadingMemoryBody {
    /// The council.
    council_id: CouncilId,
    /// What the wording is to be taken for.
    kind: ReadingMemoryKind,
    /// The wording, as printed.
    text: Text<{ limits::NAME }>,
    /// What it stands for: the key of an issue, the name in the label of a speaker, the id of a person; left out for a line of
    /// the page.
    subject: Option<Text<{ limits::NAME }>>,
    /// Whether it is to be taken for that; `false`: never again. `true` when left out.
    accepted: Option<bool>,
}

/// What the reader remembers.
pub struct ReadingMemoryApi;

#[OpenApi(tag = "Section::Imports")]
impl ReadingMemoryApi {
    /// List what the reader remembers of councils, oldest first
    #[oai(
        path = "/reading-memory",
        method = "get",
        operation_id = "list_reading_memory"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// Of one council.
        council_id: Query<Option<CouncilId>>,
        /// Of one kind.
        kind: Query<Option<ReadingMemoryKind>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor<'r'>>>,
    ) -> Result<Json<List<ReadingMemoryBody>>, Problem<Listing>> {
        let filter = ReadingMemoryFilter {
            council_id: council_id.0,
            kind: kind.0,
        };
        let page = page_request(limit.0, cursor.0);
        let memory = app.list_reading_memory(&call, &filter, &page).await?;
        Ok(Json(List::of::<'r', _>(
            memory,
            |one| one.id.0,
            ReadingMemoryBody::from,
        )))
    }

    /// Let the reader remember a wording for a council
    ///
    /// A wording that is remembered already counts once more. That a word does not name an issue (`accepted: false`) holds at once.
    #[oai(
        path = "/reading-memory",
        method = "post",
        operation_id = "create_reading_memory"
    )]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewReadingMemoryBody>,
    ) -> Result<Recorded<ReadingMemoryBody>, Problem<Creating>> {
        let body = body.0;
        let new = NewReadingMemory {
            council_id: body.council_id,
            kind: body.kind,
            text: body.text.0,
            subject: text(body.subject),
            accepted: body.accepted.unwrap_or(true),
        };
        let memory = app.create_reading_memory(&call, new).await?;
        Ok(Recorded {
            location: format!("/api/v1/reading-memory/{}", memory.id),
            body: memory.into(),
        })
    }

    /// Read a remembered wording
    #[oai(
        path = "/reading-memory/:id",
        method = "get",
        operation_id = "get_reading_memory"
    )]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ReadingMemoryId>,
    ) -> Result<Tagged<ReadingMemoryBody>, Problem<Reading>> {
        let memory = app.get_reading_memory(&call, id.0).await?;
        Ok(Tagged {
            tag: EntityTag::Content,
            body: memory.into(),
        })
    }

    /// Let the reader forget a wording
    #[oai(
        path = "/reading-memory/:id",
        method = "delete",
        operation_id = "delete_reading_memory"
    )]
    async fn delete(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ReadingMemoryId>,
    ) -> Result<Done, Problem<Forgetting>> {
        app.delete_reading_memory(&call, id.0).await?;
        Ok(Done)
    }
}

impl From<ReadingMemory> for ReadingMemoryBody {
    fn from(memory: ReadingMemory) -> Self {
        Self {
            id: memory.id,
            council_id: memory.council_id,
            kind: memory.kind,
            text: memory.text,
            subject: memory.subject,
            accepted: memory.accepted,
            rejected: memory.rejected,
            created_at: memory.created_at.into(),
            updated_at: memory.updated_at.into(),
        }
    }
}
