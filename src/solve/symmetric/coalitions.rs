//! Equilibria in pure strategies, by numbers.

use super::{Coalition, SymmetricSolution};
use crate::game::SymmetricGame;
use crate::number::Rational;
use crate::solve::control::Watch;

/// Goes through every number of players in each group who take the first action.
pub(super) fn find(game: &SymmetricGame, solution: &mut SymmetricSolution, watch: &mut Watch) {
    let groups = game.groups();
    let mut counts = vec![0; groups.len()];
    loop {
        if watch.must_stop(solution.equilibria.len()) {
            return;
        }
        if (0..groups.len()).all(|group| content(game, group, &counts)) {
            let ways = groups.iter().zip(&counts).map(|(group, &count)| binomial(group.count, count)).product();
            solution.coalitions.push(Coalition { counts: counts.clone(), ways });
        }
        let Some(group) = (0..groups.len()).rev().find(|&group| counts[group] < groups[group].count) else { return };
        counts[group] += 1;
        counts[group + 1..].fill(0);
    }
}

/// Whether nobody in a group would rather take the other action.
fn content(game: &SymmetricGame, group: usize, counts: &[usize]) -> bool {
    let members = game.groups()[group].count;
    let mut others = counts.to_vec();
    let stays = counts[group] == members || {
        let [first, second] = game.payoffs(group, &others);
        first <= second
    };
    stays
        && (counts[group] == 0 || {
            others[group] -= 1;
            let [first, second] = game.payoffs(group, &others);
            first >= second
        })
}

fn binomial(n: usize, k: usize) -> Rational {
    (0..k.min(n - k))
        .fold(Rational::ONE, |product, i| product * Rational::from((n - i) as i64) / Rational::from(i as i64 + 1))
}
