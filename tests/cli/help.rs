//! What giji says about itself, and to words that it does not know.

use super::home::{giji, run};

/// The commands that `giji help` lists, `token create` and its like among them.
fn commands() -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    for name in listed(&[]) {
        let below = listed(&[name.as_str()]);
        commands.extend(below.iter().map(|sub| vec![name.clone(), sub.clone()]));
        commands.push(vec![name]);
    }
    commands
}

/// The names under `Commands:` in the help of a command.
fn listed(command: &[&str]) -> Vec<String> {
    let mut words = command.to_vec();
    words.push("--help");
    let help = run(&mut giji(&words)).succeeds();
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_explains_itself_with_an_example_of_its_own() {
    let commands = commands();
    assert!(commands.len() >= 12, "{commands:?}");
    for command in commands {
        let mut words: Vec<&str> = command.iter().map(String::as_str).collect();
        let example = format!("\n  giji {}", words.join(" "));
        words.push("--help");
        let help = run(&mut giji(&words)).succeeds();
        let (_, examples) = help
            .split_once("\nExamples:")
            .unwrap_or_else(|| panic!("{command:?} has no example: {help}"));
        assert!(examples.contains(&example), "{command:?}: {help}");
        assert!(help.contains("--data-dir"), "{command:?}: {help}");
    }
}

#[test]
fn the_examples_of_the_help_are_command_lines_that_giji_understands() {
    let help = run(&mut giji(&["help"])).succeeds();
    for name in ["serve", "import", "search", "actions"] {
        assert!(help.contains(&format!("\n  giji {name} ")), "{help}");
    }
    assert!(
        run(&mut giji(&["--version"]))
            .succeeds()
            .starts_with("giji ")
    );
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_wrong() {
    for (words, named) in [
        (&[][..], "Usage"),
        (&["fly"], "fly"),
        (&["import"], "FILE"),
        (&["search"], "QUERY"),
        (&["search", "研修", "--limit", "0"], "--limit"),
        (&["search", "研修", "--limit", "101"], "--limit"),
        (&["token", "create"], "--role"),
        (&["token", "create", "--role", "emperor"], "emperor"),
        (&["token", "revoke", "not-an-id"], "not-an-id"),
        (&["import", "x", "--council", "1"], "--council"),
        (&["parse", "x", "--format", "xml"], "xml"),
        (
            &[
                "import",
                "x",
                "--create-council",
                "--council",
                "0198c0de-0000-7000-8000-000000000000",
            ],
            "--create-council",
        ),
    ] {
        let outcome = run(&mut giji(words));
        assert_eq!(outcome.code, Some(2), "{words:?}");
        assert_eq!(outcome.stdout, "", "{words:?}");
        assert!(
            outcome.stderr.contains(named),
            "{words:?}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn the_openapi_document_is_printed_without_any_data() {
    let nowhere = tempfile::tempdir().expect("a temporary directory can be made");
    let outcome = run(giji(&["openapi"]).current_dir(nowhere.path()));
    let document = outcome.json();
    assert!(document["paths"]["/search"].is_object());
    let left = std::fs::read_dir(nowhere.path()).expect("it can be listed");
    assert_eq!(left.count(), 0, "a command without data leaves nothing");
}
