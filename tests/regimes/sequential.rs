//! Regimes of sequential equilibria: the six of private loyalty, and textbook signalling games.

use super::{conditions, random_point, solved};
use crate::support::Random;
use foederis::game::Beliefs;
use foederis::study::regimes::ParametricEquilibrium;
use foederis::study::region::{Constraint, Sense};
use foederis::{
    BehaviorProfile, Certificate, Concept, Implication, Model, Profile, Rational, Regimes, alliance, verify,
};

/// What a cell's equilibria are, in the words of those who worked them out by hand.
fn kind(found: &Regimes, equilibrium: &ParametricEquilibrium) -> &'static str {
    let tree = found.model.skeleton().unwrap();
    let tree = tree.tree("test").unwrap();
    let set = |key: &str| tree.infosets().iter().position(|infoset| infoset.key == key).unwrap();
    let sure = |key: &str, action: usize| equilibrium.profile[set(key)][action] == foederis::RationalFunction::one();
    let [invokes, accommodates] = [0, 1].map(|action| ["disloyal", "loyal"].map(|key| sure(key, action)));
    let supports = sure("after invocation", 0);
    match (invokes, accommodates, supports) {
        ([true, true], _, true) => "support",
        ([true, false], [_, true], _) => "separating",
        ([true, false], [false, false], _) => "bluff",
        ([false, true], [false, false], _) => "counterbluff",
        (_, [true, true], _) => "settlement",
        _ => "other",
    }
}

#[test]
fn private_loyalty_has_its_regimes_and_no_others() {
    let found = solved(&alliance::dilemma("caucasus_private_loyalty").unwrap(), Concept::Sequential, &[]);
    let rule = |kind: &str| -> Vec<&str> {
        match kind {
            "support" => vec!["K < r", "r < K and K < r + e and delta*e > K - r", "K <= r"],
            "separating" => vec!["K > r + e and yD > 0"],
            "bluff" => vec!["r < K and K < r + e and delta*e < K - r and yD > -zL"],
            // A loyal Armenia that loses less than the disloyal one gains by accommodating: bluffs the other way round.
            "counterbluff" => vec!["r < K and K < r + e and delta*e > K - r and yD < -zL"],
            "settlement" => vec!["K > r and yD < 0"],
            other => panic!("{other}"),
        }
    };
    let mut seen = std::collections::BTreeSet::new();
    for (number, cell) in found.cells.iter().enumerate() {
        let here: Vec<&str> = cell.equilibria.iter().map(|&index| kind(&found, &found.equilibria[index])).collect();
        for kind in &here {
            assert_eq!(found.implies(number, &rule(kind)).unwrap(), Implication::Proven, "{kind} in {number}");
            seen.insert(*kind);
        }
        for kind in ["support", "separating", "bluff", "counterbluff", "settlement"] {
            if !here.contains(&kind) {
                // The rule holds nowhere in the cell: each alternative is refused in all of it.
                let outside = match kind {
                    "support" => vec!["K > r and delta*e < K - r"],
                    "separating" => vec!["K < r + e", "yD < 0"],
                    "bluff" => vec!["K < r", "K > r + e", "delta*e > K - r", "yD < -zL"],
                    "counterbluff" => vec!["K < r", "K > r + e", "delta*e < K - r", "yD > -zL"],
                    _ => vec!["K < r", "yD > 0"],
                };
                let closed: Vec<String> =
                    outside.iter().map(|rule| rule.replace('<', "<=").replace('>', ">=")).collect();
                let closed: Vec<&str> = closed.iter().map(String::as_str).collect();
                assert_eq!(found.implies(number, &closed).unwrap(), Implication::Proven, "no {kind} in {number}");
            }
        }
    }
    assert_eq!(seen.len(), 5);
    let report = found.check(12, 5).unwrap();
    assert_eq!(report.mismatches, []);
    assert!(report.ties > 60, "{report:?}");
}

#[test]
fn private_loyalty_in_numbers() {
    let found = solved(&alliance::dilemma("caucasus_private_loyalty").unwrap(), Concept::Sequential, &[]);
    let base = found.domain.base();
    let there = found.equilibria_at(base);
    let [only] = there[..] else { panic!("{there:?}") };
    let profile = found.equilibria[only].profile_at(base).unwrap();
    let ratio = |a: i64, b: i64| foederis::Rational::new(a, b).unwrap();
    assert!(profile.contains(&vec![ratio(1, 5), ratio(4, 5)]) && profile.contains(&vec![ratio(1, 3), ratio(2, 3)]));
    let text = foederis::show::regimes::text(&found).unwrap();
    assert!(text.contains("Invoke with probability delta*(r - K + e)/((1 - delta)*(K - r))"), "{text}");
    assert!(text.contains("Support with probability zL/(g + zL)"), "{text}");
    assert!(text.contains("believes: Disloyal with any probability between 0 and (K - r)/e"), "{text}");
    // Along the prior: bluffing below mu* = 5/8, both at it, firmness above.
    let along = found.intervals("delta").unwrap();
    let ends: Vec<f64> = along.iter().filter_map(|part| Some(part.low.as_ref()?.to_f64())).collect();
    assert_eq!((along.len(), ends), (3, vec![0.0, 0.625, 0.625]));
    assert_eq!(along[1].equilibria.len(), 2);
}

