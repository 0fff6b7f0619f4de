//! `giji roster`

use super::home::{Home, minutes, on_both, run};

const COUNCIL: &str = "みどり市緑地審議会";
const ROSTER: &str =
    "氏名,よみ,役職,就任日\n齋藤 一,さいとう はじめ,会長,令和6年4月1日\n飯田 二子,いいだ にこ,,\n";

/// A council, by its id.
fn council(home: &Home) -> String {
    let file = home.file("a.txt", minutes(COUNCIL, 1, "緑地を増やしてほしい。"));
    let report = home.run(&["import", &file, "--json"]).json();
    report["council_id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_roster_comes_in_and_goes_out_again() {
    on_both(|home| {
        let council = council(home);
        let file = home.file("roster.csv", ROSTER);
        let import = |words: &[&str]| {
            let mut all = vec!["roster", "import", &file, "--council", &council];
            all.extend(words);
            home.run(&all)
        };
        let planned = import(&["--dry-run"]).succeeds();
        assert!(planned.contains("    2  齋藤 一    new\n"), "{planned}");
        assert!(planned.contains("dry run"), "{planned}");
        let done = import(&["--json"]).json();
        assert_eq!(done["created"], 2);
        let words = [
            "roster",
            "import",
            &file,
            "--council",
            &council,
            "--dry-run",
        ];
        let done = run(home.command(&words).env("LANG", "ja_JP.UTF-8")).succeeds();
        assert!(
            done.contains("追加 0、再任 0、変更 0、変更なし 2（確認のみ"),
            "{done}"
        );

        let csv = home
            .run(&["roster", "export", "--council", &council])
            .succeeds();
        assert!(csv.starts_with("\u{feff}氏名,よみ,"), "{csv}");
        assert!(
            csv.contains("齋藤 一,さいとう はじめ,,会長,2024-04-01,\r\n"),
            "{csv}"
        );
        let xlsx = home.path("roster.xlsx").display().to_string();
        let words = [
            "roster",
            "export",
            "--council",
            &council,
            "--format",
            "xlsx",
            "--output",
            &xlsx,
        ];
        assert_eq!(home.run(&words).succeeds(), "");
        let again = home
            .run(&["roster", "import", &xlsx, "--council", &council, "--json"])
            .json();
        assert_eq!(again["unchanged"], 2);

        let variant = home.file("variant.csv", "氏名\n斎藤 一\n");
        let said = home
            .run(&["roster", "import", &variant, "--council", &council])
            .succeeds();
        assert!(said.contains("same person? 斎藤 一／齋藤 一"), "{said}");
    });
}

#[test]
fn every_row_that_cannot_be_taken_is_told_of_and_none_is_taken() {
    on_both(|home| {
        let council = council(home);
        let bad = format!("{ROSTER}上野 三郎,,,4月\n江口 四郎,,,5月\n");
        let file = home.file("roster.csv", bad);
        let said = home
            .run(&["roster", "import", &file, "--council", &council])
            .fails();
        assert!(said.contains("row 4, 就任日: "), "{said}");
        assert!(said.contains("row 5, 就任日: "), "{said}");
        assert!(said.contains("2 error(s)"), "{said}");
        let csv = home
            .run(&["roster", "export", "--council", &council])
            .succeeds();
        assert_eq!(csv.lines().count(), 1, "{csv}");
        let missing = home.path("missing.csv").display().to_string();
        let said = home
            .run(&["roster", "import", &missing, "--council", &council])
            .fails();
        assert!(said.contains(&missing), "{said}");
    });
}
