//! Lemke-Howson paths in exact integers.

use std::cmp::Ordering;

use crate::game::{NormalForm, PlayerId};
use crate::number::{Rational, Tableau};
use crate::solve::control::Watch;
use crate::solve::nash::best_reply::best_reply_polytope;

/// The two best-reply polytopes of a game, where no strategy is played yet.
pub(super) struct Start {
    sides: [Tableau; 2],
    /// The variables that are basic at the start: the rows' order, by which ties are broken.
    first: [Vec<u32>; 2],
    rows: u32,
    labels: u32,
}

/// One pivot: on whose side, and which labels stopped and started to bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) side: usize,
    pub(super) entered: u32,
    pub(super) left: u32,
}

/// Where a path ends: both players' mixed strategies.
pub(super) type Strategies = [Vec<Rational>; 2];

impl Start {
    pub(super) fn new(game: &NormalForm) -> Self {
        let shape = game.shape();
        let sides = [PlayerId(0), PlayerId(1)].map(|player| best_reply_polytope(game, player));
        let first = [sides[0].basic().to_vec(), sides[1].basic().to_vec()];
        Start { sides, first, rows: shape[0] as u32, labels: (shape[0] + shape[1]) as u32 }
    }

    /// Follows the path on which one label may be missing, from the point where nothing is played to an equilibrium.
    ///
    /// `None` when told to stop. Ties are broken lexicographically, as if the constants were perturbed a little, so that
    /// no basis comes twice.
    ///
    /// # Complexity
    /// A pivot costs as many operations as the payoffs are; paths may be exponentially long (Savani, von Stengel 2006,
    /// doi:10.1111/j.1468-0262.2006.00667.x).
    pub(super) fn follow(&self, missing: u32, watch: &mut Watch) -> Option<(Strategies, Vec<Step>)> {
        let mut sides = self.sides.clone();
        let mut steps = Vec::new();
        let (mut side, mut entered) = (usize::from(missing >= self.rows), missing);
        loop {
            if watch.must_stop_now(0) {
                return None;
            }
            let tableau = &mut sides[side];
            let column = tableau.nonbasic().iter().position(|&variable| variable == entered)?;
            let row = leaving(tableau, column, &self.first[side])?;
            let left = tableau.basic()[row];
            tableau.pivot(row, column);
            steps.push(Step { side, entered, left });
            if left == missing {
                return Some(([self.strategy(&sides[0], 0), self.strategy(&sides[1], 1)], steps));
            }
            (side, entered) = (1 - side, left);
        }
    }

    /// A player's mixed strategy at a tableau's point.
    fn strategy(&self, tableau: &Tableau, side: usize) -> Vec<Rational> {
        let own = if side == 0 { 0..self.rows } else { self.rows..self.labels };
        let mut weights = vec![Rational::ZERO; own.len()];
        for (row, variable) in tableau.basic().iter().enumerate().filter(|(_, variable)| own.contains(variable)) {
            weights[(variable - own.start) as usize] = tableau.value(row);
        }
        let total: Rational = weights.iter().sum();
        weights.iter().map(|weight| weight.checked_div(&total).unwrap_or_default()).collect()
    }
}

/// The row that first reaches 0 as the column's variable grows, by the lexicographic rule: ties go by the columns of the
/// inverse of the basis, which are those of the variables that were basic at the start.
pub(crate) fn leaving(tableau: &Tableau, column: usize, first: &[u32]) -> Option<usize> {
    let constants = tableau.columns();
    let mut tied: Vec<usize> = Vec::new();
    for row in (0..tableau.rows()).filter(|&row| tableau.sign(row, column) > 0) {
        let order = tied.first().map_or(Ordering::Less, |&best| tableau.compare_ratios((row, best), constants, column));
        if order == Ordering::Less {
            tied.clear();
        }
        if order != Ordering::Greater {
            tied.push(row);
        }
    }
    for variable in first {
        if tied.len() < 2 {
            break;
        }
        keep_least(tableau, column, *variable, &mut tied);
    }
    tied.first().copied()
}

/// Of rows that are tied, keeps those with the least ratio in the column of a variable.
fn keep_least(tableau: &Tableau, column: usize, variable: u32, tied: &mut Vec<usize>) {
    let Some(position) = tableau.nonbasic().iter().position(|&nonbasic| nonbasic == variable) else {
        // The column of a basic variable is 1 in its own row and 0 in all others.
        tied.retain(|&row| tableau.basic()[row] != variable);
        return;
    };
    let compare = |a: usize, b: usize| tableau.compare_ratios((a, b), position, column);
    let Some(least) = tied.iter().copied().min_by(|&a, &b| compare(a, b)) else { return };
    tied.retain(|&row| compare(row, least) == Ordering::Equal);
}
