//! The API over HTTP: every scenario runs on SQLite and on PostgreSQL, and means the same on both. Every answer is held
//! against the OpenAPI document.

mod action_items;
#[path = "../support/app.rs"]
mod app;
mod audit;
mod authorisation;
mod catalogue;
#[path = "../support/contract.rs"]
mod contract;
mod corrected;
mod corrected_deleted;
mod correction_requests;
#[path = "../support/databases.rs"]
mod databases;
mod imports;
mod indexer;
mod issues;
mod meeting_parts;
#[path = "../search_contract/meili_server.rs"]
mod meili_server;
mod member_check;
mod memberships;
mod merges;
mod minutes;
mod opinions;
mod persons;
mod problems;
mod publication;
mod publication_leaks;
mod resources;
mod review;
mod reviews;
mod roster;
mod search_around;
mod search_away;
mod search_facets;
mod search_leaks;
mod search_names;
mod search_torn;
mod search_typos;
mod searching;
mod synonyms;
mod visibility;
mod world;
