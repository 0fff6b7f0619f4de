//! The only room with SQL: rows in, rows out, on SQLite and on PostgreSQL.
//!
//! Functions take a [`Conn`]: a connection to read from or a transaction to write in. Reading functions that take a
//! [`Viewer`](crate::domain::Viewer) return only what it may see, in the form in which it may see it. Who may change
//! what, and what else a change brings about, is `app`'s.
//!
//! `find_` returns an `Option`, `list_` a `Page` or everything of one parent, `insert_`, `update_` and `delete_` change
//! one row and its parts; an update or delete of a row that was read at another version is `Stale`.

mod action_item;
mod attendance;
mod audit;
mod bulk;
mod change_marker;
mod check_answer;
mod check_round;
mod columns;
mod correction_request;
mod council;
mod database_files;
mod documents;
mod engine;
mod error;
mod heading;
mod import;
mod indexing_lock;
mod integrity;
mod issue;
mod material;
mod meeting;
mod meeting_part;
mod membership;
mod name_documents;
mod narrative;
mod opinion;
mod outbox;
mod person;
mod person_merge;
mod reading_memory;
mod review;
mod revision;
mod setting;
mod suggestion;
mod synonym;
mod token;
mod topic;
mod visibility;

pub use action_item::*;
pub use attendance::*;
pub use audit::*;
pub use change_marker::{ChangeMarker, Marker};
pub use check_answer::*;
pub use check_round::*;
pub use correction_request::*;
pub use council::*;
pub use documents::*;
pub use engine::{Conn, Db, missing_database_file};
pub use error::*;
pub use heading::*;
pub use import::*;
pub use indexing_lock::IndexingLock;
pub use integrity::*;
pub use issue::*;
pub use material::*;
pub use meeting::*;
pub use membership::*;
pub use name_documents::*;
pub use narrative::*;
pub use opinion::*;
pub use outbox::*;
pub use person::*;
pub use person_merge::*;
pub use reading_memory::*;
pub use review::*;
pub use revision::*;
pub use setting::*;
pub use suggestion::*;
pub use synonym::*;
pub use token::*;
pub use topic::*;
