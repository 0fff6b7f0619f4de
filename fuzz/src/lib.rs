//! The rooms of giji that read documents, under giji's own name and without the rest of it: an instrumented build of database,
//! index and HTTP takes many minutes, and none of them is fuzzed.

#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/minutes/mod.rs"]
pub mod minutes;
#[path = "../../src/text/mod.rs"]
pub mod text;
