//! Textbook families whose regimes are known.

use super::{conditions, solved};
use foederis::model::MoveTree;
use foederis::{Concept, Model, Rational, RegimesOptions, alliance, regimes};

#[test]
fn the_general_two_by_two_game() {
    // Best replies depend on four differences only; mixed equilibria need two alternating signs.
    let mut builder = Model::builder("2x2").players(["Row", "Column"]);
    for (symbol, base) in [("a", 1), ("b", 2), ("c", -1), ("d", -2)] {
        builder = builder.parameter(symbol, base);
    }
    let model = builder
        .cell(&["T", "L"], ["a", "c"])
        .cell(&["T", "R"], ["0", "0"])
        .cell(&["B", "L"], ["0", "0"])
        .cell(&["B", "R"], ["b", "d"])
        .build()
        .unwrap();
    let found = solved(&model, Concept::Nash, &[]);
    // By the signs of a, b, c, d: two regimes with three equilibria, two with a mixed one alone, four with a pure one alone.
    let mut sets: Vec<&[usize]> = found.cells.iter().map(|cell| &cell.equilibria[..]).collect();
    sets.sort();
    sets.dedup();
    let alone = |pure: bool| {
        let is_pure = |set: &&&[usize]| set.len() == 1 && found.equilibria[set[0]].choices().is_some() == pure;
        sets.iter().filter(is_pure).count()
    };
    assert_eq!((sets.len(), sets.iter().filter(|set| set.len() == 3).count(), alone(false), alone(true)), (8, 2, 2, 4));
    assert_eq!(found.check(25, 9).unwrap().mismatches, []);
}

#[test]
fn entry_deterrence() {
    let mut tree = MoveTree::new();
    tree.decision(&[], "Entrant", ["Enter", "Stay out"]).unwrap();
    tree.decision(&["Enter"], "Incumbent", ["Fight", "Yield"]).unwrap();
    tree.payoffs(&["Stay out"], ["0", "m"]).unwrap();
    tree.payoffs(&["Enter", "Fight"], ["-f", "-g"]).unwrap();
    tree.payoffs(&["Enter", "Yield"], ["s", "t"]).unwrap();
    let model = Model::builder("Entry")
        .players(["Entrant", "Incumbent"])
        .parameter("m", 4)
        .parameter("f", 1)
        .parameter("g", 1)
        .parameter("s", 1)
        .parameter("t", 2)
        .assume("f > 0")
        .assume("s > 0")
        .tree(tree)
        .build()
        .unwrap();
    let found = solved(&model, Concept::SubgamePerfect, &[]);
    assert_eq!(found.cells.len(), 2);
    let mut all: Vec<Vec<String>> = (0..2).map(|cell| conditions(&found, cell)).collect();
    all.sort();
    assert_eq!(all, [["g + t < 0"], ["g + t > 0"]]);
}

#[test]
fn ultimatum_with_several_offers() {
    // Offers of 1, 2, 3 out of 4 to a responder who minds unequal shares: accepts x where x - u (4 - 2x)+ >= 0.
    let mut tree = MoveTree::new();
    tree.decision(&[], "Proposer", ["1", "2", "3"]).unwrap();
    for (offer, unequal) in [(1i64, 2i64), (2, 0), (3, 0)] {
        let name = offer.to_string();
        tree.decision(&[&name], "Responder", ["Accept", "Reject"]).unwrap();
        let (keeps, gets) = ((4 - offer).to_string(), format!("{offer} - {unequal}*u"));
        tree.payoffs(&[&name, "Accept"], [keeps.as_str(), gets.as_str()]).unwrap();
        tree.payoffs(&[&name, "Reject"], ["0", "0"]).unwrap();
    }
    let model = Model::builder("Ultimatum")
        .players(["Proposer", "Responder"])
        .parameter_with("u", 1, &[("range", "u >= 0")])
        .tree(tree)
        .build()
        .unwrap();
    let found = solved(&model, Concept::SubgamePerfect, &[]);
    assert_eq!(found.cells.len(), 2);
    for (cell, (condition, offer)) in found.cells.iter().zip([("u < 1/2", 0), ("u > 1/2", 1)]) {
        assert_eq!(found.equilibria[cell.equilibria[0]].choices().unwrap()[0], offer);
        assert_eq!(cell.conditions[0].to_text(model.symbols_list()), condition);
    }
}

#[test]
fn a_matrix_family_with_three_regimes() {
    // [[x/2, x], [1 - x, (1 - x)/2]] against its transpose: breakpoints 1/3 and 2/3.
    let model = Model::builder("family")
        .players(["Row", "Column"])
        .parameter_with("x", "1/2".parse::<Rational>().unwrap(), &[("range", "0 < x < 1")])
        .cell(&["1", "1"], ["x/2", "x/2"])
        .cell(&["1", "2"], ["x", "1 - x"])
        .cell(&["2", "1"], ["1 - x", "x"])
        .cell(&["2", "2"], ["(1 - x)/2", "(1 - x)/2"])
        .build()
        .unwrap();
    let found = solved(&model, Concept::Nash, &[]);
    assert_eq!(found.cells.len(), 3);
    let mut borders: Vec<String> = found.boundaries.iter().map(|boundary| boundary.equation.to_text(&["x"])).collect();
    borders.sort();
    borders.dedup();
    assert_eq!(borders, ["x = 1/3", "x = 2/3"]);
    assert_eq!(found.cells.iter().map(|cell| cell.equilibria.len()).max(), Some(3));
    assert_eq!(found.check(40, 2).unwrap().mismatches, []);
}

