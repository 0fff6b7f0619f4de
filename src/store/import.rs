//! Imported files, imports, and the lines that a person has to settle.

use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, types::Json};

use super::{
    Conn, StoreError, StoreResult,
    engine::on,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{
    CouncilId, Import, ImportId, LineSettlement, MeetingId, Page, PageRequest, Source, SourceId,
    UnmappedLine, Viewer,
};

const ROWS_PER_INSERT: usize = 500;

const INSERT_SOURCE: &str = "\
    INSERT INTO source (id, sha256, filename, size, text, created_at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha256) DO NOTHING";

const FIND_SOURCE: &str =
    "SELECT id, sha256, filename, size, text, created_at FROM source WHERE id = $1";

const FIND_SOURCE_ID: &str = "SELECT id FROM source WHERE sha256 = $1";

const INSERT: &str = "\
    INSERT INTO import (id, council_id, source_id, filename, status, draft, meeting_id, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (council_id, source_id) DO NOTHING";

const COLUMNS: &str = "\
    SELECT i.id, i.council_id, i.source_id, i.filename, i.status, i.draft, i.meeting_id, i.created_at
    FROM import i WHERE TRUE";

const SET_APPLIED: &str = "\
    UPDATE import SET status = 'applied', meeting_id = $2 WHERE id = $1 AND status = 'draft'";

const LIST_LINES: &str = "\
    SELECT import_id, line, text, settled_as, settled_at FROM unmapped_line WHERE import_id = $1 ORDER BY line";

const SETTLE_LINE: &str = "\
    UPDATE unmapped_line SET settled_as = $3, settled_at = $4 WHERE import_id = $1 AND line = $2";

const LIST_UNSETTLED: &str = "\
    SELECT u.import_id, u.line, u.text, u.settled_as, u.settled_at
    FROM unmapped_line u JOIN import i ON i.id = u.import_id JOIN meeting m ON m.id = i.meeting_id
    WHERE i.meeting_id = $1 AND i.source_id = m.source_id AND u.settled_as IS NULL ORDER BY u.line";

// Imports are the secretariat's alone, whatever became of the minutes.
const IMPORT: Guarded = Guarded {
    council: "i.council_id",
    minutes_status: "'draft'",
    visibilities: &[],
};

/// Which imports a list holds.
#[derive(Debug, Clone, Default)]
pub struct ImportFilter {
    /// For one council.
    pub council_id: Option<CouncilId>,
}

/// Stores a file unless its bytes are stored already; answers with the id of whichever is stored.
pub async fn insert_source(conn: &mut Conn, source: &Source) -> StoreResult<SourceId> {
    on!(conn, |c, D| sqlx::query(INSERT_SOURCE)
        .bind(source.id)
        .bind(&source.sha256)
        .bind(&source.filename)
        .bind(source.size)
        .bind(&source.text)
        .bind(source.created_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(on!(conn, |c, D| sqlx::query_scalar(FIND_SOURCE_ID)
        .bind(&source.sha256)
        .fetch_one(c)
        .await?))
}

/// The file with this id. Whoever may see its import may see it.
pub async fn find_source(conn: &mut Conn, id: SourceId) -> StoreResult<Option<Source>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND_SOURCE)
        .bind(id)
        .fetch_optional(c)
        .await?))
}

/// Stores a new import; `false` where this file was imported for this council before.
pub async fn insert_import(conn: &mut Conn, import: &Import) -> StoreResult<bool> {
    let rows = on!(conn, |c, D| sqlx::query(INSERT)
        .bind(import.id)
        .bind(import.council_id)
        .bind(import.source_id)
        .bind(&import.filename)
        .bind(import.status)
        .bind(Json(&import.draft))
        .bind(import.meeting_id)
        .bind(import.created_at)
        .execute(c)
        .await?
        .rows_affected());
    Ok(rows == 1)
}

/// The import with this id, if `viewer` may see it.
pub async fn find_import(
    conn: &mut Conn,
    viewer: &Viewer,
    id: ImportId,
) -> StoreResult<Option<Import>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push(" AND i.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, IMPORT);
        Ok(query.build_query_as().fetch_optional(c).await?)
    })
}

/// The import of this file for this council.
pub async fn find_import_of_source(
    conn: &mut Conn,
    council: CouncilId,
    source: SourceId,
) -> StoreResult<Option<Import>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query
            .push(" AND i.council_id = ")
            .push_bind(council)
            .push(" AND i.source_id = ")
            .push_bind(source);
        Ok(query.build_query_as().fetch_optional(c).await?)
    })
}

/// The imports of a file with these bytes, for any council, oldest first.
pub async fn list_imports_of_bytes(conn: &mut Conn, sha256: &str) -> StoreResult<Vec<Import>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query
            .push(" AND i.source_id IN (SELECT id FROM source WHERE sha256 = ")
            .push_bind(sha256)
            .push(") ORDER BY i.id");
        Ok(query.build_query_as().fetch_all(c).await?)
    })
}

/// The imports that `viewer` may see, oldest first.
pub async fn list_imports(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &ImportFilter,
    page: &PageRequest,
) -> StoreResult<Page<Import>> {
    let rows = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        if let Some(council) = filter.council_id {
            query.push(" AND i.council_id = ").push_bind(council);
        }
        if let Some(after) = page.after {
            query.push(" AND i.id > ").push_bind(after);
        }
        push_seen_by(&mut query, viewer, IMPORT);
        query
            .push(" ORDER BY i.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, page.limit))
}

/// Notes that `meeting` was made of an import; [`StoreError::Stale`] where one was made before.
pub async fn set_import_applied(
    conn: &mut Conn,
    id: ImportId,
    meeting: MeetingId,
) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(SET_APPLIED)
        .bind(id)
        .bind(meeting)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Stores the lines that the importer could not place.
pub async fn insert_unmapped_lines(conn: &mut Conn, lines: &[UnmappedLine]) -> StoreResult<()> {
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(
                "INSERT INTO unmapped_line (import_id, line, text, settled_as, settled_at) ",
            );
            query.push_values(chunk, |mut row, line| {
                row.push_bind(line.import_id)
                    .push_bind(line.line)
                    .push_bind(line.text.as_str())
                    .push_bind(line.settled_as)
                    .push_bind(line.settled_at);
            });
            query.build().execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// The lines of an import that the importer could not place, in order.
pub async fn list_unmapped_lines(
    conn: &mut Conn,
    import: ImportId,
) -> StoreResult<Vec<UnmappedLine>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST_LINES)
        .bind(import)
        .fetch_all(c)
        .await?))
}

/// The lines that stand between a meeting's minutes and their publication: those of the file that the minutes are of, not
/// of files that it took the place of.
pub async fn list_unsettled_lines(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Vec<UnmappedLine>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST_UNSETTLED)
        .bind(meeting)
        .fetch_all(c)
        .await?))
}

/// Notes what a person decided about a line; `false` where the import has no such line.
pub async fn settle_line(
    conn: &mut Conn,
    import: ImportId,
    line: i64,
    settlement: Option<LineSettlement>,
    at: DateTime<Utc>,
) -> StoreResult<bool> {
    let at = settlement.map(|_| at);
    let rows = on!(conn, |c, D| sqlx::query(SETTLE_LINE)
        .bind(import)
        .bind(line)
        .bind(settlement)
        .bind(at)
        .execute(c)
        .await?
        .rows_affected());
    match rows {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(StoreError::Corrupt(
            "a line stands twice in one import".to_owned(),
        )),
    }
}
