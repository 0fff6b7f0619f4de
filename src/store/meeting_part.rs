//! What headings, narratives, materials and topics have in common: rows of one meeting that are seen with it, and with the
//! topic that they are in.

use super::visibility::Guarded;

/// Who sees a part: whoever sees the minutes of meeting `m` and the topic `t`, where it is in one.
pub(super) const PART: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &["t.visibility"],
};

/// Stores rows, many in one statement; the last argument binds the columns of one.
macro_rules! insert_parts {
    ($conn:expr, $insert:expr, $columns:literal, $parts:expr, |$row:ident, $part:ident| $bound:expr) => {
        for chunk in $parts.chunks($crate::store::bulk::rows_per_statement($columns)) {
            $crate::store::engine::on!($conn, |c, D| {
                let mut query = sqlx::QueryBuilder::<D>::new($insert);
                query.push_values(chunk, |mut $row, $part| {
                    $bound;
                });
                query
                    .build()
                    .persistent(chunk.len() == 1)
                    .execute(c)
                    .await
                    .map(drop)?;
            });
        }
    };
}
pub(super) use insert_parts;

/// The row that `viewer` may see whose `column` is `id`.
macro_rules! find_part {
    ($conn:expr, $viewer:expr, $select:expr, $column:literal, $id:expr) => {
        $crate::store::engine::on!($conn, |c, D| {
            let mut query = sqlx::QueryBuilder::<D>::new($select);
            query.push(concat!($column, " = ")).push_bind($id);
            $crate::store::visibility::push_seen_by(
                &mut query,
                $viewer,
                $crate::store::meeting_part::PART,
            );
            query.build_query_as().fetch_optional(c).await?
        })
    };
}
pub(super) use find_part;

/// The rows of table `$table` in a meeting that `viewer` may see, in order.
macro_rules! list_parts {
    ($conn:expr, $viewer:expr, $select:expr, $table:literal, $meeting:expr) => {
        $crate::store::engine::on!($conn, |c, D| {
            let mut query = sqlx::QueryBuilder::<D>::new($select);
            query
                .push(concat!($table, ".meeting_id = "))
                .push_bind($meeting);
            $crate::store::visibility::push_seen_by(
                &mut query,
                $viewer,
                $crate::store::meeting_part::PART,
            );
            query.push(concat!(" ORDER BY ", $table, ".position, ", $table, ".id"));
            query.build_query_as().fetch_all(c).await?
        })
    };
}
pub(super) use list_parts;

/// Runs a statement that has to change one row, with these values bound in order; another number of rows is stale.
macro_rules! change_part {
    ($conn:expr, $statement:expr, $($value:expr),+ $(,)?) => {
        $crate::store::visibility::changed_one($crate::store::engine::on!($conn, |c, D| {
            sqlx::query($statement)$(.bind($value))+.execute(c).await?.rows_affected()
        }))
    };
}
pub(super) use change_part;
