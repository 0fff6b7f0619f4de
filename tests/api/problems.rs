//! Everything that can be wrong with a request before a use case hears of it, in the same shape as what a use case
//! refuses, and in the language of the caller.

use poem::http::{Method, header};
use serde_json::{Value, json};

use giji::store::Db;

use crate::{
    app::{PUBLIC, Service},
    databases::on_both,
    world::{World, in_each_world},
};

#[test]
fn an_address_that_is_not_there_is_a_problem() {
    in_each_world(async |world| {
        for path in [
            "/nothing",
            "//nothing",
            "//api/v2/councils",
            "//",
            "/persons/",
        ] {
            world.get(PUBLIC, path).await.problem(404, "unknown_route");
        }
        let id = world.get(PUBLIC, "/persons/no-id").await;
        id.problem(400, "invalid_parameter");
    });
}

#[test]
fn a_method_that_an_address_does_not_have_is_a_problem() {
    in_each_world(async |world| {
        for (method, path) in [
            (Method::PUT, "/persons"),
            (Method::DELETE, "/issues"),
            (Method::POST, "//openapi.json"),
        ] {
            let answer = world.send(world.request(method, &world.admin, path)).await;
            answer.problem(405, "method_not_allowed");
        }
    });
}

#[test]
fn a_body_that_does_not_parse_is_a_problem() {
    in_each_world(async |world| {
        let send = async |content_type: &str, body: Vec<u8>| {
            let request = world.request(Method::POST, &world.admin, "/persons");
            world.send(request.body(content_type, body)).await
        };
        for body in [
            "",
            "{",
            "[]",
            "1",
            "{\"name\": \"a\"} x",
            "{\"name\": \"\\ud800\"}",
        ] {
            let answer = send("application/json", body.into()).await;
            answer.problem(400, "invalid_body");
        }
        let answer = send("application/json", vec![b'"', 0xff, b'"']).await;
        answer.problem(400, "invalid_body");
        for content_type in ["text/plain", "application/xml"] {
            let answer = send(content_type, b"{\"name\": \"a\"}".to_vec()).await;
            answer.problem(415, "unsupported_media_type");
        }
    });
}

#[test]
fn a_body_that_is_too_large_is_a_problem() {
    in_each_world(async |world| {
        let mut body = b"{\"name\": \"".to_vec();
        body.resize(33 * 1024 * 1024, b'a');
        let request = world.request(Method::POST, &world.admin, "/persons");
        let answer = world.send(request.body("application/json", body)).await;
        answer.problem(413, "body_too_large");

        let request = world
            .request(Method::POST, &world.admin, "/persons")
            .header(header::CONTENT_LENGTH, "100000000");
        let answer = world.send(request.body("application/json", "{}")).await;
        answer.problem(413, "body_too_large");
    });
}

#[test]
fn a_token_that_is_none_is_a_problem_also_where_none_is_needed() {
    in_each_world(async |world| {
        world
            .get("giji_0000", "/councils")
            .await
            .problem(401, "token_invalid");
        let request = world
            .request(Method::GET, PUBLIC, "/councils")
            .header(header::AUTHORIZATION, "Basic Zm9vOmJhcg==");
        let answer = world.send(request).await;
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        answer.problem(401, "token_invalid");
    });
}

#[test]
fn a_database_that_is_gone_is_a_problem_that_may_pass() {
    on_both(async |db| {
        let gone = Db::open(&db.url).await.expect("a second opening");
        let service = Service::on(&gone);
        service.get(PUBLIC, "/councils").await.is(200);
        gone.close().await;
        for path in ["/councils", "/persons", "/issues/training"] {
            let answer = service.get(PUBLIC, path).await;
            assert_eq!(answer.header("retry-after"), "2");
            answer.problem(503, "database_unavailable");
        }
    });
}

/// A request for each kind of problem, by its code.
async fn ask_for(world: &World, code: &str) -> crate::app::Answer {
    let (secretariat, admin) = (&world.secretariat, &world.admin);
    let council = format!("/councils/{}", world.council);
    match code {
        "unknown_route" => world.get(PUBLIC, "/nothing").await,
        "not_found" => world.get(PUBLIC, "/issues/nothing").await,
        "token_required" => world.get(PUBLIC, "/audit").await,
        "token_invalid" => world.get("x", "/audit").await,
        "forbidden" => world.get(&world.member, "/audit").await,
        "version_required" => world.delete(admin, &council, "").await,
        "stale" => world.delete(admin, &council, "\"v9\"").await,
        "invalid" => {
            world
                .post(secretariat, "/persons", json!({ "name": "" }))
                .await
        }
        "invalid_body" => world.post(secretariat, "/persons", json!({})).await,
        "invalid_parameter" => world.get(PUBLIC, "/persons?limit=0").await,
        "duplicate" => {
            let body = json!({ "name": "保育審議会" });
            world.post(admin, "/councils", body).await
        }
        other => panic!("no request is known for {other}"),
    }
}

