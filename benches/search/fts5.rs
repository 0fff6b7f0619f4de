//! SQLite's full-text index with trigrams, over the same wording. It finds no term of fewer than three characters, so that
//! only longer ones are asked.

use std::time::Instant;

use sqlx::{Connection, Row, SqliteConnection};

use crate::{corpus, timing::Times};

const ROUNDS: usize = 2;

/// Builds the index and asks for each term of three characters or more: how many have it, and the newest twenty.
pub async fn measure(count: u64, terms: &[String]) -> Times {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    let url = format!(
        "sqlite://{}?mode=rwc",
        directory.path().join("fts5.db").display()
    );
    let mut conn = SqliteConnection::connect(&url).await.expect("a database");
    sqlx::raw_sql("PRAGMA journal_mode = WAL; CREATE VIRTUAL TABLE opinion USING fts5(text, tokenize = 'trigram')")
        .execute(&mut conn)
        .await
        .expect("a table");
    let mut transaction = conn.begin().await.expect("a transaction");
    for number in 0..count {
        sqlx::query("INSERT INTO opinion (rowid, text) VALUES ($1, $2)")
            .bind(i64::try_from(number).expect("small"))
            .bind(corpus::text(number))
            .execute(&mut *transaction)
            .await
            .expect("a row");
    }
    transaction.commit().await.expect("committed");
    let (mut milliseconds, mut hits) = (Vec::new(), 0);
    let longer: Vec<&String> = terms
        .iter()
        .filter(|term| term.chars().count() > 2)
        .collect();
    for round in 0..=ROUNDS {
        for term in &longer {
            let begun = Instant::now();
            let sought = format!("\"{term}\"");
            let total: i64 = sqlx::query("SELECT COUNT(*) FROM opinion WHERE opinion MATCH $1")
                .bind(&sought)
                .fetch_one(&mut conn)
                .await
                .expect("a count")
                .get(0);
            sqlx::query(
                "SELECT rowid FROM opinion WHERE opinion MATCH $1 ORDER BY rowid DESC LIMIT 20",
            )
            .bind(&sought)
            .fetch_all(&mut conn)
            .await
            .expect("hits");
            if round > 0 {
                milliseconds.push(begun.elapsed().as_secs_f64() * 1_000.0);
                hits += u64::try_from(total).expect("a count");
            }
        }
    }
    Times::of(
        "single term of three characters or more",
        milliseconds,
        hits,
    )
}
