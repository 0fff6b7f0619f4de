//! `/imports` and `/suggestions`: from a file to what the public reads.

use giji::app::{Call, OnSameMeeting};
use poem::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Answer, PUBLIC, ids},
    world::{World, in_each_world},
};

/// Made-up minutes with everything that the importer knows.
const SUMMARY: &str = include_str!("../fixtures/minutes/summary.txt");
const PROSE: &str = include_str!("../fixtures/minutes/prose.txt");

async fn import(world: &World, token: &str, text: &str) -> Answer {
    let body = json!({ "council_id": world.council, "filename": "r05-1.txt", "text": text });
    world.post(token, "/imports", body).await
}

/// The path of a new import of this text.
async fn imported(world: &World, text: &str) -> String {
    let import = import(world, &world.secretariat, text).await.is(201);
    format!("/imports/{}", import["id"].as_str().expect("an id"))
}

/// The path of the meeting made of an import.
async fn applied(world: &World, import: &str) -> String {
    let applied = world
        .post(&world.secretariat, &format!("{import}/apply"), json!({}))
        .await
        .is(201);
    let meeting = applied["meeting_id"].as_str().expect("an id");
    format!("/meetings/{meeting}")
}

/// Accepts what was read, and nothing to be done.
async fn decide_all(world: &World, import: &str) {
    for kind in ["speaker", "kind", "issue", "person", "action_item"] {
        let doing = if kind == "action_item" {
            "reject"
        } else {
            "accept"
        };
        let path = format!("{import}/suggestions/{doing}");
        let body = json!({ "kind": kind });
        let settled = world.post(&world.secretariat, &path, body).await.is(200);
        assert_eq!(settled["open"], 0);
    }
}

async fn transition(world: &World, meeting: &str, to: &str) -> Answer {
    let path = format!("{meeting}/minutes/transitions");
    let body = json!({ "to": to, "reason": "理由の説明" });
    world.post(&world.secretariat, &path, body).await
}

#[test]
fn a_file_becomes_minutes_that_the_public_reads_until_they_are_withdrawn() {
    in_each_world(async |world| {
        let answer = import(world, &world.secretariat, SUMMARY).await;
        let location = answer.header("location");
        let import = answer.is(201);
        assert_eq!(import["status"], "draft");
        assert_eq!(import["draft"]["date"], "2023-07-05");
        assert_eq!(import["meeting_id"], Value::Null);
        let path = location.strip_prefix("/api/v1").expect("an address");
        assert_eq!(world.get(&world.secretariat, path).await.is(200), import);

        let meeting = applied(world, path).await;
        let read = world.get(&world.secretariat, path).await.is(200);
        assert_eq!(read["status"], "applied");
        assert_eq!(format!("/meetings/{}", word(&read["meeting_id"])), meeting);
        let minutes = format!("{meeting}/minutes");
        for path in [&meeting, &minutes] {
            world.get(PUBLIC, path).await.problem(404, "not_found");
        }

        decide_all(world, path).await;
        transition(world, &meeting, "published").await.is(201);
        let seen = world.get(PUBLIC, &meeting).await.is(200);
        assert_eq!(
            (&seen["fiscal_year"], &seen["round"]),
            (&json!(2023), &json!(1))
        );
        assert_eq!(
            (&seen["mode"], &seen["online"]),
            (&json!("hybrid"), &json!(true))
        );
        world.get(PUBLIC, &minutes).await.is(200);

        transition(world, &meeting, "withdrawn").await.is(201);
        for path in [&meeting, &minutes] {
            world.get(PUBLIC, path).await.problem(410, "withdrawn");
        }
    });
}

