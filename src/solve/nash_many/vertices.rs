//! All vertices of one player's best-reply polyhedron: mixtures at which as many of the other's strategies are best
//! replies as the mixture uses, or more.

use super::bounds::{Bounds, UNIT};

/// The most strategies of a player.
pub(super) const MAX: usize = 4;

/// Subsets of one to four strategies; the first [`CHOOSE`]`[n][k]` of size `k` are those of `n` strategies.
const SINGLES: [[u8; MAX]; 4] = [[0, 0, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0], [3, 0, 0, 0]];
const PAIRS: [[u8; MAX]; 6] = [[0, 1, 0, 0], [0, 2, 0, 0], [1, 2, 0, 0], [0, 3, 0, 0], [1, 3, 0, 0], [2, 3, 0, 0]];
const TRIPLES: [[u8; MAX]; 4] = [[0, 1, 2, 0], [0, 1, 3, 0], [0, 2, 3, 0], [1, 2, 3, 0]];
const ALL: [[u8; MAX]; 1] = [[0, 1, 2, 3]];
const SUBSETS: [&[[u8; MAX]]; 5] = [&[], &SINGLES, &PAIRS, &TRIPLES, &ALL];
const CHOOSE: [[usize; 5]; 5] = [[0; 5], [0, 1, 0, 0, 0], [0, 2, 1, 0, 0], [0, 3, 3, 1, 0], [0, 4, 6, 4, 1]];

/// The payoffs that one player's mixture gives to the other: `table[i][j]` where the one plays `i` and the other `j`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    pub(super) own: usize,
    pub(super) replies: usize,
    pub(super) table: [[f64; MAX]; MAX],
    /// How far a payoff may be off, besides that it stands for its shortest decimal; 0 where it does.
    pub(super) off: f64,
}

/// A mixture at which enough of the other's strategies are best replies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vertex {
    /// The probabilities.
    pub(super) mixture: [f64; MAX],
    /// How far they may be off.
    pub(super) error: f64,
    /// The strategies used, as bits.
    pub(super) support: u8,
    /// The other's best replies, as bits.
    pub(super) replies: u8,
}

/// The upper bound theorem allows 20 vertices to a polytope of dimension 4 with 8 facets, and fewer to the others here.
const MOST: usize = 20;

/// The vertices found; room that is used again for the next game.
#[derive(Debug, Clone)]
pub(super) struct Vertices {
    list: [Vertex; MOST],
    len: usize,
    /// Whether no rounding was involved.
    pub(super) exact: bool,
}

/// A comparison was too close for floats.
#[derive(Debug)]
struct Unclear;

/// The largest whole payoffs, by the largest support, for which every determinant is a whole number that floats hold: of
/// order `k` it is at most `k! (2 payoff)^k`.
const MAX_WHOLE: [f64; 5] = [0.0, 1e15, 3e7, 5e4, 2e3];

/// Powers of ten that are tried to make payoffs whole.
const SCALES: [f64; 5] = [10.0, 100.0, 1e3, 1e4, 1e5];

impl Side {
    /// Puts every vertex into `found`; `None` where floats cannot tell.
    pub(super) fn vertices(&self, found: &mut Vertices) -> Option<()> {
        if self.off > 0.0 {
            let (size, spread) = self.extent();
            return self.enumerate(&Bounds::uncertain(self.off, size, spread)?, found).ok();
        }
        if self.is_whole() {
            return self.enumerate(&Bounds::EXACT, found).ok();
        }
        let (size, spread) = self.extent();
        let rounded = Bounds::rounded(size, spread).and_then(|bounds| self.enumerate(&bounds, found).ok());
        rounded.or_else(|| self.scaled()?.enumerate(&Bounds::EXACT, found).ok())
    }

