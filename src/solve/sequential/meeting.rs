//! Families of Nash equilibria that meet between their extreme ones, or in plans that differ only where they exclude play.

use super::assemble::{Family, joined};
use crate::error::Error;
use crate::game::{ExtensiveForm, Profile};
use crate::number::{Rational, lp};
use crate::solve::solution::{Component, Equilibrium};

/// The most pairs of families that are compared by linear programs.
const MAX_PAIRS: usize = 20_000;

/// Joins the components of families that have an equilibrium in common, up to what is done where own earlier actions exclude that
/// play comes.
///
/// Where behaviour may be chosen independently at all information sets, the realisation plans of a family are the mixtures of those
/// of its members: a linear program tells whether two families have one in common. Others are joined where members are the same.
pub(super) fn join(
    tree: &ExtensiveForm,
    equilibria: &[Equilibrium],
    families: &[Family],
    components: &mut Vec<Component>,
) -> Result<(), Error> {
    let form = tree.to_sequence()?;
    let plan = |equilibrium: &Equilibrium| -> Result<Vec<Rational>, Error> {
        match &equilibrium.profile {
            Profile::Behavior(profile) => Ok(form.realization_of(profile)?.concat()),
            _ => Ok(Vec::new()),
        }
    };
    let plans: Vec<Vec<Rational>> = equilibria.iter().map(plan).collect::<Result<_, _>>()?;
    let of = |family: &Family| -> Vec<&Vec<Rational>> { family.members.iter().map(|&member| &plans[member]).collect() };
    let mut compared = 0;
    for (number, family) in families.iter().enumerate() {
        for other in &families[..number] {
            let home = |family: &Family| components.iter().position(|own| own.members.contains(&family.members[0]));
            let (Some(a), Some(b)) = (home(family), home(other)) else { continue };
            if a == b || compared > MAX_PAIRS {
                continue;
            }
            compared += 1;
            let (own, theirs) = (of(family), of(other));
            let same = own.iter().any(|plan| theirs.contains(plan));
            if same || family.apart && other.apart && meet(&own, &theirs) {
                let second = components.remove(a.max(b));
                let first = components.remove(a.min(b));
                components.push(joined(vec![first, second]));
            }
        }
    }
    components.sort_by_key(|component| component.members[0]);
    Ok(())
}

/// Whether the convex hulls of two sets of plans meet.
fn meet(own: &[&Vec<Rational>], theirs: &[&Vec<Rational>]) -> bool {
    if own.len() == 1 && theirs.len() == 1 {
        return own[0] == theirs[0];
    }
    let places = own[0].len();
    let mut rows: Vec<Vec<Rational>> = Vec::new();
    for place in 0..places {
        let row: Vec<Rational> =
            own.iter().map(|plan| plan[place].clone()).chain(theirs.iter().map(|plan| -&plan[place])).collect();
        rows.push(row.iter().map(|entry| -entry).chain([Rational::ZERO]).collect());
        rows.push(row.into_iter().chain([Rational::ZERO]).collect());
    }
    let sum = own.iter().map(|_| Rational::ONE).chain(theirs.iter().map(|_| Rational::ZERO));
    let objective: Vec<Rational> = sum.collect();
    rows.push(objective.iter().cloned().chain([Rational::ONE]).collect());
    lp::maximise(rows, &objective).value == Rational::ONE
}
