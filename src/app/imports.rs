//! Imports: a file comes in and is read; a person looks at the draft; then a meeting is made of it, once.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    App, AppError, AppResult, Application, Call, OnSameMeeting, Standing,
    change::Change,
    corrected::same_meeting,
    meetings::open_council,
    merge_rows::ReadAs,
    validate::{Validation, limits},
};
use crate::{
    domain::{
        AuditAction, CouncilId, EntityKind, Import, ImportId, ImportStatus, MeetingId, Page,
        PageRequest, Source, SourceId, UnmappedLine,
    },
    minutes::{self, Document, ParsedMinutes},
    store::{self, Conn, ImportFilter},
};

/// An import, and whether these bytes came in for the first time.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The import.
    pub import: Import,
    /// Whether it is new; `false` where the same bytes were imported for this council before.
    pub is_new: bool,
}

/// A file that was read, before it is stored.
#[derive(Debug)]
pub struct Reading {
    pub(super) filename: String,
    pub(super) size: usize,
    pub(super) sha256: String,
    pub(super) document: Document,
    pub(super) parsed: ParsedMinutes,
}

impl App {
    /// Reads a file for a council. The same bytes for the same council are the same import.
    pub async fn create_import(
        &self,
        call: &Call,
        council: CouncilId,
        filename: &str,
        bytes: Vec<u8>,
    ) -> AppResult<Imported> {
        let filename = bare_filename(filename);
        Validation::default()
            .required("filename", &filename, limits::NAME)
            .finish()?;
        self.get_council(council).await?;
        call.require_secretariat(council)?;
        let sha256 = hash(&bytes);
        let before = store::list_imports_of_bytes(&mut self.read().await?, &sha256).await?;
        // Nothing that is here already is read again.
        if let Some(import) = before
            .into_iter()
            .find(|import| import.council_id == council)
        {
            return Ok(Imported {
                import,
                is_new: false,
            });
        }
        let reading = self.read_document(council, filename, bytes).await?;
        let mut change = self.change(call).await?;
        open_council(&mut change, call, council).await?;
        let imported = self.store_reading(&mut change, council, &reading).await?;
        change.commit().await?;
        Ok(imported)
    }

    /// Stores what was read as a draft, unless the same bytes came in for this council before.
    pub(super) async fn store_reading(
        &self,
        change: &mut Change<'_>,
        council: CouncilId,
        reading: &Reading,
    ) -> AppResult<Imported> {
        let now = self.clock.now();
        let source = Source {
            id: SourceId(self.clock.new_id()),
            sha256: reading.sha256.clone(),
            filename: reading.filename.clone(),
            size: i64::try_from(reading.size).unwrap_or(i64::MAX),
            text: reading.document.text().to_owned(),
            created_at: now,
        };
        let source_id = store::insert_source(&mut change.conn, &source).await?;
        let import = Import {
            id: ImportId(self.clock.new_id()),
            council_id: council,
            source_id,
            filename: reading.filename.clone(),
            status: ImportStatus::Draft,
            draft: serde_json::to_value(&reading.parsed)
                .map_err(|error| AppError::Internal(error.to_string()))?,
            meeting_id: None,
            created_at: now,
        };
        if !store::insert_import(&mut change.conn, &import).await? {
            return existing_import(&mut change.conn, council, source_id).await;
        }
        let lines = unmapped_lines(import.id, &reading.document, &reading.parsed);
        store::insert_unmapped_lines(&mut change.conn, &lines).await?;
        let detail = json!({ "sha256": source.sha256, "unmapped_lines": lines.len() });
        change
            .record(
                AuditAction::Create,
                EntityKind::Import,
                import.id,
                Some(council),
                detail,
            )
            .await?;
        Ok(Imported {
            import,
            is_new: true,
        })
    }

    /// Decodes and parses on a thread of its own: a large document keeps a core busy for a while.
    async fn read_document(
        &self,
        council: CouncilId,
        filename: String,
        bytes: Vec<u8>,
    ) -> AppResult<Reading> {
        let with = Self::reading(&mut self.read().await?, council).await?;
        let read = move || Reading::of(filename, &bytes, &with);
        tokio::task::spawn_blocking(read)
            .await
            .map_err(|error| AppError::Internal(error.to_string()))?
    }

    /// The import with this id, if the caller may see it.
    pub async fn get_import(&self, call: &Call, id: ImportId) -> AppResult<Import> {
        let found = store::find_import(&mut self.read().await?, &call.viewer(), id).await?;
        self.known_import(call, found)
    }