#[test]
fn the_same_bytes_are_the_same_import() {
    in_each_world(async |world| {
        let first = import(world, &world.secretariat, SUMMARY).await;
        let location = first.header("location");
        let first = first.is(201);
        let again = import(world, &world.admin, SUMMARY).await;
        assert_eq!(again.header("location"), location);
        assert_eq!(again.is(200), first);
        let list = world.get(&world.secretariat, "/imports").await.is(200);
        assert_eq!(ids(&list), [word(&first["id"])]);
        import(world, &world.secretariat, &format!("{SUMMARY}\n"))
            .await
            .is(201);
    });
}

#[test]
fn another_council_has_an_import_of_its_own_of_the_same_bytes() {
    in_each_world(async |world| {
        let first = imported(world, SUMMARY).await;
        let body = json!({ "council_id": world.other, "filename": "C:\\minutes\\copy.txt", "text": SUMMARY });
        let second = world.post(&world.elsewhere, "/imports", body).await.is(201);
        let second = format!("/imports/{}", word(&second["id"]));
        assert_ne!(first, second);
        let text = world
            .get(&world.elsewhere, &format!("{second}/text"))
            .await
            .is(200);
        assert_eq!(text["filename"], "copy.txt");
        assert_eq!(text["text"], SUMMARY);
        let list = world.get(&world.elsewhere, "/imports").await.is(200);
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
        let other = format!("/imports?council_id={}", world.council);
        let list = world.get(&world.elsewhere, &other).await.is(200);
        assert_eq!(list["items"], json!([]));
    });
}

#[test]
fn an_import_is_applied_once_unless_its_meeting_is_deleted() {
    in_each_world(async |world| {
        let import = imported(world, SUMMARY).await;
        let meeting = applied(world, &import).await;
        let apply = format!("{import}/apply");
        let again = world.post(&world.secretariat, &apply, json!({})).await;
        let problem = again.problem(409, "already_applied");
        let id = meeting.rsplit('/').next().expect("an id");
        assert!(word(&problem["detail"]).contains(id));

        let etag = world.get(&world.secretariat, &meeting).await.etag();
        world
            .delete(&world.secretariat, &meeting, &etag)
            .await
            .is(204);
        let read = world.get(&world.secretariat, &import).await.is(200);
        assert_eq!(
            (&read["status"], &read["meeting_id"]),
            (&json!("draft"), &Value::Null)
        );
        assert_ne!(applied(world, &import).await, meeting);
    });
}

#[test]
fn imports_and_suggestions_are_the_secretariats_alone() {
    in_each_world(async |world| {
        let import = imported(world, SUMMARY).await;
        applied(world, &import).await;
        let list = world.get(&world.secretariat, "/suggestions").await.is(200);
        let suggestion = format!("/suggestions/{}", ids(&list)[0]);
        let nobody = Uuid::from_u128(1);
        for path in [
            import.clone(),
            format!("{import}/text"),
            format!("{import}/unmapped-lines"),
            suggestion.clone(),
            format!("/imports/{nobody}"),
            format!("/suggestions/{nobody}"),
        ] {
            world
                .get(PUBLIC, &path)
                .await
                .problem(401, "token_required");
            for (_, token) in world.those_without_rights() {
                world.get(token, &path).await.problem(404, "not_found");
            }
        }
        for list in ["/imports", "/suggestions"] {
            world.get(PUBLIC, list).await.problem(401, "token_required");
            for (_, token) in world.those_without_rights() {
                assert_eq!(world.get(token, list).await.is(200)["items"], json!([]));
            }
        }
        for doing in [
            format!("{import}/apply"),
            format!("{suggestion}/accept"),
            format!("{suggestion}/reject"),
        ] {
            let anonymous = world.post(PUBLIC, &doing, json!({})).await;
            anonymous.problem(401, "token_required");
            for (_, token) in world.those_without_rights() {
                let refused = world.post(token, &doing, json!({})).await;
                refused.problem(404, "not_found");
            }
        }
    });
}

