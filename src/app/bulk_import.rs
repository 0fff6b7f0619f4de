//! Many files at once: read on as many threads as there are cores, stored several to a transaction.
//!
//! A transaction holds several files because each commit waits for the disk. Where one of them cannot be stored, the
//! transaction is undone and each file gets one of its own: none is spoilt by another.

use std::{borrow::Cow, sync::Arc};

use super::{
    App, AppError, AppResult, Call, OnSameMeeting,
    change::Change,
    corrected::same_meeting,
    imports::{Reading, bare_filename, hash},
    meetings::open_council,
    validate::{Validation, limits},
};
use crate::{
    domain::{CouncilId, Import, MeetingId, Viewer},
    minutes::{self, ParsedMinutes},
    store::{self, Conn},
};

/// A file that came in, with the meeting that it is of.
#[derive(Debug, Clone)]
pub struct ImportedFile {
    /// The import.
    pub import: Import,
    /// Whether these bytes came in for the first time.
    pub is_new: bool,
    /// The meeting.
    pub meeting: MeetingId,
    /// What the file is to the meeting.
    pub standing: Standing,
    /// What was read.
    pub parsed: ParsedMinutes,
    /// What is left to decide of it.
    pub open: OpenWork,
}

/// What a file is to the meeting that it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The meeting was made of it, or followed it.
    Applied,
    /// The meeting was there before. Whether it follows this file is for a person to say, who sees what would change.
    Waiting {
        /// In how many things.
        changes: usize,
    },
}

/// What stands between the minutes of a meeting and their publication.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenWork {
    /// Lines that nobody has settled.
    pub lines: usize,
    /// Suggestions that nobody has decided.
    pub suggestions: usize,
}

impl OpenWork {
    /// Of a meeting, as far as it is read from the file.
    async fn of(conn: &mut Conn, meeting: MeetingId, standing: Standing) -> AppResult<Self> {
        if standing != Standing::Applied {
            return Ok(Self::default());
        }
        let lines = store::list_unsettled_lines(conn, meeting).await?;
        let suggestions = store::count_open_suggestions(conn, meeting).await?;
        let suggestions: i64 = suggestions.into_iter().map(|(_, count)| count).sum();
        Ok(Self {
            lines: lines.len(),
            suggestions: usize::try_from(suggestions).unwrap_or_default(),
        })
    }
}

/// Reads files with the vocabulary as it was when this was made; for threads.
#[derive(Clone)]
pub struct ReadsFiles(Arc<minutes::Reading>);

impl ReadsFiles {
    /// Decodes and parses a file. Keeps a core busy for a while.
    pub fn read(&self, filename: &str, bytes: &[u8]) -> AppResult<Reading> {
        let filename = bare_filename(filename);
        Validation::default()
            .required("filename", &filename, limits::NAME)
            .finish()?;
        Reading::of(filename, bytes, &self.0)
    }

    /// Parses a file once more that was read with something else.
    pub fn read_again(&self, reading: Reading) -> Reading {
        reading.again(&self.0)
    }
}

impl App {
    /// What reads many files: of one council, or of those whose names they print. Which these are is known once a file is read.
    pub async fn reads_files(&self, council: Option<CouncilId>) -> AppResult<ReadsFiles> {
        let reading = match council {
            Some(council) => Self::reading(&mut self.read().await?, council).await?,
            None => minutes::Reading {
                tagger: self.tagger().await?,
                memory: minutes::Memory::default(),
            },
        };
        Ok(ReadsFiles(Arc::new(reading)))
    }

    /// What reads files of the council with this name, where its people taught the reader anything.
    pub async fn reads_files_of(&self, name: &str) -> AppResult<Option<ReadsFiles>> {
        let mut conn = self.read().await?;
        let Some(council) = store::find_council_by_name(&mut conn, name).await? else {
            return Ok(None);
        };
        let memory = store::list_memory_of_council(&mut conn, council.id).await?;
        if memory.is_empty() {
            return Ok(None);
        }
        let reading = Self::reading(&mut conn, council.id).await?;
        Ok(Some(ReadsFiles(Arc::new(reading))))
    }

