//! Search: the engine answers which and how many, the database what it says and once more whether the caller may see it.

use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    App, AppResult, Call, Language,
    search_facets::label_facets,
    search_hits::{Found, hydrate},
    search_moment::Moment,
    search_query::{Asked, ask},
};
use crate::{
    domain::{Attribution, CouncilId, MeetingId, OpinionKind, TextEnum},
    search::{
        DocumentType, Expansion, Facet, Facets, Highlighter, SearchCursor, SearchEngine,
        SearchRequest, SearchSort, TolerantAnswer, search_tolerantly,
    },
};

/// How many moments of the database are asked for one that knows all that the index has found.
const SNAPSHOTS: usize = 3;
/// How often the last of them is searched again, without what it does not show.
const EXCLUSIONS: usize = 3;

/// What is asked. Filters of different kinds all apply; within one kind any value does.
#[derive(Debug, Clone)]
pub struct SearchQuestion {
    /// The query in the query language.
    pub query: String,
    /// Whether synonyms and the other names of years are searched for too.
    pub expand: bool,
    /// What of that is left out: ids of expansions, terms, or words that would be added.
    pub without: Vec<String>,
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
    /// Roles of speakers as shown.
    pub roles: Vec<String>,
    /// Kinds of opinions.
    pub kinds: Vec<OpinionKind>,
    /// How it is told who said an opinion.
    pub attributions: Vec<Attribution>,
    /// Opinions of which an action item came, or none.
    pub has_action_item: Option<bool>,
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
    /// What to count the hits by.
    pub facets: Vec<Facet>,
}

