//! [`Symmetry`]: players who are exchangeable, so that one of several combinations of supports stands for all.

use super::continuum::{Curve, Witness};
use super::outcome::Found;
use super::supports::Supports;
use crate::game::{MixedProfile, NormalForm, PlayerId, Profile};
use crate::solve::solution::{Equilibrium, Orbit};

/// Groups of players who may change places without changing the game. Every player is in one group.
#[derive(Debug)]
pub(super) struct Symmetry {
    groups: Vec<Vec<usize>>,
    players: usize,
}

impl Symmetry {
    /// Nobody is exchangeable with anybody.
    #[cfg(test)]
    pub(super) fn none(players: usize) -> Self {
        Symmetry { groups: Vec::new(), players }
    }

    /// Finds the groups by comparing payoffs exactly: two players with the same strategies are exchangeable if everybody's
    /// payoff stays what it was, after a change of places, when the two change places.
    pub(super) fn of(game: &NormalForm, survivors: &[Vec<usize>]) -> Self {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for player in 0..game.num_players() {
            match groups
                .iter_mut()
                .find(|group| survivors[group[0]] == survivors[player] && exchangeable(game, group[0], player))
            {
                Some(group) => group.push(player),
                None => groups.push(vec![player]),
            }
        }
        groups.retain(|group| group.len() > 1);
        Symmetry { groups, players: game.num_players() }
    }

    /// The exchangeable player before this one, whose support comes first in the order of supports.
    pub(super) fn before(&self, player: usize) -> Option<usize> {
        let own = self.groups.iter().find(|group| group.contains(&player))?;
        own[..own.iter().position(|member| *member == player)?].last().copied()
    }

    /// Every way to deal a combination's supports to the exchangeable players, one for each result: for each place the
    /// player whose support comes there. The first way changes nothing.
    fn deals(&self, supports: &Supports) -> Vec<Vec<usize>> {
        let mut deals: Vec<Vec<usize>> = vec![(0..self.players).collect()];
        for group in &self.groups {
            let ways = arrangements(group, supports);
            let dealt = |deal: &Vec<usize>, way: &Vec<usize>| {
                let mut deal = deal.clone();
                group.iter().zip(way).for_each(|(place, from)| deal[*place] = *from);
                deal
            };
            deals = deals.iter().flat_map(|deal| ways.iter().map(move |way| dealt(deal, way))).collect();
        }
        deals
    }

    /// Adds what the exchangeable players' changes of places make of what was found on a combination of supports.
    pub(super) fn spread(&self, supports: &Supports, found: &mut Found) {
        if self.groups.is_empty() {
            return;
        }
        let deals = self.deals(supports);
        let points = std::mem::take(&mut found.points);
        let sets = std::mem::take(&mut found.sets);
        let curves = std::mem::take(&mut found.curves);
        let undecided = std::mem::take(&mut found.undecided);
        for deal in &deals {
            found.points.extend(points.iter().map(|(profile, point)| dealt_point(deal, profile, point)));
            found.sets.extend(sets.iter().map(|set| set.dealt(deal)));
            found.curves.extend(curves.iter().map(|curve| curve.dealt(deal)));
            found.undecided.extend(undecided.iter().map(|supports| dealt(deal, supports)));
        }
    }

    /// Equilibria that differ only in which of the exchangeable players does what.
    pub(super) fn orbits(&self, profiles: &[MixedProfile], equilibria: &[Equilibrium]) -> Vec<Orbit> {
        if self.groups.is_empty() {
            return Vec::new();
        }
        let mut orbits: Vec<(Vec<Vec<f64>>, bool, Orbit)> = Vec::new();
        let group = |group: &Vec<usize>| group.iter().map(|&player| PlayerId::from(player)).collect::<Vec<_>>();
        for (member, profile) in profiles.iter().enumerate() {
            let exact = equilibria[member].error_bound.is_none();
            let key = self.sorted(profile);
            let same = |(other, other_exact, _): &&mut (Vec<Vec<f64>>, bool, Orbit)| {
                let pairs = other.iter().flatten().zip(key.iter().flatten());
                exact == *other_exact && pairs.into_iter().all(|(a, b)| (a - b).abs() <= 1e-9)
            };
            match orbits.iter_mut().find(same) {
                Some((_, _, orbit)) => orbit.members.push(member),
                None => {
                    let players = self.groups.iter().map(group).collect();
                    orbits.push((key, exact, Orbit { members: vec![member], players }));
                }
            }
        }
        orbits.into_iter().map(|(_, _, orbit)| orbit).collect()
    }

