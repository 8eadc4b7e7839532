//! Hidden loyalty: Armenia's secret alone, and with Russia's.

use foederis::Rational;

use crate::assessment::Claim;
use crate::dilemmas::{Values, model};
use crate::regimes::{POINTS, Regime, joins, one, ratio, regime, test, zero};

const D: &str = "Armenia: disloyal";
const L: &str = "Armenia: loyal";

/// What a type of Armenia expects of asking, if it is supported with probability `s`.
fn asking(g: &Rational, refused: &Rational, s: &Rational) -> Rational {
    &(g * s) + &(refused * &(&one() - s))
}

/// The regimes of both models; where `sigma` is nothing, Russia has no type that is staunch.
pub fn regimes(v: &Values, sigma: Option<Rational>) -> Vec<Regime> {
    let [delta, g, yd, zl, k, r, e] = ["delta", "g", "yD", "zL", "K", "r", "e"].map(|symbol| v.get(symbol));
    let (lost, share) = (-&zl, sigma.clone().unwrap_or_default());
    let threshold = &(&k - &r) / &e;
    let (with_d, with_l) = (|s: &Rational| asking(&g, &yd, s), |s: &Rational| asking(&g, &lost, s));
    let claim = |d: Rational, l: Rational, x: Rational| {
        let mut play = vec![(D, "Invoke", d), (L, "Invoke", l)];
        match sigma {
            None => play.push(("Russia: after invocation", "Support", x)),
            Some(_) => play.extend([("Russia: staunch", "Support", one()), ("Russia: wavering", "Support", x)]),
        }
        // Where nobody asks, a loyal Armenia is the first to ask by mistake.
        Claim::new(&play).rare(D, "Invoke")
    };
    // With what probability a Russia that is free to choose supports, if Armenia is to be supported with probability s.
    let free = |s: &Rational| &(s - &share) / &(&one() - &share);
    let s_l = &zl / &(&g + &zl);
    let s_d = if yd <= zero() { &-&yd / &(&g - &yd) } else { -one() };
    let bluffs = joins(&delta, &threshold).map(|l| claim(one(), l, free(&s_l)));
    let doubts = joins(&(&one() - &delta), &(&one() - &threshold)).map(|d| claim(d, one(), free(&s_d)));
    let (none, all) = (zero(), one());
    vec![
        regime("both ask and are supported", delta >= threshold, claim(one(), one(), one())),
        regime(
            "both ask and are refused",
            delta <= threshold && with_d(&share) >= none && with_l(&share) >= none,
            claim(one(), one(), zero()),
        ),
        regime(
            "separating",
            threshold >= all && with_d(&share) >= none && with_l(&share) <= none,
            claim(one(), zero(), zero()),
        ),
        regime(
            "only the loyal ask",
            threshold >= none && with_l(&share) >= none && with_d(&share) <= none,
            claim(zero(), one(), zero()),
        ),
        regime(
            "settlement",
            threshold >= none && with_d(&share) <= none && with_l(&share) <= none,
            claim(zero(), zero(), zero()),
        ),
        Regime {
            name: "bluff",
            holds: threshold > none && delta <= threshold && threshold <= all && share <= s_l && with_d(&s_l) >= none,
            claim: bluffs,
        },
        Regime {
            name: "the disloyal hesitate",
            holds: none <= threshold
                && threshold <= delta
                && s_d >= none
                && share <= s_d
                && with_l(&s_d) >= none
                && ratio(&one(), &(&one() - &threshold)).is_some(),
            claim: doubts,
        },
    ]
}

#[test]
fn armenias_secret() {
    let never = ["both ask and are refused", "only the loyal ask"];
    test(&model("caucasus_private_loyalty"), POINTS, &[], |v| {
        let mut regimes = regimes(v, None);
        // Without a staunch Russia, a loyal Armenia that is sure to be refused does not ask.
        assert!(regimes.iter().all(|regime| !regime.holds || !never.contains(&regime.name)));
        regimes.retain(|regime| !never.contains(&regime.name));
        regimes
    });
}

#[test]
fn two_secrets() {
    test(&model("caucasus_two_sided"), POINTS, &[], |v| regimes(v, Some(v.get("sigma"))));
}
