//! Carrying out what becomes of a meeting when its file reads otherwise: the rows, the suggestions about them
//! (`merge_suggestions`), the audit trail, the index; in the transaction of whoever asks for it.

use serde_json::json;

use super::{
    App, AppError, AppResult,
    change::Change,
    draft_rows::{DraftRows, Known},
    merge::{Fate, Plan, Sides, plan},
    merge_suggestions::suggestions_of,
    parts,
};
use crate::{
    domain::{
        AuditAction, EntityKind, Import, IndexScope, Meeting, MinutesStatus, Opinion,
        SuggestionStatus,
    },
    minutes::ParsedMinutes,
    store::{self, Conn},
};

/// An import, and what it reads as.
pub(super) type ReadAs<'a> = (&'a Import, &'a ParsedMinutes);

impl App {
    /// What becomes of a meeting whose file reads as `theirs`, and was read as `base` before.
    pub(super) async fn plan_merge(
        &self,
        conn: &mut Conn,
        meeting: &Meeting,
        base: Option<ReadAs<'_>>,
        theirs: ReadAs<'_>,
    ) -> AppResult<(Plan, Known)> {
        let known = Known::of(conn, meeting.council_id, theirs.1.date).await?;
        let rows =
            |(import, parsed): ReadAs<'_>| self.rows_of(import, parsed, &known, Some(meeting.id));
        let accepted = suggestions_of(conn, meeting)
            .await?
            .into_iter()
            .filter(|one| one.status == SuggestionStatus::Accepted)
            .filter_map(|one| Some((one.opinion_id?, one.issue_key?)));
        let sides = Sides {
            base: base.map(rows),
            theirs: rows(theirs),
            accepted: accepted.collect(),
            referred: store::list_referred_opinions(conn, meeting.id)
                .await?
                .into_iter()
                .collect(),
            ours: DraftRows::stored(conn, meeting).await?,
        };
        Ok((plan(sides), known))
    }

    /// Lets a meeting follow a file that reads as `theirs`.
    pub(super) async fn merge(
        &self,
        change: &mut Change<'_>,
        meeting: &Meeting,
        base: Option<ReadAs<'_>>,
        theirs: ReadAs<'_>,
    ) -> AppResult<()> {
        check_open(meeting)?;
        let (mut plan, known) = self
            .plan_merge(&mut change.conn, meeting, base, theirs)
            .await?;
        self.store_rows(change, &mut plan).await?;
        self.follow_with_suggestions(change, &plan, &known, theirs)
            .await?;
        let council = Some(meeting.council_id);
        let detail = json!({ "import_id": theirs.0.id });
        change
            .record(
                AuditAction::Update,
                EntityKind::Meeting,
                meeting.id,
                council,
                detail,
            )
            .await?;
        change
            .enqueue(IndexScope::Meeting, meeting.id.0, council)
            .await
    }

    async fn store_rows(&self, change: &mut Change<'_>, plan: &mut Plan) -> AppResult<()> {
        let now = self.clock.now();
        store_topics(&mut change.conn, plan).await?;
        store_headings(&mut change.conn, plan).await?;
        self.store_opinions(change, plan).await?;
        let conn = &mut change.conn;
        for fate in &plan.narratives {
            if let Some(row) = fate.inserted() {
                store::insert_narrative(conn, row).await?;
            }
            match fate {
                Fate::Become(rows) if rows.0 != rows.1 => {
                    store::update_narrative(conn, &rows.1).await?;
                }
                Fate::Delete(row) => store::delete_narrative(conn, row.id).await?,
                _ => {}
            }
        }
        let materials: Vec<_> = plan
            .materials
            .iter()
            .filter_map(Fate::inserted)
            .cloned()
            .collect();
        store::insert_materials(conn, &materials).await?;
        for fate in &plan.headings {
            if let Fate::Delete(row) = fate {
                store::delete_heading(conn, row.id).await?;
            }
        }
        for fate in &plan.topics {
            if let Fate::Delete(row) = fate {
                store::delete_topic(conn, row.id, row.version).await?;
            }
        }
        store_attendances(change, plan).await?;
        let (before, after) = &mut plan.meeting;
        if before != after {
            after.updated_at = now;
            store::update_meeting(&mut change.conn, after).await?;
        }
        Ok(())
    }

