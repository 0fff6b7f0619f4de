//! The generated opinions as rows of a SQLite database, for what is measured through the whole of giji.

use std::path::Path;

use giji::{config::Place, domain::TextEnum, search::SearchDocument};
use sqlx::{Connection, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use crate::corpus;

const NOW: &str = "2026-01-01T00:00:00.000000Z";
/// Opinions in one transaction.
const BATCH: u64 = 6_000;
/// Rows in one statement.
const ROWS: usize = 200;

/// Puts `count` opinions with their councils, meetings, topics and headings into the database of `place`.
pub async fn fill(place: &Place, count: u64) {
    let app = giji::cli::open_without_index(place)
        .await
        .expect("a database can be made");
    app.db().close().await;
    let mut conn = connect(&place.data_dir).await;
    councils(&mut conn).await;
    for first in (0..count).step_by(BATCH as usize) {
        let numbers = first..(first + BATCH).min(count);
        let documents: Vec<SearchDocument> = numbers.map(corpus::document).collect();
        run(&mut conn, "BEGIN").await;
        meetings(&mut conn, &documents).await;
        headings(&mut conn, &documents).await;
        opinions(&mut conn, &documents).await;
        issues(&mut conn, &documents).await;
        run(&mut conn, "COMMIT").await;
    }
    conn.close().await.expect("it closes");
}

async fn connect(data_dir: &Path) -> SqliteConnection {
    let url = format!("sqlite://{}", data_dir.join("giji.db").display());
    let mut conn = SqliteConnection::connect(&url).await.expect("a database");
    run(&mut conn, "PRAGMA synchronous = OFF").await;
    conn
}

async fn run(conn: &mut SqliteConnection, statement: &'static str) {
    sqlx::query(statement)
        .execute(conn)
        .await
        .expect("a statement runs");
}

/// The councils and the issues, which the documents name.
async fn councils(conn: &mut SqliteConnection) {
    for number in 0..corpus::COUNCILS {
        sqlx::query(
            "INSERT INTO council (id, name, attribution_policy, version, created_at, updated_at) VALUES ($1, $2, 'named', 1, $3, $3)",
        )
        .bind(corpus::council_id(number).0)
        .bind(format!("計測協議会{number}"))
        .bind(NOW)
        .execute(&mut *conn)
        .await
        .expect("a council is taken");
    }
    for key in corpus::ISSUES {
        sqlx::query(
            "INSERT INTO issue (key, label_ja, label_en, aliases, version, created_at, updated_at)
             VALUES ($1, $1, $1, '[]', 1, $2, $2) ON CONFLICT DO NOTHING",
        )
        .bind(key)
        .bind(NOW)
        .execute(&mut *conn)
        .await
        .expect("an issue is taken");
    }
}

/// The meetings and the one topic of each.
async fn meetings(conn: &mut SqliteConnection, documents: &[SearchDocument]) {
    for document in documents.iter().filter(|document| document.position == 0) {
        let meeting = document.meeting_id.expect("it has one").0;
        sqlx::query(
            "INSERT INTO meeting (id, council_id, title, fiscal_year, date, minutes_status, version, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'published', 1, $6, $6)",
        )
        .bind(meeting)
        .bind(document.council_id.map(|id| id.0))
        .bind(format!("令和の会議{}", meeting.as_u128() & 0xffff_ffff))
        .bind(document.fiscal_year)
        .bind(document.date)
        .bind(NOW)
        .execute(&mut *conn)
        .await
        .expect("a meeting is taken");
        sqlx::query(
            "INSERT INTO topic (id, meeting_id, position, title, visibility, version) VALUES ($1, $2, 0, $3, 'public', 1)",
        )
        .bind(topic_of(document))
        .bind(meeting)
        .bind(&document.topic)
        .execute(&mut *conn)
        .await
        .expect("a topic is taken");
    }
}

/// The one topic of the meeting.
fn topic_of(document: &SearchDocument) -> Uuid {
    let meeting = document.meeting_id.map_or(0, |id| id.0.as_u128());
    Uuid::from_u128(meeting | 1 << 96)
}

async fn headings(conn: &mut SqliteConnection, documents: &[SearchDocument]) {
    let under: Vec<_> = documents
        .iter()
        .filter(|document| document.heading.is_some())
        .collect();
    for rows in under.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO heading (id, meeting_id, topic_id, position, title) ",
        );
        query.push_values(rows, |mut row, document| {
            let meeting = document.meeting_id.map(|id| id.0);
            row.push_bind(document.id)
                .push_bind(meeting)
                .push_bind(topic_of(document))
                .push_bind(document.position)
                .push_bind(&document.heading);
        });
        query
            .build()
            .execute(&mut *conn)
            .await
            .expect("headings are taken");
    }
}

async fn opinions(conn: &mut SqliteConnection, documents: &[SearchDocument]) {
    for rows in documents.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO opinion (id, council_id, meeting_id, topic_id, heading_id, position, text, kind, attribution, certainty,
                speaker_name, speaker_role, visibility, version, created_at, updated_at) ",
        );
        query.push_values(rows, |mut row, document| {
            let meeting = document.meeting_id.map(|id| id.0);
            row.push_bind(document.id)
                .push_bind(document.council_id.map(|id| id.0))
                .push_bind(meeting)
                .push_bind(topic_of(document))
                .push_bind(document.heading.as_ref().map(|_| document.id))
                .push_bind(document.position)
                .push_bind(&document.text)
                .push_bind(document.opinion_kind.map(|kind| kind.as_str()))
                .push_bind(document.attribution.map(|word| word.as_str()))
                .push_bind("printed")
                .push_bind(document.speaker_keys.first())
                .push_bind(&document.role)
                .push_bind("public")
                .push_bind(1)
                .push_bind(NOW)
                .push_bind(NOW);
        });
        query
            .build()
            .execute(&mut *conn)
            .await
            .expect("opinions are taken");
    }
}

async fn issues(conn: &mut SqliteConnection, documents: &[SearchDocument]) {
    let tags: Vec<(Uuid, &String)> = documents
        .iter()
        .flat_map(|document| document.issues.iter().map(|key| (document.id, key)))
        .collect();
    for rows in tags.chunks(ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT OR IGNORE INTO opinion_issue (opinion_id, issue_key, origin) ",
        );
        query.push_values(rows, |mut row, (opinion, key)| {
            row.push_bind(*opinion)
                .push_bind((*key).clone())
                .push_bind("manual");
        });
        query
            .build()
            .execute(&mut *conn)
            .await
            .expect("tags are taken");
    }
}
