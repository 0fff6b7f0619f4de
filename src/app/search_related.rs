//! Related opinions: those that share the words that tell most of an opinion, and its issues.
//!
//! How telling a word is follows from how many opinions the caller can find by it: no statistics of what is hidden.

use super::{
    App, AppError, AppResult, Call, Hit, SearchQuestion,
    search_moment::Moment,
    search_query::{Asked, ask},
};
use crate::{
    domain::{EntityKind, IndexScope, Opinion, OpinionId, OutboxEntry},
    search::{DocumentType, Query, SearchRequest, telling_words},
    store,
    text::Normalised,
};

/// How many words of an opinion are looked at: the first ones of a long one.
const MAX_WORDS: usize = 24;
/// How many of them are searched for: those that tell most.
const SOUGHT: usize = 8;
/// How many opinions are compared.
const CANDIDATES: usize = 100;
/// What an issue in common counts for.
const ISSUE_WEIGHT: f64 = 1.0;

/// A word and how much it tells.
struct Weighted {
    word: String,
    weight: f64,
}

impl App {
    /// The opinions that are about the same as this one, nearest first, as far as the caller may see them.
    pub async fn list_related_opinions(
        &self,
        call: &Call,
        id: OpinionId,
        limit: usize,
    ) -> AppResult<Vec<Hit>> {
        let mut moment = Moment::alone(self);
        let opinion = store::find_opinion(moment.conn().await?, &call.viewer(), id)
            .await?
            .ok_or(AppError::NotFound(EntityKind::Opinion))?;
        let request = self.request_beside(&mut moment, call, &opinion).await?;
        let words = self.weigh(&request, &opinion.text).await?;
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let sought = words.iter().take(SOUGHT).map(|word| word.word.clone());
        let candidates = SearchRequest {
            query: Query::any_of(sought),
            limit: CANDIDATES,
            ..request
        };
        let found = self.find(&mut moment, &candidates).await?;
        let mut hits = found.hits();
        for hit in &mut hits {
            hit.score = nearness(hit, &opinion, &words);
        }
        // Among equals the engine's order stays: best match, then newest first.
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(limit);
        Ok(hits)
    }

    /// Asks for all other opinions that the caller may see.
    async fn request_beside(
        &self,
        moment: &mut Moment<'_>,
        call: &Call,
        opinion: &Opinion,
    ) -> AppResult<SearchRequest> {
        let question = SearchQuestion {
            types: vec![DocumentType::Opinion],
            facets: Vec::new(),
            limit: 1,
            ..SearchQuestion::default()
        };
        let Asked { mut request, .. } = ask(self, moment, &question, call.viewer()).await?;
        // Left out as what the index has not been told of is.
        request.pending.push(OutboxEntry {
            seq: 0,
            scope: IndexScope::Opinion,
            entity_id: opinion.id.0,
            council_id: Some(opinion.council_id),
        });
        Ok(request)
    }

    /// The words of a text that others have too, those that tell most first.
    async fn weigh(&self, request: &SearchRequest, text: &str) -> AppResult<Vec<Weighted>> {
        let all = self.count(request, Query::default()).await?;
        let mut words = Vec::new();
        for word in telling_words(text).into_iter().take(MAX_WORDS) {
            let query = Query::any_of([word.clone()]);
            let having = self.count(request, query).await?;
            if having > 0.0 {
                let weight = (1.0 + all / having).ln();
                words.push(Weighted { word, weight });
            }
        }
        words.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        Ok(words)
    }

    async fn count(&self, request: &SearchRequest, query: Query) -> AppResult<f64> {
        let request = SearchRequest {
            query,
            ..request.clone()
        };
        let total = self.search.search(request).await?.total;
        Ok(f64::from(u32::try_from(total).unwrap_or(u32::MAX)))
    }
}

/// How much two opinions have in common.
fn nearness(hit: &Hit, opinion: &Opinion, words: &[Weighted]) -> f32 {
    let text = Normalised::of(&hit.text);
    let shared = words
        .iter()
        .filter(|word| text.contains(&Normalised::of(&word.word)))
        .map(|word| word.weight);
    let issues = opinion.issues.iter();
    let issues = issues.filter(|tag| hit.issues.contains(&tag.key)).count();
    let issues = f64::from(u32::try_from(issues).unwrap_or(u32::MAX));
    let nearness = shared.sum::<f64>() + ISSUE_WEIGHT * issues;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a few dozens, of which the order matters"
    )]
    let nearness = nearness as f32;
    nearness
}
