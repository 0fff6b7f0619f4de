//! Published minutes as documents: HTML, Markdown, CSV and JSON. Pure functions of a revision, so that every export of the same
//! revision is the same to the byte.
//!
//! Leaves reading revisions and deciding who may see them to `app`, sending them to `api`.

mod csv;
mod dates;
mod diff_html;
mod html;
mod json;
mod markdown;
mod marks;
mod outline;
mod page;
#[cfg(test)]
mod reader;
mod wording;
mod words;

pub use csv::csv;
pub use dates::wareki;
pub use diff_html::diff_html;
pub use html::html;
pub use json::{JSON_FORMAT, JSON_SCHEMA, json};
pub use markdown::markdown;
