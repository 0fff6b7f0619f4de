//! Both engines have the same migrations, and the same tables come of them.

use std::{collections::BTreeSet, fs, path::Path};

use giji::store::Db;

use crate::support::databases::{Engine, TestDatabase, block_on};

/// What an engine says of its schema: one query each, with the same columns in the same order.
struct Question {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const QUESTIONS: [Question; 4] = [
    Question {
        name: "columns and whether they may be empty",
        sqlite: "SELECT t.name || '.' || c.name || CASE WHEN c.\"notnull\" THEN ' NOT NULL' ELSE '' END
            FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '_sqlx%'",
        postgres: "SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
            FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_sqlx%'",
    },
    Question {
        name: "references and what deleting does to them",
        sqlite: "SELECT t.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || f.\"to\" || ' ' || f.on_delete
            FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
        postgres: "SELECT k.conrelid::regclass || '.' || a.attname || ' to ' || k.confrelid::regclass || '.' || b.attname
                || CASE k.confdeltype WHEN 'c' THEN ' CASCADE' WHEN 'n' THEN ' SET NULL' WHEN 'a' THEN ' NO ACTION' END
            FROM pg_constraint k
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
            WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace",
    },
    Question {
        name: "indexes that have names, and their columns",
        sqlite: "SELECT i.tbl_name || ' ' || i.name || ' ' ||
                (SELECT group_concat(c.name, ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) c)
            FROM sqlite_schema i WHERE i.type = 'index' AND i.sql IS NOT NULL",
        postgres: "SELECT t.relname || ' ' || i.relname || ' ' ||
                (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = i.oid)
            FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
            WHERE i.relnamespace = current_schema()::regnamespace
                AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u'))",
    },
    Question {
        name: "what is unique",
        sqlite: "SELECT t.name || ' ' || (SELECT group_concat(c.name, ',' ORDER BY c.name)
                FROM pragma_table_info(t.name) c WHERE c.pk > 0)
            FROM sqlite_schema t
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '_sqlx%'
            UNION
            SELECT t.name || ' ' || (SELECT group_concat(c.name, ',' ORDER BY c.name) FROM pragma_index_info(i.name) c)
            FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin = 'u'",
        postgres: "SELECT k.conrelid::regclass || ' ' ||
                (SELECT string_agg(a.attname, ',' ORDER BY a.attname) FROM pg_attribute a
                    WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))
            FROM pg_constraint k
            WHERE k.contype IN ('p', 'u') AND k.connamespace = current_schema()::regnamespace
                AND k.conrelid::regclass::TEXT NOT LIKE '\\_sqlx%'",
    },
];

async fn ask(db: &Db, question: &Question) -> BTreeSet<String> {
    let answers: Vec<String> = match db {
        Db::Sqlite { write, .. } => sqlx::query_scalar(question.sqlite).fetch_all(write).await,
        Db::Postgres(pool) => sqlx::query_scalar(question.postgres).fetch_all(pool).await,
    }
    .expect("the engine describes its schema");
    answers.into_iter().collect()
}

#[test]
fn both_engines_have_the_same_tables_columns_references_and_indexes() {
    let (sqlite, postgres) = block_on(async {
        (
            TestDatabase::create(Engine::Sqlite).await,
            TestDatabase::create(Engine::Postgres).await,
        )
    });
    for question in &QUESTIONS {
        let (sqlite, postgres) =
            block_on(async { (ask(&sqlite, question).await, ask(&postgres, question).await) });
        assert!(!sqlite.is_empty(), "{}", question.name);
        let only_sqlite: Vec<_> = sqlite.difference(&postgres).collect();
        let only_postgres: Vec<_> = postgres.difference(&sqlite).collect();
        assert!(
            only_sqlite.is_empty() && only_postgres.is_empty(),
            "{}\nonly SQLite: {only_sqlite:#?}\nonly PostgreSQL: {only_postgres:#?}",
            question.name
        );
    }
    block_on(async {
        sqlite.remove().await;
        postgres.remove().await;
    });
}

fn migration_names(engine: &str) -> BTreeSet<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(engine);
    fs::read_dir(directory)
        .expect("the migrations are there")
        .map(|entry| entry.expect("the directory can be read").file_name())
        .map(|name| name.into_string().expect("migrations have plain names"))
        .collect()
}

#[test]
fn both_engines_have_migrations_of_the_same_names() {
    let names = migration_names("sqlite");
    assert!(!names.is_empty());
    assert_eq!(names, migration_names("postgres"));
}

#[test]
fn every_sqlite_table_is_strict() {
    crate::support::databases::on(Engine::Sqlite, async |db| {
        let question = Question {
            name: "tables that take any type",
            sqlite: "SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND type = 'table' AND NOT strict
                    AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlx%'",
            postgres: "",
        };
        assert_eq!(ask(db, &question).await, BTreeSet::new());
    });
}
