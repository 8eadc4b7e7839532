//! [`View`]: one thing to show, in any format.

use super::tree::{TreeOptions, equilibrium_svg, svg};
use super::{html, latex, text};
use crate::game::Game;
use crate::solve::{Equilibrium, Solution};

/// A thing to show.
///
/// # Example
/// ```
/// use foederis::{NormalForm, nash, show::View};
/// let game = NormalForm::builder().player("A", ["x", "y"]).player("B", ["l", "r"]);
/// let game = game.table(&[&[1, -1, -1, 1], &[-1, 1, 1, -1]])?.into();
/// let solution = nash(&game, &Default::default())?;
/// assert!(View::Solution(&game, &solution).text().contains("x 1/2 (0.5) or y 1/2 (0.5)"));
/// assert!(View::Game(&game).svg().is_none());
/// # Ok::<(), foederis::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub enum View<'a> {
    /// A game.
    Game(&'a Game),
    /// A solution of a game.
    Solution(&'a Game, &'a Solution),
    /// An equilibrium of a game.
    Equilibrium(&'a Game, &'a Equilibrium),
}

impl View<'_> {
    /// Plain text for the terminal.
    pub fn text(&self) -> String {
        match *self {
            View::Game(game) => text::game(game),
            View::Solution(game, solution) => text::solution(game, solution),
            View::Equilibrium(game, equilibrium) => text::equilibrium(game, equilibrium),
        }
    }

    /// A fragment of HTML.
    pub fn html(&self) -> String {
        match *self {
            View::Game(game) => html::game(game),
            View::Solution(game, solution) => html::solution(game, solution),
            View::Equilibrium(game, equilibrium) => html::equilibrium(game, equilibrium),
        }
    }

    /// Plain LaTeX.
    pub fn latex(&self) -> String {
        match *self {
            View::Game(game) => latex::game(game),
            View::Solution(game, solution) => latex::solution(game, solution),
            View::Equilibrium(game, equilibrium) => latex::equilibrium(game, equilibrium),
        }
    }

    /// A picture (SVG), for trees: of a solution, with the first equilibrium's course.
    pub fn svg(&self) -> Option<String> {
        let (game, equilibrium) = match *self {
            View::Game(game) => (game, None),
            View::Solution(game, solution) => (game, solution.equilibria.first()),
            View::Equilibrium(game, equilibrium) => (game, Some(equilibrium)),
        };
        let Game::Extensive(tree) = game else { return None };
        let options = TreeOptions::default();
        Some(equilibrium.map_or_else(|| svg(tree, None, &options), |own| equilibrium_svg(tree, own, &options)))
    }
}
