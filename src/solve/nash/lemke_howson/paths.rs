//! The paths of the Lemke-Howson algorithm, by names.

use serde::{Deserialize, Serialize};

use super::equilibrium;
use super::exact::{Start, Step};
use crate::error::Error;
use crate::game::{Concept, Game, NormalForm, PlayerId};
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution};

/// How to follow Lemke-Howson paths.
#[derive(Debug, Clone, Default)]
pub struct LemkeHowsonOptions {
    /// Where to start. Default: at the first strategy of the first player.
    pub start: PathStart,
    /// Limits, progress and stopping.
    pub control: Control,
}

/// At which strategies paths start: each names the label that may be missing on the path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PathStart {
    /// At the first strategy of the first player.
    #[default]
    First,
    /// At a strategy.
    Strategy {
        /// The player.
        player: String,
        /// The strategy.
        strategy: String,
    },
    /// At every strategy of both players in turn.
    All,
}

/// Lemke-Howson paths, and the equilibria that they lead to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LemkeHowson {
    /// The paths, by starting strategy.
    pub paths: Vec<LemkeHowsonPath>,
    /// The different equilibria at their ends.
    pub solution: Solution,
}

/// A path, from the point where nothing is played to an equilibrium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LemkeHowsonPath {
    /// The label that may be missing on the path.
    pub start: PathLabel,
    /// The pivots.
    pub pivots: Vec<PathPivot>,
    /// The equilibrium at its end, as a position in [`Solution::equilibria`].
    pub equilibrium: usize,
}

/// A label: a strategy of a player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathLabel {
    /// The player.
    pub player: String,
    /// The strategy.
    pub strategy: String,
}

/// A pivot: a player's mixed strategy moves along an edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathPivot {
    /// The player whose mixed strategy changes.
    pub player: String,
    /// The label that no longer binds. If it is the player's own, the strategy is played from here on; if the
    /// opponent's, it is no longer a best reply.
    pub entered: PathLabel,
    /// The label that binds at the end of the edge. If it is the player's own, the strategy is not played any more; if the
    /// opponent's, it has become a best reply.
    pub left: PathLabel,
}

impl PathPivot {
    /// What the entering variable means.
    pub fn entered_words(&self) -> String {
        let PathLabel { player, strategy } = &self.entered;
        let own = *player == self.player;
        if own { format!("{player} plays {strategy}") } else { format!("{strategy} is no longer best for {player}") }
    }

    /// What the leaving variable means.
    pub fn left_words(&self) -> String {
        let PathLabel { player, strategy } = &self.left;
        let own = *player == self.player;
        if own { format!("{player} plays {strategy} no more") } else { format!("{strategy} becomes best for {player}") }
    }
}

/// Lemke-Howson paths of a two-player game.
///
/// # Definition
/// A strategy's label binds at a pair of mixed strategies if it is not played, or if it is a best reply. At an
/// equilibrium all labels bind, and also where nothing is played. From there one label is let go; along the edges where
/// all others bind a path leads to an equilibrium (Lemke, Howson 1964, doi:10.1137/0112033; von Stengel 2002,
/// doi:10.1016/S1574-0005(02)03008-4). Different starts may lead to different equilibria, but not always to all.
///
/// # Errors
/// When the game is not a table of two players, or there is no such strategy.
///
/// # Complexity
/// Exact: each pivot takes as many operations on integers as there are payoffs; paths can be exponentially long. For one
/// equilibrium of a large game use [`nash`](crate::nash) with [`NashMethod::LemkeHowson`](crate::NashMethod::LemkeHowson).
///
/// # Example
/// ```
/// use foederis::{LemkeHowsonOptions, NormalForm, PathStart, lemke_howson};
/// let game = NormalForm::builder().player("A", ["Stag", "Hare"]).player("B", ["Stag", "Hare"])
///     .table(&[&[3, 0, 2, 1], &[3, 2, 0, 1]])?;
/// let options = LemkeHowsonOptions { start: PathStart::All, ..Default::default() };
/// let found = lemke_howson(&game.into(), &options)?;
/// assert_eq!((found.paths.len(), found.solution.len()), (4, 2));
/// assert_eq!(found.paths[0].pivots[0].left_words(), "Stag becomes best for B");
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn lemke_howson(game: &Game, options: &LemkeHowsonOptions) -> Result<LemkeHowson, Error> {
    let game = table(game)?;
    let starts = starting_labels(game, &options.start)?;
    let start = Start::new(game);
    let mut watch = Watch::start(&options.control);
    watch.expect(starts.len() as u64);
    let mut solution = Solution::new(Concept::Nash, "Lemke-Howson, exact", claim(&options.start));
    let mut paths = Vec::with_capacity(starts.len());
    let mut pivots = 0;
    for label in starts {
        let Some((strategies, steps)) = start.follow(label, &mut watch) else { break };
        pivots += steps.len() as u64;
        let known = solution.equilibria.iter().position(|found| found.profile.rows() == strategies);
        let position = known.unwrap_or(solution.len());
        if known.is_none() {
            solution.equilibria.push(equilibrium(game, strategies));
        }
        let pivots = steps.into_iter().map(|step| pivot(game, step)).collect();
        paths.push(LemkeHowsonPath { start: path_label(game, label), pivots, equilibrium: position });
    }
    solution.counts.extend([("paths".into(), paths.len() as u64), ("pivots".into(), pivots)]);
    solution.status = watch.finish(&mut Vec::<Equilibrium>::new());
    Ok(LemkeHowson { paths, solution })
}

fn claim(start: &PathStart) -> String {
    match start {
        PathStart::First => "the Nash equilibrium that the first strategy's path leads to".into(),
        PathStart::Strategy { player, strategy } => {
            format!("the Nash equilibrium that the path of {player}'s {strategy} leads to")
        }
        PathStart::All => "every Nash equilibrium that a path from a single strategy leads to".into(),
    }
}

/// The table of two players that the algorithm needs.
pub(in crate::solve::nash) fn table(game: &Game) -> Result<&NormalForm, Error> {
    let help = match game {
        Game::Normal(game) if game.num_players() == 2 => return Ok(game),
        Game::Normal(game) => format!("this game has {}; use nash", game.num_players()),
        Game::Extensive(_) => "make one of the tree with to_strategic".into(),
    };
    Err(Error::Unsupported(format!("Lemke-Howson needs a payoff table of two players; {help}")))
}

fn starting_labels(game: &NormalForm, start: &PathStart) -> Result<Vec<u32>, Error> {
    let shape = game.shape();
    Ok(match start {
        PathStart::First => vec![0],
        PathStart::All => (0..(shape[0] + shape[1]) as u32).collect(),
        PathStart::Strategy { player, strategy } => {
            let player = game.player(player)?;
            let before = if player == PlayerId(0) { 0 } else { shape[0] };
            vec![(before + game.strategy(player, strategy)?) as u32]
        }
    })
}

fn path_label(game: &NormalForm, label: u32) -> PathLabel {
    let (label, rows) = (label as usize, game.shape()[0]);
    let (player, strategy) = if label < rows { (PlayerId(0), label) } else { (PlayerId(1), label - rows) };
    let strategy = game.strategies(player).key(strategy).to_owned();
    PathLabel { player: game.players().key(player.index()).to_owned(), strategy }
}

fn pivot(game: &NormalForm, step: Step) -> PathPivot {
    let player = game.players().key(step.side).to_owned();
    PathPivot { player, entered: path_label(game, step.entered), left: path_label(game, step.left) }
}
