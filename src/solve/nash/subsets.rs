//! Maximal Nash subsets and connected components from the extreme equilibria.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::two_players::ExtremePairs;
use crate::number::{Rational, rank};
use crate::solve::solution::{Component, NashSubset};

/// The most maximal Nash subsets that are listed for one component.
const MAX_SUBSETS: usize = 20_000;

/// The components of the set of equilibria, from the extreme equilibria given as pairs of strategies.
///
/// # Definition
/// Extreme equilibria are the edges of a bipartite graph whose vertices are extreme strategies. Its maximal complete
/// subgraphs are the maximal Nash subsets, its connected parts the components (Winkels 1979; Avis, Rosenberg, Savani,
/// von Stengel 2010, doi:10.1007/s00199-009-0449-x).
///
/// Returns the components in the order of their first member, and whether all their subsets are listed.
pub(super) fn components(pairs: &ExtremePairs) -> (Vec<Component>, bool) {
    let mut complete = true;
    let components = connected(&pairs.of).into_iter().map(|members| {
        if let [member] = members[..] {
            return isolated(pairs, member);
        }
        let edges: Vec<(usize, usize)> = members.iter().map(|&member| pairs.of[member]).collect();
        let (cliques, all) = maximal_cliques(&edges);
        complete &= all;
        let subset = |(rows, columns): (BTreeSet<usize>, BTreeSet<usize>)| {
            let pick = |side: usize, chosen: BTreeSet<usize>| -> Vec<Vec<Rational>> {
                chosen.into_iter().map(|index| pairs.strategies[side][index].strategy.clone()).collect()
            };
            let vertices = vec![pick(0, rows), pick(1, columns)];
            let dimension = vertices.iter().map(|points| affine_dimension(points)).sum();
            NashSubset { vertices, dimension }
        };
        let subsets: Vec<NashSubset> = cliques.into_iter().map(subset).collect();
        let dimension = subsets.iter().map(|subset| subset.dimension).max().unwrap_or(0);
        Component { members, subsets, dimension, ..Component::default() }
    });
    (components.collect(), complete)
}

/// The component that is one equilibrium.
fn isolated(pairs: &ExtremePairs, member: usize) -> Component {
    let (x, y) = pairs.of[member];
    let point = |side: usize, index: usize| vec![pairs.strategies[side][index].strategy.clone()];
    let subset = NashSubset { vertices: vec![point(0, x), point(1, y)], dimension: 0 };
    Component { members: vec![member], subsets: vec![subset], ..Component::default() }
}

/// The connected parts of the graph, each as positions of its edges.
fn connected(pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let by = |end: fn(&(usize, usize)) -> usize| {
        let mut edges = vec![Vec::new(); pairs.iter().map(end).max().map_or(0, |last| last + 1)];
        pairs.iter().enumerate().for_each(|(edge, pair)| edges[end(pair)].push(edge));
        edges
    };
    let (by_row, by_column) = (by(|pair| pair.0), by(|pair| pair.1));
    let mut seen = vec![false; pairs.len()];
    let mut parts = Vec::new();
    for start in 0..pairs.len() {
        let mut part = Vec::new();
        let mut stack = vec![start];
        while let Some(edge) = stack.pop() {
            if !std::mem::replace(&mut seen[edge], true) {
                part.push(edge);
                stack
                    .extend(by_row[pairs[edge].0].iter().chain(&by_column[pairs[edge].1]).filter(|&&next| !seen[next]));
            }
        }
        part.sort_unstable();
        parts.extend((!part.is_empty()).then_some(part));
    }
    parts
}

type Clique = (BTreeSet<usize>, BTreeSet<usize>);

/// All maximal complete subgraphs: their column sets are the intersections of the rows' neighbourhoods.
fn maximal_cliques(edges: &[(usize, usize)]) -> (Vec<Clique>, bool) {
    let mut neighbours: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(row, column) in edges {
        neighbours.entry(row).or_default().insert(column);
    }
    let mut closed: HashSet<BTreeSet<usize>> = HashSet::new();
    for columns in neighbours.values() {
        let mut new: Vec<BTreeSet<usize>> =
            closed.iter().map(|set| set & columns).filter(|set| !set.is_empty()).collect();
        new.push(columns.clone());
        closed.extend(new);
        if closed.len() > MAX_SUBSETS {
            return (Vec::new(), false);
        }
    }
    let rows_of = |columns: &BTreeSet<usize>| -> BTreeSet<usize> {
        neighbours.iter().filter(|(_, set)| set.is_superset(columns)).map(|(row, _)| *row).collect()
    };
    let mut cliques: Vec<Clique> = closed.into_iter().map(|columns| (rows_of(&columns), columns)).collect();
    cliques.sort();
    (cliques, true)
}

/// The dimension of the convex hull of some points.
pub(in crate::solve) fn affine_dimension(points: &[Vec<Rational>]) -> usize {
    let Some((first, rest)) = points.split_first() else { return 0 };
    rank(rest.iter().map(|point| point.iter().zip(first).map(|(a, b)| a - b).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cliques_of_a_path_are_its_edges_at_each_corner() {
        // 0-0, 0-1, 1-1: two maximal subsets that share the edge 0-1; 2-2 stands alone.
        let pairs = [(0, 0), (0, 1), (1, 1), (2, 2)];
        assert_eq!(connected(&pairs), [vec![0, 1, 2], vec![3]]);
        let set = |items: &[usize]| items.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(maximal_cliques(&pairs[..3]).0, [(set(&[0]), set(&[0, 1])), (set(&[0, 1]), set(&[1]))]);
    }

    #[test]
    fn dimensions() {
        let point = |entries: &[i64]| entries.iter().map(|&x| Rational::from(x)).collect::<Vec<_>>();
        assert_eq!(affine_dimension(&[point(&[1, 0])]), 0);
        assert_eq!(affine_dimension(&[point(&[1, 0, 0]), point(&[0, 1, 0]), point(&[0, 0, 1])]), 2);
        assert_eq!(affine_dimension(&[point(&[0, 0]), point(&[1, 1]), point(&[2, 2])]), 1);
    }
}
