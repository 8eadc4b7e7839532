//! The perfect parts of the components of a two-player game.

use std::collections::{BTreeSet, HashMap};

use super::admissible::{Admissible, Payoffs};
use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::nash::affine_dimension;
use crate::solve::solution::{Component, Equilibrium, NashSubset};

/// The most sets of extreme strategies that are looked at for one player's side of one subset.
const MAX_SETS: usize = 1 << 12;

/// The set of perfect equilibria of a two-player game, as components; `None` if too large, or told to stop.
///
/// # Definition
/// Whether a mixed strategy is undominated depends only on the strategies that it uses, and a part of an undominated
/// support is undominated. So the perfect equilibria in a maximal Nash subset are a union of products of faces: on each
/// side, mixtures of extreme strategies that together use an undominated support. Products that share an extreme
/// equilibrium are connected (see Borm, Jansen, Potters and Tijs 1993 on the structure of the set).
pub(super) fn perfect_parts(
    game: &NormalForm,
    players: [PlayerId; 2],
    components: &[Component],
    perfect: &[Equilibrium],
    watch: &mut Watch,
) -> Option<Vec<Component>> {
    let mut sides = players.map(|player| Side { payoffs: Payoffs::new(game, player), known: HashMap::new() });
    let mut products: BTreeSet<Vec<Vec<Vec<Rational>>>> = BTreeSet::new();
    for subset in components.iter().flat_map(|component| &component.subsets) {
        let [left, right] = &mut sides;
        let rows = left.maximal_sets(&subset.vertices[players[0].index()], watch)?;
        let columns = right.maximal_sets(&subset.vertices[players[1].index()], watch)?;
        for (row, column) in rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column))) {
            let mut vertices = subset.vertices.clone();
            vertices[players[0].index()] = row.clone();
            vertices[players[1].index()] = column.clone();
            products.insert(vertices);
        }
    }
    Some(connected(maximal(products), perfect))
}

/// A player's side: which supports are undominated.
struct Side<'a> {
    payoffs: Payoffs<'a>,
    known: HashMap<Vec<bool>, bool>,
}

impl Side<'_> {
    /// The maximal sets of extreme strategies that use an undominated support together.
    fn maximal_sets(&mut self, vertices: &[Vec<Rational>], watch: &mut Watch) -> Option<Vec<Vec<Vec<Rational>>>> {
        let supports: Vec<Vec<bool>> =
            vertices.iter().map(|vertex| vertex.iter().map(|weight| !weight.is_zero()).collect()).collect();
        let mut open: Vec<Vec<usize>> = vec![(0..vertices.len()).collect()];
        let mut seen: BTreeSet<Vec<usize>> = open.iter().cloned().collect();
        let mut found: Vec<Vec<usize>> = Vec::new();
        // From all of them downwards: a set within one that is undominated is not maximal.
        while let Some(set) = open.pop() {
            if watch.must_stop_now(0) || seen.len() > MAX_SETS {
                return None;
            }
            let used = |place: usize| set.iter().any(|&vertex| supports[vertex][place]);
            let support: Vec<bool> = (0..self.payoffs.rows.len()).map(used).collect();
            if set.is_empty() || found.iter().any(|known| set.iter().all(|vertex| known.contains(vertex))) {
                continue;
            }
            if self.is_undominated(support) {
                found.retain(|known| !known.iter().all(|vertex| set.contains(vertex)));
                found.push(set);
                continue;
            }
            for left_out in &set {
                let smaller: Vec<usize> = set.iter().copied().filter(|vertex| vertex != left_out).collect();
                if seen.insert(smaller.clone()) {
                    open.push(smaller);
                }
            }
        }
        found.sort();
        Some(found.iter().map(|set| set.iter().map(|&vertex| vertices[vertex].clone()).collect()).collect())
    }

    fn is_undominated(&mut self, support: Vec<bool>) -> bool {
        if let Some(&known) = self.known.get(&support) {
            return known;
        }
        let count = support.iter().filter(|used| **used).count() as i64;
        let share = Rational::ONE / Rational::from(count.max(1));
        let weights: Vec<Rational> =
            support.iter().map(|&used| if used { share.clone() } else { Rational::ZERO }).collect();
        let answer = matches!(self.payoffs.admissible(&weights), Admissible::Yes(_));
        self.known.insert(support, answer);
        answer
    }
}

/// For each player, extreme strategies: every mixture of each player's is meant.
pub(super) type Product = Vec<Vec<Vec<Rational>>>;

/// Products that no other contains.
pub(super) fn maximal(products: BTreeSet<Product>) -> Vec<Product> {
    let within = |a: &Product, b: &Product| a.iter().zip(b).all(|(a, b)| a.iter().all(|vertex| b.contains(vertex)));
    let keep = |product: &&Product| !products.iter().any(|other| other != *product && within(product, other));
    products.iter().filter(keep).cloned().collect()
}

/// The components that the products make.
pub(super) fn connected(products: Vec<Product>, perfect: &[Equilibrium]) -> Vec<Component> {
    let place: HashMap<&[Vec<Rational>], usize> =
        perfect.iter().enumerate().map(|(place, equilibrium)| (equilibrium.profile.rows(), place)).collect();
    let mut components: Vec<Component> = Vec::new();
    for vertices in products {
        let members = corners(&vertices).iter().filter_map(|corner| place.get(&corner[..]).copied()).collect();
        let dimension = vertices.iter().map(|points| affine_dimension(points)).sum();
        let subset = NashSubset { vertices, dimension };
        let mut new = Component { members, subsets: vec![subset], dimension, ..Component::default() };
        let touches = |known: &mut Component| known.members.iter().any(|member| new.members.contains(member));
        for known in components.extract_if(.., touches).collect::<Vec<_>>() {
            new.members.extend(known.members);
            new.subsets.extend(known.subsets);
            new.dimension = new.dimension.max(known.dimension);
        }
        new.members.sort_unstable();
        new.members.dedup();
        components.push(new);
    }
    components.iter_mut().for_each(|component| component.subsets.sort_by(|a, b| b.vertices.cmp(&a.vertices)));
    components.sort_by(|a, b| a.members.cmp(&b.members));
    components
}

/// Every combination of extreme strategies.
pub(super) fn corners(vertices: &Product) -> Vec<Corner> {
    vertices.iter().fold(vec![Vec::new()], |corners: Vec<Corner>, points| {
        corners
            .iter()
            .flat_map(|corner| points.iter().map(move |point| [&corner[..], std::slice::from_ref(point)].concat()))
            .collect()
    })
}

/// One strategy for each player.
pub(super) type Corner = Vec<Vec<Rational>>;
