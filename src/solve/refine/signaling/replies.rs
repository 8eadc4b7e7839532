//! Mixed best replies to a set of beliefs, as a union of simplices.

use super::region::point;
use crate::number::Rational;
use crate::solve::control::Watch;

/// Replies that are best all together under some belief: every mixture of them is then a best reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    /// The replies, in order.
    pub(super) replies: Vec<usize>,
    /// A belief under which all of them are best: a probability for each type.
    pub(super) belief: Vec<Rational>,
}

/// The largest sets of replies that are best all together under a belief in the convex hull of `beliefs`.
///
/// The mixed best replies to these beliefs are the union of the simplices over these sets. `receiver[t][r]` is what reply
/// `r` to type `t` brings the receiver. Sets grow reply by reply, as a part of such a set is such a set; each is decided
/// by a linear program over the weights of the given beliefs. `None` if the search was stopped.
pub(super) fn faces(receiver: &[Vec<Rational>], beliefs: &[Vec<Rational>], watch: &mut Watch) -> Option<Vec<Face>> {
    let search = Search::new(receiver, beliefs);
    let mut found = Vec::new();
    let mut open: Vec<(Vec<usize>, Vec<Rational>)> = Vec::new();
    for unit in (0..search.units.len()).rev() {
        if let Some(weights) = search.support(&[unit]) {
            open.push((vec![unit], weights));
        }
    }
    while let Some((set, weights)) = open.pop() {
        let mut largest = true;
        for unit in (0..search.units.len()).rev().filter(|unit| !set.contains(unit)) {
            if watch.must_stop(0) {
                return None;
            }
            let after = set.last().is_none_or(|last| unit > *last);
            if !after && !largest {
                continue;
            }
            let mut larger = set.clone();
            larger.push(unit);
            let Some(weights) = search.support(&larger) else { continue };
            largest = false;
            if after {
                open.push((larger, weights));
            }
        }
        if largest {
            found.push(search.face(&set, &weights));
        }
    }
    found.sort_by(|a, b| a.replies.cmp(&b.replies));
    Some(found)
}

struct Search<'a> {
    beliefs: &'a [Vec<Rational>],
    /// Replies that bring the receiver the same under all beliefs.
    units: Vec<Vec<usize>>,
    /// What each unit brings under each of the beliefs.
    worth: Vec<Vec<Rational>>,
}

impl<'a> Search<'a> {
    fn new(receiver: &[Vec<Rational>], beliefs: &'a [Vec<Rational>]) -> Self {
        let (mut units, mut worth): (Vec<Vec<usize>>, Vec<Vec<Rational>>) = Default::default();
        for reply in 0..receiver.first().map_or(0, Vec::len) {
            let under =
                |belief: &Vec<Rational>| belief.iter().zip(receiver).map(|(weight, row)| weight * &row[reply]).sum();
            let column: Vec<Rational> = beliefs.iter().map(under).collect();
            match worth.iter().position(|known| *known == column) {
                Some(unit) => units[unit].push(reply),
                None => {
                    units.push(vec![reply]);
                    worth.push(column);
                }
            }
        }
        Search { beliefs, units, worth }
    }

    /// Weights of the beliefs under which all units of a set are best.
    fn support(&self, set: &[usize]) -> Option<Vec<Rational>> {
        let first = &self.worth[set[0]];
        let less = |a: &[Rational], b: &[Rational]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
        let others = self.worth.iter().enumerate().filter(|(unit, _)| *unit != set[0]);
        let mut rows: Vec<Vec<Rational>> = others.map(|(_, other)| less(other, first)).collect();
        rows.extend(set[1..].iter().map(|unit| less(first, &self.worth[*unit])));
        point(self.beliefs.len(), &rows, &[])
    }

    fn face(&self, set: &[usize], weights: &[Rational]) -> Face {
        let mut replies: Vec<usize> = set.iter().flat_map(|unit| self.units[*unit].iter().copied()).collect();
        replies.sort_unstable();
        let types = self.beliefs.first().map_or(0, Vec::len);
        let of = |place: usize| weights.iter().zip(self.beliefs).map(|(weight, belief)| weight * &belief[place]).sum();
        Face { replies, belief: (0..types).map(of).collect() }
    }
}

/// The belief that it is one of some types for sure, for each of them.
pub(super) fn sure_beliefs(types: usize, among: &[usize]) -> Vec<Vec<Rational>> {
    let sure = |of: usize| (0..types).map(|place| if place == of { Rational::ONE } else { Rational::ZERO }).collect();
    among.iter().map(|&of| sure(of)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::control::Control;

    fn rows(entries: &[&[i64]]) -> Vec<Vec<Rational>> {
        entries.iter().map(|row| row.iter().map(|&entry| entry.into()).collect()).collect()
    }

    fn sets(receiver: &[&[i64]], among: &[usize]) -> Vec<Vec<usize>> {
        let control = Control::default();
        let beliefs = sure_beliefs(receiver.len(), among);
        let found = faces(&rows(receiver), &beliefs, &mut Watch::start(&control)).unwrap();
        found.into_iter().map(|face| face.replies).collect()
    }

    #[test]
    fn a_reply_in_the_middle() {
        // Reply 1 is best between beliefs 1/3 and 2/3; at the ends it ties with 0 and with 2. Reply 3 is never best.
        let receiver: &[&[i64]] = &[&[3, 2, 0, 1], &[0, 2, 3, 1]];
        assert_eq!(sets(receiver, &[0, 1]), [vec![0, 1], vec![1, 2]]);
        assert_eq!(sets(receiver, &[0]), [vec![0]]);
        assert_eq!(sets(receiver, &[1]), [vec![2]]);
    }

    #[test]
    fn equal_replies_stay_together() {
        assert_eq!(sets(&[&[1, 1, 0, 1], &[0, 0, 1, 0]], &[0, 1]), [vec![0, 1, 2, 3]]);
        assert_eq!(sets(&[&[1, 1, 0, 1], &[0, 0, 1, 0]], &[0]), [vec![0, 1, 3]]);
    }
}
