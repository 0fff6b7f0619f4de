//! Answers requests: several questions in one round, a second round where a few documents have to be looked at, a further one
//! where a page is not full yet.

use std::collections::{BTreeSet, VecDeque};

use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{Answer, Results, engine_hit, generation, half_an_answer, read, take_facets};
use super::filter::Filter;
use super::matching::{Plan, SimilarWords, counted_field, visible};
use super::ranking::{Tier, after, sort, tiers};
use super::server::Server;
use super::verify::{FIELDS, Kept};
use crate::search::similar::{differ_by_a_letter, is_long_word};
use crate::search::tantivy::units::UnitText;
use crate::search::{Atom, EngineAnswer, Facet, SearchError, SearchRequest};

/// The most documents that are looked at one by one for one request. Beyond, the total is no longer exact.
const MOST_LOOKED_AT: usize = 2_000;
/// How many groups of equal hits are asked for in one round.
const TIERS_PER_ROUND: usize = 4;
/// How many documents with a word like a misspelt one are looked at.
const MOST_SIMILAR: usize = 200;
/// How often more hits are asked for to fill one page.
const MOST_ROUNDS: usize = 40;
/// How often a request is asked anew because another index took the place of the one that it began with.
const ROUNDS: usize = 5;

/// One request against one index.
pub(super) struct Searching<'a> {
    pub server: &'a Server,
    pub index: &'a str,
    pub request: &'a SearchRequest,
}

/// What was asked as one question.
struct Question {
    filter: Filter,
    hits: usize,
    fields: Vec<&'static str>,
    facets: Vec<Facet>,
    sorted: bool,
}

/// What matches, as far as it is known.
struct Matching {
    filter: Filter,
    /// Whether every document that the filter finds was looked at, or need not be.
    exact: bool,
}

