//! The order of the hits. Meilisearch sorts by day and place; how well hits match is told by asking for those that match best
//! first. That is exact, depends on nothing that the caller may not see, and stays the same from page to page.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::documents::place;
use super::filter::Filter;
use super::matching::Plan;
use crate::search::{SearchCursor, SearchSort};

/// The most conditions that the order looks at; their number doubles what is asked each time.
const MOST_LEVELS: usize = 6;

/// Hits that match equally well.
#[derive(Debug, Clone)]
pub(super) struct Tier {
    pub score: u32,
    /// What they are, of the hits that have not been on an earlier page.
    pub filter: Filter,
}

/// The tiers that are not on an earlier page, best first.
pub(super) fn tiers(plan: &Plan, sort: SearchSort, cursor: Option<&SearchCursor>) -> Vec<Tier> {
    let mut tiers = match sort {
        SearchSort::Relevance => by_score(plan),
        SearchSort::DateDesc | SearchSort::DateAsc => vec![Tier {
            score: 0,
            filter: Filter::All,
        }],
    };
    let Some(cursor) = cursor else {
        return tiers;
    };
    // Scores are whole numbers; `as` keeps what no search gave within bounds.
    let score = cursor.score as u32;
    let by_score = sort == SearchSort::Relevance;
    tiers.retain(|tier| !by_score || tier.score <= score);
    for tier in &mut tiers {
        if !by_score || tier.score == score {
            tier.filter = tier.filter.clone().and(after(sort, cursor));
        }
    }
    tiers
}

/// How Meilisearch sorts.
pub(super) fn sort(sort: SearchSort) -> [&'static str; 2] {
    match sort {
        SearchSort::Relevance | SearchSort::DateDesc => ["day:desc", "place:asc"],
        SearchSort::DateAsc => ["day:asc", "place:asc"],
    }
}

fn by_score(plan: &Plan) -> Vec<Tier> {
    let mut levels: Vec<&(u32, Filter)> = plan
        .levels
        .iter()
        .filter(|(_, filter)| *filter != Filter::Nothing)
        .collect();
    levels.sort_by_key(|(weight, _)| Reverse(*weight));
    levels.truncate(MOST_LEVELS);
    let mut by_score: BTreeMap<u32, Filter> = BTreeMap::new();
    for chosen in 0..1u32 << levels.len() {
        let mut score = 0;
        let mut filter = Filter::All;
        for (number, (weight, level)) in levels.iter().enumerate() {
            let holds = chosen >> number & 1 == 1;
            score += if holds { *weight } else { 0 };
            let level = level.clone();
            filter = filter.and(if holds { level } else { level.not() });
        }
        let tier = by_score.entry(score).or_insert(Filter::Nothing);
        *tier = std::mem::replace(tier, Filter::Nothing).or(filter);
    }
    let tiers = by_score.into_iter().rev();
    tiers
        .map(|(score, filter)| Tier { score, filter })
        .filter(|tier| tier.filter != Filter::Nothing)
        .collect()
}

/// What comes after the hit at `cursor` among those that match as well. What has no day comes last in either direction.
pub(super) fn after(sort: SearchSort, cursor: &SearchCursor) -> Filter {
    let later = Filter::compares("place", ">", &place(cursor.position, cursor.id));
    let no_day = Filter::exists("day").not();
    if cursor.day == i64::MIN {
        return no_day.and(later);
    }
    let day = cursor.day.to_string();
    let next = match sort {
        SearchSort::DateAsc => ">",
        SearchSort::Relevance | SearchSort::DateDesc => "<",
    };
    Filter::compares("day", next, &day)
        .or(no_day)
        .or(Filter::is("day", &day).and(later))
}
