//! [`Region`]: a product of simplices of mixed strategies, one for each player who mixes.

use super::tensor::Bounds;

/// A product of simplices, each given by its vertices: as many mixed strategies as the player uses pure ones.
///
/// Multilinear forms take their extremes over a product of simplices at its corners, so that ranges are exact. Vertices
/// are rounded; what may slip between two halves is far nearer to them than the margin of every comparison.
#[derive(Debug, Clone)]
pub(super) struct Region(pub(super) Vec<Simplex>);

/// The vertices of a simplex.
pub(super) type Simplex = Vec<Vec<f64>>;

impl Region {
    /// All mixed strategies of players with so many pure ones.
    pub(super) fn whole(sizes: &[usize]) -> Self {
        let unit = |k: usize, size: usize| (0..size).map(|s| if s == k { 1.0 } else { 0.0 }).collect();
        Region(sizes.iter().map(|&size| (0..size).map(|k| unit(k, size)).collect()).collect())
    }

    /// The smallest box around the region.
    pub(super) fn bounds(&self) -> Vec<Bounds> {
        let side = |simplex: &Simplex, s: usize| {
            let values = simplex.iter().map(|vertex| vertex[s]);
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
        };
        self.0.iter().map(|simplex| (0..simplex.len()).map(|s| side(simplex, s)).collect()).collect()
    }

    /// A point inside: each simplex's centre.
    pub(super) fn center(&self) -> Vec<Vec<f64>> {
        let mean =
            |simplex: &Simplex, s: usize| simplex.iter().map(|vertex| vertex[s]).sum::<f64>() / simplex.len() as f64;
        self.0.iter().map(|simplex| (0..simplex.len()).map(|s| mean(simplex, s)).collect()).collect()
    }

    /// The longest edge, one player left out: the player, the edge's ends, its length.
    pub(super) fn longest_edge(&self, leave_out: Option<usize>) -> (usize, usize, usize, f64) {
        let mut longest = (0, 0, 1, 0.0);
        for (player, simplex) in self.0.iter().enumerate().filter(|(player, _)| Some(*player) != leave_out) {
            for a in 0..simplex.len() {
                for b in 0..a {
                    let length = distance(&simplex[a], &simplex[b]);
                    if length > longest.3 {
                        longest = (player, b, a, length);
                    }
                }
            }
        }
        longest
    }

    /// The two halves on both sides of a cut through an edge.
    pub(super) fn halves(self, (player, a, b, _): (usize, usize, usize, f64)) -> [Region; 2] {
        // Not the middle: solutions like 1/2 would lie on the cut.
        const CUT: f64 = 0.485_312_7;
        let simplex = &self.0[player];
        let point: Vec<f64> = simplex[a].iter().zip(&simplex[b]).map(|(x, y)| x + CUT * (y - x)).collect();
        let (mut near, mut far) = (self.clone(), self);
        near.0[player][b].clone_from(&point);
        far.0[player][a] = point;
        [far, near]
    }

    /// Keeps the part of one simplex in which each vertex has at least the given weight; false if nothing is left.
    pub(super) fn shrink(&mut self, player: usize, least: &[f64]) -> bool {
        /// Weights are kept a little lower than was found, to cover rounding.
        const SLACK: f64 = 1e-12;
        let least: Vec<f64> = least.iter().map(|weight| (weight - SLACK).max(0.0)).collect();
        let total: f64 = least.iter().sum();
        if total > 1.0 + SLACK {
            return false;
        }
        if total <= 1e-3 {
            // Hardly any gain: not worth the rounding.
            return true;
        }
        let simplex = &self.0[player];
        let common = |s: usize| simplex.iter().zip(&least).map(|(vertex, weight)| weight * vertex[s]).sum::<f64>();
        let base: Vec<f64> = (0..simplex.len()).map(common).collect();
        let rest = (1.0 - total).max(0.0);
        let moved = |vertex: &Vec<f64>| vertex.iter().zip(&base).map(|(x, base)| base + rest * x).collect();
        self.0[player] = simplex.iter().map(moved).collect();
        true
    }
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}
