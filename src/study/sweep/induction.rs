//! Backward induction over blocks of points, on trees of perfect information.

use super::answers::{Acts, words};
use super::block::Inputs;
use super::compiled::{Compiled, Room};
use super::function::{Bound, UNIT};
use crate::game::{ExtensiveForm, NodeKind};

/// Backward induction on one tree, a block of points at a time.
pub(super) struct Induction<'a> {
    compiled: &'a Compiled,
    /// The inner nodes, each after all that follow it.
    steps: Vec<Step>,
    /// The node at which each play ends.
    ends: Vec<usize>,
    state: State,
    /// Whether the columns of functions that are the same everywhere are filled.
    filled: bool,
}

struct Step {
    node: usize,
    children: Vec<usize>,
    mover: Mover,
}

enum Mover {
    /// A player, and where the bits of the actions begin.
    Player(usize, usize),
    /// Chance, and where the probabilities of the events begin.
    Chance(usize),
}

/// Everybody's values at each node over a block of points.
struct State {
    players: usize,
    block: usize,
    /// A column for each player at each node.
    values: Vec<f64>,
    bounds: Vec<Bound>,
    /// The actions that are best: a column for each word of bits.
    chosen: Vec<Vec<u64>>,
    /// A column for each event of chance.
    chances: Vec<Vec<f64>>,
    chance_bounds: Vec<Bound>,
    best: Vec<f64>,
    /// The bit of the action chosen at the node at hand.
    choice: Vec<u64>,
    near: Vec<u8>,
}

const NOTHING: Bound = Bound { error: 0.0, size: 0.0 };

impl<'a> Induction<'a> {
    /// For a tree; `None` unless information is perfect.
    pub(super) fn new(compiled: &'a Compiled, tree: &ExtensiveForm, acts: &Acts, block: usize) -> Option<Self> {
        if !tree.has_perfect_information() {
            return None;
        }
        let events: Vec<usize> = compiled.chances.iter().map(Vec::len).collect();
        let step = |id: crate::game::NodeId| {
            let node = tree.node(id);
            let mover = match node.kind {
                NodeKind::Terminal => return None,
                NodeKind::Decision(set) => Mover::Player(tree.infoset(set).player.index(), acts.starts[set.index()]),
                NodeKind::Chance(chance) => Mover::Chance(events[..chance.index()].iter().sum()),
            };
            let children = node.children.iter().map(|child| child.index()).collect();
            Some(Step { node: id.index(), children, mover })
        };
        let steps = tree.node_ids().rev().filter_map(step).collect();
        let ends = tree.terminals().map(|id| id.index()).collect();
        let state = State::new(tree, words(acts.list.len()), events.iter().sum(), block);
        Some(Induction { compiled, steps, ends, state, filled: false })
    }

    /// Solves a block; points at which somebody is or may be indifferent are marked in `open`.
    pub(super) fn solve(&mut self, inputs: &Inputs, room: &mut Room, open: &mut [u8]) {
        self.evaluate(inputs, room, open);
        self.state.chosen.iter_mut().for_each(|word| word[..inputs.len].fill(0));
        for step in &self.steps {
            match step.mover {
                Mover::Player(player, first) => self.state.decide(step, player, first, open),
                Mover::Chance(first) => self.state.average(step, first, open.len()),
            }
        }
    }

    fn evaluate(&mut self, inputs: &Inputs, room: &mut Room, open: &mut [u8]) {
        let state = &mut self.state;
        for (row, &end) in self.compiled.payoffs.iter().zip(&self.ends) {
            for (player, payoff) in row.iter().enumerate() {
                if self.filled && payoff.is_constant() {
                    continue;
                }
                let (slot, len) =
                    (end * state.players + player, if payoff.is_constant() { state.block } else { inputs.len });
                let column = &mut state.values[slot * state.block..][..len];
                state.bounds[slot] = payoff.evaluate(inputs, &mut room.scratch, column, open);
                if !state.bounds[slot].error.is_finite() {
                    open.fill(1);
                }
            }
        }
        for (number, event) in self.compiled.chances.iter().flatten().enumerate() {
            let column = &mut state.chances[number][..inputs.len];
            state.chance_bounds[number] = event.evaluate(inputs, &mut room.scratch, column, open);
            if !state.chance_bounds[number].error.is_finite() {
                open.fill(1);
            }
        }
        self.filled = true;
    }

    /// A player's payoffs over the block, and how far they may be off.
    pub(super) fn payoffs(&self, player: usize) -> (&[f64], f64) {
        (&self.state.values[player * self.state.block..][..self.state.block], self.state.bounds[player].error)
    }

    /// The bits of the actions chosen, a column for each word.
    pub(super) fn chosen(&self) -> &[Vec<u64>] {
        &self.state.chosen
    }
}

