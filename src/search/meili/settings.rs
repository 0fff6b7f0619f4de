//! What an index of giji is set to.

use serde_json::{Value, json};

use crate::text::NORMALISER_VERSION;

/// Rises when a field is added or means something else.
const SCHEMA_VERSION: u32 = 1;

/// What an index was made by. Where it differs, the index has to be built anew.
pub(super) fn version() -> String {
    format!("schema {SCHEMA_VERSION}, normaliser {NORMALISER_VERSION}, icu_segmenter 2")
}

/// The settings. Nothing is left to Meilisearch's reading of a language: all that is found or counted is found by a value as
/// a whole. The one text that is searched is the list of Latin words, for misspelt ones.
pub(super) fn settings() -> Value {
    let compared_whole = [
        "pk",
        "key",
        "topic",
        "grams",
        "words",
        "title_words",
        "speaker_keys",
        "seen_at",
        "type",
        "issues",
        "councils",
        "meeting",
        "fiscal_year",
        "speaker",
        "role",
        "kind",
        "attribution",
        "has_action_item",
    ];
    json!({
        "displayedAttributes": ["*"],
        "searchableAttributes": ["latin"],
        "filterableAttributes": [
            filterable(&compared_whole, false),
            filterable(&["day", "place"], true),
        ],
        "sortableAttributes": ["day", "place"],
        "rankingRules": ["sort", "words", "typo"],
        "distinctAttribute": null,
        "stopWords": [],
        "synonyms": {},
        "separatorTokens": [],
        "nonSeparatorTokens": [],
        "dictionary": [],
        "typoTolerance": {
            "enabled": true,
            "minWordSizeForTypos": { "oneTypo": 4, "twoTypos": 255 },
            "disableOnWords": [],
            "disableOnAttributes": [],
        },
        "faceting": { "maxValuesPerFacet": 1000, "sortFacetValuesBy": { "*": "count" } },
        "pagination": { "maxTotalHits": 1_000_000_000 },
        "proximityPrecision": "byAttribute",
        "localizedAttributes": [{ "attributePatterns": ["*"], "locales": ["eng"] }],
        "facetSearch": false,
        "prefixSearch": "disabled",
    })
}

fn filterable(attributes: &[&str], comparison: bool) -> Value {
    json!({
        "attributePatterns": attributes,
        "features": { "facetSearch": false, "filter": { "equality": true, "comparison": comparison } },
    })
}

/// Whether `found` says all that `wanted` does. A server may list more than was set, and lists in an order of its own.
pub(super) fn holds(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => wanted
            .iter()
            .all(|(key, wanted)| holds(found.get(key).unwrap_or(&Value::Null), wanted)),
        (Value::Array(found), Value::Array(wanted)) => {
            found.len() == wanted.len()
                && wanted
                    .iter()
                    .all(|wanted| found.iter().any(|found| holds(found, wanted)))
        }
        (Value::Null, Value::Object(wanted)) => wanted.is_empty(),
        (Value::Null, Value::Array(wanted)) => wanted.is_empty(),
        (found, wanted) => found == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_hold_in_any_order_and_with_more_beside_them() {
        let mut found = settings();
        assert!(holds(&found, &settings()));
        found["typoTolerance"]["disableOnNumbers"] = json!(false);
        found["sortableAttributes"] = json!(["place", "day"]);
        assert!(holds(&found, &settings()));
        found["stopWords"] = json!(["の"]);
        assert!(!holds(&found, &settings()));
    }
}
