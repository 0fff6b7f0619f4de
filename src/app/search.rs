//! Search: the engine answers which and how many, the database what it says and once more whether the caller may see it.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    App, AppResult, Call, Language, search_documents::speaker_label, search_facets::label_facets,
};
use crate::{
    domain::{CouncilId, Issue, MeetingId, OpinionKind, PageRequest, TextEnum, Viewer},
    search::{
        DocumentType, EngineAnswer, EngineHit, Highlighter, Query, SearchCursor, SearchRequest,
        SearchSort,
    },
    store::{self, Conn, DocumentScope, Surroundings},
};

/// More changes than this are left out of an answer by council, not one by one.
const PENDING_ONE_BY_ONE: i64 = 5_000;

/// What is asked. Filters of different kinds all apply; within one kind any value does.
#[derive(Debug, Clone)]
pub struct SearchQuestion {
    /// The query in the query language.
    pub query: String,
    /// Kinds of things.
    pub types: Vec<DocumentType>,
    /// Keys of issues.
    pub issues: Vec<String>,
    /// Councils.
    pub councils: Vec<CouncilId>,
    /// Meetings.
    pub meetings: Vec<MeetingId>,
    /// Speakers.
    pub speakers: Vec<String>,
    /// Kinds of opinions.
    pub kinds: Vec<OpinionKind>,
    /// 年度.
    pub fiscal_years: Vec<i64>,
    /// The first day of a meeting.
    pub from: Option<NaiveDate>,
    /// The last day of a meeting.
    pub to: Option<NaiveDate>,
    /// The order.
    pub sort: SearchSort,
    /// At most this many hits, 1 to 100.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<SearchCursor>,
}

impl Default for SearchQuestion {
    fn default() -> Self {
        Self {
            query: String::new(),
            types: Vec::new(),
            issues: Vec::new(),
            councils: Vec::new(),
            meetings: Vec::new(),
            speakers: Vec::new(),
            kinds: Vec::new(),
            fiscal_years: Vec::new(),
            from: None,
            to: None,
            sort: SearchSort::Relevance,
            limit: 20,
            cursor: None,
        }
    }
}

/// One hit, as the caller may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: DocumentType,
    /// Its id.
    pub id: Uuid,
    /// The wording.
    pub text: String,
    /// The wording as HTML, what was found in `<mark>`.
    pub html: String,
    /// What was found, [start, end) in Unicode code points of the text.
    pub ranges: Vec<(usize, usize)>,
    /// The meeting.
    pub meeting: Option<HitMeeting>,
    /// The title of the topic.
    pub topic: Option<String>,
    /// The title of the heading.
    pub heading: Option<String>,
    /// The speaker as shown.
    pub speaker: Option<String>,
    /// The keys of its issues.
    pub issues: Vec<String>,
    /// How well it matches, comparable within one answer only.
    pub score: f32,
}

/// The meeting of a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitMeeting {
    /// Its id.
    pub id: MeetingId,
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: Option<NaiveDate>,
}

/// How many hits have one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledCount {
    /// The value, as the filter takes it.
    pub value: String,
    /// The value in words.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchAnswer {
    /// The hits of this page, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// Whether `total` is exact.
    pub total_exact: bool,
    /// The facets by name, most first.
    pub facets: Vec<(&'static str, Vec<LabelledCount>)>,
    /// Where the next page starts.
    pub next: Option<SearchCursor>,
    /// Whether a part of the query was left out because it was too long.
    pub query_truncated: bool,
}

impl App {
    /// Answers a query with what the caller may see.
    pub async fn search(
        &self,
        call: &Call,
        question: SearchQuestion,
        language: Language,
    ) -> AppResult<SearchAnswer> {
        let viewer = call.viewer();
        let mut conn = self.read().await?;
        let issues = store::list_issues(&mut conn, true).await?;
        let query = self.understand(&mut conn, &question.query, &issues).await?;
        let highlighter = Highlighter::new(&query);
        let query_truncated = query.truncated();
        // Read before the search: what is not pending now, the index knows.
        let pending = pending(&mut conn).await?;
        drop(conn);
        let request = SearchRequest {
            query,
            types: question.types,
            issues: question.issues,
            councils: question.councils,
            meetings: question.meetings,
            speakers: question.speakers,
            kinds: question.kinds,
            fiscal_years: question.fiscal_years,
            from: question.from,
            to: question.to,
            sort: question.sort,
            limit: question.limit,
            cursor: question.cursor,
            viewer,
            pending,
        };
        let answer = self.search.search(request).await?;
        let mut conn = self.read().await?;
        let found = hydrate(&mut conn, &viewer, &answer.hits).await?;
        let facets = label_facets(&mut conn, answer.facets.clone(), &issues, language).await?;
        Ok(assemble(
            answer,
            found,
            facets,
            &highlighter,
            query_truncated,
        ))
    }

    /// The query with the names of issues and councils in it resolved.
    async fn understand(&self, conn: &mut Conn, text: &str, issues: &[Issue]) -> AppResult<Query> {
        let mut query = Query::parse(text);
        let councils = if names_council(&query) {
            all_councils(conn).await?
        } else {
            Vec::new()
        };
        let same = |a: &str, b: &str| crate::text::fold(a) == crate::text::fold(b);
        query.resolve(
            |name| {
                let named = |issue: &&Issue| {
                    same(&issue.key, name)
                        || same(&issue.label_ja, name)
                        || same(&issue.label_en, name)
                        || issue.aliases.iter().any(|alias| same(alias, name))
                };
                issues
                    .iter()
                    .filter(named)
                    .map(|issue| issue.key.clone())
                    .collect()
            },
            |name| {
                let wanted = crate::text::Normalised::of(name);
                let named = |(_, council): &&(CouncilId, String)| {
                    crate::text::Normalised::of(council).contains(&wanted)
                };
                councils.iter().filter(named).map(|(id, _)| *id).collect()
            },
        );
        Ok(query)
    }
}

