//! A corrected file for a meeting that is there: which meeting it matches, what it changes, and the change itself. A second
//! meeting is never made of it silently.

use serde_json::json;

use super::{
    App, AppError, AppResult, Call,
    change::Change,
    import_changes::{ImportChange, changes_of},
    lines::meeting_read_from,
};
use crate::{
    domain::{
        AuditAction, EntityKind, Import, ImportId, ImportStatus, Meeting, MeetingId, Page, Viewer,
        fiscal_year_of,
    },
    minutes::ParsedMinutes,
    store::{self, Conn},
};

/// How an import is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Application {
    /// A new meeting is made of it, unless there is one that it matches.
    #[default]
    Unlike,
    /// A new meeting is made of it, whatever it matches.
    AsNew,
    /// This meeting follows it.
    Update(MeetingId),
}

/// What becomes of a file whose meeting is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnSameMeeting {
    /// The file is kept, and waits for a person to look at what it changes.
    #[default]
    Wait,
    /// That meeting follows it.
    Update,
    /// Another meeting is made of it.
    AsNew,
}

impl App {
    /// The meeting that an import which nothing was made of matches: of the same council, fiscal year and round, or of the
    /// same day where it has no other round.
    pub async fn matching_meeting(
        &self,
        call: &Call,
        import: &Import,
    ) -> AppResult<Option<MeetingId>> {
        if import.status != ImportStatus::Draft || !call.caller.is_secretariat_of(import.council_id)
        {
            return Ok(None);
        }
        let conn = &mut self.read().await?;
        let parsed = self.read_with_places(conn, import).await?;
        same_meeting(conn, import, &parsed).await
    }

    /// What applying an import would change in the meeting that it matches; nothing where it matches none. Those after `after`,
    /// which counts from 1.
    pub async fn list_import_changes(
        &self,
        call: &Call,
        id: ImportId,
        after: Option<i64>,
        limit: i64,
    ) -> AppResult<Page<ImportChange>> {
        let import = self.get_import(call, id).await?;
        let Some(meeting) = self.matching_meeting(call, &import).await? else {
            return Ok(Page::from_rows(Vec::new(), limit));
        };
        let conn = &mut self.read().await?;
        let changes = self
            .changes_in(conn, &call.viewer(), meeting, &import)
            .await?
            .into_iter()
            .skip(usize::try_from(after.unwrap_or(0)).unwrap_or(usize::MAX))
            .take(usize::try_from(limit + 1).unwrap_or(usize::MAX));
        Ok(Page::from_rows(changes.collect(), limit))
    }

