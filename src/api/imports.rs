//! `/imports`

use chrono::{DateTime, Utc};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
    types::MaybeUndefined,
};

use super::{
    Section,
    convert::nullable,
    draft::{DocumentText, Draft},
    paging::{Cursor, PageLimit, page_request},
    problem::{Concluding, Creating, Listing, Problem, Reading, Settling},
    response::{EntityTag, List, MadeOnce, Recorded, Tagged},
    types::Text,
    upload::NewImportFile,
};
use crate::{
    app::{App, AppError, Call, ImportFilter, Imported, limits},
    domain::{
        CouncilId, Import, ImportId, ImportStatus, LineSettlement, MeetingId, Source, UnmappedLine,
    },
};

/// One file read for one council (取込み).
#[derive(Debug, Object)]
#[oai(rename = "Import")]
pub struct ImportBody {
    id: ImportId,
    /// The council that it is for.
    council_id: CouncilId,
    /// The name of the file.
    filename: String,
    /// Its state.
    status: ImportStatus,
    /// What the importer read.
    draft: Draft,
    /// The meeting made of it.
    meeting_id: Option<MeetingId>,
    created_at: DateTime<Utc>,
}

/// An import in a list, without what was read.
#[derive(Debug, Object)]
pub struct ImportSummary {
    id: ImportId,
    /// The council that it is for.
    council_id: CouncilId,
    /// The name of the file.
    filename: String,
    /// Its state.
    status: ImportStatus,
    /// The meeting made of it.
    meeting_id: Option<MeetingId>,
    created_at: DateTime<Utc>,
}

/// A file to be imported.
#[derive(Debug, Object)]
#[oai(rename = "NewImport", deny_unknown_fields)]
pub struct NewImportBody {
    /// The council that it is for.
    council_id: CouncilId,
    /// The name of the file; a folder in front of it is left away.
    filename: Text<{ limits::NAME }>,
    /// The text of the file, every line as it is: at most 16 MiB in UTF-8.
    text: DocumentText,
}

/// The text of an imported file (原資料).
#[derive(Debug, Object)]
#[oai(rename = "ImportText")]
pub struct ImportTextBody {
    /// The name of the file.
    filename: String,
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
    /// Its text, every line as it was.
    text: String,
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
    settled_at: Option<DateTime<Utc>>,
}

/// What a person decided about a line.
#[derive(Debug, Object)]
#[oai(rename = "UnmappedLineChange", deny_unknown_fields)]
pub struct UnmappedLineChangeBody {
    /// `ignored`: of no account; `entered`: entered by hand where it belongs; `null`: not settled after all.
    settled_as: MaybeUndefined<LineSettlement>,
}

/// The meeting that was made of an import.
#[derive(Debug, Object)]
pub struct AppliedImport {
    /// The meeting, with draft minutes.
    meeting_id: MeetingId,
}

/// The imports.
pub struct ImportsApi;

#[OpenApi(tag = "Section::Imports")]
impl ImportsApi {
    /// List imports, oldest first
    #[oai(path = "/imports", method = "get", operation_id = "list_imports")]
    async fn list(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// For one council.
        council_id: Query<Option<CouncilId>>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<Cursor>>,
    ) -> Result<Json<List<ImportSummary>>, Problem<Listing>> {
        let filter = ImportFilter {
            council_id: council_id.0,
        };
        let page = page_request(limit.0, cursor.0);
        let imports = app.list_imports(&call, &filter, &page).await?;
        Ok(Json(List::of(
            imports,
            |import| import.id.0,
            ImportSummary::from,
        )))
    }

    /// Import a file: read it, and store what was read as a draft
    ///
    /// The same bytes for the same council are the same import, answered with 200. What cannot be read is `null` in the
    /// draft, with a warning; only a file that is empty, no text or too large is refused.
    #[oai(path = "/imports", method = "post", operation_id = "create_import")]
    async fn create(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        body: Json<NewImportBody>,
    ) -> Result<MadeOnce<ImportBody>, Problem<Creating>> {
        let NewImportBody {
            council_id,
            filename,
            text: DocumentText(text),
        } = body.0;
        let imported = app
            .create_import(&call, council_id, &filename.0, text.into_bytes())
            .await?;
        Ok(made_once(imported))
    }

