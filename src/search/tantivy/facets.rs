//! Counts hits by the values of facets.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::matching::Matched;
use super::sets::Segment;
use super::state::State;
use super::tables::FacetValues;
use crate::search::{Facet, FacetCount, Facets, MAX_FACET_VALUES};

/// The values of a facet in all segments of a state. Each segment numbers its own; these numbers go for all.
pub(super) struct FacetNames {
    /// In order.
    names: Vec<String>,
    /// For each segment, the number here of each of its values.
    numbers: Vec<Vec<usize>>,
}

impl FacetNames {
    /// From the values of each segment.
    pub fn of(segments: &[&[String]]) -> Self {
        let mut names: Vec<String> = segments.iter().copied().flatten().cloned().collect();
        names.sort_unstable();
        names.dedup();
        let number = |name: &String| names.binary_search(name).unwrap_or(usize::MAX);
        let numbers = segments
            .iter()
            .map(|own| own.iter().map(number).collect())
            .collect();
        Self { names, numbers }
    }
}

/// How often each value of some facets occurs.
#[derive(Clone)]
pub(super) struct Counting(BTreeMap<Facet, (Arc<FacetNames>, Vec<u64>)>);

impl Counting {
    /// Nothing is counted yet.
    pub fn of(facets: &[Facet], state: &State) -> tantivy::Result<Self> {
        let mut counting = BTreeMap::new();
        for facet in facets {
            let names = state.facet_names(*facet)?;
            let counts = vec![0; names.names.len()];
            counting.insert(*facet, (names, counts));
        }
        Ok(Self(counting))
    }

    /// Adds the hits of the segment that has this number in the state.
    pub fn add(
        &mut self,
        number: usize,
        segment: &Segment<'_>,
        matched: &Matched,
    ) -> tantivy::Result<()> {
        for (facet, (names, counts)) in &mut self.0 {
            let table = segment.tables.facet(*facet, segment.reader)?;
            let unfiltered = matched.without_filter(*facet);
            let hits = unfiltered.as_ref().unwrap_or(&matched.hits);
            let own = count_values(hits, &table.values, table.names.len());
            let numbers = names.numbers.get(number).into_iter().flatten();
            for (number, count) in numbers.zip(own) {
                if let Some(sum) = counts.get_mut(*number) {
                    *sum += count;
                }
            }
        }
        Ok(())
    }

    /// Adds what was counted elsewhere of the same facets and the same state.
    pub fn join(&mut self, other: &Self) {
        for ((_, counts), (_, others)) in self.0.values_mut().zip(other.0.values()) {
            for (count, other) in counts.iter_mut().zip(others) {
                *count += other;
            }
        }
    }

    /// The most frequent values of each facet; of equally frequent ones the first in order.
    pub fn most_first(self) -> Facets {
        let facets = self.0.into_iter().map(|(facet, (names, counts))| {
            let mut counted: Vec<(Reverse<u64>, usize)> = counts
                .into_iter()
                .enumerate()
                .filter(|(_, count)| *count > 0)
                .map(|(number, count)| (Reverse(count), number))
                .collect();
            if counted.len() > MAX_FACET_VALUES {
                counted.select_nth_unstable(MAX_FACET_VALUES);
                counted.truncate(MAX_FACET_VALUES);
            }
            counted.sort_unstable();
            let counts = counted
                .into_iter()
                .map(|(Reverse(count), number)| FacetCount {
                    value: names.names[number].clone(),
                    count,
                });
            (facet, counts.collect())
        });
        facets.collect()
    }
}

fn count_values(hits: &RoaringBitmap, values: &FacetValues, names: usize) -> Vec<u64> {
    match values {
        FacetValues::Sets(sets) => sets.iter().map(|set| hits.intersection_len(set)).collect(),
        FacetValues::Numbers(numbers) => {
            // The last place is for those that have no value.
            let mut counts = vec![0; names + 1];
            for rank in hits {
                let number = numbers.get(rank as usize).map(|number| *number as usize);
                if let Some(count) = number.and_then(|number| counts.get_mut(number)) {
                    *count += 1;
                }
            }
            counts.truncate(names);
            counts
        }
    }
}
