//! What giji says about itself, and to words that it does not know.

use super::home::{Outcome, giji, run};

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

/// What giji says where the environment is Japanese.
fn japanese(words: &[&str]) -> Outcome {
    run(giji(words).env("LANG", "ja_JP.UTF-8"))
}

#[test]
fn help_is_japanese_where_the_environment_is() {
    let mut all = commands();
    all.push(Vec::new());
    for command in all {
        let mut words: Vec<&str> = command.iter().map(String::as_str).collect();
        let long = {
            words.push("--help");
            japanese(&words).succeeds()
        };
        words.pop();
        words.push("-h");
        let short = japanese(&words).succeeds();
        words.pop();
        words.insert(0, "help");
        let asked = japanese(&words).succeeds();
        for help in [&long, &short, &asked] {
            for expected in [
                "使い方: giji",
                "オプション:",
                "使い方を表示",
                "環境変数: GIJI_DATA_DIR",
            ] {
                assert!(
                    help.contains(expected),
                    "{words:?} lacks {expected}: {help}"
                );
            }
            let english = [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print",
                "Examples",
                "default:",
                " the ",
            ];
            let said = english.iter().find(|word| help.contains(*word));
            assert!(said.is_none(), "{words:?} says {said:?}: {help}");
        }
        assert!(long.contains("\n例:\n  giji"), "{words:?}: {long}");
    }
    assert!(japanese(&["--help"]).succeeds().contains("\nコマンド:\n"));
}

#[test]
fn wrong_usage_is_said_in_japanese_where_the_environment_is() {
    for (words, said) in [
        (&["fly"][..], "fly というコマンドはありません"),
        (&["serch"], "もしかして：serve, search"),
        (&["import"], "<FILE>... を指定してください"),
        (
            &["search", "研修", "--limt", "5"],
            "--limt という引数はありません",
        ),
        (&["search", "研修", "--limit", "0"], "1 から 100 までの数"),
        (&["search", "研修", "--limit"], "値を指定してください"),
        (
            &["token", "create", "--role", "emperor"],
            "「emperor」は使えません。使える値：member, staff",
        ),
        (
            &["token", "revoke", "not-an-id"],
            "<ID> に「not-an-id」は使えません",
        ),
        (&["parse", "x", "--format", "xml"], "使える値：text, json"),
        (
            &["import", "x", "--update", "--as-new"],
            "--update と --as-new は同時に指定できません",
        ),
        (
            &["search", "a", "--json", "--json"],
            "--json は1回だけ指定できます",
        ),
    ] {
        let refused = japanese(words);
        assert_eq!(refused.code, Some(2), "{words:?}");
        assert_eq!(refused.stdout, "", "{words:?}");
        let text = &refused.stderr;
        assert!(text.contains(said), "{words:?}: {text}");
        let english = ["error", "Usage", "For more", " value ", "invalid"];
        let foreign = english.iter().find(|word| text.contains(*word));
        assert!(foreign.is_none(), "{words:?} says {foreign:?}: {text}");
    }
    // Without a command, the help.
    let nothing = japanese(&[]);
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing.stderr.contains("使い方: giji"),
        "{}",
        nothing.stderr
    );
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
