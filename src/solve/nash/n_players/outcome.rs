//! From what was found to a solution with components.

use std::collections::BTreeMap;

use super::Search;
use super::lone_mixer::LoneMixer;
use super::supports::Supports;
use crate::error::Error;
use crate::game::{Concept, Elimination, MixedProfile, NormalForm, PlayerId, Profile};
use crate::number::Rational;
use crate::solve::control::Watch;
use crate::solve::nash::subsets::affine_dimension;
use crate::solve::solution::{Component, Equilibrium, NashSubset, Solution, Status};

/// The solution: every equilibrium found, the extreme points of every polytope, and their components.
pub(super) fn solution(search: Search, watch: &Watch) -> Result<Solution, Error> {
    let mut solution = Solution::new(
        Concept::Nash,
        "supports, contraction, bisection and Krawczyk's test, each equilibrium proven",
        "every extreme Nash equilibrium, and with them every Nash equilibrium: each is a mixture within a component",
    );
    let segments = maximal(search.segments);
    let mut found: BTreeMap<MixedProfile, Option<f64>> = search.found.into_iter().collect();
    found.extend(segments.iter().flat_map(LoneMixer::profiles).map(|profile| (profile, None)));
    let mut found: Vec<(MixedProfile, Option<f64>)> = found.into_iter().rev().collect();
    solution.status = watch.finish(&mut found);
    let position: BTreeMap<&MixedProfile, usize> = found.iter().map(|(profile, _)| profile).zip(0..).collect();
    if search.undecided.is_empty() {
        solution.components = components(found.len(), &segments, &position);
    }
    for (profile, radius) in &found {
        solution.equilibria.push(equilibrium(search.game, profile, *radius)?);
    }
    if !search.undecided.is_empty() {
        let text = undecided_text(search.game, search.record, &search.undecided);
        match solution.complete() {
            true => solution.status = Status::Partial(text),
            false => solution.notes.push(text),
        }
    }
    solution.counts.insert("supports".into(), search.supports);
    solution.counts.insert("boxes".into(), search.boxes);
    Ok(solution)
}

impl LoneMixer {
    /// The extreme equilibria.
    fn profiles(&self) -> impl Iterator<Item = MixedProfile> + '_ {
        self.vertices.iter().map(|vertex| self.profile(vertex))
    }

    fn profile(&self, mixture: &[Rational]) -> MixedProfile {
        MixedProfile(
            self.rows
                .iter()
                .enumerate()
                .map(|(player, row)| if player == self.player.index() { mixture.to_vec() } else { row.clone() })
                .collect(),
        )
    }

    fn subset(&self) -> NashSubset {
        let own = |player: usize| match player == self.player.index() {
            true => self.vertices.clone(),
            false => vec![self.rows[player].clone()],
        };
        let dimension = affine_dimension(&self.vertices);
        NashSubset { vertices: (0..self.rows.len()).map(own).collect(), dimension }
    }
}

/// Leaves out the sets of mixtures that others contain.
fn maximal(segments: Vec<LoneMixer>) -> Vec<LoneMixer> {
    let keep = |segment: &&LoneMixer| !segments.iter().any(|other| segment.is_part_of(other));
    segments.iter().filter(keep).cloned().collect()
}

/// Equilibria that are extreme points of one set of mixtures, or of sets that share an extreme point, are connected.
fn components(count: usize, segments: &[LoneMixer], position: &BTreeMap<&MixedProfile, usize>) -> Vec<Component> {
    let mut group: Vec<usize> = (0..count).collect();
    let members = |segment: &LoneMixer| -> Vec<usize> {
        segment.profiles().filter_map(|profile| position.get(&profile).copied()).collect()
    };
    for segment in segments {
        let ends = members(segment);
        if let Some(target) = ends.iter().map(|&end| group[end]).min() {
            let merged: Vec<usize> = ends.iter().map(|&end| group[end]).collect();
            group.iter_mut().filter(|g| merged.contains(g)).for_each(|g| *g = target);
        }
    }
    let mut components: BTreeMap<usize, Component> = BTreeMap::new();
    let empty = Component { members: Vec::new(), subsets: Vec::new(), dimension: 0, index: None };
    for (equilibrium, &group) in group.iter().enumerate() {
        components.entry(group).or_insert_with(|| empty.clone()).members.push(equilibrium);
    }
    for segment in segments {
        let first = members(segment).first().copied();
        if let Some(component) = first.and_then(|first| components.get_mut(&group[first])) {
            let subset = segment.subset();
            component.dimension = component.dimension.max(subset.dimension);
            component.subsets.push(subset);
        }
    }
    components.into_values().collect()
}

fn equilibrium(game: &NormalForm, profile: &MixedProfile, radius: Option<f64>) -> Result<Equilibrium, Error> {
    let payoffs = game.expected_payoffs(profile)?;
    let regret = if radius.is_some() { regret(game, profile, &payoffs)? } else { Rational::ZERO };
    let exact = Equilibrium::exact(Profile::Mixed(profile.clone()), payoffs);
    Ok(Equilibrium { error_bound: radius, regret, ..exact })
}

/// The most that anybody could gain by deviating alone.
fn regret(game: &NormalForm, profile: &MixedProfile, payoffs: &[Rational]) -> Result<Rational, Error> {
    let mut most = Rational::ZERO;
    for player in game.player_ids() {
        for gain in game.deviation_payoffs(profile, player)? {
            most = most.max(gain - &payoffs[player.index()]);
        }
    }
    Ok(most)
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
