//! A corrected file for a meeting that is there: which meeting it matches, what it changes, and the change itself. A second
//! meeting is never made of it silently.

use serde_json::json;
use uuid::Uuid;

use super::{
    App, AppError, AppResult, Call,
    change::Change,
    lines::meeting_read_from,
    merge::{Fate, Plan},
};
use crate::{
    domain::{
        AuditAction, DifferenceKind, EntityKind, Import, ImportId, ImportStatus, LineKind, Meeting,
        MeetingId, Page, Viewer, fiscal_year_of,
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

/// One thing that a file changes in the meeting that it matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportChange {
    /// What is changed.
    pub entity: LineKind,
    /// How.
    pub change: DifferenceKind,
    /// The row, where there is one.
    pub id: Option<Uuid>,
    /// The name of the field, of a field.
    pub field: Option<String>,
    /// What is there.
    pub before: Option<String>,
    /// What there will be.
    pub after: Option<String>,
    /// Where it stands in the file that comes in.
    pub lines: (Option<i64>, Option<i64>),
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

/// The changes of a plan, as far as people see them: not lines and places alone.
fn changes_of(plan: &Plan) -> Vec<ImportChange> {
    let mut changes = fields_of(plan);
    changes.extend(plan.attendances.iter().filter_map(|fate| {
        of_fate(LineKind::Attendance, fate, |row| Shown {
            id: row.id.0,
            text: [Some(&*row.name), row.role.as_deref(), row.note.as_deref()]
                .into_iter()
                .flatten()
                .chain([row.status.to_string().as_str()])
                .collect::<Vec<_>>()
                .join(" "),
            beside: format!("{:?} {:?}", row.capacity, row.organization),
            lines: (row.first_line, row.last_line),
        })
    }));
    changes.extend(plan.topics.iter().filter_map(|fate| {
        of_fate(LineKind::Topic, fate, |row| Shown {
            id: row.id.0,
            text: format!("{}{}", row.number.as_deref().unwrap_or_default(), row.title),
            beside: String::new(),
            lines: (row.first_line, row.last_line),
        })
    }));
    changes.extend(plan.headings.iter().filter_map(|fate| {
        of_fate(LineKind::Heading, fate, |row| Shown {
            id: row.id.0,
            text: row.title.clone(),
            beside: format!("{:?}", row.topic_id),
            lines: (row.first_line, row.last_line),
        })
    }));
    changes.extend(plan.narratives.iter().filter_map(|fate| {
        of_fate(LineKind::Narrative, fate, |row| Shown {
            id: row.id.0,
            text: row.text.clone(),
            beside: format!("{:?}", row.topic_id),
            lines: (row.first_line, row.last_line),
        })
    }));
    changes.extend(plan.materials.iter().filter_map(|fate| {
        of_fate(LineKind::Material, fate, |row| Shown {
            id: row.id.0,
            text: row.number.clone().unwrap_or_default(),
            beside: String::new(),
            lines: (None, None),
        })
    }));
    changes.extend(plan.opinions.iter().filter_map(|fate| {
        of_fate(LineKind::Opinion, fate, |row| Shown {
            id: row.id.0,
            text: row.text.clone(),
            beside: format!(
                "{} {:?} {:?} {:?} {:?}",
                row.kind, row.speaker_name, row.speaker_role, row.topic_id, row.heading_id
            ),
            lines: (row.first_line, row.last_line),
        })
    }));
    changes
}

fn fields_of(plan: &Plan) -> Vec<ImportChange> {
    let (before, after) = &plan.meeting;
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let fields = |meeting: &Meeting| {
        [
            ("title", json!(meeting.title)),
            ("fiscal_year", json!(meeting.fiscal_year)),
            ("round", json!(meeting.round)),
            ("date", json!(meeting.date)),
            ("end_date", json!(meeting.end_date)),
            ("start_time", json!(meeting.start_time)),
            ("end_time", json!(meeting.end_time)),
            ("venue", json!(meeting.venue)),
            ("mode", json!(meeting.mode)),
        ]
    };
    let pairs = fields(before).into_iter().zip(fields(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((name, before), (_, after))| ImportChange {
            entity: LineKind::Field,
            change: match (before.is_null(), after.is_null()) {
                (true, _) => DifferenceKind::Added,
                (_, true) => DifferenceKind::Removed,
                _ => DifferenceKind::Changed,
            },
            id: None,
            field: Some(name.to_owned()),
            before: text(&before),
            after: text(&after),
            lines: (None, None),
        })
        .collect()
}

/// A row as people see it.
struct Shown {
    id: Uuid,
    text: String,
    /// What else tells whether it changed.
    beside: String,
    lines: (Option<i64>, Option<i64>),
}

fn of_fate<T>(
    entity: LineKind,
    fate: &Fate<T>,
    shown: impl Fn(&T) -> Shown,
) -> Option<ImportChange> {
    let (change, before, after) = match fate {
        Fate::Insert(row) => (DifferenceKind::Added, None, Some(shown(row))),
        Fate::Absent(row) => (DifferenceKind::StaysDeleted, Some(shown(row)), None),
        Fate::Restore(rows) => (
            DifferenceKind::Restored,
            Some(shown(&rows.0)),
            Some(shown(&rows.1)),
        ),
        Fate::Delete(row) => (DifferenceKind::Removed, Some(shown(row)), None),
        Fate::Stay(row) => (DifferenceKind::Kept, Some(shown(row)), Some(shown(row))),
        Fate::Become(rows) => {
            let (before, after) = (shown(&rows.0), shown(&rows.1));
            let changed = before.text != after.text || before.beside != after.beside;
            let change = if changed {
                DifferenceKind::Changed
            } else if before.lines.0.is_some() && after.lines.0.is_none() {
                DifferenceKind::Kept
            } else {
                return None;
            };
            (change, Some(before), Some(after))
        }
    };
    let is_there = matches!(fate, Fate::Delete(_) | Fate::Stay(_) | Fate::Become(_));
    let row = before.as_ref().or(after.as_ref())?;
    // What stays away stands in the file that comes in all the same.
    let in_file = match fate {
        Fate::Absent(_) => before.as_ref(),
        _ => after.as_ref(),
    };
    Some(ImportChange {
        entity,
        change,
        // What is new has no id before it is there.
        id: is_there.then_some(row.id),
        field: None,
        lines: in_file.map_or((None, None), |row| row.lines),
        before: before.map(|row| row.text),
        after: after.map(|row| row.text),
    })
}
