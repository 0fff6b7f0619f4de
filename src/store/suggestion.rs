//! What the importer proposes, and what people made of it.

use sqlx::{QueryBuilder, types::Json};

use super::{
    Conn, StoreResult,
    bulk::rows_per_statement,
    engine::on,
    person::list_kept_persons,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{
    ActionItemId, ImportId, MeetingId, OpinionId, Page, PageRequest, PersonId, Suggestion,
    SuggestionId, SuggestionKind, SuggestionStatus, Viewer,
};

const INSERT: &str = "\
    INSERT INTO suggestion (id, import_id, council_id, meeting_id, kind, reason, opinion_id, attendance_id, text, strength,
        opinion_kind, issue_key, person_id, alternatives, first_line, last_line, status, action_item_id, created_at) ";

const COLUMNS: &str = "\
    SELECT s.id, s.import_id, s.council_id, s.meeting_id, s.kind, s.reason, s.opinion_id, s.attendance_id, s.text,
        s.strength, s.opinion_kind, s.issue_key, s.person_id, s.alternatives, s.first_line, s.last_line, s.status,
        s.action_item_id, s.created_at
    FROM suggestion s WHERE TRUE";

const SETTLE: &str = "\
    UPDATE suggestion SET status = $2, action_item_id = $3 WHERE id = $1 AND status = 'open'";

const COUNT_OPEN: &str = "\
    SELECT kind, count(*) FROM suggestion WHERE meeting_id = $1 AND status = 'open' GROUP BY kind ORDER BY kind";

const DELETE: &str = "DELETE FROM suggestion WHERE id = $1";

const MOVE: &str = "\
    UPDATE suggestion SET import_id = $2, first_line = $3, last_line = $4 WHERE id = $1";

// What is left of an import to decide is the secretariat's alone, whatever became of the minutes.
const GUARDED: Guarded = Guarded {
    council: "s.council_id",
    minutes_status: "'draft'",
    visibilities: &[],
};

/// Which suggestions a list holds.
#[derive(Debug, Clone, Default)]
pub struct SuggestionFilter {
    /// Of one import.
    pub import_id: Option<ImportId>,
    /// Of one meeting.
    pub meeting_id: Option<MeetingId>,
    /// About one opinion.
    pub opinion_id: Option<OpinionId>,
    /// Of one kind.
    pub kind: Option<SuggestionKind>,
    /// In one state.
    pub status: Option<SuggestionStatus>,
    /// Only those that can be taken as they are: not those that leave open which of several persons is meant.
    pub definite: bool,
}

/// Stores new suggestions.
pub async fn insert_suggestions(conn: &mut Conn, suggestions: &[Suggestion]) -> StoreResult<()> {
    for chunk in suggestions.chunks(rows_per_statement(19)) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(INSERT);
            query.push_values(chunk, |mut row, suggestion| {
                row.push_bind(suggestion.id)
                    .push_bind(suggestion.import_id)
                    .push_bind(suggestion.council_id)
                    .push_bind(suggestion.meeting_id)
                    .push_bind(suggestion.kind)
                    .push_bind(suggestion.reason)
                    .push_bind(suggestion.opinion_id)
                    .push_bind(suggestion.attendance_id)
                    .push_bind(suggestion.text.as_str())
                    .push_bind(suggestion.strength)
                    .push_bind(suggestion.opinion_kind)
                    .push_bind(suggestion.issue_key.as_deref())
                    .push_bind(suggestion.person_id)
                    .push_bind(Json(&suggestion.alternatives))
                    .push_bind(suggestion.first_line)
                    .push_bind(suggestion.last_line)
                    .push_bind(suggestion.status)
                    .push_bind(suggestion.action_item_id)
                    .push_bind(suggestion.created_at);
            });
            query.build().execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// The suggestion with this id, if `viewer` may see it.
pub async fn find_suggestion(
    conn: &mut Conn,
    viewer: &Viewer,
    id: SuggestionId,
) -> StoreResult<Option<Suggestion>> {
    let mut found: Option<Suggestion> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        query.push(" AND s.id = ").push_bind(id);
        push_seen_by(&mut query, viewer, GUARDED);
        query.build_query_as().fetch_optional(c).await?
    });
    name_kept_persons(conn, found.as_mut_slice()).await?;
    Ok(found)
}

/// Has the alternatives name those who were kept where persons were merged since; as it was, once the merge is taken back.
async fn name_kept_persons(conn: &mut Conn, suggestions: &mut [Suggestion]) -> StoreResult<()> {
    let named = suggestions.iter().flat_map(|one| &one.alternatives);
    let kept = list_kept_persons(conn, named.copied().collect()).await?;
    if kept.is_empty() {
        return Ok(());
    }
    for one in suggestions {
        let mut persons: Vec<PersonId> = Vec::new();
        for person in &one.alternatives {
            let person = kept.get(person).unwrap_or(person);
            if one.person_id != Some(*person) && !persons.contains(person) {
                persons.push(*person);
            }
        }
        one.alternatives = persons;
    }
    Ok(())
}

/// The suggestions that `viewer` may see, in the order of the document within each kind.
pub async fn list_suggestions(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &SuggestionFilter,
    page: &PageRequest,
) -> StoreResult<Page<Suggestion>> {
    let mut rows: Vec<Suggestion> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(COLUMNS);
        if let Some(import) = filter.import_id {
            query.push(" AND s.import_id = ").push_bind(import);
        }
        if let Some(meeting) = filter.meeting_id {
            query.push(" AND s.meeting_id = ").push_bind(meeting);
        }
        if let Some(opinion) = filter.opinion_id {
            query.push(" AND s.opinion_id = ").push_bind(opinion);
        }
        if let Some(kind) = filter.kind {
            query.push(" AND s.kind = ").push_bind(kind);
        }
        if let Some(status) = filter.status {
            query.push(" AND s.status = ").push_bind(status);
        }
        if filter.definite {
            query.push(" AND (s.kind <> 'person' OR s.person_id IS NOT NULL)");
        }
        if let Some(after) = page.after {
            query.push(" AND s.id > ").push_bind(after);
        }
        push_seen_by(&mut query, viewer, GUARDED);
        query
            .push(" ORDER BY s.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    name_kept_persons(conn, &mut rows).await?;
    Ok(Page::from_rows(rows, page.limit))
}

/// How many suggestions of each kind stand between a meeting's minutes and their publication.
pub async fn count_open_suggestions(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Vec<(SuggestionKind, i64)>> {
    Ok(on!(conn, |c, D| sqlx::query_as(COUNT_OPEN)
        .bind(meeting)
        .fetch_all(c)
        .await?))
}

/// Notes what a person made of an open suggestion; [`StoreError::Stale`](super::StoreError::Stale) where somebody did
/// before.
pub async fn settle_suggestion(
    conn: &mut Conn,
    id: SuggestionId,
    status: SuggestionStatus,
    action_item: Option<ActionItemId>,
) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(SETTLE)
        .bind(id)
        .bind(status)
        .bind(action_item)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes a suggestion that a corrected file does not make any more.
pub async fn delete_suggestion(conn: &mut Conn, id: SuggestionId) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Notes that a suggestion, and what a person made of it, is one of `import` too, and where it stands there.
pub async fn move_suggestion(
    conn: &mut Conn,
    id: SuggestionId,
    import: ImportId,
    lines: (Option<i64>, Option<i64>),
) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(MOVE)
        .bind(id)
        .bind(import)
        .bind(lines.0)
        .bind(lines.1)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