#[test]
fn a_reliability_threshold() {
    // The challenger attacks where p < G/(G + d): the ally fights with probability p (Smith 1995).
    let mut tree = MoveTree::new();
    tree.decision(&[], "Challenger", ["Attack", "Refrain"]).unwrap();
    tree.payoffs(&["Refrain"], ["0"]).unwrap();
    tree.chance(&["Attack"], &[("Ally fights", "p"), ("Ally stays away", "1 - p")]).unwrap();
    tree.payoffs(&["Attack", "Ally fights"], ["-d"]).unwrap();
    tree.payoffs(&["Attack", "Ally stays away"], ["G"]).unwrap();
    let model = Model::builder("Reliability")
        .players(["Challenger"])
        .parameter_with("p", "1/2".parse::<Rational>().unwrap(), &[("range", "0 <= p <= 1")])
        .parameter_with("G", 2, &[("range", "G > 0")])
        .parameter_with("d", 1, &[("range", "d > 0")])
        .tree(tree)
        .build()
        .unwrap();
    let found = solved(&model, Concept::SubgamePerfect, &[]);
    assert_eq!(found.cells.len(), 2);
    let threshold = |point: &[Rational]| &point[0] * &(&point[1] + &point[2]) < point[1];
    for cell in &found.cells {
        let attacks = found.equilibria[cell.equilibria[0]].choices().unwrap()[0] == 0;
        assert_eq!(threshold(cell.sample.as_ref().unwrap()), attacks);
    }
    assert_eq!(found.check(60, 4).unwrap().mismatches, []);
}

#[test]
fn everybody_who_is_indifferent_is_named() {
    let text = "
title: Two of three
players: [A, B, C]
parameters:
  v: {base: 3, range: v > 0, meaning: what two contributions bring}
simultaneous:
  actions: [Pay, Ride]
  rules:
    - {if: count(Pay) >= 2, payoff: v}
    - {if: own = Pay, payoff: -2}
";
    let found = solved(&Model::from_yaml(text).unwrap(), Concept::PureNash, &[]);
    assert_eq!(found.boundaries.len(), 1);
    let shown = foederis::show::regimes::text(&found).unwrap();
    for player in ["A", "B", "C"] {
        assert!(shown.contains(&format!("{player} is indifferent between Pay and Ride")), "{shown}");
    }
}

#[test]
fn an_incomplete_list_of_the_solver_is_no_mismatch() {
    let model = alliance::dilemma("extended_deterrence").unwrap();
    let found = regimes(&model, Concept::SubgamePerfect, &RegimesOptions::default()).unwrap();
    let check = found.check(4, 1).unwrap();
    assert_eq!(check.mismatches, []);
    assert!(check.partial > 0 && check.points > 0, "{check:?}");
    // A false claim is found out all the same: the conditions of the first equilibrium are turned round.
    let mut wrong = found.clone();
    let turned = |own: &mut foederis::study::regimes::Requirement| {
        own.constraint = own.constraint.negation().remove(0).with_sense(own.constraint.sense());
    };
    wrong.equilibria[0].requirements.iter_mut().for_each(turned);
    wrong.cells.iter_mut().for_each(|cell| cell.conditions.clear());
    assert_ne!(wrong.check(4, 1).unwrap().mismatches, []);
}

#[test]
fn the_regime_at_the_base_comes_first() {
    use std::time::Duration;
    for (name, concept) in [("article_four", Concept::PureNash), ("tripartite_crisis", Concept::SubgamePerfect)] {
        let model = alliance::dilemma(name).unwrap();
        let control = foederis::Control { time_limit: Some(Duration::from_secs(2)), ..Default::default() };
        let found = regimes(&model, concept, &RegimesOptions { control, ..Default::default() }).unwrap();
        assert_eq!(found.status, foederis::Status::TimedOut);
        let base = model.base_values();
        let cell = found.cell_at(&base).unwrap_or_else(|| panic!("{name} {:?}", found.notes));
        let game = model.base().unwrap();
        for &index in &found.cells[cell].equilibria {
            let profile = found.equilibria[index].profile_at(&base).unwrap();
            let profile = match game {
                foederis::Game::Normal(_) => foederis::Profile::Mixed(foederis::MixedProfile(profile)),
                foederis::Game::Extensive(_) => foederis::Profile::Behavior(foederis::BehaviorProfile(profile)),
            };
            let claim = foederis::Certificate::new(&game, concept, &profile).unwrap();
            assert!(foederis::verify(&game, &claim).unwrap().ok());
        }
        assert!(!found.cells[cell].equilibria.is_empty());
    }
}
