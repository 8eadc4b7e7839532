//! [`correlated_ranges`]: how far payoffs and probabilities can go over all correlated equilibria.

use serde::{Deserialize, Serialize};

use super::{Answer, Program, Solver, TOO_LARGE, concept};
use crate::error::Error;
use crate::game::{Choice, Concept, DEFAULT_MAX_PROFILES, Game, Objective, PlayerId, Sense};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Status};

/// Which ranges to find.
#[derive(Debug, Clone)]
pub struct RangeOptions {
    /// Over coarse correlated equilibria rather than correlated ones. Default: no.
    pub coarse: bool,
    /// On a tree: the most profiles of plans. Default: [`DEFAULT_MAX_PROFILES`].
    pub max_profiles: usize,
    /// Limits, progress and stopping.
    pub control: Control,
}

impl Default for RangeOptions {
    fn default() -> Self {
        RangeOptions { coarse: false, max_profiles: DEFAULT_MAX_PROFILES, control: Control::default() }
    }
}

/// The ranges over all correlated equilibria of a game.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranges {
    /// Correlated or coarse correlated equilibrium.
    pub concept: Concept,
    /// How the search ended; the ranges found until then are kept.
    pub status: Status,
    /// Everybody's payoff, then the probability of each strategy, or on a tree of each action.
    pub ranges: Vec<Range>,
}

/// The least and the most that something can be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// What it is.
    pub objective: Objective,
    /// An equilibrium at which it is least, with the proof.
    pub low: Equilibrium,
    /// An equilibrium at which it is most, with the proof.
    pub high: Equilibrium,
}

impl Range {
    /// The least and the most.
    pub fn ends(&self) -> [Rational; 2] {
        [&self.low, &self.high].map(|end| end.optimum.as_ref().map(|optimum| optimum.value.clone()).unwrap_or_default())
    }
}

impl Ranges {
    /// The range of a player's payoff.
    pub fn payoff(&self, player: &str) -> Option<&Range> {
        self.ranges.iter().find(|range| matches!(&range.objective, Objective::Payoff(name) if name == player))
    }

    /// The range of the probability of a choice.
    pub fn probability(&self, choice: &Choice) -> Option<&Range> {
        self.ranges
            .iter()
            .find(|range| matches!(&range.objective, Objective::Event(choices) if choices[..] == [choice.clone()]))
    }
}

/// The range of everybody's payoff, and of the probability of everything that a player may do, over all correlated (or
/// coarse correlated) equilibria.
///
/// # Definition
/// The set of correlated equilibria is a polytope, so that the expectation of any number takes all values between its
/// least and its most on it. Each end comes with an equilibrium that reaches it and a proof that none goes further. In a
/// table the choices are strategies; on a tree they are actions at information sets, and their probability is that of
/// being taken in the course of play.
///
/// # Errors
/// When a tree has more profiles of plans than `max_profiles`.
///
/// # Complexity
/// Two linear programs as for [`correlated`](super::correlated) for each player and for each choice.
///
/// # Example
/// ```
/// use foederis::{NormalForm, correlated_ranges};
/// let game = NormalForm::builder().player("A", ["Yield", "Insist"]).player("B", ["Yield", "Insist"])
///     .table(&[&[6, 2, 7, 0], &[6, 7, 2, 0]])?;
/// let ranges = correlated_ranges(&game.into(), &Default::default())?;
/// assert_eq!(ranges.payoff("A").unwrap().ends(), [2.into(), 7.into()]);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn correlated_ranges(game: &Game, options: &RangeOptions) -> Result<Ranges, Error> {
    let table = game.table_of_plans(options.max_profiles)?;
    let objectives = objectives(game);
    let mut watch = Watch::start(&options.control);
    let solver = Solver { table: &table, program: Program::new(&table, options.coarse) };
    let mut ranges = Ranges { concept: concept(options.coarse), status: Status::Complete, ranges: Vec::new() };
    for objective in objectives {
        let values = objective.values(game, &table)?;
        let mut end = |sense| match solver.optimum(&objective, sense, &values, &mut watch) {
            Answer::Found(equilibrium) => Ok(*equilibrium),
            Answer::Stopped => Err(Status::Complete),
            Answer::TooLarge => Err(Status::Partial(TOO_LARGE.into())),
        };
        match end(Sense::Minimise).and_then(|low| Ok((low, end(Sense::Maximise)?))) {
            Ok((low, high)) => ranges.ranges.push(Range { objective, low, high }),
            Err(status) => {
                ranges.status = status;
                break;
            }
        }
    }
    if ranges.status == Status::Complete {
        ranges.status = watch.finish(&mut Vec::<()>::new());
    }
    Ok(ranges)
}

/// Everybody's payoff, and everything that a player may do.
fn objectives(game: &Game) -> Vec<Objective> {
    let mut objectives: Vec<Objective> = game.players().keys().iter().cloned().map(Objective::Payoff).collect();
    let mut add = |player: PlayerId, infoset: Option<&String>, action: &String| {
        let player = game.players().key(player.index()).to_owned();
        let choice = Choice { player, infoset: infoset.cloned(), action: action.clone() };
        objectives.push(Objective::Event(vec![choice]));
    };
    match game {
        Game::Normal(table) => {
            for player in table.player_ids() {
                table.strategies(player).keys().iter().for_each(|strategy| add(player, None, strategy));
            }
        }
        Game::Extensive(tree) => {
            for id in tree.player_ids().flat_map(|player| tree.infosets_of(player).collect::<Vec<_>>()) {
                let infoset = tree.infoset(id);
                infoset.actions.keys().iter().for_each(|action| add(infoset.player, Some(&infoset.key), action));
            }
        }
    }
    objectives
}
