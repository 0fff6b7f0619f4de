//! Suggestions while typing: terms, issues, people and topics that hold what is typed, from what the caller may see.
//!
//! People, topics and the wording that terms are taken from come by the same way as hits, with the viewer in the query and
//! once more in SQL. Issues and synonyms are everybody's.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    App, AppResult, Call, Hit, Language, SearchQuestion, search_moment::Moment, search_query::ask,
};
use crate::{
    domain::{Issue, text_enum},
    search::{DocumentType, Query, SearchRequest, telling_words},
    store,
    text::fold,
};

/// How much of what is typed is looked at, in code points.
const MAX_TYPED: usize = 100;
/// How many hits terms are taken from.
const HITS_FOR_TERMS: usize = 50;

text_enum! {
    /// What is suggested.
    SearchSuggestionKind {
        /// A word.
        Term = "term",
        /// An issue.
        Issue = "issue",
        /// A person.
        Person = "person",
        /// A topic.
        Topic = "topic",
    }
}

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchSuggestion {
    /// What it is.
    pub kind: SearchSuggestionKind,
    /// Its words.
    pub text: String,
    /// The key of an issue.
    pub key: Option<String>,
    /// The id of a person or a topic.
    pub id: Option<Uuid>,
}

impl App {
    /// What may be meant by what is typed so far, at most `limit` of each kind.
    pub async fn list_search_suggestions(
        &self,
        call: &Call,
        typed: &str,
        limit: usize,
        language: Language,
    ) -> AppResult<Vec<SearchSuggestion>> {
        let typed: String = typed.trim().chars().take(MAX_TYPED).collect();
        let sought = fold(&typed);
        if sought.is_empty() {
            return Ok(Vec::new());
        }
        let mut moment = Moment::alone(self);
        let question = SearchQuestion {
            facets: Vec::new(),
            ..SearchQuestion::default()
        };
        let asked = ask(self, &mut moment, &question, call.viewer()).await?;
        let mut hits = Vec::new();
        for (kind, most) in [
            (DocumentType::Opinion, HITS_FOR_TERMS),
            (DocumentType::Person, limit),
            (DocumentType::Topic, HITS_FOR_TERMS),
        ] {
            let request = SearchRequest {
                query: Query::term(&typed),
                types: vec![kind],
                limit: most,
                ..asked.request.clone()
            };
            hits.push(self.find(&mut moment, &request).await?.hits());
        }
        let groups = store::list_synonym_groups(moment.conn().await?, false).await?;
        let synonyms = groups.into_iter().flat_map(|group| group.words);
        let mut suggestions = terms(&hits[0], synonyms, &sought, limit);
        suggestions.extend(matching_issues(&asked.basis.issues, &sought, language).take(limit));
        suggestions.extend(named(SearchSuggestionKind::Person, &hits[1]).take(limit));
        suggestions.extend(named(SearchSuggestionKind::Topic, &hits[2]).take(limit));
        Ok(suggestions)
    }
}

/// Words that hold what is sought: those that begin with it first, then the frequent ones, then the short ones.
fn terms(
    hits: &[Hit],
    synonyms: impl Iterator<Item = String>,
    sought: &str,
    limit: usize,
) -> Vec<SearchSuggestion> {
    let mut counts: HashMap<String, (String, usize)> = HashMap::new();
    let passages = hits.iter().map(|hit| {
        let (start, end) = hit.passage;
        hit.text
            .chars()
            .skip(start)
            .take(end - start)
            .collect::<String>()
    });
    let words = passages.flat_map(|passage| telling_words(&passage));
    for word in words.chain(synonyms) {
        let folded = fold(&word);
        // What is typed already needs no suggestion.
        if folded.contains(sought) && folded != sought {
            counts.entry(folded).or_insert((word, 0)).1 += 1;
        }
    }
    let mut found: Vec<(String, (String, usize))> = counts.into_iter().collect();
    found.sort_by(|(a, (_, count)), (b, (_, other))| {
        let rank = |folded: &str| (!folded.starts_with(sought), folded.chars().count());
        let (begins, length) = rank(a);
        let (other_begins, other_length) = rank(b);
        begins
            .cmp(&other_begins)
            .then(other.cmp(count))
            .then(length.cmp(&other_length))
            .then(a.cmp(b))
    });
    found.truncate(limit);
    let term = |(_, (text, _))| SearchSuggestion {
        kind: SearchSuggestionKind::Term,
        text,
        key: None,
        id: None,
    };
    found.into_iter().map(term).collect()
}

/// The issues that have it in their names or aliases.
fn matching_issues(
    issues: &[Issue],
    sought: &str,
    language: Language,
) -> impl Iterator<Item = SearchSuggestion> {
    let has = move |issue: &Issue| {
        let names = [&issue.label_ja, &issue.label_en].into_iter();
        let mut names = names.chain(&issue.aliases);
        issue.archived_at.is_none() && names.any(|name| fold(name).contains(sought))
    };
    let issues = issues.iter().filter(move |issue| has(issue));
    issues.map(move |issue| SearchSuggestion {
        kind: SearchSuggestionKind::Issue,
        text: language.pick(&issue.label_ja, &issue.label_en).clone(),
        key: Some(issue.key.clone()),
        id: None,
    })
}

/// Hits by their names, each name once: a topic comes back at meeting after meeting.
fn named(kind: SearchSuggestionKind, hits: &[Hit]) -> impl Iterator<Item = SearchSuggestion> {
    let mut seen = std::collections::HashSet::new();
    let each_once =
        move |hit: &&Hit| kind == SearchSuggestionKind::Person || seen.insert(fold(&hit.text));
    hits.iter()
        .filter(each_once)
        .map(move |hit| SearchSuggestion {
            kind,
            text: hit.text.clone(),
            key: None,
            id: Some(hit.id),
        })
}