    pub(super) fn known_import(&self, call: &Call, found: Option<Import>) -> AppResult<Import> {
        match (found, call.caller.role) {
            (Some(import), _) => Ok(import),
            // Nothing of an import is public: without a token the answer is the same whether it exists or not.
            (None, None) => Err(AppError::TokenRequired),
            (None, Some(_)) => Err(AppError::NotFound(EntityKind::Import)),
        }
    }

    /// The imports that the caller may see, oldest first.
    pub async fn list_imports(
        &self,
        call: &Call,
        filter: &ImportFilter,
        page: &PageRequest,
    ) -> AppResult<Page<Import>> {
        call.require(call.caller.role.is_some())?;
        Ok(store::list_imports(&mut self.read().await?, &call.viewer(), filter, page).await?)
    }

    /// The text of the file that an import read.
    pub async fn get_import_text(&self, call: &Call, id: ImportId) -> AppResult<Source> {
        let import = self.get_import(call, id).await?;
        let source = store::find_source(&mut self.read().await?, import.source_id)
            .await?
            .ok_or_else(|| AppError::Internal("an import without its source".to_owned()))?;
        // The bytes are stored once for all councils; what another council called them, and when, is that council's.
        Ok(Source {
            filename: import.filename,
            created_at: import.created_at,
            ..source
        })
    }

    /// Makes a meeting with draft minutes of an import, once, unless it matches one that is there.
    pub async fn apply_import(&self, call: &Call, id: ImportId) -> AppResult<MeetingId> {
        self.apply_import_as(call, id, Application::Unlike).await
    }

    /// Makes the meeting of an import that has none, or does with the one that it matches what `on_same` says;
    /// [`AppError::Stale`] where somebody was faster.
    pub(super) async fn apply_in(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        (import, parsed): ReadAs<'_>,
        on_same: OnSameMeeting,
    ) -> AppResult<(MeetingId, Standing)> {
        let conn = &mut change.conn;
        if let Some(waiting) = self.waiting(conn, import, parsed, on_same).await? {
            return Ok(waiting);
        }
        let same = match on_same {
            OnSameMeeting::Update => same_meeting(conn, import, parsed).await?,
            OnSameMeeting::Wait | OnSameMeeting::AsNew => None,
        };
        let meeting = match same {
            Some(same) => self.update_from(change, call, same, import).await?,
            None => self.insert_draft(change, import, parsed).await?,
        };
        store::set_import_applied(&mut change.conn, import.id, meeting).await?;
        let council = Some(import.council_id);
        let (entity, detail) = (EntityKind::Import, json!({ "meeting_id": meeting }));
        change
            .record(AuditAction::Apply, entity, import.id, council, detail)
            .await?;
        change
            .enqueue(crate::domain::IndexScope::Meeting, meeting.0, council)
            .await?;
        Ok((meeting, Standing::Applied))
    }
}

impl Reading {
    /// Decodes and parses a file. Keeps a core busy for a while.
    pub(super) fn of(filename: String, bytes: &[u8], with: &minutes::Reading) -> AppResult<Self> {
        let document = minutes::decode(bytes)?;
        let parsed = minutes::parse_with(&document, with);
        Ok(Self {
            filename,
            size: bytes.len(),
            sha256: hash(bytes),
            document,
            parsed,
        })
    }

    /// The same file, parsed with something else; as it was, where that would lose the name of the council.
    pub(super) fn again(self, with: &minutes::Reading) -> Self {
        let parsed = minutes::parse_with(&self.document, with);
        if parsed.council == self.parsed.council {
            Self { parsed, ..self }
        } else {
            self
        }
    }

    /// What was read.
    pub fn parsed(&self) -> &ParsedMinutes {
        &self.parsed
    }
}

/// By which the bytes of a file are known again.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

async fn existing_import(
    conn: &mut Conn,
    council: CouncilId,
    source: SourceId,
) -> AppResult<Imported> {
    let import = store::find_import_of_source(conn, council, source)
        .await?
        .ok_or(AppError::Stale)?;
    Ok(Imported {
        import,
        is_new: false,
    })
}

/// The name of a file without the folders that some browsers and scripts send along.
pub(super) fn bare_filename(filename: &str) -> String {
    filename
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn unmapped_lines(
    import: ImportId,
    document: &Document,
    parsed: &ParsedMinutes,
) -> Vec<UnmappedLine> {
    let lines: Vec<&str> = document.lines().collect();
    parsed
        .unmapped_lines
        .iter()
        .filter_map(|number| {
            let index = usize::try_from(*number).ok()?.checked_sub(1)?;
            Some(UnmappedLine {
                import_id: import,
                line: *number,
                text: (*lines.get(index)?).to_owned(),
                settled_as: None,
                settled_at: None,
            })
        })
        .collect()
}
