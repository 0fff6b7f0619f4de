//! Every resource, with a body that makes one and a body that changes it.

use serde_json::{Value, json};

use crate::world::World;

/// A resource: how one is made and changed.
pub struct Resource {
    /// Where they are made.
    pub collection: String,
    /// Where they are listed.
    pub list: String,
    /// A complete body that makes one.
    pub new: Value,
    /// A body that changes one.
    pub change: Value,
    /// A field that has to say something, and the most characters that it takes.
    pub text: (&'static str, usize),
    /// Whose token changes it.
    pub editor: String,
    /// Who else makes one.
    pub also_made_by: &'static [&'static str],
    /// Who else changes one.
    pub also_changed_by: &'static [&'static str],
}

/// Every resource of this suite.
pub async fn resources(world: &World) -> Vec<Resource> {
    let person = world.person("冨岡 花子").await;
    let of_meeting = |name: &str| format!("/meetings/{}/{name}", world.published);
    let resource = |collection: String, new, change, text| Resource {
        list: collection.clone(),
        collection,
        new,
        change,
        text,
        editor: world.secretariat.clone(),
        also_made_by: &[],
        also_changed_by: &[],
    };
    vec![
        Resource {
            also_made_by: &["a secretariat elsewhere"],
            also_changed_by: &["a secretariat elsewhere"],
            ..resource(
                "/persons".to_owned(),
                json!({ "name": "齋藤 一", "reading": "さいとう はじめ", "other_names": ["齊藤一"] }),
                json!({ "name": "斎藤 一", "reading": null, "other_names": [], "archived": true }),
                ("name", 500),
            )
        },
        resource(
            "/memberships".to_owned(),
            json!({ "council_id": world.council, "person_id": person.id(), "role": "委員", "organization": "看護協会",
                "starts_on": "2022-04-01", "ends_on": "2024-03-31" }),
            json!({ "role": "副会長", "organization": null, "starts_on": null, "ends_on": "2023-03-31" }),
            ("role", 500),
        ),
        Resource {
            editor: world.admin.clone(),
            ..resource(
                "/issues".to_owned(),
                json!({ "key": "transport", "label_ja": "移動支援", "label_en": "Transport", "aliases": ["送迎"] }),
                json!({ "label_ja": "移動・送迎", "label_en": "Getting there", "aliases": [], "archived": true }),
                ("label_ja", 500),
            )
        },
        resource(
            of_meeting("attendance"),
            json!({ "name": "冨岡", "role": "副会長", "status": "present", "person_id": person.id(),
                "organization": "看護協会", "note": "オンライン" }),
            json!({ "name": "富田", "status": "proxy", "capacity": "guest", "note": null, "person_id": null, "position": 4 }),
            ("name", 500),
        ),
        resource(
            of_meeting("topics"),
            json!({ "number": "（１）", "title": "研修の実施状況について" }),
            json!({ "number": null, "title": "研修について", "visibility": "council", "position": 3 }),
            ("title", 500),
        ),
        resource(
            of_meeting("materials"),
            json!({ "number": "資料1", "title": "研修の実施状況", "url": "https://www.example.jp/shiryo1.pdf" }),
            json!({ "number": null, "title": "研修", "url": null, "position": 7 }),
            ("title", 500),
        ),
        Resource {
            editor: world.admin.clone(),
            ..resource(
                "/councils".to_owned(),
                json!({ "name": "防災会議", "name_en": "Disaster council", "attribution_policy": "role_only" }),
                json!({ "name": "防災審議会", "name_en": null, "attribution_policy": "named", "archived": true }),
                ("name", 500),
            )
        },
        resource(
            "/meetings".to_owned(),
            json!({ "council_id": world.council, "title": "令和4年度 第3回", "fiscal_year": 2022, "round": 3,
                "date": "2023-02-01", "start_time": "18:30", "end_time": "20:25", "venue": "県庁", "mode": "hybrid" }),
            json!({ "title": "第3回", "round": null, "start_time": null, "end_time": null, "venue": null }),
            ("title", 500),
        ),
        Resource {
            list: format!("/opinions?meeting_id={}", world.published),
            ..resource(
                of_meeting("opinions"),
                json!({ "text": "研修を増やしてほしい。", "kind": "question" }),
                json!({ "text": "研修を増やしてはどうか。", "kind": "opinion", "visibility": "council" }),
                ("text", 100_000),
            )
        },
        Resource {
            also_made_by: &["a member", "staff"],
            ..resource(
                "/action-items".to_owned(),
                json!({ "council_id": world.council, "meeting_id": world.published, "text": "研修の計画を示す",
                    "owner": "事務局", "due_on": "2023-03-31", "due_text": "年度内", "visibility": "council" }),
                json!({ "text": "研修計画を示す", "owner": null, "due_on": null, "due_text": null, "visibility": "public" }),
                ("text", 100_000),
            )
        },
    ]
}
