//! Materials of meetings and of their topics.

use serde_json::{Value, json};

use super::{
    App, AppError, AppResult, Call, Expected, Shown,
    change::{Change, changed_fields, set},
    meetings::editable_meeting,
    parts::{editable_part, next_position, record, seen_meeting, shown},
    validate::{Validation, limits},
};
use crate::{
    domain::{AuditAction, Material, MaterialId, MeetingId, TopicId},
    store::{self, StoreError},
};

/// A material to be entered.
#[derive(Debug, Clone)]
pub struct NewMaterial {
    /// The topic of the same meeting, where it belongs to one.
    pub topic_id: Option<TopicId>,
    /// Its place in the list; at the end where `None`.
    pub position: Option<i64>,
    /// The number as printed (資料1).
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
}

/// What to change of a material; `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
pub struct MaterialChange {
    /// The topic of the same meeting.
    pub topic_id: Option<Option<TopicId>>,
    /// Its place in the list.
    pub position: Option<i64>,
    /// The number as printed (資料1).
    pub number: Option<Option<String>>,
    /// Its title.
    pub title: Option<String>,
    /// Where it can be read.
    pub url: Option<Option<String>>,
}

impl App {
    /// Enters a material of a meeting.
    pub async fn create_material(
        &self,
        call: &Call,
        meeting: MeetingId,
        new: NewMaterial,
    ) -> AppResult<Material> {
        let mut change = self.change(call).await?;
        let meeting = editable_meeting(&mut change, call, meeting).await?;
        let listed = store::list_materials(&mut change.conn, &call.viewer(), meeting.id).await?;
        let end = next_position(listed.iter().map(|material| material.position));
        let material = Material {
            id: MaterialId(self.clock.new_id()),
            meeting_id: meeting.id,
            topic_id: new.topic_id,
            position: new.position.unwrap_or(end),
            number: new.number,
            title: new.title,
            url: new.url,
            version: 1,
        };
        validate(&mut change, call, &material).await?;
        store::insert_material(&mut change.conn, &material)
            .await
            .map_err(topic_gone)?;
        let council = meeting.council_id;
        record(
            &mut change,
            AuditAction::Create,
            &material,
            council,
            json!({}),
        )
        .await?;
        change.commit().await?;
        Ok(material)
    }

    /// The material with this id, if the caller sees its meeting and its topic.
    pub async fn get_material(&self, call: &Call, id: MaterialId) -> AppResult<Shown<Material>> {
        let mut conn = self.read().await?;
        let found = store::find_material(&mut conn, &call.viewer(), id).await?;
        shown(&mut conn, call, found).await
    }

    /// The materials of a meeting that the caller may see, in printed order.
    pub async fn list_materials(
        &self,
        call: &Call,
        meeting: MeetingId,
    ) -> AppResult<Vec<Material>> {
        let mut conn = self.read().await?;
        seen_meeting(&mut conn, call, meeting).await?;
        Ok(store::list_materials(&mut conn, &call.viewer(), meeting).await?)
    }

    /// Changes a material.
    pub async fn update_material(
        &self,
        call: &Call,
        id: MaterialId,
        expected: &Expected,
        new: MaterialChange,
    ) -> AppResult<Material> {
        let mut change = self.change(call).await?;
        let found = store::find_material(&mut change.conn, &call.viewer(), id).await?;
        let (before, council) = editable_part(&mut change, call, expected, found).await?;
        let mut material = before.clone();
        set(&mut material.topic_id, new.topic_id);
        set(&mut material.position, new.position);
        set(&mut material.number, new.number);
        set(&mut material.title, new.title);
        set(&mut material.url, new.url);
        if material == before {
            return Ok(before);
        }
        validate(&mut change, call, &material).await?;
        store::update_material(&mut change.conn, &material)
            .await
            .map_err(topic_gone)?;
        material.version += 1;
        let fields = fields_changed(&before, &material);
        record(&mut change, AuditAction::Update, &material, council, fields).await?;
        change.commit().await?;
        Ok(material)
    }

    /// Deletes a material.
    pub async fn delete_material(
        &self,
        call: &Call,
        id: MaterialId,
        expected: &Expected,
    ) -> AppResult<()> {
        let mut change = self.change(call).await?;
        let found = store::find_material(&mut change.conn, &call.viewer(), id).await?;
        let (material, council) = editable_part(&mut change, call, expected, found).await?;
        store::delete_material(&mut change.conn, id, material.version).await?;
        record(
            &mut change,
            AuditAction::Delete,
            &material,
            council,
            json!({}),
        )
        .await?;
        change.commit().await
    }
}

fn fields_changed(before: &Material, after: &Material) -> Value {
    changed_fields(&[
        ("topic_id", after.topic_id != before.topic_id),
        ("position", after.position != before.position),
        ("number", after.number != before.number),
        ("title", after.title != before.title),
        ("url", after.url != before.url),
    ])
}

async fn validate(change: &mut Change<'_>, call: &Call, material: &Material) -> AppResult<()> {
    let topic_fits = match material.topic_id {
        None => true,
        Some(topic) => store::find_topic(&mut change.conn, &call.viewer(), topic)
            .await?
            .is_some_and(|topic| topic.meeting_id == material.meeting_id),
    };
    let mut validation = Validation::default();
    if !topic_fits {
        validation.refuse("topic_id", TOPIC_JA, TOPIC_EN);
    }
    validation
        .position(material.position)
        .optional("number", material.number.as_deref(), limits::NAME)
        .required("title", &material.title, limits::NAME)
        .optional("url", material.url.as_deref(), limits::URL)
        .check(
            material.url.as_deref().is_none_or(is_web_address),
            "url",
            "http:// 又は https:// で始まるアドレスを入れてください",
            "must be an address that begins with http:// or https://",
        )
        .finish()
}

const TOPIC_JA: &str = "同じ会議の議題を指定してください";
const TOPIC_EN: &str = "must be a topic of the same meeting";

/// Between reading and writing, somebody deleted the topic.
fn topic_gone(error: StoreError) -> AppError {
    match error {
        StoreError::Reference => AppError::invalid("topic_id", TOPIC_JA, TOPIC_EN),
        other => other.into(),
    }
}

/// Whether a browser can be sent there: nothing that runs in a page (`javascript:`), nothing on the reader's own disk.
fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with(['/', '?', '#'])
            && !rest.chars().any(|c| c.is_whitespace() || c.is_control())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_on_the_web_are_taken() {
        for url in ["https://example.jp/資料1.pdf", "http://example.jp"] {
            assert!(is_web_address(url), "{url}");
        }
        for url in [
            "",
            "https://",
            "https:///a",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "example.jp",
            " https://example.jp",
            "https://example.jp/a b",
        ] {
            assert!(!is_web_address(url), "{url:?}");
        }
    }
}
