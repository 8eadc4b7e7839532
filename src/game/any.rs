//! [`Game`]: a game in either form.

use super::extensive::ExtensiveForm;
use super::labels::Labels;
use super::normal::NormalForm;
use crate::error::Error;
use crate::number::Rational;

/// A game in either form. Solvers take this; both forms convert into it, and cloning is cheap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Game {
    /// In normal form.
    Normal(NormalForm),
    /// In extensive form.
    Extensive(ExtensiveForm),
}

impl Game {
    /// The title; may be empty.
    pub fn title(&self) -> &str {
        match self {
            Game::Normal(game) => game.title(),
            Game::Extensive(game) => game.title(),
        }
    }

    /// The longer description; may be empty.
    pub fn comment(&self) -> &str {
        match self {
            Game::Normal(game) => game.comment(),
            Game::Extensive(game) => game.comment(),
        }
    }

    /// The players.
    pub fn players(&self) -> &Labels {
        match self {
            Game::Normal(game) => game.players(),
            Game::Extensive(game) => game.players(),
        }
    }

    /// The range of each player's payoffs: the largest less the least.
    pub(crate) fn payoff_ranges(&self) -> Vec<Rational> {
        let cells: Vec<&[Rational]> = match self {
            Game::Normal(table) => (0..table.num_profiles()).map(|number| table.payoffs_of(number)).collect(),
            Game::Extensive(tree) => tree.terminals().map(|end| tree.play_payoffs(end)).collect(),
        };
        let range = |player: usize| {
            let payoffs = || cells.iter().map(|cell| &cell[player]);
            payoffs().max().zip(payoffs().min()).map_or(Rational::ZERO, |(high, low)| high - low)
        };
        (0..self.players().len()).map(range).collect()
    }

    /// The tree.
    ///
    /// # Errors
    /// When the game is a table: `what` ("subgame perfection") needs the order of moves.
    pub fn tree(&self, what: &str) -> Result<&ExtensiveForm, Error> {
        match self {
            Game::Extensive(tree) => Ok(tree),
            Game::Normal(_) => Err(Error::Unsupported(format!(
                "{what} needs a game in extensive form (a tree); a payoff table has no order of moves"
            ))),
        }
    }
}

impl From<NormalForm> for Game {
    fn from(game: NormalForm) -> Self {
        Game::Normal(game)
    }
}

impl From<ExtensiveForm> for Game {
    fn from(game: ExtensiveForm) -> Self {
        Game::Extensive(game)
    }
}

impl From<&NormalForm> for Game {
    fn from(game: &NormalForm) -> Self {
        Game::Normal(game.clone())
    }
}

impl From<&ExtensiveForm> for Game {
    fn from(game: &ExtensiveForm) -> Self {
        Game::Extensive(game.clone())
    }
}