#[test]
fn only_the_secretariat_of_a_council_that_exists_imports_for_it() {
    in_each_world(async |world| {
        self::import(world, PUBLIC, SUMMARY)
            .await
            .problem(401, "token_required");
        for (_, token) in world.those_without_rights() {
            self::import(world, token, SUMMARY)
                .await
                .problem(403, "forbidden");
        }
        let nowhere = Uuid::from_u128(1);
        let body = json!({ "council_id": nowhere, "filename": "a.txt", "text": SUMMARY });
        let refused = world.post(&world.admin, "/imports", body).await;
        let problem = refused.problem(404, "not_found");
        assert!(word(&problem["detail"]).contains("council"));
    });
}

#[test]
fn what_is_no_text_is_refused_with_what_to_do_in_both_languages() {
    in_each_world(async |world| {
        let too_large = "議\n".repeat(16 * 1024 * 1024 / 4 + 1);
        for (text, english, japanese) in [
            ("", "no text in it", "文字がありません"),
            (" \n　\n", "no text in it", "文字がありません"),
            ("%PDF\0\u{1}", "neither plain text", "いずれでもありません"),
            (too_large.as_str(), "Split it", "会議ごとに分けて"),
        ] {
            for (language, words) in [("en", english), ("ja", japanese)] {
                world.speak(language);
                let refused = import(world, &world.secretariat, text).await;
                let problem = refused.problem(422, "unreadable_document");
                let detail = word(&problem["detail"]);
                assert!(detail.contains(words), "{detail}");
            }
        }
        world.speak("en");
        let list = world.get(&world.secretariat, "/imports").await.is(200);
        assert_eq!(list["items"], json!([]));
    });
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    in_each_world(async |world| {
        let request = world.request(Method::POST, &world.secretariat, "/imports");
        let body = vec![b' '; 32 * 1024 * 1024 + 1];
        let refused = world.send(request.body("application/json", body)).await;
        refused.problem(413, "body_too_large");
    });
}

#[test]
fn bodies_that_are_no_import_are_named_as_such() {
    in_each_world(async |world| {
        let council = world.council;
        for body in [
            json!({ "council_id": council, "filename": "a.txt" }),
            json!({ "council_id": council, "filename": "a.txt", "text": 3 }),
            json!({ "council_id": "みなと", "filename": "a.txt", "text": "議" }),
            json!({ "council_id": council, "filename": "a.txt", "text": "議", "colour": "red" }),
        ] {
            let refused = world.post(&world.secretariat, "/imports", body).await;
            refused.problem(400, "invalid_body");
        }
        for filename in ["", "/", "a\0b"] {
            let body = json!({ "council_id": council, "filename": filename, "text": "議" });
            let refused = world.post(&world.secretariat, "/imports", body).await;
            assert_eq!(refused.invalid_fields(), ["filename"]);
        }
    });
}

#[test]
fn lines_that_no_rule_places_stand_in_the_way_of_publishing_until_each_is_settled() {
    in_each_world(async |world| {
        let import = imported(world, PROSE).await;
        let meeting = applied(world, &import).await;
        let refused = transition(world, &meeting, "published").await;
        let problem = refused.problem(409, "unsettled_lines");
        assert!(word(&problem["detail"]).contains("1, 2, 4"));
        transition(world, &meeting, "member_check").await.is(201);

        let lines = format!("{import}/unmapped-lines");
        let list = world.get(&world.secretariat, &lines).await.is(200);
        assert_eq!(list["items"][0]["text"], "春の山は静かである。");
        for (line, settled_as) in [(1, "ignored"), (2, "entered"), (4, "ignored")] {
            transition(world, &meeting, "published")
                .await
                .problem(409, "unsettled_lines");
            let settled = settle(world, &lines, line, json!(settled_as)).await.is(200);
            assert_eq!(settled["settled_as"], settled_as);
            assert_ne!(settled["settled_at"], Value::Null);
        }
        let taken_back = settle(world, &lines, 2, Value::Null).await.is(200);
        assert_eq!(taken_back["settled_at"], Value::Null);
        let refused = transition(world, &meeting, "published").await;
        let problem = refused.problem(409, "unsettled_lines");
        assert!(word(&problem["detail"]).contains("Lines 2 of"));
        settle(world, &lines, 2, json!("ignored")).await.is(200);
        transition(world, &meeting, "published").await.is(201);
    });
}

