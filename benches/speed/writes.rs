//! Writes with full durability, one at a time and in batches, beside SQLite alone doing the same statements.

use std::time::Instant;

use giji::{
    app::{App, Call, NewCouncil, NewMeeting, NewOpinion},
    clock::{Clock, SystemClock},
    domain::{AttributionPolicy, MeetingId, OpinionKind, Visibility},
};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};

use super::table::{Table, median};

const SINGLES: usize = 300;
const ROUNDS: usize = 5;
const BATCH: usize = 2_000;
pub(super) const TEXT: &str = "保健師は制度と地域の双方に通じており、家族が最初に相談する相手として欠かせない。\
    退院の前から会議に加わり、関係する機関をつなぐ役を担えるよう、人数と研修の両面から支える仕組みを整える必要がある。";

/// Measures both in turns.
pub async fn run(table: &mut Table) {
    singles(table).await;
    batches(table).await;
}

async fn singles(table: &mut Table) {
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let directory = tempfile::tempdir().expect("a temporary directory can be made");
        let app = open(&directory).await;
        let meeting = meeting(&app).await;
        let start = Instant::now();
        for _ in 0..SINGLES {
            app.create_opinion(&Call::LOCAL, meeting, opinion())
                .await
                .expect("an opinion is taken");
        }
        let own = SINGLES as f64 / start.elapsed().as_secs_f64();
        app.db().close().await;

        let mut alone = alone(&directory).await;
        let start = Instant::now();
        for number in 0..SINGLES {
            sqlx::query("BEGIN IMMEDIATE")
                .execute(&mut alone)
                .await
                .expect("it begins");
            insert_row_group(&mut alone, meeting, number).await;
            sqlx::query("COMMIT")
                .execute(&mut alone)
                .await
                .expect("it commits");
        }
        let peer = SINGLES as f64 / start.elapsed().as_secs_f64();
        ours.push(own);
        theirs.push(peer);
        ratios.push(own / peer);
    }
    table.add(
        "opinions written one at a time, durable",
        format!("{:.0}/s", median(ours)),
        format!("SQLite alone, same rows: {:.0}/s", median(theirs)),
        format!("{:.2}", median(ratios)),
    );
}

async fn batches(table: &mut Table) {
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let directory = tempfile::tempdir().expect("a temporary directory can be made");
        let app = open(&directory).await;
        let council = council(&app).await;
        let imported = app
            .create_import(&Call::LOCAL, council, "batch.txt", document().into_bytes())
            .await
            .expect("the document is read");
        let start = Instant::now();
        let meeting = app
            .apply_import(&Call::LOCAL, imported.import.id)
            .await
            .expect("the import is applied");
        let own = BATCH as f64 / start.elapsed().as_secs_f64();
        app.db().close().await;

        let mut alone = alone(&directory).await;
        let start = Instant::now();
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut alone)
            .await
            .expect("it begins");
        for number in 0..BATCH {
            insert_opinion(&mut alone, meeting, number).await;
        }
        sqlx::query("COMMIT")
            .execute(&mut alone)
            .await
            .expect("it commits");
        let peer = BATCH as f64 / start.elapsed().as_secs_f64();
        ours.push(own);
        theirs.push(peer);
        ratios.push(own / peer);
    }
    table.add(
        "opinions written by an import of 2,000, durable",
        format!("{:.0}/s", median(ours)),
        format!(
            "SQLite alone, same rows in one transaction: {:.0}/s",
            median(theirs)
        ),
        format!("{:.2} (aim 0.5)", median(ratios)),
    );
}

/// An app on a new database.
pub(super) async fn open(directory: &tempfile::TempDir) -> App {
    let place = giji::config::Place {
        data_dir: directory.path().to_owned(),
        database_url: None,
        meili: None,
    };
    giji::cli::open_without_index(&place)
        .await
        .expect("an empty directory opens")
}

pub(super) async fn council(app: &App) -> giji::domain::CouncilId {
    let new = NewCouncil {
        name: "計測協議会".to_owned(),
        name_en: None,
        attribution_policy: AttributionPolicy::Named,
    };
    app.create_council(&Call::LOCAL, new)
        .await
        .expect("a council is taken")
        .id
}

async fn meeting(app: &App) -> MeetingId {
    let council = council(app).await;
    let new = NewMeeting::default();
    app.create_meeting(&Call::LOCAL, council, new)
        .await
        .expect("a meeting is taken")
        .id
}

pub(super) fn opinion() -> NewOpinion {
    NewOpinion {
        text: TEXT.to_owned(),
        kind: OpinionKind::Opinion,
        attribution: None,
        topic_id: None,
        heading_id: None,
        speaker_name: None,
        speaker_role: None,
        person_id: None,
        visibility: Visibility::Public,
        issues: vec!["nurses".to_owned()],
    }
}

/// Minutes with as many opinions as a batch has.
fn document() -> String {
    let mut text = "令和５年度 第１回 計測協議会\n議事要旨\n１ 日時 令和５年５月10日 午後２時から午後４時まで\n\
        ２ 会場 県庁\n３ 議事概要\n（１） 保健師の体制\n（主な意見等）\n〇体制\n"
        .to_owned();
    for number in 0..BATCH {
        text += &format!("・{number}番目の意見。{TEXT}\n");
    }
    text
}

/// The same database without giji.
pub(super) async fn alone(directory: &tempfile::TempDir) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(directory.path().join("giji.db"))
        .connect()
        .await
        .expect("the database opens")
}

/// What one opinion entered by hand leaves behind: the row, its tag, the audit entry, the outbox entry.
async fn insert_row_group(conn: &mut SqliteConnection, meeting: MeetingId, number: usize) {
    insert_opinion(conn, meeting, number).await;
    sqlx::query(
        "INSERT INTO audit (id, at, action, entity, entity_id, council_id, detail)
         SELECT randomblob(16), '2026-01-01T00:00:00Z', 'create', 'opinion', hex(id), council_id, '{}'
         FROM meeting WHERE id = $1",
    )
    .bind(meeting)
    .execute(&mut *conn)
    .await
    .expect("an audit entry is taken");
    sqlx::query(
        "INSERT INTO outbox (scope, entity_id, council_id) SELECT 'opinion', randomblob(16), council_id
         FROM meeting WHERE id = $1",
    )
    .bind(meeting)
    .execute(conn)
    .await
    .expect("an outbox entry is taken");
}

async fn insert_opinion(conn: &mut SqliteConnection, meeting: MeetingId, number: usize) {
    let id = SystemClock.new_id();
    sqlx::query(
        "INSERT INTO opinion (id, council_id, meeting_id, position, text, kind, attribution, certainty, visibility,
            version, created_at, updated_at)
         SELECT $1, council_id, id, $2, $3, 'opinion', 'collective', 'printed', 'public', 1,
            '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z' FROM meeting WHERE id = $4",
    )
    .bind(id)
    .bind(1_000_000 + number as i64)
    .bind(format!("{number}番目の意見。{TEXT}"))
    .bind(meeting)
    .execute(&mut *conn)
    .await
    .expect("an opinion is taken");
    sqlx::query("INSERT INTO opinion_issue (opinion_id, issue_key, origin) VALUES ($1, 'nurses', 'keyword')")
        .bind(id)
        .execute(conn)
        .await
        .expect("a tag is taken");
}
