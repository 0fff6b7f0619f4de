//! The contract of the store: every scenario runs on SQLite and on PostgreSQL, and means the same on both.

#[path = "../support/mod.rs"]
mod support;

mod action_items;
mod action_items_seen;
mod attendances;
mod audit;
mod councils;
mod coverage;
mod documents;
mod documents_seen;
mod engine;
mod imports;
mod integrity;
mod issues;
mod meetings;
mod meetings_listed;
mod member_check;
mod memberships;
mod migrations;
mod name_documents;
mod opinions;
mod opinions_seen;
mod outbox;
mod person_merges;
mod persons;
mod reading_memory;
mod revisions;
mod rows;
mod settings;
mod suggestions;
mod synonyms;
mod tokens;
mod topics;
mod topics_seen;
mod viewers;
