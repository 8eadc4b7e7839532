//! Signals of resolve: tying hands and sinking costs.

use crate::assessment::Claim;
use crate::dilemmas::{Values, model};
use crate::regimes::{POINTS, Regime, joins, one, ratio, regime, test, zero};
use foederis::Rational;

const HARD: &str = "Defender: hard";
const SOFT: &str = "Defender: soft";

pub fn tying(v: &Values) -> Vec<Regime> {
    let [p, vs, fs, b, k, t] = ["p", "vS", "fS", "b", "k", "t"].map(|symbol| v.get(symbol));
    let theta = &b / &(&b + &k);
    let claim = |hard, soft, plain, tied, soft_fights| {
        Claim::new(&[
            (HARD, "Tie hands", hard),
            (SOFT, "Tie hands", soft),
            ("Challenger: after no signal", "Challenge", plain),
            ("Challenger: after tied hands", "Challenge", tied),
            ("Defender: hard, challenged after no signal", "Fight", one()),
            ("Defender: soft, challenged after no signal", "Fight", zero()),
            ("Defender: hard, challenged after tied hands", "Fight", one()),
            ("Defender: soft, challenged after tied hands", "Fight", soft_fights),
        ])
        .rare(HARD, "Tie hands")
        .rare(HARD, "No signal")
    };
    let (loose, fast) = (t <= fs, t >= fs);
    let challenged = &vs / &(&vs + &t);
    let bluff = joins(&p, &theta).unwrap();
    vec![
        regime("peace without a signal", loose && p >= theta, claim(zero(), zero(), zero(), one(), zero())),
        regime("both tie their hands", loose && p >= theta, claim(one(), one(), one(), zero(), zero())),
        regime("bluff", loose && p <= theta, claim(one(), bluff, one(), challenged, zero())),
        regime("no signal and a challenge", loose && p <= theta, claim(zero(), zero(), one(), one(), zero())),
        regime("hands tied for good", fast, claim(one(), one(), one(), zero(), one())),
        regime("no need to tie them", fast && p >= theta, claim(zero(), zero(), zero(), zero(), one())),
    ]
}

#[test]
fn tying_hands() {
    test(&model("tying_hands_sinking_costs"), POINTS, &[], tying);
}

pub fn sinking(v: &Values) -> Vec<Regime> {
    let [p, vh, vs, fh, b, k, c] = ["p", "vH", "vS", "fH", "b", "k", "c"].map(|symbol| v.get(symbol));
    let (theta, stake) = (&b / &(&b + &k), &vh - &fh);
    let claim = |hard, soft, plain, sunk| {
        Claim::new(&[
            (HARD, "Sink costs", hard),
            (SOFT, "Sink costs", soft),
            ("Challenger: after no signal", "Challenge", plain),
            ("Challenger: after sunk costs", "Challenge", sunk),
            ("Defender: hard, challenged after no signal", "Fight", one()),
            ("Defender: soft, challenged after no signal", "Fight", zero()),
            ("Defender: hard, challenged after sunk costs", "Fight", one()),
            ("Defender: soft, challenged after sunk costs", "Fight", zero()),
        ])
    };
    let soft_errs = |claim: Claim| claim.rare(HARD, "Sink costs").rare(HARD, "No signal");
    let silent = ratio(&(&theta * &(&one() - &p)), &(&p * &(&one() - &theta))).unwrap();
    let hard_sinks: Rational = &one() - &silent;
    vec![
        regime("peace without a signal", p >= theta, soft_errs(claim(zero(), zero(), zero(), one()))),
        regime("both sink costs", p >= theta && c <= vs && c <= stake, soft_errs(claim(one(), one(), one(), zero()))),
        regime("separating", vs <= c && c <= stake, claim(one(), zero(), one(), zero())),
        regime(
            "bluff",
            p <= theta && c <= vs && vs <= stake,
            claim(one(), joins(&p, &theta).unwrap(), one(), &one() - &(&c / &vs)),
        ),
        regime(
            "the hard sink costs at times",
            p >= theta && c <= stake && vs <= stake,
            claim(hard_sinks, zero(), &c / &stake, zero()).rare(SOFT, "Sink costs"),
        ),
        regime("no signal and a challenge", p <= theta, soft_errs(claim(zero(), zero(), one(), one()))),
    ]
}

#[test]
fn sinking_costs() {
    let model = model("tying_hands_sinking_costs").variant("sinking costs").unwrap();
    test(&model, POINTS, &[], sinking);
}
