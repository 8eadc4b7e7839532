//! [`Packing`]: rows that are alike, whose likelihood is worked once for all of them.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::observations::Observations;

/// How many rows are looked at to see whether it is worth while.
const SAMPLE: usize = 512;

/// Rows with the same covariates and the same outcome.
#[derive(Debug)]
pub(super) struct Packing {
    /// For each row the first that is like it.
    first: Vec<usize>,
    /// The rows that are the first of their kind.
    pub distinct: Vec<usize>,
}

impl Packing {
    /// `None` where most rows are unlike all others.
    pub fn new(data: &Observations) -> Option<Packing> {
        let few = |distinct: &[usize], of: usize| 4 * distinct.len() <= 3 * of;
        let every: Vec<usize> = (0..data.len()).collect();
        let sample: Vec<usize> = every.iter().copied().step_by((every.len() / SAMPLE).max(1)).collect();
        if !few(&firsts(data, &sample).1, sample.len()) {
            return None;
        }
        let (first, distinct) = firsts(data, &every);
        few(&distinct, every.len()).then_some(Packing { first, distinct })
    }

    /// The weights of the rows: the first of a kind counts for all of them, the others not at all.
    pub fn counted(&self, weight: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.first.len()];
        for (row, first) in self.first.iter().enumerate() {
            sums[*first] += weight(row);
        }
        sums
    }
}

/// For each row given the first that is like it, and those that are the first of their kind.
fn firsts(data: &Observations, rows: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let (mut known, mut distinct) = (HashMap::new(), Vec::new());
    let first = |row: &usize| {
        let kind = Kind { outcome: data.outcomes[*row], covariates: data.row(*row) };
        *known.entry(kind).or_insert_with(|| {
            distinct.push(*row);
            *row
        })
    };
    (rows.iter().map(first).collect(), distinct)
}

/// What makes rows alike: bit for bit the same numbers.
struct Kind<'a> {
    outcome: usize,
    covariates: &'a [f64],
}

impl PartialEq for Kind<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.outcome == other.outcome && bits(self).eq(bits(other))
    }
}

impl Eq for Kind<'_> {}

impl Hash for Kind<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.outcome.hash(state);
        bits(self).for_each(|bits| state.write_u64(bits));
    }
}

fn bits<'a>(of: &Kind<'a>) -> impl Iterator<Item = u64> + use<'a> {
    of.covariates.iter().map(|value| value.to_bits())
}