async fn settle(world: &World, lines: &str, line: i64, settled_as: Value) -> Answer {
    let path = format!("{lines}/{line}");
    let body = json!({ "settled_as": settled_as });
    world.patch(&world.secretariat, &path, "", body).await
}

#[test]
fn a_line_is_settled_by_the_secretariat_with_a_word_that_says_how() {
    in_each_world(async |world| {
        let lines = format!("{}/unmapped-lines", imported(world, PROSE).await);
        for missing in [0, 3, 99, -1] {
            settle(world, &lines, missing, json!("ignored"))
                .await
                .problem(404, "not_found");
        }
        settle(world, &lines, 1, json!("forgotten"))
            .await
            .problem(400, "invalid_body");
        let first = format!("{lines}/1");
        let unsaid = world.patch(&world.secretariat, &first, "", json!({})).await;
        assert_eq!(unsaid.invalid_fields(), ["settled_as"]);
        let body = || json!({ "settled_as": "ignored" });
        world
            .patch(PUBLIC, &first, "", body())
            .await
            .problem(401, "token_required");
        for (_, token) in world.those_without_rights() {
            world
                .patch(token, &first, "", body())
                .await
                .problem(404, "not_found");
        }
        let list = world.get(&world.secretariat, &lines).await.is(200);
        for line in list["items"].as_array().expect("lines") {
            assert_eq!(line["settled_as"], Value::Null);
        }
    });
}

#[test]
fn minutes_without_a_date_are_read_with_a_warning_and_listed_last() {
    in_each_world(async |world| {
        let undated: String = SUMMARY
            .lines()
            .filter(|line| !line.contains("日  時"))
            .map(|line| format!("{line}\n"))
            .collect();
        let import = import(world, &world.secretariat, &undated).await.is(201);
        assert_eq!(import["draft"]["date"], Value::Null);
        let warnings = import["draft"]["warnings"].as_array().expect("a list");
        assert!(!warnings.is_empty());
        let undated = applied(world, &format!("/imports/{}", word(&import["id"]))).await;
        let dated = imported(world, SUMMARY).await;
        let second = format!("{dated}/apply?as_new=true");
        let made = world.post(&world.secretariat, &second, json!({})).await;
        let dated = format!("/meetings/{}", word(&made.is(201)["meeting_id"]));
        let list = world.get(&world.secretariat, "/meetings").await.is(200);
        let ids = ids(&list);
        let place = |path: &str| ids.iter().position(|id| path.ends_with(id));
        assert_eq!(place(&dated), Some(0));
        assert!(place(&undated) > place(&dated));
    });
}

/// The suggestions of an import that nobody has dealt with.
async fn open_suggestions(world: &World, import: &str) -> Vec<Value> {
    let id = import.rsplit('/').next().expect("an id");
    let path = format!("/suggestions?status=open&kind=action_item&import_id={id}");
    let list = world.get(&world.secretariat, &path).await.is(200);
    list["items"].as_array().expect("a list").clone()
}

#[test]
fn a_suggestion_becomes_an_action_item_that_says_no_more_than_is_printed() {
    in_each_world(async |world| {
        let import = imported(world, SUMMARY).await;
        let meeting = applied(world, &import).await;
        let suggestion = &open_suggestions(world, &import).await[0];
        let accept = format!("/suggestions/{}/accept", word(&suggestion["id"]));
        let answer = world.post(&world.secretariat, &accept, json!({})).await;
        let item = answer.made();
        assert_eq!(item.body["status"], "open");
        assert_eq!(item.body["visibility"], "council");
        assert_eq!(item.body["text"], suggestion["text"]);
        assert_eq!(item.body["opinion_ids"], json!([suggestion["opinion_id"]]));
        for made_up in ["owner", "owner_person_id", "due_on", "due_text"] {
            assert_eq!(item.body[made_up], Value::Null, "{made_up}");
        }
        let raised = word(&item.body["meeting_id"]);
        assert_eq!(format!("/meetings/{raised}"), meeting);
        let read = world.get(&world.secretariat, &item.path).await;
        assert_eq!(read.etag(), item.etag);
        assert_eq!(read.is(200), item.body);
    });
}

