//! Games that iterated strict dominance leaves with at most two active players.

use super::two_players::two_players;
use crate::game::Elimination;
use crate::game::{MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::Control;
use crate::solve::solution::{Equilibrium, NashSubset, Solution};

/// Every Nash equilibrium, where dominance leaves a choice to at most two players; `None` where it leaves more.
///
/// `record` is what iterated strict dominance leaves. A strictly dominated strategy is played in no equilibrium, so
/// nothing is lost.
pub(super) fn reduced(game: &NormalForm, record: &Elimination, control: &Control) -> Option<Solution> {
    let pair = active_pair(record)?;
    let small = restrict(game, record, pair)?;
    let mut solution = two_players(&small, control);
    solution.method = format!("iterated strict dominance, then {}", solution.method);
    let embed = |player: PlayerId, strategies: Option<&[Rational]>| -> Vec<Rational> {
        let mut row = vec![Rational::ZERO; game.strategies(player).len()];
        for (position, &strategy) in record.survivors[player.index()].iter().enumerate() {
            row[strategy] = strategies.map_or(Rational::ONE, |weights| weights[position].clone());
        }
        row
    };
    for equilibrium in &mut solution.equilibria {
        let rows = equilibrium.profile.rows();
        let part = |player: PlayerId| Some(&rows[pair.iter().position(|p| *p == Some(player))?][..]);
        let profile = MixedProfile(game.player_ids().map(|player| embed(player, part(player))).collect());
        let payoffs = expected_payoffs(game, record, &profile);
        *equilibrium = Equilibrium { index: equilibrium.index, ..Equilibrium::exact(Profile::Mixed(profile), payoffs) };
    }
    for subset in solution.components.iter_mut().flat_map(|component| &mut component.subsets) {
        *subset = lift(game, subset, pair, &embed);
    }
    Some(solution)
}

/// The players that still have a choice, at most two of them.
fn active_pair(record: &Elimination) -> Option<[Option<PlayerId>; 2]> {
    let mut active =
        (0..record.survivors.len()).filter(|&player| record.survivors[player].len() > 1).map(PlayerId::from);
    let pair = [active.next(), active.next()];
    active.next().is_none().then_some(pair)
}

/// The two-player game that is left; a missing player has a single strategy.
fn restrict(game: &NormalForm, record: &Elimination, pair: [Option<PlayerId>; 2]) -> Option<NormalForm> {
    let count = |player: Option<PlayerId>| player.map_or(1, |player| record.survivors[player.index()].len());
    let (rows, columns) = (count(pair[0]), count(pair[1]));
    let cell = |player: Option<PlayerId>, row: usize, column: usize| {
        let mut profile: Vec<usize> = record.survivors.iter().map(|survivors| survivors[0]).collect();
        for (player, position) in pair.iter().zip([row, column]) {
            if let Some(player) = player {
                profile[player.index()] = record.survivors[player.index()][position];
            }
        }
        player.map_or(Rational::ZERO, |player| game.payoff(&profile, player).clone())
    };
    let names = |count: usize| (0..count).map(|strategy| strategy.to_string());
    let builder = NormalForm::builder().player("1", names(rows)).player("2", names(columns));
    builder.payoffs(|profile| pair.map(|player| cell(player, profile[0], profile[1])).to_vec()).ok()
}

/// Everybody's expected payoffs, summed over the survivors only.
fn expected_payoffs(game: &NormalForm, record: &Elimination, profile: &MixedProfile) -> Vec<Rational> {
    let mut cells = vec![(0, Rational::ONE)];
    for player in game.player_ids() {
        let (stride, row) = (game.stride(player), profile.of(player));
        let used = || record.survivors[player.index()].iter().filter(|&&strategy| !row[strategy].is_zero());
        let extend = |(number, weight): &(usize, Rational)| {
            used().map(|&strategy| (number + strategy * stride, weight * &row[strategy])).collect::<Vec<_>>()
        };
        cells = cells.iter().flat_map(extend).collect();
    }
    let sum = |player: PlayerId| {
        cells.iter().map(|(number, weight)| weight * &game.payoffs_of(*number)[player.index()]).sum()
    };
    game.player_ids().map(sum).collect()
}

fn lift(
    game: &NormalForm,
    subset: &NashSubset,
    pair: [Option<PlayerId>; 2],
    embed: &impl Fn(PlayerId, Option<&[Rational]>) -> Vec<Rational>,
) -> NashSubset {
    let vertices = game.player_ids().map(|player| match pair.iter().position(|p| *p == Some(player)) {
        Some(side) => subset.vertices[side].iter().map(|weights| embed(player, Some(weights))).collect(),
        None => vec![embed(player, None)],
    });
    NashSubset { vertices: vertices.collect(), dimension: subset.dimension }
}
