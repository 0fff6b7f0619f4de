//! Revisions, their parts, and what was scrubbed from them. Nothing here changes what was published but [`scrub_parts`].

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{Conn, StoreResult, bulk::rows_per_statement, engine::on};
use crate::domain::{
    CouncilId, MeetingId, OpinionId, Revision, RevisionId, RevisionPart, Scrub, ScrubId,
};

const INSERT: &str = "\
    INSERT INTO revision (id, meeting_id, number, hash, previous_hash, manifest, reason, token_id, published_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const FIND: &str = "\
    SELECT id, meeting_id, number, hash, previous_hash, manifest, reason, token_id, published_at
    FROM revision WHERE meeting_id = $1 AND number = $2";

const FIND_LATEST: &str = "\
    SELECT id, meeting_id, number, hash, previous_hash, manifest, reason, token_id, published_at
    FROM revision WHERE meeting_id = $1 ORDER BY number DESC LIMIT 1";

const LIST: &str = "\
    SELECT id, meeting_id, number, hash, previous_hash, manifest, reason, token_id, published_at
    FROM revision WHERE meeting_id = $1 ORDER BY number";

const LIST_PARTS: &str = "\
    SELECT revision_id, ordinal, kind, subject_id, digest, salt, content, scrub_id
    FROM revision_part WHERE revision_id = $1 ORDER BY ordinal";

const LIST_PARTS_OF: &str = "\
    SELECT p.revision_id, p.ordinal, p.kind, p.subject_id, p.digest, p.salt, p.content, p.scrub_id
    FROM revision_part p JOIN revision r ON r.id = p.revision_id
    WHERE r.meeting_id = $1 AND p.subject_id = $2 ORDER BY r.number, p.ordinal";

const SCRUB: &str = "\
    UPDATE revision_part SET salt = NULL, content = NULL, scrub_id = $3
    WHERE revision_id = $1 AND ordinal = $2 AND content IS NOT NULL";

const INSERT_SCRUB: &str = "\
    INSERT INTO scrub (id, meeting_id, kind, subject_id, reason, token_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

const LIST_SCRUBS: &str = "\
    SELECT id, meeting_id, kind, subject_id, reason, token_id, at FROM scrub WHERE meeting_id = $1 ORDER BY id";

/// Stores a revision. [`StoreError::Duplicate`](super::StoreError::Duplicate) where its meeting has one of this number.
pub async fn insert_revision(conn: &mut Conn, revision: &Revision) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(revision.id)
        .bind(revision.meeting_id)
        .bind(revision.number)
        .bind(&revision.hash)
        .bind(&revision.previous_hash)
        .bind(&revision.manifest)
        .bind(&revision.reason)
        .bind(revision.token_id)
        .bind(revision.published_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Stores the parts of a revision.
pub async fn insert_revision_parts(conn: &mut Conn, parts: &[RevisionPart]) -> StoreResult<()> {
    for chunk in parts.chunks(rows_per_statement(8)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(
                "INSERT INTO revision_part (revision_id, ordinal, kind, subject_id, digest, salt, content, scrub_id) ",
            );
            query.push_values(chunk, |mut row, part| {
                row.push_bind(part.revision_id)
                    .push_bind(part.ordinal)
                    .push_bind(part.kind)
                    .push_bind(part.subject_id)
                    .push_bind(&part.digest)
                    .push_bind(&part.salt)
                    .push_bind(&part.content)
                    .push_bind(part.scrub_id);
            });
            query.build().persistent(false).execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// The revision of a meeting with this number.
pub async fn find_revision(
    conn: &mut Conn,
    meeting: MeetingId,
    number: i64,
) -> StoreResult<Option<Revision>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND)
        .bind(meeting)
        .bind(number)
        .fetch_optional(c)
        .await?))
}

/// The newest revision of a meeting.
pub async fn find_latest_revision(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Option<Revision>> {
    Ok(on!(conn, |c, D| sqlx::query_as(FIND_LATEST)
        .bind(meeting)
        .fetch_optional(c)
        .await?))
}

/// The revisions of a meeting, oldest first.
pub async fn list_revisions(conn: &mut Conn, meeting: MeetingId) -> StoreResult<Vec<Revision>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST)
        .bind(meeting)
        .fetch_all(c)
        .await?))
}

/// The parts of a revision, in the order of the document.
pub async fn list_revision_parts(
    conn: &mut Conn,
    revision: RevisionId,
) -> StoreResult<Vec<RevisionPart>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST_PARTS)
        .bind(revision)
        .fetch_all(c)
        .await?))
}

