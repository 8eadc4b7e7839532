//! One row: the tree forwards (values and log-probabilities) and backwards (derivatives by the indices).
//!
//! Forwards, from the ends to the root: each node gets the expected utility of all who moved before, and the sum of the squared
//! probabilities of the plays behind it; each child gets the probability that play goes there. Backwards, from
//! the root to the ends: the derivative of the row's log-likelihood by each of these (reverse differentiation). The
//! computation is the same for floats and for numbers that carry derivatives; the latter give second derivatives.

use super::choice::{Alternatives, Kept, is_kept, probabilities, pull_back};
use super::program::{Program, Step};
use super::scalar::Scalar;
use super::specification::{Information, Specification};

/// The working memory for a row.
pub(super) struct Row<T> {
    /// The linear indices.
    pub indices: Vec<T>,
    /// Each player's sigma squared.
    variances: Vec<T>,
    /// Expected utilities at each node.
    values: Vec<T>,
    /// The sum of squared probabilities of the plays behind each node, for private information.
    spreads: Vec<T>,
    /// The probability of the step to each node, and its logarithm.
    odds: Vec<T>,
    logs: Vec<T>,
    /// What choices keep for the way back.
    kept: Vec<Kept<T>>,
    /// The logarithm of the probability of the class of plays, given that play has come to each node.
    within: Vec<T>,
    /// Derivatives by `values`, `spreads` and `indices`, and the weight of each node in the class.
    by_values: Vec<T>,
    by_spreads: Vec<T>,
    pub by_indices: Vec<T>,
    shares: Vec<T>,
    scratch: Scratch<T>,
}

struct Scratch<T> {
    utilities: Vec<T>,
    variances: Vec<T>,
    odds: Vec<T>,
    logs: Vec<T>,
    weights: Vec<T>,
    by_utilities: Vec<T>,
    by_variances: Vec<T>,
}

impl<T: Scalar> Row<T> {
    pub fn new(spec: &Specification) -> Row<T> {
        let zeros = |count: usize| vec![T::constant(0.0); count];
        let Program { players, places, widest, .. } = &spec.program;
        let (nodes, indices) = (places.len(), spec.parts.indices.len());
        Row {
            indices: zeros(indices),
            variances: zeros(*players),
            values: zeros(nodes * players),
            spreads: zeros(nodes),
            odds: zeros(nodes),
            logs: zeros(nodes),
            kept: vec![Kept::new(); nodes],
            within: zeros(nodes),
            by_values: zeros(nodes * players),
            by_spreads: zeros(nodes),
            by_indices: zeros(indices),
            shares: zeros(nodes),
            scratch: Scratch {
                utilities: zeros(*widest),
                variances: zeros(*widest),
                odds: zeros(*widest),
                logs: zeros(*widest),
                weights: zeros(*widest),
                by_utilities: zeros(*widest),
                by_variances: zeros(*widest),
            },
        }
    }

    /// Solves the tree for the indices that were set. Logarithms of probabilities are those of the steps to nodes of a class, given by
    /// what leads to it.
    pub fn forward(&mut self, spec: &Specification, leads: &[bool]) {
        for (variance, scale) in self.variances.iter_mut().zip(&spec.parts.scales) {
            *variance = scale.map_or(T::constant(1.0), |index| self.indices[index].times(2.0).exp());
        }
        for node in (0..spec.program.places.len()).rev() {
            match &spec.program.places[node].step {
                Step::End(play) => self.end(spec, node, *play),
                Step::Move(player) => self.choose(spec, node, *player, leads),
                Step::Chance(odds) => self.draw(spec, node, odds),
            }
        }
    }

    fn end(&mut self, spec: &Specification, node: usize, play: usize) {
        let Program { players, places, .. } = &spec.program;
        self.spreads[node] = T::constant(1.0);
        for player in &places[node].judges {
            let utility = &spec.parts.utilities[play][*player];
            let sum = utility
                .weights
                .iter()
                .fold(T::constant(utility.constant), |sum, (index, weight)| sum + self.indices[*index].times(*weight));
            self.values[node * players + player] = sum;
        }
    }

