//! Types and rules, no IO. What a word means here is what DESIGN.md's glossary says; each type has the field names that
//! the columns, the JSON and the URLs have.
//!
//! Leaves reading documents to `minutes`, storing to `store`, deciding who may do what in a use case to `app`.

mod access;
mod action_item;
mod audit;
mod clock_time;
mod council;
mod fiscal_year;
mod ids;
mod import;
mod issue;
mod meeting;
mod member_check;
mod minutes;
mod opinion;
mod outbox;
mod page;
mod person;
mod reading_memory;
mod redaction;
mod revision;
mod roster;
mod suggestion;
mod synonym;
mod text_enum;
mod topic;

pub use access::*;
pub use action_item::*;
pub use audit::*;
pub use clock_time::*;
pub use council::*;
pub use fiscal_year::*;
pub use ids::*;
pub use import::*;
pub use issue::*;
pub use meeting::*;
pub use member_check::*;
pub use minutes::*;
pub use opinion::*;
pub use outbox::*;
pub use page::*;
pub use person::*;
pub use reading_memory::*;
pub use redaction::*;
pub use revision::*;
pub use roster::*;
pub use suggestion::*;
pub use synonym::*;
pub use text_enum::*;
pub use topic::*;
