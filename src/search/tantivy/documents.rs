//! Turns documents of the port into documents of the index, and keys into terms.

use chrono::NaiveDate;
use tantivy::Term;
use tantivy::schema::TantivyDocument;
use uuid::Uuid;

use super::schema::Fields;
use super::units::{SEPARATOR, UnitText};
use super::words::joined_words;
use crate::domain::{CouncilId, Level, TextEnum};
use crate::search::{DocumentKey, DocumentType, SearchDocument};
use crate::text::fold;

impl Fields {
    /// The document of the index for `document`.
    pub fn document(&self, document: &SearchDocument) -> TantivyDocument {
        let mut indexed = TantivyDocument::default();
        self.add_wording(&mut indexed, document);
        self.add_filters(&mut indexed, document);
        let id = document.id.as_u64_pair();
        indexed.add_u64(self.id_high, id.0);
        indexed.add_u64(self.id_low, id.1);
        indexed.add_i64(self.position, document.position);
        indexed.add_i64(self.version, document.version);
        if let Some(date) = document.date {
            indexed.add_i64(self.day, day_number(date));
        }
        indexed
    }

    fn add_wording(&self, indexed: &mut TantivyDocument, document: &SearchDocument) {
        let parts = parts(document);
        let folded: Vec<UnitText> = parts.iter().map(|part| UnitText::of(part)).collect();
        let wording = joined(&folded);
        for field in [self.units, self.pairs, self.triples, self.long_runs] {
            indexed.add_text(field, &wording);
        }
        indexed.add_text(self.words, joined_words(&document.text, &folded[0]));
        let titles = [document.heading.as_deref(), document.topic.as_deref()];
        let title_words: Vec<String> = titles
            .into_iter()
            .flatten()
            .zip(&folded[1..])
            .map(|(title, units)| joined_words(title, units))
            .collect();
        if !title_words.is_empty() {
            indexed.add_text(self.title_words, title_words.join(&gap()));
        }
    }

    fn add_filters(&self, indexed: &mut TantivyDocument, document: &SearchDocument) {
        indexed.add_text(self.key, key_text(document.kind, document.id));
        indexed.add_text(self.kind, document.kind.as_str());
        // A filter or a facet by council must not tell of a seat that is hidden.
        let seats = document
            .seats
            .iter()
            .filter(|(_, least)| *least == Level::Public);
        let seats = seats.map(|(council, _)| *council);
        for council in document.council_id.into_iter().chain(seats) {
            indexed.add_text(self.council, council.to_string());
        }
        if let Some(meeting) = document.meeting_id {
            indexed.add_text(self.meeting, meeting.to_string());
        }
        if let Some(topic) = document.topic_id {
            indexed.add_text(self.topic, topic.to_string());
        }
        for issue in distinct(document.issues.iter().cloned()) {
            indexed.add_text(self.issue, issue);
        }
        for key in distinct(document.speaker_keys.iter().map(|key| fold(key))) {
            indexed.add_text(self.speaker_key, key);
        }
        if let Some(speaker) = &document.speaker {
            indexed.add_text(self.speaker, speaker);
        }
        if let Some(kind) = document.opinion_kind {
            indexed.add_text(self.opinion_kind, kind.as_str());
        }
        if let Some(year) = document.fiscal_year {
            indexed.add_text(self.fiscal_year, year.to_string());
        }
        if let Some(role) = &document.role {
            indexed.add_text(self.role, role);
        }
        if let Some(attribution) = document.attribution {
            indexed.add_text(self.attribution, attribution.as_str());
        }
        if let Some(has) = document.has_action_item {
            indexed.add_text(self.has_action_item, has.to_string());
        }
        self.add_levels(indexed, document);
    }

    fn add_levels(&self, indexed: &mut TantivyDocument, document: &SearchDocument) {
        for &level in &document.seen_at {
            indexed.add_text(self.seen_at, level_text(level));
            if let Some(council) = document.council_id {
                indexed.add_text(self.seen_at, level_in_council_text(level, council));
            }
        }
        for &(council, least) in &document.seats {
            for level in LEVELS.into_iter().filter(|level| *level >= least) {
                indexed.add_text(self.seen_at, level_in_council_text(level, council));
            }
        }
    }

    /// The term that all documents under `key` have.
    pub fn key_term(&self, key: DocumentKey) -> Term {
        match key {
            DocumentKey::One(kind, id) => Term::from_field_text(self.key, &key_text(kind, id)),
            DocumentKey::Topic(id) => Term::from_field_text(self.topic, &id.to_string()),
            DocumentKey::Meeting(id) => Term::from_field_text(self.meeting, &id.to_string()),
            DocumentKey::Council(id) => Term::from_field_text(self.council, &id.to_string()),
        }
    }
}

/// Two separators in a row are a gap, which no run of units and no phrase spans.
fn gap() -> String {
    [SEPARATOR, SEPARATOR].iter().collect()
}

/// All that a document is found by its wording: the wording itself, heading, title of the topic, speaker.
fn parts(document: &SearchDocument) -> Vec<&str> {
    let others = [&document.heading, &document.topic, &document.speaker];
    let others = others.into_iter().flatten().map(String::as_str);
    std::iter::once(document.text.as_str())
        .chain(others)
        .collect()
}

/// The units of these parts, with a gap between two.
fn joined(parts: &[UnitText]) -> String {
    let joined: Vec<&str> = parts.iter().map(UnitText::joined).collect();
    joined.join(&gap())
}

/// The units of all that a document is found by.
pub(super) fn joined_parts(document: &SearchDocument) -> String {
    let parts: Vec<UnitText> = parts(document).into_iter().map(UnitText::of).collect();
    joined(&parts)
}

/// Days since 1970-01-01.
pub(in crate::search) fn day_number(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

const LEVELS: [Level; 3] = [Level::Public, Level::Council, Level::Secretariat];

/// How a level of access is written.
pub(in crate::search) fn level_text(level: Level) -> &'static str {
    match level {
        Level::Public => "public",
        Level::Council => "council",
        Level::Secretariat => "secretariat",
    }
}

/// How a level of access in one council is written.
pub(in crate::search) fn level_in_council_text(level: Level, council: CouncilId) -> String {
    format!("{}:{council}", level_text(level))
}

fn key_text(kind: DocumentType, id: Uuid) -> String {
    format!("{kind}:{id}")
}

/// A value that is given twice must not count twice.
fn distinct(values: impl Iterator<Item = String>) -> std::collections::BTreeSet<String> {
    values.filter(|value| !value.is_empty()).collect()
}
