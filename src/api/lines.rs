//! `/imports/{id}/lines` and `/imports/{id}/unmapped-lines`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
    types::MaybeUndefined,
};
use uuid::Uuid;

use super::{
    Section,
    convert::nullable,
    paging::{LineCursor, PageLimit},
    problem::{Placing, Problem, Reading},
    response::List,
    types::Moment,
};
use crate::{
    app::{App, AppError, Call, ImportLine, LinePart},
    domain::{ImportId, LineKind, LineSettlement, UnmappedLine},
};

/// A line of an imported file beside what became of it.
#[derive(Debug, Object)]
#[oai(rename = "ImportLine")]
pub struct ImportLineBody {
    /// Its number in the file, from 1.
    line: i64,
    /// Its text.
    text: String,
    /// What it is a part of; empty for a blank line.
    parts: Vec<LinePartBody>,
    /// What a person decided, where no rule placed it.
    settled_as: Option<LineSettlement>,
}

/// Something that a line is a part of.
#[derive(Debug, Object)]
#[oai(rename = "LinePart")]
pub struct LinePartBody {
    /// What it is.
    kind: LineKind,
    /// The name of the field, of a field.
    field: Option<String>,
    /// Its index in the draft, from 0, where lines that a person placed count too.
    #[oai(validator(minimum(value = "0")))]
    index: Option<i64>,
    /// The id of what was made of it, where the import is applied.
    id: Option<Uuid>,
}

/// A line that the importer could not place. Each has to be settled before the minutes can be published.
#[derive(Debug, Object)]
#[oai(rename = "UnmappedLine")]
pub struct UnmappedLineBody {
    /// Its number in the file, from 1.
    line: i64,
    /// Its text.
    text: String,
    /// What a person decided; `null` blocks publishing.
    settled_as: Option<LineSettlement>,
    /// When that was.
    settled_at: Option<Moment>,
}

/// What a person decided about a line.
#[derive(Debug, Object)]
#[oai(rename = "UnmappedLineChange", deny_unknown_fields)]
pub struct UnmappedLineChangeBody {
    /// `furniture`: it belongs to the page, and is known the next time; `ignored`: of no account; `entered`: entered by hand where
    /// it belongs. Or where it belongs: `opinion_before` (it goes on with it), `opinion_after` (it begins it), `opinion`,
    /// `narrative`, `heading`, `topic` of its own. `null`: not settled after all.
    settled_as: MaybeUndefined<LineSettlement>,
}

/// The lines of imports.
pub struct LinesApi;

#[OpenApi(tag = "Section::Imports")]
impl LinesApi {
    /// List the lines of the file of an import, each beside what became of it
    #[oai(
        path = "/imports/:id/lines",
        method = "get",
        operation_id = "list_import_lines"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
        /// At most this many lines.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<LineCursor>>,
    ) -> Result<Json<List<ImportLineBody>>, Problem<Reading>> {
        let limit = limit.0.unwrap_or_default().0;
        let after = cursor.0.map(|cursor| cursor.0);
        let lines = app.list_import_lines(&call, id.0, after, limit).await?;
        Ok(Json(List::with_cursor(
            lines,
            |last| last.line.to_string(),
            ImportLineBody::from,
        )))
    }

    /// List the lines that the importer could not place
    #[oai(
        path = "/imports/:id/unmapped-lines",
        method = "get",
        operation_id = "list_unmapped_lines"
    )]
    async fn list_unmapped_lines(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
    ) -> Result<Json<List<UnmappedLineBody>>, Problem<Reading>> {
        let lines = app.list_unmapped_lines(&call, id.0).await?;
        let lines = lines.into_iter().map(UnmappedLineBody::from).collect();
        Ok(Json(List::whole(lines)))
    }

    /// Settle a line that the importer could not place: leave it out, or put it where it belongs
    ///
    /// The draft of the meeting follows where the import was applied, as long as its minutes are a draft or in check.
    #[oai(
        path = "/imports/:id/unmapped-lines/:line",
        method = "patch",
        operation_id = "settle_unmapped_line"
    )]
    async fn settle_unmapped_line(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
        /// The number of the line in the file, from 1.
        line: Path<i64>,
        body: Json<UnmappedLineChangeBody>,
    ) -> Result<Json<UnmappedLineBody>, Problem<Placing>> {
        let settlement = nullable(body.0.settled_as).ok_or_else(|| {
            AppError::invalid(
                "settled_as",
                "行の扱いを表す語か null を入れてください",
                "must be a word for what becomes of the line, or null",
            )
        })?;
        let line = app.settle_line(&call, id.0, line.0, settlement).await?;
        Ok(Json(line.into()))
    }
}

impl From<ImportLine> for ImportLineBody {
    fn from(line: ImportLine) -> Self {
        Self {
            line: line.line,
            text: line.text,
            parts: line.parts.into_iter().map(Into::into).collect(),
            settled_as: line.settled_as,
        }
    }
}

impl From<LinePart> for LinePartBody {
    fn from(part: LinePart) -> Self {
        Self {
            kind: part.kind,
            field: part.field,
            index: part.index.and_then(|index| i64::try_from(index).ok()),
            id: part.id,
        }
    }
}

impl From<UnmappedLine> for UnmappedLineBody {
    fn from(line: UnmappedLine) -> Self {
        Self {
            line: line.line,
            text: line.text,
            settled_as: line.settled_as,
            settled_at: line.settled_at.map(Into::into),
        }
    }
}