    /// Import a file as its bytes: a .docx, a .pdf or a text file
    ///
    /// What kind of file it is, and in which encoding, is decided by its bytes; its name is only noted. The lines that the
    /// draft names are those of the text that was read, which `GET /imports/{id}/text` gives. The same bytes for the same
    /// council are the same import, answered with 200. A file that cannot be read is refused, and the answer says what to
    /// do.
    #[oai(
        path = "/imports/files",
        method = "post",
        operation_id = "create_import_of_file"
    )]
    async fn create_of_file(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        form: NewImportFile,
    ) -> Result<MadeOnce<ImportBody>, Problem<Creating>> {
        let NewImportFile { council_id, file } = form;
        if file.name.contains(char::is_control) {
            return Err(AppError::invalid(
                "file",
                "ファイル名に制御文字を含められません",
                "the name of the file must not hold control characters",
            )
            .into());
        }
        let imported = app
            .create_import(&call, council_id, &file.name, file.bytes)
            .await?;
        Ok(made_once(imported))
    }

    /// Read an import
    #[oai(path = "/imports/:id", method = "get", operation_id = "get_import")]
    async fn get(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
    ) -> Result<Tagged<ImportBody>, Problem<Reading>> {
        let import = app.get_import(&call, id.0).await?;
        Ok(Tagged {
            tag: EntityTag::Content,
            body: import.into(),
        })
    }

    /// Read the text of the file that an import read
    #[oai(
        path = "/imports/:id/text",
        method = "get",
        operation_id = "get_import_text"
    )]
    async fn get_text(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
    ) -> Result<Json<ImportTextBody>, Problem<Reading>> {
        Ok(Json(app.get_import_text(&call, id.0).await?.into()))
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

    /// Settle a line that the importer could not place
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
    ) -> Result<Json<UnmappedLineBody>, Problem<Settling>> {
        let settlement = nullable(body.0.settled_as).ok_or_else(|| {
            AppError::invalid(
                "settled_as",
                "ignored、entered、null のいずれかを入れてください",
                "must be ignored, entered or null",
            )
        })?;
        let line = app.settle_line(&call, id.0, line.0, settlement).await?;
        Ok(Json(line.into()))
    }

    /// Apply an import: make a meeting with draft minutes of it, once
    #[oai(
        path = "/imports/:id/apply",
        method = "post",
        operation_id = "apply_import"
    )]
    async fn apply(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
    ) -> Result<Recorded<AppliedImport>, Problem<Concluding>> {
        let meeting_id = app.apply_import(&call, id.0).await?;
        Ok(Recorded {
            location: format!("/api/v1/meetings/{meeting_id}"),
            body: AppliedImport { meeting_id },
        })
    }
}

fn made_once(imported: Imported) -> MadeOnce<ImportBody> {
    let Imported { import, is_new } = imported;
    MadeOnce {
        is_new,
        location: format!("/api/v1/imports/{}", import.id),
        body: import.into(),
    }
}

impl From<Import> for ImportBody {
    fn from(import: Import) -> Self {
        Self {
            id: import.id,
            council_id: import.council_id,
            filename: import.filename,
            status: import.status,
            draft: Draft(import.draft),
            meeting_id: import.meeting_id,
            created_at: import.created_at,
        }
    }
}

impl From<Import> for ImportSummary {
    fn from(import: Import) -> Self {
        Self {
            id: import.id,
            council_id: import.council_id,
            filename: import.filename,
            status: import.status,
            meeting_id: import.meeting_id,
            created_at: import.created_at,
        }
    }
}

impl From<Source> for ImportTextBody {
    fn from(source: Source) -> Self {
        Self {
            filename: source.filename,
            sha256: source.sha256,
            text: source.text,
        }
    }
}

impl From<UnmappedLine> for UnmappedLineBody {
    fn from(line: UnmappedLine) -> Self {
        Self {
            line: line.line,
            text: line.text,
            settled_as: line.settled_as,
            settled_at: line.settled_at,
        }
    }
}
