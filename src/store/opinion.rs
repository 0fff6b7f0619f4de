//! Opinions and their tags.

use sqlx::{QueryBuilder, types::Json};

use super::{
    Conn, StoreResult,
    engine::{Dialect, on},
    visibility::{Guarded, changed_one, push_seen_by},
};
use crate::domain::{
    AttributionPolicy, CouncilId, Level, MeetingId, Opinion, OpinionId, OpinionKind, Page,
    PageRequest, PersonId, TopicId, Viewer,
};

/// Far below what either engine binds in one statement (SQLite 32,766, PostgreSQL 65,535) at 21 values a row.
const ROWS_PER_INSERT: usize = 500;

pub(super) const OPINION_COLUMNS: &str = "\
    o.id, o.council_id, o.meeting_id, o.topic_id, o.heading_id, o.position, o.text, o.kind, o.attribution, o.certainty,
    o.speaker_name, o.speaker_role, o.person_id, o.visibility, o.attribution_policy, o.redactions, o.first_line, o.last_line,
    o.version, o.created_at, o.updated_at, ";

pub(super) const OPINION_FROM: &str = " AS issues, k.attribution_policy AS council_policy
    FROM opinion o
    JOIN meeting m ON m.id = o.meeting_id
    JOIN council k ON k.id = o.council_id
    LEFT JOIN topic t ON t.id = o.topic_id
    WHERE TRUE";

pub(super) const OPINION: Guarded = Guarded {
    council: "o.council_id",
    minutes_status: "m.minutes_status",
    visibilities: &["o.visibility", "t.visibility"],
};

const UPDATE: &str = "\
    UPDATE opinion SET topic_id = $3, heading_id = $4, position = $5, text = $6, kind = $7, attribution = $8,
        certainty = $9, speaker_name = $10, speaker_role = $11, person_id = $12, visibility = $13, updated_at = $14,
        first_line = $15, last_line = $16, attribution_policy = $17, redactions = $18, version = version + 1
    WHERE id = $1 AND version = $2";

const DELETE_TAGS: &str = "DELETE FROM opinion_issue WHERE opinion_id = $1";

const DELETE: &str = "DELETE FROM opinion WHERE id = $1 AND version = $2";

/// Which opinions a list holds.
#[derive(Debug, Clone, Default)]
pub struct OpinionFilter {
    /// Of one council.
    pub council_id: Option<CouncilId>,
    /// Of one meeting.
    pub meeting_id: Option<MeetingId>,
    /// Of one topic.
    pub topic_id: Option<TopicId>,
    /// Of one person, where the viewer may know that it was that person.
    pub person_id: Option<PersonId>,
    /// Tagged with one issue.
    pub issue: Option<String>,
    /// Of one kind.
    pub kind: Option<OpinionKind>,
}

impl OpinionFilter {
    /// Whether the list is a part of one meeting's minutes, and runs in their order; others run by id.
    pub fn is_of_minutes(&self) -> bool {
        self.meeting_id.is_some() || self.topic_id.is_some()
    }
}

/// A place in a list of opinions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpinionPlace {
    /// The position in the meeting, where the list runs in the order of its minutes.
    pub position: Option<i64>,
    /// The id.
    pub id: OpinionId,
}

/// An opinion beside what decides its public form.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    #[sqlx(flatten)]
    pub opinion: Opinion,
    council_policy: AttributionPolicy,
}

impl Row {
    pub fn seen_by(self, viewer: &Viewer) -> Opinion {
        opinion_seen_by(self.opinion, self.council_policy, viewer)
    }
}

/// The form of an opinion that `viewer` may see, once it may see it at all.
pub(super) fn opinion_seen_by(
    opinion: Opinion,
    policy: AttributionPolicy,
    viewer: &Viewer,
) -> Opinion {
    if viewer.level(opinion.council_id) == Level::Secretariat {
        opinion
    } else {
        opinion.into_public_form(policy)
    }
}