    fn payoffs(&self) -> impl Iterator<Item = f64> + '_ {
        self.table[..self.own].iter().flat_map(|row| row[..self.replies].iter().copied())
    }

    fn limit(&self) -> f64 {
        MAX_WHOLE[self.own.min(self.replies)]
    }

    fn is_whole(&self) -> bool {
        let limit = self.limit();
        self.payoffs().all(|payoff| payoff.trunc() == payoff && payoff.abs() <= limit)
    }

    /// The largest size of a payoff, and the largest difference.
    fn extent(&self) -> (f64, f64) {
        let (low, high) = self.payoffs().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
        (high.abs().max(low.abs()), high - low)
    }

    /// The same with payoffs multiplied by a power of ten that makes them whole, if a small one does.
    ///
    /// A whole number below 10^15 divided by the scale is a decimal of at most 15 digits. Floats keep such decimals apart,
    /// so if it rounds to the payoff, it is the payoff's shortest decimal.
    fn scaled(&self) -> Option<Side> {
        SCALES.iter().find_map(|&scale| {
            let mut side = *self;
            for entry in side.table[..self.own].iter_mut().flat_map(|row| &mut row[..self.replies]) {
                let whole = (*entry * scale).round();
                if whole / scale != *entry || whole.abs() > self.limit() {
                    return None;
                }
                *entry = whole;
            }
            Some(side)
        })
    }

    fn enumerate(&self, bounds: &Bounds, found: &mut Vertices) -> Result<(), Unclear> {
        (found.len, found.exact) = (0, bounds.is_exact());
        for own in 0..self.own {
            found.push(self.pure(own)?);
        }
        for size in 2..=self.own.min(self.replies) {
            for own in &SUBSETS[size][..CHOOSE[self.own][size]] {
                for replies in &SUBSETS[size][..CHOOSE[self.replies][size]] {
                    if let Some(vertex) = self.vertex(&own[..size], &replies[..size], bounds)? {
                        found.push_new(vertex, size);
                    }
                }
            }
        }
        Ok(())
    }

    fn pure(&self, own: usize) -> Result<Vertex, Unclear> {
        let row = &self.table[own][..self.replies];
        let (mut best, mut replies) = (row[0], 1u8);
        for (reply, &payoff) in row.iter().enumerate().skip(1) {
            if payoff > best {
                (best, replies) = (payoff, 1 << reply);
            } else if payoff == best {
                replies |= 1 << reply;
            }
        }
        // Two payoffs may each be off, and their difference is rounded.
        let near = |payoff: &&f64| best - **payoff <= 2.1 * self.off;
        if self.off > 0.0 && row.iter().filter(near).count() > 1 {
            return Err(Unclear);
        }
        let mut mixture = [0.0; MAX];
        mixture[own] = 1.0;
        Ok(Vertex { mixture, error: 0.0, support: 1 << own, replies })
    }

    /// The mixture of `own` that makes `replies` equally good, if all of its probabilities are positive and no other reply
    /// is better.
    ///
    /// It is proportional to the signed minors of the differences in payoffs. Where one minor is not 0, these are the only
    /// solution; where all are, the vertex has another basis.
    fn vertex(&self, own: &[u8], replies: &[u8], bounds: &Bounds) -> Result<Option<Vertex>, Unclear> {
        let size = own.len();
        let weights = self.weights(own, replies);
        let Some(sign) = common_sign(&weights[..size], bounds.weight_sign[size])? else { return Ok(None) };
        let Some(replies) = self.best_replies(own, replies, &weights, sign, bounds.slack_sign[size])? else {
            return Ok(None);
        };
        let total: f64 = weights[..size].iter().sum();
        let mut vertex = Vertex { mixture: [0.0; MAX], error: 4.0 * UNIT, support: 0, replies };
        for (&strategy, weight) in own.iter().zip(weights) {
            vertex.mixture[usize::from(strategy)] = weight / total;
            vertex.support |= 1 << strategy;
        }
        if bounds.weight_error[size] > 0.0 {
            // The quotient's error to first order, with a margin; the last term is for the roundings of sum and quotient.
            vertex.error = 1.1 * (size + 1) as f64 * bounds.weight_error[size] / total.abs() + 8.0 * UNIT;
        }
        Ok(Some(vertex))
    }

    #[inline]
    fn weights(&self, own: &[u8], replies: &[u8]) -> [f64; MAX] {
        let mut d = [[0.0; MAX - 1]; MAX];
        for (row, &strategy) in d.iter_mut().zip(own) {
            let payoffs = &self.table[usize::from(strategy)];
            let base = payoffs[usize::from(replies[0])];
            for (entry, &reply) in row.iter_mut().zip(&replies[1..]) {
                *entry = payoffs[usize::from(reply)] - base;
            }
        }
        match own.len() {
            2 => [d[1][0], -d[0][0], 0.0, 0.0],
            3 => [minor(&d[1], &d[2]), minor(&d[2], &d[0]), minor(&d[0], &d[1]), 0.0],
            _ => [
                triple(&d[1], &d[2], &d[3]),
                -triple(&d[0], &d[2], &d[3]),
                triple(&d[0], &d[1], &d[3]),
                -triple(&d[0], &d[1], &d[2]),
            ],
        }
    }

    /// The replies that are best against the weights, as bits; `None` where `replies` are not among them.
    fn best_replies(
        &self,
        own: &[u8],
        replies: &[u8],
        weights: &[f64; MAX],
        sign: f64,
        bound: f64,
    ) -> Result<Option<u8>, Unclear> {
        let mut best = replies.iter().fold(0u8, |bits, reply| bits | 1 << reply);
        let chosen = best;
        let mut unclear = false;
        for reply in (0..self.replies).filter(|reply| chosen >> reply & 1 == 0) {
            let difference = |strategy: &u8| {
                let payoffs = &self.table[usize::from(*strategy)];
                payoffs[reply] - payoffs[usize::from(replies[0])]
            };
            let gain =
                sign * own.iter().zip(weights).map(|(strategy, weight)| weight * difference(strategy)).sum::<f64>();
            if gain > bound {
                return Ok(None);
            }
            if gain >= -bound {
                best |= 1 << reply;
                unclear |= bound > 0.0;
            }
        }
        if unclear { Err(Unclear) } else { Ok(Some(best)) }
    }

    /// What the other gets at a vertex by a best reply.
    pub(super) fn value(&self, vertex: &Vertex) -> f64 {
        let reply = vertex.replies.trailing_zeros() as usize;
        let used = (0..self.own).filter(|own| vertex.support >> own & 1 == 1);
        used.map(|own| vertex.mixture[own] * self.table[own][reply]).sum()
    }
}