#[test]
fn a_suggestion_is_accepted_as_it_is_or_with_other_words_and_once() {
    in_each_world(async |world| {
        let import = imported(world, SUMMARY).await;
        applied(world, &import).await;
        let before = open_suggestions(world, &import).await;
        let other_words = json!({ "text": "出張窓口の案を示す", "owner": "事務局", "due_on": "2022-12-20",
            "visibility": "public" });
        for (n, body, status) in [(0, json!({}), "accepted"), (1, other_words, "edited")] {
            let path = format!("/suggestions/{}", word(&before[n]["id"]));
            let accept = format!("{path}/accept");
            let answer = world.post(&world.secretariat, &accept, body.clone()).await;
            let item = answer.made();
            assert_eq!(item.body["owner"], body["owner"]);
            let settled = world.get(&world.secretariat, &path).await.is(200);
            assert_eq!(settled["status"], status);
            assert_eq!(settled["action_item_id"], item.body["id"]);
            for doing in ["accept", "reject"] {
                let path = format!("{path}/{doing}");
                let again = world.post(&world.secretariat, &path, json!({})).await;
                again.problem(409, "already_settled");
            }
        }
        assert_eq!(open_suggestions(world, &import).await, before[2..]);
    });
}

#[test]
fn a_suggestion_that_is_rejected_leaves_no_action_item() {
    in_each_world(async |world| {
        applied(world, &imported(world, SUMMARY).await).await;
        let all = "/suggestions?kind=action_item";
        let list = world.get(&world.secretariat, all).await.is(200);
        let path = format!("/suggestions/{}", ids(&list)[0]);
        let reject = format!("{path}/reject");
        let rejected = world
            .post(&world.secretariat, &reject, json!({}))
            .await
            .is(200);
        assert_eq!(rejected["status"], "rejected");
        assert_eq!(world.get(&world.secretariat, &path).await.is(200), rejected);
        let items = world.get(&world.secretariat, "/action-items").await.is(200);
        assert_eq!(items["items"], json!([]));
        let again = world.post(&world.secretariat, &reject, json!({})).await;
        again.problem(409, "already_settled");
    });
}

fn word(value: &Value) -> &str {
    value.as_str().expect("a text")
}

const DOCX: &[u8] = include_bytes!("../fixtures/files/word.docx");
const PDF: &[u8] = include_bytes!("../fixtures/files/libreoffice.pdf");
const SCANNED: &[u8] = include_bytes!("../fixtures/files/scanned.pdf");

async fn upload(world: &World, token: &str, filename: &str, file: &[u8]) -> Answer {
    let council = world.council.to_string();
    let request = world.request(Method::POST, token, "/imports/files");
    let request = request.form(&[("council_id", &council)], filename, file);
    world.send(request).await
}

#[test]
fn a_file_is_imported_as_its_bytes_and_its_lines_are_those_of_its_text() {
    in_each_world(async |world| {
        for (filename, file) in [("第２回.docx", DOCX), ("minutes.pdf", PDF)] {
            let answer = upload(world, &world.secretariat, filename, file).await;
            let location = answer.header("location");
            let import = answer.is(201);
            assert_eq!(import["filename"], filename);
            assert_eq!(import["draft"]["date"], "2022-12-21");
            let again = upload(world, &world.secretariat, "other-name", file).await;
            assert_eq!(again.is(200)["id"], import["id"]);

            let path = location.strip_prefix("/api/v1").expect("an address");
            let text = world.get(&world.secretariat, &format!("{path}/text")).await;
            let text = text.is(200);
            let lines: Vec<&str> = text["text"].as_str().expect("text").split('\n').collect();
            let opinion = &import["draft"]["opinions"][0];
            let line = opinion["source"]["first_line"].as_u64().expect("a line");
            let line = lines[usize::try_from(line).expect("a line") - 1];
            assert!(line.contains("緑地が減っている"), "{line}");
            // Both are minutes of one meeting: the second says that it is to be another.
            let apply = format!("{path}/apply?as_new=true");
            let applied = world.post(&world.secretariat, &apply, json!({})).await;
            applied.is(201);
        }
    });
}

