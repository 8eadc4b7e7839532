//! All Nash equilibria of two-player games, exactly.

use std::collections::{BTreeMap, BTreeSet};

use super::best_reply::best_reply_polytope;
use super::complementary::complementary_faces;
use super::subsets::components;
use super::vertices::vertices;
use crate::game::{Concept, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::solution::{Equilibrium, Solution, Status};

/// Every extreme equilibrium and every component of a two-player game.
pub(super) fn two_players(game: &NormalForm, control: &Control) -> Solution {
    let labels = game.shape().iter().sum();
    let mut watch = Watch::start(control);
    let mut pairs: BTreeSet<(Vec<Rational>, Vec<Rational>)> = BTreeSet::new();
    let tableaus = [PlayerId(0), PlayerId(1)].map(|player| best_reply_polytope(game, player));
    let nodes = complementary_faces(tableaus, labels, &mut watch, |node| {
        let [rows, columns] = node.faces.each_ref().map(|face| {
            let points = vertices(&face.tableau, labels);
            points.into_iter().map(|vertex| vertex.values).collect::<Vec<_>>()
        });
        let split = game.shape()[0];
        for x in rows.iter().filter_map(|values| normalised(&values[..split])) {
            pairs.extend(columns.iter().filter_map(|values| Some((x.clone(), normalised(&values[split..])?))));
        }
        pairs.len()
    });
    let mut pairs: Vec<_> = pairs.into_iter().rev().collect();
    let status = watch.finish(&mut pairs);
    let mut solution = describe(game, &pairs, status);
    solution.counts.insert("nodes".into(), nodes);
    solution
}

/// Scales a vertex to sum 1; `None` for the vertex 0, which is no strategy.
fn normalised(values: &[Rational]) -> Option<Vec<Rational>> {
    let total: Rational = values.iter().sum();
    values.iter().map(|value| value.checked_div(&total)).collect()
}

fn describe(game: &NormalForm, pairs: &[(Vec<Rational>, Vec<Rational>)], status: Status) -> Solution {
    let mut solution = Solution::new(
        Concept::Nash,
        "branch and prune on complementarity, exact",
        "every extreme Nash equilibrium, and with them every Nash equilibrium: each is a mixture within a component",
    );
    let (rows, row_of) = numbered(pairs.iter().map(|(x, _)| x));
    let (columns, column_of) = numbered(pairs.iter().map(|(_, y)| y));
    let edges: Vec<(usize, usize)> = pairs.iter().map(|(x, y)| (row_of[x], column_of[y])).collect();
    let (components, listed) = components([&rows, &columns], &edges);
    solution.components = components;
    if !listed {
        solution
            .notes
            .push("a component has too many maximal Nash subsets to list; its extreme equilibria are all here".into());
    }
    solution.equilibria = pairs.iter().map(|(x, y)| equilibrium(game, x, y)).collect();
    solution.status = status;
    solution
}

fn numbered<'a>(
    strategies: impl Iterator<Item = &'a Vec<Rational>>,
) -> (Vec<Vec<Rational>>, BTreeMap<&'a Vec<Rational>, usize>) {
    let (mut list, mut number) = (Vec::new(), BTreeMap::new());
    for strategy in strategies {
        number.entry(strategy).or_insert_with(|| {
            list.push(strategy.clone());
            list.len() - 1
        });
    }
    (list, number)
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