impl State {
    fn new(tree: &ExtensiveForm, words: usize, events: usize, block: usize) -> State {
        let (players, slots) = (tree.num_players(), tree.num_nodes() * tree.num_players());
        State {
            players,
            block,
            values: vec![0.0; slots * block],
            bounds: vec![NOTHING; slots],
            chosen: vec![vec![0; block]; words],
            chances: vec![vec![0.0; block]; events],
            chance_bounds: vec![NOTHING; events],
            best: vec![0.0; block],
            choice: vec![0; block],
            near: vec![0; block],
        }
    }

    /// A player's move: the child with the largest value. A tie, or what may be one, opens the point.
    fn decide(&mut self, step: &Step, player: usize, first: usize, open: &mut [u8]) {
        let len = open.len();
        let slot = |child: &usize| child * self.players + player;
        let error = step.children.iter().map(|child| self.bounds[slot(child)].error).fold(0.0, f64::max);
        let slack = 2.0 * error * 1.001;
        let (best, choice, near) = (&mut self.best[..len], &mut self.choice[..len], &mut self.near[..len]);
        best.fill(f64::NEG_INFINITY);
        for child in &step.children {
            let column = &self.values[slot(child) * self.block..][..len];
            best.iter_mut().zip(column).for_each(|(best, value)| *best = if *value > *best { *value } else { *best });
        }
        choice.fill(0);
        near.fill(0);
        for (action, child) in step.children.iter().enumerate() {
            let column = &self.values[slot(child) * self.block..][..len];
            let cells = best.iter().zip(column).zip(choice.iter_mut()).zip(near.iter_mut());
            cells.for_each(|(((best, value), choice), near)| {
                let good = *best - *value <= slack;
                *choice = if good { action as u64 } else { *choice };
                *near = near.saturating_add(u8::from(good));
            });
        }
        open.iter_mut().zip(&self.near).for_each(|(open, near)| *open |= u8::from(*near != 1));
        self.note(first, len);
        self.take(step, len);
    }

    /// Sets the bits of the actions chosen.
    fn note(&mut self, first: usize, len: usize) {
        for (point, &choice) in self.choice[..len].iter().enumerate() {
            let bit = first + choice as usize;
            self.chosen[bit / 64][point] |= 1 << (bit % 64);
        }
    }

    /// Takes over everybody's values from the child chosen.
    fn take(&mut self, step: &Step, len: usize) {
        let width = self.players * self.block;
        let (own, later) = self.values.split_at_mut((step.node + 1) * width);
        let own = &mut own[step.node * width..];
        for player in 0..self.players {
            let column = |child: usize| &later[(child - step.node - 1) * width + player * self.block..][..len];
            let into = &mut own[player * self.block..][..len];
            into.copy_from_slice(column(step.children[0]));
            for (action, &child) in step.children.iter().enumerate().skip(1) {
                let cells = into.iter_mut().zip(column(child)).zip(&self.choice);
                cells.for_each(|((into, value), choice)| *into = if *choice == action as u64 { *value } else { *into });
            }
            let bounds = step.children.iter().map(|child| self.bounds[child * self.players + player]);
            self.bounds[step.node * self.players + player] = bounds
                .fold(NOTHING, |one, two| Bound { error: one.error.max(two.error), size: one.size.max(two.size) });
        }
    }

    /// A move of chance: the expectation. A product `p v` is off by at most `|p| |dv| + |v| |dp| + |dp| |dv|` and a rounding,
    /// and each sum rounds once more.
    fn average(&mut self, step: &Step, first: usize, len: usize) {
        let width = self.players * self.block;
        let (own, later) = self.values.split_at_mut((step.node + 1) * width);
        let own = &mut own[step.node * width..];
        for player in 0..self.players {
            let into = &mut own[player * self.block..][..len];
            into.fill(0.0);
            let (mut error, mut size) = (0.0, 0.0);
            for (event, &child) in step.children.iter().enumerate() {
                let (chance, p) = (&self.chances[first + event][..len], self.chance_bounds[first + event]);
                let (column, v) = (
                    &later[(child - step.node - 1) * width + player * self.block..][..len],
                    self.bounds[child * self.players + player],
                );
                into.iter_mut().zip(chance).zip(column).for_each(|((sum, p), v)| *sum += p * v);
                error += p.size * v.error + v.size * p.error + p.error * v.error;
                size += p.size * v.size;
            }
            let rounding = UNIT * (step.children.len() as f64 + 1.0) * size;
            // Products of probabilities and payoffs do not come near the ends of what floats hold, but may underflow.
            let bound = Bound { error: 1.05 * (error + rounding) + 1e-290, size: 1.05 * size };
            self.bounds[step.node * self.players + player] = bound;
        }
    }
}
