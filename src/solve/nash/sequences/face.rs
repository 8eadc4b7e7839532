//! The plans of a face: those that use only some sequences and make some of the opponent's best.

use dashu_int::IBig;

use super::polyhedron::{BestReply, Side};
use crate::game::{PlayerSequences, SequenceInfoset};
use crate::number::{Rational, Tableau, integer_scale, simplex};
use crate::solve::nash::complementary::Face;
use crate::solve::nash::vertices::{Vertex, vertices_within};

/// The sequences that may have weight: for each sequence of a player whether it does, the empty one first.
pub(super) type Support = Vec<bool>;

/// What is left of a set of sequences without those whose way there is not in it.
pub(super) fn closed(own: &PlayerSequences, mut support: Support) -> Support {
    support[0] = true;
    for set in &own.infosets {
        let before = support[set.before];
        support[set.first..set.first + set.actions].iter_mut().for_each(|used| *used &= before);
    }
    support
}

/// The extreme plans among those that use only `used` and to which every plan within `best` is a best reply of the
/// opponent; `None` if told to stop.
///
/// The polyhedron also has a value for each of the opponent's information sets. Where `best` does not come, a value may be
/// larger than it must, and its vertices would be no vertices of the set of plans. So there one continuation is taken,
/// and others are added as inequalities where a vertex shows that they matter.
///
/// `face` is a part of the face, from which its tableau is taken where it is all of it.
pub(super) fn extreme_plans(
    side: &Side,
    whole: &Tableau,
    face: &Face,
    used: &Support,
    best: &Support,
    must_stop: &mut dyn FnMut() -> bool,
) -> Option<Vec<Vec<Rational>>> {
    let needless = |sequence: usize| {
        !best[sequence] && side.other_label(sequence).is_some_and(|label| face.binding.contains(label))
    };
    let mut tableau = match (1..side.other.len()).any(needless) {
        true => restrict(side, whole.clone(), used, best),
        false => face.tableau.clone(),
    };
    let unreached: Vec<SequenceInfoset> = side.other.infosets.iter().copied().filter(|set| !best[set.before]).collect();
    settle(side, &mut tableau, &unreached);
    let mut missing = |vertex: &Vertex| {
        let plan = plan_at(side, &tableau, vertex);
        Some(over_columns(side, &tableau, &better_continuation(side, best, &plan)?))
    };
    let no_cut: &mut dyn FnMut(&Vertex) -> Option<Vec<IBig>> = &mut |_| None;
    let missing = if unreached.is_empty() { no_cut } else { &mut missing };
    let labels = side.labels[0].len() + side.labels[1].len();
    let found = vertices_within(&tableau, labels, missing, must_stop)?;
    Some(found.iter().map(|vertex| plan_at(side, &tableau, vertex)).collect())
}

/// The tableau of the whole face.
fn restrict(side: &Side, mut tableau: Tableau, used: &Support, best: &Support) -> Tableau {
    let unused = (1..used.len()).filter(|&sequence| !used[sequence]).filter_map(|sequence| side.own_label(sequence));
    let bests = (1..best.len()).filter(|&sequence| best[sequence]).filter_map(|sequence| side.other_label(sequence));
    for label in unused.chain(bests) {
        bind(&mut tableau, label);
    }
    tableau
}

/// Fixes a variable at 0; false, and nothing is fixed, where it cannot be 0.
fn bind(tableau: &mut Tableau, label: u32) -> bool {
    let possible = simplex::drive_to_zero(tableau, label);
    if possible && let Some(column) = tableau.nonbasic().iter().position(|&variable| variable == label) {
        tableau.drop_column(column);
    }
    possible
}

/// Fixes the values of information sets to what one continuation gives, and forgets what others give.
fn settle(side: &Side, tableau: &mut Tableau, unreached: &[SequenceInfoset]) {
    // From the last one, as a value can be lowered only as far as those after it leave room.
    for set in unreached.iter().rev() {
        let labels = (set.first..set.first + set.actions).filter_map(|sequence| side.other_label(sequence));
        let settled =
            labels.clone().any(|label| !is_in(tableau, label)) || labels.clone().any(|label| bind(tableau, label));
        debug_assert!(settled, "a value that is too large can be lowered until some action is worth it");
    }
    for set in unreached {
        for label in (set.first..set.first + set.actions).filter_map(|sequence| side.other_label(sequence)) {
            forget(tableau, label);
        }
    }
}

