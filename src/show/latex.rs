//! LaTeX for papers: payoff tables and solutions in plain LaTeX, without packages.

mod columns;
mod parameters;
mod solution;
mod table;

pub(super) use columns::{Cell, tabular};
pub use parameters::parameters;
pub use solution::{equilibrium, solution};
pub use table::{payoffs, plays, table};

use super::words::Digits;
use crate::game::Game;
use crate::number::Rational;

/// A game as LaTeX: payoff tables, or for a tree the plays with their payoffs.
///
/// # Example
/// ```
/// use foederis::NormalForm;
/// let game = NormalForm::builder()
///     .player("Russia", ["Support", "Abstain"])
///     .player("R & A", ["Stay", "Leave"])
///     .table(&[&[-7, -7, -2, -6], &[-2, -2, -4, -5]])?;
/// let latex = foederis::show::latex::game(&game.into());
/// assert!(latex.contains(r"R \& A") && latex.contains(r"\underline{-2}"));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn game(game: &Game) -> String {
    match game {
        Game::Normal(game) => table(game),
        Game::Extensive(game) => plays(game),
    }
}

/// A number for mathematics: `-\frac{7}{2}`.
fn number(value: &Rational, digits: Digits) -> String {
    let text = digits.compact(value);
    if let Some(decimal) = text.strip_prefix('≈') {
        return match decimal.split_once('e') {
            Some((mantissa, exponent)) => format!("\\approx {mantissa} \\cdot 10^{{{exponent}}}"),
            None => format!("\\approx {decimal}"),
        };
    }
    match text.split_once('/') {
        Some((numerator, denominator)) => match numerator.strip_prefix('-') {
            Some(numerator) => format!("-\\frac{{{numerator}}}{{{denominator}}}"),
            None => format!("\\frac{{{numerator}}}{{{denominator}}}"),
        },
        None => text,
    }
}
