//! Everybody's expected payoffs in floats.

use crate::game::{ExtensiveForm, Game, NodeKind, NormalForm};
use crate::number::Rational;

/// Everybody's payoffs in floats.
pub(super) enum Payoffs {
    Table(Cells),
    Tree(Plays),
}

impl Payoffs {
    pub(super) fn new(game: &Game) -> Self {
        match game {
            Game::Normal(table) => Payoffs::Table(Cells::new(table)),
            Game::Extensive(tree) => Payoffs::Tree(Plays::new(tree)),
        }
    }

    /// Everybody's expected payoff at a flat profile.
    pub(super) fn at(&self, profile: &[f64]) -> Vec<f64> {
        match self {
            Payoffs::Table(cells) => cells.at(profile),
            Payoffs::Tree(plays) => plays.at(profile),
        }
    }
}

/// The payoffs of a table.
pub(super) struct Cells {
    shape: Vec<usize>,
    cells: Vec<f64>,
}

impl Cells {
    fn new(game: &NormalForm) -> Self {
        let cells = (0..game.num_profiles()).flat_map(|number| game.payoffs_of(number));
        Cells { shape: game.shape(), cells: cells.map(Rational::to_f64).collect() }
    }

    fn at(&self, profile: &[f64]) -> Vec<f64> {
        let players = self.shape.len();
        let mut cells: Vec<f64> = Vec::new();
        let mut end = profile.len();
        for (&count, first) in self.shape.iter().rev().zip(std::iter::once(true).chain(std::iter::repeat(false))) {
            let weights = &profile[end - count..end];
            end -= count;
            let source = if first { &self.cells } else { &cells };
            let mut sums = Vec::with_capacity(source.len() / count);
            for block in source.chunks_exact(count * players) {
                let of = |player: usize| {
                    weights.iter().enumerate().map(|(s, w)| w * block[s * players + player]).sum::<f64>()
                };
                sums.extend((0..players).map(of));
            }
            cells = sums;
        }
        cells
    }
}

/// The nodes of a tree: the node before, how likely the step is, and what play pays that ends there.
pub(super) struct Plays {
    players: usize,
    nodes: Vec<(usize, Step)>,
    payoffs: Vec<f64>,
}

/// How a node is come to.
enum Step {
    Start,
    Chance(f64),
    /// By an action, which has this place in a flat profile.
    Action(usize),
}

impl Plays {
    fn new(tree: &ExtensiveForm) -> Self {
        let mut starts = vec![0];
        starts.extend(tree.infosets().iter().scan(0, |sum, set| {
            *sum += set.actions.len();
            Some(*sum)
        }));
        let step = |id| match tree.node(id).parent {
            None => (0, Step::Start),
            Some((parent, action)) => match tree.node(parent).kind {
                NodeKind::Decision(set) => (parent.index(), Step::Action(starts[set.index()] + action)),
                NodeKind::Chance(chance) => {
                    (parent.index(), Step::Chance(tree.chance_move(chance).probabilities[action].to_f64()))
                }
                NodeKind::Terminal => (parent.index(), Step::Start),
            },
        };
        let players = tree.num_players();
        let mut payoffs = vec![0.0; tree.num_nodes() * players];
        for end in tree.terminals() {
            let own = &mut payoffs[end.index() * players..];
            own.iter_mut().zip(tree.play_payoffs(end)).for_each(|(float, payoff)| *float = payoff.to_f64());
        }
        Plays { players, nodes: tree.node_ids().map(step).collect(), payoffs }
    }

    fn at(&self, profile: &[f64]) -> Vec<f64> {
        let mut reach: Vec<f64> = Vec::with_capacity(self.nodes.len());
        let mut sums = vec![0.0; self.players];
        for ((parent, step), payoffs) in self.nodes.iter().zip(self.payoffs.chunks_exact(self.players)) {
            let here = match step {
                Step::Start => 1.0,
                Step::Chance(chance) => reach[*parent] * chance,
                Step::Action(place) => reach[*parent] * profile[*place],
            };
            reach.push(here);
            sums.iter_mut().zip(payoffs).for_each(|(sum, payoff)| *sum += here * payoff);
        }
        sums
    }
}
