//! What scenarios of search share: things to find, and how they are asked for.

use giji::domain::{CouncilId, MeetingId};
use serde_json::{Value, json};

use crate::{
    app::Made,
    world::{World, publish},
};

impl World {
    /// Enters an opinion from this body, in which the speaker may be told by fields of their own, and gives it back as made.
    pub async fn said(&self, meeting: MeetingId, mut body: Value) -> Made {
        let fields = body.as_object_mut().expect("a body");
        let names = [
            ("speaker_name", "name"),
            ("speaker_role", "role"),
            ("person_id", "person_id"),
        ];
        let told = names
            .into_iter()
            .filter_map(|(field, name)| Some((name, fields.remove(field)?)));
        let speaker: serde_json::Map<String, Value> =
            told.map(|(name, value)| (name.to_owned(), value)).collect();
        if !speaker.is_empty() {
            body["speaker"] = Value::Object(speaker);
        }
        let path = format!("/meetings/{meeting}/opinions");
        self.post(&self.admin, &path, body).await.made()
    }

    /// Enters a meeting of a council with published minutes.
    pub async fn published_meeting(&self, council: CouncilId, body: Value) -> MeetingId {
        let mut body = body;
        body["council_id"] = json!(council);
        let made = self.post(&self.admin, "/meetings", body).await.made();
        let id = made.id().parse().expect("an id");
        publish(&self.app, id).await;
        id
    }

    /// Tells the index what it has not been told yet.
    pub async fn index(&self) {
        let told = self.app.drain_outbox().await;
        told.expect("the index can be told");
    }

    /// What a search answers. The query string is percent-encoded here.
    pub async fn search(&self, token: &str, query: &str) -> Value {
        let path = format!("/search?{}", encoded(query));
        self.get(token, &path).await.is(200)
    }
}

/// A query string with everything but its own signs and unreserved characters percent-encoded.
pub fn encoded(query: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~=&%".contains(&byte);
    let bytes = query.bytes().map(|byte| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// The texts of the hits, in order.
pub fn texts(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().expect("hits");
    let texts = hits.iter().map(|hit| hit["text"].as_str().expect("a text"));
    texts.collect()
}

/// A facet as pairs of value and count.
pub fn counts<'a>(answer: &'a Value, facet: &str) -> Vec<(&'a str, u64)> {
    let counts = answer["facets"][facet].as_array();
    let counts = counts.unwrap_or_else(|| panic!("no facet {facet} in {answer}"));
    counts
        .iter()
        .map(|count| {
            let value = count["value"].as_str().expect("a value");
            (value, count["count"].as_u64().expect("a number"))
        })
        .collect()
}

/// The labels of a facet.
pub fn labels<'a>(answer: &'a Value, facet: &str) -> Vec<&'a str> {
    let counts = answer["facets"][facet].as_array().expect("a facet");
    let labels = counts
        .iter()
        .map(|count| count["label"].as_str().expect("a label"));
    labels.collect()
}
