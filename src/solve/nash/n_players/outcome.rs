//! From what was found to a solution with components.

use std::collections::BTreeMap;

use super::Task;
use super::exact::Exact;
use super::product::Product;
use super::supports::Supports;
use crate::error::Error;
use crate::game::{Concept, Elimination, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::solution::{Component, Equilibrium, Solution, Status};

/// What was found on some supports.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Isolated equilibria, with the error bound of those that are irrational.
    pub(super) points: Vec<(MixedProfile, Equilibrium)>,
    pub(super) sets: Vec<Product>,
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
        self.undecided.extend(other.undecided);
        self.supports += other.supports;
        self.boxes += other.boxes;
    }
}

/// The solution: every equilibrium found, the extreme points of every polytope, and their components.
pub(super) fn solution(task: &Task, search: Found, watch: &Watch) -> Result<Solution, Error> {
    let mut solution = Solution::new(
        Concept::Nash,
        "supports, contraction, bisection and Krawczyk's test, each equilibrium proven",
        "every extreme Nash equilibrium, and with them every Nash equilibrium: each is a mixture within a component",
    );
    let sets = maximal(search.sets);
    let mut found: BTreeMap<MixedProfile, Equilibrium> = search.points.into_iter().collect();
    for profile in sets.iter().flat_map(Product::profiles) {
        if !found.contains_key(&profile) {
            found.insert(profile.clone(), equilibrium(&task.exact, &profile, None)?);
        }
    }
    let mut found: Vec<(MixedProfile, Equilibrium)> = found.into_iter().rev().collect();
    solution.status = watch.finish(&mut found);
    let (profiles, equilibria): (Vec<MixedProfile>, Vec<Equilibrium>) = found.into_iter().unzip();
    solution.orbits = task.symmetry.orbits(&profiles, &equilibria);
    solution.equilibria = equilibria;
    if search.undecided.is_empty() {
        solution.components = components(&profiles, &sets);
    } else {
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

/// Leaves out the sets that others contain, and puts the rest in order.
fn maximal(mut sets: Vec<Product>) -> Vec<Product> {
    sets.sort_by(|a, b| a.vertices.cmp(&b.vertices));
    let within =
        |a: usize, b: usize| a != b && sets[a].is_part_of(&sets[b]) && (b < a || !sets[b].is_part_of(&sets[a]));
    (0..sets.len()).filter(|&a| !(0..sets.len()).any(|b| within(a, b))).map(|a| sets[a].clone()).collect()
}

/// Equilibria in one set, or in sets that meet, are connected; others are alone.
fn components(profiles: &[MixedProfile], sets: &[Product]) -> Vec<Component> {
    let mut group: Vec<usize> = (0..sets.len()).collect();
    for a in 0..sets.len() {
        for b in 0..a {
            if group[a] != group[b] && sets[a].meets(&sets[b]) {
                let (old, new) = (group[a].max(group[b]), group[a].min(group[b]));
                group.iter_mut().filter(|g| **g == old).for_each(|g| *g = new);
            }
        }
    }
    let mut components: BTreeMap<usize, Component> = BTreeMap::new();
    let mut alone = Vec::new();
    for (member, profile) in profiles.iter().enumerate() {
        match sets.iter().position(|set| set.contains(&profile.0)) {
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
    let mut all: Vec<Component> = components.into_values().chain(alone).collect();
    all.sort_by_key(|component| component.members[0]);
    all
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
