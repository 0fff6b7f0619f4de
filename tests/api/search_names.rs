//! Search by name: speakers by their reading, meetings by their titles, persons where their seat is known.

use serde_json::{Value, json};

use crate::{
    app::{Made, PUBLIC},
    searching::{counts, texts},
    world::{World, in_each_world},
};

/// A person with this name and reading, and a seat in the council that publishes names.
async fn member(world: &World, name: &str, reading: &str) -> Made {
    let body = json!({ "name": name, "reading": reading, "other_names": ["花ちゃん"] });
    let person = world.post(&world.admin, "/persons", body).await.made();
    world.seat(&person, world.council).await;
    person
}

fn spoken(text: &str, name: &str, person: &Made) -> Value {
    json!({ "text": text, "speaker_name": name, "speaker_role": "委員", "person_id": person.id() })
}

#[test]
fn a_reading_finds_what_was_said_by_any_of_its_forms() {
    in_each_world(async |world| {
        let first = member(world, "齋藤 花子", "さいとう はなこ").await;
        let second = member(world, "斎藤 次郎", "さいとう じろう").await;
        world
            .said(world.published, spoken("研修を増やす", "齋藤", &first))
            .await;
        world
            .said(world.published, spoken("研修を見直す", "斎藤", &second))
            .await;
        world
            .said(world.published, json!({ "text": "さいとうという地名" }))
            .await;
        world.index().await;
        let both = ["研修を増やす", "研修を見直す"];
        for (query, expected) in [
            ("さいとう", &both[..]),
            ("サイトウ", &both[..]),
            ("ｻｲﾄｳ", &both[..]),
            ("齋藤", &both[..]),
            ("斎藤", &both[..]),
            ("さいとう はなこ", &both[..1]),
            ("さいとうはなこ", &both[..1]),
            ("サイトウハナコ", &both[..1]),
            ("はなこ", &both[..1]),
            ("齋藤花子", &both[..1]),
            ("じろう", &both[1..]),
            ("次郎", &both[1..]),
        ] {
            let by_filter = world
                .search(PUBLIC, &format!("speaker={query}&sort=date_asc"))
                .await;
            assert_eq!(texts_of(&by_filter), expected, "speaker={query}");
            let by_field = world
                .search(PUBLIC, &format!("q=speaker:\"{query}\"&sort=date_asc"))
                .await;
            assert_eq!(texts_of(&by_field), expected, "speaker:{query}");
            let plain = world
                .search(
                    PUBLIC,
                    &format!("q={query} 研修&type=opinion&sort=date_asc"),
                )
                .await;
            assert_eq!(texts_of(&plain), expected, "{query}");
        }
    });
}

fn texts_of(answer: &Value) -> Vec<&str> {
    let mut texts = texts(answer);
    texts.retain(|text| text.starts_with("研修"));
    texts
}

#[test]
fn a_reading_finds_nothing_where_names_are_not_published() {
    in_each_world(async |world| {
        let person = member(world, "齋藤 花子", "さいとう はなこ").await;
        let meeting = world
            .published_meeting(world.other, json!({ "title": "第1回" }))
            .await;
        world
            .said(meeting, spoken("研修を増やす", "齋藤", &person))
            .await;
        world.index().await;
        for query in [
            "speaker=さいとう",
            "q=さいとう 研修",
            "q=齋藤 研修",
            "q=はなこ 研修",
            "speaker=花ちゃん",
        ] {
            assert_eq!(world.search(PUBLIC, query).await["total"], 0, "{query}");
            assert_eq!(
                world.search(&world.member, query).await["total"],
                0,
                "{query}"
            );
            assert_eq!(
                world.search(&world.elsewhere, query).await["total"],
                1,
                "{query}: its secretariat"
            );
        }
    });
}

#[test]
fn a_meeting_is_found_by_its_title_once_its_minutes_are_seen() {
    in_each_world(async |world| {
        let body = json!({ "council_id": world.council, "title": "医療的ケア児支援協議会", "fiscal_year": 2022,
            "round": 3, "date": "2022-12-21", "venue": "緑の会議室" });
        let made = world
            .post(&world.secretariat, "/meetings", body)
            .await
            .made();
        world.index().await;
        let found = async |token: &str, query: &str| {
            world.search(token, &format!("{query}&type=meeting")).await["total"].clone()
        };
        assert_eq!(
            found(PUBLIC, "q=医療的ケア児支援協議会").await,
            0,
            "the minutes are a draft"
        );
        assert_eq!(
            found(&world.secretariat, "q=医療的ケア児支援協議会").await,
            1
        );
        crate::world::publish(&world.app, made.id().parse().expect("an id")).await;
        assert_eq!(
            found(&world.secretariat, "q=医療的ケア児支援協議会").await,
            0,
            "the index lags"
        );
        world.index().await;
        for query in [
            "q=医療的ケア児支援協議会",
            "q=第３回",
            "q=令和4年度 第3回 ケア児",
        ] {
            assert_eq!(found(PUBLIC, query).await, 1, "{query}");
        }
        assert_eq!(found(PUBLIC, "q=緑の会議室").await, 0, "a venue is no name");
        let answer = world.search(PUBLIC, "q=第3回&type=meeting").await;
        let hit = &answer["hits"][0];
        assert_eq!(
            (&hit["id"], &hit["text"]),
            (&made.body["id"], &json!("医療的ケア児支援協議会"))
        );
        assert_eq!(hit["meeting"]["date"], "2022-12-21");
    });
}