    /// Everybody's probabilities, those of exchangeable players in order.
    fn sorted(&self, profile: &MixedProfile) -> Vec<Vec<f64>> {
        let mut rows: Vec<Vec<f64>> = profile.0.iter().map(|row| row.iter().map(|x| x.to_f64()).collect()).collect();
        for group in &self.groups {
            let mut own: Vec<Vec<f64>> = group.iter().map(|&player| rows[player].clone()).collect();
            // Rounded for the order, so that errors far below the tolerance do not change it.
            let rank = |row: &Vec<f64>| row.iter().map(|x| (x * 1e8).round() as i64).collect::<Vec<_>>();
            own.sort_by_cached_key(rank);
            group.iter().zip(own).for_each(|(&player, row)| rows[player] = row);
        }
        rows
    }
}

/// Whether two players may change places.
fn exchangeable(game: &NormalForm, a: usize, b: usize) -> bool {
    let (first, second) = (PlayerId::from(a), PlayerId::from(b));
    if game.strategies(first).keys() != game.strategies(second).keys() {
        return false;
    }
    (0..game.num_profiles()).all(|number| {
        let mut profile = game.profile(number);
        profile.swap(a, b);
        let (before, after) = (game.payoffs_of(number), game.payoffs_of(game.profile_number(&profile)));
        (0..before.len()).all(|player| {
            let place = if player == a {
                b
            } else if player == b {
                a
            } else {
                player
            };
            before[player] == after[place]
        })
    })
}

/// The different orders of a group's supports, each as the players from whom the supports come.
fn arrangements(group: &[usize], supports: &Supports) -> Vec<Vec<usize>> {
    let Some(_) = group.first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for (position, &player) in group.iter().enumerate() {
        // Of several players with one support, the first goes first.
        if group[..position].iter().any(|earlier| supports[*earlier] == supports[player]) {
            continue;
        }
        let rest: Vec<usize> = group.iter().copied().filter(|other| *other != player).collect();
        all.extend(arrangements(&rest, supports).into_iter().map(|tail| [&[player], &tail[..]].concat()));
    }
    all
}

impl Curve {
    fn dealt(&self, deal: &[usize]) -> Curve {
        let profile = |profile: &MixedProfile| MixedProfile(dealt(deal, &profile.0));
        let witness = |witness: &Witness| Witness {
            profile: profile(&witness.profile),
            ends: witness.ends.iter().map(profile).collect(),
            ..*witness
        };
        Curve { supports: dealt(deal, &self.supports), witnesses: self.witnesses.iter().map(witness).collect() }
    }
}

fn dealt<T: Clone>(deal: &[usize], rows: &[T]) -> Vec<T> {
    deal.iter().map(|&from| rows[from].clone()).collect()
}

fn dealt_point(deal: &[usize], profile: &MixedProfile, point: &Equilibrium) -> (MixedProfile, Equilibrium) {
    let profile = MixedProfile(dealt(deal, &profile.0));
    let payoffs = dealt(deal, &point.payoffs);
    let equilibrium = Equilibrium { profile: Profile::Mixed(profile.clone()), payoffs, ..point.clone() };
    (profile, equilibrium)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;

    #[test]
    fn groups_are_recognised() {
        // B and C are exchangeable; A counts double.
        let names = ["S", "N"];
        let builder = NormalForm::builder().player("A", names).player("B", names).player("C", names);
        let game = builder.payoffs(|profile| {
            let sum = 2 * profile[0] + profile[1] + profile[2];
            profile.iter().map(|own| Rational::from((sum >= 2) as i64 * 3 - *own as i64)).collect()
        });
        let symmetry = Symmetry::of(&game.unwrap(), &[vec![0, 1], vec![0, 1], vec![0, 1]]);
        assert_eq!(symmetry.groups, [vec![1, 2]]);
        assert_eq!((symmetry.before(1), symmetry.before(2)), (None, Some(1)));
        assert_eq!(symmetry.deals(&vec![vec![0], vec![0], vec![0, 1]]), [vec![0, 1, 2], vec![0, 2, 1]]);
        assert_eq!(symmetry.deals(&vec![vec![0], vec![1], vec![1]]), [vec![0, 1, 2]]);
    }
}
