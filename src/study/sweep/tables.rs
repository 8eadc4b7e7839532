//! Pure equilibria of tables over blocks of points.

use super::block::Inputs;
use super::compiled::{Compiled, Room};
use super::function::Bound;
use crate::game::NormalForm;

/// The payoffs of a table over a block of points, and which profiles are stable.
pub(super) struct Tables<'a> {
    compiled: &'a Compiled,
    shape: Vec<usize>,
    strides: Vec<usize>,
    block: usize,
    /// A column for each player at each profile.
    payoffs: Vec<f64>,
    bounds: Vec<Bound>,
    /// For each profile a column: 3 where it is an equilibrium for sure, 1 where it may be one, 0 where it is none.
    stable: Vec<u8>,
    best: Vec<f64>,
    near: Vec<u8>,
}

/// A profile may be an equilibrium.
const MAY: u8 = 1;
/// A profile is one.
const SURE: u8 = 3;

impl<'a> Tables<'a> {
    pub(super) fn new(compiled: &'a Compiled, table: &NormalForm, block: usize) -> Self {
        let (profiles, players) = (table.num_profiles(), table.num_players());
        Tables {
            compiled,
            shape: table.shape(),
            strides: table.player_ids().map(|player| table.stride(player)).collect(),
            block,
            payoffs: vec![0.0; profiles * players * block],
            bounds: vec![Bound { error: 0.0, size: 0.0 }; profiles * players],
            stable: vec![0; profiles * block],
            best: vec![0.0; block],
            near: vec![0; block],
        }
    }

    /// Evaluates all payoffs over a block; points where one has no value are marked in `open`.
    pub(super) fn evaluate(&mut self, inputs: &Inputs, room: &mut Room, open: &mut [u8]) {
        for (slot, payoff) in self.compiled.payoffs.iter().flatten().enumerate() {
            let column = &mut self.payoffs[slot * self.block..][..inputs.len];
            self.bounds[slot] = payoff.evaluate(inputs, &mut room.scratch, column, open);
            if !self.bounds[slot].error.is_finite() {
                open.fill(1);
            }
        }
    }

    /// How far a player's payoffs may be off.
    pub(super) fn error(&self, player: usize) -> f64 {
        self.bounds.iter().skip(player).step_by(self.shape.len()).map(|bound| bound.error).fold(0.0, f64::max)
    }

    fn slot(&self, profile: usize, player: usize) -> usize {
        (profile * self.shape.len() + player) * self.block
    }

    /// A player's payoff from a profile at a point of the block.
    pub(super) fn payoff(&self, profile: usize, player: usize, point: usize) -> f64 {
        self.payoffs[self.slot(profile, player) + point]
    }

    /// Finds which profiles are pure equilibria; points where floats cannot tell are marked in `open`.
    pub(super) fn stabilise(&mut self, open: &mut [u8]) {
        self.stable.fill(SURE);
        for player in 0..self.shape.len() {
            let slack = 2.0 * self.error(player) * 1.001;
            let (stride, count) = (self.strides[player], self.shape[player]);
            for start in (0..self.num_profiles()).step_by(stride * count) {
                for first in start..start + stride {
                    self.keep_best(player, (first..first + stride * count).step_by(stride), slack, open.len());
                }
            }
        }
        for profile in self.stable.chunks(self.block) {
            open.iter_mut().zip(profile).for_each(|(open, stable)| *open |= u8::from(*stable == MAY));
        }
    }

    /// How many strategies each player has.
    pub(super) fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub(super) fn num_profiles(&self) -> usize {
        self.stable.len() / self.block
    }

    /// What is known of a profile at a point of the block.
    pub(super) fn is_stable(&self, profile: usize, point: usize) -> bool {
        self.stable[profile * self.block + point] == SURE
    }

    /// The strategies of a profile.
    pub(super) fn choices(&self, profile: usize) -> impl Iterator<Item = usize> + '_ {
        self.strides.iter().zip(&self.shape).map(move |(stride, count)| profile / stride % count)
    }

    /// Of the profiles that differ in one player's strategy, those that are best for the player stay. Where values are exact, a
    /// tie is a tie; else what is near the best may be as good, and so may be worse.
    fn keep_best(&mut self, player: usize, line: impl Iterator<Item = usize> + Clone, slack: f64, len: usize) {
        let (best, near) = (&mut self.best[..len], &mut self.near[..len]);
        best.fill(f64::NEG_INFINITY);
        near.fill(0);
        let players = self.shape.len();
        let column = |profile: usize| &self.payoffs[(profile * players + player) * self.block..][..len];
        for profile in line.clone() {
            best.iter_mut().zip(column(profile)).for_each(|(best, value)| *best = best.max(*value));
        }
        for profile in line.clone() {
            let cells = best.iter().zip(column(profile)).zip(near.iter_mut());
            cells.for_each(|((best, value), near)| *near = near.saturating_add(u8::from(*best - *value <= slack)));
        }
        for profile in line {
            let stable = &mut self.stable[profile * self.block..][..len];
            for (((best, value), near), stable) in best.iter().zip(column(profile)).zip(near.iter()).zip(stable) {
                let good = *best - *value <= slack;
                let sure = good && (slack == 0.0 || *near == 1);
                *stable &= if sure {
                    SURE
                } else if good {
                    MAY
                } else {
                    0
                };
            }
        }
    }
}
