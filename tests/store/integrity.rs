//! Whether damage is found, and nothing else.

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
};

use giji::{domain::*, store::*};
use sqlx::{AssertSqlSafe, Executor};

use crate::{
    rows::{Rows, assert_is, commit, read},
    support::databases::{Engine, TestDatabase, on, on_both},
};

/// A database with two councils, each with a meeting that has all parts.
struct Stage {
    opinions: [Opinion; 2],
    topics: [Topic; 2],
    headings: [Heading; 2],
    meetings: [Meeting; 2],
    items: [ActionItem; 2],
    imports: [Import; 2],
}

impl Stage {
    async fn store(db: &TestDatabase) -> Self {
        let rows = Rows::new();
        let councils = [rows.council("一"), rows.council("二")];
        let sources = [rows.source("一"), rows.source("二")];
        let meeting = |at: usize| Meeting {
            source_id: Some(sources[at].id),
            ..rows.meeting(&councils[at])
        };
        let meetings = [meeting(0), meeting(1)];
        let topics = [rows.topic(&meetings[0], 0), rows.topic(&meetings[1], 0)];
        let heading = |at: usize| rows.heading(&meetings[at], Some(&topics[at]), 0);
        let headings = [heading(0), heading(1)];
        let opinion = |at: usize| Opinion {
            heading_id: Some(headings[at].id),
            ..rows.opinion(&meetings[at], Some(&topics[at]), 0)
        };
        let opinions = [opinion(0), opinion(1)];
        let item = |at: usize| ActionItem {
            opinion_ids: vec![opinions[at].id],
            ..rows.action_item(&councils[at], Some(&meetings[at]))
        };
        let items = [item(0), item(1)];
        let imports = [
            rows.import(&councils[0], &sources[0]),
            rows.import(&councils[1], &sources[1]),
        ];
        commit(db, async |conn| {
            for at in 0..2 {
                insert_council(conn, &councils[at]).await?;
                insert_source(conn, &sources[at]).await?;
                insert_meeting(conn, &meetings[at]).await?;
                insert_topic(conn, &topics[at]).await?;
                insert_heading(conn, &headings[at]).await?;
                insert_narrative(conn, &rows.narrative(&meetings[at], Some(&topics[at]), 0))
                    .await?;
                insert_material(conn, &rows.material(&meetings[at], Some(&topics[at]), 0)).await?;
                insert_opinions(conn, &opinions[at..=at]).await?;
                insert_action_item(conn, &items[at]).await?;
                insert_import(conn, &imports[at]).await?;
                set_import_applied(conn, imports[at].id, meetings[at].id).await?;
                let suggestion = rows.suggestion(&imports[at], &opinions[at]);
                insert_suggestions(conn, std::slice::from_ref(&suggestion)).await?;
                let accepted = SuggestionStatus::Accepted;
                settle_suggestion(conn, suggestion.id, accepted, Some(items[at].id)).await?;
                let transition = MinutesTransition {
                    id: rows.id(),
                    meeting_id: meetings[at].id,
                    from_status: MinutesStatus::Published,
                    to_status: MinutesStatus::Draft,
                    reason: None,
                    token_id: None,
                    at: rows.now(),
                };
                insert_transition(conn, &transition).await?;
                let person = rows.person("青木 花子");
                insert_person(conn, &person).await?;
                let said = Opinion {
                    person_id: Some(person.id),
                    ..opinions[at].clone()
                };
                let round = CheckRound {
                    closed_at: Some(rows.now()),
                    ..rows.check_round(&meetings[at])
                };
                insert_check_round(conn, &round).await?;
                insert_correction_request(conn, &rows.correction_request(&round, &said)).await?;
                let answer = CheckAnswer {
                    round_id: round.id,
                    opinion_id: said.id,
                    person_id: person.id,
                    answer: CheckAnswerKind::CorrectionRequested,
                    at: rows.now(),
                    token_id: None,
                };
                put_check_answers(conn, &[answer]).await?;
            }
            Ok(())
        })
        .await
        .expect("two meetings can be stored");
        Self {
            opinions,
            topics,
            headings,
            meetings,
            items,
            imports,
        }
    }
}

/// Runs SQL behind the store's back and tells what the check then finds; nothing of it stays.
async fn findings_after(db: &Db, sql: &str) -> Vec<String> {
    let mut conn = db.write().await.expect("the database takes a transaction");
    let sql = AssertSqlSafe(sql.to_owned());
    match &mut conn {
        Conn::SqliteWrite(transaction, _) => transaction.execute(sql).await.map(drop),
        Conn::PostgresWrite(transaction) => transaction.execute(sql).await.map(drop),
        Conn::SqliteRead(_) | Conn::PostgresRead(_) => {
            unreachable!("it was asked for a transaction")
        }
    }
    .expect("the engine takes the damage");
    check_integrity(&mut conn).await.expect("the check runs")
}

#[test]
fn a_database_that_is_whole_has_no_findings() {
    on_both(async |db| {
        assert_eq!(
            check_integrity(&mut read(db).await).await.unwrap(),
            Vec::<String>::new()
        );
        Stage::store(db).await;
        assert_eq!(
            check_integrity(&mut read(db).await).await.unwrap(),
            Vec::<String>::new()
        );
    });
}