#[test]
fn problems_speak_the_language_of_the_caller() {
    in_each_world(async |world| {
        for code in [
            "unknown_route",
            "not_found",
            "token_required",
            "token_invalid",
            "forbidden",
            "version_required",
            "stale",
            "invalid",
            "invalid_body",
            "invalid_parameter",
            "duplicate",
        ] {
            for (accept, language) in [
                ("ja", "ja"),
                ("ja-JP,en;q=0.5", "ja"),
                ("en-GB", "en"),
                ("fr", "en"),
                ("en;q=0.2, ja;q=0.9", "ja"),
            ] {
                world.speak(accept);
                let answer = ask_for(world, code).await;
                assert_eq!(answer.header("content-language"), language);
                let status = answer.status.as_u16();
                let problem = answer.problem(status, code);
                let title = problem["title"].as_str().expect("a title");
                assert_eq!(title.is_ascii(), language == "en", "{title}");
            }
        }
    });
}

#[test]
fn what_cannot_be_read_is_said_in_the_language_of_the_caller() {
    in_each_world(async |world| {
        world.speak("ja");
        for path in [
            "/persons?limit=0",
            "/persons?cursor=x",
            "/persons?name=",
            "/councils/x",
            "/meetings?from=2022-1-2",
            "/meetings?cursor=x",
            "/opinions?kind=shout",
            "/action-items?overdue=perhaps",
            "/search?cursor=x",
            "/search?limit=many",
        ] {
            let answer = world.get(PUBLIC, path).await;
            let problem = answer.problem(400, "invalid_parameter");
            assert_japanese(&problem);
        }
        for body in ["", "{", "[]", "{\"name\": 1}", "{\"nmae\": \"x\"}", "{}"] {
            let request = world.request(Method::POST, &world.admin, "/persons");
            let answer = world.send(request.body("application/json", body)).await;
            assert_japanese(&answer.problem(400, "invalid_body"));
        }
        let role = json!({ "name": "x", "role": "king" });
        let answer = world.post(&world.admin, "/tokens", role).await;
        assert_japanese(&answer.problem(400, "invalid_body"));
    });
}

#[test]
fn a_parameter_that_an_operation_does_not_have_is_refused() {
    in_each_world(async |world| {
        let opinion = format!("/meetings/{}/opinions?dry_run=true", world.draft);
        for (path, name, known) in [
            ("/action-items?stauts=open", "stauts", Some("status")),
            ("/persons?limit=1&nmae=x", "nmae", Some("name")),
            ("/search?q=x&isue=fees", "isue", Some("issue")),
            ("/meetings?council_id", "council_id", None),
            ("/councils?%E8%AB%96=1", "論", Some("limit")),
            ("/issues/training?full=1", "full", None),
            (&*opinion, "dry_run", None),
        ] {
            for (language, none) in [("ja", "ありません"), ("en", "no parameter")] {
                world.speak(language);
                let answer = match path == opinion {
                    true => world.post(&world.admin, path, json!({ "text": "x" })).await,
                    false => world.get(&world.admin, path).await,
                };
                if path == "/meetings?council_id" {
                    answer.problem(400, "invalid_parameter");
                    continue;
                }
                let problem = answer.problem(400, "unknown_parameter");
                let detail = problem["detail"].as_str().expect("a detail");
                assert!(detail.contains(&format!("`{name}`")), "{detail}");
                assert!(detail.contains(none), "{detail}");
                let listed = known.is_none_or(|known| detail.contains(&format!("`{known}`")));
                assert!(listed, "{detail}");
            }
        }
        // Who may not come in at all is told that first, and what is outside the API is not held against its document.
        let unknown = world.get("x", "/persons?nmae=x").await;
        unknown.problem(401, "token_invalid");
        world.get(PUBLIC, "//healthz?x=1").await.is(200);
        let nowhere = world.get(PUBLIC, "/nothing?x=1").await;
        nowhere.problem(404, "unknown_route");
    });
}

#[test]
fn the_member_of_a_body_that_is_wrong_is_named() {
    in_each_world(async |world| {
        let council = world.council;
        let opinions = format!("/meetings/{}/opinions", world.draft);
        for (path, body, field, english) in [
            (
                "/imports",
                json!({ "council_id": council, "filename": "a.txt" }),
                "text",
                "is missing",
            ),
            (
                "/imports",
                json!({ "text": "x", "filename": "a" }),
                "council_id",
                "is missing",
            ),
            (
                "/imports",
                json!({ "council_id": "x", "filename": "a.txt", "text": "x" }),
                "council_id",
                "is no id like",
            ),
            (
                "/persons",
                json!({ "name": 7 }),
                "name",
                "must be a text, and not 7",
            ),
            (
                "/persons",
                json!({ "name": "x", "other_names": ["y", 7] }),
                "other_names[1]",
                "must be a text, and not 7",
            ),
            (
                "/tokens",
                json!({ "name": "king", "role": "king" }),
                "role",
                "is none of these: member",
            ),
            (
                &*opinions,
                json!({ "text": "x", "speaker": { "name": 7 } }),
                "speaker.name",
                "must be a text, and not 7",
            ),
        ] {
            for language in ["ja", "en"] {
                world.speak(language);
                let answer = world.post(&world.admin, path, body.clone()).await;
                let problem = answer.problem(400, "invalid_body");
                let detail = problem["detail"].as_str().expect("a detail");
                assert!(detail.starts_with(&format!("`{field}`")), "{detail}");
                assert_eq!(problem["errors"][0]["field"], field);
                match language {
                    "ja" => assert_japanese(&problem),
                    _ => assert!(detail.contains(english), "{detail}"),
                }
            }
        }
    });
}

