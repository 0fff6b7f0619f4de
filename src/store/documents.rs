//! Rows with all that the search index and a search answer need: the thing itself, and what stands around it.

use chrono::NaiveDate;
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{
    Conn, StoreResult,
    action_item::{ACTION_ITEM, ACTION_ITEM_COLUMNS, action_item_seen_by, push_status},
    engine::{Dialect, on},
    opinion::{OPINION, OPINION_COLUMNS, opinion_seen_by},
    visibility::{Guarded, push_seen_by},
};
use crate::domain::{
    ActionItem, AttributionPolicy, CouncilId, Level, MeetingId, MinutesStatus, Opinion, Topic,
    Viewer, Visibility,
};

/// What stands around a thing that search finds.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Surroundings {
    /// The council.
    pub council_id: CouncilId,
    /// How it publishes who said something.
    pub council_policy: AttributionPolicy,
    /// The meeting.
    pub meeting_id: Option<MeetingId>,
    /// Its title.
    pub meeting_title: Option<String>,
    /// Its day.
    pub meeting_date: Option<NaiveDate>,
    /// Its 年度.
    pub fiscal_year: Option<i64>,
    /// The state of its minutes.
    pub minutes_status: Option<MinutesStatus>,
    /// The title of the topic.
    pub topic_title: Option<String>,
    /// Whom the topic is meant for.
    pub topic_visibility: Option<Visibility>,
}

/// An opinion with its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpinionDocument {
    /// The opinion.
    #[sqlx(flatten)]
    pub opinion: Opinion,
    /// Its surroundings.
    #[sqlx(flatten)]
    pub around: Surroundings,
    /// The title of the heading above it.
    pub heading_title: Option<String>,
    /// The reading of the speaker's name.
    pub person_reading: Option<String>,
    /// The speaker's whole name.
    pub person_name: Option<String>,
    /// Other names under which the speaker is printed.
    #[sqlx(json(nullable))]
    pub person_other_names: Option<Vec<String>>,
    /// The lowest level at which an action item is seen that came of it, in the order of [`Level`] from 0; none where none
    /// came of it. Not read for a viewer.
    #[sqlx(default)]
    pub action_item_seen_from: Option<i64>,
}

impl OpinionDocument {
    /// Whether those at `level` see an action item that came of it.
    pub fn has_action_item_at(&self, level: Level) -> bool {
        self.action_item_seen_from
            .is_some_and(|least| level_number(level) >= least)
    }
}

fn level_number(level: Level) -> i64 {
    match level {
        Level::Public => 0,
        Level::Council => 1,
        Level::Secretariat => 2,
    }
}

/// The column of [`OpinionDocument::action_item_seen_from`]. Inside, `m` is the meeting of the action item.
fn action_item_seen_from() -> String {
    let seen = |level: Level| {
        let (condition, number) = (ACTION_ITEM.at(level), level_number(level));
        format!("WHEN {condition} THEN {number}")
    };
    format!(
        ", CAST((SELECT MIN(CASE {} {} ELSE {} END)
            FROM action_item_opinion x
            JOIN action_item a ON a.id = x.action_item_id
            LEFT JOIN meeting m ON m.id = a.meeting_id
            WHERE x.opinion_id = o.id) AS BIGINT) AS action_item_seen_from",
        seen(Level::Public),
        seen(Level::Council),
        level_number(Level::Secretariat),
    )
}

/// A topic with its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TopicDocument {
    /// The topic.
    #[sqlx(flatten)]
    pub topic: Topic,
    /// Its surroundings.
    #[sqlx(flatten)]
    pub around: Surroundings,
}

/// An action item with its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ActionItemDocument {
    /// The action item; its opinions are left out.
    #[sqlx(flatten)]
    pub item: ActionItem,
    /// Its surroundings.
    #[sqlx(flatten)]
    pub around: Surroundings,
}

/// Which rows are wanted.
#[derive(Debug, Clone, Copy)]
pub enum DocumentScope<'a> {
    /// These, by id.
    Ids(&'a [Uuid]),
    /// A topic and what is below it.
    Topic(Uuid),
    /// All of a meeting.
    Meeting(Uuid),
    /// All of a council.
    Council(Uuid),
    /// All.
    Everything,
}

const AROUND: &str =
    " k.attribution_policy AS council_policy, m.title AS meeting_title, m.date AS meeting_date, m.fiscal_year,
    m.minutes_status, ";

const OPINION_AROUND: &str = " AS issues, t.title AS topic_title, t.visibility AS topic_visibility,
        h.title AS heading_title, p.reading AS person_reading, p.name AS person_name,
        p.other_names AS person_other_names";

// A heading of another topic than the opinion's is left out: that topic may be hidden.
const OPINION_TABLES: &str = "
    FROM opinion o
    JOIN meeting m ON m.id = o.meeting_id
    JOIN council k ON k.id = o.council_id
    LEFT JOIN topic t ON t.id = o.topic_id
    LEFT JOIN heading h ON h.id = o.heading_id AND (h.topic_id IS NULL OR h.topic_id = o.topic_id)
    LEFT JOIN person p ON p.id = o.person_id
    WHERE TRUE";

const TOPIC_SELECT: &str = "\
    SELECT t.id, t.meeting_id, t.position, t.number, t.title, t.visibility, t.first_line, t.last_line, t.version,
        m.council_id, k.attribution_policy AS council_policy, m.title AS meeting_title, m.date AS meeting_date, m.fiscal_year,
        m.minutes_status, t.title AS topic_title, t.visibility AS topic_visibility
    FROM topic t
    JOIN meeting m ON m.id = t.meeting_id
    JOIN council k ON k.id = m.council_id
    WHERE TRUE";

