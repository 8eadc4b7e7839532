//! The proper equilibria of a two-player game within its components, as products of polytopes.

use std::collections::{BTreeMap, BTreeSet};

use super::admissible::Payoffs;
use super::curve::Course;
use super::parts::{Corner, Product, corners, maximal};
use super::proper::together;
use super::ranking::{Near, rankings_near};
use crate::game::{NormalForm, PlayerId, Trembles};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::solution::{Component, NashSubset};

/// The most pairs of rankings that are looked at in one subset.
const MAX_PAIRS: usize = 1 << 20;

/// Sets of proper equilibria: of each product every mixture is one. And for each corner of a product the test sequence.
pub(super) struct ProperParts {
    pub(super) products: Vec<Product>,
    pub(super) corners: BTreeMap<Corner, Trembles>,
}

/// All proper equilibria in the components of a two-player game; `None` if there are too many rankings of mistakes to look
/// at, a component's subsets are not known, or the search is told to stop.
///
/// # Definition
/// Near a proper equilibrium there are completely mixed profiles against which both players' strategies have one and the
/// same ranking `R` and `Q`, ties included. For a pair of rankings the first player's strategies to which such mistakes come
/// make a set `X(R, Q)`: those to which strategies come that rank the second player's by `Q`, with mistakes in the order of
/// `R`; the second player's make a set `Y(Q, R)` in the same way, and every combination of the two is proper. What decides
/// whether `x` belongs to `X` is only which strategies and which comparisons in `Q` are positive at `x` (see
/// [`Course::levels`]): so `X` is a union of faces of the polytope `P` of the `x` that use strategies of the first block of
/// `R` and rank by `Q`, with ties added. `X` is closed, as a limit of limits is one, and convex, as both conditions on the
/// mistakes are kept by sums. A convex union of closed faces is a face. It is spanned by those of the vertices of `P` that
/// belong to it, and these are tested.
pub(super) fn proper_parts(
    game: &NormalForm,
    players: [PlayerId; 2],
    components: &[Component],
    watch: &mut Watch,
) -> Option<ProperParts> {
    let payoffs = players.map(|player| Payoffs::new(game, player));
    let mut products: BTreeSet<Product> = BTreeSet::new();
    let mut trembles = BTreeMap::new();
    for component in components.iter().filter(|component| component.dimension > 0) {
        if component.subsets.is_empty() {
            return None;
        }
        for subset in &component.subsets {
            search(game, players, &payoffs, subset, watch, &mut |product, sequences| {
                products.insert(product);
                trembles.extend(sequences);
            })?;
        }
    }
    let products = maximal(products);
    let listed: BTreeSet<Corner> = products.iter().flat_map(corners).collect();
    trembles.retain(|corner, _| listed.contains(corner));
    Some(ProperParts { products, corners: trembles })
}

/// Takes a set of proper equilibria, and the test sequences of its corners.
type Take<'a> = dyn FnMut(Product, Vec<(Corner, Trembles)>) + 'a;

/// Every pair of rankings in one maximal Nash subset.
fn search(
    game: &NormalForm,
    players: [PlayerId; 2],
    payoffs: &[Payoffs; 2],
    subset: &NashSubset,
    watch: &mut Watch,
    take: &mut Take,
) -> Option<()> {
    let polytopes = players.map(|player| &subset.vertices[player.index()]);
    // The first player's strategies are ranked by what the second one plays, and the other way round.
    let left = rankings_near(&payoffs[0], polytopes[1], watch)?;
    let right = rankings_near(&payoffs[1], polytopes[0], watch)?;
    if left.len().saturating_mul(right.len()) > MAX_PAIRS {
        return None;
    }
    for (own, other) in left.iter().flat_map(|own| right.iter().map(move |other| (own, other))) {
        if watch.must_stop_now(0) {
            return None;
        }
        let [x, y] = [limits(own, other), limits(other, own)];
        if x.is_empty() || y.is_empty() {
            continue;
        }
        let mut product = subset.vertices.clone();
        product[players[0].index()] = x.iter().map(|(point, _)| point.clone()).collect();
        product[players[1].index()] = y.iter().map(|(point, _)| point.clone()).collect();
        let sequences = x.iter().flat_map(|x| y.iter().map(move |y| (x, y))).map(|((x, to_x), (y, to_y))| {
            let mut corner: Corner = subset.vertices.iter().map(|points| points[0].clone()).collect();
            corner[players[0].index()] = x.clone();
            corner[players[1].index()] = y.clone();
            (corner, together(game, players, [to_x.clone(), to_y.clone()]))
        });
        let sequences = sequences.collect();
        take(product, sequences);
    }
    Some(())
}

/// The vertices to which mistakes come in the order of a player's own ranking that bring about the other player's, each with
/// the levels of such mistakes. None at all if the two exclude each other.
fn limits(own: &Near, other: &Near) -> Vec<(Vec<Rational>, Vec<Vec<Rational>>)> {
    let first = &own.ranking.blocks[0];
    let inside = |point: &&Vec<Rational>| (0..point.len()).all(|k| point[k].is_zero() || first.contains(&k));
    let (at_least, equal) = (&other.ranking.at_least, &other.ranking.equal);
    let way = |end: &Vec<Rational>| {
        let levels = Course { end, at_least, equal, blocks: &own.ranking.blocks }.levels()?;
        Some((end.clone(), levels))
    };
    other.points.iter().filter(inside).filter_map(way).collect()
}