#[test]
fn english_problems_are_english() {
    in_each_world(async |world| {
        world.speak("en");
        let key = json!({ "key": "transport", "label_ja": "移動支援", "label_en": "Transport" });
        world
            .post(&world.admin, "/issues", key.clone())
            .await
            .made();
        let again = world.post(&world.admin, "/issues", key).await;
        let problem = again.problem(409, "duplicate");
        assert_eq!(
            problem["detail"],
            "Another issue has this key already. Use that one, or choose another key."
        );
        let word = world.get(PUBLIC, "/action-items?status=done").await;
        let problem = word.problem(400, "invalid_parameter");
        let detail = problem["detail"].as_str().expect("a detail");
        let words = "`status`: \"done\" is none of these: proposed, open, ";
        assert!(detail.starts_with(words), "{detail}");
        let length = world.get(PUBLIC, "/action-items?limit=0").await;
        let problem = length.problem(400, "invalid_parameter");
        assert_eq!(problem["detail"], "`limit`: must be a number from 1 to 100");
    });
}

#[test]
fn a_place_in_the_hits_of_one_search_is_none_in_anothers() {
    in_each_world(async |world| {
        for _ in 0..3 {
            world.opinion(world.published, None, None).await;
        }
        world.app.drain_outbox().await.expect("they are indexed");
        let page = async |query: &str| {
            let answer = world
                .get(&world.secretariat, &format!("/search?{query}"))
                .await;
            answer.is(200)
        };
        let first = page("limit=1&type=topic&type=opinion").await;
        let cursor = first["next_cursor"].as_str().expect("there is more");
        // How long the page is may change, and in which order the values of a filter stand.
        let second = page(&format!("limit=2&type=opinion&type=topic&cursor={cursor}")).await;
        assert_ne!(second["hits"][0], first["hits"][0]);
        world.speak("ja");
        for other in [
            "",
            "type=topic",
            "type=topic&type=opinion&q=x",
            "type=topic&type=opinion&sort=date_asc",
            "type=topic&type=opinion&fiscal_year=2022",
            "type=topic&type=opinion&from=2022-12-21",
            "type=topic&type=opinion&to=2022-12-21",
        ] {
            let path = format!("/search?{other}&cursor={cursor}");
            let answer = world.get(&world.secretariat, &path).await;
            assert_japanese(&answer.problem(400, "invalid_parameter"));
        }
    });
}

/// A detail in Japanese: no run of English words, and nothing of the parser's own.
#[track_caller]
fn assert_japanese(problem: &Value) {
    let detail = problem["detail"].as_str().expect("a detail");
    let foreign = [
        "failed", "xpect", " is ", "unknown", "must", "parsing", "nvalid",
    ];
    let said = foreign.iter().find(|word| detail.contains(*word));
    assert!(!detail.is_ascii() && said.is_none(), "{detail}");
}

#[test]
fn what_is_wrong_with_fields_is_said_in_both_languages() {
    in_each_world(async |world| {
        let body = json!({ "name": "", "reading": "a\0" });
        for (language, name) in [("ja", "空にはできません"), ("en", "must not be empty")] {
            world.speak(language);
            let answer = world.post(&world.admin, "/persons", body.clone()).await;
            let problem = answer.problem(422, "invalid");
            assert_eq!(
                problem["errors"][0],
                json!({ "field": "name", "detail": name })
            );
            assert_eq!(problem["errors"][1]["field"], "reading");
        }
    });
}

#[test]
fn a_cursor_of_one_list_is_none_of_another() {
    in_each_world(async |world| {
        for name in ["青木 一", "飯田 二"] {
            let person = world.person(name).await;
            world.seat(&person, world.council).await;
        }
        let lists = ["/persons", "/councils", "/memberships", "/audit", "/tokens"];
        for own in lists {
            let first = world
                .get(&world.admin, &format!("{own}?limit=1"))
                .await
                .is(200);
            let cursor = first["next_cursor"].as_str().expect("there is more");
            for list in lists.into_iter().chain([
                "/action-items",
                "/imports",
                "/suggestions",
                "/reading-memory",
                "/opinions",
            ]) {
                let answer = world
                    .get(&world.admin, &format!("{list}?cursor={cursor}"))
                    .await;
                if list == own {
                    answer.is(200);
                } else {
                    answer.problem(400, "invalid_parameter");
                }
            }
        }
    });
}
