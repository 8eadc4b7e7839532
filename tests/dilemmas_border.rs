//! The border game: a Prisoner's Dilemma below pi* = G/b, a stag hunt above.

mod dilemmas;

use dilemmas::{Random, Values, at, model, rational};
use foederis::{Game, Rational, nash};

/// Each equilibrium as the probabilities of Refrain, in order.
fn refrain(game: &Game) -> Vec<[Rational; 2]> {
    let solution = nash(game, &Default::default()).unwrap();
    assert!(solution.complete());
    let mut found: Vec<[Rational; 2]> = solution
        .equilibria
        .iter()
        .map(|equilibrium| [0, 1].map(|player| equilibrium.profile.rows()[player][0].clone()))
        .collect();
    found.sort();
    found
}

fn both(value: &str) -> [Rational; 2] {
    [rational(value), rational(value)]
}

#[test]
fn without_the_clause_it_is_a_prisoners_dilemma() {
    assert_eq!(refrain(&at(&model("border"), &[])), [both("0")]);
}

#[test]
fn with_enough_of_it_a_stag_hunt() {
    assert_eq!(refrain(&at(&model("border"), &[("pi", "3/4")])), [both("0"), both("4/7"), both("1")]);
}

#[test]
fn thresholds_hold_at_random_points() {
    let model = model("border");
    let mut random = Random::new(4);
    let mut ties = 0;
    for _ in 0..10_000 {
        let point = random.point(&model);
        let v = Values(&model, &point);
        let found = refrain(&model.game_at(&point).unwrap());
        let loss = v.get("pi") * v.get("b") - v.get("G");
        if loss.is_negative() {
            assert_eq!(found, [both("0")], "{point:?}");
        } else if loss.is_zero() {
            // Weakly dominated restraint: (Refrain, Refrain) is an equilibrium too, and nothing in between.
            ties += 1;
            assert_eq!(found, [both("0"), both("1")], "{point:?}");
        } else {
            let risk = v.get("l") - v.get("kappa");
            let mixed = &risk / &(&loss + &risk);
            assert_eq!(found, [both("0"), [mixed.clone(), mixed], both("1")], "{point:?}");
        }
    }
    assert!(ties > 50, "ties must occur to be tested; there were {ties}");
}

/// With pi = 0, grim trigger sustains restraint if and only if delta >= G / (G + kappa), which is 3/7 at the base.
#[test]
fn repetition_sustains_restraint_from_three_sevenths() {
    let model = model("border").variant("repeated").unwrap();
    for (delta, sustained) in [("2/7", false), ("42/100", false), ("3/7", true), ("43/100", true), ("9/10", true)] {
        let found = refrain(&at(&model, &[("delta", delta)]));
        assert_eq!(found.contains(&both("1")), sustained, "delta = {delta}");
        assert!(found.contains(&both("0")), "defiance is always in equilibrium");
    }
    let mut random = Random::new(5);
    for _ in 0..2_000 {
        let point = random.point(&model);
        let v = Values(&model, &point);
        let (gain, kappa) = (v.get("G") - v.get("pi") * v.get("b"), v.get("kappa"));
        let sustained = v.get("delta") * &(&gain + &kappa) >= gain;
        let found = refrain(&model.game_at(&point).unwrap());
        assert_eq!(found.contains(&both("1")), sustained, "{point:?}");
    }
}
