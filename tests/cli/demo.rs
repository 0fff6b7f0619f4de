//! `giji serve --demo`: the first start, the second, and first starts that are cut short.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    home::{Home, on_both},
    server::{Server, lines_of, spawn},
};

const ROLES: [&str; 4] = ["admin", "member", "secretariat", "staff"];
/// How many meetings of the demo are in which state.
const STATES: [(&str, usize); 5] = [
    ("draft", 1),
    ("member_check", 1),
    ("approved", 1),
    ("published", 4),
    ("withdrawn", 1),
];
/// At how many points a first start is killed.
const KILLS: u32 = 5;

/// All entries of a list of the API.
fn all(server: &Server, list: &str) -> Vec<Value> {
    let admin = &server.tokens["admin"];
    let separator = if list.contains('?') { '&' } else { '?' };
    let mut entries = Vec::new();
    let mut path = list.to_owned();
    loop {
        let page = server.get(admin, &path).expect(200);
        entries.extend(page["items"].as_array().expect("a list").clone());
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("{list}{separator}cursor={cursor}"),
            None => return entries,
        }
    }
}

/// How much of everything there is.
fn counts(server: &Server) -> BTreeMap<&'static str, usize> {
    let mut counts: BTreeMap<&'static str, usize> = [
        "/councils",
        "/persons",
        "/memberships",
        "/meetings",
        "/meetings?status=published",
        "/opinions",
        "/action-items",
        "/imports",
        "/suggestions",
        "/suggestions?status=accepted",
        "/issues",
    ]
    .into_iter()
    .map(|list| (list, all(server, list).len()))
    .collect();
    let items = all(server, "/action-items");
    let reviews = items.iter().map(|item| {
        let id = item["id"].as_str().expect("an id");
        all(server, &format!("/action-items/{id}/reviews")).len()
    });
    counts.insert("reviews", reviews.sum());
    let valid = all(server, "/tokens");
    let valid = valid.iter().filter(|token| token["revoked_at"].is_null());
    counts.insert("valid tokens", valid.count());
    counts
}

fn ids(server: &Server, list: &str) -> Vec<Value> {
    let entries = all(server, list);
    entries
        .into_iter()
        .map(|entry| entry["id"].clone())
        .collect()
}

#[test]
fn the_first_start_prints_a_token_for_each_role_and_the_second_finds_its_data() {
    on_both(|home| {
        let server = home.serve(&["--demo"]);
        assert!(server.tokens.keys().eq(&ROLES), "{:?}", server.tokens);
        for token in server.tokens.values() {
            assert!(token.starts_with("giji_"));
            server.get(token, "/meetings").expect(200);
        }
        assert_eq!(all(&server, "/meetings").len(), 8);
        for (status, count) in STATES {
            let meetings = all(&server, &format!("/meetings?status={status}"));
            assert_eq!(meetings.len(), count, "{status}");
        }
        let public = server.get("", "/meetings").expect(200);
        assert_eq!(public["items"].as_array().expect("a list").len(), 4);
        assert!(!all(&server, "/action-items?status=closed").is_empty());

        // What people make of the demo is theirs: another start does not undo it.
        let admin = server.tokens["admin"].clone();
        let council = ids(&server, "/councils")[0].clone();
        let path = format!("/councils/{}", council.as_str().expect("an id"));
        rename(&server, &admin, &path);
        let before = (ids(&server, "/meetings"), ids(&server, "/opinions"));
        let tokens = server.tokens.clone();
        server.stop();

        let mut server = home.serve(&["--demo"]);
        assert!(server.tokens.is_empty(), "tokens are shown once");
        server.tokens = tokens;
        assert_eq!(
            (ids(&server, "/meetings"), ids(&server, "/opinions")),
            before
        );
        assert_eq!(ids(&server, "/councils"), [council]);
        server.stop();
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
        let verified = home.run(&["verify", "--json"]).json();
        // Four are published and one was; one of them was corrected, and one scrubbed.
        assert_eq!(
            (&verified["meetings"], &verified["revisions"]),
            (&json!(5), &json!(7))
        );
        assert_eq!(verified["scrubs"][0]["reason"], "家庭が特定されるため");
        assert_eq!(verified["findings"], json!([]));
    });
}

fn rename(server: &Server, admin: &str, path: &str) {
    let url = format!("{}/api/v1{path}", server.url);
    let response = ureq::patch(&url)
        .header("Authorization", format!("Bearer {admin}"))
        .header("If-Match", "*")
        .send_json(json!({ "name": "青葉県の協議会" }))
        .expect("the council takes another name");
    assert_eq!(response.status(), 200);
}

#[test]
fn first_starts_that_are_killed_at_any_point_are_completed_by_a_later_one() {
    on_both(|home| {
        let (whole, time) = undisturbed(home);
        let mut shown = BTreeMap::new();
        for point in 1..=KILLS {
            let mut command = home.command(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
            let mut child = spawn(&mut command, &home.path("killed.log"));
            let lines = lines_of(&mut child);
            std::thread::sleep(time * point / (2 * KILLS));
            child.kill().expect("the server can be killed");
            child.wait().expect("the server is gone");
            // On a machine that got faster in between, one of them may have come to its end.
            shown.extend(lines.iter().filter_map(|line| token_line(&line)));
        }
        let mut server = home.serve(&["--demo"]);
        if server.tokens.is_empty() {
            server.tokens = shown;
        }
        assert!(server.tokens.keys().eq(&ROLES), "{:?}", server.tokens);
        assert_eq!(counts(&server), whole);
        let found = server.search(&server.tokens["admin"], "研修").expect(200);
        assert!(found["total"].as_u64() > Some(10));
        server.stop();
        assert_eq!(home.run(&["check"]).succeeds(), "ok\n");
    });
}

/// The role and the token of a line that shows one.
fn token_line(line: &str) -> Option<(String, String)> {
    let (role, token) = line.split_once(' ')?;
    token
        .starts_with("giji_")
        .then(|| (role.to_owned(), token.to_owned()))
}

/// What a first start makes that nobody disturbs, and how long it takes.
fn undisturbed(like: &Home) -> (BTreeMap<&'static str, usize>, Duration) {
    let home = Home::on(like.engine);
    let began = Instant::now();
    let server = home.serve(&["--demo"]);
    let time = began.elapsed();
    let counts = counts(&server);
    assert_eq!(counts["valid tokens"], 4);
    assert!(counts["reviews"] > 0);
    (counts, time)
}
