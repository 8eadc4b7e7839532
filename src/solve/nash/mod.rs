//! [`nash`]: Nash equilibria in mixed strategies.

mod best_reply;
mod complementary;
mod explore;
mod index;
mod labels;
mod lemke_howson;
mod linear_programming;
mod n_players;
mod nearby;
mod on_tree;
mod one;
mod one_by_induction;
mod one_by_logit;
mod optimal_plans;
mod options;
mod reduced;
mod sequence;
mod sequences;
mod subsets;
mod two_players;
mod vertices;
mod whole;

pub(super) use subsets::affine_dimension;

pub(super) use n_players::{Continuum, Form, UNIT, decide_forms, middle, near, payoffs_and_regret, simple};

use super::control::{Control, Watch};
use super::dominance::eliminate;
use super::solution::Solution;
use crate::error::Error;
use crate::game::{Game, NormalForm};
pub use lemke_howson::{
    LemkeHowson, LemkeHowsonOptions, LemkeHowsonPath, PathLabel, PathPivot, PathStart, lemke_howson,
};
pub use options::{Find, NashMethod, NashOptions};

/// Every Nash equilibrium in mixed strategies.
///
/// # Definition
/// A profile of mixed strategies from which no player gains by deviating alone (Nash 1951, doi:10.2307/1969529). The
/// set of equilibria of a two-player game is a finite union of polytopes; the solution lists all of their vertices
/// (extreme equilibria), the polytopes (maximal Nash subsets), and the connected components. With three or more players
/// probabilities may be irrational: each equilibrium then has a proven error bound. Where equilibria are not isolated or
/// singular, the status says so.
///
/// On a tree of two players the same holds of realisation plans (see [`SequenceForm`](crate::game::SequenceForm)): the
/// solution lists the extreme equilibria as behaviour, and the maximal Nash subsets as plans. What a plan would do where it
/// itself never comes is in no plan: anything would do there, and the first action stands in. On a tree of more players it is
/// decided first what happens on the path, and then what off the path deters from leaving it; nothing is enumerated where only deviations
/// of several players lead. The families of a component are extreme equilibria whose every mixture, of behaviour at all information sets
/// at once, is one too. Where much or curved behaviour off the path deters, one equilibrium stands for all that do the same on the path
/// ([`Equilibrium::others_off_path`](crate::Equilibrium::others_off_path)), and
/// [`ExtensiveForm::off_path`](crate::ExtensiveForm::off_path) says what these have to hold players to. Where behaviour on the path makes
/// sets that are no product of polytopes and the strategic form is small, that answers instead, and each equilibrium in mixed plans is
/// given as the behaviour that it amounts to (Kuhn 1953).
///
/// With [`Find::One`] the solution holds one equilibrium, found by the [method](NashMethod) that suits the game: a pure one
/// if there is one; else by Lemke-Howson, on floats with an exact proof where the game is large; an exact linear program
/// for constant-sum games; for trees of two players the linear program of the sequence form if they are constant-sum; backward
/// induction on other trees of perfect information; Lemke's path on the sequence form for the rest with two players, and with
/// more the principal branch of agent logit equilibria, or, where its limit cannot be proven, the first equilibrium of the enumeration.
///
/// # Errors
/// When three or more players have a choice in a table after iterated strict dominance and one of them more than 16 strategies; when
/// an information set of a tree of more than two players has more than 16 actions, or a tree lacks perfect recall; when the method
/// asked for does not fit the game.
///
/// # Complexity
/// Exponential in the number of strategies, as the number of equilibria may be. On a tree of perfect information with more than two players
/// and without ties, the size of the tree for each pair of a play and an information set on it.
///
/// # Example
/// ```
/// use foederis::{NormalForm, nash};
/// let game = NormalForm::builder().player("Kyrgyzstan", ["Refrain", "Attack"]).player("Tajikistan", ["Refrain", "Attack"])
///     .table(&[&[0, -3, -1, -2], &[0, -1, -3, -2]])?;
/// let solution = nash(&game.into(), &Default::default())?;
/// assert_eq!(solution.len(), 3);
/// assert!(solution.complete());
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn nash(game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    match options.find {
        Find::All => all(game, options),
        Find::One => one::one(game, options),
    }
}

