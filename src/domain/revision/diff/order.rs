//! Which parts of a list went elsewhere, and which only made room.

use std::collections::HashSet;

/// The smallest set of `old` indexes that went elsewhere: all but a longest increasing subsequence of the old indexes in their new
/// order. The indexes are all different. O(n log n).
pub(super) fn moved(old: impl Iterator<Item = usize>) -> HashSet<usize> {
    let old: Vec<usize> = old.collect();
    let stayed = longest_increasing(&old);
    old.into_iter()
        .filter(|index| !stayed.contains(index))
        .collect()
}

/// The values of a longest increasing subsequence, found by patience sorting.
fn longest_increasing(values: &[usize]) -> HashSet<usize> {
    // tails[n]: where the smallest value stands that ends an increasing subsequence of n + 1 values.
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let length = tails.partition_point(|&tail| values[tail] < *value);
        previous.push(length.checked_sub(1).map(|shorter| tails[shorter]));
        match tails.get_mut(length) {
            Some(tail) => *tail = index,
            None => tails.push(index),
        }
    }
    let mut stayed = HashSet::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(index) = next {
        stayed.insert(values[index]);
        next = previous[index];
    }
    stayed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved_of(old: &[usize]) -> Vec<usize> {
        let mut moved: Vec<usize> = moved(old.iter().copied()).into_iter().collect();
        moved.sort_unstable();
        moved
    }

    #[test]
    fn what_keeps_its_order_stays() {
        assert!(moved_of(&[]).is_empty());
        assert!(moved_of(&[0, 1, 2, 5, 9]).is_empty());
    }

    #[test]
    fn the_one_that_went_elsewhere_is_found_and_not_those_it_passed() {
        assert_eq!(moved_of(&[4, 0, 1, 2, 3]), [4]);
        assert_eq!(moved_of(&[1, 2, 3, 0]), [0]);
        assert_eq!(moved_of(&[0, 3, 1, 2, 4]), [3]);
    }
}
