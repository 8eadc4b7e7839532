//! Sets of assessments that are no product of polytopes, as their conditions.

use super::basis::{Rule, positions};
use super::cell::without_last;
use super::conditions::{Condition, Values};
use super::curved::{self, Shape};
use super::form::{Form, Var};
use super::plans;
use super::search::Curve;
use super::setting::Setting;
use crate::game::{BelievedNodes, InfosetId, MixtureCondition, MixtureTerm, Unknown};
use crate::number::{Rational, integer_scale};
use crate::solve::curved_set::CurvedSet;

/// A condition with the largest number of corners at which it is looked at.
const MAX_CORNERS: usize = 1 << 12;

/// All assessments of a curve: those that meet what its supports and beliefs demand. `None` if that is too long.
pub(super) fn describe(setting: &Setting, curve: &Curve, rule: Rule) -> Option<CurvedSet> {
    let basis = &curve.basis;
    let mut values = Values::new(setting, &curve.supports, basis);
    let (mut equations, mut inequalities) = (Vec::new(), Vec::new());
    for infoset in setting.tree.infoset_ids() {
        for (plan, condition) in demands(&mut values, infoset, rule)? {
            let form = without_last(&condition.form, basis);
            if form.is_zero() || always_holds(&condition, curve) {
                continue;
            }
            let list = if condition.equation { &mut equations } else { &mut inequalities };
            list.push(MixtureCondition {
                player: setting.tree.infoset(infoset).player,
                infoset: Some(infoset),
                strategy: plan[0].1,
                over: curve.supports[infoset.index()].trailing_zeros() as usize,
                later: plan[1..].to_vec(),
                terms: terms(&form, curve, true),
            });
        }
    }
    let unknown = |variable: Var| basis.meanings[variable as usize].clone();
    let Shape { dimension, proven } = curve.shape;
    let behaviour = basis.blocks.iter().filter(|block| block.end <= basis.actions).map(|block| block.len() - 1).sum();
    Some(CurvedSet {
        supports: curve.supports.iter().map(|support| positions(*support).collect()).collect(),
        equations,
        inequalities,
        blocks: basis.blocks.iter().map(|block| block.clone().map(unknown).collect()).collect(),
        beliefs: setting.tree.infoset_ids().filter_map(|id| believed(curve, id)).collect(),
        witnesses: Vec::new(),
        dimension: dimension.min(behaviour),
        dimension_proven: proven && basis.actions as usize == basis.size(),
    })
}

/// What a player may do instead at an information set, and after it, and what must hold for it not to be better.
type Demand = (Vec<(InfosetId, usize)>, Condition);

fn demands(values: &mut Values, infoset: InfosetId, rule: Rule) -> Option<Vec<Demand>> {
    let first = values.supports[infoset.index()].trailing_zeros() as usize;
    let count = values.setting.tree.infoset(infoset).actions.len();
    let others = (0..count).filter(|&action| action != first).map(|action| vec![(infoset, action)]);
    let mut all: Vec<Demand> = others.zip(values.at(infoset)?).collect();
    if rule == Rule::Free {
        let plans = plans::gains(values, infoset)?;
        all.extend(plans.into_iter().map(|(plan, gain)| (plan, values.condition(false, gain))));
    }
    Some(all)
}

/// Whether a condition holds at all corners, and so everywhere.
fn always_holds(condition: &Condition, curve: &Curve) -> bool {
    let blocks = &curve.basis.blocks;
    let spoken = |block: &&std::ops::Range<Var>| condition.form.variables().any(|variable| block.contains(&variable));
    let corners = blocks.iter().filter(spoken).try_fold(1usize, |corners, block| corners.checked_mul(block.len()));
    corners.is_some_and(|corners| corners <= MAX_CORNERS)
        && curved::form(condition, blocks).is_some_and(|form| form.cells.iter().all(|cell| !form.fails(cell.signum())))
}

/// The products of a form, with whole coefficients if `whole`.
fn terms(form: &Form, curve: &Curve, whole: bool) -> Vec<MixtureTerm> {
    let coefficients: Vec<Rational> = form.terms().map(|(_, coefficient)| coefficient.clone()).collect();
    let factor = if whole { integer_scale(&coefficients) } else { Rational::ONE };
    let term = |(product, coefficient): (&[Var], &Rational)| MixtureTerm {
        coefficient: coefficient * &factor,
        probabilities: Vec::new(),
        unknowns: product.iter().map(|&variable| curve.basis.meanings[variable as usize].clone()).collect(),
    };
    form.terms().map(term).collect()
}

/// What is believed at an information set, if that depends on more than behaviour.
fn believed(curve: &Curve, infoset: InfosetId) -> Option<BelievedNodes> {
    let weights = &curve.basis.weights[infoset.index()];
    let depends = weights.iter().any(|(_, form)| form.variables().any(|variable| variable >= curve.basis.actions));
    let alone = |unknown: &Unknown| matches!(unknown, Unknown::Belief(own, _) if *own == infoset);
    let nodes: Vec<(usize, Vec<MixtureTerm>)> =
        weights.iter().map(|(node, form)| (*node, terms(form, curve, false))).collect();
    // Where the unknown numbers are the beliefs themselves, nothing need be said.
    let plain =
        nodes.iter().all(|(_, terms)| terms.iter().all(|term| matches!(&term.unknowns[..], [own] if alone(own))));
    (depends && !plain).then_some(BelievedNodes { infoset, nodes })
}
