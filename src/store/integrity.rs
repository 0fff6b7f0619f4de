//! Whether the database is whole: what the engine can tell of its file, and what has to hold between rows beyond what
//! foreign keys say.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::{Conn, StoreError, StoreResult, engine::on};

/// What has to hold, and the ids of rows for which it does not. Twenty of them tell enough.
const RULES: &[(&str, &str)] = &[
    (
        "opinion {id} has another council than its meeting",
        "SELECT o.id FROM opinion o JOIN meeting m ON m.id = o.meeting_id
        WHERE o.council_id <> m.council_id ORDER BY o.id LIMIT 20",
    ),
    (
        "opinion {id} has a topic of another meeting",
        "SELECT o.id FROM opinion o JOIN topic t ON t.id = o.topic_id
        WHERE t.meeting_id <> o.meeting_id ORDER BY o.id LIMIT 20",
    ),
    (
        "opinion {id} has a heading of another meeting",
        "SELECT o.id FROM opinion o JOIN heading h ON h.id = o.heading_id
        WHERE h.meeting_id <> o.meeting_id ORDER BY o.id LIMIT 20",
    ),
    (
        "opinion {id} has a heading of another topic",
        "SELECT o.id FROM opinion o JOIN heading h ON h.id = o.heading_id
        WHERE h.topic_id IS NOT NULL AND h.topic_id IS DISTINCT FROM o.topic_id ORDER BY o.id LIMIT 20",
    ),
    (
        "heading {id} has a topic of another meeting",
        "SELECT h.id FROM heading h JOIN topic t ON t.id = h.topic_id
        WHERE t.meeting_id <> h.meeting_id ORDER BY h.id LIMIT 20",
    ),
    (
        "narrative {id} has a topic of another meeting",
        "SELECT n.id FROM narrative n JOIN topic t ON t.id = n.topic_id
        WHERE t.meeting_id <> n.meeting_id ORDER BY n.id LIMIT 20",
    ),
    (
        "material {id} has a topic of another meeting",
        "SELECT d.id FROM material d JOIN topic t ON t.id = d.topic_id
        WHERE t.meeting_id <> d.meeting_id ORDER BY d.id LIMIT 20",
    ),
    (
        "meeting {id} has another state than its last transition left it in",
        "SELECT m.id FROM meeting m JOIN minutes_transition x ON x.meeting_id = m.id
        WHERE x.to_status <> m.minutes_status
            AND NOT EXISTS (SELECT 1 FROM minutes_transition y WHERE y.meeting_id = m.id AND y.id > x.id)
        ORDER BY m.id LIMIT 20",
    ),
    (
        "action item {id} has another council than its meeting",
        "SELECT a.id FROM action_item a JOIN meeting m ON m.id = a.meeting_id
        WHERE a.council_id <> m.council_id ORDER BY a.id LIMIT 20",
    ),
    (
        "action item {id} has an opinion of another council",
        "SELECT DISTINCT a.id FROM action_item a
            JOIN action_item_opinion x ON x.action_item_id = a.id
            JOIN opinion o ON o.id = x.opinion_id
        WHERE a.council_id <> o.council_id ORDER BY a.id LIMIT 20",
    ),
    (
        "import {id} is applied and has no meeting, or has one and is not",
        "SELECT i.id FROM import i
        WHERE (i.status = 'applied') <> (i.meeting_id IS NOT NULL) ORDER BY i.id LIMIT 20",
    ),
    (
        "import {id} has another council than its meeting",
        "SELECT i.id FROM import i JOIN meeting m ON m.id = i.meeting_id
        WHERE i.council_id <> m.council_id ORDER BY i.id LIMIT 20",
    ),
    (
        "meeting {id} was made of imports and has the source of none of them",
        "SELECT m.id FROM meeting m
        WHERE EXISTS (SELECT 1 FROM import i WHERE i.meeting_id = m.id)
            AND NOT EXISTS (SELECT 1 FROM import i WHERE i.meeting_id = m.id AND i.source_id = m.source_id)
        ORDER BY m.id LIMIT 20",
    ),
    (
        "suggestion {id} has another council or meeting than its import",
        "SELECT s.id FROM suggestion s JOIN import i ON i.id = s.import_id
        WHERE s.council_id <> i.council_id OR i.meeting_id IS NULL OR s.meeting_id <> i.meeting_id
        ORDER BY s.id LIMIT 20",
    ),
    (
        "suggestion {id} has an opinion of another meeting",
        "SELECT s.id FROM suggestion s JOIN opinion o ON o.id = s.opinion_id
        WHERE o.meeting_id <> s.meeting_id ORDER BY s.id LIMIT 20",
    ),
    (
        "suggestion {id} has an attendance entry of another meeting",
        "SELECT s.id FROM suggestion s JOIN attendance a ON a.id = s.attendance_id
        WHERE a.meeting_id <> s.meeting_id ORDER BY s.id LIMIT 20",
    ),
    (
        "check round {id} is open, and the minutes are not with the members",
        "SELECT r.id FROM check_round r JOIN meeting m ON m.id = r.meeting_id
        WHERE r.closed_at IS NULL AND m.minutes_status <> 'member_check' ORDER BY r.id LIMIT 20",
    ),
    (
        "check round {id} has an answer about an opinion of another meeting",
        "SELECT DISTINCT r.id FROM check_answer a
            JOIN check_round r ON r.id = a.round_id
            JOIN opinion o ON o.id = a.opinion_id
        WHERE o.meeting_id <> r.meeting_id ORDER BY r.id LIMIT 20",
    ),
    (
        "correction request {id} has another council or meeting than its round",
        "SELECT q.id FROM correction_request q
            JOIN check_round r ON r.id = q.round_id
            JOIN meeting m ON m.id = r.meeting_id
        WHERE q.meeting_id <> r.meeting_id OR q.council_id <> m.council_id ORDER BY q.id LIMIT 20",
    ),
    (
        "correction request {id} has an opinion of another meeting",
        "SELECT q.id FROM correction_request q JOIN opinion o ON o.id = q.opinion_id
        WHERE o.meeting_id <> q.meeting_id ORDER BY q.id LIMIT 20",
    ),
    (
        "suggestion {id} has an action item of another council",
        "SELECT s.id FROM suggestion s JOIN action_item a ON a.id = s.action_item_id
        WHERE a.council_id <> s.council_id ORDER BY s.id LIMIT 20",
    ),
];

