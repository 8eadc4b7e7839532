//! All Nash equilibria of games of three or more players.

mod certify;
mod contract;
mod krawczyk;
mod lone_mixer;
mod outcome;
mod plan;
mod precondition;
mod region;
mod search;
mod supports;
mod system;
mod table;
mod tensor;

use self::certify::Finding;
use self::lone_mixer::LoneMixer;
use self::search::Memory;
use self::supports::Supports;
use self::system::System;
use self::table::{MAX_STRATEGIES, Table};
use crate::error::Error;
use crate::game::{Elimination, MixedProfile, NormalForm};
use crate::solve::control::{Control, Watch};
use crate::solve::solution::Solution;

/// The most strategies of one player whose subsets are enumerated.
const MAX_OWN: usize = 16;

/// Every equilibrium of a game, each proven, after dominance has left the strategies in `record`.
///
/// Goes through all supports that conditional dominance allows; on each, finds every solution of the multilinear
/// indifference equations by contraction, bisection and Krawczyk's test. A solution with rational probabilities is
/// recognised and checked exactly. Where one player alone mixes, the mixtures are an exact polytope. Other solutions that
/// are not isolated are not listed, and the status says where they may be.
pub(super) fn n_players(game: &NormalForm, record: &Elimination, control: &Control) -> Result<Solution, Error> {
    let table = Table::new(game, &record.survivors);
    if table.shape.iter().sum::<usize>() > MAX_STRATEGIES || table.shape.iter().any(|&own| own > MAX_OWN) {
        return Err(Error::Unsupported(format!(
            "after iterated dominance a player still has more than {MAX_OWN} strategies; all mixed equilibria of so large \
             a game of three or more players are out of reach: use pure_nash"
        )));
    }
    let mut search = Search {
        game,
        record,
        found: Vec::new(),
        segments: Vec::new(),
        undecided: Vec::new(),
        supports: 0,
        boxes: 0,
        error: None,
        memory: Memory::default(),
    };
    let mut watch = Watch::start(control);
    supports::each(&table, &mut |supports| {
        search.look(&table, supports, &mut watch);
        search.error.is_none() && !watch.must_stop(search.found.len())
    });
    if let Some(error) = search.error {
        return Err(error);
    }
    outcome::solution(search, &watch)
}

struct Search<'a> {
    game: &'a NormalForm,
    record: &'a Elimination,
    found: Vec<(MixedProfile, Option<f64>)>,
    segments: Vec<LoneMixer>,
    undecided: Vec<Supports>,
    supports: u64,
    boxes: u64,
    error: Option<Error>,
    memory: Memory,
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
        match system.sizes.len() {
            0 => {
                // A pure profile has no equations: it is its own only solution.
                if let Finding::Exact(profile) = certify::judge(self.game, survivors, supports, &system, &[])? {
                    self.found.push((profile, None));
                }
            }
            1 => self.segments.extend(lone_mixer::solve(self.game, survivors, supports)),
            _ => self.solve_system(&system, supports, watch)?,
        }
        Ok(())
    }

    fn solve_system(&mut self, system: &System, supports: &Supports, watch: &mut Watch) -> Result<(), Error> {
        let findings = search::solve(system, watch, self.found.len(), &mut self.memory);
        self.boxes += findings.boxes;
        let mut undecided = findings.undecided.is_some();
        for root in &findings.roots {
            match certify::judge(self.game, &self.record.survivors, supports, system, root)? {
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
}
