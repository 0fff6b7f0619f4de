//! A folder of documents imported, beside SQLite alone storing the same rows.

use std::time::Instant;

use giji::clock::{Clock, SystemClock};
use sqlx::SqliteConnection;

use super::{
    table::{Table, median},
    writes::{TEXT, alone, open},
};

const DOCUMENTS: usize = 1_000;
const DOCUMENT_ROUNDS: usize = 3;
/// As `giji import` stores them, where it reads as fast as it stores.
const FILES_PER_BATCH: usize = 32;

/// `giji import` of a folder: read, parsed and stored, beside SQLite alone storing the same number of the same rows, the
/// files of a batch in one transaction, with nothing to read or parse.
pub async fn run(table: &mut Table) {
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..DOCUMENT_ROUNDS {
        let directory = tempfile::tempdir().expect("a temporary directory can be made");
        let folder = directory.path().join("minutes");
        std::fs::create_dir(&folder).expect("a folder can be made");
        for number in 0..DOCUMENTS {
            let path = folder.join(format!("{number:04}.txt"));
            std::fs::write(path, minutes(number)).expect("a file can be written");
        }
        let app = open(&directory).await;
        let start = Instant::now();
        giji::cli::import_folder(&app, &folder)
            .await
            .expect("the folder is imported");
        let own = DOCUMENTS as f64 / start.elapsed().as_secs_f64();
        app.db().close().await;
        let peer = store_alone(&directory).await;
        ours.push(own);
        theirs.push(peer);
        ratios.push(own / peer);
    }
    table.add(
        "documents of 5,000 characters imported, durable",
        format!("{:.0}/s", median(ours)),
        format!(
            "SQLite alone, same rows in batches of {FILES_PER_BATCH}: {:.0}/s",
            median(theirs)
        ),
        format!("{:.2} (aim 0.5)", median(ratios)),
    );
}

/// Stores the rows of the documents that were imported once more, statement by statement, under ids of their own.
async fn store_alone(directory: &tempfile::TempDir) -> f64 {
    let mut conn = alone(directory).await;
    let documents: Vec<(Vec<u8>, Vec<u8>, String, String)> = sqlx::query_as(
        "SELECT i.council_id, i.meeting_id, s.text, i.draft FROM import i JOIN source s ON s.id = i.source_id",
    )
    .fetch_all(&mut conn)
    .await
    .expect("the imports can be read");
    assert_eq!(documents.len(), DOCUMENTS);
    let mut rows = Vec::new();
    for (_, meeting, ..) in &documents {
        let of_meeting: Vec<(String, i64)> = sqlx::query_as(
            "SELECT o.text, (SELECT COUNT(*) FROM opinion_issue x WHERE x.opinion_id = o.id) FROM opinion o
             WHERE o.meeting_id = $1",
        )
        .bind(meeting)
        .fetch_all(&mut conn)
        .await
        .expect("opinions can be read");
        rows.push(of_meeting);
    }
    let start = Instant::now();
    for (batch, rows) in documents
        .chunks(FILES_PER_BATCH)
        .zip(rows.chunks(FILES_PER_BATCH))
    {
        execute(&mut conn, "BEGIN IMMEDIATE").await;
        for ((council, _, text, draft), rows) in batch.iter().zip(rows) {
            store_document(&mut conn, council, text, draft, rows).await;
        }
        execute(&mut conn, "COMMIT").await;
    }
    DOCUMENTS as f64 / start.elapsed().as_secs_f64()
}

async fn store_document(
    conn: &mut SqliteConnection,
    council: &[u8],
    text: &str,
    draft: &str,
    rows: &[(String, i64)],
) {
    let (source, meeting) = (SystemClock.new_id(), SystemClock.new_id());
    let statements = [
        "INSERT INTO source (id, sha256, filename, size, text, created_at)
         VALUES ($1, hex(randomblob(32)), 'a.txt', 1, $4, '2026-01-01T00:00:00Z')",
        "INSERT INTO meeting (id, council_id, title, source_id, minutes_status, version, created_at, updated_at)
         VALUES ($2, $3, 'x', $1, 'draft', 1, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
        "INSERT INTO import (id, council_id, source_id, filename, status, draft, meeting_id, created_at)
         VALUES (randomblob(16), $3, $1, 'a.txt', 'applied', $5, $2, '2026-01-01T00:00:00Z')",
        "INSERT INTO audit (id, at, action, entity, entity_id, council_id, detail)
         VALUES (randomblob(16), '2026-01-01T00:00:00Z', 'create', 'import', hex($1), $3, '{}')",
        "INSERT INTO audit (id, at, action, entity, entity_id, council_id, detail)
         VALUES (randomblob(16), '2026-01-01T00:00:00Z', 'apply', 'import', hex($1), $3, '{}')",
        "INSERT INTO outbox (scope, entity_id, council_id) VALUES ('meeting', $2, $3)",
    ];
    for statement in statements {
        sqlx::query(statement)
            .bind(source)
            .bind(meeting)
            .bind(council)
            .bind(text)
            .bind(draft)
            .execute(&mut *conn)
            .await
            .expect("a row is taken");
    }
    for (position, (text, tags)) in (0..).zip(rows) {
        let id = SystemClock.new_id();
        sqlx::query(
            "INSERT INTO opinion (id, council_id, meeting_id, position, text, kind, attribution, certainty, visibility,
                first_line, last_line, version, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'opinion', 'collective', 'printed', 'public', 1, 2, 1,
                '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
        )
        .bind(id)
        .bind(council)
        .bind(meeting)
        .bind(position)
        .bind(text)
        .execute(&mut *conn)
        .await
        .expect("an opinion is taken");
        if *tags > 0 {
            sqlx::query(
                "INSERT INTO opinion_issue (opinion_id, issue_key, origin) VALUES ($1, 'nurses', 'keyword')",
            )
            .bind(id)
            .execute(&mut *conn)
            .await
            .expect("a tag is taken");
        }
    }
}

async fn execute(conn: &mut SqliteConnection, statement: &'static str) {
    sqlx::query(statement)
        .execute(conn)
        .await
        .expect("a statement runs");
}

/// Minutes of 5,000 characters; no two are the same.
fn minutes(number: usize) -> String {
    let mut text = format!(
        "令和５年度 第{number}回 計測協議会\n議事要旨\n１ 日時 令和５年５月10日 午後２時から午後４時まで\n２ 会場 県庁\n\
         ３ 出席者 青木委員、飯田委員、上野委員\n４ 議事概要\n（１） 保健師の体制\n（主な意見等）\n〇体制\n"
    );
    let mut opinion = 0;
    while text.chars().count() < 4_900 {
        opinion += 1;
        text += &format!("・{number}の{opinion}番目の意見。{TEXT}\n");
    }
    text
}
