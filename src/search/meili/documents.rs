//! Turns documents of the port into documents of the index, and keys into conditions.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::codes;
use super::filter::Filter;
use crate::domain::{CouncilId, Level, TextEnum};
use crate::search::similar::is_word;
use crate::search::tantivy::documents::{day_number, level_in_council_text, level_text};
use crate::search::tantivy::units::{SEPARATOR, UnitText};
use crate::search::tantivy::words::joined_words;
use crate::search::{DocumentKey, DocumentType, SearchDocument};
use crate::text::fold;

/// The longest run of units that is found by one value.
pub(super) const LONGEST_GRAM: usize = 3;
const LEVELS: [Level; 3] = [Level::Public, Level::Council, Level::Secretariat];

/// What names a document of the index: kind, id and the levels that see this form.
pub(super) fn primary_key(document: &SearchDocument) -> String {
    let form: String = LEVELS
        .iter()
        .filter(|level| document.seen_at.contains(level))
        .filter_map(|level| level_text(*level).chars().next())
        .collect();
    format!("{}-{}-{form}", document.kind, document.id)
}

/// The document of the index for `document`, in the generation that is named.
pub(super) fn indexed(document: &SearchDocument, generation: &str) -> Value {
    let mut value = json!({
        "pk": primary_key(document),
        "key": key_text(document.kind, document.id),
        "generation": generation,
        "type": document.kind.as_str(),
        "version": document.version,
        "councils": councils(document),
        "meeting": document.meeting_id.map(|id| id.to_string()),
        "topic": document.topic_id.map(|id| id.to_string()),
        "issues": distinct(document.issues.iter().map(|issue| codes::value(issue))),
        "speaker_keys": distinct(document.speaker_keys.iter().map(|key| codes::value(&fold(key)))),
        "speaker": document.speaker.as_deref().map(codes::label),
        "role": document.role.as_deref().map(codes::label),
        "kind": document.opinion_kind.map(|kind| kind.as_str()),
        "fiscal_year": document.fiscal_year.map(|year| year.to_string()),
        "attribution": document.attribution.map(|attribution| attribution.as_str()),
        "has_action_item": document.has_action_item.map(|has| has.to_string()),
        "seen_at": levels(document),
        "place": place(document.position, document.id),
    });
    if let Some(date) = document.date {
        value["day"] = json!(day_number(date));
    }
    add_wording(&mut value, document);
    value
}

fn add_wording(value: &mut Value, document: &SearchDocument) {
    let titles: Vec<&str> = [document.heading.as_deref(), document.topic.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let speaker = document.speaker.as_deref();
    let parts: Vec<UnitText> = [document.text.as_str()]
        .into_iter()
        .chain(titles.iter().copied())
        .chain(speaker)
        .map(UnitText::of)
        .collect();
    let mut grams = BTreeSet::new();
    let mut latin = BTreeSet::new();
    for part in &parts {
        for start in 0..part.len() {
            // The last ones are shorter: whatever begins there is the beginning of one of them.
            grams.insert(codes::run(
                part,
                start,
                LONGEST_GRAM.min(part.len() - start),
            ));
            let unit = part.unit(start);
            if is_word(unit) {
                latin.insert(unit.to_owned());
            }
        }
    }
    value["parts"] = parts.iter().map(spaced).collect();
    value["grams"] = json!(grams);
    value["latin"] = json!(latin);
    value["words"] = json!(words(&document.text));
    let title_words: BTreeSet<String> = titles.iter().flat_map(|title| words(title)).collect();
    value["title_words"] = json!(title_words);
}

/// The units of a text with a space between any two; no unit holds one.
pub(super) fn spaced(units: &UnitText) -> String {
    units.joined().replace(SEPARATOR, " ")
}

/// The codes of the words of a text.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let joined = joined_words(text, &UnitText::of(text));
    let words = joined.split(SEPARATOR).filter(|word| !word.is_empty());
    words.map(codes::value).collect()
}

/// The order among documents of one day, as a text that compares as its parts do.
pub(super) fn place(position: i64, id: Uuid) -> String {
    // With the sign turned over, numbers below zero come before the others.
    format!(
        "p{:016x}{}",
        position.cast_unsigned() ^ (1 << 63),
        id.simple()
    )
}

/// The position in a place.
pub(super) fn position_in(place: &str) -> Option<i64> {
    let digits = u64::from_str_radix(place.get(1..17)?, 16).ok()?;
    Some((digits ^ (1 << 63)).cast_signed())
}

fn councils(document: &SearchDocument) -> BTreeSet<String> {
    // A filter or a facet by council must not tell of a seat that is hidden.
    let shown =
        |(council, least): &(CouncilId, Level)| (*least == Level::Public).then_some(*council);
    let seats = document.seats.iter().filter_map(shown);
    document
        .council_id
        .into_iter()
        .chain(seats)
        .map(|council: CouncilId| council.to_string())
        .collect()
}

fn levels(document: &SearchDocument) -> BTreeSet<String> {
    let mut levels = BTreeSet::new();
    for &level in &document.seen_at {
        levels.insert(level_text(level).to_owned());
        if let Some(council) = document.council_id {
            levels.insert(level_in_council_text(level, council));
        }
    }
    for &(council, least) in &document.seats {
        for level in LEVELS.into_iter().filter(|level| *level >= least) {
            levels.insert(level_in_council_text(level, council));
        }
    }
    levels
}

fn distinct(values: impl Iterator<Item = String>) -> BTreeSet<String> {
    values.filter(|value| !value.is_empty()).collect()
}

fn key_text(kind: DocumentType, id: Uuid) -> String {
    format!("{kind}:{id}")
}

/// Kind and id in a key.
pub(super) fn thing_of_key(key: &str) -> Option<(DocumentType, Uuid)> {
    let (kind, id) = key.split_once(':')?;
    Some((DocumentType::from_text(kind)?, id.parse().ok()?))
}

/// What all documents under `key` have, and no other.
pub(super) fn under(key: DocumentKey) -> Filter {
    match key {
        DocumentKey::One(kind, id) => Filter::is("key", &key_text(kind, id)),
        DocumentKey::Topic(id) => Filter::is("topic", &id.to_string()),
        DocumentKey::Meeting(id) => Filter::is("meeting", &id.to_string()),
        DocumentKey::Council(id) => Filter::is("councils", &id.to_string()),
    }
}

/// The same of a document at hand.
pub(super) fn is_under(document: &SearchDocument, key: DocumentKey) -> bool {
    match key {
        DocumentKey::One(kind, id) => document.kind == kind && document.id == id,
        DocumentKey::Topic(id) => document.topic_id == Some(id),
        DocumentKey::Meeting(id) => document.meeting_id == Some(id),
        DocumentKey::Council(id) => councils(document).contains(&id.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_compare_as_positions_do() {
        let places = [i64::MIN, -1, 0, 1, i64::MAX].map(|position| place(position, Uuid::nil()));
        assert!(places.is_sorted());
        assert_eq!(position_in(&places[1]), Some(-1));
    }
}
