//! Supports on which any number of players mix, but each condition comes down to one player's mixture: the equilibria
//! are a product of polytopes, and exact.

use super::product::{Pair, Product, Row, extreme_mixtures};
use super::supports::Supports;
use crate::game::{NormalForm, PlayerId};
use crate::number::Rational;

/// A multilinear form in the mixtures of some players: 0 for an equation, else not above 0.
#[derive(Debug, Clone)]
struct Form {
    equation: bool,
    /// The players, with the numbers of strategies that they use.
    axes: Vec<(usize, usize)>,
    /// The coefficients, the last axis running fastest.
    cells: Vec<Rational>,
}

/// Solves a combination of supports by drawing conclusions until nothing new comes: conditions on one player's mixture
/// make a polytope, and a mixture that is the only one left is put into the others.
pub(super) fn solve(game: &NormalForm, survivors: &[Vec<usize>], supports: &Supports) -> Pair {
    let used: Vec<Vec<usize>> = (0..supports.len())
        .map(|player| supports[player].iter().map(|&strategy| survivors[player][strategy]).collect())
        .collect();
    let mut forms = forms(game, survivors, &used);
    let mut conditions: Vec<Vec<Row>> = vec![Vec::new(); used.len()];
    loop {
        let mut coupled = Vec::new();
        for form in forms {
            let form = form.without_constant_axes();
            match form.axes[..] {
                [] if form.fails(form.cells[0].signum()) => return Pair::Nothing,
                [] => {}
                [(player, _)] => {
                    if form.equation {
                        conditions[player].push(form.cells.iter().map(|x| -x).collect());
                    }
                    conditions[player].push(form.cells);
                }
                _ => coupled.push(form),
            }
        }
        let mixtures = |player: usize| {
            let size = game.strategies(PlayerId::from(player)).len();
            extreme_mixtures(&used[player], size, &conditions[player])
        };
        let vertices: Vec<Vec<Row>> = (0..used.len()).map(mixtures).collect();
        if vertices.iter().any(Vec::is_empty) {
            return Pair::Nothing;
        }
        let own = |player: usize, vertex: &Row| -> Row { used[player].iter().map(|&s| vertex[s].clone()).collect() };
        let sure = |player: &usize| vertices[*player].len() == 1 && coupled.iter().any(|form| form.depends_on(*player));
        let Some(player) = (0..used.len()).find(sure) else {
            return finish(used, conditions, vertices, coupled);
        };
        let weights = own(player, &vertices[player][0]);
        forms = coupled.into_iter().map(|form| form.at(player, &weights)).collect();
    }
}

/// Looks at the conditions on several players' mixtures that are left.
fn finish(used: Vec<Vec<usize>>, conditions: Vec<Vec<Row>>, vertices: Vec<Vec<Row>>, coupled: Vec<Form>) -> Pair {
    let mut bent = false;
    for form in &coupled {
        let signs = form.signs(&used, &vertices);
        if signs.iter().all(|sign| *sign > 0) || form.equation && signs.iter().all(|sign| *sign < 0) {
            return Pair::Nothing;
        }
        bent |= signs.iter().any(|sign| form.fails(*sign));
    }
    match Product::of(used, conditions, vertices) {
        None => Pair::Nothing,
        Some(_) if bent => Pair::Bent,
        Some(product) => Pair::All(product),
    }
}

/// Every condition: who mixes is indifferent, and nothing unused is better.
fn forms(game: &NormalForm, survivors: &[Vec<usize>], used: &[Vec<usize>]) -> Vec<Form> {
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
    fn fails(&self, sign: i32) -> bool {
        sign > 0 || self.equation && sign < 0
    }

    fn depends_on(&self, player: usize) -> bool {
        self.axes.iter().any(|(axis, _)| *axis == player)
    }

    /// Leaves out the players on whose mixtures the value does not depend.
    fn without_constant_axes(mut self) -> Form {
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

    /// The form with one player's mixture put in.
    fn at(&self, player: usize, weights: &[Rational]) -> Form {
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
    fn signs(&self, used: &[Vec<usize>], vertices: &[Vec<Row>]) -> Vec<i32> {
        let Some(&(player, _)) = self.axes.first() else { return vec![self.cells[0].signum()] };
        let weights = |vertex: &Row| -> Row { used[player].iter().map(|&s| vertex[s].clone()).collect() };
        vertices[player].iter().flat_map(|vertex| self.at(player, &weights(vertex)).signs(used, vertices)).collect()
    }
}