fn all(game: &Game, options: &NashOptions) -> Result<Solution, Error> {
    if !options.method.finds_all() {
        return Err(Error::Unsupported(format!(
            "the method {} finds one equilibrium and not all; look for one, or use the method enumeration",
            options.method.name()
        )));
    }
    match game {
        Game::Normal(game) => nash_normal(game, &options.control),
        Game::Extensive(tree) => on_tree::on_tree(tree, options),
    }
}

/// Every Nash equilibrium of a table.
pub(super) fn nash_normal(game: &NormalForm, control: &Control) -> Result<Solution, Error> {
    if game.num_players() == 2 {
        return Ok(two_players::two_players(game, control));
    }
    let record = eliminate(game, false, true, &mut Watch::start(control));
    match reduced::reduced(game, &record, control) {
        Some(solution) => Ok(solution),
        None => n_players::n_players(game, &record, control),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(a: &[i64], b: &[i64], shape: [usize; 2]) -> Solution {
        let names = |count: usize| (0..count).map(|i| i.to_string());
        let game =
            NormalForm::builder().player("A", names(shape[0])).player("B", names(shape[1])).table(&[a, b]).unwrap();
        nash(&game.into(), &NashOptions::default()).unwrap()
    }

    #[test]
    fn counts_of_known_games() {
        // Matching pennies, battle of the sexes, and the 3x3 coordination game with 7.
        assert_eq!(solve(&[1, -1, -1, 1], &[-1, 1, 1, -1], [2, 2]).len(), 1);
        assert_eq!(solve(&[2, 0, 0, 1], &[1, 0, 0, 2], [2, 2]).len(), 3);
        let identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        assert_eq!(solve(&identity, &identity, [3, 3]).len(), 7);
    }

    /// Random games are generic, so that every equilibrium has an index and the indices sum to 1.
    #[test]
    fn indices_sum_to_one() {
        let mut seed = 7u64;
        let mut roll = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) as i64 % 1_000_003 - 500_000
        };
        for round in 0..200 {
            let shape = [1 + round % 5, 1 + round / 5 % 5];
            let mut matrix = || (0..shape[0] * shape[1]).map(|_| roll()).collect::<Vec<i64>>();
            let (a, b) = (matrix(), matrix());
            let solution = solve(&a, &b, shape);
            let indices: Vec<Option<i32>> = solution.equilibria.iter().map(|equilibrium| equilibrium.index).collect();
            assert_eq!(indices.iter().copied().sum::<Option<i32>>(), Some(1), "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_component_takes_what_is_left() {
        // Entry deterrence: (enter, yield) is strict; staying out against any enough of fight is a component of index 0.
        let solution = solve(&[-1, 1, 0, 0], &[0, 1, 2, 2], [2, 2]);
        let indices: Vec<_> = solution.components.iter().map(|c| (c.dimension, c.index)).collect();
        assert_eq!(indices, [(0, Some(1)), (1, Some(0))]);
    }

    #[test]
    fn a_game_without_stakes_is_one_component() {
        let solution = solve(&[0; 6], &[0; 6], [2, 3]);
        assert_eq!((solution.len(), solution.components.len(), solution.components[0].dimension), (6, 1, 3));
        assert_eq!(solution.components[0].subsets.len(), 1);
    }

    #[test]
    fn a_segment_is_found_with_its_ends() {
        // A=[[-3,3],[-3,5]], B=[[2,7],[4,2]]: (p, 1-p) against the first column for p in [0, 2/7].
        let solution = solve(&[-3, 3, -3, 5], &[2, 7, 4, 2], [2, 2]);
        assert_eq!(solution.components.len(), 1);
        assert_eq!(solution.components[0].dimension, 1);
    }
}
