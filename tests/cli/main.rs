//! giji as its users meet it: the commands, and the service through kills, full disks and lost databases. Everything that
//! a database has part in runs on SQLite and on PostgreSQL.

mod actions;
mod crashes;
mod databases_lost;
mod demo;
mod environment;
mod help;
mod home;
mod hostile;
mod import;
mod index;
mod logs;
mod parse;
mod proxy;
mod roster;
#[path = "../support/schemas.rs"]
mod schemas;
mod search;
mod server;
mod starting;
mod stopping;
mod tokens;
mod verify;
