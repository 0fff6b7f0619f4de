//! How many rows go into one statement.

/// SQLite takes 32,766 values in one statement and PostgreSQL 65,535. Far fewer already make the round trip cheap, and
/// the text of the statement and its plan stay small.
const VALUES: usize = 4_000;

/// The number of rows of `columns` columns to insert at a time.
pub(super) const fn rows_per_statement(columns: usize) -> usize {
    VALUES / columns
}
