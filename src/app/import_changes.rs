//! What a corrected file changes in its meeting, as people see it: a plan of the merge told row by row.

use serde_json::json;
use uuid::Uuid;

use super::merge::{Fate, Plan};
use crate::domain::{DifferenceKind, LineKind, Meeting};

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

/// The changes of a plan, as far as people see them: not lines and places alone.
pub(super) fn changes_of(plan: &Plan) -> Vec<ImportChange> {
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
