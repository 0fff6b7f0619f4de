//! Where in the imported file something stands.

use poem_openapi::Object;

/// Lines of the imported file, from 1; both ends are meant.
#[derive(Debug, Object)]
pub struct SourceLines {
    /// The first line.
    first_line: i64,
    /// The last line.
    last_line: i64,
}

impl SourceLines {
    /// The lines, where both are known.
    pub fn of(first: Option<i64>, last: Option<i64>) -> Option<Self> {
        Some(Self {
            first_line: first?,
            last_line: last?,
        })
    }
}