    fn choose(&mut self, spec: &Specification, node: usize, player: usize, leads: &[bool]) {
        let range = spec.program.places[node].children.clone();
        let count = range.len();
        self.gather(spec, node, player);
        let scratch = &mut self.scratch;
        let of = Alternatives { utilities: &scratch.utilities[..count], variances: &scratch.variances[..count] };
        let (odds, logs) = (&mut scratch.odds[..count], &mut scratch.logs[..count]);
        let children = &spec.program.children[range];
        let wanted = |position: usize| leads[children[position]];
        probabilities(spec.parts.link, &of, wanted, odds, logs, &mut self.kept[node]);
        for (position, child) in children.iter().enumerate() {
            (self.odds[*child], self.logs[*child]) = (self.scratch.odds[position], self.scratch.logs[position]);
        }
        self.mix(spec, node);
    }

    fn draw(&mut self, spec: &Specification, node: usize, odds: &[f64]) {
        let Program { places, children, .. } = &spec.program;
        for (child, odds) in children[places[node].children.clone()].iter().zip(odds) {
            (self.odds[*child], self.logs[*child]) = (T::constant(*odds), T::constant(odds.ln()));
        }
        self.mix(spec, node);
    }

    /// The mover's alternatives: utilities and variances of the actions.
    fn gather(&mut self, spec: &Specification, node: usize, player: usize) {
        let players = spec.program.players;
        for (position, child) in spec.program.children[spec.program.places[node].children.clone()].iter().enumerate() {
            self.scratch.utilities[position] = self.values[child * players + player];
            self.scratch.variances[position] = match spec.parts.information {
                Information::Agent => self.variances[player],
                Information::Private if spec.parts.scales[player].is_none() => self.spreads[*child],
                Information::Private => self.variances[player] * self.spreads[*child],
            };
        }
    }

    /// Expected utilities and spread at a node, from its children and their probabilities.
    fn mix(&mut self, spec: &Specification, node: usize) {
        let Program { players, places, children, .. } = &spec.program;
        let children = &children[places[node].children.clone()];
        for player in &places[node].judges {
            let mut sum = T::constant(0.0);
            for child in children {
                sum += self.odds[*child] * self.values[child * players + player];
            }
            self.values[node * players + player] = sum;
        }
        if has_spread(spec, node) {
            let mut sum = T::constant(0.0);
            for child in children {
                sum += self.odds[*child] * self.odds[*child] * self.spreads[*child];
            }
            self.spreads[node] = sum;
        }
    }

    /// The log-probability of a class of plays, given by the nodes that lead to it; after [`forward`](Self::forward)
    /// for this or for a larger class.
    pub fn log_likelihood(&mut self, program: &Program, leads: &[bool]) -> T {
        for node in (0..program.places.len()).rev().filter(|node| leads[*node]) {
            let place = &program.places[node];
            let mut parts = program.children[place.children.clone()].iter().filter(|child| leads[**child]);
            let part = |child: &usize| self.logs[*child] + self.within[*child];
            self.within[node] = match (parts.next(), parts.next()) {
                (None, _) => T::constant(0.0),
                (Some(only), None) => part(only),
                (Some(first), Some(second)) => log_sum([first, second].into_iter().chain(parts).map(part)),
            };
        }
        self.within[0]
    }

    /// Derivatives of the log-likelihood of a class by the indices; after [`log_likelihood`](Self::log_likelihood).
    pub fn backward(&mut self, spec: &Specification, leads: &[bool]) {
        let zero = T::constant(0.0);
        for list in [&mut self.by_values, &mut self.by_spreads, &mut self.by_indices, &mut self.shares] {
            list.fill(zero);
        }
        self.shares[0] = T::constant(1.0);
        for node in 0..spec.program.places.len() {
            match &spec.program.places[node].step {
                Step::End(play) => self.leave(spec, node, *play),
                Step::Move(player) => self.unchoose(spec, node, *player, leads),
                Step::Chance(_) => self.unmix(spec, node, leads),
            }
        }
    }

