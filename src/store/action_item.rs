//! Action items.

use std::collections::HashMap;

use chrono::NaiveDate;
use sqlx::{Database, Encode, QueryBuilder, Type};

use super::{
    Conn, StoreResult,
    engine::{Dialect, on},
    opinion::OPINION,
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{
    ActionItem, ActionItemId, ActionItemStatus, CouncilId, Level, MeetingId, OpinionId, Page,
    PageRequest, Viewer,
};

pub(super) const ACTION_ITEM_COLUMNS: &str = "\
    a.id, a.council_id, a.meeting_id, a.text, a.owner, a.owner_person_id, a.due_on, a.due_text, a.visibility,
    a.version, a.created_at, a.updated_at, ";

const FROM: &str = " AS redacted
    FROM action_item a
    LEFT JOIN meeting m ON m.id = a.meeting_id
    WHERE TRUE";

// The public form of an item's state: what published meetings recorded of it. A report for a meeting whose minutes are not
// published, or between meetings, shows neither in words nor in the state that it led to.
const PUBLIC_STATUS: &str = "coalesce(
    (SELECT r.to_status FROM review r JOIN meeting rm ON rm.id = r.meeting_id
        WHERE r.action_item_id = a.id AND rm.minutes_status = 'published' ORDER BY r.id DESC LIMIT 1),
    (SELECT r.from_status FROM review r WHERE r.action_item_id = a.id ORDER BY r.id LIMIT 1),
    a.status)";

// What was raised at no meeting waits for no minutes: its own visibility alone decides.
pub(super) const ACTION_ITEM: Guarded = Guarded {
    council: "a.council_id",
    minutes_status: "CASE WHEN a.meeting_id IS NULL THEN 'published' ELSE m.minutes_status END",
    visibilities: &["a.visibility"],
};

const INSERT: &str = "\
    INSERT INTO action_item (id, council_id, meeting_id, text, status, owner, owner_person_id, due_on, due_text,
        visibility, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

const UPDATE: &str = "\
    UPDATE action_item SET text = $3, status = $4, owner = $5, owner_person_id = $6, due_on = $7, due_text = $8,
        visibility = $9, updated_at = $10, version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE: &str = "DELETE FROM action_item WHERE id = $1 AND version = $2";
const DELETE_OPINIONS: &str = "DELETE FROM action_item_opinion WHERE action_item_id = $1";
const DELETE_ISSUES: &str = "DELETE FROM action_item_issue WHERE action_item_id = $1";
const INSERT_OPINION: &str =
    "INSERT INTO action_item_opinion (action_item_id, opinion_id) VALUES ($1, $2)";
const INSERT_ISSUE: &str =
    "INSERT INTO action_item_issue (action_item_id, issue_key) VALUES ($1, $2)";

/// Which action items a list holds.
#[derive(Debug, Clone, Default)]
pub struct ActionItemFilter {
    /// Of one council.
    pub council_id: Option<CouncilId>,
    /// Raised at one meeting.
    pub meeting_id: Option<MeetingId>,
    /// In one of these states; in any when empty.
    pub statuses: Vec<ActionItemStatus>,
    /// Tagged with one issue.
    pub issue: Option<String>,
    /// Owned by exactly this label.
    pub owner: Option<String>,
    /// With something to do, and due before this day.
    pub overdue_on: Option<NaiveDate>,
}

/// Adds the state of item `a` as `viewer` may see it.
pub(super) fn push_status<'q, DB>(query: &mut QueryBuilder<DB>, viewer: &Viewer)
where
    DB: Database,
    CouncilId: Encode<'q, DB> + Type<DB> + 'q,
{
    match (viewer.everywhere, viewer.council) {
        (Level::Public, Some((council, level))) if level > Level::Public => {
            query
                .push("CASE WHEN a.council_id = ")
                .push_bind(council)
                .push(" THEN a.status ELSE ")
                .push(PUBLIC_STATUS)
                .push(" END");
        }
        (Level::Public, _) => {
            query.push(PUBLIC_STATUS);
        }
        _ => {
            query.push("a.status");
        }
    }
}

