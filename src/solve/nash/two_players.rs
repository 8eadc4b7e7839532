//! All Nash equilibria of two-player games, exactly.

use std::collections::BTreeSet;
use std::ops::Range;

use super::best_reply::best_reply_polytope;
use super::complementary::{Face, Node, Search};
use super::explore::explore;
use super::index::set_indices;
use super::labels::{LabelMap, LabelSet};
use super::linear_programming::optimal_pairs;
use super::subsets::components;
use super::vertices::vertices_until;
use crate::game::{Concept, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::parallel::in_parallel;
use crate::solve::solution::{Equilibrium, Solution, Status};

/// How many equilibria a thread describes at a time.
const CHUNK: usize = 256;

/// Every extreme equilibrium and every component of a two-player game.
pub(super) fn two_players(game: &NormalForm, control: &Control) -> Solution {
    let mut watch = Watch::start(control);
    if let Some(pairs) = optimal_pairs(game, &mut watch) {
        return constant_sum(game, pairs, &mut watch);
    }
    let (mut pairs, nodes) = extreme_pairs(game, &mut watch);
    let status = watch.finish(&mut pairs.of);
    let mut solution = describe(game, &pairs, status, &mut watch);
    solution.counts.insert("nodes".into(), nodes);
    if solution.complete() {
        set_indices(game, &pairs, &mut watch, &mut solution);
    }
    solution
}

/// The equilibria of a constant-sum game are one component: its index is that of the whole game, 1.
fn constant_sum(game: &NormalForm, mut pairs: ExtremePairs, watch: &mut Watch) -> Solution {
    let status = watch.finish(&mut pairs.of);
    let mut solution = describe(game, &pairs, status, watch);
    solution.method = "linear programming and the vertices of the optimal faces, exact".into();
    for component in &mut solution.components {
        component.index = Some(1);
        if let [member] = component.members[..] {
            solution.equilibria[member].index = Some(1);
        }
    }
    solution
}

/// A strategy at a vertex of its player's polytope.
#[derive(Debug)]
pub(super) struct ExtremeStrategy {
    pub(super) strategy: Vec<Rational>,
    /// The labels that bind there.
    pub(super) binding: LabelSet,
}

/// Extreme equilibria as pairs of extreme strategies.
pub(super) struct ExtremePairs {
    pub(super) strategies: [Vec<ExtremeStrategy>; 2],
    pub(super) of: Vec<(usize, usize)>,
}

/// The extreme equilibria, those first that put more on the first strategies; and how many nodes were searched.
fn extreme_pairs(game: &NormalForm, watch: &mut Watch) -> (ExtremePairs, u64) {
    let shape = game.shape();
    let labels = shape[0] + shape[1];
    let tableaus = [PlayerId(0), PlayerId(1)].map(|player| best_reply_polytope(game, player));
    let (found, nodes) = explore(
        Search::new(tableaus, shape[0], labels),
        watch,
        || Found::new(shape[0] as u32, labels as u32),
        Found::add,
        Found::merge,
    );
    (found.sorted(), nodes)
}

/// What a search has found.
struct Found {
    labels: u32,
    corners: [Corners; 2],
    pairs: BTreeSet<(usize, usize)>,
}

/// A player's extreme strategies, as they are found.
struct Corners {
    /// The labels of the player's own strategies.
    own: Range<u32>,
    strategies: Vec<ExtremeStrategy>,
    /// By the labels that bind; `None` for the vertex 0, which is no strategy.
    by_labels: LabelMap<Option<usize>>,
    by_face: LabelMap<Vec<usize>>,
}

impl Found {
    fn new(rows: u32, labels: u32) -> Self {
        let corners = [0..rows, rows..labels].map(Corners::new);
        Found { labels, corners, pairs: BTreeSet::new() }
    }

    /// Adds the extreme equilibria in a pair of faces; returns how many there are by now.
    fn add(&mut self, node: &Node, watch: &mut Watch) -> usize {
        let Found { labels, corners: [left, right], pairs } = self;
        let mut must_stop = || watch.must_stop(pairs.len());
        let xs = left.of_face(&node.faces[0], *labels, &mut must_stop);
        if let (Some(xs), Some(ys)) = (xs, right.of_face(&node.faces[1], *labels, &mut must_stop)) {
            pairs.extend(xs.iter().flat_map(|&x| ys.iter().map(move |&y| (x, y))));
        }
        pairs.len()
    }

    /// Adds what another search has found.
    fn merge(&mut self, other: Found) {
        let [left, right] = other.corners;
        let xs: Vec<usize> = left.strategies.into_iter().map(|strategy| self.corners[0].insert(strategy)).collect();
        let ys: Vec<usize> = right.strategies.into_iter().map(|strategy| self.corners[1].insert(strategy)).collect();
        self.pairs.extend(other.pairs.into_iter().map(|(x, y)| (xs[x], ys[y])));
    }

    /// Strategies and pairs in their order, which does not depend on who found them first.
    fn sorted(self) -> ExtremePairs {
        let places = self.corners.each_ref().map(Corners::places);
        let mut of: Vec<(usize, usize)> = self.pairs.into_iter().map(|(x, y)| (places[0][x], places[1][y])).collect();
        of.sort_unstable();
        ExtremePairs { strategies: self.corners.map(Corners::into_sorted), of }
    }
}

impl Corners {
    fn new(own: Range<u32>) -> Self {
        Corners { own, strategies: Vec::new(), by_labels: LabelMap::default(), by_face: LabelMap::default() }
    }

    /// The numbers of the strategies at the vertices of a face; `None` if told to stop.
    fn of_face(&mut self, face: &Face, labels: u32, must_stop: &mut dyn FnMut() -> bool) -> Option<Vec<usize>> {
        if let Some(known) = self.by_face.get(&face.binding) {
            return Some(known.clone());
        }
        let mut found = Vec::new();
        for vertex in vertices_until(&face.tableau, labels as usize, must_stop)? {
            found.extend(match self.by_labels.get(&vertex.binding) {
                Some(known) => *known,
                None => {
                    let strategy = vertex.normalised(&face.tableau, self.own.clone());
                    let binding = vertex.binding;
                    if strategy.is_none() {
                        self.by_labels.insert(binding.clone(), None);
                    }
                    strategy.map(|strategy| self.insert(ExtremeStrategy { strategy, binding }))
                }
            });
        }
        self.by_face.insert(face.binding.clone(), found.clone());
        Some(found)
    }

    /// The number of a strategy, new or known.
    fn insert(&mut self, strategy: ExtremeStrategy) -> usize {
        let next = self.strategies.len();
        let number = self.by_labels.entry(strategy.binding.clone()).or_insert(Some(next)).unwrap_or(next);
        if number == next {
            self.strategies.push(strategy);
        }
        number
    }

    /// The strategies in their order, the largest first.
    fn into_sorted(mut self) -> Vec<ExtremeStrategy> {
        self.strategies.sort_by(|one, other| other.strategy.cmp(&one.strategy));
        self.strategies
    }

    /// The place of each strategy in their order, the largest first.
    fn places(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.strategies.len()).collect();
        order.sort_by(|&a, &b| self.strategies[b].strategy.cmp(&self.strategies[a].strategy));
        let mut places = vec![0; order.len()];
        order.into_iter().enumerate().for_each(|(place, number)| places[number] = place);
        places
    }
}

