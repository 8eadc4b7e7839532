//! [`subgame_perfect`]: backward induction, ties kept, on any tree of perfect recall.

mod continuation;
mod listing;
mod stage;

use std::collections::{BTreeSet, HashSet};

use self::continuation::{Continuation, Continuations, Way};
use self::stage::{Reached, Stage};
use super::control::{Control, Watch};
use super::solution::{Equilibrium, Solution, Status};
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, Game, NodeId, NodeKind, Profile, StrategicOptions, Subgames};
use crate::number::Rational;

/// How to look for subgame-perfect equilibria.
#[derive(Debug, Clone)]
pub struct SubgamePerfectOptions {
    /// For subgames with simultaneous or hidden moves: the limit on the size of their strategic form.
    pub strategic: StrategicOptions,
    /// Limits, progress and stopping. Ties multiply equilibria, so `max_equilibria` is 100,000 by default.
    pub control: Control,
}

impl Default for SubgamePerfectOptions {
    fn default() -> Self {
        let control = Control { max_equilibria: Some(100_000), ..Control::default() };
        SubgamePerfectOptions { strategic: StrategicOptions::default(), control }
    }
}

/// Every subgame-perfect equilibrium.
///
/// # Definition
/// A profile that is a Nash equilibrium in every subgame (Selten 1965; 1975, doi:10.1007/BF01766400). Where a mover is
/// indifferent, every best action is kept, and each leads to an equilibrium of its own. Subgames with simultaneous or
/// hidden moves are solved through [`nash`](super::nash()), with every combination of equilibria further on; at an information
/// set that a player's own earlier choice excludes, where anything is in equilibrium, each action makes one. Where there are
/// more than `max_equilibria`, those of different payoffs take turns.
///
/// # Errors
/// When the game is no tree or lacks perfect recall, or a subgame's strategic form is over its limit.
///
/// # Complexity
/// Linear in the number of nodes for perfect information without ties; in the number of equilibria with them.
///
/// # Example
/// ```
/// use foederis::{ExtensiveForm, subgame_perfect};
/// let mut tree = ExtensiveForm::builder(["Entrant", "Incumbent"]);
/// let start = tree.root();
/// let first = tree.decision(start, "Entrant", "", ["Enter", "Stay out"])?;
/// let second = tree.decision(first[0], "Incumbent", "", ["Fight", "Yield"])?;
/// for (slot, payoffs) in [(first[1], [0, 2]), (second[0], [-1, 0]), (second[1], [1, 1])] {
///     tree.payoffs(slot, payoffs)?;
/// }
/// let solution = subgame_perfect(&tree.finish()?.into(), &Default::default())?;
/// assert_eq!(solution.equilibria[0].payoffs, [1.into(), 1.into()]);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn subgame_perfect(game: &Game, options: &SubgamePerfectOptions) -> Result<Solution, Error> {
    let tree = game.tree("subgame perfection")?;
    if !tree.has_perfect_information() {
        tree.require_perfect_recall("subgame_perfect")?;
    }
    let mut induction = Induction::new(tree, options);
    induction.run()?;
    Ok(induction.into_solution())
}

/// The most probabilities that a list of equilibria holds: ties can make more equilibria than any memory has room for.
const MAX_PROBABILITIES: usize = 1 << 25;

/// Backward induction over the subgames, inner ones first.
struct Induction<'a> {
    tree: &'a ExtensiveForm,
    options: &'a SubgamePerfectOptions,
    subgames: Subgames,
    inner: Vec<Vec<usize>>,
    settled: Vec<Vec<Continuation>>,
    watch: Watch<'a>,
    tie: bool,
    partial: Option<String>,
    truncated: bool,
}

impl<'a> Induction<'a> {
    fn new(tree: &'a ExtensiveForm, options: &'a SubgamePerfectOptions) -> Self {
        let subgames = tree.subgames();
        let mut inner = vec![Vec::new(); subgames.len()];
        for subgame in 0..subgames.len() {
            if let Some(parent) = subgames.parent(subgame) {
                inner[parent].push(subgame);
            }
        }
        let mut watch = Watch::start(&options.control);
        watch.expect(subgames.len() as u64);
        let settled = vec![Vec::new(); subgames.len()];
        Induction { tree, options, subgames, inner, settled, watch, tie: false, partial: None, truncated: false }
    }

