//! Which lines have a place (DESIGN.md, rule 4: no line is lost). A line that nobody places is unmapped.

use super::entries::Entry;
use super::lines::Line;
use super::parsed::Span;

/// For each line of the file, whether it has a place.
#[derive(Debug)]
pub(super) struct Ledger {
    placed: Vec<bool>,
}

impl Ledger {
    /// A ledger for a file with `count` lines.
    pub(super) fn new(count: usize) -> Self {
        Self {
            placed: vec![false; count + 1],
        }
    }

    /// Notes that `entry` has a place.
    pub(super) fn place(&mut self, entry: &Entry<'_>) {
        self.place_span(entry.span());
    }

    /// Notes that all lines of `span` have a place.
    pub(super) fn place_span(&mut self, span: Span) {
        for number in span.first_line..=span.last_line {
            if let Some(placed) = usize::try_from(number)
                .ok()
                .and_then(|at| self.placed.get_mut(at))
            {
                *placed = true;
            }
        }
    }

    /// The numbers of those of `lines` that have no place, each once.
    pub(super) fn unplaced(&self, lines: &[Line<'_>]) -> Vec<i64> {
        let is_placed = |number: i64| {
            usize::try_from(number).is_ok_and(|at| self.placed.get(at).copied().unwrap_or(false))
        };
        let mut unplaced: Vec<i64> = lines
            .iter()
            .map(|line| line.number)
            .filter(|number| !is_placed(*number))
            .collect();
        unplaced.dedup();
        unplaced
    }
}
