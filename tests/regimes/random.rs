//! Random parametric models: the regimes must agree with the solvers inside every cell and on its boundaries.

use crate::support::Random;
use foederis::model::MoveTree;
use foederis::{Concept, Model, RegimesOptions, Status, regimes};

const SYMBOLS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// How many models of each kind are tried.
fn count() -> u64 {
    std::env::var("FOEDERIS_RANDOM_MODELS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

/// A number, a multiple of a parameter, or now and then of a product of two.
fn term(random: &mut Random, numbers: u64) -> String {
    let symbol = SYMBOLS[random.below(6) as usize];
    let factor = random.below(5) as i64 - 2;
    match random.below(8) {
        kind if kind < numbers => format!("{factor}"),
        7 => format!("{factor}*{symbol}*{}", SYMBOLS[random.below(6) as usize]),
        _ => format!("{factor}*{symbol}"),
    }
}

/// A payoff in two parameters or so, affine, or now and then with a product.
fn payoff(random: &mut Random) -> String {
    format!("{} + ({})", term(random, 1), term(random, 1))
}

fn parameters(title: &str, players: &[String], random: &mut Random) -> foederis::model::ModelBuilder {
    let mut builder = Model::builder(title).players(players.to_vec());
    for symbol in SYMBOLS {
        let positive = random.below(2) == 0;
        let base = random.below(6) as i64 + 1;
        builder = match positive {
            true => builder.parameter_with(symbol, base, &[("range", &format!("{symbol} > 0"))]),
            false => builder.parameter(symbol, base),
        };
    }
    builder
}

fn random_tree(random: &mut Random) -> Model {
    let players: Vec<String> = (0..2 + random.below(3)).map(|player| format!("P{player}")).collect();
    let mut tree = MoveTree::new();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    let mut left = 2 + random.below(11);
    // In a large tree most payoffs are numbers: its regimes would be too many to solve each in a test.
    let large = left > 6;
    while let Some(path) = open.pop() {
        let here: Vec<&str> = path.iter().map(String::as_str).collect();
        if left > 0 && (path.is_empty() || random.below(4) > 0) {
            left -= 1;
            let actions: Vec<String> = (0..2 + random.below(2)).map(|action| format!("x{action}")).collect();
            let player = &players[random.below(players.len() as u64) as usize];
            tree.decision(&here, player, actions.clone()).unwrap();
            open.extend(actions.into_iter().map(|action| [&path[..], &[action]].concat()));
        } else {
            tree.payoffs(&here, players.iter().map(|_| if large { term(random, 6) } else { payoff(random) })).unwrap();
        }
    }
    parameters("tree", &players, random).tree(tree).build().unwrap()
}

fn random_table(random: &mut Random) -> Model {
    let players = ["Row".to_owned(), "Column".to_owned()];
    let (rows, columns) = (2 + random.below(2), 2);
    let mut builder = parameters("table", &players, random);
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        let strategies = [format!("r{row}"), format!("c{column}")];
        let strategies: Vec<&str> = strategies.iter().map(String::as_str).collect();
        builder = builder.cell(&strategies, [payoff(random), payoff(random)]);
    }
    builder.build().unwrap()
}

#[test]
fn trees() {
    // The tree of seed 1 takes half a minute.
    for seed in 2..2 + count() {
        let model = random_tree(&mut Random(seed + 1));
        let found = regimes(&model, Concept::SubgamePerfect, &RegimesOptions::default()).unwrap();

        assert!(matches!(found.status, Status::Complete | Status::Partial(_)), "{seed}: {:?}", found.status);
        let report = found.check(2, seed).unwrap();
        assert_eq!(report.mismatches, [], "seed {seed}: {}", model.to_yaml());
    }
}

#[test]
fn tables() {
    for seed in 0..count() {
        let model = random_table(&mut Random(seed + 1));
        for concept in [Concept::PureNash, Concept::Nash] {
            let over = (concept == Concept::Nash).then(|| vec!["a".to_owned(), "b".to_owned()]);
            let found = regimes(&model, concept, &RegimesOptions { over, ..RegimesOptions::default() }).unwrap();
            let report = found.check(2, seed).unwrap();
            assert_eq!(report.mismatches, [], "seed {seed} {concept:?}: {}", model.to_yaml());
        }
    }
}
