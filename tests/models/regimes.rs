//! Regimes at random points: what holds inside, and that it fails outside.

use std::collections::BTreeMap;

use foederis::{Certificate, Concept, Game, Model, Profile, Rational, verify, why_not};

use crate::assessment::Claim;
use crate::dilemmas::{Random, Values, tree};

/// A claim, and whether the closed form says that it holds. Inequalities are weak: a boundary belongs to both sides.
pub struct Regime {
    pub name: &'static str,
    pub holds: bool,
    pub claim: Option<Claim>,
}

/// A regime whose probabilities are numbers everywhere.
pub fn regime(name: &'static str, holds: bool, claim: Claim) -> Regime {
    Regime { name, holds, claim: Some(claim) }
}

pub fn one() -> Rational {
    Rational::ONE
}

pub fn zero() -> Rational {
    Rational::ZERO
}

/// A quotient, or nothing.
pub fn ratio(a: &Rational, b: &Rational) -> Option<Rational> {
    (*b != Rational::ZERO).then(|| a / b)
}

/// The probability with which the other type joins in, so that the type of prior `prior` is believed with `posterior`.
pub fn joins(prior: &Rational, posterior: &Rational) -> Option<Rational> {
    let one = Rational::ONE;
    ratio(&(prior * &(&one - posterior)), &(&(&one - prior) * posterior))
}

/// Tests all regimes at random points; each has to hold somewhere and, unless it is named in `everywhere`, fail somewhere.
pub fn test(model: &Model, count: usize, everywhere: &[&str], regimes: impl Fn(&Values) -> Vec<Regime>) {
    let mut random = Random::new(20_22);
    let mut met: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for number in 0..count {
        let point = random.point(model);
        let game = model.game_at(&point).unwrap();
        let found = regimes(&Values(model, &point));
        assert!(found.iter().any(|regime| regime.holds), "no regime holds at {point:?}");
        for regime in found {
            met.entry(regime.name).or_default()[usize::from(!regime.holds)] += 1;
            let wrong = test_claim(&game, &regime, number % 10 == 0);
            assert_eq!(
                wrong,
                None,
                "{} at {:?}",
                regime.name,
                model.symbols_list().iter().zip(&point).collect::<Vec<_>>()
            );
        }
    }
    for (name, [inside, outside]) in met {
        assert!(inside >= count / 200, "{name} holds at {inside} points only");
        assert!(outside >= count / 200 || everywhere.contains(&name), "{name} fails at {outside} points only");
    }
}

/// What is wrong with a claim, if anything is.
fn test_claim(game: &Game, regime: &Regime, thoroughly: bool) -> Option<String> {
    let claim = regime.claim.as_ref().filter(|claim| claim.is_possible());
    let (Some(claim), true) = (claim, regime.holds) else {
        let stands = claim.is_some_and(|claim| claim.weak_spot(tree(game)).is_none());
        return match (regime.holds, stands) {
            (true, _) => Some("it should hold and is not possible".into()),
            (false, true) => Some("it should fail and holds".into()),
            (false, false) => None,
        };
    };
    if let Some(spot) = claim.weak_spot(tree(game)) {
        return Some(format!("it should hold; better than {spot}"));
    }
    if thoroughly {
        let profile = Profile::Behavior(claim.profile(tree(game)));
        let certificate = Certificate::new(game, Concept::Nash, &profile).unwrap();
        assert!(verify(game, &certificate).unwrap().ok());
        assert!(why_not(game, &profile, &Default::default()).unwrap().ok());
    }
    None
}

/// Points at which the tests are made.
pub const POINTS: usize = 1_000;
