//! An import line by line: what became of each line of the file, and where a person puts those that no rule placed.

use std::collections::{HashMap, VecDeque};

use serde_json::json;
use uuid::Uuid;

use super::{App, AppError, AppResult, Call, change::Change, draft::parsed_of};
use crate::{
    domain::{
        AuditAction, EntityKind, Import, ImportId, LineKind, LineSettlement, Meeting, Page,
        ReadingMemoryKind, UnmappedLine, Viewer,
    },
    minutes::{self, ParsedMinutes, PlacedLine, Span},
    store::{self, Conn},
};

/// One line of an imported file, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// Its number in the file, from 1.
    pub line: i64,
    /// Its text.
    pub text: String,
    /// What it is a part of; empty for a blank line.
    pub parts: Vec<LinePart>,
    /// What a person decided, where no rule placed it.
    pub settled_as: Option<LineSettlement>,
}

/// Something that a line is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePart {
    /// What it is.
    pub kind: LineKind,
    /// The name of the field of the header.
    pub field: Option<String>,
    /// Its index in the draft, from 0.
    pub index: Option<usize>,
    /// The id of the row that was made of it, where the import is applied.
    pub id: Option<Uuid>,
}

impl App {
    /// The lines of an import that the importer could not place.
    pub async fn list_unmapped_lines(
        &self,
        call: &Call,
        id: ImportId,
    ) -> AppResult<Vec<UnmappedLine>> {
        self.get_import(call, id).await?;
        Ok(store::list_unmapped_lines(&mut self.read().await?, id).await?)
    }

    /// Notes what a person decided about a line that the importer could not place; `None` takes it back. Where a meeting
    /// was made of the import, its draft follows.
    pub async fn settle_line(
        &self,
        call: &Call,
        id: ImportId,
        line: i64,
        settlement: Option<LineSettlement>,
    ) -> AppResult<UnmappedLine> {
        let mut change = self.change(call).await?;
        let found = store::find_import(&mut change.conn, &call.viewer(), id).await?;
        let import = self.known_import(call, found)?;
        call.require_secretariat(import.council_id)?;
        let lines = store::list_unmapped_lines(&mut change.conn, id).await?;
        let before = lines
            .iter()
            .find(|unmapped| unmapped.line == line)
            .ok_or(AppError::NotFound(EntityKind::Import))?;
        if before.settled_as == settlement {
            return Ok(before.clone());
        }
        let places = |one: Option<LineSettlement>| one.is_some_and(LineSettlement::is_a_place);
        let moves = places(before.settled_as) || places(settlement);
        let base = self.read_with_places(&mut change.conn, &import).await?;
        let now = self.clock.now();
        store::settle_line(&mut change.conn, id, line, settlement, now).await?;
        if moves {
            let reading = self.read_with_places(&mut change.conn, &import).await?;
            check_placed(&reading, line, settlement)?;
            if let Some(meeting) = meeting_read_from(&mut change.conn, &import).await? {
                self.merge(
                    &mut change,
                    &meeting,
                    Some((&import, &base)),
                    (&import, &reading),
                )
                .await?;
            }
        }
        self.remember_furniture(&mut change, &import, before, settlement)
            .await?;
        let detail = json!({ "line": line, "settled_as": settlement });
        let council = Some(import.council_id);
        change
            .record(AuditAction::Update, EntityKind::Import, id, council, detail)
            .await?;
        let settled = UnmappedLine {
            settled_as: settlement,
            settled_at: settlement.map(|_| now),
            ..before.clone()
        };
        change.commit().await?;
        Ok(settled)
    }

    /// A line that belongs to the page is known the next time; taken back, it is not.
    async fn remember_furniture(
        &self,
        change: &mut Change<'_>,
        import: &Import,
        line: &UnmappedLine,
        settlement: Option<LineSettlement>,
    ) -> AppResult<()> {
        let is = settlement == Some(LineSettlement::Furniture);
        let was = line.settled_as == Some(LineSettlement::Furniture);
        if is == was {
            return Ok(());
        }
        let (council, kind) = (import.council_id, ReadingMemoryKind::Furniture);
        self.remember(change, council, kind, (&line.text, ""), is)
            .await
    }

