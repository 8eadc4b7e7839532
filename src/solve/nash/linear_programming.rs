//! Constant-sum games: the value and a pair of optimal strategies, by an exact linear program.

use super::two_players::{ExtremePairs, ExtremeStrategy};
use super::vertices::vertices_until;
use crate::game::{Concept, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::{Rational, Tableau, simplex};
use crate::solve::constant_sum::ConstantSum;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

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
    let mut pivots = 0;
    let found = program(game, PlayerId(1), &mut || {
        pivots += 1;
        watch.must_stop_now(0)
    });
    solution.counts.insert("pivots".into(), pivots);
    let Some(Program { tableau, scales, shift }) = found else {
        solution.status = watch.finish(&mut Vec::<Equilibrium>::new());
        return solution;
    };
    let (objective, first) = (rows, rows as u32);
    let total = tableau.value(objective);
    let share = |weight: Rational| weight.checked_div(&total).unwrap_or_default();
    let (mut x, mut y) = (vec![Rational::ZERO; rows], vec![Rational::ZERO; columns]);
    let own = first..first + columns as u32;
    for (row, &variable) in tableau.basic().iter().enumerate().filter(|(_, variable)| own.contains(variable)) {
        y[(variable - first) as usize] = share(tableau.value(row));
    }
    for (column, &variable) in tableau.nonbasic().iter().enumerate().filter(|(_, variable)| **variable < first) {
        x[variable as usize] = share(tableau.ratio(objective, column) * &scales[variable as usize]);
    }
    let value = share(Rational::ONE) - shift;
    solution.notes.push(format!("the value of the game for {} is {value}", game.players().key(PlayerId(0).index())));
    solution.equilibria.push(Equilibrium::exact(Profile::Mixed(MixedProfile(vec![x, y])), sum.payoffs(value)));
    solution.status = Status::Complete;
    solution
}

/// A player's program, solved: the labels of both players' strategies are its variables, player 1's first, and the
/// objective is one variable more.
struct Program {
    tableau: Tableau,
    /// By what each row was multiplied.
    scales: Vec<Rational>,
    /// What was added to the opponent's payoffs to make them positive.
    shift: Rational,
}

/// Maximises the sum of a player's weights, such that no strategy gives the opponent more than 1; `None` if told to stop.
fn program(game: &NormalForm, player: PlayerId, must_stop: &mut dyn FnMut() -> bool) -> Option<Program> {
    let (rows, columns) = (game.shape()[0], game.shape()[1]);
    let opponent = 1 - player.index();
    let payoffs = || (0..game.num_profiles()).map(|number| &game.payoffs_of(number)[opponent]);
    let shift = Rational::ONE - payoffs().min().cloned().unwrap_or_default();
    let ends = (rows as u32, (rows + columns) as u32);
    let [own, other] = if opponent == 1 { [0..ends.0, ends.0..ends.1] } else { [ends.0..ends.1, 0..ends.0] };
    let cell =
        |mine: usize, theirs: usize| if opponent == 1 { mine * columns + theirs } else { theirs * columns + mine };
    let row = |theirs: usize| {
        let entry = |mine: usize| &game.payoffs_of(cell(mine, theirs))[opponent] + &shift;
        (0..own.len()).map(entry).chain([Rational::ONE]).collect()
    };
    let mut matrix: Vec<Vec<Rational>> = (0..other.len()).map(row).collect();
    let objective = matrix.len();
    matrix.push(vec![-Rational::ONE; own.len()].into_iter().chain([Rational::ZERO]).collect());
    let (mut tableau, scales) = Tableau::new(&matrix, other.chain([ends.1]).collect(), own.collect());
    let reached = simplex::maximise_until(&mut tableau, objective, objective, must_stop);
    reached.then_some(Program { tableau, scales, shift })
}

/// The extreme equilibria of a constant-sum game: all pairs of extreme optimal strategies. `None` for other games, and
/// where told to stop.
///
/// # Definition
/// A player's optimal strategies are a face of a polytope: where the variables with a positive reduced cost are 0.
pub(super) fn optimal_pairs(game: &NormalForm, watch: &mut Watch) -> Option<ExtremePairs> {
    ConstantSum::of(game)?;
    let left = optimal_face(game, PlayerId(0), watch)?;
    let right = optimal_face(game, PlayerId(1), watch)?;
    let of = (0..left.len()).flat_map(|x| (0..right.len()).map(move |y| (x, y))).collect();
    Some(ExtremePairs { strategies: [left, right], of })
}

/// A player's extreme optimal strategies, those first that put more on the first strategies.
fn optimal_face(game: &NormalForm, player: PlayerId, watch: &mut Watch) -> Option<Vec<ExtremeStrategy>> {
    let (rows, labels) = (game.shape()[0] as u32, game.shape().iter().sum::<usize>() as u32);
    let Program { mut tableau, .. } = program(game, player, &mut || watch.must_stop_now(0))?;
    let objective = tableau.basic().iter().position(|&variable| variable == labels)?;
    for column in (0..tableau.columns()).rev() {
        if tableau.sign(objective, column) != 0 {
            tableau.drop_column(column);
        }
    }
    tableau.drop_row(objective);
    let own = if player == PlayerId(0) { 0..rows } else { rows..labels };
    let mut found = Vec::new();
    for vertex in vertices_until(&tableau, labels as usize, &mut || watch.must_stop(0))? {
        let strategy = vertex.normalised(&tableau, own.clone())?;
        found.push(ExtremeStrategy { strategy, binding: vertex.binding });
    }
    found.sort_by(|a, b| b.strategy.cmp(&a.strategy));
    Some(found)
}
