//! The member roster (委員名簿) of a council: in as CSV or a workbook, out again as either.
//!
//! Whoever may know of seats reads the roster; the secretariat of the council brings one in. A roster comes in as a whole or
//! not at all, and a dry run tells what it would change.

mod cells;
mod columns;
mod file;
mod known;
mod legend;
mod names;
mod no_members;
mod plan;
mod rows;
mod table;
mod terms;
mod words;

use chrono::NaiveDate;
use serde_json::json;

use super::{
    App, AppError, AppResult, Call, InvalidField,
    change::Change,
    meetings::open_council,
    persons::{enqueue_person, reindex_what_was_said},
};
use crate::{
    domain::{
        AuditAction, CouncilId, EntityKind, Membership, MembershipId, Person, PersonId, RosterLine,
        RosterOutcome,
    },
    store,
};

pub use file::{RosterEncoding, RosterFormat};
pub use table::{MAX_ROSTER_BYTES, MAX_ROSTER_ROWS, RosterError};

use plan::{PlannedRow, plan, role_of};
use rows::{Roster, RosterRow};
pub(super) use words::roster_words;

/// What a roster changed, or would change.
#[derive(Debug, Clone)]
pub struct RosterReport {
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// Row by row.
    pub lines: Vec<RosterLine>,
    /// The titles of the columns that were not read.
    pub ignored_columns: Vec<String>,
}

impl RosterReport {
    /// How many rows have this outcome.
    pub fn count(&self, outcome: RosterOutcome) -> usize {
        let same = |line: &&RosterLine| line.outcome == outcome;
        self.lines.iter().filter(same).count()
    }
}

/// How a roster is to be written.
#[derive(Debug, Clone, Copy, Default)]
pub struct RosterExport {
    /// As what.
    pub format: RosterFormat,
    /// In which encoding, where it is text.
    pub encoding: RosterEncoding,
    /// Only seats whose term includes this day.
    pub held_on: Option<NaiveDate>,
}

