//! `giji verify`: rows that are changed by hand are named, whatever kind they are of.

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::home::{Home, block_on, on_both};

/// What somebody does by hand, and what is said of it: the kind of row.
const TAMPERING: &[(&str, &str)] = &[
    (
        "UPDATE revision SET hash = '00' WHERE number = 2",
        "revision",
    ),
    (
        "UPDATE revision SET reason = '別の理由' WHERE number = 2",
        "revision",
    ),
    (
        "UPDATE revision SET previous_hash = NULL WHERE number = 2",
        "revision",
    ),
    (
        "UPDATE revision SET manifest = replace(manifest, 'giji', 'gigi') WHERE number = 2",
        "revision",
    ),
    (
        "UPDATE revision_part SET content = replace(content, '養成研修', '養成') WHERE kind = 'topic' OR kind = 'heading'",
        "part",
    ),
    (
        "UPDATE revision_part SET content = replace(content, '研修', '訓練') WHERE kind = 'opinion'",
        "part",
    ),
    (
        "UPDATE revision_part SET content = replace(content, '録音', '記憶') WHERE kind = 'erratum'",
        "part",
    ),
    (
        "UPDATE revision_part SET salt = '00' WHERE ordinal = 0",
        "part",
    ),
    (
        "UPDATE revision_part SET digest = '00' WHERE ordinal = 0",
        "part",
    ),
    (
        "UPDATE revision_part SET salt = NULL, content = NULL WHERE ordinal = 0",
        "part",
    ),
    ("DELETE FROM revision_part WHERE ordinal = 3", "part"),
    ("UPDATE scrub SET reason = '別の理由'", "scrub"),
    (
        "UPDATE revision_part SET scrub_id = NULL; DELETE FROM scrub",
        "scrub",
    ),
    (
        "DELETE FROM revision_part WHERE revision_id IN (SELECT id FROM revision WHERE number = 2); DELETE FROM revision WHERE number = 2",
        "revision",
    ),
    (
        "UPDATE opinion SET text = '言っていないこと。' WHERE meeting_id IN (SELECT id FROM meeting WHERE minutes_status = 'published')",
        "published",
    ),
    ("UPDATE opinion SET redactions = '[]'", "published"),
    ("UPDATE opinion SET visibility = 'council'", "published"),
    ("UPDATE topic SET title = '別の議題'", "published"),
    ("UPDATE heading SET title = '別の見出し'", "published"),
    ("UPDATE narrative SET text = '別の記述'", "published"),
    ("UPDATE attendance SET status = 'absent'", "published"),
    ("UPDATE meeting SET venue = '別の会場'", "published"),
    (
        "UPDATE meeting SET minutes_status = 'draft' WHERE minutes_status = 'withdrawn'",
        "meeting",
    ),
    (
        "UPDATE minutes_transition SET reason = '別の理由' WHERE to_status = 'withdrawn'",
        "transition",
    ),
    (
        "DELETE FROM minutes_transition WHERE to_status = 'published'",
        "transition",
    ),
];

/// Does something to the database behind giji's back, in a transaction that is taken back where `keep` does not hold.
fn by_hand(home: &Home, sql: &str) {
    block_on(async {
        match home.database_url() {
            Some(url) => {
                let mut conn = PgConnection::connect(url).await.expect("a connection");
                sqlx::raw_sql(AssertSqlSafe(sql))
                    .execute(&mut conn)
                    .await
                    .expect(sql);
            }
            None => {
                let url = format!("sqlite://{}", home.data_dir().join("giji.db").display());
                let mut conn = SqliteConnection::connect(&url).await.expect("a connection");
                let sql = format!("PRAGMA foreign_keys = ON; {sql}");
                sqlx::raw_sql(AssertSqlSafe(&*sql))
                    .execute(&mut conn)
                    .await
                    .expect(&sql);
                conn.close().await.expect("the file is closed");
            }
        }
    });
}

