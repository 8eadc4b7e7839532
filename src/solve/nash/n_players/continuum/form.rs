//! [`Form`]: an exact multilinear form in the players' mixtures, a condition of an equilibrium.

use super::super::product::Row;
use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;

/// A multilinear form in the mixtures of some players: 0 for an equation, else not above 0.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Form {
    pub(in crate::solve) equation: bool,
    /// The players, with the numbers of strategies that they use.
    pub(in crate::solve) axes: Vec<(usize, usize)>,
    /// The coefficients, the last axis running fastest.
    pub(in crate::solve) cells: Vec<Rational>,
}

/// Every condition: who mixes is indifferent, and nothing unused is better.
pub(in crate::solve) fn forms(game: &NormalForm, survivors: &[Vec<usize>], used: &[Vec<usize>]) -> Vec<Form> {
    let mut forms = Vec::new();
    for player in 0..used.len() {
        let axes: Vec<(usize, usize)> =
            (0..used.len()).filter(|&p| p != player && used[p].len() > 1).map(|p| (p, used[p].len())).collect();
        let mut numbers = vec![
            (0..used.len())
                .filter(|&p| p != player)
                .map(|p| used[p][0] * game.stride(PlayerId::from(p)))
                .sum::<usize>(),
        ];
        for &(other, _) in &axes {
            let step = |s: &usize| (s - used[other][0]) * game.stride(PlayerId::from(other));
            numbers = numbers.iter().flat_map(|number| used[other].iter().map(move |s| number + step(s))).collect();
        }
        let stride = game.stride(PlayerId::from(player));
        for &strategy in survivors[player].iter().filter(|&&strategy| strategy != used[player][0]) {
            let payoff = |number: usize, own: usize| &game.payoffs_of(number + own * stride)[player];
            let gain = |&number: &usize| payoff(number, strategy) - payoff(number, used[player][0]);
            forms.push(Form {
                equation: used[player].contains(&strategy),
                axes: axes.clone(),
                cells: numbers.iter().map(gain).collect(),
            });
        }
    }
    forms
}

impl Form {
    /// Whether a value of this sign breaks the condition.
    pub(in crate::solve) fn fails(&self, sign: i32) -> bool {
        sign > 0 || self.equation && sign < 0
    }

    pub(in crate::solve) fn depends_on(&self, player: usize) -> bool {
        self.axes.iter().any(|(axis, _)| *axis == player)
    }

    /// Leaves out the players on whose mixtures the value does not depend.
    pub(in crate::solve) fn without_constant_axes(mut self) -> Form {
        let mut axis = 0;
        while axis < self.axes.len() {
            let (player, size) = self.axes[axis];
            let inner: usize = self.axes[axis + 1..].iter().map(|(_, size)| size).product();
            let same = |block: &[Rational]| block.chunks_exact(inner).all(|line| line == &block[..inner]);
            if self.cells.chunks_exact(size * inner).all(same) {
                let mut first = vec![Rational::ZERO; size];
                first[0] = Rational::ONE;
                self = self.at(player, &first);
            } else {
                axis += 1;
            }
        }
        self
    }

    /// As [`Form::without_constant_axes`], where every strategy is used: weights above 0 by which everything is multiplied
    /// are left out too.
    pub(in crate::solve) fn reduced(self) -> Form {
        let mut form = self.without_constant_axes();
        while let Some((player, factor)) = form.factor() {
            form = form.at(player, &factor).without_constant_axes();
        }
        form
    }

    /// A player of whose strategies just one brings anything, with the mixture that is this strategy.
    fn factor(&self) -> Option<(usize, Row)> {
        let mut inner = self.cells.len();
        self.axes.iter().find_map(|&(player, size)| {
            inner /= size;
            let counts = |s: &usize| {
                let line = |block: &[Rational]| block[s * inner..(s + 1) * inner].iter().any(|cell| !cell.is_zero());
                self.cells.chunks_exact(size * inner).any(line)
            };
            let [only] = (0..size).filter(counts).collect::<Vec<_>>()[..] else { return None };
            let one = |s: usize| if s == only { Rational::ONE } else { Rational::ZERO };
            Some((player, (0..size).map(one).collect()))
        })
    }

    /// The form with one player's mixture put in.
    pub(in crate::solve) fn at(&self, player: usize, weights: &[Rational]) -> Form {
        let Some(axis) = self.axes.iter().position(|(axis, _)| *axis == player) else { return self.clone() };
        let inner: usize = self.axes[axis + 1..].iter().map(|(_, size)| size).product();
        let mixed = |block: &[Rational]| -> Vec<Rational> {
            let sum = |i: usize| weights.iter().enumerate().map(|(s, weight)| weight * &block[s * inner + i]).sum();
            (0..inner).map(sum).collect()
        };
        let cells = self.cells.chunks_exact(weights.len() * inner).flat_map(mixed).collect();
        let mut axes = self.axes.clone();
        axes.remove(axis);
        Form { axes, cells, ..*self }
    }

    /// The signs at every choice of an extreme mixture by each player.
    pub(in crate::solve) fn signs(&self, used: &[Vec<usize>], vertices: &[Vec<Row>]) -> Vec<i32> {
        let Some(&(player, _)) = self.axes.first() else { return vec![self.cells[0].signum()] };
        let weights = |vertex: &Row| -> Row { used[player].iter().map(|&s| vertex[s].clone()).collect() };
        vertices[player].iter().flat_map(|vertex| self.at(player, &weights(vertex)).signs(used, vertices)).collect()
    }

    /// The values at every choice of a vertex by each of the players in order, over the strategies that they use; the
    /// last player's vertices run fastest.
    pub(in crate::solve) fn values(&self, players: &[usize], vertices: &[Vec<Row>]) -> Vec<Rational> {
        let Some((&player, rest)) = players.split_first() else { return vec![self.cells[0].clone()] };
        vertices[player].iter().flat_map(|vertex| self.at(player, vertex).values(rest, vertices)).collect()
    }

    /// The derivatives by the weights of one player's strategies, but for the first which takes the rest, at a profile.
    pub(in crate::solve) fn slopes(&self, player: usize, point: &[Row]) -> Row {
        let others = self.axes.iter().filter(|(axis, _)| *axis != player);
        let form = others.fold(self.clone(), |form, (axis, _)| form.at(*axis, &point[*axis]));
        match form.axes[..] {
            [] => vec![Rational::ZERO; point[player].len() - 1],
            _ => form.cells[1..].iter().map(|cell| cell - &form.cells[0]).collect(),
        }
    }

    /// The value at a profile.
    pub(in crate::solve) fn value(&self, point: &[Row]) -> Rational {
        let form = self.axes.iter().fold(self.clone(), |form, (axis, _)| form.at(*axis, &point[*axis]));
        form.cells[0].clone()
    }
}