/// Stores new opinions with their tags.
pub async fn insert_opinions(conn: &mut Conn, opinions: &[Opinion]) -> StoreResult<()> {
    for chunk in opinions.chunks(ROWS_PER_INSERT) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(
                "INSERT INTO opinion (id, council_id, meeting_id, topic_id, heading_id, position, text, kind, \
                 attribution, certainty, speaker_name, speaker_role, person_id, visibility, attribution_policy, \
                 redactions, first_line, last_line, version, created_at, updated_at) ",
            );
            query.push_values(chunk, |mut row, opinion| {
                row.push_bind(opinion.id)
                    .push_bind(opinion.council_id)
                    .push_bind(opinion.meeting_id)
                    .push_bind(opinion.topic_id)
                    .push_bind(opinion.heading_id)
                    .push_bind(opinion.position)
                    .push_bind(opinion.text.as_str())
                    .push_bind(opinion.kind)
                    .push_bind(opinion.attribution)
                    .push_bind(opinion.certainty)
                    .push_bind(opinion.speaker_name.as_deref())
                    .push_bind(opinion.speaker_role.as_deref())
                    .push_bind(opinion.person_id)
                    .push_bind(opinion.visibility)
                    .push_bind(opinion.attribution_policy)
                    .push_bind(Json(&opinion.redactions))
                    .push_bind(opinion.first_line)
                    .push_bind(opinion.last_line)
                    .push_bind(opinion.version)
                    .push_bind(opinion.created_at)
                    .push_bind(opinion.updated_at);
            });
            query.build().execute(&mut *c).await.map(drop)?;
        });
        insert_tags(conn, chunk).await?;
    }
    Ok(())
}

async fn insert_tags(conn: &mut Conn, opinions: &[Opinion]) -> StoreResult<()> {
    let tags: Vec<_> = opinions
        .iter()
        .flat_map(|opinion| opinion.issues.iter().map(|tag| (opinion.id, tag)))
        .collect();
    for chunk in tags.chunks(ROWS_PER_INSERT) {
        on!(conn, |c, D| {
            let mut query = QueryBuilder::<D>::new(
                "INSERT INTO opinion_issue (opinion_id, issue_key, origin) ",
            );
            query.push_values(chunk, |mut row, (opinion, tag)| {
                row.push_bind(*opinion)
                    .push_bind(tag.key.as_str())
                    .push_bind(tag.origin);
            });
            query.build().execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// The opinion with this id as `viewer` may see it, if it may.
pub async fn find_opinion(
    conn: &mut Conn,
    viewer: &Viewer,
    id: OpinionId,
) -> StoreResult<Option<Opinion>> {
    let row: Option<Row> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query
            .push(OPINION_COLUMNS)
            .push(<D as Dialect>::OPINION_TAGS)
            .push(OPINION_FROM)
            .push(" AND o.id = ")
            .push_bind(id);
        push_seen_by(&mut query, viewer, OPINION);
        query.build_query_as().fetch_optional(c).await?
    });
    Ok(row.map(|row| row.seen_by(viewer)))
}

/// The opinions that `viewer` may see, as it may see them: those of one meeting or topic in the order of the minutes, others in
/// the order in which they were entered.
pub async fn list_opinions(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &OpinionFilter,
    page: &PageRequest<OpinionPlace>,
) -> StoreResult<Page<Opinion>> {
    let rows: Vec<Row> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query
            .push(OPINION_COLUMNS)
            .push(<D as Dialect>::OPINION_TAGS)
            .push(OPINION_FROM);
        if let Some(council) = filter.council_id {
            query.push(" AND o.council_id = ").push_bind(council);
        }
        if let Some(meeting) = filter.meeting_id {
            query.push(" AND o.meeting_id = ").push_bind(meeting);
        }
        if let Some(topic) = filter.topic_id {
            query.push(" AND o.topic_id = ").push_bind(topic);
        }
        if let Some(kind) = filter.kind {
            query.push(" AND o.kind = ").push_bind(kind);
        }
        if let Some(issue) = &filter.issue {
            query
                .push(" AND EXISTS (SELECT 1 FROM opinion_issue i WHERE i.opinion_id = o.id AND i.issue_key = ")
                .push_bind(issue.as_str())
                .push(")");
        }
        if let Some(person) = filter.person_id {
            query.push(" AND o.person_id = ").push_bind(person);
            // Where the public form names nobody, a filter must not tell who it was either.
            if viewer.everywhere != Level::Secretariat {
                query.push(" AND (coalesce(o.attribution_policy, k.attribution_policy) = 'named'");
                if let Some((council, Level::Secretariat)) = viewer.council {
                    query.push(" OR o.council_id = ").push_bind(council);
                }
                query.push(")");
            }
        }
        match page.after {
            None => {}
            Some(OpinionPlace { position: None, id }) => {
                query.push(" AND o.id > ").push_bind(id);
            }
            Some(OpinionPlace {
                position: Some(position),
                id,
            }) => {
                query
                    .push(" AND (o.position, o.id) > (")
                    .push_bind(position)
                    .push(", ")
                    .push_bind(id)
                    .push(")");
            }
        }
        push_seen_by(&mut query, viewer, OPINION);
        query
            .push(match filter.is_of_minutes() {
                true => " ORDER BY o.position, o.id LIMIT ",
                false => " ORDER BY o.id LIMIT ",
            })
            .push_bind(page.limit + 1);
        query.build_query_as().fetch_all(c).await?
    });
    Ok(Page::from_rows(rows, page.limit).map(|row| row.seen_by(viewer)))
}

