//! Minutes text → [`ParsedMinutes`]: pure functions, no IO, no clock.
//!
//! Owns reading a document: its header, attendance, topics, statements, and the place of every line. Leaves storing what
//! was read, and every decision a person has to make about it, to `app`.
//!
//! The way of a document: bytes (`files`) → physical lines (`lines`) → page furniture set aside (`furniture`) → header,
//! cut at its labels (`header`, `labels`, `title`, `dates`, `times`, `venue`, `attendance`) → entries of the discussion with
//! what each starts with (`entries`, `cues`) → what the document as a whole shows about each mark (`agenda`, `headings`) →
//! topics, headings, narratives and statements in order (`body`, `directions`, `speakers`, `statements`) → tags (`tags`) and
//! suggestions (`actions`). No step knows a layout: a layout is what marks, numbers and labels turn out to do.

mod actions;
mod agenda;
mod attendance;
mod body;
mod cues;
mod dates;
mod days;
mod directions;
mod entries;
mod fields;
mod files;
mod furniture;
mod header;
mod labels;
mod ledger;
mod limits;
mod lines;
mod numerals;
mod opening;
mod parsed;
mod people;
mod reader;
mod roster;
mod rows;
mod run_on;
mod speakers;
mod speech;
mod tags;
mod times;
mod vocabulary;
mod warnings;
mod wording;

pub use days::{printed_day, printed_term};
pub use files::{DecodeError, Document, MAX_DOCUMENT_BYTES, MAX_LINES, Unreadable, decode};
pub use parsed::*;
pub use reader::parse;
pub use tags::{IssueAliases, Tagger};
pub use vocabulary::{DEFAULT_VOCABULARY, DefaultIssue, default_vocabulary};
