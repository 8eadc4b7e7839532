//! All Nash equilibria of two-player trees: the sequence form against the strategic form, up to realisation equivalence.

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use foederis::game::{SequenceForm, StrategicOptions};
use foederis::show::json::component_claims;
use foederis::solve::Control;
use foederis::verify::verify_components;
use foederis::{Certificate, Concept, ExtensiveForm, Game, NashOptions, Profile, Rational, Solution, nash, verify};
use support::{Random, Shape, random_tree};

type Row = Vec<Rational>;

fn within(time: Duration) -> NashOptions {
    NashOptions { control: Control { time_limit: Some(time), ..Default::default() }, ..Default::default() }
}

fn rank(mut rows: Vec<Row>) -> usize {
    let mut rank = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (rank..rows.len()).find(|&row| !rows[row][column].is_zero()) else { continue };
        rows.swap(rank, pivot);
        for row in rank + 1..rows.len() {
            let factor = rows[row][column].checked_div(&rows[rank][column]).unwrap();
            for k in 0..rows[row].len() {
                let above = &factor * &rows[rank][k];
                rows[row][k] -= &above;
            }
        }
        rank += 1;
    }
    rank
}

/// A player's pure plans, as realisation plans.
fn pure_plans(form: &SequenceForm, player: usize) -> Vec<Row> {
    let own = &form.players[player];
    let mut plans = vec![vec![Rational::ZERO; own.len()]];
    plans[0][0] = Rational::ONE;
    for set in &own.infosets {
        let extend = |plan: Row| -> Vec<Row> {
            if plan[set.before].is_zero() {
                return vec![plan];
            }
            let choose = |action| {
                let mut next = plan.clone();
                next[set.first + action] = Rational::ONE;
                next
            };
            (0..set.actions).map(choose).collect()
        };
        plans = plans.into_iter().flat_map(extend).collect();
    }
    plans
}

/// What a pure plan of the other player gives that player against each own sequence.
fn gains(form: &SequenceForm, player: usize, reply: &Row) -> Row {
    let mut row = vec![Rational::ZERO; form.players[player].len()];
    for entry in &form.entries {
        let weight = &reply[entry.sequences[1 - player]];
        row[entry.sequences[player]] += weight * &entry.payoffs[1 - player];
    }
    row
}

/// Whether no other plan uses only the same sequences and has the same best replies, by the definition.
fn is_extreme(form: &SequenceForm, player: usize, plan: &Row, replies: &[Row]) -> bool {
    let own = &form.players[player];
    let value = |reply: &Row| -> Rational { reply.iter().zip(plan).map(|(gain, weight)| gain * weight).sum() };
    let best = replies.iter().map(&value).max().unwrap();
    let mut rows = own.constraint_matrix();
    rows.iter_mut().for_each(|row| row.push(Rational::ZERO));
    for sequence in (0..own.len()).filter(|&sequence| plan[sequence].is_zero()) {
        let mut row = vec![Rational::ZERO; own.len() + 1];
        row[sequence] = Rational::ONE;
        rows.push(row);
    }
    for reply in replies.iter().filter(|reply| value(reply) == best) {
        rows.push(reply.iter().cloned().chain([-Rational::ONE]).collect());
    }
    rank(rows) == own.len() + 1
}

fn plans_of(form: &SequenceForm, solution: &Solution) -> BTreeSet<Vec<Row>> {
    let plans = solution.equilibria.iter().map(|equilibrium| match &equilibrium.profile {
        Profile::Behavior(profile) => form.realization_of(profile).unwrap(),
        other => panic!("{other:?}"),
    });
    plans.collect()
}