    /// What these bytes became before: for `council`, or, without one, for the council whose name they print. Reads nothing of
    /// the bytes.
    pub async fn find_imported_file(
        &self,
        council: Option<CouncilId>,
        bytes: &[u8],
        on_same: OnSameMeeting,
    ) -> AppResult<Option<ImportedFile>> {
        let before = store::list_imports_of_bytes(&mut self.read().await?, &hash(bytes)).await?;
        for import in before {
            let parsed = parsed_of(&import)?;
            let is_wanted = match (council, &parsed.council) {
                (Some(council), _) => council == import.council_id,
                (None, Some(name)) => self
                    .find_council_by_name(name)
                    .await?
                    .is_some_and(|printed| printed.id == import.council_id),
                (None, None) => false,
            };
            if !is_wanted {
                continue;
            }
            let conn = &mut self.read().await?;
            let (meeting, standing) = match import.meeting_id {
                Some(meeting) => (meeting, Standing::Applied),
                None => {
                    let parsed = self.read_with_places(conn, &import).await?;
                    match self.waiting(conn, &import, &parsed, on_same).await? {
                        Some(found) => found,
                        None => continue,
                    }
                }
            };
            let open = OpenWork::of(conn, meeting, standing).await?;
            return Ok(Some(ImportedFile {
                import,
                is_new: false,
                meeting,
                standing,
                parsed,
                open,
            }));
        }
        Ok(None)
    }

    /// The meeting that an import of which nothing was made waits for, where it waits for one.
    pub(super) async fn waiting(
        &self,
        conn: &mut Conn,
        import: &Import,
        parsed: &ParsedMinutes,
        on_same: OnSameMeeting,
    ) -> AppResult<Option<(MeetingId, Standing)>> {
        if on_same != OnSameMeeting::Wait {
            return Ok(None);
        }
        let Some(same) = same_meeting(conn, import, parsed).await? else {
            return Ok(None);
        };
        let changes = self
            .changes_in(conn, &Viewer::ALL, same, import)
            .await?
            .len();
        Ok(Some((same, Standing::Waiting { changes })))
    }

    /// Imports and applies files that were read, and answers for each of them in order. What is answered well is durable.
    pub async fn import_readings(
        &self,
        call: &Call,
        readings: &[(CouncilId, Reading)],
        on_same: OnSameMeeting,
    ) -> Vec<AppResult<ImportedFile>> {
        match self.import_together(call, readings, on_same).await {
            Ok(applied) => applied.into_iter().map(Ok).collect(),
            Err(error) if readings.len() == 1 => vec![Err(error)],
            Err(_) => {
                let mut each = Vec::with_capacity(readings.len());
                for reading in readings.chunks(1) {
                    let applied = self.import_together(call, reading, on_same).await;
                    each.push(applied.and_then(|mut applied| {
                        applied
                            .pop()
                            .ok_or_else(|| AppError::Internal("no answer for a file".to_owned()))
                    }));
                }
                each
            }
        }
    }

    async fn import_together(
        &self,
        call: &Call,
        readings: &[(CouncilId, Reading)],
        on_same: OnSameMeeting,
    ) -> AppResult<Vec<ImportedFile>> {
        let mut change = self.change(call).await?;
        let mut applied = Vec::with_capacity(readings.len());
        for (council, reading) in readings {
            applied.push(
                self.import_one(&mut change, call, (*council, reading), on_same)
                    .await?,
            );
        }
        change.commit().await?;
        Ok(applied)
    }

    async fn import_one(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        (council, reading): (CouncilId, &Reading),
        on_same: OnSameMeeting,
    ) -> AppResult<ImportedFile> {
        open_council(change, call, council).await?;
        let imported = self.store_reading(change, council, reading).await?;
        // A new import reads as it was just read: unpacking the stored draft would cost as much as reading did.
        let parsed = if imported.is_new {
            Cow::Borrowed(&reading.parsed)
        } else {
            let conn = &mut change.conn;
            Cow::Owned(self.read_with_places(conn, &imported.import).await?)
        };
        let (meeting, standing) = match imported.import.meeting_id {
            Some(meeting) => (meeting, Standing::Applied),
            None => {
                self.apply_in(change, call, (&imported.import, &parsed), on_same)
                    .await?
            }
        };
        let open = OpenWork::of(&mut change.conn, meeting, standing).await?;
        Ok(ImportedFile {
            import: imported.import,
            is_new: imported.is_new,
            meeting,
            standing,
            parsed: parsed.into_owned(),
            open,
        })
    }
}

fn parsed_of(import: &Import) -> AppResult<ParsedMinutes> {
    serde_json::from_value(import.draft.clone())
        .map_err(|error| AppError::Internal(error.to_string()))
}