    /// What a meeting that follows the file of an import changes in.
    pub(super) async fn changes_in(
        &self,
        conn: &mut Conn,
        viewer: &Viewer,
        meeting: MeetingId,
        import: &Import,
    ) -> AppResult<Vec<ImportChange>> {
        let meeting = store::find_meeting(conn, viewer, meeting)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Meeting))?;
        let base = self.base_of(conn, &meeting).await?;
        let base = base.as_ref().map(|(import, parsed)| (import, parsed));
        let (parsed, _) = self
            .read_in_place_of(conn, base.map(|(import, _)| import), import)
            .await?;
        let (plan, _) = self
            .plan_merge(conn, &meeting, base, (import, &parsed))
            .await?;
        Ok(changes_of(&plan))
    }

    /// The file that a meeting was read from, with what it reads as.
    async fn base_of(
        &self,
        conn: &mut Conn,
        meeting: &Meeting,
    ) -> AppResult<Option<(Import, ParsedMinutes)>> {
        let Some(source) = meeting.source_id else {
            return Ok(None);
        };
        let import = store::find_import_of_source(conn, meeting.council_id, source).await?;
        match import.filter(|import| import.meeting_id == Some(meeting.id)) {
            Some(import) => {
                let parsed = self.read_with_places(conn, &import).await?;
                Ok(Some((import, parsed)))
            }
            None => Ok(None),
        }
    }

    /// Makes a meeting with draft minutes of an import, or lets one follow it, once.
    pub async fn apply_import_as(
        &self,
        call: &Call,
        id: ImportId,
        how: Application,
    ) -> AppResult<MeetingId> {
        let mut change = self.change(call).await?;
        let found = store::find_import(&mut change.conn, &call.viewer(), id).await?;
        let import = self.known_import(call, found)?;
        call.require_secretariat(import.council_id)?;
        if let Some(meeting) = import.meeting_id {
            return Err(AppError::AlreadyApplied(meeting));
        }
        let parsed = self.read_with_places(&mut change.conn, &import).await?;
        let meeting = match how {
            Application::Update(meeting) => {
                self.update_from(&mut change, call, meeting, &import)
                    .await?
            }
            Application::Unlike => {
                if let Some(same) = same_meeting(&mut change.conn, &import, &parsed).await? {
                    return Err(AppError::SameMeeting(same));
                }
                self.insert_draft(&mut change, &import, &parsed).await?
            }
            Application::AsNew => self.insert_draft(&mut change, &import, &parsed).await?,
        };
        match store::set_import_applied(&mut change.conn, id, meeting).await {
            Ok(()) => {}
            // Somebody else applied it while this was under way.
            Err(store::StoreError::Stale) => {
                drop(change);
                let import = self.get_import(call, id).await?;
                return Err(import
                    .meeting_id
                    .map_or(AppError::Stale, AppError::AlreadyApplied));
            }
            Err(error) => return Err(error.into()),
        }
        let council = Some(import.council_id);
        let updates = matches!(how, Application::Update(_));
        let detail = json!({ "meeting_id": meeting, "updates": updates });
        change
            .record(AuditAction::Apply, EntityKind::Import, id, council, detail)
            .await?;
        change
            .enqueue(crate::domain::IndexScope::Meeting, meeting.0, council)
            .await?;
        change.commit().await?;
        Ok(meeting)
    }

    /// Lets a meeting follow the file of an import, whose lines are settled as they were in the file before.
    pub(super) async fn update_from(
        &self,
        change: &mut Change<'_>,
        call: &Call,
        id: MeetingId,
        import: &Import,
    ) -> AppResult<MeetingId> {
        let meeting = store::find_meeting(&mut change.conn, &call.viewer(), id)
            .await?
            .filter(|meeting| meeting.council_id == import.council_id)
            .ok_or(AppError::NotFound(EntityKind::Meeting))?;
        let base = self.base_of(&mut change.conn, &meeting).await?;
        let base = base.as_ref().map(|(import, parsed)| (import, parsed));
        let conn = &mut change.conn;
        let (parsed, carried) = self
            .read_in_place_of(conn, base.map(|(import, _)| import), import)
            .await?;
        let now = self.clock.now();
        for line in carried {
            let at = line.settled_at.unwrap_or(now);
            store::settle_line(conn, import.id, line.line, line.settled_as, at).await?;
        }
        self.merge(change, &meeting, base, (import, &parsed))
            .await?;
        Ok(id)
    }
}

/// The meeting that an import matches.
pub(super) async fn same_meeting(
    conn: &mut Conn,
    import: &Import,
    parsed: &ParsedMinutes,
) -> AppResult<Option<MeetingId>> {
    if meeting_read_from(conn, import).await?.is_some() {
        return Ok(None);
    }
    let council = import.council_id;
    let year = parsed.fiscal_year.or(parsed.date.map(fiscal_year_of));
    if let (Some(year), Some(round)) = (year, parsed.round)
        && let Some(found) = store::find_same_meeting(conn, council, year, round).await?
    {
        return Ok(Some(found));
    }
    match parsed.date {
        Some(date) => Ok(store::find_meeting_on(conn, council, date, parsed.round).await?),
        None => Ok(None),
    }
}
