//! From what was found to a solution with components.

use std::collections::BTreeMap;

use super::Task;
use super::continuum::{self, Curve, Witness};
use super::exact::Exact;
use super::product::Product;
use super::separable;
use super::supports::Supports;
use crate::error::Error;
use crate::game::{Concept, Elimination, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::curved_set::CurvedSet;
use crate::solve::solution::{Component, Equilibrium, Solution, Status};

/// What was found on some supports.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Isolated equilibria, with the error bound of those that are irrational.
    pub(super) points: Vec<(MixedProfile, Equilibrium)>,
    pub(super) sets: Vec<Product>,
    pub(super) curves: Vec<Curve>,
    /// Supports on which something may be missing.
    pub(super) undecided: Vec<Supports>,
    pub(super) supports: u64,
    pub(super) boxes: u64,
}

impl Found {
    pub(super) fn add(&mut self, exact: &Exact, profile: MixedProfile, radius: Option<f64>) -> Result<(), Error> {
        let equilibrium = equilibrium(exact, &profile, radius)?;
        self.points.push((profile, equilibrium));
        Ok(())
    }

    /// How many isolated equilibria there are.
    pub(super) fn count(&self) -> usize {
        self.points.len()
    }

    pub(super) fn join(&mut self, other: Found) {
        self.points.extend(other.points);
        self.sets.extend(other.sets);
        self.curves.extend(other.curves);
        self.undecided.extend(other.undecided);
        self.supports += other.supports;
        self.boxes += other.boxes;
    }
}

/// The solution: every equilibrium found, the extreme points of every polytope, witnesses of curved sets, and their
/// components.
pub(super) fn solution(task: &Task, search: Found, watch: &mut Watch) -> Result<Solution, Error> {
    let claim = if search.curves.is_empty() {
        "every extreme Nash equilibrium, and with them every Nash equilibrium: each is a mixture within a component"
    } else {
        "every Nash equilibrium: each is listed, or a mixture within a component, or meets the conditions of a curved set, \
         of which only witnesses are listed"
    };
    let method = "supports, contraction, bisection and Krawczyk's test, each equilibrium proven";
    let mut solution = Solution::new(Concept::Nash, method, claim);
    let sets = maximal(search.sets, watch);
    let mut found: BTreeMap<MixedProfile, Equilibrium> = search.points.into_iter().collect();
    let witnesses =
        search.curves.iter().flat_map(|curve| curve.witnesses.iter().map(|witness| witness.profile.clone()));
    for profile in sets.iter().flat_map(Product::profiles).chain(witnesses) {
        if watch.must_stop(0) {
            break;
        }
        if !found.contains_key(&profile) {
            found.insert(profile.clone(), equilibrium(&task.exact, &profile, None)?);
        }
    }
    let mut found: Vec<(MixedProfile, Equilibrium)> = found.into_iter().rev().collect();
    solution.status = watch.finish(&mut found);
    let (profiles, equilibria): (Vec<MixedProfile>, Vec<Equilibrium>) = found.into_iter().unzip();
    solution.orbits = task.symmetry.orbits(&profiles, &equilibria);
    solution.equilibria = equilibria;
    let curved: Vec<CurvedSet> = search.curves.iter().map(|curve| curve.describe(task, &profiles)).collect();
    let ends = |curve: &Curve| curve.witnesses.iter().flat_map(|witness| witness.ends.clone()).collect();
    let ends: Vec<Vec<MixedProfile>> = search.curves.iter().map(ends).collect();
    let connected = !sets.is_empty() || !curved.is_empty();
    solution.components = components(&profiles, &sets, curved, &ends, watch);
    let stopped = watch.finish::<()>(&mut Vec::new());
    if connected && stopped != Status::Complete {
        // Which sets meet was not looked at to the end.
        solution.components.clear();
        if solution.complete() {
            solution.status = stopped;
        }
    }
    if !search.undecided.is_empty() {
        // What else there is may touch the others.
        solution.components.retain(|component| !component.subsets.is_empty() || !component.curved.is_empty());
        let mut undecided = search.undecided;
        undecided.sort();
        let text = undecided_text(task.game, task.record, &undecided);
        match solution.complete() {
            true => solution.status = Status::Partial(text),
            false => solution.notes.push(text),
        }
    }
    solution.counts.insert("supports".into(), search.supports);
    solution.counts.insert("boxes".into(), search.boxes);
    Ok(solution)
}

impl Curve {
    /// What is said of it; `profiles` are all equilibria that are listed.
    fn describe(&self, task: &Task, profiles: &[MixedProfile]) -> CurvedSet {
        let supports = separable::used(&task.record.survivors, &self.supports);
        let (equations, inequalities) = continuum::conditions(task.game, &supports);
        let listed = |witness: &Witness| profiles.iter().position(|profile| *profile == witness.profile);
        let dimension = self.witnesses.iter().map(|witness| witness.dimension).max().unwrap_or_default();
        CurvedSet {
            equations,
            inequalities,
            blocks: Vec::new(),
            beliefs: Vec::new(),
            witnesses: self.witnesses.iter().filter_map(listed).collect(),
            dimension,
            dimension_proven: self.witnesses.iter().any(|w| w.regular && w.dimension == dimension),
            supports,
        }
    }
}