/// Stores a new action item with its opinions and issues.
pub async fn insert_action_item(conn: &mut Conn, item: &ActionItem) -> StoreResult<()> {
    on!(conn, |c, D| sqlx::query(INSERT)
        .bind(item.id)
        .bind(item.council_id)
        .bind(item.meeting_id)
        .bind(&item.text)
        .bind(item.status)
        .bind(&item.owner)
        .bind(item.owner_person_id)
        .bind(item.due_on)
        .bind(&item.due_text)
        .bind(item.visibility)
        .bind(item.version)
        .bind(item.created_at)
        .bind(item.updated_at)
        .execute(c)
        .await
        .map(drop)?);
    insert_links(conn, item).await
}

async fn insert_links(conn: &mut Conn, item: &ActionItem) -> StoreResult<()> {
    for opinion in &item.opinion_ids {
        on!(conn, |c, D| sqlx::query(INSERT_OPINION)
            .bind(item.id)
            .bind(*opinion)
            .execute(c)
            .await
            .map(drop)?);
    }
    for issue in &item.issues {
        on!(conn, |c, D| sqlx::query(INSERT_ISSUE)
            .bind(item.id)
            .bind(issue)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// The action item with this id as `viewer` may see it, if it may.
pub async fn find_action_item(
    conn: &mut Conn,
    viewer: &Viewer,
    id: ActionItemId,
) -> StoreResult<Option<ActionItem>> {
    let mut item: Option<ActionItem> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query.push(ACTION_ITEM_COLUMNS);
        push_status(&mut query, viewer);
        query
            .push(" AS status, ")
            .push(<D as Dialect>::ACTION_ITEM_ISSUES)
            .push(" AS issues, ")
            .push(<D as Dialect>::ACTION_ITEM_REDACTED)
            .push(FROM)
            .push(" AND a.id = ")
            .push_bind(id);
        push_seen_by(&mut query, viewer, ACTION_ITEM);
        query.build_query_as().fetch_optional(c).await?
    });
    fill_opinions(conn, viewer, item.as_mut_slice()).await?;
    Ok(item.map(|item| action_item_seen_by(item, viewer)))
}

/// The action items that `viewer` may see, in the order in which they were entered.
pub async fn list_action_items(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &ActionItemFilter,
    page: &PageRequest,
) -> StoreResult<Page<ActionItem>> {
    let rows: Vec<ActionItem> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query.push(ACTION_ITEM_COLUMNS);
        push_status(&mut query, viewer);
        query
            .push(" AS status, ")
            .push(<D as Dialect>::ACTION_ITEM_ISSUES)
            .push(" AS issues, ")
            .push(<D as Dialect>::ACTION_ITEM_REDACTED)
            .push(FROM);
        if let Some(council) = filter.council_id {
            query.push(" AND a.council_id = ").push_bind(council);
        }
        if let Some(meeting) = filter.meeting_id {
            query.push(" AND a.meeting_id = ").push_bind(meeting);
        }
        if !filter.statuses.is_empty() {
            query.push(" AND ");
            push_status(&mut query, viewer);
            query.push(" IN (");
            let mut list = query.separated(", ");
            for status in &filter.statuses {
                list.push_bind(*status);
            }
            query.push(")");
        }
        if let Some(issue) = &filter.issue {
            query
                .push(" AND EXISTS (SELECT 1 FROM action_item_issue i WHERE i.action_item_id = a.id AND i.issue_key = ")
                .push_bind(issue.as_str())
                .push(")");
        }
        if let Some(owner) = &filter.owner {
            query.push(" AND a.owner = ").push_bind(owner.as_str());
        }
        if let Some(today) = filter.overdue_on {
            query.push(" AND ");
            push_status(&mut query, viewer);
            query
                .push(" NOT IN ('closed', 'declined', 'transferred', 'superseded') AND a.due_on < ")
                .push_bind(today);
        }
        if let Some(after) = page.after {
            query.push(" AND a.id > ").push_bind(after);
        }
        push_seen_by(&mut query, viewer, ACTION_ITEM);
        query
            .push(" ORDER BY a.id LIMIT ")
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    let mut page = Page::from_rows(rows, page.limit);
    fill_opinions(conn, viewer, &mut page.items).await?;
    Ok(page.map(|item| action_item_seen_by(item, viewer)))
}

/// The form of an action item that `viewer` may see, once it may see it at all.
pub(super) fn action_item_seen_by(item: ActionItem, viewer: &Viewer) -> ActionItem {
    if viewer.level(item.council_id) == Level::Secretariat {
        item
    } else {
        item.into_public_form()
    }
}

/// Adds the opinions that asked for the items, those alone that `viewer` may see.
pub(super) async fn fill_opinions(
    conn: &mut Conn,
    viewer: &Viewer,
    items: &mut [ActionItem],
) -> StoreResult<()> {
    if items.is_empty() {
        return Ok(());
    }
    let links: Vec<(ActionItemId, OpinionId)> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(
            "SELECT x.action_item_id, x.opinion_id
            FROM action_item_opinion x
            JOIN opinion o ON o.id = x.opinion_id
            JOIN meeting m ON m.id = o.meeting_id
            LEFT JOIN topic t ON t.id = o.topic_id
            WHERE x.action_item_id IN (",
        );
        let mut list = query.separated(", ");
        for item in items.iter() {
            list.push_bind(item.id);
        }
        query.push(")");
        push_seen_by(&mut query, viewer, OPINION);
        query.push(" ORDER BY x.action_item_id, x.opinion_id");
        query.build_query_as().fetch_all(c).await?
    });
    let mut by_item: HashMap<ActionItemId, Vec<OpinionId>> = HashMap::new();
    for (item, opinion) in links {
        by_item.entry(item).or_default().push(opinion);
    }
    for item in items {
        item.opinion_ids = by_item.remove(&item.id).unwrap_or_default();
    }
    Ok(())
}

