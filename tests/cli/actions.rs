//! `giji actions`

use super::home::on_both;

#[test]
fn actions_prints_what_the_api_answers_and_people_get_a_line_for_each() {
    on_both(|home| {
        let server = home.serve(&["--demo"]);
        let admin = &server.tokens["admin"];
        let asked = server.get(admin, "/action-items?limit=100").expect(200);
        let all = home.run(&["actions", "--json"]).json();
        assert_eq!(all["items"], asked["items"]);
        assert!(all["items"].as_array().expect("a list").len() > 3);

        let asked = server.get(admin, "/action-items?status=closed&status=open&limit=100");
        let some = home
            .run(&["actions", "--status", "closed,open", "--json"])
            .json();
        assert_eq!(some["items"], asked.expect(200)["items"]);
        for (words, query) in [
            (&["--overdue"][..], "overdue=true"),
            (&["--issue", "training"], "issue=training"),
        ] {
            let mut all = vec!["actions", "--json"];
            all.extend(words);
            let asked = server.get(admin, &format!("/action-items?limit=100&{query}"));
            assert_eq!(home.run(&all).json()["items"], asked.expect(200)["items"]);
        }

        let lines = home.run(&["actions"]).succeeds();
        assert_eq!(
            lines.lines().count(),
            all["items"].as_array().expect("a list").len()
        );
        let unknown = home.run(&["actions", "--status", "lost"]);
        assert_eq!(unknown.code, Some(2));
        assert!(unknown.stderr.contains("in_progress"), "{}", unknown.stderr);
    });
}

#[test]
fn nothing_to_do_is_no_failure() {
    on_both(|home| {
        home.token("admin");
        assert_eq!(home.run(&["actions"]).succeeds(), "");
        let none = home.run(&["actions", "--json"]).json();
        assert_eq!(none["items"], serde_json::json!([]));
    });
}