const ACTION_ITEM_FROM: &str = " AS redacted, NULL AS topic_title, NULL AS topic_visibility
    FROM action_item a
    JOIN council k ON k.id = a.council_id
    LEFT JOIN meeting m ON m.id = a.meeting_id
    WHERE TRUE";

const TOPIC: Guarded = Guarded {
    council: "m.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &["t.visibility"],
};

/// The columns by which a scope chooses rows of one table.
pub(super) struct ScopeColumns {
    pub id: &'static str,
    pub topic: Option<&'static str>,
    pub meeting: &'static str,
    pub council: &'static str,
}

macro_rules! push_scope {
    ($query:expr, $scope:expr, $columns:expr, $after:expr) => {{
        let columns: ScopeColumns = $columns;
        match $scope {
            // SQLite takes an empty list for no rows, PostgreSQL for a mistake.
            DocumentScope::Ids([]) => {
                $query.push(" AND FALSE");
            }
            DocumentScope::Ids(ids) => {
                $query.push(" AND ").push(columns.id).push(" IN (");
                let mut list = $query.separated(", ");
                for id in ids {
                    list.push_bind(*id);
                }
                $query.push(")");
            }
            DocumentScope::Topic(id) => match columns.topic {
                Some(topic) => {
                    $query.push(" AND ").push(topic).push(" = ").push_bind(id);
                }
                None => {
                    $query.push(" AND FALSE");
                }
            },
            DocumentScope::Meeting(id) => {
                $query
                    .push(" AND ")
                    .push(columns.meeting)
                    .push(" = ")
                    .push_bind(id);
            }
            DocumentScope::Council(id) => {
                $query
                    .push(" AND ")
                    .push(columns.council)
                    .push(" = ")
                    .push_bind(id);
            }
            DocumentScope::Everything => {}
        }
        if let Some(after) = $after {
            $query
                .push(" AND ")
                .push(columns.id)
                .push(" > ")
                .push_bind(after);
        }
    }};
}

pub(super) use push_scope;

/// Opinions with their surroundings, by id, at most `limit` of them after `after`. With a viewer only what it may see, in
/// the form in which it may see it; without one everything in its internal form, for the index.
pub async fn list_opinion_documents(
    conn: &mut Conn,
    viewer: Option<&Viewer>,
    scope: DocumentScope<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> StoreResult<Vec<OpinionDocument>> {
    let mut rows: Vec<OpinionDocument> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query
            .push(OPINION_COLUMNS)
            .push(AROUND)
            .push(<D as Dialect>::OPINION_TAGS)
            .push(OPINION_AROUND);
        if viewer.is_none() {
            query.push(action_item_seen_from());
        }
        query.push(OPINION_TABLES);
        push_scope!(
            query,
            scope,
            ScopeColumns {
                id: "o.id",
                topic: Some("o.topic_id"),
                meeting: "o.meeting_id",
                council: "o.council_id",
            },
            after
        );
        if let Some(viewer) = viewer {
            push_seen_by(&mut query, viewer, OPINION);
        }
        query.push(" ORDER BY o.id LIMIT ").push_bind(limit);
        query.build_query_as().fetch_all(c).await?
    });
    if let Some(viewer) = viewer {
        for row in &mut rows {
            row.opinion = opinion_seen_by(row.opinion.clone(), row.around.council_policy, viewer);
            if row.opinion.person_id.is_none() {
                row.person_name = None;
                row.person_reading = None;
                row.person_other_names = None;
            }
        }
    }
    Ok(rows)
}

/// Topics with their surroundings; see [`list_opinion_documents`].
pub async fn list_topic_documents(
    conn: &mut Conn,
    viewer: Option<&Viewer>,
    scope: DocumentScope<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> StoreResult<Vec<TopicDocument>> {
    on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new(TOPIC_SELECT);
        push_scope!(
            query,
            scope,
            ScopeColumns {
                id: "t.id",
                topic: Some("t.id"),
                meeting: "t.meeting_id",
                council: "m.council_id",
            },
            after
        );
        if let Some(viewer) = viewer {
            push_seen_by(&mut query, viewer, TOPIC);
        }
        query.push(" ORDER BY t.id LIMIT ").push_bind(limit);
        Ok(query.build_query_as().fetch_all(c).await?)
    })
}

/// Action items with their surroundings; see [`list_opinion_documents`].
pub async fn list_action_item_documents(
    conn: &mut Conn,
    viewer: Option<&Viewer>,
    scope: DocumentScope<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> StoreResult<Vec<ActionItemDocument>> {
    let mut rows: Vec<ActionItemDocument> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query.push(ACTION_ITEM_COLUMNS);
        push_status(&mut query, viewer.unwrap_or(&Viewer::ALL));
        query
            .push(" AS status, ")
            .push(AROUND)
            .push(<D as Dialect>::ACTION_ITEM_ISSUES)
            .push(" AS issues, ")
            .push(<D as Dialect>::ACTION_ITEM_REDACTED)
            .push(ACTION_ITEM_FROM);
        push_scope!(
            query,
            scope,
            ScopeColumns {
                id: "a.id",
                topic: None,
                meeting: "a.meeting_id",
                council: "a.council_id",
            },
            after
        );
        if let Some(viewer) = viewer {
            push_seen_by(&mut query, viewer, ACTION_ITEM);
        }
        query.push(" ORDER BY a.id LIMIT ").push_bind(limit);
        query.build_query_as().fetch_all(c).await?
    });
    if let Some(viewer) = viewer {
        for row in &mut rows {
            row.item = action_item_seen_by(row.item.clone(), viewer);
        }
    }
    Ok(rows)
}
