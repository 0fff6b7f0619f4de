//! What the environment says: where the data is, and in which language to speak.

use super::home::{Engine, Home, giji, minutes, on_both, run, text};

#[test]
fn the_environment_names_the_data_as_the_command_line_does() {
    on_both(|home| {
        let file = home.file(
            "a.txt",
            minutes("みどり市緑地審議会", 1, "街路樹を守るべき。"),
        );
        home.run(&["import", &file]).succeeds();
        let search = || {
            let mut command = giji(&["search", "街路樹", "--json"]);
            command.env("GIJI_DATA_DIR", home.data_dir());
            command
        };
        let Some(url) = home.database_url() else {
            assert_eq!(run(&mut search()).json()["total"], 1);
            return;
        };
        let found = run(search().env("GIJI_DATABASE_URL", url)).json();
        assert_eq!(found["total"], 1);
        let secret = home.file("url", format!("{url}\n"));
        let found = run(search().env("GIJI_DATABASE_URL_FILE", &secret)).json();
        assert_eq!(found["total"], 1);
        let found = run(search().args(["--database-url-file", &secret])).json();
        assert_eq!(found["total"], 1);
    });
}

#[test]
fn the_command_line_comes_before_the_environment() {
    let home = Home::on(Engine::Sqlite);
    let elsewhere = home.path("elsewhere");
    let words = ["token", "create", "--role", "admin"];
    run(home.command(&words).env("GIJI_DATA_DIR", &elsewhere)).succeeds();
    assert!(home.data_dir().exists());
    assert!(!elsewhere.exists());
}

#[test]
fn a_database_url_is_never_said_again() {
    let home = Home::on(Engine::Sqlite);
    for url in ["mysql://giji:hushhush@127.0.0.1/x", "giji.db", ""] {
        let mut check = giji(&["check", "--database-url", url]);
        let said = run(check.arg("--data-dir").arg(home.data_dir())).shows_misuse();
        assert!(!said.contains("hushhush"), "{said}");
        assert!(said.contains("sqlite: or postgres:"), "{said}");
        assert!(!home.data_dir().exists(), "nothing is made");
    }
    for (url, code) in [
        ("postgres://giji:hushhush@127.0.0.1:1/x", 1),
        ("postgres://giji:hushhush@127.0.0.1:port/x", 2),
    ] {
        let mut check = giji(&["check", "--database-url", url]);
        let outcome = run(check.arg("--data-dir").arg(home.data_dir()));
        assert_eq!(outcome.code, Some(code), "{}", outcome.stderr);
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!said.contains("hushhush"), "{said}");
        let help = run(giji(&["help"]).env("GIJI_DATABASE_URL", url)).succeeds();
        assert!(!help.contains("hushhush"), "{help}");
    }
    let both = run(giji(&["check"])
        .env("GIJI_DATABASE_URL", "postgres://giji:hushhush@h/x")
        .env("GIJI_DATABASE_URL_FILE", "/nowhere"));
    assert_eq!(both.code, Some(2));
    assert!(!both.stderr.contains("hushhush"), "{}", both.stderr);
    let missing = text(&home.path("missing"));
    let said = run(giji(&["check", "--database-url-file", &missing])
        .arg("--data-dir")
        .arg(home.data_dir()))
    .fails();
    assert!(said.contains(&missing), "{said}");
}

#[test]
fn a_database_that_lets_nobody_in_or_is_not_there_says_so() {
    let home = Home::on(Engine::Postgres);
    let url = home.database_url().expect("a server keeps the data");
    for (parameter, named) in [
        ("dbname=no_such_database", "no_such_database"),
        ("user=no_such_user", "no_such_user"),
    ] {
        let mut check = giji(&["check", "--database-url", &format!("{url}&{parameter}")]);
        let said = run(check.arg("--data-dir").arg(home.data_dir())).fails();
        assert!(said.contains(named), "{said}");
        assert!(said.contains("unavailable"), "{said}");
    }
}

#[test]
fn messages_are_japanese_where_the_environment_is() {
    let home = Home::on(Engine::Sqlite);
    home.import_demo();
    let unknown = "0198c0de-0000-7000-8000-000000000000";
    let revoke = || home.command(&["token", "revoke", unknown]);
    for (name, value) in [
        ("LANG", "ja_JP.UTF-8"),
        ("LC_ALL", "ja_JP.UTF-8"),
        ("LC_MESSAGES", "ja"),
    ] {
        let said = run(revoke().env(name, value)).fails();
        assert!(said.contains("見つかりません"), "{name}: {said}");
    }
    let english = run(revoke().env("LANG", "ja_JP.UTF-8").env("LC_ALL", "C")).fails();
    assert!(english.contains("Not found"), "{english}");
    let japanese = |words: &[&str]| run(home.command(words).env("LANG", "ja_JP.UTF-8"));

    assert!(
        japanese(&["import", "/nowhere.txt"])
            .fails()
            .contains("/nowhere.txt：読み込めません")
    );
    let made = japanese(&["token", "create", "--role", "staff"]);
    let id = made.stderr.split_whitespace().find(|word| word.len() == 36);
    let id = id.expect("its id is said").to_owned();
    assert!(made.stderr.contains("今回限り"), "{}", made.stderr);
    assert_eq!(made.succeeds().lines().count(), 1);
    for (words, said) in [
        (&["check"][..], "問題はありません"),
        (&["reindex"], "件を索引に入れました"),
        (&["search", "研修"], "意見・発言 "),
        (&["token", "list"], "有効"),
        (&["token", "revoke", &id], "失効させました"),
    ] {
        let printed = japanese(words).succeeds();
        assert!(printed.contains(said), "{words:?}: {printed}");
    }
    for (words, said) in [
        (
            &["serve", "--listen", "nonsense"][..],
            "待ち受けるアドレスではありません",
        ),
        (&["token", "create", "--role", "member"], "会議体と人が必要"),
        (
            &["check", "--database-url", "mysql://h/x"],
            "sqlite: か postgres:",
        ),
    ] {
        let refused = japanese(words).shows_misuse();
        assert!(refused.contains(said), "{words:?}: {refused}");
    }
    let server = home.serve(&[]);
    let second = japanese(&["serve", "--listen", "127.0.0.1:0"]);
    let last = second.stderr.lines().last().unwrap_or_default();
    assert!(last.contains("別の giji が使っています"), "{last}");
    let rebuilt = japanese(&["reindex"]);
    assert!(
        rebuilt.stderr.contains("サーバーが作り直します"),
        "{}",
        rebuilt.stderr
    );
    server.stop();
}

#[test]
fn a_directory_without_data_is_named_and_not_made() {
    let home = Home::on(Engine::Sqlite);
    for words in [
        &["search", "研修"][..],
        &["actions"],
        &["check"],
        &["reindex"],
        &["token", "list"],
    ] {
        let said = home.run(words).fails();
        let place = text(&home.data_dir());
        assert!(
            said.contains(&format!("no data in {place}")),
            "{words:?}: {said}"
        );
        assert!(said.contains("giji serve --demo"), "what to do: {said}");
        let japanese = run(home.command(words).env("LANG", "ja_JP.UTF-8")).fails();
        assert!(japanese.contains("データがありません"), "{japanese}");
        assert!(!home.data_dir().exists(), "{words:?} made it");
    }
}
