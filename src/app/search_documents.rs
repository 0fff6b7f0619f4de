//! From rows to documents of the index: one form of one thing for each set of levels that sees the same.

use crate::{
    domain::{Level, MinutesStatus, Opinion, Visibility},
    search::{DocumentType, SearchDocument},
    store::{ActionItemDocument, OpinionDocument, Surroundings, TopicDocument},
};

const LEVELS: [Level; 3] = [Level::Public, Level::Council, Level::Secretariat];

/// The documents of an opinion: one where the public form is the internal one, else one of each.
pub(super) fn of_opinion(row: OpinionDocument) -> Vec<SearchDocument> {
    let visibilities = [Some(row.opinion.visibility), row.around.topic_visibility];
    let seen_at = levels(row.around.minutes_status, &visibilities);
    let public = row
        .opinion
        .clone()
        .into_public_form(row.around.attribution_policy);
    if public == row.opinion {
        return vec![opinion_form(&row, &row.opinion, seen_at)];
    }
    let (internal, others): (Vec<Level>, Vec<Level>) = seen_at
        .into_iter()
        .partition(|level| *level == Level::Secretariat);
    let mut forms = vec![opinion_form(&row, &row.opinion, internal)];
    if !others.is_empty() {
        forms.push(opinion_form(&row, &public, others));
    }
    forms
}

fn opinion_form(row: &OpinionDocument, opinion: &Opinion, seen_at: Vec<Level>) -> SearchDocument {
    let speaker = speaker_label(
        opinion.speaker_name.as_deref(),
        opinion.speaker_role.as_deref(),
    );
    let mut speaker_keys: Vec<String> = [
        opinion.speaker_name.clone(),
        opinion.speaker_role.clone(),
        speaker.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if opinion.person_id.is_some() {
        // Names are also found by their reading, in full and in their other forms, through the person.
        speaker_keys.extend(row.person_name.clone());
        speaker_keys.extend(row.person_other_names.iter().flatten().cloned());
        if let Some(reading) = &row.person_reading {
            speaker_keys.push(reading.clone());
            speaker_keys.extend(reading.split_whitespace().next().map(str::to_owned));
        }
    }
    speaker_keys.sort_unstable();
    speaker_keys.dedup();
    SearchDocument {
        kind: DocumentType::Opinion,
        id: opinion.id.0,
        version: opinion.version,
        topic_id: opinion.topic_id.map(|id| id.0),
        text: opinion.text.clone(),
        heading: row.heading_title.clone(),
        speaker,
        speaker_keys,
        issues: opinion.issues.iter().map(|tag| tag.key.clone()).collect(),
        opinion_kind: Some(opinion.kind),
        position: opinion.position,
        ..around(&row.around, seen_at)
    }
}

/// The document of a topic.
pub(super) fn of_topic(row: TopicDocument) -> SearchDocument {
    let seen_at = levels(row.around.minutes_status, &[Some(row.topic.visibility)]);
    SearchDocument {
        kind: DocumentType::Topic,
        id: row.topic.id.0,
        version: row.topic.version,
        topic_id: Some(row.topic.id.0),
        text: row.topic.title,
        topic: None,
        position: row.topic.position,
        ..around(&row.around, seen_at)
    }
}

/// The document of an action item. One that was raised at no meeting waits for no minutes.
pub(super) fn of_action_item(row: ActionItemDocument) -> SearchDocument {
    let raised_at = row.around.minutes_status;
    let status = raised_at.or(Some(MinutesStatus::Published));
    let seen_at = levels(status, &[Some(row.item.visibility)]);
    SearchDocument {
        kind: DocumentType::ActionItem,
        id: row.item.id.0,
        version: row.item.version,
        text: row.item.text,
        issues: row.item.issues,
        ..around(&row.around, seen_at)
    }
}

/// 冨岡副会長: name and role as they are printed side by side.
pub(super) fn speaker_label(name: Option<&str>, role: Option<&str>) -> Option<String> {
    match (name, role) {
        (None, None) => None,
        (name, role) => Some(format!(
            "{}{}",
            name.unwrap_or_default(),
            role.unwrap_or_default()
        )),
    }
}

fn around(around: &Surroundings, seen_at: Vec<Level>) -> SearchDocument {
    SearchDocument {
        kind: DocumentType::Opinion,
        id: uuid::Uuid::nil(),
        version: 0,
        seen_at,
        council_id: Some(around.council_id),
        seats: Vec::new(),
        meeting_id: around.meeting_id,
        topic_id: None,
        text: String::new(),
        topic: around.topic_title.clone(),
        heading: None,
        speaker: None,
        speaker_keys: Vec::new(),
        role: None,
        attribution: None,
        has_action_item: None,
        issues: Vec::new(),
        opinion_kind: None,
        fiscal_year: around.fiscal_year,
        date: around.meeting_date,
        position: 0,
    }
}

/// The levels that see something of minutes in `status` under all these visibilities. What belongs to no minutes is the
/// council's.
fn levels(status: Option<MinutesStatus>, visibilities: &[Option<Visibility>]) -> Vec<Level> {
    LEVELS
        .into_iter()
        .filter(|level| match status {
            Some(status) => level.sees_minutes(status),
            None => *level >= Level::Council,
        })
        .filter(|level| {
            visibilities
                .iter()
                .flatten()
                .all(|visibility| level.sees_visibility(*visibility))
        })
        .collect()
}