/// Leaves out the sets that others contain, and puts the rest in order. Where time runs out, only those looked at are left.
fn maximal(mut sets: Vec<Product>, watch: &mut Watch) -> Vec<Product> {
    // A set uses no more than one that contains it, so the large ones come first.
    sets.sort_by_cached_key(|set| std::cmp::Reverse(set.size()));
    let mut kept: Vec<Product> = Vec::new();
    for set in sets {
        if watch.must_stop(0) {
            break;
        }
        if !kept.iter().any(|larger| set.is_part_of(larger)) {
            kept.push(set);
        }
    }
    kept.sort_by(|a, b| a.vertices.cmp(&b.vertices));
    kept
}

/// Equilibria in one set, or in sets that meet, are connected; others are alone. A curved set is connected with all that
/// holds one of its witnesses, or one of its `ends`, to which a segment of equilibria leads.
fn components(
    profiles: &[MixedProfile],
    sets: &[Product],
    curved: Vec<CurvedSet>,
    ends: &[Vec<MixedProfile>],
    watch: &mut Watch,
) -> Vec<Component> {
    let mut group: Vec<usize> = (0..sets.len() + curved.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (old, new) = (group[a].max(group[b]), group[a].min(group[b]));
        group.iter_mut().filter(|g| **g == old).for_each(|g| *g = new);
    };
    for a in 0..sets.len() {
        let met = |b: &usize| !watch.must_stop(0) && sets[a].meets(&sets[*b]);
        (0..a).filter(met).for_each(|b| join(a, b));
    }
    for (number, curve) in curved.iter().enumerate() {
        for profile in curve.witnesses.iter().map(|&witness| &profiles[witness]).chain(&ends[number]) {
            (0..sets.len()).filter(|&a| sets[a].contains(&profile.0)).for_each(|a| join(a, sets.len() + number));
            let same = |b: &usize| uses_just(profile, &curved[*b].supports);
            (0..curved.len()).filter(same).for_each(|b| join(sets.len() + b, sets.len() + number));
        }
    }
    let mut components: BTreeMap<usize, Component> = BTreeMap::new();
    let mut alone = Vec::new();
    for (member, profile) in profiles.iter().enumerate() {
        let set = sets.iter().position(|set| set.contains(&profile.0));
        let on_curve = |b: &usize| curved[*b].witnesses.contains(&member) || ends[*b].contains(profile);
        let curve = || (0..curved.len()).find(on_curve).map(|b| sets.len() + b);
        match set.or_else(curve) {
            Some(set) => components.entry(group[set]).or_default().members.push(member),
            None => alone.push(Component { members: vec![member], ..Component::default() }),
        }
    }
    for (set, group) in sets.iter().zip(&group) {
        if let Some(component) = components.get_mut(group) {
            let subset = set.subset();
            component.dimension = component.dimension.max(subset.dimension);
            component.subsets.push(subset);
        }
    }
    for (curve, group) in curved.into_iter().zip(&group[sets.len()..]) {
        if let Some(component) = components.get_mut(group) {
            component.dimension = component.dimension.max(curve.dimension);
            component.curved.push(curve);
        }
    }
    let mut all: Vec<Component> = components.into_values().chain(alone).collect();
    all.sort_by_key(|component| component.members[0]);
    all
}

/// Whether a profile uses just these strategies.
fn uses_just(profile: &MixedProfile, supports: &[Vec<usize>]) -> bool {
    let used = |row: &Vec<Rational>| (0..row.len()).filter(|&s| !row[s].is_zero()).collect::<Vec<_>>();
    profile.0.iter().map(used).eq(supports.iter().cloned())
}

pub(super) fn equilibrium(exact: &Exact, profile: &MixedProfile, radius: Option<f64>) -> Result<Equilibrium, Error> {
    let (payoffs, regret) = exact.payoffs_and_regret(profile)?;
    let regret = if radius.is_some() { regret } else { Rational::ZERO };
    let point = Equilibrium::exact(Profile::Mixed(profile.clone()), payoffs);
    Ok(Equilibrium { error_bound: radius, regret, ..point })
}

/// Says where equilibria may be that are not isolated.
fn undecided_text(game: &NormalForm, record: &Elimination, undecided: &[Supports]) -> String {
    let name = |player: usize, strategy: usize| {
        game.strategies(PlayerId::from(player)).key(record.survivors[player][strategy]).to_owned()
    };
    let own = |player: usize, support: &[usize]| {
        let names: Vec<String> = support.iter().map(|&strategy| name(player, strategy)).collect();
        format!("{}: {}", game.players().key(player), names.join(" or "))
    };
    let example: Vec<String> = undecided[0].iter().enumerate().map(|(player, support)| own(player, support)).collect();
    format!(
        "equilibria that are not isolated, or singular, may exist on {} combinations of strategies and are not listed; for \
         example {}",
        undecided.len(),
        example.join("; ")
    )
}
