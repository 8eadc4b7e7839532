//! [`rationalizable`]: iterated elimination of dominated strategies.

use super::control::{Control, Watch};
use super::solution::Solution;
use crate::error::Error;
use crate::game::{Concept, Game, NormalForm, PlayerId, StrategicOptions};
use crate::game::{Dominated, Elimination};
use crate::number::{Rational, Tableau, simplex};

/// Which dominance counts.
#[derive(Debug, Clone)]
pub struct DominanceOptions {
    /// Eliminate also what is only weakly dominated. The result can then depend on the order of elimination; here all
    /// that is dominated goes at once in each round. Default: false.
    pub weak: bool,
    /// Let mixed strategies dominate, and not only pure ones. Default: true.
    pub mixed: bool,
    /// On a tree: the plans and the limit on their number. Default: reduced plans.
    pub strategic: StrategicOptions,
    /// Limits, progress and stopping.
    pub control: Control,
}

impl Default for DominanceOptions {
    fn default() -> Self {
        let strategic = StrategicOptions { reduced: true, ..StrategicOptions::default() };
        DominanceOptions { weak: false, mixed: true, strategic, control: Control::default() }
    }
}

/// The strategies that survive iterated elimination of dominated ones.
///
/// # Definition
/// A strategy is strictly dominated when some mixture of the player's others is better against every profile of what is
/// left to the opponents. What survives all rounds is (correlated) rationalizable (Bernheim 1984, doi:10.2307/1911196;
/// Pearce 1984, doi:10.2307/1911197). The solution's [`elimination`](Solution::elimination) tells each round.
///
/// # Errors
/// When a tree's strategic form is larger than `strategic.max_profiles`.
///
/// # Complexity
/// In each round, for each strategy, one exact linear program with a row for each profile of the opponents.
///
/// # Example
/// ```
/// use foederis::{NormalForm, rationalizable};
/// let game = NormalForm::builder().player("A", ["Cooperate", "Defect"]).player("B", ["Cooperate", "Defect"])
///     .table(&[&[2, 0, 3, 1], &[2, 3, 0, 1]])?;
/// let solution = rationalizable(&game.into(), &Default::default())?;
/// assert_eq!(solution.elimination.map(|record| record.survivors), Some(vec![vec![1], vec![1]]));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn rationalizable(game: &Game, options: &DominanceOptions) -> Result<Solution, Error> {
    match game {
        Game::Normal(game) => Ok(on_table(game, options)),
        Game::Extensive(tree) => Ok(on_table(&tree.to_strategic(&options.strategic)?.game, options)),
    }
}

fn on_table(game: &NormalForm, options: &DominanceOptions) -> Solution {
    let (method, claim) = match (options.weak, options.mixed) {
        (false, true) => ("iterated strict dominance by mixed strategies", "all rationalizable strategies"),
        (false, false) => ("iterated strict dominance by pure strategies", "all strategies that survive it"),
        (true, true) => ("iterated weak dominance by mixed strategies", "all strategies that survive it, all at once"),
        (true, false) => ("iterated weak dominance by pure strategies", "all strategies that survive it, all at once"),
    };
    let mut solution = Solution::new(Concept::Rationalizable, method, claim);
    let mut watch = Watch::start(&options.control);
    solution.elimination = Some(eliminate(game, options.weak, options.mixed, &mut watch));
    solution.status = watch.finish(&mut Vec::<()>::new());
    solution
}

/// Eliminates round by round until nothing is dominated or the watch stops.
pub(super) fn eliminate(game: &NormalForm, weak: bool, mixed: bool, watch: &mut Watch) -> Elimination {
    let mut survivors: Vec<Vec<usize>> = game.shape().into_iter().map(|count| (0..count).collect()).collect();
    let mut rounds = Vec::new();
    loop {
        let round = round(game, &survivors, weak, mixed, watch);
        if round.is_empty() {
            let strategies = game.player_ids().map(|player| game.strategies(player).clone()).collect();
            return Elimination { strategies, rounds, survivors };
        }
        for gone in &round {
            survivors[gone.player.index()].retain(|&strategy| strategy != gone.strategy);
        }
        rounds.push(round);
    }
}

fn round(game: &NormalForm, survivors: &[Vec<usize>], weak: bool, mixed: bool, watch: &mut Watch) -> Vec<Dominated> {
    let mut round = Vec::new();
    for player in game.player_ids() {
        let own = &survivors[player.index()];
        let gains = Gains::new(game, survivors, player);
        for (position, &strategy) in own.iter().enumerate() {
            if watch.must_stop_now(0) {
                return Vec::new();
            }
            let found = gains.pure(position, weak).or_else(|| if mixed { gains.mixed(position, weak) } else { None });
            if let Some((weights, strictly)) = found {
                let mut by = vec![Rational::ZERO; game.strategies(player).len()];
                own.iter().zip(weights).for_each(|(&strategy, weight)| by[strategy] = weight);
                round.push(Dominated { player, strategy, by, strictly });
            }
        }
    }
    round
}

/// A player's payoffs: a row for each surviving strategy, a column for each profile of the opponents' survivors.
struct Gains<'a> {
    rows: Vec<Vec<&'a Rational>>,
}

impl<'a> Gains<'a> {
    fn new(game: &'a NormalForm, survivors: &[Vec<usize>], player: PlayerId) -> Self {
        let mut numbers = vec![0];
        for other in game.player_ids().filter(|other| *other != player) {
            let stride = game.stride(other);
            let step = |number: usize| survivors[other.index()].iter().map(move |strategy| number + strategy * stride);
            numbers = numbers.into_iter().flat_map(step).collect();
        }
        let stride = game.stride(player);
        let row = |&strategy: &usize| {
            numbers.iter().map(|number| &game.payoffs_of(number + strategy * stride)[player.index()]).collect()
        };
        Gains { rows: survivors[player.index()].iter().map(row).collect() }
    }