/// All opinions of a meeting that `viewer` may see, as it may see them, in the order of the meeting.
pub async fn list_opinions_of_meeting(
    conn: &mut Conn,
    viewer: &Viewer,
    meeting: MeetingId,
) -> StoreResult<Vec<Opinion>> {
    let rows: Vec<Row> = on!(conn, |c, D| {
        let mut query = QueryBuilder::<D>::new("SELECT ");
        query
            .push(OPINION_COLUMNS)
            .push(<D as Dialect>::OPINION_TAGS)
            .push(OPINION_FROM)
            .push(" AND o.meeting_id = ")
            .push_bind(meeting);
        push_seen_by(&mut query, viewer, OPINION);
        query.push(" ORDER BY o.position, o.id");
        query.build_query_as().fetch_all(c).await?
    });
    Ok(rows.into_iter().map(|row| row.seen_by(viewer)).collect())
}

/// Stores the changed fields and the tags of an opinion that was read at `opinion.version`, which rises by one.
pub async fn update_opinion(conn: &mut Conn, opinion: &Opinion) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(UPDATE)
        .bind(opinion.id)
        .bind(opinion.version)
        .bind(opinion.topic_id)
        .bind(opinion.heading_id)
        .bind(opinion.position)
        .bind(&opinion.text)
        .bind(opinion.kind)
        .bind(opinion.attribution)
        .bind(opinion.certainty)
        .bind(&opinion.speaker_name)
        .bind(&opinion.speaker_role)
        .bind(opinion.person_id)
        .bind(opinion.visibility)
        .bind(opinion.updated_at)
        .bind(opinion.first_line)
        .bind(opinion.last_line)
        .bind(opinion.attribution_policy)
        .bind(Json(&opinion.redactions))
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)?;
    on!(conn, |c, D| sqlx::query(DELETE_TAGS)
        .bind(opinion.id)
        .execute(c)
        .await
        .map(drop)?);
    insert_tags(conn, std::slice::from_ref(opinion)).await
}

/// Deletes an opinion. [`StoreError::Reference`](super::StoreError::Reference) where an action item came of it.
pub async fn delete_opinion(conn: &mut Conn, id: OpinionId, version: i64) -> StoreResult<()> {
    let rows = on!(conn, |c, D| sqlx::query(DELETE)
        .bind(id)
        .bind(version)
        .execute(c)
        .await?
        .rows_affected());
    changed_one(rows)
}

/// Where a new opinion of `meeting` goes: after the last.
pub async fn next_opinion_position(conn: &mut Conn, meeting: MeetingId) -> StoreResult<i64> {
    const NEXT: &str = "SELECT coalesce(max(position) + 1, 0) FROM opinion WHERE meeting_id = $1";
    Ok(on!(conn, |c, D| sqlx::query_scalar(NEXT)
        .bind(meeting)
        .fetch_one(c)
        .await?))
}

/// The opinions of a meeting that an action item came of, whoever may see it.
pub async fn list_referred_opinions(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Vec<OpinionId>> {
    const LIST: &str = "\
        SELECT DISTINCT o.id FROM opinion o JOIN action_item_opinion x ON x.opinion_id = o.id
        WHERE o.meeting_id = $1 ORDER BY o.id";
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST)
        .bind(meeting)
        .fetch_all(c)
        .await?))
}

/// The opinions of other meetings that an action item raised at `meeting` came of, whoever may see it.
pub async fn list_opinions_elsewhere(
    conn: &mut Conn,
    meeting: MeetingId,
) -> StoreResult<Vec<OpinionId>> {
    const LIST: &str = "\
        SELECT DISTINCT o.id FROM action_item a
            JOIN action_item_opinion x ON x.action_item_id = a.id
            JOIN opinion o ON o.id = x.opinion_id
        WHERE a.meeting_id = $1 AND o.meeting_id <> $1 ORDER BY o.id";
    Ok(on!(conn, |c, D| sqlx::query_scalar(LIST)
        .bind(meeting)
        .fetch_all(c)
        .await?))
}
