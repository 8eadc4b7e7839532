//! Games of exchangeable players: against the solver that lists every profile, and at sizes that it cannot reach.

use foederis::show::symmetric::{certificate, coalition_certificate};
use foederis::{
    Equilibrium, Group, NashOptions, NormalForm, Profile, Rational, Solution, SymmetricCertificate, SymmetricClaim,
    SymmetricGame, SymmetricSolution, nash, symmetric_nash, verify_symmetric,
};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// The same game with every profile in a table, the players group by group.
fn table(game: &SymmetricGame) -> NormalForm {
    let members: Vec<usize> =
        game.groups().iter().enumerate().flat_map(|(number, group)| vec![number; group.count]).collect();
    let mut builder = NormalForm::builder();
    for (player, group) in members.iter().enumerate() {
        builder =
            builder.player(format!("{} {player}", game.groups()[*group].name), game.groups()[*group].actions.clone());
    }
    let cell = |profile: &[usize]| {
        let payoff = |player: usize| {
            let count = |group: usize| {
                let first = |other: &usize| *other != player && members[*other] == group && profile[*other] == 0;
                (0..members.len()).filter(first).count()
            };
            let counts: Vec<usize> = (0..game.groups().len()).map(count).collect();
            game.payoffs(members[player], &counts)[profile[player]].clone()
        };
        (0..members.len()).map(payoff).collect()
    };
    builder.payoffs(cell).unwrap()
}

/// The first member's probability in each group, where all members of each have the same.
fn even(game: &SymmetricGame, equilibrium: &Equilibrium) -> Option<Vec<f64>> {
    let Profile::Mixed(profile) = &equilibrium.profile else { return None };
    let mut rows = profile.0.iter();
    let group = |group: &Group| {
        let own: Vec<f64> = rows.by_ref().take(group.count).map(|row| row[0].to_f64()).collect();
        own.iter().all(|p| (p - own[0]).abs() < 1e-9).then_some(own[0])
    };
    game.groups().iter().map(group).collect()
}

fn sorted(mut points: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    points.sort_by(|a, b| a.partial_cmp(b).unwrap());
    points
}

/// Every certificate, through a file, is confirmed.
fn confirm(solution: &SymmetricSolution) {
    let game = &solution.game;
    let alike = solution.equilibria.iter().map(|equilibrium| certificate(game, equilibrium));
    let numbers = solution.coalitions.iter().map(|coalition| coalition_certificate(game, coalition));
    for certificate in alike.chain(numbers) {
        let read = SymmetricCertificate::from_json(&certificate.to_json()).unwrap();
        let report = verify_symmetric(game, &read).unwrap();
        assert!(report.ok(), "{report}\n{certificate:?}\n{game:?}");
    }
}

fn compare(game: &SymmetricGame, quick: &SymmetricSolution, full: &Solution) {
    let of =
        |equilibrium: &foederis::SymmetricEquilibrium| equilibrium.probabilities.iter().map(Rational::to_f64).collect();
    let quickly = sorted(quick.equilibria.iter().map(of).collect());
    let fully = sorted(full.equilibria.iter().filter_map(|equilibrium| even(game, equilibrium)).collect());
    assert_eq!(quickly.len(), fully.len(), "{quickly:?} {fully:?} {game:?}");
    for (a, b) in quickly.iter().zip(&fully) {
        assert!(a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-8), "{quickly:?} {fully:?}");
    }
    let pure: Rational = quick.coalitions.iter().map(|coalition| coalition.ways.clone()).sum();
    let all_pure = full.equilibria.iter().filter(|equilibrium| equilibrium.is_pure()).count();
    assert_eq!(pure, Rational::from(all_pure as i64), "{game:?}");
}

#[test]
fn agrees_with_the_full_table() {
    let mut dice = Dice(3);
    let mut compared = 0;
    for round in 0..160 {
        let bound = if round % 2 == 0 { 1_000 } else { 4 };
        let groups = match round % 4 {
            0 | 1 => vec![Group::new("X", 3 + round % 3, ["S", "A"])],
            2 => vec![Group::new("X", 2, ["S", "A"]), Group::new("Y", 2, ["Go", "Stay"])],
            _ => vec![Group::new("X", 1, ["S", "A"]), Group::new("Y", 3, ["Go", "Stay"])],
        };
        let cells: Vec<i64> = (0..2 * 2 * 8 * 8).map(|_| dice.roll(bound) as i64).collect();
        let payoff = |group: usize, action: usize, counts: &[usize]| {
            let place = counts.iter().fold(2 * group + action, |place, count| place * 8 + count);
            Rational::from(cells[place % cells.len()])
        };
        let game = SymmetricGame::new(groups, payoff).unwrap();
        let quick = symmetric_nash(&game, &Default::default()).unwrap();
        confirm(&quick);
        let full = nash(&table(&game).into(), &NashOptions::default()).unwrap();
        let isolated = full.components.iter().all(|component| component.dimension == 0);
        if quick.complete() && full.complete() && isolated {
            compare(&game, &quick, &full);
            compared += 1;
        }
    }
    assert!(compared > 90, "only {compared} games could be compared");
}

