//! [`cfr`]: approximate equilibria of large two-player trees, with an exact account of how far they are from one.

mod minimiser;

use dashu_int::IBig;

use super::constant_sum::ConstantSum;
use super::control::{Control, Watch};
use super::guarantee::{best_value, value};
use super::solution::{Equilibrium, Solution, Status};
use crate::error::Error;
use crate::game::{BehaviorProfile, Concept, ExtensiveForm, Game, Profile, SequenceForm};
use crate::number::Rational;
use minimiser::Pair;

/// How long to look for an approximate equilibrium.
#[derive(Debug, Clone)]
pub struct CfrOptions {
    /// How many iterations. Default: 1000.
    pub iterations: u64,
    /// Stop as soon as nobody could gain more than this. Default: 0, so that all iterations are done.
    pub precision: Rational,
    /// Limits, progress and stopping.
    pub control: Control,
}

impl Default for CfrOptions {
    fn default() -> Self {
        CfrOptions { iterations: 1000, precision: Rational::ZERO, control: Control::default() }
    }
}

/// After how many iterations gains are looked at.
const CHECK: u64 = 32;

/// An approximate Nash equilibrium of a constant-sum tree of two players, by counterfactual regret minimisation (CFR+).
///
/// # Definition
/// At each information set a player takes each action in proportion to its regret: how much more, summed over the
/// iterations and never let below 0, the action would have brought than what was played, weighted with the probability
/// that the others and chance let play come there. Iterations count the more for the average plans the later they are;
/// those come ever nearer to an equilibrium (Zinkevich, Johanson, Bowling, Piccione 2007; Tammelin 2014, arXiv:1407.5042).
///
/// # Returns
/// One profile, the average rounded to twelve decimals. Iterations are in floating point, but what the profile is worth is
/// not: payoffs, best replies and so the [`regret`](Equilibrium::regret), the most that anybody could gain, are exact, and
/// `verify` checks them. A note says between which numbers the value of the game is proven to lie.
///
/// # Errors
/// When the game is no constant-sum tree of two players, or a player lacks perfect recall; when there are no iterations or
/// the precision is negative.
///
/// # Complexity
/// An iteration takes as many operations as the tree has plays, and memory is in proportion to them.
///
/// # Example
/// ```
/// use foederis::{CfrOptions, ExtensiveForm, Rational, cfr};
/// let mut tree = ExtensiveForm::builder(["Evader", "Seeker"]);
/// let root = tree.root();
/// for (slot, stake) in tree.decision(root, "Evader", "", ["north", "south"])?.into_iter().zip([9, 1]) {
///     let ends = tree.decision(slot, "Seeker", "unseen", ["north", "south"])?;
///     let found = usize::from(stake == 1);
///     tree.payoffs(ends[found], [0, 0])?;
///     tree.payoffs(ends[1 - found], [stake, -stake])?;
/// }
/// let options = CfrOptions { precision: Rational::new(1, 1000).unwrap(), ..CfrOptions::default() };
/// let solution = cfr(&tree.finish()?.into(), &options)?;
/// assert!(solution.complete() && solution.equilibria[0].regret <= options.precision);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn cfr(game: &Game, options: &CfrOptions) -> Result<Solution, Error> {
    check(options)?;
    let tree = game.tree("counterfactual regret minimisation")?;
    let sum = Some(tree).filter(|tree| tree.num_players() == 2).and_then(ConstantSum::of_tree).ok_or_else(|| {
        Error::Unsupported(
            "cfr needs a constant-sum tree of two players; use nash, or logit with a high precision".into(),
        )
    })?;
    let form = tree.to_sequence()?;
    let mut watch = Watch::start(&options.control);
    watch.expect(options.iterations);
    let mut pair = Pair::new(&form);
    let (target, mut done) = (options.precision.to_f64() * MARGIN, 0);
    while done < options.iterations && !watch.must_stop_now(0) {
        pair.iterate();
        done += 1;
        let look = done.is_multiple_of(CHECK) && target > 0.0;
        if look && pair.gains().into_iter().fold(0.0, f64::max) <= target {
            break;
        }
    }
    let stopped = watch.finish(&mut Vec::<Equilibrium>::new());
    report(tree, &form, &sum, &pair, options, stopped, done)
}

/// Gains in floats must be below this part of the precision, so that they are below it exactly.
const MARGIN: f64 = 0.999;

fn check(options: &CfrOptions) -> Result<(), Error> {
    if options.iterations == 0 {
        return Err(Error::Invalid("there are 0 iterations to do; give at least 1".into()));
    }
    if options.precision.is_negative() {
        return Err(Error::Invalid(format!("the precision is {}; give 0 or more", options.precision)));
    }
    Ok(())
}

/// The average profile, and exactly what it is worth.
fn report(
    tree: &ExtensiveForm,
    form: &SequenceForm,
    sum: &ConstantSum,
    pair: &Pair,
    options: &CfrOptions,
    stopped: Status,
    done: u64,
) -> Result<Solution, Error> {
    let profile = BehaviorProfile(pair.average(tree.infosets().len()));
    let plans = form.realization_of(&profile)?;
    let payoffs = sum.payoffs(value(form, 0, &plans));
    let best = [best_value(form, 0, &plans), best_value(form, 1, &plans)];
    let regret = best.iter().zip(&payoffs).map(|(best, own)| best - own).max().unwrap_or_default();
    let claim = format!("a profile from which nobody gains more than {} by deviating alone", above(&regret));
    let method = "CFR+ in floating point, payoffs and gains exact";
    let mut solution = Solution::new(Concept::ApproximateNash, method, claim);
    solution.counts.insert("iterations".into(), done);
    let (low, high) = (sum.first_of(&best[1]), &best[0]);
    let name = tree.players().key(0);
    solution.notes.push(format!("the value of the game for {name} is from {} to {}", below(&low), above(high)));
    solution.status = match stopped {
        Status::Complete if !options.precision.is_zero() && regret > options.precision => Status::Partial(format!(
            "after {done} iterations somebody could still gain more than {}; give more iterations",
            options.precision
        )),
        other => other,
    };
    solution.equilibria.push(Equilibrium { regret, ..Equilibrium::exact(Profile::Behavior(profile), payoffs) });
    Ok(solution)
}

/// How many decimals bounds are given with.
const DECIMALS: i64 = 100_000_000;

/// A decimal that is not below a number.
fn above(number: &Rational) -> String {
    let scaled = number * &Rational::from(DECIMALS);
    let (numerator, denominator) = (scaled.numerator(), scaled.denominator());
    let (whole, rest) = (&numerator / &denominator, &numerator % &denominator);
    let up = if rest > IBig::ZERO { whole + IBig::ONE } else { whole };
    Rational::from_integers(up, DECIMALS.into()).to_decimal(8)
}

/// A decimal that is not above a number.
fn below(number: &Rational) -> String {
    let up = above(&-number);
    match up.strip_prefix('-') {
        Some(size) => size.to_owned(),
        None if up == "0" => up,
        None => format!("-{up}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_rounded_outward() {
        let third = Rational::new(1, 3).unwrap();
        assert_eq!((below(&third), above(&third)), ("0.33333333".into(), "0.33333334".into()));
        assert_eq!((below(&-&third), above(&-&third)), ("-0.33333334".into(), "-0.33333333".into()));
        assert_eq!((below(&Rational::ZERO), above(&2.into())), ("0".into(), "2".into()));
    }
}