impl SearchQuestion {
    /// What tells questions apart whose hits differ, or their order: a place in the hits of one is none in another's. How many
    /// hits are wanted is no part of it, nor in which order the values of a filter stand.
    pub fn fingerprint(&self) -> u64 {
        let of = (
            (&self.query, self.sort.as_str(), self.from, self.to),
            (self.expand, self.has_action_item),
            sorted(self.without.iter()),
            sorted(self.roles.iter()),
            sorted(self.attributions.iter().map(|word| word.as_str())),
            sorted(self.types.iter().map(|kind| kind.as_str())),
            sorted(self.kinds.iter().map(|kind| kind.as_str())),
            sorted(self.issues.iter()),
            sorted(self.speakers.iter()),
            sorted(self.councils.iter().map(|id| id.0)),
            sorted(self.meetings.iter().map(|id| id.0)),
            sorted(self.fiscal_years.iter()),
        );
        // Debug quotes and escapes texts, so that no two questions are written alike.
        let digest = Sha256::digest(format!("{of:?}"));
        digest
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

impl Default for SearchQuestion {
    fn default() -> Self {
        Self {
            query: String::new(),
            expand: true,
            without: Vec::new(),
            types: Vec::new(),
            issues: Vec::new(),
            councils: Vec::new(),
            meetings: Vec::new(),
            speakers: Vec::new(),
            roles: Vec::new(),
            kinds: Vec::new(),
            attributions: Vec::new(),
            has_action_item: None,
            fiscal_years: Vec::new(),
            from: None,
            to: None,
            sort: SearchSort::Relevance,
            limit: 20,
            cursor: None,
            facets: Facet::ALL.to_vec(),
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
    /// The best passage, [start, end) in Unicode code points of the text; all of a short one.
    pub passage: (usize, usize),
    /// The passage as HTML.
    pub passage_html: String,
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

/// A term that nothing was found for, so that something like it was searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What was typed.
    pub from: String,
    /// What the best hit says in its place, where it says it in its wording.
    pub to: Option<String>,
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
    /// The facets that were asked for, each with its most frequent values first.
    pub facets: Vec<(Facet, Vec<LabelledCount>)>,
    /// Where the next page starts.
    pub next: Option<SearchCursor>,
    /// The [`SearchQuestion::fingerprint`] of what was asked, to which `next` belongs.
    pub fingerprint: u64,
    /// Whether a part of the query was left out because it was too long.
    pub query_truncated: bool,
    /// What was searched for beside what was typed.
    pub expansions: Vec<Expansion>,
    /// The terms of which nothing was found, and what was found in their place.
    pub corrected: Vec<Correction>,
}

impl App {
    /// Answers a query with what the caller may see.
    ///
    /// What is pending, what the hits say and who may see them is of one moment of the database, so that a change in the middle
    /// shows either whole or not at all. The index may be ahead of that. Where it found what was not to be seen then, its counts
    /// count that too, and none of them is answered: a newer moment is taken, and the last one is searched again without these
    /// hits. The last one uses nothing that was kept, so that nothing has to be read once more.
    pub async fn search(
        &self,
        call: &Call,
        question: SearchQuestion,
        language: Language,
    ) -> AppResult<SearchAnswer> {
        for _ in 1..SNAPSHOTS {
            let mut moment = Moment::now(self);
            let asked = ask(self, &mut moment, &question, call.viewer()).await?;
            let found = self.find(&mut moment, &asked.request).await?;
            if found.is_whole() && !moment.is_torn() {
                let fingerprint = question.fingerprint();
                let answer = answer(&mut moment, &asked, found, fingerprint, language).await?;
                if !moment.is_torn() {
                    return Ok(answer);
                }
            }
        }
        let mut moment = Moment::alone(self);
        let mut asked = ask(self, &mut moment, &question, call.viewer()).await?;
        let mut found = self.find(&mut moment, &asked.request).await?;
        for _ in 0..EXCLUSIONS {
            if found.is_whole() {
                break;
            }
            asked.request.pending.extend(found.missing());
            found = self.find(&mut moment, &asked.request).await?;
        }
        let fingerprint = question.fingerprint();
        answer(&mut moment, &asked, found, fingerprint, language).await
    }

    /// The engine, and what it is asked to answer `question`; for benches.
    #[doc(hidden)]
    pub async fn asked_of_engine(
        &self,
        call: &Call,
        question: &SearchQuestion,
    ) -> AppResult<(Arc<dyn SearchEngine>, SearchRequest)> {
        let asked = ask(self, &mut Moment::alone(self), question, call.viewer()).await?;
        Ok((Arc::clone(&self.search), asked.request))
    }

    /// What the index finds, with what the database says of it.
    pub(super) async fn find(
        &self,
        moment: &mut Moment<'_>,
        request: &SearchRequest,
    ) -> AppResult<Found> {
        let TolerantAnswer {
            answer,
            query,
            misspelt,
        } = search_tolerantly(self.search.as_ref(), request).await?;
        let rows = hydrate(moment, &request.viewer, &answer.hits).await?;
        Ok(Found {
            answer,
            rows,
            highlighter: Highlighter::new(&query),
            misspelt,
        })
    }
}

async fn answer(
    moment: &mut Moment<'_>,
    asked: &Asked,
    mut found: Found,
    fingerprint: u64,
    language: Language,
) -> AppResult<SearchAnswer> {
    let whole = found.is_whole();
    let hits = found.hits();
    let corrected = found.corrections(&hits);
    let counted = std::mem::take(&mut found.answer.facets);
    // An index that is not this database's: what it counts is told to nobody.
    let facets = if whole { counted } else { Facets::default() };
    let shown = u64::try_from(hits.len()).unwrap_or(u64::MAX);
    let next = match found.answer.hits.last() {
        Some(last) if found.answer.more => Some(last.cursor.clone()),
        _ => None,
    };
    Ok(SearchAnswer {
        hits,
        total: if whole { found.answer.total } else { shown },
        total_exact: whole && found.answer.total_exact,
        facets: label_facets(moment, facets, asked, language).await?,
        next,
        fingerprint,
        query_truncated: asked.request.query.truncated(),
        expansions: asked.expansions.clone(),
        corrected,
    })
}
