//! Games without the strategies that no perfect equilibrium uses.

use super::admissible::{Admissible, Payoffs};
use crate::error::Error;
use crate::game::{MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::solution::{Equilibrium, Solution};

/// A game, and which strategies of it are not weakly dominated.
///
/// # Definition
/// A weakly dominated strategy is dominated by a mixture of strategies that are not, so it never pays more than all of
/// these. The Nash equilibria of the game that is left, where everybody chooses among undominated strategies, are
/// therefore just the equilibria of the whole game in which nobody uses a dominated one; all perfect ones are among them.
/// What is dominated only after that is left in, as perfect equilibria may use it.
pub(super) struct Thinned<'a> {
    whole: &'a NormalForm,
    kept: Vec<Vec<usize>>,
    pub(super) game: NormalForm,
}

impl<'a> Thinned<'a> {
    /// Looks at every strategy; `None` if told to stop.
    pub(super) fn new(whole: &'a NormalForm, watch: &mut Watch) -> Result<Option<Self>, Error> {
        let mut kept = Vec::new();
        for player in whole.player_ids() {
            let payoffs = Payoffs::new(whole, player);
            let mut own = Vec::new();
            for strategy in 0..payoffs.rows.len() {
                if watch.must_stop_now(0) {
                    return Ok(None);
                }
                if matches!(payoffs.admissible(&unit(strategy, payoffs.rows.len())), Admissible::Yes(_)) {
                    own.push(strategy);
                }
            }
            kept.push(own);
        }
        let mut builder = NormalForm::builder().title(whole.title()).names_as_written();
        for player in whole.player_ids() {
            let labels = whole.strategies(player);
            let names = kept[player.index()].iter().map(|&strategy| labels.key(strategy));
            builder = builder.player(whole.players().key(player.index()), names);
        }
        let cell = |at: &[usize]| {
            let profile: Vec<usize> = at.iter().zip(&kept).map(|(&place, own)| own[place]).collect();
            whole.payoffs_of(whole.profile_number(&profile)).to_vec()
        };
        let game = builder.max_profiles(whole.num_profiles()).payoffs(cell)?;
        Ok(Some(Thinned { whole, kept, game }))
    }

    /// Equilibria of what is left as equilibria of the whole game. Parts and indices stay behind: they are those of the
    /// game that was solved.
    pub(super) fn lift(&self, mut solution: Solution) -> Solution {
        for equilibrium in &mut solution.equilibria {
            let rows = equilibrium.profile.rows().to_vec();
            let profile = Profile::Mixed(MixedProfile(self.whole.player_ids().map(|p| self.row(p, &rows)).collect()));
            *equilibrium = Equilibrium { profile, index: None, ..equilibrium.clone() };
        }
        solution.components.iter_mut().for_each(|component| component.subsets.clear());
        solution
    }

    fn row(&self, player: PlayerId, rows: &[Vec<Rational>]) -> Vec<Rational> {
        let mut row = vec![Rational::ZERO; self.whole.strategies(player).len()];
        for (&strategy, weight) in self.kept[player.index()].iter().zip(&rows[player.index()]) {
            row[strategy] = weight.clone();
        }
        row
    }
}

fn unit(chosen: usize, count: usize) -> Vec<Rational> {
    (0..count).map(|k| if k == chosen { Rational::ONE } else { Rational::ZERO }).collect()
}