impl Searching<'_> {
    /// Answers the request.
    pub async fn answer(&self) -> Result<EngineAnswer, SearchError> {
        if self.request.query.matches_nothing() {
            return Ok(self.nothing());
        }
        for _ in 0..ROUNDS {
            if let Some(answer) = self.try_answer().await? {
                return Ok(answer);
            }
        }
        Err(SearchError::Unavailable(
            "the index was replaced again and again while it was searched".to_owned(),
        ))
    }

    fn nothing(&self) -> EngineAnswer {
        EngineAnswer {
            total_exact: true,
            facets: self
                .request
                .facets
                .iter()
                .map(|facet| (*facet, vec![]))
                .collect(),
            ..EngineAnswer::default()
        }
    }

    /// The answer; `None` where the index was replaced in the middle of it.
    async fn try_answer(&self) -> Result<Option<EngineAnswer>, SearchError> {
        let similar = self.similar_words().await?;
        let plan = Plan::of(self.request, &similar);
        if plan.visible.clone().and(plan.may.clone()) == Filter::Nothing {
            return Ok(Some(self.nothing()));
        }
        let matching = self.matching(&plan, &similar).await?;
        let found = plan.visible.clone().and(matching.filter);
        let mut left = VecDeque::from(tiers(
            &plan,
            self.request.sort,
            self.request.cursor.as_ref(),
        ));
        let mut answer = self.nothing();
        answer.total_exact = matching.exact;
        let wanted = self.request.limit.clamp(1, 100);
        let among = found.clone().and(plan.filters_without(None));
        let mut generations = BTreeSet::new();
        let mut counting = self.counting(&plan, &found);
        let mut rounds = 0;
        while !counting.is_empty() || (!left.is_empty() && answer.hits.len() <= wanted) {
            let counted = counting.len();
            let mut questions = std::mem::take(&mut counting);
            let now: Vec<Tier> = if matching.exact {
                left.drain(..left.len().min(TIERS_PER_ROUND)).collect()
            } else {
                left.pop_front().into_iter().collect()
            };
            let missing = (wanted + 1).saturating_sub(answer.hits.len());
            questions.extend(
                now.iter()
                    .map(|tier| hits_of(tier, &among, missing, matching.exact)),
            );
            let mut answers = self.ask(&questions).await?;
            for result in &answers {
                generations.extend(result.hits.iter().filter_map(generation));
            }
            let hits = answers.split_off(counted);
            take_counts(&mut answer, &questions, answers);
            for (tier, result) in now.iter().zip(hits) {
                let rest = self.take_hits(&mut answer, tier, result, &similar, matching.exact)?;
                if let Some(rest) = rest {
                    left.push_front(rest);
                }
            }
            rounds += 1;
            if rounds == MOST_ROUNDS {
                break;
            }
        }
        answer.more = answer.hits.len() > wanted || !left.is_empty() && rounds == MOST_ROUNDS;
        answer.hits.truncate(wanted);
        Ok((generations.len() <= 1).then_some(answer))
    }

    /// What matches: what lies between may and must is looked at.
    async fn matching(&self, plan: &Plan, similar: &SimilarWords) -> Result<Matching, SearchError> {
        let unsure = plan.may.clone().and(plan.must.clone().not());
        if plan.may == plan.must || unsure == Filter::Nothing {
            return Ok(Matching {
                filter: plan.may.clone(),
                exact: true,
            });
        }
        let counts_more = plan
            .filters
            .iter()
            .any(|(facet, _)| self.request.facets.contains(facet));
        let filters = if counts_more {
            Filter::All
        } else {
            plan.filters_without(None)
        };
        let question = Question {
            filter: plan.visible.clone().and(unsure).and(filters),
            hits: MOST_LOOKED_AT,
            fields: FIELDS.to_vec(),
            facets: vec![],
            sorted: true,
        };
        let answer = self.ask_one(question).await?;
        let (mut matching, mut others) = (Vec::new(), Vec::new());
        let looked_at = answer.hits.len();
        for hit in answer.hits {
            let kept: Kept = read(hit)?;
            if kept.matches(&self.request.query, similar) {
                matching.push(kept.pk);
            } else {
                others.push(kept.pk);
            }
        }
        let exact = looked_at as u64 >= answer.total_hits;
        let filter = if exact && matching.len() < others.len() {
            plan.must.clone().or(Filter::any_of("pk", &matching))
        } else {
            plan.may.clone().and(Filter::any_of("pk", &others).not())
        };
        Ok(Matching { filter, exact })
    }

    /// What is asked for total and facets: all hits, and for each facet that is filtered by what the others let through.
    fn counting(&self, plan: &Plan, found: &Filter) -> Vec<Question> {
        let filtered = |facet: &Facet| plan.filters.iter().any(|(of, _)| of == facet);
        let wanted: BTreeSet<Facet> = self.request.facets.iter().copied().collect();
        let (own, shared): (Vec<Facet>, Vec<Facet>) = wanted.into_iter().partition(filtered);
        let question = |without: Option<Facet>, facets: Vec<Facet>| Question {
            filter: found.clone().and(plan.filters_without(without)),
            hits: 1,
            fields: vec![],
            facets,
            sorted: false,
        };
        let mut questions = vec![question(None, shared)];
        questions.extend(
            own.into_iter()
                .map(|facet| question(Some(facet), vec![facet])),
        );
        questions
    }

    /// Takes the hits that match; answers with what is left of the tier where some did not and there may be more.
    fn take_hits(
        &self,
        answer: &mut EngineAnswer,
        tier: &Tier,
        result: Answer,
        similar: &SimilarWords,
        exact: bool,
    ) -> Result<Option<Tier>, SearchError> {
        let more = result.total_hits > result.hits.len() as u64;
        let mut last = None;
        for hit in result.hits {
            let taken = engine_hit(&read(hit.clone())?, tier.score)?;
            last = Some(taken.cursor.clone());
            if exact || read::<Kept>(hit)?.matches(&self.request.query, similar) {
                answer.hits.push(taken);
            }
        }
        let rest = last.filter(|_| more && !exact).map(|last| Tier {
            score: tier.score,
            filter: tier.filter.clone().and(after(self.request.sort, &last)),
        });
        Ok(rest)
    }

    /// The Latin words that misspelt ones of the query may have been meant for, of what the viewer may see.
    async fn similar_words(&self) -> Result<SimilarWords, SearchError> {
        let mut words = SimilarWords::new();
        let alternatives = self
            .request
            .query
            .clauses()
            .iter()
            .flat_map(|clause| &clause.any);
        for alternative in alternatives {
            let Atom::Similar(text) = &alternative.atom else {
                continue;
            };
            let units = UnitText::of(text);
            for word in (0..units.len())
                .map(|at| units.unit(at))
                .filter(|unit| is_long_word(unit))
            {
                words.insert(word.to_owned(), self.words_like(word).await?);
            }
        }
        Ok(words)
    }

    async fn words_like(&self, word: &str) -> Result<Vec<String>, SearchError> {
        #[derive(Deserialize)]
        struct Latin {
            latin: Vec<String>,
        }
        let query = json!({
            "indexUid": self.index,
            "q": word,
            "filter": visible(self.request).text(),
            "matchingStrategy": "all",
            "attributesToRetrieve": ["latin"],
            "page": 1,
            "hitsPerPage": MOST_SIMILAR,
        });
        let answers = self.send(vec![query]).await?;
        let mut like = BTreeSet::new();
        for hit in answers.into_iter().flat_map(|answer| answer.hits) {
            let found: Latin = read(hit)?;
            let others = found
                .latin
                .into_iter()
                .filter(|other| other != word && differ_by_a_letter(other, word));
            like.extend(others);
        }
        Ok(like.into_iter().collect())
    }

    async fn ask_one(&self, question: Question) -> Result<Answer, SearchError> {
        let mut answers = self.ask(&[question]).await?;
        answers.pop().ok_or_else(half_an_answer)
    }

    async fn ask(&self, questions: &[Question]) -> Result<Vec<Answer>, SearchError> {
        let queries = questions.iter().map(|question| {
            let mut fields = vec!["key", "day", "place", "generation"];
            fields.extend(&question.fields);
            let mut query = json!({
                "indexUid": self.index,
                "q": "",
                "filter": question.filter.text(),
                "attributesToRetrieve": fields,
                "page": 1,
                "hitsPerPage": question.hits,
            });
            if question.sorted {
                query["sort"] = json!(sort(self.request.sort));
            }
            if !question.facets.is_empty() {
                let fields: Vec<_> = question.facets.iter().copied().map(counted_field).collect();
                query["facets"] = json!(fields);
            }
            query
        });
        let answers = self.send(queries.collect()).await?;
        if answers.len() != questions.len() {
            return Err(half_an_answer());
        }
        Ok(answers)
    }

    async fn send(&self, queries: Vec<Value>) -> Result<Vec<Answer>, SearchError> {
        let results: Results = self
            .server
            .ask("multi-search", &json!({ "queries": queries }))
            .await?;
        Ok(results.results)
    }
}

/// The question for the hits of a tier. Where some may turn out not to match, for what deciding takes as well.
fn hits_of(tier: &Tier, among: &Filter, missing: usize, exact: bool) -> Question {
    Question {
        filter: among.clone().and(tier.filter.clone()),
        hits: if exact { missing } else { 2 * missing + 20 },
        fields: if exact { vec![] } else { FIELDS.to_vec() },
        facets: vec![],
        sorted: true,
    }
}

fn take_counts(answer: &mut EngineAnswer, questions: &[Question], counts: Vec<Answer>) {
    for (number, (question, result)) in questions.iter().zip(counts).enumerate() {
        if number == 0 {
            answer.total = result.total_hits;
        }
        take_facets(
            &mut answer.facets,
            &question.facets,
            result.facet_distribution,
        );
    }
}