    async fn store_opinions(&self, change: &mut Change<'_>, plan: &mut Plan) -> AppResult<()> {
        let now = self.clock.now();
        let (entity, council) = (EntityKind::Opinion, Some(plan.meeting.0.council_id));
        let mut new = Vec::new();
        for fate in &mut plan.opinions {
            new.extend(fate.inserted().cloned());
            match fate {
                Fate::Become(rows) if rows.0 != rows.1 => {
                    let (before, after) = &mut **rows;
                    after.updated_at = now;
                    store::update_opinion(&mut change.conn, after).await?;
                    self.unconfirm(change, before, after).await?;
                    let detail = json!({ "fields": fields_of(before, after) });
                    change
                        .record(AuditAction::Update, entity, after.id, council, detail)
                        .await?;
                }
                Fate::Delete(row) => {
                    store::delete_opinion(&mut change.conn, row.id, row.version).await?;
                    change
                        .record(AuditAction::Delete, entity, row.id, council, json!({}))
                        .await?;
                    change
                        .enqueue(IndexScope::Opinion, row.id.0, council)
                        .await?;
                }
                _ => {}
            }
        }
        Ok(store::insert_opinions(&mut change.conn, &new).await?)
    }
}

/// Minutes that were approved or shown to the public are not changed by a file.
pub(super) fn check_open(meeting: &Meeting) -> AppResult<()> {
    match meeting.minutes_status {
        MinutesStatus::Draft | MinutesStatus::MemberCheck => Ok(()),
        status => Err(AppError::MinutesFixed(status)),
    }
}

fn fields_of(before: &Opinion, after: &Opinion) -> serde_json::Value {
    let detail = super::change::changed_fields(&[
        ("text", after.text != before.text),
        ("kind", after.kind != before.kind),
        ("attribution", after.attribution != before.attribution),
        ("certainty", after.certainty != before.certainty),
        ("topic_id", after.topic_id != before.topic_id),
        ("heading_id", after.heading_id != before.heading_id),
        ("position", after.position != before.position),
        ("speaker_name", after.speaker_name != before.speaker_name),
        ("speaker_role", after.speaker_role != before.speaker_role),
        ("person_id", after.person_id != before.person_id),
        ("issues", after.issues != before.issues),
        ("first_line", after.first_line != before.first_line),
    ]);
    detail["fields"].clone()
}

pub(super) fn rows_after(plan: &Plan) -> DraftRows {
    fn after<T: Clone>(fates: &[Fate<T>]) -> Vec<T> {
        fates.iter().filter_map(Fate::after).cloned().collect()
    }
    DraftRows {
        attendances: after(&plan.attendances),
        headings: after(&plan.headings),
        opinions: after(&plan.opinions),
        ..DraftRows::none(plan.meeting.1.clone())
    }
}

async fn store_topics(conn: &mut Conn, plan: &Plan) -> AppResult<()> {
    for fate in &plan.topics {
        if let Some(row) = fate.inserted() {
            store::insert_topic(conn, row).await?;
        }
        match fate {
            Fate::Become(rows) if rows.0 != rows.1 => store::update_topic(conn, &rows.1).await?,
            Fate::Stay(row) if row.first_line.is_some() => {
                let mut row = row.clone();
                (row.first_line, row.last_line) = (None, None);
                store::update_topic(conn, &row).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn store_headings(conn: &mut Conn, plan: &Plan) -> AppResult<()> {
    for fate in &plan.headings {
        if let Some(row) = fate.inserted() {
            store::insert_heading(conn, row).await?;
        }
        match fate {
            Fate::Become(rows) if rows.0 != rows.1 => {
                store::update_heading(conn, &rows.1).await?;
            }
            Fate::Stay(row) if row.first_line.is_some() => {
                let mut row = row.clone();
                (row.first_line, row.last_line) = (None, None);
                store::update_heading(conn, &row).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn store_attendances(change: &mut Change<'_>, plan: &Plan) -> AppResult<()> {
    let council = plan.meeting.0.council_id;
    for fate in &plan.attendances {
        let conn = &mut change.conn;
        if let Some(row) = fate.inserted() {
            store::insert_attendance(conn, row).await?;
        }
        match fate {
            Fate::Become(rows) if rows.0 != rows.1 => {
                store::update_attendance(conn, &rows.1).await?;
            }
            Fate::Stay(row) if row.first_line.is_some() => {
                let mut row = row.clone();
                (row.first_line, row.last_line) = (None, None);
                store::update_attendance(conn, &row).await?;
            }
            Fate::Delete(row) => {
                store::delete_attendance(conn, row.id, row.version).await?;
                parts::record(change, AuditAction::Delete, row, council, json!({})).await?;
            }
            _ => {}
        }
    }
    Ok(())
}
