//! Facts about the database as a whole, by name: which index was built from it, whether it has had its first start.

use super::{Conn, StoreResult, engine::on};

const GET: &str = "SELECT value FROM setting WHERE name = $1";

const PUT: &str = "\
    INSERT INTO setting (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// What was last put under `name`.
pub async fn get_setting(conn: &mut Conn, name: &str) -> StoreResult<Option<String>> {
    Ok(on!(conn, |c, D| sqlx::query_scalar(GET)
        .bind(name)
        .fetch_optional(c)
        .await?))
}

/// Puts `value` under `name`, in place of what was there.
pub async fn put_setting(conn: &mut Conn, name: &str, value: &str) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(PUT)
        .bind(name)
        .bind(value)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