/// What is made of every pair, on all threads; of a search that was stopped, of as many as can be had soon.
pub(super) fn described<T: Send>(
    pairs: &[(usize, usize)],
    watch: &mut Watch,
    one: impl Fn(usize, usize) -> T + Sync,
) -> Vec<T> {
    let chunks: Vec<&[(usize, usize)]> = pairs.chunks(CHUNK).collect();
    let some = |chunk: &&[(usize, usize)], watch: &mut Watch| -> Vec<T> {
        chunk.iter().take_while(|_| !watch.out_of_patience()).map(|&(x, y)| one(x, y)).collect()
    };
    in_parallel(&chunks, watch, some).into_iter().flatten().collect()
}

/// Sets what was made of so many pairs. Where some are missing, the solution says so, and has no components.
pub(super) fn set_described(solution: &mut Solution, equilibria: Vec<Equilibrium>, pairs: usize, watch: &Watch) {
    let missing = pairs - equilibria.len();
    solution.equilibria = equilibria;
    if missing > 0 {
        solution.components.clear();
        solution.status = watch.finish(&mut Vec::<()>::new());
        let note = format!("{missing} more equilibria were found, and left out: there was no time to describe them");
        solution.notes.push(note);
    }
}

fn describe(game: &NormalForm, pairs: &ExtremePairs, status: Status, watch: &mut Watch) -> Solution {
    let mut solution = Solution::new(
        Concept::Nash,
        "branch and prune on complementarity, exact",
        "every extreme Nash equilibrium, and with them every Nash equilibrium: each is a mixture within a component",
    );
    // Of a search that was stopped, the parts that are connected so far mean nothing yet.
    let (components, listed) = match status {
        Status::Complete => components(pairs),
        _ => (Vec::new(), true),
    };
    solution.components = components;
    if !listed {
        solution
            .notes
            .push("a component has too many maximal Nash subsets to list; its extreme equilibria are all here".into());
    }
    let [left, right] = &pairs.strategies;
    solution.status = status;
    let found = described(&pairs.of, watch, |x, y| equilibrium(game, &left[x].strategy, &right[y].strategy));
    set_described(&mut solution, found, pairs.of.len(), watch);
    solution
}

/// Everybody gets in expectation what any strategy in use gets.
fn equilibrium(game: &NormalForm, x: &[Rational], y: &[Rational]) -> Equilibrium {
    let in_use = |strategy: &[Rational]| strategy.iter().position(|p| !p.is_zero()).unwrap_or(0);
    let (row, column) = (in_use(x), in_use(y));
    let against_y = y.iter().enumerate().filter(|(_, q)| !q.is_zero());
    let against_x = x.iter().enumerate().filter(|(_, p)| !p.is_zero());
    let payoffs = vec![
        against_y.map(|(j, q)| q * game.payoff(&[row, j], PlayerId(0))).sum(),
        against_x.map(|(i, p)| p * game.payoff(&[i, column], PlayerId(1))).sum(),
    ];
    Equilibrium::exact(Profile::Mixed(MixedProfile(vec![x.to_vec(), y.to_vec()])), payoffs)
}