#[test]
fn beer_and_quiche_with_any_prior() {
    // Cho and Kreps 1987: both pool on beer, or both on quiche with the duel off the path, for a prior of the weak below
    // 1/2; above it the surly breakfast is mixed.
    let model = Model::from_yaml(include_str!("beer_quiche.yaml")).unwrap();
    let found = solved(&model, Concept::Sequential, &[]);
    let names = found.model.symbols_list();
    let cells: Vec<(Vec<String>, usize)> =
        (0..found.cells.len()).map(|at| (conditions(&found, at), found.cells[at].equilibria.len())).collect();
    assert_eq!(names, ["p"]);
    assert_eq!(cells.len(), 2, "{cells:?}");
    assert!(cells.iter().any(|(conditions, _)| conditions == &["p < 1/2"]), "{cells:?}");
    assert_eq!(found.check(15, 2).unwrap().mismatches, []);
}

#[test]
fn other_trees_are_refused_by_name() {
    let model = alliance::dilemma("article_four").unwrap();
    let error = foederis::regimes(&model, Concept::Sequential, &Default::default()).unwrap_err().to_string();
    assert!(error.contains("need a tree in two stages") && error.contains("does not fit"), "{error}");
    let border = alliance::dilemma("border").unwrap();
    let error = foederis::regimes(&border, Concept::Sequential, &Default::default()).unwrap_err().to_string();
    assert!(error.contains("take the concept nash"), "{error}");
}

#[test]
fn perfect_information_is_subgame_perfection() {
    let model = alliance::dilemma("caucasus").unwrap();
    let (a, b) = (solved(&model, Concept::Sequential, &[]), solved(&model, Concept::SubgamePerfect, &[]));
    let mut random = Random(5);
    for _ in 0..200 {
        let point = random_point(&a, &mut random);
        assert_eq!(a.equilibria_at(&point), b.equilibria_at(&point));
    }
}

/// Bob sees a signal and not the type; at p = 1/2 the mixture of t0 no longer sends s0, and m0 is off the path.
const AT_THE_EDGE: &str = "
title: A mixture that ends
players: [Ann, Bob]
parameters:
  x: {base: 1/2}
  p: {base: 1/3, range: 0 < p < 1}
tree:
  chance:
    t0:
      probability: p
      player: Ann
      information set: t0
      actions:
        s0: {player: Bob, information set: m0, actions: {a0: [0, 0], a1: [-1, -1 - x]}}
        s1: {player: Bob, information set: m1, actions: {a0: [0, 0], a1: [-1, -1]}}
    t1:
      probability: 1 - p
      player: Ann
      information set: t1
      actions:
        s0: {player: Bob, information set: m0, actions: {a0: [0, 0], a1: [0, -1]}}
        s1: {player: Bob, information set: m1, actions: {a0: [0, 0], a1: [0, 1]}}
";

fn ratio(a: i64, b: i64) -> Rational {
    Rational::new(a, b).unwrap()
}

#[test]
fn a_comparison_holds_also_where_a_mixture_ends() {
    let found = solved(&Model::from_yaml(AT_THE_EDGE).unwrap(), Concept::Sequential, &[]);
    let names = found.model.symbols_list();
    let mixed = |own: &&ParametricEquilibrium| own.profile.iter().flatten().any(|p| p.to_text(names) == "(2*p - 1)/p");
    let ending: Vec<&ParametricEquilibrium> = found.equilibria.iter().filter(mixed).collect();
    assert!(!ending.is_empty());
    // Bob believes t0 at m0 whatever p is: a1 is best there for x <= -1 only.
    for own in &ending {
        let at_m0: Vec<String> = own
            .requirements
            .iter()
            .filter(|own| own.place == "m0" && !own.alternative.is_empty())
            .map(|own| own.constraint.to_text(names))
            .collect();
        assert!(at_m0.iter().all(|text| text == "x <= -1" || text == "x >= -1"), "{at_m0:?}");
        let answers_a1 = own
            .profile
            .iter()
            .zip(tree_keys(&found))
            .any(|(row, key)| key == "m0" && row[1] == foederis::RationalFunction::one());
        assert!(!answers_a1 || !own.exists_at(&[ratio(1, 2), ratio(1, 2)]));
    }
    // What is listed at the edge is an equilibrium there.
    for point in [[ratio(1, 2), ratio(1, 2)], [ratio(-1, 1), ratio(1, 2)], [ratio(-2, 1), ratio(1, 2)]] {
        assert_listed_are_equilibria(&found, &point);
    }
    let report = found.check(20, 1).unwrap();
    assert_eq!(report.mismatches, []);
    let certificate = found.certificate().unwrap();
    assert!(foederis::verify_regimes(&found.model, &certificate).unwrap().ok());
}

