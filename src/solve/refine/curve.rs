//! Mixed strategies that come to a given one inside a cone, mistake by mistake.

use crate::number::Rational;
use crate::number::lp;

/// What the strategies on the way must satisfy.
pub(super) struct Course<'a> {
    /// Where they come to: probabilities.
    pub(super) end: &'a [Rational],
    /// Rows `a` with `a y >= 0`.
    pub(super) at_least: &'a [Vec<Rational>],
    /// Rows `a` with `a y = 0`.
    pub(super) equal: &'a [Vec<Rational>],
    /// The strategies, likely ones first: those of a later block are infinitely less likely than those of an earlier one.
    pub(super) blocks: &'a [Vec<usize>],
}

impl Course<'_> {
    /// The levels `z^1, z^2, ...` such that `end + e z^1 + e^2 z^2 + ...` satisfies everything for small `e > 0`, with
    /// every strategy positive; `None` if no sequence of strategies at all does.
    ///
    /// # Method
    /// Block by block. At each level an exact linear program makes as many as possible of the rows positive that are
    /// still 0, strategies of later blocks kept out; what is positive binds no more. If in the end a strategy `k` of the
    /// block is still 0, Farkas's lemma writes `-y_k` as a non-negative combination of the binding rows plus a multiple of
    /// the strategies of later blocks, so that `y_k` is at most a multiple of these: against the order of the blocks.
    pub(super) fn levels(&self) -> Option<Vec<Vec<Rational>>> {
        let mut state = State::new(self)?;
        let mut levels = Vec::new();
        for (place, block) in self.blocks.iter().enumerate() {
            let later: Vec<usize> = self.blocks[place + 1..].iter().flatten().copied().collect();
            while block.iter().any(|&strategy| !state.alive[strategy]) {
                let level = state.step(self, &later)?;
                levels.push(level);
            }
            // What else can be gained before the next block only helps it.
            while let Some(level) = state.step(self, &later) {
                levels.push(level);
            }
        }
        Some(levels)
    }
}

/// What is positive so far.
struct State {
    /// By strategy.
    alive: Vec<bool>,
    /// By row of `at_least`.
    slack: Vec<bool>,
}

impl State {
    /// The state at the end of the way; `None` if the end itself violates a row, or stands outside of the first block.
    fn new(course: &Course) -> Option<State> {
        let dot = |row: &Vec<Rational>| -> Rational { row.iter().zip(course.end).map(|(a, b)| a * b).sum() };
        let values: Vec<Rational> = course.at_least.iter().map(dot).collect();
        let alive: Vec<bool> = course.end.iter().map(|weight| !weight.is_zero()).collect();
        let first = course.blocks.first()?;
        let inside = (0..alive.len()).all(|strategy| !alive[strategy] || first.contains(&strategy));
        let holds =
            values.iter().all(|value| !value.is_negative()) && course.equal.iter().all(|row| dot(row).is_zero());
        let slack = values.iter().map(Rational::is_positive).collect();
        (inside && holds).then_some(State { alive, slack })
    }

    /// A level that makes as much positive as can be, with the strategies in `later` kept at 0; `None` if nothing more can.
    fn step(&mut self, course: &Course, later: &[usize]) -> Option<Vec<Rational>> {
        let count = self.alive.len();
        let unit = |strategy: usize| (0..count).map(|k| Rational::from(i64::from(k == strategy))).collect();
        // Rows that are still 0 and must not become negative.
        let fresh: Vec<usize> = (0..count).filter(|k| !self.alive[*k] && !later.contains(k)).collect();
        let tight: Vec<usize> = (0..self.slack.len()).filter(|&row| !self.slack[row]).collect();
        let rows: Vec<Vec<Rational>> =
            fresh.iter().map(|&k| unit(k)).chain(tight.iter().map(|&row| course.at_least[row].clone())).collect();
        let fixed: Vec<Vec<Rational>> = later.iter().map(|&k| unit(k)).chain(course.equal.iter().cloned()).collect();
        let (level, positive) = activate(&rows, &fixed, count);
        if !positive.contains(&true) {
            return None;
        }
        fresh.iter().zip(&positive).for_each(|(&k, &positive)| self.alive[k] |= positive);
        tight.iter().zip(&positive[fresh.len()..]).for_each(|(&row, &positive)| self.slack[row] |= positive);
        Some(level)
    }
}