#[test]
fn rows_that_do_not_fit_together_are_found_and_named() {
    on_both(async |db| {
        let stage = Stage::store(db).await;
        // The first row of a table, given what belongs to the second.
        let swap = |table: &str, column: &str| {
            format!(
                "UPDATE {table} SET {column} = (SELECT {column} FROM {table} ORDER BY id DESC LIMIT 1)
                WHERE id = (SELECT id FROM {table} ORDER BY id LIMIT 1)"
            )
        };
        let opinion = stage.opinions[0].id;
        let item = stage.items[0].id;
        let import = stage.imports[0].id;
        let table = [
            (swap("opinion", "council_id"), format!("opinion {opinion} has another council than its meeting")),
            (swap("opinion", "topic_id"), format!("opinion {opinion} has a topic of another meeting")),
            (swap("opinion", "heading_id"), format!("opinion {opinion} has a heading of another meeting")),
            (
                "UPDATE opinion SET topic_id = NULL WHERE id = (SELECT id FROM opinion ORDER BY id LIMIT 1)".to_owned(),
                format!("opinion {opinion} has a heading of another topic"),
            ),
            (
                swap("heading", "topic_id"),
                format!("heading {} has a topic of another meeting", stage.headings[0].id),
            ),
            (swap("narrative", "topic_id"), "narrative".to_owned()),
            (swap("material", "topic_id"), "material".to_owned()),
            (
                "UPDATE meeting SET minutes_status = 'published' WHERE id = (SELECT id FROM meeting ORDER BY id LIMIT 1)"
                    .to_owned(),
                format!("meeting {} has another state than its last transition left it in", stage.meetings[0].id),
            ),
            (swap("action_item", "council_id"), format!("action item {item} has another council than its meeting")),
            (swap("action_item", "council_id"), format!("action item {item} has an opinion of another council")),
            (
                "UPDATE import SET status = 'draft' WHERE id = (SELECT id FROM import ORDER BY id LIMIT 1)".to_owned(),
                format!("import {import} is applied and has no meeting, or has one and is not"),
            ),
            (
                "UPDATE import SET meeting_id = NULL WHERE id = (SELECT id FROM import ORDER BY id LIMIT 1)".to_owned(),
                format!("import {import} is applied and has no meeting, or has one and is not"),
            ),
            (
                swap("import", "meeting_id"),
                format!("import {import} has another council than its meeting"),
            ),
            (
                "UPDATE meeting SET source_id = NULL WHERE id = (SELECT meeting_id FROM import ORDER BY id LIMIT 1)".to_owned(),
                "was made of imports and has the source of none of them".to_owned(),
            ),
            (swap("suggestion", "council_id"), "has another council or meeting than its import".to_owned()),
            (swap("suggestion", "opinion_id"), "has an opinion of another meeting".to_owned()),
            (
                "UPDATE check_round SET closed_at = NULL".to_owned(),
                "is open, and the minutes are not with the members".to_owned(),
            ),
            (swap("check_round", "meeting_id"), "has an answer about an opinion of another meeting".to_owned()),
            (swap("correction_request", "council_id"), "has another council or meeting than its round".to_owned()),
            (swap("correction_request", "opinion_id"), "correction request".to_owned()),
            (swap("suggestion", "action_item_id"), "has an action item of another council".to_owned()),
        ];
        for (sql, expected) in table {
            let findings = findings_after(db, &sql).await;
            assert!(
                findings.iter().any(|finding| finding.contains(&expected)),
                "{sql}\n{findings:#?}"
            );
        }
        assert_eq!(stage.topics.len(), 2);
        assert_eq!(
            check_integrity(&mut read(db).await).await.unwrap(),
            Vec::<String>::new()
        );
    });
}

#[test]
fn a_reference_to_a_row_that_is_not_there_is_found_in_sqlite() {
    on(Engine::Sqlite, async |db| {
        Stage::store(db).await;
        let Db::Sqlite { write, .. } = &**db else {
            unreachable!("the scenario is SQLite's")
        };
        // Another program may have edited the file with foreign keys switched off, as is SQLite's default.
        let mut connection = write.acquire().await.unwrap();
        connection
            .execute("PRAGMA foreign_keys = OFF")
            .await
            .unwrap();
        connection.execute("DELETE FROM topic").await.unwrap();
        connection
            .execute("PRAGMA foreign_keys = ON")
            .await
            .unwrap();
        drop(connection);
        let findings = check_integrity(&mut read(db).await).await.unwrap();
        assert!(
            findings
                .iter()
                .any(|finding| finding.contains("refers to a row of topic")),
            "{findings:#?}"
        );
    });
}

#[test]
fn a_damaged_page_is_found_in_sqlite() {
    on(Engine::Sqlite, async |db| {
        Stage::store(db).await;
        db.close().await;
        let path = db.url.trim_start_matches("sqlite:");
        let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
        let page = 4096;
        let pages = file.metadata().unwrap().len() / page;
        for number in (2..pages).step_by(3) {
            file.seek(SeekFrom::Start(number * page)).unwrap();
            file.write_all(&[0xAA; 2048]).unwrap();
        }
        drop(file);
        match Db::open(&db.url).await {
            Ok(damaged) => {
                let findings = check_integrity(&mut read(&damaged).await).await.unwrap();
                assert!(!findings.is_empty());
                damaged.close().await;
            }
            Err(error) => assert_is!(error, StoreError::Damaged(_)),
        }
    });
}