/// All parts that are about one thing, errata included, in the order of the revisions of its meeting.
pub async fn list_parts_about(
    conn: &mut Conn,
    meeting: MeetingId,
    subject: Uuid,
) -> StoreResult<Vec<RevisionPart>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST_PARTS_OF)
        .bind(meeting)
        .bind(subject)
        .fetch_all(c)
        .await?))
}

/// Stores the decision to take words out.
pub async fn insert_scrub(conn: &mut Conn, scrub: &Scrub) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT_SCRUB)
        .bind(scrub.id)
        .bind(scrub.meeting_id)
        .bind(scrub.kind)
        .bind(scrub.subject_id)
        .bind(&scrub.reason)
        .bind(scrub.token_id)
        .bind(scrub.at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Takes words and salt out of parts, for good.
pub async fn scrub_parts(
    conn: &mut Conn,
    parts: &[RevisionPart],
    scrub: ScrubId,
) -> StoreResult<()> {
    for part in parts {
        on!(conn, |c, D| sqlx::query(SCRUB)
            .bind(part.revision_id)
            .bind(part.ordinal)
            .bind(scrub)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// What was scrubbed from the revisions of a meeting, oldest first.
pub async fn list_scrubs(conn: &mut Conn, meeting: MeetingId) -> StoreResult<Vec<Scrub>> {
    Ok(on!(conn, |c, D| sqlx::query_as(LIST_SCRUBS)
        .bind(meeting)
        .fetch_all(c)
        .await?))
}

/// The meetings that were published at some time, or of which something else says so, by id, at most `limit` after `after`.
pub async fn list_published_meetings(
    conn: &mut Conn,
    after: Option<MeetingId>,
    limit: i64,
) -> StoreResult<Vec<MeetingId>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(
            "SELECT m.id FROM meeting m WHERE (EXISTS (SELECT 1 FROM revision r WHERE r.meeting_id = m.id)
                OR m.minutes_status IN ('published', 'withdrawn')
                OR EXISTS (SELECT 1 FROM minutes_transition t WHERE t.meeting_id = m.id AND t.to_status = 'published'))",
        );
        if let Some(after) = after {
            query.push(" AND m.id > ").push_bind(after);
        }
        query.push(" ORDER BY m.id LIMIT ").push_bind(limit);
        Ok(query.build_query_scalar().fetch_all(c).await?)
    })
}

/// The meetings whose minutes are published and have no revision: those of before revisions were kept.
pub async fn list_meetings_without_revision(conn: &mut Conn) -> StoreResult<Vec<MeetingId>> {
    const LIST: &str = "\
        SELECT m.id FROM meeting m WHERE m.minutes_status = 'published'
            AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.meeting_id = m.id) ORDER BY m.id";
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST)
        .fetch_all(c)
        .await?))
}

/// The meetings of a council whose minutes are published, by id.
pub async fn list_published_of_council(
    conn: &mut Conn,
    council: CouncilId,
) -> StoreResult<Vec<MeetingId>> {
    const LIST: &str = "\
        SELECT id FROM meeting WHERE council_id = $1 AND minutes_status = 'published' ORDER BY id";
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST)
        .bind(council)
        .fetch_all(c)
        .await?))
}

/// When and why published minutes of a meeting were withdrawn; none where they are published, or never were.
pub async fn find_withdrawal(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Option<(DateTime<Utc>, Option<String>)>> {
    const FIND: &str = "\
        SELECT t.at, t.reason FROM minutes_transition t JOIN meeting m ON m.id = t.meeting_id
        WHERE t.meeting_id = $1 AND t.to_status = 'withdrawn' AND m.minutes_status <> 'published'
        ORDER BY t.id DESC LIMIT 1";
    Ok(on!(conn, |c, D| sqlx::query_as(FIND)
        .bind(meeting)
        .fetch_optional(c)
        .await?))
}

/// When and why the minutes were withdrawn in which an opinion was published.
pub async fn find_withdrawal_of_opinion(
    conn: &mut Conn,
    opinion: OpinionId,
) -> StoreResult<Option<(DateTime<Utc>, Option<String>)>> {
    const MEETING: &str = "\
        SELECT r.meeting_id FROM revision_part p JOIN revision r ON r.id = p.revision_id
        WHERE p.subject_id = $1 AND p.kind = 'opinion' LIMIT 1";
    let meeting: Option<MeetingId> = on!(conn, |c, D| sqlx::query_scalar(MEETING)
        .bind(opinion)
        .fetch_optional(c)
        .await?);
    match meeting {
        Some(meeting) => find_withdrawal(conn, meeting).await,
        None => Ok(None),
    }
}
