//! From the words of a question to what an engine is asked: names resolved, who asks, and what the index does not know yet.

use std::sync::Arc;

use super::{App, AppResult, SearchQuestion, search_moment::Moment};
use crate::{
    domain::{CouncilId, IndexScope, Issue, OutboxEntry, PageRequest, Viewer},
    search::{Atom, Expansion, Query, SearchRequest, Synonyms},
    store::{self, Conn},
};

/// More changes than this are left out of an answer by council, not one by one.
const PENDING_ONE_BY_ONE: i64 = 5_000;

/// What an engine is asked, and what its answer is told with.
pub(super) struct Asked {
    /// For the engine.
    pub request: SearchRequest,
    /// The vocabulary, for the words of facets.
    pub basis: Arc<Basis>,
    /// What was added to what was typed.
    pub expansions: Vec<Expansion>,
}

/// What every search begins with, whatever is asked and whoever asks.
pub(super) struct Basis {
    /// The vocabulary.
    pub issues: Vec<Issue>,
    /// The synonyms in use.
    synonyms: Arc<Vec<Synonyms>>,
    /// What the index has not been told yet.
    pending: Vec<OutboxEntry>,
}

impl Basis {
    /// Of this moment.
    async fn of(app: &App, moment: &mut Moment<'_>) -> AppResult<Arc<Self>> {
        if let Some(basis) = moment.basis() {
            return Ok(basis);
        }
        let conn = moment.conn().await?;
        let basis = Arc::new(Self {
            // Read before the index is asked: what is not pending now, it knows.
            pending: pending(conn).await?,
            issues: store::list_issues(conn, true).await?,
            synonyms: app.synonyms.read(conn).await?,
        });
        moment.keep_basis(&basis);
        Ok(basis)
    }
}

/// Puts a question to one moment of the database.
pub(super) async fn ask(
    app: &App,
    moment: &mut Moment<'_>,
    question: &SearchQuestion,
    viewer: Viewer,
) -> AppResult<Asked> {
    let basis = Basis::of(app, moment).await?;
    let mut query = understand(moment, &question.query, &basis.issues).await?;
    let expansions = if question.expand {
        query.expand(&basis.synonyms, &question.without)
    } else {
        Vec::new()
    };
    let question = question.clone();
    Ok(Asked {
        request: SearchRequest {
            query,
            types: question.types,
            issues: question.issues,
            councils: question.councils,
            meetings: question.meetings,
            speakers: question.speakers,
            roles: question.roles,
            kinds: question.kinds,
            attributions: question.attributions,
            has_action_item: question.has_action_item,
            fiscal_years: question.fiscal_years,
            from: question.from,
            to: question.to,
            sort: question.sort,
            limit: question.limit,
            cursor: question.cursor,
            facets: question.facets,
            viewer,
            pending: basis.pending.clone(),
        },
        basis,
        expansions,
    })
}

/// The query with the names of issues and councils in it resolved.
async fn understand(moment: &mut Moment<'_>, text: &str, issues: &[Issue]) -> AppResult<Query> {
    let mut query = Query::parse(text);
    let councils = if names_council(&query) {
        all_councils(moment.conn().await?).await?
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

fn names_council(query: &Query) -> bool {
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

/// What the index has not been told yet. Where that is very much, the councils and the persons that it concerns: leaving out too much for
/// a moment is right, leaving out too little never is.
async fn pending(conn: &mut Conn) -> AppResult<Vec<OutboxEntry>> {
    let entries = store::list_pending(conn, PENDING_ONE_BY_ONE + 1).await?;
    if i64::try_from(entries.len()).unwrap_or(i64::MAX) <= PENDING_ONE_BY_ONE {
        return Ok(entries);
    }
    let councils = store::list_pending_councils(conn).await?;
    let councils = councils.into_iter().map(|council| OutboxEntry {
        seq: 0,
        scope: IndexScope::Council,
        entity_id: council.0,
        council_id: Some(council),
    });
    // A person is no council's.
    let persons = store::list_pending_persons(conn).await?;
    let persons = persons.into_iter().map(|person| OutboxEntry {
        seq: 0,
        scope: IndexScope::Person,
        entity_id: person,
        council_id: None,
    });
    Ok(councils.chain(persons).collect())
}