    /// From a node to its children: derivatives of values and spreads, and the children's shares in the class. The
    /// derivatives by the log-probabilities go to the scratch.
    fn unmix(&mut self, spec: &Specification, node: usize, leads: &[bool]) {
        let Program { players, places, children, .. } = &spec.program;
        let children = &children[places[node].children.clone()];
        let alone = children.iter().filter(|child| leads[**child]).count() == 1;
        for (position, child) in children.iter().enumerate() {
            let odds = self.odds[*child];
            let mut slope = T::constant(0.0);
            for player in &places[node].judges {
                let by_value = self.by_values[node * players + player] * odds;
                slope += by_value * self.values[child * players + player];
                self.by_values[child * players + player] += by_value;
            }
            if has_spread(spec, node) {
                let by_spread = self.by_spreads[node] * odds * odds;
                slope += (by_spread * self.spreads[*child]).times(2.0);
                self.by_spreads[*child] += by_spread;
            }
            if leads[*child] {
                self.shares[*child] = self.shares[node];
                if !alone {
                    let chance = (self.logs[*child] + self.within[*child] - self.within[node]).exp();
                    self.shares[*child] = self.shares[node] * chance;
                }
                slope += self.shares[*child];
            }
            self.scratch.weights[position] = slope;
        }
    }

    fn unchoose(&mut self, spec: &Specification, node: usize, player: usize, leads: &[bool]) {
        let range = spec.program.places[node].children.clone();
        let (count, players) = (range.len(), spec.program.players);
        self.unmix(spec, node, leads);
        if spec.parts.scales[player].is_some() || !is_kept(spec.parts.link, count) {
            self.gather(spec, node, player);
        }
        let children = &spec.program.children[range];
        for (position, child) in children.iter().enumerate() {
            self.scratch.odds[position] = self.odds[*child];
        }
        let scratch = &mut self.scratch;
        pull_back(
            spec.parts.link,
            &Alternatives { utilities: &scratch.utilities[..count], variances: &scratch.variances[..count] },
            &scratch.odds[..count],
            &scratch.weights[..count],
            &self.kept[node],
            &mut scratch.by_utilities[..count],
            &mut scratch.by_variances[..count],
        );
        for (position, child) in children.iter().enumerate() {
            self.by_values[child * players + player] += self.scratch.by_utilities[position];
            let by_variance = self.scratch.by_variances[position];
            if spec.parts.information == Information::Private {
                self.by_spreads[*child] += by_variance * self.variances[player];
            }
            if let Some(index) = spec.parts.scales[player] {
                self.by_indices[index] += (by_variance * self.scratch.variances[position]).times(2.0);
            }
        }
    }

    fn leave(&mut self, spec: &Specification, node: usize, play: usize) {
        let Program { players, places, .. } = &spec.program;
        for player in &places[node].judges {
            for (index, weight) in &spec.parts.utilities[play][*player].weights {
                let part = self.by_values[node * players + player].times(*weight);
                self.by_indices[*index] += part;
            }
        }
    }
}

/// Whether the spread at a node matters: with private information, to those who moved before.
fn has_spread(spec: &Specification, node: usize) -> bool {
    spec.parts.information == Information::Private && !spec.program.places[node].judges.is_empty()
}

/// log Σ exp.
fn log_sum<T: Scalar>(parts: impl Iterator<Item = T> + Clone) -> T {
    let largest = parts.clone().map(T::value).fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return T::constant(largest);
    }
    let sum = parts.map(|part| (part - T::constant(largest)).exp()).fold(T::constant(0.0), |sum, part| sum + part);
    sum.ln() + T::constant(largest)
}
