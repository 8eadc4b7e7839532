//! All Nash equilibria of games of three or more players.

mod certify;
mod contract;
mod krawczyk;
mod region;
mod search;
mod supports;
mod system;
mod table;
mod tensor;

use self::certify::Finding;
use self::supports::Supports;
use self::system::System;
use self::table::{MAX_STRATEGIES, Table};
use crate::error::Error;
use crate::game::{Concept, Elimination, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Component, Equilibrium, Solution, Status};

/// The most strategies of one player whose subsets are enumerated.
const MAX_OWN: usize = 16;

/// Every isolated equilibrium of a game, each proven, after dominance has left the strategies in `record`.
///
/// Goes through all supports that conditional dominance allows; on each, finds every solution of the multilinear
/// indifference equations by contraction, bisection and Krawczyk's test. A solution with rational probabilities is
/// recognised and checked exactly.
pub(super) fn n_players(game: &NormalForm, record: &Elimination, control: &Control) -> Result<Solution, Error> {
    let table = Table::new(game, &record.survivors);
    if table.shape.iter().sum::<usize>() > MAX_STRATEGIES || table.shape.iter().any(|&own| own > MAX_OWN) {
        return Err(Error::Unsupported(format!(
            "after iterated dominance a player still has more than {MAX_OWN} strategies; all mixed equilibria of so large \
             a game of three or more players are out of reach: use pure_nash"
        )));
    }
    let mut search =
        Search { game, record, found: Vec::new(), undecided: Vec::new(), supports: 0, boxes: 0, error: None };
    let mut watch = Watch::start(control);
    supports::each(&table, &mut |supports| {
        search.look(&table, supports, &mut watch);
        search.error.is_none() && !watch.must_stop(search.found.len())
    });
    search.into_solution(&watch)
}

struct Search<'a> {
    game: &'a NormalForm,
    record: &'a Elimination,
    found: Vec<(MixedProfile, Option<f64>)>,
    undecided: Vec<Supports>,
    supports: u64,
    boxes: u64,
    error: Option<Error>,
}

impl Search<'_> {
    fn look(&mut self, table: &Table, supports: &Supports, watch: &mut Watch) {
        self.supports += 1;
        if let Err(error) = self.solve(table, supports, watch) {
            self.error = Some(error);
        }
    }

    fn solve(&mut self, table: &Table, supports: &Supports, watch: &mut Watch) -> Result<(), Error> {
        let system = System::new(table, supports);
        let survivors = &self.record.survivors;
        if system.sizes.is_empty() {
            // A pure profile has no equations: it is its own only solution.
            if let Finding::Exact(profile) = certify::judge(self.game, survivors, supports, &system, &[])? {
                self.found.push((profile, None));
            }
            return Ok(());
        }
        let findings = search::solve(&system, watch, self.found.len());
        self.boxes += findings.boxes;
        let mut undecided = findings.undecided.is_some();
        for root in &findings.roots {
            match certify::judge(self.game, survivors, supports, &system, root)? {
                Finding::Exact(profile) => self.found.push((profile, None)),
                Finding::Close(profile, radius) => self.found.push((profile, Some(radius))),
                Finding::Refuted => {}
                Finding::Undecided => undecided = true,
            }
        }
        if undecided {
            self.undecided.push(supports.clone());
        }
        Ok(())
    }

    fn into_solution(mut self, watch: &Watch) -> Result<Solution, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut solution = Solution::new(
            Concept::Nash,
            "supports, contraction, bisection and Krawczyk's test, each equilibrium proven",
            "every Nash equilibrium; each is isolated",
        );
        self.found.sort_by(|a, b| b.0.cmp(&a.0));
        solution.status = watch.finish(&mut self.found);
        for (profile, radius) in self.found {
            let equilibrium = self.game.expected_payoffs(&profile).and_then(|payoffs| {
                let regret = if radius.is_some() { regret(self.game, &profile, &payoffs)? } else { Rational::ZERO };
                let exact = Equilibrium::exact(Profile::Mixed(profile), payoffs);
                Ok(Equilibrium { error_bound: radius, regret, ..exact })
            })?;
            let members = vec![solution.equilibria.len()];
            solution.components.push(Component { members, subsets: Vec::new(), dimension: 0, index: None });
            solution.equilibria.push(equilibrium);
        }
        if !self.undecided.is_empty() {
            solution.components.clear();
            let text = undecided_text(self.game, self.record, &self.undecided);
            if solution.complete() {
                solution.status = Status::Partial(text);
            } else {
                solution.notes.push(text);
            }
        }
        solution.counts.insert("supports".into(), self.supports);
        solution.counts.insert("boxes".into(), self.boxes);
        Ok(solution)
    }
}

/// The most that anybody could gain by deviating alone.
fn regret(game: &NormalForm, profile: &MixedProfile, payoffs: &[Rational]) -> Result<Rational, Error> {
    let mut most = Rational::ZERO;
    for player in game.player_ids() {
        for gain in game.deviation_payoffs(profile, player)? {
            most = most.max(gain - &payoffs[player.index()]);
        }
    }
    Ok(most)
}

/// Says where equilibria may be that are not isolated.
fn undecided_text(game: &NormalForm, record: &Elimination, undecided: &[Supports]) -> String {
    let name = |player: usize, strategy: usize| {
        game.strategies(PlayerId::from(player)).key(record.survivors[player][strategy]).to_owned()
    };
    let own = |player: usize, support: &[usize]| {
        let names: Vec<String> = support.iter().map(|&strategy| name(player, strategy)).collect();
        format!("{}: {}", game.players().key(player), names.join(" or "))
    };
    let example: Vec<String> = undecided[0].iter().enumerate().map(|(player, support)| own(player, support)).collect();
    format!(
        "equilibria that are not isolated, or singular, may exist on {} combinations of strategies and are not listed; for \
         example {}",
        undecided.len(),
        example.join("; ")
    )
}