/// Every table that tampering may touch, so that it can be put back.
const TABLES: [&str; 9] = [
    "meeting",
    "topic",
    "heading",
    "narrative",
    "attendance",
    "opinion",
    "minutes_transition",
    "scrub",
    "revision",
];

/// A copy of what is there, to go back to.
struct Saved;

impl Saved {
    fn of(home: &Home) -> Self {
        let mut sql = String::new();
        for table in TABLES.iter().chain(&["revision_part"]) {
            sql += &format!("CREATE TABLE saved_{table} AS SELECT * FROM {table};");
        }
        by_hand(home, &sql);
        Self
    }

    /// Rows that were changed get their old values, rows that are gone come back.
    fn put_back(&self, home: &Home) {
        let sets: [(&str, &[&str]); 10] = [
            ("meeting", &["venue", "minutes_status"]),
            ("topic", &["title"]),
            ("heading", &["title"]),
            ("narrative", &["text"]),
            ("attendance", &["status"]),
            ("opinion", &["text", "redactions", "visibility"]),
            ("minutes_transition", &["reason"]),
            ("scrub", &["reason"]),
            ("revision", &["hash", "reason", "previous_hash", "manifest"]),
            ("revision_part", &["content", "salt", "digest", "scrub_id"]),
        ];
        let mut sql = String::new();
        for (table, columns) in sets {
            let is_part = table == "revision_part";
            let same = |row: &str| match is_part {
                true => format!("s.revision_id = {row}.revision_id AND s.ordinal = {row}.ordinal"),
                false => format!("s.id = {row}.id"),
            };
            sql += &format!(
                "INSERT INTO {table} SELECT * FROM saved_{table} s WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE {});",
                same("t")
            );
            for column in columns {
                sql += &format!(
                    "UPDATE {table} SET {column} = (SELECT s.{column} FROM saved_{table} s WHERE {});",
                    same(table)
                );
            }
        }
        by_hand(home, &sql);
    }
}

#[test]
fn rows_that_are_changed_by_hand_are_named() {
    on_both(|home| {
        home.serve(&["--demo"]).stop();
        let sound = home.run(&["verify"]).succeeds();
        assert!(
            sound.contains("scrubbed: meeting") && sound.ends_with("ok\n"),
            "{sound}"
        );
        let saved = Saved::of(home);
        for (sql, row) in TAMPERING {
            by_hand(home, sql);
            let outcome = home.run(&["verify", "--json"]);
            assert_eq!(outcome.code, Some(1), "{sql}: {}", outcome.stdout);
            let said: serde_json::Value =
                serde_json::from_str(&outcome.stdout).expect("one JSON object");
            assert_eq!(said["ok"], false);
            let rows: Vec<&str> = said["findings"]
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|finding| finding["row"].as_str())
                .collect();
            assert!(rows.contains(row), "{sql}: {rows:?}");
            let words = home.run(&["verify"]);
            assert!(words.stdout.contains("tampered: meeting"), "{sql}");
            saved.put_back(home);
            assert_eq!(home.run(&["verify"]).succeeds(), sound, "{sql} is put back");
        }
    });
}

#[test]
fn minutes_of_before_revisions_were_kept_get_their_first_one_at_the_next_start() {
    on_both(|home| {
        home.serve(&["--demo"]).stop();
        by_hand(
            home,
            "DELETE FROM revision_part; DELETE FROM scrub; DELETE FROM revision",
        );
        // The audit trail knows better.
        assert_eq!(home.run(&["verify"]).code, Some(1));
        let server = home.serve(&[]);
        let meetings = server.get("", "/meetings").expect(200);
        for meeting in meetings["items"].as_array().expect("a list") {
            let id = meeting["id"].as_str().expect("an id");
            let path = format!("/meetings/{id}/minutes/revisions");
            let revisions = server.get("", &path).expect(200);
            assert_eq!(revisions["items"].as_array().map(Vec::len), Some(1));
        }
        server.stop();
    });
}