#[test]
fn a_person_is_found_where_a_seat_is_known() {
    in_each_world(async |world| {
        let person = member(world, "齋藤 花子", "さいとう はなこ").await;
        let hidden = world.person("冨岡 次郎").await;
        world.seat(&hidden, world.other).await;
        world.index().await;
        let found = async |token: &str, query: &str| {
            let answer = world.search(token, &format!("{query}&type=person")).await;
            let total = answer["total"].as_u64().expect("a number");
            assert_eq!(
                counts(&answer, "type"),
                if total == 0 {
                    vec![]
                } else {
                    vec![("person", total)]
                }
            );
            total
        };
        for query in [
            "q=齋藤",
            "q=斎藤花子",
            "q=さいとう",
            "q=サイトウ ハナコ",
            "q=さいとうはなこ",
            "q=花ちゃん",
        ] {
            assert_eq!(found(PUBLIC, query).await, 1, "{query}");
        }
        for (token, total) in [
            (PUBLIC, 0),
            (&*world.member, 0),
            (&*world.elsewhere, 1),
            (&*world.admin, 1),
        ] {
            assert_eq!(found(token, "q=冨岡").await, total);
        }
        let answer = world.search(PUBLIC, "q=さいとう&type=person").await;
        let hit = &answer["hits"][0];
        assert_eq!(
            (&hit["id"], &hit["text"]),
            (&person.body["id"], &json!("齋藤 花子"))
        );
        assert_eq!(hit["meeting"], Value::Null);
    });
}

#[test]
fn a_persons_hidden_seat_shows_nowhere() {
    in_each_world(async |world| {
        let person = member(world, "齋藤 花子", "さいとう はなこ").await;
        world.seat(&person, world.other).await;
        world.index().await;
        let (seen, hidden) = (world.council.to_string(), world.other.to_string());
        for token in [PUBLIC, &*world.member, &*world.secretariat] {
            let answer = world.search(token, "q=齋藤&type=person").await;
            assert_eq!(counts(&answer, "council"), [(seen.as_str(), 1)]);
            let by_council = world
                .search(token, &format!("q=齋藤&council={hidden}"))
                .await;
            assert_eq!(by_council["total"], 0, "the seat is hidden");
            let by_council = world.search(token, &format!("q=齋藤&council={seen}")).await;
            assert_eq!(by_council["total"], 1);
        }
        let inside = world.search(&world.elsewhere, "q=齋藤&type=person").await;
        assert_eq!(inside["total"], 1);
    });
}

#[test]
fn a_change_of_seats_names_or_policy_shows_in_who_is_found() {
    in_each_world(async |world| {
        let person = world.person("齋藤 花子").await;
        let found = async |token: &str, name: &str| {
            let answer = world.search(token, &format!("q={name}&type=person")).await;
            answer["total"].as_u64().expect("a number")
        };
        world.index().await;
        assert_eq!(found(PUBLIC, "齋藤").await, 0, "nobody knows of a seat");
        assert_eq!(found(&world.admin, "齋藤").await, 1);
        let seat = world.seat(&person, world.council).await;
        world.index().await;
        assert_eq!(found(PUBLIC, "齋藤").await, 1);

        let council = format!("/councils/{}", world.council);
        let etag = world.get(&world.admin, &council).await.etag();
        let body = json!({ "attribution_policy": "anonymous" });
        world
            .patch(&world.admin, &council, &etag, body)
            .await
            .is(200);
        assert_eq!(found(PUBLIC, "齋藤").await, 0, "also while the index lags");
        world.index().await;
        assert_eq!(found(PUBLIC, "齋藤").await, 0);
        assert_eq!(
            found(&world.member, "齋藤").await,
            1,
            "the council knows of the seat"
        );

        let etag = world.get(&world.admin, &person.path).await.etag();
        let body = json!({ "name": "冨岡 花子" });
        world
            .patch(&world.admin, &person.path, &etag, body)
            .await
            .is(200);
        world.index().await;
        assert_eq!(
            (
                found(&world.member, "齋藤").await,
                found(&world.member, "冨岡").await
            ),
            (0, 1)
        );

        world
            .delete(&world.admin, &seat.path, &seat.etag)
            .await
            .is(204);
        assert_eq!(
            found(&world.member, "冨岡").await,
            0,
            "also while the index lags"
        );
        world.index().await;
        assert_eq!(
            (
                found(&world.member, "冨岡").await,
                found(&world.admin, "冨岡").await
            ),
            (0, 1)
        );
        assert!(
            world
                .app
                .check_index(giji::app::Language::English)
                .await
                .expect("checked")
                .is_empty()
        );
    });
}

#[test]
fn who_was_merged_is_found_no_more() {
    in_each_world(async |world| {
        let kept = member(world, "齋藤 花子", "さいとう はなこ").await;
        let merged = member(world, "斉藤 花", "さいとう はな").await;
        let path = format!("{}/merge", merged.path);
        let etag = world.get(&world.admin, &merged.path).await.etag();
        let request = world.request(poem::http::Method::POST, &world.admin, &path);
        let request = request
            .header(poem::http::header::IF_MATCH, &etag)
            .body("application/json", json!({ "into": kept.id() }).to_string());
        world.send(request).await.is(200);
        world.index().await;
        let answer = world.search(PUBLIC, "q=さいとう&type=person").await;
        assert_eq!(texts(&answer), ["齋藤 花子"]);
        let by_other_name = world.search(PUBLIC, "q=斉藤花&type=person").await;
        assert_eq!(
            texts(&by_other_name),
            ["齋藤 花子"],
            "its name is the kept one's now"
        );
        assert!(
            world
                .app
                .check_index(giji::app::Language::English)
                .await
                .expect("checked")
                .is_empty()
        );
    });
}
