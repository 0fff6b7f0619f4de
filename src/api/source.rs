//! Where in the imported file something stands.

use poem_openapi::Object;

/// The lines of the imported file that something came from.
#[derive(Debug, Object)]
pub struct SourceSpan {
    /// The first line, from 1.
    first_line: i64,
    /// The last line, from 1.
    last_line: i64,
}

impl SourceSpan {
    /// The lines of what was imported; `None` for what was entered by hand.
    pub fn of(first_line: Option<i64>, last_line: Option<i64>) -> Option<Self> {
        Some(Self {
            first_line: first_line?,
            last_line: last_line?,
        })
    }
}