/// The sign that all weights have; `None` where they differ, or one is exactly 0.
fn common_sign(weights: &[f64], bound: f64) -> Result<Option<f64>, Unclear> {
    let (mut positive, mut negative, mut close) = (false, false, false);
    for &weight in weights {
        positive |= weight > bound;
        negative |= weight < -bound;
        close |= weight.abs() <= bound;
    }
    match (positive, negative, close) {
        (true, true, _) => Ok(None),
        (_, _, true) if bound > 0.0 => Err(Unclear),
        (_, _, true) => Ok(None),
        (true, ..) => Ok(Some(1.0)),
        _ => Ok(Some(-1.0)),
    }
}

fn minor(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

fn triple(a: &[f64; 3], b: &[f64; 3], c: &[f64; 3]) -> f64 {
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
}

impl Default for Vertices {
    fn default() -> Self {
        let none = Vertex { mixture: [0.0; MAX], error: 0.0, support: 0, replies: 0 };
        Vertices { list: [none; MOST], len: 0, exact: false }
    }
}

impl Vertices {
    fn push(&mut self, vertex: Vertex) {
        self.list[self.len] = vertex;
        self.len += 1;
    }

    /// Adds a vertex unless it is there from another basis: what is used and what is best tell vertices apart.
    fn push_new(&mut self, vertex: Vertex, size: usize) {
        let same = |other: &Vertex| (other.support, other.replies) == (vertex.support, vertex.replies);
        if vertex.replies.count_ones() as usize == size || !self.as_slice().iter().any(same) {
            self.push(vertex);
        }
    }

    pub(super) fn as_slice(&self) -> &[Vertex] {
        &self.list[..self.len]
    }
}
