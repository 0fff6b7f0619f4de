//! What the server answers, and what an engine makes of it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::codes;
use super::documents::{position_in, thing_of_key};
use super::matching::counted_field;
use crate::search::{
    EngineHit, Facet, FacetCount, Facets, MAX_FACET_VALUES, SearchCursor, SearchError,
};

#[derive(Deserialize)]
pub(super) struct Results {
    pub results: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    pub hits: Vec<Value>,
    pub total_hits: u64,
    #[serde(default)]
    pub facet_distribution: BTreeMap<String, BTreeMap<String, u64>>,
}

#[derive(Deserialize)]
pub(super) struct Found {
    pub key: String,
    pub day: Option<i64>,
    pub place: String,
}

pub(super) fn engine_hit(found: &Found, score: u32) -> Result<EngineHit, SearchError> {
    let thing = thing_of_key(&found.key).zip(position_in(&found.place));
    let ((kind, id), position) = thing.ok_or_else(half_an_answer)?;
    let score = f32::from(u16::try_from(score).unwrap_or(u16::MAX));
    Ok(EngineHit {
        kind,
        id,
        score,
        cursor: SearchCursor {
            score,
            day: found.day.unwrap_or(i64::MIN),
            position,
            id,
        },
    })
}

pub(super) fn take_facets(
    facets: &mut Facets,
    wanted: &[Facet],
    mut counted: BTreeMap<String, BTreeMap<String, u64>>,
) {
    for facet in wanted {
        let values = counted.remove(counted_field(*facet)).unwrap_or_default();
        let mut counts: Vec<FacetCount> = values
            .into_iter()
            .map(|(value, count)| FacetCount {
                value: shown(*facet, value),
                count,
            })
            .collect();
        counts.sort_by(|a, b| (b.count, &a.value).cmp(&(a.count, &b.value)));
        counts.truncate(MAX_FACET_VALUES);
        facets.insert(*facet, counts);
    }
}

pub(super) fn shown(facet: Facet, value: String) -> String {
    match facet {
        Facet::Issue | Facet::Speaker | Facet::Role => codes::decode(&value).unwrap_or(value),
        _ => value,
    }
}

/// Which index a hit is from, told by what it was built as.
pub(super) fn generation(hit: &Value) -> Option<String> {
    hit.get("generation")?.as_str().map(str::to_owned)
}

pub(super) fn read<T: serde::de::DeserializeOwned>(hit: Value) -> Result<T, SearchError> {
    serde_json::from_value(hit).map_err(|_| half_an_answer())
}

pub(super) fn half_an_answer() -> SearchError {
    SearchError::Unavailable("Meilisearch gave half an answer".to_owned())
}
