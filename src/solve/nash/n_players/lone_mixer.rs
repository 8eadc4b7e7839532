//! Equilibria in which one player alone mixes: that player must be exactly indifferent, and may mix as long as nobody
//! else is tempted.

use super::supports::Supports;
use crate::game::{MixedProfile, NormalForm, PlayerId};
use crate::number::{Rational, Tableau};
use crate::solve::nash::vertices::vertices;

/// The mixtures of one player for which a profile is an equilibrium, the others being pure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LoneMixer {
    pub(super) player: PlayerId,
    /// Everybody's strategy as probabilities; the mixer's own is one of those mixed.
    pub(super) rows: Vec<Vec<Rational>>,
    /// The strategies that are mixed.
    pub(super) mixed: Vec<usize>,
    /// The extreme mixtures, over all of the player's strategies.
    pub(super) vertices: Vec<Vec<Rational>>,
}

/// Solves a support in which just one player uses several strategies; `None` where it holds no equilibrium.
///
/// The player's payoffs must tie exactly and be the best; the others' incentives are linear in the mixture, so that the
/// mixtures form a polytope.
pub(super) fn solve(game: &NormalForm, survivors: &[Vec<usize>], supports: &Supports) -> Option<LoneMixer> {
    let mixer = (0..supports.len()).find(|&player| supports[player].len() > 1)?;
    let choices: Vec<usize> = supports.iter().zip(survivors).map(|(support, own)| own[support[0]]).collect();
    let mixed: Vec<usize> = supports[mixer].iter().map(|&strategy| survivors[mixer][strategy]).collect();
    let player = PlayerId::from(mixer);
    let payoff = |strategy: usize| payoff_after(game, &choices, &[(mixer, strategy)], player);
    let best = (0..game.strategies(player).len()).map(payoff).max()?;
    if mixed.iter().any(|&strategy| payoff(strategy) != best) {
        return None;
    }
    let mut rows: Vec<Vec<Rational>> = Vec::new();
    for other in game.player_ids().filter(|other| *other != player) {
        for deviation in (0..game.strategies(other).len()).filter(|&s| s != choices[other.index()]) {
            let gain = |&own: &usize| {
                let changed = payoff_after(game, &choices, &[(mixer, own), (other.index(), deviation)], other);
                changed - payoff_after(game, &choices, &[(mixer, own)], other)
            };
            rows.push(mixed.iter().map(gain).chain([Rational::ZERO]).collect());
        }
    }
    rows.push(vec![Rational::ONE; mixed.len() + 1]);
    let (columns, labels) = (mixed.len() as u32, (mixed.len() + rows.len()) as u32);
    let tableau = Tableau::new(&rows, (columns..labels).collect(), (0..columns).collect()).0;
    let place = |weights: Vec<Rational>| {
        let mut row = vec![Rational::ZERO; game.strategies(player).len()];
        mixed.iter().zip(weights).for_each(|(&strategy, weight)| row[strategy] = weight);
        row
    };
    let corners = vertices(&tableau, labels as usize);
    let vertices: Vec<_> = corners.iter().filter_map(|v| v.normalised(&tableau, 0..columns)).map(place).collect();
    // A mixture that leaves a strategy out everywhere belongs to a smaller support.
    let used = |strategy: &&usize| vertices.iter().any(|vertex| !vertex[**strategy].is_zero());
    let whole = mixed.iter().filter(used).count() == mixed.len();
    whole.then(|| LoneMixer { player, rows: MixedProfile::pure(&choices, &game.shape()).0, mixed, vertices })
}

fn payoff_after(game: &NormalForm, choices: &[usize], changes: &[(usize, usize)], player: PlayerId) -> Rational {
    let mut profile = choices.to_vec();
    changes.iter().for_each(|&(who, strategy)| profile[who] = strategy);
    game.payoff(&profile, player).clone()
}

impl LoneMixer {
    /// Whether another set of mixtures contains this one.
    pub(super) fn is_part_of(&self, other: &LoneMixer) -> bool {
        let mixer = self.player.index();
        let others = |set: &LoneMixer| [&set.rows[..mixer], &set.rows[mixer + 1..]].concat();
        self.player == other.player
            && self.mixed.len() < other.mixed.len()
            && self.mixed.iter().all(|strategy| other.mixed.contains(strategy))
            && others(self) == others(other)
    }
}