/// What is wrong with the database, one sentence each; nothing where it is whole. Reads all of it.
pub async fn check_integrity(conn: &mut Conn) -> StoreResult<Vec<String>> {
    let mut findings = check_rows_and_file(conn)
        .await
        .or_else(damage_is_a_finding)?;
    if findings.is_empty() {
        findings = check_rules(conn).await.or_else(damage_is_a_finding)?;
    }
    Ok(findings)
}

/// What the engine itself can tell. PostgreSQL enforces its foreign keys and checks its pages as it reads them; SQLite
/// is asked, because a file may have been copied badly or edited with foreign keys switched off.
async fn check_rows_and_file(conn: &mut Conn) -> StoreResult<Vec<String>> {
    match conn {
        Conn::SqliteRead(connection) => check_sqlite(connection).await,
        Conn::SqliteWrite(transaction, _) => check_sqlite(transaction).await,
        Conn::PostgresRead(_) | Conn::PostgresWrite(_) => Ok(Vec::new()),
    }
}

async fn check_sqlite(connection: &mut SqliteConnection) -> StoreResult<Vec<String>> {
    let mut findings: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut *connection)
        .await?;
    findings.retain(|finding| finding != "ok");
    let dangling: Vec<(String, Option<i64>, String)> =
        sqlx::query_as("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 20")
            .fetch_all(connection)
            .await?;
    findings.extend(dangling.into_iter().map(|(table, rowid, parent)| {
        let row = rowid.map(|rowid| rowid.to_string()).unwrap_or_default();
        format!("{table} row {row} refers to a row of {parent} that is not there")
    }));
    Ok(findings)
}

async fn check_rules(conn: &mut Conn) -> StoreResult<Vec<String>> {
    let mut findings = Vec::new();
    for (finding, sql) in RULES {
        let ids: Vec<Uuid> = on!(conn, |c, D| sqlx::query_scalar(*sql).fetch_all(c).await?);
        findings.extend(
            ids.iter()
                .map(|id| finding.replace("{id}", &id.to_string())),
        );
    }
    Ok(findings)
}

/// A file so damaged that a question about it fails is the finding that was looked for.
fn damage_is_a_finding(error: StoreError) -> StoreResult<Vec<String>> {
    match error {
        StoreError::Damaged(_) | StoreError::Corrupt(_) => Ok(vec![error.to_string()]),
        other => Err(other),
    }
}