    /// What an import reads as, with the lines that a person put somewhere.
    pub(super) async fn read_with_places(
        &self,
        conn: &mut Conn,
        import: &Import,
    ) -> AppResult<ParsedMinutes> {
        let lines = store::list_unmapped_lines(conn, import.id).await?;
        Self::read_placed(conn, import, &lines).await
    }

    /// The same, with the lines settled like this.
    pub(super) async fn read_placed(
        conn: &mut Conn,
        import: &Import,
        lines: &[UnmappedLine],
    ) -> AppResult<ParsedMinutes> {
        let parsed = parsed_of(import)?;
        let placed: Vec<PlacedLine<'_>> = lines
            .iter()
            .filter_map(|line| {
                Some(PlacedLine {
                    line: line.line,
                    text: &line.text,
                    place: line.settled_as?,
                })
            })
            .collect();
        if placed.is_empty() {
            return Ok(parsed);
        }
        let reading = Self::reading(conn, import.council_id).await?;
        Ok(minutes::place_lines(parsed, &placed, &reading.tagger))
    }

    /// The lines of the file of an import after `after`, each with what became of it.
    pub async fn list_import_lines(
        &self,
        call: &Call,
        id: ImportId,
        after: Option<i64>,
        limit: i64,
    ) -> AppResult<Page<ImportLine>> {
        let import = self.get_import(call, id).await?;
        let mut conn = self.read().await?;
        let source = store::find_source(&mut conn, import.source_id)
            .await?
            .ok_or_else(|| AppError::Internal("an import without its source".to_owned()))?;
        let unmapped = store::list_unmapped_lines(&mut conn, id).await?;
        let parsed = self.read_with_places(&mut conn, &import).await?;
        let rows = match meeting_read_from(&mut conn, &import).await? {
            Some(meeting) => Rows::of(&mut conn, &meeting).await?,
            None => Rows::default(),
        };
        let document = minutes::decode(source.text.as_bytes())?;
        let first = after.unwrap_or(0) + 1;
        let mut lines: Vec<ImportLine> = (1..)
            .zip(document.lines())
            .skip_while(|(number, _)| *number < first)
            .take(usize::try_from(limit + 1).unwrap_or(usize::MAX))
            .map(|(line, text)| ImportLine {
                line,
                text: text.to_owned(),
                parts: Vec::new(),
                settled_as: None,
            })
            .collect();
        let mut ledger = Ledger {
            first,
            lines: &mut lines,
        };
        ledger.fill(&parsed, rows, &unmapped);
        Ok(Page::from_rows(lines, limit))
    }
}

/// The meeting whose minutes are those of an import's file; `None` where none was made of it, or a corrected file took its place.
pub(super) async fn meeting_read_from(
    conn: &mut Conn,
    import: &Import,
) -> AppResult<Option<Meeting>> {
    let Some(id) = import.meeting_id else {
        return Ok(None);
    };
    let meeting = store::find_meeting(conn, &Viewer::ALL, id).await?;
    Ok(meeting.filter(|meeting| meeting.source_id == Some(import.source_id)))
}

/// A line cannot go on with an opinion where there is none.
fn check_placed(
    reading: &ParsedMinutes,
    line: i64,
    settlement: Option<LineSettlement>,
) -> AppResult<()> {
    let wants_a_place = settlement.is_some_and(LineSettlement::is_a_place);
    if wants_a_place && reading.unmapped_lines.contains(&line) {
        return Err(AppError::invalid(
            "settled_as",
            "その位置に続く意見がありません",
            "there is no opinion there that it could be a part of",
        ));
    }
    Ok(())
}

/// The ids of the rows of a meeting by the line where each begins, in order.
#[derive(Debug, Default)]
struct Rows {
    by_line: HashMap<(LineKind, i64), VecDeque<Uuid>>,
}