fn is_in(tableau: &Tableau, label: u32) -> bool {
    tableau.nonbasic().contains(&label) || tableau.basic().contains(&label)
}

/// Frees a variable of its sign: its row is dropped, once it has one.
fn forget(tableau: &mut Tableau, label: u32) {
    if let Some(column) = tableau.nonbasic().iter().position(|&variable| variable == label) {
        match limiting_row(tableau, column) {
            Some(row) => tableau.pivot(row, column),
            None => tableau.drop_column(column),
        }
    }
    if let Some(row) = tableau.basic().iter().position(|&variable| variable == label) {
        tableau.drop_row(row);
    }
}

/// The row that first reaches 0 when a free variable grows or, where nothing limits that, shrinks.
fn limiting_row(tableau: &Tableau, column: usize) -> Option<usize> {
    let limits = |sign: i32| {
        let rows = (0..tableau.rows()).filter(move |&row| tableau.sign(row, column) == sign);
        let step = |row: &usize| {
            let step = tableau.value(*row).checked_div(&tableau.ratio(*row, column)).unwrap_or_default();
            step.abs()
        };
        rows.min_by_key(step)
    };
    limits(1).or_else(|| limits(-1))
}

fn plan_at(side: &Side, tableau: &Tableau, vertex: &Vertex) -> Vec<Rational> {
    let values = vertex.values(tableau, side.labels[0].clone());
    std::iter::once(Rational::ONE).chain(values).collect()
}

/// By how much the plans within `best` beat a better plan, as coefficients of the own sequences; `None` where they are best.
fn better_continuation(side: &Side, best: &Support, plan: &[Rational]) -> Option<Vec<Rational>> {
    let reply = BestReply::new(side.other, side.gains_against(plan));
    let reached = || side.other.infosets.iter().enumerate().filter(|(_, set)| best[set.before]);
    let first_of = |set: &SequenceInfoset| (set.first..set.first + set.actions).find(|&sequence| best[sequence]);
    let (number, set) = reached().find(|(number, set)| {
        first_of(set).is_some_and(|used| reply.values[used] < reply.values[reply.actions[*number]])
    })?;
    let mut cut = vec![Rational::ZERO; side.own.len()];
    let in_support = |_: usize, set: &SequenceInfoset| first_of(set).unwrap_or(set.first);
    add_plan(side, first_of(set)?, &in_support, &Rational::ONE, &mut cut);
    let by_reply = |number: usize, _: &SequenceInfoset| reply.actions[number];
    add_plan(side, reply.actions[number], &by_reply, &-Rational::ONE, &mut cut);
    Some(cut)
}

/// Adds what a sequence of the opponent, and what is chosen after it, is worth against each own sequence.
fn add_plan(
    side: &Side,
    start: usize,
    choice: &dyn Fn(usize, &SequenceInfoset) -> usize,
    sign: &Rational,
    sum: &mut [Rational],
) {
    let mut played = vec![false; side.other.len()];
    played[start] = true;
    for (number, set) in side.other.infosets.iter().enumerate() {
        if played[set.before] {
            played[choice(number, set)] = true;
        }
    }
    for (_, row) in played.iter().zip(&side.gains).filter(|(played, _)| **played) {
        row.iter().for_each(|(sequence, gain)| sum[*sequence] += sign * gain);
    }
}

/// An inequality `sum c_s x_s >= 0` over the own sequences as one over a scale and the tableau's columns.
fn over_columns(side: &Side, tableau: &Tableau, cut: &[Rational]) -> Vec<IBig> {
    let columns = tableau.columns();
    let coefficient = |label: u32| {
        let own = label.checked_sub(side.labels[0].start).filter(|_| side.labels[0].contains(&label));
        own.map(|own| &cut[own as usize + 1]).filter(|coefficient| !coefficient.is_zero())
    };
    let mut normal = vec![Rational::ZERO; columns + 1];
    normal[0] = cut[0].clone();
    for (column, &label) in tableau.nonbasic().iter().enumerate() {
        normal[column + 1] += coefficient(label).unwrap_or(&Rational::ZERO);
    }
    for (row, &label) in tableau.basic().iter().enumerate() {
        let Some(coefficient) = coefficient(label) else { continue };
        normal[0] += &(coefficient * &tableau.value(row));
        (0..columns).for_each(|column| normal[column + 1] -= &(coefficient * &tableau.ratio(row, column)));
    }
    let scale = integer_scale(&normal);
    normal.iter().map(|entry| (entry * &scale).numerator()).collect()
}
