//! Crises of several rounds or players: the tripartite crisis, audience costs, and reputation.

use crate::assessment::Claim;
use crate::dilemmas::{Values, model};
use crate::regimes::{POINTS, Regime, joins, one, regime, test, zero};
use foederis::Rational;

pub fn tripartite(v: &Values) -> Vec<Regime> {
    let [lambda, q, a, b, wd, o, k, s, e, c, f, g, z] =
        ["lambda", "q", "a", "b", "wD", "o", "k", "s", "e", "c", "f", "g", "z"].map(|symbol| v.get(symbol));
    let kappa = &(&(&q * &k) - &s) / &(&e - &s);
    let supported = &g - &(&q * &(&g + &f));
    let straddle = &(&z - &c) / &(&z + &supported);
    let clash = &(&q * &wd) + &(&(&one() - &q) * &b);
    // What a demand brings the Challenger, if both types together hold firm with probability h and are supported with x.
    let worth = |h: &Rational, x: &Rational| {
        let alone = &one() - x;
        let gain = &a * &(&(&one() - h) + &(&(h - &lambda) * &alone));
        &(&gain - &(&(h * x) * &clash)) - &(&(&lambda * &alone) * &o)
    };
    let claim = |demand: bool, loyal: Rational, support: Rational| {
        Claim::new(&[
            ("Challenger: start", "Demand", if demand { one() } else { zero() }),
            ("Challenger: determined", "Press on", one()),
            ("Challenger: hesitant", "Press on", zero()),
            ("Protege: disloyal", "Hold firm", one()),
            ("Protege: loyal", "Hold firm", loyal),
            ("Protege: disloyal, left alone", "Realign", one()),
            ("Protege: loyal, left alone", "Realign", zero()),
            ("Defender: after the Protege held firm", "Support", support),
        ])
    };
    let both =
        |names: [&'static str; 2], holds: bool, worth: Option<Rational>, claim: &dyn Fn(bool) -> Option<Claim>| {
            let worth = worth.unwrap_or_default();
            let [no, yes] = [worth <= zero(), worth >= zero()].map(|right| holds && right);
            [
                Regime { name: names[0], holds: no, claim: claim(false) },
                Regime { name: names[1], holds: yes, claim: claim(true) },
            ]
        };
    let mixed = joins(&lambda, &kappa);
    let straddles = zero() < kappa && kappa <= one() && lambda <= kappa;
    let share = straddles.then(|| worth(&(&lambda / &kappa), &straddle));
    let (firm, alone) = (worth(&one(), &one()), worth(&lambda, &zero()));
    let mut regimes = Vec::new();
    regimes.extend(both(
        ["firm support deters", "firm support does not deter"],
        lambda >= kappa,
        Some(firm),
        &|demand| Some(claim(demand, one(), one())),
    ));
    regimes.extend(both(["a straddle deters", "a straddle does not deter"], straddles, share, &|demand| {
        mixed.clone().map(|loyal| claim(demand, loyal, straddle.clone()))
    }));
    regimes.extend(both(["no support and no demand", "no support"], kappa >= one(), Some(alone), &|demand| {
        Some(claim(demand, zero(), zero()))
    }));
    regimes
}

#[test]
fn tripartite_crisis() {
    test(&model("tripartite_crisis"), POINTS, &[], tripartite);
}

pub fn audience(v: &Values) -> Vec<Regime> {
    let [p, q, prize, c, ct, h, s] =
        ["p_Challenger", "p_Target", "v", "c_Challenger", "c_Target", "h_Challenger", "s_Challenger"].map(|x| v.get(x));
    let (two, give_way) = (Rational::from(2), |cost: &Rational| &prize / &(&prize + cost));
    let theta_t = &(&prize + &ct) / &(&prize + &(&two * &ct));
    let theta_c = &(&prize + &(&two * &c)) / &(&prize + &s);
    let (psi, chi, omega) = (give_way(&(&two * &c)), give_way(&s), give_way(&h));
    let claim = |hard, soft, firm, resists| {
        Claim::new(&[
            ("Challenger: hard", "Challenge", hard),
            ("Challenger: soft", "Challenge", soft),
            ("Challenger: hard, round 2", "Stand firm", one()),
            ("Challenger: soft, round 2", "Stand firm", firm),
            ("Target: hard", "Resist", one()),
            ("Target: soft", "Resist", resists),
            ("Target: hard, round 2", "Fight", one()),
            ("Target: soft, round 2", "Fight", zero()),
        ])
        .rare("Challenger: soft", "Challenge")
    };
    // So that the Target resists with this probability, both types together.
    let resists = |total: &Rational| &(total - &q) / &(&one() - &q);
    let firm = &(&theta_t - &p) / &(&one() - &p);
    vec![
        regime("no crisis", q >= omega, claim(zero(), zero(), zero(), zero())),
        regime("only the hard challenge", psi <= q && q <= omega, claim(one(), zero(), zero(), zero())),
        regime("the soft Target concedes at once", q <= psi && p >= theta_t, claim(one(), one(), zero(), zero())),
        regime(
            "a bluff that ends in round 1",
            p <= theta_t && chi <= q && q <= psi,
            claim(one(), joins(&p, &theta_t).unwrap(), zero(), resists(&psi)),
        ),
        regime("a bluff that goes on", p <= theta_t && q <= chi, claim(one(), one(), firm, resists(&(&q / &theta_c)))),
    ]
}

#[test]
fn audience_costs() {
    test(&model("audience_costs"), POINTS, &[], audience);
}

pub fn reputation(v: &Values) -> Vec<Regime> {
    let [rho, ki, r, m, g, l, h] = ["rho", "kI", "r", "m", "g", "l", "h"].map(|symbol| v.get(symbol));
    let phi = &(&ki - &r) / &(&m - &r);
    let trust = &(&l - &h) / &(&g + &l);
    let claim = |resolute, irresolute, support, abstention| {
        Claim::new(&[
            ("Russia: resolute", "Support", resolute),
            ("Russia: irresolute", "Support", irresolute),
            ("Kyrgyzstan: after support", "Rely", support),
            ("Kyrgyzstan: after abstention", "Rely", abstention),
        ])
    };
    let surprises = ["Support", "Abstain"];
    let rare = |claim: Claim| surprises.iter().fold(claim, |claim, action| claim.rare("Russia: resolute", action));
    vec![
        regime("separating", phi >= one(), claim(one(), zero(), one(), zero())),
        regime("mimicry", phi <= one() && rho >= trust, rare(claim(one(), one(), one(), zero()))),
        regime(
            "half-hearted mimicry",
            phi <= one() && rho <= trust,
            claim(one(), joins(&rho, &trust).unwrap(), phi.clone(), zero()),
        ),
        regime("support would be taken for weakness", rho >= trust, rare(claim(zero(), zero(), zero(), one()))),
    ]
}

#[test]
fn csto_reputation() {
    test(&model("csto_reputation"), POINTS, &[], reputation);
}
