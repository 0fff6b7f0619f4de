//! Typo tolerance: only where nothing is found, and only for the terms that nothing is found for.

use super::{EngineAnswer, Query, SearchEngine, SearchError, SearchRequest};

/// The most clauses that are looked at one by one.
const MAX_CLAUSES: usize = 8;

/// What was found, and by which query.
#[derive(Debug, Clone, PartialEq)]
pub struct TolerantAnswer {
    /// The engine's answer.
    pub answer: EngineAnswer,
    /// The query that it answers: as asked, or with similar terms.
    pub query: Query,
    /// The terms in whose place something like them was searched for, as typed.
    pub misspelt: Vec<String>,
}

/// Asks the engine. Where it finds nothing, the terms that it finds nothing for by themselves, under the same filters, are
/// taken for misspelt, and something like them is searched for. What the answer depends on is what the viewer may see.
pub async fn search_tolerantly(
    engine: &dyn SearchEngine,
    request: &SearchRequest,
) -> Result<TolerantAnswer, SearchError> {
    let answer = engine.search(request.clone()).await?;
    let as_asked = |answer| TolerantAnswer {
        answer,
        query: request.query.clone(),
        misspelt: Vec::new(),
    };
    if answer.total > 0 {
        return Ok(as_asked(answer));
    }
    let mut query = request.query.clone();
    let mut misspelt = Vec::new();
    for place in misspelt_clauses(engine, request).await? {
        let clause = &request.query.clauses()[place];
        let terms = clause.any.iter();
        let terms = terms.filter_map(|alternative| alternative.term_that_may_be_misspelt());
        misspelt.extend(terms.map(str::to_owned));
        query.make_similar(place);
    }
    if misspelt.is_empty() {
        return Ok(as_asked(answer));
    }
    let similar = SearchRequest {
        query: query.clone(),
        ..request.clone()
    };
    let found = engine.search(similar).await?;
    if found.total == 0 {
        return Ok(as_asked(answer));
    }
    Ok(TolerantAnswer {
        answer: found,
        query,
        misspelt,
    })
}

/// The clauses that find nothing by themselves and may be misspelt.
async fn misspelt_clauses(
    engine: &dyn SearchEngine,
    request: &SearchRequest,
) -> Result<Vec<usize>, SearchError> {
    let clauses = request.query.clauses();
    let may_be = |place: &usize| {
        let any = &clauses[*place].any;
        let negated = any.iter().any(|alternative| alternative.negated);
        let misspelt =
            |alternative: &super::Alternative| alternative.term_that_may_be_misspelt().is_some();
        !negated && any.iter().any(misspelt)
    };
    let mut places: Vec<usize> = (0..clauses.len())
        .filter(may_be)
        .take(MAX_CLAUSES)
        .collect();
    if clauses.len() == 1 {
        return Ok(places);
    }
    let mut finding_nothing = Vec::new();
    for place in places.drain(..) {
        let alone = SearchRequest {
            query: request.query.only(place),
            limit: 1,
            cursor: None,
            facets: Vec::new(),
            ..request.clone()
        };
        if engine.search(alone).await?.total == 0 {
            finding_nothing.push(place);
        }
    }
    Ok(finding_nothing)
}