/// The action items that came of an opinion, whoever may see them.
pub async fn list_action_items_of_opinion(
    conn: &mut Conn,
    opinion: OpinionId,
) -> StoreResult<Vec<ActionItemId>> {
    const LIST: &str = "SELECT action_item_id FROM action_item_opinion WHERE opinion_id = $1 ORDER BY action_item_id";
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST)
        .bind(opinion)
        .fetch_all(c)
        .await?))
}

/// Stores the changed fields of an action item that was read at `item.version`, which rises by one; also its opinions
/// and issues.
pub async fn update_action_item(conn: &mut Conn, item: &ActionItem) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(item.id)
        .bind(item.version)
        .bind(&item.text)
        .bind(item.status)
        .bind(&item.owner)
        .bind(item.owner_person_id)
        .bind(item.due_on)
        .bind(&item.due_text)
        .bind(item.visibility)
        .bind(item.updated_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)?;
    for statement in [DELETE_OPINIONS, DELETE_ISSUES] {
        on!(conn, |c, D| sqlx::query(statement)
            .bind(item.id)
            .execute(c)
            .await
            .map(drop)?);
    }
    insert_links(conn, item).await
}

/// Changes only the state of an action item that was read at `version`, which rises by one.
pub async fn update_action_item_status(
    conn: &mut Conn,
    item: &ActionItem,
    status: ActionItemStatus,
) -> StoreResult<()> {
    const UPDATE_STATUS: &str = "\
        UPDATE action_item SET status = $3, updated_at = $4, version = version + 1 WHERE id = $1 AND version = $2";
    let rows = on!(conn, |c, D| sqlx::query(UPDATE_STATUS)
        .bind(item.id)
        .bind(item.version)
        .bind(status)
        .bind(item.updated_at)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Deletes an action item with its reviews.
pub async fn delete_action_item(
    conn: &mut Conn,
    id: ActionItemId,
    version: i64,
) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}
