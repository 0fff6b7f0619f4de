//! How well hits match, in whole numbers.
//!
//! A hit is better where a term is a word of its own, where a title has it, and where the terms stand together as typed; and
//! of alternatives the more the better, what was typed before what was added to it. That is all: how often something
//! occurs in how many documents would tell of documents that the caller may not see (docs/decisions/0010).
//!
//! The numbers are kept bit by bit: one set of documents for each bit of the number. Adding a set is adding with carry, and
//! the best hits are found by going down from the highest bit.

use std::ops::ControlFlow;

use roaring::RoaringBitmap;

/// What each thing that makes a hit better adds.
pub(in crate::search) mod weight {
    /// The term is a word, or several, of the wording.
    pub const WORD: u32 = 1;
    /// Heading or title has the term.
    pub const TITLE: u32 = 2;
    /// The terms stand one after the other as typed.
    pub const TOGETHER: u32 = 3;
    /// One of several alternatives, as typed.
    pub const TYPED: u32 = 2;
    /// One of several alternatives, added to what was typed.
    pub const ADDED: u32 = 1;
}

/// A number for each document.
#[derive(Debug, Default)]
pub(super) struct Levels {
    bits: Vec<RoaringBitmap>,
}

impl Levels {
    /// Adds `weight` to the number of each document of `set`.
    pub fn add(&mut self, set: &RoaringBitmap, weight: u32) {
        for bit in (0..u32::BITS as usize).filter(|bit| weight >> bit & 1 == 1) {
            let mut carry = set.clone();
            for place in bit.. {
                if carry.is_empty() {
                    break;
                }
                if self.bits.len() <= place {
                    self.bits.resize_with(place + 1, RoaringBitmap::new);
                }
                let next = &self.bits[place] & &carry;
                self.bits[place] ^= &carry;
                carry = next;
            }
        }
    }

    /// Tells `each` the documents of `set` that have the same number, highest number first, until it breaks off.
    pub fn highest_first(
        &self,
        set: RoaringBitmap,
        each: &mut dyn FnMut(u32, RoaringBitmap) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.below(self.bits.len(), 0, set, each)
    }

    fn below(
        &self,
        bit: usize,
        number: u32,
        set: RoaringBitmap,
        each: &mut dyn FnMut(u32, RoaringBitmap) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if set.is_empty() {
            return ControlFlow::Continue(());
        }
        let Some(bit) = bit.checked_sub(1) else {
            return each(number, set);
        };
        let with = &set & &self.bits[bit];
        self.below(bit, number | 1 << bit, with, each)?;
        let without = set - &self.bits[bit];
        self.below(bit, number, without, each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_add_up_and_come_highest_first(
            sets in prop::collection::vec((prop::collection::btree_set(0u32..50, 0..30), 1u32..8), 0..12),
        ) {
            let mut levels = Levels::default();
            for (set, weight) in &sets {
                levels.add(&set.iter().copied().collect(), *weight);
            }
            let mut found = Vec::new();
            let all: RoaringBitmap = (0..50).collect();
            let _ = levels.highest_first(all, &mut |number, set| {
                found.extend(set.iter().map(|rank| (number, rank)));
                ControlFlow::Continue(())
            });
            let number = |rank: &u32| -> u32 {
                sets.iter().filter(|(set, _)| set.contains(rank)).map(|(_, weight)| weight).sum()
            };
            let mut expected: Vec<(u32, u32)> = (0..50).map(|rank| (number(&rank), rank)).collect();
            expected.sort_by_key(|(number, rank)| (std::cmp::Reverse(*number), *rank));
            prop_assert_eq!(found, expected);
        }
    }
}
