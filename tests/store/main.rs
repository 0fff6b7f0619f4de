//! The contract of the store: every scenario runs on SQLite and on PostgreSQL, and means the same on both.

#[path = "../support/mod.rs"]
mod support;

mod action_items;
mod attendances;
mod audit;
mod councils;
mod coverage;
mod documents;
mod engine;
mod imports;
mod integrity;
mod issues;
mod meetings;
mod memberships;
mod migrations;
mod opinions;
mod outbox;
mod persons;
mod rows;
mod settings;
mod tokens;
mod topics;
mod viewers;
