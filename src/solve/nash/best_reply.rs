//! The best-reply polytopes of a two-player game.

use crate::game::{NormalForm, PlayerId};
use crate::number::{Rational, Tableau};

/// The polytope of a player's mixed strategies, scaled by the opponent's best-reply value.
///
/// # Definition
/// For payoffs `B > 0` of the opponent, `{x >= 0 : B'x <= 1}`. Label `i` of an own strategy is binding where `x_i = 0`;
/// label `j` of an opponent's strategy is binding where `j` is a best reply to `x`. A vertex other than 0, scaled to sum
/// 1, is a mixed strategy. (von Stengel 2002, doi:10.1016/S1574-0005(02)03008-4.)
///
/// Labels are variables of the tableau: first those of player 1's strategies, then those of player 2's.
pub(super) fn best_reply_polytope(game: &NormalForm, player: PlayerId) -> Tableau {
    polytope(game, player, None)
}

/// The polytope with the right-hand side of each inequality moved by a variable's share: `B'x <= 1 + t * nudge`.
///
/// The variable `t` is nonbasic, with the label after the last. For a small `t > 0` and generic nudges this is the polytope
/// of a nearby game that is not degenerate.
pub(super) fn nudged_polytope(game: &NormalForm, player: PlayerId, nudges: &[Rational]) -> Tableau {
    polytope(game, player, Some(nudges))
}

fn polytope(game: &NormalForm, player: PlayerId, nudges: Option<&[Rational]>) -> Tableau {
    let (rows, columns) = (game.shape()[0] as u32, game.shape()[1] as u32);
    let first = player == PlayerId(0);
    let (own, other) = if first { (0..rows, rows..rows + columns) } else { (rows..rows + columns, 0..rows) };
    let payoff = |mine: u32, theirs: u32| {
        let (row, column) = if first { (mine, theirs) } else { (theirs, mine) };
        game.payoff(&[row as usize, (column - rows) as usize], PlayerId(u32::from(first)))
    };
    // A constant added to all of the opponent's payoffs against one strategy changes no best reply.
    let lowest = |mine: u32| other.clone().map(|theirs| payoff(mine, theirs)).min().cloned().unwrap_or_default();
    let shifts: Vec<Rational> = own.clone().map(|mine| Rational::ONE - lowest(mine)).collect();
    let row = |theirs: u32| {
        let entries = own.clone().zip(&shifts).map(|(mine, shift)| payoff(mine, theirs) + shift);
        let nudge = nudges.map(|nudges| -&nudges[(theirs - other.start) as usize]);
        entries.chain(nudge).chain([Rational::ONE]).collect()
    };
    let matrix: Vec<Vec<Rational>> = other.clone().map(row).collect();
    let moved = nudges.map(|_| rows + columns);
    Tableau::new(&matrix, other.collect(), own.chain(moved).collect()).0
}
