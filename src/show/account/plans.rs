//! Sets of plans on a tree, in words: what each player must do, and between what they may choose.

use std::collections::{BTreeSet, HashMap};

use super::sets::mixture;
use crate::game::{ExtensiveForm, Game, PlayerSequences, Profile, SequenceForm, SequenceInfoset};
use crate::number::Rational;
use crate::show::words::{Digits, clean, list, more, place};
use crate::solve::{NashSubset, Solution};

/// Beyond so many equilibria, sets of plans are not assigned to outcomes.
const MAX_EQUILIBRIA: usize = 5000;

/// How many plans of a mixture are written out.
const MAX_PLANS: usize = 8;

/// The maximal Nash subsets of a tree, and the equilibria that each holds.
pub(super) struct PlanSets {
    sets: Vec<(BTreeSet<usize>, String)>,
}

impl PlanSets {
    /// The sets of a solution; none for tables, or where only equilibria are known.
    pub(super) fn new(game: &Game, solution: &Solution) -> Self {
        let none = PlanSets { sets: Vec::new() };
        let Game::Extensive(tree) = game else { return none };
        let subsets = || solution.components.iter().flat_map(|component| &component.subsets);
        if subsets().next().is_none() || solution.len() > MAX_EQUILIBRIA {
            return none;
        }
        let Ok(form) = tree.to_sequence() else { return none };
        let plans = solution.equilibria.iter().enumerate().filter_map(|(number, equilibrium)| {
            let Profile::Behavior(profile) = &equilibrium.profile else { return None };
            Some((form.realization_of(profile).ok()?, number))
        });
        let numbers: HashMap<Vec<Vec<Rational>>, usize> = plans.collect();
        let set = |subset: &NashSubset| {
            let [xs, ys] = &subset.vertices[..] else { return None };
            let pairs = xs.iter().flat_map(|x| ys.iter().map(move |y| vec![x.clone(), y.clone()]));
            let members = pairs.map(|pair| numbers.get(&pair).copied()).collect::<Option<_>>()?;
            Some((members, subset_words(tree, &form, subset)))
        };
        PlanSets { sets: subsets().filter_map(set).collect() }
    }

    /// The sets that make up some equilibria, in words; none unless they hold just these.
    pub(super) fn of(&self, equilibria: &[usize]) -> Vec<String> {
        let wanted: BTreeSet<usize> = equilibria.iter().copied().collect();
        let within = || self.sets.iter().filter(|(members, _)| members.is_subset(&wanted));
        let held: BTreeSet<usize> = within().flat_map(|(members, _)| members).copied().collect();
        if equilibria.len() > 1 && held == wanted {
            within().map(|(_, words)| words.clone()).collect()
        } else {
            Vec::new()
        }
    }
}

/// What each player does in a set of plans, player by player.
pub(super) fn subset_words(tree: &ExtensiveForm, form: &SequenceForm, subset: &NashSubset) -> String {
    let player = |(player, (own, plans)): (usize, (&PlayerSequences, &Vec<Vec<Rational>>))| {
        let words = plans_words(tree, own, plans);
        (!words.is_empty()).then(|| format!("{}: {words}", clean(tree.players().key(player))))
    };
    let pairs = form.players.iter().zip(&subset.vertices).enumerate();
    pairs.filter_map(player).collect::<Vec<_>>().join(" | ")
}