#[test]
fn a_hundred_allies() {
    let game = SymmetricGame::threshold("Allies", 100, 60, 10.into(), 4.into()).unwrap();
    let solution = symmetric_nash(&game, &Default::default()).unwrap();
    assert!(solution.complete());
    // Nobody is pivotal often enough: with cost 4 of 10 the chance to be pivotal must be 0.4, and it is below 0.1.
    assert_eq!(solution.equilibria.len(), 1);
    let cheap = SymmetricGame::threshold("Allies", 100, 60, 100.into(), 4.into()).unwrap();
    let solution = symmetric_nash(&cheap, &Default::default()).unwrap();
    assert_eq!(solution.equilibria.len(), 3);
    confirm(&solution);
    for equilibrium in &solution.equilibria {
        // The chance that exactly 59 of the 99 others support is the cost over the benefit.
        let [first, second] = cheap.expected_payoffs(0, &equilibrium.probabilities);
        let gain = (first - second).to_f64();
        assert!(gain.abs() < 1e-12 || equilibrium.probabilities[0].is_zero(), "{gain}");
    }
    let ways = &solution.coalitions[1].ways;
    assert_eq!(ways.to_string(), "13746234145802811501267369720");
}

#[test]
fn two_groups_of_many() {
    // Great powers are worth five small allies; 30 points are needed.
    let groups =
        vec![Group::new("Great powers", 4, ["Support", "Abstain"]), Group::new("Small", 40, ["Support", "Abstain"])];
    let game = SymmetricGame::new(groups, |group, action, counts| {
        let reached = 5 * counts[0] + counts[1] >= 30;
        let cost = if action == 0 { [15, 4][group] } else { 0 };
        Rational::from(if reached { 100 } else { 0 } - cost)
    });
    let game = game.unwrap();
    let solution = symmetric_nash(&game, &Default::default()).unwrap();
    assert!(solution.complete(), "{:?}", solution.status);
    assert!(solution.equilibria.len() > 1);
    confirm(&solution);
    for equilibrium in &solution.equilibria {
        for (group, p) in equilibrium.probabilities.iter().enumerate() {
            let [first, second] = game.expected_payoffs(group, &equilibrium.probabilities);
            let gain = (first - second).to_f64();
            let fits = if p.is_zero() {
                gain <= 0.0
            } else if *p == Rational::ONE {
                gain >= 0.0
            } else {
                gain.abs() < 1e-6
            };
            assert!(fits, "{equilibrium:?} {gain}");
        }
    }
}

/// Claims with one thing changed do not hold, and the report says what.
#[test]
fn wrong_claims_are_not_confirmed() {
    let game = SymmetricGame::threshold("Allies", 5, 3, 4.into(), 1.into()).unwrap();
    let solution = symmetric_nash(&game, &Default::default()).unwrap();
    let mixed = solution.equilibria.iter().find(|equilibrium| equilibrium.error_bound.is_some()).unwrap();
    let fails = |certificate: &SymmetricCertificate, what: &str| {
        let report = verify_symmetric(&game, certificate).unwrap();
        let failed: Vec<&str> = report.checks.iter().filter(|c| !c.passed).map(|c| c.what.as_str()).collect();
        assert!(!report.ok() && failed.iter().any(|text| text.contains(what)), "{what}: {report}");
    };
    let mut moved = mixed.clone();
    moved.probabilities[0] = &moved.probabilities[0] + &Rational::new(1, 1_000_000).unwrap();
    fails(&certificate(&game, &moved), "within the error bound");
    let exact = foederis::SymmetricEquilibrium { error_bound: None, ..mixed.clone() };
    fails(&certificate(&game, &exact), "indifferent");
    let mut rich = mixed.clone();
    rich.payoffs[0] = &rich.payoffs[0] + &Rational::new(1, 1_000).unwrap();
    fails(&certificate(&game, &rich), "payoffs");
    // Everybody supports: each would rather let the others do it.
    let sure = foederis::SymmetricEquilibrium {
        probabilities: vec![Rational::ONE],
        error_bound: None,
        payoffs: vec![3.into()],
    };
    fails(&certificate(&game, &sure), "gains by Abstain");
    let coalition = |count: usize, ways: i64| foederis::Coalition { counts: vec![count], ways: ways.into() };
    fails(&coalition_certificate(&game, &coalition(4, 5)), "takes Support would rather take Abstain");
    fails(&coalition_certificate(&game, &coalition(2, 10)), "takes Abstain would rather take Support");
    fails(&coalition_certificate(&game, &coalition(3, 9)), "in so many ways");
    fails(&coalition_certificate(&game, &coalition(6, 1)), "more who take");
    let other = SymmetricGame::threshold("Allies", 5, 3, 4.into(), 2.into()).unwrap();
    fails(&certificate(&other, mixed), "about this game");
    let unnamed = SymmetricCertificate::new(
        &game,
        SymmetricClaim::Alike {
            probabilities: Default::default(),
            payoffs: Default::default(),
            error_bound: Some(f64::NAN),
        },
    );
    fails(&unnamed, "has a probability");
    let text = certificate(&game, mixed).to_json().replace("alike", "alikes");
    let error = SymmetricCertificate::from_json(&text).unwrap_err().to_string();
    assert!(error.contains("line 5, column 12"), "{error}");
}

#[test]
fn a_search_among_many_players_stops_when_told() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    // Two groups: one equation of degree 399 with a limit of that degree, then patches of 400 times 400 coefficients.
    let groups = vec![Group::new("X", 400, ["S", "A"]), Group::new("Y", 400, ["S", "A"])];
    let game = SymmetricGame::new(groups, |group, action, counts| {
        let gain = (counts[0] * (7 + group) + counts[1] * 5 % 11) as i64;
        Rational::from(if action == 0 { gain % 13 } else { 6 })
    });
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let observer: foederis::solve::Observer = Arc::new(move |_| counted.fetch_add(1, Ordering::Relaxed) < 3);
    let control = foederis::Control { observer: Some(observer), ..Default::default() };
    let found = symmetric_nash(&game.unwrap(), &foederis::SymmetricOptions { control }).unwrap();
    assert_eq!(found.status, foederis::Status::Cancelled);
    assert!(asked.load(Ordering::Relaxed) < 10);
}
