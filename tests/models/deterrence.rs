//! Deterrence with types: unilateral, mutual, extended.

use crate::assessment::Claim;
use crate::dilemmas::{Values, model};
use crate::regimes::{POINTS, Regime, joins, one, ratio, regime, test, zero};

pub fn unilateral(v: &Values) -> Vec<Regime> {
    let [pc, pd, a, b, ch, val, m, ds] = ["pC", "pD", "a", "b", "cH", "v", "m", "dS"].map(|symbol| v.get(symbol));
    let (t_hard, t_soft) = (&a / &(&a + &ch), &a / &(&a + &b));
    let d = &(&val - &m) / &(&ds - &m);
    let claim = |hard, soft, resists| {
        Claim::new(&[
            ("Challenger: hard", "Demand", hard),
            ("Challenger: soft", "Demand", soft),
            ("Challenger: hard and resisted", "Press on", one()),
            ("Challenger: soft and resisted", "Press on", zero()),
            ("Defender: hard", "Resist", one()),
            ("Defender: soft", "Resist", resists),
        ])
    };
    let resists = ratio(&(&t_soft - &pd), &(&one() - &pd)).unwrap();
    vec![
        regime("certain deterrence", pd >= t_hard, claim(zero(), zero(), zero()).rare("Challenger: soft", "Demand")),
        regime("steadfast deterrence", true, claim(zero(), zero(), one()).rare("Challenger: hard", "Demand")),
        regime("separating", t_soft <= pd && pd <= t_hard, claim(one(), zero(), zero())),
        Regime {
            name: "bluff",
            holds: pc <= d && pd <= t_soft,
            claim: joins(&pc, &d).map(|soft| claim(one(), soft, resists)),
        },
        regime("attack", pc >= d && pd <= t_soft, claim(one(), one(), zero())),
    ]
}

#[test]
fn unilateral_deterrence() {
    test(&model("unilateral_deterrence"), POINTS, &["steadfast deterrence"], unilateral);
}

pub fn mutual(v: &Values) -> Vec<Regime> {
    let of = |symbol: &str, state: &str| v.get(&format!("{symbol}_{state}"));
    // For each state: its own thresholds for the probability that the other is hard, and that probability.
    let [west, east] = [("West", "East"), ("East", "West")].map(|(own, other)| {
        let [a, val, h, s] = ["a", "v", "h", "s"].map(|symbol| of(symbol, own));
        let p = of("p", other);
        let more = &s - &val;
        let soft = &one() - &p;
        // With what probability the other's hard type waits, and its soft type demands, so that this state is indifferent.
        let waits = &(&a * &soft) / &(&h * &p);
        let demands = &(&(&a * &soft) - &(&more * &p)) / &(&soft * &(&a + &more));
        (p, &a / &(&a + &h), &a / &(&a + &s), &a / &(&a + &more), waits, demands)
    });
    let claim = |west_hard, west_soft, east_hard, east_soft| {
        Claim::new(&[
            ("West: hard", "Demand", west_hard),
            ("West: soft", "Demand", west_soft),
            ("East: hard", "Demand", east_hard),
            ("East: soft", "Demand", east_soft),
            ("West: hard, demanded of", "Resist", one()),
            ("West: soft, demanded of", "Resist", zero()),
            ("East: hard, demanded of", "Resist", one()),
            ("East: soft, demanded of", "Resist", zero()),
        ])
    };
    let peace = west.0 >= west.1 && east.0 >= east.1;
    let boundary = |state: &(_, _, _, _, foederis::Rational, _)| &one() - &state.4;
    vec![
        regime("peace", peace, claim(zero(), zero(), zero(), zero())),
        regime("hard states mix", peace, claim(boundary(&east), zero(), boundary(&west), zero())),
        regime("hard states demand", west.0 >= west.3 && east.0 >= east.3, claim(one(), zero(), one(), zero())),
        regime("West presses, East's hard type waits", west.0 <= west.2, claim(one(), one(), zero(), zero())),
        regime("West presses, East's hard type demands", west.0 <= west.3, claim(one(), one(), one(), zero())),
        regime("East presses, West's hard type waits", east.0 <= east.2, claim(zero(), zero(), one(), one())),
        regime("East presses, West's hard type demands", east.0 <= east.3, claim(one(), zero(), one(), one())),
        regime(
            "soft states mix",
            west.0 <= west.3 && east.0 <= east.3,
            claim(one(), east.5.clone(), one(), west.5.clone()),
        ),
    ]
}

#[test]
fn mutual_deterrence() {
    test(&model("mutual_deterrence"), POINTS, &[], mutual);
}

pub fn extended(v: &Values) -> Vec<Regime> {
    let [p, a, i, w, val, j, y] = ["p", "a", "i", "w", "v", "j", "y"].map(|symbol| v.get(symbol));
    let (stop, attack) = (&(&a + &i) / &(&a + &w), &a / &(&a + &w));
    let escalates = &(&val - &j) / &(&y - &j);
    let claim = |attacks, soft, escalates| {
        Claim::new(&[
            ("Challenger: start", "Attack", attacks),
            ("Defender: hard", "Defend", one()),
            ("Defender: soft", "Defend", soft),
            ("Challenger: after the defence", "Escalate", escalates),
            ("Defender: hard, after escalation", "Fight", one()),
            ("Defender: soft, after escalation", "Fight", zero()),
        ])
    };
    let bluff = joins(&p, &stop).unwrap();
    vec![
        regime("the defence is believed", p >= stop, claim(zero(), one(), zero())),
        regime(
            "deterred by a defence that may be a bluff",
            attack <= p && p <= stop,
            claim(zero(), bluff.clone(), escalates.clone()),
        ),
        regime("crisis", p <= attack, claim(one(), bluff, escalates)),
    ]
}

#[test]
fn extended_deterrence() {
    test(&model("extended_deterrence"), POINTS, &[], extended);
}
