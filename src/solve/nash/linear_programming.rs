//! Constant-sum games: the value and a pair of optimal strategies, by an exact linear program.

use crate::game::{Concept, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::{Rational, Tableau, simplex};
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// What the opponent's payoffs are: `constant - factor * payoff` of the first player, with a positive factor.
pub(super) struct ConstantSum {
    factor: Rational,
    constant: Rational,
}

impl ConstantSum {
    /// Whether a two-player table is constant-sum, perhaps after a change of the second player's unit; exactly.
    pub(super) fn of(game: &NormalForm) -> Option<ConstantSum> {
        let cell = |number: usize| (&game.payoffs_of(number)[0], &game.payoffs_of(number)[1]);
        let first = cell(0);
        let other = (1..game.num_profiles()).map(cell).find(|other| other.0 != first.0);
        let factor = match other {
            Some(other) => (first.1 - other.1).checked_div(&(other.0 - first.0))?,
            None => Rational::ONE,
        };
        let constant = &factor * first.0 + first.1;
        let fits = |number: usize| &factor * cell(number).0 + cell(number).1 == constant;
        (factor.is_positive() && (0..game.num_profiles()).all(fits)).then_some(ConstantSum { factor, constant })
    }
}

/// One equilibrium of a constant-sum game: both players' optimal strategies.
///
/// # Definition
/// With payoffs `A > 0` the second player maximises `sum y` under `Ay <= 1, y >= 0`; the value is the inverse of that sum,
/// and the first player's optimal strategy is the dual solution (Dantzig 1951).
///
/// # Complexity
/// The simplex method in exact integers: each pivot takes as many operations as there are profiles.
pub(super) fn optimal_pair(game: &NormalForm, sum: &ConstantSum, control: &Control) -> Solution {
    let mut watch = Watch::start(control);
    let mut solution = Solution::new(Concept::Nash, "linear programming, exact", "one Nash equilibrium");
    let (rows, columns) = (game.shape()[0], game.shape()[1]);
    let payoff = |i: usize, j: usize| &game.payoffs_of(i * columns + j)[0];
    let least = (0..game.num_profiles()).map(|number| &game.payoffs_of(number)[0]).min().cloned().unwrap_or_default();
    let shift = Rational::ONE - least;
    let mut matrix: Vec<Vec<Rational>> =
        (0..rows).map(|i| (0..columns).map(|j| payoff(i, j) + &shift).chain([Rational::ONE]).collect()).collect();
    matrix.push(vec![-Rational::ONE; columns].into_iter().chain([Rational::ZERO]).collect());
    let (first, last) = (columns as u32, (columns + rows) as u32);
    let (mut tableau, scales) = Tableau::new(&matrix, (first..=last).collect(), (0..first).collect());
    let mut pivots = 0;
    let reached = simplex::maximise_until(&mut tableau, rows, rows, &mut || {
        pivots += 1;
        watch.must_stop_now(0)
    });
    solution.counts.insert("pivots".into(), pivots);
    if !reached {
        solution.status = watch.finish(&mut Vec::<Equilibrium>::new());
        return solution;
    }
    let total = tableau.value(rows);
    let share = |weight: Rational| weight.checked_div(&total).unwrap_or_default();
    let (mut x, mut y) = (vec![Rational::ZERO; rows], vec![Rational::ZERO; columns]);
    for (row, &variable) in tableau.basic().iter().enumerate().filter(|(_, variable)| **variable < first) {
        y[variable as usize] = share(tableau.value(row));
    }
    for (column, &variable) in tableau.nonbasic().iter().enumerate().filter(|(_, variable)| **variable >= first) {
        let row = (variable - first) as usize;
        x[row] = share(tableau.ratio(rows, column) * &scales[row]);
    }
    let value = share(Rational::ONE) - shift;
    solution.notes.push(format!("the value of the game for {} is {value}", game.players().key(PlayerId(0).index())));
    let theirs = &sum.constant - &(&sum.factor * &value);
    solution.equilibria.push(Equilibrium::exact(Profile::Mixed(MixedProfile(vec![x, y])), vec![value, theirs]));
    solution.status = Status::Complete;
    solution
}
