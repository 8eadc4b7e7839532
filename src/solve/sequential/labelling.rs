//! Which nodes off the path can be believed in together: Kreps and Wilson's labellings, decided by linear programs.

use super::setting::ActionId;
use crate::number::Rational;
use crate::number::lp;

/// What an information set off the path allows: the ways there, each a set of actions of probability 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ways {
    /// Different sets of actions, each with the nodes (positions in the information set) that it leads to.
    pub(super) ways: Vec<(Vec<ActionId>, Vec<usize>)>,
}

impl Ways {
    /// Groups nodes by the departures on the way there; ways that need all of another's departures and more are left out,
    /// as they are infinitely less probable.
    pub(super) fn new(departures: impl Iterator<Item = (usize, Vec<ActionId>)>) -> Self {
        let mut ways: Vec<(Vec<ActionId>, Vec<usize>)> = Vec::new();
        for (node, actions) in departures {
            match ways.iter_mut().find(|(known, _)| *known == actions) {
                Some((_, nodes)) => nodes.push(node),
                None => ways.push((actions, vec![node])),
            }
        }
        let more = |(actions, _): &(Vec<ActionId>, Vec<usize>)| {
            ways.iter().any(|(fewer, _)| fewer.len() < actions.len() && fewer.iter().all(|a| actions.contains(a)))
        };
        let keep: Vec<bool> = ways.iter().map(|way| !more(way)).collect();
        let mut keep = keep.into_iter();
        ways.retain(|_| keep.next().unwrap_or(false));
        Ways { ways }
    }
}

/// For each information set off the path, which of its ways are believed in: a bit for each.
pub(super) type Choice = Vec<u32>;

/// Whether actions of probability 0 can be given orders of magnitude under which exactly the chosen ways are the most
/// probable at each information set.
///
/// # Definition
/// A basis is consistent if and only if some labelling of the actions with positive integers makes the chosen ways
/// minimal at every information set (Kreps and Wilson 1982, appendix, doi:10.2307/1912767; Streufert 2012).
pub(super) fn possible(sets: &[Ways], choice: &[u32]) -> bool {
    // Actions that are compared nowhere may have any label.
    let compared = || sets.iter().zip(choice).filter(|(set, _)| set.ways.len() > 1);
    let mut actions: Vec<ActionId> =
        compared().flat_map(|(set, _)| set.ways.iter().flat_map(|(way, _)| way)).copied().collect();
    if actions.is_empty() {
        return true;
    }
    actions.sort_unstable();
    actions.dedup();
    let row = |more: &[ActionId], less: &[ActionId]| {
        let mut row = vec![Rational::ZERO; actions.len()];
        for (way, sign) in [(more, 1), (less, -1)] {
            for action in way {
                if let Ok(place) = actions.binary_search(action) {
                    row[place] += Rational::from(sign);
                }
            }
        }
        row
    };
    let (mut equal, mut above) = (Vec::new(), Vec::new());
    for (set, chosen) in compared() {
        let first = &set.ways[chosen.trailing_zeros() as usize].0;
        for (number, (way, _)) in set.ways.iter().enumerate().filter(|(_, (way, _))| way != first) {
            match chosen >> number & 1 {
                1 => equal.push(row(way, first)),
                _ => above.push(row(way, first)),
            }
        }
    }
    for place in 0..actions.len() {
        let mut row = vec![Rational::ZERO; actions.len()];
        row[place] = Rational::ONE;
        above.push(row);
    }
    let kernel = kernel(equal, actions.len());
    // A label is any combination of the kernel's vectors: each one's weight is a difference of two that are not negative.
    let along = |row: &Vec<Rational>| -> Vec<Rational> {
        let value = |vector: &Vec<Rational>| -> Rational { row.iter().zip(vector).map(|(a, b)| a * b).sum() };
        let values: Vec<Rational> = kernel.iter().map(value).collect();
        values.iter().cloned().chain(values.iter().map(|value| -value)).collect()
    };
    lp::all_positive(&above.iter().map(along).collect::<Vec<_>>(), 2 * kernel.len()).is_some()
}