fn names_council(query: &Query) -> bool {
    use crate::search::Atom;
    query
        .clauses()
        .iter()
        .flat_map(|clause| &clause.any)
        .any(|alternative| matches!(alternative.atom, Atom::Council { .. }))
}

async fn all_councils(conn: &mut Conn) -> AppResult<Vec<(CouncilId, String)>> {
    let mut councils = Vec::new();
    let mut page = PageRequest {
        after: None,
        limit: crate::domain::MAX_PAGE,
    };
    loop {
        let found = store::list_councils(conn, &page).await?;
        page.after = found.items.last().map(|council| council.id.0);
        councils.extend(
            found
                .items
                .into_iter()
                .map(|council| (council.id, council.name)),
        );
        if !found.more {
            return Ok(councils);
        }
    }
}

/// What the index has not been told yet. Where that is very much, the councils that it concerns: leaving out too much for
/// a moment is right, leaving out too little never is.
async fn pending(conn: &mut Conn) -> AppResult<Vec<crate::domain::OutboxEntry>> {
    use crate::domain::{IndexScope, OutboxEntry};
    let entries = store::list_pending(conn, PENDING_ONE_BY_ONE + 1).await?;
    if i64::try_from(entries.len()).unwrap_or(i64::MAX) <= PENDING_ONE_BY_ONE {
        return Ok(entries);
    }
    let councils = store::list_pending_councils(conn).await?;
    Ok(councils
        .into_iter()
        .map(|council| OutboxEntry {
            seq: 0,
            scope: IndexScope::Council,
            entity_id: council.0,
            council_id: Some(council),
        })
        .collect())
}

/// What the database says of a hit.
struct Found {
    text: String,
    heading: Option<String>,
    speaker: Option<String>,
    issues: Vec<String>,
    around: Surroundings,
}

/// What the viewer may see of these hits, by id.
async fn hydrate(
    conn: &mut Conn,
    viewer: &Viewer,
    hits: &[EngineHit],
) -> AppResult<HashMap<Uuid, Found>> {
    let mut found = HashMap::new();
    for kind in DocumentType::ALL {
        let ids: Vec<Uuid> = hits
            .iter()
            .filter(|hit| hit.kind == *kind)
            .map(|hit| hit.id)
            .collect();
        if ids.is_empty() {
            continue;
        }
        let scope = DocumentScope::Ids(&ids);
        let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        match kind {
            DocumentType::Opinion => {
                for row in
                    store::list_opinion_documents(conn, Some(viewer), scope, None, limit).await?
                {
                    let opinion = row.opinion;
                    let of = Found {
                        speaker: speaker_label(
                            opinion.speaker_name.as_deref(),
                            opinion.speaker_role.as_deref(),
                        ),
                        text: opinion.text,
                        heading: row.heading_title,
                        issues: opinion.issues.into_iter().map(|tag| tag.key).collect(),
                        around: row.around,
                    };
                    found.insert(opinion.id.0, of);
                }
            }
            DocumentType::Topic => {
                for row in
                    store::list_topic_documents(conn, Some(viewer), scope, None, limit).await?
                {
                    found.insert(
                        row.topic.id.0,
                        plain(row.topic.title, Vec::new(), row.around),
                    );
                }
            }
            DocumentType::ActionItem => {
                for row in store::list_action_item_documents(conn, Some(viewer), scope, None, limit)
                    .await?
                {
                    found.insert(
                        row.item.id.0,
                        plain(row.item.text, row.item.issues, row.around),
                    );
                }
            }
        }
    }
    Ok(found)
}

fn plain(text: String, issues: Vec<String>, around: Surroundings) -> Found {
    Found {
        text,
        heading: None,
        speaker: None,
        issues,
        around,
    }
}

fn assemble(
    answer: EngineAnswer,
    mut found: HashMap<Uuid, Found>,
    facets: Vec<(&'static str, Vec<LabelledCount>)>,
    highlighter: &Highlighter,
    query_truncated: bool,
) -> SearchAnswer {
    let next = match answer.hits.last() {
        Some(last) if answer.more => Some(last.cursor.clone()),
        _ => None,
    };
    let engine_hits = answer.hits.len();
    let hits: Vec<Hit> = answer
        .hits
        .into_iter()
        .filter_map(|hit| Some(hit_of(&hit, found.remove(&hit.id)?, highlighter)))
        .collect();
    // Changed in the instant between the two: the database has the last word.
    let gone = u64::try_from(engine_hits - hits.len()).unwrap_or(0);
    SearchAnswer {
        hits,
        total: answer.total.saturating_sub(gone),
        total_exact: answer.total_exact && gone == 0,
        facets,
        next,
        query_truncated,
    }
}

fn hit_of(hit: &EngineHit, found: Found, highlighter: &Highlighter) -> Hit {
    let marked = highlighter.mark(&found.text);
    let meeting = match (found.around.meeting_id, found.around.meeting_title) {
        (Some(id), Some(title)) => Some(HitMeeting {
            id,
            title,
            date: found.around.meeting_date,
        }),
        _ => None,
    };
    let is_topic = hit.kind == DocumentType::Topic;
    Hit {
        kind: hit.kind,
        id: hit.id,
        text: found.text,
        html: marked.html,
        ranges: marked.ranges,
        meeting,
        topic: found.around.topic_title.filter(|_| !is_topic),
        heading: found.heading,
        speaker: found.speaker,
        issues: found.issues,
        score: hit.score,
    }
}
