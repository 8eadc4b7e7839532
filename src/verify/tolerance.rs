//! What an error bound on probabilities allows: how far regret may be from 0.
//!
//! If each probability of a row of `m` is within `e` of a true equilibrium's, the row's choices differ from the true
//! ones with probability at most `m e / 2` under the best coupling. A player's payoff, and the payoff of each of the
//! player's strategies, then move by at most the sum of these over the rows concerned times the range of the player's
//! payoffs. At the true equilibrium regret is 0, so it is here at most the sum of both moves.

use crate::error::Error;
use crate::game::{BehaviorProfile, ExtensiveForm, Game, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;

/// The largest error bound that still says anything.
const MAX_BOUND: f64 = 1e-4;

/// A profile whose rows sum to 1, and how far each row may be from the true one.
pub(super) struct Tolerant {
    pub profile: Profile,
    /// For each row, the probability with which its choice may differ from the true one; 0 without an error bound.
    slack: Vec<Rational>,
}

impl Tolerant {
    /// Takes a profile as it is, or, with an error bound, scales its rows to sum 1.
    pub fn new(game: &Game, profile: Profile, bound: Option<f64>) -> Result<Tolerant, Error> {
        let Some(bound) = bound else {
            check(game, &profile)?;
            let slack = vec![Rational::ZERO; profile.rows().len()];
            return Ok(Tolerant { profile, slack });
        };
        let within = (0.0..=MAX_BOUND).contains(&bound);
        let exact = Rational::from_f64_exact(bound).filter(|_| within);
        let bound = exact.ok_or_else(|| {
            Error::Invalid(format!("the error bound is {bound}; give one from 0 to {MAX_BOUND}, or an exact profile"))
        })?;
        let (rows, slack): (Vec<_>, Vec<_>) = profile.rows().iter().map(|row| scale(row, &bound)).unzip();
        let profile = match profile {
            Profile::Mixed(_) => Profile::Mixed(MixedProfile(rows)),
            Profile::Behavior(_) => Profile::Behavior(BehaviorProfile(rows)),
            Profile::Correlated(_) => {
                return Err(Error::Invalid(
                    "a joint distribution over profiles is exact; leave out the error bound".into(),
                ));
            }
        };
        check(game, &profile)?;
        Ok(Tolerant { profile, slack })
    }

    /// The regret that each player may have.
    pub fn allowed(&self, game: &Game) -> Vec<Rational> {
        let total: Rational = self.slack.iter().sum();
        let (ranges, owners) = match game {
            Game::Normal(game) => (normal_ranges(game), game.player_ids().collect()),
            Game::Extensive(tree) => (tree_ranges(tree), tree.infosets().iter().map(|set| set.player).collect()),
        };
        let owners: Vec<PlayerId> = owners;
        let of = |(player, range): (usize, Rational)| {
            let own = owners.iter().zip(&self.slack).filter(|(owner, _)| owner.index() == player);
            let own: Rational = own.map(|(_, slack)| slack).sum();
            range * (&total + &total - own)
        };
        ranges.into_iter().enumerate().map(of).collect()
    }
}

/// A row scaled to sum 1 if it is near that, and how far it may be from the true one.
fn scale(row: &[Rational], bound: &Rational) -> (Vec<Rational>, Rational) {
    let (sum, reach) = (row.iter().sum::<Rational>(), bound * &Rational::from(row.len() as i64));
    let missing = (&sum - &Rational::ONE).abs();
    let near = missing <= reach;
    let scaled = if near && sum.is_positive() { row.iter().map(|p| p / &sum).collect() } else { row.to_vec() };
    (scaled, (reach + missing) / Rational::from(2))
}

fn check(game: &Game, profile: &Profile) -> Result<(), Error> {
    match (game, profile) {
        (Game::Normal(game), Profile::Mixed(profile)) => profile.check(game),
        (Game::Extensive(tree), Profile::Behavior(profile)) => profile.check(tree),
        (game, Profile::Correlated(profile)) => profile.check(&super::obedience::table(game)?),
        _ => Err(super::regret::wrong_kind(game)),
    }
}

fn normal_ranges(game: &NormalForm) -> Vec<Rational> {
    ranges(game.num_players(), (0..game.num_profiles()).map(|number| game.payoffs_of(number)))
}

fn tree_ranges(tree: &ExtensiveForm) -> Vec<Rational> {
    ranges(tree.num_players(), tree.terminals().map(|id| tree.play_payoffs(id)))
}

fn ranges<'a>(players: usize, cells: impl Iterator<Item = &'a [Rational]>) -> Vec<Rational> {
    let mut bounds: Vec<Option<(&Rational, &Rational)>> = vec![None; players];
    for cell in cells {
        for (bound, payoff) in bounds.iter_mut().zip(cell) {
            let (low, high) = bound.unwrap_or((payoff, payoff));
            *bound = Some((low.min(payoff), high.max(payoff)));
        }
    }
    bounds.into_iter().map(|bound| bound.map_or(Rational::ZERO, |(low, high)| high - low)).collect()
}