    /// A pure strategy that dominates the one at a position.
    fn pure(&self, position: usize, weak: bool) -> Option<(Vec<Rational>, bool)> {
        let dominated = &self.rows[position];
        let better = |row: &Vec<&Rational>| row.iter().zip(dominated).all(|(a, b)| a > b);
        let no_worse = |row: &Vec<&Rational>| row != dominated && row.iter().zip(dominated).all(|(a, b)| a >= b);
        let strict = self.rows.iter().position(better);
        let found = strict.or_else(|| if weak { self.rows.iter().position(no_worse) } else { None })?;
        let weights = (0..self.rows.len()).map(|k| if k == found { Rational::ONE } else { Rational::ZERO });
        Some((weights.collect(), strict.is_some()))
    }

    /// A mixed strategy that dominates the one at a position.
    fn mixed(&self, position: usize, weak: bool) -> Option<(Vec<Rational>, bool)> {
        let strict = self.best_mixture(position, true).map(|weights| (weights, true));
        strict.or_else(|| if weak { self.best_mixture(position, false).map(|weights| (weights, false)) } else { None })
    }

    /// Maximises the smallest gain over the strategy (strict) or the sum of gains, none below 0 (weak), over mixtures of
    /// the others. `None` where the best is 0.
    fn best_mixture(&self, position: usize, strict: bool) -> Option<Vec<Rational>> {
        let others: Vec<usize> = (0..self.rows.len()).filter(|&k| k != position).collect();
        let dominated = &self.rows[position];
        let columns = others.len() + 1;
        // Variables: a weight for each other strategy, then the smallest gain. One row for each profile, one for the
        // sum of weights, and the objective.
        let mut rows: Vec<Vec<Rational>> = (0..dominated.len())
            .map(|profile| {
                let loss = others.iter().map(|&k| dominated[profile] - self.rows[k][profile]);
                loss.chain([Rational::from(i64::from(strict)), Rational::ZERO]).collect()
            })
            .collect();
        let constraints = rows.len() + 1;
        let objective = match strict {
            true => [vec![Rational::ZERO; others.len()], vec![-Rational::ONE, Rational::ZERO]].concat(),
            false => (0..=columns).map(|column| rows.iter().map(|row| &row[column]).sum()).collect(),
        };
        rows.push([vec![Rational::ONE; others.len()], vec![Rational::ZERO, Rational::ONE]].concat());
        rows.push(objective);
        let variables = (columns + rows.len()) as u32;
        let (mut tableau, _) =
            Tableau::new(&rows, (columns as u32..variables).collect(), (0..columns as u32).collect());
        simplex::maximise(&mut tableau, constraints, constraints);
        (tableau.value_sign(constraints) > 0).then(|| weights(&tableau, &others, self.rows.len()))
    }
}

/// The weights at a tableau's point, scaled to sum 1 and put at the strategies' positions.
fn weights(tableau: &Tableau, others: &[usize], count: usize) -> Vec<Rational> {
    let mut weights = vec![Rational::ZERO; count];
    for (row, &variable) in tableau.basic().iter().enumerate() {
        if let Some(&strategy) = others.get(variable as usize) {
            weights[strategy] = tableau.value(row);
        }
    }
    let total: Rational = weights.iter().sum();
    weights.iter().map(|weight| weight / &total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(game: &Game, weak: bool, mixed: bool) -> Elimination {
        let options = DominanceOptions { weak, mixed, ..DominanceOptions::default() };
        rationalizable(game, &options).unwrap().elimination.unwrap()
    }

    fn game(a: &[i64], b: &[i64], m: usize, n: usize) -> Game {
        let names = |count: usize| (0..count).map(|i| i.to_string());
        NormalForm::builder().player("A", names(m)).player("B", names(n)).table(&[a, b]).unwrap().into()
    }

    #[test]
    fn a_mixture_dominates_where_no_pure_strategy_does() {
        // Against l and r the third row gives 1, an even mixture of the others 3/2.
        let game = game(&[3, 0, 0, 3, 1, 1], &[0; 6], 3, 2);
        assert_eq!(solve(&game, false, false).survivors[0], [0, 1, 2]);
        let record = solve(&game, false, true);
        assert_eq!(record.survivors, [vec![0, 1], vec![0, 1]]);
        let gone = &record.rounds[0][0];
        assert!(gone.strictly && gone.by[2].is_zero() && gone.by.iter().sum::<Rational>() == Rational::ONE);
    }

    #[test]
    fn weak_dominance_is_an_option() {
        let game = game(&[1, 1, 1, 0], &[0; 4], 2, 2);
        assert_eq!(solve(&game, false, true).survivors[0], [0, 1]);
        let record = solve(&game, true, true);
        assert_eq!(record.survivors[0], [0]);
        assert!(!record.rounds[0][0].strictly);
    }

    #[test]
    fn weak_dominance_by_a_mixture() {
        // Half of each of the first two rows gives (1, 1, 1/2) against the third row's (1, 1, 0).
        let game = game(&[2, 0, 0, 0, 2, 1, 1, 1, 0], &[0; 9], 3, 3);
        assert_eq!(solve(&game, true, false).survivors[0], [0, 1, 2]);
        assert_eq!(solve(&game, true, true).survivors[0], [0, 1]);
        assert_eq!(solve(&game, false, true).survivors[0], [0, 1, 2]);
    }
}
