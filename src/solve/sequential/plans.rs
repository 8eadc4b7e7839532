//! Whole plans for what comes after an information set, judged by the beliefs there.

use super::conditions::{Condition, Values};
use super::form::Form;
use crate::game::InfosetId;
use crate::number::Rational;

/// An action at each of some information sets.
type Plan = Vec<(InfosetId, usize)>;

/// The most plans that are compared at an information set.
const MAX_PLANS: usize = 4096;

/// That no plan for the own moves from an information set on brings more than the profile does. Where beliefs are updated,
/// this follows from the best action at each information set (Hendon, Jacobsen, Sloth 1996); otherwise it does not.
pub(super) fn conditions(values: &mut Values, infoset: InfosetId) -> Option<Vec<Condition>> {
    let gains = gains(values, infoset)?;
    Some(gains.into_iter().map(|(_, gain)| values.condition(false, gain)).collect())
}

/// The different plans, each with what it brings more than the profile does.
pub(super) fn gains(values: &mut Values, infoset: InfosetId) -> Option<Vec<(Plan, Form)>> {
    let setting = values.setting;
    let tree = setting.tree;
    let before = |id: InfosetId| setting.own_before[id.index()].map(|(before, _)| before);
    let after = |id: &InfosetId| std::iter::successors(before(*id), |id| before(*id)).any(|own| own == infoset);
    let later: Vec<InfosetId> = tree.infoset_ids().filter(after).collect();
    if later.is_empty() {
        return Some(Vec::new());
    }
    let sets: Vec<InfosetId> = std::iter::once(infoset).chain(later).collect();
    let counts: Vec<usize> = sets.iter().map(|id| tree.infoset(*id).actions.len()).collect();
    let total = counts.iter().try_fold(1usize, |total, count| total.checked_mul(*count))?;
    if total > MAX_PLANS {
        return None;
    }
    let first = values.supports[infoset.index()].trailing_zeros() as usize;
    let own = brings(values, infoset, &[(infoset, first)])?;
    let mut found: Vec<(Plan, Form)> = Vec::new();
    for number in 0..total {
        let mut rest = number;
        let digit = |(id, count): (&InfosetId, &usize)| {
            let digit = rest % count;
            rest /= count;
            (*id, digit)
        };
        let plan: Vec<(InfosetId, usize)> = sets.iter().zip(&counts).map(digit).collect();
        let mut gain = brings(values, infoset, &plan)?;
        gain.add_product(&own, &-Rational::ONE, &[]);
        if !found.iter().any(|(_, other)| *other == gain) {
            found.push((plan, gain));
        }
    }
    Some(found)
}

/// What a plan brings from an information set on, weighed by how probable its nodes are: beliefs, or how play comes there.
pub(super) fn brings(values: &mut Values, infoset: InfosetId, plan: &[(InfosetId, usize)]) -> Option<Form> {
    let tree = values.setting.tree;
    let (player, nodes) = (tree.infoset(infoset).player, &tree.infoset(infoset).nodes);
    let mut sum = Form::default();
    for (node, weight) in &values.basis.weights[infoset.index()] {
        if !values.add(&mut sum, nodes[*node], player, weight, plan) {
            return None;
        }
    }
    Some(sum)
}
