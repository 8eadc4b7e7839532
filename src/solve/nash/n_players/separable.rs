//! Supports on which any number of players mix, but each condition comes down to one player's mixture: the equilibria
//! are a product of polytopes, and exact.

use super::continuum::{Form, forms};
use super::product::{Pair, Product, Row, extreme_mixtures};
use super::supports::Supports;
use crate::game::NormalForm;
use crate::number::Rational;

/// Solves a combination of supports by drawing conclusions until nothing new comes: conditions on one player's mixture
/// make a polytope, and a mixture that is the only one left is put into the others. Every strategy counts as used.
pub(super) fn solve(game: &NormalForm, survivors: &[Vec<usize>], supports: &Supports) -> Pair {
    let used = used(survivors, supports);
    let forms = forms(game, survivors, &used);
    let sizes: Vec<usize> = game.player_ids().map(|player| game.strategies(player).len()).collect();
    conclude(&sizes, used, forms, &vec![None; supports.len()])
}

/// For each player, the strategies used, as positions in the game.
pub(super) fn used(survivors: &[Vec<usize>], supports: &Supports) -> Vec<Vec<usize>> {
    let own = |(support, own): (&Vec<usize>, &Vec<usize>)| support.iter().map(|&strategy| own[strategy]).collect();
    supports.iter().zip(survivors).map(own).collect()
}

/// Draws conclusions from forms, where the mixtures of some players are given: the probabilities of what they use.
pub(super) fn conclude(sizes: &[usize], used: Vec<Vec<usize>>, mut forms: Vec<Form>, given: &[Option<Row>]) -> Pair {
    for (player, weights) in given.iter().enumerate() {
        if let Some(weights) = weights {
            forms = forms.into_iter().map(|form| form.at(player, weights)).collect();
        }
    }
    let mut conditions: Vec<Vec<Row>> = vec![Vec::new(); used.len()];
    loop {
        let mut coupled = Vec::new();
        for form in forms {
            let form = form.reduced();
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
        let mixtures = |player: usize| match &given[player] {
            Some(weights) => {
                let mut row = vec![Rational::ZERO; sizes[player]];
                used[player].iter().zip(weights).for_each(|(&strategy, weight)| row[strategy].clone_from(weight));
                vec![row]
            }
            None => extreme_mixtures(&used[player], sizes[player], &conditions[player]),
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
