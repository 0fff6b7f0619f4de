//! Minutes text → [`ParsedMinutes`]: pure functions, no IO, no clock.
//!
//! Owns reading a document: its header, attendance, topics, statements, and the place of every line. Leaves storing what
//! was read, and every decision a person has to make about it, to `app`.
//!
//! The way of a document, a module for each step (`reader` takes them in this order):
//!
//! 1. Bytes become physical lines (`files`, `lines`); what belongs to the page is set aside (`furniture`), and so are lines that
//!    only note when the meeting was opened and closed (`limits`). Lines that hold several turns are cut (`run_on`), the rows of drawn tables
//!    begin with their label (`boxes`), and tables of questions and answers are cut into their cells (`tables`).
//! 2. The first line that says something shows where the header must have ended (`speech`), and the heads right above it
//!    belong to the discussion (`opening`).
//! 3. The header is cut at its labels (`header`, `labels`; `header/stacked` where the labels stand one under another) and each
//!    section read: title and venue (`header`), days and times (`dates`, `times`), the list of topics (`agenda`), and the people,
//!    line by line (`attendance`), word by word (`rows`), label by label (`people`). All of them together are the `roster`.
//!    A list of people under the discussion is set apart before that (`closing`).
//! 4. The discussion becomes entries with what each starts with (`entries`, `cues`). The document as a whole shows which of
//!    them are turns (`speakers`, `body/forms`), topics (`body/topics`) and headings (`body/headings`); then topics, headings,
//!    narratives and statements are taken in order (`body`, `directions`; what minutes are signed with is set apart by `signature`), and topics that were only announced are given to
//!    what was said under them (`body/announce`). What the header leaves out of the meeting's name, the first words may tell
//!    (`first_words`).
//! 5. Statements get tags (`tags`) and suggestions (`actions`), materials are listed (`materials`), and what is missing is warned
//!    of (`warnings`).
//!
//! What people taught the reader about a council's documents comes in by `memory`; a line that no step placed is put where a
//! person says by `places`.
//!
//! What all steps share: printed wording (`wording`), numbers (`numerals`), the places of fields (`fields`) and of lines
//! (`ledger`). No step knows a layout: a layout is what marks, numbers and labels turn out to do. Every step takes time in
//! proportion to the text, whatever is in it.

mod actions;
mod agenda;
mod attendance;
mod body;
mod boxes;
mod clock;
mod closing;
mod cues;
mod dates;
mod days;
mod directions;
mod entries;
mod fields;
mod files;
mod first_words;
mod furniture;
mod header;
mod labels;
mod ledger;
mod limits;
mod lines;
mod materials;
mod memory;
mod numerals;
mod opening;
mod pages;
mod parsed;
mod people;
mod places;
mod reader;
mod roster;
mod rows;
mod run_on;
mod signature;
mod speakers;
mod speech;
mod tables;
mod tags;
mod times;
mod vocabulary;
mod warnings;
mod wording;

pub use days::printed_day;
pub use files::{DecodeError, Document, MAX_DOCUMENT_BYTES, MAX_LINES, Unreadable, decode};
pub use memory::{Memory, Reading};
pub use parsed::*;
pub use places::{PlacedLine, place_lines};
pub use reader::{parse, parse_with};
pub use tags::{IssueAliases, Tagger};
pub use vocabulary::{DEFAULT_VOCABULARY, DefaultIssue, default_vocabulary};
pub use warnings::warning_in_english;
