//! `giji token`, beside a running server.

use super::home::on_both;

const UNKNOWN: &str = "0198c0de-0000-7000-8000-000000000000";

#[test]
fn a_token_works_at_once_beside_a_running_server_and_is_refused_at_once_when_revoked() {
    on_both(|home| {
        let server = home.serve(&[]);
        let made = home
            .run(&["token", "create", "--role", "admin", "--json"])
            .json();
        let (id, secret) = (made["id"].as_str(), made["token"].as_str());
        let (id, secret) = (id.expect("an id"), secret.expect("a secret"));
        let over_http = server.get(secret, "/tokens").expect(200);
        let printed = home.run(&["token", "list", "--json"]).json();
        let time = &printed["items"][0]["created_at"];
        assert_eq!(time, &over_http["items"][0]["created_at"]);
        assert!(
            time.as_str().is_some_and(|time| time.ends_with('Z')),
            "{time}"
        );

        let second = home.run(&["token", "create", "--role", "secretariat", "--name", "受付"]);
        assert!(second.stderr.contains("this once"), "{}", second.stderr);
        let second = second.succeeds();
        assert!(second.starts_with("giji_") && second.lines().count() == 1);

        let listed = home.run(&["token", "list"]).succeeds();
        let listed_json = home.run(&["token", "list", "--json"]).succeeds();
        for text in [&listed, &listed_json] {
            assert!(text.contains(id) && text.contains("受付"), "{text}");
            assert!(!text.contains("giji_"), "a list shows no secret");
            assert!(!text.contains("hash"), "nor what it is stored as");
        }
        assert!(listed.contains("valid") && !listed.contains("revoked"));

        let revoked = home.run(&["token", "revoke", id]).succeeds();
        assert_eq!(revoked, format!("revoked {id}\n"));
        assert_eq!(server.get(secret, "/tokens").problem(401), "token_invalid");
        home.run(&["token", "revoke", id]).succeeds();
        assert!(home.run(&["token", "list"]).succeeds().contains("revoked"));
        let said = home.run(&["token", "revoke", UNKNOWN]).fails();
        assert!(said.contains("token"), "{said}");
    });
}

#[test]
fn a_token_that_makes_no_sense_is_refused() {
    on_both(|home| {
        for (words, named) in [
            (&["--role", "staff", "--council", UNKNOWN][..], "council"),
            (&["--role", "secretariat", "--council", UNKNOWN], "council"),
            (&["--role", "admin", "--council", UNKNOWN], "council_id"),
            (&["--role", "staff", "--person", UNKNOWN], "person_id"),
        ] {
            let mut all = vec!["token", "create"];
            all.extend(words);
            let said = home.run(&all).fails();
            assert!(said.contains(named), "{words:?}: {said}");
        }
        assert_eq!(home.run(&["token", "list"]).succeeds(), "");
        for words in [
            &["--role", "member"][..],
            &["--role", "member", "--council", UNKNOWN],
            &["--role", "member", "--person", UNKNOWN],
        ] {
            let mut all = vec!["token", "create"];
            all.extend(words);
            let said = home.run(&all).shows_misuse();
            assert!(
                said.contains("--council ID") && said.contains("--person ID"),
                "{said}"
            );
        }
    });
}