/// A basis of the vectors that all rows map to 0.
fn kernel(mut rows: Vec<Vec<Rational>>, columns: usize) -> Vec<Vec<Rational>> {
    let pivots = eliminate(&mut rows, columns);
    let free = (0..columns).filter(|column| !pivots.contains(column));
    let vector = |free: usize| {
        let mut vector = vec![Rational::ZERO; columns];
        vector[free] = Rational::ONE;
        for (row, &pivot) in pivots.iter().enumerate() {
            vector[pivot] = -&rows[row][free];
        }
        vector
    };
    free.map(vector).collect()
}

/// Brings rows to reduced echelon form; returns the pivots' columns.
fn eliminate(rows: &mut [Vec<Rational>], columns: usize) -> Vec<usize> {
    let mut pivots = Vec::new();
    for column in 0..columns {
        let next = pivots.len();
        let Some(found) = (next..rows.len()).find(|&row| !rows[row][column].is_zero()) else { continue };
        rows.swap(next, found);
        let pivot = rows[next][column].clone();
        rows[next].iter_mut().for_each(|entry| *entry = &*entry / &pivot);
        let line = rows[next].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(number, _)| *number != next) {
            let factor = row[column].clone();
            if !factor.is_zero() {
                row.iter_mut().zip(&line).for_each(|(entry, own)| *entry -= &factor * own);
            }
        }
        pivots.push(column);
    }
    pivots
}

/// The most combinations of ways that are tried.
const MAX_CHOICES: u64 = 1 << 14;

/// All combinations of ways that can be believed in together; `None` if there are too many to try.
pub(super) fn all(sets: &[Ways]) -> Option<Vec<Choice>> {
    let counts: Vec<u64> = sets.iter().map(|set| (1u64 << set.ways.len().min(40)) - 1).collect();
    let total = counts.iter().try_fold(1u64, |total, count| total.checked_mul(*count))?;
    if total > MAX_CHOICES {
        return None;
    }
    let choice = |mut number: u64| -> Choice {
        let digit = |count: &u64| {
            let digit = number % count;
            number /= count;
            digit as u32 + 1
        };
        counts.iter().map(digit).collect()
    };
    Some((0..total).map(choice).filter(|choice| possible(sets, choice)).collect())
}

/// The largest combinations of ways that can be believed in together: all others are limits of these. `None` if there
/// are too many to try.
pub(super) fn largest(sets: &[Ways]) -> Option<Vec<Choice>> {
    let whole: Choice = sets.iter().map(|set| (1u32 << set.ways.len()) - 1).collect();
    if possible(sets, &whole) {
        return Some(vec![whole]);
    }
    let all = all(sets)?;
    let within = |a: &Choice, b: &Choice| a != b && a.iter().zip(b).all(|(x, y)| x & !y == 0);
    Some(all.iter().filter(|a| !all.iter().any(|b| within(a, b))).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(list: &[&[ActionId]]) -> Ways {
        Ways::new(list.iter().enumerate().map(|(node, way)| (node, way.to_vec())))
    }

    #[test]
    fn one_departure_is_likelier_than_two() {
        let set = ways(&[&[0], &[0, 1], &[2]]);
        assert_eq!(set.ways.len(), 2);
        assert_eq!(largest(&[set]).unwrap(), [vec![0b11]]);
    }

    #[test]
    fn orders_of_magnitude_must_fit_together() {
        // At one set action 0 or action 1; at another 0 with 2, or 1 with 3; at a third 2 or 3: any two decide the third.
        let sets = [ways(&[&[0], &[1]]), ways(&[&[0, 2], &[1, 3]]), ways(&[&[2], &[3]])];
        assert!(possible(&sets, &[0b11, 0b11, 0b11]));
        assert!(!possible(&sets, &[0b11, 0b11, 0b01]));
        assert!(possible(&sets, &[0b01, 0b11, 0b10]));
        assert!(!possible(&sets, &[0b01, 0b10, 0b01]));
        assert_eq!(all(&sets).unwrap().len(), 13);
    }
}
