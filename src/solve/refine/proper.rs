//! Is an equilibrium proper?

use super::curve::Course;
use super::finding::{Answer, Finding, Verdict};
use super::orders::rankings;
use super::perfect::nothing;
use super::position::Position;
use super::ranking::{MAX_RANKINGS, Ranking};
use super::regular::is_regular;
use crate::error::Error;
use crate::game::{NormalForm, PlayerId, Trembles};
use crate::number::Rational;
use crate::solve::control::Watch;

/// The most pairs of rankings.
const MAX_PAIRS: usize = 50_000;

/// Whether an equilibrium is proper; `None` if told to stop.
///
/// # Definition
/// An equilibrium is proper if some completely mixed profiles come to it in which, of two strategies of a player, the one
/// that is worse against them becomes infinitely less likely (Myerson 1978, doi:10.1007/BF01753236). A proper equilibrium
/// is perfect. With two players every ranking with ties of each player's strategies is tried: whether a strategy of the
/// other player can come to the equilibrium's while keeping the ranking and its own order of mistakes is a matter of
/// linear programs (see [`Course::levels`]), as it is for lexicographic beliefs (Blume, Brandenburger and Dekel 1991,
/// doi:10.2307/2938241). With more players, strict, completely mixed and regular equilibria are proper.
pub(super) fn proper(position: &Position, perfect: &Verdict, watch: &mut Watch) -> Result<Option<Verdict>, Error> {
    if perfect.finding.answer == Answer::No {
        return Ok(Some(Finding::no("it is not trembling-hand perfect").into()));
    }
    if position.is_completely_mixed() {
        return Ok(Some(Verdict::proven("everybody uses every strategy", Trembles { levels: Vec::new() })));
    }
    match position.active()[..] {
        [] => Ok(Some(Finding::yes("nobody has a choice").into())),
        [only] => Ok(Some(alone(position, only))),
        [a, b] => Ok(two_players(position, [a, b], watch)),
        _ => more_players(position).map(Some),
    }
}

/// A single player's mistakes, costlier ones at later levels.
fn alone(position: &Position, player: PlayerId) -> Verdict {
    let brings = &position.brings[player.index()];
    let mut values: Vec<&Rational> = brings.iter().collect();
    values.sort_by(|a, b| b.cmp(a));
    values.dedup();
    let level = |value: &&Rational| {
        let mut level = nothing(position.game);
        let own = brings.iter().enumerate().filter(|(_, brought)| brought == value);
        own.for_each(|(strategy, _)| level[player.index()][strategy] = Rational::ONE);
        level
    };
    Verdict::proven("one player chooses, and chooses the best", Trembles { levels: values.iter().map(level).collect() })
}

fn two_players(position: &Position, players: [PlayerId; 2], watch: &mut Watch) -> Option<Verdict> {
    let [Some(left), Some(right)] = [0, 1].map(|side| candidates(position, players, side)) else {
        return Some(too_many());
    };
    let mut pairs = 0;
    for a in &left {
        for b in &right {
            if watch.must_stop_now(0) {
                return None;
            }
            pairs += 1;
            if pairs > MAX_PAIRS {
                return Some(too_many());
            }
            let way = |own: &Ranking, other: &Ranking, side: usize| {
                let end = position.profile.of(players[side]);
                Course { end, at_least: &other.at_least, equal: &other.equal, blocks: &own.blocks }.levels()
            };
            // A player's ranking holds against the other's mistakes, and orders the player's own.
            if let Some(x) = way(a, b, 0)
                && let Some(y) = way(b, a, 1)
            {
                let reason = "it withstands mistakes of which costlier ones are much rarer";
                return Some(Verdict::proven(reason, together(position.game, players, [x, y])));
            }
        }
    }
    Some(
        Finding::no("it does not withstand mistakes of which costlier ones are much rarer, whatever their order")
            .into(),
    )
}

fn too_many() -> Verdict {
    Finding::undecided("there are too many rankings of mistakes to try").into()
}

/// The rankings of one player's strategies that some strategy of the other near the equilibrium brings about; `None` if
/// there are too many to look at.
fn candidates(position: &Position, players: [PlayerId; 2], side: usize) -> Option<Vec<Ranking>> {
    let (player, other) = (players[side], players[1 - side]);
    let payoffs = super::admissible::Payoffs::new(position.game, player);
    let everything = [(0..position.game.strategies(other).len()).collect::<Vec<_>>()];
    let mut found = Vec::new();
    for blocks in all_rankings(position, player)? {
        let ranking = Ranking::new(&payoffs, blocks);
        let (at_least, equal) = (&ranking.at_least, &ranking.equal);
        if (Course { end: position.profile.of(other), at_least, equal, blocks: &everything }).levels().is_some() {
            found.push(ranking);
        }
    }
    Some(found)
}

/// All rankings that agree with what the strategies bring in the equilibrium and have the used ones first.
fn all_rankings(position: &Position, player: PlayerId) -> Option<Vec<Vec<Vec<usize>>>> {
    let brings = &position.brings[player.index()];
    let mut order: Vec<usize> = (0..brings.len()).collect();
    order.sort_by(|&a, &b| brings[b].cmp(&brings[a]));
    let mut found: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
    for (place, group) in order.chunk_by(|&a, &b| brings[a] == brings[b]).enumerate() {
        let first: &[usize] = if place == 0 { &position.supports[player.index()] } else { &[] };
        let own = rankings(group, first, MAX_RANKINGS)?;
        if own.len().saturating_mul(found.len()) > MAX_RANKINGS {
            return None;
        }
        found = found.iter().flat_map(|head| own.iter().map(|tail| [&head[..], tail].concat())).collect();
    }
    Some(found)
}

/// The levels of both players side by side.
pub(super) fn together(game: &NormalForm, players: [PlayerId; 2], ways: [Vec<Vec<Rational>>; 2]) -> Trembles {
    let highest = ways.iter().map(Vec::len).max().unwrap_or(0);
    let level = |place: usize| {
        let mut level = nothing(game);
        for (player, way) in players.iter().zip(&ways) {
            if let Some(own) = way.get(place) {
                level[player.index()] = own.clone();
            }
        }
        level
    };
    Trembles { levels: (0..highest).map(level).collect() }
}

fn more_players(position: &Position) -> Result<Verdict, Error> {
    if position.is_strict() {
        return Ok(Finding::yes("it is strict").into());
    }
    Ok(match is_regular(position)? {
        true => Finding::yes("it is regular: all best replies are used, and the equations are not singular").into(),
        false => {
            Finding::undecided("more than two players choose, and the equilibrium is not shown to be regular").into()
        }
    })
}