impl App {
    /// Brings in a roster, all of it or, where `dry_run` says so or anything cannot be taken, nothing.
    pub async fn import_roster(
        &self,
        call: &Call,
        council: CouncilId,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> AppResult<RosterReport> {
        call.require_token()?;
        self.get_council(council).await?;
        call.require_secretariat(council)?;
        let roster = read_off_the_runtime(bytes).await?;
        if !roster.errors.is_empty() {
            return Err(AppError::Invalid(roster.errors));
        }
        let mut change = self.change(call).await?;
        open_council(&mut change, call, council).await?;
        let members = store::list_members_on(&mut change.conn, council, None).await?;
        let merged = store::list_persons_merged_into_members(&mut change.conn, council).await?;
        let mut planned = plan(&roster.rows, &members, &merged);
        refuse_ambiguous(&planned)?;
        refuse_repeated(&roster.rows, &planned)?;
        if !dry_run {
            for (row, planned) in roster.rows.iter().zip(&mut planned) {
                self.apply_row(&mut change, council, row, planned).await?;
            }
            change.commit().await?;
        }
        Ok(RosterReport {
            dry_run,
            lines: planned.into_iter().map(|planned| planned.line).collect(),
            ignored_columns: roster.ignored_columns,
        })
    }

    /// The roster of a council as a file, as far as the caller may know of its seats.
    pub async fn export_roster(
        &self,
        call: &Call,
        council: CouncilId,
        export: RosterExport,
    ) -> AppResult<Vec<u8>> {
        self.get_council(council).await?;
        let mut conn = self.read().await?;
        let viewer = call.viewer();
        let members = store::list_roster(&mut conn, &viewer, council, export.held_on).await?;
        file::write(&members, export.format, export.encoding)
    }

    async fn apply_row(
        &self,
        change: &mut Change<'_>,
        council: CouncilId,
        row: &RosterRow,
        planned: &mut PlannedRow,
    ) -> AppResult<()> {
        let now = self.clock.now();
        let person = match planned.person.take() {
            Some(person) if planned.reading_added => self.add_reading(change, person).await?,
            Some(person) => person.id,
            None => self.create_member(change, row).await?,
        };
        planned.line.person_id = Some(person);
        match planned.seat.take() {
            Some(_) if planned.line.outcome == RosterOutcome::Unchanged => {}
            Some(mut seat) => {
                let fields: Vec<_> = planned
                    .line
                    .changes
                    .iter()
                    .filter(|name| **name != "reading")
                    .collect();
                if !fields.is_empty() {
                    seat.updated_at = now;
                    store::update_membership(&mut change.conn, &seat).await?;
                    let detail = json!({ "fields": fields, "roster": true });
                    record_seat(change, AuditAction::Update, council, seat.id, detail).await?;
                }
            }
            None => {
                let seat = Membership {
                    id: MembershipId(self.clock.new_id()),
                    council_id: council,
                    person_id: person,
                    role: role_of(row),
                    organization: row.organization.clone(),
                    starts_on: row.starts_on,
                    ends_on: row.ends_on,
                    version: 1,
                    created_at: now,
                    updated_at: now,
                };
                store::insert_membership(&mut change.conn, &seat).await?;
                let detail = json!({ "roster": true });
                record_seat(change, AuditAction::Create, council, seat.id, detail).await?;
                enqueue_person(change, person).await?;
                planned.line.membership_id = Some(seat.id);
            }
        }
        Ok(())
    }

    async fn create_member(&self, change: &mut Change<'_>, row: &RosterRow) -> AppResult<PersonId> {
        let now = self.clock.now();
        let person = Person {
            id: PersonId(self.clock.new_id()),
            name: row.name.clone(),
            reading: row.reading.clone(),
            other_names: Vec::new(),
            archived_at: None,
            merged_into: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        store::insert_person(&mut change.conn, &person).await?;
        let detail = json!({ "roster": true });
        let entity = EntityKind::Person;
        change
            .record(AuditAction::Create, entity, person.id, None, detail)
            .await?;
        Ok(person.id)
    }

    /// The index finds by the reading what the person said.
    async fn add_reading(
        &self,
        change: &mut Change<'_>,
        mut person: Person,
    ) -> AppResult<PersonId> {
        person.updated_at = self.clock.now();
        store::update_person(&mut change.conn, &person).await?;
        let detail = json!({ "fields": ["reading"], "roster": true });
        let entity = EntityKind::Person;
        change
            .record(AuditAction::Update, entity, person.id, None, detail)
            .await?;
        enqueue_person(change, person.id).await?;
        reindex_what_was_said(change, person.id).await?;
        Ok(person.id)
    }
}

/// Unpacking and reading keep a core busy.
async fn read_off_the_runtime(bytes: Vec<u8>) -> AppResult<Roster> {
    let read = move || rows::read(&table::read(&bytes)?);
    let roster = tokio::task::spawn_blocking(read)
        .await
        .map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(roster?)
}

/// Two members have the name of a row, and the row does not say which of them it means.
fn refuse_ambiguous(planned: &[PlannedRow]) -> AppResult<()> {
    let ambiguous = planned.iter().filter(|planned| planned.is_ambiguous);
    let errors: Vec<InvalidField> = ambiguous
        .map(|planned| InvalidField {
            field: format!("rows[{}].name", planned.line.row).into(),
            japanese: format!(
                "{} 行目「氏名」：同じ氏名の委員が複数います。よみを入れてください",
                planned.line.row
            ),
            english: format!(
                "row {}, 氏名: several members have this name; give the reading",
                planned.line.row
            ),
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    }
}

/// One member stands in a roster once for each term, but for seats that are there already.
fn refuse_repeated(rows: &[RosterRow], planned: &[PlannedRow]) -> AppResult<()> {
    let changes = |planned: &PlannedRow| planned.line.outcome != RosterOutcome::Unchanged;
    let errors: Vec<InvalidField> = rows
        .iter()
        .zip(planned)
        .filter(|(_, planned)| changes(planned))
        .filter_map(|(row, _)| Some((row.number, row.repeats?)))
        .map(|(number, before)| InvalidField {
            field: format!("rows[{number}].name").into(),
            japanese: format!("{number} 行目「氏名」：{before} 行目と同じ人です"),
            english: format!("row {number}, 氏名: is the same person as row {before}"),
        })
        .take(rows::MAX_ERRORS)
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid(errors))
    }
}

async fn record_seat(
    change: &mut Change<'_>,
    action: AuditAction,
    council: CouncilId,
    id: MembershipId,
    detail: serde_json::Value,
) -> AppResult<()> {
    change
        .record(action, EntityKind::Membership, id, Some(council), detail)
        .await
}
