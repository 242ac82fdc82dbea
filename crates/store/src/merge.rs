//! Many sorted runs as one sorted run, each read a few rows at a time.
//!
//! A list over many agencies or stages is the merge of one short index range for each. Its cost grows with the number of
//! runs and the rows taken, never with the rows that there are.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

/// Where a row stands in a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// Sort value.
    pub(crate) value: String,
    /// Tells rows of one sort value apart.
    pub(crate) key: i64,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// The merge. `fetch(run, after)` reads the rows of one run that follow `after`, a few at a time; none at its end.
pub(crate) struct Merge<F> {
    fetch: F,
    heads: BinaryHeap<Head>,
    waiting: Vec<VecDeque<Spot>>,
}

struct Head {
    spot: Spot,
    run: usize,
    direction: Direction,
}

impl<F, E> Merge<F>
where
    F: FnMut(usize, Option<&Spot>) -> Result<Vec<Spot>, E>,
{
    /// Reads the beginning of each run.
    pub(crate) fn new(runs: usize, direction: Direction, mut fetch: F) -> Result<Self, E> {
        let mut heads = BinaryHeap::with_capacity(runs);
        let mut waiting = Vec::with_capacity(runs);
        for run in 0..runs {
            let mut spots = VecDeque::from(fetch(run, None)?);
            if let Some(spot) = spots.pop_front() {
                heads.push(Head { spot, run, direction });
            }
            waiting.push(spots);
        }
        Ok(Self { fetch, heads, waiting })
    }

    /// The next row of all runs.
    pub(crate) fn next(&mut self) -> Result<Option<Spot>, E> {
        let Some(Head { spot, run, direction }) = self.heads.pop() else { return Ok(None) };
        let Some(waiting) = self.waiting.get_mut(run) else { return Ok(Some(spot)) };
        if waiting.is_empty() {
            waiting.extend((self.fetch)(run, Some(&spot))?);
        }
        if let Some(next) = waiting.pop_front() {
            self.heads.push(Head { spot: next, run, direction });
        }
        Ok(Some(spot))
    }
}

impl Ord for Head {
    /// The heap gives its largest: the row that comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        match self.direction {
            Direction::Up => other.spot.cmp(&self.spot),
            Direction::Down => self.spot.cmp(&other.spot),
        }
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn merging_runs_is_sorting_all_of_them(
            runs in proptest::collection::vec(proptest::collection::vec(0_u8..20, 0..20), 0..8),
            chunk in 1_usize..4, down in any::<bool>(),
        ) {
            let direction = if down { Direction::Down } else { Direction::Up };
            let mut key = 0;
            let mut sorted = Vec::new();
            for run in &runs {
                let mut spots: Vec<Spot> = run.iter().map(|value| {
                    key += 1;
                    Spot { value: format!("{value:03}"), key }
                }).collect();
                spots.sort();
                if down { spots.reverse(); }
                sorted.push(spots);
            }
            let mut all: Vec<Spot> = sorted.concat();
            all.sort();
            if down { all.reverse(); }

            let mut merge = Merge::new(sorted.len(), direction, |run, after: Option<&Spot>| {
                let from = after.map_or(0, |spot| {
                    sorted[run].iter().position(|other| other == spot).unwrap() + 1
                });
                Ok::<_, Infallible>(sorted[run].iter().skip(from).take(chunk).cloned().collect())
            }).unwrap();
            let mut merged = Vec::new();
            while let Some(spot) = merge.next().unwrap() {
                merged.push(spot);
            }
            prop_assert_eq!(merged, all);
        }
    }
}