impl Rows {
    async fn of(conn: &mut Conn, meeting: &Meeting) -> AppResult<Self> {
        let (viewer, id) = (&Viewer::ALL, meeting.id);
        let mut rows = Self::default();
        for row in store::list_attendances(conn, viewer, id).await? {
            rows.add(LineKind::Attendance, row.first_line, row.id.0);
        }
        for row in store::list_topics(conn, viewer, id).await? {
            rows.add(LineKind::Topic, row.first_line, row.id.0);
        }
        for row in store::list_headings(conn, viewer, id).await? {
            rows.add(LineKind::Heading, row.first_line, row.id.0);
        }
        for row in store::list_narratives(conn, viewer, id).await? {
            rows.add(LineKind::Narrative, row.first_line, row.id.0);
        }
        for row in store::list_opinions_of_meeting(conn, viewer, id).await? {
            rows.add(LineKind::Opinion, row.first_line, row.id.0);
        }
        Ok(rows)
    }

    fn add(&mut self, kind: LineKind, line: Option<i64>, id: Uuid) {
        if let Some(line) = line {
            self.by_line.entry((kind, line)).or_default().push_back(id);
        }
    }

    fn take(&mut self, kind: LineKind, line: i64) -> Option<Uuid> {
        self.by_line.get_mut(&(kind, line))?.pop_front()
    }
}

/// The lines of one page, being told what they are parts of.
struct Ledger<'a> {
    first: i64,
    lines: &'a mut [ImportLine],
}

impl Ledger<'_> {
    fn line(&mut self, number: i64) -> Option<&mut ImportLine> {
        let index = usize::try_from(number - self.first).ok()?;
        self.lines.get_mut(index)
    }

    fn fill(&mut self, parsed: &ParsedMinutes, mut rows: Rows, unmapped: &[UnmappedLine]) {
        for (name, span) in &parsed.fields {
            self.note(span, LineKind::Field, Some(name), None, None);
        }
        let attendees = parsed.attendees.iter().map(|one| &one.source);
        let topics = parsed.topics.iter().map(|one| &one.source);
        let headings = parsed.headings.iter().map(|one| &one.source);
        let narratives = parsed.narratives.iter().map(|one| &one.source);
        let opinions = parsed.opinions.iter().map(|one| &one.source);
        let materials = parsed.materials.iter().map(|one| &one.source);
        self.note_all(LineKind::Attendance, attendees, &mut rows);
        self.note_all(LineKind::Topic, topics, &mut rows);
        self.note_all(LineKind::Heading, headings, &mut rows);
        self.note_all(LineKind::Narrative, narratives, &mut rows);
        self.note_all(LineKind::Opinion, opinions, &mut rows);
        self.note_all(LineKind::Material, materials, &mut rows);
        for number in &parsed.furniture_lines {
            self.only(*number, LineKind::Furniture);
        }
        for number in &parsed.unmapped_lines {
            self.only(*number, LineKind::Unmapped);
        }
        for line in unmapped {
            if let Some(shown) = self.line(line.line) {
                shown.settled_as = line.settled_as;
            }
        }
    }

    fn note_all<'s>(
        &mut self,
        kind: LineKind,
        spans: impl Iterator<Item = &'s Span>,
        rows: &mut Rows,
    ) {
        for (index, span) in spans.enumerate() {
            let id = rows.take(kind, span.first_line);
            self.note(span, kind, None, Some(index), id);
        }
    }

    fn note(
        &mut self,
        span: &Span,
        kind: LineKind,
        field: Option<&String>,
        index: Option<usize>,
        id: Option<Uuid>,
    ) {
        let last = self.first + i64::try_from(self.lines.len()).unwrap_or(i64::MAX) - 1;
        for number in span.first_line.max(self.first)..=span.last_line.min(last) {
            let blank = |line: &ImportLine| line.text.trim().is_empty();
            if let Some(line) = self.line(number).filter(|line| !blank(line)) {
                line.parts.push(LinePart {
                    kind,
                    field: field.cloned(),
                    index,
                    id,
                });
            }
        }
    }

    /// A page number in the middle of an opinion is no part of it.
    fn only(&mut self, number: i64, kind: LineKind) {
        if let Some(line) = self.line(number) {
            line.parts = vec![LinePart {
                kind,
                field: None,
                index: None,
                id: None,
            }];
        }
    }
}
