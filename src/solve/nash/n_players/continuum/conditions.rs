//! The conditions of a curved set, as they are shown: polynomials in probabilities, with whole coefficients.

use super::form::Form;
use crate::game::{MixtureCondition, MixtureTerm, NormalForm, PlayerId};
use crate::number::{Rational, integer_scale};

/// What must be 0, and what must not be above 0, for the players to mix just the strategies used.
pub(in super::super) fn conditions(
    game: &NormalForm,
    used: &[Vec<usize>],
) -> (Vec<MixtureCondition>, Vec<MixtureCondition>) {
    // All strategies of the game, so that nobody needs to know which of them are dominated.
    let all: Vec<Vec<usize>> = game.shape().iter().map(|&count| (0..count).collect()).collect();
    let (mut equations, mut inequalities) = (Vec::new(), Vec::new());
    let mut forms = super::forms(game, &all, used).into_iter();
    for player in game.player_ids() {
        let own = &used[player.index()];
        for &strategy in all[player.index()].iter().filter(|&&strategy| strategy != own[0]) {
            let Some(form) = forms.next() else { continue };
            if form.cells.iter().all(|cell| !form.fails(cell.signum())) {
                continue;
            }
            let list = if form.equation { &mut equations } else { &mut inequalities };
            let (over, terms) = (own[0], terms(form, used));
            list.push(MixtureCondition { player, infoset: None, strategy, over, later: Vec::new(), terms });
        }
    }
    (equations, inequalities)
}

fn terms(form: Form, used: &[Vec<usize>]) -> Vec<MixtureTerm> {
    let mut form = form.without_constant_axes();
    let mut inner: usize = form.cells.len();
    for &(_, size) in &form.axes {
        inner /= size;
        // What each strategy brings more than the last one in use.
        for block in form.cells.chunks_exact_mut(size * inner) {
            let (front, last) = block.split_at_mut((size - 1) * inner);
            front.chunks_exact_mut(inner).for_each(|line| line.iter_mut().zip(&*last).for_each(|(x, y)| *x -= y));
        }
    }
    let factor = integer_scale(&form.cells);
    let probabilities = |cell: usize| {
        let mut rest = cell;
        let mut chosen: Vec<(PlayerId, usize)> = Vec::new();
        for &(player, size) in form.axes.iter().rev() {
            if rest % size != size - 1 {
                chosen.push((player.into(), used[player][rest % size]));
            }
            rest /= size;
        }
        chosen.reverse();
        chosen
    };
    let term = |(cell, value): (usize, &Rational)| MixtureTerm {
        coefficient: value * &factor,
        probabilities: probabilities(cell),
        unknowns: Vec::new(),
    };
    form.cells.iter().enumerate().filter(|(_, value)| !value.is_zero()).map(term).collect()
}