#[test]
fn a_file_that_cannot_be_read_is_refused_and_so_is_a_form_that_lacks_something() {
    in_each_world(async |world| {
        world.speak("ja");
        let scanned = upload(world, &world.secretariat, "scanned.pdf", SCANNED).await;
        let problem = scanned.problem(422, "unreadable_document");
        let detail = problem["detail"].as_str().expect("words");
        assert!(detail.contains("OCR"), "{detail}");

        upload(world, &world.member, "minutes.pdf", PDF)
            .await
            .problem(403, "forbidden");
        let unnamed = upload(world, &world.secretariat, "", DOCX).await;
        assert_eq!(unnamed.invalid_fields(), ["filename"]);
        let request = || world.request(Method::POST, &world.secretariat, "/imports/files");
        let without_council = request().form(&[], "minutes.docx", DOCX);
        world
            .send(without_council)
            .await
            .problem(400, "invalid_body");
        let unknown = Uuid::from_u128(1).to_string();
        let elsewhere = request().form(&[("council_id", &unknown)], "minutes.docx", DOCX);
        world.send(elsewhere).await.problem(404, "not_found");
        let broken = request().body("multipart/form-data; boundary=x", "--y");
        let status = world.send(broken).await.status.as_u16();
        assert_eq!(status, 400);
        let json = request().body("application/json", "{}");
        world
            .send(json)
            .await
            .problem(415, "unsupported_media_type");
    });
}

#[test]
fn of_files_that_are_stored_together_none_spoils_another() {
    in_each_world(async |world| {
        let council = format!("/councils/{}", world.other);
        let archive = json!({ "archived": true });
        world
            .patch(&world.admin, &council, "*", archive)
            .await
            .is(200);
        let reads = world.app.reads_files(None).await.expect("a reader");
        let read = |round: usize| {
            let text = format!("令和５年度 第{round}回 緑地審議会\n１ 日 時 令和５年８月29日\n");
            reads
                .read(&format!("{round}.txt"), text.as_bytes())
                .expect("a text")
        };
        // The third is for a council that takes nothing more, the fourth came in before, the last has the same bytes.
        let (call, known) = (Call::LOCAL, read(4));
        let before = world
            .app
            .import_readings(&call, &[(world.council, known)], OnSameMeeting::Wait)
            .await;
        assert!(before[0].as_ref().is_ok_and(|applied| applied.is_new));
        let readings = [
            (world.council, read(1)),
            (world.council, read(2)),
            (world.other, read(3)),
            (world.council, read(4)),
            (world.council, read(5)),
            (world.council, read(5)),
        ];
        let stored = world
            .app
            .import_readings(&call, &readings, OnSameMeeting::Wait)
            .await;
        let new: Vec<Option<bool>> = stored
            .iter()
            .map(|stored| stored.as_ref().ok().map(|applied| applied.is_new))
            .collect();
        let expected = [
            Some(true),
            Some(true),
            None,
            Some(false),
            Some(true),
            Some(false),
        ];
        assert_eq!(new, expected);
        let list = format!("/meetings?council_id={}", world.council);
        let meetings = world.get(&world.admin, &list).await.is(200);
        // Two are there from the start.
        assert_eq!(ids(&meetings).len(), 2 + 4);
    });
}
