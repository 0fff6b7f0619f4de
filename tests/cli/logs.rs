//! The log of a server: structured, and without what it must not hold.

use serde_json::{Value, json};

use super::home::{minutes, on_both};

const SPOKEN: &str = "秘密の花園を守るべき";
const ASKED: &str = "検索語ひみつ";

#[test]
fn logs_are_json_and_hold_no_document_text_no_token_and_no_query() {
    on_both(|home| {
        let server = home.serve(&["--log", "debug"]);
        let admin = home.token("admin");
        let council = server.post(
            &admin,
            "/councils",
            &json!({ "name": "みどり市緑地審議会" }),
        );
        let council = council.expect(201)["id"].clone();
        let text = minutes("みどり市緑地審議会", 1, &format!("{SPOKEN}。"));
        let body = json!({ "council_id": council, "filename": "a.txt", "text": text });
        let import = server.post(&admin, "/imports", &body).expect(201);
        let id = import["id"].as_str().expect("an id");
        let apply = format!("/imports/{id}/apply");
        server.post(&admin, &apply, &Value::Null).expect(201);
        server.post(&admin, &apply, &Value::Null).problem(409);
        server.search(&admin, ASKED).expect(200);
        server.search(&admin, &format!("\"{SPOKEN}\"")).expect(200);
        // Refusals, too, repeat nothing.
        server
            .post("giji_made_up_token", "/imports", &body)
            .problem(401);
        let broken = json!({ "council_id": SPOKEN, "filename": 7, "text": [SPOKEN] });
        server.post(&admin, "/imports", &broken).problem(400);
        let second = server.post(
            &admin,
            "/tokens",
            &json!({ "name": "受付", "role": "staff" }),
        );
        let second = second.expect(201)["secret"]
            .as_str()
            .expect("a secret")
            .to_owned();

        let log = server.log();
        for line in log.lines() {
            let entry: Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            for name in ["timestamp", "level", "target"] {
                assert!(entry[name].is_string(), "{line}");
            }
        }
        assert!(log.contains("\"answered\"") && log.contains("request_id"));
        for secret in [SPOKEN, ASKED, &admin, &second, "giji_made_up_token", "秘密"] {
            assert!(!log.contains(secret), "{secret} is in the log");
        }
        if let Some(url) = home.database_url() {
            assert!(!log.contains(url), "the database's URL may hold a password");
        }
    });
}