/// A vector, free of sign, with no row negative, the fixed rows 0, and as many rows as possible positive.
pub(super) fn activate(rows: &[Vec<Rational>], fixed: &[Vec<Rational>], count: usize) -> (Vec<Rational>, Vec<bool>) {
    // Variables: the vector's positive and negative parts, then for each row how far it is above 0, up to 1.
    let wide = |row: &[Rational], sign: i64, above: Option<usize>, limit: i64| -> Vec<Rational> {
        let sign = Rational::from(sign);
        let part = row.iter().map(|entry| entry * &sign);
        let above = (0..rows.len()).map(|k| Rational::from(i64::from(Some(k) == above)));
        part.clone().chain(part.map(|entry| -entry)).chain(above).chain([Rational::from(limit)]).collect()
    };
    let zero = vec![Rational::ZERO; count];
    let mut constraints: Vec<Vec<Rational>> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        constraints.push(wide(row, -1, Some(place), 0));
        constraints.push(wide(&zero, 1, Some(place), 1));
    }
    for row in fixed {
        constraints.push(wide(row, 1, None, 0));
        constraints.push(wide(row, -1, None, 0));
    }
    let objective = [vec![Rational::ZERO; 2 * count], vec![Rational::ONE; rows.len()]].concat();
    let point = lp::maximise(constraints, &objective).point;
    let vector = (0..count).map(|k| &point[k] - &point[count + k]).collect();
    (vector, point[2 * count..].iter().map(Rational::is_positive).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entries: &[i64]) -> Vec<Rational> {
        entries.iter().map(|&entry| entry.into()).collect()
    }

    #[test]
    fn blocks_and_rows_decide() {
        let end = row(&[1, 0, 0]);
        let levels = |at_least: &[Vec<Rational>], blocks: &[Vec<usize>]| {
            Course { end: &end, at_least, equal: &[], blocks }.levels()
        };
        // The third strategy at least as likely as the second, and yet infinitely less likely: impossible.
        let more = [row(&[0, -1, 1])];
        assert!(levels(&more, &[vec![0], vec![1], vec![2]]).is_none());
        assert!(levels(&more, &[vec![0], vec![2], vec![1]]).is_some());
        assert!(levels(&more, &[vec![0], vec![1, 2]]).is_some());
        // A product of orders: the second at most as likely as the third needs both at one level.
        let equal = [row(&[0, -1, 1]), row(&[0, 1, -1])];
        assert!(levels(&equal, &[vec![0], vec![1, 2]]).is_some());
        assert!(levels(&equal, &[vec![0], vec![2], vec![1]]).is_none());
        // The end itself violates a row, or lies outside of the first block.
        assert!(levels(&[row(&[-1, 0, 0])], &[vec![0, 1, 2]]).is_none());
        assert!(levels(&[], &[vec![1], vec![0, 2]]).is_none());
    }

    #[test]
    fn a_later_level_may_take_back() {
        // y0 = y1 + y2 along the way, from the middle of the first two strategies.
        let half = Rational::new(1, 2).unwrap();
        let end = [half.clone(), half, Rational::ZERO];
        let equal = [row(&[1, -1, -1])];
        let course = Course { end: &end, at_least: &[], equal: &equal, blocks: &[vec![0, 1], vec![2]] };
        let levels = course.levels().unwrap();
        let total = |k: usize| levels.iter().map(|level| level[k].clone()).sum::<Rational>();
        assert_eq!(total(0) - total(1), total(2));
        assert!(total(2).is_positive());
    }
}
