//! [`pure_nash`]: Nash equilibria in pure strategies, for any number of players.

use super::control::{Control, Watch};
use super::solution::{Equilibrium, Solution};
use crate::error::Error;
use crate::game::{BehaviorProfile, Concept, Game, MixedProfile, NormalForm, PlayerId, Profile, StrategicOptions};
use crate::number::Rational;

/// How to look for pure equilibria.
#[derive(Debug, Clone, Default)]
pub struct PureNashOptions {
    /// On a tree: the plans and the limit on their number.
    pub strategic: StrategicOptions,
    /// Limits, progress and stopping.
    pub control: Control,
}

/// Every Nash equilibrium in pure strategies.
///
/// # Definition
/// A pure profile from which no player gains by deviating alone. On a tree a strategy is a full plan: an action at every
/// information set of the player, or, with `reduced`, at those that the plan's own earlier choices do not exclude. One
/// full plan then stands for all that differ only where the plan itself never goes.
///
/// # Errors
/// When a tree's strategic form is larger than `strategic.max_profiles`.
///
/// # Complexity
/// For a table of `p` profiles and `n` players, `O(n p)` comparisons.
///
/// # Example
/// ```
/// use foederis::{NormalForm, pure_nash};
/// let game = NormalForm::builder().player("A", ["Stag", "Hare"]).player("B", ["Stag", "Hare"])
///     .table(&[&[3, 0, 2, 1], &[3, 2, 0, 1]])?;
/// assert_eq!(pure_nash(&game.into(), &Default::default())?.len(), 2);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn pure_nash(game: &Game, options: &PureNashOptions) -> Result<Solution, Error> {
    match game {
        Game::Normal(game) => Ok(on_table(game, &options.control, |choices| {
            Ok(Profile::Mixed(MixedProfile::pure(choices, &game.shape())))
        })?),
        Game::Extensive(tree) => {
            let form = tree.to_strategic(&options.strategic)?;
            let shape = form.game.shape();
            let behavior = |choices: &[usize]| -> Result<BehaviorProfile, Error> {
                form.behavior_of(&MixedProfile::pure(choices, &shape))
            };
            let mut solution =
                on_table(&form.game, &options.control, |choices| behavior(choices).map(Profile::Behavior))?;
            let plans = if options.strategic.reduced { "reduced plans" } else { "full plans" };
            solution.claim = format!("every Nash equilibrium in pure strategies ({plans})");
            Ok(solution)
        }
    }
}

fn on_table(
    game: &NormalForm,
    control: &Control,
    profile: impl Fn(&[usize]) -> Result<Profile, Error>,
) -> Result<Solution, Error> {
    let claim = "every Nash equilibrium in pure strategies";
    let mut solution = Solution::new(Concept::PureNash, "comparison of every profile with its deviations", claim);
    let mut watch = Watch::start(control);
    watch.expect(game.num_players() as u64 * game.num_profiles() as u64);
    let mut numbers = stable_profiles(game, &mut watch);
    solution.status = watch.finish(&mut numbers);
    solution.counts.insert("profiles".into(), game.num_profiles() as u64);
    for number in numbers {
        let payoffs = game.payoffs_of(number).to_vec();
        solution.equilibria.push(Equilibrium::exact(profile(&game.profile(number))?, payoffs));
    }
    Ok(solution)
}

/// The numbers of the profiles at which every player's strategy is a best reply. Empty if stopped before the end.
pub(super) fn stable_profiles(game: &NormalForm, watch: &mut Watch) -> Vec<usize> {
    let mut stable = vec![true; game.num_profiles()];
    for player in game.player_ids() {
        if !keep_best_replies(game, player, &mut stable, watch) {
            return Vec::new();
        }
    }
    stable.iter().enumerate().filter(|(_, stable)| **stable).map(|(number, _)| number).collect()
}

/// Clears the profiles at which the player's strategy is no best reply; false when stopped.
fn keep_best_replies(game: &NormalForm, player: PlayerId, stable: &mut [bool], watch: &mut Watch) -> bool {
    let (stride, count) = (game.stride(player), game.strategies(player).len());
    for block in (0..stable.len()).step_by(stride * count) {
        for first in block..block + stride {
            if watch.must_stop(0) {
                return false;
            }
            let line = || (first..first + stride * count).step_by(stride);
            if line().any(|number| stable[number]) {
                let payoff = |number: usize| &game.payoffs_of(number)[player.index()];
                let best: Option<&Rational> = line().map(payoff).max();
                line().filter(|&number| Some(payoff(number)) != best).for_each(|number| stable[number] = false);
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Volunteer's dilemma: everybody gets `1` if somebody helps; helping costs `1/2`.
    #[test]
    fn one_volunteer_of_four() {
        let mut builder = NormalForm::builder();
        for name in ["A", "B", "C", "D"] {
            builder = builder.player(name, ["Help", "Wait"]);
        }
        let half = Rational::new(1, 2).unwrap();
        let payoff = |profile: &[usize], player: usize| match (profile.contains(&0), profile[player]) {
            (true, 0) => half.clone(),
            (true, _) => Rational::ONE,
            (false, _) => Rational::ZERO,
        };
        let game = builder.payoffs(|profile| (0..4).map(|player| payoff(profile, player)).collect()).unwrap();
        let solution = pure_nash(&game.into(), &PureNashOptions::default()).unwrap();
        assert_eq!(solution.len(), 4);
        assert!(solution.complete() && solution.equilibria.iter().all(Equilibrium::is_pure));
    }

    #[test]
    fn a_limit_is_a_status() {
        let game = NormalForm::builder().player("A", ["x", "y", "z"]).table(&[&[0, 0, 0]]).unwrap();
        let control = Control { max_equilibria: Some(2), ..Control::default() };
        let solution = pure_nash(&game.into(), &PureNashOptions { control, ..Default::default() }).unwrap();
        assert_eq!((solution.len(), solution.complete()), (2, false));
    }
}
