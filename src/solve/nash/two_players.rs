//! All Nash equilibria of two-player games, exactly.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::best_reply::best_reply_polytope;
use super::complementary::{Face, complementary_faces};
use super::index::set_indices;
use super::labels::LabelSet;
use super::subsets::components;
use super::vertices::vertices_until;
use crate::game::{Concept, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// Every extreme equilibrium and every component of a two-player game.
pub(super) fn two_players(game: &NormalForm, control: &Control) -> Solution {
    let shape = game.shape();
    let (rows, labels) = (shape[0] as u32, (shape[0] + shape[1]) as u32);
    let mut watch = Watch::start(control);
    let mut corners = [Corners::new(0..rows), Corners::new(rows..labels)];
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let tableaus = [PlayerId(0), PlayerId(1)].map(|player| best_reply_polytope(game, player));
    let nodes = complementary_faces(tableaus, labels as usize, &mut watch, |node, watch| {
        let [left, right] = &mut corners;
        let mut must_stop = || watch.must_stop(pairs.len());
        let xs = left.of_face(&node.faces[0], labels, &mut must_stop);
        if let (Some(xs), Some(ys)) = (xs, right.of_face(&node.faces[1], labels, &mut must_stop)) {
            pairs.extend(xs.iter().flat_map(|&x| ys.iter().map(move |&y| (x, y))));
        }
        pairs.len()
    });
    let [left, right] = corners.map(|corners| corners.strategies);
    let mut pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    // Those that put more on the first strategies come first.
    pairs.sort_by(|a, b| (&left[b.0], &right[b.1]).cmp(&(&left[a.0], &right[a.1])));
    let status = watch.finish(&mut pairs);
    let mut solution = describe(game, [&left, &right], &pairs, status);
    solution.counts.insert("nodes".into(), nodes);
    if solution.complete() {
        set_indices(game, &mut solution);
    }
    solution
}

/// A player's extreme strategies, as they are found.
struct Corners {
    /// The labels of the player's own strategies.
    own: Range<u32>,
    strategies: Vec<Vec<Rational>>,
    /// By the labels that bind; `None` for the vertex 0, which is no strategy.
    by_labels: HashMap<LabelSet, Option<usize>>,
    by_face: HashMap<LabelSet, Vec<usize>>,
}

impl Corners {
    fn new(own: Range<u32>) -> Self {
        Corners { own, strategies: Vec::new(), by_labels: HashMap::new(), by_face: HashMap::new() }
    }

    /// The numbers of the strategies at the vertices of a face; `None` if told to stop.
    fn of_face(&mut self, face: &Face, labels: u32, must_stop: &mut dyn FnMut() -> bool) -> Option<Vec<usize>> {
        if let Some(known) = self.by_face.get(&face.binding) {
            return Some(known.clone());
        }
        let mut found = Vec::new();
        for vertex in vertices_until(&face.tableau, labels as usize, must_stop)? {
            let known = self.by_labels.get(&vertex.binding).copied();
            found.extend(known.unwrap_or_else(|| {
                let strategy = vertex.normalised(&face.tableau, self.own.clone());
                let number = strategy.map(|strategy| {
                    self.strategies.push(strategy);
                    self.strategies.len() - 1
                });
                self.by_labels.insert(vertex.binding, number);
                number
            }));
        }
        self.by_face.insert(face.binding.clone(), found.clone());
        Some(found)
    }
}

fn describe(
    game: &NormalForm,
    strategies: [&[Vec<Rational>]; 2],
    pairs: &[(usize, usize)],
    status: Status,
) -> Solution {
    let mut solution = Solution::new(
        Concept::Nash,
        "branch and prune on complementarity, exact",
        "every extreme Nash equilibrium, and with them every Nash equilibrium: each is a mixture within a component",
    );
    // Of a search that was stopped, the parts that are connected so far mean nothing yet.
    let (components, listed) = match status {
        Status::Complete => components(strategies, pairs),
        _ => (Vec::new(), true),
    };
    solution.components = components;
    if !listed {
        solution
            .notes
            .push("a component has too many maximal Nash subsets to list; its extreme equilibria are all here".into());
    }
    solution.equilibria = pairs.iter().map(|&(x, y)| equilibrium(game, &strategies[0][x], &strategies[1][y])).collect();
    solution.status = status;
    solution
}

fn equilibrium(game: &NormalForm, x: &[Rational], y: &[Rational]) -> Equilibrium {
    let mut payoffs = vec![Rational::ZERO; 2];
    for (i, p) in x.iter().enumerate().filter(|(_, p)| !p.is_zero()) {
        for (j, q) in y.iter().enumerate().filter(|(_, q)| !q.is_zero()) {
            let weight = p * q;
            for player in game.player_ids() {
                payoffs[player.index()] += &weight * game.payoff(&[i, j], player);
            }
        }
    }
    Equilibrium::exact(Profile::Mixed(MixedProfile(vec![x.to_vec(), y.to_vec()])), payoffs)
}
