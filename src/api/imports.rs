//! `/imports`

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{
    Section,
    draft::{DocumentText, Draft},
    paging::{Cursor, LineCursor, PageLimit, page_request},
    problem::{Concluding, Creating, Listing, Problem, Reading},
    response::{EntityTag, List, MadeOnce, Recorded, Tagged},
    source::SourceLines,
    types::{Moment, Text},
    upload::NewImportFile,
};

use crate::{
    app::{App, AppError, Application, Call, ImportChange, ImportFilter, Imported, limits},
    domain::{
        CouncilId, DifferenceKind, Import, ImportId, ImportStatus, LineKind, MeetingId, Source,
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
    /// The meeting that it is of, where that is there already: of the same council and round, or of the same day. Applying the
    /// import lets that meeting follow this file, or makes another one; it has to say which.
    same_meeting_id: Option<MeetingId>,
    created_at: Moment,
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
    created_at: Moment,
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

/// The meeting that was made of an import.
#[derive(Debug, Object)]
pub struct AppliedImport {
    /// The meeting, with draft minutes.
    meeting_id: MeetingId,
}

/// One thing that applying an import would change in the meeting that it is of.
#[derive(Debug, Object)]
#[oai(rename = "ImportDifference")]
pub struct ImportDifferenceBody {
    /// What it is.
    entity: LineKind,
    /// How it changes. `kept`: the file has it no more; it stays, because an action item came of it or a person decided
    /// something about it. `stays_deleted`: a person deleted it, and the file has it still (`before`); it stays away.
    /// `restored`: a person deleted it, and it comes back, because the file has substantially other words for it now.
    change: DifferenceKind,
    /// Its id, where it is there.
    id: Option<Uuid>,
    /// The name of the field, of a field.
    field: Option<String>,
    /// What is there; of what a person deleted, what was.
    before: Option<String>,
    /// What there will be.
    after: Option<String>,
    /// Where it stands in the file of this import.
    source: Option<SourceLines>,
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
        cursor: Query<Option<Cursor<'i'>>>,
    ) -> Result<Json<List<ImportSummary>>, Problem<Listing>> {
        let filter = ImportFilter {
            council_id: council_id.0,
        };
        let page = page_request(limit.0, cursor.0);
        let imports = app.list_imports(&call, &filter, &page).await?;
        Ok(Json(List::of::<'i', _>(
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
        let same = app.matching_meeting(&call, &imported.import).await?;
        Ok(made_once(imported, same))
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
        let same = app.matching_meeting(&call, &imported.import).await?;
        Ok(made_once(imported, same))
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
        let same = app.matching_meeting(&call, &import).await?;
        Ok(Tagged {
            tag: EntityTag::Content,
            body: ImportBody::of(import, same),
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

    /// List what applying an import would change in the meeting that it is of
    ///
    /// Empty where it is of no meeting that is there, and once it is applied. What people decided is no change: their words,
    /// confirmed speakers and tags stay.
    #[oai(
        path = "/imports/:id/changes",
        method = "get",
        operation_id = "list_import_changes"
    )]
    async fn list_changes(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        id: Path<ImportId>,
        /// At most this many entries.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<LineCursor>>,
    ) -> Result<Json<List<ImportDifferenceBody>>, Problem<Reading>> {
        let limit = limit.0.unwrap_or_default().0;
        let after = cursor.0.map_or(0, |cursor| cursor.0);
        let changes = app
            .list_import_changes(&call, id.0, Some(after), limit)
            .await?;
        let next = after + limit;
        Ok(Json(List::with_cursor(
            changes,
            |_| next.to_string(),
            ImportDifferenceBody::from,
        )))
    }

    /// Apply an import, once: make a meeting with draft minutes of it, or let the meeting that it is of follow it
    ///
    /// Where the meeting is there already, the answer is 409 until one of the two is chosen. Suggestions are made of what is
    /// uncertain; those that people dealt with stay as they are.
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
        /// The meeting that follows the file: its minutes have to be a draft or in check.
        meeting_id: Query<Option<MeetingId>>,
        /// Make a meeting, though there is one of the same round or day.
        as_new: Query<Option<bool>>,
    ) -> Result<Recorded<AppliedImport>, Problem<Concluding>> {
        let how = match (meeting_id.0, as_new.0) {
            (Some(meeting), _) => Application::Update(meeting),
            (None, Some(true)) => Application::AsNew,
            (None, _) => Application::Unlike,
        };
        let meeting_id = app.apply_import_as(&call, id.0, how).await?;
        Ok(Recorded {
            location: format!("/api/v1/meetings/{meeting_id}"),
            body: AppliedImport { meeting_id },
        })
    }
}

fn made_once(imported: Imported, same: Option<MeetingId>) -> MadeOnce<ImportBody> {
    let Imported { import, is_new } = imported;
    MadeOnce {
        is_new,
        location: format!("/api/v1/imports/{}", import.id),
        body: ImportBody::of(import, same),
    }
}

impl From<ImportChange> for ImportDifferenceBody {
    fn from(change: ImportChange) -> Self {
        Self {
            entity: change.entity,
            change: change.change,
            id: change.id,
            field: change.field,
            before: change.before,
            after: change.after,
            source: SourceLines::of(change.lines.0, change.lines.1),
        }
    }
}

impl ImportBody {
    fn of(import: Import, same_meeting_id: Option<MeetingId>) -> Self {
        Self {
            id: import.id,
            council_id: import.council_id,
            filename: import.filename,
            status: import.status,
            draft: Draft(import.draft),
            meeting_id: import.meeting_id,
            same_meeting_id,
            created_at: import.created_at.into(),
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
            created_at: import.created_at.into(),
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