/// Compares both ways; false where the strategic form is too large.
fn compare(tree: &ExtensiveForm, max_profiles: usize) -> bool {
    let Ok(strategic) = tree.to_strategic(&StrategicOptions { reduced: true, max_profiles }) else { return false };
    let table = nash(&Game::Normal(strategic.game.clone()), &within(Duration::from_secs(5))).unwrap();
    if !table.complete() {
        return false;
    }
    let game = Game::Extensive(tree.clone());
    let solution = nash(&game, &within(Duration::from_secs(5))).unwrap();
    assert!(solution.method.contains("sequence form"));
    if !solution.complete() {
        return false;
    }
    let form = tree.to_sequence().unwrap();
    let replies = [0, 1].map(|player| {
        let replies = pure_plans(&form, 1 - player);
        replies.iter().map(|reply| gains(&form, player, reply)).collect::<Vec<Row>>()
    });
    let mut expected = BTreeSet::new();
    for equilibrium in &table.equilibria {
        let Profile::Mixed(mixed) = &equilibrium.profile else { panic!("a table has mixed equilibria") };
        let plans = form.realization_of(&strategic.behavior_of(mixed).unwrap()).unwrap();
        if (0..2).all(|player| is_extreme(&form, player, &plans[player], &replies[player])) {
            expected.insert(plans);
        }
    }
    let found = plans_of(&form, &solution);
    assert_eq!(found.len(), solution.len(), "an equilibrium is listed twice");
    assert_eq!(found, expected);
    assert_eq!(solution.components.len(), table.components.len());
    let claims = component_claims(&game, &solution);
    let report = verify_components(&game, &claims).unwrap();
    assert!(claims.iter().all(|claim| !claim.subsets.is_empty()) && report.ok(), "{report:?}");
    for equilibrium in &solution.equilibria {
        let certificate = Certificate::new(&game, Concept::Nash, &equilibrium.profile).unwrap();
        assert!(verify(&game, &certificate).unwrap().ok());
    }
    true
}

#[test]
fn random_trees_agree_with_their_strategic_form() {
    // A number, or a part such as 500..1000.
    let asked = std::env::var("FOEDERIS_RANDOM_TREES").unwrap_or_else(|_| "400".to_owned());
    let (first, end) = asked.split_once("..").unwrap_or(("0", &asked));
    let (first, end): (u64, u64) = (first.parse().unwrap(), end.parse().unwrap());
    let count = end - first;
    let mut compared = 0;
    for seed in first..end {
        let shape = Shape {
            players: 2,
            depth: 2 + (seed % 4) as usize,
            chance: seed % 3 != 0,
            hidden: seed % 4 != 1,
            payoffs: [2, 3, 1000][(seed / 4 % 3) as usize],
        };
        let tree = random_tree(&mut Random(seed), &shape);
        compared += u64::from(compare(&tree, 600));
    }
    println!("compared {compared} of {count}");
    assert!(compared * 2 > count, "only {compared} of {count} trees have a small strategic form");
}

/// A false part is refuted: staying out is supported only if a fight is likely enough.
#[test]
fn a_part_that_is_too_large_is_refuted() {
    let mut tree = ExtensiveForm::builder(["Entrant", "Incumbent"]);
    let root = tree.root();
    let first = tree.decision(root, "Entrant", "start", ["Enter", "Stay out"]).unwrap();
    let second = tree.decision(first[0], "Incumbent", "", ["Fight", "Yield"]).unwrap();
    for (slot, payoffs) in [(first[1], [0, 2]), (second[0], [-1, 0]), (second[1], [1, 1])] {
        tree.payoffs(slot, payoffs).unwrap();
    }
    let game: Game = tree.finish().unwrap().into();
    let solution = nash(&game, &NashOptions::default()).unwrap();
    assert_eq!((solution.len(), solution.components.len()), (3, 2));
    let mut claims = component_claims(&game, &solution);
    assert!(verify_components(&game, &claims).unwrap().ok());
    let wide = claims.iter_mut().find(|claim| claim.dimension == 1).unwrap();
    let plans = &mut wide.subsets[0].0[1].1;
    for plan in plans.iter_mut().flat_map(|plan| plan.0.iter_mut()).filter(|(name, _)| name.contains("Fight")) {
        plan.1 = Rational::ONE;
    }
    plans.iter_mut().for_each(|plan| plan.0.retain(|(name, _)| !name.contains("Yield")));
    plans.push(plans[0].clone());
    let last = plans.last_mut().unwrap();
    last.0
        .iter_mut()
        .filter(|(name, _)| name.contains("Fight"))
        .for_each(|(name, _)| *name = name.replace("Fight", "Yield"));
    assert!(!verify_components(&game, &claims).unwrap().ok());
}