    fn run(&mut self) -> Result<(), Error> {
        for subgame in (0..self.subgames.len()).rev() {
            let stage = Stage::new(self.tree, &self.subgames, subgame, std::mem::take(&mut self.inner[subgame]));
            self.settled[subgame] = self.settle(&stage)?;
            self.inner[subgame] = stage.inner;
            if self.settled[subgame].is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// The continuations of a subgame, for every combination of those of the subgames inside it.
    fn settle(&mut self, stage: &Stage) -> Result<Vec<Continuation>, Error> {
        let sizes: Vec<usize> = stage.inner.iter().map(|&inner| self.settled[inner].len()).collect();
        let limit = self.options.control.max_equilibria.unwrap_or(usize::MAX);
        let mut continuations = Continuations::default();
        let mut ways = 0;
        for picks in self.combinations(stage, &sizes, limit) {
            if self.watch.must_stop(0) {
                break;
            }
            if ways > limit {
                self.truncated = true;
                break;
            }
            let answer = self.solve_stage(stage, &picks)?;
            self.tie |= answer.tie;
            self.partial = self.partial.take().or(answer.partial);
            let count = self.count(stage, &picks);
            ways += answer.plays.len();
            for Reached { play, values, error } in answer.plays {
                let picks = picks.iter().map(|&pick| pick as u32).collect();
                continuations.add(values, Way { play, error, picks }, count);
            }
        }
        Ok(continuations.into_list())
    }

    /// Every combination of continuations; where there are more than a limit lets through, first one for each continuation that
    /// a mover can be led to choose.
    fn combinations(&self, stage: &Stage, sizes: &[usize], limit: usize) -> impl Iterator<Item = Vec<usize>> + use<> {
        let many =
            sizes.iter().try_fold(1usize, |product, size| product.checked_mul(*size)).is_none_or(|all| all > limit);
        let first = if many { self.inducements(stage) } else { Vec::new() };
        let known: HashSet<Vec<usize>> = first.iter().cloned().collect();
        first.into_iter().chain(odometer(sizes.to_vec()).filter(move |picks| !known.contains(picks)))
    }

    /// Where one player moves: for each continuation the combination in which the player expects the least of all others.
    fn inducements(&self, stage: &Stage) -> Vec<Vec<usize>> {
        let Some(player) = stage.mover() else { return Vec::new() };
        let worst = |inner: &usize| {
            let list = &self.settled[*inner];
            (0..list.len()).min_by_key(|&pick| &list[pick].values[player]).unwrap_or(0)
        };
        let worst: Vec<usize> = stage.inner.iter().map(worst).collect();
        let with = |(place, inner): (usize, &usize)| {
            let worst = worst.clone();
            (0..self.settled[*inner].len()).map(move |pick| {
                let mut picks = worst.clone();
                picks[place] = pick;
                picks
            })
        };
        let all: BTreeSet<Vec<usize>> = stage.inner.iter().enumerate().flat_map(with).collect();
        all.into_iter().collect()
    }

    fn solve_stage(&self, stage: &Stage, picks: &[usize]) -> Result<stage::Answer, Error> {
        let value = |node: NodeId| -> Option<&[Rational]> {
            if self.tree.node(node).kind == NodeKind::Terminal {
                return Some(self.tree.play_payoffs(node));
            }
            let subgame = self.subgames.starting_at(node)?;
            let position = stage.inner.binary_search(&subgame).ok()?;
            Some(&self.settled[subgame][picks[position]].values)
        };
        stage.solve(&value, &self.options.strategic, &self.options.control)
    }

    /// How many equilibria further on a combination of continuations stands for.
    fn count(&self, stage: &Stage, picks: &[usize]) -> u64 {
        let counts = stage.inner.iter().zip(picks).map(|(&inner, &pick)| self.settled[inner][pick].count);
        counts.fold(1, u64::saturating_mul)
    }

    /// The equilibria, as far as the limits and the memory allow.
    fn list(&mut self) -> Vec<Equilibrium> {
        let cells: usize = self.tree.infosets().iter().map(|infoset| infoset.actions.len()).sum();
        let room = (MAX_PROBABILITIES / cells.max(1)).max(1);
        let limit = self.options.control.max_equilibria.unwrap_or(usize::MAX).min(room) as u64;
        let all = self.settled.first().map_or(&[][..], |roots| roots).iter();
        self.truncated |= all.fold(0, |sum: u64, continuation| sum.saturating_add(continuation.count)) > limit;
        let mut found: Vec<Equilibrium> = Vec::new();
        for plan in listing::plans(self.tree, &self.settled, &self.inner, limit) {
            let exact = Equilibrium::exact(Profile::Behavior(plan.profile), plan.payoffs);
            found.push(Equilibrium { error_bound: plan.error, ..exact });
            // After the time is out, one equilibrium is kept all the same.
            if self.watch.must_stop_now(found.len()) {
                break;
            }
        }
        found
    }

    fn into_solution(mut self) -> Solution {
        let claim = match (self.tree.has_perfect_information(), self.tie) {
            (true, false) => "the only subgame-perfect equilibrium, in pure and in mixed strategies",
            (true, true) => "every subgame-perfect equilibrium in pure strategies",
            (false, false) => "every subgame-perfect equilibrium",
            (false, true) => {
                "every subgame-perfect equilibrium in which nobody who is indifferent at a decision of their own mixes"
            }
        };
        let mut solution = Solution::new(Concept::SubgamePerfect, "backward induction over subgames, exact", claim);
        solution.counts.insert("nodes".into(), self.tree.num_nodes() as u64);
        solution.counts.insert("subgames".into(), self.subgames.len() as u64);
        let mut found = self.list();
        solution.status = self.watch.finish(&mut found);
        if solution.complete() && self.truncated {
            solution.status = Status::Truncated;
        }
        if let (true, Some(why)) = (solution.complete(), self.partial) {
            solution.status = Status::Partial(why);
        }
        if self.tie {
            let note = "a mover is indifferent somewhere: mixing between the tied actions can also be in equilibrium";
            solution.notes.push(note.into());
        }
        solution.equilibria = found;
        solution
    }
}

/// Every combination of positions in lists of some sizes, the last running fastest.
fn odometer(sizes: Vec<usize>) -> impl Iterator<Item = Vec<usize>> {
    let start = sizes.iter().all(|size| *size > 0).then(|| vec![0; sizes.len()]);
    std::iter::successors(start, move |picks| {
        let mut next = picks.clone();
        for (pick, size) in next.iter_mut().zip(&sizes).rev() {
            *pick += 1;
            if *pick < *size {
                return Some(next);
            }
            *pick = 0;
        }
        None
    })
}