/// The equilibria in which t0's mixture ends at p = 1/2 and Bob answers s0 with a1, which is right for x <= -1 only.
fn deterred(found: &Regimes) -> Vec<usize> {
    let names = found.model.symbols_list();
    let one = foederis::RationalFunction::one();
    let wanted = |own: &ParametricEquilibrium| {
        let mixes = own.profile.iter().flatten().any(|p| p.to_text(names) == "(2*p - 1)/p");
        mixes && own.profile.iter().zip(tree_keys(found)).any(|(row, key)| key == "m0" && row[1] == one)
    };
    (0..found.equilibria.len()).filter(|&index| wanted(&found.equilibria[index])).collect()
}

#[test]
fn a_false_claim_where_a_mixture_ends_is_seen() {
    let model = Model::from_yaml(AT_THE_EDGE).unwrap();
    let mut found = solved(&model, Concept::Sequential, &[]);
    let claims = deterred(&found);
    assert!(!claims.is_empty());
    // At p = 1/2 the condition that x <= -1 is left out: it is multiplied by 2*p - 1.
    let mut certificate = found.certificate().unwrap();
    for &index in &claims {
        let conditions = &mut certificate.equilibria[index].conditions;
        conditions
            .iter_mut()
            .filter(|text| *text == "x <= -1")
            .for_each(|text| *text = "(x + 1)*(2*p - 1) <= 0".into());
    }
    let report = foederis::verify_regimes(&model, &certificate).unwrap();
    assert!(!report.ok() && format!("{report:?}").contains("p = 1/2"), "{report:?}");
    for &index in &claims {
        let all = &mut found.equilibria[index].requirements;
        let ends = all.iter().find(|own| own.alternative.is_empty()).unwrap().constraint.polynomial().clone();
        for own in all.iter_mut().filter(|own| own.place == "m0" && !own.alternative.is_empty()) {
            own.constraint = Constraint::new(&(own.constraint.polynomial() * &ends), Sense::NonNegative);
        }
    }
    let report = found.check(20, 1).unwrap();
    assert!(report.mismatches.iter().any(|(point, _)| point[1] == ratio(1, 2)), "{report:?}");
}

fn tree_keys(found: &Regimes) -> Vec<String> {
    let tree = found.model.skeleton().unwrap();
    tree.tree("test").unwrap().infosets().iter().map(|infoset| infoset.key.clone()).collect()
}

fn assert_listed_are_equilibria(found: &Regimes, point: &[Rational]) {
    let game = found.model.game_at(point).unwrap();
    for index in found.equilibria_at(point) {
        let own = &found.equilibria[index];
        let profile = Profile::Behavior(BehaviorProfile(own.profile_at(point).unwrap()));
        let row = |row: &Vec<foederis::RationalFunction>| row.iter().map(|p| p.evaluate(point).unwrap()).collect();
        let beliefs = Beliefs(own.beliefs.iter().map(row).collect());
        let certificate = Certificate::new(&game, Concept::Sequential, &profile).unwrap();
        let certificate = certificate.with_beliefs(&game, &beliefs, &[]).unwrap();
        assert!(verify(&game, &certificate).unwrap().ok(), "{point:?}: {profile:?}");
    }
}

/// A payoff of -2 to 2, now and then with x.
fn signalling_payoff(random: &mut Random) -> String {
    let number = random.below(5) as i64 - 2;
    match random.below(4) {
        0 => format!("{number} + x"),
        1 => format!("{number} - x"),
        _ => number.to_string(),
    }
}

fn signalling(seed: u64) -> Model {
    let mut random = Random(seed);
    let mut pair = || format!("[{}, {}]", signalling_payoff(&mut random), signalling_payoff(&mut random));
    let mut text =
        "title: Signals\nplayers: [Ann, Bob]\nparameters: {x: 1/2, p: {base: 1/3, range: 0 < p < 1}}\n".to_owned();
    text += "tree:\n  chance:\n";
    for (kind, probability) in [("t0", "p"), ("t1", "1 - p")] {
        text += &format!("    {kind}:\n      probability: {probability}\n      player: Ann\n");
        text += &format!("      information set: {kind}\n      actions:\n");
        for signal in 0..2 {
            let (a, b) = (pair(), pair());
            text += &format!(
                "        s{signal}: {{player: Bob, information set: m{signal}, actions: {{a0: {a}, a1: {b}}}}}\n"
            );
        }
    }
    Model::from_yaml(&text).unwrap()
}

#[test]
fn signals_at_the_edges_of_mixtures() {
    for seed in 1..25 {
        let found = foederis::regimes(&signalling(seed), Concept::Sequential, &Default::default()).unwrap();
        for (x, p) in [(0, 1), (-1, 1), (1, 1), (0, 2), (-1, 2), (1, 2)] {
            assert_listed_are_equilibria(&found, &[ratio(x, 1), ratio(p, if p == 1 { 2 } else { 3 })]);
        }
        assert_eq!(found.check(3, seed).unwrap().mismatches, [], "seed {seed}");
        let certificate = found.certificate().unwrap();
        let report = foederis::verify_regimes(&found.model, &certificate).unwrap();
        assert!(report.ok(), "seed {seed}: {report:?}");
    }
}