/// "Invoke at the start; any mixture of Leave and Stay after Abstain".
fn plans_words(tree: &ExtensiveForm, own: &PlayerSequences, plans: &[Vec<Rational>]) -> String {
    let reached: Vec<&SequenceInfoset> =
        own.infosets.iter().filter(|set| plans.iter().any(|plan| !plan[set.before].is_zero())).collect();
    let rows =
        |set: &SequenceInfoset| -> BTreeSet<Vec<Rational>> { plans.iter().filter_map(|plan| row(set, plan)).collect() };
    let (fixed, open): (Vec<&SequenceInfoset>, Vec<&SequenceInfoset>) =
        reached.into_iter().partition(|set| rows(set).len() == 1 && plans.iter().all(|plan| row(set, plan).is_some()));
    let mut parts: Vec<String> = fixed.iter().map(|set| choice_words(tree, set, &rows(set))).collect();
    let (free, tied): (Vec<&SequenceInfoset>, Vec<&SequenceInfoset>) =
        open.iter().partition(|set| is_independent(set, &open, plans));
    parts.extend(free.iter().map(|set| choice_words(tree, set, &rows(set))));
    if !tied.is_empty() {
        let chosen: BTreeSet<Vec<_>> =
            plans.iter().map(|plan| tied.iter().map(|set| row(set, plan)).collect()).collect();
        let plan_words = |rows: &Vec<Option<Vec<Rational>>>| {
            let met = tied.iter().zip(rows).filter_map(|(set, row)| Some((set, BTreeSet::from([row.clone()?]))));
            let words: Vec<String> = met.map(|(set, row)| choice_words(tree, set, &row)).collect();
            format!("({})", words.join("; "))
        };
        let mut words: Vec<String> = chosen.iter().rev().take(MAX_PLANS).map(plan_words).collect();
        words.extend((chosen.len() > MAX_PLANS).then(|| more(chosen.len() - MAX_PLANS, "plan", "plans")));
        parts.push(format!("any mixture of the plans {}", list(&words)));
    }
    parts.join("; ")
}

/// Whether the choice at an information set can be made apart from those at the others: every plan comes there with the same
/// weight, and every extreme choice there goes with everything that the others may be.
fn is_independent(set: &SequenceInfoset, open: &[&SequenceInfoset], plans: &[Vec<Rational>]) -> bool {
    let here: BTreeSet<_> = plans.iter().map(|plan| row(set, plan)).collect();
    let elsewhere = |plan: &Vec<Rational>| -> Vec<Option<Vec<Rational>>> {
        open.iter().filter(|other| other.first != set.first).map(|other| row(other, plan)).collect()
    };
    let rest: BTreeSet<_> = plans.iter().map(elsewhere).collect();
    let steady = plans.iter().all(|plan| plan[set.before] == plans[0][set.before]);
    let last = open.iter().all(|other| !(set.first..set.first + set.actions).contains(&other.before));
    steady && last && here.len() * rest.len() == plans.len()
}

/// What a plan does at an information set; `None` where it never comes.
fn row(set: &SequenceInfoset, plan: &[Rational]) -> Option<Vec<Rational>> {
    let weights = plan[set.first..set.first + set.actions].iter();
    weights.map(|weight| weight.checked_div(&plan[set.before])).collect()
}

/// "Support after Invoke", "Support with probability 0 to 5/8, else Abstain, after Invoke", "anything after Invoke".
fn choice_words(tree: &ExtensiveForm, set: &SequenceInfoset, rows: &BTreeSet<Vec<Rational>>) -> String {
    let infoset = tree.infoset(set.infoset);
    let names: Vec<String> = infoset.actions.keys().iter().map(|name| clean(name)).collect();
    let used: Vec<usize> = (0..names.len()).filter(|&action| rows.iter().any(|row| !row[action].is_zero())).collect();
    let pure = rows.iter().all(|row| row.iter().filter(|weight| !weight.is_zero()).count() == 1);
    let place = place(infoset);
    if rows.len() > 1 && pure && rows.len() == names.len() {
        return format!("anything {place}");
    }
    let mut ends = rows.iter();
    match (&used[..], ends.next(), ends.next(), ends.next()) {
        (&[first, second], Some(low), Some(high), None) if !pure => {
            let [low, high] = [low, high].map(|row| Digits::Exact.compact(&row[first]));
            format!("{} with probability {low} to {high}, else {}, {place}", names[first], names[second])
        }
        (_, Some(only), None, _) => format!("{} {place}", mixture(only, &names)),
        _ => {
            let corners: Vec<String> = rows.iter().rev().map(|row| mixture(row, &names)).collect();
            format!("any mixture of {} {place}", list(&corners))
        }
    }
}
