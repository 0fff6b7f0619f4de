//! What a search answers.

use poem_openapi::{Enum, Object};
use uuid::Uuid;

use super::{search_parameters::HitCursor, types::Date};
use crate::{
    app::{self, DocumentType, Expansion, ExpansionKind, Facet, LabelledCount, SearchAnswer},
    domain::MeetingId,
};

/// The answer to a search.
#[derive(Debug, Object)]
pub struct SearchResult {
    /// The hits of this page, in order.
    hits: Vec<Hit>,
    /// How many there are in all, as far as the caller may see them.
    total: u64,
    /// Whether `total` is exact.
    total_exact: bool,
    /// How many hits have which value; a facet counts without its own filter.
    facets: Facets,
    /// Where the next page starts: send it back as `cursor`. `null` on the last page.
    next_cursor: Option<String>,
    /// Whether a part of the query was left out because it was too long.
    query_truncated: bool,
    /// What was searched for beside what was typed.
    expansions: Vec<ExpansionBody>,
    /// Where nothing was found: the terms in whose place something like them was searched for.
    corrected: Vec<CorrectionBody>,
}

/// Synonyms, or other names of a year, that were searched for beside a term.
#[derive(Debug, Object)]
#[oai(rename = "Expansion")]
pub struct ExpansionBody {
    /// What was typed.
    term: String,
    /// What was searched for beside it.
    added: Vec<String>,
    /// Why.
    kind: ExpansionKind,
    /// Send it back as `without` to leave this out.
    id: String,
}

impl From<Expansion> for ExpansionBody {
    fn from(expansion: Expansion) -> Self {
        Self {
            term: expansion.term,
            added: expansion.added,
            kind: expansion.kind,
            id: expansion.id,
        }
    }
}

/// A term that nothing was found for, so that something like it was searched for.
#[derive(Debug, Object)]
#[oai(rename = "Correction")]
pub struct CorrectionBody {
    /// What was typed.
    from: String,
    /// What the best hit says in its place; `null` where it says it elsewhere than in its wording.
    to: Option<String>,
    /// How what was found is like it: at most one character, or one letter of a Latin word, differs.
    kind: CorrectionKind,
}

/// How something is like what was typed.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename_all = "snake_case")]
pub enum CorrectionKind {
    /// At most one character, or one letter of a Latin word, differs.
    Similar,
}

/// One hit.
#[derive(Debug, Object)]
pub struct Hit {
    /// What it is.
    #[oai(rename = "type")]
    kind: DocumentType,
    id: Uuid,
    /// The wording as printed.
    text: String,
    /// The wording as HTML: what was found in `<mark>`, all else escaped.
    html: String,
    /// What was found: `[start, end)` in Unicode code points of `text`.
    ranges: Vec<Vec<u64>>,
    /// The passage that tells best why it was found, at most 200 code points; all of a short text.
    passage: Passage,
    /// The passage as HTML, like `html`.
    passage_html: String,
    /// The meeting.
    meeting: Option<HitMeeting>,
    /// The title of the topic.
    topic: Option<String>,
    /// The title of the heading.
    heading: Option<String>,
    /// The speaker as shown.
    speaker: Option<String>,
    /// The keys of its issues.
    issues: Vec<String>,
    /// How well it matches; comparable within one answer only.
    score: f32,
}

/// A part of a text.
#[derive(Debug, Object)]
pub struct Passage {
    /// Where it begins, in Unicode code points of `text`.
    start: u64,
    /// Where it ends; this code point is no part of it.
    end: u64,
}

/// The meeting of a hit.
#[derive(Debug, Object)]
pub struct HitMeeting {
    id: MeetingId,
    title: String,
    date: Option<Date>,
}

/// The facets that were asked for.
#[derive(Debug, Default, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Facets {
    /// By kind of thing.
    #[oai(rename = "type")]
    kind_of_thing: Option<Vec<Count>>,
    /// By issue.
    issue: Option<Vec<Count>>,
    /// By council.
    council: Option<Vec<Count>>,
    /// By meeting.
    meeting: Option<Vec<Count>>,
    /// By 年度.
    fiscal_year: Option<Vec<Count>>,
    /// By speaker as shown.
    speaker: Option<Vec<Count>>,
    /// By role of the speaker as shown.
    role: Option<Vec<Count>>,
    /// By kind of opinion.
    kind: Option<Vec<Count>>,
    /// By how it is told who said an opinion.
    attribution: Option<Vec<Count>>,
    /// By whether an action item came of an opinion, as far as the caller may see one: `true` or `false`.
    has_action_item: Option<Vec<Count>>,
}

/// How many hits have one value.
#[derive(Debug, Object)]
pub struct Count {
    /// The value, as the filter takes it.
    value: String,
    /// The value in words.
    label: String,
    /// How many.
    count: u64,
}

impl From<LabelledCount> for Count {
    fn from(count: LabelledCount) -> Self {
        Self {
            value: count.value,
            label: count.label,
            count: count.count,
        }
    }
}

impl From<app::Hit> for Hit {
    fn from(hit: app::Hit) -> Self {
        let code_point = |place| u64::try_from(place).unwrap_or(u64::MAX);
        Self {
            kind: hit.kind,
            id: hit.id,
            text: hit.text,
            html: hit.html,
            ranges: hit
                .ranges
                .into_iter()
                .map(|(start, end)| vec![code_point(start), code_point(end)])
                .collect(),
            passage: Passage {
                start: code_point(hit.passage.0),
                end: code_point(hit.passage.1),
            },
            passage_html: hit.passage_html,
            meeting: hit.meeting.map(|meeting| HitMeeting {
                id: meeting.id,
                title: meeting.title,
                date: meeting.date.map(Date),
            }),
            topic: hit.topic,
            heading: hit.heading,
            speaker: hit.speaker,
            issues: hit.issues,
            score: hit.score,
        }
    }
}

impl From<SearchAnswer> for SearchResult {
    fn from(answer: SearchAnswer) -> Self {
        let mut facets = Facets::default();
        for (facet, counts) in answer.facets {
            let place = match facet {
                Facet::Type => &mut facets.kind_of_thing,
                Facet::Issue => &mut facets.issue,
                Facet::Council => &mut facets.council,
                Facet::Meeting => &mut facets.meeting,
                Facet::FiscalYear => &mut facets.fiscal_year,
                Facet::Speaker => &mut facets.speaker,
                Facet::Role => &mut facets.role,
                Facet::Kind => &mut facets.kind,
                Facet::Attribution => &mut facets.attribution,
                Facet::HasActionItem => &mut facets.has_action_item,
            };
            *place = Some(counts.into_iter().map(Count::from).collect());
        }
        Self {
            hits: answer.hits.into_iter().map(Hit::from).collect(),
            total: answer.total,
            total_exact: answer.total_exact,
            facets,
            next_cursor: answer.next.map(|place| {
                let of = answer.fingerprint;
                HitCursor { place, of }.encode()
            }),
            query_truncated: answer.query_truncated,
            expansions: answer.expansions.into_iter().map(Into::into).collect(),
            corrected: answer
                .corrected
                .into_iter()
                .map(|correction| CorrectionBody {
                    from: correction.from,
                    to: correction.to,
                    kind: CorrectionKind::Similar,
                })
                .collect(),
        }
    }
}

/// The answer as the JSON object that the command line prints too.
pub fn to_json(answer: SearchAnswer) -> serde_json::Value {
    use poem_openapi::types::ToJSON;
    SearchResult::from(answer).to_json().unwrap_or_default()
}
