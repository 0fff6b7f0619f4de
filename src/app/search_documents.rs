//! From rows to documents of the index: one form of one thing for each set of levels that sees the same.

use super::meetings::title_of;
use crate::{
    domain::{ActionItem, Level, MinutesStatus, Opinion, Visibility},
    search::{DocumentType, SearchDocument},
    store::{
        ActionItemDocument, MeetingDocument, OpinionDocument, PersonDocument, Surroundings,
        TopicDocument,
    },
    text::Normalised,
};

const LEVELS: [Level; 3] = [Level::Public, Level::Council, Level::Secretariat];

/// The documents of an opinion: one for each set of levels that sees the same. The public form differs from the internal
/// one by the attribution policy, and whether an action item came of it is told to those alone who see one.
pub(super) fn of_opinion(row: OpinionDocument) -> Vec<SearchDocument> {
    let visibilities = [Some(row.opinion.visibility), row.around.topic_visibility];
    let public = row
        .opinion
        .clone()
        .into_public_form(row.around.council_policy);
    let differs = public != row.opinion;
    let mut forms: Vec<((bool, bool), Vec<Level>)> = Vec::new();
    for level in levels(row.around.minutes_status, &visibilities) {
        let internal = differs && level == Level::Secretariat;
        let form = (internal, row.has_action_item_at(level));
        match forms.last_mut() {
            Some((last, seen_at)) if *last == form => seen_at.push(level),
            _ => forms.push((form, vec![level])),
        }
    }
    let form = |((internal, has_action_item), seen_at)| {
        let opinion = if internal { &row.opinion } else { &public };
        SearchDocument {
            has_action_item: Some(has_action_item),
            ..opinion_form(&row, opinion, seen_at)
        }
    };
    forms.into_iter().map(form).collect()
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
        speaker_keys.extend(row.person_reading.clone());
        // 齋藤 花子, さいとう はなこ: the family name alone finds her, and so does the given name.
        for parted in row.person_name.iter().chain(&row.person_reading) {
            speaker_keys.extend(parted.split_whitespace().map(str::to_owned));
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
        role: opinion.speaker_role.clone(),
        attribution: Some(opinion.attribution),
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

/// The documents of an action item: one for each form. One that was raised at no meeting waits for no minutes.
pub(super) fn of_action_item(row: ActionItemDocument) -> Vec<SearchDocument> {
    let raised_at = row.around.minutes_status;
    let status = raised_at.or(Some(MinutesStatus::Published));
    let seen_at = levels(status, &[Some(row.item.visibility)]);
    let public = row.item.clone().into_public_form();
    let (internal, others): (Vec<Level>, Vec<Level>) = if public.text == row.item.text {
        (Vec::new(), seen_at)
    } else {
        seen_at
            .into_iter()
            .partition(|level| *level == Level::Secretariat)
    };
    let form = |item: &ActionItem, seen_at| SearchDocument {
        kind: DocumentType::ActionItem,
        id: item.id.0,
        version: item.version,
        text: item.text.clone(),
        issues: item.issues.clone(),
        ..around(&row.around, seen_at)
    };
    [(&public, others), (&row.item, internal)]
        .into_iter()
        .filter(|(_, seen_at)| !seen_at.is_empty())
        .map(|(item, seen_at)| form(item, seen_at))
        .collect()
}

/// The document of a meeting. What is printed of 年度 and round is found too where the title leaves it out.
pub(super) fn of_meeting(row: MeetingDocument) -> SearchDocument {
    let seen_at = levels(row.around.minutes_status, &[]);
    let title = row.around.meeting_title.clone().unwrap_or_default();
    let named = title_of(row.around.fiscal_year, row.round, None);
    let is_printed = Normalised::of(&title).contains(&Normalised::of(&named));
    SearchDocument {
        kind: DocumentType::Meeting,
        id: row.id.0,
        version: row.version,
        text: title,
        heading: (!is_printed && row.round.is_some()).then_some(named),
        ..around(&row.around, seen_at)
    }
}

/// The document of a person, whose reading and other names are found as titles are. Everywhere it is seen by those who know of a
/// seat wherever it is; by the level in one council it is seen through the seats.
pub(super) fn of_person(row: PersonDocument) -> SearchDocument {
    let person = row.person;
    let least = row.seats.iter().map(|(_, level)| *level).min();
    let least = least.unwrap_or(Level::Secretariat);
    SearchDocument {
        kind: DocumentType::Person,
        id: person.id.0,
        version: person.version,
        seen_at: LEVELS.into_iter().filter(|level| *level >= least).collect(),
        council_id: None,
        seats: row.seats,
        meeting_id: None,
        topic_id: None,
        text: person.name,
        topic: (!person.other_names.is_empty()).then(|| person.other_names.join("、")),
        heading: person.reading,
        speaker: None,
        // A filter by speaker asks for what was said.
        speaker_keys: Vec::new(),
        role: None,
        attribution: None,
        has_action_item: None,
        issues: Vec::new(),
        opinion_kind: None,
        fiscal_year: None,
        date: None,
        position: 0,
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
