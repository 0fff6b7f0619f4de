//! `/search`

use std::borrow::Cow;

use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Query},
    payload::Json,
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromParameter, ParseResult, Type},
};
use uuid::Uuid;

use super::{
    Section,
    middleware::accepted_language,
    paging::{PageLimit, parameter},
    problem::{Listing, Problem},
    types::Date,
};
use crate::{
    app::{
        self, App, AppError, Call, DocumentType, LabelledCount, SearchAnswer, SearchCursor,
        SearchQuestion, SearchSort,
    },
    domain::{CouncilId, MeetingId, OpinionKind},
};

/// The place after which a page of hits starts.
#[derive(Debug, Clone, PartialEq)]
pub struct HitCursor {
    /// The place.
    place: SearchCursor,
    /// The fingerprint of the question in whose hits it is a place.
    of: u64,
}

parameter!(HitCursor, {
    let mut schema = MetaSchema::new("string");
    schema.pattern = Some("^[0-9a-f]{88}$".to_owned());
    schema
});

impl HitCursor {
    fn encode(&self) -> String {
        let cursor = &self.place;
        let mut bytes = Vec::with_capacity(44);
        bytes.extend(self.of.to_be_bytes());
        bytes.extend(cursor.score.to_be_bytes());
        bytes.extend(cursor.day.to_be_bytes());
        bytes.extend(cursor.position.to_be_bytes());
        bytes.extend(cursor.id.as_bytes());
        hex::encode(bytes)
    }

    fn decode(text: &str) -> Option<Self> {
        let bytes: [u8; 44] = hex::decode(text).ok()?.try_into().ok()?;
        let (of, rest) = bytes.split_first_chunk()?;
        let (score, rest) = rest.split_first_chunk()?;
        let (day, rest) = rest.split_first_chunk()?;
        let (position, id) = rest.split_first_chunk()?;
        let score = f32::from_be_bytes(*score);
        // Not every 32 bits are a score: what is not a number has no place in an order.
        score.is_finite().then_some(())?;
        let place = SearchCursor {
            score,
            day: i64::from_be_bytes(*day),
            position: i64::from_be_bytes(*position),
            id: Uuid::from_slice(id).ok()?,
        };
        let of = u64::from_be_bytes(*of);
        Some(Self { place, of })
    }
}

impl ParseFromParameter for HitCursor {
    fn parse_from_parameter(text: &str) -> ParseResult<Self> {
        Self::decode(text).ok_or_else(|| ParseError::custom("is not a cursor that a search gave"))
    }
}

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

/// The meeting of a hit.
#[derive(Debug, Object)]
pub struct HitMeeting {
    id: MeetingId,
    title: String,
    date: Option<Date>,
}

/// The facets of an answer.
#[derive(Debug, Default, Object)]
pub struct Facets {
    /// By kind of thing.
    #[oai(rename = "type")]
    kind_of_thing: Vec<Count>,
    /// By issue.
    issue: Vec<Count>,
    /// By council.
    council: Vec<Count>,
    /// By speaker as shown.
    speaker: Vec<Count>,
    /// By kind of opinion.
    kind: Vec<Count>,
    /// By 年度.
    fiscal_year: Vec<Count>,
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
        for (name, counts) in answer.facets {
            let counts = counts.into_iter().map(Count::from).collect();
            match name {
                "type" => facets.kind_of_thing = counts,
                "issue" => facets.issue = counts,
                "council" => facets.council = counts,
                "speaker" => facets.speaker = counts,
                "kind" => facets.kind = counts,
                _ => facets.fiscal_year = counts,
            }
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
        }
    }
}

/// The search.
pub struct SearchApi;

#[OpenApi(tag = "Section::Search")]
impl SearchApi {
    /// Search opinions, topics and action items
    ///
    /// Words are ANDed; `"exact phrase"`, `-not`, `OR`, and `speaker:`, `issue:`, `council:`, `year:`, `kind:` before a
    /// value. Widths, kana, old and new forms of a kanji and the like are one. A filter may be repeated: any of its values
    /// does.
    #[oai(path = "/search", method = "get", operation_id = "search")]
    #[expect(
        clippy::too_many_arguments,
        reason = "one for each parameter of the request"
    )]
    async fn search(
        &self,
        app: Data<&App>,
        call: Data<&Call>,
        /// The query; everything when left out.
        #[oai(validator(max_length = 10_000))]
        q: Query<Option<String>>,
        /// Kinds of things.
        #[oai(name = "type")]
        kind_of_thing: Query<Vec<DocumentType>>,
        /// Keys of issues.
        issue: Query<Vec<String>>,
        /// Councils.
        council: Query<Vec<CouncilId>>,
        /// Meetings.
        meeting: Query<Vec<MeetingId>>,
        /// Speakers, by name, role or both.
        speaker: Query<Vec<String>>,
        /// Kinds of opinions.
        kind: Query<Vec<OpinionKind>>,
        /// 年度, named by the year in which it begins.
        fiscal_year: Query<Vec<i64>>,
        /// The first day of a meeting.
        from: Query<Option<Date>>,
        /// The last day of a meeting.
        to: Query<Option<Date>>,
        /// The order; by relevance when left out.
        sort: Query<Option<SearchSort>>,
        /// At most this many hits; 20 when left out.
        limit: Query<Option<PageLimit>>,
        /// `next_cursor` of the page before.
        cursor: Query<Option<HitCursor>>,
        /// The language of the facets' labels.
        #[oai(name = "Accept-Language")]
        language: Header<Option<String>>,
    ) -> Result<Json<SearchResult>, Problem<Listing>> {
        let defaults = SearchQuestion::default();
        let mut question = SearchQuestion {
            query: q.0.unwrap_or_default(),
            types: kind_of_thing.0,
            issues: issue.0,
            councils: council.0,
            meetings: meeting.0,
            speakers: speaker.0,
            kinds: kind.0,
            fiscal_years: fiscal_year.0,
            from: from.0.map(|day| day.0),
            to: to.0.map(|day| day.0),
            sort: sort.0.unwrap_or(defaults.sort),
            limit: limit
                .0
                .and_then(|limit| usize::try_from(limit.0).ok())
                .unwrap_or(defaults.limit),
            cursor: None,
        };
        question.cursor = match cursor.0 {
            Some(cursor) if cursor.of != question.fingerprint() => {
                return Err(AppError::ForeignCursor.into());
            }
            cursor => cursor.map(|cursor| cursor.place),
        };
        let language = accepted_language(language.0.as_deref());
        let answer = app.search(&call, question, language).await?;
        Ok(Json(answer.into()))
    }
}

/// The answer as the JSON object that the command line prints too.
pub fn to_json(answer: SearchAnswer) -> serde_json::Value {
    use poem_openapi::types::ToJSON;
    SearchResult::from(answer).to_json().unwrap_or_default()
}
